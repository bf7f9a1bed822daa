// Keys that are open in memory, parsed once and kept: parsing costs as much as signing.

import { createPrivateKey, createSecretKey, type KeyObject, type SignKeyObjectInput } from 'node:crypto'
import {
  type CipherAlgorithm,
  hashAlgorithms,
  isCipherAlgorithm,
  isMacAlgorithm,
  isOpeningAlgorithm,
  isSignatureAlgorithm,
  type KeyAlgorithm,
  keyAlgorithmFacts,
  type MacAlgorithm,
  type OpeningAlgorithm,
  type SignatureAlgorithm,
  signatureAlgorithmFacts,
} from '../crypto/algorithms.ts'
import { ServiceError } from '../errors.ts'
import type { KeyAttribute, KeyIdentity } from './handle.ts'
import type { SecretBytes } from './secret-bytes.ts'
import { signatureOptions } from './signature-options.ts'

export interface OpenedSigningKey {
  readonly use: 'sign'
  readonly algorithm: SignatureAlgorithm
  readonly attributes: readonly KeyAttribute[]
  readonly input: SignKeyObjectInput & { readonly key: KeyObject }
  /** Name of the hash for node:crypto; null for what hashes inside. */
  readonly hash: string | null
  /** Fast ones are signed on the spot; for slow ones a hop to libuv's thread pool costs less than the wait. */
  readonly fast: boolean
}

export interface OpenedOpeningKey {
  readonly use: 'open'
  readonly algorithm: OpeningAlgorithm
  readonly key: KeyObject
}

export interface OpenedCipherKey {
  readonly use: 'encrypt'
  readonly algorithm: CipherAlgorithm
  readonly version: number
  readonly key: KeyObject
}

export interface OpenedMacKey {
  readonly use: 'mac'
  readonly algorithm: MacAlgorithm
  readonly key: KeyObject
}

export type OpenedKey = OpenedSigningKey | OpenedOpeningKey | OpenedCipherKey | OpenedMacKey
export type OpenedFor<U extends OpenedKey['use']> = Extract<OpenedKey, { readonly use: U }>

/**
 * @param secret DER of PKCS#8 PrivateKeyInfo, or a secret key as it is.
 * @throws Error when it is not a key of this algorithm: a wrapped key that opened must hold what its identity says.
 */
export function openKey(
  { algorithm, version, attributes }: Pick<KeyIdentity, 'algorithm' | 'version' | 'attributes'>,
  secret: SecretBytes,
): OpenedKey {
  if (isSignatureAlgorithm(algorithm)) return openSigningKey(algorithm, attributes, secret)
  if (isOpeningAlgorithm(algorithm))
    return { use: 'open', algorithm, key: parsePrivateKey(algorithm, secret) }
  const key = parseSecretKey(algorithm, secret)
  if (isCipherAlgorithm(algorithm)) return { use: 'encrypt', algorithm, version, key }
  if (isMacAlgorithm(algorithm)) return { use: 'mac', algorithm, key }
  throw new Error(`no use is known of a key of ${algorithm}`)
}

/** @throws ServiceError `PURPOSE_MISMATCH` when the key is for something else. */
export function openedFor<U extends OpenedKey['use']>(key: OpenedKey, use: U): OpenedFor<U> {
  if (isFor(key, use)) return key
  throw new ServiceError('PURPOSE_MISMATCH', `a key of ${key.algorithm} cannot ${use}`)
}

function isFor<U extends OpenedKey['use']>(key: OpenedKey, use: U): key is OpenedFor<U> {
  return key.use === use
}

function openSigningKey(
  algorithm: SignatureAlgorithm,
  attributes: readonly KeyAttribute[],
  secret: SecretBytes,
): OpenedSigningKey {
  const facts = signatureAlgorithmFacts(algorithm)
  return {
    use: 'sign',
    algorithm,
    attributes,
    input: { key: parsePrivateKey(algorithm, secret), ...signatureOptions(algorithm) },
    hash: facts.hash === undefined ? null : hashAlgorithms[facts.hash].node,
    fast: facts.keyType === 'ed25519' || facts.curve === 'P-256',
  }
}

/** @throws Error when it is no private key of the algorithm. The message never quotes it. */
export function parsePrivateKey(algorithm: KeyAlgorithm, secret: SecretBytes): KeyObject {
  const bytes = secret.dangerouslyRevealBytes()
  const key = createPrivateKey({
    key: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    format: 'der',
    type: 'pkcs8',
  })
  if (isKeyOf(algorithm, key)) return key
  throw new Error(`a private key under the name of ${algorithm} is of another type`)
}

function parseSecretKey(algorithm: KeyAlgorithm, secret: SecretBytes): KeyObject {
  const bytes = secret.dangerouslyRevealBytes()
  if (bytes.length !== keyAlgorithmFacts(algorithm).keyOctets)
    throw new Error(`a secret key under the name of ${algorithm} has another length`)
  return createSecretKey(bytes)
}

const curveNames = { 'P-256': 'prime256v1', 'P-384': 'secp384r1', 'P-521': 'secp521r1' } as const

/** Whether `key`, private or public, is of the type, curve and size that `algorithm` says. */
export function isKeyOf(algorithm: KeyAlgorithm, key: KeyObject): boolean {
  const facts = keyAlgorithmFacts(algorithm)
  if (key.asymmetricKeyType !== facts.keyType) return false
  const details = key.asymmetricKeyDetails
  if (facts.curve !== undefined) return details?.namedCurve === curveNames[facts.curve]
  return facts.modulusBits === undefined || details?.modulusLength === facts.modulusBits
}
