// Proofs that a leaf is in the log, and that a later log continues an earlier one. RFC 9162 §2.1.3 and §2.1.4.

import { equalBytes } from '../bytes.ts'
import { ServiceError } from '../errors.ts'
import { joinPerfectTrees, type Node, nodeHash, perfectTrees } from './merkle-tree.ts'

/** Reads the hashes of perfect trees, in the order asked for. */
export type NodeReader = (nodes: readonly Node[]) => Promise<readonly Uint8Array[]>

/**
 * PATH(m, D_n) of RFC 9162 §2.1.3.1.
 *
 * @throws ServiceError `INVALID_ARGUMENT` when the leaf is not in a tree of that size.
 */
export async function inclusionProof(
  leafIndex: number,
  treeSize: number,
  read: NodeReader,
): Promise<readonly Uint8Array[]> {
  requireCount(leafIndex, 'leaf index')
  requireCount(treeSize, 'tree size')
  if (leafIndex >= treeSize) {
    throw new ServiceError('INVALID_ARGUMENT', `leaf ${leafIndex} is not in a tree of ${treeSize} leaves`)
  }
  const ranges: Range[] = []
  let begin = 0
  let end = treeSize
  while (end - begin > 1) {
    const middle = begin + largestPowerBelow(end - begin)
    if (leafIndex < middle) {
      ranges.unshift({ begin: middle, end })
      end = middle
    } else {
      ranges.unshift({ begin, end: middle })
      begin = middle
    }
  }
  return await hashesOf(ranges, read)
}

/**
 * PROOF(m, D_n) of RFC 9162 §2.1.4.1.
 *
 * @throws ServiceError `INVALID_ARGUMENT` unless 0 < `oldSize` ≤ `newSize`.
 */
export async function consistencyProof(
  oldSize: number,
  newSize: number,
  read: NodeReader,
): Promise<readonly Uint8Array[]> {
  requireCount(oldSize, 'tree size')
  requireCount(newSize, 'tree size')
  if (oldSize < 1 || oldSize > newSize) {
    throw new ServiceError(
      'INVALID_ARGUMENT',
      `a tree of ${newSize} leaves cannot be shown to continue one of ${oldSize}`,
    )
  }
  const ranges: Range[] = []
  let begin = 0
  let end = newSize
  while (oldSize < end) {
    const middle = begin + largestPowerBelow(end - begin)
    if (oldSize <= middle) {
      ranges.unshift({ begin: middle, end })
      end = middle
    } else {
      ranges.unshift({ begin, end: middle })
      begin = middle
    }
  }
  // Where the old tree is itself a perfect subtree from leaf 0, the verifier knows its root already.
  if (begin > 0) ranges.unshift({ begin, end })
  return await hashesOf(ranges, read)
}

/** The verification of RFC 9162 §2.1.3.2. */
export function verifyInclusion(
  leafHash: Uint8Array,
  leafIndex: number,
  treeSize: number,
  proof: readonly Uint8Array[],
  rootHash: Uint8Array,
): boolean {
  if (
    !isCount(leafIndex) ||
    !isCount(treeSize) ||
    leafIndex >= treeSize ||
    !areHashes([leafHash, rootHash, ...proof])
  ) {
    return false
  }
  let fn = leafIndex
  let sn = treeSize - 1
  let hash = leafHash
  for (const sibling of proof) {
    if (sn === 0) return false
    if (fn % 2 === 1 || fn === sn) {
      hash = nodeHash(sibling, hash)
      while (fn % 2 === 0 && fn !== 0) {
        fn = half(fn)
        sn = half(sn)
      }
    } else {
      hash = nodeHash(hash, sibling)
    }
    fn = half(fn)
    sn = half(sn)
  }
  return sn === 0 && equalBytes(hash, rootHash)
}

/** The verification of RFC 9162 §2.1.4.2. Of equal sizes the roots must be equal and the proof empty. */
export function verifyConsistency(
  oldSize: number,
  newSize: number,
  proof: readonly Uint8Array[],
  oldRoot: Uint8Array,
  newRoot: Uint8Array,
): boolean {
  if (!isCount(oldSize) || !isCount(newSize) || oldSize < 1 || oldSize > newSize) return false
  if (!areHashes([oldRoot, newRoot, ...proof])) return false
  if (oldSize === newSize) return proof.length === 0 && equalBytes(oldRoot, newRoot)
  const path = isPowerOfTwo(oldSize) ? [oldRoot, ...proof] : [...proof]
  const [first, ...rest] = path
  if (first === undefined || rest.length === 0) return false
  let fn = oldSize - 1
  let sn = newSize - 1
  while (fn % 2 === 1) {
    fn = half(fn)
    sn = half(sn)
  }
  let oldHash = first
  let newHash = first
  for (const sibling of rest) {
    if (sn === 0) return false
    if (fn % 2 === 1 || fn === sn) {
      oldHash = nodeHash(sibling, oldHash)
      newHash = nodeHash(sibling, newHash)
      while (fn % 2 === 0 && fn !== 0) {
        fn = half(fn)
        sn = half(sn)
      }
    } else {
      newHash = nodeHash(newHash, sibling)
    }
    fn = half(fn)
    sn = half(sn)
  }
  return sn === 0 && equalBytes(oldHash, oldRoot) && equalBytes(newHash, newRoot)
}

interface Range {
  readonly begin: number
  readonly end: number
}

async function hashesOf(ranges: readonly Range[], read: NodeReader): Promise<readonly Uint8Array[]> {
  const nodes = ranges.map(({ begin, end }) => perfectTrees(begin, end))
  const hashes = await read(nodes.flat())
  let at = 0
  return nodes.map(({ length }) => {
    at += length
    return joinPerfectTrees(hashes.slice(at - length, at))
  })
}

function requireCount(value: number, what: string): void {
  if (!isCount(value))
    throw new ServiceError('INVALID_ARGUMENT', `the ${what} must be a whole number, not ${value}`)
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}

function areHashes(hashes: readonly Uint8Array[]): boolean {
  return hashes.every((hash) => hash.length === 32)
}

function isPowerOfTwo(size: number): boolean {
  return 2 ** Math.floor(Math.log2(size)) === size
}

/** The k of RFC 9162 §2.1.1: largest power of two smaller than `size`, which is at least 2. */
function largestPowerBelow(size: number): number {
  return 2 ** (Math.ceil(Math.log2(size)) - 1)
}

function half(value: number): number {
  return Math.floor(value / 2)
}
