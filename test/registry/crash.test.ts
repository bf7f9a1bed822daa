import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { findAuditEntry } from '../../src/registry/audit-entries.ts'
import { type Database, openDatabase } from '../../src/registry/database.ts'
import { sequence } from '../../src/registry/log-sequencer.ts'
import { testDatabase } from '../fixtures/database.ts'
import { service } from './sample.ts'
import { verifyStoredLog } from './verify-stored-log.ts'

const rounds = 3
const acknowledgedPerRound = 400

test('after kill -9 in the middle of appending everything acknowledged is there, and the log is whole', async () => {
  const place = await somewhereDurable()
  try {
    const acknowledged: string[] = []
    for (let round = 1; round <= rounds; round++) {
      acknowledged.push(...(await appendUntilKilled(place.arguments)))
      const database = await place.open()
      await expectStored(database, acknowledged)
      await sequence(database)
      const { treeSize, pending, problems } = await verifyStoredLog(database)
      expect({ pending, problems }).toEqual({ pending: 0, problems: [] })
      expect(treeSize).toBeGreaterThanOrEqual(acknowledged.length)
      // Both entries of a call, or none.
      expect(treeSize % 2).toBe(0)
      await place.close(database)
    }
  } finally {
    await place.remove()
  }
}, 180_000)

interface Place {
  readonly arguments: readonly string[]
  open(): Promise<Database>
  close(database: Database): Promise<void>
  remove(): Promise<void>
}

async function somewhereDurable(): Promise<Place> {
  if (
    process.env['CHANCERY_TEST_DATABASE_URL'] === undefined ||
    process.env['CHANCERY_TEST_DATABASE_URL'] === ''
  ) {
    const directory = mkdtempSync(join(tmpdir(), 'chancery-crash-'))
    return {
      arguments: ['embedded', directory],
      open: () => openDatabase({ kind: 'embedded', directory }),
      close: (database) => database.close(),
      remove: async () => rmSync(directory, { recursive: true, force: true }),
    }
  }
  const db = await testDatabase()
  if (db.address === undefined) throw new Error('the test database has no address')
  return {
    arguments: ['postgres', db.address.url],
    open: async () => db.database,
    close: async () => undefined,
    remove: () => db.close(),
  }
}

async function appendUntilKilled(place: readonly string[]): Promise<readonly string[]> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'append-forever.ts'), ...place], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise((resolve) => child.on('close', resolve))
  const ids = await readAcknowledged(child)
  await ended
  return ids
}

async function readAcknowledged(child: ChildProcess): Promise<readonly string[]> {
  if (child.stdout === null) throw new Error('the child has no output')
  const ids: string[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    // A last line may be cut short by the kill.
    if (line.length === 36) ids.push(line)
    if (ids.length === acknowledgedPerRound) child.kill('SIGKILL')
  }
  expect(ids.length).toBeGreaterThanOrEqual(acknowledgedPerRound)
  return ids
}

async function expectStored(database: Database, ids: readonly string[]): Promise<void> {
  const missing = await database.transaction(service, async (tx) => {
    const absent: string[] = []
    for (const id of ids) if ((await findAuditEntry(tx, service, id)) === undefined) absent.push(id)
    return absent
  })
  expect(missing).toEqual([])
}
