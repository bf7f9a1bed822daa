// Somebody who signs in: a name that never changes hands, a home in the tree, and sessions that end.

export interface Person {
  readonly id: string
  readonly unitId: string
  readonly unitPath: string
  /** What one signs in with: letters, digits and `._@+-`, unique in the office, for ever. */
  readonly name: string
  readonly title: string
  readonly createdAt: Date
  readonly disabledAt: Date | null
}

export const sessionMethods = ['passkey', 'oidc'] as const
export type SessionMethod = (typeof sessionMethods)[number]

export interface Session {
  readonly id: string
  readonly personId: string
  readonly method: SessionMethod
  /** With which it was opened; null for another method. */
  readonly passkeyId: string | null
  readonly createdAt: Date
  readonly expiresAt: Date
  readonly revokedAt: Date | null
  readonly lastUsedAt: Date
}
