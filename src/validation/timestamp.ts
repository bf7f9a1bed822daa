// Verdict on an RFC 3161 time-stamp token: right bytes, a time-stamping authority that is trusted, not revoked.

import { equalBytes } from '../bytes.ts'
import type { HashAlgorithm } from '../crypto/algorithms.ts'
import { isServiceError } from '../errors.ts'
import { berToDer } from '../formats/asn1/ber-to-der.ts'
import { oids } from '../formats/asn1/oids.ts'
import { parseSignedData, type SignedData } from '../formats/cms/signed-data.ts'
import { parseTstInfo } from '../formats/tsp/token.ts'
import type { Certificate } from '../formats/x509/certificate.ts'
import { hashAlgorithmOf } from '../formats/x509/signature-scheme.ts'
import { Budget, certificatesOf, helpersLimit, keyFactsOf } from './checks.ts'
import { judgeSignerInfo } from './cms.ts'
import { findPathNowOrThen } from './path.ts'
import { hashWeakness, type ValidationPolicy, weaknessOf } from './policy.ts'
import type { Integrity, Reason } from './report.ts'
import { type RevocationData, readRevocationData, revocationOf } from './revocation.ts'
import { reason } from './wording.ts'

export interface TimestampRequest {
  /** The token's ContentInfo. */
  readonly token: Uint8Array
  /** Digest of what was time-stamped. */
  readonly digest: (hash: HashAlgorithm) => Promise<Uint8Array>
  readonly anchors: readonly Certificate[]
  readonly intermediates: readonly Certificate[]
  readonly data: RevocationData
  /** The time for which the verdict is asked. */
  readonly at: Date
  /** A time at which the token is proven to have existed, by a later time-stamp over it. */
  readonly provenAt: Date | undefined
  readonly policy: ValidationPolicy
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

async function judge({
  token,
  digest,
  anchors,
  intermediates,
  data,
  at,
  provenAt,
  policy,
}: TimestampRequest): Promise<TimestampVerdict> {
  const { signedData } = readCms(token)
  const [signerInfo] = signedData.signerInfos
  // RFC 3161 §2.4.2: the token has one signature, the authority's.
  if (signerInfo === undefined || signedData.signerInfos.length !== 1) {
    return refused(
      'undetermined',
      undefined,
      reason('TIMESTAMP_MALFORMED', 'it has not exactly one SignerInfo'),
    )
  }
  const certificates = [
    ...new Set([
      ...certificatesOf(signedData.certificates.slice(0, helpersLimit)),
      ...intermediates,
      ...anchors,
    ]),
  ]
  const budget = new Budget(policy.maxSignatureChecks)
  const cms = await judgeSignerInfo({
    signedData,
    signerInfo,
    content: { kind: 'embedded' },
    expectedContentType: oids.tstInfo,
    signingCertificateRequired: true,
    certificates,
    budget,
  })
  if (cms.integrity !== 'intact' || signedData.eContent === undefined) {
    return refused(cms.integrity, undefined, ...(cms.failure?.reasons ?? []))
  }
  const info = parseTstInfo(signedData.eContent)
  const { genTime } = info
  const hash = hashAlgorithmOf(info.messageImprint.hashAlgorithm)
  if (hash === undefined) {
    const { oid } = info.messageImprint.hashAlgorithm
    return refused('undetermined', genTime, reason('ALGORITHM_NOT_SUPPORTED', oid))
  }
  if (!equalBytes(await digest(hash), info.messageImprint.hashedMessage)) {
    return refused('broken', genTime, reason('TIMESTAMP_OF_OTHER_BYTES'))
  }
  let path: readonly Certificate[] | undefined
  const no = (...reasons: readonly Reason[]) => ({ ...refused('intact', genTime, ...reasons), path })
  if (cms.failure !== undefined) return no(...cms.failure.reasons)
  if (cms.signer === undefined || cms.scheme === undefined) throw new Error('an intact token has a signer')
  const critical = info.extensions.find((extension) => extension.critical)
  if (critical !== undefined)
    return no(reason('TIMESTAMP_MALFORMED', `critical extension ${critical.oid} is not known`))
  const time = provenAt ?? at
  if (genTime.getTime() > time.getTime() + policy.clockToleranceMs) {
    return no(reason('TIMESTAMP_FROM_THE_FUTURE', genTime.toISOString()))
  }
  const facts = await keyFactsOf(cms.signer)
  const weakness =
    hashWeakness(policy, hash, time) ??
    (facts === undefined ? 'public key not supported' : weaknessOf(policy, cms.scheme, facts, time))
  if (weakness !== undefined) return no(reason('WEAK_CRYPTOGRAPHY', weakness))
  if (genTime < cms.signer.notBefore || genTime > cms.signer.notAfter) {
    return no(reason('TIMESTAMP_OUTSIDE_CERTIFICATE', genTime.toISOString()))
  }
  const search = {
    target: cms.signer,
    anchors,
    intermediates: certificates,
    purpose: 'timestamping',
    at,
    policy,
  } as const
  const found = await findPathNowOrThen(search, provenAt)
  if (found.kind === 'none') return no(...found.reasons)
  path = found.path
  const embedded = readRevocationData(
    signedData.crls.slice(0, helpersLimit),
    signedData.ocsps.slice(0, helpersLimit),
  )
  for (let i = 0; i < path.length - 1; i++) {
    const status = await revocationOf(path.slice(i), {
      anchors,
      intermediates: certificates,
      data: { crls: [...data.crls, ...embedded.crls], ocsps: [...data.ocsps, ...embedded.ocsps] },
      at,
      provenAt,
      policy,
      budget,
      asking: new Set(),
    })
    if (status.kind === 'revoked') return no(reason('REVOKED', status.revocationDate.toISOString()))
    if (status.kind === 'unknown') return no(...status.reasons)
  }
  return {
    integrity: 'intact',
    trusted: true,
    genTime,
    provenBy: new Date(genTime.getTime() + (info.accuracyMs ?? 0)),
    reasons: [],
    path,
  }
}

function refused(
  integrity: Integrity,
  genTime: Date | undefined,
  ...reasons: readonly Reason[]
): TimestampVerdict {
  return { integrity, trusted: false, genTime, provenBy: undefined, reasons, path: undefined }
}
