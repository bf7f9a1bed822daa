// RFC 1950 and RFC 1951, against the platform's own implementation.

import { constants, deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isServiceError } from '../../../src/errors.ts'
import { decodeFilters } from '../../../src/formats/pdf/filters.ts'
import { inflate } from '../../../src/formats/pdf/inflate.ts'
import { pdfArray, pdfDict, pdfName } from '../../../src/formats/pdf/objects.ts'

const strategies = [
  constants.Z_DEFAULT_STRATEGY,
  constants.Z_FIXED,
  constants.Z_HUFFMAN_ONLY,
  constants.Z_RLE,
]

describe('inflate', () => {
  test('gives back what zlib compressed, at every level and strategy', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 5000 }),
        fc.integer({ min: 0, max: 9 }),
        fc.constantFrom(...strategies),
        fc.boolean(),
        (data, level, strategy, repetitive) => {
          const plain = repetitive ? data.map((octet) => octet & 3) : data
          const back = inflate(deflateSync(plain, { level, strategy }), plain.length)
          expect(Buffer.from(back).equals(Buffer.from(plain))).toBe(true)
        },
      ),
      { numRuns: 300 },
    )
  })

  test('stops at its limit before a bomb of 1,000 to 1 is unpacked', () => {
    const bomb = deflateSync(new Uint8Array(50_000_000))
    expect(bomb.length).toBeLessThan(100_000)
    expect(() => inflate(bomb, 1 << 20)).toThrow(/decodes to more than 1048576 octets/)
  })

  test('damaged data is refused, never a crash or a hang', () => {
    const good = deflateSync(Buffer.from('The quick brown fox jumps over the lazy dog. '.repeat(20)))
    fc.assert(
      fc.property(
        fc.nat(good.length - 1),
        fc.integer({ min: 1, max: 255 }),
        fc.nat(good.length),
        (at, flip, cut) => {
          const damaged = Uint8Array.from(good).slice(0, cut)
          if (at < damaged.length) damaged[at] = (damaged[at] ?? 0) ^ flip
          try {
            inflate(damaged, 1 << 16)
          } catch (error) {
            expect(isServiceError(error)).toBe(true)
          }
        },
      ),
      { numRuns: 1000 },
    )
  })
})

describe('filters', () => {
  test('undoes all five PNG predictions', () => {
    const rows = [
      [0, 10, 20, 30],
      [1, 10, 1, 1],
      [2, 5, 5, 5],
      [3, 4, 4, 4],
      [4, 1, 2, 3],
    ]
    const dict = pdfDict([
      ['Filter', pdfName('FlateDecode')],
      [
        'DecodeParms',
        pdfDict([
          ['Predictor', 15],
          ['Columns', 3],
        ]),
      ],
    ])
    const decoded = decodeFilters(dict, deflateSync(Uint8Array.from(rows.flat())), 1000)
    // By hand, ISO/IEC 15948 §9: none; left; up; half of left and up; Paeth.
    expect([...decoded]).toEqual([10, 20, 30, 10, 11, 12, 15, 16, 17, 11, 17, 21, 12, 19, 24])
  })

  test('undoes ASCII filters in front of Flate', () => {
    const hex = Buffer.from(`${deflateSync(Buffer.from('hello')).toString('hex')}>`)
    const dict = pdfDict([['Filter', pdfArray([pdfName('ASCIIHexDecode'), pdfName('FlateDecode')])]])
    expect(Buffer.from(decodeFilters(dict, hex, 100)).toString()).toBe('hello')
    const base85 = pdfDict([['Filter', pdfName('ASCII85Decode')]])
    expect(Buffer.from(decodeFilters(base85, Buffer.from('87cURD]i,"Ebo80~>'), 100)).toString()).toBe(
      'Hello World!',
    )
  })

  test('names the filter that it does not know', () => {
    const dict = pdfDict([['Filter', pdfName('LZWDecode')]])
    expect(() => decodeFilters(dict, new Uint8Array(4), 100)).toThrow(/LZWDecode is not supported/)
  })
})
