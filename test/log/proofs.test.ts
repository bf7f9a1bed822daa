import { expect, test } from 'vitest'
import { treeHash } from '../../src/log/merkle-tree.ts'
import {
  consistencyProof,
  inclusionProof,
  type NodeReader,
  verifyConsistency,
  verifyInclusion,
} from '../../src/log/proofs.ts'
import { leaves, naivePath, naiveProof, naiveTreeHash } from './naive-tree.ts'

const limit = 70
const all = leaves(limit)
const roots = Array.from({ length: limit + 1 }, (_, size) => naiveTreeHash(all.slice(0, size)))
const read: NodeReader = async (nodes) =>
  nodes.map(({ level, index }) => treeHash(all.slice(index * 2 ** level, (index + 1) * 2 ** level)))

function root(size: number): Uint8Array {
  return roots[size] ?? new Uint8Array(0)
}

function leaf(index: number): Uint8Array {
  return all[index] ?? new Uint8Array(0)
}

function flipped(hash: Uint8Array): Uint8Array {
  const copy = hash.slice()
  copy[31] = (copy[31] ?? 0) ^ 1
  return copy
}

test(`inclusion of every leaf in every tree up to ${limit} is the RFC's path and verifies`, async () => {
  for (let size = 1; size <= limit; size++) {
    for (let index = 0; index < size; index++) {
      const proof = await inclusionProof(index, size, read)
      expect(proof).toEqual(naivePath(index, all.slice(0, size)))
      expect(verifyInclusion(leaf(index), index, size, proof, root(size))).toBe(true)
    }
  }
})

test(`consistency of every two trees up to ${limit} is the RFC's proof and verifies`, async () => {
  for (let size = 1; size <= limit; size++) {
    for (let old = 1; old <= size; old++) {
      const proof = await consistencyProof(old, size, read)
      expect(proof).toEqual(naiveProof(old, all.slice(0, size)))
      expect(verifyConsistency(old, size, proof, root(old), root(size))).toBe(true)
    }
  }
})

test('an inclusion proof fails for another leaf, place, size, root or path', async () => {
  for (const size of [1, 2, 3, 5, 8, 13, 64, 70]) {
    for (let index = 0; index < size; index++) {
      const proof = await inclusionProof(index, size, read)
      expect(verifyInclusion(flipped(leaf(index)), index, size, proof, root(size))).toBe(false)
      expect(verifyInclusion(leaf(index), index, size, proof, flipped(root(size)))).toBe(false)
      expect(verifyInclusion(leaf(index), index + 1, size, proof, root(size))).toBe(false)
      expect(verifyInclusion(leaf(index), index, size, [...proof, leaf(0)], root(size))).toBe(false)
      if (proof.length > 0) {
        expect(verifyInclusion(leaf(index), index, size, proof.slice(1), root(size))).toBe(false)
        for (let i = 0; i < proof.length; i++) {
          const altered = proof.map((hash, at) => (at === i ? flipped(hash) : hash))
          expect(verifyInclusion(leaf(index), index, size, altered, root(size))).toBe(false)
        }
      }
    }
  }
})

test('a consistency proof fails for other roots, sizes or hashes', async () => {
  for (const size of [2, 3, 7, 8, 21, 64, 70]) {
    for (let old = 1; old < size; old++) {
      const proof = await consistencyProof(old, size, read)
      expect(verifyConsistency(old, size, proof, flipped(root(old)), root(size))).toBe(false)
      expect(verifyConsistency(old, size, proof, root(old), flipped(root(size)))).toBe(false)
      expect(verifyConsistency(old, size, [...proof, leaf(0)], root(old), root(size))).toBe(false)
      expect(verifyConsistency(old, size, proof.slice(0, -1), root(old), root(size))).toBe(false)
      for (let i = 0; i < proof.length; i++) {
        const altered = proof.map((hash, at) => (at === i ? flipped(hash) : hash))
        expect(verifyConsistency(old, size, altered, root(old), root(size))).toBe(false)
      }
    }
  }
})

test('a tree is not shown to continue one that is larger, empty or not whole', async () => {
  await expect(consistencyProof(5, 4, read)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
  await expect(consistencyProof(0, 4, read)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
  await expect(consistencyProof(1.5, 4, read)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
  await expect(inclusionProof(4, 4, read)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
  await expect(inclusionProof(-1, 4, read)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
  expect(verifyConsistency(0, 4, [], root(0), root(4))).toBe(false)
  expect(verifyConsistency(4, 4, [], root(4), root(4))).toBe(true)
  expect(verifyConsistency(4, 4, [], root(4), flipped(root(4)))).toBe(false)
})

test('proofs with hashes of another length never verify', () => {
  expect(verifyInclusion(new Uint8Array(31), 0, 1, [], new Uint8Array(31))).toBe(false)
  expect(verifyConsistency(1, 2, [new Uint8Array(1)], root(1), root(2))).toBe(false)
})
