// Verdict on a document: which format it has, what its signatures say, and the worst of them (EN 319 102-1).

import { createDigest } from '#primitives'
import type { HashAlgorithm } from '../crypto/algorithms.ts'
import { isServiceError, ServiceError } from '../errors.ts'
import { oids } from '../formats/asn1/oids.ts'
import { type ByteSource, chunksOf } from '../formats/byte-source.ts'
import type { SignedData } from '../formats/cms/signed-data.ts'
import type { Certificate } from '../formats/x509/certificate.ts'
import { certificatesOf, helpersLimit } from './checks.ts'
import type { SignedContent } from './cms.ts'
import { cmsOctetsLimit, identifyFormat } from './identify-format.ts'
import type { ValidationInput } from './input.ts'
import type { PdfReading, PdfSignature } from './pdf/pdf-signature.ts'
import { readPdfSignatures } from './pdf/read-pdf-signatures.ts'
import { defaultPolicy, type ValidationPolicy } from './policy.ts'
import type {
  DocumentFormat,
  Indication,
  Integrity,
  Reason,
  SignatureReport,
  ValidationReport,
} from './report.ts'
import { type RevocationData, readRevocationData } from './revocation.ts'
import { judgeTimestamp, readCms, type TimestampVerdict } from './timestamp.ts'
import { isoTime, type SignatureRequest, validateSignature } from './validate-signature.ts'
import { type ReasonCode, reason } from './wording.ts'

/** Signatures judged in one document. */
const signaturesLimit = 100

/**
 * Judges every signature of a document. Broken, foreign and hostile input is a verdict, never an exception.
 *
 * @param policy other than today's for documents that have to hold under another one.
 */
export async function validateDocument(
  input: ValidationInput,
  policy: ValidationPolicy = defaultPolicy,
): Promise<ValidationReport> {
  const session: Session = {
    input,
    policy,
    anchors: certificatesOf(input.trust.anchors),
    intermediates: certificatesOf(input.trust.intermediates),
    ...trustData(input),
  }
  const identified = await identifyFormat(input.document)
  try {
    switch (identified.kind) {
      case 'pdf':
        return await validatePdf(session)
      case 'cms':
        return await validateCms(session, identified.bytes)
      case 'cms_too_large':
        throw new ServiceError(
          'LIMIT_EXCEEDED',
          `SignedData with its content has ${input.document.size} octets; ${cmsOctetsLimit} can be judged, or any number as detached content`,
        )
      case 'unsupported': {
        const reasons = [reason('UNSUPPORTED_FORMAT', identified.format)]
        return verdict(session, identified.format, [], reasons, 'INDETERMINATE', 'undetermined')
      }
      case 'unknown':
        return verdict(session, null, [], [reason('NOT_SIGNED')])
    }
  } catch (error) {
    if (!isServiceError(error)) throw error
    return unreadable(session, identified.kind === 'pdf' ? 'PAdES' : 'CAdES', error)
  }
}

interface Session {
  readonly input: ValidationInput
  readonly policy: ValidationPolicy
  readonly anchors: readonly Certificate[]
  readonly intermediates: readonly Certificate[]
  readonly data: RevocationData
  readonly reasons: readonly Reason[]
}

function trustData({ trust }: ValidationInput): {
  readonly data: RevocationData
  readonly reasons: readonly Reason[]
} {
  const { reasons, ...data } = readRevocationData(trust.crls, trust.ocsps)
  return { data, reasons }
}

async function validateCms(session: Session, bytes: Uint8Array): Promise<ValidationReport> {
  const { signedData, reasons } = readCms(bytes)
  if (signedData.signerInfos.length === 0) return verdict(session, 'CAdES', [], [reason('NOT_SIGNED')])
  const { contents } = session.input
  if (contents.length > 1) {
    return verdict(session, 'CAdES', [], [reason('TOO_MANY_CONTENTS')], 'INDETERMINATE', 'undetermined')
  }
  const content = cmsContent(signedData, contents[0])
  const signatures: SignatureReport[] = []
  for (const signerInfo of signedData.signerInfos.slice(0, signaturesLimit)) {
    signatures.push(
      await validateSignature({
        ...common(session),
        format: 'CAdES',
        signedData,
        signerInfo,
        content,
        expectedContentType: undefined,
        signingCertificateRequired: true,
        provenAt: undefined,
        storesValidationData: false,
        hasDocumentTimestamp: false,
        claimedSigningTime: undefined,
        coversWholeDocument: true,
        laterChanges: [],
        structureFaults: [],
        reasons,
      }),
    )
  }
  return limited(session, 'CAdES', signatures, signedData.signerInfos.length)
}

function cmsContent({ eContent }: SignedData, given: ByteSource | undefined): SignedContent {
  if (given !== undefined) return { kind: 'detached', digest: digestOf(given) }
  return { kind: eContent === undefined ? 'missing' : 'embedded' }
}

/** Digests in constant memory, each algorithm once, however many signers ask. */
function digestOf(source: ByteSource): (hash: HashAlgorithm) => Promise<Uint8Array> {
  const digests = new Map<HashAlgorithm, Promise<Uint8Array>>()
  const compute = async (hash: HashAlgorithm) => {
    const state = createDigest(hash)
    for await (const chunk of chunksOf(source)) state.update(chunk)
    return state.digest()
  }
  return (hash) => {
    const known = digests.get(hash) ?? compute(hash)
    digests.set(hash, known)
    return known
  }
}

async function validatePdf(session: Session): Promise<ValidationReport> {
  const reading = await readPdfSignatures(session.input.document)
  const { certificates, crls, ocsps } = reading.securityStore
  const store = readRevocationData(crls.slice(0, helpersLimit), ocsps.slice(0, helpersLimit))
  const full: Session = {
    ...session,
    intermediates: [
      ...new Set([...session.intermediates, ...certificatesOf(certificates.slice(0, helpersLimit))]),
    ],
    data: { crls: [...session.data.crls, ...store.crls], ocsps: [...session.data.ocsps, ...store.ocsps] },
  }
  const stamps = await judgeDocumentTimestamps(full, reading.signatures.filter(isTimestamp))
  const wrong = stamps.filter(({ verdict: { integrity } }) => integrity !== 'intact')
  const signatures: SignatureReport[] = []
  const signed = reading.signatures.filter((signature) => !isTimestamp(signature))
  for (const signature of signed.slice(0, signaturesLimit)) {
    signatures.push(await validatePdfSignature(full, reading, signature, stamps))
  }
  const report = limited(full, 'PAdES', signatures, signed.length)
  if (wrong.length === 0) return report
  // A wrong time-stamp proves nothing, but what was signed before it stands; alone it is all there is to judge.
  const ofStamps = worstIntegrity(wrong.map(({ verdict: { integrity } }) => integrity))
  return {
    ...report,
    indication: worstIndication([report.indication, 'INDETERMINATE']),
    integrity: signatures.length === 0 ? ofStamps : report.integrity,
    reasons: [
      ...report.reasons,
      ...wrong.flatMap(({ signature, verdict: { reasons } }) => [
        reason('DOCUMENT_TIMESTAMP_WRONG', signature.fieldName),
        ...signature.structureFaults,
        ...reasons,
      ]),
    ],
  }
}

/** ISO 32000-2 §12.8.5; some writers leave /Type at Sig. */
function isTimestamp({ isDocumentTimestamp, subFilter }: PdfSignature): boolean {
  return isDocumentTimestamp || subFilter === 'ETSI.RFC3161'
}

function hasFaults({ structureFaults, laterChanges }: PdfSignature): boolean {
  return structureFaults.length > 0 || laterChanges.some(({ permitted }) => !permitted)
}

interface DocumentTimestamp {
  readonly signature: PdfSignature
  readonly verdict: TimestampVerdict
}

/** From the newest to the oldest: each trusted one proves that the one before existed at its time. */
async function judgeDocumentTimestamps(
  { anchors, intermediates, data, policy, input }: Session,
  signatures: readonly PdfSignature[],
): Promise<readonly DocumentTimestamp[]> {
  const stamps: DocumentTimestamp[] = []
  let provenAt: Date | undefined
  for (const signature of signatures.toSorted((a, b) => b.revision - a.revision).slice(0, signaturesLimit)) {
    const judged = await judgeTimestamp({
      token: signature.contents,
      digest: (hash) => signature.digestSignedBytes(hash),
      anchors,
      intermediates,
      data,
      at: input.at,
      provenAt,
      policy,
    })
    const faulty = hasFaults(signature)
    const integrity = faulty && judged.integrity === 'intact' ? 'undetermined' : judged.integrity
    const verdict = faulty ? { ...judged, integrity, trusted: false, provenBy: undefined } : judged
    stamps.push({ signature, verdict })
    const { provenBy } = verdict
    if (provenBy !== undefined && (provenAt === undefined || provenBy < provenAt)) provenAt = provenBy
  }
  return stamps
}

const detachedSubFilters: readonly (string | null)[] = ['ETSI.CAdES.detached', 'adbe.pkcs7.detached']

async function validatePdfSignature(
  session: Session,
  { securityStore }: PdfReading,
  signature: PdfSignature,
  stamps: readonly DocumentTimestamp[],
): Promise<SignatureReport> {
  const { coversWholeDocument, laterChanges, structureFaults } = signature
  const later = stamps.filter(({ signature: stamp }) => stamp.revision >= signature.revision)
  const claimedSigningTime = signature.claimedSigningTime ?? undefined
  const shape = { coversWholeDocument, laterChanges }
  if (structureFaults.length === 0 && !detachedSubFilters.includes(signature.subFilter)) {
    const why = reason('SUBFILTER_NOT_SUPPORTED', signature.subFilter ?? 'none')
    return unjudged(shape, claimedSigningTime, 'INDETERMINATE', why)
  }
  let signedData: SignedData
  try {
    ;({ signedData } = readCms(signature.contents))
  } catch (error) {
    if (!isServiceError(error)) throw error
    return unjudged(
      shape,
      claimedSigningTime,
      'TOTAL_FAILED',
      ...structureFaults,
      reason('CMS_MALFORMED', error.message),
    )
  }
  const [signerInfo] = signedData.signerInfos
  if (signerInfo === undefined) {
    return unjudged(
      shape,
      claimedSigningTime,
      'TOTAL_FAILED',
      ...structureFaults,
      reason('SIGNER_INFOS', '0'),
    )
  }
  const proven = later.flatMap(({ verdict: { provenBy } }) =>
    provenBy === undefined ? [] : [provenBy.getTime()],
  )
  const report = await validateSignature({
    ...common(session),
    format: 'PAdES',
    signedData,
    signerInfo,
    content: { kind: 'detached', digest: (hash) => signature.digestSignedBytes(hash) },
    expectedContentType: oids.data,
    // ISO 32000-1 did not know the attribute; without it no level is told.
    signingCertificateRequired: signature.subFilter === 'ETSI.CAdES.detached',
    provenAt: proven.length === 0 ? undefined : new Date(Math.min(...proven)),
    storesValidationData: securityStore.crls.length + securityStore.ocsps.length > 0,
    hasDocumentTimestamp: later.some(({ verdict: { integrity } }) => integrity === 'intact'),
    claimedSigningTime,
    ...shape,
    structureFaults,
    reasons: [],
  })
  return signedData.signerInfos.length === 1
    ? report
    : withTooManySigners(report, signedData.signerInfos.length)
}

/** ISO 32000-2 §12.8.3.3: one SignerInfo. What a second one says nobody would read. */
function withTooManySigners(report: SignatureReport, count: number): SignatureReport {
  const reasons = [...report.reasons, reason('SIGNER_INFOS', `${count}`)]
  if (report.indication !== 'TOTAL_PASSED') return { ...report, reasons }
  return { ...report, indication: 'INDETERMINATE', subIndication: 'SIG_CONSTRAINTS_FAILURE', reasons }
}

function unjudged(
  shape: Pick<SignatureReport, 'coversWholeDocument' | 'laterChanges'>,
  claimedSigningTime: Date | undefined,
  indication: 'INDETERMINATE' | 'TOTAL_FAILED',
  ...reasons: readonly Reason[]
): SignatureReport {
  return {
    indication,
    integrity: 'undetermined',
    subIndication: indication === 'TOTAL_FAILED' ? 'FORMAT_FAILURE' : 'CUSTOM',
    format: 'PAdES',
    level: null,
    signer: null,
    claimedSigningTime: isoTime(claimedSigningTime),
    bestSignatureTime: null,
    ...shape,
    reasons,
  }
}

function common({ anchors, intermediates, data, input, policy }: Session) {
  return { anchors, intermediates, data, at: input.at, policy } satisfies Partial<SignatureRequest>
}

function limited(
  session: Session,
  format: DocumentFormat,
  signatures: readonly SignatureReport[],
  count: number,
): ValidationReport {
  if (signatures.length === 0) return verdict(session, format, [], [reason('NOT_SIGNED')])
  if (count === signatures.length) return verdict(session, format, signatures, [])
  return verdict(session, format, signatures, [reason('TOO_MANY_SIGNATURES', `${count}`)], 'INDETERMINATE')
}

/** @param atLeast how bad the document is whatever its signatures say. */
function verdict(
  { input, policy, reasons: ofTrust }: Session,
  format: DocumentFormat | null,
  signatures: readonly SignatureReport[],
  reasons: readonly Reason[],
  atLeast: Indication = signatures.length === 0 ? 'INDETERMINATE' : 'TOTAL_PASSED',
  integrity: Integrity | 'unsigned' = signatures.length === 0 ? 'unsigned' : 'intact',
): ValidationReport {
  return {
    indication: worstIndication([atLeast, ...signatures.map((signature) => signature.indication)]),
    integrity: worstIntegrity([integrity, ...signatures.map((signature) => signature.integrity)]),
    format,
    policy: { name: policy.name, version: policy.version },
    validationTime: isoTime(input.at) ?? '',
    signatures,
    reasons: [...reasons, ...ofTrust],
  }
}

function unreadable(session: Session, format: DocumentFormat, error: ServiceError): ValidationReport {
  const [code, indication]: [ReasonCode, Indication] =
    error.code === 'ENCRYPTED_PDF' || error.code === 'UNSUPPORTED_FORMAT' || error.code === 'LIMIT_EXCEEDED'
      ? [error.code, 'INDETERMINATE']
      : ['FORMAT_FAILURE', 'TOTAL_FAILED']
  return verdict(session, format, [], [reason(code, error.message)], indication, 'undetermined')
}

const indicationsByBadness: readonly Indication[] = ['TOTAL_PASSED', 'INDETERMINATE', 'TOTAL_FAILED']
const integritiesByBadness: readonly (Integrity | 'unsigned')[] = [
  'intact',
  'unsigned',
  'undetermined',
  'broken',
]

function worstIndication(all: readonly Indication[]): Indication {
  return (
    indicationsByBadness[Math.max(...all.map((one) => indicationsByBadness.indexOf(one)))] ?? 'TOTAL_FAILED'
  )
}

function worstIntegrity(all: readonly (Integrity | 'unsigned')[]): Integrity | 'unsigned' {
  return integritiesByBadness[Math.max(...all.map((one) => integritiesByBadness.indexOf(one)))] ?? 'broken'
}
