// Time-stamp requests: read strictly, and built for other authorities (RFC 3161 §2.4.1, RFC 5816).

import { type HashAlgorithm, hashAlgorithms, hashByOid } from '../../crypto/algorithms.ts'
import { ServiceError } from '../../errors.ts'
import { type DerReader, parseDer } from '../asn1/reader.ts'
import { contextConstructed, tags } from '../asn1/tags.ts'
import { boolean, integer, nullValue, objectIdentifier, octetString, sequence } from '../asn1/writer.ts'

export interface TimestampRequest {
  readonly messageImprint: MessageImprint
  /** The policy that the requester wants, dotted. */
  readonly policy: string | null
  /** Content octets of the INTEGER, as they came: the token repeats them. */
  readonly nonce: Uint8Array | null
  /** Whether the token shall carry the authority's certificate. */
  readonly certReq: boolean
}

export interface MessageImprint {
  /** Also weak ones: policy decides what the authority stamps. */
  readonly hashAlgorithm: HashAlgorithm
  readonly hashedMessage: Uint8Array
  /** DER of MessageImprint, as it came: the token repeats it. */
  readonly der: Uint8Array
}

const maxRequestOctets = 4096
const maxNonceOctets = 64

/**
 * Reads a TimeStampReq.
 *
 * @throws ServiceError, with the failure that RFC 3161 §2.4.2 has for it: `MALFORMED_DER` and `LIMIT_EXCEEDED`
 *   (badDataFormat), `ALGORITHM_NOT_ALLOWED` (badAlg: unknown hash), `INVALID_ARGUMENT` (badRequest: imprint of
 *   the wrong length, other version), `UNSUPPORTED_FORMAT` (unacceptedExtension).
 */
export function parseTimestampRequest(der: Uint8Array): TimestampRequest {
  if (der.length > maxRequestOctets) {
    throw new ServiceError(
      'LIMIT_EXCEEDED',
      `TimeStampReq has ${der.length} octets; ${maxRequestOctets} are allowed`,
    )
  }
  return parseDer('TimeStampReq', der, (reader) =>
    reader.sequence((fields) => {
      const version = fields.integer()
      if (version !== 1n)
        throw new ServiceError('INVALID_ARGUMENT', `TimeStampReq has version ${version}; 1 is known`)
      const messageImprint = readMessageImprint(fields)
      const policy = fields.optional(tags.oid, (field) => field.oid()) ?? null
      const nonce = fields.optional(tags.integer, readNonce) ?? null
      const certReq = fields.booleanDefaultFalse()
      if (fields.isNext(contextConstructed(0))) {
        throw new ServiceError('UNSUPPORTED_FORMAT', 'TimeStampReq has extensions; none is accepted')
      }
      return { messageImprint, policy, nonce, certReq }
    }),
  )
}

/**
 * DER of TimeStampReq.
 *
 * @param request.nonce random octets that the token must repeat, read as an unsigned number.
 */
export function encodeTimestampRequest(request: {
  readonly messageImprint: Uint8Array
  readonly policy?: string
  readonly nonce?: Uint8Array
  readonly certReq: boolean
}): Uint8Array {
  return sequence(
    integer(1),
    request.messageImprint,
    ...(request.policy === undefined ? [] : [objectIdentifier(request.policy)]),
    ...(request.nonce === undefined ? [] : [integer(request.nonce)]),
    ...(request.certReq ? [boolean(true)] : []),
  )
}

/** DER of MessageImprint. The NULL after a hash is what old authorities expect (RFC 3161 gives no rule). */
export function encodeMessageImprint(hashAlgorithm: HashAlgorithm, hashedMessage: Uint8Array): Uint8Array {
  const { oid, octets } = hashAlgorithms[hashAlgorithm]
  if (hashedMessage.length !== octets) {
    throw new ServiceError(
      'INVALID_ARGUMENT',
      `${hashAlgorithm} digest has ${hashedMessage.length} octets, not ${octets}`,
    )
  }
  return sequence(sequence(objectIdentifier(oid), nullValue()), octetString(hashedMessage))
}

function readMessageImprint(fields: DerReader): MessageImprint {
  const der = fields.raw(tags.sequence)
  return parseDer('MessageImprint', der, (reader) =>
    reader.sequence((imprint) => {
      const oid = imprint.sequence((identifier) => {
        const dotted = identifier.oid()
        identifier.optional(tags.null, (parameters) => parameters.null())
        return dotted
      })
      const hashedMessage = imprint.octetString()
      const hashAlgorithm = hashByOid(oid)
      if (hashAlgorithm === undefined) {
        throw new ServiceError(
          'ALGORITHM_NOT_ALLOWED',
          `MessageImprint has the unknown hash algorithm ${oid}`,
        )
      }
      const { octets } = hashAlgorithms[hashAlgorithm]
      if (hashedMessage.length !== octets) {
        throw new ServiceError(
          'INVALID_ARGUMENT',
          `MessageImprint has ${hashedMessage.length} octets; ${hashAlgorithm} gives ${octets}`,
        )
      }
      return { hashAlgorithm, hashedMessage, der }
    }),
  )
}

function readNonce(field: DerReader): Uint8Array {
  const nonce = field.integerContent()
  if (nonce.length > maxNonceOctets) {
    throw new ServiceError(
      'LIMIT_EXCEEDED',
      `nonce has ${nonce.length} octets; ${maxNonceOctets} are allowed`,
    )
  }
  return nonce
}
