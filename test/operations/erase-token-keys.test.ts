import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ServiceError } from '../../src/errors.ts'
import { memoryProvider } from '../../src/keys/memory/provider.ts'
import type { KeyProvider } from '../../src/keys/provider.ts'
import { eraseTokenKeys } from '../../src/operations/erase-token-keys.ts'
import { setKeyVersionState } from '../../src/registry/key-versions.ts'
import { insertKey } from '../../src/registry/keys.ts'
import { fixedClock } from '../fixtures/clock.ts'
import { type TestDatabase, testDatabase } from '../fixtures/database.ts'
import { addRoot, addUnit, noon, service } from '../registry/sample.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
})
afterAll(() => db.close())

test('what was destroyed here is erased in the HSM once, by its name alone, when the HSM is there', async () => {
  const keys = await db.database.transaction(service, async (tx) => {
    const unit = await addUnit(tx, await addRoot(tx), 'centre')
    const ids = [randomUUID(), randomUUID()]
    for (const [i, provider] of (['pkcs11', 'software'] as const).entries()) {
      await insertKey(tx, service, {
        id: ids[i] ?? '',
        unitId: unit.id,
        name: provider,
        purpose: 'sign-raw',
        algorithm: 'ecdsa-p256',
        provider,
        attributes: [],
        createdAt: noon,
        publicKey: Uint8Array.of(0x30, 1),
        wrapped: Uint8Array.of(9, 9, 9),
        unitKeyGeneration: 1,
      })
    }
    return ids
  })
  let away = true
  const asked: string[] = []
  const memory = memoryProvider(randomBytes(32), randomBytes)
  const hsm: KeyProvider = {
    ...memory,
    name: 'pkcs11',
    destroy: async ({ identity, wrapped }) => {
      if (away) throw new ServiceError('PROVIDER_UNAVAILABLE', 'the HSM did not answer in time')
      asked.push(`${identity.keyId} ${identity.version} ${identity.algorithm} ${wrapped.length}`)
    },
  }
  const deps = {
    database: db.database,
    clock: fixedClock(noon.toISOString()),
    providers: new Map([[hsm.name, hsm]]),
  }
  expect(await eraseTokenKeys(deps)).toBe(0)

  await db.database.transaction(service, async (tx) => {
    for (const keyId of keys) {
      const change = { keyId, version: 1, at: noon } as const
      await setKeyVersionState(tx, service, { ...change, from: 'active', to: 'deactivated' })
      await setKeyVersionState(tx, service, { ...change, from: 'deactivated', to: 'destroyed' })
    }
  })
  await expect(eraseTokenKeys(deps)).rejects.toMatchObject({ code: 'PROVIDER_UNAVAILABLE' })
  away = false
  expect(await eraseTokenKeys(deps)).toBe(1)
  expect(await eraseTokenKeys(deps)).toBe(0)
  expect(asked).toEqual([`${keys[0]} 1 ecdsa-p256 0`])
  await memory.close()
})
