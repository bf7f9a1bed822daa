// The audit log recomputed: what holds is said to hold, and every kind of tampering is named.

import { generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { concatBytes, utf8 } from '../../src/bytes.ts'
import { checkContinuation, recomputeLog } from '../../src/cli/log-check.ts'
import type { AuditEntryFacts, CheckpointFacts } from '../../src/client/client-types.ts'
import { encodeCheckpoint } from '../../src/log/checkpoint.ts'
import { leafHash, treeHash } from '../../src/log/merkle-tree.ts'
import { consistencyProof } from '../../src/log/proofs.ts'
import { encodeSignedNote, verifierKey } from '../../src/log/signed-note.ts'
import { parseTilePath } from '../../src/log/tiles.ts'

const { publicKey, privateKey } = generateKeyPairSync('ed25519')
const spki = Uint8Array.from(publicKey.export({ format: 'der', type: 'spki' }))
const origin = '127.0.0.1:8420/log'

const leaves = (count: number) => Array.from({ length: count }, (_, i) => utf8(`{"id":"${i}"}`))

function checkpointOf(entries: readonly Uint8Array[]): CheckpointFacts {
  const rootHash = treeHash(entries.map(leafHash))
  const text = encodeCheckpoint({ origin, treeSize: entries.length, rootHash })
  const { name, keyId } = verifierKey(origin, spki)
  const signature = sign(null, utf8(text), privateKey)
  return {
    treeSize: entries.length,
    rootHash,
    note: encodeSignedNote({ text, signatures: [{ name, keyId, signature }] }),
    publicKey: spki,
  }
}

/** A log of which the caller sees the leaves in `visible`, and whose tiles hold the hashes of `logged`. */
function log(logged: readonly Uint8Array[], options: { visible?: readonly number[]; whole?: boolean } = {}) {
  const visible = options.visible ?? logged.map((_, i) => i)
  return {
    async *auditEntries(): AsyncGenerator<AuditEntryFacts> {
      for (const index of visible) {
        const entry = logged[index]
        if (entry !== undefined)
          yield { id: `${index}`, at: '', operation: 'sign', outcome: 'done', leafIndex: index, entry }
      }
    },
    async logTile(path: string): Promise<Uint8Array> {
      const tile = parseTilePath(path)
      if (tile === undefined || tile.level !== 0) throw new Error(`no tile ${path}`)
      return concatBytes(...logged.slice(tile.index * 256, tile.index * 256 + tile.width).map(leafHash))
    },
    async *units() {
      yield {
        id: 'u',
        path: options.whole === false ? 'practice' : '',
        title: '',
        state: 'ACTIVE' as const,
        createdAt: '',
      }
    },
  }
}

describe('a log that is what its checkpoint says', () => {
  test.each([0, 1, 2, 255, 256, 257, 700])('holds with %i entries', async (count) => {
    const entries = leaves(count)
    const finding = await recomputeLog(log(entries), checkpointOf(entries), spki, undefined)
    expect(finding).toMatchObject({ holds: true, treeSize: count, problems: [], entriesOfOthers: 0 })
  })

  test('continues every earlier checkpoint', async () => {
    const entries = leaves(70)
    for (let size = 1; size <= 70; size++) {
      const earlier = checkpointOf(entries.slice(0, size)).note
      const finding = await recomputeLog(log(entries), checkpointOf(entries), spki, earlier)
      expect(finding).toMatchObject({ holds: true, continuesFrom: size })
    }
  })

  test('counts entries that wait for their place', async () => {
    const entries = leaves(5)
    const finding = await recomputeLog(log(entries), checkpointOf(entries.slice(0, 3)), spki, undefined)
    expect(finding).toMatchObject({ holds: true, treeSize: 3, entriesWaiting: 2 })
  })

  test('is checked by hashes where entries are of other units', async () => {
    const entries = leaves(300)
    const finding = await recomputeLog(
      log(entries, { visible: [1, 7, 299], whole: false }),
      checkpointOf(entries),
      spki,
      undefined,
    )
    expect(finding).toMatchObject({ holds: true, entriesOfOthers: 297 })
  })
})

describe('a log that is not', () => {
  const honest = leaves(20)
  const checkpoint = checkpointOf(honest)
  const changed = honest.with(7, utf8('{"id":"forged"}'))
  const exchanged = honest.with(3, leaves(20)[4] ?? utf8('')).with(4, leaves(20)[3] ?? utf8(''))

  test.each([
    ['a changed entry', log(changed), 'an entry was changed'],
    ['two exchanged entries', log(exchanged), 'an entry was changed'],
    ['an entry put in', log([...honest.slice(0, 5), utf8('{}'), ...honest.slice(5)]), 'an entry was changed'],
    [
      'a deleted entry whose hash was left',
      log(honest, { visible: [0, 1, 2] }),
      '17 of 20 entries are missing',
    ],
    ['a shorter log', log(honest.slice(0, 19), { whole: false }), 'the log gives 19 of 20 hashes'],
  ])('%s is named', async (_what, tampered, problem) => {
    const finding = await recomputeLog(tampered, checkpoint, spki, undefined)
    expect(finding.holds).toBe(false)
    expect(finding.problems.join('\n')).toContain(problem)
  })

  test('a changed entry that only its own unit sees is named', async () => {
    const tiles = log(honest, { whole: false })
    const tampered = { ...tiles, auditEntries: log(changed, { visible: [7] }).auditEntries }
    const finding = await recomputeLog(tampered, checkpoint, spki, undefined)
    expect(finding.problems.join('\n')).toContain('entry 7 is not the one in the log')
  })

  test('a checkpoint signed by another key is named', async () => {
    const other = generateKeyPairSync('ed25519').publicKey.export({ format: 'der', type: 'spki' })
    const finding = await recomputeLog(log(honest), checkpoint, Uint8Array.from(other), undefined)
    expect(finding.problems).toEqual(['the checkpoint is not signed by the key of the log'])
  })

  test('a restored old database is named', async () => {
    const old = honest.slice(0, 12)
    const finding = await recomputeLog(log(old), checkpointOf(old), spki, checkpoint.note)
    expect(finding.problems.join('\n')).toContain('the log had 20 entries and now has 12')
  })

  test('a log written anew does not continue the earlier checkpoint', async () => {
    const finding = await recomputeLog(
      log(changed),
      checkpointOf(changed),
      spki,
      checkpointOf(honest.slice(0, 10)).note,
    )
    expect(finding.problems).toEqual(['the first 10 entries are not those of the earlier checkpoint'])
  })

  test('an earlier checkpoint that is none is named', async () => {
    const finding = await recomputeLog(log(honest), checkpoint, spki, 'nonsense')
    expect(finding.holds).toBe(false)
    expect(finding.problems.join('\n')).toContain('the earlier checkpoint cannot be read')
  })
})

describe('the proof of continuation', () => {
  const served = (logged: readonly Uint8Array[]) => ({
    consistencyProof: async (fromSize: number) => ({
      fromSize,
      hashes: await consistencyProof(fromSize, logged.length, async (nodes) =>
        nodes.map(({ level, index }) =>
          treeHash(logged.slice(index * 2 ** level, (index + 1) * 2 ** level).map(leafHash)),
        ),
      ),
      checkpoint: checkpointOf(logged),
    }),
  })
  const honest = leaves(20)
  const earlier = (count: number) => checkpointOf(honest.slice(0, count)).note

  test('holds for every earlier checkpoint of the same log', async () => {
    for (let count = 1; count <= 20; count++)
      expect(await checkContinuation(served(honest), spki, earlier(count))).toMatchObject({
        holds: true,
        continuesFrom: count,
        treeSize: 20,
      })
  })

  test('does not hold for a log that was written anew', async () => {
    const changed = honest.with(3, utf8('{"id":"forged"}'))
    for (let count = 4; count < 20; count++)
      expect(await checkContinuation(served(changed), spki, earlier(count))).toMatchObject({ holds: false })
  })
})
