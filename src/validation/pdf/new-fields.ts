// Fields that a later revision adds: signature fields alone, with nothing in them that acts or draws on its own.

import { isSignatureDictionary } from '../../formats/pades/modification-permissions.ts'
import type { FormField } from '../../formats/pdf/form-fields.ts'
import { entry, isDict, isName, isRef, isString, type PdfDict } from '../../formats/pdf/objects.ts'
import { isInvisible } from './compare-fields.ts'
import { type Comparison, resolveDict } from './compare-revisions.ts'

/** No actions, no rich media, no links: ISO 32000-2 tables 166, 191, 226 and 235 without what can surprise. */
const fieldKeys = new Set([
  'Type',
  'Subtype',
  'FT',
  'T',
  'TU',
  'TM',
  'V',
  'F',
  'Ff',
  'Rect',
  'P',
  'AP',
  'AS',
  'MK',
  'Parent',
  'Kids',
  'Lock',
  'SV',
  'DA',
  'DR',
  'Q',
  'Border',
  'BS',
  'H',
  'M',
  'NM',
  'StructParent',
  'Contents',
])

export async function judgeNewField(comparison: Comparison, field: FormField): Promise<void> {
  const dicts: PdfDict[] = [field.dict]
  for (const widget of field.widgets) {
    const dict = await resolveDict(comparison, widget, comparison.new)
    if (dict !== undefined) dicts.push(dict)
  }
  if (
    dicts.some(
      (dict) =>
        dict.duplicateKey !== undefined || [...dict.entries.keys()].some((key) => !fieldKeys.has(key)),
    )
  ) {
    comparison.list.add('form_field_added', field.name)
    return
  }
  // A name on the way to a signature field: judged by what stands under it.
  if (!field.terminal && entry(field.dict, 'V') === null) return
  if (field.type !== 'Sig') {
    comparison.list.add('form_field_added', field.name)
    return
  }
  for (const widget of field.widgets) comparison.newWidgets.add(widget.number)
  const invisible = await isInvisible(comparison, field)
  if (entry(field.dict, 'V') !== null) {
    await judgeSignatureValue(comparison, field, invisible)
    return
  }
  // An empty field that draws something would be an overlay that nobody signed.
  const draws = !invisible && (await anyDraws(comparison, dicts))
  comparison.list.add(draws ? 'form_field_added' : 'signature_field_added', field.name)
}

/** By an appearance, or by the background and border from which viewers make one (ISO 32000-2 table 192). */
async function anyDraws(comparison: Comparison, dicts: readonly PdfDict[]): Promise<boolean> {
  for (const dict of dicts) {
    if (entry(dict, 'AP') !== null) return true
    const characteristics = await comparison.document.get(dict, 'MK', comparison.new)
    if (characteristics === null) continue
    if (!isDict(characteristics) || [...characteristics.entries.keys()].some((key) => key !== 'R'))
      return true
  }
  return false
}

/**
 * Judges the value of a field that this revision signs. The signature must itself be new: an old one that is shown at a new
 * place would lend its validity to what it never covered.
 */
export async function judgeSignatureValue(
  comparison: Comparison,
  field: FormField,
  invisible: boolean,
): Promise<void> {
  const held = entry(field.dict, 'V')
  const value = await comparison.document.resolve(held, comparison.new)
  const fresh = isDict(value) && (!isRef(held) || comparison.changed.get(held.number)?.change === 'added')
  if (!fresh || value.duplicateKey !== undefined || !isSignatureDictionary(value)) {
    comparison.list.add('signature_recycled', field.name)
    return
  }
  const contents = entry(value, 'Contents')
  if (!isString(contents) || contents.start < comparison.document.revision(comparison.old).markerEnd) {
    comparison.list.add('signature_recycled', field.name)
    return
  }
  const ofType = isName(entry(value, 'Type'), 'DocTimeStamp')
  const ofFilter = isName(entry(value, 'SubFilter'), 'ETSI.RFC3161')
  // Nobody answers for what a time-stamp shows: any authority's token would do to cover a page.
  if ((ofType || ofFilter) && !invisible) comparison.list.add('visible_timestamp_added', field.name)
  else comparison.list.add(ofType && ofFilter ? 'document_timestamp_added' : 'signature_added', field.name)
}
