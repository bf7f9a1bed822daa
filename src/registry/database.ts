// The database as the rest of the house sees it: transactions with a scope, and the audit log. PostgreSQL or PGlite through Kysely.

import { AsyncLocalStorage } from 'node:async_hooks'
import type { PGlite } from '@electric-sql/pglite'
import type { Kysely } from 'kysely'
import { isServiceError, ServiceError } from '../errors.ts'
import type { AuditLog } from './audit-log.ts'
import { type AuditWriter, openAuditWriter } from './audit-writer.ts'
import { serviceErrorOf } from './database-errors.ts'
import { type DumpedRow, dumpRows, loadRows } from './dump.ts'
import { type DatabaseOptions, type Engine, enter } from './engine.ts'
import { migrationsOf } from './migrate.ts'
import type { ConnectionLoad, PostgresAddress } from './postgres-connections.ts'
import { type RowGuard, type RowMac, rowGuard, underIntegrity } from './row-integrity.ts'
import type { Scope } from './scope.ts'
import type { Tables, Tx } from './tables.ts'

export interface Database {
  /**
   * Runs `work` as role chancery_gateway, with row-level security showing `scope`. Commits when `work` returns,
   * rolls back when it throws. `tx` is the only way to the tables, and is dead afterwards.
   *
   * @throws ServiceError `DATABASE_UNAVAILABLE` within 10 s when the database does not answer, `SHUTTING_DOWN` once closed.
   * @throws Error when COMMIT was answered by ROLLBACK, when called inside another transaction.
   */
  transaction<T>(scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T>
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

/** @throws ServiceError `CONFLICT` when another process has the folder, `INVALID_ARGUMENT` for a server that would lose commits. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  try {
    return databaseOn(await openEngine(options))
  } catch (error) {
    throw serviceErrorOf(error)
  }
}

/** The database on a PGlite that is open already, migrating it if need be. Closes it in the end. */
export async function databaseOnPglite(open: PGlite): Promise<Database> {
  return databaseOn(await (await pglite()).pgliteEngine(open))
}

// Each engine is read by those who use it: either has a driver that the other does without.
const pglite = () => import('./pglite-engine.ts')
const postgres = () => import('./postgres-engine.ts')

async function openEngine(options: DatabaseOptions): Promise<Engine> {
  switch (options.kind) {
    case 'memory':
      return await (await pglite()).memoryEngine(options.template)
    case 'embedded':
      return await (await pglite()).embeddedEngine(options.directory)
    case 'postgres':
      return await (await postgres()).postgresEngine(options)
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
    if (options.kind === 'embedded') return await (await pglite()).asEmbeddedOwner(options.directory, load)
    const { asPostgresOwner, migrateAsOwner } = await postgres()
    const address = options.owner ?? options.address
    await migrateAsOwner(address)
    return await asPostgresOwner(address, load)
  } catch (error) {
    throw serviceErrorOf(error)
  }
}

/** Migrates PostgreSQL as its owner. @returns names of the migrations that were applied now. */
export async function migratePostgres(owner: PostgresAddress): Promise<readonly string[]> {
  try {
    return await (await postgres()).migrateAsOwner(owner)
  } catch (error) {
    throw serviceErrorOf(error)
  }
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
      if (closed !== undefined) throw new ServiceError('SHUTTING_DOWN', 'the database is closed')
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
      if (closed !== undefined) throw new ServiceError('SHUTTING_DOWN', 'the database is closed')
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
            if (closed !== undefined) throw new ServiceError('SHUTTING_DOWN', 'the database is closed')
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
