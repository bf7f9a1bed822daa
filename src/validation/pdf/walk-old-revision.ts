// Walks all that the old revision can reach: whatever was replaced, freed or slipped under a dangling reference there,
// and was not judged at its own place, is a forbidden change. Pages are compared on the way.

import {
  entry,
  isArray,
  isDict,
  isName,
  isRef,
  isStream,
  type PdfDict,
  type PdfObject,
  type PdfRef,
} from '../../formats/pdf/objects.ts'
import { isContainer } from './changed-objects.ts'
import { keepsOrder } from './compare-forms.ts'
import { bothValues, type Comparison, hasDuplicateKey } from './compare-revisions.ts'
import { changedKeys } from './same-value.ts'

interface Step {
  readonly object: PdfObject
  /** What a change found here is called. */
  readonly label: string
  /** The entry of a dictionary that led here; undefined at the beginning. */
  readonly key?: string
}

const tolerated = 'judged at its own place'

/** Entries by which fields and widgets are referred to as such: forms, pages, structure, other annotations, actions. */
const formKeys: ReadonlySet<string> = new Set([
  'Fields',
  'CO',
  'Annots',
  'Obj',
  'IRT',
  'Popup',
  'T',
  'AN',
  'TA',
  'Annotation',
])
/** Likewise, where it is the tree of fields. */
const treeKeys: ReadonlySet<string> = new Set(['Kids', 'Parent'])

/** @throws ServiceError `LIMIT_EXCEEDED`, `MALFORMED_PDF`. */
export async function walkOldRevision(comparison: Comparison): Promise<void> {
  const walk = new Walk(comparison)
  await walk.run()
}

class Walk {
  readonly #comparison: Comparison
  readonly #visited = new Set<number>()
  /** Visited as what a page draws or draws with, apart from the rest: a form field may be both, and is judged as both. */
  readonly #drawn = new Set<number>()
  readonly #flagged = new Set<number>()
  readonly #objectStreams = new Set<number>()
  readonly #pending: Step[] = []
  /** What is reached through annotations comes last, so that nothing a page shares with one counts as an annotation. */
  readonly #annotations: Step[] = []
  /** What was judged at its own place: visited to know that it was in use, not to be flagged. */
  readonly #judgedElsewhere: Step[] = []

  constructor(comparison: Comparison) {
    this.#comparison = comparison
  }

  async run(): Promise<void> {
    const { document, old, follow } = this.#comparison
    this.#pending.push({ object: entry(document.revision(old).trailer, 'Root'), label: 'catalog_changed' })
    for (const object of follow) this.#pending.push({ object, label: 'form_changed' })
    const info = entry(document.revision(old).trailer, 'Info')
    this.#judgedElsewhere.push({ object: info, label: tolerated })
    for (let step = this.#next(); step !== undefined; step = this.#next()) await this.#visit(step)
    this.#flagUnused()
  }

  #next(): Step | undefined {
    return this.#pending.pop() ?? this.#annotations.pop() ?? this.#judgedElsewhere.pop()
  }

  /** An object that nothing used and that now is another one was lying in wait: shadow attacks are prepared so. */
  #flagUnused(): void {
    for (const [number, change] of this.#comparison.changed) {
      if (change.change !== 'replaced' || this.#isUsed(number) || isContainer(change.old)) continue
      this.#comparison.list.add('unused_object_replaced')
    }
  }

  #isUsed(number: number): boolean {
    return this.#visited.has(number) || this.#drawn.has(number)
  }

  async #visit(step: Step): Promise<void> {
    this.#comparison.document.spend(1)
    const { object } = step
    if (!isRef(object)) return this.#followValue(object, step, undefined)
    const visited = isDrawn(step.label) ? this.#drawn : this.#visited
    if (visited.has(object.number)) return
    visited.add(object.number)
    const { document, old } = this.#comparison
    await this.#followObjectStream(object.number)
    const value = await document.resolve(object, old)
    if (isStream(value)) await document.assertStreamWithin(value, old)
    this.#flag(object.number, value, step.label)
    await this.#followValue(value, step, object.number)
  }

  /** What an object stream refers to, its filters above all, decides what the objects in it are; nothing refers to it. */
  async #followObjectStream(number: number): Promise<void> {
    const { document, old } = this.#comparison
    const place = await document.entryOf(number, old)
    if (place?.kind !== 'compressed' || this.#objectStreams.has(place.stream)) return
    this.#objectStreams.add(place.stream)
    const stream = await document.entryOf(place.stream, old)
    if (stream?.kind !== 'offset') return
    const object: PdfRef = { kind: 'ref', number: place.stream, generation: stream.generation }
    this.#pending.push({ object, label: 'object_stream_replaced' })
  }

  #flag(number: number, old: PdfObject, label: string): void {
    const { changed, explained, list, formObjects } = this.#comparison
    const change = changed.get(number)
    if (change === undefined || label === tolerated || this.#flagged.has(number)) return
    // A page compares itself below; the catalog, the form and its fields were compared before.
    if (change.change === 'replaced' && (explained.has(number) || isPagePair(old, change.new))) {
      // Nothing of the form is also a resource of a page, but in a file that was made to be changed later.
      if (!isDrawn(label) || isPagePair(old, change.new)) return
      list.add(label)
      return
    }
    this.#flagged.add(number)
    if (change.change === 'added') list.add('dangling_reference_filled')
    else if (formObjects.has(number)) list.add('form_field_changed')
    else list.add(isDict(old) && isName(entry(old, 'Type'), 'Pages') ? 'page_tree_changed' : label)
  }

  async #followValue(value: PdfObject, { label, key }: Step, number: number | undefined): Promise<void> {
    if (isStream(value)) return this.#followDict(value.dict, label, number)
    if (isArray(value)) for (const item of value.items) this.#push(item, label, key)
    if (!isDict(value)) return
    if (isName(entry(value, 'Type'), 'Page') && label !== tolerated) await this.#followPage(value, number)
    else this.#followDict(value, label, number)
  }

  #followDict(dict: PdfDict, label: string, number: number | undefined): void {
    const judged = number === undefined ? undefined : this.#comparison.judged.get(number)
    for (const [key, value] of dict.entries) {
      this.#push(value, judged?.has(key) === true ? tolerated : labelBelow(label, key), key)
    }
  }

  async #followPage(page: PdfDict, number: number | undefined): Promise<void> {
    const change = number === undefined ? undefined : this.#comparison.changed.get(number)
    const current = change !== undefined && isDict(change.new) ? change.new : page
    if (change !== undefined && isPagePair(page, current) && !hasDuplicateKey(this.#comparison, current)) {
      for (const key of changedKeys(page, current))
        if (key !== 'Annots') this.#comparison.list.add(pageLabel(key))
    }
    for (const [key, value] of page.entries) if (key !== 'Annots') this.#push(value, pageLabel(key), key)
    await this.#compareAnnotations(page, current)
  }

  async #compareAnnotations(page: PdfDict, current: PdfDict): Promise<void> {
    const { list } = this.#comparison
    const [before, after] = await bothValues(this.#comparison, page, current, 'Annots')
    const old = isArray(before) ? before.items : []
    const now = isArray(after) ? after.items : []
    this.#push(entry(page, 'Annots'), tolerated, 'Annots')
    for (const item of old)
      this.#annotations.push({ object: item, label: 'annotation_changed', key: 'Annots' })
    if (after !== null && !isArray(after)) list.add('page_changed')
    if (!keepsOrder(old, now)) await this.#judgeRemoved(old, now)
    const known = new Set(old.map((item) => (isRef(item) ? item.number : -1)))
    for (const item of now) {
      if (isRef(item) && known.has(item.number)) continue
      if (!isRef(item) && old.includes(item)) continue
      await this.#judgeAdded(item)
    }
  }

  async #judgeRemoved(old: readonly PdfObject[], now: readonly PdfObject[]): Promise<void> {
    const kept = new Set(now.map((item) => (isRef(item) ? item.number : -1)))
    for (const item of old) {
      if (isRef(item) && kept.has(item.number)) continue
      const widget = isRef(item) && this.#comparison.formObjects.has(item.number)
      this.#comparison.list.add(widget ? 'form_field_removed' : 'annotation_removed')
      return
    }
    // All are there, in another order: what covered something may now be covered.
    this.#comparison.list.add('page_changed')
  }

  async #judgeAdded(item: PdfObject): Promise<void> {
    const { document, newWidgets, formObjects, list } = this.#comparison
    const value = await document.resolve(item, this.#comparison.new)
    if (isRef(item) && newWidgets.has(item.number) && isDict(value)) return
    if (value === null) return
    const widget =
      !isDict(value) ||
      isName(entry(value, 'Subtype'), 'Widget') ||
      (isRef(item) && formObjects.has(item.number))
    list.add(widget ? 'form_field_added' : 'annotation_added')
  }

  #push(object: PdfObject, label: string, key: string | undefined): void {
    if (typeof object !== 'object' || object === null) return
    if (object.kind === 'name' || object.kind === 'string') return
    const step: Step = key === undefined ? { object, label } : { object, label, key }
    if (label === tolerated) {
      this.#judgedElsewhere.push(step)
      return
    }
    if (isRef(object)) this.#flagOtherUse(object.number, label, key)
    if (label.startsWith('annotation_')) this.#annotations.push(step)
    else this.#pending.push(step)
  }

  /** What a field may become is no measure for whatever else its dictionary is used as: a node of the page tree, say. */
  #flagOtherUse(number: number, label: string, key = ''): void {
    const { changed, explained, formObjects, list } = this.#comparison
    if (!explained.has(number) || !formObjects.has(number) || changed.get(number)?.change !== 'replaced')
      return
    const inForm = label === 'form_changed' || label.startsWith('annotation_')
    if (formKeys.has(key) || (inForm && treeKeys.has(key))) return
    list.add(inForm ? 'form_field_changed' : label)
  }
}

function isPagePair(old: PdfObject, current: PdfObject): boolean {
  return (
    isDict(old) &&
    isDict(current) &&
    isName(entry(old, 'Type'), 'Page') &&
    isName(entry(current, 'Type'), 'Page')
  )
}

function pageLabel(key: string): string {
  if (key === 'Contents') return 'page_content_changed'
  if (key === 'Resources') return 'page_resources_changed'
  return 'page_changed'
}

function isDrawn(label: string): boolean {
  return ['page_content_changed', 'page_resources_changed', 'annotation_resources_changed'].includes(label)
}

function labelBelow(label: string, key: string): string {
  // Of a page, of the nodes that it inherits from, of an appearance: what content is drawn with.
  if (key === 'Resources' && label !== tolerated && !isDrawn(label))
    return label === 'annotation_changed' ? 'annotation_resources_changed' : 'page_resources_changed'
  if (label !== 'catalog_changed') return label
  switch (key) {
    case 'Pages':
    case 'Kids':
      return 'page_tree_changed'
    case 'OpenAction':
    case 'AA':
    case 'Names':
      return 'document_action_changed'
    case 'StructTreeRoot':
      return 'structure_changed'
    case 'Perms':
      return 'signature_replaced'
    default:
      return label
  }
}
