// Time-stamps (RFC 3161): what proves a time, and what does not.

import { describe, expect, it } from 'vitest'
import { digest } from '#primitives'
import { concatBytes, utf8 } from '../../src/bytes.ts'
import type { HashAlgorithm } from '../../src/crypto/algorithms.ts'
import { oids } from '../../src/formats/asn1/oids.ts'
import { addSignatureTimestamp, signatureValueOf } from '../../src/formats/cms/unsigned-attributes.ts'
import { certificatesOf } from '../../src/validation/checks.ts'
import { defaultPolicy } from '../../src/validation/policy.ts'
import { readRevocationData } from '../../src/validation/revocation-data.ts'
import { judgeTimestamp, type TimestampVerdict } from '../../src/validation/timestamp.ts'
import { validateDocument } from '../../src/validation/validate-document.ts'
import {
  ask,
  cades,
  crl,
  daysFromNow,
  makeOffice,
  now,
  pades,
  serialOf,
  timestampToken,
  trustIn,
  withDocumentTimestamp,
  withTimestamp,
} from '../fixtures/office.ts'
import { makePdf } from '../fixtures/pdf.ts'
import { type CertifyOptions, certify, fixedKey } from '../fixtures/pki.ts'

const { pki, trust } = await makeOffice()
const message = utf8('what was stamped')

interface Question {
  readonly of?: Uint8Array
  readonly at?: Date
  readonly anchors?: readonly Uint8Array[]
  readonly crls?: readonly Uint8Array[]
}

async function judge(token: Uint8Array, question: Question = {}): Promise<TimestampVerdict> {
  const { of = message, at = now, anchors = trust.anchors, crls = trust.crls } = question
  return judgeTimestamp({
    token,
    digest: (hash: HashAlgorithm) => digest(hash, of),
    anchors: certificatesOf(anchors),
    intermediates: [],
    data: readRevocationData(crls, []),
    at,
    provenAt: undefined,
    policy: defaultPolicy,
  })
}

const codes = ({ reasons }: TimestampVerdict) => reasons.map(({ code }) => code)

describe('judgeTimestamp', () => {
  it('trusts a token of a trusted authority and tells its time', async () => {
    const verdict = await judge(await timestampToken(pki, message))
    expect(verdict).toMatchObject({
      integrity: 'intact',
      trusted: true,
      genTime: daysFromNow(-2),
      reasons: [],
    })
  })

  it('does not trust a token over other bytes', async () => {
    const verdict = await judge(await timestampToken(pki, message), { of: utf8('other') })
    expect(verdict).toMatchObject({ integrity: 'broken', trusted: false })
    expect(codes(verdict)).toEqual(['TIMESTAMP_OF_OTHER_BYTES'])
  })

  it('does not trust without anchor, without revocation data, or after revocation', async () => {
    const token = await timestampToken(pki, message)
    expect(codes(await judge(token, { anchors: [] }))).toEqual(['NO_TRUST_ANCHORS'])
    expect(codes(await judge(token, { crls: [] }))).toContain('REVOCATION_UNKNOWN')
    const entries = [{ serialNumber: serialOf(pki.tsa), revocationDate: daysFromNow(-1) }]
    const crls = [await crl(pki.root), await crl(pki.issuing, { entries })]
    expect(codes(await judge(token, { crls }))).toEqual(['REVOKED'])
  })

  it('does not trust a signer whose certificate is not for time-stamping', async () => {
    const verdict = await judge(await timestampToken(pki, message, { tsa: pki.signer }))
    expect(verdict).toMatchObject({ integrity: 'intact', trusted: false })
    expect(codes(verdict)).toEqual(['KEY_USAGE'])
  })

  it('does not trust a token from the future or from outside its certificate’s validity', async () => {
    expect(codes(await judge(await timestampToken(pki, message, { genTime: daysFromNow(1) })))).toEqual([
      'TIMESTAMP_FROM_THE_FUTURE',
    ])
    const early = await timestampToken(pki, message, { genTime: new Date('2020-01-01T00:00:00Z') })
    expect(codes(await judge(early))).toEqual(['TIMESTAMP_OUTSIDE_CERTIFICATE'])
  })

  it('answers damaged tokens with a verdict', async () => {
    const token = await timestampToken(pki, message)
    expect(codes(await judge(token.subarray(0, 100)))).toEqual(['TIMESTAMP_MALFORMED'])
    expect(codes(await judge(concatBytes(token, Uint8Array.of(0))))).toEqual(['TIMESTAMP_MALFORMED'])
    expect(codes(await judge(new Uint8Array(0)))).toEqual(['TIMESTAMP_MALFORMED'])
    const signature = await judge(token.with(token.length - 1, (token.at(-1) ?? 0) ^ 1))
    expect(signature).toMatchObject({ integrity: 'broken', trusted: false })
  })

  it('does not take a plain signature for a token', async () => {
    expect(codes(await judge(await cades(pki, message)))).toEqual(['CONTENT_TYPE_MISMATCH'])
  })
})

describe('a signature with a time-stamp', () => {
  it('is B-T with a token over its value, and B-B with one copied from elsewhere', async () => {
    const signed = await cades(pki, message)
    const own = await validateDocument(ask(await withTimestamp(pki, signed), trust))
    expect(own.signatures[0]).toMatchObject({ level: 'B-T', bestSignatureTime: '2026-06-13T12:00:00Z' })
    const copied = await timestampToken(pki, signatureValueOf(await cades(pki, utf8('another'))))
    const report = await validateDocument(ask(addSignatureTimestamp(signed, copied), trust))
    expect(report.signatures[0]).toMatchObject({ level: 'B-B', bestSignatureTime: null, integrity: 'intact' })
    expect(report.signatures[0]?.reasons.map(({ code }) => code)).toContain('TIMESTAMP_OF_OTHER_BYTES')
  })

  it('looks at a bounded number of them', async () => {
    let signed = await cades(pki, message)
    const token = await timestampToken(pki, signatureValueOf(signed))
    for (let i = 0; i < 10; i++) signed = addSignatureTimestamp(signed, token)
    const report = await validateDocument(ask(signed, trust))
    expect(report.indication).toBe('TOTAL_PASSED')
    expect(report.signatures[0]?.reasons.map(({ code }) => code)).toEqual(['TIMESTAMPS_TOO_MANY'])
  })
})

describe('a document time-stamp', () => {
  const shortLived = (role: 'signer' | 'tsa', extensions: CertifyOptions['extensions']) =>
    certify({
      algorithm: 'ecdsa-p256',
      privateKey: fixedKey('ecdsa-p256', role),
      subject: `CN=Short-lived ${role},C=VN`,
      issuer: pki.issuing,
      notBefore: daysFromNow(-40),
      notAfter: daysFromNow(-10),
      extensions,
    })
  const listsOfThen = async () => [
    await crl(pki.root),
    await crl(pki.issuing),
    await crl(pki.issuing, { thisUpdate: daysFromNow(-15), nextUpdate: daysFromNow(-5) }),
  ]

  it('proves a signature older than itself, though the signer’s certificate has expired since', async () => {
    const signer = await shortLived('signer', { keyUsage: ['nonRepudiation'] })
    const signed = await pades(pki, makePdf('table'), { signer })
    const then = trustIn(pki.root, await listsOfThen())
    expect((await validateDocument(ask(signed, then))).signatures[0]?.subIndication).toBe(
      'OUT_OF_BOUNDS_NO_POE',
    )
    const stamped = await withDocumentTimestamp(pki, signed, daysFromNow(-20))
    const report = await validateDocument(ask(stamped, then))
    expect(report).toMatchObject({ indication: 'TOTAL_PASSED', integrity: 'intact' })
    expect(report.signatures).toMatchObject([{ level: 'B-T', bestSignatureTime: '2026-05-26T12:00:00Z' }])
    const tooLate = await withDocumentTimestamp(pki, signed, daysFromNow(-5))
    expect((await validateDocument(ask(tooLate, then))).indication).toBe('INDETERMINATE')
  })

  it('proves an earlier time-stamp whose authority’s certificate has expired since', async () => {
    const signer = await shortLived('signer', { keyUsage: ['nonRepudiation'] })
    const tsa = await shortLived('tsa', { extendedKeyUsage: { usages: [oids.timeStamping], critical: true } })
    const past = { ...pki, tsa }
    const signed = await pades(past, makePdf('table'), { signer, genTime: daysFromNow(-30) })
    const then = trustIn(pki.root, await listsOfThen())
    expect((await validateDocument(ask(signed, then))).signatures[0]).toMatchObject({
      bestSignatureTime: null,
    })
    const stamped = await withDocumentTimestamp(pki, signed, daysFromNow(-20))
    const report = await validateDocument(ask(stamped, then))
    expect(report.indication).toBe('TOTAL_PASSED')
    expect(report.signatures[0]?.bestSignatureTime).toBe('2026-05-16T12:00:00Z')
  })

  it('keeps a document from passing when it does not hold', async () => {
    const signed = await pades(pki, makePdf('table'))
    const stamped = await withDocumentTimestamp(pki, signed, daysFromNow(-1))
    expect((await validateDocument(ask(stamped, trust))).indication).toBe('TOTAL_PASSED')
    // The last time-stamp again, over a file that it was not made for.
    const prepared = await withDocumentTimestamp(pki, stamped, daysFromNow(-1))
    const text = new TextDecoder('latin1').decode(prepared)
    const contents = [...text.matchAll(/\/Contents\s*<([0-9a-fA-F]{1000,})>/g)]
    const [first, second] = contents.slice(-2)
    if (first === undefined || second === undefined) throw new Error('no /Contents')
    const forged = prepared.slice()
    const from = first.index + first[0].indexOf('<')
    forged.set(prepared.subarray(from, from + (first[1]?.length ?? 0)), second.index + second[0].indexOf('<'))
    const report = await validateDocument(ask(forged, trust))
    expect(report.indication).toBe('INDETERMINATE')
    expect(report.signatures[0]?.integrity).toBe('intact')
    expect(report.reasons.map(({ code }) => code)).toContain('DOCUMENT_TIMESTAMP_WRONG')
  })
})
