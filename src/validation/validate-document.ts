// Verdict on a document: which format it has, what its signatures say, and the worst of them (EN 319 102-1).

import { isServiceError, ServiceError } from '../errors.ts'
import type { ByteSource } from '../formats/byte-source.ts'
import type { SignedData } from '../formats/cms/signed-data.ts'
import { jwsOctetsLimit } from '../formats/jades/jws.ts'
import { xmlLimits } from '../formats/xml/work.ts'
import { anchorsOf } from './anchors.ts'
import { readAsicContainer } from './asic/read-asic-container.ts'
import { Budget, certificatesOf, documentShare } from './checks.ts'
import type { SignedContent } from './cms.ts'
import { formCmsSignatures } from './formed-cms.ts'
import type { FormedDocument, NamedTimestamp, SignedContents } from './formed-signature.ts'
import { cmsOctetsLimit, type IdentifiedFormat, identifyFormat } from './identify-format.ts'
import type { ValidationInput } from './input.ts'
import { isoTime } from './iso-time.ts'
import { readJsonSignatures } from './jades/read-json-signatures.ts'
import { judgeFormedTimestamp, reportOf, type TimestampMemory } from './judge-timestamps.ts'
import { formPdfDocument } from './pdf/form-pdf-document.ts'
import { defaultPolicy, type ValidationPolicy } from './policy.ts'
import { ProofsOfExistence } from './proofs.ts'
import { readableContent } from './readable-content.ts'
import type {
  DocumentFormat,
  Indication,
  Integrity,
  Reason,
  SignatureReport,
  TimestampReport,
  ValidationReport,
} from './report.ts'
import { readRevocationData } from './revocation-data.ts'
import { readCms } from './timestamp.ts'
import { type Trust, trustWith } from './trust.ts'
import { validateSignature } from './validate-signature.ts'
import { type ReasonCode, reason } from './wording.ts'
import { readXmlDocument } from './xml/read-xml-document.ts'

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
  const { reasons, ...data } = readRevocationData(input.trust.crls, input.trust.ocsps)
  const anchors = anchorsOf(input.trust)
  const work = new Budget(policy.maxSignatureChecks * documentShare)
  const intermediates = certificatesOf(input.trust.intermediates)
  const identified = await identifyFormat(input.document)
  const unused = input.contents.length > 0 && (identified.kind === 'pdf' || identified.kind === 'zip')
  const session: Session = {
    input,
    policy,
    trust: { anchors, intermediates, data, at: input.at, policy, work },
    reasons: unused ? [...reasons, reason('CONTENTS_NOT_USED')] : reasons,
    // Whoever gave them takes the verdict for theirs, too: a signed file under the name of their signature would do.
    atLeast: unused ? 'INDETERMINATE' : 'TOTAL_PASSED',
  }
  const contents: SignedContents = { anonymous: input.contents.map(readableContent) }
  try {
    switch (identified.kind) {
      case 'pdf':
        return await judgeFormed(session, await formPdfDocument(input.document))
      case 'cms':
        return await judgeFormed(session, await formCms(session, identified))
      case 'cms_too_large':
        throw new ServiceError(
          'LIMIT_EXCEEDED',
          `SignedData with its content has ${input.document.size} octets; ${cmsOctetsLimit} can be judged, or any number as detached content`,
        )
      case 'json':
        return await judgeFormed(
          session,
          await readJsonSignatures(await wholeOf(input.document, jwsOctetsLimit), contents),
        )
      case 'xml':
        return await judgeFormed(
          session,
          await readXmlDocument(await wholeOf(input.document, xmlLimits.octets), contents),
        )
      case 'zip':
        return await judgeFormed(session, await readAsicContainer(input.document))
      case 'unknown':
        return verdict(session, null, [], [reason('NOT_SIGNED')])
    }
  } catch (error) {
    if (!isServiceError(error)) throw error
    const format = identified.kind === 'zip' ? identified.format : formatsByKind[identified.kind]
    return unreadable(session, format, error)
  }
}

/** What a document that cannot be read would have been. */
const formatsByKind: Readonly<Record<Exclude<IdentifiedFormat['kind'], 'zip'>, DocumentFormat | null>> = {
  pdf: 'PAdES',
  cms: 'CAdES',
  cms_too_large: 'CAdES',
  xml: 'XAdES',
  json: 'JAdES',
  unknown: null,
}

/** @throws ServiceError `LIMIT_EXCEEDED`. */
async function wholeOf(document: ByteSource, limit: number): Promise<Uint8Array> {
  if (document.size > limit) {
    throw new ServiceError(
      'LIMIT_EXCEEDED',
      `the document has ${document.size} octets; ${limit} can be judged`,
    )
  }
  return document.read(0, document.size)
}

interface Session {
  readonly input: ValidationInput
  readonly policy: ValidationPolicy
  readonly trust: Trust
  /** What could not be read of what the caller gave, or was not used. */
  readonly reasons: readonly Reason[]
  readonly atLeast: Indication
}

/** @throws ServiceError when the CMS cannot be read. */
async function formCms(
  { input }: Session,
  { bytes, isAmidText }: IdentifiedFormat & { readonly kind: 'cms' },
): Promise<FormedDocument> {
  const { signedData, reasons } = readCms(bytes)
  const whole = { format: 'CAdES', signatures: [] } as const
  if (signedData.signerInfos.length === 0) return { ...whole, reasons: [], atLeast: 'TOTAL_PASSED' }
  if (input.contents.length > 1) {
    return { ...whole, reasons: [reason('TOO_MANY_CONTENTS')], atLeast: 'INDETERMINATE' }
  }
  const signatures = await formCmsSignatures({
    format: 'CAdES',
    signedData,
    content: cmsContent(signedData, input.contents[0]),
    expectedContentType: undefined,
    signingCertificateRequired: true,
    reasons,
  })
  if (!isAmidText) return { format: 'CAdES', signatures, reasons: [], atLeast: 'TOTAL_PASSED' }
  // Whoever opens the file reads the text, and never what the armour holds.
  const told = signatures.map((signature) => ({ ...signature, coversWholeDocument: false }))
  return {
    format: 'CAdES',
    signatures: told,
    reasons: [reason('TEXT_NOT_SIGNED')],
    atLeast: 'INDETERMINATE',
  }
}

function cmsContent({ eContent }: SignedData, given: ByteSource | undefined): SignedContent {
  if (given !== undefined) return { kind: 'detached', digest: readableContent(given).digest }
  return { kind: eContent === undefined ? 'missing' : 'embedded' }
}

/** Judges what a reader has made of the document. */
async function judgeFormed(session: Session, formed: FormedDocument): Promise<ValidationReport> {
  const { validationData } = formed
  const trust = validationData === undefined ? session.trust : trustWith(session.trust, validationData)
  const memory: TimestampMemory = new WeakMap()
  const stamps = await judgeDocumentTimestamps(trust, memory, formed.timestamps ?? [])
  const signatures: SignatureReport[] = []
  for (const signature of formed.signatures.slice(0, signaturesLimit)) {
    signatures.push(await validateSignature(signature, trust, memory))
  }
  const format = formed.format ?? formed.signatures[0]?.format ?? null
  const report = {
    ...limited(session, format, signatures, formed),
    timestamps: stamps.map(({ report: one }) => one),
  }
  const wrong = stamps.filter(({ report: { integrity } }) => integrity !== 'intact')
  if (wrong.length === 0) return report
  // A wrong time-stamp proves nothing, but what was signed before it stands; alone it is all there is to judge.
  return {
    ...report,
    indication: worstIndication([report.indication, 'INDETERMINATE']),
    integrity:
      signatures.length === 0
        ? worstIntegrity(wrong.map(({ report: { integrity } }) => integrity))
        : report.integrity,
    reasons: [
      ...report.reasons,
      ...wrong.flatMap(({ name, report: { reasons } }) => [
        reason('DOCUMENT_TIMESTAMP_WRONG', name),
        ...reasons,
      ]),
    ],
  }
}

interface DocumentTimestamp {
  readonly name: string
  readonly report: TimestampReport
}

/** From the newest to the oldest: each trusted one proves that the one before existed at its time. */
async function judgeDocumentTimestamps(
  trust: Trust,
  memory: TimestampMemory,
  timestamps: readonly NamedTimestamp[],
): Promise<readonly DocumentTimestamp[]> {
  const judged: DocumentTimestamp[] = []
  const proofs = new ProofsOfExistence()
  let provenAt: Date | undefined
  for (const { name, timestamp } of timestamps.toReversed().slice(0, signaturesLimit)) {
    const verdict = await judgeFormedTimestamp(timestamp, { ...trust, provenAt, proofs })
    memory.set(timestamp.token, { provenAt, verdict })
    judged.unshift({ name, report: reportOf(timestamp, verdict) })
    const { provenBy } = verdict
    if (provenBy === undefined) continue
    proofs.prove(timestamp.covers.validationData, provenBy)
    if (provenAt === undefined || provenBy < provenAt) provenAt = provenBy
  }
  return judged
}

function limited(
  session: Session,
  format: DocumentFormat | null,
  signatures: readonly SignatureReport[],
  { signatures: all, reasons, atLeast }: FormedDocument,
): ValidationReport {
  if (signatures.length === 0) {
    return atLeast === 'TOTAL_PASSED'
      ? verdict(session, format, [], [reason('NOT_SIGNED'), ...reasons])
      : verdict(session, format, [], reasons, atLeast, 'undetermined')
  }
  if (all.length === signatures.length) return verdict(session, format, signatures, reasons, atLeast)
  const tooMany = [reason('TOO_MANY_SIGNATURES', `${all.length}`), ...reasons]
  return verdict(session, format, signatures, tooMany, worstIndication([atLeast, 'INDETERMINATE']))
}

/** @param atLeast how bad the document is whatever its signatures say. */
function verdict(
  { input, policy, reasons: ofTrust, atLeast: whatever }: Session,
  format: DocumentFormat | null,
  signatures: readonly SignatureReport[],
  reasons: readonly Reason[],
  atLeast: Indication = signatures.length === 0 ? 'INDETERMINATE' : 'TOTAL_PASSED',
  integrity: Integrity | 'unsigned' = signatures.length === 0 ? 'unsigned' : 'intact',
): ValidationReport {
  return {
    indication: worstIndication([whatever, atLeast, ...signatures.map((signature) => signature.indication)]),
    integrity: worstIntegrity([integrity, ...signatures.map((signature) => signature.integrity)]),
    format,
    policy: { name: policy.name, version: policy.version },
    validationTime: isoTime(input.at),
    signatures,
    timestamps: [],
    reasons: [...reasons, ...ofTrust],
  }
}

function unreadable(session: Session, format: DocumentFormat | null, error: ServiceError): ValidationReport {
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
