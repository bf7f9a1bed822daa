// Names of strangers: RFC 4514 text, RFC 5280 §7.1 comparison.

import { describe, expect, it } from 'vitest'
import { parseDer } from '../../../src/formats/asn1/reader.ts'
import { tags } from '../../../src/formats/asn1/tags.ts'
import { objectIdentifier, sequence, setOf, tlv } from '../../../src/formats/asn1/writer.ts'
import {
  encodeDistinguishedName,
  parseDistinguishedName,
} from '../../../src/formats/x509/distinguished-name.ts'
import {
  equalNames,
  formatDistinguishedName,
  type Name,
  readName,
  startsWithName,
} from '../../../src/formats/x509/name.ts'

const parse = (der: Uint8Array): Name => parseDer('Name', der, readName)
const ofText = (text: string): Name => parse(encodeDistinguishedName(parseDistinguishedName(text)))

/** A Name of one RDN each, from object identifier, string tag and octets. */
function raw(...attributes: readonly (readonly [string, number, string])[]): Name {
  return parse(
    sequence(
      ...attributes.map(([type, tag, text]) =>
        setOf([sequence(objectIdentifier(type), tlv(tag, new TextEncoder().encode(text)))]),
      ),
    ),
  )
}

const commonName = '2.5.4.3'
const organization = '2.5.4.10'

describe('formatDistinguishedName', () => {
  it.each([
    'CN=Nguyễn Thị Minh Khai,OU=Văn phòng,O=Ủy ban nhân dân xã,C=VN',
    'CN=Comma\\, Inc.,C=VN',
    'CN=\\#number',
    'CN=\\ leading and trailing\\ ',
    'CN=plus \\+ and \\"quotes\\" and \\\\ and \\;',
    'CN=two+serialNumber=values,C=VN',
  ])('writes %s as it was read', (text) => {
    expect(formatDistinguishedName(ofText(text))).toBe(text)
  })

  it('writes unknown types and values that are no text', () => {
    expect(formatDistinguishedName(raw(['1.2.3.4', tags.utf8String, 'x']))).toBe('1.2.3.4=x')
    expect(formatDistinguishedName(raw([commonName, tags.octetString, 'ab']))).toBe('CN=#04026162')
  })

  it('makes control and direction characters visible', () => {
    expect(formatDistinguishedName(raw([commonName, tags.utf8String, 'a\nb\u202ec']))).toBe(
      'CN=a\\0ab\\e2\\80\\aec',
    )
  })

  it('writes the empty name as nothing', () => {
    expect(formatDistinguishedName(raw())).toBe('')
  })
})

describe('equalNames', () => {
  const equal = (a: string, b: string) =>
    equalNames(raw([commonName, tags.printableString, a]), raw([commonName, tags.utf8String, b]))

  it('compares without string type, case and spacing', () => {
    expect(equal('Good CA', 'good  ca')).toBe(true)
    expect(equal(' Good CA ', 'GOOD CA')).toBe(true)
    expect(equal('Good CA', 'GoodCA')).toBe(false)
    expect(
      equalNames(ofText('CN=Đỗ Mười'), raw([commonName, tags.utf8String, 'đỖ mƯời'.normalize('NFD')])),
    ).toBe(true)
  })

  it('compares types, order and number of relative names', () => {
    expect(equalNames(ofText('CN=a,O=b'), ofText('CN=a,O=b'))).toBe(true)
    expect(equalNames(ofText('CN=a,O=b'), ofText('O=b,CN=a'))).toBe(false)
    expect(equalNames(ofText('CN=a'), ofText('O=a'))).toBe(false)
    expect(equalNames(ofText('CN=a,O=b'), ofText('O=b'))).toBe(false)
    expect(equalNames(ofText('CN=a+O=b'), ofText('O=b+CN=a'))).toBe(true)
  })

  it('does not take two attributes for one that looks like both', () => {
    const two = ofText('CN=a+O=b')
    const one = raw([commonName, tags.utf8String, 'a+2.5.4.10=b'])
    expect(equalNames(two, one)).toBe(false)
    expect(
      equalNames(raw([commonName, tags.utf8String, 'a'], [organization, tags.utf8String, 'b']), one),
    ).toBe(false)
  })

  it('knows what lies below a name', () => {
    const base = ofText('O=Tỉnh,C=VN')
    expect(startsWithName(ofText('CN=x,O=TỈNH,C=VN'), base)).toBe(true)
    expect(startsWithName(ofText('CN=x,O=Xã,C=VN'), base)).toBe(false)
    expect(startsWithName(ofText('C=VN'), base)).toBe(false)
  })
})

describe('equalNames, where a value spells what stands between values', () => {
  it('keeps one attribute apart from two', () => {
    const two = parse(
      sequence(
        setOf([
          sequence(objectIdentifier(organization), tlv(tags.utf8String, new TextEncoder().encode('a'))),
          sequence(objectIdentifier(commonName), tlv(tags.utf8String, new TextEncoder().encode('root'))),
        ]),
      ),
    )
    for (const separator of ['+', '\0', ',']) {
      const one = raw([organization, tags.utf8String, `a${separator}${commonName}=root`])
      expect(equalNames(one, two)).toBe(false)
    }
    const unreadable = raw([commonName, tags.octetString, 'a'])
    expect(equalNames(raw([commonName, tags.utf8String, '#040161']), unreadable)).toBe(false)
  })
})
