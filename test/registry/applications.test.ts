import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  findApplicationById,
  findApplicationByName,
  insertApplication,
  listApplications,
} from '../../src/registry/applications.ts'
import { findTokenBySha256, listTokens, revokeToken, touchToken } from '../../src/registry/tokens.ts'
import type { Unit } from '../../src/registry/unit.ts'
import { disableApplicationsOf } from '../../src/registry/unit-ends.ts'
import { type TestDatabase, testDatabase } from '../fixtures/database.ts'
import {
  addApplication,
  addRoot,
  addToken,
  addUnit,
  minutesAfterNoon,
  noon,
  service,
  sha256,
} from './sample.ts'

let db: TestDatabase
let unit: Unit

beforeAll(async () => {
  db = await testDatabase()
  unit = await db.database.transaction(service, async (tx) => addUnit(tx, await addRoot(tx), 'centre'))
})
afterAll(() => db.close())

test('an application is found by id, name and list', async () => {
  await db.database.transaction(service, async (tx) => {
    const application = await insertApplication(tx, service, {
      id: crypto.randomUUID(),
      unitId: unit.id,
      name: 'Văn thư',
      actions: ['read', 'sign'],
      createdAt: noon,
    })
    const expected = { ...application, actions: ['sign', 'read'] }
    expect(await findApplicationById(tx, service, application.id)).toEqual(expected)
    expect(await findApplicationByName(tx, service, unit.id, 'Văn thư'.normalize('NFD'))).toEqual(expected)
    expect((await listApplications(tx, service, { limit: 10 })).items).toContainEqual(expected)
  })
})

test('an action that this version does not know is not granted', async () => {
  const application = await db.database.transaction(service, (tx) => addApplication(tx, unit, 'newer'))
  await db.asOwner((tx) =>
    sql`update applications set actions = '{sign,fly}' where id = ${application.id}`.execute(tx),
  )
  const found = await db.database.transaction(service, (tx) =>
    findApplicationById(tx, service, application.id),
  )
  expect(found?.actions).toEqual(['sign'])
})

test('a token leads to its application, unit and actions, by the hash of its secret', async () => {
  await db.database.transaction(service, async (tx) => {
    const application = await addApplication(tx, unit, 'with-token')
    const token = await addToken(tx, application, 'secret', minutesAfterNoon(60))
    expect(await findTokenBySha256(tx, sha256('secret'))).toEqual({ token, application })
    expect(await findTokenBySha256(tx, sha256('guess'))).toBeUndefined()
    expect(await listTokens(tx, service, application.id)).toEqual([token])
  })
})

test('revocation is seen at once and keeps its first moment', async () => {
  await db.database.transaction(service, async (tx) => {
    const token = await addToken(tx, await addApplication(tx, unit, 'revoked'), 'to be revoked')
    expect((await revokeToken(tx, service, token.id, noon)).revokedAt).toEqual(noon)
    expect((await revokeToken(tx, service, token.id, minutesAfterNoon(5))).revokedAt).toEqual(noon)
    expect((await findTokenBySha256(tx, sha256('to be revoked')))?.token.revokedAt).toEqual(noon)
  })
})

test('a disabled application is told as such', async () => {
  await db.database.transaction(service, async (tx) => {
    const abolished = await addUnit(tx, unit, 'abolished')
    const application = await addApplication(tx, abolished, 'disabled')
    await addToken(tx, application, 'of disabled')
    await disableApplicationsOf(tx, service, abolished, noon)
    expect((await findTokenBySha256(tx, sha256('of disabled')))?.application.disabledAt).toEqual(noon)
  })
})

test('use is noted once a minute', async () => {
  await db.database.transaction(service, async (tx) => {
    const token = await addToken(tx, await addApplication(tx, unit, 'touched'), 'touched')
    const lastUse = async (): Promise<Date | null | undefined> =>
      (await findTokenBySha256(tx, sha256('touched')))?.token.lastUsedAt
    await touchToken(tx, token.id, noon)
    await touchToken(tx, token.id, minutesAfterNoon(0.5))
    expect(await lastUse()).toEqual(noon)
    await touchToken(tx, token.id, minutesAfterNoon(2))
    expect(await lastUse()).toEqual(minutesAfterNoon(2))
  })
})

test('two tokens cannot have one secret', async () => {
  const application = await db.database.transaction(service, (tx) => addApplication(tx, unit, 'twice'))
  await db.database.transaction(service, (tx) => addToken(tx, application, 'same'))
  await expect(
    db.database.transaction(service, (tx) => addToken(tx, application, 'same')),
  ).rejects.toMatchObject({
    code: '23505',
  })
})
