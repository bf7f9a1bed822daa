// What an act does to the versions of a key: NIST SP 800-57 Part 1 Rev. 5, section 7, as one pure decision.

import { ServiceError } from '../errors.ts'
import type { KeyHandle, KeyState } from '../keys/handle.ts'
import type { SuspendedFrom } from '../registry/key.ts'

export const lifecycleActs = [
  'disable',
  'enable',
  'schedule-destruction',
  'cancel-destruction',
  'compromise',
  'destroy',
  'end-usage',
] as const
export type LifecycleAct = (typeof lifecycleActs)[number]

export interface LifecycleFacts {
  /** When the key is to be destroyed; null when nobody asked for it. */
  readonly destroyAt: Date | null
  readonly versions: readonly {
    readonly version: number
    readonly state: KeyState
    readonly suspendedFrom: SuspendedFrom | null
    /** Originator-usage period (§5.3.4): nothing is signed or encrypted from then on; null when it has no end. */
    readonly usageEndsAt: Date | null
  }[]
}

export interface VersionChange {
  readonly version: number
  readonly from: KeyState
  readonly to: KeyState
}

/**
 * The changes that `act` makes at `at`. All or none of them are to be made.
 *
 * @param only compromise of these versions alone; all that are not destroyed when absent.
 * @throws ServiceError `KEY_NOT_ACTIVE` when the states do not allow the act, or leave it nothing to do.
 */
export function lifecycleChanges(
  facts: LifecycleFacts,
  act: LifecycleAct,
  at: Date,
  only?: readonly number[],
): readonly VersionChange[] {
  requireTime(facts, act, at)
  const changes = facts.versions.flatMap((one) => {
    if (act === 'compromise' && only !== undefined && !only.includes(one.version)) return []
    const to = nextState(one, act, at)
    return to === undefined ? [] : [{ version: one.version, from: one.state, to }]
  })
  // Destruction may be asked for, and called off, whatever is left to put out of use.
  const living = facts.versions.some(({ state }) => state !== 'destroyed')
  const enough = act === 'schedule-destruction' ? living : act === 'cancel-destruction' || changes.length > 0
  if (!enough) throw nothingTo(act)
  return changes
}

/**
 * Demands that the usage period of `key` has not ended: for what signs, encrypts or makes a MAC.
 *
 * @throws ServiceError `KEY_NOT_ACTIVE` naming the moment.
 */
export function requireUsagePeriod({ identity, limits }: KeyHandle, at: Date): void {
  const end = limits?.usageEndsAt
  if (end == null || at < end) return
  throw new ServiceError(
    'KEY_NOT_ACTIVE',
    `the usage period of version ${identity.version} of the key ended on ${end.toISOString()}: rotate it`,
  )
}

function requireTime({ destroyAt }: LifecycleFacts, act: LifecycleAct, at: Date): void {
  const waits = act === 'cancel-destruction' || act === 'destroy'
  if (waits && destroyAt === null) {
    throw new ServiceError('KEY_NOT_ACTIVE', 'the key does not wait for its destruction')
  }
  if (act === 'destroy' && destroyAt !== null && at < destroyAt) {
    throw new ServiceError(
      'KEY_NOT_ACTIVE',
      `the key is not to be destroyed before ${destroyAt.toISOString()}`,
    )
  }
  const refused = act === 'disable' || act === 'enable' || act === 'schedule-destruction'
  if (refused && destroyAt !== null) {
    throw new ServiceError(
      'KEY_NOT_ACTIVE',
      `the key waits for its destruction on ${destroyAt.toISOString()}: call that off first`,
    )
  }
}

type VersionFacts = LifecycleFacts['versions'][number]

/** @returns undefined when the act does nothing to this version. */
function nextState(one: VersionFacts, act: LifecycleAct, at: Date): KeyState | undefined {
  const { state } = one
  const inUse = state === 'active' || state === 'deactivated'
  const ended = one.usageEndsAt !== null && one.usageEndsAt <= at
  switch (act) {
    case 'disable':
    // Nothing of the key works while it waits: whoever still needs it says so in time.
    case 'schedule-destruction':
      return inUse ? 'suspended' : undefined
    case 'enable':
      if (state !== 'suspended') return undefined
      return one.suspendedFrom === 'active' && !ended ? 'active' : 'deactivated'
    case 'cancel-destruction':
      return undefined
    case 'compromise':
      return state === 'destroyed' || state === 'compromised' ? undefined : 'compromised'
    case 'destroy':
      return state === 'destroyed' ? undefined : 'destroyed'
    case 'end-usage':
      return state === 'active' && ended ? 'deactivated' : undefined
  }
}

function nothingTo(act: LifecycleAct): ServiceError {
  const reasons: Readonly<Record<LifecycleAct, string>> = {
    disable: 'no version of the key is in use',
    enable: 'no version of the key is suspended',
    'schedule-destruction': 'every version of the key is destroyed',
    'cancel-destruction': 'the key does not wait for its destruction',
    compromise: 'no such version of the key could still be compromised',
    destroy: 'every version of the key is destroyed',
    'end-usage': 'the usage period of no active version has ended',
  }
  return new ServiceError('KEY_NOT_ACTIVE', reasons[act])
}
