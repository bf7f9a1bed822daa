// MACs over the rows that decide who may do what: PostgreSQL is trusted to be durable, not to be honest.

import { AsyncLocalStorage } from 'node:async_hooks'
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { concatBytes, equalBytes, toHex, utf8 } from '../bytes.ts'
import { ServiceError } from '../errors.ts'
import type { Tables, Tx } from './tables.ts'

/** HMACs under a key that the database never sees, one for each row: `KeyProvider.rowMac`. */
export type RowMac = (rows: readonly Uint8Array[]) => Promise<readonly Uint8Array[]>

export type Row = Readonly<Record<string, unknown>>

interface SealedTable {
  /** The primary key. */
  readonly key: readonly string[]
  /** Columns on which no decision rests. All others are under the MAC, those of later migrations too. */
  readonly free: readonly string[]
  /** What the database fills in when an insert does not say. */
  readonly defaults: Row
}

/** The tables whose rows carry `row_mac` and `row_generation`. A new one needs a migration, and its readers `requireIntact`. */
export const sealedTables = {
  units: {
    key: ['id'],
    // Which root key wraps it only says when to wrap it anew; the database itself forgets it.
    free: ['title', 'root_key_generation'],
    defaults: { unit_key_generation: 1 },
  },
  unit_paths: { key: ['path'], free: [], defaults: {} },
  keys: { key: ['id'], free: [], defaults: { minimum_version: 1, attributes: [] } },
  key_versions: { key: ['key_id', 'version'], free: [], defaults: { unit_key_generation: 1 } },
  authorities: { key: ['id'], free: ['title', 'last_crl_number'], defaults: {} },
  certificates: { key: ['id'], free: [], defaults: {} },
  applications: { key: ['id'], free: [], defaults: {} },
  tokens: { key: ['id'], free: ['last_used_at'], defaults: {} },
  people: { key: ['id'], free: ['title'], defaults: {} },
  grants: { key: ['id'], free: [], defaults: { emergency: false } },
  sessions: { key: ['id'], free: ['last_used_at'], defaults: {} },
  approval_rules: { key: ['unit_id', 'act'], free: [], defaults: {} },
  proposals: { key: ['id'], free: [], defaults: { attempts: 0 } },
  approvals: { key: ['id'], free: [], defaults: {} },
  approved_signatures: { key: ['proposal_id', 'sha256'], free: [], defaults: {} },
  // The counter tells of copies; whoever sets it back has no copy by that.
  passkeys: { key: ['id'], free: ['title', 'sign_count', 'last_used_at'], defaults: {} },
  enrolments: { key: ['id'], free: [], defaults: {} },
  oidc_subjects: { key: ['id'], free: [], defaults: {} },
  workload_trusts: { key: ['id'], free: [], defaults: {} },
  root_key_offers: { key: ['singleton'], free: [], defaults: { singleton: true } },
  trust_anchors: { key: ['id'], free: [], defaults: {} },
} as const satisfies Partial<Record<keyof Tables, SealedTable>>
export type SealedTableName = keyof typeof sealedTables

export function isSealedTable(name: string): name is SealedTableName {
  return Object.hasOwn(sealedTables, name)
}

/** @param name of a sealed table. */
export function sealedTable(name: SealedTableName): SealedTable {
  return sealedTables[name]
}

/** Which row: its table and primary key, for messages and entries. */
export function rowName(table: SealedTableName, row: Row): string {
  return `${table} ${sealedTable(table)
    .key.map((column) => nameOf(row[column]))
    .join(' ')}`
}

function nameOf(value: unknown): string {
  return value instanceof Uint8Array ? toHex(value) : String(value)
}

/** What is known of rows within one transaction. */
export interface RowView {
  /** @returns the MACs of rows as they are to be written, each with its generation. */
  seal(
    table: SealedTableName,
    rows: readonly { readonly row: Row; readonly generation: number }[],
  ): Promise<readonly Uint8Array[]>
  /** @throws ServiceError `INTEGRITY_VIOLATION` naming the first row that is not as the service wrote it. */
  check(table: SealedTableName, rows: readonly Row[]): Promise<void>
  /** The transaction has committed: what it saw may be relied on. */
  committed(): void
}

export interface RowGuard {
  begin(): RowView
}

interface Known {
  /** SHA-256 of row and MAC. */
  readonly digest: string
  readonly generation: number
}

/** Rows that were found intact, so that the same octets are not asked of the signer again. */
const knownLimit = 100_000

export function rowGuard(rowMac: RowMac): RowGuard {
  const known = new Map<string, Known>()
  return {
    begin() {
      const seen = new Map<string, Known>()
      return {
        seal: (table, rows) => rowMac(rows.map(({ row, generation }) => encodeRow(table, row, generation))),
        async check(table, rows) {
          const unknown: { readonly name: string; readonly row: SealedRow; readonly digest: string }[] = []
          for (const row of rows) {
            const name = rowName(table, row)
            const sealed = sealedRow(table, row)
            if (sealed === undefined) throw violation(name, 'has no MAC')
            const { generation } = sealed
            const digest = createHash('sha256').update(sealed.octets).update(sealed.mac).digest('base64')
            const before = seen.get(name) ?? known.get(name)
            // A MAC cannot tell an old row from a new one, but whoever saw the new one can.
            if (before !== undefined && generation < before.generation)
              throw violation(name, `is of generation ${generation}; ${before.generation} was there before`)
            if (before?.digest !== digest) unknown.push({ name, row: sealed, digest })
          }
          const macs = await rowMac(unknown.map(({ row }) => row.octets))
          unknown.forEach(({ name, row, digest }, i) => {
            const mac = macs[i]
            if (mac === undefined || !equalBytes(mac, row.mac))
              throw violation(name, 'is not what the service wrote')
            seen.set(name, { digest, generation: row.generation })
          })
        },
        committed() {
          if (known.size + seen.size > knownLimit) known.clear()
          for (const [name, one] of seen) {
            const before = known.get(name)
            if (before === undefined || before.generation <= one.generation) known.set(name, one)
          }
        },
      }
    },
  }
}

interface SealedRow {
  readonly octets: Uint8Array
  readonly mac: Uint8Array
  readonly generation: number
}

function sealedRow(table: SealedTableName, row: Row): SealedRow | undefined {
  const mac = row['row_mac']
  const generation = row['row_generation']
  if (!(mac instanceof Uint8Array) || typeof generation !== 'number') return undefined
  return { octets: encodeRow(table, row, generation), mac, generation }
}

/** The caller learns that something is wrong, the log and the entry which row it is: the cause says it. */
export function violation(name: string, what: string): ServiceError {
  return new ServiceError(
    'INTEGRITY_VIOLATION',
    'something in the registry is not what the service wrote; nothing was done with it',
    { cause: new Error(`the row ${name} ${what}`) },
  )
}

const views = new AsyncLocalStorage<RowView>()

/** Runs the work of one transaction under `view`. */
export function underIntegrity<T>(view: RowView | undefined, work: () => Promise<T>): Promise<T> {
  return view === undefined ? work() : views.run(view, work)
}

/** Undefined where rows are not protected: outside a transaction, and in a database that was given no key. */
export function currentView(): RowView | undefined {
  return views.getStore()
}

/**
 * Demands that rows are as the service wrote them, before a decision rests on them.
 *
 * @param keys primary keys; a row that is not there is the caller's to miss.
 * @throws ServiceError `INTEGRITY_VIOLATION`.
 */
export async function requireIntact(tx: Tx, table: SealedTableName, keys: readonly Row[]): Promise<void> {
  const view = currentView()
  if (view === undefined || keys.length === 0) return
  const read = async (): Promise<readonly Row[]> => {
    const conditions = keys.map((key) =>
      sql.join(
        Object.entries(key).map(([column, value]) => sql`${sql.ref(column)} = ${value}`),
        sql` and `,
      ),
    )
    const { rows } =
      await sql<Row>`select * from ${sql.table(table)} where ${sql.join(conditions, sql` or `)}`.execute(tx)
    return rows
  }
  const rows = await read()
  try {
    await view.check(table, rows)
  } catch (error) {
    // Another transaction may have committed between the reading and the check: then there is a newer row to be read.
    const again = await read()
    if (sameGenerations(rows, again)) throw error
    await view.check(table, again)
  }
}

function sameGenerations(a: readonly Row[], b: readonly Row[]): boolean {
  const text = (rows: readonly Row[]): string => rows.map((row) => String(row['row_generation'])).join(' ')
  return text(a) === text(b)
}

/**
 * Table, generation and every column that is not free and not null, each field with its length in front: no two rows
 * have one encoding. A column that is null is left out, so that a later migration may add one to rows that are sealed.
 */
export function encodeRow(table: SealedTableName, row: Row, generation: number): Uint8Array {
  const { free } = sealedTable(table)
  const columns = Object.keys(row)
    .filter((column) => !free.includes(column) && !isSealColumn(column) && row[column] != null)
    .sort()
  const fields = columns.flatMap((column) => [utf8(column), encodeValue(row[column])])
  return lengthPrefixed([utf8('chancery row v1'), utf8(table), utf8(String(generation)), ...fields])
}

/** The columns of the seal itself, which the dialect writes and no query names. */
export function isSealColumn(column: string): boolean {
  return column === 'row_mac' || column === 'row_generation'
}

function encodeValue(value: unknown): Uint8Array {
  if (typeof value === 'string') return utf8(`s${value}`)
  if (typeof value === 'number' || typeof value === 'bigint') return utf8(`n${value}`)
  if (typeof value === 'boolean') return utf8(`b${value}`)
  if (value instanceof Date) return utf8(`d${value.toISOString()}`)
  if (value instanceof Uint8Array) return concatBytes(utf8('x'), value)
  if (Array.isArray(value)) return concatBytes(utf8('l'), lengthPrefixed(value.map(encodeValue)))
  throw new Error(`a sealed row holds a ${typeof value}, for which there is no encoding`)
}

function lengthPrefixed(fields: readonly Uint8Array[]): Uint8Array {
  return concatBytes(
    ...fields.flatMap((bytes) => {
      const length = new Uint8Array(4)
      new DataView(length.buffer).setUint32(0, bytes.length)
      return [length, bytes]
    }),
  )
}
