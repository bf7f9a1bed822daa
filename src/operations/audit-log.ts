// The audit log towards the outside: signed checkpoints (C2SP tlog-checkpoint), tiles and proofs (RFC 9162 §2.1).

import { utf8 } from '../bytes.ts'
import { type Call, theService } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import type { Unsigned } from '../formats/unsigned.ts'
import { encodeCheckpoint } from '../log/checkpoint.ts'
import { encodeSignedNote, verifierKey } from '../log/signed-note.ts'
import { encodeEntryBundle, parseTilePath } from '../log/tiles.ts'
import { authorise, requireAccess } from '../policy/authorise.ts'
import { activeSigningKey } from '../registry/key-handles.ts'
import { listKeyVersions } from '../registry/key-versions.ts'
import { findKey } from '../registry/keys.ts'
import { type AttestationKind, listAttestations, newestAttested } from '../registry/log-attestations.ts'
import {
  findCheckpoint,
  findNewestCheckpoint,
  type StoredCheckpoint,
  storeCheckpoint,
} from '../registry/log-checkpoints.ts'
import { inclusionProof as proofOf, readBundle, readTileHashes } from '../registry/log-nodes.ts'
import { sequence } from '../registry/log-sequencer.ts'
import { serviceScope } from '../registry/scope.ts'
import { asCaller, asService, type Tx } from './as-caller.ts'
import type { Deps } from './deps.ts'
import { auditEntry } from './evidence.ts'
import { logKeyName } from './log-key.ts'
import { signWith } from './sign-with.ts'

export interface PublishedCheckpoint extends StoredCheckpoint {
  /** DER of SubjectPublicKeyInfo of the log key. */
  readonly publicKey: Uint8Array
  /** DER of TimeStampToken over the note without cosignatures; null while nobody has stamped it. */
  readonly timestamp: Uint8Array | null
}

/** Name of the log: where it is served, without the scheme. */
function logOrigin(deps: Pick<Deps, 'publicUrl'>): string {
  return `${deps.publicUrl.replace(/^https?:\/\//, '')}/log`
}

/**
 * Gives waiting entries their places and signs the tree head.
 *
 * @returns the new checkpoint; undefined when nothing is new, or another gateway does this.
 */
export async function publishCheckpoint(deps: Deps): Promise<StoredCheckpoint | undefined> {
  const head = await sequence(deps.database)
  if (head === undefined) return undefined
  const call: Call = { requestId: deps.newId(), caller: theService }
  const key = await asService(deps, async (tx) => {
    const found = await findKey(tx, serviceScope, '', logKeyName)
    if (found === undefined) throw new Error('the office has no log key')
    return activeSigningKey(tx, serviceScope, found.id)
  })
  const origin = logOrigin(deps)
  const text = encodeCheckpoint({ origin, ...head })
  const { name, keyId } = verifierKey(origin, key.publicKey)
  const unsigned: Unsigned<string> = {
    algorithm: key.identity.algorithm,
    toBeSigned: utf8(text),
    complete: (signature) => encodeSignedNote({ text, signatures: [{ name, keyId, signature }] }),
  }
  const permit = authorise(call, { operation: 'publishCheckpoint', key, unit: null })
  const { value: note } = await signWith(deps, permit, unsigned)
  const checkpoint = { ...head, note, createdAt: deps.clock.now() }
  return (await asService(deps, (tx) => storeCheckpoint(tx, checkpoint))) ? checkpoint : undefined
}

/** `checkpoint`: the newest; undefined before the first. Public. */
export async function newestCheckpoint(
  deps: Pick<Deps, 'database'>,
): Promise<PublishedCheckpoint | undefined> {
  return asService(deps, async (tx) => published(tx, await findNewestCheckpoint(tx)))
}

/** The newest that a witness has cosigned; undefined before the first. */
export async function witnessedCheckpoint(
  deps: Pick<Deps, 'database'>,
): Promise<PublishedCheckpoint | undefined> {
  return asService(deps, async (tx) =>
    published(tx, await findCheckpoint(tx, await newestAttested(tx, 'cosignature'))),
  )
}

async function published(
  tx: Tx,
  checkpoint: StoredCheckpoint | undefined,
): Promise<PublishedCheckpoint | undefined> {
  if (checkpoint === undefined) return undefined
  const key = await findKey(tx, serviceScope, '', logKeyName)
  const version = key === undefined ? undefined : (await listKeyVersions(tx, serviceScope, key.id)).at(-1)
  if (version === undefined) throw new Error('the office has no log key')
  const attestations = await listAttestations(tx, checkpoint.treeSize)
  const of = (kind: AttestationKind) => attestations.filter((one) => one.kind === kind)
  const cosignatures = of('cosignature').map(({ evidence }) => Buffer.from(evidence).toString('utf8'))
  return {
    ...checkpoint,
    note: `${checkpoint.note}${cosignatures.join('')}`,
    publicKey: version.publicKey,
    timestamp: of('timestamp')[0]?.evidence ?? null,
  }
}

export interface InclusionProof {
  readonly leafIndex: number
  /** The leaf's bytes. */
  readonly entry: Uint8Array
  readonly hashes: readonly Uint8Array[]
  readonly checkpoint: PublishedCheckpoint
}

/**
 * `inclusionProof`: that an entry stands in the log. The entry is shown to those who may read the log of its unit, and
 * to the application that caused it.
 *
 * @param newest finds the checkpoint that the proof leads to.
 * @returns undefined until the entry has its place under a checkpoint.
 * @throws ServiceError `NOT_FOUND`; `UNAUTHENTICATED`.
 */
export async function inclusionProof(
  deps: Deps,
  call: Call,
  auditEntryId: string,
  newest = newestCheckpoint,
): Promise<InclusionProof | undefined> {
  const entry = await auditEntry(deps, call, auditEntryId)
  if (entry === undefined) throw new ServiceError('NOT_FOUND', 'there is no such audit entry')
  const checkpoint = await newest(deps)
  const { leafIndex } = entry
  if (checkpoint === undefined || leafIndex === null || leafIndex >= checkpoint.treeSize) return undefined
  const hashes = await asService(deps, (tx) => proofOf(tx, leafIndex, checkpoint.treeSize))
  return { leafIndex, entry: entry.entry, hashes, checkpoint }
}

const hashOctets = 32

/**
 * `/log/tile/…`: what a tile of that width holds. Hashes are public, since they tell nothing; entries are the office's
 * business and shown to those who read the log of the whole organisation.
 *
 * @param path below the address of the log: `tile/0/x001/234.p/5`, `tile/entries/000`.
 * @returns undefined when there is no such tile, or the log has not grown so far.
 * @throws ServiceError as `requireAccess`.
 */
export async function logTile(deps: Deps, call: Call, path: string): Promise<Uint8Array | undefined> {
  const tile = parseTilePath(path)
  if (tile === undefined) return undefined
  const { level, index, width } = tile
  if (level === 'entries') {
    requireAccess(call, 'audit', undefined)
    const entries = await asCaller(deps, call, (tx) => readBundle(tx, index, width))
    return entries.length < width ? undefined : encodeEntryBundle(entries)
  }
  const hashes = await asService(deps, (tx) => readTileHashes(tx, level, index))
  return hashes.length < width * hashOctets ? undefined : hashes.subarray(0, width * hashOctets)
}
