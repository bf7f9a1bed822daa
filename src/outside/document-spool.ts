// The document spool: files of strangers and signed results, encrypted at rest in 64 KiB chunks, read at random.
// AES-256-GCM (SP 800-38D) in the STREAM construction: counter nonce and a flag on the final chunk.

import { createCipheriv, createDecipheriv, createHash } from 'node:crypto'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { toHex } from '../bytes.ts'
import { ServiceError } from '../errors.ts'
import type { ByteSource } from '../formats/byte-source.ts'

export interface SpooledDocument {
  /** Name within the spool; worthless without `contentKey`. */
  readonly fileName: string
  /** 32 octets, used for this one file. It lives in the registry and nowhere else. */
  readonly contentKey: Uint8Array
  /** SHA-256 of the plaintext. */
  readonly sha256: Uint8Array
  /** Plaintext octets. */
  readonly size: number
}

export interface SpoolLimits {
  readonly maxOctets: number
  /** Ends the write when the sender goes away. */
  readonly signal?: AbortSignal
}

export interface DocumentSpool {
  /**
   * Writes `stream` and answers when it is on the disk. Nothing remains of a stream that fails.
   *
   * @throws ServiceError `LIMIT_EXCEEDED` when the stream is longer than `limits.maxOctets`; `BUSY` when the disk is full.
   */
  write(stream: AsyncIterable<Uint8Array>, limits: SpoolLimits): Promise<SpooledDocument>

  /**
   * Random access to a document. Each chunk is authenticated with its place before any octet of it is given; a
   * changed, moved or shortened file makes `read` throw a plain Error, since only our own host writes there.
   */
  open(fileName: string, contentKey: Uint8Array, size: number): ByteSource

  /** Whether the file lies here: each host has a spool of its own. */
  has(fileName: string): Promise<boolean>

  remove(fileName: string): Promise<void>

  /**
   * Removes files that the registry does not know (a crash between file and row) and that were last written
   * before `before`.
   *
   * @returns how many were removed.
   */
  sweep(known: ReadonlySet<string>, before: Date): Promise<number>
}

const chunkOctets = 64 * 1024
const tagOctets = 16
const storedChunkOctets = chunkOctets + tagOctets
const partSuffix = '.part'
const fileNamePattern = /^[0-9a-f]{32}$/
/** Chunks gathered for one write or one read: 1 MiB of plaintext. */
const chunksAtOnce = 16

export interface SpoolDeps {
  /** Made when it does not exist. Half-written files in it are removed. */
  readonly folder: string
  readonly randomBytes: (octets: number) => Uint8Array
}

export async function openDocumentSpool(deps: SpoolDeps): Promise<DocumentSpool> {
  await mkdir(deps.folder, { recursive: true, mode: 0o700 })
  for (const name of await readdir(deps.folder)) {
    if (name.endsWith(partSuffix)) await rm(join(deps.folder, name), { force: true })
  }
  return {
    write: (stream, limits) => writeDocument(deps, stream, limits),
    open: (fileName, contentKey, size) => spooledSource(pathOf(deps, fileName), contentKey, size),
    has: async (fileName) => (await stat(pathOf(deps, fileName)).catch(absent)) !== undefined,
    remove: (fileName) => rm(pathOf(deps, fileName), { force: true }),
    sweep: (known, before) => sweep(deps, known, before),
  }
}

async function writeDocument(
  deps: SpoolDeps,
  stream: AsyncIterable<Uint8Array>,
  limits: SpoolLimits,
): Promise<SpooledDocument> {
  const fileName = toHex(deps.randomBytes(16))
  const contentKey = deps.randomBytes(32)
  const path = pathOf(deps, fileName)
  const partPath = path + partSuffix
  const hash = createHash('sha256')
  const file = await open(partPath, 'wx', 0o600)
  try {
    const chunks = new ChunkWriter(contentKey, (bytes) => file.writeFile(bytes))
    for await (const piece of stream) {
      limits.signal?.throwIfAborted()
      if (chunks.size + piece.length > limits.maxOctets) {
        throw new ServiceError('LIMIT_EXCEEDED', `the document is larger than ${limits.maxOctets} octets`)
      }
      hash.update(piece)
      await chunks.add(piece)
    }
    // A stream that was cut may end without an error.
    limits.signal?.throwIfAborted()
    await chunks.end()
    await file.sync()
    await file.close()
    await rename(partPath, path)
    await syncFolder(deps.folder)
    return { fileName, contentKey, sha256: hash.digest(), size: chunks.size }
  } catch (error) {
    await file.close().catch(() => undefined)
    await rm(partPath, { force: true })
    throw isFull(error)
      ? new ServiceError('BUSY', 'the disk has no room for documents', { cause: error })
      : error
  }
}

function absent(error: unknown): undefined {
  if (error instanceof Error && Reflect.get(error, 'code') === 'ENOENT') return undefined
  throw error
}

function isFull(error: unknown): boolean {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined
  return code === 'ENOSPC' || code === 'EDQUOT'
}

class ChunkWriter {
  size = 0
  readonly #key: Uint8Array
  readonly #out: (bytes: Uint8Array) => Promise<void>
  /** Plaintext that is not yet known to be followed by more. */
  readonly #pending = new Uint8Array(chunkOctets)
  #pendingOctets = 0
  #index = 0
  #sealed: Uint8Array[] = []

  constructor(key: Uint8Array, out: (bytes: Uint8Array) => Promise<void>) {
    this.#key = key
    this.#out = out
  }

  async add(piece: Uint8Array): Promise<void> {
    let at = 0
    while (at < piece.length) {
      // A full chunk is sealed only when an octet follows it: the final one bears another flag.
      if (this.#pendingOctets === chunkOctets) await this.#seal(false)
      const take = Math.min(chunkOctets - this.#pendingOctets, piece.length - at)
      this.#pending.set(piece.subarray(at, at + take), this.#pendingOctets)
      this.#pendingOctets += take
      at += take
    }
    this.size += piece.length
  }

  async end(): Promise<void> {
    await this.#seal(true)
  }

  async #seal(final: boolean): Promise<void> {
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce(this.#index, final))
    this.#sealed.push(
      cipher.update(this.#pending.subarray(0, this.#pendingOctets)),
      cipher.final(),
      cipher.getAuthTag(),
    )
    this.#index++
    this.#pendingOctets = 0
    if (!final && this.#index % chunksAtOnce !== 0) return
    const bytes = Buffer.concat(this.#sealed)
    this.#sealed = []
    await this.#out(bytes)
  }
}

/** 96 bits: seven zero octets, the chunk's number, the final flag. The key is used for one file, so that none repeats. */
function nonce(index: number, final: boolean): Uint8Array {
  const bytes = new Uint8Array(12)
  new DataView(bytes.buffer).setUint32(7, index)
  bytes[11] = final ? 1 : 0
  return bytes
}

function spooledSource(path: string, contentKey: Uint8Array, size: number): ByteSource {
  const chunkCount = Math.max(1, Math.ceil(size / chunkOctets))
  // A reader of structures comes back to the same places: tail, cross-reference table, trailer.
  const recent = new Map<number, Uint8Array>()
  // Ciphertext is forgotten with the read: a buffer for each would have the collector walk the whole heap every few dozen.
  let spare: Buffer | undefined

  async function load(first: number, last: number): Promise<Uint8Array[]> {
    const wanted = (last - first + 1) * storedChunkOctets
    const stored = spare !== undefined && spare.length >= wanted ? spare : Buffer.allocUnsafe(wanted)
    spare = undefined
    const expected = Math.min(wanted, storedSize(size) - first * storedChunkOctets)
    // Opened for each read, so that no source has to be closed by whoever holds it.
    const file = await open(path, 'r')
    try {
      let got = 0
      while (got < expected) {
        const { bytesRead } = await file.read(stored, got, expected - got, first * storedChunkOctets + got)
        if (bytesRead === 0) throw new Error(`spooled document ends after ${got} of ${expected} octets`)
        got += bytesRead
      }
    } finally {
      await file.close()
    }
    const chunks: Uint8Array[] = []
    for (let index = first; index <= last; index++) {
      const at = (index - first) * storedChunkOctets
      const sealed = stored.subarray(at, Math.min(at + storedChunkOctets, expected))
      const chunk = openChunk(contentKey, sealed, index, index === chunkCount - 1)
      chunks.push(chunk)
      recent.delete(index)
      recent.set(index, chunk)
    }
    for (const index of recent.keys()) {
      if (recent.size <= chunksAtOnce) break
      recent.delete(index)
    }
    spare = stored
    return chunks
  }

  return {
    size,
    async read(start, end) {
      if (start < 0 || end > size || start > end)
        throw new RangeError(`octets ${start} to ${end} of a source of ${size}`)
      if (start === end) return new Uint8Array(0)
      const first = Math.floor(start / chunkOctets)
      const last = Math.floor((end - 1) / chunkOctets)
      const known = first === last ? recent.get(first) : undefined
      if (known !== undefined) return known.subarray(start - first * chunkOctets, end - first * chunkOctets)
      // All of it is written, so nobody has to clear it first.
      const bytes = new Uint8Array(Buffer.allocUnsafeSlow(end - start).buffer)
      for (let from = first; from <= last; from += chunksAtOnce) {
        const chunks = await load(from, Math.min(last, from + chunksAtOnce - 1))
        for (const [i, chunk] of chunks.entries()) {
          const chunkStart = (from + i) * chunkOctets
          const begin = Math.max(start, chunkStart)
          const stop = Math.min(end, chunkStart + chunk.length)
          bytes.set(chunk.subarray(begin - chunkStart, stop - chunkStart), begin - start)
        }
      }
      return bytes
    },
  }
}

function openChunk(key: Uint8Array, sealed: Uint8Array, index: number, final: boolean): Uint8Array {
  const decipher = createDecipheriv('aes-256-gcm', key, nonce(index, final), { authTagLength: tagOctets })
  decipher.setAuthTag(sealed.subarray(sealed.length - tagOctets))
  const plain = decipher.update(sealed.subarray(0, sealed.length - tagOctets))
  // Throws when the tag does not hold; `plain` is not given to anybody before.
  decipher.final()
  return plain
}

function storedSize(size: number): number {
  return size + Math.max(1, Math.ceil(size / chunkOctets)) * tagOctets
}

async function sweep(deps: SpoolDeps, known: ReadonlySet<string>, before: Date): Promise<number> {
  let removed = 0
  for (const name of await readdir(deps.folder)) {
    if (known.has(name)) continue
    const path = join(deps.folder, name)
    const facts = await stat(path).catch(() => undefined)
    if (facts === undefined || facts.mtime >= before) continue
    await rm(path, { force: true })
    removed++
  }
  return removed
}

function pathOf(deps: SpoolDeps, fileName: string): string {
  if (!fileNamePattern.test(fileName)) throw new Error('a spool file name is 32 hexadecimal digits')
  return join(deps.folder, fileName)
}

/** Makes the rename itself durable. Windows cannot open folders and does not need it. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
