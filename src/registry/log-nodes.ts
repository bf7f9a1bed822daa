// Reading the Merkle tree out of the tables: tiles, nodes, proofs. C2SP tlog-tiles, RFC 9162 §2.1.

import { sql } from 'kysely'
import {
  createFrontier,
  type Frontier,
  joinPerfectTrees,
  type Node,
  perfectTrees,
} from '../log/merkle-tree.ts'
import * as proofs from '../log/proofs.ts'
import { hashFromTile, type TileSlice, tileSliceOf, tileWidth } from '../log/tiles.ts'
import type { Tx } from './tables.ts'

const hashOctets = 32

/** Hashes of perfect trees, in the order asked for. @throws Error when the log is shorter. */
async function readNodes(tx: Tx, nodes: readonly Node[]): Promise<readonly Uint8Array[]> {
  const slices = nodes.map(tileSliceOf)
  const tiles = await readFullTiles(tx, slices)
  // At the right edge of the tree tiles are not full.
  for (const slice of slices) {
    const name = tileName(slice)
    if (!tiles.has(name)) tiles.set(name, await partialTileHashes(tx, slice.level, slice.index))
  }
  return slices.map((slice) => hashFromTile(slice, tiles.get(tileName(slice)) ?? new Uint8Array(0)))
}

/** In one question, since a proof needs tiles of every level. */
async function readFullTiles(tx: Tx, slices: readonly TileSlice[]): Promise<Map<string, Uint8Array>> {
  const wanted = [...new Map(slices.map((slice) => [tileName(slice), slice])).values()]
  if (wanted.length === 0) return new Map()
  const rows = await tx
    .selectFrom('log_tiles')
    .select(['level', 'tile_index', 'hashes'])
    .where((where) =>
      where.or(
        wanted.map(({ level, index }) =>
          where.and([where('level', '=', level), where('tile_index', '=', index)]),
        ),
      ),
    )
    .execute()
  return new Map(rows.map((row) => [tileName({ level: row.level, index: row.tile_index }), row.hashes]))
}

/**
 * A tile's hashes as far as they exist, 32 octets each.
 *
 * @param level of tiles: 0 holds leaf hashes.
 */
export async function readTileHashes(tx: Tx, level: number, index: number): Promise<Uint8Array> {
  const full = await tx
    .selectFrom('log_tiles')
    .select('hashes')
    .where('level', '=', level)
    .where('tile_index', '=', index)
    .executeTakeFirst()
  return full?.hashes ?? (await partialTileHashes(tx, level, index))
}

async function partialTileHashes(tx: Tx, level: number, index: number): Promise<Uint8Array> {
  const first = index * tileWidth
  if (level === 0) {
    const leaves = await tx
      .selectFrom('log_leaves')
      .select(sql<Uint8Array | null>`string_agg(leaf_hash, '' order by leaf_index)`.as('hashes'))
      .where('leaf_index', '>=', first)
      .where('leaf_index', '<', first + tileWidth)
      .executeTakeFirst()
    return leaves?.hashes ?? new Uint8Array(0)
  }
  const below = await tx
    .selectFrom('log_tiles')
    .select(sql<Uint8Array | null>`string_agg(root_hash, '' order by tile_index)`.as('hashes'))
    .where('level', '=', level - 1)
    .where('tile_index', '>=', first)
    .where('tile_index', '<', first + tileWidth)
    .executeTakeFirst()
  return below?.hashes ?? new Uint8Array(0)
}

/** Entries of a bundle as far as they have places in the log. */
export async function readBundle(tx: Tx, index: number, width: number): Promise<readonly Uint8Array[]> {
  const first = index * tileWidth
  const rows = await tx
    .selectFrom('log_leaves')
    .innerJoin('audit_entries', 'audit_entries.id', 'log_leaves.entry_id')
    .select('audit_entries.entry')
    .where('log_leaves.leaf_index', '>=', first)
    .where('log_leaves.leaf_index', '<', first + Math.min(width, tileWidth))
    .orderBy('log_leaves.leaf_index')
    .execute()
  return rows.map((row) => row.entry)
}

/** Root of the tree when it had `treeSize` leaves; undefined when hashes of it are missing. */
export async function rootAt(tx: Tx, treeSize: number): Promise<Uint8Array | undefined> {
  const hashes: Uint8Array[] = []
  for (const node of perfectTrees(0, treeSize)) {
    const slice = tileSliceOf(node)
    const tile = await readTileHashes(tx, slice.level, slice.index)
    if (tile.length < (slice.offset + slice.count) * hashOctets) return undefined
    hashes.push(hashFromTile(slice, tile))
  }
  return joinPerfectTrees(hashes)
}

/** The right edge of the tree when it had `treeSize` leaves. */
export async function readFrontier(tx: Tx, treeSize: number): Promise<Frontier> {
  return createFrontier(treeSize, await readNodes(tx, perfectTrees(0, treeSize)))
}

/** @throws ServiceError `INVALID_ARGUMENT` when the leaf is not in a tree of that size. */
export async function inclusionProof(
  tx: Tx,
  leafIndex: number,
  treeSize: number,
): Promise<readonly Uint8Array[]> {
  return await proofs.inclusionProof(leafIndex, treeSize, (nodes) => readNodes(tx, nodes))
}

/** @throws ServiceError `INVALID_ARGUMENT` unless 0 < `oldSize` ≤ `newSize`. */
export async function consistencyProof(
  tx: Tx,
  oldSize: number,
  newSize: number,
): Promise<readonly Uint8Array[]> {
  return await proofs.consistencyProof(oldSize, newSize, (nodes) => readNodes(tx, nodes))
}

export async function logSize(tx: Tx): Promise<number> {
  const last = await tx
    .selectFrom('log_leaves')
    .select('leaf_index')
    .orderBy('leaf_index', 'desc')
    .limit(1)
    .executeTakeFirst()
  return last === undefined ? 0 : last.leaf_index + 1
}

function tileName(slice: Pick<TileSlice, 'level' | 'index'>): string {
  return `${slice.level}/${slice.index}`
}
