// Signatures over a digest that was made elsewhere, checked without the message: ECDSA by @noble/curves, RSA by rsa-verify.ts,
// DSA by dsa-verify.ts.
// In a browser every ECDSA and RSA signature is checked here. Only public values pass, so time tells nothing.

import { brainpoolP256r1, brainpoolP384r1, brainpoolP512r1 } from '@noble/curves/misc.js'
import { p256, p384, p521 } from '@noble/curves/nist.js'
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { md5, sha1 } from '@noble/hashes/legacy.js'
import { sha224, sha256, sha384, sha512 } from '@noble/hashes/sha2.js'
import { sha3_256, sha3_384, sha3_512, shake256_64 } from '@noble/hashes/sha3.js'
import { concatBytes, fromHex } from '../bytes.ts'
import type { HashAlgorithm, VerificationScheme } from './algorithms.ts'
import { verifyDsa } from './dsa-verify.ts'
import { verifyPkcs1, verifyPss } from './rsa-verify.ts'
import { readSubjectPublicKey, type SubjectPublicKey } from './subject-public-key-info.ts'

export type DigestScheme = Extract<VerificationScheme, { readonly hash: HashAlgorithm }>

/**
 * @param digest by the hash of the scheme.
 * @returns false for a wrong signature, for anything malformed, and for a scheme that signs messages only.
 */
export async function verifyDigest(
  scheme: VerificationScheme,
  spki: Uint8Array,
  digest: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  const key = readSubjectPublicKey(spki)
  if (key === undefined || !('hash' in scheme) || digest.length !== hashes[scheme.hash].outputLen)
    return false
  try {
    return verifyDigestUnder(scheme, key, digest, signature)
  } catch {
    return false
  }
}

/** @throws Error for a malformed signature. */
export function verifyDigestUnder(
  scheme: DigestScheme,
  key: SubjectPublicKey,
  digest: Uint8Array,
  signature: Uint8Array,
): boolean {
  switch (scheme.kind) {
    case 'dsa':
      return key.kind === 'dsa' && verifyDsa(key, digest, signature)
    case 'ecdsa': {
      if (key.kind !== 'ec' || !isCurve(key.curve)) return false
      const { curve } = curves[key.curve]
      // Half of all signatures in the world have a high s; only blockchains refuse them, and the default does.
      const options = { prehash: false, lowS: false, format: 'der' } as const
      return curve.verify(signature, digest, key.point, options)
    }
    case 'rsa-pkcs1':
      if (key.kind !== 'rsa' || key.pss !== 'no') return false
      return verifyPkcs1(key, digestInfoPrefix(scheme.hash), digest, signature)
    case 'rsa-pss':
      if (key.kind !== 'rsa' || !isAllowedBy(key.pss, scheme)) return false
      return verifyPss(
        key,
        hashes[scheme.hash],
        hashes[scheme.mgf1Hash],
        scheme.saltOctets,
        digest,
        signature,
      )
  }
}

export const hashes = {
  md5,
  'sha-1': sha1,
  'sha-224': sha224,
  'sha-256': sha256,
  'sha-384': sha384,
  'sha-512': sha512,
  'sha3-256': sha3_256,
  'sha3-384': sha3_384,
  'sha3-512': sha3_512,
  'shake256-512': shake256_64,
} as const satisfies Record<HashAlgorithm, unknown>

export const curves = {
  prime256v1: { curve: p256, bits: 256 },
  secp384r1: { curve: p384, bits: 384 },
  secp521r1: { curve: p521, bits: 521 },
  secp256k1: { curve: secp256k1, bits: 256 },
  brainpoolP256r1: { curve: brainpoolP256r1, bits: 256 },
  brainpoolP384r1: { curve: brainpoolP384r1, bits: 384 },
  brainpoolP512r1: { curve: brainpoolP512r1, bits: 512 },
} as const

export function isCurve(name: string): name is keyof typeof curves {
  return Object.hasOwn(curves, name)
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
  md5: '300c06082a864886f70d02050500',
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
