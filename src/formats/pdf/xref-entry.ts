// Entries of a cross-reference and the ranges of object numbers that list them, ISO 32000-2 §7.5.4 and §7.5.8.

import { isCount, type PdfLexer } from './lexer.ts'
import { entry, malformedPdf, type PdfDict, pdfLimitExceeded, pdfLimits } from './objects.ts'

export type XrefEntry =
  | { readonly kind: 'free' }
  | { readonly kind: 'offset'; readonly offset: number; readonly generation: number }
  | { readonly kind: 'compressed'; readonly stream: number; readonly index: number }

/** Consecutive object numbers of one table or stream. */
export interface XrefRange {
  readonly first: number
  readonly count: number
}

export interface XrefPart {
  /** Sorted, without overlap. */
  readonly ranges: readonly XrefRange[]
  /** The entry of a number that lies within `ranges`; undefined elsewhere. */
  lookup(number: number): Promise<XrefEntry | undefined>
}

/**
 * What readers do with a trailer that they cannot read is to search the file for objects, and to show what no
 * cross-reference lists. So nobody may have cause to.
 *
 * @throws ServiceError `MALFORMED_PDF`, `LIMIT_EXCEEDED`.
 */
export function checkTrailer(trailer: PdfDict, lexer: PdfLexer, offset: number): void {
  if (lexer.pointedInteger) throw malformedPdf('a trailer has an integer with a decimal point', offset)
  const size = entry(trailer, 'Size')
  if (isCount(size) && size > pdfLimits.objectNumber + 1)
    throw pdfLimitExceeded(`a trailer has /Size ${size}; ${pdfLimits.objectNumber + 1} is allowed`)
}

/** Sorts `ranges` and refuses an object that is listed twice: readers disagree on which entry counts. */
export function checkedRanges<T extends XrefRange>(ranges: readonly T[], offset: number): readonly T[] {
  const sorted = ranges.filter((range) => range.count > 0).sort((a, b) => a.first - b.first)
  let next = 0
  for (const range of sorted) {
    if (range.first < next)
      throw malformedPdf(`the cross-reference lists object ${range.first} twice`, offset)
    next = range.first + range.count
  }
  if (next > pdfLimits.objectNumber + 1) {
    throw pdfLimitExceeded(
      `the cross-reference lists object ${next - 1}; ${pdfLimits.objectNumber} is allowed`,
    )
  }
  return sorted
}

/** The range that holds `number`, by bisection. */
export function rangeOf<T extends XrefRange>(ranges: readonly T[], number: number): T | undefined {
  let low = 0
  let high = ranges.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const range = ranges[middle]
    if (range === undefined) return undefined
    if (number < range.first) high = middle - 1
    else if (number >= range.first + range.count) low = middle + 1
    else return range
  }
  return undefined
}
