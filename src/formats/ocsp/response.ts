// OCSPResponse of a stranger as a readonly value (RFC 6960 §4.2). validation/revocation.ts judges.

import { oids } from '../asn1/oids.ts'
import { type DerReader, parseDer } from '../asn1/reader.ts'
import { contextConstructed, contextPrimitive, tags } from '../asn1/tags.ts'
import { type Extension, readExtensions } from '../x509/extensions.ts'
import { type Name, readName } from '../x509/name.ts'
import { type AlgorithmIdentifier, readAlgorithmIdentifier } from '../x509/signature-scheme.ts'

export interface CertId {
  readonly hashAlgorithm: AlgorithmIdentifier
  readonly issuerNameHash: Uint8Array
  readonly issuerKeyHash: Uint8Array
  /** Content octets of the INTEGER. */
  readonly serialNumber: Uint8Array
}

export type CertStatus =
  | { readonly kind: 'good' }
  | { readonly kind: 'unknown' }
  /** `reason` is a CRLReason; undefined when absent. */
  | { readonly kind: 'revoked'; readonly revocationTime: Date; readonly reason: number | undefined }

export interface SingleResponse {
  readonly certId: CertId
  readonly status: CertStatus
  readonly thisUpdate: Date
  readonly nextUpdate: Date | undefined
  readonly extensions: readonly Extension[]
}

export type ResponderId =
  | { readonly kind: 'byName'; readonly name: Name }
  /** SHA-1 of the responder's subjectPublicKey. */
  | { readonly kind: 'byKey'; readonly keyHash: Uint8Array }

export interface BasicOcspResponse {
  /** The whole. */
  readonly der: Uint8Array
  /** What is signed. */
  readonly tbsResponseData: Uint8Array
  readonly responderId: ResponderId
  readonly producedAt: Date
  readonly responses: readonly SingleResponse[]
  readonly extensions: readonly Extension[]
  readonly signatureAlgorithm: AlgorithmIdentifier
  readonly signature: Uint8Array
  /** DER of each certificate that came along. */
  readonly certificates: readonly Uint8Array[]
}

/** RFC 6960 §4.2.1. */
const ocspResponseStatuses = [
  'successful',
  'malformedRequest',
  'internalError',
  'tryLater',
  'unused',
  'sigRequired',
  'unauthorized',
] as const
export type OcspResponseStatus = (typeof ocspResponseStatuses)[number]

export interface OcspResponse {
  readonly status: OcspResponseStatus
  /** Undefined unless `status` is successful. */
  readonly basic: BasicOcspResponse | undefined
}

/** @throws ServiceError `MALFORMED_DER`, `LIMIT_EXCEEDED`. */
export function parseOcspResponse(der: Uint8Array): OcspResponse {
  return parseDer('OCSPResponse', der, (reader) =>
    reader.sequence((fields) => {
      const status = ocspResponseStatuses[fields.smallInteger(6, tags.enumerated)]
      if (status === undefined || status === 'unused') return fields.fail('responseStatus is not defined')
      const response = fields.optionalInside(contextConstructed(0), (inner) =>
        inner.sequence((bytes) => {
          const type = bytes.oid()
          if (type !== oids.ocspBasic) bytes.fail(`response type ${type} is not id-pkix-ocsp-basic`)
          return bytes.octetString()
        }),
      )
      if ((status === 'successful') !== (response !== undefined)) {
        fields.fail('responseBytes are there without success, or success without them')
      }
      return { status, basic: response === undefined ? undefined : parseBasicOcspResponse(response) }
    }),
  )
}

/** @throws ServiceError `MALFORMED_DER`, `LIMIT_EXCEEDED`. */
export function parseBasicOcspResponse(der: Uint8Array): BasicOcspResponse {
  return parseDer('BasicOCSPResponse', der, (reader) =>
    reader.sequence((fields) => {
      const tbsResponseData = fields.raw(tags.sequence)
      const data = fields.reopen(tbsResponseData).sequence(readResponseData)
      return {
        der,
        tbsResponseData,
        ...data,
        signatureAlgorithm: readAlgorithmIdentifier(fields),
        signature: fields.wholeOctets(),
        certificates:
          fields.optionalInside(contextConstructed(0), (inner) =>
            inner.each(tags.sequence, (list) => list.raw(tags.sequence)),
          ) ?? [],
      }
    }),
  )
}

function readResponseData(data: DerReader) {
  // DEFAULT v1; old responders write it out, which changes nothing.
  data.optionalInside(contextConstructed(0), (inner) => inner.smallInteger(0))
  const responderId: ResponderId = data.isNext(contextConstructed(1))
    ? { kind: 'byName', name: data.inside(contextConstructed(1), readName) }
    : { kind: 'byKey', keyHash: data.inside(contextConstructed(2), (inner) => inner.octetString()) }
  return {
    responderId,
    producedAt: data.generalizedTime(true),
    responses: data.each(tags.sequence, (list) => list.sequence(readSingleResponse)),
    extensions: data.optionalInside(contextConstructed(1), readExtensions) ?? [],
  }
}

function readSingleResponse(fields: DerReader): SingleResponse {
  const certId = fields.sequence((id) => ({
    hashAlgorithm: readAlgorithmIdentifier(id),
    issuerNameHash: id.octetString(),
    issuerKeyHash: id.octetString(),
    serialNumber: id.integerContent(),
  }))
  return {
    certId,
    status: readStatus(fields),
    thisUpdate: fields.generalizedTime(true),
    nextUpdate: fields.optionalInside(contextConstructed(0), (inner) => inner.generalizedTime(true)),
    extensions: fields.optionalInside(contextConstructed(1), readExtensions) ?? [],
  }
}

function readStatus(fields: DerReader): CertStatus {
  if (fields.isNext(contextPrimitive(0))) {
    fields.null(contextPrimitive(0))
    return { kind: 'good' }
  }
  if (fields.isNext(contextPrimitive(2))) {
    fields.null(contextPrimitive(2))
    return { kind: 'unknown' }
  }
  return fields.inside(contextConstructed(1), (revoked) => ({
    kind: 'revoked',
    revocationTime: revoked.generalizedTime(true),
    reason: revoked.optionalInside(contextConstructed(0), (inner) => inner.smallInteger(10, tags.enumerated)),
  }))
}
