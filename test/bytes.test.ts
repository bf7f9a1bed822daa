import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromBase64, fromShortBase64, release, toBase64 } from '../src/bytes.ts'

const readers = [fromBase64, fromShortBase64]

test('what was written as Base64 is read again, whatever its length', () => {
  const lengths = [0, 1, 2, 3, 64, 4095, 4096, 4097, 65_536]
  for (const octets of lengths.map((length) => crypto.getRandomValues(new Uint8Array(length))))
    for (const read of readers) expect(read(toBase64(octets))).toEqual(octets)
})

test('short texts that are read one after the other do not touch each other', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 3000 }), { maxLength: 60 }), (list) => {
      const read = list.map((octets) => fromShortBase64(toBase64(octets)))
      return read.every(
        (octets, i) => octets !== undefined && Buffer.compare(octets, list[i] ?? octets) === 0,
      )
    }),
  )
})

test.each([
  'A',
  'AA',
  'AAA',
  'AA=A',
  'AAAA=',
  'AAAAA===',
  '====',
  'AB==',
  'AAB=',
  'AA==AA==',
  ' AAA',
  'AAAA\nAAA',
  'AAAA\n\n\n\n',
  'AA=\n',
  '\u00a0AAA',
  'AA-_',
  'AA\u0000A',
])('%j is no strict Base64', (text) => {
  for (const read of readers) expect(read(text)).toBeUndefined()
})

test('octets that share their memory keep it when they are released', () => {
  const all = Uint8Array.from([1, 2, 3])
  release(all.subarray(1))
  release(Buffer.from('from the pool of Node'))
  expect([...all, Buffer.from('still there').length]).toEqual([1, 2, 3, 11])
  release(all)
  expect(all.length).toBe(0)
})
