// A report as validation gives it, to be altered by tests.

import type { ReportedFile } from '../../src/reports/describe-report.ts'
import type { SignatureReport, ValidationReport } from '../../src/validation/report.ts'

export const file: ReportedFile = { name: 'quyết-định.pdf', size: 27_918, sha256Hex: 'ab'.repeat(32) }

export function report(change: Partial<ValidationReport> = {}): ValidationReport {
  return {
    indication: 'TOTAL_PASSED',
    integrity: 'intact',
    format: 'PAdES',
    policy: { name: 'chancery-default', version: '2026-11-22' },
    validationTime: '2026-11-22T08:00:00Z',
    signatures: [signature()],
    timestamps: [],
    reasons: [],
    ...change,
  }
}

export function signature(change: Partial<SignatureReport> = {}): SignatureReport {
  const certificate = { serialHex: '01', notBefore: '2026-01-01T00:00:00Z', notAfter: '2027-01-01T00:00:00Z' }
  const subject = 'CN=Nguyễn Văn An,OU=Văn phòng,O=Ủy ban nhân dân'
  return {
    indication: 'TOTAL_PASSED',
    integrity: 'intact',
    subIndication: null,
    format: 'PAdES',
    level: 'B-T',
    signer: { subject, issuer: 'CN=Issuing', serialHex: '01', practice: false },
    claimedSigningTime: '2026-11-22T06:59:58Z',
    bestSignatureTime: '2026-11-22T07:00:00Z',
    coversWholeDocument: true,
    laterChanges: [],
    reasons: [],
    name: 'Signature1',
    chain: [
      { ...certificate, subject, issuer: 'CN=Issuing' },
      { ...certificate, subject: 'CN=Issuing', issuer: 'CN=Root' },
      { ...certificate, subject: 'CN=Root', issuer: 'CN=Root' },
    ],
    lane: 'own',
    revision: { signed: 1, last: 1 },
    timestamps: [
      {
        kind: 'signature',
        integrity: 'intact',
        trusted: true,
        time: '2026-11-22T07:00:00Z',
        authority: 'CN=Time',
        reasons: [],
      },
    ],
    counterSignatures: [],
    checks: [],
    ...change,
  }
}
