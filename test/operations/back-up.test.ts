// A backup holds every row of every table at one moment, and fills an empty database with exactly those.

import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { concatBytes, utf8 } from '../../src/bytes.ts'
import { type HeldGrant, theService } from '../../src/caller.ts'
import { bytesSource } from '../../src/formats/byte-source.ts'
import {
  keyFromPassphrase,
  newArgon2idParameters,
  passphraseOctets,
} from '../../src/keys/custody/argon2id.ts'
import { asService } from '../../src/operations/as-caller.ts'
import { publishCheckpoint } from '../../src/operations/audit-log.ts'
import { type BackupRequest, backUp } from '../../src/operations/back-up.ts'
import { openByPassphrase, readHeader } from '../../src/operations/backup-file.ts'
import { foundPracticeOffice } from '../../src/operations/found-office.ts'
import { defaultProvider } from '../../src/operations/providers.ts'
import { restoreOffice } from '../../src/operations/restore-office.ts'
import { openDatabase } from '../../src/registry/database.ts'
import { activeSigningKey, openingKey } from '../../src/registry/key-handles.ts'
import { serviceScope } from '../../src/registry/scope.ts'
import { rowsOf } from '../fixtures/backups.ts'
import { type TestDatabase, testDatabase } from '../fixtures/database.ts'
import { depsOn } from '../fixtures/dying-database.ts'

const rootKey = randomBytes(32)
const call = { requestId: '0190f1c0-0000-7000-8000-000000000000', caller: theService }
const folder = mkdtempSync(join(tmpdir(), 'chancery-backup-'))
let db: TestDatabase

beforeAll(async () => {
  db = await testDatabase()
  const deps = depsOn(db.database, rootKey)
  await foundPracticeOffice(deps)
  await publishCheckpoint(deps)
})
afterAll(async () => {
  await db.close()
  rmSync(folder, { recursive: true, force: true })
})

async function made(request: BackupRequest = { passphraseKey: undefined }): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  await backUp(depsOn(db.database, rootKey), call, request, async (content) => {
    for await (const piece of content) pieces.push(new Uint8Array(piece))
  })
  return concatBytes(...pieces)
}

function target(name: string) {
  return { kind: 'embedded', directory: join(folder, name) } as const
}

test('is restored row by row, and every key version signs or opens', async () => {
  const backup = await made()
  expect(Buffer.from(backup).includes('practice')).toBe(false)
  const provider = defaultProvider(depsOn(db.database, rootKey))
  const expected = await rowsOf(db.database)
  const facts = await restoreOffice(target('whole'), provider, bytesSource(backup), undefined)
  const restored = await openDatabase(target('whole'))
  try {
    expect(await rowsOf(restored)).toEqual(expected)
    expect(facts).toMatchObject({ rows: expected.length, treeSize: expect.any(Number) })
    expect(facts.treeSize).toBeGreaterThan(5)
    const { rows } = await db.asOwner((tx) =>
      sql<{ key_id: string; purpose: string }>`select key_id, purpose
        from key_versions join keys on keys.id = key_id where state = 'active'`.execute(tx),
    )
    expect(rows.length).toBeGreaterThan(4)
    const deps = depsOn(restored, rootKey)
    for (const { key_id, purpose } of rows) {
      if (purpose === 'open') {
        // It opens under its whole identity, or could not be wrapped anew.
        const key = await asService(deps, (tx) => openingKey(tx, serviceScope, key_id, 1))
        expect((await defaultProvider(deps).rewrapKey(key, key)).length).toBeGreaterThan(32)
        continue
      }
      const key = await asService(deps, (tx) => activeSigningKey(tx, serviceScope, key_id))
      expect(await defaultProvider(deps).sign(key, [utf8('a message')])).toHaveLength(1)
    }
    // What the database counts by itself goes on behind what came.
    await foundPracticeOffice(deps)
    expect(await publishCheckpoint(deps)).toBeDefined()
  } finally {
    await restored.close()
  }
  await expect(
    restoreOffice(target('whole'), provider, bytesSource(backup), undefined),
  ).rejects.toMatchObject({ code: 'ALREADY_EXISTS' })
})

test('opens under its own root key alone, and changed or cut by an octet it restores nothing', async () => {
  const backup = await made()
  const provider = defaultProvider(depsOn(db.database, rootKey))
  const stranger = defaultProvider(depsOn(db.database, randomBytes(32)))
  await expect(
    restoreOffice(target('other'), stranger, bytesSource(backup), undefined),
  ).rejects.toMatchObject({ code: 'NOT_PERMITTED' })
  const changed = new Uint8Array(backup)
  changed[changed.length - 100] = (changed[changed.length - 100] ?? 0) ^ 1
  for (const broken of [changed, backup.subarray(0, -1)]) {
    await expect(
      restoreOffice(target('other'), provider, bytesSource(broken), undefined),
    ).rejects.toMatchObject({ code: 'DECRYPTION_FAILED' })
  }
  await expect(readHeader(bytesSource(utf8('no backup')))).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
  // The same folder takes the whole one afterwards.
  await restoreOffice(target('other'), provider, bytesSource(backup), undefined)
})

test('under a passphrase opens by that, and by no root key', async () => {
  const argon2id = newArgon2idParameters((octets) => randomBytes(octets))
  const passphrase = passphraseOctets('a passphrase of a backup')
  const backup = await made({
    passphraseKey: { key: await keyFromPassphrase(passphrase, argon2id), argon2id },
  })
  const { protection } = await readHeader(bytesSource(backup))
  if (protection.kind !== 'passphrase') throw new Error(protection.kind)
  await expect(openByPassphrase(passphraseOctets('another passphrase'), protection)).rejects.toMatchObject({
    code: 'NOT_PERMITTED',
  })
  const key = await openByPassphrase(passphrase, protection)
  const provider = defaultProvider(depsOn(db.database, rootKey))
  expect(await restoreOffice(target('passphrase'), provider, bytesSource(backup), key)).toMatchObject({
    rows: expect.any(Number),
  })
})

test('is for officers of the whole organisation', async () => {
  const caller = {
    kind: 'application',
    applicationId: '0190f1c0-0000-7000-8000-000000000001',
    tokenId: '0190f1c0-0000-7000-8000-000000000002',
    unitId: '0190f1c0-0000-7000-8000-000000000003',
  } as const
  const never = async (): Promise<void> => {
    throw new Error('something was written')
  }
  const granted = (rights: Pick<HeldGrant, 'unitPath' | 'actions'>): HeldGrant => ({
    ...rights,
    grantId: null,
    unitId: caller.unitId,
    keyId: null,
    formats: null,
    limit: null,
    emergency: false,
    handedOn: false,
    expiresAt: null,
  })
  const deps = depsOn(db.database, rootKey)
  for (const rights of [
    { unitPath: '', actions: ['audit'] },
    { unitPath: '', actions: ['manage-keys', 'read'] },
    { unitPath: 'practice', actions: ['audit', 'manage-keys'] },
  ] as const) {
    await expect(
      backUp(
        deps,
        { ...call, caller: { ...caller, unitPath: rights.unitPath, grants: [granted(rights)] } },
        { passphraseKey: undefined },
        never,
      ),
    ).rejects.toMatchObject({ code: 'NOT_PERMITTED' })
  }
})
