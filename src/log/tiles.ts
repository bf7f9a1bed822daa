// Addresses and contents of tiles: runs of 256 hashes, and bundles of 256 entries. C2SP tlog-tiles.

import { concatBytes } from '../bytes.ts'
import { type Node, treeHash } from './merkle-tree.ts'

/** Hashes in a full tile. Tile level L holds the roots of perfect trees of 256^L leaves. */
export const tileWidth = 256
const levelsPerTile = 8
const hashOctets = 32

export interface TileAddress {
  /** 0 to 7, or `entries` for a bundle. */
  readonly level: number | 'entries'
  readonly index: number
  /** 1 to 256; less than 256 for the partial tile at the right edge. */
  readonly width: number
}

/** Path below the log's address: `tile/0/x001/234.p/5`. */
export function tilePath(tile: TileAddress): string {
  const partial = tile.width === tileWidth ? '' : `.p/${tile.width}`
  return `tile/${tile.level}/${groupsOfThree(tile.index)}${partial}`
}

/** @returns undefined for anything that is not exactly a tile's path. */
export function parseTilePath(path: string): TileAddress | undefined {
  const parts = /^tile\/(0|[1-7]|entries)\/((?:x\d{3}\/)*\d{3})(?:\.p\/([1-9]\d{0,2}))?$/.exec(path)
  const [, level, groups, partial] = parts ?? []
  if (level === undefined || groups === undefined) return undefined
  const index = Number(groups.replaceAll(/[x/]/g, ''))
  const width = partial === undefined ? tileWidth : Number(partial)
  if (!Number.isSafeInteger(index) || (partial !== undefined && width >= tileWidth)) return undefined
  if (groupsOfThree(index) !== groups) return undefined
  return { level: level === 'entries' ? 'entries' : Number(level), index, width }
}

/** Where a node's hash comes from: `count` hashes of one tile, beginning with `offset`, make it. */
export interface TileSlice {
  readonly level: number
  readonly index: number
  readonly offset: number
  readonly count: number
}

export function tileSliceOf(node: Node): TileSlice {
  const level = Math.floor(node.level / levelsPerTile)
  const count = 2 ** (node.level % levelsPerTile)
  const first = node.index * count
  return { level, index: Math.floor(first / tileWidth), offset: first % tileWidth, count }
}

/** @param hashes contents of the tile, 32 octets each, at least up to the end of the slice. */
export function hashFromTile(slice: TileSlice, hashes: Uint8Array): Uint8Array {
  const end = (slice.offset + slice.count) * hashOctets
  if (hashes.length < end) throw new Error(`tile ${slice.level}/${slice.index} is shorter than the tree`)
  return treeHash(splitHashes(hashes.subarray(slice.offset * hashOctets, end)))
}

export function splitHashes(hashes: Uint8Array): readonly Uint8Array[] {
  const list: Uint8Array[] = []
  for (let at = 0; at < hashes.length; at += hashOctets) list.push(hashes.subarray(at, at + hashOctets))
  return list
}

/** Entries of a bundle, each after its length in two octets, big-endian. */
export function encodeEntryBundle(entries: readonly Uint8Array[]): Uint8Array {
  return concatBytes(
    ...entries.flatMap((entry) => {
      if (entry.length > 0xffff) throw new Error(`an entry of ${entry.length} octets; a bundle allows 65535`)
      return [Uint8Array.of(entry.length >> 8, entry.length & 0xff), entry]
    }),
  )
}

function groupsOfThree(index: number): string {
  const digits = String(index)
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0')
  const groups = padded.match(/\d{3}/g) ?? []
  return groups.map((group, i) => (i === groups.length - 1 ? group : `x${group}`)).join('/')
}
