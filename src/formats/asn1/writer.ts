// A small DER writer: each function gives one complete TLV (ITU-T X.690 §8, §10, §11).

import { compareBytes, concatBytes, utf8 } from '../../bytes.ts'
import { contextConstructed, contextPrimitive, tags } from './tags.ts'

/** Identifier octets, then the length of `parts` together in its shortest form, then `parts`. */
export function tlv(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  return tlvOf(tag, parts)
}

function tlvOf(tag: number, parts: readonly Uint8Array[]): Uint8Array {
  let length = 0
  for (const part of parts) length += part.length
  const head = headOctets(length)
  const whole = new Uint8Array(head + length)
  writeHead(whole, tag, length)
  let at = head
  for (const part of parts) {
    copy(whole, part, at)
    at += part.length
  }
  return whole
}

/**
 * Identifier and length octets of a TLV whose content of `length` octets is written elsewhere, so that
 * content too large to hold can be streamed between two pieces of DER.
 */
export function tlvHead(tag: number, length: number): Uint8Array {
  const head = new Uint8Array(headOctets(length))
  writeHead(head, tag, length)
  return head
}

export function sequence(...parts: readonly Uint8Array[]): Uint8Array {
  return tlv(tags.sequence, ...parts)
}

/** SEQUENCE of more parts than a function takes as arguments. */
export function sequenceOf(parts: readonly Uint8Array[]): Uint8Array {
  return tlvOf(tags.sequence, parts)
}

/** SET OF: the encodings in ascending order (X.690 §11.6). */
export function setOf(parts: readonly Uint8Array[]): Uint8Array {
  return tlvOf(tags.set, sortSetOf(parts))
}

/** Order of a SET OF. Complete TLVs are never prefixes of one another, so padding does not matter. */
export function sortSetOf(parts: readonly Uint8Array[]): readonly Uint8Array[] {
  return parts.length < 2 ? parts : [...parts].sort(compareBytes)
}

/** `[number]` constructed: EXPLICIT around a TLV, or IMPLICIT around the content of a constructed type. */
export function tagged(number: number, ...parts: readonly Uint8Array[]): Uint8Array {
  return tlv(contextConstructed(number), ...parts)
}

/** `[number] IMPLICIT` of a primitive type, around its content octets. */
export function taggedPrimitive(number: number, content: Uint8Array): Uint8Array {
  return tlv(contextPrimitive(number), content)
}

/** @param value a safe integer, or the octets of an unsigned big-endian number of any length. */
export function integer(value: number | Uint8Array): Uint8Array {
  return tlv(tags.integer, typeof value === 'number' ? integerOctets(value) : unsignedOctets(value))
}

export function enumerated(value: number): Uint8Array {
  return tlv(tags.enumerated, integerOctets(value))
}

export function boolean(value: boolean): Uint8Array {
  return Uint8Array.of(tags.boolean, 1, value ? 0xff : 0)
}

export function nullValue(): Uint8Array {
  return Uint8Array.of(tags.null, 0)
}

export function octetString(content: Uint8Array): Uint8Array {
  return tlv(tags.octetString, content)
}

/** BIT STRING of whole octets. */
export function bitString(content: Uint8Array): Uint8Array {
  return tlv(tags.bitString, noUnusedBits, content)
}

/** BIT STRING with named bits: bit 0 is the first; trailing zero bits are cut off (X.690 §11.2.2). */
export function namedBits(bits: readonly number[]): Uint8Array {
  if (bits.length === 0) return Uint8Array.of(tags.bitString, 1, 0)
  const highest = Math.max(...bits)
  const octets = new Uint8Array((highest >> 3) + 1)
  for (const bit of bits) octets[bit >> 3] = (octets[bit >> 3] ?? 0) | (0x80 >> (bit & 7))
  return tlv(tags.bitString, Uint8Array.of(7 - (highest & 7)), octets)
}

/** @param dotted for example `1.2.840.113549.1.7.2`. */
export function objectIdentifier(dotted: string): Uint8Array {
  const known = encodedIdentifiers.get(dotted)
  if (known !== undefined) return known
  const encoded = tlv(tags.oid, identifierOctets(dotted))
  // Bounded, since a stranger's request may name any identifier.
  if (encodedIdentifiers.size < 500) encodedIdentifiers.set(dotted, encoded)
  return encoded
}

export function utf8String(text: string): Uint8Array {
  return tlv(tags.utf8String, utf8(text))
}

/** @throws Error when `text` leaves the alphabet of X.680 §41.4. */
export function printableString(text: string): Uint8Array {
  if (!isPrintable(text)) throw new Error('text is outside the alphabet of PrintableString')
  return tlv(tags.printableString, utf8(text))
}

export function isPrintable(text: string): boolean {
  return /^[A-Za-z0-9 '()+,\-./:=?]*$/.test(text)
}

/** @throws Error when `text` is not ASCII. */
export function ia5String(text: string): Uint8Array {
  if (!isAscii(text)) throw new Error('text is outside the alphabet of IA5String')
  return tlv(tags.ia5String, utf8(text))
}

export function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return false
  return true
}

/** UTCTime up to 2049, GeneralizedTime from 2050, whole seconds (RFC 5280 §4.1.2.5). The fraction is cut off. */
export function time(at: Date): Uint8Array {
  const year = at.getUTCFullYear()
  if (year < 1950 || year > 2049) return generalizedTime(at)
  return tlv(tags.utcTime, timeOctets(at).subarray(2))
}

/** GeneralizedTime in whole seconds (RFC 5280 §4.1.2.5.2). The fraction is cut off. */
export function generalizedTime(at: Date): Uint8Array {
  return tlv(tags.generalizedTime, timeOctets(at))
}

/** GeneralizedTime with milliseconds, trailing zeros of the fraction left out (RFC 3161 §2.4.2). */
export function generalizedTimeWithFraction(at: Date): Uint8Array {
  const fraction = String(at.getUTCMilliseconds()).padStart(3, '0').replace(/0+$/, '')
  if (fraction === '') return generalizedTime(at)
  return tlv(tags.generalizedTime, timeOctets(at).subarray(0, 14), utf8(`.${fraction}Z`))
}

const noUnusedBits = Uint8Array.of(0)
const encodedIdentifiers = new Map<string, Uint8Array>()

/** `set` costs more than it copies when there is little: most parts are a few octets long. */
function copy(into: Uint8Array, part: Uint8Array, at: number): void {
  const { length } = part
  if (length > 40) into.set(part, at)
  else for (let i = 0; i < length; i++) into[at + i] = part[i] ?? 0
}

function headOctets(length: number): number {
  if (length < 0x80) return 2
  let octets = 3
  for (let rest = Math.floor(length / 0x100); rest > 0; rest = Math.floor(rest / 0x100)) octets++
  return octets
}

function writeHead(into: Uint8Array, tag: number, length: number): void {
  into[0] = tag
  const head = headOctets(length)
  if (head === 2) {
    into[1] = length
    return
  }
  into[1] = 0x80 | (head - 2)
  let rest = length
  for (let i = head - 1; i >= 2; i--) {
    into[i] = rest % 0x100
    rest = Math.floor(rest / 0x100)
  }
}

function integerOctets(value: number): Uint8Array {
  if (!Number.isSafeInteger(value)) throw new Error('integer is not safe')
  const octets: number[] = []
  let rest = value
  do {
    octets.unshift(((rest % 256) + 256) % 256)
    rest = Math.floor(rest / 256)
  } while (rest !== 0 && rest !== -1)
  const negative = ((octets[0] ?? 0) & 0x80) !== 0
  if (rest === 0 && negative) octets.unshift(0)
  if (rest === -1 && !negative) octets.unshift(0xff)
  return Uint8Array.from(octets)
}

function unsignedOctets(value: Uint8Array): Uint8Array {
  let start = 0
  while (start < value.length - 1 && value[start] === 0) start++
  const shortest = value.subarray(start)
  if (shortest.length === 0) return noUnusedBits
  return ((shortest[0] ?? 0) & 0x80) === 0 ? shortest : concatBytes(noUnusedBits, shortest)
}

function identifierOctets(dotted: string): Uint8Array {
  if (!/^[0-2](\.(0|[1-9][0-9]{0,38})){1,63}$/.test(dotted))
    throw new Error(`${dotted} is no object identifier`)
  const arcs = dotted.split('.').map((arc) => BigInt(arc))
  const [first = 0n, second = 0n, ...others] = arcs
  if (first < 2n && second > 39n) throw new Error(`${dotted} is no object identifier`)
  const octets: number[] = []
  for (const arc of [first * 40n + second, ...others]) {
    const digits = [Number(arc & 0x7fn)]
    for (let rest = arc >> 7n; rest > 0n; rest >>= 7n) digits.unshift(Number(rest & 0x7fn) | 0x80)
    octets.push(...digits)
  }
  return Uint8Array.from(octets)
}

/** `YYYYMMDDHHMMSSZ`, written octet by octet: a large revocation list has 10⁵ times. */
function timeOctets(at: Date): Uint8Array {
  const year = at.getUTCFullYear()
  if (!(year >= 0 && year <= 9999)) throw new Error('time is outside the years 0–9999')
  const octets = new Uint8Array(15)
  const pairs = [
    Math.floor(year / 100),
    year % 100,
    at.getUTCMonth() + 1,
    at.getUTCDate(),
    at.getUTCHours(),
    at.getUTCMinutes(),
    at.getUTCSeconds(),
  ]
  for (const [i, pair] of pairs.entries()) {
    octets[2 * i] = 0x30 + Math.floor(pair / 10)
    octets[2 * i + 1] = 0x30 + (pair % 10)
  }
  octets[14] = 0x5a
  return octets
}
