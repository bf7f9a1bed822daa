// Signing in at the organisation's own identity provider: a session that reads and proposes. Whatever binds takes a passkey.

import { createHash } from 'node:crypto'
import { toBase64Url } from '../bytes.ts'
import { theService } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import type { Attempt, IdentityClaims, IdentityProvider } from '../outside/identity-provider.ts'
import { findOidcSubject, insertOidcSubject } from '../registry/oidc-subjects.ts'
import { findPersonById, findPersonByName } from '../registry/people.ts'
import type { Person } from '../registry/person.ts'
import { serviceScope } from '../registry/scope.ts'
import { asService, type Tx } from './as-caller.ts'
import type { Deps } from './deps.ts'
import { record } from './record.ts'
import { type OpenedSession, openSession } from './sign-in.ts'

export interface SingleSignOn {
  readonly provider: IdentityProvider
  /** As the provider calls itself in what it signs. */
  readonly issuer: string
  /** One of these must be told; empty: whatever is. */
  readonly acr: readonly string[]
  /** One of these must be among those told; empty: whatever is. */
  readonly amr: readonly string[]
  /** Whether a person whose name is the verified e-mail is linked by that. */
  readonly linksByEmail: boolean
}

/** As long as a person may take at the provider. */
export const attemptLifetimeMs = 600_000
const secretOctets = 32
const memoryForm = /^([A-Za-z0-9_-]{43})\.([A-Za-z0-9_-]{43})\.([A-Za-z0-9_-]{43})\.(\d{13})$/

/**
 * @returns where the browser goes, and what it keeps until it comes back.
 * @throws ServiceError `NOT_FOUND` where none is set up; `OUTSIDE_UNAVAILABLE`.
 */
export async function beginSingleSignOn(
  deps: Deps,
): Promise<{ readonly address: string; readonly memory: string }> {
  const { provider, acr } = requireSetUp(deps)
  const secret = (): string => toBase64Url(deps.random(secretOctets))
  const attempt: Attempt = { state: secret(), nonce: secret(), verifier: secret() }
  const address = await provider.begin(attempt, acr)
  const endsAt = deps.clock.now().getTime() + attemptLifetimeMs
  return { address, memory: [attempt.state, attempt.nonce, attempt.verifier, endsAt].join('.') }
}

/**
 * @param answer the query with which the browser came back.
 * @param memory what it kept; undefined when that is gone, or was never there.
 * @throws ServiceError `UNAUTHENTICATED`, in the same words whatever is wrong; `OUTSIDE_UNAVAILABLE`, `NOT_FOUND`.
 */
export async function finishSingleSignOn(
  deps: Deps,
  requestId: string,
  answer: URLSearchParams,
  memory: string | undefined,
): Promise<OpenedSession> {
  const { provider, ...rules } = requireSetUp(deps)
  const attempt = attemptIn(memory, deps.clock.now())
  if (attempt === undefined) throw refused()
  const claims = await provider.finish(answer, attempt)
  if (!isStrongEnough(claims, rules)) throw refused()
  const { person, linkId } = await asService(deps, (tx) => personOf(deps, tx, claims, rules.linksByEmail))
  if (person === undefined || person.disabledAt !== null) throw refused()
  if (linkId !== undefined) {
    const details = { person: person.id, link: linkId, by: 'verified e-mail' }
    await record(
      deps,
      { requestId, caller: theService },
      { operation: 'linkSubject', unitId: person.unitId, details },
    )
  }
  if (!deps.signInAttempts.take(person.id))
    throw new ServiceError('RATE_EXCEEDED', 'this person tried to sign in too often; come back in a minute')
  return openSession(deps, requestId, person, {
    method: 'oidc',
    passkeyId: null,
    challengeSha256: createHash('sha256').update(attempt.nonce).digest(),
  })
}

function requireSetUp({ singleSignOn }: Deps): SingleSignOn {
  if (singleSignOn === undefined) throw new ServiceError('NOT_FOUND', 'no identity provider is set up here')
  return singleSignOn
}

function attemptIn(memory: string | undefined, now: Date): Attempt | undefined {
  const [, state, nonce, verifier, endsAt] = memoryForm.exec(memory ?? '') ?? []
  if (state === undefined || nonce === undefined || verifier === undefined) return undefined
  return Number(endsAt) > now.getTime() ? { state, nonce, verifier } : undefined
}

function isStrongEnough(claims: IdentityClaims, { acr, amr }: Pick<SingleSignOn, 'acr' | 'amr'>): boolean {
  const hasClass = acr.length === 0 || (claims.acr !== null && acr.includes(claims.acr))
  const hasMethod = amr.length === 0 || amr.some((method) => claims.amr.includes(method))
  return hasClass && hasMethod
}

async function personOf(
  deps: Deps,
  tx: Tx,
  { issuer, subject, verifiedEmail }: IdentityClaims,
  linksByEmail: boolean,
): Promise<{ readonly person?: Person | undefined; readonly linkId?: string }> {
  const link = await findOidcSubject(tx, issuer, subject)
  if (link !== undefined) return { person: await findPersonById(tx, serviceScope, link.personId) }
  if (!linksByEmail || verifiedEmail === null) return {}
  const person = await findPersonByName(tx, serviceScope, verifiedEmail.toLowerCase())
  if (person === undefined || person.disabledAt !== null) return {}
  const createdAt = deps.clock.now()
  const linkId = deps.newId()
  await insertOidcSubject(tx, { id: linkId, issuer, subject, personId: person.id, createdAt })
  return { person, linkId }
}

/** Who it was to be is the provider's to know, and none of the browser's that asked. */
function refused(): ServiceError {
  return new ServiceError('UNAUTHENTICATED', 'the identity provider vouches for nobody who is known here')
}
