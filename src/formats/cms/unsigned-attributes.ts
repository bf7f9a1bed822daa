// Adds unsigned attributes to a SignedData that was signed before (RFC 5652 §5.3), above all time-stamps.

import { ServiceError } from '../../errors.ts'
import { oids } from '../asn1/oids.ts'
import { type DerReader, parseDer } from '../asn1/reader.ts'
import { contextConstructed, tags } from '../asn1/tags.ts'
import { sequence, sortSetOf, tagged, tlv } from '../asn1/writer.ts'
import { attribute } from './build-signed-data.ts'

/**
 * Adds id-aa-signatureTimeStampToken to the only signer, which makes B-B into B-T (EN 319 122-1 §5.3).
 *
 * @param token DER of TimeStampToken over the SHA digest of `signatureValueOf(signedData)`.
 */
export function addSignatureTimestamp(signedData: Uint8Array, token: Uint8Array): Uint8Array {
  return addUnsignedAttribute(signedData, 0, signatureTimestampAttribute(token))
}

/** The attribute itself, for `SignedDataAround.withUnsignedAttribute`. */
export function signatureTimestampAttribute(token: Uint8Array): Uint8Array {
  return attribute(oids.signatureTimeStampToken, token)
}

/**
 * Adds `attributeDer` to the unsigned attributes of one signer. All other octets stay as they are, the signed
 * ones among them; only lengths around the attribute change.
 *
 * @param signedData DER of ContentInfo.
 * @param signerIndex position in signerInfos, from 0.
 * @throws ServiceError `MALFORMED_DER` when `signedData` is no SignedData in DER, `INVALID_ARGUMENT` when it
 *   has no such signer.
 */
export function addUnsignedAttribute(
  signedData: Uint8Array,
  signerIndex: number,
  attributeDer: Uint8Array,
): Uint8Array {
  return parseDer('SignedData', signedData, (reader) =>
    reader.sequence((contentInfo) => {
      const contentType = contentInfo.raw(tags.oid)
      const [before, signerInfos] = contentInfo.inside(contextConstructed(0), (explicit) =>
        explicit.sequence(splitBeforeSignerInfos),
      )
      const chosen = signerInfos[signerIndex]
      if (chosen === undefined) {
        throw new ServiceError(
          'INVALID_ARGUMENT',
          `signer ${signerIndex} does not exist; the SignedData has ${signerInfos.length}`,
        )
      }
      const changed = signerInfos.with(signerIndex, withAttribute(chosen, attributeDer))
      return sequence(contentType, tagged(0, sequence(...before, tlv(tags.set, ...changed))))
    }),
  )
}

/** The octets that a signature time-stamp covers: the content of SignerInfo.signature (EN 319 122-1 §5.3). */
export function signatureValueOf(signedData: Uint8Array, signerIndex = 0): Uint8Array {
  return parseDer('SignedData', signedData, (reader) =>
    reader.sequence((contentInfo) => {
      contentInfo.raw(tags.oid)
      const [, signerInfos] = contentInfo.inside(contextConstructed(0), (explicit) =>
        explicit.sequence(splitBeforeSignerInfos),
      )
      const chosen = signerInfos[signerIndex]
      if (chosen === undefined)
        throw new ServiceError('INVALID_ARGUMENT', `signer ${signerIndex} does not exist`)
      return parseDer('SignerInfo', chosen, (signerInfo) => splitSignerInfo(signerInfo).signature)
    }),
  )
}

function splitBeforeSignerInfos(fields: DerReader): readonly [Uint8Array[], Uint8Array[]] {
  const before: Uint8Array[] = []
  // digestAlgorithms is a SET too, so the place decides: signerInfos is the last field.
  const version = fields.raw(tags.integer)
  const digestAlgorithms = fields.raw(tags.set)
  const encapContentInfo = fields.raw(tags.sequence)
  before.push(version, digestAlgorithms, encapContentInfo)
  for (const number of [0, 1]) {
    const tag = contextConstructed(number)
    if (fields.isNext(tag)) before.push(fields.raw(tag))
  }
  return [before, fields.each(tags.set, (signerInfo) => signerInfo.raw(tags.sequence))]
}

function withAttribute(signerInfo: Uint8Array, attributeDer: Uint8Array): Uint8Array {
  return parseDer('SignerInfo', signerInfo, (reader) => {
    const { fixed, unsignedAttributes } = splitSignerInfo(reader)
    return sequence(...fixed, tagged(1, ...sortSetOf([...unsignedAttributes, attributeDer])))
  })
}

function splitSignerInfo(reader: DerReader): {
  readonly fixed: readonly Uint8Array[]
  readonly signature: Uint8Array
  readonly unsignedAttributes: readonly Uint8Array[]
} {
  return reader.sequence((fields) => {
    const fixed = [fields.raw(tags.integer), fields.element().raw, fields.raw(tags.sequence)]
    if (fields.isNext(contextConstructed(0))) fixed.push(fields.raw(contextConstructed(0)))
    fixed.push(fields.raw(tags.sequence))
    const signatureField = fields.element()
    if (signatureField.tag !== tags.octetString) fields.fail('signature is no OCTET STRING')
    fixed.push(signatureField.raw)
    const unsignedAttributes = fields.isNext(contextConstructed(1))
      ? fields.each(contextConstructed(1), (one) => one.raw(tags.sequence))
      : []
    return { fixed, signature: signatureField.content, unsignedAttributes }
  })
}
