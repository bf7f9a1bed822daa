// `revokePasskey`, `revokeSession`: a device was lost, or somebody forgot to sign out. Both hold at once.

import { type Call, callerId, isKnown } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import type { Passkey } from '../registry/passkey.ts'
import { findPasskeyById, revokePasskey as revokeRow } from '../registry/passkeys.ts'
import type { Person, Session } from '../registry/person.ts'
import { findSessionById, revokeSessions } from '../registry/sessions.ts'
import { asCaller } from './as-caller.ts'
import type { Deps } from './deps.ts'
import { inChargeOf, isOneself, requirePasskeySession } from './devices.ts'
import { record } from './record.ts'

/** Ends the sessions that it opened, too. @throws ServiceError `NOT_FOUND`; as `inChargeOf`. */
export async function revokePasskey(deps: Deps, call: Call, id: string): Promise<Passkey> {
  const { passkey, person } = await asCaller(deps, call, async (tx, scope) => {
    const found = await findPasskeyById(tx, scope, id)
    if (found === undefined) throw new ServiceError('NOT_FOUND', 'there is no such passkey')
    const person = await inChargeOf(tx, scope, call, found.personId)
    if (isOneself(call, person)) await requirePasskeySession(tx, scope, call, 'a device is revoked')
    const now = deps.clock.now()
    await revokeSessions(tx, { passkeyId: id }, now)
    return { passkey: await revokeRow(tx, scope, id, now), person }
  })
  await recordEnd(deps, call, 'revokePasskey', person, { passkey: id })
  return passkey
}

/** @throws ServiceError `NOT_FOUND`; as `inChargeOf`. */
export async function revokeSession(deps: Deps, call: Call, id: string): Promise<Session> {
  const { session, person } = await asCaller(deps, call, async (tx, scope) => {
    const found = await findSessionById(tx, scope, id)
    if (found === undefined) throw new ServiceError('NOT_FOUND', 'there is no such session')
    const person = await inChargeOf(tx, scope, call, found.personId)
    const now = deps.clock.now()
    await revokeSessions(tx, { id }, now)
    return { session: { ...found, revokedAt: found.revokedAt ?? now }, person }
  })
  await recordEnd(deps, call, 'revokeSession', person, { session: id })
  return session
}

/** Whoever ended the very session in which it was asked can prove nothing any more: the service says who it was. */
async function recordEnd(
  deps: Deps,
  call: Call,
  operation: 'revokePasskey' | 'revokeSession',
  person: Person,
  details: Readonly<Record<string, string>>,
): Promise<void> {
  deps.caches.callers.clear()
  const by = isKnown(call.caller) ? callerId(call.caller) : 'service'
  await record(deps, isOneself(call, person) ? { ...call, caller: { kind: 'service' } } : call, {
    operation,
    unitId: person.unitId,
    details: { ...details, person: person.id, by },
  })
}
