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

export const tokenKinds = ['secret', 'certificate', 'workload'] as const
export type TokenKind = (typeof tokenKinds)[number]

/** What proves an application. */
export interface Token {
  readonly id: string
  readonly applicationId: string
  /** A secret of ours, a client certificate of TLS, or what a trusted issuer says in a JWT. */
  readonly kind: TokenKind
  readonly createdAt: Date
  /** null: never. */
  readonly expiresAt: Date | null
  readonly revokedAt: Date | null
  readonly lastUsedAt: Date | null
}

/** A token of `issuer` for `audience` about `subject`, under `algorithm`, is the application. */
export interface WorkloadTrust {
  readonly id: string
  readonly applicationId: string
  readonly issuer: string
  readonly audience: string
  readonly subject: string
  /** Of JSON Web Tokens (RFC 7518). */
  readonly algorithm: string
  readonly createdAt: Date
  readonly endedAt: Date | null
}
