// XAdES and plain XML signatures through the whole validation (EN 319 102-1), under an authority that is trusted.

import { describe, expect, it } from 'vitest'
import { concatBytes, toBase64, utf8 } from '../../../src/bytes.ts'
import type { ValidationReport } from '../../../src/validation/report.ts'
import { validateDocument } from '../../../src/validation/validate-document.ts'
import { ask, crl, makeOffice, timestampToken } from '../../fixtures/office.ts'
import {
  canonicalIn,
  element,
  enveloped,
  exclusive,
  here,
  keyInfoOf,
  qualifyingProperties,
  signedXml,
  withUnsigned,
} from './signed-xml.ts'

const { pki, trust } = await makeOffice()
const { signer } = pki
const template = `<Decision xmlns="urn:office"><Title>Quyết định</Title>${here}</Decision>`
const properties = qualifyingProperties({ signer })
const keyInfo = keyInfoOf(...pki.chain)
const signed = signedXml({ signer, template, references: [enveloped(template)], properties, keyInfo })

function summary({ indication, integrity, signatures, reasons }: ValidationReport): string {
  const [first] = signatures
  const codes = [...reasons, ...(first?.reasons ?? [])].map(({ code }) => code)
  return [indication, first?.subIndication ?? '-', integrity, first?.level ?? '-', ...codes].join(' ')
}
const judge = async (document: string) => summary(await validateDocument(ask(utf8(document), trust)))

const stamp = async (name: string, message: Uint8Array, namespace: string) => {
  const token = toBase64(await timestampToken(pki, message))
  return `<t:${name} xmlns:t="${namespace}" xmlns:xades="http://uri.etsi.org/01903/v1.3.2#"><ds:CanonicalizationMethod Algorithm="${exclusive}"/><xades:EncapsulatedTimeStamp>${token}</xades:EncapsulatedTimeStamp></t:${name}>`
}
const xades132 = 'http://uri.etsi.org/01903/v1.3.2#'

describe('validateDocument', () => {
  it('passes XAdES and names its signer and claimed time', async () => {
    expect(await judge(signed)).toBe('TOTAL_PASSED - intact B-B XML_COVERS')
    const report = await validateDocument(ask(utf8(signed), trust))
    expect(report).toMatchObject({
      format: 'XAdES',
      signatures: [
        { format: 'XAdES', name: 'S', coversWholeDocument: true, claimedSigningTime: '2026-06-14T12:00:00Z' },
      ],
    })
  })

  it('passes a time-stamped one at the proven time', async () => {
    const value = canonicalIn(signed, '//ds:SignatureValue')
    const stamped = withUnsigned(signed, await stamp('SignatureTimeStamp', value, xades132))
    const report = await validateDocument(ask(utf8(stamped), trust))
    expect(summary(report)).toBe('TOTAL_PASSED - intact B-T XML_COVERS')
    expect(report.signatures[0]?.bestSignatureTime).toBe('2026-06-13T12:00:00Z')
  })

  it('passes one with archive time-stamp', async () => {
    const value = canonicalIn(signed, '//ds:SignatureValue')
    const stamped = withUnsigned(signed, await stamp('SignatureTimeStamp', value, xades132))
    const list = toBase64(await crl(pki.issuing))
    const long = withUnsigned(
      stamped,
      `<xades:RevocationValues><xades:CRLValues><xades:EncapsulatedCRLValue>${list}</xades:EncapsulatedCRLValue></xades:CRLValues></xades:RevocationValues>`,
    )
    const octets = concatBytes(
      canonicalIn(template.replace(here, ''), '/*'),
      ...['//xades:SignedProperties', '//ds:SignedInfo', '//ds:SignatureValue', '//ds:KeyInfo'].map((path) =>
        canonicalIn(long, path),
      ),
      canonicalIn(long, '//xades:UnsignedSignatureProperties/*[1]'),
      canonicalIn(long, '//xades:UnsignedSignatureProperties/*[2]'),
    )
    const archived = withUnsigned(
      long,
      await stamp('ArchiveTimeStamp', octets, 'http://uri.etsi.org/01903/v1.4.1#'),
    )
    expect(await judge(archived)).toBe('TOTAL_PASSED - intact B-LTA XML_COVERS')
  })

  it('never passes what was changed, moved, or stands beside what was signed', async () => {
    expect(await judge(signed.replace('Quyết', 'Quyêt'))).toMatch(/^TOTAL_FAILED HASH_FAILURE broken/)
    const part = signedXml({
      signer,
      template: `<Envelope><Amount Id="x">10</Amount>${here}</Envelope>`,
      references: [element('x')],
      properties,
    })
    expect(await judge(part.replace('<Amount', '<Amount>10000</Amount><Amount'))).toMatch(
      /^INDETERMINATE SIG_CONSTRAINTS_FAILURE intact/,
    )
    const report = await validateDocument(ask(utf8(part), trust))
    expect(report.signatures[0]?.coversWholeDocument).toBe(false)
    expect(summary(report)).toContain('XML_COVERS_PART')
  })

  it('never passes a stranger, whatever he signs', async () => {
    const stranger = (await makeOffice({ algorithm: 'ed25519' })).pki
    const document = signedXml({
      signer: stranger.signer,
      template,
      references: [enveloped(template)],
      properties: qualifyingProperties({ signer: stranger.signer }),
    })
    expect(await judge(document)).toMatch(/^INDETERMINATE NO_CERTIFICATE_CHAIN_FOUND intact/)
  })

  it('tells plain XML signatures apart', async () => {
    const plain = signedXml({ signer, template, references: [enveloped(template)], keyInfo })
    expect(await judge(plain)).toBe('TOTAL_PASSED - intact - XML_PLAIN_SIGNATURE XML_COVERS')
  })

  it('gives a verdict on XML that is damaged or not read', async () => {
    expect(await judge(signed.replace('</Decision>', ''))).toMatch(/^TOTAL_FAILED - undetermined/)
    expect(await judge(`<!DOCTYPE Decision>${signed}`)).toMatch(
      /^INDETERMINATE - undetermined - UNSUPPORTED_FORMAT/,
    )
  })
})
