// What the catalog and the form say of a signed document: fields, flags, version and extension (ISO 32000-2 §12.7.3, §7.12).

import type { PdfDocument } from '../pdf/document.ts'
import type { FormField } from '../pdf/form-fields.ts'
import {
  entry,
  isArray,
  isDict,
  isInteger,
  isName,
  isRef,
  malformedPdf,
  type PdfDict,
  type PdfObject,
  type PdfRef,
  pdfDict,
  pdfName,
} from '../pdf/objects.ts'
import { writeObject } from '../pdf/write-object.ts'
import type { PdfUpdate } from '../pdf/write-update.ts'
import { withEntries, withItem } from './changed-copies.ts'
import { isSignatureDictionary } from './modification-permissions.ts'
import type { PdfSignatureOptions } from './prepare-pdf-signature.ts'

/** Adds `field` to the form and sets the flags that a signed document has; writes the catalog only if it must change. */
export async function writeForm(
  document: PdfDocument,
  update: PdfUpdate,
  field: PdfRef | undefined,
  versions: readonly [string, PdfObject][],
): Promise<void> {
  const root = entry(document.newest.trailer, 'Root')
  if (!isRef(root)) throw malformedPdf('/Root of the trailer is no reference')
  const catalog = await document.catalog()
  const catalogChanges = [...versions]
  const heldForm = entry(catalog, 'AcroForm')
  const form = await document.resolve(heldForm)
  if (form !== null && !isDict(form)) throw malformedPdf('/AcroForm is no dictionary')
  const formChanges = await formEntries(document, update, form, field)
  if (formChanges.length > 0) {
    const changed = withEntries(form ?? pdfDict([]), formChanges)
    if (isRef(heldForm) && form !== null)
      update.write(heldForm.number, heldForm.generation, writeObject(changed))
    else catalogChanges.push(['AcroForm', changed])
  }
  if (catalogChanges.length > 0) {
    update.write(root.number, root.generation, writeObject(withEntries(catalog, catalogChanges)))
  }
}

async function formEntries(
  document: PdfDocument,
  update: PdfUpdate,
  form: PdfDict | null,
  field: PdfRef | undefined,
): Promise<[string, PdfObject][]> {
  const changes: [string, PdfObject][] = []
  if (field !== undefined) {
    const heldFields = form === null ? null : entry(form, 'Fields')
    const fields = await document.resolve(heldFields)
    if (fields !== null && !isArray(fields)) throw malformedPdf('/Fields of the form is no array')
    const extended = withItem(fields, field)
    if (isRef(heldFields) && fields !== null) {
      update.write(heldFields.number, heldFields.generation, writeObject(extended))
    } else changes.push(['Fields', extended])
  }
  const flags = form === null ? null : await document.get(form, 'SigFlags')
  const signed = (isInteger(flags) ? flags : 0) | 3
  if (flags !== signed) changes.push(['SigFlags', signed])
  return changes
}

/**
 * The ESIC extension that ETSI.CAdES.detached and ETSI.RFC3161 need before PDF 2.0 (EN 319 142-1 annex), and a
 * version that knows SHA-2. Not for a file that somebody signed: it would be one more change to explain.
 */
export async function versionEntries(
  document: PdfDocument,
  options: PdfSignatureOptions,
): Promise<[string, PdfObject][]> {
  const catalog = await document.catalog()
  const stated = await document.get(catalog, 'Version')
  const version =
    isName(stated) && stated.value > document.headerVersion ? stated.value : document.headerVersion
  if (version >= '2.0') return []
  const changes: [string, PdfObject][] = []
  if (version < '1.7') changes.push(['Version', pdfName('1.7')])
  const extensions = await document.get(catalog, 'Extensions')
  if (extensions === null || (isDict(extensions) && entry(extensions, 'ESIC') === null)) {
    const esic = pdfDict([
      ['BaseVersion', pdfName('1.7')],
      ['ExtensionLevel', options.subFilter === 'ETSI.RFC3161' ? 5 : 1],
    ])
    changes.push(['Extensions', withEntries(extensions ?? pdfDict([]), [['ESIC', esic]])])
  }
  return changes
}

export async function hasSignature(document: PdfDocument, fields: readonly FormField[]): Promise<boolean> {
  for (const field of fields) {
    const value = field.type === 'Sig' ? await document.get(field.dict, 'V') : null
    if (isDict(value) && isSignatureDictionary(value)) return true
  }
  return false
}
