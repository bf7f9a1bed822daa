// What a host may take a database for: neither its own word that a real office is one for practice, nor another root key's.

import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemClock } from '../../src/clock.ts'
import { readConfig } from '../../src/config.ts'
import { dataDirectory, makeDataDirectory } from '../../src/data-directory.ts'
import { startGateway } from '../../src/gateway.ts'
import type { GatewayParts } from '../../src/gateway-office.ts'
import { openInspectors } from '../../src/inspection/inspectors.ts'
import { memoryProvider } from '../../src/keys/memory/provider.ts'
import { buildPages } from '../../src/processes/build-pages.ts'
import { startInspector } from '../../src/processes/start-inspector.ts'
import { type TestDatabase, testDatabase } from '../fixtures/database.ts'

const rootKey = randomBytes(32)
let db: TestDatabase
let folder: string
beforeAll(async () => {
  db = await testDatabase()
  folder = await mkdtemp(join(tmpdir(), 'chancery-recognise-'))
  makeDataDirectory(dataDirectory(folder))
})
afterAll(async () => {
  await db.close()
  await rm(folder, { recursive: true, force: true })
})

/** Starts a host on the database, and ends it. */
async function start(
  parts: Pick<GatewayParts, 'custody'> & { readonly key?: Uint8Array } = {},
): Promise<void> {
  const { key = rootKey, ...more } = parts
  const config = readConfig({ CHANCERY_PORT: '0', CHANCERY_DATA_DIR: folder, CHANCERY_LOG_LEVEL: 'silent' })
  const gateway = await startGateway(config, {
    provider: memoryProvider(key, (octets) => randomBytes(octets)),
    inspectors: openInspectors(async () => startInspector()),
    buildPages: () => buildPages(join(folder, 'pages')),
    clock: systemClock,
    // It outlives its hosts.
    database: { ...db.database, close: async () => undefined },
    ...more,
  })
  await gateway.close()
}

/** As a host tells that has a custody record. */
const opened = {
  custodyId: 'the custody',
  kind: 'passphrase',
  sealed: false,
  given: 0,
  needed: 0,
  custodians: 0,
  generations: [],
} as const

const entries = (): Promise<number> =>
  db.asOwner(async (tx) => (await tx.selectFrom('audit_entries').select('id').execute()).length)

test('a database that says practice is not served by a host with a custody record, and nothing is made in it', async () => {
  await start()
  const before = await entries()
  await expect(start({ custody: () => opened })).rejects.toMatchObject({ code: 'INTEGRITY_VIOLATION' })
  expect(await entries()).toBe(before)
  await start()
})

test('no host with another root key serves it, whatever it says to be', async () => {
  for (const mode of ['practice', 'real']) {
    await db.asOwner((tx) => tx.updateTable('office').set({ mode }).execute())
    await expect(start({ key: randomBytes(32) })).rejects.toMatchObject({ code: 'CONFLICT' })
  }
})
