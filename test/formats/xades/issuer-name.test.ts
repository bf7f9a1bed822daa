// Issuer names as version 1 of XAdES writes them, by many hands (RFC 2253, RFC 4514, TS 101 903 §7.2.2).

import { describe, expect, it } from 'vitest'
import { parseDer } from '../../../src/formats/asn1/reader.ts'
import {
  encodeDistinguishedName,
  parseDistinguishedName,
} from '../../../src/formats/x509/distinguished-name.ts'
import { readName } from '../../../src/formats/x509/name.ts'
import { namesIssuer } from '../../../src/formats/xades/issuer-name.ts'

const nameOf = (text: string) =>
  parseDer('Name', encodeDistinguishedName(parseDistinguishedName(text)), readName)
const issuer = nameOf('CN=Tổ chức\\, chứng thực,O=Văn phòng,emailAddress=ca@example.org,C=VN')

describe('namesIssuer', () => {
  it.each([
    'CN=Tổ chức\\, chứng thực,O=Văn phòng,emailAddress=ca@example.org,C=VN',
    'C=VN, E=ca@example.org, O=Văn  phòng, CN="Tổ chức, chứng thực"',
    'cn=tổ CHỨC\\2c chứng thực;\n o = văn phòng ;EMAILADDRESS=CA@example.org;c=vn',
    '2.5.4.6=VN,OID.1.2.840.113549.1.9.1=ca@example.org,O=Văn phòng,CN=Tổ chức\\, chứng thực',
    'CN=T\\E1\\BB\\95 chức\\, chứng thực,O=Văn phòng,emailAddress=ca@example.org,C=VN',
    'CN=Tổ chức\\, chứng thực,O=Văn phòng,emailAddress=ca@example.org,C=#1302564e',
  ])('takes %j for the same', (text) => {
    expect(namesIssuer(text, issuer)).toBe(true)
  })

  it.each([
    'CN=Another,O=Văn phòng,emailAddress=ca@example.org,C=VN',
    'CN=Tổ chức\\, chứng thực,O=Văn phòng,C=VN',
    'CN=Tổ chức\\, chứng thực,O=Văn phòng,emailAddress=ca@example.org,C=VN,C=VN',
    'O=Tổ chức\\, chứng thực,CN=Văn phòng,emailAddress=ca@example.org,C=VN',
  ])('takes %j for another', (text) => {
    expect(namesIssuer(text, issuer)).toBe(false)
  })

  it.each(['', 'nonsense', 'CN=x,WHAT=y', `CN=${'x'.repeat(5000)}`])('does not compare %j', (text) => {
    expect(namesIssuer(text.slice(0, 5000), issuer)).toBeUndefined()
  })
})
