// Keys on their way in and out: RSAES-OAEP of an AES-256 key, then AES-KWP of the key (CKM_RSA_AES_KEY_WRAP; RFC 8017, RFC 5649).

import {
  constants,
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  privateDecrypt,
  publicEncrypt,
} from 'node:crypto'
import { promisify } from 'node:util'
import { concatBytes } from '../bytes.ts'
import { ServiceError } from '../errors.ts'
import { decryptionFailed } from './records.ts'
import { type SecretBytes, secretBytes } from './secret-bytes.ts'
import { type Random, wrappingKeyOctets } from './wrapping.ts'

const oaep = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' } as const
const keyWrapWithPadding = 'id-aes256-wrap-pad'
const paddedInitialValue = Uint8Array.of(0xa6, 0x59, 0x59, 0xa6)
const importModulusBits = 4096
const minRecipientBits = 2048

export interface TransportKeyPair {
  /** DER of SubjectPublicKeyInfo. */
  readonly publicKey: Uint8Array
  /** DER of PKCS#8. */
  readonly privateKey: SecretBytes
}

/** Takes seconds, on the thread pool. */
export async function makeTransportKey(): Promise<TransportKeyPair> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: importModulusBits,
    publicExponent: 65537,
  })
  return {
    publicKey: publicKey.export({ format: 'der', type: 'spki' }),
    privateKey: secretBytes(privateKey.export({ format: 'der', type: 'pkcs8' })),
  }
}

/**
 * @param recipient DER of SubjectPublicKeyInfo.
 * @throws ServiceError `INVALID_ARGUMENT` when it is no RSA key of 2048 bits or more.
 */
export function wrapForRecipient(key: SecretBytes, recipient: Uint8Array, random: Random): Uint8Array {
  const publicKey = recipientKey(recipient)
  using kek = secretBytes(random(wrappingKeyOctets))
  const cipher = createCipheriv(keyWrapWithPadding, kek.dangerouslyRevealBytes(), paddedInitialValue)
  const wrapped = cipher.update(key.dangerouslyRevealBytes())
  cipher.final()
  return concatBytes(publicEncrypt({ key: publicKey, ...oaep }, kek.dangerouslyRevealBytes()), wrapped)
}

/**
 * @param privateKey DER of PKCS#8, of RSA.
 * @throws ServiceError `DECRYPTION_FAILED`, whatever was wrong.
 */
export function unwrapFromSender(privateKey: SecretBytes, material: Uint8Array): SecretBytes {
  try {
    const der = privateKey.dangerouslyRevealBytes()
    const key = createPrivateKey({
      key: Buffer.from(der.buffer, der.byteOffset, der.byteLength),
      format: 'der',
      type: 'pkcs8',
    })
    const octets = (key.asymmetricKeyDetails?.modulusLength ?? 0) / 8
    using kek = secretBytes(privateDecrypt({ key, ...oaep }, material.subarray(0, octets)))
    const decipher = createDecipheriv(keyWrapWithPadding, kek.dangerouslyRevealBytes(), paddedInitialValue)
    const secret = secretBytes(decipher.update(material.subarray(octets)))
    decipher.final()
    return secret
  } catch {
    throw decryptionFailed()
  }
}

function recipientKey(recipient: Uint8Array): ReturnType<typeof createPublicKey> {
  try {
    const key = createPublicKey({ key: Buffer.from(recipient), format: 'der', type: 'spki' })
    if (
      key.asymmetricKeyType === 'rsa' &&
      (key.asymmetricKeyDetails?.modulusLength ?? 0) >= minRecipientBits
    ) {
      return key
    }
  } catch {
    // Said below: what is no key at all is no RSA key either.
  }
  throw new ServiceError(
    'INVALID_ARGUMENT',
    `the recipient is no SubjectPublicKeyInfo of an RSA key of ${minRecipientBits} bits or more`,
  )
}
