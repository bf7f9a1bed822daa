// Builds AuthEnvelopedData with AES-256-GCM around a stream (RFC 5083, RFC 5084), in constant memory.

import { createGcmEncryption } from '#encryption'
import { concatBytes, joinBytes } from '../../bytes.ts'
import { ServiceError } from '../../errors.ts'
import { oids } from '../asn1/oids.ts'
import { contextConstructed, contextPrimitive, tags } from '../asn1/tags.ts'
import { integer, objectIdentifier, octetString, setOf, tlvHead } from '../asn1/writer.ts'
import {
  aes256GcmIdentifier,
  derivedContentKey,
  derivedIdentifier,
  gcmNonceOctets,
  gcmTagOctets,
} from './content-encryption.ts'
import { mostContentOctets } from './enveloped-data.ts'

export interface EnvelopeToBuild {
  /** DER of each RecipientInfo. */
  readonly recipientInfos: readonly Uint8Array[]
  /** 32 octets, for this envelope alone. */
  readonly contentKey: Uint8Array
  /** 12 octets. */
  readonly nonce: Uint8Array
  /**
   * Derives the key of the content with its algorithm (RFC 9709), so that whoever turns the envelope into CBC has another
   * key. OpenSSL before 4.0 does not open it.
   */
  readonly bindAlgorithm?: boolean
}

/**
 * The envelope in DER.
 *
 * @param contentOctets of what `content` gives: all lengths stand before it.
 * @throws ServiceError `LIMIT_EXCEEDED` beyond what GCM allows. An Error when the content has another length.
 */
export async function* envelopeAround(
  build: EnvelopeToBuild,
  content: AsyncIterable<Uint8Array>,
  contentOctets: number,
): AsyncGenerator<Uint8Array> {
  if (contentOctets > mostContentOctets) throw tooLarge()
  const { encryption, head } = await started(build)
  const contentHead = tlvHead(contextPrimitive(0), contentOctets)
  const encryptedContent = concatBytes(head.algorithm, contentHead)
  const info = tlvHead(tags.sequence, encryptedContent.length + contentOctets)
  const tagged = octetString(new Uint8Array(gcmTagOctets))
  const inside =
    head.recipients.length + info.length + encryptedContent.length + contentOctets + tagged.length
  const data = tlvHead(tags.sequence, inside)
  const explicit = tlvHead(contextConstructed(0), data.length + inside)
  const whole = tlvHead(tags.sequence, typeOid.length + explicit.length + data.length + inside)
  yield concatBytes(whole, typeOid, explicit, data, head.recipients, info, encryptedContent)
  let given = 0
  for await (const piece of content) {
    given += piece.length
    const encrypted = await encryption.update(piece)
    if (encrypted.length > 0) yield encrypted
  }
  if (given !== contentOctets)
    throw new Error(`the content has ${given} octets where ${contentOctets} were announced`)
  const { rest, tag } = await encryption.final()
  yield concatBytes(rest, octetString(tag))
}

/**
 * The envelope in BER with indefinite lengths, for content whose length nobody knows yet.
 *
 * @throws ServiceError `LIMIT_EXCEEDED` beyond what GCM allows.
 */
export async function* envelopeAroundStream(
  build: EnvelopeToBuild,
  content: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const { encryption, head } = await started(build)
  const open = (tag: number) => Uint8Array.of(tag, indefinite)
  yield concatBytes(
    open(tags.sequence),
    typeOid,
    open(contextConstructed(0)),
    open(tags.sequence),
    head.recipients,
    open(tags.sequence),
    head.algorithm,
    open(contextConstructed(0)),
  )
  let given = 0
  for await (const piece of content) {
    given += piece.length
    if (given > mostContentOctets) throw tooLarge()
    const encrypted = await encryption.update(piece)
    if (encrypted.length > 0) yield concatBytes(tlvHead(tags.octetString, encrypted.length), encrypted)
  }
  const { rest, tag } = await encryption.final()
  if (rest.length > 0) yield octetString(rest)
  yield concatBytes(
    endOfContents,
    endOfContents,
    octetString(tag),
    endOfContents,
    endOfContents,
    endOfContents,
  )
}

/**
 * A small envelope in one piece.
 *
 * @throws as `envelopeAround`.
 */
export async function buildEnvelope(build: EnvelopeToBuild, content: Uint8Array): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  for await (const piece of envelopeAround(build, once(content), content.length)) pieces.push(piece)
  return joinBytes(pieces)
}

async function* once(content: Uint8Array): AsyncGenerator<Uint8Array> {
  yield content
}

const typeOid = objectIdentifier(oids.authEnvelopedData)
const indefinite = 0x80
const endOfContents = new Uint8Array(2)

async function started({ recipientInfos, contentKey, nonce, bindAlgorithm = false }: EnvelopeToBuild) {
  if (recipientInfos.length === 0)
    throw new ServiceError('INVALID_ARGUMENT', 'an envelope without recipients opens for nobody')
  if (nonce.length !== gcmNonceOctets) throw new Error(`the nonce has ${nonce.length} octets`)
  const identifier = aes256GcmIdentifier(nonce)
  const key = bindAlgorithm ? await derivedContentKey(contentKey, identifier) : contentKey
  return {
    encryption: await createGcmEncryption(key, nonce, new Uint8Array(0)),
    head: {
      // version is 0 whoever the recipients are (RFC 5083 §2.1).
      recipients: concatBytes(integer(0), setOf(recipientInfos)),
      algorithm: concatBytes(
        objectIdentifier(oids.data),
        bindAlgorithm ? derivedIdentifier(identifier) : identifier,
      ),
    },
  }
}

function tooLarge(): ServiceError {
  return new ServiceError(
    'LIMIT_EXCEEDED',
    `content exceeds ${mostContentOctets} octets, which GCM allows in one envelope; the chunked format has no such limit`,
  )
}
