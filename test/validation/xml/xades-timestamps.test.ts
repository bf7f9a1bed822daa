// Time-stamps and counter-signatures of XAdES (EN 319 132-1 §5.2.7, §5.2.8, §5.3, §5.5.2, annex A.1.5).

import { describe, expect, it } from 'vitest'
import { concatBytes, toBase64, utf8 } from '../../../src/bytes.ts'
import { defaultPolicy } from '../../../src/validation/policy.ts'
import { judgeTimestamp } from '../../../src/validation/timestamp.ts'
import { crl, daysFromNow, makeOffice, now, ocspAnswer, timestampToken } from '../../fixtures/office.ts'
import {
  canonicalIn,
  content,
  element,
  enveloped,
  exclusive,
  file,
  here,
  judged,
  qualifyingProperties,
  read,
  signedXml,
  verdicts,
  withUnsigned,
} from './signed-xml.ts'

const office = await makeOffice()
const { pki } = office
const { signer, tsa } = pki
const template = `<Decision xmlns="urn:office"><Title>Quyết định</Title>${here}</Decision>`
const properties = qualifyingProperties({ signer })
const base = signedXml({ signer, template, references: [enveloped(template)], properties })
const xades132 = 'http://uri.etsi.org/01903/v1.3.2#'
const xades141 = 'http://uri.etsi.org/01903/v1.4.1#'

/** A time-stamp property over `message`. */
async function stamp(
  name: string,
  message: Uint8Array,
  namespace = xades132,
  method = exclusive,
): Promise<string> {
  const token = await timestampToken(pki, message)
  const canonicalisation = method === '' ? '' : `<ds:CanonicalizationMethod Algorithm="${method}"/>`
  return `<t:${name} xmlns:t="${namespace}" xmlns:xades="${xades132}">${canonicalisation}<xades:EncapsulatedTimeStamp>${toBase64(token)}</xades:EncapsulatedTimeStamp></t:${name}>`
}

/** Kind and integrity of every time-stamp of the first signature. */
async function stamps(document: string, contents?: Parameters<typeof read>[1]): Promise<string[]> {
  const [signature] = (await read(document, contents)).signatures
  const found: string[] = []
  for (const { kind, token, digest } of signature?.timestamps ?? []) {
    const verdict = await judgeTimestamp({
      token,
      digest,
      anchors: [],
      intermediates: [],
      data: { crls: [], ocsps: [] },
      at: now,
      provenAt: undefined,
      policy: defaultPolicy,
    })
    found.push(`${kind} ${verdict.integrity}`)
  }
  return found
}

const value = (document: string, inclusive = false) => canonicalIn(document, '//ds:SignatureValue', inclusive)
const property = (document: string, index: number) =>
  canonicalIn(document, `//xades:UnsignedSignatureProperties/*[${index}]`)

const list = await crl(pki.issuing)
const answer = await ocspAnswer(signer, pki.issuing, pki.responder)
const certificateValues = `<xades:CertificateValues><xades:EncapsulatedX509Certificate>${toBase64(pki.issuing.certificate)}</xades:EncapsulatedX509Certificate></xades:CertificateValues>`
const revocationValues = `<xades:RevocationValues><xades:CRLValues><xades:EncapsulatedCRLValue>${toBase64(list)}</xades:EncapsulatedCRLValue></xades:CRLValues><xades:OCSPValues><xades:EncapsulatedOCSPValue>${toBase64(answer)}</xades:EncapsulatedOCSPValue></xades:OCSPValues></xades:RevocationValues>`
const references = `<xades:CompleteCertificateRefs><xades:CertRefs/></xades:CompleteCertificateRefs><xades:CompleteRevocationRefs/>`

describe('signature time-stamps', () => {
  it('are over the signature value in the form that they name, or in Canonical XML 1.0', async () => {
    const exclusively = withUnsigned(base, await stamp('SignatureTimeStamp', value(base)))
    expect(await stamps(exclusively)).toEqual(['signature intact'])
    const byDefault = withUnsigned(base, await stamp('SignatureTimeStamp', value(base, true), xades132, ''))
    expect(await stamps(byDefault)).toEqual(['signature intact'])
    expect(await stamps(withUnsigned(base, await stamp('SignatureTimeStamp', value(base, true))))).toEqual([
      'signature broken',
    ])
    expect((await read(exclusively)).signatures[0]?.level).toBe('B-T')
  })

  it('give no digest where they name parts, and none with another hash than the token’s', async () => {
    const stamped = withUnsigned(base, await stamp('SignatureTimeStamp', value(base)))
    const named = stamped.replace(
      `<ds:CanonicalizationMethod Algorithm="${exclusive}"/><xades:E`,
      '<xades:Include URI="#S-v"/><xades:E',
    )
    const [signature] = (await read(named)).signatures
    await expect(signature?.timestamps[0]?.digest('sha-256')).rejects.toMatchObject({
      code: 'UNSUPPORTED_FORMAT',
    })
    const [plain] = (await read(stamped)).signatures
    await expect(plain?.timestamps[0]?.digest('sha-512')).rejects.toMatchObject({
      code: 'UNSUPPORTED_FORMAT',
    })
  })

  it('may hold several tokens', async () => {
    const one = await stamp('SignatureTimeStamp', value(base))
    const inner = /<xades:EncapsulatedTimeStamp>.*<\/xades:EncapsulatedTimeStamp>/.exec(one)?.[0] ?? ''
    expect(await stamps(withUnsigned(base, one.replace(inner, inner + inner)))).toEqual([
      'signature intact',
      'signature intact',
    ])
  })
})

describe('content time-stamps', () => {
  it('are over everything that is signed but the properties', async () => {
    const data = canonicalIn(template.replace(here, ''), '/*')
    const dataProperties = await stamp('AllDataObjectsTimeStamp', data)
    const document = signedXml({
      signer,
      template,
      references: [enveloped(template)],
      properties: qualifyingProperties({ signer, dataProperties }),
    })
    expect(await verdicts(document)).toEqual(['intact ok'])
    expect(await stamps(document)).toEqual(['content intact'])
    expect(await stamps(document.replace('Quyết', 'Quyêt'))).toEqual(['content broken'])
  })

  it('are over the references that they name', async () => {
    const [a, b] = [utf8('a'), utf8('b')]
    const individual = (await stamp('IndividualDataObjectsTimeStamp', b)).replace(
      '<ds:CanonicalizationMethod',
      '<xades:Include URI="#b" referencedData="true"/><ds:CanonicalizationMethod',
    )
    const document = signedXml({
      signer,
      references: [file('a.txt', a), { ...file('b.txt', b), id: 'b' }],
      properties: qualifyingProperties({ signer, dataProperties: individual }),
    })
    expect(await stamps(document, { anonymous: [content(a), content(b)] })).toEqual(['content intact'])
    const [absent] = (await read(document)).signatures
    await expect(absent?.timestamps[0]?.digest('sha-256')).rejects.toMatchObject({
      code: 'MALFORMED_DOCUMENT',
    })
  })
})

describe('time-stamps of references to validation data', () => {
  it('are over the references before them, with or without the signature', async () => {
    const signature = withUnsigned(base, await stamp('SignatureTimeStamp', value(base)))
    const referring = withUnsigned(signature, references)
    const parts = [property(referring, 1), property(referring, 2), property(referring, 3)]
    const both = withUnsigned(
      referring,
      await stamp('SigAndRefsTimeStamp', concatBytes(value(base), ...parts)),
    )
    expect(await stamps(both)).toEqual(['signature intact', 'references intact'])
    const only = withUnsigned(
      both,
      await stamp('RefsOnlyTimeStampV2', concatBytes(...parts.slice(1)), xades141),
    )
    expect(await stamps(only)).toEqual(['signature intact', 'references intact', 'references intact'])
    const moved = only.replace('<xades:CompleteRevocationRefs/>', '')
    expect(await stamps(moved)).toEqual(['signature intact', 'references broken', 'references broken'])
  })
})

describe('archive time-stamps', () => {
  /** EN 319 132-1 §5.5.2, by libxml2. */
  const archived = (document: string, count: number, ...objects: readonly Uint8Array[]) =>
    concatBytes(
      canonicalIn(template.replace(here, ''), '/*'),
      canonicalIn(document, '//xades:SignedProperties'),
      canonicalIn(document, '//ds:SignedInfo'),
      value(document),
      canonicalIn(document, '//ds:KeyInfo'),
      ...Array.from({ length: count }, (_, index) => property(document, index + 1)),
      ...objects,
    )

  const build = async () => {
    const stamped = withUnsigned(base, await stamp('SignatureTimeStamp', value(base)))
    const long = withUnsigned(withUnsigned(stamped, certificateValues), revocationValues)
    const first = withUnsigned(long, await stamp('ArchiveTimeStamp', archived(long, 3), xades141))
    return withUnsigned(first, await stamp('ArchiveTimeStamp', archived(first, 4), xades141))
  }

  it('are over the signed data, the signature and the unsigned properties before them', async () => {
    const document = await build()
    expect(await stamps(document)).toEqual(['signature intact', 'archive intact', 'archive intact'])
    expect((await read(document)).signatures[0]?.level).toBe('B-LTA')
    expect(await stamps(document.replace('Quyết', 'Quyêt'))).toEqual([
      'signature intact',
      'archive broken',
      'archive broken',
    ])
    const another = document.replace(toBase64(pki.issuing.certificate), toBase64(pki.root.certificate))
    expect(await stamps(another)).toEqual(['signature intact', 'archive broken', 'archive broken'])
  })

  it('name exactly the validation data and the time-stamps that their digest includes', async () => {
    const document = withUnsigned(
      await build(),
      `<v:TimeStampValidationData xmlns:v="${xades141}"><xades:CertificateValues><xades:EncapsulatedX509Certificate>${toBase64(tsa.certificate)}</xades:EncapsulatedX509Certificate></xades:CertificateValues></v:TimeStampValidationData>`,
    )
    const [signature] = (await read(document)).signatures
    const [ofSignature, first, second] = signature?.timestamps ?? []
    const nothing = { certificates: [], crls: [], ocsps: [], basicOcsps: [] }
    expect(ofSignature?.covers).toEqual({ validationData: nothing, timestamps: [] })
    const data = {
      certificates: [signer.certificate, pki.issuing.certificate],
      crls: [list],
      ocsps: [answer],
      basicOcsps: [],
    }
    expect(first?.covers).toEqual({ validationData: data, timestamps: [0] })
    expect(second?.covers).toEqual({ validationData: data, timestamps: [0, 1] })
    // What was added after the last of them is there, and proven by none.
    expect(signature?.validationData.certificates).toContainEqual(tsa.certificate)
  })

  it('are over further objects too', async () => {
    const objects = '<ds:Object Id="o"><x xmlns=""/></ds:Object>'
    const document = signedXml({
      signer,
      template,
      references: [enveloped(template), element('o')],
      objects,
      properties,
    })
    const object = canonicalIn(document, "//*[@Id='o']")
    const own = concatBytes(
      canonicalIn(template.replace(here, ''), '/*'),
      object,
      canonicalIn(document, '//xades:SignedProperties'),
      canonicalIn(document, '//ds:SignedInfo'),
      value(document),
      canonicalIn(document, '//ds:KeyInfo'),
    )
    const version141 = withUnsigned(
      document,
      await stamp('ArchiveTimeStamp', concatBytes(own, object), xades141),
    )
    expect(await stamps(version141)).toEqual(['archive intact'])
    // Version 1.3.2 leaves out what a reference is over already (TS 101 903 v1.3.2 §7.7.1).
    expect(await stamps(withUnsigned(document, await stamp('ArchiveTimeStamp', own)))).toEqual([
      'archive intact',
    ])
  })
})

describe('counter-signatures', () => {
  const counter = (target: string, id = 'C') =>
    signedXml({
      signer: tsa,
      id,
      template: withUnsigned(base, `<xades:CounterSignature>${here}</xades:CounterSignature>`),
      references: [{ ...element(target), type: 'http://uri.etsi.org/01903#CountersignedSignature' }],
      properties: qualifyingProperties({ signer: tsa, id }),
    })

  it('belong to the signature that they are over', async () => {
    const { signatures } = await read(counter('S-v'))
    expect(signatures.length).toBe(1)
    const [signature] = signatures
    expect(signature && (await judged(signature))).toBe('intact ok')
    expect(signature?.counterSignatures.map(({ name, level }) => [name, level])).toEqual([['C', 'B-B']])
    const [other] = signature?.counterSignatures ?? []
    expect(other && (await judged(other))).toBe('intact ok')
  })

  it('are refused when they are over something else', async () => {
    const [signature] = (await read(counter('S-p'))).signatures
    const [other] = signature?.counterSignatures ?? []
    expect(other && (await judged(other))).toBe('undetermined FORMAT_FAILURE XML_COUNTERSIGNS_OTHER')
  })

  it('break with the signature that they are over, and alone', async () => {
    const document = counter('S-v')
    const otherValue = (id: string) =>
      document.replace(
        new RegExp(`(<ds:SignatureValue Id="${id}">)(..)`),
        (_, tag, two) => tag + (two === 'AA' ? 'BB' : 'AA'),
      )
    const changed = otherValue('S-v')
    const [signature] = (await read(changed)).signatures
    const [other] = signature?.counterSignatures ?? []
    expect(other && (await judged(other))).toBe('broken HASH_FAILURE CONTENT_CHANGED')
    const own = otherValue('C-v')
    const [intact] = (await read(own)).signatures
    expect(intact && (await judged(intact))).toBe('intact ok')
    const [broken] = intact?.counterSignatures ?? []
    expect(broken && (await judged(broken))).toBe('broken SIG_CRYPTO_FAILURE SIGNATURE_INVALID')
  })

  it('outside the property are signatures of their own', async () => {
    const parallel = signedXml({
      signer: tsa,
      id: 'C',
      template: base.replace('</Decision>', `${here}</Decision>`),
      references: [{ ...element('S-v'), type: 'http://uri.etsi.org/01903#CountersignedSignature' }],
      properties: qualifyingProperties({ signer: tsa, id: 'C' }),
    })
    const { signatures } = await read(parallel)
    // The first signed the document as it was without the second.
    expect(await Promise.all(signatures.map(judged))).toEqual([
      'broken HASH_FAILURE CONTENT_CHANGED',
      'intact SIG_CONSTRAINTS_FAILURE XML_UNSIGNED_CONTENT',
    ])
  })
})

it('malformed tokens and values are left to those who judge them', async () => {
  const bad = withUnsigned(
    base,
    (await stamp('SignatureTimeStamp', value(base))).replace(/(EncapsulatedTimeStamp>).{40}/, '$1'),
  )
  const found = await stamps(bad)
  expect(found).toEqual(['signature undetermined'])
  const noBase64 = withUnsigned(base, certificateValues.replace(/(509Certificate>)/, '$1!'))
  expect(await verdicts(noBase64)).toEqual(['intact ok'])
  expect(daysFromNow(0)).toEqual(now)
})
