// Signature dictionaries of every revision: those of the form, and those that the form does not tell of.

import type { ByteSource } from '../../formats/byte-source.ts'
import { isSignatureDictionary } from '../../formats/pades/modification-permissions.ts'
import type { PdfDocument } from '../../formats/pdf/document.ts'
import { formFields } from '../../formats/pdf/form-fields.ts'
import {
  entry,
  isDict,
  isRef,
  isString,
  type PdfDict,
  type PdfRef,
  pdfLimitExceeded,
} from '../../formats/pdf/objects.ts'

export interface FoundSignature {
  /** Empty for a signature that no field refers to. */
  readonly fieldName: string
  readonly dict: PdfDict
  /** Undefined when the dictionary stands directly in its field. */
  readonly ref: PdfRef | undefined
  /** First revision in which the form has it. */
  readonly firstRevision: number
  readonly hidden: boolean
}

const mostSignatures = 1000

/** @throws ServiceError `MALFORMED_PDF`, `LIMIT_EXCEEDED`. */
export async function findSignatures(
  document: PdfDocument,
  source: ByteSource,
): Promise<readonly FoundSignature[]> {
  const found = new Map<string, FoundSignature>()
  // From the oldest on, so that a signature that a later revision hides or re-points is met where it was made.
  for (const revision of document.revisions) {
    for (const field of await formFields(document, revision.number)) {
      if (field.type !== 'Sig') continue
      const held = entry(field.dict, 'V')
      const dict = held === null ? null : await document.resolve(held, revision.number)
      if (!isDict(dict)) continue
      const place = `${contentsPlace(dict)} ${field.name}`
      if (found.has(place)) continue
      const ref = isRef(held) ? held : undefined
      found.set(place, { fieldName: field.name, dict, ref, firstRevision: revision.number, hidden: false })
      if (found.size > mostSignatures)
        throw pdfLimitExceeded(`the PDF has more than ${mostSignatures} signatures`)
    }
  }
  const known = [...found.values()]
  const hidden = await hiddenSignatures(document, source, known)
  return [...known, ...hidden].sort((a, b) => contentsPlace(a.dict) - contentsPlace(b.dict))
}

/** Offset of /Contents, which tells one signature from another; -1 without. */
function contentsPlace(dict: PdfDict): number {
  const contents = entry(dict, 'Contents')
  return isString(contents) ? contents.start : -1
}

/** A signature that was taken out of the form would otherwise make a signed document look unsigned. */
async function hiddenSignatures(
  document: PdfDocument,
  source: ByteSource,
  known: readonly FoundSignature[],
): Promise<readonly FoundSignature[]> {
  const places = await placesOfByteRange(source)
  if (places.length === 0) return []
  const explained = await knownExtents(document, known)
  const open = places.filter(
    (place) => !explained.some((extent) => place > extent.start && place < extent.end),
  )
  if (open.length === 0) return []
  const objects = await objectOffsets(document)
  const hidden = new Map<number, FoundSignature>()
  for (const place of open) {
    const object = lastBefore(objects, place)
    if (object === undefined) continue
    const dict = await document.resolve(object.ref, object.revision)
    if (!isDict(dict) || !isSignatureDictionary(dict)) continue
    const at = contentsPlace(dict)
    if (known.some((one) => contentsPlace(one.dict) === at)) continue
    hidden.set(at, { fieldName: '', dict, ref: object.ref, firstRevision: object.revision, hidden: true })
  }
  return [...hidden.values()]
}

interface Extent {
  readonly start: number
  readonly end: number
}

/** From the object's offset to a little behind its /Contents, as far as no other object begins. */
async function knownExtents(
  document: PdfDocument,
  known: readonly FoundSignature[],
): Promise<readonly Extent[]> {
  const extents: Extent[] = []
  for (const one of known) {
    const contents = entry(one.dict, 'Contents')
    if (!isString(contents) || contents.start < 0) continue
    const place =
      one.ref === undefined ? undefined : await document.entryOf(one.ref.number, one.firstRevision)
    const start =
      place?.kind === 'offset' && place.offset < contents.start ? place.offset : contents.start - 512
    const behind = await document.read(contents.end, contents.end + 2048)
    extents.push({ start, end: contents.end + lengthBeforeEndobj(behind) })
  }
  return extents
}

function lengthBeforeEndobj(bytes: Uint8Array): number {
  for (let at = 0; at + 6 <= bytes.length; at++) {
    if (bytes[at] === 0x65 && bytes[at + 1] === 0x6e && bytes[at + 2] === 0x64 && bytes[at + 3] === 0x6f)
      return at
  }
  return bytes.length
}

interface PlacedObject {
  readonly ref: PdfRef
  readonly offset: number
  readonly revision: number
}

/** By bisection: a file can hold ten thousand places and a million objects. */
function lastBefore(objects: readonly PlacedObject[], place: number): PlacedObject | undefined {
  let low = 0
  let high = objects.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((objects[middle]?.offset ?? 0) < place) low = middle + 1
    else high = middle
  }
  return objects[low - 1]
}

const mostListedObjects = 2_000_000

/** Every uncompressed object of every revision, by offset. */
async function objectOffsets(document: PdfDocument): Promise<readonly PlacedObject[]> {
  const placed: PlacedObject[] = []
  for (const revision of document.revisions) {
    for (const section of revision.sections) {
      for (const part of section.parts) {
        for (const range of part.ranges) {
          for (let number = range.first; number < range.first + range.count; number++) {
            document.spend(1)
            const found = await part.lookup(number)
            if (found?.kind !== 'offset') continue
            const ref: PdfRef = { kind: 'ref', number, generation: found.generation }
            placed.push({ ref, offset: found.offset, revision: revision.number })
            if (placed.length > mostListedObjects) {
              throw pdfLimitExceeded(`the PDF lists more than ${mostListedObjects} objects`)
            }
          }
        }
      }
    }
  }
  return placed.sort((a, b) => a.offset - b.offset)
}

const pattern = new TextEncoder().encode('/ByteRange')
const mostPlaces = 10_000
/** Horspool's table: how far a window may move on, by its last octet. */
const moves = new Uint8Array(256).fill(pattern.length)
for (const [index, octet] of pattern.subarray(0, -1).entries()) moves[octet] = pattern.length - 1 - index

/** Offsets of every /ByteRange, in pieces that overlap so that none falls between two. */
async function placesOfByteRange(source: ByteSource): Promise<readonly number[]> {
  const places: number[] = []
  const step = (1 << 20) - pattern.length
  const overlap = pattern.length - 1
  for (let start = 0; start < source.size; start += step) {
    const bytes = await source.read(start, Math.min(source.size, start + step + overlap))
    for (let last = overlap; last < bytes.length; ) {
      const octet = bytes[last] ?? 0
      if (octet === 0x65 && matches(bytes, last - overlap)) {
        places.push(start + last - overlap)
        if (places.length > mostPlaces)
          throw pdfLimitExceeded(`the PDF holds /ByteRange more than ${mostPlaces} times`)
      }
      last += moves[octet] ?? 1
    }
  }
  return places
}

function matches(bytes: Uint8Array, at: number): boolean {
  for (let i = 0; i < pattern.length; i++) if (bytes[at + i] !== pattern[i]) return false
  return true
}
