// What an inspector does to a PDF that is to be signed: builds the update, sees that earlier signatures hold, digests.

import type { HashAlgorithm } from '../crypto/algorithms.ts'
import { type ByteSource, bytesSource, joinSources } from '../formats/byte-source.ts'
import { type PdfSignatureOptions, preparePdfSignature } from '../formats/pades/prepare-pdf-signature.ts'
import { refuseToBreakSignatures } from '../validation/pdf/refuse-to-break-signatures.ts'
import type { InspectedPdfSignature } from './inspectors.ts'

/** @throws ServiceError as `preparePdfSignature` and `refuseToBreakSignatures`. */
export async function preparePdf(
  document: ByteSource,
  options: PdfSignatureOptions,
  digest: HashAlgorithm,
): Promise<InspectedPdfSignature> {
  const { digestSignedBytes, signedBefore, ...prepared } = await preparePdfSignature(document, options)
  if (signedBefore) await refuseToBreakSignatures(joinSources(document, bytesSource(prepared.appended)))
  return { ...prepared, digest: await digestSignedBytes(digest) }
}
