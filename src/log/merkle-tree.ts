// The Merkle tree of the log: hashes and tree heads. RFC 9162 §2.1.1.

import { sha256 } from '#primitives'

/** Hash of the tree without leaves. */
export const emptyTreeHash: Uint8Array = sha256(new Uint8Array(0))

// What is hashed is put together in one place again and again; nothing is awaited in between.
const leafInput = new Uint8Array(4096)
const nodeInput = new Uint8Array(65)
nodeInput[0] = 1

/** @param entry the leaf's bytes. */
export function leafHash(entry: Uint8Array): Uint8Array {
  const length = entry.length + 1
  const input = length <= leafInput.length ? leafInput.subarray(0, length) : new Uint8Array(length)
  input.set(entry, 1)
  return sha256(input)
}

/** Its prefix differs from the leaf's, so that no node passes for a leaf. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  nodeInput.set(left, 1)
  nodeInput.set(right, 33)
  return sha256(nodeInput)
}

/** Root of the tree over these leaf hashes, or over these roots of equally high perfect trees. */
export function treeHash(hashes: readonly Uint8Array[]): Uint8Array {
  const frontier = createFrontier()
  for (const hash of hashes) frontier.append(hash)
  return frontier.root()
}

/** The right edge of a growing tree: all that is needed to add leaves and to tell the root. */
export interface Frontier {
  readonly size: number
  append(hash: Uint8Array): void
  root(): Uint8Array
}

/**
 * @param size number of leaves so far.
 * @param hashes roots of the perfect trees that `size` leaves consist of, largest first (`perfectTrees(0, size)`).
 */
export function createFrontier(size = 0, hashes: readonly Uint8Array[] = []): Frontier {
  const edge = [...hashes]
  let leaves = size
  if (edge.length !== oneBits(size))
    throw new Error(`${edge.length} hashes are not the edge of a tree of ${size} leaves`)
  return {
    get size() {
      return leaves
    },
    append(hash) {
      edge.push(hash)
      // Each trailing one bit of the old size is a perfect tree that now has a twin.
      for (let rest = leaves; rest % 2 === 1; rest = Math.floor(rest / 2)) {
        const right = edge.pop()
        const left = edge.pop()
        if (left === undefined || right === undefined) throw new Error('the edge of the tree is too short')
        edge.push(nodeHash(left, right))
      }
      leaves++
    },
    root() {
      return joinPerfectTrees(edge)
    },
  }
}

/** Root over perfect trees of falling size, from left to right; the empty tree's without any. */
export function joinPerfectTrees(roots: readonly Uint8Array[]): Uint8Array {
  let joined: Uint8Array | undefined
  for (let i = roots.length - 1; i >= 0; i--) {
    const left = roots[i]
    if (left !== undefined) joined = joined === undefined ? left : nodeHash(left, joined)
  }
  return joined ?? emptyTreeHash
}

/** A perfect tree inside the log: 2^`level` leaves, beginning with leaf `index` · 2^`level`. */
export interface Node {
  readonly level: number
  readonly index: number
}

/** The perfect trees that leaves `begin` to `end` (exclusive) consist of; `begin` is a multiple of the first one's size. */
export function perfectTrees(begin: number, end: number): readonly Node[] {
  const nodes: Node[] = []
  let at = begin
  while (at < end) {
    const level = Math.floor(Math.log2(end - at))
    const size = 2 ** level
    nodes.push({ level, index: at / size })
    at += size
  }
  return nodes
}

function oneBits(size: number): number {
  return perfectTrees(0, size).length
}
