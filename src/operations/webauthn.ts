// What browsers answer for a passkey, parsed and judged (WebAuthn Level 3 §7.1, §7.2). Nothing here knows people or rows.

import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import { z } from 'zod'
import { toBase64Url } from '../bytes.ts'
import { ServiceError } from '../errors.ts'
import { parseDer } from '../formats/asn1/reader.ts'
import type { RelyingParty } from './relying-party.ts'

/** COSE algorithms of new passkeys (RFC 9053 §2): ES256, EdDSA, RS256. What every authenticator has one of. */
export const passkeyAlgorithms: readonly number[] = [-7, -8, -257]

export interface RegisteredCredential {
  readonly credentialId: Uint8Array
  /** COSE_Key (RFC 9052 §7). */
  readonly publicKey: Uint8Array
  readonly signCount: number
  readonly transports: readonly string[]
}

export interface KnownCredential {
  readonly credentialId: Uint8Array
  readonly publicKey: Uint8Array
  readonly signCount: number
}

const base64Url = (maxOctets: number) =>
  z
    .string()
    .regex(/^[A-Za-z0-9_-]*$/)
    .max(Math.ceil((maxOctets * 4) / 3))

// Unknown members are dropped: browsers add some, and nothing rests on them.
const credential = {
  id: base64Url(1023).min(1),
  rawId: base64Url(1023).min(1),
  type: z.literal('public-key'),
}

const registration = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: base64Url(4096),
    attestationObject: base64Url(65_536),
    transports: z.array(z.string().max(32)).max(16).default([]),
  }),
})

const assertion = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: base64Url(4096),
    authenticatorData: base64Url(8192),
    signature: base64Url(8192),
    userHandle: base64Url(64).nullish(),
  }),
})

/** The JSON form of a new credential (WebAuthn §5.1). @throws ServiceError `INVALID_ARGUMENT`. */
export function parseRegistration(value: unknown): RegistrationResponseJSON {
  const parsed = registration.safeParse(value)
  if (!parsed.success) throw wrongForm('RegistrationResponseJSON')
  return { ...parsed.data, clientExtensionResults: {} }
}

/** The JSON form of an assertion. @throws ServiceError `INVALID_ARGUMENT`. */
export function parseAssertion(value: unknown): AuthenticationResponseJSON {
  const parsed = assertion.safeParse(value)
  if (!parsed.success) throw wrongForm('AuthenticationResponseJSON')
  const { userHandle, ...response } = parsed.data.response
  return {
    ...parsed.data,
    response: userHandle == null ? response : { ...response, userHandle },
    clientExtensionResults: {},
  }
}

/**
 * Judges a new credential: challenge, origin, relying party, user verification, algorithm.
 *
 * Only attestations that name no manufacturer are taken (§8.7, and self attestation of §8.2): a certificate path would
 * be a stranger's to choose, and checking it would ask other hosts.
 *
 * @throws ServiceError `UNAUTHENTICATED`, in the same words whatever is wrong.
 */
export async function verifyRegistration(
  { id, origin }: RelyingParty,
  challenge: Uint8Array,
  response: RegistrationResponseJSON,
): Promise<RegisteredCredential> {
  // Loaded when the first passkey comes: a start does not wait for it.
  const { verifyRegistrationResponse } = await import('@simplewebauthn/server')
  const { decodeAttestationObject } = await import('@simplewebauthn/server/helpers')
  try {
    const attestation = decodeAttestationObject(octets(response.response.attestationObject))
    const format = attestation.get('fmt')
    const isAnonymous =
      format === 'none' || (format === 'packed' && attestation.get('attStmt').get('x5c') === undefined)
    if (!isAnonymous) throw new Error(`an attestation of the format ${format} was not asked for`)
    requireSameOrigin(response.response.clientDataJSON)
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response,
      expectedChallenge: toBase64Url(challenge),
      expectedOrigin: origin,
      expectedRPID: id,
      requireUserPresence: true,
      requireUserVerification: true,
      supportedAlgorithmIDs: [...passkeyAlgorithms],
    })
    if (!verified) throw new Error('the attestation does not verify')
    const { credential } = registrationInfo
    return {
      credentialId: octets(credential.id),
      publicKey: new Uint8Array(credential.publicKey),
      signCount: credential.counter,
      transports: response.response.transports ?? [],
    }
  } catch (cause) {
    throw notVerified(cause)
  }
}

/**
 * Judges an assertion: challenge, origin, relying party, user verification, signature, counter.
 *
 * @returns the new value of the counter; 0 of an authenticator that has none.
 * @throws ServiceError `UNAUTHENTICATED`, in the same words whatever is wrong.
 */
export async function verifyResponse(
  { id, origin }: RelyingParty,
  challenge: Uint8Array,
  response: AuthenticationResponseJSON,
  known: KnownCredential,
): Promise<{ readonly signCount: number }> {
  const { verifyAuthenticationResponse } = await import('@simplewebauthn/server')
  const { decodeCredentialPublicKey } = await import('@simplewebauthn/server/helpers')
  try {
    requireSameOrigin(response.response.clientDataJSON)
    const isEllipticCurve = decodeCredentialPublicKey(new Uint8Array(known.publicKey)).get(1) === 2
    if (isEllipticCurve) requireStrictDer(octets(response.response.signature))
    const credentialId = toBase64Url(known.credentialId)
    if (response.id !== credentialId) throw new Error('the assertion is of another passkey')
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge: toBase64Url(challenge),
      expectedOrigin: origin,
      expectedRPID: id,
      credential: {
        id: credentialId,
        publicKey: new Uint8Array(known.publicKey),
        counter: known.signCount,
      },
      requireUserVerification: true,
    })
    if (!verified) throw new Error('the signature does not verify')
    return { signCount: authenticationInfo.newCounter }
  } catch (cause) {
    throw notVerified(cause)
  }
}

/** Whatever is wrong with what a passkey said, whoever sent it learns the same. */
export function notVerified(cause?: unknown): ServiceError {
  return new ServiceError('UNAUTHENTICATED', 'the passkey was not accepted', { cause })
}

/** The library lets frames of other origins pass where the browser does not name the outermost page. */
function requireSameOrigin(clientDataJSON: string): void {
  const parsed: unknown = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString('utf8'))
  if (typeof parsed !== 'object' || parsed === null) throw new Error('clientDataJSON is no object')
  if (Reflect.get(parsed, 'crossOrigin') === true) throw new Error('the page stood in a frame of another')
}

/**
 * The library reads signatures of elliptic curves as BER, so one had many forms. What is kept as evidence of an approval
 * must verify elsewhere too: ECDSA-Sig-Value (§6.5.5) in DER.
 */
function requireStrictDer(signature: Uint8Array): void {
  parseDer('ECDSA-Sig-Value', signature, (reader) =>
    reader.sequence((inner) => [inner.integer(), inner.integer()]),
  )
}

function octets(base64UrlText: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(base64UrlText, 'base64url'))
}

function wrongForm(name: string): ServiceError {
  return new ServiceError('INVALID_ARGUMENT', `response is no ${name} (WebAuthn §5.1)`)
}
