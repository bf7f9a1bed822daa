// The guard against restored databases: no key is used while the log does not continue the checkpoints kept outside it.

import { equalBytes, toHex } from '../bytes.ts'
import { isServiceError, ServiceError } from '../errors.ts'
import { type Checkpoint, parseCheckpoint } from '../log/checkpoint.ts'
import { parseSignedNote, verifierKey, verifySignedNote } from '../log/signed-note.ts'
import type { CheckpointFolder } from '../outside/checkpoint-folder.ts'
import { listKeyVersions } from '../registry/key-versions.ts'
import { findKey } from '../registry/keys.ts'
import { findNewestCheckpoint, type StoredCheckpoint } from '../registry/log-checkpoints.ts'
import { logSize, rootAt } from '../registry/log-nodes.ts'
import { serviceScope } from '../registry/scope.ts'
import { asService, type Tx } from './as-caller.ts'
import type { Deps } from './deps.ts'
import { logKeyName } from './log-key.ts'

export interface LogGuard {
  /**
   * Compares the log with what is kept, unless that was done a moment ago. A log that continues again, because the
   * right database came back, is used again.
   *
   * @throws ServiceError `LOG_ROLLED_BACK`; as `Database.transaction`.
   */
  requireWhole(): Promise<void>
  /** Compares now, and keeps the newest checkpoint if it leads on. @returns what is amiss; undefined while all is well. */
  check(): Promise<string | undefined>
  /** Keeps a checkpoint that was just published. */
  keep(checkpoint: Pick<StoredCheckpoint, 'note'>): Promise<void>
  /** Kept checkpoints that the log does not continue; empty while it is whole. */
  lost(): readonly Kept[]
  /** Lets the log as it is now take the place of what was lost. */
  accept(): Promise<void>
}

export interface Kept {
  readonly note: string
  readonly treeSize: number
}

export interface GuardWatch {
  /** Called when it changes. @param problem undefined when the log is whole again. */
  changed(problem: string | undefined): void
  /** A folder could not be written. */
  notKept(folder: string, error: unknown): void
}

/** A database can be exchanged under a running service; this long a signature may rest on the last comparison. */
const freshMs = 2000

/** @throws ServiceError `NOT_FOUND` without a folder: then nobody knows what the log must continue. */
export async function openLogGuard(
  deps: Pick<Deps, 'database'>,
  folders: readonly CheckpointFolder[],
  nowMs: () => number,
  watch: GuardWatch,
): Promise<LogGuard> {
  let kept = await readKept(folders)
  let lost: readonly Kept[] = []
  let problem: string | undefined
  let comparedAtMs = Number.NEGATIVE_INFINITY
  let comparing: Promise<string | undefined> | undefined

  const keep = async (note: string): Promise<void> => {
    kept = [keptOf(note)]
    for (const folder of folders)
      await folder.keep(note).catch((error: unknown) => watch.notKept(folder.path, error))
  }

  const compare = async (): Promise<string | undefined> => {
    const begun = nowMs()
    const before = kept
    const found = await asService(deps, (tx) => comparison(tx, before))
    if (found.problem !== problem) watch.changed(found.problem)
    problem = found.problem
    lost = found.lost
    comparedAtMs = begun
    const { newest } = found
    // Another host published meanwhile: what this host keeps goes on with it.
    if (
      problem === undefined &&
      newest !== undefined &&
      kept.every(({ treeSize }) => treeSize < newest.treeSize)
    )
      await keep(newest.note)
    return problem
  }

  const check = (): Promise<string | undefined> => {
    comparing ??= compare().finally(() => {
      comparing = undefined
    })
    return comparing
  }

  return {
    check,
    async requireWhole() {
      if (nowMs() - comparedAtMs > freshMs) await check()
      if (problem !== undefined) throw rolledBack(problem)
    },
    keep: ({ note }) => keep(note),
    lost: () => lost,
    async accept() {
      for (const { treeSize } of kept) for (const folder of folders) await folder.setAside(treeSize)
      kept = []
      await check()
    },
  }
}

function rolledBack(problem: string): ServiceError {
  return new ServiceError(
    'LOG_ROLLED_BACK',
    `the audit log is not the one that this host knows: ${problem}. Find the right database, or accept what was lost: chancery audit accept`,
  )
}

async function readKept(folders: readonly CheckpointFolder[]): Promise<readonly Kept[]> {
  const notes = new Set<string>()
  for (const folder of folders) {
    const note = await folder.read()
    if (note !== undefined) notes.add(note)
  }
  return [...notes].map(keptOf)
}

/** What cannot be read is kept all the same, and never continued: somebody wrote into the folder. */
function keptOf(note: string): Kept {
  return { note, treeSize: checkpointIn(note)?.treeSize ?? 0 }
}

function checkpointIn(note: string): Checkpoint | undefined {
  try {
    return parseCheckpoint(parseSignedNote(note).text)
  } catch (error) {
    if (isServiceError(error)) return undefined
    throw error
  }
}

interface Comparison {
  readonly problem: string | undefined
  readonly lost: readonly Kept[]
  readonly newest: StoredCheckpoint | undefined
}

async function comparison(tx: Tx, kept: readonly Kept[]): Promise<Comparison> {
  const keys = await logKeys(tx)
  const lost: Kept[] = []
  const problems: string[] = []
  for (const one of kept) {
    const problem = await problemOf(tx, one.note, keys)
    if (problem === undefined) continue
    lost.push(one)
    problems.push(problem)
  }
  return { problem: problems[0], lost, newest: await findNewestCheckpoint(tx) }
}

async function problemOf(tx: Tx, note: string, keys: readonly Uint8Array[]): Promise<string | undefined> {
  const checkpoint = checkpointIn(note)
  if (checkpoint === undefined) return 'the kept checkpoint cannot be read'
  const { origin, treeSize, rootHash } = checkpoint
  const signed = parseSignedNote(note)
  const verified = await Promise.all(keys.map((spki) => verifySignedNote(signed, verifierKey(origin, spki))))
  if (!verified.includes(true)) return 'the kept checkpoint is not signed by the key of this log'
  const size = await logSize(tx)
  if (size < treeSize) return `it has ${size} entries, and had ${treeSize}`
  const root = await rootAt(tx, treeSize)
  if (root === undefined) return `hashes of its first ${treeSize} entries are missing`
  if (!equalBytes(root, rootHash))
    return `its first ${treeSize} entries make the root ${toHex(root)}, and made ${toHex(rootHash)}`
  return undefined
}

/** Of every version: an old checkpoint may be signed by an old one. */
async function logKeys(tx: Tx): Promise<readonly Uint8Array[]> {
  const key = await findKey(tx, serviceScope, '', logKeyName)
  const versions = key === undefined ? [] : await listKeyVersions(tx, serviceScope, key.id)
  return versions.map(({ publicKey }) => publicKey)
}
