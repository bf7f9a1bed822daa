// A PDF as a row of revisions, read by following startxref and nothing else (ISO 32000-2 §7.5).

import type { ByteSource } from '../byte-source.ts'
import { decodeFilters } from './filters.ts'
import { isCount, isWhitespace } from './lexer.ts'
import { type ObjectStream, parseObjectStream } from './object-stream.ts'
import {
  entry,
  isDict,
  isName,
  isRef,
  isStream,
  malformedPdf,
  type PdfDict,
  type PdfObject,
  type PdfRef,
  type PdfStream,
  pdfArray,
  pdfDict,
  pdfLimitExceeded,
  pdfLimits,
} from './objects.ts'
import { endOfStream, streamData } from './stream-data.ts'
import { openWindow, type PdfWindow } from './window.ts'
import { parseStartxref, readXrefChain, type XrefSection } from './xref.ts'
import type { XrefEntry } from './xref-entry.ts'

export interface PdfRevision {
  /** 1 is the oldest. */
  readonly number: number
  /** Newest first; a linearised file has two in its first revision. */
  readonly sections: readonly XrefSection[]
  readonly trailer: PdfDict
  /** Offset behind `%%EOF`, and behind the white space that follows it. */
  readonly markerEnd: number
  readonly end: number
}

interface ReadObject {
  readonly value: PdfObject
  readonly number: number
  /** Offset behind `endobj`, of a stream that of its data. */
  readonly end: number
}

const cachedObjects = 20_000
const cachedEntries = 100_000
const cachedStreamOctets = 32 << 20
const tailOctets = 4096

/**
 * Opens a PDF: reads header, tail and all cross-reference sections; objects are read when asked for.
 *
 * @throws ServiceError `MALFORMED_PDF`, `ENCRYPTED_PDF`, `LIMIT_EXCEEDED`, `UNSUPPORTED_FORMAT`.
 */
export async function openPdf(source: ByteSource): Promise<PdfDocument> {
  const window = await openWindow(source)
  const headerVersion = await readHeader(window)
  const tail = await readTail(window)
  const sections = await readXrefChain(window, tail.startxref)
  const revisions = await groupRevisions(window, sections, tail.end)
  return new PdfDocument(window, headerVersion, revisions)
}

export class PdfDocument {
  readonly size: number
  /** As in the header: `1.7`. */
  readonly headerVersion: string
  /** Oldest first. */
  readonly revisions: readonly PdfRevision[]
  readonly newest: PdfRevision
  readonly #window: PdfWindow
  readonly #sections: readonly XrefSection[]
  /** For each revision, oldest first: index in `#sections` of its newest section. */
  readonly #starts: readonly number[]
  /** By offset; the object number is that which the offset was read as. */
  readonly #objects = new Map<number, ReadObject>()
  readonly #objectStreams = new Map<number, ObjectStream>()
  /** For each revision, oldest first: entries that were looked up. */
  readonly #entries: readonly Map<number, XrefEntry | undefined>[]
  #entryCount = 0
  #objectStreamOctets = 0
  #steps = 0
  #decodedOctets = 0

  constructor(window: PdfWindow, headerVersion: string, revisions: readonly PdfRevision[]) {
    const newest = revisions.at(-1)
    if (newest === undefined) throw new Error('a PDF without revisions was opened')
    this.#window = window
    this.size = window.size
    this.headerVersion = headerVersion
    this.revisions = revisions
    this.#entries = revisions.map(() => new Map())
    this.newest = newest
    const newestFirst = [...revisions].reverse()
    this.#sections = newestFirst.flatMap((revision) => revision.sections)
    let start = 0
    const starts: number[] = []
    for (const revision of newestFirst) {
      starts.push(start)
      start += revision.sections.length
    }
    this.#starts = starts.reverse()
  }

  /** The octets from `start` to `end`: a view. */
  read(start: number, end: number): Promise<Uint8Array> {
    return this.#window.read(start, end)
  }

  /**
   * Follows references to a value, as the document stood in revision `revision` (1-based, default: newest).
   *
   * @returns null for an object that does not exist (§7.3.10).
   * @throws ServiceError `MALFORMED_PDF` when the file does not hold what its cross-reference says.
   */
  async resolve(object: PdfObject, revision = this.revisions.length): Promise<PdfObject> {
    let value = object
    for (let hops = 0; isRef(value); hops++) {
      if (hops > 32) throw malformedPdf(`the references from object ${value.number} lead in a circle`)
      value = await this.#load(value, revision)
    }
    return value
  }

  /** The value of `key`, resolved. */
  async get(dict: PdfDict, key: string, revision = this.revisions.length): Promise<PdfObject> {
    const value = entry(dict, key)
    return isRef(value) ? this.resolve(value, revision) : value
  }

  /**
   * The document before those revisions at its end whose trailer names no catalog (§7.5.5), which are then no more than
   * octets behind it. The document itself where there are none, or nothing else.
   */
  withCatalogAtEnd(): PdfDocument {
    const last = this.revisions.findLastIndex(({ trailer }) => entry(trailer, 'Root') !== null)
    const kept = this.revisions.slice(0, last + 1)
    if (kept.length === 0 || kept.length === this.revisions.length) return this
    return new PdfDocument(this.#window, this.headerVersion, kept)
  }

  /** @throws ServiceError `MALFORMED_PDF` when the document has no catalog. */
  async catalog(revision = this.revisions.length): Promise<PdfDict> {
    const trailer = this.revision(revision).trailer
    const catalog = await this.get(trailer, 'Root', revision)
    if (!isDict(catalog)) throw malformedPdf('/Root of the trailer is no dictionary')
    return catalog
  }

  revision(number: number): PdfRevision {
    const revision = this.revisions[number - 1]
    if (revision === undefined) throw new Error(`the PDF has no revision ${number}`)
    return revision
  }

  /** Where object `number` stands in `revision`; undefined when nothing lists it. */
  async entryOf(number: number, revision = this.revisions.length): Promise<XrefEntry | undefined> {
    const entries = this.#entries[revision - 1]
    if (entries === undefined) throw new Error(`the PDF has no revision ${revision}`)
    const known = entries.get(number)
    this.spend(1)
    if (known !== undefined || entries.has(number)) return known
    const found = await this.#findEntry(number, revision)
    if (this.#entryCount++ > cachedEntries) {
      for (const cached of this.#entries) cached.clear()
      this.#entryCount = 0
    }
    entries.set(number, found)
    return found
  }

  async #findEntry(number: number, revision: number): Promise<XrefEntry | undefined> {
    for (let i = this.#starts[revision - 1] ?? this.#sections.length; i < this.#sections.length; i++) {
      this.spend(1)
      const found = await entryInSection(this.#sections[i], number)
      if (found === undefined) continue
      if (found.kind === 'offset') this.#assertWithin(revision, number, found.offset)
      return found
    }
    return undefined
  }

  /**
   * A revision must hold its objects whole: one that reached beyond its end would be filled in by whoever comes later,
   * and no comparison would see a change.
   */
  #assertWithin(revision: number, number: number, offset: number): void {
    if (offset > this.revision(revision).markerEnd)
      throw malformedPdf(`object ${number} reaches beyond the end of revision ${revision}`, offset)
  }

  /** Where object `number` begins and where its `endobj` ends; undefined for one that is free or compressed. */
  async objectExtent(
    number: number,
    revision = this.revisions.length,
  ): Promise<{ readonly start: number; readonly end: number } | undefined> {
    const place = await this.entryOf(number, revision)
    if (place?.kind !== 'offset') return undefined
    return this.extentAt(place.offset, number, place.generation, revision)
  }

  /** As `objectExtent`, of the object at `offset`, whatever lists it. */
  async extentAt(
    offset: number,
    number: number,
    generation: number,
    revision: number,
  ): Promise<{ readonly start: number; readonly end: number }> {
    const parsed = await this.#window.parse(offset, (lexer) => {
      lexer.skipWhitespace()
      const start = lexer.offset
      return { start, value: lexer.indirectObject(number, generation), end: lexer.offset }
    })
    if (!isStream(parsed.value)) return parsed
    const data = await this.streamExtent(parsed.value, revision)
    const end = await this.#window.parse(await endOfStream(this.#window, data.end), (lexer) => {
      lexer.expect('endobj')
      return lexer.offset
    })
    return { start: parsed.start, end }
  }

  /** The encoded data of a stream: offset and length, checked against `endstream`. */
  async streamExtent(
    stream: PdfStream,
    revision = this.revisions.length,
  ): Promise<{ start: number; end: number }> {
    const end = stream.dataStart + (await this.#streamLength(stream, revision))
    if (end > this.size) throw malformedPdf('a stream exceeds the file', stream.dataStart)
    await endOfStream(this.#window, end)
    return { start: stream.dataStart, end }
  }

  /**
   * The decoded data of a stream.
   *
   * @throws ServiceError `UNSUPPORTED_FORMAT` for filters of images, `LIMIT_EXCEEDED`, `MALFORMED_PDF`.
   */
  async decodedStream(stream: PdfStream, revision = this.revisions.length): Promise<Uint8Array> {
    const length = await this.#streamLength(stream, revision)
    const { bytes } = await streamData(this.#window, stream, length)
    const decoded = decodeFilters(
      await this.#directFilters(stream.dict, revision),
      bytes,
      pdfLimits.decodedStreamOctets,
    )
    this.#decodedOctets += decoded.length
    if (this.#decodedOctets > pdfLimits.decodedTotalOctets) {
      throw pdfLimitExceeded(
        `the streams of the PDF decode to more than ${pdfLimits.decodedTotalOctets} octets`,
      )
    }
    return decoded
  }

  /** @throws ServiceError `MALFORMED_PDF` when the data of `stream` does not lie within `revision`. */
  async assertStreamWithin(stream: PdfStream, revision: number): Promise<void> {
    await this.#streamLength(stream, revision)
  }

  async #streamLength(stream: PdfStream, revision: number): Promise<number> {
    const length = await this.get(stream.dict, 'Length', revision)
    if (!isCount(length)) throw malformedPdf('a stream has no Length', stream.dataStart)
    const { markerEnd } = this.revision(revision)
    if (stream.dataStart + length > markerEnd)
      throw malformedPdf(`a stream reaches beyond the end of revision ${revision}`, stream.dataStart)
    return length
  }

  async #directFilters(dict: PdfDict, revision: number): Promise<PdfDict> {
    const filter = await this.#shallow(entry(dict, 'Filter'), revision)
    const parameters = await this.#shallow(entry(dict, 'DecodeParms'), revision)
    return pdfDict([
      ['Filter', filter],
      ['DecodeParms', parameters],
    ])
  }

  async #shallow(object: PdfObject, revision: number): Promise<PdfObject> {
    const value = await this.resolve(object, revision)
    if (typeof value !== 'object' || value === null || value.kind !== 'array') return value
    const items: PdfObject[] = []
    for (const item of value.items.slice(0, 8)) items.push(await this.resolve(item, revision))
    return pdfArray(items)
  }

  /**
   * Counts work, so that a small file whose parts refer to each other a million times cannot cost a million files' time.
   *
   * @throws ServiceError `LIMIT_EXCEEDED`.
   */
  spend(steps: number): void {
    this.#steps += steps
    if (this.#steps > pdfLimits.steps) {
      throw pdfLimitExceeded(`reading the PDF takes more than ${pdfLimits.steps} steps`)
    }
  }

  async #load(ref: PdfRef, revision: number): Promise<PdfObject> {
    this.spend(1)
    const found = await this.entryOf(ref.number, revision)
    if (found === undefined || found.kind === 'free') return null
    if (found.kind === 'offset')
      return found.generation === ref.generation ? this.#loadAt(found.offset, ref, revision) : null
    if (ref.generation !== 0) return null
    return (await this.#objectStream(found.stream, revision)).object(ref.number, found.index)
  }

  async #loadAt(offset: number, ref: PdfRef, revision: number): Promise<PdfObject> {
    let read = this.#objects.get(offset)
    // An offset that two numbers claim is parsed again, so that the header of the object decides.
    if (read === undefined || read.number !== ref.number) {
      read = await this.#window.parse(offset, (lexer) => {
        const value = lexer.indirectObject(ref.number, ref.generation)
        return { value, number: ref.number, end: lexer.offset }
      })
      if (this.#objects.size >= cachedObjects) this.#objects.clear()
      this.#objects.set(offset, read)
    }
    this.#assertWithin(revision, ref.number, read.end)
    return read.value
  }

  async #objectStream(number: number, revision: number): Promise<ObjectStream> {
    const found = await this.entryOf(number, revision)
    if (found?.kind !== 'offset')
      throw malformedPdf(`object stream ${number} does not exist or is itself compressed`)
    const ref: PdfRef = { kind: 'ref', number, generation: found.generation }
    const stream = await this.#loadAt(found.offset, ref, revision)
    if (!isStream(stream) || !isName(entry(stream.dict, 'Type'), 'ObjStm')) {
      throw malformedPdf(`object ${number} is no object stream`, found.offset)
    }
    await this.assertStreamWithin(stream, revision)
    const known = this.#objectStreams.get(found.offset)
    if (known !== undefined) return known
    const parsed = parseObjectStream(stream.dict, await this.decodedStream(stream, revision))
    this.#objectStreamOctets += parsed.octets
    if (this.#objectStreamOctets > cachedStreamOctets) {
      this.#objectStreams.clear()
      this.#objectStreamOctets = parsed.octets
    }
    this.#objectStreams.set(found.offset, parsed)
    return parsed
  }
}

/** A hybrid file marks as free in its table what only its stream lists (§7.5.8.4); it may not list an object in both. */
async function entryInSection(
  section: XrefSection | undefined,
  number: number,
): Promise<XrefEntry | undefined> {
  if (section === undefined) return undefined
  let used: XrefEntry | undefined
  let free: XrefEntry | undefined
  for (const part of section.parts) {
    const found = await part.lookup(number)
    if (found === undefined) continue
    if (found.kind === 'free') free = found
    else if (used === undefined) used = found
    else if (!samePlace(used, found)) {
      throw malformedPdf(
        `table and stream of a hybrid cross-reference disagree on object ${number}`,
        section.offset,
      )
    }
  }
  return used ?? free
}

function samePlace(a: XrefEntry, b: XrefEntry): boolean {
  if (a.kind === 'offset') return b.kind === 'offset' && a.offset === b.offset
  return a.kind === 'compressed' && b.kind === 'compressed' && a.stream === b.stream && a.index === b.index
}

const latin1 = new TextDecoder('latin1')

async function readHeader(window: PdfWindow): Promise<string> {
  const match = /%PDF-(\d\.\d)/.exec(latin1.decode(await window.read(0, 1024)))
  if (match?.[1] === undefined)
    throw malformedPdf('the file is no PDF: %PDF- is missing from its first 1024 octets')
  return match[1]
}

/** Finds the last `startxref`; at most 4096 octets of anything may follow it, which is more than any reader allows. */
async function readTail(window: PdfWindow): Promise<{ startxref: number; end: number }> {
  const start = Math.max(0, window.size - tailOctets)
  const bytes = await window.read(start, window.size)
  for (let at = bytes.length - 9; at >= 0; at--) {
    if (bytes[at] !== 0x73 || bytes[at + 1] !== 0x74 || bytes[at + 5] !== 0x78) continue
    const found = parseStartxref(bytes, at, start)
    if (found !== undefined) return found
  }
  throw malformedPdf(
    `no “startxref … %%EOF” within the last ${tailOctets} octets: the file is damaged or cut off`,
  )
}

async function groupRevisions(
  window: PdfWindow,
  newestFirst: readonly XrefSection[],
  tailEnd: number,
): Promise<readonly PdfRevision[]> {
  const revisions: PdfRevision[] = []
  let sections: XrefSection[] = []
  let previousEnd = 0
  for (let i = newestFirst.length - 1; i >= 0; i--) {
    const section = newestFirst[i]
    if (section === undefined) continue
    sections.unshift(section)
    const markerEnd = i === 0 ? tailEnd : ownEnd(section, newestFirst[i + 1])
    if (markerEnd === undefined) continue
    if (markerEnd <= previousEnd || (section.offset < previousEnd && revisions.length > 0)) {
      throw malformedPdf('the revisions of the PDF do not follow each other', section.offset)
    }
    revisions.push({
      number: revisions.length + 1,
      sections,
      trailer: section.trailer,
      markerEnd,
      end: await skipWhitespace(window, markerEnd),
    })
    sections = []
    previousEnd = markerEnd
  }
  return revisions
}

/** The end of the revision that `section` completes: its own `startxref`, or that of a linearised file's other half. */
function ownEnd(section: XrefSection, older: XrefSection | undefined): number | undefined {
  if (section.following?.startxref === section.offset) return section.following.end
  if (older !== undefined && older.offset > section.offset && older.following?.startxref === section.offset) {
    return older.following.end
  }
  return undefined
}

async function skipWhitespace(window: PdfWindow, from: number): Promise<number> {
  const bytes = await window.read(from, from + 1024)
  let at = 0
  while (isWhitespace(bytes[at])) at++
  return from + at
}
