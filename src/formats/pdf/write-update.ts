// An incremental update: new objects and a cross-reference of the kind that the file already has, ISO 32000-2 §7.5.6.

import { concatBytes } from '../../bytes.ts'
import type { PdfDocument } from './document.ts'
import { isCount } from './lexer.ts'
import {
  entry,
  malformedPdf,
  type PdfObject,
  pdfArray,
  pdfDict,
  pdfLimitExceeded,
  pdfLimits,
  pdfName,
} from './objects.ts'
import { latin1Bytes, writeObject } from './write-object.ts'

interface WrittenObject {
  readonly number: number
  readonly generation: number
  /** Within the update. */
  readonly offset: number
}

/** What of the old trailer goes on into the new one; the rest describes the old cross-reference itself. */
const trailerKeys = ['Root', 'Info', 'ID'] as const

export class PdfUpdate {
  readonly #document: PdfDocument
  readonly #objects: WrittenObject[] = []
  #text = ''
  #nextNumber: number

  /** @throws ServiceError `MALFORMED_PDF` when the trailer has no Size. */
  constructor(document: PdfDocument) {
    this.#document = document
    this.#nextNumber = firstFreeNumber(document)
  }

  /**
   * Begins the update behind the document's last octet.
   *
   * @param lastOctet of the document: without an end of line there, one is written first.
   */
  begin(lastOctet: number): void {
    if (lastOctet !== 0x0a && lastOctet !== 0x0d) this.#text = '\n'
  }

  newNumber(): number {
    if (this.#nextNumber > pdfLimits.objectNumber) {
      throw pdfLimitExceeded(`the PDF has no object number left below ${pdfLimits.objectNumber}`)
    }
    return this.#nextNumber++
  }

  /** @returns the offset within the update of the first character of `body`. */
  write(number: number, generation: number, body: string): number {
    this.#objects.push({ number, generation, offset: this.#text.length })
    this.#text += `${number} ${generation} obj\n`
    const at = this.#text.length
    this.#text += `${body}\nendobj\n`
    return at
  }

  /** Closes the update with its cross-reference. */
  finish(): Uint8Array {
    const { newest } = this.#document
    const previous = newest.sections[0]
    if (previous === undefined) throw new Error('a revision without cross-reference was opened')
    const trailer: [string, PdfObject][] = []
    for (const key of trailerKeys) {
      const value = entry(newest.trailer, key)
      if (value !== null) trailer.push([key, value])
    }
    const isStream = previous.kind === 'stream'
    const end = isStream
      ? this.#xrefStream(trailer, previous.offset)
      : this.#xrefTable(trailer, previous.offset)
    // Apart, since only the data of a stream is not ASCII, which is encoded ten times as fast.
    return concatBytes(latin1Bytes(this.#text), latin1Bytes(end))
  }

  #xrefTable(trailer: [string, PdfObject][], previousOffset: number): string {
    const startxref = this.#document.size + this.#text.length
    let table = 'xref\n'
    for (const run of runsOf(this.#objects)) {
      table += `${run[0]?.number ?? 0} ${run.length}\n`
      for (const object of run) {
        const offset = this.#document.size + object.offset
        if (offset > 9_999_999_999)
          throw pdfLimitExceeded('a cross-reference table reaches 9,999,999,999 octets')
        table += `${String(offset).padStart(10, '0')} ${String(object.generation).padStart(5, '0')} n\r\n`
      }
    }
    const dict = pdfDict([['Size', this.#nextNumber], ...trailer, ['Prev', previousOffset]])
    return `${table}trailer\n${writeObject(dict)}\nstartxref\n${startxref}\n%%EOF\n`
  }

  #xrefStream(trailer: [string, PdfObject][], previousOffset: number): string {
    const number = this.newNumber()
    const at = this.#text.length
    const startxref = this.#document.size + at
    const listed = [...this.#objects, { number, generation: 0, offset: at }]
    let data = ''
    const index: number[] = []
    for (const run of runsOf(listed)) {
      index.push(run[0]?.number ?? 0, run.length)
      for (const object of run) {
        data += `\u0001${bigEndian(this.#document.size + object.offset, 5)}${bigEndian(object.generation, 2)}`
      }
    }
    const dict = pdfDict([
      ['Type', pdfName('XRef')],
      ['Size', this.#nextNumber],
      ['Index', pdfArray(index)],
      ['W', pdfArray([1, 5, 2])],
      ['Length', data.length],
      ...trailer,
      ['Prev', previousOffset],
    ])
    return `${number} 0 obj\n${writeObject(dict)}\nstream\n${data}\nendstream\nendobj\nstartxref\n${startxref}\n%%EOF\n`
  }
}

/** Behind every number that any section lists, so that a wrong Size cannot make us overwrite an object. */
function firstFreeNumber(document: PdfDocument): number {
  const size = entry(document.newest.trailer, 'Size')
  if (!isCount(size) || size < 1) throw malformedPdf('the trailer has no Size')
  let next = size
  for (const revision of document.revisions) {
    for (const section of revision.sections) {
      for (const part of section.parts) {
        const last = part.ranges.at(-1)
        if (last !== undefined) next = Math.max(next, last.first + last.count)
      }
    }
  }
  return next
}

function runsOf(objects: readonly WrittenObject[]): readonly (readonly WrittenObject[])[] {
  const sorted = [...objects].sort((a, b) => a.number - b.number)
  const runs: WrittenObject[][] = []
  for (const object of sorted) {
    const run = runs.at(-1)
    const before = run?.at(-1)
    if (run !== undefined && before?.number === object.number - 1) run.push(object)
    else runs.push([object])
  }
  return runs
}

function bigEndian(value: number, octets: number): string {
  let text = ''
  for (let i = octets - 1; i >= 0; i--) text += String.fromCharCode(Math.floor(value / 256 ** i) % 256)
  return text
}
