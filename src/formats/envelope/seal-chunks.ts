// Writes a chunked sealed file (docs/decisions/0010-sealed-files.md), in constant memory.

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

/**
 * The sealed file, piece by piece; the receiver owns each piece.
 *
 * @param content may use the memory of a piece again when it is asked for the next.
 * @param contentOctets of what `content` gives; undefined when nobody knows it yet.
 * @throws an Error when the content has another length.
 */
export async function* sealedChunks(
  { payloadKey, salt, header, chunkExponent = defaultChunkExponent }: ChunksToSeal,
  content: AsyncIterable<Uint8Array>,
  contentOctets?: number,
): AsyncGenerator<Uint8Array> {
  const commitment = await commitmentOf(payloadKey, { salt, chunkExponent })
  const preamble = { chunkExponent, slotOctets: slotOctetsFor(header), salt, commitment }
  yield encodePreamble(preamble)
  yield await encodeSlot(preamble, { generation: 1, header })
  yield new Uint8Array(preamble.slotOctets)
  const cipherFor = chunkCiphers(payloadKey, preamble)
  let number = 0
  for await (const { chunk, last } of inChunks(content, 2 ** chunkExponent, contentOctets)) {
    const cipher = await cipherFor(number)
    const { ciphertext, tag } = await cipher.encrypt(chunkNonce(number++, last), chunk)
    yield ciphertext
    yield tag
  }
}

/** To be used before the next one is asked for. */
interface Chunk {
  readonly chunk: Uint8Array
  readonly last: boolean
}

/**
 * Cuts a stream into chunks of `octets`. Where nobody knows the length one chunk is held back, since only its successor
 * tells whether it is the last.
 */
async function* inChunks(
  content: AsyncIterable<Uint8Array>,
  octets: number,
  contentOctets: number | undefined,
): AsyncGenerator<Chunk> {
  const gathered = new Uint8Array(octets)
  let held = 0
  let given = 0
  for await (const piece of content)
    for (let at = 0; at < piece.length; ) {
      if (held === octets) {
        yield { chunk: gathered, last: false }
        held = 0
      }
      const part = piece.subarray(at, at + octets - held)
      at += part.length
      given += part.length
      // A source that is read in chunks of this size gives each in one part: it is not copied.
      if (part.length === octets && (at < piece.length || contentOctets !== undefined)) {
        yield { chunk: part, last: given === contentOctets }
      } else {
        gathered.set(part, held)
        held += part.length
      }
    }
  if (contentOctets !== undefined && given !== contentOctets)
    throw new Error(`the content has ${given} octets where ${contentOctets} were announced`)
  if (held > 0 || given === 0) yield { chunk: gathered.subarray(0, held), last: true }
}
