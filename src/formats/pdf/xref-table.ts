// Cross-reference tables, ISO 32000-2 §7.5.4. Entries are read when they are asked for, so that a table of any size costs nothing.

import type { PdfLexer } from './lexer.ts'
import { isDict, malformedPdf, type PdfDict, pdfLimitExceeded, pdfLimits } from './objects.ts'
import type { PdfWindow } from './window.ts'
import {
  checkedRanges,
  checkTrailer,
  rangeOf,
  type XrefEntry,
  type XrefPart,
  type XrefRange,
} from './xref-entry.ts'

interface TableRange extends XrefRange {
  /** Offset of its first entry, and octets an entry: 20, or 19 where a producer wrote a single end-of-line octet. */
  readonly entriesAt: number
  readonly stride: number
}

interface TableHeader extends XrefRange {
  readonly kind: 'piece'
  readonly entriesAt: number
}

interface TableEnd {
  readonly kind: 'end'
  readonly trailer: PdfDict
  readonly end: number
}

export interface XrefTable {
  readonly part: XrefPart
  readonly trailer: PdfDict
  /** Offset behind the trailer dictionary. */
  readonly end: number
}

/** @throws ServiceError `MALFORMED_PDF`, `LIMIT_EXCEEDED`. */
export async function readXrefTable(window: PdfWindow, offset: number): Promise<XrefTable> {
  let at = await window.parse(offset, (lexer) => {
    lexer.expect('xref')
    return lexer.offset
  })
  await refuseComments(window, offset, at)
  const ranges: TableRange[] = []
  for (;;) {
    const header = await window.parse(at, (lexer): TableHeader | TableEnd => {
      lexer.skipWhitespace()
      if (lexer.bytes[lexer.position] === 0x74) {
        lexer.expect('trailer')
        return { kind: 'end', trailer: trailerDict(lexer), end: lexer.offset }
      }
      const first = lexer.unsigned('the first object number of a cross-reference table')
      const count = lexer.unsigned('the number of entries of a cross-reference table')
      lexer.skipWhitespace()
      return { kind: 'piece', first, count, entriesAt: lexer.offset }
    })
    if (header.kind === 'end') {
      const sorted = checkedRanges(ranges, offset)
      return { part: tablePart(window, sorted), trailer: header.trailer, end: header.end }
    }
    await refuseComments(window, at, header.entriesAt)
    if (ranges.length >= pdfLimits.subsections) {
      throw pdfLimitExceeded(`a cross-reference table has more than ${pdfLimits.subsections} pieces`)
    }
    const stride = header.count === 0 ? 20 : await strideAt(window, header.entriesAt)
    ranges.push({ first: header.first, count: header.count, entriesAt: header.entriesAt, stride })
    at = header.entriesAt + header.count * stride
    if (at > window.size)
      throw malformedPdf(`a cross-reference table of ${header.count} entries exceeds the file`, offset)
  }
}

/** Within a table there are none (§7.5.4), nor zeros: a reader that is thrown off by them goes searching for objects. */
async function refuseComments(window: PdfWindow, start: number, end: number): Promise<void> {
  const bytes = await window.read(start, end)
  if (bytes.includes(0x25) || bytes.includes(0))
    throw malformedPdf('a cross-reference table has a comment or a zero octet', start)
}

async function strideAt(window: PdfWindow, at: number): Promise<number> {
  const bytes = await window.read(at, at + 20)
  parseEntry(bytes, at)
  return isLineEnd(bytes[19]) ? 20 : 19
}

/** §7.5.4: two of space, carriage return and line feed, of which some producers write one. */
function isLineEnd(octet: number | undefined): boolean {
  return octet === 0x20 || octet === 0x0d || octet === 0x0a
}

function tablePart(window: PdfWindow, ranges: readonly TableRange[]): XrefPart {
  return {
    ranges,
    lookup: async (number) => {
      const range = rangeOf(ranges, number)
      if (range === undefined) return undefined
      const at = range.entriesAt + (number - range.first) * range.stride
      return parseEntry(await window.read(at, at + range.stride), at)
    },
  }
}

function parseEntry(bytes: Uint8Array, at: number): XrefEntry {
  const offset = digits(bytes, 0, 10)
  const generation = digits(bytes, 11, 16)
  const type = bytes[17]
  const wellFormed = bytes[10] === 0x20 && bytes[16] === 0x20 && isLineEnd(bytes[18])
  if (offset < 0 || generation < 0 || !wellFormed || (type !== 0x6e && type !== 0x66)) {
    throw malformedPdf('an entry of a cross-reference table is damaged', at)
  }
  return type === 0x66 ? { kind: 'free' } : { kind: 'offset', offset, generation }
}

function digits(bytes: Uint8Array, from: number, to: number): number {
  let value = 0
  for (let i = from; i < to; i++) {
    const digit = (bytes[i] ?? 0) - 0x30
    if (digit < 0 || digit > 9) return -1
    value = 10 * value + digit
  }
  return value
}

function trailerDict(lexer: PdfLexer): PdfDict {
  const at = lexer.offset
  const trailer = lexer.object()
  if (!isDict(trailer)) throw malformedPdf('the trailer is no dictionary', at)
  checkTrailer(trailer, lexer, at)
  return trailer
}
