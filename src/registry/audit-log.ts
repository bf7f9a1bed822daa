// The durable end of the audit log, as operations see it.

import type { AuditEntry } from '../log/entry.ts'

/** What the insert rechecks, so that token and key may be cached by the caller. Absent: nothing to recheck. */
export interface EntryGuard {
  readonly tokenId?: string
  readonly keyVersion?: { readonly keyId: string; readonly version: number }
}

export type AppendOutcome = 'durable' | 'token_not_valid' | 'key_not_active'

export interface AuditLog {
  /**
   * Makes the entries durable, all of one call or none, together with those of concurrent calls (group commit).
   * Returns only after COMMIT was confirmed by its command tag.
   *
   * @returns `token_not_valid` or `key_not_active` when the recheck of `guard` failed; then nothing was written.
   * @throws ServiceError `AUDIT_UNAVAILABLE` when durability could not be had, `BUSY` when too many wait.
   */
  append(entries: readonly AuditEntry[], guard: EntryGuard): Promise<AppendOutcome>
  close(): Promise<void>
}
