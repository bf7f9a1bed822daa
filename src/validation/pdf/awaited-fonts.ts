// Fonts that a signed form names and does not have: whoever adds one decides how a signed value is drawn (§12.7.4.3).

import type { FormField } from '../../formats/pdf/form-fields.ts'
import { entry, isDict, isString, type PdfDict, textOf } from '../../formats/pdf/objects.ts'
import type { Comparison } from './compare-revisions.ts'

/** Lists the fields of text whose values have no appearance, and are drawn by a font that came later. */
export async function judgeAwaitedFonts(comparison: Comparison, fields: readonly FormField[]): Promise<void> {
  const had = await fontsOfForm(comparison, comparison.old)
  const added = new Set([...(await fontsOfForm(comparison, comparison.new))].filter((name) => !had.has(name)))
  if (added.size === 0) return
  const byNumber = new Map(fields.map((field) => [field.ref?.number, field]))
  for (const field of fields) {
    if ((field.type !== 'Tx' && field.type !== 'Ch') || entry(field.dict, 'V') === null) continue
    const above = await appearanceOf(comparison, field, byNumber)
    for (const reference of field.widgets) {
      const widget = await comparison.document.resolve(reference, comparison.old)
      if (!isDict(widget) || entry(widget, 'AP') !== null) continue
      const font = fontNamedBy((await textIn(comparison, widget)) ?? above)
      if (font !== undefined && added.has(font)) comparison.list.add('form_field_changed', field.name)
    }
  }
}

async function fontsOfForm({ document }: Comparison, revision: number): Promise<ReadonlySet<string>> {
  const form = await document.get(await document.catalog(revision), 'AcroForm', revision)
  const resources = isDict(form) ? await document.get(form, 'DR', revision) : null
  const fonts = isDict(resources) ? await document.get(resources, 'Font', revision) : null
  return new Set(isDict(fonts) ? fonts.entries.keys() : [])
}

/** /DA of the field, which it inherits from those above and from the form. */
async function appearanceOf(
  comparison: Comparison,
  field: FormField,
  byNumber: ReadonlyMap<number | undefined, FormField>,
): Promise<string | undefined> {
  const { document, old } = comparison
  for (
    let at: FormField | undefined = field;
    at !== undefined;
    at = at.parent && byNumber.get(at.parent.number)
  ) {
    const own = await textIn(comparison, at.dict)
    if (own !== undefined) return own
  }
  const form = await document.get(await document.catalog(old), 'AcroForm', old)
  return isDict(form) ? textIn(comparison, form) : undefined
}

async function textIn({ document, old }: Comparison, dict: PdfDict): Promise<string | undefined> {
  const appearance = await document.get(dict, 'DA', old)
  return isString(appearance) ? textOf(appearance) : undefined
}

/** The operand of `Tf`: `/Helv 12 Tf`. */
function fontNamedBy(appearance = ''): string | undefined {
  return /\/([^\s/[\]()<>{}%]+)\s+[-+.\d]+\s+Tf/.exec(appearance)?.[1]
}
