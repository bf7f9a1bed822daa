// A chosen file as a ByteSource: the octets are the file's, whatever the blocks, and little of a large one is held.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { blobSource } from '../../src/web/verify/blob-source.ts'

const megabyte = 1 << 20

function octets(length: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(length).map((_, i) => (i * 2_654_435_761) >>> 24)
}

describe('a chosen file', () => {
  const large = octets(30 * megabyte + 123)
  const blob = new Blob([large])

  test('gives exactly the octets asked for, small or large, within a block or across', async () => {
    const source = blobSource(blob, () => undefined)
    expect(source.size).toBe(large.length)
    await fc.assert(
      fc.asyncProperty(
        fc.nat(large.length),
        fc.oneof(fc.nat(64), fc.nat(3 * megabyte), fc.constant(14 * megabyte)),
        async (start, length) => {
          const end = Math.min(large.length, start + length)
          expect(Buffer.compare(await source.read(start, end), large.subarray(start, end))).toBe(0)
        },
      ),
      { numRuns: 60 },
    )
  })

  test('is read whole when it is small, once', async () => {
    const reached: number[] = []
    const source = blobSource(new Blob([octets(1000)]), (end) => reached.push(end))
    await Promise.all([source.read(0, 10), source.read(990, 1000), source.read(5, 5)])
    expect(reached).toEqual([1000])
  })

  test('tells how far the reading has come', async () => {
    const reached: number[] = []
    const source = blobSource(blob, (end) => reached.push(end))
    for (let at = 0; at < large.length; at += megabyte)
      await source.read(at, Math.min(large.length, at + megabyte))
    expect(reached).toHaveLength(31)
    expect(reached.at(-1)).toBe(large.length)
    // What was just read is still there; what was read long ago is read again.
    await source.read(large.length - 10, large.length)
    expect(reached).toHaveLength(31)
    await source.read(0, 10)
    expect(reached).toHaveLength(32)
  })
})
