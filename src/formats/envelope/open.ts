// Opens a sealed file of either format with whatever gives its content key: a password, a private key, or the service.

import { joinBytes, release } from '../../bytes.ts'
import { openContentKey } from '../../crypto/content-key.ts'
import { ServiceError } from '../../errors.ts'
import { type ByteSource, bytesSource } from '../byte-source.ts'
import { looksLikeEnvelope, readEnvelope } from '../cms/enveloped-data.ts'
import { decryptedUnverified, decryptedVerified, type OpeningOptions } from '../cms/open-envelope.ts'
import { openPasswordRecipient } from '../cms/password-recipient.ts'
import {
  parseRecipientInfos,
  type RecipientIdentifier,
  type RecipientInfo,
  sameRecipient,
} from '../cms/recipient-info.ts'
import { parseCertificate } from '../x509/certificate.ts'
import { certificateIdentity } from '../x509/certificate-identity.ts'
import { openChunks, readSealedChunks } from './chunked-source.ts'
import { looksLikeSealedChunks } from './preamble.ts'
import { passwordOctets, type SealedFormat } from './seal.ts'

/**
 * Gives the content key, or several of which one may be right; nothing when the file is not for this opener.
 *
 * @param recipientInfos DER of the SET OF RecipientInfo.
 */
export type Opener = (recipientInfos: Uint8Array) => Promise<readonly Uint8Array[]>

/** The receiver owns the pieces of either: whoever is done with one may `release` it. */
export interface OpenedFile {
  readonly format: SealedFormat
  /** Of the content; undefined for CBC, whose padding hides it. */
  readonly contentOctets: number | undefined
  /** Verified before the first octet is given; CMS is read twice for it. */
  verified(): AsyncGenerator<Uint8Array>
  /**
   * As fast as can be. **Only the end without an error says that the content is genuine**: for a file that is renamed
   * into its place afterwards, and for nothing else.
   */
  unverified(): AsyncGenerator<Uint8Array>
}

/** @param head the first octets of a file. @returns undefined when it is no sealed file. */
function sealedFormatOf(head: Uint8Array): SealedFormat | undefined {
  if (looksLikeSealedChunks(head)) return 'chunked'
  return looksLikeEnvelope(head) ? 'cms' : undefined
}

/**
 * @throws ServiceError `UNSUPPORTED_FORMAT` for a file that is not sealed; `NOT_PERMITTED` when the opener has no key for
 *   it; `DECRYPTION_FAILED`, `MALFORMED_DER`, `MALFORMED_DOCUMENT` for a damaged one; `ALGORITHM_NOT_ALLOWED`.
 */
export async function openSealed(
  source: ByteSource,
  opener: Opener,
  options: OpeningOptions,
): Promise<OpenedFile> {
  const format = await requireFormat(source)
  if (format === 'cms') return openCms(source, opener, options)
  const chunks = await readSealedChunks(source)
  const payloadKey = await openHeader(chunks.slot.header, opener)
  const content = await openChunks(source, chunks, payloadKey)
  return {
    format,
    contentOctets: content.size,
    unverified: () => content.pieces(),
    async *verified() {
      // Each chunk is checked when it is read.
      for await (const piece of content.pieces()) release(piece)
      yield* content.pieces()
    },
  }
}

/** RecipientInfos of a sealed file of either format, without opening it. @throws ServiceError as `openSealed`. */
export async function sealedRecipientInfos(source: ByteSource): Promise<Uint8Array> {
  if ((await requireFormat(source)) === 'cms') return (await readEnvelope(source)).recipientInfos
  const { slot } = await readSealedChunks(source)
  return (await readEnvelope(bytesSource(slot.header))).recipientInfos
}

/**
 * Random access to the content of a chunked file.
 *
 * @throws ServiceError as `openSealed`; `UNSUPPORTED_FORMAT` for CMS.
 */
export async function openSealedSource(source: ByteSource, opener: Opener): Promise<ByteSource> {
  if ((await requireFormat(source)) !== 'chunked')
    throw new ServiceError('UNSUPPORTED_FORMAT', 'only a file in chunks can be read from any place')
  const chunks = await readSealedChunks(source)
  return openChunks(source, chunks, await openHeader(chunks.slot.header, opener))
}

/** For whoever knows the password. */
export function passwordOpener(password: string): Opener {
  const octets = passwordOctets(password)
  return async (recipientInfos) => {
    const keys: Uint8Array[] = []
    for (const recipient of parseRecipientInfos(recipientInfos)) {
      if (recipient.kind !== 'password') continue
      const key = await openPasswordRecipient(recipient.derivation, octets)
      if (key !== undefined) keys.push(key)
    }
    return keys
  }
}

/**
 * For whoever holds the private key of a certificate.
 *
 * @param certificate DER.
 * @param privateKey DER of PKCS#8.
 */
export function privateKeyOpener(certificate: Uint8Array, privateKey: Uint8Array): Opener {
  return async (recipientInfos) => {
    const keys: Uint8Array[] = []
    for (const recipient of recipientsOf(certificate, parseRecipientInfos(recipientInfos))) {
      if (recipient.kind !== 'key') throw refused(recipient)
      const key = await openContentKey(privateKey, recipient.wrapped)
      if (key !== undefined) keys.push(key)
    }
    return keys
  }
}

/** The recipients that mean the holder of `certificate`. */
export function recipientsOf(
  certificate: Uint8Array,
  recipients: readonly RecipientInfo[],
): readonly Exclude<RecipientInfo, { kind: 'password' }>[] {
  const names = identifiersOf(certificate)
  return recipients.flatMap((recipient) => {
    if (recipient.kind === 'password') return []
    const { identifier } = recipient
    return identifier !== undefined && names.some((name) => sameRecipient(name, identifier))
      ? [recipient]
      : []
  })
}

/** How RecipientInfos may name a certificate. */
export function identifiersOf(certificate: Uint8Array): readonly RecipientIdentifier[] {
  const { issuer } = certificateIdentity(certificate)
  const { serialNumber, extensions } = parseCertificate(certificate)
  const byIssuer: RecipientIdentifier = { kind: 'issuerAndSerialNumber', issuer, serialNumber }
  const keyIdentifier = extensions.subjectKeyIdentifier
  return keyIdentifier === undefined
    ? [byIssuer]
    : [byIssuer, { kind: 'subjectKeyIdentifier', keyIdentifier }]
}

/** A recipient that is there, and not opened. */
export function refused(recipient: Extract<RecipientInfo, { kind: 'unsupported' }>): ServiceError {
  return new ServiceError('ALGORITHM_NOT_ALLOWED', `the envelope is not opened: it uses ${recipient.why}`)
}

async function requireFormat(source: ByteSource): Promise<SealedFormat> {
  const format = sealedFormatOf(await source.read(0, Math.min(64, source.size)))
  if (format === undefined)
    throw new ServiceError('UNSUPPORTED_FORMAT', 'the file is not sealed, or cut at its beginning')
  return format
}

async function openCms(source: ByteSource, opener: Opener, options: OpeningOptions): Promise<OpenedFile> {
  const envelope = await readEnvelope(source)
  const keys = await keysFrom(opener, envelope.recipientInfos)
  const [first, ...others] = keys
  if (first === undefined) throw notForYou()
  const key = others.length === 0 ? first : await theRightOne(source, keys, options)
  return {
    format: 'cms',
    contentOctets: envelope.encryption.cipher.kind === 'gcm' ? envelope.contentOctets : undefined,
    verified: () => decryptedVerified(source, envelope, key, options),
    unverified: () => decryptedUnverified(source, envelope, key, options),
  }
}

/** Several passwords of one envelope: only the tag tells which is right. */
async function theRightOne(
  source: ByteSource,
  keys: readonly Uint8Array[],
  options: OpeningOptions,
): Promise<Uint8Array> {
  const envelope = await readEnvelope(source)
  for (const key of keys) {
    try {
      // Only the end tells.
      for await (const piece of decryptedUnverified(source, envelope, key, options)) release(piece)
      return key
    } catch (error) {
      if (!(error instanceof ServiceError) || error.code !== 'DECRYPTION_FAILED') throw error
    }
  }
  throw new ServiceError('DECRYPTION_FAILED', 'the envelope does not open: it is damaged')
}

/** The payload key out of the header of a chunked file. CBC is nowhere near it. */
async function openHeader(header: Uint8Array, opener: Opener): Promise<Uint8Array> {
  const opened = await openCms(bytesSource(header), opener, { unauthenticated: false })
  return joinBytes(await Array.fromAsync(opened.verified()))
}

async function keysFrom(opener: Opener, recipientInfos: Uint8Array): Promise<readonly Uint8Array[]> {
  const keys = await opener(recipientInfos)
  return [...new Map(keys.map((key) => [key.toHex(), key])).values()]
}

function notForYou(): ServiceError {
  return new ServiceError('NOT_PERMITTED', 'the envelope is not sealed to you, or the password is another')
}
