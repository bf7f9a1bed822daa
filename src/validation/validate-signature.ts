// Verdict on one signature: form, cryptography, time, certificate, revocation, later changes (EN 319 102-1 §5.3, §5.5).

import { digest } from '#primitives'
import { isServiceError } from '../errors.ts'
import { oids } from '../formats/asn1/oids.ts'
import { parseCertificateValues, parseRevocationValues } from '../formats/cms/signed-attributes.ts'
import type { SignedData, SignerInfo } from '../formats/cms/signed-data.ts'
import { type Certificate, serialHex } from '../formats/x509/certificate.ts'
import { formatDistinguishedName, type Name } from '../formats/x509/name.ts'
import { Budget, certificatesOf, helpersLimit, keyFactsOf } from './checks.ts'
import { type CmsVerdict, judgeSignerInfo, type SignedContent } from './cms.ts'
import { findPathNowOrThen } from './path.ts'
import { hashWeakness, type ValidationPolicy, weaknessOf } from './policy.ts'
import type {
  DocumentFormat,
  Indication,
  Integrity,
  LaterChange,
  Reason,
  SignatureLevel,
  SignatureReport,
  SignerDescription,
  SubIndication,
} from './report.ts'
import { type RevocationData, readRevocationData, revocationOf } from './revocation.ts'
import { judgeTimestamp, type TimestampVerdict } from './timestamp.ts'
import { reason } from './wording.ts'

export interface SignatureRequest {
  readonly format: DocumentFormat
  readonly signedData: SignedData
  readonly signerInfo: SignerInfo
  readonly content: SignedContent
  readonly expectedContentType: string | undefined
  readonly signingCertificateRequired: boolean
  readonly anchors: readonly Certificate[]
  /** Untrusted helpers from outside the signature. */
  readonly intermediates: readonly Certificate[]
  readonly data: RevocationData
  readonly at: Date
  readonly policy: ValidationPolicy
  /** A time at which the signature is known to have existed by other means: a document time-stamp over it. */
  readonly provenAt: Date | undefined
  /** The document stores validation data for this signature, and time-stamps over that. */
  readonly storesValidationData: boolean
  readonly hasDocumentTimestamp: boolean
  /** When the signature itself does not say. */
  readonly claimedSigningTime: Date | undefined
  readonly coversWholeDocument: boolean
  readonly laterChanges: readonly LaterChange[]
  /** Breaches of the document's own rules for signatures. */
  readonly structureFaults: readonly Reason[]
  readonly reasons: readonly Reason[]
}

/** What a building block found: the worst stands for the signature. */
interface Finding {
  readonly indication: Indication
  readonly subIndication: SubIndication | null
  readonly reasons: readonly Reason[]
}

const timestampsLimit = 8

export async function validateSignature(request: SignatureRequest): Promise<SignatureReport> {
  const { signedData, signerInfo, policy, anchors } = request
  const kept = storedWithSignature(signerInfo)
  const certificates = [
    ...new Set([
      ...certificatesOf([...signedData.certificates, ...kept.certificates].slice(0, helpersLimit)),
      ...request.intermediates,
      ...anchors,
    ]),
  ]
  const own = readRevocationData(
    [...signedData.crls, ...kept.crls].slice(0, helpersLimit),
    signedData.ocsps.slice(0, helpersLimit),
    kept.basicOcsps.slice(0, helpersLimit),
  )
  const data = { crls: [...request.data.crls, ...own.crls], ocsps: [...request.data.ocsps, ...own.ocsps] }
  const budget = new Budget(policy.maxSignatureChecks)

  const cms = await judgeSignerInfo({ ...request, certificates, budget })
  const timestamps = await judgeTimestamps({ ...request, intermediates: certificates, data })
  const bestSignatureTime = earliest([
    request.provenAt,
    ...timestamps.verdicts.map(({ provenBy }) => provenBy),
  ])
  const reasons: Reason[] = [...request.reasons, ...timestamps.reasons]
  const findings: Finding[] = [...structureFindings(request)]
  let path: readonly Certificate[] | undefined
  if (cms.failure !== undefined) findings.push(cms.failure)
  else {
    const certified = await judgeCertificate(
      { ...request, intermediates: certificates, data },
      cms,
      bestSignatureTime,
      budget,
    )
    path = certified.path
    findings.push(certified)
  }
  const { indication, subIndication } = worst(findings)
  for (const finding of findings) reasons.push(...finding.reasons)
  const practice = isPractice(cms.signer, path)
  if (practice) reasons.push(reason('PRACTICE'))
  return {
    indication,
    integrity: integrityOf(cms.integrity, request),
    subIndication,
    format: request.format,
    level: levelOf(request, cms, timestamps.verdicts, own.crls.length + own.ocsps.length > 0),
    signer: cms.signer === undefined ? null : describe(cms.signer, practice),
    claimedSigningTime: isoTime(cms.claimedSigningTime ?? request.claimedSigningTime),
    bestSignatureTime: isoTime(bestSignatureTime),
    coversWholeDocument: request.coversWholeDocument,
    laterChanges: request.laterChanges,
    reasons,
  }
}

/** ISO 8601 in UTC, fractions of seconds only where there are any. */
export function isoTime(date: Date | undefined): string | null {
  return date === undefined ? null : date.toISOString().replace('.000Z', 'Z')
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
}: SignatureRequest): Finding[] {
  const findings: Finding[] = []
  if (structureFaults.length > 0) {
    findings.push({ indication: 'TOTAL_FAILED', subIndication: 'FORMAT_FAILURE', reasons: structureFaults })
  }
  const forbidden = laterChanges.filter(isForbidden)
  if (forbidden.length > 0) {
    const kinds = [...new Set(forbidden.map(({ kind }) => kind))].join(', ')
    const reasons = [reason('FORBIDDEN_CHANGE', kinds)]
    findings.push({ indication: 'TOTAL_FAILED', subIndication: 'FORMAT_FAILURE', reasons })
  } else if (laterChanges.some(isUnjudged)) {
    findings.push({
      indication: 'INDETERMINATE',
      subIndication: 'CUSTOM',
      reasons: [reason('CHANGE_NOT_JUDGED')],
    })
  } else if (!coversWholeDocument && structureFaults.length === 0) {
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

function integrityOf(cms: Integrity, { structureFaults, laterChanges }: SignatureRequest): Integrity {
  if (cms === 'broken' || laterChanges.some(isForbidden)) return 'broken'
  return structureFaults.length > 0 || laterChanges.some(isUnjudged) ? 'undetermined' : cms
}

function worst(findings: readonly Finding[]): Finding {
  const of = (indication: Indication) => findings.find((finding) => finding.indication === indication)
  return (
    of('TOTAL_FAILED') ??
    of('INDETERMINATE') ?? { indication: 'TOTAL_PASSED', subIndication: null, reasons: [] }
  )
}

interface Timestamps {
  readonly verdicts: readonly TimestampVerdict[]
  readonly reasons: readonly Reason[]
}

/** Signature time-stamps are over the signature value (RFC 3161 appendix A, EN 319 122-1 §5.3). */
async function judgeTimestamps(request: SignatureRequest): Promise<Timestamps> {
  const { signerInfo, anchors, intermediates, data, policy } = request
  const tokens = signerInfo.unsignedAttributes
    .filter(({ type }) => type === oids.signatureTimeStampToken)
    .flatMap(({ values }) => values)
  const reasons: Reason[] =
    tokens.length > timestampsLimit ? [reason('TIMESTAMPS_TOO_MANY', `${timestampsLimit}`)] : []
  const verdicts: TimestampVerdict[] = []
  for (const token of tokens.slice(0, timestampsLimit)) {
    const verdict = await judgeTimestamp({
      token,
      digest: (hash) => digest(hash, signerInfo.signature),
      anchors,
      intermediates,
      data,
      at: request.at,
      provenAt: request.provenAt,
      policy,
    })
    verdicts.push(verdict)
    if (verdict.trusted) continue
    if (verdict.integrity === 'intact')
      reasons.push(reason('TIMESTAMP_NOT_TRUSTED', isoTime(verdict.genTime) ?? ''))
    reasons.push(...verdict.reasons)
  }
  return { verdicts, reasons }
}

function earliest(times: readonly (Date | undefined)[]): Date | undefined {
  const known = times.filter((time) => time !== undefined)
  return known.reduce<Date | undefined>(
    (first, time) => (first === undefined || time < first ? time : first),
    undefined,
  )
}

interface CertificateFinding extends Finding {
  readonly path: readonly Certificate[] | undefined
}

/** Path, revocation and cryptographic constraints of the signer's certificate. */
async function judgeCertificate(
  request: SignatureRequest,
  cms: CmsVerdict,
  bestSignatureTime: Date | undefined,
  budget: Budget,
): Promise<CertificateFinding> {
  const { anchors, intermediates, data, at, policy } = request
  const { signer, scheme, digestAlgorithm } = cms
  if (signer === undefined || scheme === undefined || digestAlgorithm === undefined) {
    throw new Error('a signature that holds has a signer and algorithms')
  }
  const finding = (
    indication: Indication,
    subIndication: SubIndication | null,
    reasons: readonly Reason[],
    path?: readonly Certificate[],
  ): CertificateFinding => ({ indication, subIndication, reasons, path })

  if (bestSignatureTime !== undefined && bestSignatureTime < signer.notBefore) {
    return finding('TOTAL_FAILED', 'NOT_YET_VALID', [reason('SIGNED_BEFORE_VALIDITY')])
  }
  const search = { target: signer, anchors, intermediates, purpose: 'document-signing', at, policy } as const
  const found = await findPathNowOrThen(search, bestSignatureTime)
  if (found.kind === 'none') {
    const subIndication =
      found.subIndication === 'CRYPTO_CONSTRAINTS_FAILURE'
        ? 'CRYPTO_CONSTRAINTS_FAILURE_NO_POE'
        : found.subIndication
    return finding('INDETERMINATE', subIndication, found.reasons, found.path)
  }
  const { path } = found
  const facts = await keyFactsOf(signer)
  const time = bestSignatureTime ?? at
  const weakness =
    hashWeakness(policy, digestAlgorithm, time) ??
    (facts === undefined ? 'public key not supported' : weaknessOf(policy, scheme, facts, time))
  if (weakness !== undefined) {
    return finding(
      'INDETERMINATE',
      'CRYPTO_CONSTRAINTS_FAILURE_NO_POE',
      [reason('WEAK_CRYPTOGRAPHY', weakness)],
      path,
    )
  }
  for (let i = 0; i < path.length - 1; i++) {
    const status = await revocationOf(path.slice(i), {
      anchors,
      intermediates,
      data,
      at,
      provenAt: bestSignatureTime,
      policy,
      budget,
      asking: new Set(),
    })
    if (status.kind === 'unknown') return finding('INDETERMINATE', 'TRY_LATER', status.reasons, path)
    if (status.kind === 'revoked') {
      const name = formatDistinguishedName(path[i]?.subject ?? signer.subject)
      const why = [reason('REVOKED', `${name}, ${isoTime(status.revocationDate)}`)]
      return finding('INDETERMINATE', i === 0 ? 'REVOKED_NO_POE' : 'REVOKED_CA_NO_POE', why, path)
    }
  }
  return finding('TOTAL_PASSED', null, [], path)
}

function levelOf(
  { storesValidationData, hasDocumentTimestamp }: SignatureRequest,
  cms: CmsVerdict,
  timestamps: readonly TimestampVerdict[],
  hasOwnRevocationData: boolean,
): SignatureLevel | null {
  if (!cms.namesCertificate) return null
  if (!timestamps.some(({ integrity }) => integrity === 'intact') && !hasDocumentTimestamp) return 'B-B'
  if (!storesValidationData && !hasOwnRevocationData) return 'B-T'
  return hasDocumentTimestamp ? 'B-LTA' : 'B-LT'
}

interface StoredWithSignature {
  readonly certificates: readonly Uint8Array[]
  readonly crls: readonly Uint8Array[]
  readonly basicOcsps: readonly Uint8Array[]
}

/** Validation data of CAdES among the unsigned attributes: helpers, nothing more, so what is malformed is left out. */
function storedWithSignature({ unsignedAttributes }: SignerInfo): StoredWithSignature {
  const certificates: Uint8Array[] = []
  const crls: Uint8Array[] = []
  const basicOcsps: Uint8Array[] = []
  for (const { type, values } of unsignedAttributes) {
    for (const value of values) {
      try {
        if (type === oids.certValues) certificates.push(...parseCertificateValues(value))
        if (type === oids.revocationValues) {
          const stored = parseRevocationValues(value)
          crls.push(...stored.crls)
          basicOcsps.push(...stored.basicOcsps)
        }
      } catch (error) {
        if (!isServiceError(error)) throw error
      }
    }
  }
  return { certificates, crls, basicOcsps }
}
