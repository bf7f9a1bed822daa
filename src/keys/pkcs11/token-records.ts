// Records of `encrypt` keys in a token: the key of each record is derived inside the token by HMAC-SHA-256 and used here,
// so that every token with HMAC can encrypt, with either cipher, and the key itself never leaves it.

import { createSecretKey } from 'node:crypto'
import { concatBytes, utf8 } from '../../bytes.ts'
import { isCipherAlgorithm } from '../../crypto/algorithms.ts'
import { ServiceError } from '../../errors.ts'
import type { OpenedCipherKey } from '../opened-key.ts'
import type { Ciphertext, Plaintext } from '../provider.ts'
import {
  dataKeyOctets,
  decryptionFailed,
  decryptRecord,
  encryptRecord,
  recordSalt,
  saltOctets,
} from '../records.ts'
import { type SecretBytes, secretBytes } from '../secret-bytes.ts'
import type { Random } from '../wrapping.ts'
import type { Token } from './token.ts'
import { type LocatedKey, makeMac } from './token-operations.ts'

export async function encryptWithToken(
  token: Token,
  key: LocatedKey,
  item: Plaintext,
  random: Random,
): Promise<Uint8Array> {
  const salt = random(saltOctets)
  return encryptRecord(await recordKey(token, key, salt), item, () => salt)
}

/** @returns `DECRYPTION_FAILED`, whatever was wrong with the record, rather than a plaintext. */
export async function decryptWithToken(
  token: Token,
  key: LocatedKey,
  item: Ciphertext,
): Promise<Uint8Array | ServiceError> {
  const salt = recordSalt(item.ciphertext)
  return salt === undefined ? decryptionFailed() : decryptRecord(await recordKey(token, key, salt), item)
}

export async function reencryptWithToken(
  token: Token,
  from: LocatedKey,
  to: LocatedKey,
  item: Ciphertext,
  random: Random,
): Promise<Uint8Array | ServiceError> {
  const plaintext = await decryptWithToken(token, from, item)
  if (plaintext instanceof ServiceError) return plaintext
  using secret = secretBytes(plaintext)
  const { associatedData } = item
  return await encryptWithToken(
    token,
    to,
    { plaintext: secret.dangerouslyRevealBytes(), associatedData },
    random,
  )
}

export interface TokenDataKey {
  readonly dataKey: SecretBytes
  readonly record: Uint8Array
}

export async function makeDataKeyWithToken(
  token: Token,
  key: LocatedKey,
  associatedData: Uint8Array,
  random: Random,
): Promise<TokenDataKey> {
  const dataKey = secretBytes(random(dataKeyOctets))
  const plaintext = dataKey.dangerouslyRevealBytes()
  return { dataKey, record: await encryptWithToken(token, key, { plaintext, associatedData }, random) }
}

async function recordKey(token: Token, key: LocatedKey, salt: Uint8Array): Promise<OpenedCipherKey> {
  const { algorithm, version } = key.identity
  if (!isCipherAlgorithm(algorithm))
    throw new ServiceError('PURPOSE_MISMATCH', `a key of ${algorithm} cannot encrypt`)
  using derived = secretBytes(await makeMac(token, key, concatBytes(utf8('chancery token record v1'), salt)))
  return { use: 'encrypt', algorithm, version, key: createSecretKey(derived.dangerouslyRevealBytes()) }
}
