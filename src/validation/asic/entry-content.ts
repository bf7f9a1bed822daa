// A file of a container as content that signatures speak of: digested in constant memory, once for each algorithm.

import { readEntry } from '../../formats/asic/container.ts'
import { digestPieces } from '../../formats/digest-pieces.ts'
import type { ZipEntry } from '../../formats/zip/zip-archive.ts'
import type { ReadableContent } from '../formed-signature.ts'
import { rememberedDigest } from '../readable-content.ts'

export function entryContent(entry: ZipEntry): ReadableContent {
  return {
    size: entry.size,
    digest: rememberedDigest((hash) => digestPieces(hash, entry.chunks())),
    bytes: (limit) => readEntry(entry, limit),
  }
}
