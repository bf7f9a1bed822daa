// PostgreSQL as the engine: a pool for the gateway's role, and a connection of its own for the audit log.

import { Kysely, PostgresDialect } from 'kysely'
import { sqlState } from './database-errors.ts'
import { type DatabaseOptions, type Engine, enter } from './engine.ts'
import { migrate, notMigrated, refuseUnmigrated } from './migrate.ts'
import { gatewayLimits, type PostgresAddress, PostgresConnections } from './postgres-connections.ts'
import { sealingDialect } from './sealing-dialect.ts'
import type { Tables } from './tables.ts'

// Planning the append costs more than running it, and its plan is the same for any number of rows. PostgreSQL would
// otherwise plan it anew each time, since the lengths of the arrays are known then; measured, half of the server's time.
const enterAudit = `select set_config('role', 'chancery_audit', false),
  set_config('plan_cache_mode', 'force_generic_plan', false)`

export async function postgresEngine(
  options: Extract<DatabaseOptions, { kind: 'postgres' }>,
): Promise<Engine> {
  if (options.owner !== undefined) await migrateAsOwner(options.owner)
  const gateway = new PostgresConnections(options.address, {
    ...gatewayLimits,
    max: options.maxConnections ?? gatewayLimits.max,
  })
  const audit = new PostgresConnections(options.address, { ...gatewayLimits, max: 1 }, enterAudit)
  const kysely = kyselyOn(gateway)
  const close = async (): Promise<void> => {
    await Promise.all([kysely.destroy(), audit.end()])
  }
  try {
    await kysely.transaction().execute(async (tx) => {
      await enter(tx, { kind: 'service' })
      await refuseUnmigrated(tx)
    })
    ;(await audit.connect()).release()
  } catch (error) {
    await close()
    const state = sqlState(error)
    // Role or table unknown, or this login may not act as the roles.
    if (state === '22023' || state === '42P01' || state === '42704' || state === '42501') {
      throw notMigrated(error instanceof Error ? error.message : 'unknown', error)
    }
    throw error
  }
  return {
    kysely,
    audit: {
      insert: async (text, values) => {
        const connection = await audit.connect()
        try {
          return (
            await connection.run<{ call: number; outcome: string }>({ name: 'audit-append', text, values })
          ).rows
        } finally {
          connection.release()
        }
      },
      close: async () => undefined,
    },
    load: () => gateway.load(),
    lock: (name) => lockByName(options.address, name),
    close,
  }
}

/** One statement waits as long as another host may take; a session of its own holds what it got. */
const lockLimits = { max: 1, connectTimeoutMs: 4000, queryTimeoutMs: 121_000 } as const

async function lockByName(address: PostgresAddress, name: string): Promise<() => Promise<void>> {
  const connections = new PostgresConnections(address, lockLimits)
  const connection = await connections.connect()
  const unlock = async (): Promise<void> => {
    connection.release(true)
    await connections.end()
  }
  try {
    await connection.query('select pg_advisory_lock(hashtextextended($1, 0))', [`chancery ${name}`])
    return unlock
  } catch (error) {
    await unlock()
    throw error
  }
}

/** Migrates PostgreSQL as its owner. @returns names of the migrations that were applied now. */
export async function migrateAsOwner(owner: PostgresAddress): Promise<readonly string[]> {
  return await asPostgresOwner(owner, migrate)
}

/** Runs `work` as the owner, whose statements may take their time. */
export async function asPostgresOwner<T>(
  address: PostgresAddress,
  work: (owner: Kysely<Tables>) => Promise<T>,
): Promise<T> {
  const connections = new PostgresConnections(address, {
    max: 2,
    connectTimeoutMs: 10_000,
    queryTimeoutMs: 0,
  })
  const owner = kyselyOn(connections)
  return await work(owner).finally(() => owner.destroy())
}

function kyselyOn(connections: PostgresConnections): Kysely<Tables> {
  const dialect = new PostgresDialect({ pool: connections.asKyselyPool() })
  return new Kysely<Tables>({ dialect: sealingDialect(dialect) })
}
