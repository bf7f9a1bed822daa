// Which objects a revision added, replaced or freed: by their values, not by what its cross-reference lists.

import type { PdfDocument } from '../../formats/pdf/document.ts'
import {
  entry,
  isName,
  isStream,
  type PdfObject,
  type PdfStream,
  pdfLimitExceeded,
} from '../../formats/pdf/objects.ts'
import type { XrefSection } from '../../formats/pdf/xref.ts'
import type { XrefEntry } from '../../formats/pdf/xref-entry.ts'
import { sameValue } from './same-value.ts'

export interface ChangedObject {
  readonly change: 'added' | 'replaced' | 'freed'
  /** Before and after; null where the object did not exist. */
  readonly old: PdfObject
  readonly new: PdfObject
}

const mostChanged = 100_000

/** @throws ServiceError `LIMIT_EXCEEDED`, `MALFORMED_PDF`. */
export async function changedObjects(
  document: PdfDocument,
  revision: number,
): Promise<ReadonlyMap<number, ChangedObject>> {
  const changed = new Map<number, ChangedObject>()
  let listed = 0
  for (const section of document.revision(revision).sections) {
    for (const part of section.parts) {
      for (const range of part.ranges) {
        listed += range.count
        if (listed > mostChanged) {
          throw pdfLimitExceeded(
            `revision ${revision} lists more than ${mostChanged} objects; comparing it would take too long`,
          )
        }
        for (let number = range.first; number < range.first + range.count; number++) {
          const found =
            (await changeOf(document, revision, number)) ??
            (await halfFreed(document, section, revision, number))
          if (found !== undefined) changed.set(number, found)
        }
      }
    }
  }
  return changed
}

async function changeOf(
  document: PdfDocument,
  revision: number,
  number: number,
): Promise<ChangedObject | undefined> {
  const before = await document.entryOf(number, revision - 1)
  const after = await document.entryOf(number, revision)
  const old = await valueAt(document, before, number, revision - 1)
  const value = await valueAt(document, after, number, revision)
  if (!exists(before) && !exists(after)) return undefined
  if (!exists(before)) return { change: 'added', old, new: value }
  if (!exists(after)) return { change: 'freed', old, new: value }
  if (generationOf(before) === generationOf(after) && (await sameObject(document, old, value, revision)))
    return undefined
  return { change: 'replaced', old, new: value }
}

/** The table of a hybrid may hide what is new from old readers; an object that stood before it would take from them. */
async function halfFreed(
  document: PdfDocument,
  section: XrefSection,
  revision: number,
  number: number,
): Promise<ChangedObject | undefined> {
  if (section.parts.length < 2 || !exists(await document.entryOf(number, revision - 1))) return undefined
  for (const part of section.parts) {
    const place = await part.lookup(number)
    if (place?.kind !== 'free') continue
    const old = await valueAt(document, await document.entryOf(number, revision - 1), number, revision - 1)
    return { change: 'freed', old, new: null }
  }
  return undefined
}

function exists(place: XrefEntry | undefined): boolean {
  return place !== undefined && place.kind !== 'free'
}

function generationOf(place: XrefEntry | undefined): number {
  return place?.kind === 'offset' ? place.generation : 0
}

function valueAt(
  document: PdfDocument,
  place: XrefEntry | undefined,
  number: number,
  revision: number,
): Promise<PdfObject> {
  return document.resolve({ kind: 'ref', number, generation: generationOf(place) }, revision)
}

async function sameObject(
  document: PdfDocument,
  old: PdfObject,
  value: PdfObject,
  revision: number,
): Promise<boolean> {
  if (isStream(old) && isStream(value)) {
    return sameValue(old.dict, value.dict) && (await sameData(document, old, value, revision))
  }
  return sameValue(old, value)
}

async function sameData(
  document: PdfDocument,
  old: PdfStream,
  value: PdfStream,
  revision: number,
): Promise<boolean> {
  if (old.dataStart === value.dataStart) return true
  const before = await document.streamExtent(old, revision - 1)
  const after = await document.streamExtent(value, revision)
  const length = before.end - before.start
  if (length !== after.end - after.start) return false
  const step = 1 << 16
  for (let at = 0; at < length; at += step) {
    const count = Math.min(step, length - at)
    const a = await document.read(before.start + at, before.start + at + count)
    const b = await document.read(after.start + at, after.start + at + count)
    for (let i = 0; i < count; i++) if (a[i] !== b[i]) return false
  }
  return true
}

/** Cross-reference and object streams carry objects and are themselves never referred to. */
export function isContainer(object: PdfObject): boolean {
  return isObjectStream(object) || (isStream(object) && isName(entry(object.dict, 'Type'), 'XRef'))
}

export function isObjectStream(object: PdfObject): boolean {
  return isStream(object) && isName(entry(object.dict, 'Type'), 'ObjStm')
}
