// Verdict on one signature: form, cryptography, time, certificate, revocation, later changes (EN 319 102-1 §5.3, §5.5).

import { oids } from '../formats/asn1/oids.ts'
import { type Certificate, serialHex } from '../formats/x509/certificate.ts'
import { formatDistinguishedName, type Name } from '../formats/x509/name.ts'
import { Budget, certificatesOf, helpersLimit, keyFactsOf } from './checks.ts'
import type { CryptographicVerdict, FormedSignature, FormedTimestamp } from './formed-signature.ts'
import { findPathNowOrThen } from './path.ts'
import { hashWeakness, type ValidationPolicy, weaknessOf } from './policy.ts'
import type {
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

/** What the caller trusts and holds, read once for all signatures of a document. */
export interface Trust {
  readonly anchors: readonly Certificate[]
  /** Untrusted helpers from outside the signature. */
  readonly intermediates: readonly Certificate[]
  readonly data: RevocationData
  readonly at: Date
  readonly policy: ValidationPolicy
}

/** What a building block found: the worst stands for the signature. */
interface Finding {
  readonly indication: Indication
  readonly subIndication: SubIndication | null
  readonly reasons: readonly Reason[]
}

const timestampsLimit = 8

export async function validateSignature(
  signature: FormedSignature,
  outside: Trust,
): Promise<SignatureReport> {
  const { policy } = outside
  const trust = withDataOf(signature, outside)
  const budget = new Budget(policy.maxSignatureChecks)

  const verdict = await signature.verify({
    certificates: [...new Set([...trust.intermediates, ...trust.anchors])],
    budget,
  })
  const timestamps = await judgeTimestamps(signature, trust)
  const bestSignatureTime = earliest(timestamps.judged.map(({ verdict: { provenBy } }) => provenBy))
  const reasons: Reason[] = [...signature.reasons, ...timestamps.reasons]
  const findings: Finding[] = [...structureFindings(signature)]
  let path: readonly Certificate[] | undefined
  if (verdict.failure !== undefined) findings.push(verdict.failure)
  else {
    const certified = await judgeCertificate(trust, verdict, bestSignatureTime, budget)
    path = certified.path
    findings.push(certified)
  }
  const { indication, subIndication } = worst(findings)
  for (const finding of findings) reasons.push(...finding.reasons)
  const practice = isPractice(verdict.signer, path)
  if (practice) reasons.push(reason('PRACTICE'))
  return {
    indication,
    integrity: integrityOf(verdict.integrity, signature),
    subIndication,
    format: signature.format,
    level: levelOf(signature, verdict, timestamps.judged),
    signer: verdict.signer === undefined ? null : describe(verdict.signer, practice),
    claimedSigningTime: isoTime(verdict.claimedSigningTime ?? signature.claimedSigningTime),
    bestSignatureTime: isoTime(bestSignatureTime),
    coversWholeDocument: signature.coversWholeDocument,
    laterChanges: signature.laterChanges,
    reasons,
  }
}

/** Trust with what the signature brings along, which only helps. */
function withDataOf({ validationData }: FormedSignature, trust: Trust): Trust {
  const { certificates, crls, ocsps, basicOcsps } = validationData
  const own = readRevocationData(
    crls.slice(0, helpersLimit),
    ocsps.slice(0, helpersLimit),
    basicOcsps.slice(0, helpersLimit),
  )
  return {
    ...trust,
    intermediates: [
      ...new Set([...certificatesOf(certificates.slice(0, helpersLimit)), ...trust.intermediates]),
    ],
    data: { crls: [...trust.data.crls, ...own.crls], ocsps: [...trust.data.ocsps, ...own.ocsps] },
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
}: FormedSignature): Finding[] {
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

function integrityOf(cms: Integrity, { structureFaults, laterChanges }: FormedSignature): Integrity {
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

interface JudgedTimestamp {
  readonly timestamp: FormedTimestamp
  readonly verdict: TimestampVerdict
}

interface JudgedTimestamps {
  readonly judged: readonly JudgedTimestamp[]
  readonly reasons: readonly Reason[]
}

/** From the newest to the oldest: each trusted one proves that those before existed at its time. */
async function judgeTimestamps(signature: FormedSignature, trust: Trust): Promise<JudgedTimestamps> {
  const own = signature.timestamps.filter(({ kind }) => kind !== 'document')
  const reasons: Reason[] =
    own.length > timestampsLimit ? [reason('TIMESTAMPS_TOO_MANY', `${timestampsLimit}`)] : []
  const kept = own.slice(0, timestampsLimit)
  const looked = signature.timestamps.filter((one) => one.kind === 'document' || kept.includes(one))
  const judged: JudgedTimestamp[] = []
  let provenAt: Date | undefined
  for (const timestamp of looked.toReversed()) {
    const verdict = await judgeFormedTimestamp(timestamp, { ...trust, provenAt })
    judged.unshift({ timestamp, verdict })
    if (timestamp.kind === 'document') provenAt = earliest([provenAt, verdict.provenBy])
    // What is wrong with a time-stamp of the document is told of the document.
    if (verdict.trusted || timestamp.kind === 'document') continue
    if (verdict.integrity === 'intact')
      reasons.push(reason('TIMESTAMP_NOT_TRUSTED', isoTime(verdict.genTime) ?? ''))
    reasons.push(...verdict.reasons)
  }
  return { judged, reasons }
}

/** A token that breaks its document's rules proves nothing, however right it is. */
export async function judgeFormedTimestamp(
  { token, digest, faults = [] }: FormedTimestamp,
  trust: Trust & { readonly provenAt: Date | undefined },
): Promise<TimestampVerdict> {
  const verdict = await judgeTimestamp({ ...trust, token, digest })
  if (faults.length === 0) return verdict
  return {
    ...verdict,
    integrity: verdict.integrity === 'intact' ? 'undetermined' : verdict.integrity,
    trusted: false,
    provenBy: undefined,
    reasons: [...faults, ...verdict.reasons],
  }
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
  trust: Trust,
  verdict: CryptographicVerdict,
  bestSignatureTime: Date | undefined,
  budget: Budget,
): Promise<CertificateFinding> {
  const { anchors, intermediates, data, at, policy } = trust
  const { signer, scheme, digestAlgorithms } = verdict
  if (signer === undefined || scheme === undefined || digestAlgorithms.length === 0) {
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
    digestAlgorithms.map((hash) => hashWeakness(policy, hash, time)).find((found) => found !== undefined) ??
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

/** By what the signature carries, as far as its time-stamps hold. */
function levelOf(
  { level }: FormedSignature,
  { namesCertificate }: CryptographicVerdict,
  timestamps: readonly JudgedTimestamp[],
): SignatureLevel | null {
  if (level === null || !namesCertificate) return null
  const intact = timestamps.filter(({ verdict: { integrity } }) => integrity === 'intact')
  const has = (...kinds: readonly string[]) => intact.some(({ timestamp: { kind } }) => kinds.includes(kind))
  if (!has('signature', 'archive', 'document')) return 'B-B'
  return level === 'B-LTA' && !has('archive', 'document') ? 'B-LT' : level
}
