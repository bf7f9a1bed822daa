// `signIn`: a person answers a challenge with a passkey and gets a session; `signOut` ends it.

import { createHash } from 'node:crypto'
import type { AuthenticationResponseJSON } from '@simplewebauthn/server'
import { toBase64Url } from '../bytes.ts'
import { type Call, type PersonCaller, theService } from '../caller.ts'
import { isServiceError, ServiceError } from '../errors.ts'
import { isUniqueViolation } from '../registry/database-errors.ts'
import type { Person, Session } from '../registry/person.ts'
import { insertSession } from '../registry/sessions.ts'
import { asService } from './as-caller.ts'
import { secretDigest, sessionPrefix } from './authenticate.ts'
import type { Deps } from './deps.ts'
import { type PasskeyHolder, passkeyOf, requireAnswer } from './passkeys.ts'
import { record } from './record.ts'
import { relyingParty } from './relying-party.ts'
import { isOurChallenge, makeChallenge } from './sign-in-challenge.ts'
import { type TokenBuckets, tokenBuckets } from './token-buckets.ts'
import { notVerified } from './webauthn.ts'

/** A working day; without use it ends earlier (`idleSessionMs`). */
export const sessionLifetimeMs = 12 * 3_600_000
const secretOctets = 32

/** A person signs in a few times in a row, and then not for a while; whoever has not the passkey gets no further anyway. */
export function signInAttempts(nowMs: () => number): TokenBuckets {
  return tokenBuckets({ capacity: 10, perSecond: 1 / 6, nowMs })
}

/** What a browser is asked (PublicKeyCredentialRequestOptionsJSON). Whoever asks is nobody yet, so no passkey is named. */
export interface SignInOptions {
  readonly challenge: string
  readonly rpId: string
  readonly timeout: number
  readonly userVerification: 'required'
}

export interface OpenedSession {
  readonly session: Session
  readonly person: Person
  /** Shown this once; the registry keeps its SHA-256. */
  readonly secret: string
}

/** @throws ServiceError `INVALID_ARGUMENT` when no browser has passkeys for the public address. */
export async function signInOptions(deps: Deps): Promise<SignInOptions> {
  const { id } = relyingParty(deps.publicUrl)
  return {
    challenge: toBase64Url(await makeChallenge(deps)),
    rpId: id,
    timeout: 110_000,
    userVerification: 'required',
  }
}

/**
 * Opens a session. What was refused of a passkey that is known leaves an entry: somebody tries with it.
 *
 * @throws ServiceError `UNAUTHENTICATED`, in the same words whatever is wrong; `RATE_EXCEEDED`.
 */
export async function signIn(
  deps: Deps,
  requestId: string,
  response: AuthenticationResponseJSON,
): Promise<OpenedSession> {
  const challenge = challengeIn(response)
  const holder = await passkeyOf(deps, response)
  if (holder === undefined) throw notVerified()
  if (!deps.signInAttempts.take(holder.person.id))
    throw new ServiceError('RATE_EXCEEDED', 'this person tried to sign in too often; come back in a minute')
  try {
    if (!(await isOurChallenge(deps, challenge))) throw notVerified()
    await requireAnswer(deps, holder, challenge, response)
    return await openSession(deps, requestId, holder.person, {
      method: 'passkey',
      passkeyId: holder.passkey.id,
      challengeSha256: createHash('sha256').update(challenge).digest(),
    })
  } catch (error) {
    await noteRefusal(deps, requestId, holder, error)
    throw error
  }
}

export interface Proof {
  readonly method: Session['method']
  readonly passkeyId: string | null
  /** Of what was answered: it opens no second session. */
  readonly challengeSha256: Uint8Array
}

/** @throws ServiceError `UNAUTHENTICATED` when the challenge has opened a session before. */
export async function openSession(
  deps: Deps,
  requestId: string,
  person: Person,
  proof: Proof,
): Promise<OpenedSession> {
  const secret = sessionPrefix + toBase64Url(deps.random(secretOctets))
  const now = deps.clock.now()
  const session = await asService(deps, (tx) =>
    insertSession(tx, {
      id: deps.newId(),
      personId: person.id,
      sha256: secretDigest(secret),
      ...proof,
      createdAt: now,
      expiresAt: new Date(now.getTime() + sessionLifetimeMs),
    }),
  ).catch((error: unknown) => {
    throw isUniqueViolation(error, 'sessions_challenge_sha256_key') ? notVerified(error) : error
  })
  const caller: PersonCaller = {
    kind: 'person',
    personId: person.id,
    sessionId: session.id,
    unitId: person.unitId,
    unitPath: person.unitPath,
    grants: [],
  }
  await record(
    deps,
    { requestId, caller },
    {
      operation: 'signIn',
      unitId: person.unitId,
      details: {
        method: proof.method,
        ...(proof.passkeyId === null ? {} : { passkey: proof.passkeyId }),
      },
    },
  )
  return { session, person, secret }
}

/** As many entries as attempts are allowed, and no more. */
async function noteRefusal(
  deps: Deps,
  requestId: string,
  { passkey, person }: PasskeyHolder,
  error: unknown,
): Promise<void> {
  if (!isServiceError(error) || error.code !== 'UNAUTHENTICATED') return
  const call: Call = { requestId, caller: theService }
  await record(deps, call, {
    operation: 'signIn',
    outcome: 'denied',
    unitId: person.unitId,
    details: { person: person.id, passkey: passkey.id, code: error.code },
  })
}

/** What the browser says it answered; the signature covers it. */
function challengeIn({ response }: AuthenticationResponseJSON): Uint8Array {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(response.clientDataJSON, 'base64url').toString('utf8'))
    const challenge: unknown = Reflect.get(Object(parsed), 'challenge')
    if (typeof challenge === 'string') return new Uint8Array(Buffer.from(challenge, 'base64url'))
  } catch {
    // Said below.
  }
  throw notVerified()
}
