// CRC-32 of ZIP (APPNOTE 6.3 §4.4.7; the polynomial of ISO 3309), eight octets a step, the same in Node and browser.

/** Signed, since V8 keeps 32-bit integers as such only while they are. */
const tables = makeTables()

/** Goes on from `before`, the CRC of the octets that precede `data`; 0 at the start. */
export function crc32(data: Uint8Array, before = 0): number {
  let crc = ~before
  const [t0, t1, t2, t3, t4, t5, t6, t7] = tables
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  let at = 0
  for (; at + 8 <= data.length; at += 8) {
    const low = view.getInt32(at, true) ^ crc
    const high = view.getInt32(at + 4, true)
    crc =
      (t7[low & 255] ?? 0) ^
      (t6[(low >>> 8) & 255] ?? 0) ^
      (t5[(low >>> 16) & 255] ?? 0) ^
      (t4[low >>> 24] ?? 0) ^
      (t3[high & 255] ?? 0) ^
      (t2[(high >>> 8) & 255] ?? 0) ^
      (t1[(high >>> 16) & 255] ?? 0) ^
      (t0[high >>> 24] ?? 0)
  }
  for (; at < data.length; at++) crc = (crc >>> 8) ^ (t0[(crc ^ (data[at] ?? 0)) & 255] ?? 0)
  return ~crc >>> 0
}

type Tables = readonly [
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
]

/** Table k is the CRC of an octet that k zero octets follow. */
function makeTables(): Tables {
  const first = new Int32Array(256)
  for (let octet = 0; octet < 256; octet++) {
    let crc = octet
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
    first[octet] = crc
  }
  const next = (table: Int32Array) => table.map((crc) => (crc >>> 8) ^ (first[crc & 255] ?? 0))
  const second = next(first)
  const third = next(second)
  const fourth = next(third)
  const fifth = next(fourth)
  const sixth = next(fifth)
  const seventh = next(sixth)
  return [first, second, third, fourth, fifth, sixth, seventh, next(seventh)]
}
