// Recomputes the whole log from stored rows: every entry, leaf, tile and checkpoint (RFC 9162 §2.1). `chancery audit verify`
// does it from what the service answers.

import { sql } from 'kysely'
import { equalBytes } from '../../src/bytes.ts'
import { createFrontier, leafHash, treeHash } from '../../src/log/merkle-tree.ts'
import { splitHashes, tileWidth } from '../../src/log/tiles.ts'
import type { Database } from '../../src/registry/database.ts'
import type { TreeHead } from '../../src/registry/log-sequencer.ts'
import { serviceScope } from '../../src/registry/scope.ts'
import type { Tx } from '../../src/registry/tables.ts'

export interface LogVerification extends TreeHead {
  /** Entries that wait for their place. */
  readonly pending: number
  readonly checkpoints: number
  /** What does not agree, at most as many as asked for; empty when the log is whole. */
  readonly problems: readonly string[]
}

const batch = 2000

/** Reads everything; the time grows with the log. Signatures of checkpoints are checked by those who hold the key. */
export async function verifyStoredLog(
  database: Pick<Database, 'transaction'>,
  problemsLimit = 100,
): Promise<LogVerification> {
  const problems: string[] = []
  const report = (problem: string): void => {
    if (problems.length < problemsLimit) problems.push(problem)
  }
  const frontier = createFrontier()
  const checkpoints = await allCheckpoints(database)
  const signed = new Map(checkpoints.map((checkpoint) => [checkpoint.treeSize, checkpoint.rootHash]))
  const tileHashes: Uint8Array[][] = []

  const addToTiles = async (tx: Tx, hash: Uint8Array, level: number, position: number): Promise<void> => {
    const tile = tileHashes[level] ?? []
    tile.push(hash)
    tileHashes[level] = tile
    if (tile.length < tileWidth) return
    tileHashes[level] = []
    const index = Math.floor(position / tileWidth)
    const root = treeHash(tile)
    const row = await tx
      .selectFrom('log_tiles')
      .select(['hashes', 'root_hash'])
      .where('level', '=', level)
      .where('tile_index', '=', index)
      .executeTakeFirst()
    const stored = row === undefined ? [] : splitHashes(row.hashes)
    const same = tile.every((expected, i) => equalBytes(expected, stored[i] ?? new Uint8Array(0)))
    if (row === undefined) report(`tile ${level}/${index} is missing`)
    else if (!same || !equalBytes(row.root_hash, root))
      report(`tile ${level}/${index} is not that of its leaves`)
    await addToTiles(tx, root, level + 1, index)
  }

  for (let more = true; more; ) {
    more = await database.transaction(serviceScope, async (tx) => {
      const leaves = await leavesFrom(tx, frontier.size)
      for (const leaf of leaves) {
        if (leaf.index !== frontier.size) {
          report(`leaf ${frontier.size} is missing`)
          return false
        }
        if (leaf.entry === null) report(`the entry of leaf ${leaf.index} is missing`)
        else if (!equalBytes(leafHash(leaf.entry), leaf.hash))
          report(`leaf ${leaf.index} is not the hash of its entry`)
        frontier.append(leaf.hash)
        await addToTiles(tx, leaf.hash, 0, leaf.index)
        const root = signed.get(frontier.size)
        if (root !== undefined && !equalBytes(root, frontier.root())) {
          report(`the checkpoint of ${frontier.size} leaves signed another root`)
        }
      }
      return leaves.length > 0
    })
  }
  for (const { treeSize } of checkpoints) {
    if (treeSize > frontier.size)
      report(`a checkpoint of ${treeSize} leaves was signed, and ${frontier.size} are left`)
  }
  const { pending, homeless } = await database.transaction(serviceScope, entriesWithoutLeaf)
  if (homeless > 0) report(`${homeless} entries neither have a place in the log nor wait for one`)
  return {
    treeSize: frontier.size,
    rootHash: frontier.root(),
    pending,
    checkpoints: checkpoints.length,
    problems,
  }
}

async function allCheckpoints(database: Pick<Database, 'transaction'>): Promise<readonly TreeHead[]> {
  const rows = await database.transaction(serviceScope, (tx) =>
    tx.selectFrom('log_checkpoints').select(['tree_size', 'root_hash']).orderBy('tree_size').execute(),
  )
  return rows.map((row) => ({ treeSize: row.tree_size, rootHash: row.root_hash }))
}

async function leavesFrom(
  tx: Tx,
  first: number,
): Promise<
  readonly { readonly index: number; readonly hash: Uint8Array; readonly entry: Uint8Array | null }[]
> {
  const rows = await tx
    .selectFrom('log_leaves')
    .leftJoin('audit_entries', 'audit_entries.id', 'log_leaves.entry_id')
    .select(['log_leaves.leaf_index', 'log_leaves.leaf_hash', 'audit_entries.entry'])
    .where('log_leaves.leaf_index', '>=', first)
    .orderBy('log_leaves.leaf_index')
    .limit(batch)
    .execute()
  return rows.map((row) => ({ index: row.leaf_index, hash: row.leaf_hash, entry: row.entry }))
}

async function entriesWithoutLeaf(tx: Tx): Promise<{ readonly pending: number; readonly homeless: number }> {
  const { rows } = await sql<{ pending: number; homeless: number }>`
    with waiting as (select unnest(entry_ids) as entry_id from audit_pending)
    select (select count(*) from waiting) as pending,
      (select count(*) from audit_entries
        where not exists (select 1 from log_leaves where log_leaves.entry_id = audit_entries.id)
          and not exists (select 1 from waiting where waiting.entry_id = audit_entries.id)) as homeless`.execute(
    tx,
  )
  const counts = rows[0]
  if (counts === undefined) throw new Error('counting entries gave no row')
  return counts
}
