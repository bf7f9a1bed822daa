// Whether the signatures that a PDF has still hold after an update that is about to be signed.

import { ServiceError } from '../../errors.ts'
import type { ByteSource } from '../../formats/byte-source.ts'
import { openPdf } from '../../formats/pdf/document.ts'
import { findSignatures } from './find-signatures.ts'
import { LaterChanges } from './later-changes.ts'
import { readPdfSignatures } from './read-pdf-signatures.ts'

/**
 * What an update changes beside its own place depends on a stranger's file: an array that form and catalog share, for
 * example. So the result is judged as a verifier will judge it, and refused rather than signed at another's cost.
 *
 * @param updated the document with the update at its end, as its last revision.
 * @throws ServiceError `DOCUMENT_LOCKED` when a signature that held would not hold any more; `MALFORMED_PDF`,
 *   `UNSUPPORTED_FORMAT`, `LIMIT_EXCEEDED` when verifiers could not read the result.
 */
export async function refuseToBreakSignatures(updated: ByteSource): Promise<void> {
  if (!(await lastRevisionForbidden(updated))) return
  const { signatures, revisionCount } = await readPdfSignatures(updated)
  for (const { fieldName, structureFaults, laterChanges } of signatures) {
    const forbidden = laterChanges.filter(({ permitted }) => !permitted)
    const held = structureFaults.length === 0 && forbidden.every(({ revision }) => revision === revisionCount)
    const [broken] = forbidden
    if (held && broken !== undefined)
      throw new ServiceError(
        'DOCUMENT_LOCKED',
        `another signature would break the signature ${fieldName}: ${broken.kind}`,
      )
  }
}

/** One comparison, however many revisions there are: what those before it did is nobody's concern until then. */
async function lastRevisionForbidden(source: ByteSource): Promise<boolean> {
  const document = await openPdf(source)
  const before = document.revisions.length - 1
  const changes = new LaterChanges(document, await findSignatures(document, source), before)
  return (await changes.after(before)).some(({ permitted }) => !permitted)
}
