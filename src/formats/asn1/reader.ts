// Strict DER cursor (X.690 §10–11). Everything a stranger sends is read through this, so it refuses every second
// way of writing a value: what two readers may understand differently is what forgeries are made of.

import { ServiceError } from '../../errors.ts'
import { tags } from './tags.ts'

export interface DerLimits {
  /** Nesting of constructed values. */
  readonly depth: number
  /** Values read in one structure, nested ones included. */
  readonly nodes: number
}

/** Generous for certificates and signatures; bulk CRLs raise `nodes` for themselves. */
export const defaultDerLimits: DerLimits = { depth: 40, nodes: 250_000 }

/** One TLV. `raw` and `content` are views. */
export interface DerElement {
  /** Identifier octet; for high tag numbers (X.690 §8.1.2.4) the number × 256 plus the identifier octet. */
  readonly tag: number
  /** Tag, length and content. */
  readonly raw: Uint8Array
  readonly content: Uint8Array
}

/**
 * Reads `bytes` as exactly one structure: `read` has to consume all of it.
 *
 * @param name of the structure, for error messages.
 * @throws ServiceError `MALFORMED_DER` naming structure and offset; `LIMIT_EXCEEDED` beyond `limits`.
 */
export function parseDer<T>(
  name: string,
  bytes: Uint8Array,
  read: (reader: DerReader) => T,
  limits: DerLimits = defaultDerLimits,
): T {
  const reader = new DerReader(bytes, 0, bytes.length, 0, { name, limits, nodes: 0 })
  const value = read(reader)
  reader.assertEnd()
  return value
}

/**
 * Walks all of `bytes`, also what no schema looks into, and refuses what is not DER: lengths, tags, booleans,
 * integers, object identifiers, bit strings, depth and number of values. Iterative: depth costs no stack.
 *
 * @throws ServiceError `MALFORMED_DER`, `LIMIT_EXCEEDED`.
 */
export function assertDer(name: string, bytes: Uint8Array, limits: DerLimits = defaultDerLimits): void {
  const budget = { name, limits, nodes: 0 }
  const open = [new DerReader(bytes, 0, bytes.length, 0, budget)]
  for (let reader = open.at(-1); reader !== undefined; reader = open.at(-1)) {
    const tag = reader.peek()
    if (tag === undefined) open.pop()
    else if ((tag & 0x20) !== 0) open.push(reader.enter(tag))
    else assertPrimitive(reader, tag)
  }
}

function assertPrimitive(reader: DerReader, tag: number): void {
  if (tag === tags.boolean) reader.boolean()
  else if (tag === tags.integer || tag === tags.enumerated) reader.integerContent(tag)
  else if (tag === tags.bitString) reader.bitString()
  else if (tag === tags.oid) reader.oid()
  else if (tag === tags.null) reader.null()
  else reader.element()
}

interface Budget {
  readonly name: string
  readonly limits: DerLimits
  nodes: number
}

/** OBJECT IDENTIFIER: 2.25.<UUID> needs 20 octets an arc; nothing in use comes near the total. */
const oidOctetsLimit = 256
const oidArcOctetsLimit = 20

/** INTEGER as a bigint: an RSA-16384 modulus and no more. */
const integerOctetsLimit = 2100

/** A position in a constructed value. Made by `parseDer`; `enter` gives one for what lies inside. */
export class DerReader {
  readonly #bytes: Uint8Array
  readonly #end: number
  readonly #depth: number
  readonly #budget: Budget
  readonly #start: number
  #at: number
  // Header of the value at #at, as `#header` found it.
  #tag = 0
  #contentStart = 0
  #contentEnd = 0

  constructor(bytes: Uint8Array, start: number, end: number, depth: number, budget: Budget) {
    this.#bytes = bytes
    this.#start = start
    this.#at = start
    this.#end = end
    this.#depth = depth
    this.#budget = budget
  }

  get atEnd(): boolean {
    return this.#at === this.#end
  }

  /** Offset of the next value in the bytes given to `parseDer`. */
  get offset(): number {
    return this.#at
  }

  /** Content octets of the constructed value that this reader was opened on. */
  get whole(): Uint8Array {
    return this.#bytes.subarray(this.#start, this.#end)
  }

  /** Tag of the next value, undefined at the end. A high tag number is seen by `element` alone. */
  peek(): number | undefined {
    return this.#at < this.#end ? this.#bytes[this.#at] : undefined
  }

  isNext(tag: number): boolean {
    return this.peek() === tag
  }

  assertEnd(): void {
    if (this.#at !== this.#end) this.fail(`${this.#end - this.#at} octets follow where the value should end`)
  }

  /** Any value, whole. */
  element(): DerElement {
    const start = this.#at
    this.#header()
    this.#at = this.#contentEnd
    return {
      tag: this.#tag,
      raw: this.#bytes.subarray(start, this.#contentEnd),
      content: this.#bytes.subarray(this.#contentStart, this.#contentEnd),
    }
  }

  /** All values that are left. */
  elements(): DerElement[] {
    const all: DerElement[] = []
    while (!this.atEnd) all.push(this.element())
    return all
  }

  /** The next value, whole, which must have `tag`. */
  raw(tag: number): Uint8Array {
    const start = this.#at
    this.#expect(tag)
    this.#at = this.#contentEnd
    return this.#bytes.subarray(start, this.#contentEnd)
  }

  /** Content octets of a primitive value. */
  content(tag: number): Uint8Array {
    this.#expect(tag)
    this.#at = this.#contentEnd
    return this.#bytes.subarray(this.#contentStart, this.#contentEnd)
  }

  /** Steps over the next value and gives a reader for what is inside; the caller checks its end. */
  enter(tag: number = tags.sequence): DerReader {
    if (this.#depth >= this.#budget.limits.depth) {
      throw new ServiceError(
        'LIMIT_EXCEEDED',
        `${this.#budget.name}: nested deeper than ${this.#budget.limits.depth} levels at offset ${this.#at}`,
      )
    }
    this.#expect(tag)
    this.#at = this.#contentEnd
    return new DerReader(this.#bytes, this.#contentStart, this.#contentEnd, this.#depth + 1, this.#budget)
  }

  /** A reader for `content` of an element of this reader, within the same limits. */
  reopen(content: Uint8Array): DerReader {
    const start = content.byteOffset - this.#bytes.byteOffset
    return new DerReader(this.#bytes, start, start + content.length, this.#depth + 1, this.#budget)
  }

  /** `enter` for as long as `read` runs, which has to consume everything inside. */
  inside<T>(tag: number, read: (reader: DerReader) => T): T {
    const inner = this.enter(tag)
    const value = read(inner)
    inner.assertEnd()
    return value
  }

  sequence<T>(read: (reader: DerReader) => T): T {
    return this.inside(tags.sequence, read)
  }

  /** SEQUENCE OF or SET OF: `read` once for each value. */
  each<T>(tag: number, read: (reader: DerReader) => T): T[] {
    const inner = this.enter(tag)
    const values: T[] = []
    while (!inner.atEnd) values.push(read(inner))
    return values
  }

  /** `read` when the next value has `tag`, else undefined. */
  optional<T>(tag: number, read: (reader: DerReader) => T): T | undefined {
    return this.isNext(tag) ? read(this) : undefined
  }

  /** An explicitly tagged optional value. */
  optionalInside<T>(tag: number, read: (reader: DerReader) => T): T | undefined {
    return this.isNext(tag) ? this.inside(tag, read) : undefined
  }

  /** X.690 §11.1. */
  boolean(tag: number = tags.boolean): boolean {
    const at = this.#at
    const content = this.content(tag)
    if (content.length !== 1 || (content[0] !== 0 && content[0] !== 0xff))
      this.fail('BOOLEAN is neither 00 nor FF', at)
    return content[0] === 0xff
  }

  /** `BOOLEAN DEFAULT FALSE`, which DER leaves out when false (X.690 §11.5). */
  booleanDefaultFalse(tag: number = tags.boolean): boolean {
    if (!this.isNext(tag)) return false
    const at = this.#at
    if (!this.boolean(tag)) this.fail('DEFAULT FALSE is written out', at)
    return true
  }

  /** Two's complement, big-endian, minimal (X.690 §8.3.2). */
  integerContent(tag: number = tags.integer): Uint8Array {
    const at = this.#at
    const content = this.content(tag)
    const first = content[0]
    if (first === undefined) this.fail('INTEGER is empty', at)
    const second = content[1] ?? 0
    if (content.length > 1 && ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80))) {
      this.fail('INTEGER is not minimal', at)
    }
    return content
  }

  integer(tag: number = tags.integer): bigint {
    const at = this.#at
    const content = this.integerContent(tag)
    if (content.length > integerOctetsLimit) this.fail(`INTEGER exceeds ${integerOctetsLimit} octets`, at)
    let value = 0n
    if (content.length <= 6) {
      let small = 0
      for (const octet of content) small = small * 256 + octet
      value = BigInt(small)
    } else value = BigInt(`0x${content.toHex()}`)
    return (content[0] ?? 0) >= 0x80 ? value - (1n << BigInt(8 * content.length)) : value
  }

  /** An INTEGER from 0 to `max` (at most 2⁴⁸ − 1). */
  smallInteger(max: number, tag: number = tags.integer): number {
    const at = this.#at
    const content = this.integerContent(tag)
    let value = 0
    for (const octet of content.length > 7 ? [] : content) value = value * 256 + octet
    if (content.length > 7 || (content[0] ?? 0) >= 0x80 || value > max)
      this.fail(`INTEGER is not within 0 … ${max}`, at)
    return value
  }

  octetString(tag: number = tags.octetString): Uint8Array {
    return this.content(tag)
  }

  /** @returns the octets, and how many bits of the last one do not count (zero in DER, X.690 §11.2.1). */
  bitString(tag: number = tags.bitString): { readonly bytes: Uint8Array; readonly unusedBits: number } {
    const at = this.#at
    const content = this.content(tag)
    const unusedBits = content[0]
    if (unusedBits === undefined || unusedBits > 7)
      this.fail('BIT STRING has no valid count of unused bits', at)
    const last = content.length > 1 ? (content[content.length - 1] ?? 0) : 0
    if ((content.length === 1 && unusedBits !== 0) || (last & ((1 << unusedBits) - 1)) !== 0) {
      this.fail('BIT STRING has unused bits that are not zero', at)
    }
    return { bytes: content.subarray(1), unusedBits }
  }

  /** A BIT STRING of whole octets: signature values, public keys. */
  wholeOctets(tag: number = tags.bitString): Uint8Array {
    const at = this.#at
    const { bytes, unusedBits } = this.bitString(tag)
    if (unusedBits !== 0) this.fail('BIT STRING does not consist of whole octets', at)
    return bytes
  }

  /** A named-bit list as the set of its bit numbers; trailing zero bits are left out in DER (X.690 §11.2.2). */
  namedBits(tag: number = tags.bitString): ReadonlySet<number> {
    const at = this.#at
    const { bytes, unusedBits } = this.bitString(tag)
    if (bytes.length > 8) this.fail('named-bit list exceeds 64 bits', at)
    const count = bytes.length * 8 - unusedBits
    const bits = new Set<number>()
    for (let bit = 0; bit < count; bit++) if (((bytes[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1) bits.add(bit)
    if (count > 0 && !bits.has(count - 1)) this.fail('named-bit list ends in a zero bit', at)
    return bits
  }

  null(tag: number = tags.null): void {
    const at = this.#at
    if (this.content(tag).length !== 0) this.fail('NULL has content', at)
  }

  /** Dotted decimal. */
  oid(tag: number = tags.oid): string {
    const at = this.#at
    const content = this.content(tag)
    if (content.length > oidOctetsLimit) this.fail(`OBJECT IDENTIFIER exceeds ${oidOctetsLimit} octets`, at)
    if (content.length === 0 || (content[content.length - 1] ?? 0) >= 0x80)
      this.fail('OBJECT IDENTIFIER is cut off', at)
    let text = ''
    for (let i = 0; i < content.length; ) {
      if (content[i] === 0x80) this.fail('OBJECT IDENTIFIER arc is not minimal', at)
      const first = i
      let octet = content[i++] ?? 0
      let arc = octet & 0x7f
      let large: bigint | undefined
      while (octet >= 0x80) {
        octet = content[i++] ?? 0
        if (i - first > oidArcOctetsLimit)
          this.fail(`OBJECT IDENTIFIER arc exceeds ${oidArcOctetsLimit} octets`, at)
        if (i - first > 6) large = (large ?? BigInt(arc)) * 128n + BigInt(octet & 0x7f)
        else arc = arc * 128 + (octet & 0x7f)
      }
      if (first > 0) text += `.${large ?? arc}`
      else if (large !== undefined) text = `2.${large - 80n}`
      else if (arc < 40) text = `0.${arc}`
      else text = arc < 80 ? `1.${arc - 40}` : `2.${arc - 80}`
    }
    return text
  }

  /** UTCTime as RFC 5280 §4.1.2.5.1 has it: `YYMMDDHHMMSSZ`, years 1950–2049. */
  utcTime(tag: number = tags.utcTime): Date {
    const at = this.#at
    const text = asciiOf(this.content(tag))
    if (!/^\d{12}Z$/.test(text)) this.fail('UTCTime is not YYMMDDHHMMSSZ', at)
    const year = Number(text.slice(0, 2))
    return this.#date(`${year < 50 ? 20 : 19}${text}`, 0, at)
  }

  /** GeneralizedTime `YYYYMMDDHHMMSSZ`; a fraction without trailing zeros only where `fractions` (X.690 §11.7). */
  generalizedTime(fractions = false, tag: number = tags.generalizedTime): Date {
    const at = this.#at
    const text = asciiOf(this.content(tag))
    const match = /^(\d{14})(?:\.(\d{0,9}[1-9]))?Z$/.exec(text)
    const digits = match?.[1]
    if (digits === undefined || (match?.[2] !== undefined && !fractions)) {
      return this.fail('GeneralizedTime is not YYYYMMDDHHMMSSZ', at)
    }
    return this.#date(digits, Math.floor(Number(`0.${match?.[2] ?? '0'}`) * 1000), at)
  }

  /** RFC 5280 §4.1.2.5: a CHOICE of the two. */
  time(): Date {
    return this.isNext(tags.utcTime) ? this.utcTime() : this.generalizedTime()
  }

  /** @throws ServiceError always. */
  fail(message: string, offset: number = this.#at): never {
    throw new ServiceError('MALFORMED_DER', `${this.#budget.name}: ${message} at offset ${offset}`)
  }

  #date(digits: string, milliseconds: number, at: number): Date {
    const part = (from: number, length: number) => Number(digits.slice(from, from + length))
    const date = new Date(0)
    date.setUTCFullYear(part(0, 4), part(4, 2) - 1, part(6, 2))
    date.setUTCHours(part(8, 2), part(10, 2), part(12, 2), milliseconds)
    const back = date.toISOString().replace(/[-:T]/g, '').slice(0, 14)
    if (back !== digits.slice(0, 14)) this.fail('time does not exist in the calendar', at)
    return date
  }

  #expect(tag: number): void {
    if (this.#at >= this.#end) this.fail(`ends where tag 0x${tag.toString(16)} is expected`)
    const found = this.#bytes[this.#at]
    if (found !== tag) this.fail(`tag 0x${(found ?? 0).toString(16)} where 0x${tag.toString(16)} is expected`)
    this.#header()
  }

  // Every length check of the reader is here.
  #header(): void {
    const bytes = this.#bytes
    const end = this.#end
    const budget = this.#budget
    let at = this.#at
    if (++budget.nodes > budget.limits.nodes) {
      throw new ServiceError('LIMIT_EXCEEDED', `${budget.name}: more than ${budget.limits.nodes} values`)
    }
    if (at >= end) this.fail('ends where a value is expected')
    let tag = bytes[at++] ?? 0
    if ((tag & 0x1f) === 0x1f) {
      let number = 0
      const first = at
      for (;;) {
        if (at >= end) this.fail('tag is cut off')
        const octet = bytes[at++] ?? 0
        if (at - first > 4) this.fail('tag number exceeds 4 octets')
        number = number * 128 + (octet & 0x7f)
        if (octet < 0x80) break
      }
      if (number < 31 || bytes[first] === 0x80) this.fail('tag number is not minimal')
      tag += number * 256
    } else if (tag === 0) this.fail('tag 0 is reserved')
    if (at >= end) this.fail('length is missing')
    let length = bytes[at++] ?? 0
    if (length >= 0x80) {
      const octets = length & 0x7f
      if (octets === 0) this.fail('indefinite length is not DER')
      if (octets > 6) this.fail('length exceeds 6 octets')
      if (at + octets > end) this.fail('length is cut off')
      length = 0
      for (let i = 0; i < octets; i++) length = length * 256 + (bytes[at++] ?? 0)
      if (length < 0x80 || (octets > 1 && length < 256 ** (octets - 1))) this.fail('length is not minimal')
    }
    if (length > end - at) this.fail(`length ${length} exceeds the ${end - at} octets that are left`)
    this.#tag = tag
    this.#contentStart = at
    this.#contentEnd = at + length
  }
}

function asciiOf(bytes: Uint8Array): string {
  return bytes.length > 32 ? '' : String.fromCharCode(...bytes)
}
