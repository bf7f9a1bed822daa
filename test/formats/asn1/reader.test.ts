// Strict DER reading (X.690 §8, §10, §11).

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { concatBytes, fromHex } from '../../../src/bytes.ts'
import { isServiceError } from '../../../src/errors.ts'
import { assertDer, type DerReader, parseDer } from '../../../src/formats/asn1/reader.ts'
import { processorTime } from '../../fixtures/processor-time.ts'

function hex(text: string): Uint8Array {
  const bytes = fromHex(text.replaceAll(' ', ''))
  if (bytes === undefined) throw new Error(`not hexadecimal: ${text}`)
  return bytes
}

function codeOf(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    return isServiceError(error) ? error.code : String(error)
  }
  return 'none'
}

const refused: readonly (readonly [string, string, (reader: DerReader) => unknown])[] = [
  ['an indefinite length', '30 80 02 01 01 00 00', (r) => r.sequence((s) => s.integer())],
  ['a length in long form that fits the short one', '04 81 01 00', (r) => r.octetString()],
  ['a length with a leading zero octet', '04 82 00 80 00', (r) => r.octetString()],
  ['a length beyond the end', '04 05 00', (r) => r.octetString()],
  ['a length of seven octets', '04 87 01 00 00 00 00 00 00', (r) => r.octetString()],
  ['a missing length', '04', (r) => r.octetString()],
  ['nothing at all', '', (r) => r.octetString()],
  ['trailing octets', '05 00 05 00', (r) => r.null()],
  ['trailing octets inside a sequence', '30 04 05 00 05 00', (r) => r.sequence((s) => s.null())],
  ['an empty integer', '02 00', (r) => r.integer()],
  ['an integer with a needless zero octet', '02 02 00 7f', (r) => r.integer()],
  ['a negative integer with a needless FF octet', '02 02 ff 80', (r) => r.integer()],
  ['a boolean that is neither 00 nor FF', '01 01 01', (r) => r.boolean()],
  ['a boolean of two octets', '01 02 ff ff', (r) => r.boolean()],
  ['DEFAULT FALSE written out', '01 01 00', (r) => r.booleanDefaultFalse()],
  ['NULL with content', '05 01 00', (r) => r.null()],
  ['an empty object identifier', '06 00', (r) => r.oid()],
  ['an object identifier with a padded arc', '06 03 2a 80 01', (r) => r.oid()],
  ['an object identifier that is cut off', '06 02 2a 86', (r) => r.oid()],
  ['unused bits that are not zero', '03 02 04 0f', (r) => r.bitString()],
  ['eight unused bits', '03 02 08 00', (r) => r.bitString()],
  ['unused bits of nothing', '03 01 01', (r) => r.bitString()],
  ['a key that ends within an octet', '03 02 04 f0', (r) => r.wholeOctets()],
  ['a named-bit list with trailing zero bits', '03 02 00 80', (r) => r.namedBits()],
  ['a tag of high number that fits the low form', '1f 1e 00', (r) => r.element()],
  ['a tag of high number with leading zeros', '1f 80 7f 00', (r) => r.element()],
  ['tag zero', '00 00', (r) => r.element()],
  ['the 30th of February', '17 0d 323630323330303030303030 5a', (r) => r.utcTime()],
  ['UTCTime without seconds', '17 0b 32363032323030303030 5a', (r) => r.utcTime()],
  [
    'GeneralizedTime in a local zone',
    '18 13 3230323630323230303030303030 2b30373030',
    (r) => r.generalizedTime(),
  ],
  [
    'a fraction of seconds where none is allowed',
    '18 11 3230323630323230303030303030 2e35 5a',
    (r) => r.generalizedTime(),
  ],
  [
    'a fraction with a trailing zero',
    '18 12 3230323630323230303030303030 2e3530 5a',
    (r) => r.generalizedTime(true),
  ],
  ['a negative integer where a small one is expected', '02 01 ff', (r) => r.smallInteger(10)],
  ['an integer beyond the caller’s maximum', '02 01 0b', (r) => r.smallInteger(10)],
  ['another tag than expected', '04 01 00', (r) => r.integer()],
]

/** SEQUENCEs one inside the other, valid DER, written from the innermost outwards. */
function nestedSequences(levels: number): Uint8Array {
  const bytes = new Uint8Array(levels * 6)
  let start = bytes.length
  for (let level = 0; level < levels; level++) {
    const length = bytes.length - start
    const octets = length < 0x80 ? 0 : length < 0x100 ? 1 : length < 0x10000 ? 2 : 3
    for (let i = 0; i < octets; i++) bytes[--start] = length >> (8 * i)
    bytes[--start] = octets === 0 ? length : 0x80 + octets
    bytes[--start] = 0x30
  }
  return bytes.subarray(start)
}

describe('DerReader', () => {
  it.each(refused)('refuses %s', (_what, bytes, read) => {
    expect(codeOf(() => parseDer('value', hex(bytes), read))).toBe('MALFORMED_DER')
  })

  it('names the structure and the offset', () => {
    expect(() =>
      parseDer('Certificate', hex('30 03 01 01 02'), (r) => r.sequence((s) => s.boolean())),
    ).toThrow('Certificate: BOOLEAN is neither 00 nor FF at offset 2')
  })

  it('reads integers of both signs and any length', () => {
    const read = (text: string) => parseDer('value', hex(text), (r) => r.integer())
    expect([read('02 01 00'), read('02 01 80'), read('02 02 00 80'), read('02 01 ff')]).toEqual([
      0n,
      -128n,
      128n,
      -1n,
    ])
    expect(read('02 09 01 00 00 00 00 00 00 00 00')).toBe(2n ** 64n)
    expect(read('02 08 80 00 00 00 00 00 00 00')).toBe(-(2n ** 63n))
  })

  it('reads object identifiers with large arcs', () => {
    const read = (text: string) => parseDer('value', hex(text), (r) => r.oid())
    expect(read('06 06 2a 86 48 86 f7 0d')).toBe('1.2.840.113549')
    expect(read('06 03 88 37 03')).toBe('2.999.3')
    const uuid = '06 13 69 81 80 80 80 80 80 80 80 80 80 80 80 80 80 80 80 80 01'
    expect(read(uuid)).toBe(`2.25.${2n ** 119n + 1n}`)
  })

  it('reads times of both centuries', () => {
    const read = (text: string) => parseDer('value', hex(text), (r) => r.time().toISOString())
    expect(read('17 0d 353030313031303030303030 5a')).toBe('1950-01-01T00:00:00.000Z')
    expect(read('17 0d 343931323331323335393539 5a')).toBe('2049-12-31T23:59:59.000Z')
    expect(read('18 0f 3230353030313031303030303030 5a')).toBe('2050-01-01T00:00:00.000Z')
  })

  it('refuses an object identifier of 250 kB at once', () => {
    const oid = concatBytes(hex('06 83 03 d0 90'), new Uint8Array(250_000).fill(0xff))
    const spentMs = processorTime()
    expect(codeOf(() => parseDer('value', oid, (r) => r.oid()))).toBe('MALFORMED_DER')
    expect(
      codeOf(() =>
        parseDer('value', concatBytes(hex('06 20'), new Uint8Array(31).fill(0xff), hex('01')), (r) =>
          r.oid(),
        ),
      ),
    ).toBe('MALFORMED_DER')
    expect(spentMs()).toBeLessThan(100)
  })

  it('refuses nesting beyond its limit without using the stack', () => {
    let nested = hex('05 00')
    for (let i = 0; i < 30; i++) nested = concatBytes(Uint8Array.of(0x30, nested.length), nested)
    expect(codeOf(() => assertDer('value', nested))).toBe('none')
    expect(codeOf(() => assertDer('value', nestedSequences(200_000)))).toBe('LIMIT_EXCEEDED')
  })

  it('refuses more values than its limit', () => {
    const nulls = new Uint8Array(2000)
    for (let i = 0; i < 1000; i++) nulls[2 * i] = 5
    expect(codeOf(() => assertDer('value', nulls, { depth: 5, nodes: 999 }))).toBe('LIMIT_EXCEEDED')
    expect(codeOf(() => assertDer('value', nulls, { depth: 5, nodes: 1000 }))).toBe('none')
  })

  it('throws ServiceError or nothing on random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(['none', 'MALFORMED_DER', 'LIMIT_EXCEEDED']).toContain(codeOf(() => assertDer('value', bytes)))
      }),
      { numRuns: 2000 },
    )
  })
})
