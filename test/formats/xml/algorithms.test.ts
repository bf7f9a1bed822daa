// Algorithms by their URIs (XMLDSig 1.1 §6, RFC 9231), and values of the XML form in the form of the house.

import { describe, expect, it } from 'vitest'
import { toHex, utf8 } from '../../../src/bytes.ts'
import {
  base64Text,
  canonicalisationOf,
  hashByUri,
  signatureMethodOf,
} from '../../../src/formats/xml/algorithms.ts'
import { ecdsaValue } from '../../../src/formats/xml/key-info.ts'
import { parseXml } from '../../../src/formats/xml/parse.ts'

const root = (text: string) => parseXml(utf8(text)).root
const more2007 = 'http://www.w3.org/2007/05/xmldsig-more#'
const method = (uri: string, inside = '') =>
  signatureMethodOf(
    root(
      `<m xmlns:ds="http://www.w3.org/2000/09/xmldsig#" xmlns:more="${more2007}" Algorithm="${uri}">${inside}</m>`,
    ),
  )

describe('signatureMethodOf', () => {
  it.each([
    ['http://www.w3.org/2000/09/xmldsig#rsa-sha1', { kind: 'rsa-pkcs1', hash: 'sha-1' }],
    ['http://www.w3.org/2001/04/xmldsig-more#rsa-sha512', { kind: 'rsa-pkcs1', hash: 'sha-512' }],
    ['http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384', { kind: 'ecdsa', hash: 'sha-384' }],
    ['http://www.w3.org/2021/04/xmldsig-more#eddsa-ed25519', { kind: 'ed25519' }],
    ['http://www.w3.org/2021/04/xmldsig-more#eddsa-ed448', { kind: 'ed448' }],
    [`${more2007}sha384-rsa-MGF1`, { kind: 'rsa-pss', hash: 'sha-384', mgf1Hash: 'sha-384', saltOctets: 48 }],
    [`${more2007}rsa-pss`, { kind: 'rsa-pss', hash: 'sha-256', mgf1Hash: 'sha-256', saltOctets: 32 }],
  ])('knows %s', (uri, scheme) => {
    expect(method(uri)).toEqual({ uri, scheme, mac: false })
  })

  it('reads the parameters of RSASSA-PSS', () => {
    const digest = '<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha512"/>'
    const mgf = `<more:MaskGenerationFunction Algorithm="${more2007}MGF1">${digest}</more:MaskGenerationFunction>`
    const parameters = (inside: string) =>
      method(`${more2007}rsa-pss`, `<more:RSAPSSParams>${inside}</more:RSAPSSParams>`)
    expect(parameters(`${digest}${mgf}<more:SaltLength>20</more:SaltLength>`).scheme).toEqual({
      kind: 'rsa-pss',
      hash: 'sha-512',
      mgf1Hash: 'sha-512',
      saltOctets: 20,
    })
    expect(parameters('<more:TrailerField>2</more:TrailerField>').scheme).toBeUndefined()
    expect(() => parameters('<more:SaltLength>-1</more:SaltLength>')).toThrow('SaltLength')
    expect(() => parameters('<more:SaltLength>99999999</more:SaltLength>')).toThrow('SaltLength')
  })

  it('takes no MAC for a signature, and no parameters where there are none', () => {
    expect(method('http://www.w3.org/2000/09/xmldsig#hmac-sha1')).toMatchObject({
      scheme: undefined,
      mac: true,
    })
    expect(method('constructor')).toMatchObject({ scheme: undefined, mac: false })
    expect(() => method('http://www.w3.org/2000/09/xmldsig#rsa-sha1', '<x/>')).toThrow('parameters')
  })
})

describe('other algorithms', () => {
  it('are known by exact URI alone', () => {
    expect(hashByUri('http://www.w3.org/2001/04/xmlenc#sha256')).toBe('sha-256')
    expect(hashByUri('http://www.w3.org/2001/04/xmlenc#SHA256')).toBeUndefined()
    expect(hashByUri('toString')).toBeUndefined()
    const c14n = (uri: string, inside = '') =>
      canonicalisationOf(
        root(`<c xmlns:e="http://www.w3.org/2001/10/xml-exc-c14n#" Algorithm="${uri}">${inside}</c>`),
      )
    expect(c14n('http://www.w3.org/2006/12/xml-c14n11#WithComments')).toEqual({
      mode: 'inclusive11',
      comments: true,
      inclusivePrefixes: [],
    })
    expect(
      c14n('http://www.w3.org/2001/10/xml-exc-c14n#', '<e:InclusiveNamespaces PrefixList="a #default\n b"/>'),
    ).toEqual({
      mode: 'exclusive',
      comments: false,
      inclusivePrefixes: ['a', '', 'b'],
    })
    expect(c14n('urn:x')).toBeUndefined()
    expect(() => c14n('http://www.w3.org/2006/12/xml-c14n11', '<x/>')).toThrow('parameters')
  })
})

describe('values', () => {
  it('of ECDSA become DER, and only from two halves of one length', () => {
    expect(toHex(ecdsaValue(Uint8Array.of(0x80, 1, 0, 2)) ?? new Uint8Array(0))).toBe('30080203008001020102')
    expect(ecdsaValue(Uint8Array.of(1, 2, 3))).toBeUndefined()
    expect(ecdsaValue(new Uint8Array(0))).toBeUndefined()
    expect(ecdsaValue(new Uint8Array(200))).toBeUndefined()
  })

  it('of base64 may have white space, and nothing else', () => {
    expect(base64Text(' QU\nI=\t')).toEqual(utf8('AB'))
    for (const text of ['QUI', 'QU!=', 'QUI=QUI=', 'QUJ=', 'QU\u00a0I='])
      expect(base64Text(text)).toBeUndefined()
  })
})
