// AES key wrap with padding (RFC 5649, SP 800-38F §6.3), for keys that leave and enter. Block by block, since WebCrypto lacks it.

import { encryptBlocks } from '#encryption'
import { concatBytes } from '../bytes.ts'

const blockOctets = 8
const initialValue = Uint8Array.of(0xa6, 0x59, 0x59, 0xa6)
const noIv = new Uint8Array(16)

/** @param kek AES-256 key. @param secret 1 octet or more. */
export async function wrapWithPadding(kek: Uint8Array, secret: Uint8Array): Promise<Uint8Array> {
  const head = new Uint8Array(blockOctets)
  head.set(initialValue)
  new DataView(head.buffer).setUint32(4, secret.length)
  const padded = new Uint8Array(Math.ceil(secret.length / blockOctets) * blockOctets)
  padded.set(secret)
  // §4.1: what fits into one block is encrypted once.
  if (padded.length === blockOctets) return encryptBlocks(kek, noIv, concatBytes(head, padded))
  let register: Uint8Array = head
  const count = padded.length / blockOctets
  for (let round = 0; round < 6; round++) {
    for (let i = 0; i < count; i++) {
      const at = i * blockOctets
      const block = padded.subarray(at, at + blockOctets)
      const encrypted = await encryptBlocks(kek, noIv, concatBytes(register, block))
      register = encrypted.slice(0, blockOctets)
      const step = new DataView(register.buffer, register.byteOffset)
      step.setUint32(4, (step.getUint32(4) ^ (round * count + i + 1)) >>> 0)
      padded.set(encrypted.subarray(blockOctets, 2 * blockOctets), at)
    }
  }
  return concatBytes(register, padded)
}
