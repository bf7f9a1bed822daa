// #primitives in Node: digests and signature verification by OpenSSL through node:crypto; what that does not
// have (DSA with checked parameters, another hash in MGF1) by digest-signature.ts.

import { constants, createHash, createPublicKey, hash as hashOnce, type KeyObject, verify } from 'node:crypto'
import { type HashAlgorithm, hashAlgorithms, type VerificationScheme } from './algorithms.ts'
import { mlDsaKeyOctets, type PublicKeyFacts, type StreamingDigest } from './primitives.ts'
import { bitsOf } from './rsa-verify.ts'
import { readSubjectPublicKey } from './subject-public-key-info.ts'
import { verifyDigest } from './verify-digest.ts'

export async function digest(hash: HashAlgorithm, data: Uint8Array): Promise<Uint8Array> {
  const { node, octets } = hashAlgorithms[hash]
  return hashOnce(node, data, { outputEncoding: 'buffer', outputLength: octets })
}

/** At once, for the many small hashes of a Merkle tree: a promise for each costs as much as the hash. */
export function sha256(data: Uint8Array): Uint8Array {
  // By way of a string: a Buffer lies outside the heap, and making and sweeping one costs as much again.
  const text = hashOnce('sha256', data, 'latin1')
  const octets = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i++) octets[i] = text.charCodeAt(i)
  return octets
}

export function createDigest(hash: HashAlgorithm): StreamingDigest {
  const { node, octets } = hashAlgorithms[hash]
  const state = createHash(node, { outputLength: octets })
  return {
    update: (data) => {
      state.update(data)
    },
    digest: async () => state.digest(),
  }
}

const ecHalfOctets: Readonly<Record<string, number>> = {
  prime256v1: 32,
  secp384r1: 48,
  secp521r1: 66,
  secp256k1: 32,
  brainpoolP256r1: 32,
  brainpoolP384r1: 48,
  brainpoolP512r1: 64,
}

// Parsing an SPKI costs as much as a verification, and one issuer verifies many certificates.
const parsedKeys = new Map<string, KeyObject>()
const parsedKeysLimit = 1000

function publicKey(spki: Uint8Array): KeyObject | undefined {
  const id = Buffer.from(spki.buffer, spki.byteOffset, spki.byteLength).toString('latin1')
  const known = parsedKeys.get(id)
  if (known !== undefined) return known
  try {
    const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' })
    if (!isUsable(key) || !isPlainCurve(key, spki)) return undefined
    if (parsedKeys.size >= parsedKeysLimit) parsedKeys.clear()
    parsedKeys.set(id, key)
    return key
  } catch {
    return undefined
  }
}

const exponentLimit = 1n << 64n

/**
 * With the exponent 1 a signature is its own proof, and one as long as the modulus makes a check cost its sender nothing
 * and us as much as signing: OpenSSL takes both.
 */
function isUsable(key: KeyObject): boolean {
  const exponent = key.asymmetricKeyDetails?.publicExponent
  return exponent === undefined || (exponent > 1n && exponent < exponentLimit)
}

/**
 * RFC 5480 §2.1.1 and §2.2: a curve goes by its name, and a point has no hybrid form. OpenSSL takes parameters that are
 * spelled out, a browser does not, and a document has one verdict.
 */
function isPlainCurve({ asymmetricKeyType }: KeyObject, spki: Uint8Array): boolean {
  if (asymmetricKeyType !== 'ec') return true
  const key = readSubjectPublicKey(spki)
  return key?.kind === 'ec' && (key.point[0] ?? 0) <= 4
}

export async function publicKeyFacts(spki: Uint8Array): Promise<PublicKeyFacts | undefined> {
  const key = publicKey(spki)
  if (key === undefined) return undefined
  const details = key.asymmetricKeyDetails
  switch (key.asymmetricKeyType) {
    case 'ed25519':
    case 'ed448':
      return { kind: key.asymmetricKeyType, bits: key.asymmetricKeyType === 'ed25519' ? 255 : 448 }
    case 'ec': {
      const half = ecHalfOctets[details?.namedCurve ?? '']
      return half === undefined
        ? undefined
        : { kind: 'ec', curve: details?.namedCurve ?? '', bits: half === 66 ? 521 : half * 8 }
    }
    case 'rsa':
    case 'rsa-pss':
      return { kind: 'rsa', bits: details?.modulusLength ?? 0 }
    case 'dsa': {
      const parts = readSubjectPublicKey(spki)
      return parts?.kind === 'dsa' ? { kind: 'dsa', bits: bitsOf(parts.p) } : undefined
    }
    case 'ml-dsa-44':
    case 'ml-dsa-65':
    case 'ml-dsa-87':
      return { kind: key.asymmetricKeyType, bits: 8 * mlDsaKeyOctets[key.asymmetricKeyType] }
    default:
      return undefined
  }
}

/** @returns false for a wrong signature and for anything malformed; it never throws on input. */
export async function verifySignature(
  scheme: VerificationScheme,
  spki: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  const key = publicKey(spki)
  if (key === undefined) return false
  try {
    switch (scheme.kind) {
      case 'ed25519':
      case 'ed448':
      case 'ml-dsa-44':
      case 'ml-dsa-65':
      case 'ml-dsa-87':
        return key.asymmetricKeyType === scheme.kind && verify(null, message, key, signature)
      case 'dsa':
        // OpenSSL does not check the domain parameters.
        return verifyDigest(scheme, spki, await digest(scheme.hash, message), signature)
      case 'ecdsa':
        return (
          key.asymmetricKeyType === 'ec' && verify(hashAlgorithms[scheme.hash].node, message, key, signature)
        )
      case 'rsa-pkcs1':
        return (
          key.asymmetricKeyType === 'rsa' &&
          verify(
            hashAlgorithms[scheme.hash].node,
            message,
            { key, padding: constants.RSA_PKCS1_PADDING },
            signature,
          )
        )
      case 'rsa-pss':
        // node:crypto has no argument for MGF1's hash: OpenSSL takes that of the key, else that of the message.
        if (hashAlgorithms[scheme.mgf1Hash].node !== mgf1HashOf(key, scheme.hash))
          return verifyDigest(scheme, spki, await digest(scheme.hash, message), signature)
        return (
          (key.asymmetricKeyType === 'rsa' || key.asymmetricKeyType === 'rsa-pss') &&
          verify(
            hashAlgorithms[scheme.hash].node,
            message,
            { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: scheme.saltOctets },
            signature,
          )
        )
    }
  } catch {
    return false
  }
}

function mgf1HashOf({ asymmetricKeyDetails }: KeyObject, hash: HashAlgorithm): string {
  return asymmetricKeyDetails?.mgf1HashAlgorithm ?? hashAlgorithms[hash].node
}
