// The devices and sessions of people, as they themselves see them, and whoever manages people where they are at home.

import { type Call, callerId, isKnown } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import { requireAccess } from '../policy/authorise.ts'
import type { Passkey } from '../registry/passkey.ts'
import { findPasskeyById, listPasskeys } from '../registry/passkeys.ts'
import { findPersonById, findPersonByName } from '../registry/people.ts'
import type { Person, Session } from '../registry/person.ts'
import type { Scope } from '../registry/scope.ts'
import { findSessionById, isLive, listSessions } from '../registry/sessions.ts'
import { asCaller, type Tx } from './as-caller.ts'
import type { Deps } from './deps.ts'
import { requireManagesWherever } from './people.ts'
import { record } from './record.ts'

type Reader = Pick<Deps, 'database' | 'clock' | 'caches'>

/** @returns undefined also for one whom the caller may not know of. */
export async function readPerson(deps: Reader, call: Call, name: string): Promise<Person | undefined> {
  return asCaller(deps, call, async (tx, scope) => {
    const person = await findPersonByName(tx, scope, name)
    if (person !== undefined) await inChargeOf(tx, scope, call, person.id)
    return person
  })
}

/** Oldest first, revoked ones too. @throws ServiceError as `inChargeOf`. */
export const readPasskeys = (deps: Reader, call: Call, personId: string): Promise<readonly Passkey[]> =>
  asCaller(deps, call, async (tx, scope) => {
    await inChargeOf(tx, scope, call, personId)
    return listPasskeys(tx, scope, personId)
  })

/** Newest first, ended ones too. @throws ServiceError as `inChargeOf`. */
export const readSessions = (deps: Reader, call: Call, personId: string): Promise<readonly Session[]> =>
  asCaller(deps, call, async (tx, scope) => {
    await inChargeOf(tx, scope, call, personId)
    return listSessions(tx, scope, personId)
  })

export const readPasskeyById = (deps: Reader, call: Call, id: string): Promise<Passkey | undefined> =>
  asCaller(deps, call, async (tx, scope) => {
    const passkey = await findPasskeyById(tx, scope, id)
    if (passkey !== undefined) await inChargeOf(tx, scope, call, passkey.personId)
    return passkey
  })

export const readSessionById = (deps: Reader, call: Call, id: string): Promise<Session | undefined> =>
  asCaller(deps, call, async (tx, scope) => {
    const session = await findSessionById(tx, scope, id)
    if (session !== undefined) await inChargeOf(tx, scope, call, session.personId)
    return session
  })

/** Whether it may be used now, and whether it is the one in which this is asked. */
export function sessionFacts(
  { clock }: Pick<Deps, 'clock'>,
  { caller }: Call,
  session: Session,
): { readonly isOpen: boolean; readonly isThisOne: boolean } {
  return {
    isOpen: isLive(session, clock.now()),
    isThisOne: caller.kind === 'person' && caller.sessionId === session.id,
  }
}

/**
 * The person, if they are the caller, or somebody whom the caller manages.
 *
 * @throws ServiceError `NOT_FOUND`; as `requireAccess`.
 */
export async function inChargeOf(tx: Tx, scope: Scope, call: Call, personId: string): Promise<Person> {
  const person = await findPersonById(tx, scope, personId)
  if (person === undefined) throw new ServiceError('NOT_FOUND', 'there is no such person')
  if (!isOneself(call, person)) requireAccess(call, 'manage-people', person.unitPath)
  return person
}

/**
 * Demands that the caller may end what proves the person, of whom he was found to be in charge: his own in a session
 * that a passkey opened, another's where he manages people wherever that person holds something.
 *
 * @param what is ended, as a sentence without its end.
 * @throws ServiceError `NOT_PERMITTED`.
 */
export async function requireMayEnd(deps: Reader, call: Call, person: Person, what: string): Promise<void> {
  if (!isOneself(call, person)) return requireManagesWherever(deps, call, person)
  await asCaller(deps, call, (tx, scope) => requirePasskeySession(tx, scope, call, what))
}

/** Demands that a person is in a session that a passkey opened. @throws ServiceError `NOT_PERMITTED`. */
export async function requirePasskeySession(
  tx: Tx,
  scope: Scope,
  { caller }: Call,
  what: string,
): Promise<void> {
  if (caller.kind !== 'person') return
  const session = await findSessionById(tx, scope, caller.sessionId)
  if (session?.method !== 'passkey')
    throw new ServiceError('NOT_PERMITTED', `${what} in a session that a passkey opened`)
}

export function isOneself({ caller }: Call, { id }: Person): boolean {
  return isKnown(caller) && caller.kind === 'person' && caller.personId === id
}

/** Whoever ended the very session in which it was asked can prove nothing any more: the service says who it was. */
export async function recordEnd(
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
