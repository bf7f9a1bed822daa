// An application acts for a unit's subtree with a set of actions, and shows a token. Tokens are known by their hash alone.

import type { Action } from '../caller.ts'

export interface Application {
  readonly id: string
  readonly unitId: string
  readonly unitPath: string
  readonly name: string
  readonly actions: readonly Action[]
  readonly createdAt: Date
  readonly disabledAt: Date | null
}

export interface Token {
  readonly id: string
  readonly applicationId: string
  readonly createdAt: Date
  /** null: never. */
  readonly expiresAt: Date | null
  readonly revokedAt: Date | null
  readonly lastUsedAt: Date | null
}
