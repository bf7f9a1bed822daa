// Time-stamp tokens and responses of a stranger as readonly values (RFC 3161 §2.4.2). validation/timestamp.ts judges.

import { type DerReader, parseDer } from '../asn1/reader.ts'
import { contextConstructed, contextPrimitive, tags } from '../asn1/tags.ts'
import { type Extension, readExtensions } from '../x509/extensions.ts'
import { type ParsedGeneralName, readGeneralName } from '../x509/parse-general-name.ts'
import { type AlgorithmIdentifier, readAlgorithmIdentifier } from '../x509/signature-scheme.ts'

export interface MessageImprint {
  readonly hashAlgorithm: AlgorithmIdentifier
  readonly hashedMessage: Uint8Array
}

export interface TstInfo {
  /** Dotted object identifier. */
  readonly policy: string
  readonly messageImprint: MessageImprint
  readonly serialNumber: bigint
  readonly genTime: Date
  /** Undefined when the token does not state one. */
  readonly accuracyMs: number | undefined
  readonly ordering: boolean
  readonly nonce: bigint | undefined
  readonly tsa: ParsedGeneralName | undefined
  readonly extensions: readonly Extension[]
}

/**
 * @param der content of a token's eContent.
 * @throws ServiceError `MALFORMED_DER`.
 */
export function parseTstInfo(der: Uint8Array): TstInfo {
  return parseDer('TSTInfo', der, (reader) =>
    reader.sequence((fields) => {
      if (fields.smallInteger(255) !== 1) fields.fail('version is not 1')
      return {
        policy: fields.oid(),
        messageImprint: readMessageImprint(fields),
        serialNumber: fields.integer(),
        genTime: fields.generalizedTime(true),
        accuracyMs: fields.optional(tags.sequence, readAccuracy),
        ordering: fields.optional(tags.boolean, (f) => f.boolean()) ?? false,
        nonce: fields.optional(tags.integer, (f) => f.integer()),
        tsa: fields.optionalInside(contextConstructed(0), readGeneralName),
        extensions: fields.isNext(contextConstructed(1)) ? readExtensions(fields, contextConstructed(1)) : [],
      }
    }),
  )
}

export interface TimeStampResponse {
  /** PKIStatus; 0 and 1 come with a token. */
  readonly status: number
  /** DER of the token's ContentInfo. */
  readonly token: Uint8Array | undefined
}

/** @throws ServiceError `MALFORMED_DER`. */
export function parseTimeStampResponse(der: Uint8Array): TimeStampResponse {
  return parseDer('TimeStampResp', der, (reader) =>
    reader.sequence((fields) => {
      const status = fields.sequence((info) => {
        const code = info.smallInteger(5)
        // PKIFreeText and PKIFailureInfo are for people.
        info.elements()
        return code
      })
      return { status, token: fields.optional(tags.sequence, (f) => f.raw(tags.sequence)) }
    }),
  )
}

/** @throws ServiceError `MALFORMED_DER`. */
export function readMessageImprint(reader: DerReader): MessageImprint {
  return reader.sequence((fields) => ({
    hashAlgorithm: readAlgorithmIdentifier(fields),
    hashedMessage: fields.octetString(),
  }))
}

/** Accuracy: seconds, [0] milliseconds, [1] microseconds, rounded up. */
function readAccuracy(reader: DerReader): number {
  return reader.sequence((fields) => {
    const seconds = fields.optional(tags.integer, (f) => f.smallInteger(2 ** 31)) ?? 0
    const millis = fields.optional(contextPrimitive(0), (f) => f.smallInteger(999, contextPrimitive(0))) ?? 0
    const micros = fields.optional(contextPrimitive(1), (f) => f.smallInteger(999, contextPrimitive(1))) ?? 0
    return seconds * 1000 + millis + (micros > 0 ? 1 : 0)
  })
}
