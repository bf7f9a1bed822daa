// What a credential proves at the door: which application speaks, or which person.

import { hash } from 'node:crypto'
import type { HeldGrant, KnownCaller } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import { actionsOf, personalActions } from '../policy/roles.ts'
import type { Application } from '../registry/application.ts'
import type { Grant, GrantHolder } from '../registry/grant.ts'
import { grantsInForce } from '../registry/grants.ts'
import { serviceScope } from '../registry/scope.ts'
import { findSessionBySha256, isLive, touchSession } from '../registry/sessions.ts'
import { findTokenBySha256, touchToken } from '../registry/tokens.ts'
import { asService, type Tx } from './as-caller.ts'
import type { Deps } from './deps.ts'

/** So that scanners of repositories and logs recognise a lost token, or a lost session. */
export const secretPrefix = 'chy_'
export const sessionPrefix = 'chs_'
const secretForm = /^ch[ys]_[A-Za-z0-9_-]{43}$/

/**
 * Who holds `secret`. The answer is kept for a moment; whatever signs or writes checks the credential again.
 *
 * The secret is looked up by its SHA-256, so how long a look-up takes says nothing about the secret itself. A credential
 * that ended leaves an entry in the audit log: somebody still has it.
 *
 * @throws ServiceError `UNAUTHENTICATED`, in the same words whatever is wrong with it.
 */
export async function authenticate(
  deps: Deps,
  secret: string,
  requestId = deps.newId(),
): Promise<KnownCaller> {
  if (!secretForm.test(secret)) throw notValid()
  const sha256 = secretDigest(secret)
  const find: Find = secret.startsWith(sessionPrefix) ? findPerson : findApplication
  return deps.caches.callers.remember(sha256.toString('base64'), async () => {
    const found = await asService(deps, (tx) => find(tx, sha256, deps.clock.now()))
    if (found === undefined) throw notValid()
    if (found.live) return found.caller
    const error = notValid()
    await deps.denials.record({ requestId, caller: found.caller }, 'authenticate', error)
    throw error
  })
}

type Find = (tx: Tx, sha256: Uint8Array, now: Date) => Promise<Found | undefined>

interface Found {
  readonly caller: KnownCaller
  readonly live: boolean
}

async function findApplication(tx: Tx, sha256: Uint8Array, now: Date): Promise<Found | undefined> {
  const found = await findTokenBySha256(tx, sha256)
  if (found === undefined) return undefined
  const { token, application } = found
  await touchToken(tx, token.id, now)
  const { id: applicationId, unitId, unitPath } = application
  const further = await heldGrants(tx, { applicationId }, now)
  return {
    caller: {
      kind: 'application',
      applicationId,
      tokenId: token.id,
      unitId,
      unitPath,
      grants: [ownGrant(application), ...further],
    },
    live:
      token.revokedAt === null &&
      application.disabledAt === null &&
      (token.expiresAt === null || token.expiresAt > now),
  }
}

async function findPerson(tx: Tx, sha256: Uint8Array, now: Date): Promise<Found | undefined> {
  const found = await findSessionBySha256(tx, sha256)
  if (found === undefined) return undefined
  const { session, person } = found
  const live = isLive(session, now) && person.disabledAt === null
  if (live) await touchSession(tx, session.id, now)
  const { id: personId, unitId, unitPath } = person
  const grants = await heldGrants(tx, { personId }, now)
  return { caller: { kind: 'person', personId, sessionId: session.id, unitId, unitPath, grants }, live }
}

async function heldGrants(tx: Tx, holder: GrantHolder, now: Date): Promise<readonly HeldGrant[]> {
  return (await grantsInForce(tx, serviceScope, holder, now)).map(heldGrant)
}

/** What an application was given when it was made. */
function ownGrant({ unitId, unitPath, actions }: Application): HeldGrant {
  return {
    grantId: null,
    unitId,
    unitPath,
    actions: actions.filter((action) => !personalActions.has(action)),
    keyId: null,
    formats: null,
    limit: null,
    emergency: false,
    handedOn: false,
    expiresAt: null,
  }
}

export function heldGrant(grant: Grant): HeldGrant {
  const { id, unitId, unitPath, keyId, formats, limit, emergency, delegatedFrom, expiresAt } = grant
  const held = actionsOf(grant.role, grant.actions, keyId !== null)
  const actions = 'personId' in grant.holder ? held : held.filter((action) => !personalActions.has(action))
  const handedOn = delegatedFrom !== null
  return { grantId: id, unitId, unitPath, actions, keyId, formats, limit, emergency, handedOn, expiresAt }
}

export function secretDigest(secret: string): Buffer {
  return hash('sha256', secret, 'buffer')
}

function notValid(): ServiceError {
  return new ServiceError('UNAUTHENTICATED', 'the token is not valid')
}
