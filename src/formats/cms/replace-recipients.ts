// The same envelope for other recipients: the content is copied as it is, neither opened nor read as anything.

import { concatBytes } from '../../bytes.ts'
import { type BerHead, BerSource } from '../asn1/ber-source.ts'
import { contextConstructed, tags } from '../asn1/tags.ts'
import { tlvHead } from '../asn1/writer.ts'
import { type ByteSource, chunksOf } from '../byte-source.ts'
import { readEnvelope } from './enveloped-data.ts'

/**
 * @param recipientInfos DER of the SET OF RecipientInfo that takes the place of the one in `source`.
 * @throws ServiceError as `readEnvelope`.
 */
export async function* withRecipientInfos(
  source: ByteSource,
  recipientInfos: Uint8Array,
): AsyncGenerator<Uint8Array> {
  const { recipientInfosAt } = await readEnvelope(source)
  const ber = new BerSource('envelope', source)
  const contentInfo = await ber.expect(0, tags.sequence)
  const type = await ber.value(contentInfo.contentStart, 64)
  const explicit = await ber.expect(type.end, contextConstructed(0))
  const data = await ber.expect(explicit.contentStart, tags.sequence)
  const before = await source.read(data.contentStart, recipientInfosAt.start)

  // From inside to outside: a longer content may need a longer head, which lies in the next content.
  const inData = recipientInfos.length - (recipientInfosAt.end - recipientInfosAt.start)
  const dataHead = resized(data, inData)
  const inExplicit = inData + dataHead.length - (data.contentStart - explicit.contentStart)
  const explicitHead = resized(explicit, inExplicit)
  const inContentInfo = inExplicit + explicitHead.length - (explicit.contentStart - type.end)
  yield concatBytes(
    resized(contentInfo, inContentInfo),
    await source.read(contentInfo.contentStart, type.end),
    explicitHead,
    dataHead,
    before,
    recipientInfos,
  )
  yield* chunksOf(source, recipientInfosAt.end, source.size)
}

/** Identifier and length octets for content that has `change` octets more; an indefinite length stays so. */
function resized({ tag, contentStart, contentEnd }: BerHead, change: number): Uint8Array {
  return contentEnd === undefined
    ? Uint8Array.of(tag, 0x80)
    : tlvHead(tag, contentEnd - contentStart + change)
}
