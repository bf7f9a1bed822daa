// The document spool: what is written comes back, at any place, and nothing else does.

import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, open, readdir, readFile, rm, truncate, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bytesSource, joinSources } from '../../src/formats/byte-source.ts'
import { type DocumentSpool, openDocumentSpool } from '../../src/outside/document-spool.ts'

let folder: string
let spool: DocumentSpool
const limits = { maxOctets: 10_000_000 }
const chunk = 64 * 1024

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chancery-spool-'))
  spool = await openDocumentSpool({ folder, randomBytes })
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

/** Bytes that repeat nowhere at a chunk's distance, cheap to make. */
function patterned(size: number): Uint8Array {
  const bytes = new Uint8Array(size)
  for (let i = 0; i < size; i++) bytes[i] = (i * 31 + (i >> 8) * 7 + (i >> 16) * 13) & 255
  return bytes
}

describe('document spool', () => {
  for (const size of [0, 1, chunk - 1, chunk, chunk + 1, 2 * chunk, 16 * chunk, 17 * chunk + 5, 40 * chunk]) {
    test(`gives back a document of ${size} octets, with its digest`, async () => {
      const bytes = patterned(size)
      const document = await spool.write(pieces(bytes, 10_007), limits)
      expect(document.size).toBe(size)
      expect(Buffer.from(document.sha256)).toEqual(createHash('sha256').update(bytes).digest())
      const source = spool.open(document.fileName, document.contentKey, document.size)
      expect(Buffer.from(await source.read(0, size)).equals(bytes)).toBe(true)
    })
  }

  test('reads any range', async () => {
    const bytes = patterned(20 * chunk + 77)
    const document = await spool.write(pieces(bytes, 65_536), limits)
    const source = spool.open(document.fileName, document.contentKey, document.size)
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length), fc.nat(bytes.length), async (a, b) => {
        const [start, end] = a < b ? [a, b] : [b, a]
        return Buffer.from(await source.read(start, end)).equals(bytes.subarray(start, end))
      }),
      { numRuns: 60, seed: 7 },
    )
  })

  test('refuses a range outside the document', async () => {
    const document = await spool.write(pieces(patterned(10), 10), limits)
    const source = spool.open(document.fileName, document.contentKey, document.size)
    await expect(source.read(0, 11)).rejects.toThrow('octets 0 to 11 of a source of 10')
    await expect(source.read(-1, 3)).rejects.toThrow(RangeError)
  })

  test('keeps no plaintext on the disk', async () => {
    const secret = new TextEncoder().encode('the minister resigns on Monday')
    const document = await spool.write(pieces(secret, 8), limits)
    const stored = await readFile(join(folder, document.fileName))
    expect(stored.includes(secret)).toBe(false)
    expect(stored.length).toBe(secret.length + 16)
  })

  test('refuses a file in which any bit was changed', async () => {
    const document = await spool.write(pieces(patterned(chunk + 40), chunk), limits)
    const path = join(folder, document.fileName)
    const genuine = await readFile(path)
    for (let at = 0; at < genuine.length; at += 997) {
      const changed = Buffer.from(genuine)
      changed[at] = (changed[at] ?? 0) ^ 1
      await writeFile(path, changed)
      const source = spool.open(document.fileName, document.contentKey, document.size)
      await expect(source.read(0, document.size)).rejects.toThrow()
    }
  })

  test('refuses swapped chunks, a cut file, and another document in its place', async () => {
    const bytes = patterned(3 * chunk)
    const document = await spool.write(pieces(bytes, chunk), limits)
    const path = join(folder, document.fileName)
    const genuine = await readFile(path)
    const stored = chunk + 16
    await writeFile(
      path,
      Buffer.concat([
        genuine.subarray(stored, 2 * stored),
        genuine.subarray(0, stored),
        genuine.subarray(2 * stored),
      ]),
    )
    await expect(
      spool.open(document.fileName, document.contentKey, document.size).read(0, 10),
    ).rejects.toThrow()
    await writeFile(path, genuine)
    await truncate(path, 2 * stored)
    await expect(
      spool.open(document.fileName, document.contentKey, document.size).read(0, 3 * chunk),
    ).rejects.toThrow()
    // Whoever cuts the file and lies about its size in the registry meets the missing final flag.
    await expect(
      spool.open(document.fileName, document.contentKey, 2 * chunk).read(chunk, chunk + 1),
    ).rejects.toThrow()
    const other = await spool.write(pieces(bytes, chunk), limits)
    await writeFile(path, await readFile(join(folder, other.fileName)))
    await expect(
      spool.open(document.fileName, document.contentKey, document.size).read(0, 10),
    ).rejects.toThrow()
  })

  test('leaves nothing of a document that is too large, was cut, or was abandoned', async () => {
    const before = (await readdir(folder)).length
    await expect(spool.write(pieces(patterned(1001), 100), { maxOctets: 1000 })).rejects.toMatchObject({
      code: 'LIMIT_EXCEEDED',
      message: 'the document is larger than 1000 octets',
    })
    await expect(
      spool.write(
        (async function* () {
          yield patterned(200_000)
          throw new Error('connection reset')
        })(),
        limits,
      ),
    ).rejects.toThrow('connection reset')
    const abandoned = new AbortController()
    await expect(
      spool.write(
        (async function* () {
          yield patterned(200_000)
          abandoned.abort(new Error('gone'))
        })(),
        { ...limits, signal: abandoned.signal },
      ),
    ).rejects.toThrow('gone')
    expect((await readdir(folder)).length).toBe(before)
  })

  test('tells a full disk as BUSY, leaves nothing, and takes documents again when there is room', async () => {
    const before = await readdir(folder)
    const any = await open(import.meta.filename)
    const handles: object = Object.getPrototypeOf(any)
    await any.close()
    const written: unknown = Reflect.get(handles, 'writeFile')
    const noRoom = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
    Reflect.set(handles, 'writeFile', () => Promise.reject(noRoom))
    try {
      await expect(spool.write(pieces(patterned(100), 100), limits)).rejects.toMatchObject({ code: 'BUSY' })
    } finally {
      Reflect.set(handles, 'writeFile', written)
    }
    expect(await readdir(folder)).toEqual(before)
    expect((await spool.write(pieces(patterned(100), 100), limits)).size).toBe(100)
  })

  test('removes half-written files at start', async () => {
    const own = await mkdtemp(join(tmpdir(), 'chancery-spool-'))
    await writeFile(join(own, `${'0'.repeat(32)}.part`), 'half')
    await openDocumentSpool({ folder: own, randomBytes })
    expect(await readdir(own)).toEqual([])
    await rm(own, { recursive: true })
  })

  test('sweeps files that the registry does not know, but not those just written', async () => {
    const own = await mkdtemp(join(tmpdir(), 'chancery-spool-'))
    const ownSpool = await openDocumentSpool({ folder: own, randomBytes })
    const kept = await ownSpool.write(pieces(patterned(10), 10), limits)
    const orphan = await ownSpool.write(pieces(patterned(10), 10), limits)
    const fresh = await ownSpool.write(pieces(patterned(10), 10), limits)
    const yesterday = new Date('2026-01-01T00:00:00Z')
    await utimes(join(own, kept.fileName), yesterday, yesterday)
    await utimes(join(own, orphan.fileName), yesterday, yesterday)
    expect(await ownSpool.sweep(new Set([kept.fileName]), new Date('2026-01-02T00:00:00Z'))).toBe(1)
    expect((await readdir(own)).sort()).toEqual([kept.fileName, fresh.fileName].sort())
    await ownSpool.remove(kept.fileName)
    expect(await readdir(own)).toEqual([fresh.fileName])
    await rm(own, { recursive: true })
  })

  test('takes no name that leads out of the spool', () => {
    expect(() => spool.open('../../etc/passwd', new Uint8Array(32), 1)).toThrow('32 hexadecimal digits')
  })
})

describe('joined sources', () => {
  test('read as one', async () => {
    const a = patterned(100)
    const b = patterned(37).reverse()
    const whole = Buffer.concat([a, b])
    const joined = joinSources(bytesSource(a), bytesSource(b))
    expect(joined.size).toBe(137)
    for (const [start, end] of [
      [0, 137],
      [0, 100],
      [100, 137],
      [90, 110],
      [99, 100],
      [100, 101],
      [50, 50],
    ] as const) {
      expect(Buffer.from(await joined.read(start, end)).equals(whole.subarray(start, end))).toBe(true)
    }
  })
})
