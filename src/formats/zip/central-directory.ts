// The end of a ZIP archive and its central directory (APPNOTE 6.3 §4.3.12, §4.3.16), read so that there is one reading.

import { equalBytes } from '../../bytes.ts'
import type { ByteSource } from '../byte-source.ts'
import { collisionKey, type EntryName, readEntryName } from './entry-name.ts'
import { malformedZip, unsupportedZip, zipLimitExceeded, zipLimits } from './limits.ts'

/** An entry as the central directory tells it. */
export interface DirectoryEntry {
  readonly name: EntryName
  readonly nameOctets: Uint8Array
  readonly flags: number
  readonly method: 'stored' | 'deflate'
  readonly crc: number
  readonly compressedSize: number
  readonly size: number
  /** Of the local header, from the start of the archive. */
  readonly offset: number
}

export interface CentralDirectory {
  readonly entries: readonly DirectoryEntry[]
  /** From the start of the archive; entries have to fill everything before it. */
  readonly offset: number
  readonly comment: Uint8Array
}

export const flagBits = {
  encrypted: 1 << 0,
  dataDescriptor: 1 << 3,
  patched: 1 << 5,
  strongEncryption: 1 << 6,
  utf8: 1 << 11,
  maskedHeader: 1 << 13,
} as const

const endSignature = 0x06054b50
const entrySignature = 0x02014b50
const endOctets = 22
const entryOctets = 46
const commentOctetsLimit = 0xffff

/** @throws ServiceError `MALFORMED_DOCUMENT`, `UNSUPPORTED_FORMAT`, `LIMIT_EXCEEDED`. */
export async function readCentralDirectory(source: ByteSource): Promise<CentralDirectory> {
  const tail = await source.read(
    Math.max(0, source.size - endOctets - commentOctetsLimit - locatorOctets),
    source.size,
  )
  const end = findEnd(tail)
  const view = viewOf(tail, end)
  const endOffset = source.size - tail.length + end
  const count = view.getUint16(10, true)
  const directoryOctets = view.getUint32(12, true)
  const offset = view.getUint32(16, true)
  if (isZip64(tail, end) || count === 0xffff || directoryOctets === 0xffffffff || offset === 0xffffffff) {
    throw unsupportedZip('archives of the form ZIP64 are not read')
  }
  if (view.getUint16(4, true) !== 0 || view.getUint16(6, true) !== 0 || view.getUint16(8, true) !== count) {
    throw unsupportedZip('archives in several parts are not read')
  }
  if (count > zipLimits.entries)
    throw zipLimitExceeded(`${count} entries; at most ${zipLimits.entries} are read`)
  if (directoryOctets > zipLimits.directoryOctets) {
    throw zipLimitExceeded(
      `a central directory of ${directoryOctets} octets; at most ${zipLimits.directoryOctets} are read`,
    )
  }
  if (offset + directoryOctets !== endOffset) {
    throw malformedZip('the central directory does not end where the end record begins')
  }
  const directory = await source.read(offset, endOffset)
  const entries = readEntries(directory, count)
  assertDistinct(entries)
  assertExpansion(entries, source.size)
  return { entries, offset, comment: tail.slice(end + endOctets) }
}

/** The one end record, at the very end. A second one, even in the comment, is another archive for another reader. */
function findEnd(tail: Uint8Array): number {
  const view = viewOf(tail, 0)
  let found: number | undefined
  for (let at = tail.length - 4; at >= 0; at--) {
    if (view.getUint32(at, true) !== endSignature) continue
    const reaches =
      at + endOctets <= tail.length && at + endOctets + view.getUint16(at + 20, true) === tail.length
    if (found === undefined && !reaches) {
      throw malformedZip('there is data after the end record, or the end record is cut off')
    }
    if (found !== undefined && reaches) throw malformedZip('there are two end records')
    found ??= at
  }
  if (found === undefined) throw malformedZip('there is no end record')
  const comment = tail.subarray(found + endOctets)
  for (let at = 0; at + 2 < comment.length; at++) {
    if (comment[at] === 0x50 && comment[at + 1] === 0x4b && (comment[at + 2] ?? 0) < 0x09) {
      throw malformedZip('the comment looks like another archive')
    }
  }
  return found
}

const locatorSignature = 0x07064b50
const locatorOctets = 20

function isZip64(tail: Uint8Array, end: number): boolean {
  return end >= locatorOctets && viewOf(tail, end - locatorOctets).getUint32(0, true) === locatorSignature
}

function readEntries(directory: Uint8Array, count: number): readonly DirectoryEntry[] {
  const entries: DirectoryEntry[] = []
  let at = 0
  for (let i = 0; i < count; i++) {
    if (at + entryOctets > directory.length) throw malformedZip('the central directory is cut off')
    const view = viewOf(directory, at)
    if (view.getUint32(0, true) !== entrySignature)
      throw malformedZip('the central directory holds something else')
    const nameOctets = view.getUint16(28, true)
    const extraOctets = view.getUint16(30, true)
    const next = at + entryOctets + nameOctets + extraOctets + view.getUint16(32, true)
    if (next > directory.length) throw malformedZip('the central directory is cut off')
    if (nameOctets > zipLimits.nameOctets) {
      throw zipLimitExceeded(`a name of ${nameOctets} octets; at most ${zipLimits.nameOctets} are read`)
    }
    const name = directory.slice(at + entryOctets, at + entryOctets + nameOctets)
    const extra = directory.subarray(
      at + entryOctets + nameOctets,
      at + entryOctets + nameOctets + extraOctets,
    )
    entries.push(readEntry(view, name, extra))
    at = next
  }
  if (at !== directory.length) throw malformedZip('the central directory holds more than its entries')
  return entries
}

function readEntry(view: DataView, nameOctets: Uint8Array, extra: Uint8Array): DirectoryEntry {
  const flags = view.getUint16(8, true)
  const name = readEntryName(nameOctets, (flags & flagBits.utf8) !== 0)
  const refused = flagBits.encrypted | flagBits.strongEncryption | flagBits.maskedHeader
  if ((flags & refused) !== 0) throw unsupportedZip(`the entry ${name.text} is encrypted`)
  if ((flags & flagBits.patched) !== 0) throw unsupportedZip(`the entry ${name.text} is a patch`)
  assertExtraField(extra, name, nameOctets)
  const entry = {
    name,
    nameOctets,
    flags,
    method: methodOf(view.getUint16(10, true), name),
    crc: view.getUint32(16, true),
    compressedSize: view.getUint32(20, true),
    size: view.getUint32(24, true),
    offset: view.getUint32(42, true),
  }
  if (entry.size === 0xffffffff || entry.compressedSize === 0xffffffff || entry.offset === 0xffffffff) {
    throw unsupportedZip('entries of the form ZIP64 are not read')
  }
  if (view.getUint16(34, true) !== 0) throw unsupportedZip('archives in several parts are not read')
  if (entry.method === 'stored' && entry.size !== entry.compressedSize) {
    throw malformedZip(`the stored entry ${name.text} has two sizes`)
  }
  assertFileType(view, entry)
  return entry
}

function methodOf(method: number, { text }: EntryName): DirectoryEntry['method'] {
  if (method === 0) return 'stored'
  if (method === 8) return 'deflate'
  throw unsupportedZip(`the entry ${text} is compressed by method ${method}; stored and deflate are read`)
}

const unix = 3
const macOs = 19
const fileTypes = { mask: 0xf000, regular: 0x8000, folder: 0x4000, symbolicLink: 0xa000 } as const

/** Of the attributes of MS-DOS: readers go by them whatever system is named, and show no folder's content. */
const dosFolderOrLabel = 0x18

/** A symbolic link would have one reader show a file that was not signed. */
function assertFileType(view: DataView, { name, size }: Pick<DirectoryEntry, 'name' | 'size'>): void {
  const system = view.getUint8(5)
  const type = view.getUint16(40, true) & fileTypes.mask
  const known = type === 0 || type === fileTypes.regular || type === fileTypes.folder
  if (type === fileTypes.symbolicLink || ((system === unix || system === macOs) && !known)) {
    throw malformedZip(`the entry ${name.text} is a link or a device`)
  }
  const isFolder = name.text.endsWith('/')
  if (isFolder && size !== 0) throw malformedZip(`the folder ${name.text} holds octets`)
  const dosFolder = (view.getUint8(38) & dosFolderOrLabel) !== 0
  if (!isFolder && (type === fileTypes.folder || dosFolder))
    throw malformedZip(`the entry ${name.text} is a folder by its attributes`)
}

const extraFieldIds = { zip64: 0x0001, aesEncryption: 0x9901, unicodePath: 0x7075 } as const

/**
 * Extra fields (APPNOTE §4.5) that would change what the entry is are refused, the rest is passed over.
 *
 * @throws ServiceError `MALFORMED_DOCUMENT`, `UNSUPPORTED_FORMAT`.
 */
export function assertExtraField(extra: Uint8Array, name: EntryName, nameOctets: Uint8Array): void {
  const view = viewOf(extra, 0)
  let at = 0
  while (at + 4 <= extra.length) {
    const id = view.getUint16(at, true)
    const end = at + 4 + view.getUint16(at + 2, true)
    if (end > extra.length) throw malformedZip(`the extra field of ${name.text} is cut off`)
    if (id === extraFieldIds.zip64) throw unsupportedZip('entries of the form ZIP64 are not read')
    if (id === extraFieldIds.aesEncryption) throw unsupportedZip(`the entry ${name.text} is encrypted`)
    if (id === extraFieldIds.unicodePath && !isSameName(extra.subarray(at + 4, end), name, nameOctets)) {
      throw malformedZip(`the entry ${name.text} has a second name`)
    }
    at = end
  }
  // Some writers align data by fewer zeros than a field needs.
  if (extra.subarray(at).some((octet) => octet !== 0))
    throw malformedZip(`the extra field of ${name.text} is cut off`)
}

/** Info-ZIP Unicode Path: version, CRC of the name, the name in UTF-8. */
function isSameName(field: Uint8Array, { text, alternatives }: EntryName, nameOctets: Uint8Array): boolean {
  const second = field.subarray(5)
  if (equalBytes(second, nameOctets)) return true
  const { text: decoded } = readEntryName(second, true)
  return [text, ...alternatives].includes(decoded)
}

/** No name twice, in any reading, spelling or case; no file that is a folder of another. */
function assertDistinct(entries: readonly DirectoryEntry[]): void {
  const owners = new Map<string, DirectoryEntry>()
  for (const entry of entries) {
    for (const text of [entry.name.text, ...entry.name.alternatives]) {
      const key = collisionKey(text.endsWith('/') ? text.slice(0, -1) : text)
      const other = owners.get(key)
      if (other !== undefined && other !== entry)
        throw malformedZip(`two entries have the name ${JSON.stringify(text)}`)
      owners.set(key, entry)
    }
  }
  for (const { name } of entries) {
    const parts = collisionKey(name.text).split('/')
    for (let i = 1; i < parts.length; i++) {
      const above = owners.get(parts.slice(0, i).join('/'))
      if (above !== undefined && above.name.text !== name.text && !above.name.text.endsWith('/')) {
        throw malformedZip(`the entry ${above.name.text} is a file and a folder`)
      }
    }
  }
}

function assertExpansion(entries: readonly DirectoryEntry[], archiveOctets: number): void {
  const total = entries.reduce((sum, { size }) => sum + size, 0)
  const limit = Math.min(
    zipLimits.expandedOctetsAtMost,
    Math.max(zipLimits.expandedOctets, zipLimits.expansion * archiveOctets),
  )
  if (total > limit) {
    throw zipLimitExceeded(
      `${archiveOctets} octets would expand to ${total}; at most ${limit} are allowed for them`,
    )
  }
}

export function viewOf(bytes: Uint8Array, at: number): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset + at, bytes.byteLength - at)
}
