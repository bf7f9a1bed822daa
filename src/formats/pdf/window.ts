// Windows on a PDF: small files are held whole, of large ones a bounded number of blocks.

import type { ByteSource } from '../byte-source.ts'
import { needMore, PdfLexer } from './lexer.ts'
import { malformedPdf, pdfLimitExceeded, pdfLimits } from './objects.ts'

const wholeOctets = 8 << 20
const blockOctets = 1 << 16
const blocksHeld = 64
const firstWindowOctets = 4096

export class PdfWindow {
  readonly size: number
  readonly #source: ByteSource
  readonly #whole: Uint8Array | undefined
  readonly #blocks = new Map<number, Uint8Array>()

  constructor(source: ByteSource, whole: Uint8Array | undefined) {
    this.size = source.size
    this.#source = source
    this.#whole = whole
  }

  /** The octets from `start` to `end`, both clipped to the file. A view: do not write. */
  async read(start: number, end: number): Promise<Uint8Array> {
    const from = Math.min(Math.max(0, start), this.size)
    const to = Math.min(Math.max(from, end), this.size)
    if (this.#whole !== undefined) return this.#whole.subarray(from, to)
    if (to - from > blockOctets) return this.#source.read(from, to)
    const first = Math.floor(from / blockOctets)
    const last = Math.floor(Math.max(from, to - 1) / blockOctets)
    const head = await this.#block(first)
    if (first === last) return head.subarray(from - first * blockOctets, to - first * blockOctets)
    const joined = new Uint8Array(to - from)
    joined.set(head.subarray(from - first * blockOctets))
    joined.set((await this.#block(last)).subarray(0, to - last * blockOctets), last * blockOctets - from)
    return joined
  }

  /**
   * Runs `parse` on a lexer that stands at `offset`, with ever larger windows until nothing is missing.
   *
   * @throws ServiceError `LIMIT_EXCEEDED` when the object is larger than `pdfLimits.objectOctets`.
   */
  async parse<T>(offset: number, parse: (lexer: PdfLexer) => T): Promise<T> {
    if (offset < 0 || offset >= this.size)
      throw malformedPdf(`an offset lies outside the file of ${this.size} octets`, offset)
    if (this.#whole !== undefined) return parse(new PdfLexer(this.#whole, offset, 0, true))
    for (let length = firstWindowOctets; ; length *= 4) {
      const bytes = await this.read(offset, offset + length)
      const final = offset + bytes.length === this.size
      try {
        return parse(new PdfLexer(bytes, 0, offset, final))
      } catch (error) {
        if (error !== needMore) throw error
      }
      if (length >= pdfLimits.objectOctets) {
        throw pdfLimitExceeded(
          `the object at offset ${offset} is larger than ${pdfLimits.objectOctets} octets`,
        )
      }
    }
  }

  async #block(index: number): Promise<Uint8Array> {
    const held = this.#blocks.get(index)
    if (held !== undefined) return held
    const bytes = await this.#source.read(index * blockOctets, Math.min(this.size, (index + 1) * blockOctets))
    if (this.#blocks.size >= blocksHeld) {
      for (const oldest of this.#blocks.keys()) {
        this.#blocks.delete(oldest)
        break
      }
    }
    this.#blocks.set(index, bytes)
    return bytes
  }
}

export async function openWindow(source: ByteSource): Promise<PdfWindow> {
  return new PdfWindow(source, source.size <= wholeOctets ? await source.read(0, source.size) : undefined)
}
