// `consistencyProof`: that the log of a later checkpoint continues that of an earlier one. RFC 9162 §2.1.4.

import { ServiceError } from '../errors.ts'
import { consistencyProof as proofOf } from '../registry/log-nodes.ts'
import { asService } from './as-caller.ts'
import { newestCheckpoint, type PublishedCheckpoint } from './audit-log.ts'
import type { Deps } from './deps.ts'

export interface ConsistencyProof {
  readonly fromSize: number
  readonly hashes: readonly Uint8Array[]
  /** What is shown to continue the earlier log: the newest. */
  readonly checkpoint: PublishedCheckpoint
}

/**
 * Public: hashes tell nothing of entries.
 *
 * @param fromSize leaves of the earlier checkpoint.
 * @throws ServiceError `NOT_FOUND` before the first checkpoint; `INVALID_ARGUMENT` unless the newest has as many leaves.
 */
export async function consistencyProof(
  deps: Pick<Deps, 'database'>,
  fromSize: number,
): Promise<ConsistencyProof> {
  const checkpoint = await newestCheckpoint(deps)
  if (checkpoint === undefined) throw new ServiceError('NOT_FOUND', 'the log has no checkpoint yet')
  const hashes = await asService(deps, (tx) => proofOf(tx, fromSize, checkpoint.treeSize))
  return { fromSize, hashes, checkpoint }
}
