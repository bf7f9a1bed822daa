// The sequencer: gives entries their places in the Merkle tree, and recomputes the root from what is stored before it may be signed.

import { sql } from 'kysely'
import { equalBytes, toHex } from '../bytes.ts'
import { treeHash } from '../log/merkle-tree.ts'
import { splitHashes, tileWidth } from '../log/tiles.ts'
import { maxGroupRows } from './audit-writer.ts'
import type { Database } from './database.ts'
import { findNewestCheckpoint } from './log-checkpoints.ts'
import { logSize, readFrontier, readTileHashes } from './log-nodes.ts'
import { serviceScope } from './scope.ts'
import type { Tx } from './tables.ts'

export interface TreeHead {
  readonly treeSize: number
  readonly rootHash: Uint8Array
}

const batchLeaves = 4096
// A backlog gets a checkpoint now and then, instead of one long transaction at its end.
const batchesPerRound = 4
const topTileLevel = 7

/**
 * Gives waiting entries their places, up to 16,384 of them, and tells the tree head that is to be signed next.
 *
 * @returns undefined when nothing is new since the last checkpoint, or while another gateway does this.
 * @throws Error when stored rows do not make the tree that the last checkpoint signed, or contradict each other:
 *   then nothing may be signed until an officer has looked.
 */
export async function sequence(database: Pick<Database, 'transaction'>): Promise<TreeHead | undefined> {
  for (let batch = 0; batch < batchesPerRound; batch++) {
    const placed = await database.transaction(serviceScope, placeBatch)
    if (placed === undefined) return undefined
    // A row of the queue is taken whole: while one more could have fitted, none was left.
    if (placed <= batchLeaves - maxGroupRows) break
  }
  return await database.transaction(serviceScope, headToSign)
}

/** @returns how many leaves were placed; undefined when another gateway holds the lock. */
async function placeBatch(tx: Tx): Promise<number | undefined> {
  const { rows } = await sql<{ locked: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended('chancery log sequencer', 0)) as locked`.execute(tx)
  if (rows[0]?.locked !== true) return undefined
  const size = await logSize(tx)
  // The concatenation fetches the hashes of a row once, where each of so many substrings would fetch its part.
  const placed = await sql`
    with waiting as (
      select arrival, sum(octet_length(leaf_hashes) / 32) over (order by arrival) as leaves
      from audit_pending order by arrival limit ${batchLeaves}
    ), taken as (
      delete from audit_pending using waiting
      where audit_pending.arrival = waiting.arrival and waiting.leaves <= ${batchLeaves}
      returning waiting.leaves - cardinality(entry_ids) as before, entry_ids, leaf_hashes || ''::bytea as leaf_hashes
    )
    insert into log_leaves (leaf_index, entry_id, leaf_hash)
    select ${size}::int8 + before + position - 1, entry_id,
      substring(leaf_hashes from 32 * position::int4 - 31 for 32)
    from taken, unnest(entry_ids) with ordinality as entries (entry_id, position)`.execute(tx)
  const count = Number(placed.numAffectedRows ?? 0n)
  await writeFullTiles(tx, size, size + count)
  return count
}

async function writeFullTiles(tx: Tx, oldSize: number, newSize: number): Promise<void> {
  let before = Math.floor(oldSize / tileWidth)
  let after = Math.floor(newSize / tileWidth)
  for (let level = 0; level <= topTileLevel && before < after; level++) {
    for (let index = before; index < after; index++) {
      const hashes = await readTileHashes(tx, level, index)
      await tx
        .insertInto('log_tiles')
        .values({ level, tile_index: index, hashes, root_hash: treeHash(splitHashes(hashes)) })
        .execute()
    }
    before = Math.floor(before / tileWidth)
    after = Math.floor(after / tileWidth)
  }
}

async function headToSign(tx: Tx): Promise<TreeHead | undefined> {
  const treeSize = await logSize(tx)
  const checkpoint = await findNewestCheckpoint(tx)
  const signedSize = checkpoint?.treeSize ?? 0
  if (treeSize < signedSize) {
    throw new Error(`the log has ${treeSize} leaves, but a checkpoint of ${signedSize} was signed`)
  }
  if (treeSize === signedSize) return undefined
  const frontier = await readFrontier(tx, signedSize)
  if (checkpoint !== undefined && !equalBytes(frontier.root(), checkpoint.rootHash)) {
    throw new Error(
      `the first ${signedSize} leaves of the log have root ${toHex(frontier.root())}, but ${toHex(checkpoint.rootHash)} was signed`,
    )
  }
  while (frontier.size < treeSize) {
    const first = frontier.size
    for (const hash of await readLeafHashes(tx, first, leavesAtOnce)) frontier.append(hash)
    if (frontier.size === first) throw new Error(`the log has no leaf ${first}`)
  }
  // The tiles that the next frontier will be read from must tell the same tree.
  const stored = await readFrontier(tx, treeSize)
  if (!equalBytes(stored.root(), frontier.root()))
    throw new Error(`the tiles of the log are not those of its ${treeSize} leaves`)
  return { treeSize, rootHash: frontier.root() }
}

/** Together they stay far below what one value may hold. */
const leavesAtOnce = 8192

/**
 * Leaf hashes from `first` on. They travel as one run of octets: a row for each costs the driver more than all the rest.
 */
async function readLeafHashes(tx: Tx, first: number, limit: number): Promise<readonly Uint8Array[]> {
  const { rows } = await sql<{ hashes: Uint8Array | null; last: number | null }>`
    select string_agg(leaf_hash, '' order by leaf_index) as hashes, max(leaf_index) as last
    from log_leaves where leaf_index >= ${first} and leaf_index < ${first + limit}`.execute(tx)
  const { hashes, last } = rows[0] ?? {}
  if (hashes == null || last == null) return []
  const found = splitHashes(hashes)
  if (found.length !== last - first + 1) throw new Error(`the log has a gap behind leaf ${first}`)
  return found
}
