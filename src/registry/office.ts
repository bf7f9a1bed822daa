// Table `office`: the one row that says whose registry this is, and by which root key it is opened.

import { type Selectable, sql } from 'kysely'
import { oneOf } from './one-of.ts'
import type { Tables, Tx } from './tables.ts'

const officeModes = ['practice', 'real'] as const
export type OfficeMode = (typeof officeModes)[number]

export interface Office {
  readonly mode: OfficeMode
  /** Proves that a host has the same root key, without telling anything of it. */
  readonly rootKeyCheck: Uint8Array
  /** Of that root key; counts from 1. */
  readonly rootKeyGeneration: number
  readonly createdAt: Date
  /** Null while the ceremony of its founding is not through. */
  readonly foundedAt: Date | null
  /** The custody that was known last; null before the first, and where the root key lies in a file as it is. */
  readonly custodyInForce: string | null
}

export async function findOffice(tx: Tx): Promise<Office | undefined> {
  const row = await tx
    .selectFrom('office')
    .select(['mode', 'root_key_check', 'root_key_generation', 'created_at', 'founded_at', 'custody_in_force'])
    .executeTakeFirst()
  return row === undefined ? undefined : officeOf(row)
}

/**
 * Founds the office, or finds the one that was founded. Of hosts that start at once exactly one creates; the others
 * wait for its commit. For a transaction with the service's scope; what belongs to the founding goes into the same.
 */
export async function createOffice(
  tx: Tx,
  founded: Omit<Office, 'custodyInForce'>,
): Promise<{ readonly office: Office; readonly created: boolean }> {
  const office: Office = { ...founded, custodyInForce: null }
  await sql`select pg_advisory_xact_lock(hashtextextended('chancery office', 0))`.execute(tx)
  const existing = await findOffice(tx)
  if (existing !== undefined) return { office: existing, created: false }
  await tx
    .insertInto('office')
    .values({
      singleton: true,
      mode: office.mode,
      root_key_check: office.rootKeyCheck,
      root_key_generation: office.rootKeyGeneration,
      created_at: office.createdAt,
      founded_at: office.foundedAt,
    })
    .execute()
  return { office, created: true }
}

/** The ceremony is through: from now on the office may serve. For a transaction with the service's scope. */
export async function markFounded(tx: Tx, foundedAt: Date): Promise<void> {
  await tx.updateTable('office').set({ founded_at: foundedAt }).where('founded_at', 'is', null).execute()
}

/** For a transaction with the service's scope. */
export async function setCustodyInForce(tx: Tx, custody: string): Promise<void> {
  await tx.updateTable('office').set({ custody_in_force: custody }).execute()
}

/** The next root key is the office's own from now on. For a transaction with the service's scope. */
export async function succeedRootKey(
  tx: Tx,
  next: { readonly rootKeyCheck: Uint8Array; readonly generation: number },
): Promise<void> {
  await tx
    .updateTable('office')
    .set({ root_key_check: next.rootKeyCheck, root_key_generation: next.generation })
    .where('root_key_generation', '<', next.generation)
    .execute()
}

function officeOf(row: Omit<Selectable<Tables['office']>, 'singleton'>): Office {
  return {
    mode: oneOf(officeModes, row.mode, 'mode of the office'),
    rootKeyCheck: row.root_key_check,
    rootKeyGeneration: row.root_key_generation,
    createdAt: row.created_at,
    foundedAt: row.founded_at,
    custodyInForce: row.custody_in_force,
  }
}
