// The signature dictionary with places kept for /ByteRange and /Contents, ISO 32000-2 table 255, EN 319 142-1 §5.3.

import type { PdfObject } from '../pdf/objects.ts'
import { pdfText } from '../pdf/objects.ts'
import { writeObject } from '../pdf/write-object.ts'
import type { PdfSignatureOptions } from './prepare-pdf-signature.ts'

export interface SignatureDictionary {
  /** One character an octet. */
  readonly text: string
  /** Places within `text`: the brackets of /ByteRange, the `<` of /Contents. */
  readonly byteRangeAt: number
  readonly byteRangeOctets: number
  readonly contentsAt: number
}

// A zero, three offsets of ten digits, spaces and brackets: what a cross-reference table can reach.
const byteRangeOctets = 2 + 1 + 3 * 11

/** @param reference the /Reference array that a locked field demands, or null. */
export function signatureDictionary(options: PdfSignatureOptions, reference: PdfObject): SignatureDictionary {
  const isTimestamp = options.subFilter === 'ETSI.RFC3161'
  let text = `<</Type/${isTimestamp ? 'DocTimeStamp' : 'Sig'}/Filter/Adobe.PPKLite/SubFilter/${options.subFilter}`
  if (!isTimestamp) {
    text += `/M(${pdfDate(options.signingTime)})`
    text += textEntry('Name', options.name)
    text += textEntry('Reason', options.reason)
    text += textEntry('Location', options.location)
  }
  if (reference !== null) text += `/Reference ${writeObject(reference)}`
  text += '/ByteRange '
  const byteRangeAt = text.length
  text += `${' '.repeat(byteRangeOctets)}/Contents `
  const contentsAt = text.length
  text += `<${'0'.repeat(2 * options.reservedBytes)}>>>`
  return { text, byteRangeAt, byteRangeOctets, contentsAt }
}

function textEntry(key: string, value: string | undefined): string {
  return value === undefined ? '' : `/${key} ${writeObject(pdfText(value))}`
}

/** ISO 32000-2 §7.9.4, in UTC. */
function pdfDate(date: Date): string {
  const digits = date.toISOString().replace(/[-:T]/g, '').slice(0, 14)
  return `D:${digits}Z`
}
