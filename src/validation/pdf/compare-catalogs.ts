// The catalog before and after: only form, security store, metadata, extensions and version may change.

import { entry, isDict, isName, isStream, type PdfDict, type PdfObject } from '../../formats/pdf/objects.ts'
import { compareForms } from './compare-forms.ts'
import {
  bothValues,
  type Comparison,
  hasDuplicateKey,
  markExplained,
  markJudged,
} from './compare-revisions.ts'
import { compareSecurityStores } from './compare-security-stores.ts'
import { changedKeys, sameValue } from './same-value.ts'

export async function compareCatalogs(comparison: Comparison): Promise<void> {
  const { document, list } = comparison
  const root = entry(document.revision(comparison.old).trailer, 'Root')
  const old = await document.catalog(comparison.old)
  const current = await document.catalog(comparison.new)
  if (hasDuplicateKey(comparison, current)) return
  markExplained(comparison, root)
  for (const key of changedKeys(old, current)) {
    switch (key) {
      case 'AcroForm':
      case 'DSS':
      case 'Metadata':
        break
      case 'Extensions':
        list.add(
          (await isHarmless(comparison, current, 'Extensions')) ? 'extensions_changed' : 'catalog_changed',
        )
        break
      case 'Version':
        list.add(
          isHigherVersion(entry(old, key), entry(current, key)) ? 'version_changed' : 'catalog_changed',
        )
        break
      case 'Type':
        if (entry(old, key) !== null || !isName(entry(current, key), 'Catalog')) list.add('catalog_changed')
        break
      case 'Perms':
        list.add('permissions_changed')
        break
      case 'Pages':
        list.add('page_tree_changed')
        break
      case 'OpenAction':
      case 'AA':
      case 'Names':
        list.add('document_action_changed')
        break
      default:
        list.add('catalog_changed')
    }
  }
  for (const key of ['AcroForm', 'DSS', 'Metadata', 'Extensions']) markJudged(comparison, root, key)
  await compareMetadata(comparison, old, current)
  await compareExtensions(comparison, old)
  await compareSecurityStores(comparison, old, current)
  await compareForms(comparison, old, current)
}

async function compareMetadata(comparison: Comparison, old: PdfDict, current: PdfDict): Promise<void> {
  const [before, after] = await bothValues(comparison, old, current, 'Metadata')
  if (sameValue(before, after)) return
  if (after === null || isStream(after)) comparison.list.add('metadata_changed')
  else comparison.list.add('catalog_changed')
}

/** What /Extensions refers to is followed by the walk like anything else. */
async function compareExtensions(comparison: Comparison, old: PdfDict): Promise<void> {
  comparison.follow.push(entry(old, 'Extensions'))
}

/** Developer extensions are names and numbers; anything else there would be a way to carry something in. */
async function isHarmless(comparison: Comparison, catalog: PdfDict, key: string): Promise<boolean> {
  const value = await comparison.document.get(catalog, key, comparison.new)
  const plain = (object: PdfObject, depth: number): boolean => {
    if (typeof object !== 'object' || object === null) return true
    if (object.kind === 'name' || object.kind === 'string') return true
    if (depth > 4) return false
    if (object.kind === 'array') return object.items.every((item) => plain(item, depth + 1))
    return object.kind === 'dict' && [...object.entries.values()].every((item) => plain(item, depth + 1))
  }
  return value === null || (isDict(value) && plain(value, 0))
}

function isHigherVersion(before: PdfObject, after: PdfObject): boolean {
  if (!isName(after) || !/^[12]\.[0-9]$/.test(after.value)) return false
  return !isName(before) || after.value >= before.value
}
