// EnvelopedData and AuthEnvelopedData of a stranger (RFC 5652 §6.1, RFC 5083 §2.1): the head is read, the content found.

import { ServiceError } from '../../errors.ts'
import { BerSource } from '../asn1/ber-source.ts'
import { oids } from '../asn1/oids.ts'
import { parseDer } from '../asn1/reader.ts'
import { contextConstructed, contextPrimitive, tags } from '../asn1/tags.ts'
import type { ByteSource } from '../byte-source.ts'
import { readAlgorithmIdentifier } from '../x509/signature-scheme.ts'
import { type ContentEncryption, contentEncryptionOf } from './content-encryption.ts'

/** Where a piece of the encrypted content lies. */
export interface ContentSegment {
  readonly start: number
  readonly end: number
}

export interface Envelope {
  readonly kind: 'authEnvelopedData' | 'envelopedData'
  /** DER of the SET OF RecipientInfo, for `parseRecipientInfos`. */
  readonly recipientInfos: Uint8Array
  /** Offsets of the SET OF RecipientInfo, for those who exchange it. */
  readonly recipientInfosAt: ContentSegment
  /** Dotted object identifier. */
  readonly contentType: string
  readonly encryption: ContentEncryption
  readonly contentOctets: number
  segments(): AsyncGenerator<ContentSegment>
  /** What GCM authenticates beside the content: DER of the attributes as a SET OF (RFC 5083 §2.2), or nothing. */
  readonly associatedData: Uint8Array
  /** Of AuthEnvelopedData. */
  readonly mac: Uint8Array | undefined
}

/** Recipients and attributes of ten thousand recipients fit. */
const mostHeadOctets = 16 * 1024 * 1024

/** GCM encrypts less than this under one nonce (SP 800-38D §5.2.1.1). */
export const mostContentOctets = 2 ** 36 - 32

/** Whether `head`, the first octets of a file, begin like such a ContentInfo, in DER or BER. */
export function looksLikeEnvelope(head: Uint8Array): boolean {
  if (head[0] !== tags.sequence) return false
  const length = head[1] ?? 0
  const at = 2 + (length > 0x80 ? length & 0x7f : 0)
  return [authEnvelopedDataOid, envelopedDataOid].some((oid) =>
    oid.every((octet, i) => head[at + i] === octet),
  )
}

const authEnvelopedDataOid = [0x06, 0x0b, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x10, 0x01, 0x17]
const envelopedDataOid = [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x03]

/**
 * Reads everything but the content, which stays where it is. Nothing may follow the structure.
 *
 * @throws ServiceError `MALFORMED_DER`; `UNSUPPORTED_FORMAT` for other kinds of CMS; `ALGORITHM_NOT_ALLOWED` for a cipher
 *   that is not read; `LIMIT_EXCEEDED`.
 */
export async function readEnvelope(source: ByteSource): Promise<Envelope> {
  const ber = new BerSource('envelope', source)
  const contentInfo = await ber.expect(0, tags.sequence)
  const type = await ber.value(contentInfo.contentStart, 64)
  const kind = envelopeKind(parseDer('contentType', type.der, (reader) => reader.oid()))
  const explicit = await ber.expect(type.end, contextConstructed(0))
  const data = await ber.expect(explicit.contentStart, tags.sequence)

  let at = (await ber.value(data.contentStart, 16)).end
  if ((await ber.head(at)).tag === contextConstructed(0)) at = (await ber.value(at, mostHeadOctets)).end
  const recipientInfosStart = at
  const set = await ber.value(at, mostHeadOctets)
  if (set.der[0] !== tags.set) ber.fail('the recipients are no SET', at)

  const info = await ber.expect(set.end, tags.sequence)
  const contentType = await ber.value(info.contentStart, 64)
  const algorithm = await ber.value(contentType.end, 1024)
  const identifier = parseDer('contentEncryptionAlgorithm', algorithm.der, (reader) =>
    readAlgorithmIdentifier(reader),
  )
  const encryption = contentEncryptionOf(identifier)
  if (encryption === undefined)
    throw new ServiceError('ALGORITHM_NOT_ALLOWED', `content encrypted by ${identifier.oid} is not opened`)
  assertKind(kind, encryption)

  if (await ber.isEnd(info, algorithm.end)) ber.fail('there is no content: it lies elsewhere', algorithm.end)
  const content = await ber.head(algorithm.end)
  const segments = () => segmentsOf(ber, algorithm.end)
  let contentOctets = 0
  let contentEnd = content.contentStart
  for await (const { start, end } of segments()) {
    contentOctets += end - start
    contentEnd = end
  }
  if (contentOctets > mostContentOctets)
    throw new ServiceError(
      'LIMIT_EXCEEDED',
      `content has ${contentOctets} octets; GCM allows ${mostContentOctets}`,
    )
  const outer = content.tag === contextConstructed(0) ? await ber.leave(content, contentEnd) : contentEnd
  at = await ber.leave(info, outer)

  let associatedData: Uint8Array = new Uint8Array(0)
  let mac: Uint8Array | undefined
  if (kind === 'authEnvelopedData') {
    if ((await ber.head(at)).tag === contextConstructed(1)) {
      const attributes = await ber.value(at, mostHeadOctets)
      associatedData = new Uint8Array(attributes.der)
      associatedData[0] = tags.set
      at = attributes.end
    }
    const value = await ber.value(at, 64)
    mac = parseDer('mac', value.der, (reader) => reader.octetString())
    at = value.end
  }
  // Unauthenticated or unprotected attributes: nobody vouches for them, and nothing here reads them.
  if (!(await ber.isEnd(data, at))) {
    const tag = kind === 'authEnvelopedData' ? contextConstructed(2) : contextConstructed(1)
    await ber.expect(at, tag)
    at = (await ber.value(at, mostHeadOctets)).end
  }
  const end = await ber.leave(contentInfo, await ber.leave(explicit, await ber.leave(data, at)))
  if (end !== source.size) ber.fail(`${source.size - end} octets follow where the envelope should end`, end)
  return {
    kind,
    recipientInfos: set.der,
    recipientInfosAt: { start: recipientInfosStart, end: set.end },
    contentType: parseDer('contentType', contentType.der, (reader) => reader.oid()),
    encryption,
    contentOctets,
    segments,
    associatedData,
    mac,
  }
}

/** The content in one piece, or in segments of a constructed OCTET STRING (X.690 §8.7.3). */
async function* segmentsOf(ber: BerSource, at: number): AsyncGenerator<ContentSegment> {
  const content = await ber.head(at)
  if (content.tag === contextPrimitive(0) && content.contentEnd !== undefined) {
    yield { start: content.contentStart, end: content.contentEnd }
    return
  }
  if (content.tag !== contextConstructed(0)) ber.fail('the content is no OCTET STRING', at)
  let next = content.contentStart
  while (!(await ber.isEnd(content, next))) {
    const segment = await ber.expect(next, tags.octetString)
    if (segment.contentEnd === undefined) ber.fail('a segment of indefinite length', next)
    yield { start: segment.contentStart, end: segment.contentEnd }
    next = segment.contentEnd
  }
}

function envelopeKind(oid: string): Envelope['kind'] {
  if (oid === oids.authEnvelopedData) return 'authEnvelopedData'
  if (oid === oids.envelopedData) return 'envelopedData'
  throw new ServiceError('UNSUPPORTED_FORMAT', `CMS of content type ${oid} is no envelope`)
}

/**
 * A GCM envelope turned into CBC keeps its key, and then answers every question about the plaintext that an attacker
 * cares to ask: so each structure has its own ciphers.
 */
function assertKind(kind: Envelope['kind'], { cipher }: ContentEncryption): void {
  if ((kind === 'authEnvelopedData') !== (cipher.kind === 'gcm'))
    throw new ServiceError('ALGORITHM_NOT_ALLOWED', `${kind} with ${cipher.kind.toUpperCase()} is not opened`)
}
