// `signDocument`: PDF as PAdES (EN 319 142-1), anything else as CAdES (EN 319 122-1), at level B-B or B-T.

import { createHash } from 'node:crypto'
import { createDigest, digest } from '#primitives'
import type { Call } from '../caller.ts'
import { signatureAlgorithmFacts } from '../crypto/algorithms.ts'
import { ServiceError } from '../errors.ts'
import { type ByteSource, bytesSource, chunksOf } from '../formats/byte-source.ts'
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
import { embedPdfSignature } from '../formats/pades/embed-pdf-signature.ts'
import { joinSources } from '../outside/document-spool.ts'
import { authorise, type Permit, requireApplication } from '../policy/authorise.ts'
import type { Deps } from './deps.ts'
import {
  type DocumentInput,
  type DocumentResult,
  deliverDocument,
  openDocument,
  recallDocument,
} from './documents.ts'
import { idempotently } from './idempotently.ts'
import { signWith } from './sign-with.ts'
import { documentSigner, freshly, type Signer } from './signers.ts'
import { timestampSignature } from './timestamp.ts'
import { storeDocument } from './upload-document.ts'

export interface SignDocumentInput {
  /** `UNIT/NAME` of a sign-document key. */
  readonly key: string
  readonly document: DocumentInput
  readonly certificateSerialHex?: string | null | undefined
  /** Chosen from the document when absent. */
  readonly format?: 'PAdES' | 'CAdES' | null | undefined
  readonly level: 'B-B' | 'B-T'
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
  readonly format: 'PAdES' | 'CAdES'
  readonly level: 'B-B' | 'B-T'
  readonly certificateSerialHex: string
  readonly auditEntryId: string
}

/** What a token of the office's own authority takes at most, with its certificates. */
const timestampTokenOctets = 8192

/**
 * Signs a document. The original octets of a PDF are a prefix of the answer. With an idempotency key the answer is kept
 * among the unit's documents, and counts towards their quota, for as long as it may be asked for again.
 *
 * @throws ServiceError `MALFORMED_PDF`, `ENCRYPTED_PDF`, `UNSUPPORTED_FORMAT`, `LIMIT_EXCEEDED` for what cannot be
 *   signed; `INVALID_ARGUMENT` for options that do not fit the format; `PURPOSE_MISMATCH`, `CERTIFICATE_NOT_VALID`;
 *   as `authorise` and `signWith`.
 */
export async function signDocument(
  deps: Deps,
  call: Call,
  input: SignDocumentInput,
): Promise<SignDocumentResult> {
  requireApplication(call)
  const { idempotencyKey, document, ...options } = input
  if (idempotencyKey == null) return signOnce(deps, call, input)
  const { kept, result } = await idempotently<KeptAnswer>(deps, call, {
    operation: 'signDocument',
    key: idempotencyKey,
    input: {
      ...options,
      document: document.base64 == null ? { id: document.id } : { sha256: sha256(document.base64) },
    },
    run: async () => {
      const result = await signOnce(deps, call, input)
      const { id, bytes } = result.document
      const stored = bytes === null ? id : (await storeDocument(deps, call, onePiece(bytes))).id
      if (stored === null) throw new Error('a signed document is neither inline nor in the spool')
      const { format, level, certificateSerialHex, auditEntryId } = result
      const inline = bytes !== null
      return { kept: { id: stored, inline, format, level, certificateSerialHex, auditEntryId }, result }
    },
    remember: (answer) => answer.kept,
    recall: async (kept) => {
      if (!isKept(kept)) throw new Error('an idempotency record of signDocument holds no answer')
      return { kept, result: undefined }
    },
  })
  if (result !== undefined) return result
  const { id, inline, ...facts } = kept
  return { document: await recallDocument(deps, call, id, inline), ...facts }
}

type Kept = Omit<SignDocumentResult, 'document'> & { readonly id: string; readonly inline: boolean }

interface KeptAnswer {
  readonly kept: Kept
  /** Undefined when it was signed before. */
  readonly result: SignDocumentResult | undefined
}

/** Written by `signDocument` alone. */
function isKept(kept: unknown): kept is Kept {
  return typeof kept === 'object' && kept !== null && 'id' in kept && 'auditEntryId' in kept
}

async function* onePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

async function signOnce(deps: Deps, call: Call, input: SignDocumentInput): Promise<SignDocumentResult> {
  const opened = await openDocument(deps, call, input.document)
  const format = input.format ?? ((await looksLikePdf(opened.source)) ? 'PAdES' : 'CAdES')
  refuseOddOptions(input, format)
  return freshly(deps, async () => {
    const signer = await documentSigner(deps, call, input.key, input.certificateSerialHex ?? undefined)
    const permit = authorise(call, { operation: 'signDocument', key: signer.key, unit: signer.unit })
    const journey = { deps, call, input, signer, permit, source: opened.source }
    const { result, auditEntryId } = format === 'PAdES' ? await signPdf(journey) : await signAnything(journey)
    return {
      document: await deliverDocument(deps, call, result, opened.inline),
      format,
      level: input.level,
      certificateSerialHex: signer.serialHex,
      auditEntryId,
    }
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
  readonly result: ByteSource
  readonly auditEntryId: string
}

async function signPdf({ deps, call, input, signer, permit, source }: Journey): Promise<Outcome> {
  const { algorithm } = signer.key.identity
  const signedData = {
    profile: 'pades' as const,
    algorithm,
    signerCertificate: signer.certificate,
    certificates: signer.chain,
  }
  const reservedBytes = estimateSignedDataOctets({
    ...signedData,
    ...(input.level === 'B-T' ? { timestampTokenOctets } : {}),
  })
  const prepared = await deps.inspectors.preparePdfSignature(source, {
    subFilter: 'ETSI.CAdES.detached',
    reservedBytes,
    signingTime: deps.clock.now(),
    digest: signatureAlgorithmFacts(algorithm).digest,
    ...(input.fieldName == null ? {} : { fieldName: input.fieldName }),
    ...(input.reason == null ? {} : { reason: input.reason }),
    ...(input.location == null ? {} : { location: input.location }),
  })
  const unsigned = await prepareSignedData({ ...signedData, contentDigest: prepared.digest })
  const signed = await signWith(deps, permit, unsigned, { format: 'PAdES', level: input.level })
  let cms = signed.value
  if (input.level === 'B-T') cms = addSignatureTimestamp(cms, await stamp(deps, call, signatureValueOf(cms)))
  return {
    result: joinSources(source, bytesSource(embedPdfSignature(prepared, cms))),
    auditEntryId: entryIn(signed),
  }
}

async function signAnything({ deps, call, input, signer, permit, source }: Journey): Promise<Outcome> {
  const { algorithm } = signer.key.identity
  const contentDigest = await digestOf(source, algorithm)
  const signedData = {
    profile: 'cades' as const,
    algorithm,
    signerCertificate: signer.certificate,
    certificates: signer.chain,
    contentDigest,
    signingTime: deps.clock.now(),
  }
  const details = { format: 'CAdES', level: input.level }
  if (input.detached) {
    const signed = await signWith(deps, permit, await prepareSignedData(signedData), details)
    let cms = signed.value
    if (input.level === 'B-T')
      cms = addSignatureTimestamp(cms, await stamp(deps, call, signatureValueOf(cms)))
    return { result: bytesSource(cms), auditEntryId: entryIn(signed) }
  }
  const unsigned = await prepareSignedDataAround({ ...signedData, contentOctets: source.size })
  const signed = await signWith(deps, permit, unsigned, details)
  let around = signed.value
  if (input.level === 'B-T') {
    const token = await stamp(deps, call, around.signature)
    around = around.withUnsignedAttribute(signatureTimestampAttribute(token))
  }
  const result = joinSources(joinSources(bytesSource(around.before), source), bytesSource(around.after))
  return { result, auditEntryId: entryIn(signed) }
}

function sha256(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest()
}

async function stamp(deps: Deps, call: Call, signature: Uint8Array): Promise<Uint8Array> {
  const imprint = { hashAlgorithm: 'sha-256', digest: await digest('sha-256', signature) } as const
  return (await timestampSignature(deps, call, imprint)).token
}

function entryIn(signed: { readonly auditEntryId: string | null }): string {
  if (signed.auditEntryId === null) throw new Error('a document was signed without an entry')
  return signed.auditEntryId
}

async function digestOf(
  source: ByteSource,
  algorithm: Signer['key']['identity']['algorithm'],
): Promise<Uint8Array> {
  const state = createDigest(signatureAlgorithmFacts(algorithm).digest)
  for await (const chunk of chunksOf(source)) state.update(chunk)
  return state.digest()
}

/** Readers accept the header anywhere in the first 1024 octets (ISO 32000-1 annex H, note 13). */
async function looksLikePdf(source: ByteSource): Promise<boolean> {
  const head = await source.read(0, Math.min(source.size, 1024))
  return Buffer.from(head).includes('%PDF-', 0, 'latin1')
}

function refuseOddOptions(input: SignDocumentInput, format: 'PAdES' | 'CAdES'): void {
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
