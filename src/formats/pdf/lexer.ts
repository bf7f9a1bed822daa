// Reads PDF objects from octets, ISO 32000-2 §7.2 and §7.3: strict where readers could disagree.

import {
  isDict,
  isInteger,
  malformedPdf,
  type PdfDict,
  type PdfName,
  type PdfObject,
  type PdfStream,
  type PdfString,
  pdfLimitExceeded,
  pdfLimits,
} from './objects.ts'

/** Thrown when a token touches the end of a window that is not the end of the data: read more, try again. */
export const needMore: unique symbol = Symbol('the window ends within an object')

const whitespace = 1
const delimiter = 2
const classes = new Uint8Array(256)
for (const octet of [0x00, 0x09, 0x0a, 0x0c, 0x0d, 0x20]) classes[octet] = whitespace
for (const character of '()<>[]{}/%') classes[character.charCodeAt(0)] = delimiter

const hexValues = new Uint8Array(256).fill(0xff)
for (let i = 0; i < 10; i++) hexValues[0x30 + i] = i
for (let i = 0; i < 6; i++) {
  hexValues[0x41 + i] = 10 + i
  hexValues[0x61 + i] = 10 + i
}

export function isWhitespace(octet: number | undefined): boolean {
  return octet !== undefined && classes[octet] === whitespace
}

export class PdfLexer {
  readonly bytes: Uint8Array
  /** File offset of the first octet of `bytes`; undefined for decoded data, which has no place in the file. */
  readonly base: number | undefined
  /** No more data exists behind `bytes`. */
  readonly final: boolean
  position: number
  /** An integer was met that is written with a decimal point, which some readers take for no integer at all. */
  pointedInteger = false

  constructor(bytes: Uint8Array, position: number, base: number | undefined, final: boolean) {
    this.bytes = bytes
    this.position = position
    this.base = base
    this.final = final
  }

  /** File offset of the next octet, -1 in decoded data. */
  get offset(): number {
    return this.base === undefined ? -1 : this.base + this.position
  }

  skipWhitespace(): void {
    const { bytes } = this
    for (;;) {
      const octet = this.#peek()
      if (octet === 0x25) {
        while (this.position < bytes.length && bytes[this.position] !== 0x0a && bytes[this.position] !== 0x0d)
          this.position++
        this.#peek()
      } else if (octet >= 0 && classes[octet] === whitespace) this.position++
      else return
    }
  }

  /** Reads the regular characters that come next, for example `obj`, `xref`, `stream`. */
  keyword(): string {
    this.skipWhitespace()
    let text = ''
    for (;;) {
      const octet = this.#peek()
      if (octet < 0 || classes[octet] !== 0 || text.length >= 32) return text
      text += String.fromCharCode(octet)
      this.position++
    }
  }

  /** @throws ServiceError `MALFORMED_PDF` unless `word` comes next. */
  expect(word: string): void {
    this.skipWhitespace()
    const at = this.offset
    const found = this.keyword()
    if (found !== word) throw malformedPdf(`expected “${word}”, found “${printable(found)}”`, at)
  }

  /** A non-negative integer without sign. */
  unsigned(what: string): number {
    this.skipWhitespace()
    const at = this.offset
    const first = this.position
    let value = 0
    for (;;) {
      const octet = this.#peek()
      if (octet < 0x30 || octet > 0x39) break
      value = 10 * value + octet - 0x30
      this.position++
    }
    const octets = this.position - first
    const next = this.#peek()
    if (octets === 0 || octets > 15 || (next >= 0 && classes[next] === 0))
      throw malformedPdf(`${what} is not a number`, at)
    return value
  }

  object(depth = 0): PdfObject {
    this.skipWhitespace()
    const octet = this.#peek()
    switch (octet) {
      case -1:
        throw malformedPdf('the data ends where an object is expected', this.offset)
      case 0x2f:
        return this.#name()
      case 0x28:
        return this.#literalString()
      case 0x5b:
        return this.#array(depth)
      case 0x3c:
        return this.#peek(1) === 0x3c ? this.#dict(depth) : this.#hexString()
      default:
        if (isNumberStart(octet)) return this.#numberOrRef(octet)
        return this.#word()
    }
  }

  /** The object of `N G obj`, up to and including `endobj`, or up to the data of a stream. */
  indirectObject(number: number, generation: number): PdfObject {
    const at = this.offset
    const foundNumber = this.unsigned('the object number')
    const foundGeneration = this.unsigned('the generation')
    this.expect('obj')
    if (foundNumber !== number || foundGeneration !== generation) {
      throw malformedPdf(
        `the cross-reference says object ${number} ${generation}, the file says ${foundNumber} ${foundGeneration}`,
        at,
      )
    }
    const value = this.object()
    this.skipWhitespace()
    const end = this.offset
    const word = this.keyword()
    if (word === 'endobj') return value
    if (word === 'stream' && isDict(value)) return this.#streamStart(value)
    throw malformedPdf(
      `object ${number} ${generation} is followed by “${printable(word)}” instead of endobj`,
      end,
    )
  }

  #streamStart(dict: PdfDict): PdfStream {
    const first = this.#peek()
    if (first === 0x0d) {
      this.position++
      // A lone carriage return would leave open where the data starts (ISO 32000-2 §7.3.8.1).
      if (this.#peek() !== 0x0a)
        throw malformedPdf('“stream” is followed by a lone carriage return', this.offset)
      this.position++
    } else if (first === 0x0a) this.position++
    else throw malformedPdf('“stream” is not followed by an end of line', this.offset)
    return { kind: 'stream', dict, dataStart: this.offset }
  }

  #peek(ahead = 0): number {
    const octet = this.bytes[this.position + ahead]
    if (octet !== undefined) return octet
    if (!this.final) throw needMore
    return -1
  }

  #name(): PdfName {
    this.position++
    let value = ''
    for (;;) {
      const octet = this.#peek()
      if (octet < 0 || classes[octet] !== 0) return { kind: 'name', value }
      if (octet === 0x23) {
        const high = hexValues[this.#peek(1)] ?? 0xff
        const low = hexValues[this.#peek(2)] ?? 0xff
        // PDF 1.1 had no escapes, so a stray # stands for itself, as it does in every reader.
        if (high < 16 && low < 16) {
          value += String.fromCharCode(16 * high + low)
          this.position += 3
          continue
        }
      }
      value += String.fromCharCode(octet)
      this.position++
    }
  }

  #numberOrRef(first: number): PdfObject {
    const value = this.#number()
    // Only an unsigned integer can begin a reference.
    if (first < 0x30 || !Number.isInteger(value)) return value
    const back = this.position
    let at = back
    const { bytes } = this
    while (classes[bytes[at] ?? 0x2f] === whitespace) at++
    const digits = at
    let generation = 0
    for (;;) {
      const octet = bytes[at]
      if (octet === undefined || octet < 0x30 || octet > 0x39 || at - digits > 5) break
      generation = 10 * generation + octet - 0x30
      at++
    }
    if (at === bytes.length && !this.final) throw needMore
    if (at === digits || digits === back) return value
    const afterGeneration = at
    while (classes[bytes[at] ?? 0x2f] === whitespace) at++
    if (at >= bytes.length - 1 && !this.final) throw needMore
    if (at === afterGeneration || bytes[at] !== 0x52 || classes[bytes[at + 1] ?? 0x20] === 0) return value
    if (value < 1 || value > pdfLimits.objectNumber || generation > 65_535) {
      throw malformedPdf(`reference ${value} ${generation} R is out of range`, this.offset)
    }
    this.position = at + 1
    return { kind: 'ref', number: value, generation }
  }

  #number(): number {
    const start = this.position
    let at = start
    const { bytes } = this
    const sign = bytes[at]
    if (sign === 0x2b || sign === 0x2d) at++
    let value = 0
    let digits = 0
    let scale = 0
    for (; ; at++) {
      const octet = bytes[at]
      if (octet === undefined) {
        if (!this.final) throw needMore
        break
      }
      if (octet >= 0x30 && octet <= 0x39) {
        value = 10 * value + octet - 0x30
        digits++
        if (scale > 0) scale *= 10
      } else if (octet === 0x2e && scale === 0) scale = 1
      else if (classes[octet] !== 0) break
      else throw malformedPdf('a number holds a character that is no digit', this.offset)
    }
    if (digits === 0 || at - start > 64) throw malformedPdf('a number has no digits or too many', this.offset)
    this.position = at
    if (scale > 1) {
      // Number() rounds correctly, a division of long integers would not.
      let text = ''
      for (let i = start; i < at; i++) text += String.fromCharCode(bytes[i] ?? 0)
      const exact = Number(text)
      this.pointedInteger ||= Number.isInteger(exact)
      return exact
    }
    this.pointedInteger ||= scale > 0
    if (value > Number.MAX_SAFE_INTEGER) throw malformedPdf('an integer is too large', this.offset)
    return sign === 0x2d && value !== 0 ? -value : value
  }

  #word(): PdfObject {
    const at = this.offset
    const word = this.keyword()
    if (word === 'true') return true
    if (word === 'false') return false
    if (word === 'null') return null
    throw malformedPdf(`“${printable(word)}” is no object`, at)
  }

  #array(depth: number): PdfObject {
    this.#checkDepth(depth)
    this.position++
    const items: PdfObject[] = []
    for (;;) {
      this.skipWhitespace()
      if (this.#peek() === 0x5d) {
        this.position++
        return { kind: 'array', items }
      }
      items.push(this.object(depth + 1))
    }
  }

  #dict(depth: number): PdfDict {
    this.#checkDepth(depth)
    this.position += 2
    const entries = new Map<string, PdfObject>()
    let duplicateKey: string | undefined
    for (;;) {
      this.skipWhitespace()
      const octet = this.#peek()
      if (octet === 0x3e && this.#peek(1) === 0x3e) {
        this.position += 2
        return { kind: 'dict', entries, duplicateKey }
      }
      if (octet !== 0x2f) throw malformedPdf('a dictionary key is no name', this.offset)
      const key = this.#name().value
      const value = this.object(depth + 1)
      if (entries.has(key)) duplicateKey = key
      else entries.set(key, value)
    }
  }

  #hexString(): PdfString {
    const start = this.offset
    this.position++
    const { bytes } = this
    const close = bytes.indexOf(0x3e, this.position)
    if (close < 0) {
      if (!this.final) throw needMore
      throw malformedPdf('a hexadecimal string has no end', start)
    }
    const digits = bytes.subarray(this.position, close)
    const decoded = decodePlainHex(digits) ?? decodeSpacedHex(digits, start)
    this.position = close + 1
    return { kind: 'string', bytes: decoded, hex: true, start, end: this.#endOffset() }
  }

  #literalString(): PdfString {
    const start = this.offset
    this.position++
    const out: number[] = []
    let depth = 1
    for (;;) {
      const octet = this.#peek()
      if (octet < 0) throw malformedPdf('a string has no end', start)
      this.position++
      if (octet === 0x28) depth++
      else if (octet === 0x29) {
        depth--
        if (depth === 0) break
      } else if (octet === 0x5c) {
        const escaped = this.#escape()
        if (escaped >= 0) out.push(escaped)
        continue
      } else if (octet === 0x0d) {
        if (this.#peek() === 0x0a) this.position++
        out.push(0x0a)
        continue
      }
      out.push(octet)
    }
    return { kind: 'string', bytes: Uint8Array.from(out), hex: false, start, end: this.#endOffset() }
  }

  /** @returns the octet that a backslash sequence stands for, -1 for a line continuation. */
  #escape(): number {
    const octet = this.#peek()
    if (octet < 0) throw malformedPdf('a string has no end', this.offset)
    this.position++
    if (octet >= 0x30 && octet <= 0x37) {
      let value = octet - 0x30
      for (let i = 0; i < 2; i++) {
        const next = this.#peek()
        if (next < 0x30 || next > 0x37) break
        value = 8 * value + next - 0x30
        this.position++
      }
      return value & 0xff
    }
    switch (octet) {
      case 0x6e:
        return 0x0a
      case 0x72:
        return 0x0d
      case 0x74:
        return 0x09
      case 0x62:
        return 0x08
      case 0x66:
        return 0x0c
      case 0x0d:
        if (this.#peek() === 0x0a) this.position++
        return -1
      case 0x0a:
        return -1
      default:
        return octet
    }
  }

  #endOffset(): number {
    return this.base === undefined ? -1 : this.base + this.position
  }

  #checkDepth(depth: number): void {
    if (depth >= pdfLimits.nesting) {
      throw pdfLimitExceeded(
        `PDF objects are nested deeper than ${pdfLimits.nesting} (offset ${this.offset})`,
      )
    }
  }
}

// UTF-8 is what platforms decode fastest; anything that is no digit fails in fromHex.
const asciiDecoder = new TextDecoder()

/** The platform's decoder, for the tens of kilobytes of a signature; undefined unless all is digits. */
function decodePlainHex(digits: Uint8Array): Uint8Array | undefined {
  if (digits.length < 64 || digits.length % 2 !== 0) return undefined
  try {
    return Uint8Array.fromHex(asciiDecoder.decode(digits))
  } catch {
    return undefined
  }
}

function decodeSpacedHex(digits: Uint8Array, start: number): Uint8Array {
  const out = new Uint8Array((digits.length + 1) >> 1)
  let length = 0
  let high = -1
  for (const octet of digits) {
    const value = hexValues[octet] ?? 0xff
    if (value === 0xff) {
      if (classes[octet] === whitespace) continue
      throw malformedPdf('a hexadecimal string holds another character', start)
    }
    if (high < 0) high = value
    else {
      out[length++] = 16 * high + value
      high = -1
    }
  }
  if (high >= 0) out[length++] = 16 * high
  return out.subarray(0, length)
}

function isNumberStart(octet: number): boolean {
  return (octet >= 0x30 && octet <= 0x39) || octet === 0x2b || octet === 0x2d || octet === 0x2e
}

function printable(text: string): string {
  return text.slice(0, 20).replace(/[^\x20-\x7e]/g, '?')
}

/** True when `object` is an integer that can be an offset or a count. */
export function isCount(object: PdfObject | undefined): object is number {
  return isInteger(object) && object >= 0
}
