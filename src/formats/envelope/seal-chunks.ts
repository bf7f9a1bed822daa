// Writes a chunked sealed file (docs/decisions/0010-sealed-files.md), in constant memory.

import { joinBytes } from '../../bytes.ts'
import { encodeSlot, slotOctetsFor } from './header-slots.ts'
import { chunkCiphers, chunkNonce, commitmentOf } from './payload-keys.ts'
import { defaultChunkExponent, encodePreamble } from './preamble.ts'

export interface ChunksToSeal {
  /** 32 octets, for this file alone. */
  readonly payloadKey: Uint8Array
  /** 32 octets. */
  readonly salt: Uint8Array
  /** DER of AuthEnvelopedData around the payload key. */
  readonly header: Uint8Array
  /** A chunk holds 2^chunkExponent octets. Default 20. */
  readonly chunkExponent?: number
}

/** The sealed file, piece by piece. */
export async function* sealedChunks(
  { payloadKey, salt, header, chunkExponent = defaultChunkExponent }: ChunksToSeal,
  content: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const commitment = await commitmentOf(payloadKey, { salt, chunkExponent })
  const preamble = { chunkExponent, slotOctets: slotOctetsFor(header), salt, commitment }
  yield encodePreamble(preamble)
  yield await encodeSlot(preamble, { generation: 1, header })
  yield new Uint8Array(preamble.slotOctets)
  const cipherFor = chunkCiphers(payloadKey, preamble)
  let number = 0
  for await (const { chunk, last } of inChunks(content, 2 ** chunkExponent)) {
    const cipher = await cipherFor(number)
    const { ciphertext, tag } = await cipher.encrypt(chunkNonce(number++, last), chunk)
    yield ciphertext
    yield tag
  }
}

interface Chunk {
  readonly chunk: Uint8Array
  readonly last: boolean
}

/** Cuts a stream into chunks of `octets`; one chunk is held back, since only its successor tells whether it is the last. */
async function* inChunks(content: AsyncIterable<Uint8Array>, octets: number): AsyncGenerator<Chunk> {
  let parts: Uint8Array[] = []
  let held = 0
  for await (const piece of content) {
    for (let at = 0; at < piece.length; ) {
      if (held === octets) {
        yield { chunk: joined(parts), last: false }
        parts = []
        held = 0
      }
      const part = piece.subarray(at, Math.min(piece.length, at + octets - held))
      parts.push(part)
      held += part.length
      at += part.length
    }
  }
  yield { chunk: joined(parts), last: true }
}

/** A source that is read in chunks of this size gives each in one part: it is not copied. */
function joined(parts: readonly Uint8Array[]): Uint8Array {
  const [only, ...more] = parts
  return only !== undefined && more.length === 0 ? only : joinBytes(parts)
}
