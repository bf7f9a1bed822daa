// `revokeToken`: what proved an application proves nothing from now on.

import { type Call, callerId, credentialId } from '../caller.ts'
import { requireAnywhere, requireKnown } from '../policy/authorise.ts'
import type { Token } from '../registry/application.ts'
import { revokeToken as revokeRow } from '../registry/tokens.ts'
import { asCaller } from './as-caller.ts'
import type { Deps } from './deps.ts'
import { record } from './record.ts'

/** @throws ServiceError `NOT_FOUND`; as `requireAnywhere`. */
export async function revokeToken(deps: Deps, call: Call, tokenId: string): Promise<Token> {
  requireAnywhere(call, 'manage-applications')
  const caller = requireKnown(call)
  const token = await asCaller(
    deps,
    call,
    (tx, scope) => revokeRow(tx, scope, tokenId, deps.clock.now()),
    'manage-applications',
  )
  deps.caches.callers.clear()
  const revokesItself = credentialId(caller) === tokenId
  await record(deps, revokesItself ? { ...call, caller: { kind: 'service' } } : call, {
    operation: 'revokeToken',
    unitId: caller.unitId,
    details: { token: tokenId, by: callerId(caller) },
  })
  return token
}
