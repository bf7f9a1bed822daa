// Time-stamps over files of a container (EN 319 162-1 §4.3.3.4, §4.4.4.3), the older before the newer.

import type { ZipEntry } from '../../formats/zip/zip-archive.ts'
import type { FormedTimestamp } from '../formed-signature.ts'
import { noValidationData } from '../joined-data.ts'

export interface ContainerTimestamp {
  readonly file: ZipEntry
  readonly covers: ReadonlySet<ZipEntry>
  readonly timestamp: FormedTimestamp
}

/** What it covers is told where it is given to a signature whose file is among `covers`. */
export const noCover: FormedTimestamp['covers'] = {
  validationData: noValidationData,
  timestamps: [],
}

/** A time-stamp that covers the file of another came after it; those that cover one another come last, in any order. */
export function inOrder(stamps: readonly ContainerTimestamp[]): readonly ContainerTimestamp[] {
  const ordered: ContainerTimestamp[] = []
  let waiting = stamps
  while (waiting.length > 0) {
    const free = waiting.filter(({ covers }) => !waiting.some(({ file }) => covers.has(file)))
    if (free.length === 0) return [...ordered, ...waiting]
    ordered.push(...free)
    waiting = waiting.filter((one) => !free.includes(one))
  }
  return ordered
}
