import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { toHex, utf8 } from '../../src/bytes.ts'
import {
  createFrontier,
  emptyTreeHash,
  leafHash,
  nodeHash,
  perfectTrees,
  treeHash,
} from '../../src/log/merkle-tree.ts'
import { leaves, naiveTreeHash } from './naive-tree.ts'

test('the tree without leaves is the hash of nothing', () => {
  expect(toHex(emptyTreeHash)).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  expect(treeHash([])).toEqual(emptyTreeHash)
})

test('a leaf is hashed after 0x00 and a node after 0x01', () => {
  const leaf = createHash('sha256').update(Uint8Array.of(0)).update('entry').digest('hex')
  expect(toHex(leafHash(utf8('entry')))).toBe(leaf)
  const [a, b] = [leafHash(utf8('a')), leafHash(utf8('b'))]
  const node = createHash('sha256').update(Uint8Array.of(1)).update(a).update(b).digest('hex')
  expect(toHex(nodeHash(a, b))).toBe(node)
})

// The eight leaves and roots that Certificate Transparency implementations have tested with since RFC 6962.
test('the roots of the Certificate Transparency test leaves come out', () => {
  const inputs = [
    '',
    '00',
    '10',
    '2021',
    '3031',
    '40414243',
    '5051525354555657',
    '606162636465666768696a6b6c6d6e6f',
  ]
  const hashes = inputs.map((hex) => leafHash(Uint8Array.fromHex(hex)))
  expect(toHex(treeHash(hashes.slice(0, 1)))).toBe(
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  )
  expect(toHex(treeHash(hashes.slice(0, 2)))).toBe(
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  )
  expect(toHex(treeHash(hashes.slice(0, 3)))).toBe(
    'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  )
  expect(toHex(treeHash(hashes.slice(0, 4)))).toBe(
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  )
  expect(toHex(treeHash(hashes))).toBe('5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328')
})

test('the root is that of the recursive definition, for every size up to 130', () => {
  for (let size = 0; size <= 130; size++) {
    expect(toHex(treeHash(leaves(size)))).toBe(toHex(naiveTreeHash(leaves(size))))
  }
})

test('a frontier goes on from any size', () => {
  const all = leaves(70)
  for (let size = 0; size <= 70; size++) {
    const edge = perfectTrees(0, size).map(({ level, index }) =>
      naiveTreeHash(all.slice(index * 2 ** level, (index + 1) * 2 ** level)),
    )
    const frontier = createFrontier(size, edge)
    expect(frontier.root()).toEqual(naiveTreeHash(all.slice(0, size)))
    for (const leaf of all.slice(size)) frontier.append(leaf)
    expect(frontier.size).toBe(70)
    expect(frontier.root()).toEqual(naiveTreeHash(all))
  }
})

test('a frontier refuses an edge of another size', () => {
  expect(() => createFrontier(3, leaves(1))).toThrow('1 hashes are not the edge of a tree of 3 leaves')
})
