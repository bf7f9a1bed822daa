// The files of an ASiC container by what they are for (EN 319 162-1 §4.3, §4.4, annex A.1). Form alone.

import { joinBytes } from '../../bytes.ts'
import { ServiceError } from '../../errors.ts'
import type { ByteSource } from '../byte-source.ts'
import { readZipArchive, type ZipArchive, type ZipEntry } from '../zip/zip-archive.ts'
import { namesOfUri } from './container-uri.ts'

export interface AsicContainer {
  readonly kind: 'ASiC-S' | 'ASiC-E'
  /** How `mimetype` departs from its rules; undefined when it keeps to them. */
  readonly mimetypeFault: MimetypeFault | undefined
  /** Everything that is signed or should be: no folder, not `mimetype`, not below META-INF. */
  readonly dataObjects: readonly ZipEntry[]
  /** XAdES: files with signatures. */
  readonly xmlSignatures: readonly ZipEntry[]
  /** ASiC-S with CAdES: over the one data object. */
  readonly cmsSignatures: readonly ZipEntry[]
  /** ASiC-S: time-stamp tokens over the one data object. */
  readonly timestamps: readonly ZipEntry[]
  /** ASiCManifest and ASiCArchiveManifest. */
  readonly manifests: readonly ZipEntry[]
  readonly evidenceRecords: readonly ZipEntry[]
  /** META-INF/manifest.xml of OpenDocument. */
  readonly listing: ZipEntry | undefined
  /** What lies in META-INF besides. */
  readonly others: readonly ZipEntry[]
  /** The file that a reference means; undefined when there is none, or when it could mean two. */
  find(uri: string): ZipEntry | undefined
}

export type MimetypeFault = 'missing' | 'misplaced' | 'inexact' | 'foreign'

/** Of each kind; a container with more is no office's. */
const filesLimit = 200

const types = {
  'ASiC-S': 'application/vnd.etsi.asic-s+zip',
  'ASiC-E': 'application/vnd.etsi.asic-e+zip',
} as const

/** @throws ServiceError as `readZipArchive`; `LIMIT_EXCEEDED` for more than 200 signatures, manifests or tokens. */
export async function readContainer(source: ByteSource): Promise<AsicContainer> {
  const archive = await readZipArchive(source)
  const files = archive.entries.filter(({ isFolder }) => !isFolder)
  const of = (pattern: RegExp) => limited(files.filter(({ name }) => pattern.test(name.text)))
  const dataObjects = files.filter(
    ({ name }) => name.text !== 'mimetype' && !name.text.startsWith('META-INF/'),
  )
  const xmlSignatures = of(/^META-INF\/[^/]*signatures[^/]*\.xml$/i)
  const evidenceRecords = of(
    /^META-INF\/([^/]*evidencerecord[^/]*\.(xml|ers)|[^/]*ASiCEvidenceRecordManifest[^/]*\.xml)$/i,
  )
  const manifests = of(/^META-INF\/[^/]*ASiC(Archive)?Manifest[^/]*\.xml$/i)
  const { kind, fault } = await readMimetype(archive, files, dataObjects.length)
  const ofOne = kind === 'ASiC-S' && manifests.length === 0
  const cmsSignatures = ofOne ? of(/^META-INF\/[^/]*signature[^/]*\.p7[sm]$/i) : []
  const timestamps = ofOne ? of(/^META-INF\/[^/]*timestamp[^/]*\.tst$/i) : []
  const listing = files.find(({ name }) => name.text === 'META-INF/manifest.xml')
  const known = new Set([
    ...xmlSignatures,
    ...evidenceRecords,
    ...manifests,
    ...cmsSignatures,
    ...timestamps,
    listing,
  ])
  return {
    kind,
    mimetypeFault: fault,
    dataObjects,
    xmlSignatures,
    cmsSignatures,
    timestamps,
    manifests,
    evidenceRecords,
    listing,
    others: files.filter((file) => file.name.text.startsWith('META-INF/') && !known.has(file)),
    find: finder(files),
  }
}

/** The octets of a small file of the container. @throws ServiceError `LIMIT_EXCEEDED` above `limit`. */
export async function readEntry(entry: ZipEntry, limit: number): Promise<Uint8Array> {
  if (entry.size > limit) {
    throw new ServiceError(
      'LIMIT_EXCEEDED',
      `${entry.name.text} has ${entry.size} octets; ${limit} can be held`,
    )
  }
  const pieces: Uint8Array[] = []
  for await (const piece of entry.chunks()) pieces.push(piece)
  return pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : joinBytes(pieces)
}

function limited(entries: readonly ZipEntry[]): readonly ZipEntry[] {
  if (entries.length > filesLimit) {
    throw new ServiceError(
      'LIMIT_EXCEEDED',
      `the container has ${entries.length} files of one kind in META-INF; at most ${filesLimit} are read`,
    )
  }
  return entries.toSorted((a, b) => (a.name.text < b.name.text ? -1 : 1))
}

interface Mimetype {
  readonly kind: AsicContainer['kind']
  readonly fault: MimetypeFault | undefined
}

/** Annex A.1: first, stored, without extra field, exactly the media type; it is told where it is not. */
async function readMimetype(
  { entries, comment }: ZipArchive,
  files: readonly ZipEntry[],
  dataObjects: number,
): Promise<Mimetype> {
  const mimetype = files.find(({ name }) => name.text === 'mimetype')
  if (mimetype === undefined)
    return { kind: kindWithoutMimetype(comment, files, dataObjects), fault: 'missing' }
  const text = latin1(await readEntry(mimetype, mimetypeOctetsLimit))
  const trimmed = text.trim()
  const kind = trimmed === types['ASiC-S'] ? 'ASiC-S' : trimmed === types['ASiC-E'] ? 'ASiC-E' : undefined
  if (kind === undefined) return { kind: kindWithoutMimetype(comment, files, dataObjects), fault: 'foreign' }
  if (text !== trimmed) return { kind, fault: 'inexact' }
  const placed = entries[0] === mimetype && mimetype.method === 'stored' && !mimetype.hasLocalExtraField
  return { kind, fault: placed ? undefined : 'misplaced' }
}

const mimetypeOctetsLimit = 1024

/** By the comment that ASiC also allows, else by the files: the names of ASiC-S are its own. */
function kindWithoutMimetype(
  comment: Uint8Array,
  files: readonly ZipEntry[],
  dataObjects: number,
): AsicContainer['kind'] {
  const stated = /^mimetype=(\S+)\s*$/.exec(latin1(comment))?.[1]
  if (stated === types['ASiC-S']) return 'ASiC-S'
  if (stated === types['ASiC-E']) return 'ASiC-E'
  const simple = ['META-INF/signatures.xml', 'META-INF/signature.p7s', 'META-INF/timestamp.tst']
  return dataObjects === 1 && files.some(({ name }) => simple.includes(name.text)) ? 'ASiC-S' : 'ASiC-E'
}

function latin1(octets: Uint8Array): string {
  return new TextDecoder('latin1').decode(octets)
}

function finder(files: readonly ZipEntry[]): (uri: string) => ZipEntry | undefined {
  const byName = new Map<string, ZipEntry>()
  for (const file of files)
    for (const name of [file.name.text, ...file.name.alternatives]) byName.set(name, file)
  return (uri) => {
    const found = new Set(
      namesOfUri(uri)
        .map((name) => byName.get(name))
        .filter((file) => file !== undefined),
    )
    const [only] = found
    return found.size === 1 ? only : undefined
  }
}
