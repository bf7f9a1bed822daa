// Octets of an update that its cross-reference does not list: nothing to a reader that follows startxref, and a document of
// their own to one that repairs files by searching for objects.

import type { PdfDocument } from '../../formats/pdf/document.ts'
import { isCount, isWhitespace } from '../../formats/pdf/lexer.ts'
import { entry } from '../../formats/pdf/objects.ts'

interface Extent {
  readonly start: number
  readonly end: number
}

/**
 * True when `revision` holds anything but its objects, its cross-reference, white space and comments.
 *
 * @throws ServiceError `MALFORMED_PDF` when one of its objects is damaged.
 */
export async function hasUnlistedData(document: PdfDocument, revision: number): Promise<boolean> {
  const { markerEnd } = document.revision(revision)
  const extents = await listedExtents(document, revision)
  extents.sort((a, b) => a.start - b.start)
  let at = document.revision(revision - 1).markerEnd
  for (const extent of extents) {
    if (extent.end <= at) continue
    if (extent.start > at && !(await isBlank(document, at, extent.start))) return true
    at = extent.end
  }
  return at < markerEnd && !(await isBlank(document, at, markerEnd))
}

async function listedExtents(document: PdfDocument, revision: number): Promise<Extent[]> {
  const extents: Extent[] = []
  for (const section of document.revision(revision).sections) {
    extents.push({ start: section.offset, end: section.following?.end ?? section.offset })
    const hybrid = entry(section.trailer, 'XRefStm')
    if (section.kind === 'hybrid' && isCount(hybrid))
      extents.push(await hybridExtent(document, hybrid, revision))
    for (const part of section.parts) {
      for (const range of part.ranges) {
        for (let number = range.first; number < range.first + range.count; number++) {
          const extent = await document.objectExtent(number, revision)
          if (extent !== undefined) extents.push(extent)
        }
      }
    }
  }
  return extents
}

/** The stream of a hybrid names its own number, which no table needs to list. */
async function hybridExtent(document: PdfDocument, offset: number, revision: number): Promise<Extent> {
  const head = new TextDecoder().decode(await document.read(offset, offset + 64))
  const match = /^\s*(\d{1,9})\s+(\d{1,5})\s+obj/.exec(head)
  if (match === null) return { start: offset, end: offset }
  return document.extentAt(offset, Number(match[1]), Number(match[2]), revision)
}

/** White space and comments, which hold no object for anybody. */
async function isBlank(document: PdfDocument, start: number, end: number): Promise<boolean> {
  const step = 1 << 16
  let inComment = false
  for (let at = start; at < end; at += step) {
    for (const octet of await document.read(at, Math.min(end, at + step))) {
      if (octet === 0x0a || octet === 0x0d) inComment = false
      else if (octet === 0x25) inComment = true
      else if (!inComment && !isWhitespace(octet)) return false
    }
  }
  return true
}
