// Signature and digest algorithms by their JOSE names (RFC 7518 §3.1, RFC 8037, RFC 9864; TS 119 182-1 §5.1.2).

import { type HashAlgorithm, hashAlgorithms, type VerificationScheme } from '../../crypto/algorithms.ts'
import type { PublicKeyFacts } from '../../crypto/primitives.ts'
import { integer, sequence } from '../asn1/writer.ts'

interface EcdsaName {
  readonly hash: HashAlgorithm
  /** As `PublicKeyFacts` names it: the algorithm fixes the curve. */
  readonly curve: string
  readonly halfOctets: number
}

const ecdsa: ReadonlyMap<string, EcdsaName> = new Map([
  ['ES256', { hash: 'sha-256', curve: 'prime256v1', halfOctets: 32 }],
  ['ES384', { hash: 'sha-384', curve: 'secp384r1', halfOctets: 48 }],
  ['ES512', { hash: 'sha-512', curve: 'secp521r1', halfOctets: 66 }],
])

const rsaHashes: ReadonlyMap<string, HashAlgorithm> = new Map([
  ['256', 'sha-256'],
  ['384', 'sha-384'],
  ['512', 'sha-512'],
])

/**
 * How a signature with `alg` by a key of this kind is checked.
 *
 * @returns undefined for an algorithm that is unknown, no signature (`none`, `HS256` …), or not of such a key.
 */
export function jwsScheme(alg: string, key: PublicKeyFacts): VerificationScheme | undefined {
  const curve = ecdsa.get(alg)
  if (curve !== undefined) {
    return key.kind === 'ec' && key.curve === curve.curve ? { kind: 'ecdsa', hash: curve.hash } : undefined
  }
  if (key.kind === 'ed25519' && (alg === 'EdDSA' || alg === 'Ed25519')) return { kind: 'ed25519' }
  if (key.kind === 'ed448' && (alg === 'EdDSA' || alg === 'Ed448')) return { kind: 'ed448' }
  const hash = rsaHashes.get(alg.slice(2))
  if (hash === undefined || key.kind !== 'rsa') return undefined
  if (alg.startsWith('RS')) return { kind: 'rsa-pkcs1', hash }
  if (alg.startsWith('PS')) {
    return { kind: 'rsa-pss', hash, mgf1Hash: hash, saltOctets: hashAlgorithms[hash].octets }
  }
  return undefined
}

/** Whether `alg` names a signature algorithm that is known, whatever the key. */
export function isJwsSignatureAlgorithm(alg: string): boolean {
  return ecdsa.has(alg) || ['EdDSA', 'Ed25519', 'Ed448'].includes(alg) || /^[RP]S(?:256|384|512)$/.test(alg)
}

/**
 * The signature value as the primitives take it.
 *
 * @returns undefined when it is not as long as `alg` demands (RFC 7518 §3.4: r and s, each as long as the curve's order).
 */
export function jwsSignatureValue(alg: string, value: Uint8Array): Uint8Array | undefined {
  const curve = ecdsa.get(alg)
  if (curve === undefined) return value
  if (value.length !== 2 * curve.halfOctets) return undefined
  return sequence(integer(value.subarray(0, curve.halfOctets)), integer(value.subarray(curve.halfOctets)))
}

const digestNames: ReadonlyMap<string, HashAlgorithm> = new Map([
  ['S256', 'sha-256'],
  ['S384', 'sha-384'],
  ['S512', 'sha-512'],
  ['S3-256', 'sha3-256'],
  ['S3-384', 'sha3-384'],
  ['S3-512', 'sha3-512'],
])

/** By the names of TS 119 182-1 clause 5.1.2 (`S256` …). */
export function digestByJsonName(name: string): HashAlgorithm | undefined {
  return digestNames.get(name)
}
