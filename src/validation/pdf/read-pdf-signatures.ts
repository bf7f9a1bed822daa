// Finds and measures every signature of a PDF, as ISO 32000-2 §12.8 and EN 319 142-1 demand, before any CMS is looked at.

import type { ByteSource } from '../../formats/byte-source.ts'
import { openPdf } from '../../formats/pdf/document.ts'
import { findSignatures } from './find-signatures.ts'
import { LaterChanges } from './later-changes.ts'
import type { PdfReading, PdfSignature } from './pdf-signature.ts'
import { readSecurityStore } from './security-store.ts'
import { type MeasuredSignature, measureSignature } from './signature-structure.ts'

/**
 * Reads the signatures of all revisions, oldest first, hidden ones included, with what was changed after each.
 * The order is that of the places of their /Contents in the file.
 *
 * @throws ServiceError `MALFORMED_PDF`, `ENCRYPTED_PDF`, `UNSUPPORTED_FORMAT`, `LIMIT_EXCEEDED` when the file cannot be
 *   read as one PDF with one meaning.
 */
export async function readPdfSignatures(source: ByteSource): Promise<PdfReading> {
  const document = await openPdf(source)
  const found = await findSignatures(document, source)
  const measured: MeasuredSignature[] = []
  for (const one of found) measured.push(await measureSignature(document, source, one))
  const firstRevision = measured.reduce(
    (first, one) => Math.min(first, one.revision),
    document.revisions.length,
  )
  const changes = new LaterChanges(document, found, firstRevision)
  const signatures: PdfSignature[] = []
  for (const one of measured) signatures.push({ ...one, laterChanges: await changes.after(one.revision) })
  return {
    revisionCount: document.revisions.length,
    signatures,
    securityStore: await readSecurityStore(document),
  }
}
