// Local headers of a ZIP archive (APPNOTE 6.3 §4.3.7, §4.3.9): each agrees with the central directory, and together with
// their data they fill the archive without gap or overlap, so that readers from either end see the same entries.

import { equalBytes } from '../../bytes.ts'
import type { ByteSource } from '../byte-source.ts'
import {
  assertExtraField,
  type CentralDirectory,
  type DirectoryEntry,
  flagBits,
  viewOf,
} from './central-directory.ts'
import { malformedZip, unsupportedZip } from './limits.ts'

/** An entry with the place of its data. */
export interface PlacedEntry extends DirectoryEntry {
  /** Of the compressed data, from the start of the archive. */
  readonly dataStart: number
  readonly hasLocalExtraField: boolean
}

const headerSignature = 0x04034b50
const headerOctets = 30
/** Read together with the header: what most writers put there is less. */
const usualExtraOctets = 256

/**
 * @returns the entries in the order of their data.
 * @throws ServiceError `MALFORMED_DOCUMENT`, `UNSUPPORTED_FORMAT`.
 */
export async function placeEntries(
  source: ByteSource,
  directory: CentralDirectory,
): Promise<readonly PlacedEntry[]> {
  const ordered = directory.entries.toSorted((a, b) => a.offset - b.offset)
  const placed: PlacedEntry[] = []
  let expected = 0
  for (const [index, entry] of ordered.entries()) {
    if (entry.offset !== expected) {
      throw malformedZip(
        entry.offset < expected
          ? `the entry ${entry.name.text} overlaps another`
          : `there is data before the entry ${entry.name.text} that belongs to none`,
      )
    }
    const next = ordered[index + 1]?.offset ?? directory.offset
    const one = await placeEntry(source, entry, next)
    placed.push(one)
    expected = next
  }
  if (expected !== directory.offset)
    throw malformedZip('there is data before the central directory that belongs to no entry')
  return placed
}

/** @param next where the next entry, or the central directory, begins. */
async function placeEntry(source: ByteSource, entry: DirectoryEntry, next: number): Promise<PlacedEntry> {
  const { offset, name, nameOctets, flags } = entry
  const overlaps = () => malformedZip(`the entry ${name.text} overlaps what follows it`)
  if (offset + headerOctets + nameOctets.length > next) throw overlaps()
  const head = await source.read(
    offset,
    Math.min(next, offset + headerOctets + nameOctets.length + usualExtraOctets),
  )
  const view = viewOf(head, 0)
  const disagrees = (what: string) =>
    malformedZip(`the local header of ${name.text} has another ${what} than the central directory`)
  if (view.getUint32(0, true) !== headerSignature) throw malformedZip(`${name.text} has no local header`)
  if (view.getUint16(6, true) !== flags) throw disagrees('set of flags')
  if (view.getUint16(8, true) !== (entry.method === 'stored' ? 0 : 8)) throw disagrees('method')
  if (!equalBytes(head.subarray(headerOctets, headerOctets + view.getUint16(26, true)), nameOctets)) {
    throw disagrees('name')
  }
  const extraStart = offset + headerOctets + nameOctets.length
  const extraEnd = extraStart + view.getUint16(28, true)
  if (extraEnd > next) throw overlaps()
  assertExtraField(await source.read(extraStart, extraEnd), name, nameOctets)

  const facts = [view.getUint32(14, true), view.getUint32(18, true), view.getUint32(22, true)]
  const stated = [entry.crc, entry.compressedSize, entry.size]
  const names = ['CRC', 'compressed size', 'size'] as const
  const follows = (flags & flagBits.dataDescriptor) !== 0
  for (const [i, fact] of facts.entries()) {
    if (fact !== stated[i] && !(follows && fact === 0)) throw disagrees(names[i] ?? 'size')
  }
  if (follows && entry.method === 'stored' && facts[1] !== entry.compressedSize) {
    // Nothing but the central directory says where the data ends: a reader from the start would look for signatures in it.
    throw unsupportedZip(`the stored entry ${name.text} tells its size only after its data`)
  }
  const dataEnd = extraEnd + entry.compressedSize
  if (dataEnd > next) throw overlaps()
  await assertDescriptor(source, entry, dataEnd, next)
  return { ...entry, dataStart: extraEnd, hasLocalExtraField: extraEnd > extraStart }
}

const descriptorSignature = 0x08074b50

/** Between data and the next header: nothing, or the data descriptor with its signature or without. */
async function assertDescriptor(
  source: ByteSource,
  { name, flags, crc, compressedSize, size }: DirectoryEntry,
  dataEnd: number,
  next: number,
): Promise<void> {
  const gap = next - dataEnd
  const follows = (flags & flagBits.dataDescriptor) !== 0
  if (!follows) {
    if (gap !== 0) throw malformedZip(`there is data after the entry ${name.text} that belongs to none`)
    return
  }
  if (gap !== 12 && gap !== 16)
    throw malformedZip(`the data descriptor of ${name.text} is missing or too long`)
  const view = viewOf(await source.read(dataEnd, next), gap - 12)
  const agrees =
    view.getUint32(0, true) === crc &&
    view.getUint32(4, true) === compressedSize &&
    view.getUint32(8, true) === size
  const signed =
    gap === 12 || viewOf(await source.read(dataEnd, next), 0).getUint32(0, true) === descriptorSignature
  if (!agrees || !signed) throw malformedZip(`the data descriptor of ${name.text} does not fit the entry`)
}
