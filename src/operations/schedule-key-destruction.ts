// `scheduleKeyDestruction`: the key stops working now and is destroyed when the waiting time is over, unless that is called off.

import { z } from 'zod'
import type { Call } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import { type Act, requireApproval } from '../policy/approvals.ts'
import type { Key, KeyVersion } from '../registry/key.ts'
import { setDestroyAt } from '../registry/key-lifecycle.ts'
import { listKeyVersions } from '../registry/key-versions.ts'
import { findKey } from '../registry/keys.ts'
import { demandOf } from './approval-rules.ts'
import { asCaller } from './as-caller.ts'
import { changeKey, changeVersions, noSuchKey, requireHeldByUnit, versionsOf } from './change-key.ts'
import type { Deps } from './deps.ts'
import { parseKeyName } from './names.ts'
import { type ActDefinition, identifier, keyName, nameOfKey } from './proposable-act.ts'
import { reachUnit } from './reach-unit.ts'

export interface ScheduleKeyDestructionInput {
  /** `UNIT/NAME`. */
  readonly name: string
  /** 7 to 30; 30 when absent. */
  readonly waitingDays?: number | null | undefined
  readonly idempotencyKey?: string | null | undefined
}

/** Whoever still needs the key must have the time to notice that it stopped. */
const waitingDaysLimits = { least: 7, most: 30 } as const
const dayMs = 86_400_000

/**
 * Suspends every version that is in use, and sets the day. What was suspended stays so when it is called off.
 *
 * @throws ServiceError `INVALID_ARGUMENT`; `KEY_NOT_ACTIVE` when everything is destroyed already or the key waits
 *   already; `APPROVAL_REQUIRED`, `APPROVAL_INVALID`; as `changeKey`.
 */
export async function scheduleKeyDestruction(
  deps: Deps,
  call: Call,
  input: ScheduleKeyDestructionInput,
): Promise<Key> {
  const waitingDays = waitingDaysOf(input)
  const unitPath = await reachUnit(deps, call, 'manage-keys', parseKeyName(input.name).unitPath)
  const { needed } = await demandOf(deps, 'scheduleKeyDestruction', [unitPath])
  return changeKey(deps, call, {
    operation: 'scheduleKeyDestruction',
    name: input.name,
    idempotencyKey: input.idempotencyKey,
    input: { waitingDays },
    change: async (tx, scope, key, at) => {
      const versions = await listKeyVersions(tx, scope, key.id)
      requireApproval(call, destructionAct(key, versions, input), needed)
      const changes = await changeVersions(tx, scope, key, 'schedule-destruction', at)
      const destroyAt = new Date(at.getTime() + waitingDays * dayMs)
      await setDestroyAt(tx, key.id, destroyAt)
      return { destroyAt: destroyAt.toISOString(), versions: versionsOf(changes) }
    },
  })
}

export const proposedDestruction: ActDefinition<ScheduleKeyDestructionInput> = {
  async resolve(deps, call, input) {
    const parsed = parseKeyName(input.name)
    const path = await reachUnit(deps, call, 'read', parsed.unitPath)
    const { key, versions } = await asCaller(deps, call, async (tx, scope) => {
      const key = await findKey(tx, scope, parsed.unitPath, parsed.name)
      if (key === undefined) throw noSuchKey(input.name)
      requireHeldByUnit(key.purpose)
      return { key, versions: await listKeyVersions(tx, scope, key.id) }
    })
    return { act: destructionAct(key, versions, input), names: { key: keyName(key) }, paths: [path] }
  },
  async perform(deps, call, parameters, { idempotencyKey }) {
    const { keyId, waitingDays } = approved.parse(parameters)
    const name = await nameOfKey(deps, keyId)
    const key = await scheduleKeyDestruction(deps, call, { name, waitingDays, idempotencyKey })
    return { act: 'scheduleKeyDestruction', key }
  },
}

const approved = z.object({ keyId: identifier, waitingDays: z.number() })

/** What is approved: this key with the versions that it has. One that is made meanwhile was not meant. */
function destructionAct(
  key: Pick<Key, 'id' | 'unitId'>,
  versions: readonly KeyVersion[],
  input: Pick<ScheduleKeyDestructionInput, 'waitingDays'>,
): Act {
  const living = versions.filter(({ state }) => state !== 'destroyed').map(({ version }) => version)
  return {
    act: 'scheduleKeyDestruction',
    unitId: key.unitId,
    parameters: { keyId: key.id, versions: living, waitingDays: waitingDaysOf(input) },
  }
}

function waitingDaysOf(input: Pick<ScheduleKeyDestructionInput, 'waitingDays'>): number {
  const { least, most } = waitingDaysLimits
  const waitingDays = input.waitingDays ?? most
  if (Number.isInteger(waitingDays) && waitingDays >= least && waitingDays <= most) return waitingDays
  throw new ServiceError('INVALID_ARGUMENT', `waitingDays is ${waitingDays}; ${least} to ${most} are allowed`)
}
