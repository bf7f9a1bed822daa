// Digests in constant memory of what comes piece by piece: files, documents, entries of containers.

import { createDigest } from '#primitives'
import type { HashAlgorithm } from '../crypto/algorithms.ts'

export async function digestPieces(
  hash: HashAlgorithm,
  pieces: AsyncIterable<Uint8Array>,
): Promise<Uint8Array> {
  const state = createDigest(hash)
  for await (const piece of pieces) state.update(piece)
  return state.digest()
}
