// #primitives in a browser: digests, curves and ML-DSA by @noble, RSA by rsa-verify.ts. Answers as primitives-node.ts does;
// the same vectors run on both. Nothing secret passes here.

import { ed448 } from '@noble/curves/ed448.js'
import { ed25519 } from '@noble/curves/ed25519.js'
import { brainpoolP256r1, brainpoolP384r1, brainpoolP512r1 } from '@noble/curves/misc.js'
import { p256, p384, p521 } from '@noble/curves/nist.js'
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { sha1 } from '@noble/hashes/legacy.js'
import { sha256 as nobleSha256, sha224, sha384, sha512 } from '@noble/hashes/sha2.js'
import { sha3_256, sha3_384, sha3_512, shake256_64 } from '@noble/hashes/sha3.js'
import { ml_dsa44, ml_dsa65, ml_dsa87 } from '@noble/post-quantum/ml-dsa.js'
import { concatBytes, fromHex } from '../bytes.ts'
import type { HashAlgorithm, VerificationScheme } from './algorithms.ts'
import type { PublicKeyFacts, StreamingDigest } from './primitives.ts'
import { bitsOf, verifyPkcs1, verifyPss } from './rsa-verify.ts'
import { readSubjectPublicKey, type SubjectPublicKey } from './subject-public-key-info.ts'

const hashes = {
  'sha-1': sha1,
  'sha-224': sha224,
  'sha-256': nobleSha256,
  'sha-384': sha384,
  'sha-512': sha512,
  'sha3-256': sha3_256,
  'sha3-384': sha3_384,
  'sha3-512': sha3_512,
  'shake256-512': shake256_64,
} as const satisfies Record<HashAlgorithm, unknown>

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

const curves = {
  prime256v1: { curve: p256, bits: 256 },
  secp384r1: { curve: p384, bits: 384 },
  secp521r1: { curve: p521, bits: 521 },
  secp256k1: { curve: secp256k1, bits: 256 },
  brainpoolP256r1: { curve: brainpoolP256r1, bits: 256 },
  brainpoolP384r1: { curve: brainpoolP384r1, bits: 384 },
  brainpoolP512r1: { curve: brainpoolP512r1, bits: 512 },
} as const

function isCurve(name: string): name is keyof typeof curves {
  return Object.hasOwn(curves, name)
}

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
    case 'ecdsa': {
      if (key.kind !== 'ec' || !isCurve(key.curve)) return false
      const { curve } = curves[key.curve]
      // Half of all signatures in the world have a high s; only blockchains refuse them, and the default does.
      const options = { prehash: false, lowS: false, format: 'der' } as const
      return curve.verify(signature, hashes[scheme.hash](message), key.point, options)
    }
    case 'rsa-pkcs1':
      if (key.kind !== 'rsa' || key.pss !== 'no') return false
      return verifyPkcs1(key, digestInfoPrefix(scheme.hash), hashes[scheme.hash](message), signature)
    case 'rsa-pss': {
      if (key.kind !== 'rsa' || !isAllowedBy(key.pss, scheme)) return false
      const hash = hashes[scheme.hash]
      return verifyPss(key, hash, hashes[scheme.mgf1Hash], scheme.saltOctets, hash(message), signature)
    }
  }
}

function isAllowedBy(
  pss: (SubjectPublicKey & { readonly kind: 'rsa' })['pss'],
  scheme: VerificationScheme & { readonly kind: 'rsa-pss' },
): boolean {
  if (pss === 'no' || pss === 'any') return true
  return (
    pss.hash === scheme.hash && pss.mgf1Hash === scheme.mgf1Hash && scheme.saltOctets >= pss.minSaltOctets
  )
}

/** DER of the hashes’ AlgorithmIdentifiers with NULL, as RFC 8017 §9.2 note 1 lists them. */
const hashIdentifiers: Readonly<Record<HashAlgorithm, string>> = {
  'sha-1': '300906052b0e03021a0500',
  'sha-224': '300d06096086480165030402040500',
  'sha-256': '300d06096086480165030402010500',
  'sha-384': '300d06096086480165030402020500',
  'sha-512': '300d06096086480165030402030500',
  'sha3-256': '300d06096086480165030402080500',
  'sha3-384': '300d06096086480165030402090500',
  'sha3-512': '300d060960864801650304020a0500',
  // RFC 8702 has PKCS #1 v1.5 with no SHAKE; the scheme never names it.
  'shake256-512': '300b060960864801650304020c',
}

function digestInfoPrefix(hash: HashAlgorithm): Uint8Array {
  const identifier = fromHex(hashIdentifiers[hash]) ?? new Uint8Array(0)
  const { outputLen } = hashes[hash]
  const octets = identifier.length + 2 + outputLen
  return concatBytes(Uint8Array.of(0x30, octets), identifier, Uint8Array.of(0x04, outputLen))
}
