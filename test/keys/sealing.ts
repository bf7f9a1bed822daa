// The sender's side of content-encryption keys, written with node:crypto alone, so that providers are not checked by themselves.

import {
  constants,
  createCipheriv,
  createHash,
  createPublicKey,
  diffieHellman,
  encapsulate,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  publicEncrypt,
} from 'node:crypto'
import { type OpeningAlgorithm, openingAlgorithms } from '../../src/crypto/algorithms.ts'
import type { WrappedContentKey } from '../../src/crypto/wrapped-content-key.ts'

/** Wraps `contentKey` for whoever holds the private half of `publicKey` (DER of SubjectPublicKeyInfo). */
export function sealContentKey(
  algorithm: OpeningAlgorithm,
  publicKey: Uint8Array,
  contentKey: Uint8Array,
): WrappedContentKey {
  const recipient = createPublicKey({ key: Buffer.from(publicKey), format: 'der', type: 'spki' })
  const { keyType } = openingAlgorithms[algorithm]
  if (keyType === 'rsa') return transported(recipient, contentKey)
  return keyType === 'ec' || keyType === 'x25519'
    ? agreed(recipient, contentKey, keyType === 'ec' ? 'x963' : 'hkdf')
    : encapsulated(recipient, contentKey)
}

function transported(recipient: KeyObject, contentKey: Uint8Array): WrappedContentKey {
  const label = Buffer.from('label')
  const options = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256', oaepLabel: label }
  const encryptedKey = publicEncrypt({ key: recipient, ...options }, contentKey)
  return { kind: 'key-transport', hash: 'sha-256', mgf1Hash: 'sha-256', label, encryptedKey }
}

function agreed(recipient: KeyObject, contentKey: Uint8Array, kdf: 'x963' | 'hkdf'): WrappedContentKey {
  const ephemeral =
    kdf === 'x963'
      ? generateKeyPairSync('ec', { namedCurve: recipient.asymmetricKeyDetails?.namedCurve ?? '' })
      : generateKeyPairSync('x25519')
  const shared = diffieHellman({ privateKey: ephemeral.privateKey, publicKey: recipient })
  const sharedInfo = Buffer.from('ECC-CMS-SharedInfo')
  const kek =
    kdf === 'x963'
      ? createHash('sha384')
          .update(shared)
          .update(Buffer.of(0, 0, 0, 1))
          .update(sharedInfo)
          .digest()
      : Buffer.from(hkdfSync('sha384', shared, '', sharedInfo, 32))
  return {
    kind: 'key-agreement',
    originator: ephemeral.publicKey.export({ format: 'der', type: 'spki' }),
    kdf: { kind: kdf, hash: 'sha-384' },
    sharedInfo,
    wrap: 'aes-256-wrap',
    encryptedKey: wrapped(kek.subarray(0, 32), contentKey),
  }
}

function encapsulated(recipient: KeyObject, contentKey: Uint8Array): WrappedContentKey {
  const { sharedKey, ciphertext } = encapsulate(recipient)
  const info = Buffer.from('CMSORIforKEMOtherInfo')
  return {
    kind: 'key-encapsulation',
    ciphertext,
    kdf: { kind: 'hkdf', hash: 'sha-256' },
    info,
    kekOctets: 32,
    wrap: 'aes-256-wrap',
    encryptedKey: wrapped(Buffer.from(hkdfSync('sha256', sharedKey, '', info, 32)), contentKey),
  }
}

function wrapped(kek: Uint8Array, contentKey: Uint8Array): Uint8Array {
  const cipher = createCipheriv('id-aes256-wrap', kek, Buffer.alloc(8, 0xa6))
  return Buffer.concat([cipher.update(contentKey), cipher.final()])
}
