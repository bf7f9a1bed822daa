// Sealing and opening where the content lies, in Node or in a browser: it never passes through the service.

import { type ByteSource, bytesSource, chunksOf, passingChunksOf } from '../formats/byte-source.ts'
import {
  type OpenedFile,
  type Opener,
  openSealed,
  openSealedSource,
  passwordOpener,
  privateKeyOpener,
} from '../formats/envelope/open.ts'
import { formatFor, type Recipient, type SealedFormat, seal } from '../formats/envelope/seal.ts'
import { certificatesInPem } from '../formats/x509/pem.ts'
import { readAhead } from './read-ahead.ts'
import { type Content, sizeOf, type TransferOptions } from './transfer.ts'

export interface SealRequest extends TransferOptions {
  readonly content: Content
  /** Paths of units of the office. */
  readonly units?: readonly string[] | undefined
  /** PEM; of several certificates in one text each is a recipient. */
  readonly certificates?: readonly string[] | undefined
  readonly passwords?: readonly string[] | undefined
  /** Default: `cms` up to 64 MiB, `chunked` beyond and for streams. */
  readonly format?: SealedFormat | undefined
}

/** With neither password nor private key the service gives the content key, by the key of a unit. */
export interface OpenRequest {
  readonly envelope: Uint8Array | ByteSource
  /** `UNIT/NAME` of the unit's key; found by the recipients when not given. */
  readonly key?: string | undefined
  readonly password?: string | undefined
  /** Of a recipient outside the office. */
  readonly privateKey?:
    | {
        /** PEM. */
        readonly certificate: string
        /** DER of PKCS#8. */
        readonly pkcs8: Uint8Array
      }
    | undefined
  /**
   * Also opens EnvelopedData with AES-CBC, which nothing protects against change: whoever can alter it, and sees what
   * comes of it, may come to read it. Default false.
   */
  readonly unauthenticated?: boolean | undefined
}

export interface RewrapRequest {
  readonly envelope: Uint8Array | ByteSource
  /** `UNIT/NAME` of the key that opens it; found by the recipients when not given. */
  readonly key?: string | undefined
  readonly addUnits?: readonly string[] | undefined
  /** PEM. */
  readonly addCertificates?: readonly string[] | undefined
  readonly removeUnits?: readonly string[] | undefined
  /** PEM. */
  readonly removeCertificates?: readonly string[] | undefined
}

/** What sealing asks of the outside. */
export interface SealingPlatform {
  readonly random: (octets: number) => Uint8Array
  readonly now: () => Date
  /** DER of the certificate of a unit. */
  readonly unitCertificate: (unit: string) => Promise<Uint8Array>
}

/**
 * The sealed content, piece by piece; the receiver owns each piece.
 *
 * @throws ServiceError as `seal` of formats/envelope; ChanceryError when a unit is to be looked up.
 */
export async function* sealContent(
  request: SealRequest,
  platform: SealingPlatform,
): AsyncGenerator<Uint8Array> {
  const { content, units = [], certificates = [], passwords = [], onProgress, signal } = request
  const octets = sizeOf(content)
  const ofUnits: Uint8Array[] = []
  for (const unit of units) ofUnits.push(await platform.unitCertificate(unit))
  const others = certificates.flatMap((pem) => certificatesInPem(pem))
  const recipients: readonly Recipient[] = [
    ...[...ofUnits, ...others].map((certificate) => ({ kind: 'certificate' as const, certificate })),
    ...passwords.map((password) => ({ kind: 'password' as const, password })),
  ]
  const sealing = {
    recipients,
    format: request.format ?? formatFor(octets),
    random: platform.random,
    at: platform.now(),
  }
  let done = 0
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const piece of piecesOf(content)) {
      signal?.throwIfAborted()
      yield piece
      done += piece.length
      onProgress?.(done, octets)
    }
  }
  yield* seal(sealing, counted(), octets)
}

/** @throws ServiceError as `openSealed`. */
export function openContent(request: OpenRequest, service: Opener): Promise<OpenedFile> {
  const { unauthenticated = false } = request
  return openSealed(sourceOf(request.envelope), openerFor(request, service), { unauthenticated })
}

/** @throws ServiceError as `openSealedSource`. */
export function openContentSource(request: OpenRequest, service: Opener): Promise<ByteSource> {
  return openSealedSource(sourceOf(request.envelope), openerFor(request, service))
}

function openerFor({ password, privateKey }: OpenRequest, service: Opener): Opener {
  if (password !== undefined) return passwordOpener(password)
  if (privateKey === undefined) return service
  const openers = certificatesInPem(privateKey.certificate).map((certificate) =>
    privateKeyOpener(certificate, privateKey.pkcs8),
  )
  return async (recipientInfos) => (await Promise.all(openers.map((open) => open(recipientInfos)))).flat()
}

export function sourceOf(envelope: Uint8Array | ByteSource): ByteSource {
  return envelope instanceof Uint8Array ? bytesSource(envelope) : envelope
}

function piecesOf(content: Content): AsyncIterable<Uint8Array> {
  if (content instanceof Uint8Array) return chunksOf(bytesSource(content))
  return 'read' in content ? passingChunksOf(content) : readAhead(content)
}
