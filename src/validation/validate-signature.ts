// Verdict on one signature: basic, with time, and long-term (EN 319 102-1 §5.3, §5.5, §5.6.3).

import { oids } from '../formats/asn1/oids.ts'
import { type Certificate, serialHex } from '../formats/x509/certificate.ts'
import { formatDistinguishedName, type Name } from '../formats/x509/name.ts'
import { laneOf } from './anchors.ts'
import { check, outcomeOf } from './check.ts'
import { Budget } from './checks.ts'
import { formatFailure, indeterminate, totalFailed } from './failure.ts'
import type { CryptographicVerdict, FormedSignature } from './formed-signature.ts'
import { isoTime } from './iso-time.ts'
import { type Finding, judgeSigner, type SignerFinding } from './judge-signer.ts'
import { type JudgedTimestamp, judgeTimestamps, type TimestampMemory } from './judge-timestamps.ts'
import type {
  CertificateSummary,
  Check,
  Indication,
  Integrity,
  LaterChange,
  Reason,
  SignatureLevel,
  SignatureReport,
  SignerDescription,
} from './report.ts'
import { type Trust, trustWith } from './trust.ts'
import { reason } from './wording.ts'

/** Counter-signatures of one signature, and how deep they may sit upon one another. */
const counterSignaturesLimit = 10
const counterDepthLimit = 3

/** @param memory of the time-stamps that several signatures of the document share. */
export async function validateSignature(
  signature: FormedSignature,
  outside: Trust,
  memory: TimestampMemory,
  depth = 0,
): Promise<SignatureReport> {
  const { policy } = outside
  const trust = trustWith(outside, signature.validationData)
  const budget = new Budget(policy.maxSignatureChecks, trust.work)

  const anchors = trust.anchors.map(({ certificate }) => certificate)
  const verdict = await signature.verify({
    certificates: [...new Set([...trust.intermediates, ...anchors])],
    budget,
  })
  const { judged, bestSignatureTime, notBefore, proofs, order, reasons } = await judgeTimestamps(
    signature,
    trust,
    memory,
  )
  const certified =
    verdict.failure === undefined
      ? await judgeSigner({
          ...trust,
          verdict,
          purpose: 'document-signing',
          provenAt: bestSignatureTime,
          notBefore,
          proofs,
          budget,
        })
      : undefined
  const structure = structureFindings(signature)
  const findings: readonly Finding[] = [
    ...structure,
    ...(verdict.failure === undefined ? [] : [verdict.failure]),
    ...(certified === undefined ? [] : [certified]),
    ...(order === undefined ? [] : [order]),
  ]
  const { indication, subIndication } = worst(findings)
  const path = certified?.path
  const practice = isPractice(verdict.signer, path)
  const counterSignatures = await validateCounterSignatures(signature, trust, memory, depth)
  return {
    indication,
    integrity: integrityOf(verdict.integrity, signature),
    subIndication,
    format: signature.format,
    level: levelOf(signature, verdict, judged),
    signer: verdict.signer === undefined ? null : describe(verdict.signer, practice),
    claimedSigningTime: isoTime(verdict.claimedSigningTime ?? signature.claimedSigningTime),
    bestSignatureTime: isoTime(bestSignatureTime),
    coversWholeDocument: signature.coversWholeDocument,
    laterChanges: signature.laterChanges,
    reasons: [
      ...signature.reasons,
      ...reasons,
      ...findings.flatMap((finding) => finding.reasons),
      ...counterSignatures.reasons,
      ...(practice ? [reason('PRACTICE')] : []),
    ],
    name: signature.name,
    chain: (path ?? []).map(summarise),
    lane: laneOf(trust.anchors, path?.at(-1), 'document-signing', bestSignatureTime ?? trust.at),
    revision: signature.revision ?? null,
    timestamps: judged.map(({ report }) => report),
    counterSignatures: counterSignatures.reports,
    checks: checksOf(verdict, structure, judged, certified, order),
  }
}

/** Signatures of their own over this one: anyone may add them, so they are told and change nothing. */
async function validateCounterSignatures(
  { counterSignatures }: FormedSignature,
  trust: Trust,
  memory: TimestampMemory,
  depth: number,
): Promise<{ readonly reports: readonly SignatureReport[]; readonly reasons: readonly Reason[] }> {
  const looked = depth < counterDepthLimit ? counterSignatures.slice(0, counterSignaturesLimit) : []
  const reports: SignatureReport[] = []
  for (const one of looked) reports.push(await validateSignature(one, trust, memory, depth + 1))
  const reasons: Reason[] = []
  if (looked.length < counterSignatures.length) {
    reasons.push(reason('COUNTER_SIGNATURES_TOO_MANY', `${counterSignatures.length}`))
  }
  for (const { indication, subIndication } of reports) {
    if (indication !== 'TOTAL_PASSED') {
      reasons.push(reason('COUNTER_SIGNATURE_NOT_PASSED', `${indication}, ${subIndication}`))
    }
  }
  return { reports, reasons }
}

function checksOf(
  { failure, integrity, signer }: CryptographicVerdict,
  structure: readonly Finding[],
  timestamps: readonly JudgedTimestamp[],
  certified: SignerFinding | undefined,
  order: Finding | undefined,
): readonly Check[] {
  const formal = [...structure, ...(failure?.subIndication === 'FORMAT_FAILURE' ? [failure] : [])]
  const form = worst(formal)
  const missing = failure?.subIndication === 'NO_SIGNING_CERTIFICATE_FOUND'
  const cryptographic =
    failure === undefined || (missing && integrity === 'intact')
      ? 'passed'
      : missing || formal.includes(failure)
        ? 'not_done'
        : outcomeOf(failure.indication)
  return [
    check(
      'FORMAT_CHECKING',
      '5.2.2',
      outcomeOf(form.indication),
      formal.flatMap(({ reasons }) => reasons),
    ),
    check(
      'IDENTIFICATION_OF_THE_SIGNING_CERTIFICATE',
      '5.2.3',
      missing || signer === undefined ? 'indeterminate' : 'passed',
      missing ? failure.reasons : [],
    ),
    check('VALIDATION_CONTEXT_INITIALIZATION', '5.2.4', 'passed'),
    check(
      'CRYPTOGRAPHIC_VERIFICATION',
      '5.2.7',
      cryptographic,
      failure === undefined || missing || formal.includes(failure) ? [] : failure.reasons,
    ),
    ...timestamps.map(({ report, verdict }) =>
      check(
        'TIME_STAMP_VALIDATION',
        '5.4',
        report.trusted ? 'passed' : report.integrity === 'broken' ? 'failed' : 'indeterminate',
        report.reasons,
        verdict.checks,
      ),
    ),
    ...(order === undefined ? [] : [check('TIME_STAMP_ORDER', '5.5.4', 'indeterminate', order.reasons)]),
    ...(certified?.checks ?? [check('X509_CERTIFICATE_VALIDATION', '5.2.6', 'not_done')]),
  ]
}

function summarise(certificate: Certificate): CertificateSummary {
  return {
    subject: formatDistinguishedName(certificate.subject),
    issuer: formatDistinguishedName(certificate.issuer),
    serialHex: serialHex(certificate.serialNumber),
    notBefore: isoTime(certificate.notBefore),
    notAfter: isoTime(certificate.notAfter),
  }
}

/** The prefix of every name that a practice office certifies. */
const practiceName = /^PRACTICE\b/

function isPractice(signer: Certificate | undefined, path: readonly Certificate[] | undefined): boolean {
  const names: Name[] = (path ?? []).flatMap(({ subject, issuer }) => [subject, issuer])
  if (signer !== undefined) names.push(signer.subject, signer.issuer)
  return names.some(({ relativeNames }) =>
    relativeNames.some((attributes) =>
      attributes.some(
        ({ type, text }) =>
          (type === oids.commonName || type === oids.organizationName) && practiceName.test(text ?? ''),
      ),
    ),
  )
}

function describe(signer: Certificate, practice: boolean): SignerDescription {
  return {
    subject: formatDistinguishedName(signer.subject),
    issuer: formatDistinguishedName(signer.issuer),
    serialHex: serialHex(signer.serialNumber),
    practice,
  }
}

function structureFindings({
  structureFaults,
  laterChanges,
  coversWholeDocument,
  revision,
}: FormedSignature): Finding[] {
  const findings: Finding[] = []
  if (structureFaults.length > 0) {
    findings.push(totalFailed('FORMAT_FAILURE', ...structureFaults))
  }
  const forbidden = laterChanges.filter(isForbidden)
  if (forbidden.length > 0) {
    const kinds = [...new Set(forbidden.map(({ kind }) => kind))].join(', ')
    findings.push(formatFailure(reason('FORBIDDEN_CHANGE', kinds)))
  } else if (laterChanges.some(isUnjudged)) {
    findings.push(indeterminate('CUSTOM', reason('CHANGE_NOT_JUDGED')))
  } else if (revision !== undefined && !coversWholeDocument && structureFaults.length === 0) {
    findings.push({ indication: 'TOTAL_PASSED', subIndication: null, reasons: [reason('EARLIER_REVISION')] })
  }
  return findings
}

function isUnjudged({ kind, permitted }: LaterChange): boolean {
  return !permitted && kind.endsWith('not_judged')
}

function isForbidden(change: LaterChange): boolean {
  return !change.permitted && !isUnjudged(change)
}

function integrityOf(cms: Integrity, { structureFaults, laterChanges }: FormedSignature): Integrity {
  if (cms === 'broken' || laterChanges.some(isForbidden)) return 'broken'
  return structureFaults.length > 0 || laterChanges.some(isUnjudged) ? 'undetermined' : cms
}

function worst(findings: readonly Finding[]): Finding {
  const of = (indication: Indication) => findings.find((finding) => finding.indication === indication)
  return of('TOTAL_FAILED') ?? of('INDETERMINATE') ?? passed
}

const passed = { indication: 'TOTAL_PASSED', subIndication: null, reasons: [] } as const

/** By what the signature carries, as far as its time-stamps hold. */
function levelOf(
  { level }: FormedSignature,
  { namesCertificate }: CryptographicVerdict,
  timestamps: readonly JudgedTimestamp[],
): SignatureLevel | null {
  if (level === null || !namesCertificate) return null
  const intact = timestamps.filter(({ report: { integrity } }) => integrity === 'intact')
  const has = (...kinds: readonly string[]) => intact.some(({ report: { kind } }) => kinds.includes(kind))
  if (!has('signature', 'archive', 'document')) return 'B-B'
  return level === 'B-LTA' && !has('archive', 'document') ? 'B-LT' : level
}
