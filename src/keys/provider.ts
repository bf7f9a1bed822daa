// The one shape of all key providers. Providers see bytes to be signed, never a format, a caller or a policy.

import type { SignatureValue } from '../crypto/signature-value.ts'
import type { KeyIdentity, ProviderName, SigningKey, WrappedUnitKey } from './handle.ts'

export interface GeneratedKey {
  readonly wrapped: Uint8Array
  /** DER of SubjectPublicKeyInfo. */
  readonly publicKey: Uint8Array
}

export interface KeyProvider {
  readonly name: ProviderName
  /** What the module behind it is certified for, in words; the software provider says "not certified". */
  readonly certification: string

  /**
   * HMAC-SHA-256 of a fixed text under a key derived from the root key, 32 octets: equal on hosts with the same
   * root key and useless for finding it.
   */
  rootKeyCheckValue(): Promise<Uint8Array>

  /** Makes the key-encryption key of a unit. */
  createUnitKey(unitId: string): Promise<WrappedUnitKey>

  /** Makes a private key and checks it pairwise (sign, verify) before answering. */
  generate(identity: KeyIdentity, unitKey: WrappedUnitKey): Promise<GeneratedKey>

  /**
   * Signs each message with `key`, in order. All or nothing: there is no partial answer.
   *
   * @throws ServiceError `PROVIDER_UNAVAILABLE` when the module does not answer within 5 s, `BUSY` when its queue
   *   is full, `KEY_NOT_ACTIVE` when the wrapped key does not open under the given identity.
   */
  sign(key: SigningKey, messages: readonly Uint8Array[]): Promise<readonly SignatureValue[]>

  close(): Promise<void>
}
