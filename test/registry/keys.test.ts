import { afterAll, beforeAll, expect, test } from 'vitest'
import { keyStates } from '../../src/keys/handle.ts'
import { type Key, keyStateTransitions } from '../../src/registry/key.ts'
import { activeSigningKey } from '../../src/registry/key-handles.ts'
import {
  findKeyVersion,
  insertKeyVersion,
  listKeyVersions,
  newestKeyVersion,
  setKeyVersionState,
  switchActiveVersion,
} from '../../src/registry/key-versions.ts'
import { findKey, findKeyById, listKeys } from '../../src/registry/keys.ts'
import type { Unit } from '../../src/registry/unit.ts'
import { type TestDatabase, testDatabase } from '../fixtures/database.ts'
import { addKey, addRoot, addUnit, minutesAfterNoon, noon, service } from './sample.ts'

let db: TestDatabase
let unit: Unit
let made = 0

beforeAll(async () => {
  db = await testDatabase()
  unit = await db.database.transaction(service, async (tx) => addUnit(tx, await addRoot(tx), 'centre'))
})
afterAll(() => db.close())

async function newKey(): Promise<Key> {
  made++
  return await db.database.transaction(service, (tx) => addKey(tx, unit, `key-${made}`))
}

function nextVersion(key: Key, version: number) {
  return {
    unitKeyGeneration: 1,
    keyId: key.id,
    unitId: key.unitId,
    version,
    publicKey: Uint8Array.of(0x30, version),
    wrapped: Uint8Array.of(7, version),
    createdAt: minutesAfterNoon(1),
  }
}

test('a new key has version 1, active at once, and is found by name, id and list', async () => {
  const key = await newKey()
  await db.database.transaction(service, async (tx) => {
    expect(await findKey(tx, service, 'centre', key.name)).toEqual(key)
    expect(await findKeyById(tx, service, key.id)).toEqual(key)
    expect((await listKeys(tx, service, { under: 'centre', limit: 1000 })).items).toContainEqual(key)
    expect(await activeSigningKey(tx, service, key.id)).toEqual({
      identity: {
        unitId: unit.id,
        keyId: key.id,
        version: 1,
        purpose: 'sign-document',
        algorithm: 'ecdsa-p256',
        provider: 'memory',
        attributes: [],
      },
      unitKey: { unitId: unit.id, wrapped: Uint8Array.of(4, 5, 6) },
      wrapped: Uint8Array.of(9, 9, 9),
      publicKey: Uint8Array.of(0x30, 1),
      limits: { usageEndsAt: null, usage: null },
      state: 'active',
    })
  })
})

test('a unit cannot have two keys of one name', async () => {
  const key = await newKey()
  await expect(db.database.transaction(service, (tx) => addKey(tx, unit, key.name))).rejects.toMatchObject({
    code: 'ALREADY_EXISTS',
    message: `there is already a key centre/${key.name}`,
  })
})

test('rotation deactivates the old version and activates the new one together', async () => {
  const key = await newKey()
  await db.database.transaction(service, async (tx) => {
    expect(await newestKeyVersion(tx, service, key.id)).toBe(1)
    const second = await insertKeyVersion(tx, service, nextVersion(key, 2))
    expect(second.state).toBe('pre_activation')
    await switchActiveVersion(tx, service, { keyId: key.id, from: 1, to: 2, at: minutesAfterNoon(2) })
    const versions = await listKeyVersions(tx, service, key.id)
    expect(versions.map((version) => version.state)).toEqual(['deactivated', 'active'])
    expect(versions[0]?.deactivatedAt).toEqual(minutesAfterNoon(2))
    expect((await activeSigningKey(tx, service, key.id)).identity.version).toBe(2)
  })
})

test('of racing rotations exactly one makes and activates the new version', async () => {
  const key = await newKey()
  const rotate = async (): Promise<void> => {
    await db.database.transaction(service, (tx) => insertKeyVersion(tx, service, nextVersion(key, 2)))
    await db.database.transaction(service, (tx) =>
      switchActiveVersion(tx, service, { keyId: key.id, from: 1, to: 2, at: minutesAfterNoon(2) }),
    )
  }
  const outcomes = await Promise.allSettled(Array.from({ length: 8 }, rotate))
  expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1)
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'CONFLICT' })
  }
  await db.database.transaction(service, async (tx) => {
    const versions = await listKeyVersions(tx, service, key.id)
    expect(versions.map((version) => version.state)).toEqual(['deactivated', 'active'])
  })
})

test('of officers who switch at once to different versions exactly one succeeds', async () => {
  const key = await newKey()
  await db.database.transaction(service, async (tx) => {
    for (const version of [2, 3, 4]) await insertKeyVersion(tx, service, nextVersion(key, version))
  })
  const outcomes = await Promise.allSettled(
    [2, 3, 4].map((to) =>
      db.database.transaction(service, (tx) =>
        switchActiveVersion(tx, service, { keyId: key.id, from: 1, to, at: minutesAfterNoon(2) }),
      ),
    ),
  )
  expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1)
})

test('the database itself refuses a second active version', async () => {
  const key = await newKey()
  await db.database.transaction(service, (tx) => insertKeyVersion(tx, service, nextVersion(key, 2)))
  await expect(
    db.asOwner((tx) =>
      tx
        .updateTable('key_versions')
        .set({ state: 'active', activated_at: noon })
        .where('key_id', '=', key.id)
        .where('version', '=', 2)
        .execute(),
    ),
  ).rejects.toMatchObject({ code: '23505' })
})

test('a switch to a version that does not exist changes nothing', async () => {
  const key = await newKey()
  await expect(
    db.database.transaction(service, (tx) =>
      switchActiveVersion(tx, service, { keyId: key.id, from: 1, to: 2, at: noon }),
    ),
  ).rejects.toMatchObject({ code: 'CONFLICT' })
  await db.database.transaction(service, async (tx) => {
    expect((await activeSigningKey(tx, service, key.id)).identity.version).toBe(1)
  })
})

test('a destroyed version has no wrapped key left, in the type and in the row', async () => {
  const key = await newKey()
  await db.database.transaction(service, async (tx) => {
    await setKeyVersionState(tx, service, {
      keyId: key.id,
      version: 1,
      from: 'active',
      to: 'deactivated',
      at: noon,
    })
    await setKeyVersionState(tx, service, {
      keyId: key.id,
      version: 1,
      from: 'deactivated',
      to: 'destroyed',
      at: noon,
    })
    const version = await findKeyVersion(tx, service, key.id, 1)
    expect(version).toMatchObject({ state: 'destroyed', destroyedAt: noon })
    expect(version).not.toHaveProperty('wrapped')
  })
  await expect(
    db.database.transaction(service, (tx) => activeSigningKey(tx, service, key.id)),
  ).rejects.toMatchObject({ code: 'KEY_NOT_ACTIVE' })
})

test('only the transitions of SP 800-57 are made', async () => {
  for (const from of keyStates) {
    for (const to of keyStates.filter((state) => !keyStateTransitions[from].includes(state))) {
      await expect(
        db.database.transaction(service, (tx) =>
          setKeyVersionState(tx, service, { keyId: unit.id, version: 1, from, to, at: noon }),
        ),
      ).rejects.toMatchObject({ code: 'KEY_NOT_ACTIVE' })
    }
  }
  expect(keyStateTransitions.destroyed).toEqual([])
  expect(keyStateTransitions.compromised).toEqual(['destroyed'])
})

test('a version that is in another state than was believed stays there', async () => {
  const key = await newKey()
  await expect(
    db.database.transaction(service, (tx) =>
      setKeyVersionState(tx, service, {
        keyId: key.id,
        version: 1,
        from: 'suspended',
        to: 'active',
        at: noon,
      }),
    ),
  ).rejects.toMatchObject({ code: 'CONFLICT' })
})
