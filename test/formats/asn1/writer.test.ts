// DER writing (X.690 §8, §10, §11), checked by the strict reader.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareBytes, concatBytes, toHex } from '../../../src/bytes.ts'
import { parseDer } from '../../../src/formats/asn1/reader.ts'
import { tags } from '../../../src/formats/asn1/tags.ts'
import {
  generalizedTime,
  generalizedTimeWithFraction,
  integer,
  namedBits,
  objectIdentifier,
  octetString,
  printableString,
  setOf,
  time,
  tlv,
  tlvHead,
} from '../../../src/formats/asn1/writer.ts'

describe('what is written reads back', () => {
  it('for every integer, in its shortest form', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (value) => {
        expect(parseDer('INTEGER', integer(value), (reader) => reader.integer())).toBe(BigInt(value))
      }),
    )
  })

  it('for unsigned numbers of any length, leading zeros or not', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 40 }), (octets) => {
        const read = parseDer('INTEGER', integer(octets), (reader) => reader.integer())
        expect(read).toBe(BigInt(`0x${toHex(octets)}`))
      }),
    )
  })

  it('for object identifiers with arcs of any size', () => {
    const first = fc.tuple(fc.integer({ min: 0, max: 1 }), fc.integer({ min: 0, max: 39 }))
    const second = fc.tuple(fc.constant(2), fc.nat())
    const arcs = fc.array(fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }), { maxLength: 12 })
    fc.assert(
      fc.property(fc.oneof(first, second), arcs, (start, rest) => {
        const dotted = [...start, ...rest].join('.')
        expect(parseDer('OID', objectIdentifier(dotted), (reader) => reader.oid())).toBe(dotted)
      }),
    )
  })

  it('for named bits, without trailing zeros', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 31 })), (bits) => {
        const read = parseDer('BIT STRING', namedBits(bits), (reader) => reader.namedBits())
        expect([...read]).toEqual([...bits].sort((a, b) => a - b))
      }),
    )
  })

  it('for octets around every change in the number of length octets', () => {
    for (const length of [0, 1, 127, 128, 255, 256, 65_535, 65_536, 70_000]) {
      const read = parseDer('OCTET STRING', octetString(new Uint8Array(length)), (reader) =>
        reader.octetString(),
      )
      expect(read.length).toBe(length)
    }
  })

  it('for times of the years that RFC 5280 knows, in whole seconds', () => {
    const dates = fc.date({ min: new Date('1950-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
    fc.assert(
      fc.property(dates, (at) => {
        const whole = new Date(Math.floor(at.getTime() / 1000) * 1000)
        expect(parseDer('Time', time(at), (reader) => reader.time())).toEqual(whole)
      }),
    )
  })

  it('for times with milliseconds, whose fraction has no trailing zero', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), (milliseconds) => {
        const at = new Date(milliseconds)
        const read = parseDer('genTime', generalizedTimeWithFraction(at), (reader) =>
          reader.generalizedTime(true),
        )
        expect(read).toEqual(at)
      }),
    )
  })
})

describe('the form is the one that DER demands', () => {
  it('a SET OF stands in ascending order of its encodings', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 200 })), (contents) => {
        const parts = contents.map((content) => octetString(content))
        const read = parseDer('SET OF', setOf(parts), (reader) =>
          reader.each(tags.set, (one) => one.element().raw),
        )
        expect(read).toEqual([...parts].sort(compareBytes))
      }),
    )
  })

  it('a head written apart is the head of the whole', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000 }), (length) => {
        const content = new Uint8Array(length)
        expect(concatBytes(tlvHead(tags.octetString, length), content)).toEqual(
          tlv(tags.octetString, content),
        )
      }),
      { numRuns: 30 },
    )
  })

  it('lengths beyond 32 bits have as many octets as they need', () => {
    expect(toHex(tlvHead(tags.octetString, 5_000_000_000))).toBe('0485012a05f200')
  })

  it('2049 is UTCTime and 2050 is GeneralizedTime (RFC 5280 §4.1.2.5)', () => {
    expect(time(new Date('2049-12-31T23:59:59Z'))[0]).toBe(tags.utcTime)
    expect(time(new Date('2050-01-01T00:00:00Z'))[0]).toBe(tags.generalizedTime)
    expect(time(new Date('1949-12-31T23:59:59Z'))[0]).toBe(tags.generalizedTime)
  })

  it('times before the year 1000 keep four digits', () => {
    const text = new TextDecoder().decode(generalizedTime(new Date('0099-01-02T03:04:05Z')).subarray(2))
    expect(text).toBe('00990102030405Z')
  })

  it.each(['', '3.1', '1.40', '1', '1.2.', '1.02.3', '1.2.x'])(
    'refuses %j as an object identifier',
    (dotted) => {
      expect(() => objectIdentifier(dotted)).toThrow('object identifier')
    },
  )

  it('refuses what PrintableString has no letter for', () => {
    expect(() => printableString('a@b')).toThrow('PrintableString')
  })
})
