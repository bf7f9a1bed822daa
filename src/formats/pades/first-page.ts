// The first page of a document, ISO 32000-2 §7.7.3: where an invisible signature has its widget.

import type { PdfDocument } from '../pdf/document.ts'
import {
  entry,
  isArray,
  isDict,
  isName,
  isRef,
  malformedPdf,
  type PdfDict,
  type PdfObject,
  type PdfRef,
  pdfLimitExceeded,
  pdfLimits,
} from '../pdf/objects.ts'

export interface Page {
  readonly ref: PdfRef
  readonly dict: PdfDict
}

/**
 * The first leaf of the page tree.
 *
 * @throws ServiceError `MALFORMED_PDF` when there is none, or the tree is no tree.
 */
export async function firstPage(document: PdfDocument): Promise<Page> {
  const pending: { readonly object: PdfObject; readonly depth: number }[] = [
    { object: entry(await document.catalog(), 'Pages'), depth: 0 },
  ]
  const seen = new Set<number>()
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (!isRef(node.object)) continue
    if (seen.has(node.object.number))
      throw malformedPdf(`page tree node ${node.object.number} stands in the tree twice`)
    seen.add(node.object.number)
    if (node.depth > pdfLimits.nesting)
      throw pdfLimitExceeded(`the page tree is deeper than ${pdfLimits.nesting}`)
    const dict = await document.resolve(node.object)
    if (!isDict(dict)) continue
    const kids = await document.get(dict, 'Kids')
    if (!isArray(kids)) {
      if (isName(await document.get(dict, 'Type'), 'Pages')) continue
      return { ref: node.object, dict }
    }
    for (let i = kids.items.length - 1; i >= 0; i--)
      pending.push({ object: kids.items[i] ?? null, depth: node.depth + 1 })
  }
  throw malformedPdf('the PDF has no page')
}
