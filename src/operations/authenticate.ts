// What a credential proves at the door: which application speaks, by a secret, a token of a trusted issuer or a certificate, or
// which person, by a session.

import { hash } from 'node:crypto'
import { equalBytes } from '../bytes.ts'
import type { HeldGrant, KnownCaller } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import { parseCertificate } from '../formats/x509/certificate.ts'
import { actionsOf, oidcActions, personalActions } from '../policy/roles.ts'
import type { Application, TokenKind } from '../registry/application.ts'
import { listCertificatesBySerial } from '../registry/certificates.ts'
import type { Grant, GrantHolder } from '../registry/grant.ts'
import { grantsInForce } from '../registry/grants.ts'
import { serviceScope } from '../registry/scope.ts'
import { findSessionBySha256, isLive, touchSession } from '../registry/sessions.ts'
import { findTokenBySha256, knowsToken, touchToken } from '../registry/tokens.ts'
import { asService, type Tx } from './as-caller.ts'
import type { Deps } from './deps.ts'
import { looksLikeJwt } from './judge-jwt.ts'
import { acceptWorkload } from './workload-tokens.ts'

/** So that scanners of repositories and logs recognise a lost token, or a lost session. */
export const secretPrefix = 'chy_'
export const sessionPrefix = 'chs_'
const secretForm = /^ch[ys]_[A-Za-z0-9_-]{43}$/

/** A secret with what is told from it alone, once for all requests of a connection. */
class ShownSecret {
  readonly secret: string
  readonly #sha256: Buffer
  readonly #cacheKey: string
  readonly #kind: SecretKind

  constructor(secret: string) {
    this.secret = secret
    this.#sha256 = secretDigest(secret)
    this.#cacheKey = cacheKeyOf(this.#sha256)
    this.#kind = kindOf(secret)
  }

  get sha256(): Buffer {
    return this.#sha256
  }

  get cacheKey(): string {
    return this.#cacheKey
  }

  get kind(): SecretKind {
    return this.#kind
  }
}

type SecretKind = 'jwt' | 'session' | 'token' | 'neither'

function kindOf(secret: string): SecretKind {
  if (looksLikeJwt(secret)) return 'jwt'
  if (!secretForm.test(secret)) return 'neither'
  return secret.startsWith(sessionPrefix) ? 'session' : 'token'
}

export type { ShownSecret }

export function showSecret(secret: string): ShownSecret {
  return new ShownSecret(secret)
}

/**
 * Who holds the secret that is shown. The answer is kept for a moment; whatever signs or writes checks the credential again.
 *
 * A secret is looked up by its SHA-256, so how long a look-up takes says nothing about the secret itself. A credential
 * that ended leaves an entry in the audit log: somebody still has it.
 *
 * @throws ServiceError `UNAUTHENTICATED`, in the same words whatever is wrong with it.
 */
export async function authenticate(
  deps: Deps,
  shown: string | ShownSecret,
  requestId = deps.newId(),
): Promise<KnownCaller> {
  const { secret, sha256, cacheKey, kind } = typeof shown === 'string' ? new ShownSecret(shown) : shown
  if (kind === 'neither') throw notValid()
  return remembered(deps, cacheKey, requestId, async () => {
    if (kind === 'jwt') return [findApplication('workload'), await acceptWorkload(deps, secret)]
    return [kind === 'session' ? findPerson : findApplication('secret'), sha256]
  })
}

/**
 * Which application a client certificate is bound to, whose key was proved in the handshake of TLS.
 *
 * @param der of the certificate.
 * @returns undefined for one that is bound to none: then whoever shows it is as anybody else.
 * @throws ServiceError `UNAUTHENTICATED` when it has ended, or this office has revoked it.
 */
export async function authenticateCertificate(
  deps: Deps,
  der: Uint8Array,
  requestId: string,
): Promise<KnownCaller | undefined> {
  const sha256 = hash('sha256', der, 'buffer')
  if (!(await asService(deps, (tx) => knowsToken(tx, sha256)))) return undefined
  return remembered(deps, cacheKeyOf(sha256), requestId, async () => {
    if (await asService(deps, (tx) => isRevokedCertificate(tx, der))) throw notValid()
    return [findApplication('certificate'), sha256]
  })
}

/** @param shown how what was shown is looked up, and by what. */
function remembered(
  deps: Deps,
  cacheKey: string,
  requestId: string,
  shown: () => Promise<readonly [Find, Uint8Array]>,
): Promise<KnownCaller> {
  return deps.caches.callers.remember(cacheKey, async () => {
    const [find, sha256] = await shown()
    const found = await asService(deps, (tx) => find(tx, sha256, deps.clock.now()))
    if (found === undefined) throw notValid()
    if (found.live) return found.caller
    const error = notValid()
    await deps.denials.record({ requestId, caller: found.caller }, 'authenticate', error)
    throw error
  })
}

/** One of this office's own ends with its revocation; of others their authority's list is not known here. */
async function isRevokedCertificate(tx: Tx, der: Uint8Array): Promise<boolean> {
  const ours = await listCertificatesBySerial(tx, serviceScope, parseCertificate(der).serialNumber)
  return ours.some((one) => one.state === 'issued' && one.revocation !== null && equalBytes(one.der, der))
}

type Find = (tx: Tx, sha256: Uint8Array, now: Date) => Promise<Found | undefined>

interface Found {
  readonly caller: KnownCaller
  readonly live: boolean
}

function findApplication(kind: TokenKind): Find {
  return (tx, sha256, now) => applicationOf(tx, sha256, kind, now)
}

async function applicationOf(
  tx: Tx,
  sha256: Uint8Array,
  kind: TokenKind,
  now: Date,
): Promise<Found | undefined> {
  const found = await findTokenBySha256(tx, sha256, kind)
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
  const held = await heldGrants(tx, { personId }, now)
  const grants = session.method === 'passkey' ? held : held.map(withoutPasskey)
  return { caller: { kind: 'person', personId, sessionId: session.id, unitId, unitPath, grants }, live }
}

async function heldGrants(tx: Tx, holder: GrantHolder, now: Date): Promise<readonly HeldGrant[]> {
  return (await grantsInForce(tx, serviceScope, holder, now)).map(heldGrant)
}

/** What is left of a grant in a session that no passkey opened. */
function withoutPasskey(grant: HeldGrant): HeldGrant {
  return { ...grant, actions: grant.actions.filter((action) => oidcActions.has(action)) }
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

function heldGrant(grant: Grant): HeldGrant {
  const { id, unitId, unitPath, keyId, formats, limit, emergency, delegatedFrom, expiresAt } = grant
  const held = actionsOf(grant.role, grant.actions, keyId !== null)
  const actions = 'personId' in grant.holder ? held : held.filter((action) => !personalActions.has(action))
  const handedOn = delegatedFrom !== null
  return { grantId: id, unitId, unitPath, actions, keyId, formats, limit, emergency, handedOn, expiresAt }
}

function cacheKeyOf(sha256: Buffer): string {
  return sha256.toString('base64')
}

export function secretDigest(secret: string): Buffer {
  return hash('sha256', secret, 'buffer')
}

function notValid(): ServiceError {
  return new ServiceError('UNAUTHENTICATED', 'the token is not valid')
}
