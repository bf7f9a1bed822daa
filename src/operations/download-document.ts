// `GET /documents/{id}`: a document of the caller's subtree, piece by piece.

import type { Call } from '../caller.ts'
import { chunksOf } from '../formats/byte-source.ts'
import type { Deps } from './deps.ts'
import { findUploaded } from './upload-document.ts'

export interface Download {
  /** In octets. */
  readonly size: number
  /** Each piece was authenticated before it is given. */
  readonly pieces: AsyncIterable<Uint8Array>
}

/** @throws ServiceError as `findUploaded`. */
export async function downloadDocument(
  deps: Pick<Deps, 'database' | 'clock' | 'caches' | 'newId' | 'spool'>,
  call: Call,
  id: string,
): Promise<Download> {
  const source = await findUploaded(deps, call, id)
  return { size: source.size, pieces: chunksOf(source) }
}
