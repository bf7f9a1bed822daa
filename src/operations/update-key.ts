// `updateKey`: the policy of a key: when it rotates, how long a version signs, from which version on it opens, how often it is used.

import type { Call } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import type { Key, KeyPolicy, UsageLimit } from '../registry/key.ts'
import { setKeyPolicy } from '../registry/key-lifecycle.ts'
import { newestKeyVersion } from '../registry/key-versions.ts'
import { changeKey } from './change-key.ts'
import type { Deps } from './deps.ts'

/** Absent: as it is; null: none. */
export interface UpdateKeyInput {
  /** `UNIT/NAME`. */
  readonly name: string
  readonly rotationPeriodDays?: number | null | undefined
  readonly usagePeriodDays?: number | null | undefined
  readonly minimumVersion?: number | null | undefined
  readonly usageLimit?: UsageLimit | null | undefined
  readonly idempotencyKey?: string | null | undefined
}

const daysLimit = 3660
const operationsLimit = 2_147_483_647
const secondsLimit = 31_622_400

/** @throws ServiceError `INVALID_ARGUMENT` naming the limit; as `changeKey`. */
export function updateKey(deps: Deps, call: Call, input: UpdateKeyInput): Promise<Key> {
  const { rotationPeriodDays, usagePeriodDays, minimumVersion, usageLimit } = input
  within('rotationPeriodDays', rotationPeriodDays, daysLimit)
  within('usagePeriodDays', usagePeriodDays, daysLimit)
  within('minimumVersion', minimumVersion, operationsLimit)
  within('maxOperations', usageLimit?.maxOperations, operationsLimit)
  within('perSeconds', usageLimit?.perSeconds, secondsLimit)
  return changeKey(deps, call, {
    operation: 'updateKey',
    name: input.name,
    idempotencyKey: input.idempotencyKey,
    input: { rotationPeriodDays, usagePeriodDays, minimumVersion, usageLimit },
    change: async (tx, scope, key) => {
      const policy: KeyPolicy = {
        rotationPeriodDays: chosen(rotationPeriodDays, key.policy.rotationPeriodDays),
        usagePeriodDays: chosen(usagePeriodDays, key.policy.usagePeriodDays),
        minimumVersion: minimumVersion ?? (minimumVersion === null ? 1 : key.policy.minimumVersion),
        usageLimit: chosen(usageLimit, key.policy.usageLimit),
      }
      requireSense(policy, (await newestKeyVersion(tx, scope, key.id)) ?? 0)
      await setKeyPolicy(tx, key.id, policy)
      return policyText(policy)
    },
  })
}

function chosen<T>(wanted: T | null | undefined, present: T | null): T | null {
  return wanted === undefined ? present : wanted
}

function within(name: string, value: number | null | undefined, most: number): void {
  if (value == null || (Number.isInteger(value) && value >= 1 && value <= most)) return
  throw new ServiceError('INVALID_ARGUMENT', `${name} is ${value}; 1 to ${most} are allowed`)
}

function requireSense(policy: KeyPolicy, newest: number): void {
  const { rotationPeriodDays, usagePeriodDays, minimumVersion } = policy
  if (minimumVersion > newest) {
    throw new ServiceError(
      'INVALID_ARGUMENT',
      `minimumVersion is ${minimumVersion}; the newest version is ${newest}`,
    )
  }
  if (rotationPeriodDays !== null && usagePeriodDays !== null && usagePeriodDays < rotationPeriodDays) {
    throw new ServiceError(
      'INVALID_ARGUMENT',
      `usagePeriodDays is ${usagePeriodDays}: each version would end before it is rotated after ${rotationPeriodDays}`,
    )
  }
}

function policyText({ rotationPeriodDays, usagePeriodDays, minimumVersion, usageLimit }: KeyPolicy) {
  return {
    rotationPeriodDays: String(rotationPeriodDays),
    usagePeriodDays: String(usagePeriodDays),
    minimumVersion: String(minimumVersion),
    usageLimit: usageLimit === null ? 'null' : `${usageLimit.maxOperations}/${usageLimit.perSeconds}s`,
  }
}
