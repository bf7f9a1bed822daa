// Reads a chunked sealed file with its payload key, from any place (docs/decisions/0010-sealed-files.md).

import { equalBytes } from '../../bytes.ts'
import { ServiceError } from '../../errors.ts'
import { type ByteSource, passingChunksOf } from '../byte-source.ts'
import { currentSlot, type HeaderSlot, payloadOffset } from './header-slots.ts'
import { chunkCiphers, chunkNonce, commitmentOf, payloadKeyOctets, tagOctets } from './payload-keys.ts'
import { malformed, type Preamble, parsePreamble, preambleOctets } from './preamble.ts'

export interface SealedChunks {
  readonly preamble: Preamble
  readonly slot: HeaderSlot
  /** Of the content, as long as the last chunk proves it. */
  readonly contentOctets: number
}

export interface OpenedChunks extends ByteSource {
  /** All of the content in order; the receiver owns each piece. @throws as `read`. */
  pieces(): AsyncGenerator<Uint8Array>
}

/** @throws ServiceError `MALFORMED_DOCUMENT`, `UNSUPPORTED_FORMAT`. */
export async function readSealedChunks(source: ByteSource): Promise<SealedChunks> {
  const preamble = parsePreamble(await source.read(0, Math.min(preambleOctets, source.size)))
  const slot = await currentSlot(source, preamble)
  return { preamble, slot, contentOctets: layoutOf(source, preamble).contentOctets }
}

/**
 * The content as a source: each chunk is checked before an octet of it is given. The last chunk is opened at once, so
 * that the length is proved.
 *
 * @throws ServiceError `DECRYPTION_FAILED` for another key, and for a file that was cut or whose last chunk was changed;
 *   `read` throws it for every other chunk that was changed, moved, or comes from another file.
 */
export async function openChunks(
  source: ByteSource,
  { preamble }: Pick<SealedChunks, 'preamble'>,
  payloadKey: Uint8Array,
): Promise<OpenedChunks> {
  if (payloadKey.length !== payloadKeyOctets) throw notOpened('its header holds no payload key')
  if (!equalBytes(await commitmentOf(payloadKey, preamble), preamble.commitment))
    throw notOpened('its payload key is not the one that it was sealed with')
  const { chunkOctets, chunks, contentOctets, start } = layoutOf(source, preamble)
  const cipherFor = chunkCiphers(payloadKey, preamble)
  let kept = { number: chunks - 1, content: await chunk(chunks - 1) }

  async function chunk(number: number): Promise<Uint8Array> {
    const from = start + number * (chunkOctets + tagOctets)
    return decrypted(number, await source.read(from, Math.min(source.size, from + chunkOctets + tagOctets)))
  }

  async function decrypted(number: number, sealed: Uint8Array): Promise<Uint8Array> {
    const cipher = await cipherFor(number)
    const content = await cipher.decrypt(chunkNonce(number, number === chunks - 1), sealed)
    if (content === undefined)
      throw notOpened(`chunk ${number + 1} of ${chunks} was changed, or the end is missing`)
    return content
  }

  return {
    size: contentOctets,
    async read(from, to) {
      const first = Math.floor(from / chunkOctets)
      const offset = first * chunkOctets
      // A reader that goes from chunk to chunk gets each without a copy.
      if (to <= offset + chunkOctets) {
        if (kept.number !== first && to > from) kept = { number: first, content: await chunk(first) }
        return to > from ? kept.content.subarray(from - offset, to - offset) : kept.content.subarray(0, 0)
      }
      const whole = new Uint8Array(to - from)
      for (let number = first; number * chunkOctets < to; number++) {
        const content = await chunk(number)
        const at = number * chunkOctets
        const part = content.subarray(Math.max(0, from - at), Math.min(content.length, to - at))
        whole.set(part, Math.max(at, from) - from)
      }
      return whole
    },
    async *pieces() {
      let number = 0
      for await (const sealed of passingChunksOf(source, start, source.size, chunkOctets + tagOctets)) {
        const content = await decrypted(number++, sealed)
        if (content.length > 0) yield content
      }
    },
  }
}

interface Layout {
  readonly start: number
  readonly chunkOctets: number
  readonly chunks: number
  readonly contentOctets: number
}

/** A content has one encoding: the last chunk is full, shorter, or the only one and empty. */
function layoutOf(source: ByteSource, preamble: Preamble): Layout {
  const start = payloadOffset(preamble)
  const chunkOctets = 2 ** preamble.chunkExponent
  const octets = source.size - start
  const chunks = Math.ceil(octets / (chunkOctets + tagOctets))
  const contentOctets = octets - chunks * tagOctets
  const lastOctets = octets - (chunks - 1) * (chunkOctets + tagOctets)
  if (chunks < 1 || lastOctets < tagOctets || (lastOctets === tagOctets && chunks > 1))
    throw malformed('its last chunk is cut')
  return { start, chunkOctets, chunks, contentOctets }
}

function notOpened(why: string): ServiceError {
  return new ServiceError('DECRYPTION_FAILED', `the sealed file does not open: ${why}`)
}
