// What a CMS RecipientInfo asks of a private key, as plain data: formats write it, key providers answer it.
// RFC 5652 §6.2, RFC 5753 and RFC 8418 (agreement), RFC 8017 §7.1 (OAEP), RFC 9629 and RFC 9936 (encapsulation).

import type { HashAlgorithm } from './algorithms.ts'

/** AES Key Wrap (RFC 3394); the key-encryption key has as many bits as the name says. */
export const keyWraps = {
  'aes-128-wrap': { keyOctets: 16, node: 'id-aes128-wrap' },
  'aes-192-wrap': { keyOctets: 24, node: 'id-aes192-wrap' },
  'aes-256-wrap': { keyOctets: 32, node: 'id-aes256-wrap' },
} as const
export type KeyWrap = keyof typeof keyWraps

/** RSAES-OAEP. */
export interface TransportedKey {
  readonly kind: 'key-transport'
  readonly hash: HashAlgorithm
  readonly mgf1Hash: HashAlgorithm
  readonly label: Uint8Array
  readonly encryptedKey: Uint8Array
}

/** ECDH or X25519 with the originator's ephemeral key. */
export interface AgreedKey {
  readonly kind: 'key-agreement'
  /** DER of SubjectPublicKeyInfo. */
  readonly originator: Uint8Array
  /** ANSI X9.63 (SEC 1 §3.6.1), or HKDF without salt (RFC 8418 §2.2). */
  readonly kdf: { readonly kind: 'x963' | 'hkdf'; readonly hash: HashAlgorithm }
  /** DER of ECC-CMS-SharedInfo (RFC 5753 §7.2). */
  readonly sharedInfo: Uint8Array
  readonly wrap: KeyWrap
  readonly encryptedKey: Uint8Array
}

/** ML-KEM. */
export interface EncapsulatedKey {
  readonly kind: 'key-encapsulation'
  readonly ciphertext: Uint8Array
  readonly kdf: { readonly kind: 'hkdf'; readonly hash: HashAlgorithm }
  /** DER of CMSORIforKEMOtherInfo (RFC 9629 §5). */
  readonly info: Uint8Array
  readonly kekOctets: number
  readonly wrap: KeyWrap
  readonly encryptedKey: Uint8Array
}

export type WrappedContentKey = TransportedKey | AgreedKey | EncapsulatedKey
