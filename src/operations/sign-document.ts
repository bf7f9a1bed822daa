// `signDocument`: PDF as PAdES (EN 319 142-1), anything else as CAdES (EN 319 122-1), at level B-B or B-T.

import { z } from 'zod'
import { toBase64, toHex } from '../bytes.ts'
import type { Call } from '../caller.ts'
import { signatureAlgorithmFacts } from '../crypto/algorithms.ts'
import { ServiceError } from '../errors.ts'
import { type ByteSource, bytesSource, chunksOf, joinSources } from '../formats/byte-source.ts'
import {
  estimateSignedDataOctets,
  prepareSignedData,
  prepareSignedDataAround,
} from '../formats/cms/build-signed-data.ts'
import {
  addSignatureTimestamp,
  signatureTimestampAttribute,
  signatureValueOf,
} from '../formats/cms/unsigned-attributes.ts'
import { digestPieces } from '../formats/digest-pieces.ts'
import { embedPdfSignature } from '../formats/pades/embed-pdf-signature.ts'
import { type ApprovedDocument, needsApproval } from '../policy/approvals.ts'
import { authorise, type Permit, requireKnown } from '../policy/authorise.ts'
import type { Deps } from './deps.ts'
import {
  type DocumentInput,
  type DocumentResult,
  deliverDocument,
  documentIdentity,
  inlineResult,
  openDocument,
  spooledResult,
} from './documents.ts'
import { idempotently } from './idempotently.ts'
import { octetsInJson } from './octets-in-json.ts'
import { entryOf, signWith } from './sign-with.ts'
import { type SignatureFormat, type SignatureLevel, signatureForm } from './signature-forms.ts'
import { documentSigner, freshly, type Signer } from './signers.ts'
import { timestampSignature, timestampTokenOctets } from './timestamp.ts'

export interface SignDocumentInput {
  /** `UNIT/NAME` of a sign-document key. */
  readonly key: string
  readonly document: DocumentInput
  readonly certificateSerialHex?: string | null | undefined
  /** Chosen from the document when absent. */
  readonly format?: SignatureFormat | null | undefined
  readonly level: SignatureLevel
  /** CAdES only. */
  readonly detached: boolean
  /** PAdES only, all three. */
  readonly fieldName?: string | null | undefined
  readonly reason?: string | null | undefined
  readonly location?: string | null | undefined
  readonly idempotencyKey?: string | null | undefined
}

export interface SignDocumentResult {
  readonly document: DocumentResult
  readonly format: SignatureFormat
  readonly level: SignatureLevel
  readonly certificateSerialHex: string
  readonly auditEntryId: string
}

/**
 * Signs a document. The original octets of a PDF are a prefix of the answer. With an idempotency key what the signature
 * added is kept, so that any host gives the same answer to the same document.
 *
 * @throws ServiceError `MALFORMED_PDF`, `ENCRYPTED_PDF`, `DOCUMENT_LOCKED`, `UNSUPPORTED_FORMAT`, `LIMIT_EXCEEDED` for what
 *   cannot be signed; `INVALID_ARGUMENT` for options that do not fit the format; `PURPOSE_MISMATCH`, `CERTIFICATE_NOT_VALID`;
 *   as `authorise` and `signWith`.
 */
export async function signDocument(
  deps: Deps,
  call: Call,
  input: SignDocumentInput,
): Promise<SignDocumentResult> {
  requireKnown(call)
  const { idempotencyKey, document, ...options } = input
  const answer = await idempotently<Answer>(deps, call, {
    operation: 'signDocument',
    key: idempotencyKey,
    // Digested only where a key asks for it: a digest of the document is half of the work on it.
    input: idempotencyKey == null ? undefined : { ...options, document: documentIdentity(document) },
    run: () => signOnce(deps, call, input),
    remember: keptSignature,
    recall: (kept) => recalledSignature(kept, document.base64),
  })
  return answer.result
}

/** A signature with what is kept of it. */
export interface Answer {
  readonly result: SignDocumentResult
  /** Null where the answer lies in the spool. */
  readonly addition: Addition | null
}

/** What a signature adds to a document: the answer is made of both. */
interface Addition {
  readonly before: Uint8Array
  /** Whether the document itself stands between the two; a detached signature is all `before`. */
  readonly around: boolean
  readonly after: Uint8Array
}

const nothing = new Uint8Array(0)

function withAddition(source: ByteSource, { before, around, after }: Addition): ByteSource {
  const first = bytesSource(before)
  return around ? joinSources(joinSources(first, source), bytesSource(after)) : first
}

const keptAnswer = z.object({
  ...signatureForm,
  certificateSerialHex: z.string(),
  auditEntryId: z.string(),
  spooled: z.object({ id: z.string(), sha256: octetsInJson, size: z.number() }).nullable(),
  /** Kept where the document came inline: who asks again brings it again. */
  addition: z.object({ before: octetsInJson, around: z.boolean(), after: octetsInJson }).nullable(),
})

export function keptSignature({ result: { document, ...facts }, addition }: Answer): unknown {
  const { id, size } = document
  if (id !== null)
    return { ...facts, spooled: { id, sha256: toBase64(document.sha256()), size }, addition: null }
  if (addition === null) throw new Error('a signed document is neither inline nor in the spool')
  const { before, around, after } = addition
  return { ...facts, spooled: null, addition: { before: toBase64(before), around, after: toBase64(after) } }
}

export async function recalledSignature(
  kept: unknown,
  inline: Uint8Array | null | undefined,
): Promise<Answer> {
  const { spooled, addition, ...facts } = keptAnswer.parse(kept)
  if (spooled !== null) {
    return { result: { document: spooledResult(spooled), ...facts }, addition: null }
  }
  if (addition === null || inline == null) throw new Error('an inline answer is kept without its addition')
  const document = await inlineResult(withAddition(bytesSource(inline), addition))
  return { result: { document, ...facts }, addition }
}

/** @throws ServiceError as `signDocument`. */
export async function signOnce(deps: Deps, call: Call, input: SignDocumentInput): Promise<Answer> {
  const { source, inline } = await openDocument(deps, call, input.document)
  const format = input.format ?? ((await looksLikePdf(source)) ? 'PAdES' : 'CAdES')
  refuseOddOptions(input, format)
  return freshly(deps, async () => {
    const signer = await documentSigner(deps, call, input.key, input.certificateSerialHex ?? undefined)
    const { key, unit } = signer
    // Digested only where somebody has to have approved it: a digest of the document is half of the work on it.
    const approved = needsApproval(call, key.identity) ? await asApproved(source, format, input) : undefined
    const permit = authorise(call, { operation: 'signDocument', key, unit, format, document: approved })
    const journey = { deps, call, input, signer, permit, source }
    const { addition, auditEntryId } =
      format === 'PAdES' ? await signPdf(journey) : await signAnything(journey)
    const document = await deliverDocument(deps, call, withAddition(source, addition), inline)
    const { level } = input
    const result = { document, format, level, certificateSerialHex: signer.serialHex, auditEntryId }
    return { result, addition }
  })
}

interface Journey {
  readonly deps: Deps
  readonly call: Call
  readonly input: SignDocumentInput
  readonly signer: Signer
  readonly permit: Permit<'sign'>
  readonly source: ByteSource
}

interface Outcome {
  readonly addition: Addition
  readonly auditEntryId: string
}

async function signPdf({ deps, call, input, signer, permit, source }: Journey): Promise<Outcome> {
  const { algorithm } = signer.key.identity
  const prepared = await deps.inspectors.preparePdfSignature(source, {
    subFilter: 'ETSI.CAdES.detached',
    reservedBytes: reservedOctets(signer, input.level),
    signingTime: deps.clock.now(),
    digest: signatureAlgorithmFacts(algorithm).digest,
    ...(input.fieldName == null ? {} : { fieldName: input.fieldName }),
    ...(input.reason == null ? {} : { reason: input.reason }),
    ...(input.location == null ? {} : { location: input.location }),
  })
  const unsigned = await prepareSignedData({ ...padesOf(signer), contentDigest: prepared.digest })
  const signed = await signWith(deps, permit, unsigned, {
    format: 'PAdES',
    level: input.level,
    certificate: signer.serialHex,
    contentDigest: toHex(prepared.digest),
  })
  let cms = signed.value
  if (input.level === 'B-T')
    cms = addSignatureTimestamp(cms, await timestampSignature(deps, call, signatureValueOf(cms)))
  return {
    addition: { before: nothing, around: true, after: embedPdfSignature(prepared, cms) },
    auditEntryId: entryOf(signed),
  }
}

function padesOf(signer: Signer) {
  return {
    profile: 'pades' as const,
    algorithm: signer.key.identity.algorithm,
    signerCertificate: signer.certificate,
    certificates: signer.chain,
  }
}

/** Of signers that are remembered: the same for each of their documents. */
const reserved = { 'B-B': new WeakMap<Signer, number>(), 'B-T': new WeakMap<Signer, number>() } as const

function reservedOctets(signer: Signer, level: SignatureLevel): number {
  const known = reserved[level].get(signer)
  if (known !== undefined) return known
  const octets = estimateSignedDataOctets({
    ...padesOf(signer),
    ...(level === 'B-T' ? { timestampTokenOctets } : {}),
  })
  reserved[level].set(signer, octets)
  return octets
}

async function signAnything({ deps, call, input, signer, permit, source }: Journey): Promise<Outcome> {
  const { algorithm } = signer.key.identity
  const contentDigest = await digestPieces(signatureAlgorithmFacts(algorithm).digest, chunksOf(source))
  const signedData = {
    profile: 'cades' as const,
    algorithm,
    signerCertificate: signer.certificate,
    certificates: signer.chain,
    contentDigest,
    signingTime: deps.clock.now(),
  }
  const details = {
    format: 'CAdES',
    level: input.level,
    certificate: signer.serialHex,
    contentDigest: toHex(contentDigest),
  }
  if (input.detached) {
    const signed = await signWith(deps, permit, await prepareSignedData(signedData), details)
    let cms = signed.value
    if (input.level === 'B-T')
      cms = addSignatureTimestamp(cms, await timestampSignature(deps, call, signatureValueOf(cms)))
    return { addition: { before: cms, around: false, after: nothing }, auditEntryId: entryOf(signed) }
  }
  const unsigned = await prepareSignedDataAround({ ...signedData, contentOctets: source.size })
  const signed = await signWith(deps, permit, unsigned, details)
  let around = signed.value
  if (input.level === 'B-T') {
    const token = await timestampSignature(deps, call, around.signature)
    around = around.withUnsignedAttribute(signatureTimestampAttribute(token))
  }
  const { before, after } = around
  return { addition: { before, around: true, after }, auditEntryId: entryOf(signed) }
}

async function asApproved(
  source: ByteSource,
  format: SignatureFormat,
  { level, detached, fieldName, reason, location }: SignDocumentInput,
): Promise<ApprovedDocument> {
  if ((fieldName ?? reason ?? location) != null)
    throw new ServiceError(
      'INVALID_ARGUMENT',
      'fieldName, reason and location are not part of what is approved',
    )
  return { sha256: toHex(await digestPieces('sha-256', chunksOf(source))), format, level, detached }
}

/** Readers accept the header anywhere in the first 1024 octets (ISO 32000-1 annex H, note 13). */
async function looksLikePdf(source: ByteSource): Promise<boolean> {
  const head = await source.read(0, Math.min(source.size, 1024))
  return Buffer.from(head).includes('%PDF-', 0, 'latin1')
}

function refuseOddOptions(input: SignDocumentInput, format: SignatureFormat): void {
  if (format === 'PAdES' && input.detached) {
    throw new ServiceError(
      'INVALID_ARGUMENT',
      'detached: a PAdES signature stands in the PDF; ask for CAdES instead',
    )
  }
  if (format === 'CAdES' && (input.fieldName ?? input.reason ?? input.location) != null) {
    throw new ServiceError('INVALID_ARGUMENT', 'fieldName, reason and location belong to PAdES')
  }
}
