// A private key as it lies in a file: PKCS#8 in PEM or DER, also under a password, or PKCS#12.

import { utf8 } from '../bytes.ts'
import { ServiceError } from '../errors.ts'
import { parseDer } from '../formats/asn1/reader.ts'
import { tags } from '../formats/asn1/tags.ts'
import { openEncryptedKey } from '../formats/pkcs12/encrypted-key.ts'
import { openPfx } from '../formats/pkcs12/pfx.ts'
import { decodePem } from '../formats/x509/pem.ts'

/**
 * @returns DER of PKCS#8, opened in this process alone. The caller overwrites it when it is used.
 * @throws ServiceError `UNSUPPORTED_FORMAT` for anything else, and where there is not exactly one key;
 *   `INVALID_ARGUMENT` without the password that it needs; `DECRYPTION_FAILED`, `MALFORMED_DER`, `LIMIT_EXCEEDED`.
 */
export async function privateKeyIn(file: Uint8Array, password: string | undefined): Promise<Uint8Array> {
  const keys = file[0] === tags.sequence ? await inDer(file, password) : await inPem(file, password)
  const [key, second] = keys
  if (key === undefined || second !== undefined)
    throw new ServiceError(
      'UNSUPPORTED_FORMAT',
      `the file holds ${keys.length} private keys; one is expected`,
    )
  return key
}

async function inPem(file: Uint8Array, password: string | undefined): Promise<readonly Uint8Array[]> {
  const text = new TextDecoder().decode(file)
  const keys = [...decodePem('PRIVATE KEY', text)]
  for (const encrypted of decodePem('ENCRYPTED PRIVATE KEY', text))
    keys.push(await openEncryptedKey(encrypted, utf8(required(password))))
  if (keys.length === 0 && /-----BEGIN (RSA|EC|DSA) PRIVATE KEY-----/.test(text)) {
    const next = 'openssl pkcs8 -topk8 writes it as PKCS#8'
    throw new ServiceError('UNSUPPORTED_FORMAT', `the key is in the older form of its algorithm; ${next}`)
  }
  return keys
}

async function inDer(file: Uint8Array, password: string | undefined): Promise<readonly Uint8Array[]> {
  const version = parseDer('private key', file, (reader) =>
    reader.sequence((fields) => {
      const first = fields.isNext(tags.integer) ? fields.smallInteger(255) : undefined
      fields.elements()
      return first
    }),
  )
  // PKCS#12 is version 3, PKCS#8 0 or 1, and EncryptedPrivateKeyInfo begins with its algorithm.
  if (version === 3) return openPfx(file, required(password))
  if (version === undefined) return [await openEncryptedKey(file, utf8(required(password)))]
  return [file]
}

function required(password: string | undefined): string {
  if (password !== undefined) return password
  throw new ServiceError('INVALID_ARGUMENT', 'the private key is under a password, and none was given')
}
