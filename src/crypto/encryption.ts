// The shape of #encryption, which package.json resolves to node:crypto in Node and to WebCrypto in a browser.

/** Apart, since joining them means copying what may be a mebibyte. */
export interface Encrypted {
  readonly ciphertext: Uint8Array
  readonly tag: Uint8Array
}

/** AES-GCM (SP 800-38D) under one key, for messages that fit into memory. Tags have 16 octets. */
export interface Gcm {
  /** @param nonce 12 octets, never used before with this key. */
  encrypt(nonce: Uint8Array, plaintext: Uint8Array, associatedData?: Uint8Array): Promise<Encrypted>
  /** @returns undefined when the tag is wrong: then nothing is known of the plaintext. */
  decrypt(
    nonce: Uint8Array,
    ciphertextAndTag: Uint8Array,
    associatedData?: Uint8Array,
  ): Promise<Uint8Array | undefined>
}

/** One message that passes piece by piece. A browser holds it until `final`, since WebCrypto knows no pieces. */
export interface MessageEncryption {
  update(piece: Uint8Array): Promise<Uint8Array>
  final(): Promise<{ readonly rest: Uint8Array; readonly tag: Uint8Array }>
}

export interface MessageDecryption {
  /** What comes out is **unverified** until `final` has answered: keep it where nobody reads it. */
  update(piece: Uint8Array): Promise<Uint8Array>
  /** @returns the last octets; undefined when the tag, or the padding of CBC, is wrong. */
  final(): Promise<Uint8Array | undefined>
}

/** What a browser holds of one message at most; larger ones go in chunks. */
export const mostOctetsAtOnce = 512 * 1024 * 1024

export interface Agreed {
  /** DER of the ephemeral SubjectPublicKeyInfo. */
  readonly originator: Uint8Array
  readonly sharedSecret: Uint8Array
}

export interface Encapsulated {
  readonly ciphertext: Uint8Array
  readonly sharedSecret: Uint8Array
}
