// One custodian's share of the custody key, as octets and as text that can be printed and typed.

import { createHash } from 'node:crypto'
import { concatBytes, equalBytes, fromHex, toHex } from '../../bytes.ts'
import { ServiceError } from '../../errors.ts'

export interface Share {
  /** 8 octets: the office that it belongs to. */
  readonly officeId: string
  /** 8 octets: shares of different sets never fit together. A change of custodians makes a new set. */
  readonly setId: string
  /** Counts from 1. */
  readonly index: number
  readonly threshold: number
  /** 33 octets, as the library gives them: y values, then x. */
  readonly value: Uint8Array
}

const format = 1
const valueOctets = 33
const checksumOctets = 4
/** Format, office, set, index, threshold, value, checksum. */
const shareOctets = 1 + 8 + 8 + 1 + 1 + valueOctets + checksumOctets
const shareCharacters = Math.ceil((shareOctets * 8) / 5)
/** RFC 4648 §6: no digit looks like a letter of it. */
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const groupCharacters = 5
const groupsPerLine = 6

export function encodeShare(share: Share): Uint8Array {
  const body = concatBytes(
    Uint8Array.of(format),
    idOctets(share.officeId),
    idOctets(share.setId),
    Uint8Array.of(share.index, share.threshold),
    share.value,
  )
  if (share.value.length !== valueOctets) throw new Error(`a share of ${share.value.length} octets`)
  return concatBytes(body, checksum(body))
}

/** @throws ServiceError `INVALID_ARGUMENT` when the octets are no share, or were mistyped. */
export function decodeShare(octets: Uint8Array): Share {
  const body = octets.subarray(0, -checksumOctets)
  if (
    octets.length !== shareOctets ||
    octets[0] !== format ||
    !equalBytes(checksum(body), octets.subarray(-checksumOctets))
  ) {
    throw new ServiceError(
      'INVALID_ARGUMENT',
      'this is no share, or it was mistyped: its checksum does not fit',
    )
  }
  return {
    officeId: toHex(body.subarray(1, 9)),
    setId: toHex(body.subarray(9, 17)),
    index: body[17] ?? 0,
    threshold: body[18] ?? 0,
    value: new Uint8Array(body.subarray(19)),
  }
}

/** What is printed for a custodian. The groups of five letters are the share; the rest is for people. */
export function shareText(octets: Uint8Array, custodian: string): string {
  const share = decodeShare(octets)
  const groups = base32(octets).match(new RegExp(`.{1,${groupCharacters}}`, 'g')) ?? []
  const lines: string[] = []
  for (let i = 0; i < groups.length; i += groupsPerLine) {
    lines.push(groups.slice(i, i + groupsPerLine).join(' '))
  }
  return `# Chancery: share ${share.index} of the root key; ${share.threshold} shares open it
# custodian ${custodian}
# office ${share.officeId}, set ${share.setId}
# Keep it where nobody else finds it, and away from the other shares.
${lines.join('\n')}
`
}

/**
 * The shares in `text`, one or several, whatever stands around them: lines that begin with # are for people.
 *
 * @returns octets of each. @throws ServiceError `INVALID_ARGUMENT` when a character or a length does not fit.
 */
export function sharesInText(text: string): readonly Uint8Array[] {
  const characters = text
    .split(/\r?\n/)
    .filter((line) => !line.startsWith('#'))
    .join('')
    .replaceAll(/\s/g, '')
    .toUpperCase()
  const stranger = /[^A-Z2-7]/.exec(characters)?.[0]
  if (stranger !== undefined) {
    throw new ServiceError('INVALID_ARGUMENT', 'a share has letters and the digits 2 to 7 only')
  }
  if (characters.length === 0 || characters.length % shareCharacters !== 0) {
    const text = `a share has ${shareCharacters} letters and digits; ${characters.length} were given`
    throw new ServiceError('INVALID_ARGUMENT', text)
  }
  const shares: Uint8Array[] = []
  for (let i = 0; i < characters.length; i += shareCharacters) {
    shares.push(fromBase32(characters.slice(i, i + shareCharacters)))
  }
  for (const octets of shares) decodeShare(octets)
  return shares
}

/** 16 hexadecimal digits by which people compare shares; they tell nothing of the value. */
export function shareFingerprint(octets: Uint8Array): string {
  return createHash('sha256').update('chancery share fingerprint').update(octets).digest('hex').slice(0, 16)
}

function checksum(body: Uint8Array): Uint8Array {
  return createHash('sha256').update(body).digest().subarray(0, checksumOctets)
}

function idOctets(id: string): Uint8Array {
  const octets = fromHex(id)
  if (octets?.length !== 8) throw new Error(`${id} is no identifier of 8 octets`)
  return octets
}

function base32(octets: Uint8Array): string {
  let text = ''
  let held = 0
  let bits = 0
  for (const octet of octets) {
    held = (held << 8) | octet
    bits += 8
    for (; bits >= 5; bits -= 5) text += alphabet[(held >> (bits - 5)) & 31] ?? ''
    held &= (1 << bits) - 1
  }
  return bits === 0 ? text : text + (alphabet[(held << (5 - bits)) & 31] ?? '')
}

/** The text was checked: nothing but letters of the alphabet. Bits that fill the last letter up are dropped. */
function fromBase32(text: string): Uint8Array {
  const octets = new Uint8Array(Math.floor((text.length * 5) / 8))
  let held = 0
  let bits = 0
  let at = 0
  for (const character of text) {
    held = (held << 5) | alphabet.indexOf(character)
    bits += 5
    if (bits >= 8) {
      bits -= 8
      octets[at++] = held >> bits
      held &= (1 << bits) - 1
    }
  }
  return octets
}
