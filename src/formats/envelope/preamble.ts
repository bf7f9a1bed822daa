// The fixed beginning of a chunked sealed file (docs/decisions/0010-sealed-files.md).

import { concatBytes, utf8 } from '../../bytes.ts'
import { ServiceError } from '../../errors.ts'

export const preambleOctets = 96

export interface Preamble {
  /** A chunk holds 2^chunkExponent octets of content. */
  readonly chunkExponent: number
  /** Of each of the two slots for the header. */
  readonly slotOctets: number
  /** 32 octets. */
  readonly salt: Uint8Array
  /** 32 octets. */
  readonly commitment: Uint8Array
}

const magic = utf8('chancery sealed\n')
export const formatVersion = 1

/** 1 MiB. */
export const defaultChunkExponent = 20
const chunkExponents = { least: 16, most: 24 } as const

/** Headers of ten thousand recipients fit. */
const mostSlotOctets = 16 * 1024 * 1024

export function looksLikeSealedChunks(head: Uint8Array): boolean {
  return magic.every((octet, i) => head[i] === octet)
}

export function encodePreamble({ chunkExponent, slotOctets, salt, commitment }: Preamble): Uint8Array {
  const numbers = new Uint8Array(16)
  numbers[0] = formatVersion
  numbers[1] = chunkExponent
  new DataView(numbers.buffer).setUint32(4, slotOctets)
  return concatBytes(magic, numbers, salt, commitment)
}

/**
 * @param octets the first 96 of the file.
 * @throws ServiceError `MALFORMED_DOCUMENT`; `UNSUPPORTED_FORMAT` for a later version.
 */
export function parsePreamble(octets: Uint8Array): Preamble {
  if (octets.length !== preambleOctets || !looksLikeSealedChunks(octets))
    throw malformed('its beginning is cut')
  const numbers = octets.subarray(16, 32)
  const [version = 0, chunkExponent = 0] = numbers
  if (version !== formatVersion)
    throw new ServiceError(
      'UNSUPPORTED_FORMAT',
      `the sealed file has version ${version}; this program reads version ${formatVersion}`,
    )
  const slotOctets = new DataView(numbers.buffer, numbers.byteOffset).getUint32(4)
  if (chunkExponent < chunkExponents.least || chunkExponent > chunkExponents.most)
    throw malformed(`chunks of 2^${chunkExponent} octets`)
  if (slotOctets > mostSlotOctets) throw malformed(`slots of ${slotOctets} octets`)
  if (numbers[2] !== 0 || numbers[3] !== 0 || numbers.subarray(8).some((octet) => octet !== 0))
    throw malformed('octets that are zero in this version are not')
  return { chunkExponent, slotOctets, salt: octets.subarray(32, 64), commitment: octets.subarray(64, 96) }
}

export function malformed(why: string): ServiceError {
  return new ServiceError('MALFORMED_DOCUMENT', `the sealed file is damaged: ${why}`)
}
