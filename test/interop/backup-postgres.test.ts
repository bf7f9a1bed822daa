// A backup of PostgreSQL fills an empty PostgreSQL and the embedded database alike, and one of either fills the other.

import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { concatBytes, utf8 } from '../../src/bytes.ts'
import { theService } from '../../src/caller.ts'
import { bytesSource } from '../../src/formats/byte-source.ts'
import { memoryProvider } from '../../src/keys/memory/provider.ts'
import { asService } from '../../src/operations/as-caller.ts'
import { publishCheckpoint } from '../../src/operations/audit-log.ts'
import { backUp } from '../../src/operations/back-up.ts'
import { foundPracticeOffice } from '../../src/operations/found-office.ts'
import { defaultProvider } from '../../src/operations/providers.ts'
import { restoreOffice } from '../../src/operations/restore-office.ts'
import { type Database, openDatabase } from '../../src/registry/database.ts'
import { activeSigningKey } from '../../src/registry/key-handles.ts'
import { findKey } from '../../src/registry/keys.ts'
import { serviceScope } from '../../src/registry/scope.ts'
import { rowsOf } from '../fixtures/backups.ts'
import { depsOn } from '../fixtures/dying-database.ts'
import { type PostgresCluster, postgresCluster } from './postgres-cluster.ts'

const rootKey = randomBytes(32)
const call = { requestId: '0190f1c0-0000-7000-8000-000000000000', caller: theService }
const folder = mkdtempSync(join(tmpdir(), 'chancery-backup-'))
let cluster: PostgresCluster

beforeAll(async () => {
  cluster = await postgresCluster()
  for (const name of ['first', 'second', 'third']) cluster.sql('postgres', `create database ${name}`)
}, 120_000)
afterAll(async () => {
  await cluster.remove()
  rmSync(folder, { recursive: true, force: true })
})

function postgres(name: string) {
  return { kind: 'postgres', address: { url: cluster.url(name) }, owner: { url: cluster.url(name) } } as const
}

async function backupOf(database: Database): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  await backUp(depsOn(database, rootKey), call, { passphraseKey: undefined }, async (content) => {
    for await (const piece of content) pieces.push(new Uint8Array(piece))
  })
  return concatBytes(...pieces)
}

test('goes from PostgreSQL to the embedded database and to another PostgreSQL, row by row, and its keys sign', async () => {
  const first = await openDatabase(postgres('first'))
  await foundPracticeOffice(depsOn(first, rootKey))
  await publishCheckpoint(depsOn(first, rootKey))
  const backup = await backupOf(first)
  const expected = await rowsOf(first)
  await first.close()
  const embedded = { kind: 'embedded', directory: join(folder, 'embedded') } as const
  for (const target of [postgres('second'), embedded]) {
    const provider = memoryProvider(rootKey, (octets) => randomBytes(octets))
    await restoreOffice(target, provider, bytesSource(backup), undefined)
    const restored = await openDatabase(target)
    expect(await rowsOf(restored)).toEqual(expected)
    const deps = depsOn(restored, rootKey)
    const key = await asService(deps, async (tx) => {
      const found = await findKey(tx, serviceScope, 'practice', 'signing')
      if (found === undefined) throw new Error('there is no key')
      return activeSigningKey(tx, serviceScope, found.id)
    })
    expect(await defaultProvider(deps).sign(key, [utf8('a message')])).toHaveLength(1)
    expect(await publishCheckpoint(deps)).toBeDefined()
    await restored.close()
  }
  // And back again.
  const source = await openDatabase(embedded)
  const again = await backupOf(source)
  const rows = await rowsOf(source)
  await source.close()
  await restoreOffice(
    postgres('third'),
    memoryProvider(rootKey, (octets) => randomBytes(octets)),
    bytesSource(again),
    undefined,
  )
  const third = await openDatabase(postgres('third'))
  expect(await rowsOf(third)).toEqual(rows)
  await third.close()
})
