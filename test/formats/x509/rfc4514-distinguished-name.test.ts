// Distinguished names from text to DER and back (RFC 4514, RFC 5280 §4.1.2.4).

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isServiceError } from '../../../src/errors.ts'
import { oids } from '../../../src/formats/asn1/oids.ts'
import { parseDer } from '../../../src/formats/asn1/reader.ts'
import { tags } from '../../../src/formats/asn1/tags.ts'
import {
  type DistinguishedName,
  encodeDistinguishedName,
  parseDistinguishedName,
} from '../../../src/formats/x509/distinguished-name.ts'
import { formatDistinguishedName, readName } from '../../../src/formats/x509/name.ts'

function throughDer(name: DistinguishedName) {
  return parseDer('Name', encodeDistinguishedName(name), readName)
}

describe('parseDistinguishedName', () => {
  it('puts the last relative name of the text first, as certificates have it', () => {
    expect(parseDistinguishedName('CN=Nguyễn Văn A,OU=Văn phòng,O=UBND xã,C=VN')).toEqual([
      [{ type: oids.countryName, value: 'VN' }],
      [{ type: oids.organizationName, value: 'UBND xã' }],
      [{ type: oids.organizationalUnitName, value: 'Văn phòng' }],
      [{ type: oids.commonName, value: 'Nguyễn Văn A' }],
    ])
  })

  it('gives one name for one person, whichever Unicode form was typed', () => {
    const composed = 'CN=Nguyễn Thị Ổn'.normalize('NFC')
    expect(parseDistinguishedName(composed.normalize('NFD'))).toEqual(parseDistinguishedName(composed))
  })

  it('keeps several attributes of one relative name together', () => {
    expect(parseDistinguishedName('CN=A+serialNumber=1,C=VN')[1]).toEqual([
      { type: oids.commonName, value: 'A' },
      { type: oids.serialNumber, value: '1' },
    ])
  })

  it.each([
    ['CN=a\\,b', 'a,b'],
    ['CN=a\\+b\\"\\\\\\<\\>\\;', 'a+b"\\<>;'],
    ['CN=\\ a\\ ', ' a '],
    ['CN= a  ', 'a'],
    ['CN=\\c6\\b0\\e1\\bb\\9bc', 'ước'],
    ['CN=#0c0341c3a0', 'Aà'],
    ['cn=a=b', 'a=b'],
    ['2.5.4.3=a', 'a'],
  ])('reads %s', (text, value) => {
    expect(parseDistinguishedName(text)).toEqual([[{ type: oids.commonName, value }]])
  })

  it.each([
    ['', 'is empty'],
    ['CN', 'without an equals sign'],
    ['CN=A,', 'without an equals sign'],
    ['FOO=A', 'unknown attribute "FOO"'],
    ['CN=', 'empty CN'],
    ['CN=\\ ', 'empty CN'],
    ['C=Vietnam', '7 characters; X.520 allows 2'],
    ['C=vn', 'two capital letters'],
    [`CN=${'a'.repeat(65)}`, '65 characters; X.520 allows 64'],
    ['CN=a\u202eb', 'control character'],
    ['CN=a\nb', 'control character'],
    ['CN=a"b', 'unescaped'],
    ['CN=a\\zb', 'wrong escape'],
    ['CN=\\ff', 'no UTF-8'],
    ['serialNumber=a_b', 'alphabet of PrintableString'],
    ['emailAddress=ế@a.vn', 'not ASCII'],
    ['CN=#0c05', '# value'],
    [`O=${'a'.repeat(2000)}`, '2000 are allowed'],
    [Array(33).fill('O=a').join(','), 'more than 32 parts'],
  ])('refuses %j and says why', (text, why) => {
    expect(() => parseDistinguishedName(text)).toThrow(why)
  })

  it('throws ServiceError or nothing, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'CN=O,+\\#"0aế ') })),
        (text) => {
          try {
            parseDistinguishedName(text)
          } catch (error) {
            expect(isServiceError(error) && error.code).toBe('INVALID_ARGUMENT')
          }
        },
      ),
    )
  })
})

describe('encodeDistinguishedName', () => {
  it('writes the country as PrintableString and names as UTF8String', () => {
    const name = throughDer(parseDistinguishedName('CN=A,serialNumber=1,emailAddress=a@b.vn,DC=vn,C=VN'))
    expect(name.relativeNames.flat().map(({ der }) => der[0])).toEqual([
      tags.printableString,
      tags.ia5String,
      tags.ia5String,
      tags.printableString,
      tags.utf8String,
    ])
  })

  it('gives the same name back through DER and text', () => {
    const character = fc.constantFrom(...'abAB09 ,+"\\<>;#=áạởưđ漢😀')
    const value = fc
      .string({ unit: character, minLength: 1, maxLength: 30 })
      .filter((text) => text.trim() !== '' && text.normalize('NFC') === text)
    const attribute = fc.record({
      type: fc.constantFrom(oids.commonName, oids.organizationName, '2.5.4.97', '1.2.3.4'),
      value,
    })
    fc.assert(
      fc.property(
        fc.array(fc.array(attribute, { minLength: 1, maxLength: 1 }), { minLength: 1, maxLength: 6 }),
        (name) => {
          expect(parseDistinguishedName(formatDistinguishedName(throughDer(name)))).toEqual(name)
        },
      ),
    )
  })
})
