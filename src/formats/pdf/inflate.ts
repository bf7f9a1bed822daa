// Decompression of zlib data (RFC 1950, RFC 1951) with a bound on the output, synchronous and the same in Node and browser.
// The platform's DecompressionStream is asynchronous, costs a thread hop for each small stream, and refuses the
// octets that many PDF producers leave between the end of the data and `endstream`.

import { malformedPdf, pdfLimitExceeded } from './objects.ts'

const lengthBases = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195,
  227, 258,
]
const lengthExtras = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0]
const distanceBases = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
  6145, 8193, 12_289, 16_385, 24_577,
]
const distanceExtras = [
  0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
]
const codeLengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

/** Decodes by one look-up of `bits` bits: each slot holds `symbol << 4 | length`, 0 where no code leads. */
interface HuffmanTable {
  readonly bits: number
  readonly slots: Uint16Array
}

/**
 * @param limit octets of output that are allowed.
 * @throws ServiceError `MALFORMED_PDF` when `data` is no zlib stream, `LIMIT_EXCEEDED` when it would grow beyond `limit`.
 */
export function inflate(data: Uint8Array, limit: number): Uint8Array {
  const header = ((data[0] ?? 0) << 8) | (data[1] ?? 0)
  if (((data[0] ?? 0) & 0x0f) !== 8 || header % 31 !== 0 || ((data[1] ?? 0) & 0x20) !== 0) {
    throw malformedPdf('FlateDecode data does not begin with a zlib header')
  }
  return new Inflater(data, limit, 2).run()
}

/**
 * RFC 1951 alone, without the frame of zlib: all of `data` and nothing after its end, since what follows would be read by
 * nobody or by others.
 *
 * @throws as `inflate`.
 */
export function inflateRaw(data: Uint8Array, limit: number): Uint8Array {
  const inflater = new Inflater(data, limit, 0)
  const out = inflater.run()
  if (inflater.consumed !== data.length) throw malformedPdf('octets follow the end of deflated data')
  return out
}

class Inflater {
  readonly #data: Uint8Array
  readonly #limit: number
  #position: number
  #hold = 0
  #held = 0
  #out: Uint8Array
  #length = 0

  constructor(data: Uint8Array, limit: number, start: number) {
    this.#data = data
    this.#limit = limit
    this.#position = start
    this.#out = new Uint8Array(Math.min(limit, Math.max(1024, 4 * data.length)))
  }

  /** Octets that were read; those that wait whole in the hold were not. */
  get consumed(): number {
    return this.#position - (this.#held >> 3)
  }

  run(): Uint8Array {
    for (;;) {
      const last = this.#bits(1)
      const type = this.#bits(2)
      if (type === 0) this.#stored()
      else if (type === 1) this.#compressed(fixedTables().literals, fixedTables().distances)
      else if (type === 2) this.#dynamic()
      else throw malformedPdf('FlateDecode data has a block of a reserved type')
      if (last === 1) return this.#out.subarray(0, this.#length)
    }
  }

  #bits(count: number): number {
    while (this.#held < count) this.#fill()
    const value = this.#hold & ((1 << count) - 1)
    this.#hold >>>= count
    this.#held -= count
    return value
  }

  #fill(): void {
    const octet = this.#data[this.#position++]
    if (octet === undefined) throw malformedPdf('FlateDecode data ends too early')
    this.#hold |= octet << this.#held
    this.#held += 8
  }

  #reserve(count: number): void {
    const needed = this.#length + count
    if (needed > this.#limit) throw pdfLimitExceeded(`a stream decodes to more than ${this.#limit} octets`)
    if (needed <= this.#out.length) return
    const grown = new Uint8Array(Math.min(this.#limit, Math.max(needed, 2 * this.#out.length)))
    grown.set(this.#out.subarray(0, this.#length))
    this.#out = grown
  }

  #stored(): void {
    this.#position -= this.#held >> 3
    this.#hold = 0
    this.#held = 0
    const at = this.#position
    const data = this.#data
    const count = (data[at] ?? 0) | ((data[at + 1] ?? 0) << 8)
    const inverse = (data[at + 2] ?? 0) | ((data[at + 3] ?? 0) << 8)
    if (at + 4 + count > data.length || (count ^ inverse) !== 0xffff) {
      throw malformedPdf('FlateDecode data has a damaged stored block')
    }
    this.#reserve(count)
    this.#out.set(data.subarray(at + 4, at + 4 + count), this.#length)
    this.#length += count
    this.#position = at + 4 + count
  }

  #dynamic(): void {
    const literalCount = this.#bits(5) + 257
    const distanceCount = this.#bits(5) + 1
    const codeLengthCount = this.#bits(4) + 4
    const codeLengths = new Uint8Array(19)
    for (let i = 0; i < codeLengthCount; i++) codeLengths[codeLengthOrder[i] ?? 0] = this.#bits(3)
    const codeTable = huffmanTable(codeLengths)
    const lengths = new Uint8Array(literalCount + distanceCount)
    for (let i = 0; i < lengths.length; ) {
      const symbol = this.#symbol(codeTable)
      if (symbol < 16) {
        lengths[i++] = symbol
        continue
      }
      if (symbol === 16 && i === 0)
        throw malformedPdf('FlateDecode data repeats a code length that does not exist')
      const value = symbol === 16 ? (lengths[i - 1] ?? 0) : 0
      const repeat =
        symbol === 16 ? 3 + this.#bits(2) : symbol === 17 ? 3 + this.#bits(3) : 11 + this.#bits(7)
      if (i + repeat > lengths.length) throw malformedPdf('FlateDecode data has too many code lengths')
      lengths.fill(value, i, i + repeat)
      i += repeat
    }
    this.#compressed(
      huffmanTable(lengths.subarray(0, literalCount)),
      huffmanTable(lengths.subarray(literalCount)),
    )
  }

  #compressed(literals: HuffmanTable, distances: HuffmanTable): void {
    for (;;) {
      const symbol = this.#symbol(literals)
      if (symbol < 256) {
        if (this.#length >= this.#out.length) this.#reserve(1)
        this.#out[this.#length++] = symbol
        continue
      }
      if (symbol === 256) return
      const lengthIndex = symbol - 257
      const count = (lengthBases[lengthIndex] ?? 0) + this.#bits(lengthExtras[lengthIndex] ?? 0)
      const distanceIndex = this.#symbol(distances)
      const distance = (distanceBases[distanceIndex] ?? 0) + this.#bits(distanceExtras[distanceIndex] ?? 0)
      if (lengthIndex > 28 || distanceIndex > 29 || distance > this.#length) {
        throw malformedPdf('FlateDecode data refers to octets before its start')
      }
      this.#reserve(count)
      const out = this.#out
      let to = this.#length
      let from = to - distance
      for (let i = 0; i < count; i++) out[to++] = out[from++] ?? 0
      this.#length = to
    }
  }

  #symbol(table: HuffmanTable): number {
    // Near the end of the data fewer bits than a slot's may be left; zeros stand in for them.
    while (this.#held < table.bits && this.#position < this.#data.length) this.#fill()
    const slot = table.slots[this.#hold & ((1 << table.bits) - 1)] ?? 0
    const length = slot & 15
    if (length === 0 || length > this.#held)
      throw malformedPdf('FlateDecode data holds a code that does not exist')
    this.#hold >>>= length
    this.#held -= length
    return slot >> 4
  }
}

function huffmanTable(lengths: Uint8Array): HuffmanTable {
  const counts = new Uint16Array(16)
  let bits = 1
  for (const length of lengths) {
    counts[length] = (counts[length] ?? 0) + 1
    if (length > bits) bits = length
  }
  counts[0] = 0
  const next = new Uint16Array(17)
  let code = 0
  for (let length = 1; length <= 15; length++) {
    code = (code + (counts[length - 1] ?? 0)) << 1
    next[length] = code
    if (code + (counts[length] ?? 0) > 1 << length)
      throw malformedPdf('FlateDecode data has too many codes of one length')
  }
  const slots = new Uint16Array(1 << bits)
  for (let symbol = 0; symbol < lengths.length; symbol++) {
    const length = lengths[symbol] ?? 0
    if (length === 0) continue
    const own = next[length] ?? 0
    next[length] = own + 1
    const slot = (symbol << 4) | length
    for (let at = reversed(own, length); at < slots.length; at += 1 << length) slots[at] = slot
  }
  return { bits, slots }
}

function reversed(code: number, length: number): number {
  let result = 0
  for (let i = 0; i < length; i++) result |= ((code >> i) & 1) << (length - 1 - i)
  return result
}

let fixed: { readonly literals: HuffmanTable; readonly distances: HuffmanTable } | undefined

/** RFC 1951 §3.2.6. */
function fixedTables(): { readonly literals: HuffmanTable; readonly distances: HuffmanTable } {
  if (fixed === undefined) {
    const lengths = new Uint8Array(288).fill(8)
    lengths.fill(9, 144, 256)
    lengths.fill(7, 256, 280)
    fixed = { literals: huffmanTable(lengths), distances: huffmanTable(new Uint8Array(30).fill(5)) }
  }
  return fixed
}
