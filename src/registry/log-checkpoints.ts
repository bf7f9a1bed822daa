// Table `log_checkpoints`: every tree head that was signed.

import type { Selectable } from 'kysely'
import type { Tables, Tx } from './tables.ts'

export interface StoredCheckpoint {
  readonly treeSize: number
  readonly rootHash: Uint8Array
  /** The whole signed note. */
  readonly note: string
  readonly createdAt: Date
}

/**
 * Keeps a signed checkpoint; for a transaction with the service's scope.
 *
 * @returns false when another gateway has published that size already.
 */
export async function storeCheckpoint(tx: Tx, checkpoint: StoredCheckpoint): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('log_checkpoints')
    .values({
      tree_size: checkpoint.treeSize,
      root_hash: checkpoint.rootHash,
      note: checkpoint.note,
      created_at: checkpoint.createdAt,
    })
    .onConflict((conflict) => conflict.column('tree_size').doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

export async function findNewestCheckpoint(tx: Tx): Promise<StoredCheckpoint | undefined> {
  const row = await tx
    .selectFrom('log_checkpoints')
    .select(['tree_size', 'root_hash', 'note', 'created_at'])
    .orderBy('tree_size', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row === undefined ? undefined : checkpointOf(row)
}

export async function findCheckpoint(tx: Tx, treeSize: number): Promise<StoredCheckpoint | undefined> {
  const row = await tx
    .selectFrom('log_checkpoints')
    .select(['tree_size', 'root_hash', 'note', 'created_at'])
    .where('tree_size', '=', treeSize)
    .executeTakeFirst()
  return row === undefined ? undefined : checkpointOf(row)
}

function checkpointOf(row: Selectable<Tables['log_checkpoints']>): StoredCheckpoint {
  return { treeSize: row.tree_size, rootHash: row.root_hash, note: row.note, createdAt: row.created_at }
}
