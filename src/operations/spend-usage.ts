// Usage limits of keys and of grants: a host takes some operations in advance, durably, and counts those in memory.

import type { HeldGrant } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import type { KeyHandle } from '../keys/handle.ts'
import type { UsageLimit } from '../registry/key.ts'
import { takeUsage, type UsageTable } from '../registry/key-usage.ts'
import { asService } from './as-caller.ts'
import type { Deps } from './deps.ts'

/** What a host has taken of a limit and not used. It ends with its window, and with the process. */
export interface UsageLease {
  left: number
  readonly endsAt: Date
}

/** A hundredth, so that hosts together leave little unused, and not more than a busy second needs. */
const leaseShare = 100
const leaseLimit = 1000

/** With what something is done. */
interface Used {
  readonly key: KeyHandle
  readonly grant: HeldGrant | null
}

/**
 * Counts `count` operations with the key and under the grant, before they are done: what fails afterwards, or is lost with a host, counts
 * too, so that there are never more than the limit allows. Without a limit it costs nothing.
 *
 * @throws ServiceError `QUOTA_EXCEEDED` naming the limit and when the next window begins.
 */
export async function spendUsage(
  deps: Pick<Deps, 'database' | 'caches' | 'clock'>,
  { key, grant }: Used,
  count: number,
): Promise<void> {
  const ofKey = key.limits?.usage
  if (ofKey != null) await spend(deps, { table: 'key_usage', id: key.identity.keyId, limit: ofKey }, count)
  if (grant?.grantId != null && grant.limit !== null)
    await spend(deps, { table: 'grant_usage', id: grant.grantId, limit: grant.limit }, count)
}

async function spend(
  deps: Pick<Deps, 'database' | 'caches' | 'clock'>,
  { table, id, limit }: { readonly table: UsageTable; readonly id: string; readonly limit: UsageLimit },
  count: number,
): Promise<void> {
  const now = deps.clock.now()
  const leases = deps.caches.usageLeases
  const lease = leases.get(id)
  const left = lease !== undefined && now < lease.endsAt ? lease.left : 0
  if (lease !== undefined && left >= count) {
    lease.left -= count
    return
  }
  // Nobody else may count what this request is about to use.
  leases.delete(id)
  const missing = count - left
  const more = Math.min(Math.ceil(limit.maxOperations / leaseShare), leaseLimit)
  let endsAt = now
  for (const wanted of new Set([missing + more - 1, missing])) {
    const answer = await asService(deps, (tx) => takeUsage(tx, table, id, limit, wanted, now))
    endsAt = answer.endsAt
    if (answer.taken) {
      giveBack(leases, id, wanted - missing, endsAt)
      return
    }
  }
  giveBack(leases, id, left, endsAt)
  throw new ServiceError(
    'QUOTA_EXCEEDED',
    `the ${table === 'key_usage' ? 'key' : 'grant'} may be used ${limit.maxOperations} times in ${limit.perSeconds} s; the next window begins at ${endsAt.toISOString()}`,
  )
}

/** Beside what concurrent requests have left of the same window meanwhile. */
function giveBack(leases: Map<string, UsageLease>, id: string, left: number, endsAt: Date): void {
  const present = leases.get(id)
  const both = present !== undefined && present.endsAt.getTime() === endsAt.getTime()
  leases.set(id, { left: left + (both ? present.left : 0), endsAt })
}
