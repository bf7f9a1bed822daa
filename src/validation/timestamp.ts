// Verdict on an RFC 3161 time-stamp token: right bytes, a time-stamping authority that is trusted, not revoked.

import { equalBytes } from '../bytes.ts'
import type { HashAlgorithm } from '../crypto/algorithms.ts'
import { isServiceError } from '../errors.ts'
import { berToDer } from '../formats/asn1/ber-to-der.ts'
import { oids } from '../formats/asn1/oids.ts'
import { parseSignedData, type SignedData } from '../formats/cms/signed-data.ts'
import { parseTstInfo, type TstInfo } from '../formats/tsp/token.ts'
import type { Certificate } from '../formats/x509/certificate.ts'
import { hashAlgorithmOf } from '../formats/x509/signature-scheme.ts'
import { type Anchor, ownAnchor } from './anchors.ts'
import { storedValues } from './cades-values.ts'
import { Budget, certificatesOf, documentShare, helpersLimit } from './checks.ts'
import { judgeSignerInfo } from './cms.ts'
import type { ValidationData } from './formed-signature.ts'
import { isoTime } from './iso-time.ts'
import { joined } from './joined-data.ts'
import { judgeSigner } from './judge-signer.ts'
import type { ValidationPolicy } from './policy.ts'
import { ProofsOfExistence } from './proofs.ts'
import type { Check, Integrity, Reason } from './report.ts'
import { type RevocationData, readRevocationData } from './revocation-data.ts'
import { reason } from './wording.ts'

export interface TimestampRequest {
  /** The token's ContentInfo. */
  readonly token: Uint8Array
  /** Digest of what was time-stamped. */
  readonly digest: (hash: HashAlgorithm) => Promise<Uint8Array>
  /** Hashes besides the imprint's that have to be accepted. */
  readonly hashes?: readonly HashAlgorithm[]
  /** Certificates count as anchors for everything. */
  readonly anchors: readonly (Anchor | Certificate)[]
  readonly intermediates: readonly Certificate[]
  readonly data: RevocationData
  /** The time for which the verdict is asked. */
  readonly at: Date
  /** A time at which the token is proven to have existed, by a later time-stamp over it. */
  readonly provenAt: Date | undefined
  /** Since when certificates, lists and answers are proven to have existed. */
  readonly proofs?: ProofsOfExistence
  readonly policy: ValidationPolicy
  /** What may be spent on all signatures together. */
  readonly work?: Budget
}

export interface TimestampVerdict {
  /** Of the token itself: its signature and its imprint. */
  readonly integrity: Integrity
  /** The token may be relied on: its time is proven. */
  readonly trusted: boolean
  /** Undefined when the token cannot be read. */
  readonly genTime: Date | undefined
  /** Latest moment at which the token may have been made: genTime plus its stated accuracy. */
  readonly provenBy: Date | undefined
  readonly reasons: readonly Reason[]
  /** From the authority's certificate to an anchor; undefined when none was found valid. */
  readonly path: readonly Certificate[] | undefined
  /** The authority's certificate, where the token names one that is at hand. */
  readonly authority: Certificate | undefined
  readonly checks: readonly Check[]
}

/** CMS by DER; by BER where DER does not read, which is then told (RFC 5652 §10). */
export function readCms(bytes: Uint8Array): {
  readonly signedData: SignedData
  readonly reasons: readonly Reason[]
} {
  try {
    return { signedData: parseSignedData(bytes), reasons: [] }
  } catch (error) {
    if (!isServiceError(error) || error.code !== 'MALFORMED_DER') throw error
    try {
      const signedData = parseSignedData(berToDer('SignedData', bytes))
      return { signedData, reasons: [reason('BER_NORMALISED', error.message)] }
    } catch {
      throw error
    }
  }
}

/** Never throws on input: what is wrong with the token is in the verdict. */
export async function judgeTimestamp(request: TimestampRequest): Promise<TimestampVerdict> {
  try {
    return await judge(request)
  } catch (error) {
    if (!isServiceError(error)) throw error
    return refused('undetermined', undefined, reason('TIMESTAMP_MALFORMED', error.message))
  }
}

async function judge(request: TimestampRequest): Promise<TimestampVerdict> {
  const { token, digest, at, provenAt, policy, proofs = new ProofsOfExistence() } = request
  const { signedData } = readCms(token)
  const [signerInfo] = signedData.signerInfos
  // RFC 3161 §2.4.2: the token has one signature, the authority's.
  if (signerInfo === undefined || signedData.signerInfos.length !== 1) {
    const why = reason('TIMESTAMP_MALFORMED', 'it has not exactly one SignerInfo')
    return refused('undetermined', undefined, why)
  }
  const anchors = request.anchors.map((anchor) => ('lane' in anchor ? anchor : ownAnchor(anchor)))
  // Validation data of the token lies in its SignedData or among the unsigned attributes of its signer.
  const own = joined([signedData, storedValues(signerInfo.unsignedAttributes)])
  const certificates = [
    ...new Set([
      ...certificatesOf(own.certificates.slice(0, helpersLimit)),
      ...request.intermediates,
      ...anchors.map(({ certificate }) => certificate),
    ]),
  ]
  const { work = new Budget(policy.maxSignatureChecks * documentShare) } = request
  const budget = new Budget(policy.maxSignatureChecks, work)
  const verdict = await judgeSignerInfo({
    signedData,
    signerInfo,
    content: { kind: 'embedded' },
    expectedContentType: oids.tstInfo,
    signingCertificateRequired: true,
    certificates,
    budget,
  })
  const authority = verdict.signer
  if (verdict.integrity !== 'intact' || signedData.eContent === undefined) {
    return { ...refused(verdict.integrity, undefined, ...(verdict.failure?.reasons ?? [])), authority }
  }
  const info = parseTstInfo(signedData.eContent)
  const { genTime } = info
  const hash = hashAlgorithmOf(info.messageImprint.hashAlgorithm)
  if (hash === undefined) {
    const { oid } = info.messageImprint.hashAlgorithm
    return { ...refused('undetermined', genTime, reason('ALGORITHM_NOT_SUPPORTED', oid)), authority }
  }
  if (!equalBytes(await digest(hash), info.messageImprint.hashedMessage)) {
    return { ...refused('broken', genTime, reason('TIMESTAMP_OF_OTHER_BYTES')), authority }
  }
  const no = (...reasons: readonly Reason[]) => ({ ...refused('intact', genTime, ...reasons), authority })
  if (verdict.failure !== undefined) return no(...verdict.failure.reasons)
  if (authority === undefined) throw new Error('an intact token has a signer')
  const fault = tokenFault(info, authority, request)
  if (fault !== undefined) return no(fault)
  const { path, checks, reasons, indication } = await judgeSigner({
    anchors,
    intermediates: certificates,
    data: withOwnData(request.data, own),
    at,
    provenAt,
    policy,
    proofs,
    budget,
    work,
    // The imprint has to hold as well as the signature.
    verdict: { ...verdict, digestAlgorithms: [hash, ...(request.hashes ?? []), ...verdict.digestAlgorithms] },
    purpose: 'timestamping',
    notBefore: undefined,
  })
  if (indication !== 'TOTAL_PASSED') return { ...no(...reasons), path, checks }
  return {
    integrity: 'intact',
    trusted: true,
    genTime,
    provenBy: new Date(genTime.getTime() + (info.accuracyMs ?? 0)),
    reasons: [],
    path,
    authority,
    checks,
  }
}

/** What the token says of itself against what is known of its authority and of the time (RFC 3161 §2.4.2). */
function tokenFault(
  { genTime, extensions }: TstInfo,
  authority: Certificate,
  { at, provenAt, policy }: TimestampRequest,
): Reason | undefined {
  const critical = extensions.find((extension) => extension.critical)
  if (critical !== undefined)
    return reason('TIMESTAMP_MALFORMED', `critical extension ${critical.oid} is not known`)
  if (genTime.getTime() > (provenAt ?? at).getTime() + policy.clockToleranceMs)
    return reason('TIMESTAMP_FROM_THE_FUTURE', isoTime(genTime))
  if (genTime < authority.notBefore || genTime > authority.notAfter)
    return reason('TIMESTAMP_OUTSIDE_CERTIFICATE', isoTime(genTime))
  return undefined
}

function withOwnData(outside: RevocationData, { crls, ocsps, basicOcsps }: ValidationData): RevocationData {
  const own = readRevocationData(
    crls.slice(0, helpersLimit),
    ocsps.slice(0, helpersLimit),
    basicOcsps.slice(0, helpersLimit),
  )
  return { crls: [...outside.crls, ...own.crls], ocsps: [...outside.ocsps, ...own.ocsps] }
}

function refused(
  integrity: Integrity,
  genTime: Date | undefined,
  ...reasons: readonly Reason[]
): TimestampVerdict {
  return {
    integrity,
    trusted: false,
    genTime,
    provenBy: undefined,
    reasons,
    path: undefined,
    authority: undefined,
    checks: [],
  }
}
