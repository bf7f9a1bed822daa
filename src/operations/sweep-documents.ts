// Scheduled: removes documents whose time is over, and files that a crash left without a row.

import { deleteExpiredDocuments } from '../registry/documents.ts'
import { asService } from './as-caller.ts'
import type { Deps } from './deps.ts'
import { documentLifetimeMs } from './upload-document.ts'

const rowsAtOnce = 500
/** An upload may take this long between its file and its row. */
const graceMs = 3_600_000

/** @returns how many files went. */
export async function sweepDocuments(deps: Pick<Deps, 'database' | 'clock' | 'spool'>): Promise<number> {
  const now = deps.clock.now()
  let removed = 0
  for (;;) {
    // Rows first: a file without a row is found below, a row without a file would be an error to its owner.
    const fileNames = await asService(deps, (tx) => deleteExpiredDocuments(tx, now, rowsAtOnce))
    for (const fileName of fileNames) await deps.spool.remove(fileName)
    removed += fileNames.length
    if (fileNames.length < rowsAtOnce) break
  }
  // No document lives longer than its lifetime, so a file that is older belongs to nobody.
  return removed + (await deps.spool.sweep(new Set(), new Date(now.getTime() - documentLifetimeMs - graceMs)))
}
