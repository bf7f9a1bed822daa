// Passkeys: what a person signs in and approves with, and the codes with which they are enrolled.

import type { Party } from './proposal.ts'

export interface Passkey {
  readonly id: string
  readonly personId: string
  readonly credentialId: Uint8Array
  /** COSE_Key (RFC 9052 §7). */
  readonly publicKey: Uint8Array
  /** As the authenticator last said; 0 of one that does not count. */
  readonly signCount: number
  /** How browsers reach it, in their words: `internal`, `usb`, `hybrid` … */
  readonly transports: readonly string[]
  /** What its owner calls it. */
  readonly title: string
  readonly createdAt: Date
  readonly lastUsedAt: Date | null
  readonly revokedAt: Date | null
  /** With which code it was enrolled; null of one from before this was kept. */
  readonly enrolmentId: string | null
}

/** Who made a code: the service, when it was done by the root key. */
export type Inviter = Party | { readonly kind: 'service' }

/** The right to enrol one passkey for one person, once. Whoever knows the code has it; the registry keeps its SHA-256. */
export interface Enrolment {
  readonly id: string
  readonly personId: string
  /** Null of one from before this was kept. */
  readonly invitedBy: Inviter | null
  readonly createdAt: Date
  readonly expiresAt: Date
  readonly usedAt: Date | null
}
