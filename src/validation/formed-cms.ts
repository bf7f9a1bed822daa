// Signatures of one SignedData as the engine judges them: CAdES and plain CMS (RFC 5652, EN 319 122-1).

import { digest } from '#primitives'
import { isServiceError } from '../errors.ts'
import { oids } from '../formats/asn1/oids.ts'
import { parseCertificateValues, parseRevocationValues } from '../formats/cms/signed-attributes.ts'
import type { CmsAttribute, SignedData, SignerInfo } from '../formats/cms/signed-data.ts'
import { judgeSignerInfo, type SignedContent } from './cms.ts'
import type { FormedSignature, FormedTimestamp, ValidationData } from './formed-signature.ts'
import type { DocumentFormat, Reason, SignatureLevel } from './report.ts'

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
export function formCmsSignatures(request: CmsToForm): readonly FormedSignature[] {
  return request.signedData.signerInfos.map((signerInfo) => formSigner(request, signerInfo))
}

function formSigner(request: CmsToForm, signerInfo: SignerInfo): FormedSignature {
  const { format, signedData } = request
  const validationData = dataOf(signedData, signerInfo)
  const timestamps = signatureTimestamps(signerInfo)
  return {
    format,
    name: null,
    verify: (asked) => judgeSignerInfo({ ...request, ...asked, signerInfo }),
    validationData,
    timestamps,
    counterSignatures: [],
    level: levelOf(signerInfo, timestamps, validationData),
    claimedSigningTime: undefined,
    coversWholeDocument: true,
    laterChanges: [],
    structureFaults: [],
    reasons: request.reasons,
  }
}

/** Over the signature value (RFC 3161 appendix A, EN 319 122-1 §5.3). */
function signatureTimestamps({ unsignedAttributes, signature }: SignerInfo): readonly FormedTimestamp[] {
  return valuesOf(unsignedAttributes, oids.signatureTimeStampToken).map((token) => ({
    kind: 'signature',
    token,
    digest: (hash) => digest(hash, signature),
    covers: { validationData: noValidationData, timestamps: [] },
  }))
}

export const noValidationData: ValidationData = { certificates: [], crls: [], ocsps: [], basicOcsps: [] }

/** What came with the signature, in SignedData and among the unsigned attributes; what is malformed is left out. */
function dataOf(signedData: SignedData, { unsignedAttributes }: SignerInfo): ValidationData {
  const certificates = [...signedData.certificates]
  const crls = [...signedData.crls]
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
  return { certificates, crls, ocsps: signedData.ocsps, basicOcsps }
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
  if (timestamps.length === 0) return 'B-B'
  if (crls.length + ocsps.length + basicOcsps.length === 0) return 'B-T'
  return timestamps.some(({ kind }) => kind === 'archive') ? 'B-LTA' : 'B-LT'
}

function valuesOf(attributes: readonly CmsAttribute[], type: string): readonly Uint8Array[] {
  return attributes.filter((attribute) => attribute.type === type).flatMap(({ values }) => values)
}
