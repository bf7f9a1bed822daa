// The interactive form before and after: fields may be filled, signature fields added, nothing removed (§12.7).

import { type FormField, formFields } from '../../formats/pdf/form-fields.ts'
import {
  entry,
  isArray,
  isDict,
  isInteger,
  isRef,
  type PdfDict,
  type PdfObject,
} from '../../formats/pdf/objects.ts'
import { judgeAwaitedFonts } from './awaited-fonts.ts'
import { compareField } from './compare-fields.ts'
import {
  bothValues,
  type Comparison,
  hasDuplicateKey,
  markExplained,
  markJudged,
} from './compare-revisions.ts'
import { judgeNewField } from './new-fields.ts'
import { changedKeys, sameValue } from './same-value.ts'

export async function compareForms(
  comparison: Comparison,
  oldCatalog: PdfDict,
  catalog: PdfDict,
): Promise<void> {
  const [old, current] = await bothValues(comparison, oldCatalog, catalog, 'AcroForm')
  if (old === null && current === null) return
  if (!isDict(current) || (old !== null && !isDict(old))) {
    comparison.list.add('form_removed')
    return
  }
  const holder = entry(oldCatalog, 'AcroForm')
  markExplained(comparison, holder)
  if (hasDuplicateKey(comparison, current)) return
  await compareFormEntries(comparison, isDict(old) ? old : null, current)
  await compareFieldLists(comparison, isDict(old) ? old : null, current)
  await compareAllFields(comparison)
}

async function compareFormEntries(
  comparison: Comparison,
  old: PdfDict | null,
  current: PdfDict,
): Promise<void> {
  const { list } = comparison
  const before: PdfDict = old ?? { kind: 'dict', entries: new Map(), duplicateKey: undefined }
  for (const key of changedKeys(before, current)) {
    const [was, is] = await bothValues(comparison, before, current, key)
    switch (key) {
      case 'Fields':
        break
      case 'SigFlags':
        if (!isInteger(is) || ((isInteger(was) ? was : 0) & ~is) !== 0) list.add('form_changed')
        break
      case 'DR':
        list.add((await onlyGrew(comparison, was, is, 0)) ? 'form_resources_changed' : 'form_changed')
        break
      case 'NeedAppearances':
        // Switching it on makes a viewer draw the values instead of the appearances that were signed.
        if (is === true) list.add('form_changed')
        break
      case 'DA':
      case 'Q':
        if (was !== null) list.add('form_changed')
        break
      default:
        list.add('form_changed')
    }
  }
  // Everything of the old form but its fields stays under the eye of the walk.
  for (const [key, value] of before.entries) if (key !== 'Fields') comparison.follow.push(value)
}

/** Resources may be added, for the appearances of what is filled in; those that exist must stay. */
async function onlyGrew(
  comparison: Comparison,
  was: PdfObject,
  is: PdfObject,
  depth: number,
): Promise<boolean> {
  if (sameValue(was, is) || was === null) return true
  if (!isDict(was) || !isDict(is) || is.duplicateKey !== undefined || depth > 1) return false
  for (const key of was.entries.keys()) {
    const [before, after] = [entry(was, key), entry(is, key)]
    if (sameValue(before, after)) continue
    const oldValue = await comparison.document.resolve(before, comparison.old)
    const newValue = await comparison.document.resolve(after, comparison.new)
    if (!(await onlyGrew(comparison, oldValue, newValue, depth + 1))) return false
  }
  return true
}

async function compareFieldLists(
  comparison: Comparison,
  old: PdfDict | null,
  current: PdfDict,
): Promise<void> {
  const [before, after] = await bothValues(comparison, old, current, 'Fields')
  if (before === null && after === null) return
  if (!isArray(after) || (before !== null && !isArray(before))) {
    comparison.list.add('form_field_removed')
    return
  }
  const items = before === null ? [] : before.items
  if (!keepsOrder(items, after.items)) comparison.list.add('form_field_removed')
  for (const item of items) comparison.follow.push(item)
}

/** True when `current` holds all of `old` in the same order, with others anywhere between. */
export function keepsOrder(old: readonly PdfObject[], current: readonly PdfObject[]): boolean {
  let at = 0
  for (const item of current) {
    const awaited = old[at]
    if (awaited !== undefined && sameValue(awaited, item)) at++
  }
  return at === old.length
}

async function compareAllFields(comparison: Comparison): Promise<void> {
  const before = await formFields(comparison.document, comparison.old)
  const after = await formFields(comparison.document, comparison.new)
  for (const field of [...before, ...after]) {
    if (field.ref !== undefined) comparison.formObjects.add(field.ref.number)
    for (const widget of field.widgets) comparison.formObjects.add(widget.number)
  }
  const newFields = new Map(after.map((field) => [identity(field), field]))
  const oldFields = new Set(before.map(identity))
  for (const field of before) {
    const current = newFields.get(identity(field))
    if (current === undefined || current.name !== field.name)
      comparison.list.add('form_field_removed', field.name)
    else await compareField(comparison, field, current)
  }
  for (const field of after) if (!oldFields.has(identity(field))) await judgeNewField(comparison, field)
  await judgeAwaitedFonts(comparison, before)
}

/** A field is the object that it is; one that stands directly in its array is known by its name. */
function identity(field: FormField): string {
  return field.ref === undefined ? `name ${field.name}` : `object ${field.ref.number}`
}

/** Marks the entry that lists a field's kids, and lets the walk follow the old ones. */
export async function judgeKids(
  comparison: Comparison,
  old: FormField,
  current: FormField,
): Promise<boolean> {
  const [before, after] = await bothValues(comparison, old.dict, current.dict, 'Kids')
  markJudged(comparison, old.ref, 'Kids')
  const items = isArray(before) ? before.items : []
  for (const item of items) comparison.follow.push(item)
  if (before === null && after === null) return true
  return isArray(after) && after.items.every((item) => isRef(item)) && keepsOrder(items, after.items)
}
