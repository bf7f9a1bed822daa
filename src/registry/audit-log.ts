// The durable end of the audit log, as operations see it.

import type { AuditEntry } from '../log/entry.ts'

/** What the insert rechecks, so that token and key may be cached by the caller. Absent: nothing to recheck. */
export interface EntryGuard {
  readonly tokenId?: string
  readonly sessionId?: string
  /** Neither revoked nor at its end, and in force if it is one for emergencies. Absent: an application's own. */
  readonly grantId?: string
  /** A unit that the grant must reach: the one it was given for, or one below that. */
  readonly unitId?: string
  /**
   * Active, or with `process` in a state that still reads what was made before (SP 800-57 §7), and still a key of this
   * unit, which is active too, or with `process` abolished.
   */
  readonly keyVersion?: {
    readonly keyId: string
    readonly version: number
    readonly unitId: string
    readonly use?: 'process'
  }
}

export type AppendOutcome = (typeof refusals)[number] | 'durable'

export const refusals = [
  'token_not_valid',
  'session_not_valid',
  'grant_not_valid',
  'unit_out_of_reach',
  'key_not_active',
] as const

export interface AuditLog {
  /**
   * Makes the entries durable, all of one call or none, together with those of concurrent calls (group commit).
   * Returns only after COMMIT was confirmed by its command tag.
   *
   * @returns another word than `durable` when the recheck of `guard` failed; then nothing was written.
   * @throws ServiceError `AUDIT_UNAVAILABLE` when durability could not be had, `BUSY` when too many wait.
   */
  append(entries: readonly AuditEntry[], guard: EntryGuard): Promise<AppendOutcome>
  close(): Promise<void>
}
