// One form field before and after: filled, signed, or changed in a way that nobody may.

import type { FormField } from '../../formats/pdf/form-fields.ts'
import {
  entry,
  isDict,
  isName,
  isRef,
  type PdfDict,
  type PdfObject,
  type PdfRef,
} from '../../formats/pdf/objects.ts'
import { judgeKids } from './compare-forms.ts'
import {
  bothValues,
  type Comparison,
  hasDuplicateKey,
  markExplained,
  markJudged,
  resolveDict,
} from './compare-revisions.ts'
import { judgeSignatureValue } from './new-fields.ts'
import { changedKeys, sameValue } from './same-value.ts'

/** What filling a field in touches: value, appearance, appearance state, choices, rich text, time. */
const fillingKeys = ['V', 'AP', 'AS', 'I', 'RV', 'M']
/** What signing an empty field touches besides; its rectangle is not among them. */
const signingKeys = ['V', 'AP', 'AS', 'F', 'M', 'P']

export async function compareField(
  comparison: Comparison,
  old: FormField,
  current: FormField,
): Promise<void> {
  if (hasDuplicateKey(comparison, current.dict)) return
  const { list } = comparison
  const keys = changedKeys(old.dict, current.dict).filter(
    (key) => key !== 'Kids' && !isAddedType(key, old.dict, current.dict),
  )
  const kidsKept = await judgeKids(comparison, old, current)
  if (!kidsKept || old.type !== current.type || !sameWidgets(old, current))
    list.add('form_field_changed', old.name)
  markExplained(comparison, old.ref)
  const filled =
    old.type === 'Sig'
      ? await judgeSigning(comparison, old, current)
      : await isFilled(comparison, old, current)
  const allowed = filled ? (old.type === 'Sig' ? signingKeys : fillingKeys) : []
  for (const key of keys) {
    if (allowed.includes(key)) continue
    if (old.type === 'Sig' && key === 'V') continue
    list.add(key === 'AP' || key === 'AS' ? 'field_appearance_changed' : 'form_field_changed', old.name)
  }
  if (filled) {
    for (const key of ['V', 'AP', 'RV']) markJudged(comparison, old.ref, key)
    if (old.type !== 'Sig') list.add('form_field_filled', old.name)
  }
  await compareWidgets(comparison, old, filled)
}

/** A field may get fields under it where it had some, never another widget: that would show its value at a new place. */
function sameWidgets(old: FormField, current: FormField): boolean {
  const before = new Set(old.widgets.map((widget) => widget.number))
  return (
    old.terminal === current.terminal &&
    current.widgets.length === old.widgets.length &&
    current.widgets.every((widget) => before.has(widget.number))
  )
}

/** Some producers leave /Type out, and others add it when they write the object again. */
function isAddedType(key: string, old: PdfDict, current: PdfDict): boolean {
  return key === 'Type' && entry(old, key) === null && isName(entry(current, key), 'Annot')
}

/** True when this revision signs the empty field. A signed field keeps its value: the walk sees to what it refers to. */
async function judgeSigning(comparison: Comparison, old: FormField, current: FormField): Promise<boolean> {
  const [before, after] = await bothValues(comparison, old.dict, current.dict, 'V')
  if (before === null && after === null) return false
  if (before !== null) {
    if (!sameValue(entry(old.dict, 'V'), entry(current.dict, 'V')))
      comparison.list.add('signature_replaced', old.name)
    return false
  }
  for (const widget of current.widgets) comparison.newWidgets.add(widget.number)
  await judgeSignatureValue(comparison, current, await isInvisible(comparison, current))
  return true
}

/** A push button keeps no value (§12.7.5.2.2). */
const pushButton = 1 << 16

/** A field counts as filled when its value or the state of one of its buttons changed, not when only its looks did. */
async function isFilled(comparison: Comparison, old: FormField, current: FormField): Promise<boolean> {
  if (old.type === 'Btn' && (old.flags & pushButton) !== 0) return false
  // Without a type no viewer knows a value, but each shows the appearance.
  if (old.terminal && !['Btn', 'Ch', 'Tx'].includes(old.type ?? '')) return false
  const [before, after] = await bothValues(comparison, old.dict, current.dict, 'V')
  if (!sameValue(before, after)) return true
  // Other fields have one appearance, whatever state they claim to be in.
  if (old.type !== 'Btn') return false
  if (!sameValue(entry(old.dict, 'AS'), entry(current.dict, 'AS'))) return true
  for (const widget of old.widgets) {
    const was = await resolveDict(comparison, widget, comparison.old)
    const is = await resolveDict(comparison, widget, comparison.new)
    if (was !== undefined && is !== undefined && !sameValue(entry(was, 'AS'), entry(is, 'AS'))) return true
  }
  return false
}

async function compareWidgets(comparison: Comparison, field: FormField, filled: boolean): Promise<void> {
  const allowed = field.type === 'Sig' ? signingKeys : fillingKeys
  for (const widget of field.widgets) {
    if (widget.number === field.ref?.number) continue
    const was = await resolveDict(comparison, widget, comparison.old)
    const is = await resolveDict(comparison, widget, comparison.new)
    if (was === undefined) continue
    if (is === undefined) {
      comparison.list.add('form_field_removed', field.name)
      continue
    }
    if (hasDuplicateKey(comparison, is)) continue
    markExplained(comparison, widget)
    if (filled) markJudged(comparison, widget, 'AP')
    for (const key of changedKeys(was, is)) {
      if (isAddedType(key, was, is) || (filled && allowed.includes(key))) continue
      comparison.list.add(
        key === 'AP' || key === 'AS' ? 'field_appearance_changed' : 'form_field_changed',
        field.name,
      )
    }
  }
}

/** True when no widget of the field covers anything. */
export async function isInvisible(comparison: Comparison, field: FormField): Promise<boolean> {
  for (const widget of field.widgets) if (!(await isEmptyWidget(comparison, widget))) return false
  return true
}

async function isEmptyWidget(comparison: Comparison, widget: PdfRef): Promise<boolean> {
  const dict = await resolveDict(comparison, widget, comparison.new)
  if (dict === undefined) return true
  const rectangle = await comparison.document.get(dict, 'Rect', comparison.new)
  return isEmptyRectangle(rectangle)
}

function isEmptyRectangle(object: PdfObject): boolean {
  if (
    typeof object !== 'object' ||
    object === null ||
    isDict(object) ||
    isRef(object) ||
    object.kind !== 'array'
  )
    return false
  const [left, bottom, right, top] = object.items
  return left === right || bottom === top
}
