// Table `office`: the one row that says whose registry this is, and by which root key it is opened.

import { type Selectable, sql, type Transaction } from 'kysely'
import { oneOf } from './one-of.ts'
import type { Tables } from './tables.ts'

type Tx = Transaction<Tables>

export const officeModes = ['practice', 'real'] as const
export type OfficeMode = (typeof officeModes)[number]

export interface Office {
  readonly mode: OfficeMode
  /** Proves that a host has the same root key, without telling anything of it. */
  readonly rootKeyCheck: Uint8Array
  readonly createdAt: Date
}

export async function findOffice(tx: Tx): Promise<Office | undefined> {
  const row = await tx
    .selectFrom('office')
    .select(['mode', 'root_key_check', 'created_at'])
    .executeTakeFirst()
  return row === undefined ? undefined : officeOf(row)
}

/**
 * Founds the office, or finds the one that was founded. Of hosts that start at once exactly one creates; the others
 * wait for its commit. For a transaction with the service's scope; what belongs to the founding goes into the same.
 */
export async function createOffice(
  tx: Tx,
  office: Office,
): Promise<{ readonly office: Office; readonly created: boolean }> {
  await sql`select pg_advisory_xact_lock(hashtextextended('chancery office', 0))`.execute(tx)
  const existing = await findOffice(tx)
  if (existing !== undefined) return { office: existing, created: false }
  await tx
    .insertInto('office')
    .values({
      singleton: true,
      mode: office.mode,
      root_key_check: office.rootKeyCheck,
      created_at: office.createdAt,
    })
    .execute()
  return { office, created: true }
}

function officeOf(row: Omit<Selectable<Tables['office']>, 'singleton'>): Office {
  return {
    mode: oneOf(officeModes, row.mode, 'mode of the office'),
    rootKeyCheck: row.root_key_check,
    createdAt: row.created_at,
  }
}
