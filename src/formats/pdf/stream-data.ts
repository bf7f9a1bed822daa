// The raw data of a stream, ISO 32000-2 §7.3.8: as long as Length says, and then `endstream`.

import { malformedPdf, type PdfStream, pdfLimitExceeded, pdfLimits } from './objects.ts'
import type { PdfWindow } from './window.ts'

/** @returns the encoded octets (a view) and the offset behind `endstream`. */
export async function streamData(
  window: PdfWindow,
  stream: PdfStream,
  length: number,
): Promise<{ readonly bytes: Uint8Array; readonly end: number }> {
  const dataEnd = stream.dataStart + length
  if (dataEnd > window.size)
    throw malformedPdf(`a stream of ${length} octets exceeds the file`, stream.dataStart)
  if (length > pdfLimits.decodedStreamOctets) {
    throw pdfLimitExceeded(`a stream of ${length} octets; ${pdfLimits.decodedStreamOctets} are allowed here`)
  }
  const end = await endOfStream(window, dataEnd)
  return { bytes: await window.read(stream.dataStart, dataEnd), end }
}

/** @throws ServiceError `MALFORMED_PDF` unless `endstream` follows `dataEnd`, white space aside. */
export async function endOfStream(window: PdfWindow, dataEnd: number): Promise<number> {
  return window.parse(dataEnd, (lexer) => {
    lexer.expect('endstream')
    return lexer.offset
  })
}
