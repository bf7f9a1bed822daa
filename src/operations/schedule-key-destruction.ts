// `scheduleKeyDestruction`: the key stops working now and is destroyed when the waiting time is over, unless that is called off.

import type { Call } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import type { Key } from '../registry/key.ts'
import { setDestroyAt } from '../registry/key-lifecycle.ts'
import { changeKey, changeVersions, versionsOf } from './change-key.ts'
import type { Deps } from './deps.ts'

export interface ScheduleKeyDestructionInput {
  /** `UNIT/NAME`. */
  readonly name: string
  /** 7 to 30; 30 when absent. */
  readonly waitingDays?: number | null | undefined
  readonly idempotencyKey?: string | null | undefined
}

/** Whoever still needs the key must have the time to notice that it stopped. */
export const waitingDaysLimits = { least: 7, most: 30 } as const
const dayMs = 86_400_000

/**
 * Suspends every version that is in use, and sets the day. What was suspended stays so when it is called off.
 *
 * @throws ServiceError `INVALID_ARGUMENT`; `KEY_NOT_ACTIVE` when everything is destroyed already or the key waits
 *   already; as `changeKey`.
 */
export function scheduleKeyDestruction(
  deps: Deps,
  call: Call,
  input: ScheduleKeyDestructionInput,
): Promise<Key> {
  const waitingDays = input.waitingDays ?? waitingDaysLimits.most
  const { least, most } = waitingDaysLimits
  if (!Number.isInteger(waitingDays) || waitingDays < least || waitingDays > most) {
    throw new ServiceError(
      'INVALID_ARGUMENT',
      `waitingDays is ${waitingDays}; ${least} to ${most} are allowed`,
    )
  }
  return changeKey(deps, call, {
    operation: 'scheduleKeyDestruction',
    name: input.name,
    idempotencyKey: input.idempotencyKey,
    input: { waitingDays },
    change: async (tx, scope, key, at) => {
      const changes = await changeVersions(tx, scope, key, 'schedule-destruction', at)
      const destroyAt = new Date(at.getTime() + waitingDays * dayMs)
      await setDestroyAt(tx, key.id, destroyAt)
      return { destroyAt: destroyAt.toISOString(), versions: versionsOf(changes) }
    },
  })
}
