// Copies of parsed objects with one thing changed, for an incremental update.

import {
  malformedPdf,
  type PdfArray,
  type PdfDict,
  type PdfObject,
  pdfArray,
  pdfDict,
} from '../pdf/objects.ts'

export function withItem(array: PdfArray | null, item: PdfObject): PdfArray {
  return pdfArray(array === null ? [item] : [...array.items, item])
}

/** @throws ServiceError `MALFORMED_PDF` when the dictionary has a key twice: whoever writes it anew would have to choose. */
export function withEntries(dict: PdfDict, changes: readonly (readonly [string, PdfObject])[]): PdfDict {
  if (dict.duplicateKey !== undefined) {
    throw malformedPdf(`a dictionary that signing must rewrite has the key ${dict.duplicateKey} twice`)
  }
  return pdfDict([...dict.entries, ...changes])
}
