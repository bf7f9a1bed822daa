// Records: data encrypted with an `encrypt` key. Each has a key of its own, so that no limit of the cipher can be reached,
// and commits to it, so that no ciphertext opens under two keys (docs/decisions/0007-records.md).

import { createCipheriv, createDecipheriv, hkdfSync, timingSafeEqual } from 'node:crypto'
import { concatBytes } from '../bytes.ts'
import { ServiceError } from '../errors.ts'
import type { OpenedCipherKey } from './opened-key.ts'
import type { Ciphertext, DataKey, Plaintext } from './provider.ts'
import { secretBytes } from './secret-bytes.ts'
import type { Random } from './wrapping.ts'

// version ‖ key version ‖ salt ‖ commitment ‖ ciphertext ‖ tag
const formatVersion = 1
/** Of the salt by which each record has a key of its own. */
export const saltOctets = 32
const commitmentOctets = 32
const tagOctets = 16
const saltAt = 5
const commitmentAt = saltAt + saltOctets
const headerOctets = commitmentAt + commitmentOctets
const keyOctets = 32
const nonceOctets = 12

/** What encryption adds to a plaintext. */
export const recordOverheadOctets = headerOctets + tagOctets
export const dataKeyOctets = 32

/** @returns the version of the key that made the record; undefined when it is none. */
export function recordKeyVersion(record: Uint8Array): number | undefined {
  if (record.length < recordOverheadOctets || record[0] !== formatVersion) return undefined
  const version = new DataView(record.buffer, record.byteOffset).getUint32(1)
  return version === 0 ? undefined : version
}

/** @returns undefined when it is no record. */
export function recordSalt(record: Uint8Array): Uint8Array | undefined {
  return recordKeyVersion(record) === undefined ? undefined : record.subarray(saltAt, commitmentAt)
}

export function encryptRecord(
  key: OpenedCipherKey,
  { plaintext, associatedData }: Plaintext,
  random: Random,
): Uint8Array {
  const header = new Uint8Array(headerOctets)
  header[0] = formatVersion
  new DataView(header.buffer).setUint32(1, key.version)
  header.set(random(saltOctets), saltAt)
  const { commitment, cipherKey, nonce } = recordKeys(key, header.subarray(saltAt, commitmentAt))
  header.set(commitment, commitmentAt)
  using secret = secretBytes(cipherKey)
  const [octets, options] = [secret.dangerouslyRevealBytes(), { authTagLength: tagOctets }]
  const cipher =
    key.algorithm === 'aes-256-gcm'
      ? createCipheriv('aes-256-gcm', octets, nonce, options)
      : createCipheriv('chacha20-poly1305', octets, nonce, options)
  cipher.setAAD(concatBytes(header, associatedData), { plaintextLength: plaintext.length })
  const ciphertext = cipher.update(plaintext)
  cipher.final()
  return concatBytes(header, ciphertext, cipher.getAuthTag())
}

/** @returns `DECRYPTION_FAILED`, whatever was wrong, rather than a plaintext. */
export function decryptRecord(
  key: OpenedCipherKey,
  { ciphertext: record, associatedData }: Ciphertext,
): Uint8Array | ServiceError {
  if (recordKeyVersion(record) !== key.version) return decryptionFailed()
  const header = record.subarray(0, headerOctets)
  const { commitment, cipherKey, nonce } = recordKeys(key, header.subarray(saltAt, commitmentAt))
  using secret = secretBytes(cipherKey)
  // Before decryption: under another key than the one it was made with, a record says nothing at all.
  if (!timingSafeEqual(commitment, header.subarray(commitmentAt))) return decryptionFailed()
  const tagAt = record.length - tagOctets
  const [octets, options] = [secret.dangerouslyRevealBytes(), { authTagLength: tagOctets }]
  const decipher =
    key.algorithm === 'aes-256-gcm'
      ? createDecipheriv('aes-256-gcm', octets, nonce, options)
      : createDecipheriv('chacha20-poly1305', octets, nonce, options)
  decipher.setAAD(concatBytes(header, associatedData), { plaintextLength: tagAt - headerOctets })
  decipher.setAuthTag(record.subarray(tagAt))
  const plaintext = decipher.update(record.subarray(headerOctets, tagAt))
  try {
    decipher.final()
    return plaintext
  } catch {
    plaintext.fill(0)
    return decryptionFailed()
  }
}

export function reencryptRecord(
  from: OpenedCipherKey,
  to: OpenedCipherKey,
  item: Ciphertext,
  random: Random,
): Uint8Array | ServiceError {
  const plaintext = decryptRecord(from, item)
  if (plaintext instanceof ServiceError) return plaintext
  using secret = secretBytes(plaintext)
  const { associatedData } = item
  return encryptRecord(to, { plaintext: secret.dangerouslyRevealBytes(), associatedData }, random)
}

/** A new AES-256 key and its record. */
export function makeDataKey(
  key: OpenedCipherKey,
  associatedData: Uint8Array,
  withPlaintext: boolean,
  random: Random,
): DataKey {
  const dataKey = secretBytes(random(dataKeyOctets))
  const plaintext = dataKey.dangerouslyRevealBytes()
  const ciphertext = encryptRecord(key, { plaintext, associatedData }, random)
  if (withPlaintext) return { plaintext: dataKey, ciphertext }
  dataKey[Symbol.dispose]()
  return { plaintext: undefined, ciphertext }
}

export function decryptionFailed(): ServiceError {
  return new ServiceError(
    'DECRYPTION_FAILED',
    'the ciphertext was changed, or belongs to another key or other associated data',
  )
}

/** HKDF-SHA-256 (RFC 5869): whoever finds two keys with one commitment has found a collision of SHA-256. */
function recordKeys(
  { key, algorithm }: OpenedCipherKey,
  salt: Uint8Array,
): { readonly commitment: Uint8Array; readonly cipherKey: Uint8Array; readonly nonce: Uint8Array } {
  const octets = keyOctets + nonceOctets + commitmentOctets
  const derived = new Uint8Array(hkdfSync('sha256', key, salt, `chancery record v1 ${algorithm}`, octets))
  const nonceEnd = keyOctets + nonceOctets
  return {
    cipherKey: derived.subarray(0, keyOctets),
    nonce: derived.subarray(keyOctets, nonceEnd),
    commitment: derived.subarray(nonceEnd),
  }
}
