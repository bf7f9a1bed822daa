// What the audit log tells those who publish: that it may have grown, and that what one trusts may have changed.

import type { AuditLog } from '../registry/audit-log.ts'

export interface LogGrowth {
  /** The log, watched. */
  readonly log: AuditLog
  mayHaveGrown(): boolean
  /** Whether this host revoked or certified anything, or trusts others, since one last asked. */
  trustMayHaveChanged(): boolean
}

const changingTrust: ReadonlySet<string> = new Set([
  'createAuthority',
  'revokeCertificate',
  'rotateKey',
  'addTrustAnchor',
  'removeTrustAnchor',
])

/** Another gateway may hold the sequencer at the first asking, so one append is asked about several times. */
const askings = 3

export function noticeGrowth(log: AuditLog): LogGrowth {
  // What an earlier run left without a place is found at the first askings.
  let remaining = askings
  let trustChanged = false
  return {
    log: {
      append: async (entries, guard) => {
        const outcome = await log.append(entries, guard)
        remaining = askings
        trustChanged ||= entries.some(({ operation }) => changingTrust.has(operation))
        return outcome
      },
      close: () => log.close(),
    },
    mayHaveGrown: () => {
      if (remaining === 0) return false
      remaining--
      return true
    },
    trustMayHaveChanged: () => {
      const changed = trustChanged
      trustChanged = false
      return changed
    },
  }
}
