// `acceptLog`: an officer takes the log as it is now for the one that was lost, and the log says so.

import type { Call } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import { requireAccess } from '../policy/authorise.ts'
import { asCaller } from './as-caller.ts'
import type { Deps } from './deps.ts'
import { record } from './record.ts'

export interface AcceptLogInput {
  /** The signed note of what is lost, as it lies in the data directory: who accepts has seen it. */
  readonly checkpoint: string
}

export interface AcceptedLog {
  /** Entries of the log that was lost. */
  readonly lostSize: number
  readonly auditEntryId: string
}

/**
 * The act is recorded before it takes effect, in the log that it accepts. It is about this host; each host of an office
 * keeps a checkpoint of its own.
 *
 * @throws ServiceError `NOT_PERMITTED` but for those who manage the authorities of the whole office; `CONFLICT` while the
 *   log is whole; `INVALID_ARGUMENT` when something else is lost than the note says.
 */
export async function acceptLog(deps: Deps, call: Call, input: AcceptLogInput): Promise<AcceptedLog> {
  requireAccess(call, 'manage-authorities', undefined)
  await asCaller(deps, call, async () => undefined)
  const problem = await deps.logGuard.check()
  if (problem === undefined)
    throw new ServiceError('CONFLICT', 'the log is whole: there is nothing to accept')
  const lost = deps.logGuard.lost().find(({ note }) => note === input.checkpoint)
  if (lost === undefined) {
    throw new ServiceError(
      'INVALID_ARGUMENT',
      'checkpoint is not the one that was lost: give the file log/checkpoint of the data directory as it is',
    )
  }
  const auditEntryId = deps.newId()
  const details = { lostSize: String(lost.treeSize), problem }
  await record(deps, call, { operation: 'acceptLog', unitId: null, details }, auditEntryId)
  await deps.logGuard.accept()
  return { lostSize: lost.treeSize, auditEntryId }
}
