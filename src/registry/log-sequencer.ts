// The sequencer: gives entries their places in the Merkle tree, and recomputes the root from what is stored before it may be signed.

import { sql, type Transaction } from 'kysely'
import { equalBytes, toHex } from '../bytes.ts'
import { leafHash, treeHash } from '../log/merkle-tree.ts'
import { splitHashes, tileWidth } from '../log/tiles.ts'
import type { Database } from './database.ts'
import { findNewestCheckpoint } from './log-checkpoints.ts'
import { logSize, readFrontier, readTileHashes } from './log-nodes.ts'
import { serviceScope } from './scope.ts'
import type { Tables } from './tables.ts'

type Tx = Transaction<Tables>

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
    if (placed < batchLeaves) break
  }
  return await database.transaction(serviceScope, headToSign)
}

/** @returns how many leaves were placed; undefined when another gateway holds the lock. */
async function placeBatch(tx: Tx): Promise<number | undefined> {
  const { rows } = await sql<{ locked: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended('chancery log sequencer', 0)) as locked`.execute(tx)
  if (rows[0]?.locked !== true) return undefined
  const size = await logSize(tx)
  // A pending entry whose row is gone has no hash, which the column refuses: loud, and nothing is placed over the hole.
  const placed = await sql`
    with taken as (
      delete from audit_pending
      where arrival in (select arrival from audit_pending order by arrival limit ${batchLeaves})
      returning arrival, entry_id
    )
    insert into log_leaves (leaf_index, entry_id, leaf_hash)
    select ${size}::int8 + row_number() over (order by taken.arrival) - 1, taken.entry_id,
      sha256('\\x00'::bytea || audit_entries.entry)
    from taken left join audit_entries on audit_entries.id = taken.entry_id`.execute(tx)
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
    for (const { hash, entry } of await readLeaves(tx, first, leavesAtOnce)) {
      if (!equalBytes(leafHash(entry), hash))
        throw new Error(`leaf ${frontier.size} of the log is not the hash of its entry`)
      frontier.append(hash)
    }
    if (frontier.size === first) throw new Error(`the log has no leaf ${first}`)
  }
  // The tiles that the next frontier will be read from must tell the same tree.
  const stored = await readFrontier(tx, treeSize)
  if (!equalBytes(stored.root(), frontier.root()))
    throw new Error(`the tiles of the log are not those of its ${treeSize} leaves`)
  return { treeSize, rootHash: frontier.root() }
}

interface StoredLeaf {
  readonly hash: Uint8Array
  readonly entry: Uint8Array
}

/** Entries have 64 kB at most: together they stay far below what one value may hold. */
const leavesAtOnce = 1024

/**
 * Leaves with their entries from `first` on, up to the first gap. They travel as three runs of octets: a row for each
 * costs the driver more than the hash of its entry.
 */
async function readLeaves(tx: Tx, first: number, limit: number): Promise<readonly StoredLeaf[]> {
  const { rows } = await sql<{ places: Uint8Array; hashes: Uint8Array; entries: Uint8Array }>`
    select string_agg(int8send(log_leaves.leaf_index) || int4send(octet_length(audit_entries.entry)), ''
        order by log_leaves.leaf_index) as places,
      string_agg(log_leaves.leaf_hash, '' order by log_leaves.leaf_index) as hashes,
      string_agg(audit_entries.entry, '' order by log_leaves.leaf_index) as entries
    from log_leaves join audit_entries on audit_entries.id = log_leaves.entry_id
    where log_leaves.leaf_index >= ${first} and log_leaves.leaf_index < ${first + limit}
    having count(*) > 0`.execute(tx)
  const [run] = rows
  if (run === undefined) return []
  const { places, hashes, entries } = run
  const view = new DataView(places.buffer, places.byteOffset, places.byteLength)
  const leaves: StoredLeaf[] = []
  let at = 0
  for (let i = 0; i < places.length / placeOctets; i++) {
    if (view.getBigInt64(i * placeOctets) !== BigInt(first + i)) break
    const end = at + view.getInt32(i * placeOctets + 8)
    leaves.push({
      hash: hashes.subarray(i * hashOctets, (i + 1) * hashOctets),
      entry: entries.subarray(at, end),
    })
    at = end
  }
  return leaves
}

const hashOctets = 32
/** An index and a length. */
const placeOctets = 12
