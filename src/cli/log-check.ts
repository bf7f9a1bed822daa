// Whether the audit log is what its checkpoint says: every leaf hashed again, the root made of them (RFC 9162 §2.1.1).

import { createPublicKey } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { equalBytes, toHex } from '../bytes.ts'
import type { ChanceryClient } from '../client/client.ts'
import type { CheckpointFacts } from '../client/client-types.ts'
import { ServiceError } from '../errors.ts'
import { type Checkpoint, parseCheckpoint } from '../log/checkpoint.ts'
import { createFrontier, leafHash } from '../log/merkle-tree.ts'
import { verifyConsistency } from '../log/proofs.ts'
import { parseSignedNote, verifierKey, verifySignedNote } from '../log/signed-note.ts'
import { splitHashes, tilePath, tileWidth } from '../log/tiles.ts'
import { CommandError, exitStatus } from './exit-status.ts'
import { readInput } from './input-file.ts'
import { dataDirectory, type Shell } from './shell.ts'

export interface LogFinding {
  readonly holds: boolean
  readonly treeSize: number
  readonly rootHashHex: string
  /** Size of the earlier log that this one was shown to continue; null when none was given. */
  readonly continuesFrom: number | null
  /** Leaves whose entries the caller may not read. */
  readonly entriesOfOthers: number
  /** Entries that no checkpoint counts yet. */
  readonly entriesWaiting: number
  readonly problems: readonly string[]
}

export interface LogKey {
  /** DER of SubjectPublicKeyInfo. */
  readonly spki: Uint8Array
  /** A file, or `service`. */
  readonly source: string
}

/** The key in `file`, or the one in the data directory, or else the one that the service gives. */
export async function logKey(shell: Shell, file: string | undefined, served: Uint8Array): Promise<LogKey> {
  return (await keptLogKey(shell, file)) ?? { spki: served, source: 'service' }
}

/** As `logKey`, for those who ask no service. @throws CommandError when there is none. */
export async function pinnedLogKey(shell: Shell, file: string | undefined): Promise<LogKey> {
  const kept = await keptLogKey(shell, file)
  if (kept === undefined)
    throw new CommandError(
      exitStatus.noInput,
      'there is no key of the log in the data directory: give it as --log-key, from trust/log.pem of the office',
    )
  return kept
}

async function keptLogKey(shell: Shell, file: string | undefined): Promise<LogKey | undefined> {
  const pinned = join(dataDirectory(shell), 'trust', 'log.pem')
  if (file !== undefined) return { spki: spkiIn(file, await readInput(shell, file, 64 * 1024)), source: file }
  const found = await readFile(pinned).catch(() => undefined)
  return found === undefined ? undefined : { spki: spkiIn(pinned, found), source: pinned }
}

/**
 * Whether the log of `checkpoint` continues the one of `earlierNote`, by the proof alone: no entry is read.
 */
export async function checkContinuation(
  client: Pick<ChanceryClient, 'consistencyProof'>,
  spki: Uint8Array,
  earlierNote: string,
): Promise<LogFinding & { readonly note: string }> {
  const problems: string[] = []
  const earlier = await earlierHead(earlierNote, spki, problems)
  const { hashes, checkpoint } = await client.consistencyProof(earlier?.treeSize ?? 1)
  const head = await signedHead(checkpoint.note, spki, 'the checkpoint', problems)
  if (
    earlier !== undefined &&
    head !== undefined &&
    (head.origin !== earlier.origin ||
      !verifyConsistency(earlier.treeSize, head.treeSize, hashes, earlier.rootHash, head.rootHash))
  )
    problems.push(
      `the log of ${head.treeSize} entries does not continue the earlier one of ${earlier.treeSize}`,
    )
  return {
    holds: problems.length === 0,
    treeSize: checkpoint.treeSize,
    rootHashHex: toHex(checkpoint.rootHash),
    continuesFrom: earlier?.treeSize ?? null,
    entriesOfOthers: 0,
    entriesWaiting: 0,
    problems,
    note: checkpoint.note,
  }
}

/**
 * @param spki the key that must have signed the checkpoints.
 * @param earlierNote a signed checkpoint of before; the log must continue it.
 */
export async function recomputeLog(
  client: Pick<ChanceryClient, 'auditEntries' | 'logTile' | 'units'>,
  checkpoint: CheckpointFacts,
  spki: Uint8Array,
  earlierNote: string | undefined,
): Promise<LogFinding> {
  const problems: string[] = []
  const head = await signedHead(checkpoint.note, spki, 'the checkpoint', problems)
  const earlier = earlierNote === undefined ? undefined : await earlierHead(earlierNote, spki, problems)
  const treeSize = head?.treeSize ?? checkpoint.treeSize
  if (head !== undefined && earlier !== undefined && head.origin !== earlier.origin)
    problems.push(`the earlier checkpoint is of another log: ${earlier.origin}, not ${head.origin}`)
  if (earlier !== undefined && earlier.treeSize > treeSize)
    problems.push(
      `the log had ${earlier.treeSize} entries and now has ${treeSize}: entries were removed, or an old database was restored`,
    )

  const { hashes, waiting } = await hashesOfEntries(client, treeSize, problems)
  const absent = await fillFromTiles(client, hashes, treeSize, problems)
  const wholeLog = absent > 0 && (await seesEverything(client))
  if (wholeLog)
    problems.push(`${absent} of ${treeSize} entries are missing, though their hashes are in the log`)

  const frontier = createFrontier()
  let earlierRoot: Uint8Array | undefined
  for (let index = 0; index < treeSize; index++) {
    if (index === earlier?.treeSize) earlierRoot = frontier.root()
    const hash = hashes[index]
    if (hash === undefined) break
    frontier.append(hash)
  }
  if (earlier?.treeSize === treeSize) earlierRoot = frontier.root()
  const complete = frontier.size === treeSize
  if (complete && head !== undefined && !equalBytes(frontier.root(), head.rootHash))
    problems.push(
      `the ${treeSize} entries make the root ${toHex(frontier.root())}, but ${toHex(head.rootHash)} was signed: an entry was changed, exchanged or moved`,
    )
  if (earlier !== undefined && earlierRoot !== undefined && !equalBytes(earlierRoot, earlier.rootHash))
    problems.push(`the first ${earlier.treeSize} entries are not those of the earlier checkpoint`)
  return {
    holds: problems.length === 0,
    treeSize,
    rootHashHex: toHex(frontier.root()),
    continuesFrom: earlier?.treeSize ?? null,
    entriesOfOthers: wholeLog ? 0 : absent,
    entriesWaiting: waiting,
    problems,
  }
}

async function hashesOfEntries(
  client: Pick<ChanceryClient, 'auditEntries'>,
  treeSize: number,
  problems: string[],
): Promise<{ readonly hashes: (Uint8Array | undefined)[]; readonly waiting: number }> {
  const hashes: (Uint8Array | undefined)[] = new Array(treeSize)
  let waiting = 0
  for await (const { leafIndex, entry } of client.auditEntries()) {
    if (leafIndex === null || leafIndex >= treeSize) {
      waiting++
      continue
    }
    if (hashes[leafIndex] !== undefined) problems.push(`two entries claim place ${leafIndex}`)
    hashes[leafIndex] = leafHash(entry)
  }
  return { hashes, waiting }
}

/** Hashes of entries that the caller may not read come from the public tiles. @returns how many there were. */
async function fillFromTiles(
  client: Pick<ChanceryClient, 'logTile'>,
  hashes: (Uint8Array | undefined)[],
  treeSize: number,
  problems: string[],
): Promise<number> {
  let absent = 0
  for (let index = 0; index < treeSize; index++) if (hashes[index] === undefined) absent++
  if (absent === 0) return 0
  let index = 0
  for (let tile = 0; tile * tileWidth < treeSize; tile++) {
    const width = Math.min(tileWidth, treeSize - tile * tileWidth)
    const octets = await client.logTile(tilePath({ level: 0, index: tile, width }))
    for (const hash of splitHashes(octets).slice(0, width)) {
      const known = hashes[index]
      if (known === undefined) hashes[index] = hash
      else if (!equalBytes(known, hash)) problems.push(`entry ${index} is not the one in the log`)
      index++
    }
  }
  if (index < treeSize) problems.push(`the log gives ${index} of ${treeSize} hashes`)
  return absent
}

/** Whoever sees the organisation itself sees all of its entries. */
async function seesEverything(client: Pick<ChanceryClient, 'units'>): Promise<boolean> {
  const first = await client.units().next()
  return first.done !== true && first.value.path === ''
}

async function earlierHead(
  note: string,
  spki: Uint8Array,
  problems: string[],
): Promise<Checkpoint | undefined> {
  const earlier = await signedHead(note, spki, 'the earlier checkpoint', problems)
  return earlier === undefined || earlier.treeSize === 0 ? undefined : earlier
}

async function signedHead(
  note: string,
  spki: Uint8Array,
  what: string,
  problems: string[],
): Promise<Checkpoint | undefined> {
  try {
    const signed = parseSignedNote(note)
    const head = parseCheckpoint(signed.text)
    if (await verifySignedNote(signed, verifierKey(head.origin, spki))) return head
    problems.push(`${what} is not signed by the key of the log`)
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    problems.push(`${what} cannot be read: ${error.message}`)
  }
  return undefined
}

function spkiIn(path: string, bytes: Uint8Array): Uint8Array {
  try {
    const key =
      bytes[0] === 0x30
        ? createPublicKey({ key: Buffer.from(bytes), format: 'der', type: 'spki' })
        : createPublicKey(Buffer.from(bytes))
    return Uint8Array.from(key.export({ format: 'der', type: 'spki' }))
  } catch (cause) {
    throw new CommandError(exitStatus.data, `${path} holds no public key in PEM or DER`, { cause })
  }
}
