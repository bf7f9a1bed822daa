// A private key on its way into the office: RSAES-OAEP of an AES-256 key, then AES-KWP of the key (CKM_RSA_AES_KEY_WRAP).

import { concatBytes } from '../bytes.ts'
import { wrapWithPadding } from '../crypto/key-wrap-with-padding.ts'

const kekOctets = 32

/**
 * @param wrappingKey DER of SubjectPublicKeyInfo: the `publicKey` of `importWrappingKey`.
 * @param key DER of PKCS#8, or a secret key as it is. The caller overwrites it afterwards.
 */
export async function wrapForImport(wrappingKey: Uint8Array, key: Uint8Array): Promise<Uint8Array> {
  const { subtle } = globalThis.crypto
  const oaep = { name: 'RSA-OAEP', hash: 'SHA-256' }
  const recipient = await subtle.importKey('spki', Uint8Array.from(wrappingKey), oaep, false, ['encrypt'])
  const kek = globalThis.crypto.getRandomValues(new Uint8Array(kekOctets))
  try {
    const transported = new Uint8Array(await subtle.encrypt(oaep, recipient, kek))
    return concatBytes(transported, await wrapWithPadding(kek, key))
  } finally {
    kek.fill(0)
  }
}
