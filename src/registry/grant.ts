// A grant: a role in a unit and everything below it, for a person or an application, perhaps narrower, perhaps with an end.

import type { Action, GrantLimit, Role } from '../caller.ts'

export interface Grant {
  readonly id: string
  readonly holder: GrantHolder
  readonly role: Role
  readonly unitId: string
  readonly unitPath: string
  /** Only this key; null: every key. */
  readonly keyId: string | null
  /** Of the role's, these alone; null: all of the role. */
  readonly actions: readonly Action[] | null
  readonly formats: readonly string[] | null
  readonly limit: GrantLimit | null
  /** Holds nothing until `breakGlass` puts it in force for a while. */
  readonly emergency: boolean
  readonly emergencyUntil: Date | null
  /** The grant that its giver holds and handed on. */
  readonly delegatedFrom: string | null
  readonly createdAt: Date
  readonly expiresAt: Date | null
  readonly revokedAt: Date | null
}

export type GrantHolder = { readonly personId: string } | { readonly applicationId: string }

export function isInForce(grant: Grant, at: Date): boolean {
  return (
    grant.revokedAt === null &&
    (grant.expiresAt === null || at < grant.expiresAt) &&
    (!grant.emergency || (grant.emergencyUntil !== null && at < grant.emergencyUntil))
  )
}
