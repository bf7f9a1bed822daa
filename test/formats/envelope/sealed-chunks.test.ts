// The chunked format (docs/decisions/0010-sealed-files.md): any place of the content, and nothing that was changed.

import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { concatBytes, release } from '../../../src/bytes.ts'
import { isServiceError } from '../../../src/errors.ts'
import { type ByteSource, bytesSource } from '../../../src/formats/byte-source.ts'
import {
  type OpenedChunks,
  openChunks,
  readSealedChunks,
} from '../../../src/formats/envelope/chunked-source.ts'
import {
  currentSlot,
  encodeSlot,
  payloadOffset,
  slotOffset,
} from '../../../src/formats/envelope/header-slots.ts'
import {
  openSealed,
  openSealedSource,
  passwordOpener,
  privateKeyOpener,
} from '../../../src/formats/envelope/open.ts'
import { commitmentOf } from '../../../src/formats/envelope/payload-keys.ts'
import { encodePreamble, parsePreamble, preambleOctets } from '../../../src/formats/envelope/preamble.ts'
import { seal } from '../../../src/formats/envelope/seal.ts'
import { sealedChunks } from '../../../src/formats/envelope/seal-chunks.ts'
import { inPieces } from '../../fixtures/pieces.ts'
import { makeRecipient } from '../../fixtures/recipients.ts'

const random = (octets: number) => new Uint8Array(randomBytes(octets))
const at = new Date('2026-11-26T09:00:00Z')
const chunkExponent = 16
const chunk = 2 ** chunkExponent
const payloadKey = random(32)
const salt = random(32)
const header = random(100)

async function sealedWith(content: Uint8Array, pieceOctets = 50_000): Promise<Uint8Array> {
  const pieces = sealedChunks({ payloadKey, salt, header, chunkExponent }, inPieces(content, pieceOctets))
  return concatBytes(...(await Array.fromAsync(pieces)))
}

/** One piece of memory for all pieces, and zeros in it when the next one is asked for. */
async function* inOneMemory(bytes: Uint8Array, octets: number): AsyncGenerator<Uint8Array> {
  const memory = new Uint8Array(octets)
  for await (const piece of inPieces(bytes, octets)) {
    memory.set(piece)
    yield memory.subarray(0, piece.length)
    memory.fill(0)
  }
}

async function opened(file: Uint8Array, key = payloadKey): Promise<OpenedChunks> {
  const source = bytesSource(file)
  return openChunks(source, await readSealedChunks(source), key)
}

async function wholeOf(source: ByteSource): Promise<Uint8Array> {
  return Uint8Array.from(await source.read(0, source.size))
}

/** Undefined when it was refused; an error that is none of ours fails the test. */
async function contentOf(file: Uint8Array): Promise<Uint8Array | undefined> {
  try {
    return await wholeOf(await opened(file))
  } catch (error) {
    if (!isServiceError(error)) throw error
    return undefined
  }
}

describe('a file in chunks', () => {
  it.each([0, 1, chunk - 1, chunk, chunk + 1, 2 * chunk, 3 * chunk + 17])(
    'of %i octets gives back its content',
    async (octets) => {
      const content = random(octets)
      const source = await opened(await sealedWith(content))
      expect(source.size).toBe(octets)
      expect(await wholeOf(source)).toEqual(content)
    },
  )

  it('is the same however the content came in pieces', async () => {
    const content = random(3 * chunk + 5)
    const whole = await sealedWith(content, content.length)
    for (const octets of [1000, chunk, chunk + 1])
      expect(Buffer.compare(await sealedWith(content, octets), whole)).toBe(0)
  })

  it.each([0, 1, chunk - 1, chunk, chunk + 1, 2 * chunk - 1, 2 * chunk, 2 * chunk + 1])(
    'of %i octets is the same whether its length was known or not, out of memory that is used again',
    async (octets) => {
      const content = random(octets)
      const whole = await sealedWith(content, chunk)
      for (const pieceOctets of [1000, chunk - 1, chunk, chunk + 1, 2 * chunk, 5 * chunk])
        for (const known of [octets, undefined]) {
          const build = { payloadKey, salt, header, chunkExponent }
          const pieces = sealedChunks(build, inOneMemory(content, pieceOctets), known)
          expect(Buffer.compare(concatBytes(...(await Array.fromAsync(pieces))), whole)).toBe(0)
        }
    },
  )

  it.each([-1, 1, -chunk, chunk])(
    'is not made when the content has %i octets more than was announced',
    async (difference) => {
      const content = random(2 * chunk)
      const build = { payloadKey, salt, header, chunkExponent }
      const pieces = sealedChunks(build, inPieces(content, chunk), content.length - difference)
      await expect(Array.fromAsync(pieces)).rejects.toThrow(`where ${content.length - difference} were`)
    },
  )

  it.each([0, 1, chunk - 1, chunk, chunk + 1, 3 * chunk])(
    'of %i octets is read in order in pieces that are their taker’s own',
    async (octets) => {
      const content = random(octets)
      const source = await opened(await sealedWith(content))
      const pieces: Uint8Array[] = []
      for await (const piece of source.pieces()) {
        pieces.push(Uint8Array.from(piece))
        release(piece)
      }
      expect(Buffer.compare(concatBytes(...pieces), content)).toBe(0)
      expect(await wholeOf(source)).toEqual(content)
    },
  )

  it('is read from any place to any other', async () => {
    const content = random(3 * chunk + 999)
    const source = await opened(await sealedWith(content))
    await fc.assert(
      fc.asyncProperty(fc.nat(content.length), fc.nat(content.length), async (one, other) => {
        const [from, to] = [Math.min(one, other), Math.max(one, other)]
        expect(Buffer.compare(await source.read(from, to), content.subarray(from, to))).toBe(0)
      }),
      { numRuns: 60 },
    )
  })

  it('opens for certificates and passwords, and for nobody else', async () => {
    const [one, other] = [await makeRecipient('ecdh-p384'), await makeRecipient('ecdh-p384')]
    const content = random(2 * chunk)
    const sealing = {
      recipients: [
        { kind: 'certificate' as const, certificate: one.certificate },
        { kind: 'password' as const, password: 'a long password' },
      ],
      format: 'chunked' as const,
      random,
      at,
      chunkExponent,
    }
    const file = bytesSource(
      concatBytes(...(await Array.fromAsync(seal(sealing, inPieces(content, 4096), undefined)))),
    )
    const byKey = await openSealedSource(file, privateKeyOpener(one.certificate, one.privateKey))
    expect(await wholeOf(byKey)).toEqual(content)
    const byPassword = await openSealed(file, passwordOpener('a long password'), { unauthenticated: false })
    expect(concatBytes(...(await Array.fromAsync(byPassword.verified())))).toEqual(content)
    await expect(
      openSealedSource(file, privateKeyOpener(other.certificate, other.privateKey)),
    ).rejects.toMatchObject({ code: 'NOT_PERMITTED' })
  })
})

describe('of a file in chunks nothing comes out', () => {
  it('when any octet of preamble and chunks was changed', async () => {
    const content = random(2 * chunk + 40)
    const file = await sealedWith(content)
    const { preamble } = await readSealedChunks(bytesSource(file))
    const start = payloadOffset(preamble)
    const places = [
      ...Array.from({ length: preambleOctets }, (_, i) => i),
      // Each chunk at its beginning, its middle, its tag; and all of the last one.
      ...[
        start,
        start + 33_000,
        start + chunk,
        start + chunk + 15,
        start + chunk + 16,
        start + 2 * chunk + 20,
      ],
      ...Array.from({ length: 56 }, (_, i) => file.length - 1 - i),
    ]
    for (const place of places) {
      const changed = Uint8Array.from(file)
      changed[place] = (changed[place] ?? 0) ^ 0x10
      expect(await contentOf(changed), `octet ${place}`).toBeUndefined()
    }
  })

  it('when it was cut, at the border of a chunk too, or something was added', async () => {
    const file = await sealedWith(random(3 * chunk))
    const { preamble } = await readSealedChunks(bytesSource(file))
    const start = payloadOffset(preamble)
    const borders = [1, 2, 3].map((chunks) => start + chunks * (chunk + 16))
    for (const border of borders)
      for (const length of [border - 17, border - 16, border - 1, border, border + 1, border + 16])
        if (length !== file.length) {
          const cut = concatBytes(file, new Uint8Array(64)).subarray(0, length)
          expect(await contentOf(cut), `${length} octets`).toBeUndefined()
        }
    for (const length of [0, 1, 95, 96, start - 1, start, start + 15])
      expect(await contentOf(file.subarray(0, length)), `${length} octets`).toBeUndefined()
  })

  it('when chunks were exchanged, repeated, or left out', async () => {
    const file = await sealedWith(random(4 * chunk))
    const { preamble } = await readSealedChunks(bytesSource(file))
    const start = payloadOffset(preamble)
    const part = (i: number) => file.subarray(start + i * (chunk + 16), start + (i + 1) * (chunk + 16))
    const head = file.subarray(0, start)
    const orders = [
      [1, 0, 2, 3],
      [0, 0, 2, 3],
      [0, 1, 3],
      [0, 1, 2],
      [0, 1, 3, 2],
      [0, 1, 2, 3, 3],
    ]
    for (const order of orders)
      expect(await contentOf(concatBytes(head, ...order.map(part))), order.join()).toBeUndefined()
  })

  it('when a chunk, or all of them, come from another file of the same key', async () => {
    const [one, other] = [await sealedWith(random(2 * chunk)), await sealedAnew(random(2 * chunk))]
    const start = payloadOffset((await readSealedChunks(bytesSource(one))).preamble)
    expect(await contentOf(concatBytes(one.subarray(0, start), other.subarray(start)))).toBeUndefined()
    const spliced = [one.subarray(0, start + chunk + 16), other.subarray(start + chunk + 16)]
    expect(await contentOf(concatBytes(...spliced))).toBeUndefined()
  })

  it('with another payload key, before a chunk is decrypted', async () => {
    const file = await sealedWith(random(10))
    await expect(opened(file, random(32))).rejects.toThrow(/not the one that it was sealed with/)
    await expect(opened(file, random(16))).rejects.toThrow(/holds no payload key/)
  })

  it('with chunks of another size than it was sealed with', async () => {
    const file = await sealedWith(random(10))
    const { preamble } = await readSealedChunks(bytesSource(file))
    const changed = { ...preamble, chunkExponent: chunkExponent + 1 }
    const rewritten = concatBytes(encodePreamble(changed), file.subarray(preambleOctets))
    await expect(opened(rewritten)).rejects.toMatchObject({ code: 'DECRYPTION_FAILED' })
    expect(await commitmentOf(payloadKey, changed)).not.toEqual(preamble.commitment)
  })

  async function sealedAnew(content: Uint8Array): Promise<Uint8Array> {
    const build = { payloadKey, salt: random(32), header, chunkExponent }
    return concatBytes(...(await Array.fromAsync(sealedChunks(build, inPieces(content, chunk)))))
  }
})

describe('the header of a file in chunks', () => {
  it('is the newer of two that are whole, and the older one when the newer was being written', async () => {
    const file = await sealedWith(random(10))
    const preamble = parsePreamble(file.subarray(0, preambleOctets))
    expect(await currentSlot(bytesSource(file), preamble)).toMatchObject({ index: 0, generation: 1, header })
    const next = Uint8Array.from({ length: 150 }, (_, at) => at + 1)
    const slot = await encodeSlot(preamble, { generation: 2, header: next })
    for (const written of [0, 1, 39, 40, 100, 189, 190, slot.length]) {
      const torn = Uint8Array.from(file)
      torn.set(slot.subarray(0, written), slotOffset(preamble, 1))
      const current = await currentSlot(bytesSource(torn), preamble)
      const isWhole = written >= 190
      expect(current.header, `${written} octets`).toEqual(isWhole ? next : header)
      expect(await contentOf(torn)).toHaveLength(10)
    }
  })

  it('is told to be damaged when neither is whole, and refused when it does not fit', async () => {
    const file = await sealedWith(random(10))
    const preamble = parsePreamble(file.subarray(0, preambleOctets))
    const damaged = Uint8Array.from(file)
    damaged[slotOffset(preamble, 0) + 50] = 1 ^ (damaged[slotOffset(preamble, 0) + 50] ?? 0)
    await expect(readSealedChunks(bytesSource(damaged))).rejects.toMatchObject({ code: 'MALFORMED_DOCUMENT' })
    const large = { generation: 2, header: random(preamble.slotOctets - 39) }
    await expect(encodeSlot(preamble, large)).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' })
  })
})
