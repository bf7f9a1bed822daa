// A key has one purpose and is held by a unit; its versions are generations, of which one is active. NIST SP 800-57 Part 1 Rev. 5.

import type { SignatureAlgorithm } from '../crypto/algorithms.ts'
import type { KeyState, ProviderName, Purpose } from '../keys/handle.ts'

export interface Key {
  readonly id: string
  readonly unitId: string
  readonly unitPath: string
  /** Unique in the unit. */
  readonly name: string
  readonly purpose: Purpose
  readonly algorithm: SignatureAlgorithm
  readonly provider: ProviderName
  readonly createdAt: Date
}

interface KeyVersionFacts {
  readonly keyId: string
  /** Counts from 1. */
  readonly version: number
  /** DER of SubjectPublicKeyInfo. */
  readonly publicKey: Uint8Array
  readonly createdAt: Date
  readonly activatedAt: Date | null
  readonly deactivatedAt: Date | null
  readonly compromisedAt: Date | null
}

export interface LivingKeyVersion extends KeyVersionFacts {
  readonly state: Exclude<KeyState, 'destroyed'>
  /** The private key wrapped under the unit's key, or its object identifier in an HSM. */
  readonly wrapped: Uint8Array
}

/** Nothing is left that could sign; the public key stays for verification. */
export interface DestroyedKeyVersion extends KeyVersionFacts {
  readonly state: 'destroyed'
  readonly destroyedAt: Date
}

export type KeyVersion = LivingKeyVersion | DestroyedKeyVersion

/** SP 800-57 Part 1 Rev. 5, section 7, figure 4. Compromise is never taken back, nor destruction. */
export const keyStateTransitions: Readonly<Record<KeyState, readonly KeyState[]>> = {
  pre_activation: ['active', 'suspended', 'compromised', 'destroyed'],
  active: ['suspended', 'deactivated', 'compromised'],
  suspended: ['active', 'deactivated', 'compromised', 'destroyed'],
  deactivated: ['suspended', 'compromised', 'destroyed'],
  compromised: ['destroyed'],
  destroyed: [],
}
