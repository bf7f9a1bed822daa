// XML signatures and XAdES (XMLDSig 1.1, EN 319 132-1): what holds, what is told of it, what does not hold.

import { generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { toBase64, utf8 } from '../../../src/bytes.ts'
import { readSubjectPublicKey } from '../../../src/crypto/subject-public-key-info.ts'
import { Budget } from '../../../src/validation/checks.ts'
import { practicePki } from '../../fixtures/pki.ts'
import {
  content,
  dsig,
  element,
  enveloped,
  exclusive,
  file,
  here,
  judged,
  qualifyingProperties,
  read,
  sha256,
  sha256Uri,
  signedPropertiesType,
  signedXml,
  verdicts,
  xmlAlgorithms,
} from './signed-xml.ts'

const pki = await practicePki()
const { signer } = pki
const template = `<Decision xmlns="urn:office" no="01/QĐ-UBND"><Title>Quyết định</Title>${here}</Decision>`
const properties = qualifyingProperties({ signer })
const signed = signedXml({ signer, template, references: [enveloped(template)], properties })
/** No unused bits stated in its keyUsage, so that zero bits stand at the end, which DER forbids (X.690 §11.2.2). */
function withZeroBits(certificate: Uint8Array): Uint8Array {
  const hex = certificate.toHex()
  const changed = hex.replace(/(0603551d0f0101ff040403020)[1-7]/, '$10')
  if (changed === hex) throw new Error('the certificate of the fixture has no keyUsage')
  return Uint8Array.fromHex(changed)
}

const codes = async (document: string) =>
  (await read(document)).signatures.map(({ reasons }) => reasons.map(({ code }) => code).join(' '))

describe('readXmlDocument', () => {
  it.each(xmlAlgorithms)('takes XAdES signed with %s', async (algorithm) => {
    const { signer: other } = await practicePki({ algorithm })
    const document = signedXml({
      signer: other,
      template,
      references: [enveloped(template)],
      properties: qualifyingProperties({ signer: other }),
    })
    expect(await verdicts(document)).toEqual(['intact ok'])
  })

  it('tells the signer, the time, the level and that the whole document is covered', async () => {
    const [signature] = (await read(signed)).signatures
    expect(signature).toMatchObject({ format: 'XAdES', name: 'S', level: 'B-B', coversWholeDocument: true })
    expect(await codes(signed)).toEqual(['XML_COVERS'])
    const verdict = await signature?.verify({ certificates: [], budget: new Budget(8) })
    expect(verdict?.signer?.der).toEqual(signer.certificate)
    expect(verdict?.claimedSigningTime?.toISOString()).toBe('2026-06-14T12:00:00.000Z')
    expect(verdict).toMatchObject({ namesCertificate: true, digestAlgorithms: ['sha-256'] })
  })

  it.each([
    ['text', 'Quyết định', 'Quyết dịnh'],
    ['an attribute', '01/QĐ', '02/QĐ'],
    ['a namespace', 'urn:office', 'urn:offices'],
    ['an element more', '</Title>', '</Title><Title/>'],
    ['a signed property', '2026-06-14T12:00:00Z', '2026-06-13T12:00:00Z'],
    ['a processing instruction', '<Title>', '<Title><?p x?>'],
  ])('finds a change of %s', async (_, from, to) => {
    expect(await verdicts(signed.replace(from, to))).toEqual(['broken HASH_FAILURE CONTENT_CHANGED'])
  })

  it('finds a change of SignedInfo and of the value', async () => {
    expect(await verdicts(signed.replace('<ds:Reference URI=""', '<ds:Reference  Id="r" URI=""'))).toEqual([
      'broken SIG_CRYPTO_FAILURE SIGNATURE_INVALID',
    ])
    const other = signedXml({
      signer,
      template,
      references: [enveloped(template)],
      properties,
      signatureValue: 'Hello World!',
    })
    expect(await verdicts(other)).toEqual(['broken SIG_CRYPTO_FAILURE SIGNATURE_INVALID'])
  })

  it('joins text around a comment, which canonicalisation leaves out, and never cuts there', async () => {
    const commented = signed.replace('Quyết định', 'Quyết<!-- x --> định')
    expect(await verdicts(commented)).toEqual(['intact ok'])
    const time = await (
      await read(signed.replace('2026-06-14T', '2026-06<!-- -->-14T'))
    ).signatures[0]?.verify({
      certificates: [],
      budget: new (await import('../../../src/validation/checks.ts')).Budget(8),
    })
    expect(time?.claimedSigningTime?.toISOString()).toBe('2026-06-14T12:00:00.000Z')
  })

  it('reads white space in base64 and other prefixes', async () => {
    const value = /<ds:SignatureValue[^>]*>([^<]+)/.exec(signed)?.[1] ?? ''
    expect(await verdicts(signed.replace(value, ` ${value.slice(0, 20)}\n\t${value.slice(20)}\n`))).toEqual([
      'intact ok',
    ])
    expect(await verdicts(signed.replace(value, value.replace('=', '')))).toEqual([
      'broken SIG_CRYPTO_FAILURE SIGNATURE_INVALID',
    ])
  })

  it('finds nothing to judge in a document without signature', async () => {
    expect(await verdicts('<a/>')).toEqual([])
  })
})

describe('values of ECDSA', () => {
  it('are as long as the curve asks, not padded', async () => {
    const value = Buffer.from(/<ds:SignatureValue[^>]*>([^<]+)/.exec(signed)?.[1] ?? '', 'base64')
    const zeros = Buffer.alloc(2)
    const padded = Buffer.concat([zeros, value.subarray(0, 32), zeros, value.subarray(32)]).toString('base64')
    expect(await verdicts(signed.replace(value.toString('base64'), padded))).toEqual([
      'broken SIG_CRYPTO_FAILURE SIGNATURE_INVALID',
    ])
  })
})

describe('plain XMLDSig', () => {
  it('is told apart from XAdES', async () => {
    const plain = signedXml({ signer, template, references: [enveloped(template)] })
    expect(await verdicts(plain)).toEqual(['intact ok'])
    expect((await read(plain)).signatures[0]?.level).toBeNull()
    expect(await codes(plain)).toEqual(['XML_PLAIN_SIGNATURE XML_COVERS'])
  })

  it('has no signer when it brings a key alone, and none when it brings nothing', async () => {
    const rsa = (await practicePki({ algorithm: 'rsa-pkcs1-3072' })).signer
    const jwk = (await import('node:crypto')).createPublicKey(rsa.privateKey).export({ format: 'jwk' })
    const base64 = (text: string | undefined) => Buffer.from(text ?? '', 'base64url').toString('base64')
    const keyInfo = `<ds:KeyInfo><ds:KeyValue><ds:RSAKeyValue><ds:Modulus>${base64(jwk.n)}</ds:Modulus><ds:Exponent>${base64(jwk.e)}</ds:Exponent></ds:RSAKeyValue></ds:KeyValue></ds:KeyInfo>`
    const references = [enveloped(template)]
    expect(await verdicts(signedXml({ signer: rsa, template, references, keyInfo }))).toEqual([
      'intact NO_SIGNING_CERTIFICATE_FOUND XML_KEY_WITHOUT_CERTIFICATE',
    ])
    expect(await verdicts(signedXml({ signer: rsa, template, references, keyInfo: '' }))).toEqual([
      'undetermined NO_SIGNING_CERTIFICATE_FOUND SIGNING_CERTIFICATE_MISSING',
    ])
  })

  it('tells by the key of a certificate that breaks the rules whether these bytes were signed, no more', async () => {
    const made = (der: Uint8Array) => {
      const keyInfo = `<ds:KeyInfo><ds:X509Data><ds:X509Certificate>${toBase64(der)}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>`
      return signedXml({ signer, template, references: [enveloped(template)], keyInfo })
    }
    const document = made(withZeroBits(signer.certificate))
    const unknown = 'NO_SIGNING_CERTIFICATE_FOUND XML_KEY_WITHOUT_CERTIFICATE'
    expect(await verdicts(document)).toEqual([`intact ${unknown}`])
    expect(await verdicts(made(withZeroBits(pki.tsa.certificate)))).toEqual([`undetermined ${unknown}`])
    const [changed] = await verdicts(document.replace('Quyết định', 'Quyết dịnh'))
    expect(changed).toMatch(/^broken HASH_FAILURE/)
  })

  it('reads keys of DSA, which name nobody', async () => {
    const pair = generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 160 })
    const key = readSubjectPublicKey(Uint8Array.from(pair.publicKey.export({ format: 'der', type: 'spki' })))
    if (key?.kind !== 'dsa') throw new Error('a key of DSA is not read')
    const number = (name: string, value: bigint) => {
      const hex = value.toString(16)
      return `<ds:${name}>${toBase64(Uint8Array.fromHex(hex.padStart(hex.length + (hex.length % 2), '0')))}</ds:${name}>`
    }
    const values = number('P', key.p) + number('Q', key.q) + number('G', key.g) + number('Y', key.y)
    const made = signedXml({
      signer,
      template,
      references: [enveloped(template)],
      keyInfo: `<ds:KeyInfo><ds:KeyValue><ds:DSAKeyValue>${values}</ds:DSAKeyValue></ds:KeyValue></ds:KeyInfo>`,
      signatureMethod: 'http://www.w3.org/2009/xmldsig11#dsa-sha256',
      sign: (info) => sign('sha256', info, { key: pair.privateKey, dsaEncoding: 'ieee-p1363' }),
    })
    const unknown = 'NO_SIGNING_CERTIFICATE_FOUND XML_KEY_WITHOUT_CERTIFICATE'
    expect(await verdicts(made)).toEqual([`intact ${unknown}`])
    const [signature] = (await read(made)).signatures
    const budget = new Budget(9)
    await signature?.verify({ certificates: [], budget })
    // A check of DSA costs as much as eight others.
    expect([budget.spend(), budget.spend()]).toEqual([true, false])
    const other = made.replace(
      /(<ds:SignatureValue Id="S-v">)(.)/,
      (_all, tag: string, first: string) => `${tag}${first === 'A' ? 'B' : 'A'}`,
    )
    expect(await verdicts(other)).toEqual([`undetermined ${unknown}`])
  })

  it('reads keys of elliptic curves too, and takes none that does not verify for the signer’s', async () => {
    const { publicKey } = await import('../../../src/formats/x509/certificate.ts').then(
      ({ parseCertificate }) => parseCertificate(signer.certificate),
    )
    const info = (point: Uint8Array, curve: string) =>
      `<ds:KeyInfo><ds:KeyValue><e:ECKeyValue xmlns:e="http://www.w3.org/2009/xmldsig11#"><e:NamedCurve URI="${curve}"/><e:PublicKey>${toBase64(point)}</e:PublicKey></e:ECKeyValue></ds:KeyValue></ds:KeyInfo>`
    const made = (keyInfo: string) =>
      signedXml({ signer, template, references: [enveloped(template)], keyInfo })
    const p256 = 'urn:oid:1.2.840.10045.3.1.7'
    const unknown = 'NO_SIGNING_CERTIFICATE_FOUND XML_KEY_WITHOUT_CERTIFICATE'
    expect(await verdicts(made(info(publicKey, p256)))).toEqual([`intact ${unknown}`])
    const other = (await practicePki({ algorithm: 'ecdsa-p256' })).tsa.publicKey.slice(-65)
    for (const wrong of [
      info(other, p256),
      info(publicKey, 'urn:oid:1.3.132.0.34'),
      info(publicKey.slice(1), p256),
    ])
      expect(await verdicts(made(wrong))).toEqual([`undetermined ${unknown}`])
    for (const unread of [
      info(publicKey, 'urn:oid:9.9'),
      info(publicKey, 'urn:oid:1.2.99999999999999999999'),
    ])
      expect(await verdicts(made(unread))).toEqual([
        'undetermined NO_SIGNING_CERTIFICATE_FOUND SIGNING_CERTIFICATE_MISSING',
      ])
  })

  it('is nobody’s signature when a shared secret made it', async () => {
    for (const method of [
      `${dsig}hmac-sha1`,
      'http://www.w3.org/2001/04/xmldsig-more#hmac-sha256',
      'http://www.w3.org/2021/04/xmldsig-more#poly1305',
    ]) {
      const mac = signedXml({ signer, template, references: [enveloped(template)], signatureMethod: method })
      expect(await verdicts(mac)).toEqual(['undetermined SIG_CONSTRAINTS_FAILURE XML_MAC'])
    }
  })

  it('is not judged with an algorithm that is not known', async () => {
    const other = signedXml({ signer, template, references: [enveloped(template)], signatureMethod: 'urn:x' })
    expect(await verdicts(other)).toEqual(['undetermined CRYPTO_CONSTRAINTS_FAILURE ALGORITHM_NOT_SUPPORTED'])
  })
})

describe('the signing certificate', () => {
  const make = (options: object, keyInfo?: string) =>
    signedXml({
      signer,
      template,
      references: [enveloped(template)],
      properties: qualifyingProperties({ signer, ...options }),
      ...(keyInfo === undefined ? {} : { keyInfo }),
    })

  it('has to be the one that the signer named', async () => {
    expect(await verdicts(make({ named: pki.tsa.certificate }))).toEqual([
      'intact NO_SIGNING_CERTIFICATE_FOUND SIGNING_CERTIFICATE_NOT_THE_NAMED',
    ])
  })

  it('has to be named in XAdES, or signed with KeyInfo', async () => {
    expect(await verdicts(make({ named: undefined }))).toEqual([
      'intact SIG_CONSTRAINTS_FAILURE SIGNING_CERTIFICATE_NOT_NAMED',
    ])
    const keyInfo = `<ds:KeyInfo Id="K"><ds:X509Data><ds:X509Certificate>${toBase64(signer.certificate)}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>`
    const withKeyInfo = signedXml({
      signer,
      template,
      references: [enveloped(template), element('K')],
      properties: qualifyingProperties({ signer, named: undefined }),
      keyInfo,
    })
    expect(await verdicts(withKeyInfo)).toEqual(['intact ok'])
  })

  it('is compared by issuer and serial number too where these are stated', async () => {
    const name = (serial: string, issuer: string) =>
      `<xades:SigningCertificate><xades:Cert><xades:CertDigest><ds:DigestMethod Algorithm="${sha256Uri}"/><ds:DigestValue>${sha256(signer.certificate)}</ds:DigestValue></xades:CertDigest>` +
      `<xades:IssuerSerial><ds:X509IssuerName>${issuer}</ds:X509IssuerName><ds:X509SerialNumber>${serial}</ds:X509SerialNumber></xades:IssuerSerial></xades:Cert></xades:SigningCertificate>`
    const { parseCertificate, serialHex } = await import('../../../src/formats/x509/certificate.ts')
    const serial = BigInt(`0x${serialHex(parseCertificate(signer.certificate).serialNumber)}`).toString()
    const issuer = 'CN=Practice Issuing Authority, O=Chancery  Practice,\n C=VN'
    const named = (signatureProperties: string) => make({ named: undefined, signatureProperties })
    expect(await verdicts(named(name(serial, issuer)))).toEqual(['intact ok'])
    const wrong = 'intact NO_SIGNING_CERTIFICATE_FOUND SIGNING_CERTIFICATE_NOT_THE_NAMED'
    expect(await verdicts(named(name('12345', issuer)))).toEqual([wrong])
    expect(await verdicts(named(name(serial, 'CN=Another,O=Chancery Practice,C=VN')))).toEqual([wrong])
  })

  it('is not guessed: a named one that is missing leaves the signature undetermined', async () => {
    const keyInfo = `<ds:KeyInfo><ds:X509Data><ds:X509Certificate>${toBase64(pki.issuing.certificate)}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>`
    expect(await verdicts(make({}, keyInfo))).toEqual([
      'undetermined NO_SIGNING_CERTIFICATE_FOUND SIGNING_CERTIFICATE_NOT_THE_NAMED',
    ])
  })
})

describe('signed properties', () => {
  it('belong to the signature that they name', async () => {
    const other = signedXml({
      signer,
      template,
      references: [enveloped(template)],
      properties: qualifyingProperties({ signer, target: '#T' }),
    })
    expect(await verdicts(other)).toEqual(['undetermined FORMAT_FAILURE XML_PROPERTIES_NOT_SIGNED'])
  })

  it('have to be signed, under their type', async () => {
    const untyped = signedXml({
      signer,
      template,
      references: [enveloped(template), { ...element('S-p'), type: signedPropertiesType }],
      properties,
    })
    expect(await verdicts(untyped)).toEqual(['intact ok'])
    const elsewhere = signedXml({
      signer,
      template: template.replace('<Title>', '<Title Id="x">'),
      references: [
        enveloped(template.replace('<Title>', '<Title Id="x">')),
        { ...element('x'), type: signedPropertiesType },
      ],
      properties,
    })
    expect(await verdicts(elsewhere)).toEqual(['undetermined FORMAT_FAILURE XML_PROPERTIES_NOT_SIGNED'])
    const withoutType = signedXml({
      signer,
      template,
      references: [enveloped(template), element('S-p'), { ...element('S-p'), type: signedPropertiesType }],
      properties,
    }).replace(` Type="${signedPropertiesType}"`, ` Type="urn:x"`)
    expect((await verdicts(withoutType))[0]).not.toMatch(/ ok$/)
  })

  it('cannot be moved out of the signature, nor doubled', async () => {
    const object =
      /<ds:Object xmlns:ds="[^"]*"><xades:QualifyingProperties.*<\/ds:Object>/.exec(signed)?.[0] ?? ''
    const moved = signed.replace(object, '').replace('</Decision>', `${object}</Decision>`)
    expect(await verdicts(moved)).toEqual(['undetermined FORMAT_FAILURE XML_PROPERTIES_NOT_SIGNED'])
    const doubled = signed.replace(object, object + object)
    expect(await verdicts(doubled)).toEqual(['undetermined FORMAT_FAILURE XML_SIGNATURE_MALFORMED'])
  })

  it('tell of a signature policy that was not applied, of commitments, of formats of nothing', async () => {
    const policy = `<xades:SignaturePolicyIdentifier><xades:SignaturePolicyId><xades:SigPolicyId><xades:Identifier>urn:oid:1.2.3</xades:Identifier></xades:SigPolicyId><xades:SigPolicyHash><ds:DigestMethod Algorithm="${sha256Uri}"/><ds:DigestValue>AA==</ds:DigestValue></xades:SigPolicyHash></xades:SignaturePolicyId></xades:SignaturePolicyIdentifier>`
    const data = `<xades:DataObjectFormat ObjectReference="#nothing"><xades:MimeType>text/xml</xades:MimeType></xades:DataObjectFormat><xades:CommitmentTypeIndication><xades:CommitmentTypeId><xades:Identifier>http://uri.etsi.org/01903/v1.2.2#ProofOfApproval</xades:Identifier></xades:CommitmentTypeId><xades:AllSignedDataObjects/></xades:CommitmentTypeIndication>`
    const document = signedXml({
      signer,
      template,
      references: [enveloped(template)],
      properties: qualifyingProperties({ signer, signatureProperties: policy, dataProperties: data }),
    })
    expect(await verdicts(document)).toEqual(['intact ok'])
    expect(await codes(document)).toEqual([
      'SIGNATURE_POLICY_NOT_APPLIED SIGNATURE_COMMITMENT XML_FORMAT_OF_NOTHING XML_COVERS',
    ])
  })
})

describe('what is signed', () => {
  it('may be an object inside the signature', async () => {
    const objects = `<ds:Object Id="o"><Order xmlns="urn:office">10</Order></ds:Object>`
    const document = signedXml({ signer, references: [element('o')], objects, properties })
    expect(await verdicts(document)).toEqual(['intact ok'])
    expect((await read(document)).signatures[0]?.coversWholeDocument).toBe(true)
  })

  it('may be base64 in an object', async () => {
    const octets = utf8('Nội dung')
    const objects = `<ds:Object Id="o" MimeType="text/plain">${toBase64(octets)}</ds:Object>`
    const reference = { uri: '#o', transforms: [`${dsig}base64`], octets: () => octets }
    const document = signedXml({ signer, references: [reference], objects, properties })
    expect(await verdicts(document)).toEqual(['intact ok'])
    const hidden = document.replace('MimeType="text/plain">', 'MimeType="text/plain"><x xmlns=""/>')
    expect(await verdicts(hidden)).toEqual(['intact SIG_CONSTRAINTS_FAILURE XML_NOTHING_SIGNED'])
  })

  it('may be files, by name or by digest', async () => {
    const [a, b] = [utf8('a'), utf8('b')]
    const document = signedXml({ signer, references: [file('a.txt', a), file('b.txt', b)], properties })
    expect(await verdicts(document, { anonymous: [content(b), content(a)] })).toEqual(['intact ok'])
    const named = (uri: string) => (uri === 'a.txt' ? content(a) : uri === 'b.txt' ? content(b) : undefined)
    expect(await verdicts(document, { named, anonymous: [] })).toEqual(['intact ok'])
    expect((await read(document, { named, anonymous: [] })).signatures[0]?.coversWholeDocument).toBe(true)
  })

  it('is missing when its file is not given, and changed when another one is', async () => {
    const document = signedXml({ signer, references: [file('a.txt', utf8('a'))], properties })
    const missing = 'undetermined SIGNED_DATA_NOT_FOUND XML_REFERENCE_NOT_FOUND'
    const changed = 'broken HASH_FAILURE CONTENT_CHANGED'
    expect(await verdicts(document)).toEqual([missing])
    expect(await verdicts(document, { anonymous: [content(utf8('A'))] })).toEqual([changed])
    expect(await verdicts(document, { named: () => content(utf8('A')), anonymous: [] })).toEqual([changed])
    expect(await verdicts(document, { named: () => undefined, anonymous: [] })).toEqual([missing])
  })

  it('lets no file pass that is not among it', async () => {
    const document = signedXml({ signer, references: [file('a.txt', utf8('a'))], properties })
    const contents = { anonymous: [content(utf8('a')), content(utf8('b'))] }
    const notSigned = 'intact SIG_CONSTRAINTS_FAILURE CONTENT_NOT_SIGNED'
    expect(await verdicts(document, contents)).toEqual([notSigned])
    expect((await read(document, contents)).signatures[0]?.coversWholeDocument).toBe(false)
    const inside = signedXml({
      signer,
      template: `<a>${here}</a>`,
      references: [enveloped(`<a>${here}</a>`)],
      properties,
    })
    expect(await verdicts(inside)).toEqual(['intact ok'])
    expect(await verdicts(inside, { anonymous: [content(utf8('b'))] })).toEqual([notSigned])
  })

  it('may be listed in a manifest, whose files count', async () => {
    const a = utf8('a')
    const manifest = (octets: Uint8Array) =>
      `<ds:Object><ds:Manifest Id="m"><ds:Reference URI="a.txt"><ds:DigestMethod Algorithm="${sha256Uri}"/><ds:DigestValue>${sha256(octets)}</ds:DigestValue></ds:Reference></ds:Manifest></ds:Object>`
    const reference = { ...element('m'), type: `${dsig}Manifest` }
    const document = signedXml({ signer, references: [reference], objects: manifest(a), properties })
    expect(await verdicts(document, { anonymous: [content(a)] })).toEqual(['intact ok'])
    expect(await verdicts(document, { anonymous: [content(utf8('b'))] })).toEqual([
      'broken HASH_FAILURE CONTENT_CHANGED',
    ])
    expect(await verdicts(document)).toEqual(['intact SIGNED_DATA_NOT_FOUND XML_REFERENCE_NOT_FOUND'])
  })

  it('has to be a manifest where it says so, and one that lists no further ones', async () => {
    const notSupported = ['undetermined CUSTOM XML_NOT_SUPPORTED']
    const type = `${dsig}Manifest`
    const objects = '<ds:Object Id="o"><x xmlns=""/></ds:Object>'
    const other = { ...element('o'), type }
    expect(await verdicts(signedXml({ signer, references: [other], objects, properties }))).toEqual(
      notSupported,
    )
    const nested = `<ds:Object><ds:Manifest Id="m"><ds:Reference Type="${type}" URI="#n"><ds:DigestMethod Algorithm="${sha256Uri}"/><ds:DigestValue>AA==</ds:DigestValue></ds:Reference></ds:Manifest></ds:Object>`
    const reference = { ...element('m'), type }
    expect(
      await verdicts(signedXml({ signer, references: [reference], objects: nested, properties })),
    ).toEqual(notSupported)
  })

  it('may be an XML file in canonical form', async () => {
    const octets = utf8('<a  b="1"><c/></a>')
    const reference = { uri: 'a.xml', transforms: [exclusive], octets: () => utf8('<a b="1"><c></c></a>') }
    const document = signedXml({ signer, references: [reference], properties })
    expect(await verdicts(document, { anonymous: [content(octets)] })).toEqual(['intact ok'])
    expect(await verdicts(document, { anonymous: [content(utf8('no XML'))] })).toEqual([
      'broken HASH_FAILURE CONTENT_CHANGED',
    ])
  })
})

describe('several signatures', () => {
  it('are judged each, with another outcome each', async () => {
    const once = signedXml({
      signer,
      template: template.replace(here, `${here}<!--NEXT-->`),
      references: [enveloped(template)],
      properties,
    })
    const filter = `<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116"><ds:XPath xmlns:ds="${dsig}">not(ancestor-or-self::ds:Signature)</ds:XPath></ds:Transform>`
    const second = signedXml({
      signer,
      id: 'T',
      template: once.replace('<!--NEXT-->', here),
      references: [{ ...enveloped(template), transforms: [filter, exclusive] }],
      properties: qualifyingProperties({ signer, id: 'T' }),
    })
    // The first signed everything but itself, so the second one breaks it; the second signed everything but signatures.
    const [first, other] = (await read(second)).signatures
    expect(first && (await judged(first))).toBe('broken HASH_FAILURE CONTENT_CHANGED')
    expect(other && (await judged(other))).toBe('intact ok')
    expect(other?.coversWholeDocument).toBe(true)
  })
})
