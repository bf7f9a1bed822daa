// `revokePasskey`, `revokeSession`: a device was lost, or somebody forgot to sign out. Both hold at once.

import { type Call, callerId, isKnown } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import type { Passkey } from '../registry/passkey.ts'
import { findPasskeyById, revokePasskey as revokeRow } from '../registry/passkeys.ts'
import type { Person, Session } from '../registry/person.ts'
import { findSessionById, revokeSessions } from '../registry/sessions.ts'
import { asCaller } from './as-caller.ts'
import type { Deps } from './deps.ts'
import { inChargeOf, isOneself, requireMayEnd, sessionFacts } from './devices.ts'
import { record } from './record.ts'

/** Ends the sessions that it opened, too. @throws ServiceError `NOT_FOUND`; as `inChargeOf` and `requireMayEnd`. */
export async function revokePasskey(deps: Deps, call: Call, id: string): Promise<Passkey> {
  const person = await asCaller(deps, call, async (tx, scope) => {
    const found = await findPasskeyById(tx, scope, id)
    if (found === undefined) throw new ServiceError('NOT_FOUND', 'there is no such passkey')
    return inChargeOf(tx, scope, call, found.personId)
  })
  await requireMayEnd(deps, call, person, 'a device is revoked')
  const passkey = await asCaller(deps, call, async (tx, scope) => {
    const now = deps.clock.now()
    await revokeSessions(tx, { passkeyId: id }, now)
    return revokeRow(tx, scope, id, now)
  })
  await recordEnd(deps, call, 'revokePasskey', person, { passkey: id })
  return passkey
}

/** The very session in which it is asked is ended by whoever is in it. @throws ServiceError `NOT_FOUND`; as `inChargeOf` and `requireMayEnd`. */
export async function revokeSession(deps: Deps, call: Call, id: string): Promise<Session> {
  const { found, person } = await asCaller(deps, call, async (tx, scope) => {
    const found = await findSessionById(tx, scope, id)
    if (found === undefined) throw new ServiceError('NOT_FOUND', 'there is no such session')
    return { found, person: await inChargeOf(tx, scope, call, found.personId) }
  })
  if (!sessionFacts(deps, call, found).isThisOne)
    await requireMayEnd(deps, call, person, 'another session is ended')
  const session = await asCaller(deps, call, async (tx) => {
    const now = deps.clock.now()
    await revokeSessions(tx, { id }, now)
    return { ...found, revokedAt: found.revokedAt ?? now }
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
