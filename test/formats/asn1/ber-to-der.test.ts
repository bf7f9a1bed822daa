// BER of CMS brought into DER lengths (X.690 §8.1.3, §8.6.3, §8.7.3).

import { describe, expect, it } from 'vitest'
import { fromHex, toHex } from '../../../src/bytes.ts'
import { isServiceError } from '../../../src/errors.ts'
import { berToDer } from '../../../src/formats/asn1/ber-to-der.ts'

function convert(hex: string): string {
  try {
    return toHex(berToDer('value', fromHex(hex.replaceAll(' ', '')) ?? new Uint8Array(0)))
  } catch (error) {
    return isServiceError(error) ? error.code : String(error)
  }
}

describe('berToDer', () => {
  it.each([
    ['leaves DER as it is', '30 03 02 01 05', '3003020105'],
    ['makes indefinite lengths definite', '30 80 02 01 05 30 80 00 00 00 00', '30050201053000'],
    ['makes lengths minimal', '30 83 00 00 04 02 81 01 05', '3003020105'],
    ['joins the pieces of an OCTET STRING', '24 80 04 02 61 62 04 01 63 00 00', '0403616263'],
    ['joins pieces within pieces', '24 80 24 80 04 01 61 00 00 24 03 04 01 62 00 00', '04026162'],
    ['joins no pieces to nothing', '24 80 00 00', '0400'],
  ])('%s', (_what, ber, der) => {
    expect(convert(ber)).toBe(der)
  })

  it.each([
    ['a missing end', '30 80 02 01 05'],
    ['an end that nothing opened', '00 00'],
    ['two values', '05 00 05 00'],
    ['octets behind the value', '30 80 00 00 00'],
    ['a length beyond its parent', '30 03 04 05 00'],
    ['a primitive value of indefinite length', '04 80 00 00'],
    ['a piece that is no OCTET STRING', '24 80 02 01 05 00 00'],
    ['a length that is cut off', '30 82 01'],
    ['nothing', ''],
  ])('refuses %s', (_what, ber) => {
    expect(convert(ber)).toBe('MALFORMED_DER')
  })

  it('refuses nesting beyond its limit without using the stack', () => {
    expect(convert('30 80 '.repeat(100_000))).toBe('LIMIT_EXCEEDED')
  })
})
