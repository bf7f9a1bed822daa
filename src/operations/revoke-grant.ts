// `revokeGrant`: what somebody may do ends, by who gave it, who manages people there, or who holds it.

import type { Call, KnownCaller } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import { isWithin, requireKnown } from '../policy/authorise.ts'
import type { Grant } from '../registry/grant.ts'
import { findGrantById, revokeGrants } from '../registry/grants.ts'
import { serviceScope } from '../registry/scope.ts'
import { asCaller, asService } from './as-caller.ts'
import type { Deps } from './deps.ts'
import { requirePasskeySession } from './devices.ts'
import { isHolder } from './grant.ts'
import { record } from './record.ts'

/**
 * By those who manage people there, by who handed it on, and by who holds it. What was handed on of it ends too.
 *
 * @throws ServiceError `NOT_FOUND`; as `requirePasskeySession` for a grant of one's own.
 */
export async function revokeGrant(deps: Deps, call: Call, grantId: string): Promise<Grant> {
  const caller = requireKnown(call)
  const at = deps.clock.now()
  const found =
    (await asCaller(deps, call, (tx, scope) => findGrantById(tx, scope, grantId))) ??
    (await grantOfOneself(deps, caller, grantId))
  if (found === undefined || !mayRevoke(caller, found))
    throw new ServiceError('NOT_FOUND', 'there is no such grant')
  if (isHolder(caller, found.holder))
    await asCaller(deps, call, (tx, scope) =>
      requirePasskeySession(tx, scope, call, 'a grant of one’s own is ended'),
    )
  const ended = await asService(deps, (tx) => revokeGrants(tx, grantId, at))
  deps.caches.callers.clear()
  // What allowed it may be the very grant that has ended.
  await record(deps, isHolder(caller, found.holder) ? { ...call, caller: { kind: 'service' } } : call, {
    operation: 'revokeGrant',
    unitId: found.unitId,
    details: {
      grant: grantId,
      ended: String(ended),
      by: isHolder(caller, found.holder) ? 'holder' : 'giver',
    },
  })
  return { ...found, revokedAt: found.revokedAt ?? at }
}

/** One that is not in force, or not yet, shows its holder nothing of its unit, not even itself. */
async function grantOfOneself(
  deps: Pick<Deps, 'database'>,
  caller: KnownCaller,
  grantId: string,
): Promise<Grant | undefined> {
  const found = await asService(deps, (tx) => findGrantById(tx, serviceScope, grantId))
  return found !== undefined && isHolder(caller, found.holder) ? found : undefined
}

function mayRevoke(caller: KnownCaller, found: Grant): boolean {
  if (isHolder(caller, found.holder)) return true
  if (caller.grants.some(({ grantId }) => grantId !== null && grantId === found.delegatedFrom)) return true
  return caller.grants.some(
    ({ unitPath, actions, keyId }) =>
      keyId === null && actions.includes('manage-people') && isWithin(found.unitPath, unitPath),
  )
}
