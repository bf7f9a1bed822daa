// Signatures and time-stamps of an ASiC container (EN 319 162-1), and which of its files none of them covers.

import { digest } from '#primitives'
import { isServiceError, ServiceError } from '../../errors.ts'
import { type AsicContainer, readContainer, readEntry } from '../../formats/asic/container.ts'
import { parseListing } from '../../formats/asic/listing.ts'
import { manifestOctetsLimit, parseAsicManifest } from '../../formats/asic/manifest.ts'
import type { ByteSource } from '../../formats/byte-source.ts'
import { XmlWork } from '../../formats/xml/work.ts'
import type { ZipEntry } from '../../formats/zip/zip-archive.ts'
import { formCmsSignatures } from '../formed-cms.ts'
import type {
  FormedDocument,
  FormedSignature,
  NamedTimestamp,
  ReadableContent,
  SignedContents,
  TimestampKind,
} from '../formed-signature.ts'
import { cmsOctetsLimit } from '../identify-format.ts'
import { rememberedDigest } from '../readable-content.ts'
import type { Indication, Reason } from '../report.ts'
import { readCms } from '../timestamp.ts'
import { unreadableSignature } from '../unreadable-signature.ts'
import { reason } from '../wording.ts'
import { readXmlDocument } from '../xml/read-xml-document.ts'
import { type ContainedSignature, inContainer, namesOf } from './contained-signature.ts'
import { type ContainerTimestamp, inOrder, noCover } from './container-timestamp.ts'
import { entryContent } from './entry-content.ts'
import { judgeManifest, type ManifestCheck } from './judged-manifest.ts'
import { disagreementsOf, type ReadManifest } from './read-manifest.ts'

/** Octets of all signatures and manifests together: they are held, what they speak of is not. */
const heldOctetsLimit = 32 << 20
/** Tags of all XML in META-INF together: those of a manifest of 10,000 files, and of a hundred signatures besides. */
const tagsLimit = 200_000
const lessThan = 0x3c
/** References of all manifests together. */
const referencesLimit = 20_000

/**
 * @throws ServiceError `MALFORMED_DOCUMENT`, `UNSUPPORTED_FORMAT`, `LIMIT_EXCEEDED` when the container cannot be read;
 *   what is wrong with one signature or file in it is told of that.
 */
export async function readAsicContainer(document: ByteSource): Promise<FormedDocument> {
  return new ContainerReader(await readContainer(document)).read()
}

class ContainerReader {
  readonly #container: AsicContainer
  readonly #contents = new Map<ZipEntry, ReadableContent>()
  readonly #reasons: Reason[] = []
  readonly #signatures: ContainedSignature[] = []
  readonly #timestamps: ContainerTimestamp[] = []
  /** Files of META-INF that had their say. */
  readonly #used = new Set<ZipEntry>()
  #atLeast: Indication = 'TOTAL_PASSED'
  #held = 0
  #references = 0
  #tags = 0
  readonly #work = new XmlWork()

  constructor(container: AsicContainer) {
    this.#container = container
  }

  async read(): Promise<FormedDocument> {
    const { kind, dataObjects, xmlSignatures, cmsSignatures, timestamps, manifests } = this.#container
    for (const file of xmlSignatures) await this.#attempt(file, () => this.#readXml(file))
    for (const file of cmsSignatures) await this.#attempt(file, () => this.#readCmsOfOne(file))
    for (const file of timestamps) await this.#attempt(file, () => this.#readTimestampOfOne(file))
    const read: ReadManifest[] = []
    for (const file of manifests)
      await this.#attempt(file, async () => read.push(await this.#readManifest(file)))
    for (const one of read) await this.#attempt(one.file, () => this.#readManifestTarget(one))
    const [disagreement] = disagreementsOf(read, this.#container.find)
    if (disagreement !== undefined)
      this.#tell(reason('ASIC_MANIFESTS_DISAGREE', disagreement), 'INDETERMINATE')
    await this.#tellOfContainer()

    const stamps = inOrder(this.#timestamps)
    const signatures = this.#signatures.map((one) =>
      inContainer(one, {
        format: kind,
        dataObjects,
        archiveTimestamps: stamps
          .filter(({ covers }) => covers.has(one.file))
          .map(({ timestamp }) => ({ ...timestamp, kind: 'archive' })),
      }),
    )
    this.#tellOfCoverage()
    return {
      format: kind,
      signatures,
      timestamps: stamps.map(({ file, timestamp }): NamedTimestamp => ({ name: file.name.text, timestamp })),
      reasons: this.#reasons,
      atLeast: this.#atLeast,
    }
  }

  /** One file that cannot be read does not keep the others from being judged, and fails as a signature does. */
  async #attempt(file: ZipEntry, read: () => Promise<unknown>): Promise<void> {
    try {
      await read()
    } catch (error) {
      if (!isServiceError(error)) throw error
      this.#used.add(file)
      this.#unreadable(file, error)
    }
  }

  #unreadable(file: ZipEntry, error: Pick<ServiceError, 'code' | 'message'>): void {
    const signature = unreadableSignature(this.#container.kind, 'ASIC_PART_UNREADABLE', error)
    this.#signatures.push({ file, signature, covers: new Set(), check: undefined })
  }

  #tell(why: Reason, atLeast: Indication = 'TOTAL_PASSED'): void {
    this.#reasons.push(why)
    if (atLeast === 'TOTAL_FAILED' || (atLeast === 'INDETERMINATE' && this.#atLeast === 'TOTAL_PASSED')) {
      this.#atLeast = atLeast
    }
  }

  async #hold(file: ZipEntry, limit: number): Promise<Uint8Array> {
    this.#used.add(file)
    this.#held += file.size
    if (this.#held > heldOctetsLimit) {
      throw new ServiceError(
        'LIMIT_EXCEEDED',
        `signatures and manifests have more than ${heldOctetsLimit} octets together`,
      )
    }
    return readEntry(file, limit)
  }

  #contentOf(file: ZipEntry): ReadableContent {
    const known = this.#contents.get(file) ?? entryContent(file)
    this.#contents.set(file, known)
    return known
  }

  async #readXml(file: ZipEntry): Promise<void> {
    const octets = await this.#holdMarkup(file, heldOctetsLimit)
    const contents: SignedContents = { named: (uri) => this.#contentOfUri(uri), anonymous: [] }
    const formed = await readXmlDocument(octets, contents, this.#work)
    for (const one of formed.reasons) this.#tell(one)
    if (formed.atLeast !== 'TOTAL_PASSED') {
      this.#tell(reason('ASIC_PART_UNREADABLE', file.name.text), formed.atLeast)
    }
    if (formed.signatures.length === 0) {
      this.#unreadable(file, { code: 'MALFORMED_DOCUMENT', message: 'there is no signature in it' })
    }
    const entryOf = new Map([...this.#contents].map(([entry, content]) => [content, entry]))
    for (const signature of formed.signatures) {
      const covers = (signature.files ?? []).map((content) => entryOf.get(content))
      this.#signatures.push({
        file,
        signature,
        covers: new Set(covers.filter((entry) => entry !== undefined)),
        check: undefined,
      })
    }
  }

  #contentOfUri(uri: string): ReadableContent | undefined {
    const entry = this.#container.find(uri)
    return entry === undefined ? undefined : this.#contentOf(entry)
  }

  /** XML costs by its tags: what each file alone may have, all together would make a bomb of. */
  async #holdMarkup(file: ZipEntry, limit: number): Promise<Uint8Array> {
    const octets = await this.#hold(file, limit)
    for (const octet of octets) if (octet === lessThan) this.#tags++
    if (this.#tags > tagsLimit) {
      throw new ServiceError(
        'LIMIT_EXCEEDED',
        `signatures and manifests have more than ${tagsLimit} tags together`,
      )
    }
    return octets
  }

  /** ASiC-S (§4.3.3.2): over the one data object. */
  async #readCmsOfOne(file: ZipEntry): Promise<void> {
    const octets = await this.#hold(file, cmsOctetsLimit)
    const only = this.#onlyDataObject()
    const content = only === undefined ? undefined : this.#contentOf(only)
    for (const signature of await this.#formCms(octets, content)) {
      this.#signatures.push({
        file,
        signature,
        covers: new Set(only === undefined ? [] : [only]),
        check: undefined,
      })
    }
  }

  async #formCms(
    octets: Uint8Array,
    content: Pick<ReadableContent, 'digest'> | undefined,
  ): Promise<readonly FormedSignature[]> {
    const { signedData, reasons } = readCms(octets)
    if (signedData.signerInfos.length === 0) {
      throw new ServiceError('MALFORMED_DOCUMENT', 'the SignedData has no signer')
    }
    return formCmsSignatures({
      format: this.#container.kind,
      signedData,
      content: content === undefined ? { kind: 'missing' } : { kind: 'detached', digest: content.digest },
      expectedContentType: undefined,
      signingCertificateRequired: true,
      reasons,
    })
  }

  async #readTimestampOfOne(file: ZipEntry): Promise<void> {
    const token = await this.#hold(file, cmsOctetsLimit)
    const only = this.#onlyDataObject()
    this.#timestamps.push({
      file,
      covers: new Set(only === undefined ? [] : [only]),
      timestamp: {
        kind: 'document',
        token,
        digest: async (hash) => {
          if (only !== undefined) return this.#contentOf(only).digest(hash)
          throw new ServiceError(
            'NOT_FOUND',
            'the container has not exactly one file that could be time-stamped',
          )
        },
        covers: noCover,
      },
    })
  }

  #onlyDataObject(): ZipEntry | undefined {
    const { dataObjects } = this.#container
    return dataObjects.length === 1 ? dataObjects[0] : undefined
  }

  async #readManifest(file: ZipEntry): Promise<ReadManifest> {
    const octets = await this.#holdMarkup(file, manifestOctetsLimit)
    const manifest = parseAsicManifest(octets)
    this.#references += manifest.dataObjects.length
    if (this.#references > referencesLimit) {
      throw new ServiceError('LIMIT_EXCEEDED', `the manifests have more than ${referencesLimit} references`)
    }
    const { find } = this.#container
    const covers = manifest.dataObjects.map(({ uri }) => find(uri)).filter((one) => one !== undefined)
    let judged: Promise<ManifestCheck> | undefined
    return {
      file,
      octets,
      manifest,
      target: find(manifest.sigReference),
      covers: new Set(covers),
      check: () => {
        judged ??= judgeManifest(manifest, { find, contentOf: (entry) => this.#contentOf(entry) })
        return judged
      },
    }
  }

  async #readManifestTarget({ file, octets, manifest, target, covers, check }: ReadManifest): Promise<void> {
    if (target === undefined) {
      const why = reason('ASIC_FILE_MISSING', `${file.name.text}: ${manifest.sigReference.slice(0, 200)}`)
      this.#tell(why, 'INDETERMINATE')
      return
    }
    if (this.#container.evidenceRecords.includes(target)) return
    const bytes = await this.#hold(target, cmsOctetsLimit)
    const digestOf = rememberedDigest((hash) => digest(hash, octets))
    if (!target.name.text.toLowerCase().endsWith('.tst')) {
      for (const signature of await this.#formCms(bytes, { digest: digestOf })) {
        this.#signatures.push({ file: target, signature, covers, check })
      }
      return
    }
    const kind: TimestampKind = 'document'
    this.#timestamps.push({
      file: target,
      covers,
      timestamp: {
        kind,
        token: bytes,
        digest: async (hash) => {
          // A token over a manifest proves something of the files only while they are the ones it names.
          const { failure } = await check()
          if (failure === undefined) return digestOf(hash)
          const why = failure.reasons.map(({ text }) => text).join(' ')
          throw new ServiceError('MALFORMED_DOCUMENT', `${file.name.text} does not fit the files: ${why}`)
        },
        covers: noCover,
      },
    })
  }

  async #tellOfContainer(): Promise<void> {
    const { mimetypeFault, evidenceRecords, others, listing, kind, dataObjects } = this.#container
    if (mimetypeFault !== undefined) {
      this.#tell(
        reason('ASIC_MIMETYPE', mimetypeFault),
        mimetypeFault === 'foreign' ? 'INDETERMINATE' : 'TOTAL_PASSED',
      )
    }
    if (evidenceRecords.length > 0) this.#tell(reason('ASIC_EVIDENCE_RECORD', namesOf(evidenceRecords)))
    if (this.#signatures.length === 0 && this.#timestamps.length > 0)
      this.#tell(reason('ASIC_TIMESTAMP_ONLY'))
    if (kind === 'ASiC-S' && (dataObjects.length !== 1 || dataObjects[0]?.name.text.includes('/'))) {
      this.#tell(
        reason('ASIC_S_ONE_FILE', namesOf(dataObjects)),
        dataObjects.length === 1 || this.#signatures.length === 0 ? 'TOTAL_PASSED' : 'INDETERMINATE',
      )
    }
    const covered = this.#covered()
    const unused = others.filter(
      (file) => !this.#used.has(file) && !covered.has(file) && !harmless.includes(file.name.text),
    )
    if (unused.length > 0) this.#tell(reason('ASIC_FILE_NOT_USED', namesOf(unused)), 'INDETERMINATE')
    if (listing !== undefined) await this.#compareListing(listing)
  }

  /** The list is not signed: it is told where it is wrong, and nothing rests on it. */
  async #compareListing(listing: ZipEntry): Promise<void> {
    try {
      const listed = new Set(parseListing(await this.#holdMarkup(listing, manifestOctetsLimit)))
      const { dataObjects, find } = this.#container
      const absent = [...listed].filter((name) => find(name) === undefined)
      const unlisted = dataObjects.filter(({ name }) => !listed.has(name.text))
      if (absent.length > 0)
        this.#tell(reason('ASIC_LISTING_WRONG', absent.slice(0, 10).join(', ').slice(0, 500)))
      if (unlisted.length > 0) this.#tell(reason('ASIC_LISTING_WRONG', namesOf(unlisted)))
    } catch (error) {
      if (!isServiceError(error)) throw error
      this.#tell(reason('ASIC_LISTING_WRONG', error.message))
    }
  }

  #covered(): ReadonlySet<ZipEntry> {
    return new Set(this.#signatures.flatMap(({ covers }) => [...covers]))
  }

  /** Beside signed files one that nobody signed looks as good as they do. */
  #tellOfCoverage(): void {
    if (this.#signatures.length === 0) return
    if (this.#container.dataObjects.length === 0) this.#tell(reason('ASIC_EMPTY'), 'INDETERMINATE')
    const covered = this.#covered()
    const left = this.#container.dataObjects.filter((file) => !covered.has(file))
    if (left.length > 0) this.#tell(reason('ASIC_FILE_NOT_SIGNED', namesOf(left)), 'INDETERMINATE')
  }
}

/** Of META-INF, described by the packaging standards that ASiC builds on; they say nothing of the matter. */
const harmless: readonly string[] = [
  'META-INF/container.xml',
  'META-INF/metadata.xml',
  'META-INF/manifest.rdf',
  'META-INF/MANIFEST.MF',
]
