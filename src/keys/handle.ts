// Handles of keys: what the house may know of a private key without ever holding it. NIST SP 800-57 Part 1 Rev. 5.

import type { SignatureAlgorithm } from '../crypto/algorithms.ts'

/** One purpose per key (SP 800-57 §5.2). `log` keys sign checkpoints and nothing else. */
export const purposes = ['sign-document', 'sign-raw', 'certify', 'timestamp', 'log'] as const
export type Purpose = (typeof purposes)[number]

export const providerNames = ['memory', 'software', 'pkcs11'] as const
export type ProviderName = (typeof providerNames)[number]

/** NIST SP 800-57 Part 1 Rev. 5, section 7. */
export const keyStates = [
  'pre_activation',
  'active',
  'suspended',
  'deactivated',
  'compromised',
  'destroyed',
] as const
export type KeyState = (typeof keyStates)[number]

/** The whole identity of a key version. It is bound to the wrapped key as associated data, so that no row opens in another's place. */
export interface KeyIdentity {
  readonly unitId: string
  readonly keyId: string
  readonly version: number
  readonly purpose: Purpose
  readonly algorithm: SignatureAlgorithm
  readonly provider: ProviderName
}

/** The unit's key-encryption key, wrapped under the root key with the unit as associated data. */
export interface WrappedUnitKey {
  readonly unitId: string
  readonly wrapped: Uint8Array
}

export interface KeyHandle<P extends Purpose = Purpose> {
  readonly identity: KeyIdentity & { readonly purpose: P }
  readonly unitKey: WrappedUnitKey
  /** The private key wrapped under the unit's key (software), or the object identifier (PKCS#11). */
  readonly wrapped: Uint8Array
  /** DER of SubjectPublicKeyInfo. */
  readonly publicKey: Uint8Array
  /** What its officers allow of what its state does; providers never look at it. */
  readonly limits?: KeyLimits
}

export interface KeyLimits {
  /** End of the originator-usage period (SP 800-57 Part 1 §5.3.4): from then on it neither signs nor encrypts; null: no end. */
  readonly usageEndsAt: Date | null
  /** Operations in each window of so many seconds; null: any number. */
  readonly usage: { readonly maxOperations: number; readonly perSeconds: number } | null
}

/** Only the active version of a key signs, and only this type reaches `KeyProvider.sign`. */
export interface SigningKey<P extends Purpose = Purpose> extends KeyHandle<P> {
  readonly state: 'active'
}
