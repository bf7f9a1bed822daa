// The fields of an interactive form, ISO 32000-2 §12.7: the tree under /AcroForm, flattened with full names.

import type { PdfDocument } from './document.ts'
import {
  entry,
  isArray,
  isDict,
  isInteger,
  isName,
  isRef,
  isString,
  malformedPdf,
  type PdfDict,
  type PdfObject,
  type PdfRef,
  pdfLimitExceeded,
  pdfLimits,
  textOf,
} from './objects.ts'

export interface FormField {
  /** Fully qualified: the partial names from the root, joined by full stops (§12.7.4.2). */
  readonly name: string
  /** Undefined for a dictionary that stands directly in its array. */
  readonly ref: PdfRef | undefined
  readonly dict: PdfDict
  /** /FT, inherited; `Sig`, `Tx`, `Btn`, `Ch`, or null. */
  readonly type: string | null
  /** /Ff, inherited. */
  readonly flags: number
  /** Reference of the parent field. */
  readonly parent: PdfRef | undefined
  /** Has no kid that is a field. */
  readonly terminal: boolean
  /** References of its widgets; its own when field and widget are one dictionary. */
  readonly widgets: readonly PdfRef[]
}

const mostFields = 50_000
const mostNameCharacters = 4096

/**
 * Reads every field of `revision`; none without a form.
 *
 * @throws ServiceError `MALFORMED_PDF` when the tree is no tree, `LIMIT_EXCEEDED`.
 */
export async function formFields(
  document: PdfDocument,
  revision = document.revisions.length,
): Promise<readonly FormField[]> {
  const form = await document.get(await document.catalog(revision), 'AcroForm', revision)
  if (form === null) return []
  if (!isDict(form)) throw malformedPdf('/AcroForm is no dictionary')
  const roots = await document.get(form, 'Fields', revision)
  if (roots === null) return []
  if (!isArray(roots)) throw malformedPdf('/Fields of the form is no array')
  const walk: Walk = { document, revision, fields: [], seen: new Set() }
  for (const root of roots.items)
    await visit(walk, root, { name: '', type: null, flags: 0, ref: undefined, depth: 0 })
  return walk.fields
}

interface Walk {
  readonly document: PdfDocument
  readonly revision: number
  readonly fields: FormField[]
  readonly seen: Set<number>
}

interface Above {
  readonly name: string
  readonly type: string | null
  readonly flags: number
  readonly ref: PdfRef | undefined
  readonly depth: number
}

async function visit(walk: Walk, object: PdfObject, above: Above): Promise<void> {
  const ref = isRef(object) ? object : undefined
  if (ref !== undefined) {
    if (walk.seen.has(ref.number))
      throw malformedPdf(`form field ${ref.number} stands in the field tree twice`)
    walk.seen.add(ref.number)
  }
  if (walk.seen.size + walk.fields.length > 2 * mostFields || above.depth > pdfLimits.nesting) {
    throw pdfLimitExceeded(
      `the form has more than ${mostFields} fields or is nested deeper than ${pdfLimits.nesting}`,
    )
  }
  walk.document.spend(1)
  const dict = await walk.document.resolve(object, walk.revision)
  if (dict === null) return
  if (!isDict(dict)) throw malformedPdf('a form field is no dictionary')
  const partial = await walk.document.get(dict, 'T', walk.revision)
  const own = isString(partial) ? textOf(partial) : undefined
  const name = own === undefined ? above.name : above.name === '' ? own : `${above.name}.${own}`
  if (name.length > mostNameCharacters) {
    throw pdfLimitExceeded(`a field name has more than ${mostNameCharacters} characters`)
  }
  const ownType = await walk.document.get(dict, 'FT', walk.revision)
  const type = isName(ownType) ? ownType.value : above.type
  const ownFlags = await walk.document.get(dict, 'Ff', walk.revision)
  const flags = isInteger(ownFlags) ? ownFlags : above.flags
  const kids = await walk.document.get(dict, 'Kids', walk.revision)
  const widgets: PdfRef[] = []
  const inner: PdfObject[] = []
  for (const kid of isArray(kids) ? kids.items : []) {
    walk.document.spend(1)
    const value = await walk.document.resolve(kid, walk.revision)
    // A kid without /T is a widget of this field, not a field of its own (§12.7.4.1).
    if (isDict(value) && entry(value, 'T') === null && entry(value, 'Kids') === null) {
      if (isRef(kid)) widgets.push(kid)
    } else inner.push(kid)
  }
  if (ref !== undefined && isName(entry(dict, 'Subtype'), 'Widget')) widgets.push(ref)
  walk.fields.push({ name, ref, dict, type, flags, parent: above.ref, terminal: inner.length === 0, widgets })
  for (const kid of inner) await visit(walk, kid, { name, type, flags, ref, depth: above.depth + 1 })
}
