// A small secret under an AES-256 key of the token, which never leaves it: by this the key of custody rests on an HSM.
// AES-GCM (SP 800-38D, PKCS #11 v2.40 §2.12.3).

import pkcs11js from 'pkcs11js'
import { concatBytes, utf8 } from '../../bytes.ts'
import { ServiceError } from '../../errors.ts'
import { type SecretBytes, secretBytes } from '../secret-bytes.ts'
import type { Random } from '../wrapping.ts'
import { findObjects, ObjectMissing, type Template, type Token, type TokenSession } from './token.ts'

// version ‖ identifier of the wrapping key ‖ nonce ‖ ciphertext ‖ tag
const formatVersion = 1
const identifierOctets = 16
const nonceOctets = 12
const tagOctets = 16
const nonceAt = 1 + identifierOctets
const ciphertextAt = nonceAt + nonceOctets
const maxSecretOctets = 1024
const label = 'chancery custody'
const associatedData = utf8('chancery token wrapping v1')

/** Makes a wrapping key of its own for each secret, so that destroying it shreds that secret alone. */
export async function wrapInToken(token: Token, secret: SecretBytes, random: Random): Promise<Uint8Array> {
  const plaintext = secret.dangerouslyRevealBytes()
  if (plaintext.length === 0 || plaintext.length > maxSecretOctets)
    throw new ServiceError(
      'INVALID_ARGUMENT',
      `a secret of ${plaintext.length} octets; 1 to ${maxSecretOctets} are wrapped`,
    )
  const [identifier, nonce] = [random(identifierOctets), random(nonceOctets)]
  return token.use(async ({ module, handle }) => {
    const key = await module.C_GenerateKeyAsync(handle, { mechanism: pkcs11js.CKM_AES_KEY_GEN }, [
      ...keyTemplate(identifier),
      { type: pkcs11js.CKA_KEY_TYPE, value: pkcs11js.CKK_AES },
      { type: pkcs11js.CKA_VALUE_LEN, value: 32 },
      { type: pkcs11js.CKA_PRIVATE, value: true },
      { type: pkcs11js.CKA_SENSITIVE, value: true },
      { type: pkcs11js.CKA_EXTRACTABLE, value: false },
      { type: pkcs11js.CKA_LABEL, value: label },
      { type: pkcs11js.CKA_ENCRYPT, value: true },
      { type: pkcs11js.CKA_DECRYPT, value: true },
      { type: pkcs11js.CKA_WRAP, value: false },
      { type: pkcs11js.CKA_UNWRAP, value: false },
    ])
    module.C_EncryptInit(handle, gcm(nonce), key)
    const room = Buffer.alloc(plaintext.length + tagOctets)
    const ciphertext = await module.C_EncryptAsync(handle, Buffer.from(plaintext), room)
    return concatBytes(Uint8Array.of(formatVersion), identifier, nonce, ciphertext)
  })
}

/** @throws ServiceError `DECRYPTION_FAILED` when it was changed, `KEY_NOT_ACTIVE` when its key is not in this token. */
export async function unwrapInToken(token: Token, wrapped: Uint8Array): Promise<SecretBytes> {
  if (wrapped[0] !== formatVersion || wrapped.length <= ciphertextAt + tagOctets) throw changed()
  return token.use(async (session) => {
    const { module, handle } = session
    const key = wrappingKey(session, wrapped.subarray(1, nonceAt))
    module.C_DecryptInit(handle, gcm(wrapped.subarray(nonceAt, ciphertextAt)), key)
    const ciphertext = Buffer.from(wrapped.subarray(ciphertextAt))
    try {
      return secretBytes(await module.C_DecryptAsync(handle, ciphertext, Buffer.alloc(ciphertext.length)))
    } catch {
      throw changed()
    }
  })
}

function wrappingKey({ module, handle }: TokenSession, identifier: Uint8Array) {
  const [key] = findObjects(module, handle, keyTemplate(identifier))
  if (key === undefined) throw new ObjectMissing('the token does not hold the key of this secret')
  return key
}

function keyTemplate(identifier: Uint8Array): Template {
  return [
    { type: pkcs11js.CKA_CLASS, value: pkcs11js.CKO_SECRET_KEY },
    { type: pkcs11js.CKA_TOKEN, value: true },
    { type: pkcs11js.CKA_ID, value: Buffer.from(identifier) },
  ]
}

function gcm(nonce: Uint8Array): pkcs11js.Mechanism {
  const parameter = {
    type: pkcs11js.CK_PARAMS_AES_GCM_v240,
    iv: Buffer.from(nonce),
    ivBits: nonceOctets * 8,
    aad: Buffer.from(associatedData),
    tagBits: tagOctets * 8,
  }
  return { mechanism: pkcs11js.CKM_AES_GCM, parameter }
}

function changed(): ServiceError {
  return new ServiceError('DECRYPTION_FAILED', 'the wrapped secret was changed, or is another one')
}
