import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Kysely, PGliteDialect, sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openMemoryPglite } from '../src/registry/durable-pglite.ts'
import { migrate } from '../src/registry/migrate.ts'
import { migrationNames } from '../src/registry/migration-names.ts'
import { migrations } from '../src/registry/migrations.ts'
import { isSealColumn, isSealedTable, sealedTable, sealedTables } from '../src/registry/row-integrity.ts'
import type { Tables } from '../src/registry/tables.ts'
import { type TestDatabase, testDatabase } from './fixtures/database.ts'

const folder = join(import.meta.dirname, '../migrations')
const tablesFile = join(import.meta.dirname, '../src/registry/tables.ts')

let db: TestDatabase

beforeAll(async () => {
  db = await testDatabase()
})
afterAll(() => db.close())

test('every file in migrations/ is in the list, in order, each number once', () => {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.ts'))
    .sort()
    .map((name) => name.slice(0, -3))
  expect(migrationNames).toEqual(files)
  expect(Object.keys(migrations)).toEqual(files)
  const numbers = files.map((name) => Number(name.slice(0, 4)))
  expect(new Set(numbers).size).toBe(numbers.length)
})

test('every migration opens with why', () => {
  for (const name of Object.keys(migrations)) {
    expect(readFileSync(join(folder, `${name}.ts`), 'utf8'), name).toMatch(/^\/\/ Why: .{20,}/)
  }
})

// migrations/released.sha256 has the lines of `sha256sum`; a release adds its migrations there.
test('released migrations were not edited', () => {
  for (const line of readFileSync(join(folder, 'released.sha256'), 'utf8').split('\n')) {
    if (line === '' || line.startsWith('#')) continue
    const [hash, file] = line.split('  ')
    if (file === undefined) throw new Error(`not a line of sha256sum: ${line}`)
    expect(
      createHash('sha256')
        .update(readFileSync(join(folder, file)))
        .digest('hex'),
      file,
    ).toBe(hash)
  }
})

test('a database that is up to date is left as it is, and a gateway that may not read the list of migrations may again', async () => {
  const pglite = await openMemoryPglite()
  const owner = new Kysely<Tables>({ dialect: new PGliteDialect({ pglite }) })
  const isReadable = async (): Promise<unknown> =>
    (
      await pglite.query(
        `select has_table_privilege('chancery_gateway', 'chancery_migrations', 'select') as yes`,
      )
    ).rows
  expect(await migrate(owner)).toEqual(Object.keys(migrations))
  expect(await migrate(owner)).toEqual([])
  await pglite.exec('revoke select on chancery_migrations from chancery_gateway')
  expect(await isReadable()).toEqual([{ yes: false }])
  expect(await migrate(owner)).toEqual([])
  expect(await isReadable()).toEqual([{ yes: true }])
  await owner.destroy()
})

test('the tables that the code knows are those of the database, column by column', async () => {
  const { rows } = await db.asOwner((tx) =>
    sql<{ table_name: string; column_name: string; data_type: string; is_nullable: string }>`
      select table_name, column_name, data_type, is_nullable from information_schema.columns
      where table_schema = 'public' and table_name not like 'chancery_migrations%'
      order by table_name, ordinal_position`.execute(tx),
  )
  const inDatabase: Record<string, Record<string, string>> = {}
  const sealed: string[] = []
  for (const row of rows) {
    if (isSealColumn(row.column_name)) {
      sealed.push(row.table_name)
      continue
    }
    const type = typeInCode(row.data_type, row.is_nullable === 'YES')
    inDatabase[row.table_name] = { ...inDatabase[row.table_name], [row.column_name]: type }
  }
  expect(inDatabase).toEqual(columnsInCode())
  expect(sealed).toEqual(
    Object.keys(sealedTables)
      .sort()
      .flatMap((table) => [table, table]),
  )
})

test('what the database fills in by itself is known to what seals the row', async () => {
  const { rows } = await db.asOwner((tx) =>
    sql<{ table: string; name: string }>`select table_name as table, column_name as name
      from information_schema.columns where table_schema = 'public' and column_default is not null`.execute(
      tx,
    ),
  )
  for (const { table, name } of rows) {
    if (!isSealedTable(table) || isSealColumn(name)) continue
    const { free, defaults } = sealedTable(table)
    expect([...free, ...Object.keys(defaults)], table).toContain(name)
  }
})

test('every table has row-level security, forced, and at least one policy', async () => {
  const { rows } = await db.asOwner((tx) =>
    sql`select relname from pg_class
      where relnamespace = 'public'::regnamespace and relkind = 'r' and relname not like 'chancery_migrations%'
        and not (relrowsecurity and relforcerowsecurity and exists (select 1 from pg_policy where polrelid = pg_class.oid))`.execute(
      tx,
    ),
  )
  expect(rows).toEqual([])
})

test('the roles of the service own nothing, cannot log in and inherit nothing', async () => {
  const { rows } = await db.asOwner((tx) =>
    sql`select rolname, rolsuper, rolinherit, rolcanlogin, rolcreatedb, rolcreaterole, rolbypassrls,
        (select count(*) from pg_class where relowner = pg_roles.oid) as owned
      from pg_roles where rolname in ('chancery_gateway', 'chancery_audit') order by rolname`.execute(tx),
  )
  const nothing = {
    rolsuper: false,
    rolinherit: false,
    rolcanlogin: false,
    rolcreatedb: false,
    rolcreaterole: false,
    rolbypassrls: false,
    owned: 0,
  }
  expect(rows).toEqual([
    { rolname: 'chancery_audit', ...nothing },
    { rolname: 'chancery_gateway', ...nothing },
  ])
})

test('nobody else may touch a table', async () => {
  const { rows } = await db.asOwner((tx) =>
    sql`select table_name, privilege_type from information_schema.table_privileges
      where table_schema = 'public' and grantee = 'PUBLIC'`.execute(tx),
  )
  expect(rows).toEqual([])
})

function typeInCode(dataType: string, nullable: boolean): string {
  const types: Readonly<Record<string, string>> = {
    uuid: 'string',
    text: 'string',
    boolean: 'boolean',
    integer: 'number',
    smallint: 'number',
    bigint: 'number',
    bytea: 'Uint8Array',
    ARRAY: 'string[]',
    jsonb: 'unknown',
    'timestamp with time zone': 'Date',
  }
  const type = types[dataType]
  if (type === undefined) throw new Error(`no type for ${dataType}`)
  return nullable && type !== 'unknown' ? `${type} | null` : type
}

// Types leave nothing behind at run time, so the source itself is read.
function columnsInCode(): Record<string, Record<string, string>> {
  const source = readFileSync(tablesFile, 'utf8')
  const tables: Record<string, Record<string, string>> = {}
  for (const [, table, name] of body(source, 'Tables').matchAll(/^ {2}(\w+): (\w+)$/gm)) {
    if (table === undefined || name === undefined) continue
    const columns: Record<string, string> = {}
    for (const [, column, type] of body(source, name).matchAll(/^ {2}(\w+): (.+)$/gm)) {
      if (column !== undefined && type !== undefined)
        columns[column] = type.replace(/^Generated(?:Always)?<(.*)>$/, '$1')
    }
    tables[table] = columns
  }
  return tables
}

function body(source: string, name: string): string {
  const [, text] = new RegExp(`interface ${name} \\{\\n([^}]*)\\}`).exec(source) ?? []
  if (text === undefined) throw new Error(`tables.ts has no interface ${name}`)
  return text
}
