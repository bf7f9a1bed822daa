// Usage limits of keys: a host takes some operations in advance, durably, and counts those in memory.

import { ServiceError } from '../errors.ts'
import type { KeyHandle } from '../keys/handle.ts'
import { takeUsage } from '../registry/key-usage.ts'
import { asService } from './as-caller.ts'
import type { Deps } from './deps.ts'

/** What a host has taken of a key's limit and not used. It ends with its window, and with the process. */
export interface UsageLease {
  left: number
  readonly endsAt: Date
}

/** A hundredth, so that hosts together leave little unused, and not more than a busy second needs. */
const leaseShare = 100
const leaseLimit = 1000

/**
 * Counts `count` operations with `key`, before they are done: what fails afterwards, or is lost with a host, counts
 * too, so that there are never more than the limit allows. Without a limit it costs nothing.
 *
 * @throws ServiceError `QUOTA_EXCEEDED` naming the limit and when the next window begins.
 */
export async function spendUsage(
  deps: Pick<Deps, 'database' | 'caches' | 'clock'>,
  key: KeyHandle,
  count: number,
): Promise<void> {
  const limit = key.limits?.usage
  if (limit == null) return
  const now = deps.clock.now()
  const { keyId } = key.identity
  const leases = deps.caches.usageLeases
  const lease = leases.get(keyId)
  const left = lease !== undefined && now < lease.endsAt ? lease.left : 0
  if (lease !== undefined && left >= count) {
    lease.left -= count
    return
  }
  // Nobody else may count what this request is about to use.
  leases.delete(keyId)
  const missing = count - left
  const more = Math.min(Math.ceil(limit.maxOperations / leaseShare), leaseLimit)
  let endsAt = now
  for (const wanted of new Set([missing + more - 1, missing])) {
    const answer = await asService(deps, (tx) => takeUsage(tx, keyId, limit, wanted, now))
    endsAt = answer.endsAt
    if (answer.taken) {
      giveBack(leases, keyId, wanted - missing, endsAt)
      return
    }
  }
  giveBack(leases, keyId, left, endsAt)
  throw new ServiceError(
    'QUOTA_EXCEEDED',
    `the key may be used ${limit.maxOperations} times in ${limit.perSeconds} s; the next window begins at ${endsAt.toISOString()}`,
  )
}

/** Beside what concurrent requests have left of the same window meanwhile. */
function giveBack(leases: Map<string, UsageLease>, keyId: string, left: number, endsAt: Date): void {
  const present = leases.get(keyId)
  const both = present !== undefined && present.endsAt.getTime() === endsAt.getTime()
  leases.set(keyId, { left: left + (both ? present.left : 0), endsAt })
}
