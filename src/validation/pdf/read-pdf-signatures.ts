// Finds and measures every signature of a PDF, as ISO 32000-2 §12.8 and EN 319 142-1 demand, before any CMS is looked at.

import type { ByteSource } from '../../formats/byte-source.ts'
import { openPdf } from '../../formats/pdf/document.ts'
import { findSignatures } from './find-signatures.ts'
import { LaterChanges, signatureEnd } from './later-changes.ts'
import { isTimestamp, type PdfReading, type PdfSignature } from './pdf-signature.ts'
import { readSecurityStore } from './security-store.ts'
import { type MeasuredSignature, measureSignature } from './signature-structure.ts'

/** Time-stamps whose store is read; further ones prove nothing of what theirs holds. */
const coveredStoresLimit = 20

/**
 * Reads the signatures of all revisions, oldest first, hidden ones included, with what was changed after each.
 * The order is that of the places of their /Contents in the file.
 *
 * @throws ServiceError `MALFORMED_PDF`, `ENCRYPTED_PDF`, `UNSUPPORTED_FORMAT`, `LIMIT_EXCEEDED` when the file cannot be
 *   read as one PDF with one meaning.
 */
export async function readPdfSignatures(source: ByteSource): Promise<PdfReading> {
  const opened = await openPdf(source)
  const document = opened.withCatalogAtEnd()
  const found = await findSignatures(document, source)
  const measured: MeasuredSignature[] = []
  for (const one of found) measured.push(await measureSignature(document, source, one))
  // Where no signature lies before such an end, and for one that covers it, the file is damaged.
  const { end } = document.newest
  const hasEnd = document !== opened
  if (hasEnd && (found.length === 0 || found.some((one) => signatureEnd(one) > end))) await opened.catalog()
  const firstRevision = measured.reduce(
    (first, one) => Math.min(first, one.revision),
    document.revisions.length,
  )
  const changes = new LaterChanges(document, found, firstRevision)
  const signatures: PdfSignature[] = []
  let stores = 0
  for (const one of measured) {
    const signature = { ...one, laterChanges: await changes.after(one.revision) }
    if (isTimestamp(one) && stores++ < coveredStoresLimit) {
      signatures.push({ ...signature, coveredStore: await readSecurityStore(document, one.revision) })
    } else signatures.push(signature)
  }
  return {
    revisionCount: document.revisions.length,
    signatures,
    securityStore: await readSecurityStore(document),
  }
}
