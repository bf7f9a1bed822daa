// What is asked of `POST /backup`: nothing, or the key that Argon2id made of a passphrase that stays with its owner.

import { fromBase64 } from '../bytes.ts'
import { ServiceError } from '../errors.ts'
import { parseArgon2idParameters } from '../keys/custody/argon2id.ts'
import { secretBytes } from '../keys/secret-bytes.ts'
import type { BackupRequest } from './back-up.ts'

/** @throws ServiceError `INVALID_ARGUMENT`. */
export function readBackupRequest(body: Uint8Array): BackupRequest {
  if (body.length === 0) return { passphraseKey: undefined }
  const value = parsed(body)
  const text: unknown = Reflect.get(value, 'key')
  const key = typeof text === 'string' ? fromBase64(text) : undefined
  const argon2id = parseArgon2idParameters(Reflect.get(value, 'argon2id'))
  if (key?.length !== 32 || argon2id === undefined) {
    throw new ServiceError(
      'INVALID_ARGUMENT',
      'the body is to be empty, or to hold key (32 octets) and argon2id',
    )
  }
  return { passphraseKey: { key: secretBytes(key), argon2id } }
}

function parsed(body: Uint8Array): object {
  try {
    const value: unknown = JSON.parse(Buffer.from(body).toString('utf8'))
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}
