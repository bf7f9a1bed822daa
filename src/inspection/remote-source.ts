// A ByteSource whose octets lie with the gateway: the inspector asks for blocks and keeps the last ones.

import type { ByteSource } from '../formats/byte-source.ts'
import { maxReadOctets } from './protocol.ts'

/** Small reads are served from blocks of this size. */
const blockOctets = 1 << 16
const keptBlocks = 128

/** @param fetch octets from `start` to `end`, at most `maxReadOctets`. */
export function remoteSource(
  size: number,
  fetch: (start: number, end: number) => Promise<Uint8Array>,
): ByteSource {
  const blocks = new Map<number, Promise<Uint8Array>>()

  const block = (index: number): Promise<Uint8Array> => {
    let found = blocks.get(index)
    if (found !== undefined) blocks.delete(index)
    else found = fetch(index * blockOctets, Math.min(size, (index + 1) * blockOctets))
    blocks.set(index, found)
    if (blocks.size > keptBlocks) {
      for (const oldest of blocks.keys()) {
        blocks.delete(oldest)
        break
      }
    }
    return found
  }

  const readSmall = async (start: number, end: number): Promise<Uint8Array> => {
    const first = Math.floor(start / blockOctets)
    const last = Math.floor((end - 1) / blockOctets)
    if (first === last)
      return (await block(first)).subarray(start - first * blockOctets, end - first * blockOctets)
    const whole = new Uint8Array(end - start)
    for (let index = first; index <= last; index++) {
      const at = index * blockOctets
      const piece = (await block(index)).subarray(Math.max(start - at, 0), end - at)
      whole.set(piece, Math.max(at - start, 0))
    }
    return whole
  }

  // A long read is a digest on its way through the file: it would only drive everything else out of the cache.
  const readLong = async (start: number, end: number): Promise<Uint8Array> => {
    if (end - start <= maxReadOctets) return fetch(start, end)
    const whole = new Uint8Array(end - start)
    for (let at = start; at < end; at += maxReadOctets) {
      whole.set(await fetch(at, Math.min(end, at + maxReadOctets)), at - start)
    }
    return whole
  }

  return {
    size,
    read: async (start, end) => {
      if (!(start >= 0 && start <= end && end <= size))
        throw new Error('a read beyond the ends of the document')
      if (start === end) return new Uint8Array(0)
      return end - start <= 2 * blockOctets ? readSmall(start, end) : readLong(start, end)
    },
  }
}
