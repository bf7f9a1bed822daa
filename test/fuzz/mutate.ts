// Changes of a specimen that a seed repeats: what flips, goes, comes twice, or comes from somewhere else.

import type { Chance } from '../fixtures/chance.ts'

/** Octets that readers are known to trip over. */
const tokens: readonly Uint8Array[] = [
  '\x30\x80',
  '\x30\x84\xff\xff\xff\xff',
  '\x02\x82\xff\xff',
  '\x06\x7f',
  '\x04\x00',
  '\x00\x00',
  '\x1f\xff\xff\xff\x7f',
  '<!DOCTYPE a [<!ENTITY b "c">]>',
  '<a>',
  '</a>',
  '<![CDATA[',
  ']]>',
  '<!--',
  '&#0;',
  '&amp;',
  'xmlns=""',
  ' Id="S"',
  '{',
  '}',
  '[[[[',
  '"',
  '\\u0000',
  '1e999',
  '-0',
  '__proto__',
  'null',
  'PK\x01\x02',
  'PK\x03\x04',
  'PK\x05\x06',
  'PK\x06\x06',
  '../',
  '\xff\xff\xff\xff',
  'obj',
  'endobj',
  'stream\n',
  'endstream',
  'xref',
  'trailer',
  'startxref',
  '%%EOF',
  '<<',
  '>>',
  '/Prev 0',
  '/Type /ObjStm',
  '/ByteRange [0 1 2 3]',
  '/Length 99999999999',
  '99999999999999999999',
  '-1',
  '\r',
  '\n',
  '\x00',
  '\xef\xbb\xbf',
].map((text) => Uint8Array.from(text, (character) => character.charCodeAt(0)))

const mostChanges = 6
const mostOctets = 200_000

/** @param others from which pieces may come. */
export function mutated(original: Uint8Array, others: readonly Uint8Array[], random: Chance): Uint8Array {
  let bytes = original
  // One small change gets furthest into a reader.
  const count = random.next() < 0.6 ? 1 : random.between(2, mostChanges)
  for (let i = 0; i < count; i++) bytes = changedOnce(bytes, others, random)
  return bytes.length > mostOctets ? bytes.subarray(0, mostOctets) : bytes
}

function changedOnce(bytes: Uint8Array, others: readonly Uint8Array[], random: Chance): Uint8Array {
  const at = placeIn(bytes, random)
  const upTo = Math.min(bytes.length, at + random.between(0, random.next() < 0.8 ? 16 : 4096))
  const piece = bytes.subarray(at, upTo)
  switch (random.between(0, 8)) {
    case 0:
      return withOctet(bytes, at, (octet) => octet ^ (1 << random.between(0, 7)))
    case 1:
      return withOctet(bytes, at, () => random.between(0, 255))
    case 2:
      return withOctet(bytes, at, () => random.pick([0, 1, 0x7f, 0x80, 0xff]) ?? 0)
    case 3:
      return spliced(bytes, at, upTo, new Uint8Array(0))
    case 4:
      return spliced(bytes, upTo, upTo, piece)
    case 5:
      return spliced(bytes, at, random.next() < 0.5 ? at : upTo, random.pick(tokens) ?? piece)
    case 6:
      return bytes.subarray(0, at)
    case 7: {
      const other = random.pick(others) ?? bytes
      const from = random.between(0, other.length)
      return spliced(bytes, at, upTo, other.subarray(from, from + random.between(1, 512)))
    }
    default:
      return digitsChanged(bytes, at, random)
  }
}

/** Mostly outside the zeros that a PDF reserves for its signature, which are most of it. */
function placeIn(bytes: Uint8Array, random: Chance): number {
  let at = 0
  for (let tries = 0; tries < 6; tries++) {
    at = random.between(0, bytes.length)
    if (bytes[at] !== 0x30 || bytes[at - 1] !== 0x30) break
  }
  return at
}

function withOctet(bytes: Uint8Array, at: number, change: (octet: number) => number): Uint8Array {
  const copy = bytes.slice()
  if (at < copy.length) copy[at] = change(copy[at] ?? 0)
  return copy
}

function spliced(bytes: Uint8Array, from: number, to: number, piece: Uint8Array): Uint8Array {
  const result = new Uint8Array(from + piece.length + bytes.length - to)
  result.set(bytes.subarray(0, from))
  result.set(piece, from)
  result.set(bytes.subarray(to), from + piece.length)
  return result
}

/** The next digit behind `at`: lengths and places in text formats are decimal. */
function digitsChanged(bytes: Uint8Array, at: number, random: Chance): Uint8Array {
  const isDigit = (octet: number) => octet >= 0x30 && octet <= 0x39
  const found = bytes.subarray(at).findIndex(isDigit)
  return found < 0 ? bytes : withOctet(bytes, at + found, () => 0x30 + random.between(0, 9))
}
