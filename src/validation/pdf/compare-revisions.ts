// Compares a revision with the one before it. Known places (catalog, form, pages, security store) are compared entry by
// entry; everything else that the old revision can reach must be as it was. What is not understood is a forbidden change.

import type { PdfDocument } from '../../formats/pdf/document.ts'
import {
  entry,
  isDict,
  isInteger,
  isRef,
  type PdfDict,
  type PdfObject,
  pdfDict,
} from '../../formats/pdf/objects.ts'
import { type ChangedObject, changedObjects, isContainer, isObjectStream } from './changed-objects.ts'
import { ChangeList, type RevisionChange } from './changes.ts'
import { compareCatalogs } from './compare-catalogs.ts'
import { sameValue } from './same-value.ts'
import { hasUnlistedData } from './unlisted-data.ts'
import { walkOldRevision } from './walk-old-revision.ts'

/** Everything that the parts of one comparison share. */
export interface Comparison {
  readonly document: PdfDocument
  /** Numbers of the two revisions. */
  readonly old: number
  readonly new: number
  readonly changed: ReadonlyMap<number, ChangedObject>
  readonly list: ChangeList
  /** Dictionaries that were replaced and compared entry by entry. */
  readonly explained: Set<number>
  /** Entries of an object that were judged on their own, so that the walk does not follow them: number → keys. */
  readonly judged: Map<number, Set<string>>
  /** Values that the walk must follow instead of the judged entries, for example the old items of an array. */
  readonly follow: PdfObject[]
  /** Widgets that this revision may put on a page: those of new and newly signed fields. */
  readonly newWidgets: Set<number>
  /** Widgets and fields of the form, old and new: changes to them are judged as form changes, nowhere else. */
  readonly formObjects: Set<number>
}

/** @throws ServiceError `MALFORMED_PDF`, `LIMIT_EXCEEDED`. */
export async function compareRevisions(
  document: PdfDocument,
  revision: number,
): Promise<readonly RevisionChange[]> {
  const changed = await changedObjects(document, revision)
  const sameTrailer = sameValue(trailerOf(document, revision - 1), trailerOf(document, revision))
  if (
    changed.size === 0 &&
    sameTrailer &&
    !losesObjects(document, revision) &&
    !(await hasUnlistedData(document, revision))
  ) {
    return [{ kind: 'revision_without_effect', permittedAs: 'always' }]
  }
  const comparison: Comparison = {
    document,
    old: revision - 1,
    new: revision,
    changed,
    list: new ChangeList(),
    explained: new Set(),
    judged: new Map(),
    follow: [],
    newWidgets: new Set(),
    formObjects: new Set(),
  }
  if (await hasUnlistedData(document, revision)) comparison.list.add('unlisted_data_added')
  compareTrailers(comparison)
  for (const object of changed.values()) {
    if (object.change !== 'added' && isObjectStream(object.old)) comparison.list.add('object_stream_replaced')
  }
  await compareCatalogs(comparison)
  await walkOldRevision(comparison)
  const { changes } = comparison.list
  if (changes.length === 0) {
    const visible = [...changed.values()].some((object) => !isContainer(object.new))
    comparison.list.add(visible ? 'object_orphaned' : 'revision_without_effect')
  }
  return changes
}

/** What of a trailer leads to the document. */
function trailerOf(document: PdfDocument, revision: number): PdfDict {
  const { trailer } = document.revision(revision)
  return pdfDict(['Root', 'Info'].map((key) => [key, entry(trailer, key)] as const))
}

function compareTrailers(comparison: Comparison): void {
  const before = comparison.document.revision(comparison.old).trailer
  const after = comparison.document.revision(comparison.new).trailer
  const oldRoot = entry(before, 'Root')
  const newRoot = entry(after, 'Root')
  const sameRoot =
    isRef(oldRoot) &&
    isRef(newRoot) &&
    oldRoot.number === newRoot.number &&
    oldRoot.generation === newRoot.generation
  if (!sameRoot) comparison.list.add('catalog_replaced')
  const info = entry(after, 'Info')
  const infoChanged = isRef(info) && comparison.changed.has(info.number)
  if (infoChanged || !sameValue(entry(before, 'Info'), info)) comparison.list.add('metadata_changed')
  if (losesObjects(comparison.document, comparison.new)) comparison.list.add('objects_hidden')
}

/** Objects from /Size on do not exist for readers that keep to ISO 32000-2 table 15; we read them all the same. */
function losesObjects(document: PdfDocument, revision: number): boolean {
  const before = entry(document.revision(revision - 1).trailer, 'Size')
  const after = entry(document.revision(revision).trailer, 'Size')
  return !isInteger(after) || (isInteger(before) && after < before)
}

/** Marks entry `key` of the object that `holder` refers to as judged. */
export function markJudged(comparison: Comparison, holder: PdfObject | undefined, key: string): void {
  if (!isRef(holder)) return
  const keys = comparison.judged.get(holder.number)
  if (keys === undefined) comparison.judged.set(holder.number, new Set([key]))
  else keys.add(key)
}

/** Marks the object as compared entry by entry; only a dictionary that stayed a dictionary can be. */
export function markExplained(comparison: Comparison, holder: PdfObject | undefined): void {
  if (isRef(holder)) comparison.explained.add(holder.number)
}

/** True when a replacement has a key twice, which no comparison can judge. */
export function hasDuplicateKey(comparison: Comparison, dict: PdfDict): boolean {
  if (dict.duplicateKey === undefined) return false
  comparison.list.add('duplicate_key_added')
  return true
}

/** The value of `key` before and after, resolved. */
export async function bothValues(
  comparison: Comparison,
  old: PdfDict | null,
  current: PdfDict | null,
  key: string,
): Promise<readonly [PdfObject, PdfObject]> {
  const before = old === null ? null : await comparison.document.get(old, key, comparison.old)
  const after = current === null ? null : await comparison.document.get(current, key, comparison.new)
  return [before, after]
}

export async function resolveDict(
  comparison: Comparison,
  object: PdfObject,
  revision: number,
): Promise<PdfDict | undefined> {
  const value = await comparison.document.resolve(object, revision)
  return isDict(value) ? value : undefined
}
