// Whether the audit log may have grown since one last asked, so that checkpoints are made while it grows and no longer.

import type { AuditLog } from '../registry/audit-log.ts'

export interface LogGrowth {
  /** The log, watched. */
  readonly log: AuditLog
  mayHaveGrown(): boolean
}

/** Another gateway may hold the sequencer at the first asking, so one append is asked about several times. */
const askings = 3

export function noticeGrowth(log: AuditLog): LogGrowth {
  // What an earlier run left without a place is found at the first askings.
  let remaining = askings
  return {
    log: {
      append: async (entries, guard) => {
        const outcome = await log.append(entries, guard)
        remaining = askings
        return outcome
      },
      close: () => log.close(),
    },
    mayHaveGrown: () => {
      if (remaining === 0) return false
      remaining--
      return true
    },
  }
}
