// JSON signatures made for tests, with node:crypto and JSON.stringify alone.

import { createHash } from 'node:crypto'
import { toBase64, toBase64Url, utf8 } from '../../../src/bytes.ts'
import { type SignatureAlgorithm, signatureAlgorithmNames } from '../../../src/crypto/algorithms.ts'
import type { ReadableContent } from '../../../src/validation/formed-signature.ts'
import { readJsonSignatures } from '../../../src/validation/jades/read-json-signatures.ts'
import type { Identity } from '../../fixtures/pki.ts'
import { content, judged, rawSignature } from '../xml/signed-xml.ts'

/** Of the algorithms that a JWS can name (RFC 7518 §3.1, RFC 8037 §3.1). */
export const jwsNames: Readonly<Partial<Record<SignatureAlgorithm, string>>> = {
  ed25519: 'EdDSA',
  ed448: 'EdDSA',
  'ecdsa-p256': 'ES256',
  'ecdsa-p384': 'ES384',
  'ecdsa-p521': 'ES512',
  'rsa-pss-2048': 'PS256',
  'rsa-pss-3072': 'PS256',
  'rsa-pss-4096': 'PS512',
  'rsa-pkcs1-2048': 'RS256',
  'rsa-pkcs1-3072': 'RS256',
  'rsa-pkcs1-4096': 'RS512',
}
export const jwsAlgorithms = signatureAlgorithmNames.filter((name) => jwsNames[name] !== undefined)

export type Header = Readonly<Record<string, unknown>>

/** The protected header of JAdES B-B, with `more` over it. */
export function baseline({ algorithm, certificate }: Identity, more: Header = {}): Header {
  return {
    alg: jwsNames[algorithm],
    x5c: [toBase64(certificate)],
    'x5t#S256': thumbprint(certificate),
    sigT: '2026-06-13T12:00:00Z',
    crit: ['sigT'],
    ...more,
  }
}

export function thumbprint(octets: Uint8Array): string {
  return createHash('sha256').update(octets).digest('base64url')
}

export interface SignedParts {
  readonly protected: string
  readonly payload: string
  readonly signature: string
}

export interface PartsToSign {
  readonly signer: Identity
  readonly header?: Header | string
  /** As it is signed, so base64url unless b64 is false. */
  readonly payload: string
}

export function signedParts({ signer, header = baseline(signer), payload }: PartsToSign): SignedParts {
  const text = typeof header === 'string' ? header : JSON.stringify(header)
  const protectedText = toBase64Url(utf8(text))
  const value = rawSignature(signer, utf8(`${protectedText}.${payload}`))
  return { protected: protectedText, payload, signature: toBase64Url(new Uint8Array(value)) }
}

export function compact({ protected: header, payload, signature }: SignedParts): string {
  return `${header}.${payload}.${signature}`
}

export function flattened(parts: SignedParts, header?: Header): string {
  return JSON.stringify({ ...parts, ...(header === undefined ? {} : { header }) })
}

/** A component of etsiU, encoded. */
export function component(name: string, value: unknown): string {
  return toBase64Url(utf8(JSON.stringify({ [name]: value })))
}

export function tokens(...ders: readonly Uint8Array[]): unknown {
  return { tstTokens: ders.map((der) => ({ val: toBase64(der) })) }
}

export function readJson(text: string, contents: readonly Uint8Array[] = []) {
  return readJsonSignatures(utf8(text), { anonymous: contents.map((one): ReadableContent => content(one)) })
}

/** A line for each signature, as `judged` gives it; or the refusal of the whole. */
export async function verdictsOf(text: string, contents: readonly Uint8Array[] = []): Promise<string[]> {
  const { signatures } = await readJson(text, contents)
  const all: string[] = []
  for (const signature of signatures) all.push(await judged(signature))
  return all
}
