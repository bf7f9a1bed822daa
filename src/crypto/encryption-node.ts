// #encryption in Node, by OpenSSL through node:crypto. What must stay secret leaves as Uint8Array: its owner wipes it.

import {
  type CipherGCM,
  constants,
  createCipheriv,
  createDecipheriv,
  createECDH,
  createPrivateKey,
  createPublicKey,
  type DecipherGCM,
  decapsulate as decapsulateNow,
  diffieHellman,
  encapsulate as encapsulateNow,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  pbkdf2 as pbkdf2WithCallback,
  privateDecrypt,
  publicEncrypt,
} from 'node:crypto'
import { promisify } from 'node:util'
import { concatBytes } from '../bytes.ts'
import { type HashAlgorithm, hashAlgorithms } from './algorithms.ts'
import type { Agreed, Encapsulated, Gcm, MessageDecryption, MessageEncryption } from './encryption.ts'
import { readSubjectPublicKey } from './subject-public-key-info.ts'

const tagOctets = 16
const nothing = new Uint8Array(0)

/** @param key 16, 24 or 32 octets. */
export async function createGcm(key: Uint8Array): Promise<Gcm> {
  return {
    async encrypt(nonce, plaintext, associatedData = nothing) {
      const cipher = gcmCipher(key, nonce, associatedData)
      const ciphertext = cipher.update(plaintext)
      cipher.final()
      return { ciphertext, tag: cipher.getAuthTag() }
    },
    async decrypt(nonce, ciphertextAndTag, associatedData = nothing) {
      const tagAt = ciphertextAndTag.length - tagOctets
      if (tagAt < 0) return undefined
      const decipher = gcmDecipher(key, nonce, associatedData, ciphertextAndTag.subarray(tagAt))
      const plaintext = decipher.update(ciphertextAndTag.subarray(0, tagAt))
      return finished(decipher) === undefined ? undefined : plaintext
    },
  }
}

export async function createGcmEncryption(
  key: Uint8Array,
  nonce: Uint8Array,
  associatedData: Uint8Array,
): Promise<MessageEncryption> {
  const cipher = gcmCipher(key, nonce, associatedData)
  return {
    update: async (piece) => cipher.update(piece),
    final: async () => ({ rest: cipher.final(), tag: cipher.getAuthTag() }),
  }
}

/** @param tag 12 to 16 octets (RFC 5084 §3.2). */
export async function createGcmDecryption(
  key: Uint8Array,
  nonce: Uint8Array,
  associatedData: Uint8Array,
  tag: Uint8Array,
): Promise<MessageDecryption> {
  const decipher = gcmDecipher(key, nonce, associatedData, tag)
  return { update: async (piece) => decipher.update(piece), final: async () => finished(decipher) }
}

/** AES-CBC with the padding of RFC 5652 §6.3. It protects nothing against change. */
export async function createCbcDecryption(key: Uint8Array, iv: Uint8Array): Promise<MessageDecryption> {
  const decipher = createDecipheriv(`aes-${8 * key.length}-cbc`, key, iv)
  return { update: async (piece) => decipher.update(piece), final: async () => finished(decipher) }
}

/** AES-CBC without padding, for whole blocks. */
export async function encryptBlocks(
  key: Uint8Array,
  iv: Uint8Array,
  blocks: Uint8Array,
): Promise<Uint8Array> {
  const cipher = createCipheriv(`aes-${8 * key.length}-cbc`, key, iv).setAutoPadding(false)
  return concatBytes(cipher.update(blocks), cipher.final())
}

export async function decryptBlocks(
  key: Uint8Array,
  iv: Uint8Array,
  blocks: Uint8Array,
): Promise<Uint8Array> {
  const decipher = createDecipheriv(`aes-${8 * key.length}-cbc`, key, iv).setAutoPadding(false)
  return concatBytes(decipher.update(blocks), decipher.final())
}

/** AES key wrap (RFC 3394). @param content a multiple of 8 octets, at least 16. */
export async function wrapKey(wrappingKey: Uint8Array, content: Uint8Array): Promise<Uint8Array> {
  const cipher = createCipheriv(wrapCipher(wrappingKey), wrappingKey, wrapInitialValue)
  return concatBytes(cipher.update(content), cipher.final())
}

/** @returns undefined when it was wrapped with another key, or changed. */
export async function unwrapKey(
  wrappingKey: Uint8Array,
  wrapped: Uint8Array,
): Promise<Uint8Array | undefined> {
  if (wrapped.length < 24 || wrapped.length % 8 !== 0) return undefined
  const decipher = createDecipheriv(wrapCipher(wrappingKey), wrappingKey, wrapInitialValue)
  try {
    return concatBytes(decipher.update(wrapped), decipher.final())
  } catch {
    return undefined
  }
}

/** HKDF (RFC 5869). */
export async function hkdf(
  hash: HashAlgorithm,
  secret: Uint8Array,
  salt: Uint8Array,
  info: Uint8Array,
  octets: number,
): Promise<Uint8Array> {
  return new Uint8Array(hkdfSync(hashAlgorithms[hash].node, secret, salt, info, octets))
}

/** PBKDF2 with HMAC (RFC 8018 §5.2), on the thread pool. */
export async function pbkdf2(
  hash: HashAlgorithm,
  password: Uint8Array,
  salt: Uint8Array,
  iterations: number,
  octets: number,
): Promise<Uint8Array> {
  return promisify(pbkdf2WithCallback)(password, salt, iterations, octets, hashAlgorithms[hash].node)
}

/** Agrees with the holder of `spki` by a key that exists for this once. @returns undefined for a key that cannot agree. */
export async function agreeEphemerally(spki: Uint8Array): Promise<Agreed | undefined> {
  const onCurve = agreeOnCurve(spki)
  if (onCurve !== undefined) return onCurve
  const publicKey = publicKeyOf(spki)
  const own = ephemeralFor(publicKey)
  if (publicKey === undefined || own === undefined) return undefined
  const sharedSecret = agreed(own.privateKey, publicKey)
  if (sharedSecret === undefined) return undefined
  return { originator: own.publicKey.export({ format: 'der', type: 'spki' }), sharedSecret }
}

/** @param privateKey DER of PKCS#8. @returns undefined when the two do not fit, or agree on nothing (RFC 7748 §6.1). */
export async function agree(privateKey: Uint8Array, originator: Uint8Array): Promise<Uint8Array | undefined> {
  const [own, other] = [privateKeyOf(privateKey), publicKeyOf(originator)]
  return own === undefined || other === undefined ? undefined : agreed(own, other)
}

/** ML-KEM (FIPS 203). @returns undefined for a key of another kind. */
export async function encapsulate(spki: Uint8Array): Promise<Encapsulated | undefined> {
  const publicKey = publicKeyOf(spki)
  if (publicKey?.asymmetricKeyType?.startsWith('ml-kem') !== true) return undefined
  const { sharedKey, ciphertext } = encapsulateNow(publicKey)
  return { sharedSecret: sharedKey, ciphertext }
}

/** A ciphertext that was changed gives another secret, by design (FIPS 203 §7.3). @returns undefined for a wrong length. */
export async function decapsulate(
  privateKey: Uint8Array,
  ciphertext: Uint8Array,
): Promise<Uint8Array | undefined> {
  const key = privateKeyOf(privateKey)
  if (key?.asymmetricKeyType?.startsWith('ml-kem') !== true) return undefined
  try {
    return decapsulateNow(key, ciphertext)
  } catch {
    return undefined
  }
}

/** RSAES-OAEP with an empty label, MGF1 with the same hash (RFC 8017 §7.1.1). */
export async function oaepEncrypt(
  spki: Uint8Array,
  hash: HashAlgorithm,
  content: Uint8Array,
): Promise<Uint8Array | undefined> {
  const key = publicKeyOf(spki)
  if (key?.asymmetricKeyType !== 'rsa') return undefined
  return publicEncrypt(oaep(key, hash), content)
}

/** @returns undefined whatever is wrong: one answer for all, so that nobody learns by asking (RFC 8017 §7.1.2). */
export async function oaepDecrypt(
  privateKey: Uint8Array,
  hash: HashAlgorithm,
  encrypted: Uint8Array,
): Promise<Uint8Array | undefined> {
  const key = privateKeyOf(privateKey)
  if (key?.asymmetricKeyType !== 'rsa') return undefined
  try {
    return privateDecrypt(oaep(key, hash), encrypted)
  } catch {
    return undefined
  }
}

function oaep(key: KeyObject, hash: HashAlgorithm) {
  return { key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: hashAlgorithms[hash].node }
}

function gcmCipher(key: Uint8Array, nonce: Uint8Array, associatedData: Uint8Array): CipherGCM {
  const cipher = createCipheriv(gcmName(key), key, nonce, { authTagLength: tagOctets })
  if (associatedData.length > 0) cipher.setAAD(associatedData)
  return cipher
}

function gcmDecipher(
  key: Uint8Array,
  nonce: Uint8Array,
  associatedData: Uint8Array,
  tag: Uint8Array,
): DecipherGCM {
  const decipher = createDecipheriv(gcmName(key), key, nonce, { authTagLength: tag.length })
  if (associatedData.length > 0) decipher.setAAD(associatedData)
  decipher.setAuthTag(tag)
  return decipher
}

function gcmName(key: Uint8Array): 'aes-128-gcm' | 'aes-192-gcm' | 'aes-256-gcm' {
  if (key.length === 16) return 'aes-128-gcm'
  return key.length === 24 ? 'aes-192-gcm' : 'aes-256-gcm'
}

function finished(decipher: { final(): Uint8Array }): Uint8Array | undefined {
  try {
    return decipher.final()
  } catch {
    return undefined
  }
}

const wrapInitialValue = new Uint8Array(8).fill(0xa6)

function wrapCipher(key: Uint8Array): string {
  return `id-aes${8 * key.length}-wrap`
}

function ephemeralFor(
  key: KeyObject | undefined,
): { publicKey: KeyObject; privateKey: KeyObject } | undefined {
  if (key?.asymmetricKeyType === 'x25519') return generateKeyPairSync('x25519')
  const namedCurve = key?.asymmetricKeyDetails?.namedCurve
  if (key?.asymmetricKeyType !== 'ec' || namedCurve === undefined) return undefined
  return generateKeyPairSync('ec', { namedCurve })
}

/**
 * The way past key objects: writing a public key by OpenSSL's encoders takes longer than to agree. A point that is not on
 * the curve is refused when it is read.
 *
 * @returns undefined for any other key, also for one whose point is compressed, or wrong.
 */
function agreeOnCurve(spki: Uint8Array): Agreed | undefined {
  const key = readSubjectPublicKey(spki)
  if (key?.kind !== 'ec') return undefined
  const own = createECDH(key.curve)
  const point = own.generateKeys()
  // What stands before the point says the curve and lengths, and is the same for both.
  if (key.point.length !== point.length) return undefined
  const originator = concatBytes(spki.subarray(0, spki.length - point.length), point)
  try {
    return { originator, sharedSecret: own.computeSecret(key.point) }
  } catch {
    return undefined
  }
}

function agreed(privateKey: KeyObject, publicKey: KeyObject): Uint8Array | undefined {
  try {
    return diffieHellman({ privateKey, publicKey })
  } catch {
    return undefined
  }
}

function publicKeyOf(spki: Uint8Array): KeyObject | undefined {
  try {
    const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' })
    // OpenSSL takes curves that are spelled out, with whatever cofactor they claim (RFC 5480 §2.1.1 allows names alone).
    return key.asymmetricKeyType === 'ec' && readSubjectPublicKey(spki)?.kind !== 'ec' ? undefined : key
  } catch {
    return undefined
  }
}

function privateKeyOf(pkcs8: Uint8Array): KeyObject | undefined {
  try {
    return createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' })
  } catch {
    return undefined
  }
}
