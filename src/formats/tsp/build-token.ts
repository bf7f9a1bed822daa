// Builds time-stamp tokens and the responses that carry them (RFC 3161 §2.4.2, RFC 5816, ETSI EN 319 422).

import { digest } from '#primitives'
import { type SignatureAlgorithm, signatureAlgorithmFacts } from '../../crypto/algorithms.ts'
import { oids } from '../asn1/oids.ts'
import { tags } from '../asn1/tags.ts'
import {
  generalizedTimeWithFraction,
  integer,
  namedBits,
  objectIdentifier,
  sequence,
  taggedPrimitive,
  tlv,
  utf8String,
} from '../asn1/writer.ts'
import { prepareSignedData } from '../cms/build-signed-data.ts'
import type { Unsigned } from '../unsigned.ts'

export interface TokenToBuild {
  readonly algorithm: SignatureAlgorithm
  /** DER of the authority's certificate, whose only extended key usage is critical id-kp-timeStamping. */
  readonly signerCertificate: Uint8Array
  /** DER: what the token carries; empty unless the request had certReq (RFC 3161 §2.4.1). */
  readonly certificates: readonly Uint8Array[]
  /** Dotted. */
  readonly policy: string
  /** DER, octet for octet the request's; see `encodeMessageImprint`. */
  readonly messageImprint: Uint8Array
  /** Unsigned big-endian, unique for the authority, up to 20 octets. */
  readonly serialNumber: Uint8Array
  /** Written with its milliseconds. */
  readonly genTime: Date
  /** Largest deviation of `genTime` from UTC. */
  readonly accuracyMs?: number
  /** Content octets of the request's nonce. */
  readonly nonce?: Uint8Array | null
}

/**
 * Builds a TimeStampToken: SignedData around TSTInfo, with signing-certificate-v2 (RFC 5816 §2.2.1).
 *
 * @returns `toBeSigned` is DER of SignedAttributes; `complete` gives DER of ContentInfo.
 */
export async function prepareTimestampToken(request: TokenToBuild): Promise<Unsigned<Uint8Array>> {
  const { algorithm, signerCertificate, certificates } = request
  const content = encodeTstInfo(request)
  return prepareSignedData({
    profile: 'time-stamp',
    algorithm,
    contentType: oids.tstInfo,
    content,
    contentDigest: await digest(signatureAlgorithmFacts(algorithm).digest, content),
    signerCertificate,
    certificates,
  })
}

/** DER of TimeStampResp, status granted. */
export function timestampResponse(token: Uint8Array): Uint8Array {
  return sequence(sequence(integer(0)), token)
}

/** PKIFailureInfo, RFC 3161 §2.4.2. */
export const timestampFailures = {
  badAlg: 0,
  badRequest: 2,
  badDataFormat: 5,
  timeNotAvailable: 14,
  unacceptedPolicy: 15,
  unacceptedExtension: 16,
  addInfoNotAvailable: 17,
  systemFailure: 25,
} as const
export type TimestampFailure = keyof typeof timestampFailures

/**
 * DER of TimeStampResp, status rejection, without a token.
 *
 * @param text tells the requester why, in words.
 */
export function timestampFailure(failure: TimestampFailure, text: string): Uint8Array {
  return sequence(sequence(integer(2), sequence(utf8String(text)), namedBits([timestampFailures[failure]])))
}

function encodeTstInfo(request: TokenToBuild): Uint8Array {
  const { nonce = null, accuracyMs } = request
  return sequence(
    integer(1),
    objectIdentifier(request.policy),
    request.messageImprint,
    integer(request.serialNumber),
    generalizedTimeWithFraction(request.genTime),
    ...(accuracyMs === undefined ? [] : [accuracy(accuracyMs)]),
    ...(nonce === null ? [] : [tlv(tags.integer, nonce)]),
  )
}

/** Accuracy: seconds, and `[0]` milliseconds from 1 to 999. */
function accuracy(milliseconds: number): Uint8Array {
  const seconds = Math.floor(milliseconds / 1000)
  const millis = Math.ceil(milliseconds % 1000)
  return sequence(
    ...(seconds === 0 ? [] : [integer(seconds)]),
    ...(millis === 0 ? [] : [taggedPrimitive(0, integer(millis).subarray(2))]),
  )
}
