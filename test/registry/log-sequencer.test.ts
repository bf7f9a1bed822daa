import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { toHex } from '../../src/bytes.ts'
import { encodeEntry } from '../../src/log/entry.ts'
import { leafHash, treeHash } from '../../src/log/merkle-tree.ts'
import { verifyConsistency, verifyInclusion } from '../../src/log/proofs.ts'
import { findAuditEntry } from '../../src/registry/audit-entries.ts'
import { findNewestCheckpoint, storeCheckpoint } from '../../src/registry/log-checkpoints.ts'
import { consistencyProof, inclusionProof, readBundle, readTileHashes } from '../../src/registry/log-nodes.ts'
import { sequence, type TreeHead } from '../../src/registry/log-sequencer.ts'
import { type TestDatabase, testDatabase } from '../fixtures/database.ts'
import { auditEntry, noon, service } from './sample.ts'
import { verifyStoredLog } from './verify-stored-log.ts'

let db: TestDatabase

beforeEach(async () => {
  db = await testDatabase()
})
afterEach(() => db.close())

async function append(count: number): Promise<readonly Uint8Array[]> {
  const hashes: Uint8Array[] = []
  for (let left = count; left > 0; left -= 1000) {
    const entries = Array.from({ length: Math.min(left, 1000) }, () => auditEntry())
    await db.database.auditLog().append(entries, {})
    hashes.push(...entries.map((entry) => leafHash(encodeEntry(entry))))
  }
  return hashes
}

async function publish(): Promise<TreeHead> {
  const head = await sequence(db.database)
  if (head === undefined) throw new Error('nothing to publish')
  const stored = await db.database.transaction(service, (tx) =>
    storeCheckpoint(tx, { ...head, note: 'note', createdAt: noon }),
  )
  expect(stored).toBe(true)
  return head
}

// Tampering needs the trigger off, as a database administrator could have it.
async function tamper(...statements: readonly string[]): Promise<void> {
  await db.asOwner(async (tx) => {
    await sql`set local session_replication_role = replica`.execute(tx)
    for (const statement of statements) await sql.raw(statement).execute(tx)
  })
}

test('an empty log has nothing to sign', async () => {
  expect(await sequence(db.database)).toBeUndefined()
  expect(await verifyStoredLog(db.database)).toMatchObject({ treeSize: 0, pending: 0, problems: [] })
})

test('entries get contiguous places in the order of arrival, and the head is the root over their hashes', async () => {
  const hashes = [...(await append(3))]
  expect(await publish()).toEqual({ treeSize: 3, rootHash: treeHash(hashes) })
  expect(await sequence(db.database)).toBeUndefined()
  hashes.push(...(await append(700)))
  expect(await publish()).toEqual({ treeSize: 703, rootHash: treeHash(hashes) })
  const verification = await verifyStoredLog(db.database)
  expect(verification).toEqual({
    treeSize: 703,
    rootHash: treeHash(hashes),
    pending: 0,
    checkpoints: 2,
    problems: [],
  })
})

test('a head that was never signed is told again', async () => {
  await append(5)
  const head = await sequence(db.database)
  expect(await sequence(db.database)).toEqual(head)
})

test('an entry knows its place, and a proof shows it', async () => {
  const entry = auditEntry()
  await append(300)
  await db.database.auditLog().append([entry], {})
  await append(300)
  const head = await publish()
  await db.database.transaction(service, async (tx) => {
    const found = await findAuditEntry(tx, service, entry.id)
    expect(found?.leafIndex).toBe(300)
    const proof = await inclusionProof(tx, 300, head.treeSize)
    expect(verifyInclusion(leafHash(encodeEntry(entry)), 300, head.treeSize, proof, head.rootHash)).toBe(true)
    await expect(inclusionProof(tx, 601, 601)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
  })
})

test('each checkpoint is shown to continue the ones before', async () => {
  const heads: TreeHead[] = []
  for (const count of [1, 1, 253, 1, 300, 44]) {
    await append(count)
    heads.push(await publish())
  }
  await db.database.transaction(service, async (tx) => {
    for (const newer of heads) {
      for (const older of heads.filter((head) => head.treeSize <= newer.treeSize)) {
        const proof = await consistencyProof(tx, older.treeSize, newer.treeSize)
        expect(verifyConsistency(older.treeSize, newer.treeSize, proof, older.rootHash, newer.rootHash)).toBe(
          true,
        )
      }
    }
    expect(await findNewestCheckpoint(tx)).toMatchObject({ treeSize: 600 })
  })
})

test('a size is published once', async () => {
  await append(2)
  const head = await publish()
  const again = { ...head, note: 'other', createdAt: noon }
  expect(await db.database.transaction(service, (tx) => storeCheckpoint(tx, again))).toBe(false)
})

test('full and partial tiles and bundles hold what the tree has', async () => {
  const hashes = await append(600)
  await publish()
  await db.database.transaction(service, async (tx) => {
    const whole = (from: number, to: number): string => hashes.slice(from, to).map(toHex).join('')
    expect(toHex(await readTileHashes(tx, 0, 1))).toBe(whole(256, 512))
    expect(toHex(await readTileHashes(tx, 0, 2))).toBe(whole(512, 600))
    expect(await readTileHashes(tx, 0, 3)).toEqual(new Uint8Array(0))
    const above = [hashes.slice(0, 256), hashes.slice(256, 512)].map(treeHash).map(toHex).join('')
    expect(toHex(await readTileHashes(tx, 1, 0))).toBe(above)
    const bundle = await readBundle(tx, 2, 256)
    expect(bundle.map(leafHash).map(toHex).join('')).toBe(whole(512, 600))
  })
})

test('two sequencers at once make one log', async () => {
  await append(1000)
  await Promise.all(Array.from({ length: 6 }, () => sequence(db.database)))
  const verification = await verifyStoredLog(db.database)
  expect(verification).toMatchObject({ treeSize: 1000, pending: 0, problems: [] })
})

test('a backlog is published in several checkpoints', async () => {
  await append(17_000)
  const first = await publish()
  // Four rounds of 4096 at most; the entries of one insert are never divided.
  expect(first.treeSize).toBe(16_000)
  const second = await publish()
  expect(second.treeSize).toBe(17_000)
  expect((await verifyStoredLog(db.database)).problems).toEqual([])
})

test.each([
  [
    'an altered entry',
    [
      "update audit_entries set entry = entry || ' ' where id = (select entry_id from log_leaves where leaf_index = 300)",
    ],
  ],
  [
    'a deleted entry',
    ['delete from audit_entries where id = (select entry_id from log_leaves where leaf_index = 300)'],
  ],
  ['a deleted leaf', ['delete from log_leaves where leaf_index = 300']],
  [
    'a deleted leaf with those after it moved up',
    [
      'delete from log_leaves where leaf_index = 300',
      'update log_leaves set leaf_index = leaf_index + 1000000 where leaf_index > 300',
      'update log_leaves set leaf_index = leaf_index - 1000001 where leaf_index >= 1000000',
    ],
  ],
  [
    'two leaves that changed places',
    [
      'update log_leaves set leaf_index = 100000 where leaf_index = 300',
      'update log_leaves set leaf_index = 300 where leaf_index = 301',
      'update log_leaves set leaf_index = 301 where leaf_index = 100000',
    ],
  ],
  [
    'an inserted entry',
    [
      "insert into audit_entries (id, at, operation, outcome, entry) values ('00000000-0000-4000-8000-000000000000', now(), 'x', 'done', '{}')",
      'update log_leaves set leaf_index = leaf_index + 1000000 where leaf_index >= 300',
      'update log_leaves set leaf_index = leaf_index - 999999 where leaf_index >= 1000000',
      "insert into log_leaves (leaf_index, entry_id, leaf_hash) values (300, '00000000-0000-4000-8000-000000000000', sha256('\\x00'::bytea || '{}'::bytea))",
    ],
  ],
  [
    'an altered entry with its leaf hash made to fit',
    [
      "update audit_entries set entry = entry || ' ' where id = (select entry_id from log_leaves where leaf_index = 300)",
      "update log_leaves set leaf_hash = (select sha256('\\x00'::bytea || entry) from audit_entries where id = entry_id) where leaf_index = 300",
    ],
  ],
  [
    'an altered tile',
    ['update log_tiles set hashes = set_byte(hashes, 100, get_byte(hashes, 100) # 1) where tile_index = 1'],
  ],
  ['a cut tail', ['delete from log_leaves where leaf_index >= 590']],
])('%s is found by recomputation', async (_, statements) => {
  await append(600)
  await publish()
  const before = await verifyStoredLog(db.database)
  expect(before.problems).toEqual([])
  await tamper(...statements)
  expect((await verifyStoredLog(db.database)).problems).not.toEqual([])
})

test('nothing is signed over a log whose signed part was changed', async () => {
  await append(300)
  await publish()
  await tamper("update log_leaves set leaf_hash = sha256('x') where leaf_index = 299")
  await append(1)
  await expect(sequence(db.database)).rejects.toThrow('was signed')
})

test('the tree holds what was appended, whatever becomes of the entry before it has its place', async () => {
  await append(10)
  await tamper(
    "update audit_entries set entry = entry || ' ' where id = (select entry_ids[5] from audit_pending)",
    'delete from audit_entries where id = (select entry_ids[8] from audit_pending)',
  )
  await publish()
  expect((await verifyStoredLog(db.database)).problems).toEqual([
    expect.stringContaining('leaf 4'),
    expect.stringContaining('leaf 7'),
  ])
})

test('nothing is signed when the log is shorter than a checkpoint says', async () => {
  await append(10)
  await publish()
  await tamper('delete from log_leaves where leaf_index >= 5')
  await expect(sequence(db.database)).rejects.toThrow('a checkpoint of 10 was signed')
})

test('an entry that was taken out of the queue is missed', async () => {
  for (let i = 0; i < 3; i++) await append(1)
  await tamper('delete from audit_pending where arrival = (select min(arrival) from audit_pending)')
  await publish()
  expect((await verifyStoredLog(db.database)).problems).toEqual([
    '1 entries neither have a place in the log nor wait for one',
  ])
})
