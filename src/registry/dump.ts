// All rows of the registry as lines of JSON, and back: the same for both engines and for every version of the tables.

import { type Kysely, sql } from 'kysely'
import { ServiceError } from '../errors.ts'
import type { Tables, Tx } from './tables.ts'

/** One row, or the beginning of a dump. `row` is PostgreSQL's own JSON of it, kept as text: no number loses a digit. */
export interface DumpedRow {
  readonly table: string
  readonly row: string
}

const rowsAtOnce = 500

/**
 * The rows of all tables. For a transaction with the service's scope that sees one moment of the database.
 *
 * @throws Error for a table that the gateway's role may not read.
 */
export async function* dumpRows(tx: Tx): AsyncGenerator<readonly DumpedRow[]> {
  // How octets and moments are written is a setting of the session.
  await sql`select set_config('bytea_output', 'hex', true), set_config('datestyle', 'ISO', true),
    set_config('timezone', 'UTC', true)`.execute(tx)
  for (const table of await tablesOf(tx)) {
    await sql`declare dumped_rows no scroll cursor for select to_json(r)::text as row from ${sql.table(table)} r`.execute(
      tx,
    )
    for (;;) {
      const { rows } = await sql<{ row: string }>`fetch ${sql.lit(rowsAtOnce)} from dumped_rows`.execute(tx)
      if (rows.length === 0) break
      yield rows.map(({ row }) => ({ table, row }))
    }
    await sql`close dumped_rows`.execute(tx)
  }
}

/**
 * Puts dumped rows into a database that has none, all or nothing.
 *
 * @param owner of the tables, who lifts what the database demands of its gateways for as long as this takes.
 * @throws ServiceError `ALREADY_EXISTS` when a table has rows.
 */
export async function loadRows(
  owner: Kysely<Tables>,
  rows: AsyncIterable<readonly DumpedRow[]>,
): Promise<number> {
  return await owner.transaction().execute(async (tx) => {
    const tables = await tablesOf(tx)
    const columns = await columnsOf(tx)
    const references = await referencesOf(tx)
    for (const table of tables) {
      await sql`alter table ${sql.table(table)} no force row level security`.execute(tx)
      await sql`alter table ${sql.table(table)} disable trigger user`.execute(tx)
      const { rows: some } = await sql`select 1 from ${sql.table(table)} limit 1`.execute(tx)
      if (some.length > 0) {
        throw new ServiceError(
          'ALREADY_EXISTS',
          'this database holds an office already: restore into an empty one',
        )
      }
    }
    // Rows come in any order, and some refer to each other.
    for (const { table, name } of references) {
      await sql`alter table ${sql.table(table)} alter constraint ${sql.id(name)} deferrable initially deferred`.execute(
        tx,
      )
    }
    let count = 0
    for await (const batch of rows) {
      for (const [table, texts] of byTable(batch)) {
        const known = columns.get(table)
        if (known === undefined)
          throw new ServiceError(
            'INVALID_ARGUMENT',
            `the backup has a table ${table}, which is not known here`,
          )
        const list = sql.join(known.map((column) => sql.id(column)))
        await sql`insert into ${sql.table(table)} (${list}) overriding system value
          select ${list} from json_populate_recordset(null::${sql.table(table)}, ${`[${texts.join(',')}]`}::json)`.execute(
          tx,
        )
        count += texts.length
      }
    }
    await sql`set constraints all immediate`.execute(tx)
    for (const { table, name } of references) {
      await sql`alter table ${sql.table(table)} alter constraint ${sql.id(name)} not deferrable`.execute(tx)
    }
    await moveSequencesOn(tx)
    for (const table of tables) {
      await sql`alter table ${sql.table(table)} enable trigger user`.execute(tx)
      await sql`alter table ${sql.table(table)} force row level security`.execute(tx)
    }
    return count
  })
}

async function tablesOf(tx: Kysely<Tables>): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`select relname::text as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'r' and relname not like 'chancery_migrations%'
    order by relname`.execute(tx)
  return rows.map(({ name }) => name)
}

/** What is computed from other columns is left to the database. */
async function columnsOf(tx: Kysely<Tables>): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await sql<{ name: string; columns: string[] }>`
    select c.relname::text as name, array_agg(a.attname::text order by a.attnum) as columns
      from pg_class c join pg_attribute a on a.attrelid = c.oid
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0
        and not a.attisdropped and a.attgenerated = ''
      group by c.relname`.execute(tx)
  return new Map(rows.map(({ name, columns }) => [name, columns]))
}

async function referencesOf(
  tx: Kysely<Tables>,
): Promise<readonly { readonly table: string; readonly name: string }[]> {
  const { rows } = await sql<{ table: string; name: string }>`
    select c.relname::text as table, r.conname::text as name
      from pg_constraint r join pg_class c on c.oid = r.conrelid
      where r.contype = 'f' and c.relnamespace = 'public'::regnamespace and not r.condeferrable`.execute(tx)
  return rows
}

/** Numbers that the database gives go on behind those that came with the rows. */
async function moveSequencesOn(tx: Kysely<Tables>): Promise<void> {
  const { rows } = await sql<{ table: string; column: string }>`
    select c.relname::text as table, a.attname::text as column
      from pg_class c join pg_attribute a on a.attrelid = c.oid
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attidentity <> ''`.execute(tx)
  for (const { table, column } of rows) {
    await sql`select setval(pg_get_serial_sequence(${table}, ${column}),
      coalesce((select max(${sql.id(column)}) from ${sql.table(table)}), 0) + 1, false)`.execute(tx)
  }
}

function byTable(rows: readonly DumpedRow[]): ReadonlyMap<string, readonly string[]> {
  const lists = new Map<string, string[]>()
  for (const { table, row } of rows) {
    const list = lists.get(table)
    if (list === undefined) lists.set(table, [row])
    else list.push(row)
  }
  return lists
}
