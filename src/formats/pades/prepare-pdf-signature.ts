// Prepares a PDF for a signature: an incremental update with an empty /Contents, ISO 32000-2 §12.8 and ETSI EN 319 142-1.

import { createDigest } from '#primitives'
import type { HashAlgorithm } from '../../crypto/algorithms.ts'
import { ServiceError } from '../../errors.ts'
import { type ByteSource, chunksOf } from '../byte-source.ts'
import { openPdf } from '../pdf/document.ts'
import { PdfUpdate } from '../pdf/write-update.ts'
import { signatureDictionary } from './signature-dictionary.ts'
import { placeSignatureField } from './signature-field.ts'

export interface PdfSignatureOptions {
  readonly subFilter: 'ETSI.CAdES.detached' | 'ETSI.RFC3161'
  /** Octets kept free for the CMS or token, 1,024 to 1,048,576. */
  readonly reservedBytes: number
  /** Written as /M; a time-stamp states its own time instead. */
  readonly signingTime: Date
  /**
   * Fully qualified name of an empty signature field to fill. Where the PDF has no field of that name one is made; by
   * default it is the first free of Signature1, Signature2 …
   */
  readonly fieldName?: string
  readonly name?: string
  readonly reason?: string
  readonly location?: string
}

export interface PreparedPdfSignature {
  /** What stands behind the original octets: the update, /Contents filled with zeros. */
  readonly appended: Uint8Array
  readonly originalSize: number
  /** As written: two ranges around /Contents, of the whole file. */
  readonly byteRange: readonly [number, number, number, number]
  /** Offset in the whole file of the `<` of /Contents. */
  readonly contentsOffset: number
  readonly reservedBytes: number
  /** Signatures stood in the form already: whoever signs has to see that they hold afterwards. */
  readonly signedBefore: boolean
  /** Digest over the two ranges, in constant memory; reads the source given to `preparePdfSignature`. */
  digestSignedBytes(hash: HashAlgorithm): Promise<Uint8Array>
}

/**
 * Builds the update that adds one invisible signature to a PDF, whatever its cross-reference looks like.
 * The original octets stay as they are, in front of the update.
 *
 * @throws ServiceError `MALFORMED_PDF`, `ENCRYPTED_PDF`, `UNSUPPORTED_FORMAT`, `LIMIT_EXCEEDED` for the file;
 *   `DOCUMENT_LOCKED` when an earlier signature forbids this one; `INVALID_ARGUMENT` when the field is signed already or no
 *   signature field.
 */
export async function preparePdfSignature(
  source: ByteSource,
  options: PdfSignatureOptions,
): Promise<PreparedPdfSignature> {
  checkReservation(options.reservedBytes)
  const document = await openPdf(source)
  const update = new PdfUpdate(document)
  update.begin((await document.read(source.size - 1, source.size))[0] ?? 0)
  const signatureNumber = update.newNumber()
  const placed = await placeSignatureField(document, update, signatureNumber, options)
  const dictionary = signatureDictionary(options, placed.lock)
  const bodyAt = source.size + update.write(signatureNumber, 0, dictionary.text)
  const appended = update.finish()

  const contentsOffset = bodyAt + dictionary.contentsAt
  const afterContents = contentsOffset + 2 * options.reservedBytes + 2
  const end = source.size + appended.length
  const byteRange = [0, contentsOffset, afterContents, end - afterContents] as const
  writeByteRange(
    appended,
    bodyAt + dictionary.byteRangeAt - source.size,
    dictionary.byteRangeOctets,
    byteRange,
  )
  return {
    appended,
    originalSize: source.size,
    byteRange,
    contentsOffset,
    reservedBytes: options.reservedBytes,
    signedBefore: placed.signedBefore,
    digestSignedBytes: async (hash) => {
      const digest = createDigest(hash)
      for await (const chunk of chunksOf(source)) digest.update(chunk)
      digest.update(appended.subarray(0, contentsOffset - source.size))
      digest.update(appended.subarray(afterContents - source.size))
      return digest.digest()
    },
  }
}

function checkReservation(reservedBytes: number): void {
  if (!Number.isInteger(reservedBytes) || reservedBytes < 1024 || reservedBytes > 1 << 20) {
    throw new ServiceError(
      'INVALID_ARGUMENT',
      `reservedBytes is ${reservedBytes}; 1024 to 1048576 are allowed`,
    )
  }
}

function writeByteRange(bytes: Uint8Array, at: number, octets: number, range: readonly number[]): void {
  const text = `[${range.join(' ')}]`
  if (text.length > octets) throw new Error('the place for /ByteRange is too small')
  for (let i = 0; i < text.length; i++) bytes[at + i] = text.charCodeAt(i)
}
