// Keys of a chunked file, derived from its payload key (docs/decisions/0010-sealed-files.md; RFC 5869).

import { createGcm, hkdf } from '#encryption'
import { concatBytes, utf8 } from '../../bytes.ts'
import type { Gcm } from '../../crypto/encryption.ts'
import { formatVersion, type Preamble } from './preamble.ts'

export const payloadKeyOctets = 32
export const tagOctets = 16

/** Chunks that share a key. */
const chunksOfEpoch = 2 ** 16

/** What the preamble says of the payload key: another key has another commitment. */
export function commitmentOf(
  payloadKey: Uint8Array,
  { salt, chunkExponent }: Pick<Preamble, 'salt' | 'chunkExponent'>,
): Promise<Uint8Array> {
  return hkdf('sha-256', payloadKey, salt, info('commitment', chunkExponent, 0), 32)
}

/** Gives the cipher for each chunk by its number; that of the epoch at hand is kept. */
export function chunkCiphers(
  payloadKey: Uint8Array,
  { salt, chunkExponent }: Pick<Preamble, 'salt' | 'chunkExponent'>,
): (chunk: number) => Promise<Gcm> {
  let current: { readonly epoch: number; readonly gcm: Promise<Gcm> } | undefined
  return (chunk) => {
    const epoch = Math.floor(chunk / chunksOfEpoch)
    if (current?.epoch !== epoch) current = { epoch, gcm: cipherOfEpoch(epoch) }
    return current.gcm
  }

  async function cipherOfEpoch(epoch: number): Promise<Gcm> {
    return createGcm(await hkdf('sha-256', payloadKey, salt, info('chunks', chunkExponent, epoch), 32))
  }
}

/** The number of the chunk, and whether it is the last. */
export function chunkNonce(chunk: number, last: boolean): Uint8Array {
  const nonce = new Uint8Array(12)
  new DataView(nonce.buffer).setBigUint64(0, BigInt(chunk))
  nonce[11] = last ? 1 : 0
  return nonce
}

function info(use: 'commitment' | 'chunks', chunkExponent: number, epoch: number): Uint8Array {
  const numbers = new Uint8Array(10)
  numbers[0] = formatVersion
  numbers[1] = chunkExponent
  new DataView(numbers.buffer).setBigUint64(2, BigInt(epoch))
  return concatBytes(utf8(`chancery sealed ${use}`), numbers)
}
