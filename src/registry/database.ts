// The database as the rest of the house sees it: transactions with a scope, and the audit log. PostgreSQL or PGlite through Kysely.

import { AsyncLocalStorage } from 'node:async_hooks'
import { join } from 'node:path'
import type { PGlite } from '@electric-sql/pglite'
import { Kysely, PGliteDialect, PostgresDialect, sql, type Transaction } from 'kysely'
import { isServiceError, ServiceError } from '../errors.ts'
import type { AuditLog } from './audit-log.ts'
import { type AuditConnection, type AuditWriter, openAuditWriter } from './audit-writer.ts'
import { serviceErrorOf, sqlState } from './database-errors.ts'
import { type DirectoryLock, lockDirectory } from './directory-lock.ts'
import { type DumpedRow, dumpRows, loadRows } from './dump.ts'
import { openDurablePglite, openMemoryPglite } from './durable-pglite.ts'
import { migrate, migrationsOf, notMigrated, refuseUnmigrated } from './migrate.ts'
import {
  type ConnectionLoad,
  gatewayLimits,
  type PostgresAddress,
  PostgresConnections,
} from './postgres-connections.ts'
import { type RowGuard, type RowMac, rowGuard, underIntegrity } from './row-integrity.ts'
import { encodeScope, type Scope } from './scope.ts'
import { sealingDialect } from './sealing-dialect.ts'
import type { Tables } from './tables.ts'

export type DatabaseOptions =
  /** PGlite in a folder: one process, durable. Migrates itself. */
  | { readonly kind: 'embedded'; readonly directory: string }
  /** PGlite in memory, for tests. Migrates itself unless `template`, a dump of a migrated one, is given. */
  | { readonly kind: 'memory'; readonly template?: Blob }
  /** PostgreSQL. With `owner` given it is migrated first; otherwise it must have been. */
  | {
      readonly kind: 'postgres'
      readonly address: PostgresAddress
      readonly owner?: PostgresAddress
      readonly maxConnections?: number
    }

export interface Database {
  /**
   * Runs `work` as role chancery_gateway, with row-level security showing `scope`. Commits when `work` returns,
   * rolls back when it throws. `tx` is the only way to the tables, and is dead afterwards.
   *
   * @throws ServiceError `DATABASE_UNAVAILABLE` within 10 s when the database does not answer, `SHUTTING_DOWN` once closed.
   * @throws Error when COMMIT was answered by ROLLBACK, when called inside another transaction.
   */
  transaction<T>(scope: Scope, work: (tx: Transaction<Tables>) => Promise<T>): Promise<T>
  /**
   * From now on rows of `sealedTables` are written with MACs, and checked before anything rests on them.
   *
   * @param onViolation is told of every row that was refused, once its transaction is rolled back; it does not throw.
   */
  protectRows(rowMac: RowMac, onViolation: (error: ServiceError) => Promise<void>): void
  /**
   * All rows as they were at one moment, whatever is written meanwhile. With the embedded database everybody else waits.
   * `work` has the migrations that the tables come from.
   */
  snapshot<T>(
    work: (rows: AsyncIterable<readonly DumpedRow[]>, migrations: readonly string[]) => Promise<T>,
  ): Promise<T>
  /** What waits here at this moment, for whoever watches the service. */
  load(): DatabaseLoad
  /** The one audit log of this database; made at first use, closed with the database. */
  auditLog(): AuditLog
  /**
   * Runs `work` while no other host runs what it calls by the same name. The lock ends with its connection: work that
   * goes on when that is lost must still be right, only slower.
   *
   * @throws ServiceError `DATABASE_UNAVAILABLE` when another host has not finished within two minutes.
   */
  exclusively<T>(name: string, work: () => Promise<T>): Promise<T>
  close(): Promise<void>
}

export interface DatabaseLoad {
  /** Undefined for the embedded database, which has one connection and no queue of ours. */
  readonly connections: ConnectionLoad | undefined
  /** Rows of the audit log that wait for their insert. */
  readonly auditRows: number
}

interface Engine {
  readonly kysely: Kysely<Tables>
  readonly load: () => ConnectionLoad | undefined
  readonly audit: AuditConnection
  /** @returns frees the lock of that name. */
  lock(name: string): Promise<() => Promise<void>>
  close(): Promise<void>
}

/** @throws ServiceError `CONFLICT` when another process has the folder, `INVALID_ARGUMENT` for a server that would lose commits. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  try {
    return databaseOn(await openEngine(options))
  } catch (error) {
    throw serviceErrorOf(error)
  }
}

/** The database on a PGlite that is open already, migrating it if need be. Closes it in the end. */
export async function databaseOnPglite(pglite: PGlite): Promise<Database> {
  return databaseOn(await pgliteEngine(pglite))
}

async function openEngine(options: DatabaseOptions): Promise<Engine> {
  switch (options.kind) {
    case 'memory':
      return await pgliteEngine(await openMemoryPglite(options.template))
    case 'embedded': {
      const lock = lockDirectory(options.directory)
      try {
        return await pgliteEngine(await openDurablePglite(join(options.directory, 'postgres')), lock)
      } catch (error) {
        lock.release()
        throw error
      }
    }
    case 'postgres':
      return await postgresEngine(options)
  }
}

async function pgliteEngine(pglite: PGlite, lock?: DirectoryLock): Promise<Engine> {
  const kysely = new Kysely<Tables>({ dialect: sealingDialect(new PGliteDialect({ pglite })) })
  await migrate(kysely)
  return {
    kysely,
    audit: {
      insert: async (text, values) =>
        await pglite.transaction(async (tx) => {
          await tx.query('set local role chancery_audit')
          return (await tx.query<{ call: number; outcome: string }>(text, values)).rows
        }),
      close: async () => undefined,
    },
    // The folder has one process, and its lock keeps others out.
    load: () => undefined,
    lock: async () => async () => undefined,
    close: async () => {
      try {
        await kysely.destroy()
      } finally {
        lock?.release()
      }
    },
  }
}

// Planning the append costs more than running it, and its plan is the same for any number of rows. PostgreSQL would
// otherwise plan it anew each time, since the lengths of the arrays are known then; measured, half of the server's time.
const enterAudit = `select set_config('role', 'chancery_audit', false),
  set_config('plan_cache_mode', 'force_generic_plan', false)`

async function postgresEngine(options: Extract<DatabaseOptions, { kind: 'postgres' }>): Promise<Engine> {
  if (options.owner !== undefined) await migratePostgres(options.owner)
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

/**
 * Fills an empty database with the rows of a backup, all or nothing.
 *
 * @param migrations that the rows come from. A database that has others would misread them.
 * @returns the number of rows.
 * @throws ServiceError `ALREADY_EXISTS` when there is an office already, `CONFLICT` for another version's backup.
 */
export async function restoreDatabase(
  options: Extract<DatabaseOptions, { kind: 'embedded' | 'postgres' }>,
  rows: AsyncIterable<readonly DumpedRow[]>,
  migrations: readonly string[],
): Promise<number> {
  const load = async (owner: Kysely<Tables>): Promise<number> => {
    const here = await migrationsOf(owner)
    if (here.join() !== migrations.join()) {
      throw new ServiceError(
        'CONFLICT',
        'the backup was made by another version of the program: restore it with that one',
      )
    }
    return await loadRows(owner, rows)
  }
  try {
    if (options.kind === 'postgres') {
      const address = options.owner ?? options.address
      await migratePostgres(address)
      const connections = new PostgresConnections(address, {
        max: 1,
        connectTimeoutMs: 10_000,
        queryTimeoutMs: 0,
      })
      const owner = kyselyOn(connections)
      return await load(owner).finally(() => owner.destroy())
    }
    const lock = lockDirectory(options.directory)
    try {
      const pglite = await openDurablePglite(join(options.directory, 'postgres'))
      const owner = new Kysely<Tables>({ dialect: new PGliteDialect({ pglite }) })
      await migrate(owner)
      return await load(owner).finally(() => owner.destroy())
    } finally {
      lock.release()
    }
  } catch (error) {
    throw serviceErrorOf(error)
  }
}

/** Migrates PostgreSQL as its owner. @returns names of the migrations that were applied now. */
export async function migratePostgres(owner: PostgresAddress): Promise<readonly string[]> {
  const connections = new PostgresConnections(owner, { max: 2, connectTimeoutMs: 10_000, queryTimeoutMs: 0 })
  const kysely = kyselyOn(connections)
  try {
    return await migrate(kysely)
  } catch (error) {
    throw serviceErrorOf(error)
  } finally {
    await kysely.destroy()
  }
}

function kyselyOn(connections: PostgresConnections): Kysely<Tables> {
  const dialect = new PostgresDialect({ pool: connections.asKyselyPool() })
  return new Kysely<Tables>({ dialect: sealingDialect(dialect) })
}

function databaseOn(engine: Engine): Database {
  const inTransaction = new AsyncLocalStorage<{ open: boolean }>()
  let audit: AuditLog | undefined
  let writer: AuditWriter | undefined
  let protection:
    | { readonly guard: RowGuard; readonly onViolation: (error: ServiceError) => Promise<void> }
    | undefined
  let closed: Promise<void> | undefined
  return {
    async transaction(scope, work) {
      if (closed !== undefined) throw new ServiceError('SHUTTING_DOWN', 'The database is closed.')
      refuseInside(inTransaction, 'a transaction')
      const state = { open: true }
      const view = protection?.guard.begin()
      try {
        const answer = await engine.kysely.transaction().execute(async (tx) => {
          await enter(tx, scope)
          return await inTransaction.run(state, () => underIntegrity(view, () => work(tx)))
        })
        view?.committed()
        return answer
      } catch (error) {
        state.open = false
        if (isServiceError(error) && error.code === 'INTEGRITY_VIOLATION')
          await protection?.onViolation(error)
        throw serviceErrorOf(error)
      } finally {
        state.open = false
      }
    },
    protectRows(rowMac, onViolation) {
      protection = { guard: rowGuard(rowMac), onViolation }
    },
    async snapshot(work) {
      if (closed !== undefined) throw new ServiceError('SHUTTING_DOWN', 'The database is closed.')
      refuseInside(inTransaction, 'a snapshot')
      try {
        return await engine.kysely
          .transaction()
          .setIsolationLevel('repeatable read')
          .execute(async (tx) => {
            await enter(tx, { kind: 'service' })
            return await work(dumpRows(tx), await migrationsOf(tx))
          })
      } catch (error) {
        throw serviceErrorOf(error)
      }
    },
    load: () => ({ connections: engine.load(), auditRows: writer?.waitingRows() ?? 0 }),
    auditLog() {
      if (audit === undefined) {
        const opened = openAuditWriter(engine.audit)
        writer = opened
        audit = {
          append: async (entries, guard) => {
            if (closed !== undefined) throw new ServiceError('SHUTTING_DOWN', 'The database is closed.')
            refuseInside(inTransaction, 'an audit entry')
            return await opened.append(entries, guard)
          },
          close: () => opened.close(),
        }
      }
      return audit
    },
    async exclusively(name, work) {
      refuseInside(inTransaction, 'a lock')
      let unlock: () => Promise<void>
      try {
        unlock = await engine.lock(name)
      } catch (error) {
        throw serviceErrorOf(error)
      }
      try {
        return await work()
      } finally {
        await unlock()
      }
    },
    close() {
      closed ??= (async () => {
        await audit?.close()
        await engine.close()
      })()
      return closed
    },
  }
}

// PGlite has one connection, which the outer transaction holds: the inner one would wait for ever. PostgreSQL
// would do so as soon as every connection waits for another, so the mistake is refused on both.
function refuseInside(inTransaction: AsyncLocalStorage<{ open: boolean }>, what: string): void {
  if (inTransaction.getStore()?.open === true) throw new Error(`${what} was begun inside a transaction`)
}

// Both settings end with the transaction, so a pooled connection never carries them to the next request.
async function enter(tx: Transaction<Tables>, scope: Scope): Promise<void> {
  await sql`select set_config('role', 'chancery_gateway', true), set_config('chancery.scope', ${encodeScope(scope)}, true)`.execute(
    tx,
  )
}
