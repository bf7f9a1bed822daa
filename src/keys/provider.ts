// The one shape of all key providers. Providers see bytes to be signed or opened, never a format, a caller or a policy.

import type { KeyAlgorithm } from '../crypto/algorithms.ts'
import type { SignatureValue } from '../crypto/signature-value.ts'
import type { WrappedContentKey } from '../crypto/wrapped-content-key.ts'
import type { ServiceError } from '../errors.ts'
import type {
  CipherKey,
  KeyHandle,
  KeyIdentity,
  MacKey,
  OpeningKey,
  ProviderName,
  SigningKey,
  StateFor,
  WrappedUnitKey,
} from './handle.ts'
import type { SecretBytes } from './secret-bytes.ts'

export interface GeneratedKey {
  readonly wrapped: Uint8Array
  /** DER of SubjectPublicKeyInfo; of a secret key its check value, 32 octets. */
  readonly publicKey: Uint8Array
}

/** What a key to be imported is wrapped under. Every host with the same root key can open what was wrapped. */
export interface ImportWrappingKey {
  /** DER of SubjectPublicKeyInfo of an RSA key of 4096 bits. */
  readonly publicKey: Uint8Array
  /** The private half, wrapped under the root key; given back with the material. */
  readonly token: Uint8Array
}

export interface WrappedImport {
  readonly token: Uint8Array
  /**
   * RSAES-OAEP (SHA-256, MGF1 with SHA-256, no label) of an AES-256 key, 512 octets, and then AES-KWP (RFC 5649) of DER
   * of PKCS#8, or of the secret key itself: CKM_RSA_AES_KEY_WRAP.
   */
  readonly material: Uint8Array
}

export interface Plaintext {
  readonly plaintext: Uint8Array
  readonly associatedData: Uint8Array
}

export interface Ciphertext {
  readonly ciphertext: Uint8Array
  readonly associatedData: Uint8Array
}

export interface MessageMac {
  readonly message: Uint8Array
  readonly mac: Uint8Array
}

export interface DataKey {
  /** Undefined when it was not asked for: then it has not left the provider. */
  readonly plaintext: SecretBytes | undefined
  /** The data key encrypted as a record of the `encrypt` key. */
  readonly ciphertext: Uint8Array
}

/**
 * Every method throws ServiceError `PROVIDER_UNAVAILABLE` when the module does not answer within 5 s, `BUSY` when its
 * queue is full, and, where it is given a key, `KEY_NOT_ACTIVE` when the wrapped key does not open under the given
 * identity or its state does not allow the operation (`stateOperations`), `ALGORITHM_NOT_ALLOWED` when the provider
 * cannot do it with this algorithm.
 */
export interface KeyProvider {
  readonly name: ProviderName
  /** What the module behind it is certified for, in words; the software provider says "not certified". */
  readonly certification: string
  /** What it can make and use. */
  readonly algorithms: ReadonlySet<KeyAlgorithm>

  /**
   * HMAC-SHA-256 of a fixed text under a key derived from the root key, 32 octets: equal on hosts with the same
   * root key and useless for finding it.
   */
  rootKeyCheckValue(): Promise<Uint8Array>

  /** Makes the key-encryption key of a unit. */
  createUnitKey(unitId: string): Promise<WrappedUnitKey>

  /** The same unit key wrapped anew, under the root key of today. */
  rewrapUnitKey(unitKey: WrappedUnitKey): Promise<WrappedUnitKey>

  /**
   * Makes a private or secret key. Key pairs are checked (sign and verify, agree, encapsulate) before answering.
   *
   * @throws ServiceError `ALGORITHM_NOT_ALLOWED` when purpose, attributes and algorithm do not go together.
   */
  generate(identity: KeyIdentity, unitKey: WrappedUnitKey): Promise<GeneratedKey>

  /** Making one takes seconds; it may be used for many imports. */
  importWrappingKey(): Promise<ImportWrappingKey>

  /**
   * Takes in a key that was made elsewhere: opened in the provider alone, its public key computed from the private one.
   *
   * @throws ServiceError `DECRYPTION_FAILED` when it does not unwrap, `INVALID_ARGUMENT` when it is no key of the
   *   algorithm or a weak one.
   */
  importKey(identity: KeyIdentity, unitKey: WrappedUnitKey, material: WrappedImport): Promise<GeneratedKey>

  /**
   * Gives a key with the attribute `exportable` to whoever holds the private half of `recipient`.
   *
   * @param recipient DER of SubjectPublicKeyInfo of an RSA key of 2048 bits or more.
   * @returns as `WrappedImport.material`.
   * @throws ServiceError `NOT_PERMITTED` without the attribute, `INVALID_ARGUMENT` for another recipient.
   */
  exportKey(key: KeyHandle, recipient: Uint8Array): Promise<Uint8Array>

  /**
   * The same key under another unit's key, or another key of the same unit, and under another identity. Purpose,
   * algorithm, attributes and provider stay what they are.
   *
   * @returns the wrapped key.
   */
  rewrapKey(
    key: KeyHandle,
    target: { readonly identity: KeyIdentity; readonly unitKey: WrappedUnitKey },
  ): Promise<Uint8Array>

  /** Signs each message with `key`, in order. All or nothing: there is no partial answer. */
  sign(key: SigningKey, messages: readonly Uint8Array[]): Promise<readonly SignatureValue[]>

  /**
   * Signs each digest, made by the hash of the algorithm, with a key that has the attribute `sign-digest`. All or
   * nothing.
   *
   * @throws ServiceError `NOT_PERMITTED` without the attribute, `INVALID_ARGUMENT` for a digest of another length.
   */
  signDigests(key: SigningKey, digests: readonly Uint8Array[]): Promise<readonly SignatureValue[]>

  /** @returns for each item the content-encryption key, or `DECRYPTION_FAILED`, `ALGORITHM_NOT_ALLOWED`. */
  unwrap(
    key: OpeningKey,
    items: readonly WrappedContentKey[],
  ): Promise<readonly (SecretBytes | ServiceError)[]>

  /** @returns records, which say the version of their key (see record.ts). All or nothing. */
  encrypt(key: CipherKey<StateFor<'protect'>>, items: readonly Plaintext[]): Promise<readonly Uint8Array[]>

  /** @returns for each item the plaintext, or `DECRYPTION_FAILED`. */
  decrypt(key: CipherKey, items: readonly Ciphertext[]): Promise<readonly (Uint8Array | ServiceError)[]>

  /** Decrypts with `from` and encrypts with `to`; the plaintext does not leave the provider. */
  reencrypt(
    from: CipherKey,
    to: CipherKey<StateFor<'protect'>>,
    items: readonly Ciphertext[],
  ): Promise<readonly (Uint8Array | ServiceError)[]>

  /**
   * Makes AES-256 keys, one for each associated data, and encrypts them as records. All or nothing.
   *
   * @param withPlaintext without it, the data keys themselves stay in the provider.
   */
  generateDataKeys(
    key: CipherKey<StateFor<'protect'>>,
    associatedData: readonly Uint8Array[],
    withPlaintext: boolean,
  ): Promise<readonly DataKey[]>

  /** All or nothing. */
  mac(key: MacKey<StateFor<'protect'>>, messages: readonly Uint8Array[]): Promise<readonly Uint8Array[]>

  /** @returns for each item whether its MAC is that of the message, compared in constant time, whole. */
  verifyMac(key: MacKey, items: readonly MessageMac[]): Promise<readonly boolean[]>

  /** HMAC-SHA-256 of each row under a key derived from the root key: the database cannot make them. */
  rowMac(rows: readonly Uint8Array[]): Promise<readonly Uint8Array[]>

  /**
   * Forgets the key, and destroys what a module holds of it. Once more does no harm. When the row of the key has nothing
   * left, `wrapped` is empty, and everything goes that a module ever made for this version.
   */
  destroy(key: KeyHandle): Promise<void>

  close(): Promise<void>
}
