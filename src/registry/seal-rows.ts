// Rows that have no MAC yet, sealed once; and every row, checked.

import { sql } from 'kysely'
import { currentView, type Row, type SealedTableName, sealedTable } from './row-integrity.ts'
import { byKey } from './sealing-dialect.ts'
import type { Tx } from './tables.ts'

/**
 * Seals up to `limit` rows of `table` that have no MAC, as they are. Whoever calls this believes the database once.
 *
 * @returns how many there were. For a transaction with the service's scope, in a database whose rows are protected.
 */
export async function sealUnsealed(tx: Tx, table: SealedTableName, limit: number): Promise<number> {
  const view = currentView()
  if (view === undefined) throw new Error('rows are sealed where the database has the key to seal them')
  const { rows } = await sql<Row>`
    select * from ${sql.table(table)} where row_mac is null limit ${limit} for update`.execute(tx)
  const macs = await view.seal(
    table,
    rows.map((row) => ({ row, generation: 1 })),
  )
  for (const [i, row] of rows.entries()) {
    await tx.executeQuery(
      byKey(`/* sealed */ update "${table}" set row_mac = $1, row_generation = 1`, table, row, [macs[i]]),
    )
  }
  return rows.length
}

/** Checks up to `limit` rows behind `after`. @returns the last one's key; undefined when there are no more. */
export async function checkRows(
  tx: Tx,
  table: SealedTableName,
  after: Row | undefined,
  limit: number,
): Promise<Row | undefined> {
  const view = currentView()
  if (view === undefined) throw new Error('rows are checked where the database has the key to check them')
  const { key } = sealedTable(table)
  const columns = sql.join(key.map((column) => sql.ref(column)))
  const position =
    after === undefined
      ? sql`true`
      : sql`(${columns}) > (${sql.join(key.map((column) => sql`${after[column]}`))})`
  const { rows } = await sql<Row>`
    select * from ${sql.table(table)} where ${position} order by ${columns} limit ${limit}`.execute(tx)
  await view.check(table, rows)
  const last = rows.at(-1)
  return last === undefined || rows.length < limit
    ? undefined
    : Object.fromEntries(key.map((column) => [column, last[column]]))
}
