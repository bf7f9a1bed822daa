// #primitives in a browser: digests, curves and ML-DSA by @noble, RSA by rsa-verify.ts. Answers as primitives-node.ts does;
// the same vectors run on both. Nothing secret passes here.

import { ed448 } from '@noble/curves/ed448.js'
import { ed25519 } from '@noble/curves/ed25519.js'
import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js'
import { ml_dsa44, ml_dsa65, ml_dsa87 } from '@noble/post-quantum/ml-dsa.js'
import type { HashAlgorithm, VerificationScheme } from './algorithms.ts'
import { curves, hashes, isCurve, verifyDigestUnder } from './digest-signature.ts'
import type { PublicKeyFacts, StreamingDigest } from './primitives.ts'
import { bitsOf } from './rsa-verify.ts'
import { readSubjectPublicKey, type SubjectPublicKey } from './subject-public-key-info.ts'

export async function digest(hash: HashAlgorithm, data: Uint8Array): Promise<Uint8Array> {
  return hashes[hash](data)
}

/** At once, as its twin in Node. */
export function sha256(data: Uint8Array): Uint8Array {
  return nobleSha256(data)
}

export function createDigest(hash: HashAlgorithm): StreamingDigest {
  const state = hashes[hash].create()
  return {
    update: (data) => {
      state.update(data)
    },
    digest: async () => state.digest(),
  }
}

const mlDsa = { 'ml-dsa-44': ml_dsa44, 'ml-dsa-65': ml_dsa65, 'ml-dsa-87': ml_dsa87 } as const

export async function publicKeyFacts(spki: Uint8Array): Promise<PublicKeyFacts | undefined> {
  const key = readSubjectPublicKey(spki)
  switch (key?.kind) {
    case undefined:
      return undefined
    case 'ed25519':
      return { kind: 'ed25519', bits: 255 }
    case 'ed448':
      return { kind: 'ed448', bits: 448 }
    case 'rsa':
      return { kind: 'rsa', bits: bitsOf(key.modulus) }
    case 'dsa':
      return { kind: 'dsa', bits: bitsOf(key.p) }
    case 'ml-dsa-44':
    case 'ml-dsa-65':
    case 'ml-dsa-87':
      return { kind: key.kind, bits: 8 * key.key.length }
    case 'ec':
      return isCurve(key.curve) && isPoint(key.curve, key.point)
        ? { kind: 'ec', curve: key.curve, bits: curves[key.curve].bits }
        : undefined
  }
}

function isPoint(name: keyof typeof curves, point: Uint8Array): boolean {
  return curves[name].curve.utils.isValidPublicKey(point)
}

/** @returns false for a wrong signature and for anything malformed; it never throws on input. */
export async function verifySignature(
  scheme: VerificationScheme,
  spki: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  const key = readSubjectPublicKey(spki)
  if (key === undefined) return false
  try {
    return verify(scheme, key, message, signature)
  } catch {
    return false
  }
}

function verify(
  scheme: VerificationScheme,
  key: SubjectPublicKey,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  switch (scheme.kind) {
    case 'ed25519':
      // RFC 8032: ZIP 215, the default, takes keys and points that no other verifier does.
      return key.kind === 'ed25519' && ed25519.verify(signature, message, key.point, { zip215: false })
    case 'ed448':
      return key.kind === 'ed448' && ed448.verify(signature, message, key.point, { zip215: false })
    case 'ml-dsa-44':
    case 'ml-dsa-65':
    case 'ml-dsa-87':
      return key.kind === scheme.kind && mlDsa[scheme.kind].verify(signature, message, key.key)
    default:
      return verifyDigestUnder(scheme, key, hashes[scheme.hash](message), signature)
  }
}
