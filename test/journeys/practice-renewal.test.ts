// A practice office that is started again long after: its signer is certified anew, and signs.

import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { theService } from '../../src/caller.ts'
import { readConfig } from '../../src/config.ts'
import { dataDirectory, makeDataDirectory } from '../../src/data-directory.ts'
import { startGateway } from '../../src/gateway.ts'
import { openInspectors } from '../../src/inspection/inspectors.ts'
import { memoryProvider } from '../../src/keys/memory/provider.ts'
import { documentSigner } from '../../src/operations/signers.ts'
import { startInspector } from '../../src/processes/start-inspector.ts'
import { testDatabase } from '../fixtures/database.ts'

const folder = mkdtempSync(join(tmpdir(), 'chancery-renewal-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('the ended certificate of the practice signer is followed by another soon after a start', async () => {
  makeDataDirectory(dataDirectory(folder))
  let now = new Date('2026-01-05T08:00:00Z')
  const db = await testDatabase()
  const config = readConfig({ CHANCERY_PORT: '0', CHANCERY_DATA_DIR: folder, CHANCERY_LOG_LEVEL: 'silent' })
  const gateway = await startGateway(config, {
    provider: memoryProvider(randomBytes(32), (octets) => randomBytes(octets)),
    inspectors: openInspectors(async () => startInspector()),
    buildPages: async () => folder,
    database: db.database,
    clock: { now: () => now },
  })
  try {
    const call = { requestId: 'a-start', caller: theService }
    const signer = () => documentSigner(gateway.deps, call, 'practice/signing', undefined)
    const first = await signer()
    now = new Date('2029-02-05T08:00:00Z')
    await expect(signer()).rejects.toMatchObject({ code: 'CERTIFICATE_NOT_VALID' })
    gateway.prepare()
    await expect
      .poll(() => signer().then(({ serialHex }) => serialHex), { timeout: 20_000 })
      .not.toBe(first.serialHex)
  } finally {
    await gateway.close()
    await db.close()
  }
})
