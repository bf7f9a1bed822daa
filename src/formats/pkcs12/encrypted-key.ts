// What is encrypted under a password with PBES2 (RFC 8018 §6.2): private keys on their way, and the bags of PKCS#12.

import { createCbcDecryption, pbkdf2 } from '#encryption'
import type { PasswordHash } from '../../crypto/password-mac.ts'
import { ServiceError } from '../../errors.ts'
import { oids } from '../asn1/oids.ts'
import { type DerReader, parseDer } from '../asn1/reader.ts'
import { tags } from '../asn1/tags.ts'

const pbes2 = '1.2.840.113549.1.5.13'

/** More are refused: a file shall not buy minutes. */
const mostIterations = 10_000_000
const mostSaltOctets = 1024

const prfs: Readonly<Record<string, PasswordHash>> = {
  [oids.hmacSha1]: 'sha-1',
  [oids.hmacSha256]: 'sha-256',
  [oids.hmacSha384]: 'sha-384',
  [oids.hmacSha512]: 'sha-512',
}
const ciphers: Readonly<Record<string, number>> = {
  [oids.aes128Cbc]: 16,
  [oids.aes192Cbc]: 24,
  [oids.aes256Cbc]: 32,
}

export interface Pbkdf2Parameters {
  readonly hash: PasswordHash
  readonly salt: Uint8Array
  readonly iterations: number
  readonly keyOctets: number | undefined
}

/** AlgorithmIdentifier of PBKDF2. @throws ServiceError `MALFORMED_DER`, `UNSUPPORTED_FORMAT`, `LIMIT_EXCEEDED`. */
export function readPbkdf2(reader: DerReader): Pbkdf2Parameters {
  return reader.sequence((algorithm) => {
    const derivation = algorithm.oid()
    if (derivation !== oids.pbkdf2) throw unsupported(`a password derived by ${derivation}`)
    return algorithm.sequence((fields) => {
      const salt = fields.octetString()
      const iterations = fields.smallInteger(0x7fff_ffff)
      const keyOctets = fields.optional(tags.integer, (one) => one.smallInteger(0x7fff_ffff))
      const prf = fields.atEnd ? oids.hmacSha1 : macAlgorithm(fields)
      const hash = prfs[prf]
      if (hash === undefined) throw unsupported(`a password derived with ${prf}`)
      if (salt.length > mostSaltOctets || iterations < 1 || iterations > mostIterations) {
        throw new ServiceError(
          'LIMIT_EXCEEDED',
          `a password is to be hashed ${iterations} times with ${salt.length} octets of salt; 1 to ${mostIterations} and at most ${mostSaltOctets} are done`,
        )
      }
      return { hash, salt, iterations, keyOctets }
    })
  })
}

/** @returns the object identifier; parameters are NULL or absent. */
export function macAlgorithm(reader: DerReader): string {
  return reader.sequence((algorithm) => {
    const oid = algorithm.oid()
    if (!algorithm.atEnd) algorithm.null()
    return oid
  })
}

/**
 * Reads an AlgorithmIdentifier of PBES2.
 *
 * @returns opens what was encrypted so, for a password in UTF-8.
 * @throws ServiceError `UNSUPPORTED_FORMAT` for the older ways (RC2, 3DES), which a good key no longer travels by.
 */
export function readPasswordCipher(
  reader: DerReader,
): (encrypted: Uint8Array, password: Uint8Array) => Promise<Uint8Array> {
  return reader.sequence((algorithm) => {
    const scheme = algorithm.oid()
    if (scheme !== pbes2) throw unsupported(`encryption by ${scheme}`)
    return algorithm.sequence((fields) => {
      const derivation = readPbkdf2(fields)
      const { keyOctets, iv } = readCipher(fields)
      if (derivation.keyOctets !== undefined && derivation.keyOctets !== keyOctets)
        throw unsupported('a key of another length than its cipher')
      return async (encrypted, password) => {
        const { hash, salt, iterations } = derivation
        const key = await pbkdf2(hash, password, salt, iterations, keyOctets)
        const decryption = await createCbcDecryption(key, iv)
        const first = await decryption.update(encrypted)
        const rest = await decryption.final()
        key.fill(0)
        if (rest === undefined) throw wrongPassword()
        const opened = new Uint8Array(first.length + rest.length)
        opened.set(first)
        opened.set(rest, first.length)
        return opened
      }
    })
  })
}

function readCipher(reader: DerReader): { readonly keyOctets: number; readonly iv: Uint8Array } {
  return reader.sequence((cipher) => {
    const oid = cipher.oid()
    const keyOctets = ciphers[oid]
    if (keyOctets === undefined) throw unsupported(`encryption by ${oid}`)
    const iv = cipher.octetString()
    if (iv.length !== 16) cipher.fail('the IV of AES-CBC has 16 octets')
    return { keyOctets, iv }
  })
}

/**
 * Opens DER of EncryptedPrivateKeyInfo (RFC 5958 §3).
 *
 * @param password UTF-8.
 * @returns DER of PKCS#8.
 * @throws ServiceError `DECRYPTION_FAILED`, `MALFORMED_DER`, `UNSUPPORTED_FORMAT`, `LIMIT_EXCEEDED`.
 */
export async function openEncryptedKey(der: Uint8Array, password: Uint8Array): Promise<Uint8Array> {
  const { open, encrypted } = parseDer('EncryptedPrivateKeyInfo', der, (reader) =>
    reader.sequence((fields) => ({ open: readPasswordCipher(fields), encrypted: fields.octetString() })),
  )
  return open(encrypted, password)
}

export function wrongPassword(): ServiceError {
  return new ServiceError('DECRYPTION_FAILED', 'the password is not that of the file, or the file is damaged')
}

export function unsupported(what: string): ServiceError {
  return new ServiceError(
    'UNSUPPORTED_FORMAT',
    `${what} is not supported; PBES2 with PBKDF2 and AES-CBC is: openssl pkcs12 or openssl pkcs8 write it anew`,
  )
}
