import { expect, test } from 'vitest'
import { concatBytes, utf8 } from '../../src/bytes.ts'
import { encodeEntryBundle, hashFromTile, parseTilePath, tilePath, tileSliceOf } from '../../src/log/tiles.ts'
import { leaves, naiveTreeHash } from './naive-tree.ts'

test('addresses are written in groups of three digits', () => {
  expect(tilePath({ level: 0, index: 0, width: 256 })).toBe('tile/0/000')
  expect(tilePath({ level: 0, index: 1234067, width: 256 })).toBe('tile/0/x001/x234/067')
  expect(tilePath({ level: 1, index: 5, width: 17 })).toBe('tile/1/005.p/17')
  expect(tilePath({ level: 'entries', index: 1000, width: 256 })).toBe('tile/entries/x001/000')
})

test('every address is read back as it was written', () => {
  for (const level of [0, 3, 7, 'entries'] as const) {
    for (const index of [0, 7, 255, 999, 1000, 123456, 999999, 1000000, 2 ** 40]) {
      for (const width of [1, 100, 255, 256]) {
        const tile = { level, index, width }
        expect(parseTilePath(tilePath(tile))).toEqual(tile)
      }
    }
  }
})

test('what is not exactly an address is refused', () => {
  const wrong = [
    'tile/0/0',
    'tile/8/000',
    'tile/00/000',
    'tile/0/x000/000',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
    'tile/0/000.p/01',
    'tile/0/000/',
    'tile/0/000/001',
    'tile/-1/000',
    'tile/data/000',
    '/tile/0/000',
    'tile/0/000\n',
    'tile/0/x999/x999/x999/x999/x999/x999/999',
  ]
  for (const path of wrong) expect(parseTilePath(path)).toBeUndefined()
})

test('the hash of any node within a tile comes from its slice', () => {
  const all = leaves(512)
  for (const [level, index] of [
    [0, 300],
    [3, 33],
    [7, 3],
  ] as const) {
    const slice = tileSliceOf({ level, index })
    const tile = concatBytes(...all.slice(slice.index * 256, (slice.index + 1) * 256))
    expect(slice.level).toBe(0)
    expect(hashFromTile(slice, tile)).toEqual(
      naiveTreeHash(all.slice(index * 2 ** level, (index + 1) * 2 ** level)),
    )
  }
  expect(tileSliceOf({ level: 8, index: 257 })).toEqual({ level: 1, index: 1, offset: 1, count: 1 })
})

test('a tile that is too short is noticed', () => {
  expect(() => hashFromTile({ level: 0, index: 0, offset: 0, count: 2 }, new Uint8Array(32))).toThrow(
    'shorter',
  )
})

test('bundles hold each entry after its length in two octets (C2SP tlog-tiles)', () => {
  const long = new Uint8Array(65535).fill(7)
  expect(encodeEntryBundle([utf8('{}'), utf8(''), long])).toEqual(
    concatBytes(Uint8Array.of(0, 2), utf8('{}'), Uint8Array.of(0, 0), Uint8Array.of(255, 255), long),
  )
  expect(() => encodeEntryBundle([new Uint8Array(65536)])).toThrow('65535')
})
