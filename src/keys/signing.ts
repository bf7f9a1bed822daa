// Private-key operations by OpenSSL through node:crypto: generation, and signing with parsed keys.

import {
  constants,
  createPrivateKey,
  generateKeyPair,
  type KeyObject,
  type SignKeyObjectInput,
  sign,
  verify,
} from 'node:crypto'
import { promisify } from 'node:util'
import { hashAlgorithms, type SignatureAlgorithm, signatureAlgorithmFacts } from '../crypto/algorithms.ts'
import { type SignatureValue, signatureValue } from '../crypto/signature-value.ts'
import { type SecretBytes, secretBytes } from './secret-bytes.ts'

/** A parsed private key: parsing costs as much as signing, so keys are parsed once and kept. */
export interface OpenedKey {
  readonly algorithm: SignatureAlgorithm
  readonly input: SignKeyObjectInput
  /** Name of the hash for node:crypto; null for Ed25519, which hashes inside. */
  readonly hash: string | null
  /** Fast ones are signed on the spot; for slow ones a hop to libuv's thread pool costs less than the wait. */
  readonly fast: boolean
}

export interface NewPrivateKey {
  /** DER of PKCS#8 PrivateKeyInfo. */
  readonly privateKey: SecretBytes
  /** DER of SubjectPublicKeyInfo. */
  readonly publicKey: Uint8Array
}

/** Signs each message in order: at once if the algorithm is fast, else on the thread pool, side by side. */
export async function signMessages(
  key: OpenedKey,
  messages: readonly Uint8Array[],
): Promise<readonly SignatureValue[]> {
  if (key.fast) return signMessagesNow(key, messages)
  return Promise.all(messages.map((message) => signOnThreadPool(key, message)))
}

/** Signs each message in order, on the calling thread. For `fast` keys: a slow one would hold up everybody. */
export function signMessagesNow(key: OpenedKey, messages: readonly Uint8Array[]): readonly SignatureValue[] {
  return messages.map((message) => signatureValue(sign(key.hash, message, key.input)))
}

/** Makes a private key. RSA takes up to some seconds, on the thread pool. */
export async function generatePrivateKey(algorithm: SignatureAlgorithm): Promise<NewPrivateKey> {
  const { privateKey, publicKey } = await generatePair(algorithm)
  return {
    privateKey: secretBytes(privateKey.export({ format: 'der', type: 'pkcs8' })),
    publicKey: publicKey.export({ format: 'der', type: 'spki' }),
  }
}

/**
 * @param privateKey DER of PKCS#8 PrivateKeyInfo.
 * @throws Error when it is not a key of this algorithm: a wrapped key that opened must hold what its identity says.
 */
export function openPrivateKey(algorithm: SignatureAlgorithm, privateKey: SecretBytes): OpenedKey {
  const bytes = privateKey.dangerouslyRevealBytes()
  const key = createPrivateKey({
    key: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    format: 'der',
    type: 'pkcs8',
  })
  const facts = signatureAlgorithmFacts(algorithm)
  if (!isKeyOf(algorithm, key))
    throw new Error(`a private key under the name of ${algorithm} is of another type`)
  return {
    algorithm,
    input: { key, ...signatureOptions(algorithm) },
    hash: facts.keyType === 'ed25519' ? null : hashAlgorithms[facts.hash].node,
    fast: facts.keyType === 'ed25519' || facts.curve === 'P-256',
  }
}

/**
 * Pairwise consistency check of a new key: what it signs verifies under the public key that is about to be
 * published (FIPS 140-3 IG 10.3.A).
 *
 * @throws Error when it does not: the key must not be used.
 */
export async function checkPair(key: OpenedKey, publicKey: Uint8Array): Promise<void> {
  const message = new TextEncoder().encode('chancery pairwise check')
  const [signature] = await signMessages(key, [message])
  if (signature === undefined || !verifyOwn(key.algorithm, publicKey, message, signature)) {
    throw new Error(`a new ${key.algorithm} key failed its pairwise check`)
  }
}

/** Verifies a signature of one of our own algorithms. @param publicKey DER of SubjectPublicKeyInfo. */
export function verifyOwn(
  algorithm: SignatureAlgorithm,
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  const facts = signatureAlgorithmFacts(algorithm)
  const hash = facts.keyType === 'ed25519' ? null : hashAlgorithms[facts.hash].node
  const key = {
    key: Buffer.from(publicKey),
    format: 'der',
    type: 'spki',
    ...signatureOptions(algorithm),
  } as const
  return verify(hash, message, key, signature)
}

function signOnThreadPool(key: OpenedKey, message: Uint8Array): Promise<SignatureValue> {
  return new Promise((resolve, reject) => {
    sign(key.hash, message, key.input, (error, signature) => {
      if (error === null) resolve(signatureValue(signature))
      else reject(error)
    })
  })
}

const generateKeyPairAsync = promisify(generateKeyPair)

function generatePair(
  algorithm: SignatureAlgorithm,
): Promise<{ privateKey: KeyObject; publicKey: KeyObject }> {
  const facts = signatureAlgorithmFacts(algorithm)
  switch (facts.keyType) {
    case 'ed25519':
      return generateKeyPairAsync('ed25519')
    case 'ec':
      if (facts.curve === undefined) throw new Error(`algorithm ${algorithm} names no curve`)
      return generateKeyPairAsync('ec', { namedCurve: facts.curve })
    case 'rsa':
      if (facts.modulusBits === undefined) throw new Error(`algorithm ${algorithm} names no modulus length`)
      return generateKeyPairAsync('rsa', { modulusLength: facts.modulusBits, publicExponent: 65537 })
  }
}

const curveNames = { 'P-256': 'prime256v1', 'P-384': 'secp384r1' } as const

function isKeyOf(algorithm: SignatureAlgorithm, key: KeyObject): boolean {
  const facts = signatureAlgorithmFacts(algorithm)
  if (key.asymmetricKeyType !== facts.keyType) return false
  const details = key.asymmetricKeyDetails
  if (facts.curve !== undefined) return details?.namedCurve === curveNames[facts.curve]
  return facts.modulusBits === undefined || details?.modulusLength === facts.modulusBits
}

function signatureOptions(algorithm: SignatureAlgorithm): Omit<SignKeyObjectInput, 'key'> {
  const facts = signatureAlgorithmFacts(algorithm)
  if (facts.keyType === 'ec') return { dsaEncoding: 'der' }
  if (facts.rsaPadding === 'pkcs1') return { padding: constants.RSA_PKCS1_PADDING }
  if (facts.rsaPadding === 'pss' && facts.saltOctets !== undefined) {
    return { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: facts.saltOctets }
  }
  return {}
}
