// Object streams, ISO 32000-2 §7.5.7: objects that are compressed together.

import { isCount, PdfLexer } from './lexer.ts'
import { entry, malformedPdf, type PdfDict, type PdfObject, pdfLimitExceeded, pdfLimits } from './objects.ts'

export interface ObjectStream {
  /** Octets held. */
  readonly octets: number
  /** @throws ServiceError `MALFORMED_PDF` when object `number` does not stand at `index`. */
  object(number: number, index: number): PdfObject
}

export function parseObjectStream(dict: PdfDict, data: Uint8Array): ObjectStream {
  const count = entry(dict, 'N')
  const first = entry(dict, 'First')
  if (!isCount(count) || !isCount(first) || first > data.length)
    throw malformedPdf('an object stream has no proper N and First')
  if (count > pdfLimits.objectStreamObjects) {
    throw pdfLimitExceeded(
      `an object stream holds ${count} objects; ${pdfLimits.objectStreamObjects} are allowed`,
    )
  }
  const header = new PdfLexer(data.subarray(0, first), 0, undefined, true)
  const numbers = new Array<number>(count)
  const offsets = new Array<number>(count)
  for (let i = 0; i < count; i++) {
    numbers[i] = header.unsigned('a number in the header of an object stream')
    offsets[i] = first + header.unsigned('an offset in the header of an object stream')
  }
  const parsed: PdfObject[] = []
  return {
    octets: data.length,
    object(number, index) {
      const offset = offsets[index]
      if (numbers[index] !== number || offset === undefined) {
        throw malformedPdf(`object ${number} does not stand at place ${index} of its object stream`)
      }
      const known = parsed[index]
      if (known !== undefined) return known
      const value = new PdfLexer(data, offset, undefined, true).object()
      parsed[index] = value
      return value
    },
  }
}
