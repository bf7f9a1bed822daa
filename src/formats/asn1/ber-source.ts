// BER in a source too large to hold: values are found by their heads, and only small ones are loaded (X.690 §8.1).

import { ServiceError } from '../../errors.ts'
import type { ByteSource } from '../byte-source.ts'
import { berToDer } from './ber-to-der.ts'

export interface BerHead {
  readonly tag: number
  readonly contentStart: number
  /** Undefined for an indefinite length, which ends with two zero octets. */
  readonly contentEnd: number | undefined
}

/** Small reads are served from one window, so that heads close to one another cost one read. */
const windowOctets = 16 * 1024

const depthLimit = 40

export class BerSource {
  readonly #name: string
  readonly #source: ByteSource
  #window: Uint8Array = new Uint8Array(0)
  #windowStart = 0

  /** @param name of the structure, for error messages. */
  constructor(name: string, source: ByteSource) {
    this.#name = name
    this.#source = source
  }

  /** @throws ServiceError `MALFORMED_DER` naming the offset; so all methods. */
  async head(at: number): Promise<BerHead> {
    const octets = await this.read(at, Math.min(at + 10, this.#source.size))
    const [tag, first] = octets
    if (tag === undefined || first === undefined) return this.fail('ends where a value is expected', at)
    if ((tag & 0x1f) === 0x1f) return this.fail('tag number above 30', at)
    if (tag === 0) return this.fail('end-of-contents where none is open', at)
    if (first < 0x80) return this.#bounded(tag, at + 2, first, at)
    const count = first & 0x7f
    if (count === 0) {
      if ((tag & 0x20) === 0) this.fail('primitive value of indefinite length', at)
      return { tag, contentStart: at + 2, contentEnd: undefined }
    }
    if (count > 6 || octets.length < 2 + count) return this.fail('length exceeds 6 octets, or is cut off', at)
    let length = 0
    for (const octet of octets.subarray(2, 2 + count)) length = length * 256 + octet
    return this.#bounded(tag, at + 2 + count, length, at)
  }

  #bounded(tag: number, contentStart: number, length: number, at: number): BerHead {
    const contentEnd = contentStart + length
    if (contentEnd > this.#source.size) this.fail(`length ${length} exceeds what is left`, at)
    return { tag, contentStart, contentEnd }
  }

  /** A head that must have `tag`. */
  async expect(at: number, tag: number): Promise<BerHead> {
    const head = await this.head(at)
    if (head.tag !== tag)
      this.fail(`tag 0x${head.tag.toString(16)} where 0x${tag.toString(16)} is expected`, at)
    return head
  }

  /** Whether `at` is the end of what `container` holds. */
  async isEnd(container: BerHead, at: number): Promise<boolean> {
    if (container.contentEnd !== undefined) {
      if (at > container.contentEnd) this.fail('a value ends behind what holds it', at)
      return at === container.contentEnd
    }
    const [first, second] = await this.read(at, Math.min(at + 2, this.#source.size))
    return first === 0 && second === 0
  }

  /** @returns the offset behind `container`, which must end at `at`. */
  async leave(container: BerHead, at: number): Promise<number> {
    if (!(await this.isEnd(container, at))) this.fail('more values than expected', at)
    return container.contentEnd ?? at + 2
  }

  /** A value of at most `mostOctets`, as DER. @throws ServiceError `LIMIT_EXCEEDED` for a larger one. */
  async value(at: number, mostOctets: number): Promise<{ readonly der: Uint8Array; readonly end: number }> {
    const end = await this.#endOf(at, mostOctets)
    if (end - at > mostOctets)
      throw new ServiceError(
        'LIMIT_EXCEEDED',
        `${this.#name}: a value at offset ${at} exceeds ${mostOctets} octets`,
      )
    return { der: berToDer(this.#name, await this.read(at, end)), end }
  }

  /** Heads are walked only while lengths are indefinite, and never further than the limit. */
  async #endOf(start: number, mostOctets: number): Promise<number> {
    const first = await this.head(start)
    if (first.contentEnd !== undefined) return first.contentEnd
    const open = [first]
    let at = first.contentStart
    while (open.length > 0 && at - start <= mostOctets) {
      const top = open.at(-1)
      if (top !== undefined && (await this.isEnd(top, at))) {
        at += 2
        open.pop()
        continue
      }
      const head = await this.head(at)
      if (head.contentEnd === undefined) open.push(head)
      if (open.length > depthLimit)
        throw new ServiceError('LIMIT_EXCEEDED', `${this.#name}: nested deeper than ${depthLimit} levels`)
      at = head.contentEnd ?? head.contentStart
    }
    return at
  }

  async read(start: number, end: number): Promise<Uint8Array> {
    if (end - start > windowOctets) return this.#source.read(start, end)
    const windowEnd = this.#windowStart + this.#window.length
    if (start < this.#windowStart || end > windowEnd) {
      this.#windowStart = start
      this.#window = await this.#source.read(start, Math.min(this.#source.size, start + windowOctets))
    }
    return this.#window.subarray(start - this.#windowStart, end - this.#windowStart)
  }

  fail(message: string, offset: number): never {
    throw new ServiceError('MALFORMED_DER', `${this.#name}: ${message} at offset ${offset}`)
  }
}
