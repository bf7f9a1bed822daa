// Content-encryption keys under the keys of recipients, wrapped and opened: the same in Node and in a browser.
// SEC 1 §3.6.1 (X9.63 KDF), RFC 5753, RFC 8418, RFC 9629, RFC 9936.

import {
  agree,
  agreeEphemerally,
  decapsulate,
  encapsulate,
  hkdf,
  oaepDecrypt,
  oaepEncrypt,
  unwrapKey,
  wrapKey,
} from '#encryption'
import { digest } from '#primitives'
import { concatBytes } from '../bytes.ts'
import { ServiceError } from '../errors.ts'
import type { HashAlgorithm } from './algorithms.ts'
import {
  type AgreedKey,
  type EncapsulatedKey,
  keyWraps,
  type WrappedContentKey,
} from './wrapped-content-key.ts'

/**
 * Opens a content key with a private key that its owner holds here, not in the service.
 *
 * @param privateKey DER of PKCS#8 (ML-KEM: as RFC 9935 writes it).
 * @returns undefined when the key is another's or the content key was changed.
 * @throws ServiceError `ALGORITHM_NOT_ALLOWED` for parameters that no library of ours answers.
 */
export async function openContentKey(
  privateKey: Uint8Array,
  wrapped: WrappedContentKey,
): Promise<Uint8Array | undefined> {
  switch (wrapped.kind) {
    case 'key-transport': {
      const { hash, mgf1Hash, label, encryptedKey } = wrapped
      if (mgf1Hash !== hash || label.length > 0)
        throw new ServiceError(
          'ALGORITHM_NOT_ALLOWED',
          'RSAES-OAEP with a label, or with another hash in MGF1, is not supported',
        )
      return oaepDecrypt(privateKey, hash, encryptedKey)
    }
    case 'key-agreement': {
      const sharedSecret = await agree(privateKey, wrapped.originator)
      if (sharedSecret === undefined) return undefined
      const kek = await agreedKek(sharedSecret, wrapped)
      sharedSecret.fill(0)
      return unwrapOnce(kek, wrapped.encryptedKey)
    }
    case 'key-encapsulation': {
      const sharedSecret = await decapsulate(privateKey, wrapped.ciphertext)
      if (sharedSecret === undefined) return undefined
      const kek = await encapsulatedKek(sharedSecret, wrapped)
      sharedSecret.fill(0)
      return unwrapOnce(kek, wrapped.encryptedKey)
    }
  }
}

/** @throws ServiceError `ALGORITHM_NOT_ALLOWED` when the key is none of RSA. */
export async function transportContentKey(
  spki: Uint8Array,
  hash: HashAlgorithm,
  contentKey: Uint8Array,
): Promise<Uint8Array> {
  return (await oaepEncrypt(spki, hash, contentKey)) ?? refuseKey('RSAES-OAEP')
}

/** @throws ServiceError `ALGORITHM_NOT_ALLOWED` when this platform cannot agree with the key. */
export async function agreeOnContentKey(
  spki: Uint8Array,
  terms: Pick<AgreedKey, 'kdf' | 'sharedInfo' | 'wrap'>,
  contentKey: Uint8Array,
): Promise<{ readonly originator: Uint8Array; readonly encryptedKey: Uint8Array }> {
  const { originator, sharedSecret } = (await agreeEphemerally(spki)) ?? refuseKey('key agreement')
  const kek = await agreedKek(sharedSecret, terms)
  sharedSecret.fill(0)
  return { originator, encryptedKey: await wrapOnce(kek, contentKey) }
}

/** @throws ServiceError `ALGORITHM_NOT_ALLOWED` when this platform has no ML-KEM. */
export async function encapsulateContentKey(
  spki: Uint8Array,
  terms: Pick<EncapsulatedKey, 'kdf' | 'info' | 'kekOctets'>,
  contentKey: Uint8Array,
): Promise<{ readonly ciphertext: Uint8Array; readonly encryptedKey: Uint8Array }> {
  const { ciphertext, sharedSecret } = (await encapsulate(spki)) ?? refuseKey('ML-KEM')
  const kek = await encapsulatedKek(sharedSecret, terms)
  sharedSecret.fill(0)
  return { ciphertext, encryptedKey: await wrapOnce(kek, contentKey) }
}

/** ANSI X9.63 key derivation (SEC 1 §3.6.1). */
export async function x963Kdf(
  hash: HashAlgorithm,
  sharedSecret: Uint8Array,
  sharedInfo: Uint8Array,
  octets: number,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  for (let counter = 1, made = 0; made < octets; counter++) {
    const part = await digest(hash, concatBytes(sharedSecret, Uint8Array.of(0, 0, 0, counter), sharedInfo))
    parts.push(part)
    made += part.length
  }
  return concatBytes(...parts).subarray(0, octets)
}

function agreedKek(
  sharedSecret: Uint8Array,
  { kdf, sharedInfo, wrap }: Pick<AgreedKey, 'kdf' | 'sharedInfo' | 'wrap'>,
): Promise<Uint8Array> {
  const { keyOctets } = keyWraps[wrap]
  if (kdf.kind === 'x963') return x963Kdf(kdf.hash, sharedSecret, sharedInfo, keyOctets)
  return hkdf(kdf.hash, sharedSecret, noSalt, sharedInfo, keyOctets)
}

function encapsulatedKek(
  sharedSecret: Uint8Array,
  { kdf, info, kekOctets }: Pick<EncapsulatedKey, 'kdf' | 'info' | 'kekOctets'>,
): Promise<Uint8Array> {
  return hkdf(kdf.hash, sharedSecret, noSalt, info, kekOctets)
}

const noSalt = new Uint8Array(0)

async function unwrapOnce(kek: Uint8Array, wrapped: Uint8Array): Promise<Uint8Array | undefined> {
  const contentKey = await unwrapKey(kek, wrapped)
  kek.fill(0)
  return contentKey
}

async function wrapOnce(kek: Uint8Array, contentKey: Uint8Array): Promise<Uint8Array> {
  const wrapped = await wrapKey(kek, contentKey)
  kek.fill(0)
  return wrapped
}

function refuseKey(way: string): never {
  throw new ServiceError('ALGORITHM_NOT_ALLOWED', `the recipient’s key is not usable for ${way} here`)
}
