// Counter-signatures of CMS (RFC 5652 §11.4), parallel signers, and the tree of checks.

import { describe, expect, it } from 'vitest'
import { digest } from '#primitives'
import { utf8 } from '../../src/bytes.ts'
import { oids } from '../../src/formats/asn1/oids.ts'
import { parseDer } from '../../src/formats/asn1/reader.ts'
import { contextConstructed, tags } from '../../src/formats/asn1/tags.ts'
import {
  objectIdentifier,
  octetString,
  sequence,
  sortSetOf,
  tagged,
  tlv,
} from '../../src/formats/asn1/writer.ts'
import { attribute } from '../../src/formats/cms/build-signed-data.ts'
import { addUnsignedAttribute, signatureValueOf } from '../../src/formats/cms/unsigned-attributes.ts'
import type { Check } from '../../src/validation/report.ts'
import { validateDocument } from '../../src/validation/validate-document.ts'
import {
  ask,
  cades,
  crl,
  daysFromNow,
  makeOffice,
  rawSignedData,
  serialOf,
  trustIn,
} from '../fixtures/office.ts'
import { certify, fixedKey } from '../fixtures/pki.ts'

const content = utf8('Tờ trình')
const { pki, trust } = await makeOffice()
const second = await certify({
  algorithm: 'ecdsa-p384',
  privateKey: fixedKey('ecdsa-p384', 'signer'),
  subject: 'CN=Trần Văn B,C=VN',
  issuer: pki.issuing,
  extensions: { keyUsage: ['nonRepudiation'] },
})

/** The parts of SignedData that signers are joined from. */
function parts(cms: Uint8Array): { readonly algorithms: Uint8Array[]; readonly signerInfos: Uint8Array[] } {
  return parseDer('SignedData', cms, (reader) =>
    reader.sequence((info) => {
      info.oid()
      return info.inside(contextConstructed(0), (inner) =>
        inner.sequence((fields) => {
          fields.smallInteger(9)
          const algorithms = fields.each(tags.set, (set) => set.raw(tags.sequence))
          fields.element()
          if (fields.isNext(contextConstructed(0))) fields.element()
          return { algorithms, signerInfos: fields.each(tags.set, (set) => set.raw(tags.sequence)) }
        }),
      )
    }),
  )
}

interface CounterOptions {
  readonly of?: Uint8Array
  readonly withContentType?: boolean
}

async function counterSigned(cms: Uint8Array, { of, withContentType = false }: CounterOptions = {}) {
  const certHash = octetString(await digest('sha-256', second.certificate))
  const attributes = [
    attribute(oids.messageDigest, octetString(await digest('sha-384', of ?? signatureValueOf(cms)))),
    attribute(oids.signingCertificateV2, sequence(sequence(sequence(certHash)))),
    ...(withContentType ? [attribute(oids.contentType, objectIdentifier(oids.data))] : []),
  ]
  const [signerInfo] = parts(
    rawSignedData({
      signer: second,
      hash: 'sha384',
      digestAlgorithm: sequence(objectIdentifier('2.16.840.1.101.3.4.2.2')),
      attributes: sortSetOf(attributes),
    }),
  ).signerInfos
  if (signerInfo === undefined) throw new Error('nobody has signed')
  return addUnsignedAttribute(cms, 0, attribute(oids.countersignature, signerInfo))
}

const chain = [...pki.chain, second.certificate]
const signed = await cades(pki, content, { certificates: chain })
const judge = async (document: Uint8Array) => validateDocument(ask(document, trust))

describe('a counter-signature', () => {
  it('is judged with its own signer', async () => {
    const { indication, signatures } = await judge(await counterSigned(signed))
    expect(indication).toBe('TOTAL_PASSED')
    expect(signatures).toHaveLength(1)
    expect(signatures[0]?.counterSignatures).toMatchObject([
      { indication: 'TOTAL_PASSED', integrity: 'intact', signer: { subject: 'CN=Trần Văn B,C=VN' } },
    ])
  })

  it('is refused when it is over another signature or has a content type, and the signature stands', async () => {
    for (const [options, subIndication] of [
      [{ of: utf8('another') }, 'HASH_FAILURE'],
      [{ withContentType: true }, 'FORMAT_FAILURE'],
    ] as const) {
      const { indication, signatures } = await judge(await counterSigned(signed, options))
      expect(indication).toBe('TOTAL_PASSED')
      expect(signatures[0]?.counterSignatures).toMatchObject([{ indication: 'TOTAL_FAILED', subIndication }])
      expect(signatures[0]?.reasons.map(({ code }) => code)).toEqual(['COUNTER_SIGNATURE_NOT_PASSED'])
    }
  })

  it('that cannot be read is told, and that there are too many', async () => {
    const broken = addUnsignedAttribute(signed, 0, attribute(oids.countersignature, sequence()))
    const { signatures } = await judge(broken)
    expect(signatures[0]?.indication).toBe('TOTAL_PASSED')
    expect(signatures[0]?.counterSignatures).toMatchObject([{ subIndication: 'FORMAT_FAILURE' }])
    let many = signed
    for (let i = 0; i < 12; i++) many = await counterSigned(many)
    const report = await judge(many)
    expect(report.signatures[0]?.counterSignatures).toHaveLength(10)
    expect(report.signatures[0]?.reasons.map(({ code }) => code)).toContain('COUNTER_SIGNATURES_TOO_MANY')
  })

  it('never stands in for the signature itself', async () => {
    const document = await counterSigned(signed)
    const at = document.findIndex((_, i) => content.every((octet, k) => document[i + k] === octet))
    const report = await judge(document.with(at, (document[at] ?? 0) ^ 1))
    expect(report).toMatchObject({ indication: 'TOTAL_FAILED', integrity: 'broken' })
    expect(report.signatures[0]?.counterSignatures).toMatchObject([{ indication: 'TOTAL_PASSED' }])
  })
})

describe('several signers of one content', () => {
  it('are judged each for himself, and the document by the worst', async () => {
    const other = await cades(pki, content, { signer: second, certificates: chain })
    const [a, b] = [parts(signed), parts(other)]
    const both = sequence(
      objectIdentifier(oids.signedData),
      tagged(
        0,
        sequence(
          Uint8Array.of(2, 1, 1),
          tlv(tags.set, ...sortSetOf([...a.algorithms, ...b.algorithms])),
          sequence(objectIdentifier(oids.data), tagged(0, octetString(content))),
          tlv(contextConstructed(0), ...sortSetOf(chain)),
          tlv(tags.set, ...sortSetOf([...a.signerInfos, ...b.signerInfos])),
        ),
      ),
    )
    expect(await judge(both)).toMatchObject({ indication: 'TOTAL_PASSED', signatures: [{}, {}] })
    const entry = { serialNumber: serialOf(second), revocationDate: daysFromNow(-1) }
    const lists = [await crl(pki.root), await crl(pki.issuing, { entries: [entry] })]
    const report = await validateDocument(ask(both, trustIn(pki.root, lists)))
    expect(report.indication).toBe('INDETERMINATE')
    const bySigner = new Map(report.signatures.map((one) => [one.signer?.subject, one.subIndication]))
    expect([...bySigner.values()].sort()).toEqual(['REVOKED_NO_POE', null].sort())
    expect(bySigner.get('CN=Trần Văn B,C=VN')).toBe('REVOKED_NO_POE')
  })
})

describe('the tree of checks', () => {
  const lines = (checks: readonly Check[] = []): readonly string[] =>
    checks.flatMap((one) => [
      `${one.code} ${one.clause.replace('EN 319 102-1 ', '')} ${one.outcome}`,
      ...lines(one.checks).map((line) => `  ${line}`),
    ])

  it('has each building block with its clause and outcome', async () => {
    const { signatures } = await judge(signed)
    expect(lines(signatures[0]?.checks)).toEqual([
      'FORMAT_CHECKING §5.2.2 passed',
      'IDENTIFICATION_OF_THE_SIGNING_CERTIFICATE §5.2.3 passed',
      'VALIDATION_CONTEXT_INITIALIZATION §5.2.4 passed',
      'CRYPTOGRAPHIC_VERIFICATION §5.2.7 passed',
      'X509_CERTIFICATE_VALIDATION §5.2.6 passed',
      '  REVOCATION_FRESHNESS §5.2.5 passed',
      '  REVOCATION_FRESHNESS §5.2.5 passed',
      'SIGNATURE_ACCEPTANCE_VALIDATION §5.2.8 passed',
    ])
  })

  it('names the block that failed, and those that were not reached', async () => {
    const at = signed.findIndex((_, i) => content.every((octet, k) => signed[i + k] === octet))
    const { signatures } = await judge(signed.with(at, (signed[at] ?? 0) ^ 1))
    expect(lines(signatures[0]?.checks)).toContain('CRYPTOGRAPHIC_VERIFICATION §5.2.7 failed')
    expect(lines(signatures[0]?.checks)).toContain('X509_CERTIFICATE_VALIDATION §5.2.6 not_done')
  })
})
