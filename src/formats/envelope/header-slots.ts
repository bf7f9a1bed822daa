// The two slots for the header of a chunked file: one is in use, the other takes the next header
// (docs/decisions/0010-sealed-files.md).

import { digest } from '#primitives'
import { concatBytes, equalBytes } from '../../bytes.ts'
import { ServiceError } from '../../errors.ts'
import type { ByteSource } from '../byte-source.ts'
import { malformed, type Preamble, preambleOctets } from './preamble.ts'

export interface HeaderSlot {
  readonly index: 0 | 1
  readonly generation: number
  /** DER of AuthEnvelopedData. */
  readonly header: Uint8Array
}

const slotHeadOctets = 40

/** Twice what the header needs, and room for a dozen recipients at least, so that few files must ever be copied. */
export function slotOctetsFor(header: Uint8Array): number {
  return 4096 * Math.ceil(Math.max(4096, 2 * header.length + slotHeadOctets) / 4096)
}

export function slotOffset(preamble: Preamble, index: 0 | 1): number {
  return preambleOctets + index * preamble.slotOctets
}

/** Where the chunks begin. */
export function payloadOffset(preamble: Preamble): number {
  return preambleOctets + 2 * preamble.slotOctets
}

export function fitsSlot({ slotOctets }: Pick<Preamble, 'slotOctets'>, header: Uint8Array): boolean {
  return header.length + slotHeadOctets <= slotOctets
}

/**
 * The octets of a whole slot.
 *
 * @throws ServiceError `LIMIT_EXCEEDED` when the header does not fit: then the file is copied with larger slots.
 */
export async function encodeSlot(
  { slotOctets }: Pick<Preamble, 'slotOctets'>,
  { generation, header }: Pick<HeaderSlot, 'generation' | 'header'>,
): Promise<Uint8Array> {
  if (!fitsSlot({ slotOctets }, header))
    throw new ServiceError(
      'LIMIT_EXCEEDED',
      `the header has ${header.length} octets; the slots of this file take ${slotOctets - slotHeadOctets}`,
    )
  const slot = new Uint8Array(slotOctets)
  const numbers = new DataView(slot.buffer)
  numbers.setUint32(0, generation)
  numbers.setUint32(4, header.length)
  slot.set(await digest('sha-256', concatBytes(slot.subarray(0, 8), header)), 8)
  slot.set(header, slotHeadOctets)
  return slot
}

/**
 * The slot that is whole and newest: a header that was being written when the machine stopped is not whole, and the one
 * before it still is.
 *
 * @throws ServiceError `MALFORMED_DOCUMENT` when neither is.
 */
export async function currentSlot(source: ByteSource, preamble: Preamble): Promise<HeaderSlot> {
  if (source.size < payloadOffset(preamble)) throw malformed('it ends within its header')
  const slots = [await readSlot(source, preamble, 0), await readSlot(source, preamble, 1)]
  const whole = slots.filter((slot) => slot !== undefined).sort((a, b) => b.generation - a.generation)
  const [newest] = whole
  if (newest === undefined) throw malformed('neither of its headers is whole')
  return newest
}

async function readSlot(
  source: ByteSource,
  preamble: Preamble,
  index: 0 | 1,
): Promise<HeaderSlot | undefined> {
  const start = slotOffset(preamble, index)
  const slot = new Uint8Array(await source.read(start, start + preamble.slotOctets))
  if (slot.length < slotHeadOctets) return undefined
  const numbers = new DataView(slot.buffer)
  const [generation, length] = [numbers.getUint32(0), numbers.getUint32(4)]
  if (generation === 0 || length > slot.length - slotHeadOctets) return undefined
  const header = slot.subarray(slotHeadOctets, slotHeadOctets + length)
  const expected = await digest('sha-256', concatBytes(slot.subarray(0, 8), header))
  return equalBytes(expected, slot.subarray(8, slotHeadOctets)) ? { index, generation, header } : undefined
}
