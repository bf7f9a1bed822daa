// Verdicts on whole documents (EN 319 102-1 §5), of every format that is judged and of those that are not.

import { describe, expect, it } from 'vitest'
import { concatBytes, toBase64, utf8 } from '../../src/bytes.ts'
import { signatureAlgorithmNames } from '../../src/crypto/algorithms.ts'
import { noTrust } from '../../src/validation/input.ts'
import type { ValidationReport } from '../../src/validation/report.ts'
import { validateDocument } from '../../src/validation/validate-document.ts'
import {
  ask,
  cades,
  crl,
  daysFromNow,
  makeOffice,
  ocspAnswer,
  pades,
  serialOf,
  trustIn,
  withTimestamp,
} from '../fixtures/office.ts'
import { appendUpdate, makePdf } from '../fixtures/pdf.ts'
import { certify, fixedKey } from '../fixtures/pki.ts'

const content = utf8('Số: 01/QĐ-UBND')
const office = await makeOffice()
const { pki, trust } = office

/** indication, sub-indication, integrity and reasons in one line. */
function summary(report: ValidationReport): string {
  const [first] = report.signatures
  const codes = [...report.reasons, ...(first?.reasons ?? [])].map(({ code }) => code)
  return [report.indication, first?.subIndication ?? '-', report.integrity, ...codes].join(' ')
}

const judge = async (...question: Parameters<typeof ask>) => summary(await validateDocument(ask(...question)))

describe('validateDocument', () => {
  it.each(signatureAlgorithmNames)('passes CAdES and PAdES signed with %s', async (algorithm) => {
    const other = await makeOffice({ algorithm })
    expect(await judge(await cades(other.pki, content), other.trust)).toBe('TOTAL_PASSED - intact')
    expect(await judge(await pades(other.pki, makePdf('table')), other.trust)).toBe('TOTAL_PASSED - intact')
  })

  it('passes no files that were given beside a PDF and not looked at', async () => {
    const signed = await pades(pki, makePdf('table'))
    const { indication, reasons, signatures } = await validateDocument(ask(signed, trust, { content }))
    expect(indication).toBe('INDETERMINATE')
    expect(signatures[0]?.indication).toBe('TOTAL_PASSED')
    expect(reasons.map(({ code }) => code)).toEqual(['CONTENTS_NOT_USED'])
  })

  it('reports format, level, signer and times', async () => {
    const signed = await pades(pki, makePdf('table'), { genTime: daysFromNow(-1) })
    const report = await validateDocument(ask(signed, trust))
    expect(report).toMatchObject({
      indication: 'TOTAL_PASSED',
      format: 'PAdES',
      policy: { name: 'chancery-default' },
      validationTime: '2026-06-15T12:00:00Z',
    })
    expect(report.signatures).toMatchObject([
      {
        format: 'PAdES',
        level: 'B-T',
        coversWholeDocument: true,
        claimedSigningTime: '2026-06-13T12:00:00Z',
        bestSignatureTime: '2026-06-14T12:00:00Z',
        signer: {
          subject: 'CN=Nguyễn Thị Minh Khai,OU=Văn phòng,O=Ủy ban nhân dân xã Thử Nghiệm,C=VN',
          issuer: 'CN=Practice Issuing Authority,O=Chancery Practice,C=VN',
        },
      },
    ])
  })

  it('tells integrity without anchors, and what to do next', async () => {
    const report = await validateDocument(ask(await cades(pki, content), noTrust))
    expect(summary(report)).toBe('INDETERMINATE NO_CERTIFICATE_CHAIN_FOUND intact NO_TRUST_ANCHORS')
    expect(report.signatures[0]?.reasons[0]?.text).toMatch(/Give the certificate of the authority/)
  })

  it('does not pass a stranger’s self-signed certificate', async () => {
    const stranger = await certify({
      algorithm: 'ecdsa-p256',
      privateKey: fixedKey('ecdsa-p256', 'responder'),
      subject: 'CN=Nguyễn Thị Minh Khai,C=VN',
      issuer: undefined,
      extensions: {},
    })
    const signed = await cades(pki, content, { signer: stranger, certificates: [stranger.certificate] })
    expect(await judge(signed, trust)).toBe('INDETERMINATE NO_CERTIFICATE_CHAIN_FOUND intact NO_CHAIN')
  })

  it('takes PEM as it takes DER', async () => {
    const der = await cades(pki, content)
    for (const label of ['CMS', 'PKCS7']) {
      const pem = utf8(`-----BEGIN ${label}-----\n${toBase64(der)}\n-----END ${label}-----\n`)
      expect(await judge(pem, trust)).toBe('TOTAL_PASSED - intact')
    }
  })

  it('does not pass PEM amid text that nobody signed, nor a second block that nobody judges', async () => {
    const pem = `-----BEGIN CMS-----\n${toBase64(await cades(pki, content))}\n-----END CMS-----\n`
    for (const text of [`Số: 02/QĐ-UBND\n${pem}`, `${pem}Số: 02/QĐ-UBND\n`, pem + pem]) {
      const report = await validateDocument(ask(utf8(text), trust))
      expect(summary(report)).toBe('INDETERMINATE - intact TEXT_NOT_SIGNED')
      expect(report.signatures[0]?.coversWholeDocument).toBe(false)
    }
    expect(await judge(utf8(`\ufeff\r\n${pem}\r\n`), trust)).toBe('TOTAL_PASSED - intact')
  })

  it('verifies detached content, misses it, and refuses another', async () => {
    const signed = await cades(pki, content, { detached: true })
    expect(await judge(signed, trust, { content })).toBe('TOTAL_PASSED - intact')
    expect(await judge(signed, trust)).toBe(
      'INDETERMINATE SIGNED_DATA_NOT_FOUND undetermined CONTENT_MISSING',
    )
    expect(await judge(signed, trust, { content: utf8('Số: 02/QĐ-UBND') })).toBe(
      'TOTAL_FAILED HASH_FAILURE broken CONTENT_CHANGED',
    )
  })

  it('never passes without revocation data', async () => {
    const signed = await cades(pki, content)
    expect(await judge(signed, trustIn(pki.root))).toBe('INDETERMINATE TRY_LATER intact REVOCATION_UNKNOWN')
    const onlyRoot = trustIn(pki.root, [await crl(pki.root)])
    expect(await judge(signed, onlyRoot)).toBe('INDETERMINATE TRY_LATER intact REVOCATION_UNKNOWN')
  })

  it('takes OCSP answers of the authority and of its responder', async () => {
    const signed = await cades(pki, content)
    for (const responder of [pki.issuing, pki.responder]) {
      const answer = await ocspAnswer(pki.signer, pki.issuing, responder)
      expect(await judge(signed, trustIn(pki.root, [await crl(pki.root)], [answer]))).toBe(
        'TOTAL_PASSED - intact',
      )
    }
  })

  it('answers REVOKED_NO_POE for a revoked certificate', async () => {
    const revoked = { serialNumber: serialOf(pki.signer), revocationDate: daysFromNow(-1) }
    const lists = [await crl(pki.root), await crl(pki.issuing, { entries: [revoked] })]
    const signed = await cades(pki, content)
    expect(await judge(signed, trustIn(pki.root, lists))).toBe('INDETERMINATE REVOKED_NO_POE intact REVOKED')
  })

  it('answers REVOKED_CA_NO_POE for a revoked authority', async () => {
    const revoked = { serialNumber: serialOf(pki.issuing), revocationDate: daysFromNow(-1) }
    const lists = [await crl(pki.root, { entries: [revoked] }), await crl(pki.issuing)]
    expect(await judge(await cades(pki, content), trustIn(pki.root, lists))).toMatch(
      /^INDETERMINATE REVOKED_CA_NO_POE/,
    )
  })

  it('passes what a time-stamp proves to be older than the revocation, and nothing newer', async () => {
    const revoked = { serialNumber: serialOf(pki.signer), revocationDate: daysFromNow(-3) }
    const lists = trustIn(pki.root, [await crl(pki.root), await crl(pki.issuing, { entries: [revoked] })])
    const signed = await cades(pki, content)
    expect(await judge(await withTimestamp(pki, signed, daysFromNow(-5)), lists)).toBe(
      'TOTAL_PASSED - intact',
    )
    expect(await judge(await withTimestamp(pki, signed, daysFromNow(-2)), lists)).toMatch(/REVOKED_NO_POE/)
  })

  it('passes an expired certificate only when a time-stamp proves that it was valid', async () => {
    const shortLived = await certify({
      algorithm: 'ecdsa-p256',
      privateKey: fixedKey('ecdsa-p256', 'signer'),
      subject: 'CN=Người ký ngắn hạn,C=VN',
      issuer: pki.issuing,
      notBefore: daysFromNow(-30),
      notAfter: daysFromNow(-10),
      extensions: { keyUsage: ['nonRepudiation'] },
    })
    const signed = await cades(pki, content, {
      signer: shortLived,
      certificates: [shortLived.certificate, pki.issuing.certificate],
    })
    expect(await judge(signed, trust)).toBe('INDETERMINATE OUT_OF_BOUNDS_NO_POE intact EXPIRED')
    const stamped = await withTimestamp(pki, signed, daysFromNow(-20))
    const ofThen = await crl(pki.issuing, { thisUpdate: daysFromNow(-15), nextUpdate: daysFromNow(-5) })
    const lists = [await crl(pki.root), await crl(pki.issuing), ofThen]
    expect(await judge(stamped, trustIn(pki.root, lists))).toBe('TOTAL_PASSED - intact')
    // A list made after expiry may have dropped the certificate.
    expect(await judge(stamped, trust)).toMatch(/^INDETERMINATE TRY_LATER intact/)
    const tooLate = await withTimestamp(pki, signed, daysFromNow(-5))
    expect(await judge(tooLate, trust)).toMatch(/^INDETERMINATE OUT_OF_BOUNDS_NO_POE intact/)
  })

  it('fails a signature that a time-stamp proves older than its certificate', async () => {
    const young = await certify({
      algorithm: 'ecdsa-p256',
      privateKey: fixedKey('ecdsa-p256', 'signer'),
      subject: 'CN=Người ký mới,C=VN',
      issuer: pki.issuing,
      notBefore: daysFromNow(-1),
      extensions: {},
    })
    const signed = await cades(pki, content, {
      signer: young,
      certificates: [young.certificate, pki.issuing.certificate],
    })
    expect(await judge(await withTimestamp(pki, signed, daysFromNow(-2)), trust)).toMatch(
      /^TOTAL_FAILED NOT_YET_VALID/,
    )
  })

  it('judges for the time that is asked', async () => {
    const signed = await cades(pki, content)
    expect(await judge(signed, trust, { at: new Date('2025-01-01T00:00:00Z') })).toMatch(
      /OUT_OF_BOUNDS_NO_POE intact/,
    )
    expect(await judge(signed, trust, { at: daysFromNow(30) })).toMatch(/TRY_LATER intact .*CRL_NOT_FRESH/)
  })

  it('marks what practice authorities certify', async () => {
    const root = await certify({
      algorithm: 'ecdsa-p256',
      privateKey: fixedKey('ecdsa-p256', 'root'),
      subject: 'CN=PRACTICE Root Authority,O=PRACTICE Organisation,C=VN',
      issuer: undefined,
      extensions: { basicConstraints: { ca: true }, keyUsage: ['keyCertSign', 'cRLSign'] },
    })
    const signer = await certify({
      algorithm: 'ecdsa-p256',
      privateKey: fixedKey('ecdsa-p256', 'signer'),
      subject: 'CN=Văn thư,C=VN',
      issuer: root,
      extensions: {},
    })
    const signed = await cades(pki, content, { signer, certificates: [signer.certificate] })
    const report = await validateDocument(ask(signed, trustIn(root, [await crl(root)])))
    expect(summary(report)).toBe('TOTAL_PASSED - intact PRACTICE')
    expect(report.signatures[0]?.signer?.practice).toBe(true)
  })

  it('does not pass a certificate that is not for signing documents', async () => {
    for (const signer of [pki.tsa, pki.responder]) {
      const signed = await cades(pki, content, {
        signer,
        certificates: [signer.certificate, pki.issuing.certificate],
      })
      expect(await judge(signed, trust)).toBe('INDETERMINATE CHAIN_CONSTRAINTS_FAILURE intact KEY_USAGE')
    }
  })

  it('takes signatures one after the other and tells the revision of each', async () => {
    const once = await pades(pki, makePdf('stream'))
    const report = await validateDocument(ask(await pades(pki, once), trust))
    expect(report).toMatchObject({ indication: 'TOTAL_PASSED', integrity: 'intact' })
    expect(report.signatures.map(({ coversWholeDocument }) => coversWholeDocument)).toEqual([false, true])
    expect(report.signatures[0]?.laterChanges).toContainEqual({
      revision: 3,
      kind: 'signature_added',
      permitted: true,
    })
  })

  it('fails a PDF whose page was changed after signing', async () => {
    const signed = await pades(pki, makePdf('table'))
    const changed = appendUpdate(
      signed,
      new Map([[3, '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 10 10] >>']]),
    )
    const report = await validateDocument(ask(changed, trust))
    expect(report).toMatchObject({ indication: 'TOTAL_FAILED', integrity: 'broken' })
    expect(report.signatures[0]?.subIndication).toBe('FORMAT_FAILURE')
  })

  it('answers for signatures of other formats that are none, and for no signature at all', async () => {
    const xml = '<?xml version="1.0"?><a><ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"/></a>'
    const cases: readonly [string, string, string | null][] = [
      [xml, 'TOTAL_FAILED FORMAT_FAILURE undetermined XML_SIGNATURE_MALFORMED', 'XAdES'],
      ['{"payload":"e30","signatures":[]}', 'TOTAL_FAILED - undetermined FORMAT_FAILURE', 'JAdES'],
      [
        'eyJhbGciOiJFUzI1NiJ9.e30.c2lnbmF0dXJl',
        'INDETERMINATE NO_SIGNING_CERTIFICATE_FOUND undetermined PLAIN_JWS SIGNING_CERTIFICATE_MISSING',
        'JAdES',
      ],
      [
        `PK\u0003\u0004${'\0'.repeat(26)}mimetypeapplication/vnd.etsi.asic-s+zip`,
        'TOTAL_FAILED - undetermined FORMAT_FAILURE',
        'ASiC-S',
      ],
      [
        `PK\u0003\u0004${'\0'.repeat(26)}mimetypeapplication/vnd.etsi.asic-e+zip`,
        'TOTAL_FAILED - undetermined FORMAT_FAILURE',
        'ASiC-E',
      ],
      ['plain text', 'INDETERMINATE - unsigned NOT_SIGNED', null],
      ['', 'INDETERMINATE - unsigned NOT_SIGNED', null],
      ['<html></html>', 'INDETERMINATE - unsigned NOT_SIGNED', null],
    ]
    for (const [text, expected, format] of cases) {
      const report = await validateDocument(ask(utf8(text), trust))
      expect([summary(report), report.format]).toEqual([expected, format])
    }
    expect(await judge(makePdf('table'), trust)).toBe('INDETERMINATE - unsigned NOT_SIGNED')
  })

  it('answers a damaged document with a verdict', async () => {
    const pdf = makePdf('table')
    expect(await judge(pdf.subarray(0, 200), trust)).toBe('TOTAL_FAILED - undetermined FORMAT_FAILURE')
    const cms = await cades(pki, content)
    expect(await judge(cms.subarray(0, 300), trust)).toBe('TOTAL_FAILED - undetermined FORMAT_FAILURE')
    expect(await judge(concatBytes(cms, new Uint8Array(5000)), trust)).toBe(
      'TOTAL_FAILED - undetermined FORMAT_FAILURE',
    )
  })
})
