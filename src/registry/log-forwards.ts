// Table `log_forwards`: how far each collector was sent the log, and which host sends.

import { sql } from 'kysely'
import type { Tx } from './tables.ts'

export interface Forward {
  /** Of the collector. */
  readonly name: string
  /** Of the host, anew at each start. */
  readonly holder: string
}

/**
 * Takes or keeps the right to send; for a transaction with the service's scope.
 *
 * @returns the leaf to go on with; undefined while another host sends.
 */
export async function holdForward(
  tx: Tx,
  { name, holder }: Forward,
  now: Date,
  until: Date,
): Promise<number | undefined> {
  const row = await tx
    .insertInto('log_forwards')
    .values({ name, next_index: 0, holder, held_until: until })
    .onConflict((conflict) =>
      conflict
        .column('name')
        .doUpdateSet({ holder, held_until: until })
        .where(sql<boolean>`log_forwards.holder = ${holder} or log_forwards.held_until <= ${now}`),
    )
    .returning('next_index')
    .executeTakeFirst()
  return row?.next_index
}

/** Says that everything before `next` was received. What another host has taken over meanwhile stays as it is. */
export async function advanceForward(tx: Tx, { name, holder }: Forward, next: number): Promise<void> {
  await tx
    .updateTable('log_forwards')
    .set({ next_index: next })
    .where('name', '=', name)
    .where('holder', '=', holder)
    .where('next_index', '<', next)
    .execute()
}

export interface PlacedEntry {
  readonly leafIndex: number
  /** Null when the row is gone: then somebody has deleted it. */
  readonly entry: Uint8Array | null
}

/** Entries that have places in the log, from `first` on, in order. */
export async function listPlacedEntries(
  tx: Tx,
  first: number,
  limit: number,
): Promise<readonly PlacedEntry[]> {
  const rows = await tx
    .selectFrom('log_leaves')
    .leftJoin('audit_entries', 'audit_entries.id', 'log_leaves.entry_id')
    .select(['log_leaves.leaf_index', 'audit_entries.entry'])
    .where('log_leaves.leaf_index', '>=', first)
    .orderBy('log_leaves.leaf_index')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ leafIndex: row.leaf_index, entry: row.entry }))
}
