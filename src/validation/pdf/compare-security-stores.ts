// The document security store before and after: it may only grow, and hold nothing but what it is for (§12.8.4.3).

import {
  entry,
  isArray,
  isDict,
  isName,
  isRef,
  isStream,
  isString,
  type PdfDict,
  type PdfObject,
} from '../../formats/pdf/objects.ts'
import { bothValues, type Comparison } from './compare-revisions.ts'
import { sameValue } from './same-value.ts'

const listKeys = ['Certs', 'CRLs', 'OCSPs']
const relatedListKeys = ['Cert', 'CRL', 'OCSP']

export async function compareSecurityStores(
  comparison: Comparison,
  oldCatalog: PdfDict,
  catalog: PdfDict,
): Promise<void> {
  const [old, current] = await bothValues(comparison, oldCatalog, catalog, 'DSS')
  if (old === null && current === null) return
  const before = isDict(old) ? old : null
  if (!isDict(current) || (old !== null && before === null)) {
    comparison.list.add(current === null ? 'security_store_removed' : 'security_store_malformed')
    return
  }
  const comparer = new StoreComparer(comparison)
  await comparer.compare(before, current)
  if (comparer.fault !== undefined) comparison.list.add(comparer.fault)
  else if (comparer.grown || before === null) comparison.list.add('security_store_added')
}

class StoreComparer {
  grown = false
  fault: string | undefined
  readonly #comparison: Comparison

  constructor(comparison: Comparison) {
    this.#comparison = comparison
  }

  async compare(old: PdfDict | null, current: PdfDict): Promise<void> {
    this.#checkKeys(old, current, ['Type', 'VRI', ...listKeys])
    if (entry(current, 'Type') !== null && !isName(entry(current, 'Type'), 'DSS'))
      this.#fail('security_store_malformed')
    for (const key of listKeys) await this.#compareList(old, current, key)
    const [before, after] = await bothValues(this.#comparison, old, current, 'VRI')
    if (before === null && after === null) return
    if (!isDict(after))
      return this.#fail(after === null ? 'security_store_removed' : 'security_store_malformed')
    await this.#compareRelated(isDict(before) ? before : null, after)
  }

  async #compareRelated(old: PdfDict | null, current: PdfDict): Promise<void> {
    for (const key of old?.entries.keys() ?? [])
      if (entry(current, key) === null) this.#fail('security_store_removed')
    if (current.duplicateKey !== undefined) this.#fail('security_store_malformed')
    for (const key of current.entries.keys()) {
      const [before, after] = await bothValues(this.#comparison, old, current, key)
      // The keys are SHA-1 digests of signatures; some writers add their own entries, which mean nothing.
      if (key === 'Type' && isName(after, 'VRI')) continue
      if (!/^[0-9A-Fa-f]{40}$/.test(key) || !isDict(after)) return this.#fail('security_store_malformed')
      await this.#compareOne(isDict(before) ? before : null, after)
    }
  }

  async #compareOne(old: PdfDict | null, current: PdfDict): Promise<void> {
    if (old === null) this.grown = true
    this.#checkKeys(old, current, ['Type', 'TU', 'TS', ...relatedListKeys])
    for (const key of relatedListKeys) await this.#compareList(old, current, key)
    const [, type] = await bothValues(this.#comparison, old, current, 'Type')
    const [oldTime, time] = await bothValues(this.#comparison, old, current, 'TU')
    const [oldStamp, stamp] = await bothValues(this.#comparison, old, current, 'TS')
    if (type !== null && !isName(type, 'VRI')) this.#fail('security_store_malformed')
    if (time !== null && !isString(time)) this.#fail('security_store_malformed')
    // A stream by the standard; some writers leave an empty string.
    if (stamp !== null && !isStream(stamp) && !isString(stamp)) this.#fail('security_store_malformed')
    if (!sameValue(oldTime, time) || !sameValue(oldStamp, stamp)) this.grown = true
  }

  async #compareList(old: PdfDict | null, current: PdfDict, key: string): Promise<void> {
    const [before, after] = await bothValues(this.#comparison, old, current, key)
    if (before === null && after === null) return
    if (!isArray(after))
      return this.#fail(after === null ? 'security_store_removed' : 'security_store_malformed')
    const kept = new Set<number>()
    for (const item of after.items) {
      if (!isRef(item) || !isStream(await this.#comparison.document.resolve(item, this.#comparison.new))) {
        return this.#fail('security_store_malformed')
      }
      kept.add(item.number)
    }
    const oldItems: readonly PdfObject[] = isArray(before) ? before.items : []
    for (const item of oldItems) {
      if (!isRef(item) || !kept.has(item.number)) return this.#fail('security_store_removed')
      if (this.#comparison.changed.has(item.number)) return this.#fail('security_store_replaced')
    }
    if (kept.size > oldItems.length || before === null) this.grown = true
  }

  #checkKeys(old: PdfDict | null, current: PdfDict, known: readonly string[]): void {
    if (current.duplicateKey !== undefined) this.#fail('security_store_malformed')
    for (const [key, value] of current.entries) {
      if (known.includes(key)) continue
      if (old === null || !sameValue(entry(old, key), value)) this.#fail('security_store_malformed')
    }
  }

  #fail(kind: string): void {
    this.fault ??= kind
  }
}
