// The rotation of the root key in the registry: resumed after a crash behind any write, and nothing is left behind.

import { createHmac, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { utf8 } from '../../src/bytes.ts'
import { theService } from '../../src/caller.ts'
import { asService } from '../../src/operations/as-caller.ts'
import { createUnit } from '../../src/operations/create-unit.ts'
import { foundPracticeOffice } from '../../src/operations/found-office.ts'
import { defaultProvider } from '../../src/operations/providers.ts'
import { recogniseOffice } from '../../src/operations/recognise-office.ts'
import { rewrapUnitKeys } from '../../src/operations/rewrap-unit-keys.ts'
import { activeSigningKey } from '../../src/registry/key-handles.ts'
import { findKey } from '../../src/registry/keys.ts'
import { serviceScope } from '../../src/registry/scope.ts'
import { type TestDatabase, testDatabase } from '../fixtures/database.ts'
import { Crash, depsOn, dyingAfter } from '../fixtures/dying-database.ts'

let db: TestDatabase
const first = randomBytes(32)
const second = randomBytes(32)
const third = randomBytes(32)
const call = { requestId: '0190f1c0-0000-7000-8000-000000000000', caller: theService }

beforeAll(async () => {
  db = await testDatabase()
  // Rows carry MACs whose key outlives rotations.
  const integrityKey = randomBytes(32)
  db.database.protectRows(
    async (rows) => rows.map((row) => createHmac('sha256', integrityKey).update(row).digest()),
    async () => undefined,
  )
  const deps = depsOn(db.database, first)
  await foundPracticeOffice(deps)
  for (let i = 0; i < 5; i++) await createUnit(deps, call, { path: `unit-${i}` })
})
afterAll(() => db.close())

async function generations(): Promise<readonly number[]> {
  const { rows } = await db.asOwner((tx) =>
    sql<{ root_key_generation: number }>`select root_key_generation from units order by id`.execute(tx),
  )
  return rows.map((row) => row.root_key_generation)
}

async function signs(rootKey: Uint8Array): Promise<void> {
  const deps = depsOn(db.database, rootKey)
  const key = await asService(deps, async (tx) => {
    const found = await findKey(tx, serviceScope, 'practice', 'signing')
    if (found === undefined) throw new Error('there is no key')
    return activeSigningKey(tx, serviceScope, found.id)
  })
  expect(await defaultProvider(deps).sign(key, [utf8('a message')])).toHaveLength(1)
}

test('does nothing while there is one root key', async () => {
  expect(await rewrapUnitKeys(depsOn(db.database, first))).toBeUndefined()
  expect(new Set(await generations())).toEqual(new Set([1]))
})

test('is resumed after a crash behind every single write; until it is through both root keys are needed', async () => {
  let crashes = 0
  for (let writes = 1; ; writes++) {
    try {
      await rewrapUnitKeys(depsOn(dyingAfter(writes, db.database), second, [first]))
      break
    } catch (error) {
      if (!(error instanceof Crash)) throw error
      crashes++
    }
  }
  expect(crashes).toBeGreaterThan(1)
  expect(new Set(await generations())).toEqual(new Set([2]))
  expect(await rewrapUnitKeys(depsOn(db.database, second, [first]))).toBe(0)
  // The first root key may go: everything opens under the second alone.
  await signs(second)
  await expect(signs(first)).rejects.toMatchObject({ code: 'KEY_NOT_ACTIVE' })
})

test('makes the newest root key the office’s own, and refuses a host with the old one or another', async () => {
  expect(await recogniseOffice(depsOn(db.database, second))).toMatchObject({ rootKeyGeneration: 2 })
  for (const stranger of [first, third]) {
    await expect(recogniseOffice(depsOn(db.database, stranger))).rejects.toMatchObject({ code: 'CONFLICT' })
  }
  await expect(recogniseOffice(depsOn(db.database, third, [first]))).rejects.toMatchObject({
    code: 'CONFLICT',
  })
})

test('a root key that no proposal was for is an entry that says so, before the registry takes it', async () => {
  const { rows } = await db.asOwner((tx) =>
    sql<{ entry: Uint8Array }>`select entry from audit_entries where operation = 'rotateRootKey'`.execute(tx),
  )
  expect(rows.length).toBeGreaterThan(0)
  for (const { entry } of rows) expect(Buffer.from(entry).toString()).toMatch(/"approved".*"no"/)
})

test('a unit that is made afterwards says so, and a host without the newest root key makes none', async () => {
  await createUnit(depsOn(db.database, second), call, { path: 'newer' })
  expect((await generations()).filter((generation) => generation === 2)).toHaveLength(8)
  await expect(createUnit(depsOn(db.database, first), call, { path: 'older' })).rejects.toMatchObject({
    code: 'CONFLICT',
  })
})

test('wraps anew also what was made, or replaced, by a signer that had the old root key alone', async () => {
  const { wrapped } = await defaultProvider(depsOn(db.database, second)).createUnitKey('unit')
  await db.asOwner((tx) =>
    sql`update units set wrapped_unit_key = wrapped_unit_key where path = 'unit-0'`.execute(tx),
  )
  expect(new Set(await generations())).toEqual(new Set([2]))
  await db.asOwner((tx) =>
    sql`update units set retiring_unit_key = ${wrapped} where path = 'unit-1'`.execute(tx),
  )
  expect((await generations()).filter((generation) => generation === 1)).toHaveLength(1)
  await db.asOwner((tx) => sql`update units set retiring_unit_key = null where path = 'unit-1'`.execute(tx))
  await createUnit(depsOn(db.database, second), call, { path: 'late' })
  expect(await rewrapUnitKeys(depsOn(db.database, third, [second, first]))).toBe(9)
  await signs(third)
})
