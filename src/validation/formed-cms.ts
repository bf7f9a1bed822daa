// Signatures of one SignedData as the engine judges them: CAdES and plain CMS (RFC 5652, EN 319 122-1).

import { digest } from '#primitives'
import { concatBytes } from '../bytes.ts'
import type { HashAlgorithm } from '../crypto/algorithms.ts'
import { isServiceError, ServiceError } from '../errors.ts'
import { oids } from '../formats/asn1/oids.ts'
import { parseDer } from '../formats/asn1/reader.ts'
import {
  type CmsAttribute,
  parseSignerInfo,
  type SignedData,
  type SignerInfo,
} from '../formats/cms/signed-data.ts'
import { ArchiveWork, archiveTimestamps, type HeldTimestamp } from './cades-archive.ts'
import { storedValues } from './cades-values.ts'
import { judgeSignerInfo, type SignedContent } from './cms.ts'
import type { FormedSignature, FormedTimestamp, ValidationData } from './formed-signature.ts'
import { joined, noValidationData } from './joined-data.ts'
import type { DocumentFormat, Reason, SignatureLevel } from './report.ts'
import { unreadableSignature } from './unreadable-signature.ts'
import { reason } from './wording.ts'

export interface CmsToForm {
  /** `CAdES`, or the format of the container that holds it. */
  readonly format: DocumentFormat
  readonly signedData: SignedData
  readonly content: SignedContent
  /** The content type that the context demands; undefined where any will do. */
  readonly expectedContentType: string | undefined
  /** Whether the signing-certificate attribute is obligatory, as it is for AdES. */
  readonly signingCertificateRequired: boolean
  /** What is told of each of the signatures: the BER that was normalised. */
  readonly reasons: readonly Reason[]
}

/** One FormedSignature for each SignerInfo, in their order. */
export async function formCmsSignatures(request: CmsToForm): Promise<readonly FormedSignature[]> {
  const work = new ArchiveWork()
  const formed: FormedSignature[] = []
  for (const signerInfo of request.signedData.signerInfos)
    formed.push(await formSigner(request, signerInfo, 0, work))
  return formed
}

async function formSigner(
  request: CmsToForm,
  signerInfo: SignerInfo,
  depth: number,
  work: ArchiveWork,
): Promise<FormedSignature> {
  const { format, signedData, content: signed } = request
  const content = (hash: HashAlgorithm) => digestOf(signedData, signed, hash)
  const held = [...contentTimestamps(signerInfo, content), ...signatureTimestamps(signerInfo)]
  const archives = depth === 0 ? await archiveTimestamps({ signedData, signerInfo, content, work }, held) : []
  const timestamps = [...held.map(({ timestamp }) => timestamp), ...archives]
  const validationData = joined([signedData, storedValues(signerInfo.unsignedAttributes)])
  const hasPolicy = signerInfo.signedAttributes?.some(({ type }) => type === oids.signaturePolicyIdentifier)
  return {
    format,
    name: null,
    verify: (asked) => judgeSignerInfo({ ...request, ...asked, signerInfo, isCounterSignature: depth > 0 }),
    validationData,
    timestamps,
    counterSignatures: await counterSignatures(request, signerInfo, depth, work),
    level: levelOf(signerInfo, timestamps, validationData),
    claimedSigningTime: undefined,
    coversWholeDocument: true,
    laterChanges: [],
    structureFaults: [],
    reasons: hasPolicy ? [...request.reasons, reason('SIGNATURE_POLICY_NOT_APPLIED')] : request.reasons,
  }
}

/** @throws ServiceError `NOT_FOUND` when nobody gave the content. */
async function digestOf(
  { eContent }: SignedData,
  content: SignedContent,
  hash: HashAlgorithm,
): Promise<Uint8Array> {
  if (content.kind === 'detached') return content.digest(hash)
  if (eContent === undefined) throw new ServiceError('NOT_FOUND', 'the signed content is missing')
  return digest(hash, eContent)
}

/** Over the content before it was signed (EN 319 122-1 §5.2.8). */
function contentTimestamps(
  { signedAttributes = [] }: SignerInfo,
  content: (hash: HashAlgorithm) => Promise<Uint8Array>,
): readonly HeldTimestamp[] {
  return tokensOf(signedAttributes, oids.contentTimestamp, 'content', content)
}

/** Over the signature value (EN 319 122-1 §5.3, RFC 3161 appendix A), alone or with references (§A.1.5). */
function signatureTimestamps({ unsignedAttributes, signature }: SignerInfo): readonly HeldTimestamp[] {
  const contentsOf = (...types: readonly string[]) =>
    types.flatMap((type) =>
      unsignedAttributes.filter((one) => one.type === type).map(({ der }) => contentOctets(der)),
    )
  const references = () => contentsOf(oids.completeCertificateRefs, oids.completeRevocationRefs)
  return [
    ...tokensOf(unsignedAttributes, oids.signatureTimeStampToken, 'signature', (hash) =>
      digest(hash, signature),
    ),
    ...tokensOf(unsignedAttributes, oids.escTimestamp, 'references', (hash) =>
      digest(hash, concatBytes(signature, ...contentsOf(oids.signatureTimeStampToken), ...references())),
    ),
    ...tokensOf(unsignedAttributes, oids.certCrlTimestamp, 'references', (hash) =>
      digest(hash, concatBytes(...references())),
    ),
  ]
}

/** Without tag and length (EN 319 122-1 §A.1.5.1). */
function contentOctets(der: Uint8Array): Uint8Array {
  return parseDer('Attribute', der, (reader) => reader.element().content)
}

function tokensOf(
  attributes: readonly CmsAttribute[],
  type: string,
  kind: FormedTimestamp['kind'],
  stamped: FormedTimestamp['digest'],
): readonly HeldTimestamp[] {
  const covers = { validationData: noValidationData, timestamps: [] }
  return attributes
    .filter((attribute) => attribute.type === type)
    .flatMap((attribute) =>
      attribute.values.map((token) => ({ attribute, timestamp: { kind, token, digest: stamped, covers } })),
    )
}

/** How deep counter-signatures are read, and how many upon one signature. */
const counterLimits = { depth: 3, count: 50 } as const

/** RFC 5652 §11.4: over the octets of the signature value; certificates are those of the SignedData. */
async function counterSignatures(
  request: CmsToForm,
  { unsignedAttributes, signature }: SignerInfo,
  depth: number,
  work: ArchiveWork,
): Promise<readonly FormedSignature[]> {
  if (depth >= counterLimits.depth) return []
  const values = unsignedAttributes
    .filter(({ type }) => type === oids.countersignature)
    .flatMap((attribute) => attribute.values)
  const inner: CmsToForm = {
    ...request,
    signedData: { ...request.signedData, eContent: undefined },
    content: { kind: 'detached', digest: (hash) => digest(hash, signature) },
    expectedContentType: undefined,
    reasons: [],
  }
  const formed: FormedSignature[] = []
  for (const value of values.slice(0, counterLimits.count)) {
    try {
      formed.push(await formSigner(inner, parseSignerInfo(value), depth + 1, work))
    } catch (error) {
      if (!isServiceError(error)) throw error
      formed.push(unreadableSignature(request.format, 'CMS_MALFORMED', error))
    }
  }
  return formed
}

/** By form alone: whether the time-stamps hold is for the engine to say. */
function levelOf(
  { signedAttributes }: SignerInfo,
  timestamps: readonly FormedTimestamp[],
  { crls, ocsps, basicOcsps }: ValidationData,
): SignatureLevel | null {
  const named = signedAttributes?.some(
    ({ type }) => type === oids.signingCertificate || type === oids.signingCertificateV2,
  )
  if (named !== true) return null
  const has = (wanted: FormedTimestamp['kind']) => timestamps.some(({ kind }) => kind === wanted)
  if (!has('signature') && !has('archive')) return 'B-B'
  if (crls.length + ocsps.length + basicOcsps.length === 0) return 'B-T'
  return has('archive') ? 'B-LTA' : 'B-LT'
}
