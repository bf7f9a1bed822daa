// What a passkey proves: which person is there, has shown finger, face or PIN, and answered exactly this challenge.

import type { AuthenticationResponseJSON } from '@simplewebauthn/server'
import { fromHex } from '../bytes.ts'
import type { Passkey } from '../registry/passkey.ts'
import { countPasskeyUse, findPasskeyByCredentialId } from '../registry/passkeys.ts'
import { findPersonById } from '../registry/people.ts'
import type { Person } from '../registry/person.ts'
import { serviceScope } from '../registry/scope.ts'
import { asService } from './as-caller.ts'
import type { Deps } from './deps.ts'
import { relyingParty } from './relying-party.ts'
import { notVerified, verifyResponse } from './webauthn.ts'

type Needs = Pick<Deps, 'database' | 'clock' | 'publicUrl'>

/**
 * Demands that `personId` answered `challenge` with a passkey that stands, and counts the use.
 *
 * @param response has the form of `parseAssertion`.
 * @throws ServiceError `UNAUTHENTICATED`, in the same words whatever is wrong.
 */
export async function verifyAssertion(
  deps: Needs,
  {
    personId,
    challenge,
    response,
  }: {
    readonly personId: string
    readonly challenge: Uint8Array
    readonly response: AuthenticationResponseJSON
  },
): Promise<{ readonly passkeyId: string }> {
  const holder = await passkeyOf(deps, response)
  if (holder?.person.id !== personId) throw notVerified()
  await requireAnswer(deps, holder, challenge, response)
  return { passkeyId: holder.passkey.id }
}

export interface PasskeyHolder {
  readonly passkey: Passkey
  readonly person: Person
}

/** Whose passkey an assertion says to be of, neither revoked nor of a person who is disabled. Nothing is proved yet. */
export async function passkeyOf(
  deps: Pick<Deps, 'database'>,
  { id }: AuthenticationResponseJSON,
): Promise<PasskeyHolder | undefined> {
  const credentialId = new Uint8Array(Buffer.from(id, 'base64url'))
  return asService(deps, async (tx) => {
    const passkey = await findPasskeyByCredentialId(tx, credentialId)
    if (passkey === undefined || passkey.revokedAt !== null) return undefined
    const person = await findPersonById(tx, serviceScope, passkey.personId)
    return person === undefined || person.disabledAt !== null ? undefined : { passkey, person }
  })
}

/** @throws ServiceError `UNAUTHENTICATED`. */
export async function requireAnswer(
  deps: Needs,
  { passkey, person }: PasskeyHolder,
  challenge: Uint8Array,
  response: AuthenticationResponseJSON,
): Promise<void> {
  const { userHandle } = response.response
  if (userHandle !== undefined && userHandle !== Buffer.from(personHandle(person.id)).toString('base64url'))
    throw notVerified()
  const { signCount } = await verifyResponse(relyingParty(deps.publicUrl), challenge, response, passkey)
  // Revoked meanwhile, or two answers with one counter: then one of them comes from a copy.
  if (!(await asService(deps, (tx) => countPasskeyUse(tx, passkey.id, signCount, deps.clock.now()))))
    throw notVerified()
}

/** What authenticators know a person by: the identifier's 16 octets, which say nothing about anybody (WebAuthn §14.6.1). */
export function personHandle(personId: string): Uint8Array {
  const octets = fromHex(personId.replaceAll('-', ''))
  if (octets === undefined) throw new Error('a person whose identifier is no UUID')
  return octets
}
