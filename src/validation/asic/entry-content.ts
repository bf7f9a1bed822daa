// A file of a container as content that signatures speak of: digested in constant memory, once for each algorithm.

import { createDigest } from '#primitives'
import { readEntry } from '../../formats/asic/container.ts'
import type { ZipEntry } from '../../formats/zip/zip-archive.ts'
import type { ReadableContent } from '../formed-signature.ts'
import { rememberedDigest } from '../readable-content.ts'

export function entryContent(entry: ZipEntry): ReadableContent {
  return {
    size: entry.size,
    digest: rememberedDigest(async (hash) => {
      const state = createDigest(hash)
      for await (const chunk of entry.chunks()) state.update(chunk)
      return state.digest()
    }),
    bytes: (limit) => readEntry(entry, limit),
  }
}
