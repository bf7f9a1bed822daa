// Content that signatures speak of, digested in constant memory, once for each algorithm.

import type { HashAlgorithm } from '../crypto/algorithms.ts'
import { ServiceError } from '../errors.ts'
import { type ByteSource, chunksOf } from '../formats/byte-source.ts'
import { digestPieces } from '../formats/digest-pieces.ts'
import type { ReadableContent } from './formed-signature.ts'

export function readableContent(source: ByteSource): ReadableContent {
  return {
    size: source.size,
    digest: rememberedDigest((hash) => digestPieces(hash, chunksOf(source))),
    bytes: async (limit) => {
      if (source.size > limit) {
        throw new ServiceError(
          'LIMIT_EXCEEDED',
          `the content has ${source.size} octets; ${limit} can be held`,
        )
      }
      return source.read(0, source.size)
    },
  }
}

/** `compute`, asked once for each algorithm however many signatures ask. */
export function rememberedDigest(
  compute: (hash: HashAlgorithm) => Promise<Uint8Array>,
): (hash: HashAlgorithm) => Promise<Uint8Array> {
  const digests = new Map<HashAlgorithm, Promise<Uint8Array>>()
  return (hash) => {
    const known = digests.get(hash) ?? compute(hash)
    digests.set(hash, known)
    return known
  }
}
