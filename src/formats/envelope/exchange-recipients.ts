// Exchanges the recipients of a sealed file without opening it (docs/decisions/0010-sealed-files.md).

import { joinBytes } from '../../bytes.ts'
import { type ByteSource, bytesSource, chunksOf } from '../byte-source.ts'
import { withRecipientInfos } from '../cms/replace-recipients.ts'
import { readSealedChunks } from './chunked-source.ts'
import { encodeSlot, fitsSlot, payloadOffset, slotOctetsFor, slotOffset } from './header-slots.ts'
import { encodePreamble, looksLikeSealedChunks } from './preamble.ts'

export type Exchange =
  /**
   * Written over the file in this order, each made durable before the next: the new header, then zeros over the old one.
   * A crash in between leaves a file that opens.
   */
  | {
      readonly kind: 'in-place'
      readonly writes: readonly { readonly offset: number; readonly octets: Uint8Array }[]
    }
  /** The whole file anew; what is encrypted is copied. */
  | { readonly kind: 'copy'; readonly pieces: AsyncGenerator<Uint8Array> }

/**
 * @param recipientInfos DER of the SET OF RecipientInfo, for the content key that the file has.
 * @throws ServiceError as `readEnvelope` and `readSealedChunks`.
 */
export async function exchangeRecipients(source: ByteSource, recipientInfos: Uint8Array): Promise<Exchange> {
  if (!looksLikeSealedChunks(await source.read(0, Math.min(64, source.size))))
    return { kind: 'copy', pieces: withRecipientInfos(source, recipientInfos) }
  const { preamble, slot } = await readSealedChunks(source)
  const header = joinBytes(
    await Array.fromAsync(withRecipientInfos(bytesSource(slot.header), recipientInfos)),
  )
  const next = slot.index === 0 ? 1 : 0
  const generation = slot.generation + 1
  if (fitsSlot(preamble, header)) {
    const writes = [
      { offset: slotOffset(preamble, next), octets: await encodeSlot(preamble, { generation, header }) },
      { offset: slotOffset(preamble, slot.index), octets: new Uint8Array(preamble.slotOctets) },
    ]
    return { kind: 'in-place', writes }
  }
  const larger = { ...preamble, slotOctets: slotOctetsFor(header) }
  async function* pieces(): AsyncGenerator<Uint8Array> {
    yield encodePreamble(larger)
    yield await encodeSlot(larger, { generation, header })
    yield new Uint8Array(larger.slotOctets)
    yield* chunksOf(source, payloadOffset(preamble), source.size)
  }
  return { kind: 'copy', pieces: pieces() }
}
