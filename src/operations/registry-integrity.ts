// What becomes of a row that is not as the service wrote it: an entry, once a minute for each; and the sealing of rows that are older than their MACs.

import { type Call, theService } from '../caller.ts'
import type { ServiceError } from '../errors.ts'
import { findAuditEntry } from '../registry/audit-entries.ts'
import { isSealedTable, type Row, sealedTables } from '../registry/row-integrity.ts'
import { serviceScope } from '../registry/scope.ts'
import { checkRows, sealUnsealed } from '../registry/seal-rows.ts'
import { asService } from './as-caller.ts'
import type { Deps } from './deps.ts'
import { derivedId } from './derived-id.ts'
import { record } from './record.ts'

const rowsAtOnce = 500
/** The same row is asked for again and again; nobody shall fill the log with it. */
const quietMs = 60_000
const quietLimit = 10_000

/**
 * @param unwritten told when the entry could not be kept; the row stays refused all the same.
 * @returns for `Database.protectRows`.
 */
export function violationReporter(
  deps: Pick<Deps, 'auditLog' | 'clock' | 'newId'>,
  unwritten: (error: unknown) => void,
): (error: ServiceError) => Promise<void> {
  const toldAt = new Map<string, number>()
  return async ({ cause }) => {
    const finding = cause instanceof Error ? cause.message : 'a row was refused'
    const now = deps.clock.now().getTime()
    if (now - (toldAt.get(finding) ?? 0) < quietMs) return
    if (toldAt.size >= quietLimit) toldAt.clear()
    toldAt.set(finding, now)
    const call: Call = { requestId: deps.newId(), caller: theService }
    const act = { operation: 'refuseRow', outcome: 'denied', unitId: null, details: { finding } } as const
    await record(deps, call, act).catch(unwritten)
  }
}

/**
 * Seals every row that has no MAC, unless that was done before: a database from before there were any is believed
 * once. That it was done stands in the audit log, whose loss `audit verify` shows; afterwards a missing MAC is an edit.
 */
export async function sealRowsOnce(deps: Deps): Promise<void> {
  await deps.database.exclusively('sealing of rows', async () => {
    const isDone = async (entryId: string): Promise<boolean> =>
      (await asService(deps, (tx) => findAuditEntry(tx, serviceScope, entryId))) !== undefined
    const tables = await tablesToSeal(isDone)
    if (tables.length === 0) return
    let sealed = 0
    for (const table of tables) {
      if (!isSealedTable(table)) continue
      for (;;) {
        const count = await asService(deps, (tx) => sealUnsealed(tx, table, rowsAtOnce))
        sealed += count
        if (count < rowsAtOnce) break
      }
    }
    const call: Call = { requestId: deps.newId(), caller: theService }
    const act = { operation: 'sealRows', unitId: null, details: { rows: String(sealed) } }
    await record(deps, call, act, derivedId(newestSealing.name))
  })
}

/**
 * In an office whose rows were sealed before these tables were among them, these alone are believed once more. An offer of a
 * root key is not: whoever made it makes it again.
 */
const newestSealing = {
  /** Its entry has an identifier of this, the same in every office, since each has a log of its own. */
  name: 'chancery rows sealed, approved signatures too',
  later: ['approved_signatures'],
}
const sealings: readonly { readonly name: string; readonly later: readonly string[] }[] = [
  newestSealing,
  { name: 'chancery rows sealed, paths too', later: ['unit_paths'] },
  { name: 'chancery rows sealed', later: [] },
]

async function tablesToSeal(isDone: (entryId: string) => Promise<boolean>): Promise<readonly string[]> {
  const later: string[] = []
  for (const sealing of sealings) {
    if (await isDone(derivedId(sealing.name))) return later
    later.push(...sealing.later)
  }
  return Object.keys(sealedTables)
}

/**
 * Checks every row of every sealed table, also those that nobody asks for.
 *
 * @throws ServiceError `INTEGRITY_VIOLATION` for the first that is not as the service wrote it.
 */
export async function checkEveryRow(deps: Deps): Promise<void> {
  for (const table of Object.keys(sealedTables)) {
    if (!isSealedTable(table)) continue
    let after: Row | undefined
    do {
      const position = after
      after = await asService(deps, (tx) => checkRows(tx, table, position, rowsAtOnce))
    } while (after !== undefined)
  }
}
