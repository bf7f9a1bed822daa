// Scheduled: forgets the answers to requests whose idempotency keys have expired. An answer may be a whole signature.

import { deleteExpiredIdempotency } from '../registry/idempotency.ts'
import { asService } from './as-caller.ts'
import type { Deps } from './deps.ts'

const rowsAtOnce = 500

/** @returns how many were forgotten. */
export async function sweepIdempotency(deps: Pick<Deps, 'database' | 'clock'>): Promise<number> {
  const now = deps.clock.now()
  let forgotten = 0
  for (;;) {
    const some = await asService(deps, (tx) => deleteExpiredIdempotency(tx, now, rowsAtOnce))
    forgotten += some
    // Somebody may have taken one of them anew; the rest of a short batch waits for the next run.
    if (some < rowsAtOnce) return forgotten
  }
}
