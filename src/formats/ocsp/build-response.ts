// Builds OCSP responses by DER template (RFC 6960 §4.2, RFC 9654).

import { type SignatureAlgorithm, signatureAlgorithmFacts } from '../../crypto/algorithms.ts'
import { oids } from '../asn1/oids.ts'
import { contextPrimitive } from '../asn1/tags.ts'
import {
  bitString,
  enumerated,
  generalizedTime,
  objectIdentifier,
  octetString,
  sequence,
  tagged,
  tlv,
} from '../asn1/writer.ts'
import type { Unsigned } from '../unsigned.ts'
import { certificateIdentity } from '../x509/certificate-identity.ts'
import { ocspKeyHash } from '../x509/key-identifier.ts'
import { type RevocationReason, revocationReasons } from '../x509/revocation-reason.ts'
import { nonceExtension } from './ocsp-request.ts'

/** A reason of `unspecified` is not written, as in a CRL (RFC 5280 §5.3.1). */
export type CertStatus =
  | { readonly kind: 'good' }
  | { readonly kind: 'revoked'; readonly revocationTime: Date; readonly reason?: RevocationReason }
  | { readonly kind: 'unknown' }

export interface SingleResponseToBuild {
  /** DER of CertID, octet for octet the request's. */
  readonly certId: Uint8Array
  readonly status: CertStatus
  /** When the status was known to be right. */
  readonly thisUpdate: Date
  /** When newer information will be there at the latest. */
  readonly nextUpdate?: Date
}

export interface OcspResponseToBuild {
  readonly algorithm: SignatureAlgorithm
  /** DER: whoever signs, the authority itself or its responder with id-kp-OCSPSigning (RFC 6960 §4.2.2.2). */
  readonly responderCertificate: Uint8Array
  /** DER: what the response carries; as a rule the responder's certificate, nothing when the authority signs. */
  readonly certificates: readonly Uint8Array[]
  readonly producedAt: Date
  readonly responses: readonly SingleResponseToBuild[]
  /** The request's; see `OcspRequest.nonce`. */
  readonly nonce?: Uint8Array | null
}

/**
 * Builds a successful response with ResponderID byKey.
 *
 * @returns `toBeSigned` is DER of ResponseData; `complete` gives DER of OCSPResponse.
 */
export async function prepareOcspResponse(request: OcspResponseToBuild): Promise<Unsigned<Uint8Array>> {
  const { algorithmIdentifier } = signatureAlgorithmFacts(request.algorithm)
  const { subjectPublicKeyInfo } = certificateIdentity(request.responderCertificate)
  const { nonce = null } = request
  const toBeSigned = sequence(
    tagged(2, octetString(await ocspKeyHash(subjectPublicKeyInfo))),
    generalizedTime(request.producedAt),
    sequence(...request.responses.map(singleResponse)),
    ...(nonce === null ? [] : [tagged(1, sequence(nonceExtension(nonce)))]),
  )
  const certificates = request.certificates.length === 0 ? [] : [tagged(0, sequence(...request.certificates))]
  return {
    algorithm: request.algorithm,
    toBeSigned,
    complete: (signature) => {
      const basic = sequence(toBeSigned, algorithmIdentifier, bitString(signature), ...certificates)
      return sequence(successful, tagged(0, sequence(basicType, octetString(basic))))
    },
  }
}

/** OCSPResponseStatus other than successful, RFC 6960 §4.2.1. */
const ocspErrorStatuses = {
  malformedRequest: 1,
  internalError: 2,
  tryLater: 3,
  sigRequired: 5,
  unauthorized: 6,
} as const
export type OcspErrorStatus = keyof typeof ocspErrorStatuses

/** DER of an OCSPResponse that says why there is no answer. Such responses are not signed. */
export function ocspError(status: OcspErrorStatus): Uint8Array {
  return sequence(enumerated(ocspErrorStatuses[status]))
}

const successful = enumerated(0)
const basicType = objectIdentifier(oids.ocspBasic)

function singleResponse(response: SingleResponseToBuild): Uint8Array {
  return sequence(
    response.certId,
    certStatus(response.status),
    generalizedTime(response.thisUpdate),
    ...(response.nextUpdate === undefined ? [] : [tagged(0, generalizedTime(response.nextUpdate))]),
  )
}

function certStatus(status: CertStatus): Uint8Array {
  switch (status.kind) {
    case 'good':
      return tlv(contextPrimitive(0))
    case 'revoked':
      return tagged(
        1,
        generalizedTime(status.revocationTime),
        ...(status.reason === undefined || status.reason === 'unspecified'
          ? []
          : [tagged(0, enumerated(revocationReasons[status.reason]))]),
      )
    case 'unknown':
      return tlv(contextPrimitive(2))
  }
}
