// Sealing where the content lies: what is told of the progress, and what happens when it is called off.

import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { joinBytes } from '../../src/bytes.ts'
import { openContent, type SealRequest, sealContent } from '../../src/client/sealing.ts'
import type { ByteSource } from '../../src/formats/byte-source.ts'

const mebibyte = 2 ** 20
const content = new Uint8Array(randomBytes(13 * mebibyte + 3))
const password = 'a long password'

const platform = {
  random: (octets: number) => new Uint8Array(randomBytes(octets)),
  now: () => new Date('2026-11-27T07:00:00Z'),
  unitCertificate: async (unit: string): Promise<Uint8Array> => {
    throw new Error(`nobody asked for ${unit}`)
  },
}

/** As a file is read: into the memory that is given. */
const file: ByteSource = {
  size: content.length,
  async read(start, end, into = new Uint8Array(end - start)) {
    into.set(content.subarray(start, end))
    return into.subarray(0, end - start)
  },
}

async function* streamed(): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < content.length; at += 300_001) yield content.subarray(at, at + 300_001)
}

const contents: readonly (readonly [string, SealRequest['content'], number | undefined])[] = [
  ['octets', content, content.length],
  ['a file', file, content.length],
  ['a stream', streamed(), undefined],
]

test.each(contents)('%s are sealed with progress to the end, and opened again', async (_, given, total) => {
  const format = total === undefined ? 'chunked' : 'cms'
  const told: (readonly [number, number | undefined])[] = []
  const request = { content: given, passwords: [password], format, onProgress } as const
  function onProgress(done: number, of: number | undefined): void {
    told.push([done, of])
  }
  const envelope = joinBytes(await Array.fromAsync(sealContent(request, platform)))
  expect(told.at(-1)).toEqual([content.length, total])
  const steps = told.map(([done]) => done)
  expect(steps).toEqual([...new Set(steps)].sort((a, b) => a - b))
  const opened = await openContent({ envelope, password }, async () => [])
  expect(Buffer.compare(joinBytes(await Array.fromAsync(opened.verified())), content)).toBe(0)
})

test.each(['cms', 'chunked'] as const)(
  '%s stops where it is called off, and reads no further',
  async (format) => {
    const calledOff = new AbortController()
    let read = 0
    const counting: ByteSource = {
      size: file.size,
      async read(start, end, into) {
        read = end
        return file.read(start, end, into)
      },
    }
    const onProgress = (done: number) => {
      if (done === 2 * mebibyte) calledOff.abort(new Error('called off'))
    }
    const { signal } = calledOff
    const pieces = sealContent(
      { content: counting, passwords: [password], format, onProgress, signal },
      platform,
    )
    await expect(Array.fromAsync(pieces)).rejects.toThrow('called off')
    // Two pieces are read at once, and two ahead of those in hand.
    expect(read).toBe(6 * mebibyte)
  },
)
