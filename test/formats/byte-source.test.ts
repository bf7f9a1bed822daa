import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { type ByteSource, bytesSource, chunksOf, passingChunksOf } from '../../src/formats/byte-source.ts'

const bytes = Uint8Array.from({ length: 25 }, (_, i) => i)

/** Notes what is read; what begins at `failing` fails. */
function watched(failing = Number.POSITIVE_INFINITY): ByteSource & { readonly reads: string[] } {
  const source = bytesSource(bytes)
  const reads: string[] = []
  return {
    size: source.size,
    reads,
    read: async (start, end) => {
      reads.push(`${start}–${end}`)
      if (start >= failing) throw new Error('the disk is gone')
      return source.read(start, end)
    },
  }
}

describe('chunksOf', () => {
  test('gives the octets in order, whatever the length of a piece, and nothing for nothing', async () => {
    for (const octets of [1, 7, 25, 26]) {
      const pieces = await Array.fromAsync(chunksOf(bytesSource(bytes), 3, 24, octets))
      expect(Buffer.concat(pieces)).toEqual(Buffer.from(bytes.subarray(3, 24)))
    }
    expect(await Array.fromAsync(chunksOf(bytesSource(bytes), 5, 5))).toEqual([])
  })

  test('reads one piece ahead and no more', async () => {
    const source = watched()
    const chunks = chunksOf(source, 0, 25, 10)
    await chunks.next()
    expect(source.reads).toEqual(['0–10', '10–20'])
    await chunks.next()
    await chunks.next()
    expect(source.reads).toEqual(['0–10', '10–20', '20–25'])
    expect((await chunks.next()).done).toBe(true)
  })

  test('tells of a failure where it is, and not to a reader that stopped before', async () => {
    const chunks = chunksOf(watched(10), 0, 25, 10)
    expect((await chunks.next()).value).toEqual(bytes.subarray(0, 10))
    await expect(chunks.next()).rejects.toThrow('the disk is gone')
    // Vitest fails a run in which a rejection was left to nobody.
    for await (const _ of chunksOf(watched(10), 0, 25, 10)) break
    await new Promise((resolve) => setImmediate(resolve))
  })
})

describe('passingChunksOf', () => {
  const mebibyte = 2 ** 20
  const large = new Uint8Array(randomBytes(13 * mebibyte + 5))
  const memory = new Set<ArrayBufferLike>()
  /** Copies into the memory that it is given, as a file does. */
  const copying: ByteSource = {
    size: large.length,
    async read(start, end, into) {
      if (into === undefined) throw new Error('no memory was given')
      memory.add(into.buffer)
      into.set(large.subarray(start, end))
      return into.subarray(0, end - start)
    },
  }

  test.each([mebibyte, mebibyte + 16, 3 * mebibyte, 5 * mebibyte, 16 * mebibyte])(
    'gives the octets in order in pieces of %i, out of no more than two pieces of memory',
    async (octets) => {
      memory.clear()
      const pieces: Uint8Array[] = []
      for await (const piece of passingChunksOf(copying, 2, large.length - 1, octets)) {
        // Time for what is read ahead, which must not come where this one is.
        await new Promise((resolve) => setImmediate(resolve))
        pieces.push(Uint8Array.from(piece))
      }
      expect(Buffer.compare(Buffer.concat(pieces), large.subarray(2, -1))).toBe(0)
      expect(pieces.slice(0, -1).every(({ length }) => length === octets)).toBe(true)
      expect(memory.size).toBe(octets < large.length ? 2 : 1)
    },
  )

  test('takes what a source has in memory as it is', async () => {
    const pieces = await Array.fromAsync(passingChunksOf(bytesSource(bytes), 0, 25, 10))
    expect(pieces).toEqual([bytes.subarray(0, 10), bytes.subarray(10, 20), bytes.subarray(20)])
  })
})
