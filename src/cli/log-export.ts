// Exports of the audit log: a line for each place in it, verifiable offline with the signed checkpoint beside them.

import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { fromBase64, toBase64, utf8 } from '../bytes.ts'
import type { ChanceryClient } from '../client/client.ts'
import type { AuditEntryFacts, CheckpointFacts } from '../client/client-types.ts'
import type { UnitFacts } from '../client/entities.ts'
import { leafHash } from '../log/merkle-tree.ts'
import { splitHashes, tilePath, tileWidth } from '../log/tiles.ts'
import { CommandError, exitStatus } from './exit-status.ts'
import { inputError } from './input-file.ts'

export interface ExportCount {
  entries: number
  /** Places of which only the hash is known, since the entry is another unit's. */
  hashes: number
}

/**
 * JSON lines: entries that the caller may see, oldest first, and with a checkpoint the hashes of all others that it
 * counts. The leaf's text stays as it is, in `entry`: its octets are what the log hashes.
 */
export async function* exportLines(
  client: Pick<ChanceryClient, 'auditEntries' | 'logTile'>,
  checkpoint: Pick<CheckpointFacts, 'treeSize'> | undefined,
  count: ExportCount,
): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const treeSize = checkpoint?.treeSize ?? 0
  const known = new Uint8Array(treeSize)
  for await (const { leafIndex, id, entry } of client.auditEntries()) {
    count.entries++
    if (leafIndex !== null && leafIndex < treeSize) known[leafIndex] = 1
    yield line({ leafIndex, id, entry: decoder.decode(entry) })
  }
  for (let tile = 0; tile * tileWidth < treeSize; tile++) {
    const first = tile * tileWidth
    const width = Math.min(tileWidth, treeSize - first)
    if (known.subarray(first, first + width).every((one) => one === 1)) continue
    const hashes = splitHashes(await client.logTile(tilePath({ level: 0, index: tile, width })))
    for (const [i, hash] of hashes.slice(0, width).entries()) {
      if (known[first + i] === 1) continue
      count.hashes++
      yield line({ leafIndex: first + i, leafHash: toBase64(hash) })
    }
  }
}

/** The same as one JSON value. */
export async function* asArray(lines: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let before = '['
  for await (const one of lines) {
    yield utf8(before)
    // Without its end of line.
    yield one.subarray(0, -1)
    before = ','
  }
  yield utf8(before === '[' ? '[]\n' : ']\n')
}

/** What `recomputeLog` asks of a service, answered from the file alone. */
export type ExportedLog = Pick<ChanceryClient, 'auditEntries' | 'logTile' | 'units'>

/** @throws CommandError for a file that is no export. */
export async function readExport(path: string): Promise<ExportedLog> {
  const entries: AuditEntryFacts[] = []
  const hashes = new Map<number, Uint8Array>()
  let number = 0
  for await (const text of linesOf(path)) {
    number++
    const parsed = parsedLine(path, number, text)
    if ('entry' in parsed) entries.push(parsed)
    else hashes.set(parsed.leafIndex, parsed.leafHash)
  }
  return {
    async *auditEntries() {
      yield* entries
    },
    // Read only where entries are absent: what stands for the hash of a present one is not looked at.
    async logTile(tile) {
      const [, name = '', width] = /^tile\/0\/([x\d/]+)(?:\.p\/(\d+))?$/.exec(tile) ?? []
      const first = Number(name.replaceAll(/[x/]/g, '')) * tileWidth
      const octets = new Uint8Array(Number(width ?? tileWidth) * 32)
      const present = new Map(entries.map((entry) => [entry.leafIndex, entry.entry]))
      for (let i = 0; i * 32 < octets.length; i++) {
        const entry = present.get(first + i)
        const hash = entry === undefined ? hashes.get(first + i) : leafHash(entry)
        if (hash === undefined) return octets.subarray(0, i * 32)
        octets.set(hash, i * 32)
      }
      return octets
    },
    // Without a single hash of others it claims to be whole.
    async *units(): AsyncGenerator<UnitFacts> {
      yield { id: '', path: hashes.size === 0 ? '' : 'a unit', title: '', state: 'ACTIVE', createdAt: '' }
    },
  }
}

async function* linesOf(path: string): AsyncGenerator<string> {
  const input = createReadStream(path)
  // An error of the stream does not reach who reads its lines.
  const failed = new Promise<never>((_, reject) => input.once('error', reject))
  failed.catch(() => undefined)
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })[Symbol.asyncIterator]()
  for (;;) {
    const next = await Promise.race([lines.next(), failed]).catch((error: unknown) => {
      throw inputError(path, error)
    })
    if (next.done === true) return
    if (next.value !== '') yield next.value
  }
}

function parsedLine(
  path: string,
  number: number,
  text: string,
): AuditEntryFacts | { readonly leafIndex: number; readonly leafHash: Uint8Array } {
  const wrong = (): CommandError =>
    new CommandError(exitStatus.data, `${path}, line ${number}: this is no line of an exported log`)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw wrong()
  }
  if (typeof value !== 'object' || value === null) throw wrong()
  const leafIndex: unknown = Reflect.get(value, 'leafIndex')
  const entry: unknown = Reflect.get(value, 'entry')
  const leafHash: unknown = Reflect.get(value, 'leafHash')
  const index =
    typeof leafIndex === 'number' && Number.isSafeInteger(leafIndex) && leafIndex >= 0 ? leafIndex : null
  if (typeof entry === 'string') {
    if (index === null && leafIndex !== null) throw wrong()
    const id: unknown = Reflect.get(value, 'id')
    return { id: String(id), at: '', operation: '', outcome: '', leafIndex: index, entry: utf8(entry) }
  }
  const hash = typeof leafHash === 'string' ? fromBase64(leafHash) : undefined
  if (index === null || hash?.length !== 32) throw wrong()
  return { leafIndex: index, leafHash: hash }
}

function line(value: object): Uint8Array {
  return utf8(`${JSON.stringify(value)}\n`)
}
