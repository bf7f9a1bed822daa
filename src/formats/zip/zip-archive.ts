// A ZIP archive as a source of named octets (APPNOTE 6.3; ISO/IEC 21320-1 asks for much the same). Strict: what two
// readers could read in two ways is refused, for one of them may be the one that shows the document.

import type { ByteSource } from '../byte-source.ts'
import { readCentralDirectory } from './central-directory.ts'
import { entryChunks } from './entry-data.ts'
import type { EntryName } from './entry-name.ts'
import { zipLimitExceeded, zipLimits } from './limits.ts'
import { placeEntries } from './local-headers.ts'

export interface ZipEntry {
  readonly name: EntryName
  readonly isFolder: boolean
  readonly method: 'stored' | 'deflate'
  /** Uncompressed, in octets. */
  readonly size: number
  readonly hasLocalExtraField: boolean
  /**
   * The uncompressed octets, piece by piece, in constant memory.
   *
   * @throws ServiceError `MALFORMED_DOCUMENT` when data, size or CRC do not agree, which may be at the very end;
   *   `LIMIT_EXCEEDED` when the archive was read more often than its work allows.
   */
  chunks(): AsyncGenerator<Uint8Array>
}

export interface ZipArchive {
  /** In the order of their data: a reader from the start sees them so. */
  readonly entries: readonly ZipEntry[]
  readonly comment: Uint8Array
}

/**
 * Reads the directory and every local header; data is read when asked for.
 *
 * @throws ServiceError `MALFORMED_DOCUMENT`, `UNSUPPORTED_FORMAT` (encrypted, several parts, ZIP64, other methods than
 *   stored and deflate), `LIMIT_EXCEEDED` (`zipLimits`).
 */
export async function readZipArchive(source: ByteSource): Promise<ZipArchive> {
  const directory = await readCentralDirectory(source)
  const placed = await placeEntries(source, directory)
  const total = placed.reduce((sum, { size, compressedSize }) => sum + size + compressedSize, 0)
  let left = zipLimits.readings * total + zipLimits.readingOctets
  const spend = (octets: number) => {
    left -= octets
    if (left < 0)
      throw zipLimitExceeded('the signatures ask for more readings of the container than are allowed')
  }
  return {
    entries: placed.map((entry) => ({
      name: entry.name,
      isFolder: entry.name.text.endsWith('/'),
      method: entry.method,
      size: entry.size,
      hasLocalExtraField: entry.hasLocalExtraField,
      chunks: () => entryChunks(source, entry, spend),
    })),
    comment: directory.comment,
  }
}
