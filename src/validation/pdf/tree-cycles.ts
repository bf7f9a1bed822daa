// Trees that must be trees: pages and structure (ISO 32000-2 §7.7.3 and §14.7.2). In a circle each reader stops elsewhere.

import type { PdfDocument } from '../../formats/pdf/document.ts'
import { entry, isArray, isDict, isRef, malformedPdf, type PdfObject } from '../../formats/pdf/objects.ts'

/** @throws ServiceError `MALFORMED_PDF` when a node is its own ancestor, `LIMIT_EXCEEDED`. */
export async function checkTrees(document: PdfDocument, revision: number): Promise<void> {
  const catalog = await document.catalog(revision)
  await checkTree(document, revision, entry(catalog, 'Pages'), 'Kids')
  await checkTree(document, revision, entry(catalog, 'StructTreeRoot'), 'K')
}

interface Leaving {
  readonly leaving: number
}

async function checkTree(
  document: PdfDocument,
  revision: number,
  root: PdfObject,
  key: string,
): Promise<void> {
  const above = new Set<number>()
  const done = new Set<number>()
  const pending: (PdfObject | Leaving)[] = [root]
  while (pending.length > 0) {
    document.spend(1)
    const next = pending.pop() ?? null
    if (typeof next === 'object' && next !== null && 'leaving' in next) {
      above.delete(next.leaving)
      done.add(next.leaving)
      continue
    }
    if (isRef(next)) {
      if (above.has(next.number))
        throw malformedPdf(`object ${next.number} is its own ancestor in the tree of /${key}`)
      if (done.has(next.number)) continue
      above.add(next.number)
      pending.push({ leaving: next.number })
    }
    const node = await document.resolve(next, revision)
    if (isArray(node)) for (const item of node.items) pending.push(item)
    else if (isDict(node)) pending.push(entry(node, key))
  }
}
