// Passkeys: what a person signs in and approves with, and the codes with which they are enrolled.

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
}

/** The right to enrol one passkey for one person, once. Whoever knows the code has it; the registry keeps its SHA-256. */
export interface Enrolment {
  readonly id: string
  readonly personId: string
  readonly createdAt: Date
  readonly expiresAt: Date
  readonly usedAt: Date | null
}
