// Cross-reference streams, ISO 32000-2 §7.5.8.

import { decodeFilters } from './filters.ts'
import { isCount } from './lexer.ts'
import { entry, isArray, isName, isStream, malformedPdf, type PdfDict } from './objects.ts'
import { streamData } from './stream-data.ts'
import type { PdfWindow } from './window.ts'
import {
  checkedRanges,
  checkTrailer,
  rangeOf,
  type XrefEntry,
  type XrefPart,
  type XrefRange,
} from './xref-entry.ts'

interface StreamRange extends XrefRange {
  /** Index of its first entry in the data. */
  readonly index: number
}

export interface XrefStream {
  readonly part: XrefPart
  readonly trailer: PdfDict
  /** Offset behind `endobj`. */
  readonly end: number
}

/**
 * @param budget octets that all streams of the chain may still decode to: they are all kept.
 * @throws ServiceError `MALFORMED_PDF`, `LIMIT_EXCEEDED`, `UNSUPPORTED_FORMAT`.
 */
export async function readXrefStream(
  window: PdfWindow,
  offset: number,
  budget: { octets: number },
): Promise<XrefStream> {
  const stream = await window.parse(offset, (lexer) => {
    lexer.skipWhitespace()
    const back = lexer.position
    const number = lexer.unsigned('the object number of a cross-reference stream')
    const generation = lexer.unsigned('the generation of a cross-reference stream')
    if (number === 0) throw malformedPdf('a cross-reference stream is object 0, which is always free', offset)
    lexer.position = back
    const object = lexer.indirectObject(number, generation)
    if (isStream(object)) checkTrailer(object.dict, lexer, offset)
    return object
  })
  if (!isStream(stream) || !isName(entry(stream.dict, 'Type'), 'XRef')) {
    throw malformedPdf('startxref or /Prev points to no cross-reference', offset)
  }
  const length = entry(stream.dict, 'Length')
  if (!isCount(length)) throw malformedPdf('a cross-reference stream has no direct Length', offset)
  const data = await streamData(window, stream, length)
  const decoded = decodeFilters(stream.dict, data.bytes, budget.octets)
  budget.octets -= decoded.length
  const end = await window.parse(data.end, (lexer) => {
    lexer.expect('endobj')
    return lexer.offset
  })
  return { part: streamPart(stream.dict, decoded, offset), trailer: stream.dict, end }
}

function streamPart(dict: PdfDict, data: Uint8Array, offset: number): XrefPart {
  const [typeOctets, secondOctets, thirdOctets] = fieldWidths(dict, offset)
  const width = typeOctets + secondOctets + thirdOctets
  const ranges = checkedRanges(indexRanges(dict, offset), offset)
  const total = ranges.reduce((sum, range) => sum + range.count, 0)
  if (width === 0 || total * width > data.length) {
    throw malformedPdf(`a cross-reference stream of ${data.length} octets lists ${total} objects`, offset)
  }
  const lookup = (number: number): XrefEntry | undefined => {
    const range = rangeOf(ranges, number)
    if (range === undefined) return undefined
    const at = (range.index + number - range.first) * width
    const type = typeOctets === 0 ? 1 : bigEndian(data, at, typeOctets)
    const second = bigEndian(data, at + typeOctets, secondOctets)
    const third = bigEndian(data, at + typeOctets + secondOctets, thirdOctets)
    if (type === 0) return { kind: 'free' }
    if (type === 1) return { kind: 'offset', offset: second, generation: third }
    if (type === 2) return { kind: 'compressed', stream: second, index: third }
    // ISO 32000-2 table 18: any other type is a reference to the null object.
    return { kind: 'free' }
  }
  return { ranges, lookup: async (number) => lookup(number) }
}

function fieldWidths(dict: PdfDict, offset: number): readonly [number, number, number] {
  const widths = entry(dict, 'W')
  const items = isArray(widths) ? widths.items : []
  const [first, second, third] = items
  if (
    items.length !== 3 ||
    !isCount(first) ||
    !isCount(second) ||
    !isCount(third) ||
    // The type is a small number; what has more octets than an int is refused by Poppler.
    first > 4 ||
    Math.max(second, third) > 8
  ) {
    throw malformedPdf('/W of a cross-reference stream is not three widths', offset)
  }
  return [first, second, third]
}

function indexRanges(dict: PdfDict, offset: number): readonly StreamRange[] {
  const index = entry(dict, 'Index')
  const size = entry(dict, 'Size')
  if (!isCount(size)) throw malformedPdf('a cross-reference stream has no Size', offset)
  if (index === null) return [{ first: 0, count: size, index: 0 }]
  const items = isArray(index) ? index.items : []
  if (items.length === 0 || items.length % 2 !== 0)
    throw malformedPdf('/Index of a cross-reference stream is damaged', offset)
  const ranges: StreamRange[] = []
  let position = 0
  for (let i = 0; i < items.length; i += 2) {
    const first = items[i]
    const count = items[i + 1]
    if (!isCount(first) || !isCount(count))
      throw malformedPdf('/Index of a cross-reference stream is damaged', offset)
    ranges.push({ first, count, index: position })
    position += count
  }
  return ranges
}

function bigEndian(data: Uint8Array, at: number, octets: number): number {
  let value = 0
  for (let i = 0; i < octets; i++) value = 256 * value + (data[at + i] ?? 0)
  return value
}
