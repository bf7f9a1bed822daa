// The field, widget, page and form entries of a new signature, ISO 32000-2 §12.7.5.5: what exists is kept as it is.

import { ServiceError } from '../../errors.ts'
import type { PdfDocument } from '../pdf/document.ts'
import { type FormField, formFields } from '../pdf/form-fields.ts'
import {
  entry,
  isArray,
  isDict,
  isRef,
  malformedPdf,
  type PdfDict,
  type PdfObject,
  type PdfRef,
  pdfArray,
  pdfDict,
  pdfName,
  pdfRef,
  pdfText,
} from '../pdf/objects.ts'
import { writeObject } from '../pdf/write-object.ts'
import type { PdfUpdate } from '../pdf/write-update.ts'
import { withEntries, withItem } from './changed-copies.ts'
import { firstPage, type Page } from './first-page.ts'
import { hasSignature, versionEntries, writeForm } from './form-update.ts'
import {
  combine,
  isLocked,
  type ModificationPermissions,
  noPermissionsStated,
  permissionsOf,
} from './modification-permissions.ts'
import type { PdfSignatureOptions } from './prepare-pdf-signature.ts'

export interface PlacedField {
  readonly name: string
  /** The /Reference array that the field's /Lock demands, or null. */
  readonly lock: PdfObject
  /** Other fields hold signatures. */
  readonly signedBefore: boolean
}

/** Print and Locked (table 167): shown on paper like any signature, not moved by hand. */
const widgetFlags = 4 + 128

/** Writes into `update` the field whose value is the signature dictionary `signatureNumber`, and what must know of it. */
export async function placeSignatureField(
  document: PdfDocument,
  update: PdfUpdate,
  signatureNumber: number,
  options: PdfSignatureOptions,
): Promise<PlacedField> {
  await refuseRendering(document)
  const fields = await formFields(document)
  const permissions = await permissionsOfAll(document, fields)
  const signedBefore = await hasSignature(document, fields)
  const named = fields.filter(({ name }) => name === options.fieldName)
  const [field = named[0]] = named.filter(({ terminal }) => terminal)
  if (field !== undefined) {
    requireEmpty(field)
    checkPermitted(permissions, field.name, options)
    const lock = await fillField(document, update, signatureNumber, field)
    return { name: field.name, lock, signedBefore }
  }
  const name = newFieldName(fields, options.fieldName)
  checkPermitted(permissions, name, options)
  const fieldRef = pdfRef(update.newNumber())
  const page = await firstPage(document)
  await addAnnotation(document, update, page, fieldRef)
  const versions = signedBefore ? [] : await versionEntries(document, options)
  await writeForm(document, update, fieldRef, versions)
  const widget = pdfDict([
    ['Type', pdfName('Annot')],
    ['Subtype', pdfName('Widget')],
    ['FT', pdfName('Sig')],
    ['T', pdfText(name)],
    ['V', pdfRef(signatureNumber)],
    ['F', widgetFlags],
    ['Rect', pdfArray([0, 0, 0, 0])],
    ['P', page.ref],
  ])
  update.write(fieldRef.number, 0, writeObject(widget))
  return { name, lock: null, signedBefore }
}

/** What a dynamic XFA form shows is made when it is opened, from XML that no revision of pages tells anything about. */
async function refuseRendering(document: PdfDocument): Promise<void> {
  if ((await document.get(await document.catalog(), 'NeedsRendering')) === true)
    throw new ServiceError(
      'UNSUPPORTED_FORMAT',
      'the PDF is a dynamic XFA form, whose pages are made only when it is opened; sign a printed copy of it (PDF)',
    )
}

async function permissionsOfAll(
  document: PdfDocument,
  fields: readonly FormField[],
): Promise<ModificationPermissions> {
  const revision = document.revisions.length
  let permissions = noPermissionsStated
  for (const field of fields) {
    if (field.type !== 'Sig') continue
    const value = await document.get(field.dict, 'V', revision)
    if (isDict(value)) permissions = combine(permissions, await permissionsOf(document, value, revision))
  }
  // A certification whose field is not in the form still binds.
  const rights = await document.get(await document.catalog(), 'Perms')
  const certification = isDict(rights) ? await document.get(rights, 'DocMDP') : null
  if (isDict(certification))
    permissions = combine(permissions, await permissionsOf(document, certification, revision))
  return permissions
}

function checkPermitted(
  permissions: ModificationPermissions,
  name: string,
  options: PdfSignatureOptions,
): void {
  // A time-stamp keeps a document verifiable and changes nothing that locks protect (ISO 32000-2 §12.8.2.2.2).
  if (options.subFilter === 'ETSI.RFC3161') return
  if (permissions.docMdp === 1) {
    throw new ServiceError(
      'DOCUMENT_LOCKED',
      'the PDF is certified with “no changes allowed” (DocMDP P=1), so another signature would break the certification',
    )
  }
  if (isLocked(permissions.locks, name)) {
    throw new ServiceError(
      'DOCUMENT_LOCKED',
      `an earlier signature of the PDF locks the field ${name} (FieldMDP)`,
    )
  }
}

function requireEmpty({ name, type, terminal, dict }: FormField): void {
  if (type !== 'Sig' || !terminal)
    throw new ServiceError('INVALID_ARGUMENT', `the field ${name} is no signature field`)
  if (entry(dict, 'V') !== null)
    throw new ServiceError('INVALID_ARGUMENT', `the field ${name} is signed already`)
}

async function fillField(
  document: PdfDocument,
  update: PdfUpdate,
  signatureNumber: number,
  field: FormField,
): Promise<PdfObject> {
  if (field.ref === undefined) throw malformedPdf(`the field ${field.name} is no indirect object`)
  await refuseDemands(document, field)
  const filled = withEntries(field.dict, [['V', pdfRef(signatureNumber)]])
  update.write(field.ref.number, field.ref.generation, writeObject(filled))
  await writeForm(document, update, undefined, [])
  const lock = await document.get(field.dict, 'Lock')
  return isDict(lock) ? fieldMdpReference(await resolvedLock(document, lock)) : null
}

/**
 * What its author demands of whoever signs the field: seed values marked as required (§12.7.5.5, /Ff of /SV and of its /Cert),
 * a certification (/MDP), and a lock of the whole document (/P of /Lock). None of it is made here, so it is not passed over.
 */
async function refuseDemands(document: PdfDocument, { name, dict }: FormField): Promise<void> {
  const below = async (object: PdfObject, key: string) => (isDict(object) ? document.get(object, key) : null)
  const [seeds, lock] = [await document.get(dict, 'SV'), await document.get(dict, 'Lock')]
  const demands = [
    await below(seeds, 'Ff'),
    await below(await below(seeds, 'Cert'), 'Ff'),
    await below(await below(seeds, 'MDP'), 'P'),
    await below(lock, 'P'),
  ]
  if (demands.some((demand) => demand !== null && demand !== 0))
    throw new ServiceError(
      'UNSUPPORTED_FORMAT',
      `the field ${name} demands more of its signature than is supported (/SV, /Lock); sign without naming it`,
    )
}

async function resolvedLock(document: PdfDocument, lock: PdfDict): Promise<readonly [string, PdfObject][]> {
  const entries: [string, PdfObject][] = []
  for (const key of ['Action', 'Fields']) {
    const value = await document.get(lock, key)
    if (value !== null) entries.push([key, value])
  }
  return entries
}

/** §12.7.5.5: signing a field with /Lock takes the lock over into the signature, as a FieldMDP transform. */
function fieldMdpReference(lock: readonly [string, PdfObject][]): PdfObject {
  return pdfArray([
    pdfDict([
      ['Type', pdfName('SigRef')],
      ['TransformMethod', pdfName('FieldMDP')],
      ['TransformParams', pdfDict([['Type', pdfName('TransformParams')], ['V', pdfName('1.2')], ...lock])],
    ]),
  ])
}

function newFieldName(fields: readonly FormField[], wanted: string | undefined): string {
  if (wanted === undefined) {
    const taken = new Set(fields.map((field) => field.name))
    for (let i = 1; ; i++) if (!taken.has(`Signature${i}`)) return `Signature${i}`
  }
  if (wanted === '' || wanted.includes('.') || wanted.length > 200) {
    throw new ServiceError(
      'INVALID_ARGUMENT',
      'fieldName names no field of the PDF, and for a new one it is empty, longer than 200 characters, or holds a full stop',
    )
  }
  return wanted
}

async function addAnnotation(
  document: PdfDocument,
  update: PdfUpdate,
  page: Page,
  field: PdfRef,
): Promise<void> {
  const held = entry(page.dict, 'Annots')
  const annotations = await document.resolve(held)
  if (annotations !== null && !isArray(annotations))
    throw malformedPdf('/Annots of the first page is no array')
  const extended = withItem(annotations, field)
  if (isRef(held) && annotations !== null) update.write(held.number, held.generation, writeObject(extended))
  else
    update.write(
      page.ref.number,
      page.ref.generation,
      writeObject(withEntries(page.dict, [['Annots', extended]])),
    )
}
