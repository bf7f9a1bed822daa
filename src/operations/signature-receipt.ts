// `signatureReceipt`: what proves to anyone, without asking us, that an entry stands in the log (C2SP tlog-proof).

import type { Call } from '../caller.ts'
import { encodeReceipt } from '../log/receipt.ts'
import {
  inclusionProof,
  newestCheckpoint,
  type PublishedCheckpoint,
  witnessedCheckpoint,
} from './audit-log.ts'
import type { Deps } from './deps.ts'

export interface SignatureReceipt {
  readonly auditEntryId: string
  readonly leafIndex: number
  /** The leaf's bytes. */
  readonly entry: Uint8Array
  /** The receipt itself, for a file named `*.tlog-proof`. */
  readonly text: string
  readonly checkpoint: PublishedCheckpoint
}

/**
 * @param witnessed whether the checkpoint must have been cosigned by a witness.
 * @returns undefined until the entry has its place under such a checkpoint: a second, or a minute with witnesses.
 * @throws ServiceError as `inclusionProof`.
 */
export async function signatureReceipt(
  deps: Deps,
  call: Call,
  auditEntryId: string,
  witnessed: boolean,
): Promise<SignatureReceipt | undefined> {
  const newest = witnessed ? witnessedCheckpoint : newestCheckpoint
  const proof = await inclusionProof(deps, call, auditEntryId, newest)
  if (proof === undefined) return undefined
  const { entry, leafIndex, hashes, checkpoint } = proof
  const text = encodeReceipt({ entry, leafIndex, hashes, checkpointNote: checkpoint.note })
  return { auditEntryId, leafIndex, entry, text, checkpoint }
}
