// Cross-reference sections: tables, streams and hybrids along /Prev, ISO 32000-2 §7.5.4 and §7.5.8.
// Nothing is rebuilt: a file whose cross-reference is damaged means different things to different readers.

import { ServiceError } from '../../errors.ts'
import { isCount } from './lexer.ts'
import { entry, malformedPdf, type PdfDict, pdfLimitExceeded, pdfLimits } from './objects.ts'
import type { PdfWindow } from './window.ts'
import type { XrefPart } from './xref-entry.ts'
import { readXrefStream } from './xref-stream.ts'
import { readXrefTable } from './xref-table.ts'

export interface XrefSection {
  readonly kind: 'table' | 'stream' | 'hybrid'
  readonly offset: number
  readonly trailer: PdfDict
  /** The table or stream; of a hybrid also the stream that completes it. */
  readonly parts: readonly XrefPart[]
  /** What stands behind the section: the value of `startxref`, and where its `%%EOF` ends. */
  readonly following: { readonly startxref: number; readonly end: number } | undefined
}

/**
 * Follows the chain from the newest section.
 *
 * @returns newest first.
 * @throws ServiceError `MALFORMED_PDF`, `ENCRYPTED_PDF`, `LIMIT_EXCEEDED`.
 */
export async function readXrefChain(window: PdfWindow, startxref: number): Promise<readonly XrefSection[]> {
  const sections: XrefSection[] = []
  const seen = new Set<number>()
  const budget = { octets: pdfLimits.decodedStreamOctets }
  let offset: number | undefined = startxref
  while (offset !== undefined) {
    if (seen.has(offset)) throw malformedPdf('the chain of cross-reference sections is a circle', offset)
    if (sections.length >= pdfLimits.xrefSections) {
      throw pdfLimitExceeded(`the PDF has more than ${pdfLimits.xrefSections} cross-reference sections`)
    }
    seen.add(offset)
    const section = await readSection(window, offset, seen, budget)
    sections.push(section)
    offset = previousOffset(section.trailer, 'Prev')
  }
  checkOrder(sections)
  return sections
}

async function readSection(
  window: PdfWindow,
  offset: number,
  seen: Set<number>,
  budget: { octets: number },
): Promise<XrefSection> {
  const first = await window.parse(offset, (lexer) => {
    lexer.skipWhitespace()
    return lexer.bytes[lexer.position] ?? 0
  })
  const isTable = first === 0x78
  if (!isTable && (first < 0x30 || first > 0x39)) {
    throw malformedPdf('startxref or /Prev leads to no cross-reference', offset)
  }
  if (!isTable) {
    const stream = await readXrefStream(window, offset, budget)
    refuseEncryption(stream.trailer)
    return {
      kind: 'stream',
      offset,
      trailer: stream.trailer,
      parts: [stream.part],
      following: await following(window, stream.end),
    }
  }
  const table = await readXrefTable(window, offset)
  refuseEncryption(table.trailer)
  const parts = [table.part]
  const hybridOffset = previousOffset(table.trailer, 'XRefStm')
  if (hybridOffset !== undefined) {
    if (seen.has(hybridOffset))
      throw malformedPdf('the chain of cross-reference sections is a circle', hybridOffset)
    seen.add(hybridOffset)
    parts.push((await readXrefStream(window, hybridOffset, budget)).part)
  }
  return {
    kind: hybridOffset === undefined ? 'table' : 'hybrid',
    offset,
    trailer: table.trailer,
    parts,
    following: await following(window, table.end),
  }
}

function refuseEncryption(trailer: PdfDict): void {
  if (trailer.duplicateKey !== undefined)
    throw malformedPdf(`a trailer has the key ${trailer.duplicateKey} twice`)
  if (entry(trailer, 'Encrypt') !== null) throw new ServiceError('ENCRYPTED_PDF', 'the PDF is encrypted')
}

function previousOffset(trailer: PdfDict, key: string): number | undefined {
  const value = entry(trailer, key)
  if (value === null) return undefined
  if (!isCount(value)) throw malformedPdf(`/${key} of a trailer is no offset`)
  return value
}

/** Reads `startxref N %%EOF` behind a section; a section without it does not end a revision. */
async function following(window: PdfWindow, offset: number): Promise<XrefSection['following']> {
  const bytes = await window.read(offset, offset + 128)
  return parseStartxref(bytes, 0, offset)
}

/** Without the zeros and form feeds that are white space elsewhere: pdf.js and Poppler go past neither here. */
const startxrefPattern = /^[\t\n\r ]*startxref[\t\n\r ]+(\d{1,15})[\t\n\r ]+%%EOF/

export function parseStartxref(bytes: Uint8Array, from: number, base: number): XrefSection['following'] {
  let text = ''
  for (let at = from; at < Math.min(bytes.length, from + 128); at++)
    text += String.fromCharCode(bytes[at] ?? 0)
  const match = startxrefPattern.exec(text)
  if (match === null) return undefined
  return { startxref: Number(match[1]), end: base + from + match[0].length }
}

/** Each section stands before the newer one. Only a linearised file begins with its newer half (annex F). */
function checkOrder(sections: readonly XrefSection[]): void {
  for (let i = 1; i < sections.length; i++) {
    const newer = sections[i - 1]
    const older = sections[i]
    if (newer === undefined || older === undefined || older.offset < newer.offset) continue
    const linearised = i === sections.length - 1 && older.following?.startxref === newer.offset
    if (!linearised) throw malformedPdf('/Prev points to a later place in the file', older.offset)
  }
}
