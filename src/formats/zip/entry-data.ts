// Data of one ZIP entry (APPNOTE 6.3 §4.4.5; RFC 1951): expanded piece by piece, exactly as long as stated, CRC checked.

import { isServiceError } from '../../errors.ts'
import { type ByteSource, chunksOf } from '../byte-source.ts'
import { inflateRaw } from '../pdf/inflate.ts'
import { crc32 } from './crc32.ts'
import { malformedZip } from './limits.ts'
import type { PlacedEntry } from './local-headers.ts'

/** Small for deflate, whose output may be a thousand times as long and is in some browsers made at once. */
const compressedChunkOctets = 1 << 16

/** Up to here an entry is expanded in one go: a stream takes ten times as long to set up as a small file to expand. */
const atOnceOctets = 1 << 18

/**
 * @param spend is told of all work, and stops it by throwing.
 * @throws ServiceError `MALFORMED_DOCUMENT` when data, size or CRC do not agree.
 */
export async function* entryChunks(
  source: ByteSource,
  entry: PlacedEntry,
  spend: (octets: number) => void,
): AsyncGenerator<Uint8Array> {
  const { name, dataStart, compressedSize } = entry
  const dataEnd = dataStart + compressedSize
  const pieces =
    entry.method === 'stored'
      ? chunksOf(source, dataStart, dataEnd)
      : entry.size <= atOnceOctets && compressedSize <= atOnceOctets
        ? inflatedAtOnce(await source.read(dataStart, dataEnd), entry)
        : inflated(chunksOf(source, dataStart, dataEnd, compressedChunkOctets), name.text)
  let length = 0
  let crc = 0
  for await (const piece of pieces) {
    spend(piece.length)
    length += piece.length
    if (length > entry.size) throw malformedZip(`the entry ${name.text} is longer than it says`)
    crc = crc32(piece, crc)
    yield piece
  }
  if (length !== entry.size) throw malformedZip(`the entry ${name.text} is shorter than it says`)
  if (crc !== entry.crc) throw malformedZip(`the CRC of the entry ${name.text} is wrong`)
}

async function* inflatedAtOnce(
  compressed: Uint8Array,
  { name, size }: PlacedEntry,
): AsyncGenerator<Uint8Array> {
  let data: Uint8Array
  try {
    data = inflateRaw(compressed, size)
  } catch (error) {
    if (!isServiceError(error)) throw error
    if (error.code === 'LIMIT_EXCEEDED') throw malformedZip(`the entry ${name.text} is longer than it says`)
    throw malformedZip(`the compressed data of ${name.text} is damaged`, error)
  }
  yield data
}

/** DecompressionStream refuses data that ends too early and data that goes on after its end. */
async function* inflated(pieces: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  const stream = new DecompressionStream('deflate-raw')
  const writer = stream.writable.getWriter()
  const reader = stream.readable.getReader()
  let sourceFailure: unknown
  const writing = (async () => {
    try {
      for await (const piece of pieces) await writer.write(ownBuffer(piece))
    } catch (error) {
      sourceFailure = error
      await writer.abort(error)
      return
    }
    await writer.close()
  })()
  // Failures of the stream are met by the reader; the writer meets the same ones.
  const written = writing.catch(() => undefined)
  try {
    for (;;) {
      const result = await reader.read().catch((error: unknown) => {
        // What ended the stream: octets that cannot be had, or octets that are no deflate.
        throw sourceFailure ?? malformedZip(`the compressed data of ${name} is damaged`, error)
      })
      if (result.done) break
      yield result.value
    }
  } finally {
    await reader.cancel().catch(() => undefined)
    await written
  }
}

/** Streams take octets of a buffer of their own. */
function ownBuffer(piece: Uint8Array): Uint8Array<ArrayBuffer> {
  return piece.buffer instanceof ArrayBuffer
    ? new Uint8Array(piece.buffer, piece.byteOffset, piece.byteLength)
    : new Uint8Array(piece)
}
