// Brings a database up to date, forward only, one host at a time.

import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { ServiceError } from '../errors.ts'
import { migrationNames } from './migration-names.ts'
import type { Tables } from './tables.ts'

const migrationTable = 'chancery_migrations'

// Any number will do, as long as it stays the same.
const lockId = '184467440737'

/**
 * Applies what is missing, all of it in one transaction. A second host that starts at the same time waits and
 * finds nothing to do.
 *
 * @param owner connected as the owner of the database, not as the gateway's role.
 * @returns names of the migrations that were applied now.
 */
export async function migrate(owner: Kysely<Tables>): Promise<readonly string[]> {
  return await owner.connection().execute(async (connection) => {
    await sql`select pg_advisory_lock(${sql.lit(lockId)}::int8)`.execute(connection)
    try {
      const applied = (await isUpToDate(connection)) ? [] : await applyMissing(connection)
      await ensureReadable(connection)
      return applied
    } finally {
      await sql`select pg_advisory_unlock(${sql.lit(lockId)}::int8)`.execute(connection)
    }
  })
}

/** Spares every start the migrator's look through the whole catalogue, a sixth of what the embedded database takes to open. */
async function isUpToDate(owner: Kysely<Tables>): Promise<boolean> {
  const { rows } = await sql<{
    found: boolean
  }>`select to_regclass(${migrationTable}) is not null as found`.execute(owner)
  if (rows[0]?.found !== true) return false
  return (await migrationsOf(owner)).join() === migrationNames.join()
}

// A database that is up to date needs neither the migrator nor the migrations.
async function applyMissing(owner: Kysely<Tables>): Promise<readonly string[]> {
  const { Migrator } = await import('kysely/migration')
  const { error, results } = await new Migrator({
    db: owner,
    provider: { getMigrations: readMigrations },
    migrationTableName: migrationTable,
    migrationLockTableName: `${migrationTable}_lock`,
  }).migrateToLatest()
  if (error !== undefined) throw error
  return (results ?? []).map((result) => result.migrationName)
}

/** The gateway looks at the list when it starts. A grant rewrites the table's row in the catalogue, so it is not repeated. */
async function ensureReadable(owner: Kysely<Tables>): Promise<void> {
  const { rows } = await sql<{
    readable: boolean
  }>`select has_table_privilege('chancery_gateway', ${migrationTable}, 'select') as readable`.execute(owner)
  if (rows[0]?.readable !== true)
    await sql`grant select on ${sql.table(migrationTable)} to chancery_gateway`.execute(owner)
}

/** Names of the migrations that a database has; only one with the same takes a dump of it. */
export async function migrationsOf(database: Kysely<Tables>): Promise<readonly string[]> {
  const { rows } = await sql<{
    name: string
  }>`select name from ${sql.table(migrationTable)} order by name`.execute(database)
  return rows.map(({ name }) => name)
}

/** @throws ServiceError `DATABASE_UNAVAILABLE` when migrations are missing or come from a newer version than this. */
export async function refuseUnmigrated(gateway: Kysely<Tables>): Promise<void> {
  const applied = await migrationsOf(gateway)
  const expected: readonly string[] = migrationNames
  const missing = expected.filter((name) => !applied.includes(name))
  if (missing.length > 0) throw notMigrated(`it lacks ${missing.join(', ')}`)
  const unknown = applied.filter((name) => !expected.includes(name))
  if (unknown.length > 0) throw notMigrated(`it has ${unknown.join(', ')}, which only a newer version knows`)
}

export function notMigrated(what: string, cause?: unknown): ServiceError {
  return new ServiceError(
    'DATABASE_UNAVAILABLE',
    `the database does not have this version's tables: ${what}; run \`npm run migrate\` with CHANCERY_MIGRATE_DATABASE_URL`,
    { cause },
  )
}

async function readMigrations(): Promise<Record<string, Migration>> {
  const { migrations } = await import('./migrations.ts')
  const list: Record<string, Migration> = {}
  for (const [name, statements] of Object.entries(migrations)) {
    list[name] = {
      async up(db: Kysely<unknown>): Promise<void> {
        for (const statement of statements) await sql.raw(statement).execute(db)
      },
    }
  }
  return list
}
