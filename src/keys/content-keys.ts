// Recovers content-encryption keys: RSAES-OAEP, ECDH and X25519, ML-KEM, each on the thread pool.
// RFC 8017 §7.1, RFC 5753, RFC 8418, RFC 9629, RFC 9936.

import {
  createDecipheriv,
  createHash,
  createPublicKey,
  decapsulate,
  diffieHellman,
  hkdfSync,
  type KeyObject,
  webcrypto,
} from 'node:crypto'
import { hashAlgorithms, keyAlgorithmFacts } from '../crypto/algorithms.ts'
import { readSubjectPublicKey } from '../crypto/subject-public-key-info.ts'
import {
  type AgreedKey,
  type EncapsulatedKey,
  type KeyWrap,
  keyWraps,
  type TransportedKey,
  type WrappedContentKey,
} from '../crypto/wrapped-content-key.ts'
import { ServiceError } from '../errors.ts'
import { isKeyOf, type OpenedOpeningKey } from './opened-key.ts'
import { decryptionFailed } from './records.ts'
import { type SecretBytes, secretBytes } from './secret-bytes.ts'

/** @returns `ALGORITHM_NOT_ALLOWED` when the key cannot open such an item, `DECRYPTION_FAILED` for all else. */
export async function unwrapContentKey(
  key: OpenedOpeningKey,
  item: WrappedContentKey,
): Promise<SecretBytes | ServiceError> {
  const { keyType } = keyAlgorithmFacts(key.algorithm)
  try {
    if (item.kind === 'key-transport' && keyType === 'rsa') return await openTransported(key.key, item)
    if (item.kind === 'key-agreement' && (keyType === 'ec' || keyType === 'x25519'))
      return await openAgreed(key, item)
    if (item.kind === 'key-encapsulation' && keyType.startsWith('ml-kem'))
      return await openEncapsulated(key.key, item)
    return new ServiceError(
      'ALGORITHM_NOT_ALLOWED',
      `a key of ${key.algorithm} opens nothing by ${item.kind}`,
    )
  } catch {
    // One answer for all: the difference would tell whoever sends crafted items about the key.
    return decryptionFailed()
  }
}

/** WebCrypto, since node:crypto decrypts on the calling thread only. */
async function openTransported(key: KeyObject, item: TransportedKey): Promise<SecretBytes | ServiceError> {
  const { web: hash } = hashAlgorithms[item.hash]
  if (hash === undefined || item.mgf1Hash !== item.hash) {
    return new ServiceError(
      'ALGORITHM_NOT_ALLOWED',
      `RSAES-OAEP with ${item.hash} and MGF1 with ${item.mgf1Hash} is not supported`,
    )
  }
  const algorithm = { name: 'RSA-OAEP', hash }
  const opened = await webcrypto.subtle.decrypt(
    { name: 'RSA-OAEP', label: new Uint8Array(item.label) },
    key.toCryptoKey(algorithm, false, ['decrypt']),
    new Uint8Array(item.encryptedKey),
  )
  return secretBytes(new Uint8Array(opened))
}

async function openAgreed({ key, algorithm }: OpenedOpeningKey, item: AgreedKey): Promise<SecretBytes> {
  const publicKey = createPublicKey({ key: Buffer.from(item.originator), format: 'der', type: 'spki' })
  if (!isKeyOf(algorithm, publicKey)) throw new Error('the originator has a key of another kind')
  // OpenSSL takes curves that are spelled out, with whatever cofactor they claim (RFC 5480 §2.1.1 allows names alone).
  if (publicKey.asymmetricKeyType === 'ec' && readSubjectPublicKey(item.originator)?.kind !== 'ec')
    throw new Error('the originator names no curve')
  using shared = secretBytes(await agree(key, publicKey))
  return unwrapWithSharedSecret(shared, item)
}

/**
 * The part of key agreement that comes after the agreement.
 *
 * @throws Error when the shared secret is zero, or the encrypted key is not under it.
 */
export function unwrapWithSharedSecret(shared: SecretBytes, item: AgreedKey): SecretBytes {
  // RFC 7748 §6.1: a point of small order makes the secret everybody's.
  if (shared.dangerouslyRevealBytes().every((octet) => octet === 0))
    throw new Error('the shared secret is zero')
  const { keyOctets } = keyWraps[item.wrap]
  using kek =
    item.kdf.kind === 'x963'
      ? x963(item.kdf.hash, shared, item.sharedInfo, keyOctets)
      : hkdf(item.kdf.hash, shared, item.sharedInfo, keyOctets)
  return unwrapKey(kek, item.wrap, item.encryptedKey)
}

async function openEncapsulated(key: KeyObject, item: EncapsulatedKey): Promise<SecretBytes> {
  const { keyOctets } = keyWraps[item.wrap]
  if (item.kekOctets !== keyOctets) throw new Error('the key-encryption key is not of the length of the wrap')
  using shared = secretBytes(await decapsulateOnThreadPool(key, item.ciphertext))
  using kek = hkdf(item.kdf.hash, shared, item.info, keyOctets)
  return unwrapKey(kek, item.wrap, item.encryptedKey)
}

function agree(privateKey: KeyObject, publicKey: KeyObject): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    diffieHellman({ privateKey, publicKey }, (error, secret) => {
      if (error === null) resolve(secret)
      else reject(error)
    })
  })
}

function decapsulateOnThreadPool(key: KeyObject, ciphertext: Uint8Array): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    decapsulate(key, ciphertext, (error, secret) => {
      if (error === null) resolve(secret)
      else reject(error)
    })
  })
}

/** SEC 1 §3.6.1: hash of secret ‖ counter ‖ info, as often as it takes. */
function x963(
  hash: AgreedKey['kdf']['hash'],
  shared: SecretBytes,
  info: Uint8Array,
  octets: number,
): SecretBytes {
  const derived = new Uint8Array(octets)
  const counter = new Uint8Array(4)
  for (let at = 0; at < octets; ) {
    new DataView(counter.buffer).setUint32(0, 1 + at / hashAlgorithms[hash].octets)
    const block = createHash(hashAlgorithms[hash].node)
      .update(shared.dangerouslyRevealBytes())
      .update(counter)
      .update(info)
      .digest()
    derived.set(block.subarray(0, octets - at), at)
    at += block.length
    block.fill(0)
  }
  return secretBytes(derived)
}

/** RFC 5869 without salt. */
function hkdf(
  hash: AgreedKey['kdf']['hash'],
  shared: SecretBytes,
  info: Uint8Array,
  octets: number,
): SecretBytes {
  const { node } = hashAlgorithms[hash]
  const derived = hkdfSync(node, shared.dangerouslyRevealBytes(), new Uint8Array(0), info, octets)
  return secretBytes(new Uint8Array(derived))
}

const wrapInitialValue = new Uint8Array(8).fill(0xa6)

/** RFC 3394 §2.2.2. @throws Error when the integrity check fails. */
function unwrapKey(kek: SecretBytes, wrap: KeyWrap, encryptedKey: Uint8Array): SecretBytes {
  const decipher = createDecipheriv(keyWraps[wrap].node, kek.dangerouslyRevealBytes(), wrapInitialValue)
  const key = decipher.update(encryptedKey)
  decipher.final()
  return secretBytes(key)
}
