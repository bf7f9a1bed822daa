// A key that was made elsewhere: it must be what it is said to be, and nothing of what came with it is believed.

import { createECDH, createPublicKey, type KeyObject } from 'node:crypto'
import { equalBytes, toHex } from '../bytes.ts'
import { type KeyAlgorithm, keyAlgorithmFacts } from '../crypto/algorithms.ts'
import { ServiceError } from '../errors.ts'
import { type KeyMaterial, pairMaterial, secretMaterial } from './key-material.ts'
import { parsePrivateKey } from './opened-key.ts'
import { isPublishedKey } from './published-keys.ts'
import { type SecretBytes, secretBytes, secretCopy } from './secret-bytes.ts'
import { weakModulus } from './weak-modulus.ts'

/**
 * @param secret DER of PKCS#8, or a secret key as it is. The caller disposes of it.
 * @returns the key as we would have written it, with the public key computed from the private one.
 * @throws ServiceError `INVALID_ARGUMENT` when it is no key of the algorithm, inconsistent or weak.
 */
export async function importedMaterial(algorithm: KeyAlgorithm, secret: SecretBytes): Promise<KeyMaterial> {
  const { keyOctets } = keyAlgorithmFacts(algorithm)
  if (keyOctets !== undefined) {
    const bytes = secret.dangerouslyRevealBytes()
    if (bytes.length !== keyOctets || isConstant(bytes)) throw noSuchKey(algorithm)
    return secretMaterial(secretCopy(bytes))
  }
  let key: KeyObject
  try {
    key = parsePrivateKey(algorithm, secret)
  } catch {
    throw noSuchKey(algorithm)
  }
  const weakness = weaknessOf(key)
  if (weakness !== undefined)
    throw new ServiceError('INVALID_ARGUMENT', `the key to be imported is weak: ${weakness}`)
  try {
    return await pairMaterial(algorithm, key)
  } catch {
    throw new ServiceError('INVALID_ARGUMENT', 'the parts of the key to be imported do not belong together')
  }
}

function noSuchKey(algorithm: KeyAlgorithm): ServiceError {
  return new ServiceError('INVALID_ARGUMENT', `what is to be imported is no key of ${algorithm}`)
}

function isConstant(bytes: Uint8Array): boolean {
  return bytes.every((octet) => octet === bytes[0])
}

/** What OpenSSL reads without complaint and nobody should use. */
function weaknessOf(key: KeyObject): string | undefined {
  if (isPublishedKey(createPublicKey(key).export({ format: 'der', type: 'spki' })))
    return 'it is published as an example'
  if (key.asymmetricKeyType === 'rsa') return rsaWeakness(key)
  if (key.asymmetricKeyType === 'ec') return ecWeakness(key)
  return undefined
}

const minExponent = 65537n

function rsaWeakness(key: KeyObject): string | undefined {
  const exponent = key.asymmetricKeyDetails?.publicExponent ?? 0n
  if (exponent < minExponent || exponent % 2n === 0n || exponent >= 1n << 64n)
    return `its public exponent is ${exponent}`
  const { n, p, q } = key.export({ format: 'jwk' })
  if (integer(p) * integer(q) !== integer(n)) return 'its primes do not give its modulus'
  return weakModulus(integer(n))
}

/** Numbers of that length are tried one after the other by whoever looks for keys. */
const guessableOctets = 8

/** OpenSSL takes the public point as it comes; here it is computed from the private scalar. */
function ecWeakness(key: KeyObject): string | undefined {
  const { d, x, y } = key.export({ format: 'jwk' })
  using scalar = secretBytes(Uint8Array.fromBase64(d ?? '', { alphabet: 'base64url' }))
  const bytes = scalar.dangerouslyRevealBytes()
  if (bytes.subarray(0, -guessableOctets).every((octet) => octet === 0)) return 'its scalar can be guessed'
  const curve = createECDH(key.asymmetricKeyDetails?.namedCurve ?? '')
  try {
    curve.setPrivateKey(bytes)
  } catch {
    return 'its scalar is out of range'
  }
  const point = Buffer.concat([
    Buffer.of(4),
    Buffer.from(x ?? '', 'base64url'),
    Buffer.from(y ?? '', 'base64url'),
  ])
  return equalBytes(curve.getPublicKey(), point) ? undefined : 'its public point is not that of its scalar'
}

function integer(base64url: string | undefined): bigint {
  return BigInt(`0x${toHex(Uint8Array.fromBase64(base64url ?? '', { alphabet: 'base64url' }))}`)
}
