// A file that the reader chose as a ByteSource: small ones whole, large ones in blocks of which a few are kept.

import type { ByteSource } from '../../formats/byte-source.ts'

const wholeOctets = 8 << 20
const blockOctets = 1 << 20
const blocksKept = 12

/** @param onRead hears how far into the file the reading has come, in octets. */
export function blobSource(blob: Blob, onRead: (end: number) => void): ByteSource {
  const load = async (start: number, end: number): Promise<Uint8Array> => {
    const bytes = new Uint8Array(await blob.slice(start, end).arrayBuffer())
    onRead(end)
    return bytes
  }
  if (blob.size <= wholeOctets) {
    let whole: Promise<Uint8Array> | undefined
    return {
      size: blob.size,
      read: async (start, end) => {
        whole ??= load(0, blob.size)
        return (await whole).subarray(start, end)
      },
    }
  }
  const blocks = new Map<number, Promise<Uint8Array>>()
  const block = (number: number): Promise<Uint8Array> => {
    const start = number * blockOctets
    const found = blocks.get(number) ?? load(start, Math.min(blob.size, start + blockOctets))
    // The one just used goes to the end, so that the first is the one longest unused.
    blocks.delete(number)
    blocks.set(number, found)
    for (const oldest of blocks.keys()) {
      if (blocks.size <= blocksKept) break
      blocks.delete(oldest)
    }
    return found
  }
  return {
    size: blob.size,
    read: async (start, end) => {
      const first = Math.floor(start / blockOctets)
      const last = Math.floor(Math.max(start, end - 1) / blockOctets)
      if (first === last) {
        const bytes = await block(first)
        return bytes.subarray(start - first * blockOctets, end - first * blockOctets)
      }
      if (end - start > blocksKept * blockOctets) return load(start, end)
      const bytes = new Uint8Array(end - start)
      for (let number = first; number <= last; number++) {
        const from = number * blockOctets
        const part = await block(number)
        const begin = Math.max(start, from)
        bytes.set(part.subarray(begin - from, Math.min(end, from + part.length) - from), begin - start)
      }
      return bytes
    },
  }
}
