// OCSP requests, read strictly (RFC 6960 §4.1, RFC 9654).

import { type HashAlgorithm, hashByOid } from '../../crypto/algorithms.ts'
import { ServiceError } from '../../errors.ts'
import { oids } from '../asn1/oids.ts'
import { type DerReader, parseDer } from '../asn1/reader.ts'
import { contextConstructed, tags } from '../asn1/tags.ts'
import { objectIdentifier, octetString, sequence } from '../asn1/writer.ts'

export interface OcspRequest {
  /** In the order of the request; at least one. */
  readonly certIds: readonly CertId[]
  /** 1–32 octets, to be repeated in the response. A longer one is ignored, as RFC 9654 §2.1 allows. */
  readonly nonce: Uint8Array | null
}

export interface CertId {
  /** `null` when it is none that we know: the answer to such a CertID is `unknown`. */
  readonly hashAlgorithm: HashAlgorithm | null
  readonly issuerNameHash: Uint8Array
  readonly issuerKeyHash: Uint8Array
  /** Content octets of the INTEGER. */
  readonly serialNumber: Uint8Array
  /** DER of CertID, as it came: the response repeats it. */
  readonly der: Uint8Array
}

const maxRequestOctets = 16_384
const maxCertIds = 32
const maxNonceOctets = 32

/**
 * Reads an OCSPRequest. A signature on it is read over: our answers are public.
 *
 * @throws ServiceError `MALFORMED_DER`, `INVALID_ARGUMENT` or `LIMIT_EXCEEDED` (malformedRequest), or
 *   `UNSUPPORTED_FORMAT` for a critical extension that is not known.
 */
export function parseOcspRequest(der: Uint8Array): OcspRequest {
  if (der.length > maxRequestOctets) {
    throw new ServiceError(
      'LIMIT_EXCEEDED',
      `OCSPRequest has ${der.length} octets; ${maxRequestOctets} are allowed`,
    )
  }
  return parseDer('OCSPRequest', der, (reader) =>
    reader.sequence((request) => {
      const parsed = request.sequence(readTbsRequest)
      request.optionalInside(contextConstructed(0), (signature) => signature.raw(tags.sequence))
      return parsed
    }),
  )
}

/** Extension id-pkix-ocsp-nonce: an OCTET STRING inside extnValue (RFC 9654 §2.1). */
export function nonceExtension(nonce: Uint8Array): Uint8Array {
  return sequence(objectIdentifier(oids.ocspNonce), octetString(octetString(nonce)))
}

function readTbsRequest(fields: DerReader): OcspRequest {
  fields.optionalInside(contextConstructed(0), (explicit) => {
    // DER leaves the default v1 out, and there is no other version.
    throw new ServiceError(
      'INVALID_ARGUMENT',
      `OCSPRequest has version ${explicit.integer()} written out; v1 is known`,
    )
  })
  fields.optionalInside(contextConstructed(1), (requestorName) => requestorName.element())
  const certIds = fields.each(tags.sequence, (list) =>
    list.sequence((request) => {
      const certId = readCertId(request)
      request.optionalInside(contextConstructed(0), readExtensions)
      return certId
    }),
  )
  const extensions = fields.optionalInside(contextConstructed(2), readExtensions)
  if (certIds.length === 0)
    throw new ServiceError('INVALID_ARGUMENT', 'OCSPRequest asks about no certificate')
  if (certIds.length > maxCertIds) {
    throw new ServiceError(
      'LIMIT_EXCEEDED',
      `OCSPRequest asks about ${certIds.length} certificates; ${maxCertIds} are allowed`,
    )
  }
  return { certIds, nonce: extensions?.nonce ?? null }
}

function readCertId(request: DerReader): CertId {
  const der = request.raw(tags.sequence)
  return parseDer('CertID', der, (reader) =>
    reader.sequence((fields) => {
      const oid = fields.sequence((identifier) => {
        const dotted = identifier.oid()
        identifier.optional(tags.null, (parameters) => parameters.null())
        return dotted
      })
      const issuerNameHash = fields.octetString()
      const issuerKeyHash = fields.octetString()
      const serialNumber = fields.integerContent()
      return { hashAlgorithm: hashByOid(oid) ?? null, issuerNameHash, issuerKeyHash, serialNumber, der }
    }),
  )
}

function readExtensions(explicit: DerReader): { readonly nonce: Uint8Array | null } {
  const seen = new Set<string>()
  let nonce: Uint8Array | null = null
  explicit.each(tags.sequence, (list) =>
    list.sequence((extension) => {
      const oid = extension.oid()
      const critical = extension.booleanDefaultFalse()
      const value = extension.octetString()
      if (seen.has(oid))
        throw new ServiceError('INVALID_ARGUMENT', `OCSPRequest has the extension ${oid} twice`)
      seen.add(oid)
      if (oid === oids.ocspNonce) nonce = readNonce(value)
      else if (critical) {
        throw new ServiceError('UNSUPPORTED_FORMAT', `OCSPRequest has the unknown critical extension ${oid}`)
      }
    }),
  )
  return { nonce }
}

/** RFC 9654 §2.1: 0 and more than 128 octets are malformed, more than 32 may be ignored. */
function readNonce(value: Uint8Array): Uint8Array | null {
  const nonce = parseDer('OCSP nonce', value, (reader) => reader.octetString())
  if (nonce.length === 0 || nonce.length > 128) {
    throw new ServiceError('INVALID_ARGUMENT', `OCSP nonce has ${nonce.length} octets; RFC 9654 allows 1–128`)
  }
  return nonce.length > maxNonceOctets ? null : nonce
}
