// Entries of a cross-reference and the ranges of object numbers that list them, ISO 32000-2 §7.5.4 and §7.5.8.

import { malformedPdf, pdfLimitExceeded, pdfLimits } from './objects.ts'

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
