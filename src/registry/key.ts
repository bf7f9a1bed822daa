// A key has one purpose and is held by a unit; its versions are generations, of which one is active. NIST SP 800-57 Part 1 Rev. 5.

import type { KeyAlgorithm } from '../crypto/algorithms.ts'
import type { KeyAttribute, KeyState, ProviderName, Purpose } from '../keys/handle.ts'

export interface Key {
  readonly id: string
  readonly unitId: string
  readonly unitPath: string
  /** Unique in the unit. */
  readonly name: string
  readonly purpose: Purpose
  readonly algorithm: KeyAlgorithm
  readonly provider: ProviderName
  readonly attributes: readonly KeyAttribute[]
  readonly createdAt: Date
  /** When it is to be destroyed; null when nobody asked for that. */
  readonly destroyAt: Date | null
  readonly policy: KeyPolicy
}

/** What the key's officers decided about its use. */
export interface KeyPolicy {
  /** The schedule makes the next version when the active one is that old; null: by hand alone. */
  readonly rotationPeriodDays: number | null
  /** Originator-usage period of each version (SP 800-57 Part 1 §5.3.4): how long it signs and encrypts. */
  readonly usagePeriodDays: number | null
  /** Older versions decrypt, open and check nothing any more. */
  readonly minimumVersion: number
  readonly usageLimit: UsageLimit | null
}

/** So many operations in each window of so many seconds, counted from the epoch on. */
export interface UsageLimit {
  readonly maxOperations: number
  readonly perSeconds: number
}

/** What a suspended version was: it comes back as nothing better. */
export const suspendedFromStates = ['pre_activation', 'active', 'deactivated'] as const
export type SuspendedFrom = (typeof suspendedFromStates)[number]

interface KeyVersionFacts {
  readonly keyId: string
  /** Counts from 1. */
  readonly version: number
  /** DER of SubjectPublicKeyInfo; of a secret key its check value. */
  readonly publicKey: Uint8Array
  readonly createdAt: Date
  readonly activatedAt: Date | null
  readonly deactivatedAt: Date | null
  readonly compromisedAt: Date | null
  /** Null unless it is suspended. */
  readonly suspendedFrom: SuspendedFrom | null
  /** From then on it neither signs nor encrypts; null: no end. */
  readonly usageEndsAt: Date | null
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
