// New key material by OpenSSL, checked pairwise before anybody uses it.

import { createPublicKey, generateKeyPair, hkdfSync, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import { type KeyAlgorithm, keyAlgorithmFacts } from '../crypto/algorithms.ts'
import { isKeyOf } from './opened-key.ts'
import { checkPair } from './pairwise-check.ts'
import { type SecretBytes, secretBytes } from './secret-bytes.ts'
import type { Random } from './wrapping.ts'

export interface KeyMaterial {
  /** DER of PKCS#8 PrivateKeyInfo, or a secret key as it is. */
  readonly secret: SecretBytes
  /** DER of SubjectPublicKeyInfo; of a secret key its check value. */
  readonly publicKey: Uint8Array
}

/**
 * Makes a key. RSA takes up to some seconds, on the thread pool.
 *
 * @param random for secret keys; key pairs come from OpenSSL's own generator.
 * @throws Error when a pair fails its check.
 */
export async function makeKeyMaterial(algorithm: KeyAlgorithm, random: Random): Promise<KeyMaterial> {
  const { keyOctets } = keyAlgorithmFacts(algorithm)
  if (keyOctets !== undefined) return secretMaterial(secretBytes(random(keyOctets)))
  const { privateKey, publicKey } = await generatePair(algorithm)
  return pairMaterial(algorithm, privateKey, publicKey)
}

/** Takes ownership of `secret`. */
export function secretMaterial(secret: SecretBytes): KeyMaterial {
  return { secret, publicKey: checkValue(secret) }
}

/**
 * PKCS#8 as OpenSSL writes it: of ML-DSA and ML-KEM the seed alone, from which everything follows (RFC 9881 §6,
 * RFC 9935 §6).
 *
 * @throws Error when the halves do not belong together.
 */
export async function pairMaterial(
  algorithm: KeyAlgorithm,
  privateKey: KeyObject,
  publicKey: KeyObject = createPublicKey(privateKey.export({ format: 'pem', type: 'pkcs8' })),
): Promise<KeyMaterial> {
  if (!isKeyOf(algorithm, privateKey)) throw new Error(`a new key is not of ${algorithm}`)
  await checkPair(algorithm, privateKey, publicKey)
  return {
    secret: secretBytes(privateKey.export({ format: 'der', type: 'pkcs8' })),
    publicKey: publicKey.export({ format: 'der', type: 'spki' }),
  }
}

/** Tells secret keys apart and reveals nothing of them. HKDF keeps it apart from what the key itself computes. */
function checkValue(secret: SecretBytes): Uint8Array {
  const info = 'chancery key check value v1'
  return new Uint8Array(hkdfSync('sha256', secret.dangerouslyRevealBytes(), new Uint8Array(0), info, 32))
}

const generateKeyPairAsync = promisify(generateKeyPair)

function generatePair(
  algorithm: KeyAlgorithm,
): Promise<{ readonly privateKey: KeyObject; readonly publicKey: KeyObject }> {
  const { keyType, curve, modulusBits } = keyAlgorithmFacts(algorithm)
  switch (keyType) {
    case 'ec':
      if (curve === undefined) throw new Error(`algorithm ${algorithm} names no curve`)
      return generateKeyPairAsync('ec', { namedCurve: curve })
    case 'rsa':
      if (modulusBits === undefined) throw new Error(`algorithm ${algorithm} names no modulus length`)
      return generateKeyPairAsync('rsa', { modulusLength: modulusBits, publicExponent: 65537 })
    case 'ed25519':
      return generateKeyPairAsync('ed25519')
    case 'ed448':
      return generateKeyPairAsync('ed448')
    case 'x25519':
      return generateKeyPairAsync('x25519')
    case 'ml-dsa-44':
    case 'ml-dsa-65':
    case 'ml-dsa-87':
      return generateKeyPairAsync(keyType)
    case 'ml-kem-512':
    case 'ml-kem-768':
    case 'ml-kem-1024':
      return generateKeyPairAsync(keyType)
    case 'secret':
      throw new Error(`algorithm ${algorithm} has no key pairs`)
  }
}
