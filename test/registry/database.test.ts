import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ServiceError } from '../../src/errors.ts'
import { insertApplication } from '../../src/registry/applications.ts'
import { listUnits } from '../../src/registry/units.ts'
import { type TestDatabase, testDatabase } from '../fixtures/database.ts'
import { addKey, addRoot, addUnit, auditEntry, noon, service } from './sample.ts'

let db: TestDatabase

beforeAll(async () => {
  db = await testDatabase()
  await db.database.transaction(service, addRoot)
})
afterAll(() => db.close())

async function units(): Promise<number> {
  return (await db.database.transaction(service, (tx) => listUnits(tx, service, { limit: 1000 }))).items
    .length
}

test('columns have the same JavaScript types on both engines', async () => {
  const { rows } = await db.database.transaction(service, (tx) =>
    sql`select 9007199254740991::int8 as int8, count(*) as count, '\\x00ff10'::bytea as bytea,
      '2026-11-22 12:00:00.123+07'::timestamptz as moment, '{"a":[1,null]}'::jsonb as json,
      array['x', 'y,"z'] as texts, true as yes, 7::int4 as int4, null::int8 as nothing from units`.execute(
      tx,
    ),
  )
  expect(rows).toStrictEqual([
    {
      int8: 9007199254740991,
      count: 1,
      bytea: Uint8Array.of(0, 255, 16),
      moment: new Date('2026-11-22T05:00:00.123Z'),
      json: { a: [1, null] },
      texts: ['x', 'y,"z'],
      yes: true,
      int4: 7,
      nothing: null,
    },
  ])
})

test('a bigint that a number cannot hold exactly is refused, not rounded', async () => {
  await expect(
    db.database.transaction(service, (tx) => sql`select 9007199254740993::int8 as n`.execute(tx)),
  ).rejects.toThrow('9007199254740993')
})

test('work that throws leaves nothing behind, and its error comes out unchanged', async () => {
  const before = await units()
  const error = new ServiceError('NOT_PERMITTED', 'no')
  await expect(
    db.database.transaction(service, async (tx) => {
      const [root] = (await listUnits(tx, service, { limit: 1 })).items
      if (root === undefined) throw new Error('no root')
      await addUnit(tx, root, 'never')
      throw error
    }),
  ).rejects.toBe(error)
  expect(await units()).toBe(before)
})

test('a COMMIT that is answered by ROLLBACK is an error, though the work swallowed the cause', async () => {
  const before = await units()
  await expect(
    db.database.transaction(service, async (tx) => {
      const [root] = (await listUnits(tx, service, { limit: 1 })).items
      if (root === undefined) throw new Error('no root')
      await addUnit(tx, root, 'swallowed')
      await sql`select 1 / 0`.execute(tx).catch(() => undefined)
      return 'done'
    }),
  ).rejects.toThrow('rolled back')
  expect(await units()).toBe(before)
})

test('a transaction or an audit entry inside a transaction is refused instead of waiting for ever', async () => {
  await expect(
    db.database.transaction(service, () => db.database.transaction(service, async () => 1)),
  ).rejects.toThrow('inside a transaction')
  await expect(
    db.database.transaction(service, () => db.database.auditLog().append([auditEntry()], {})),
  ).rejects.toThrow('inside a transaction')
})

test('what was begun inside a transaction and goes on after it may use the database', async () => {
  let later: Promise<number> | undefined
  const ended = Promise.withResolvers<void>()
  await db.database.transaction(service, async () => {
    later = ended.promise.then(() => db.database.transaction(service, async () => 7))
  })
  ended.resolve()
  expect(await later).toBe(7)
})

test('work runs as the gateway role, which owns nothing and bypasses nothing', async () => {
  const { rows } = await db.database.transaction(service, (tx) =>
    sql`select current_user as name, rolsuper, rolbypassrls, rolcanlogin, rolcreaterole
      from pg_roles where rolname = current_user`.execute(tx),
  )
  expect(rows).toEqual([
    {
      name: 'chancery_gateway',
      rolsuper: false,
      rolbypassrls: false,
      rolcanlogin: false,
      rolcreaterole: false,
    },
  ])
  await expect(
    db.database.transaction(service, (tx) => sql`alter table units disable row level security`.execute(tx)),
  ).rejects.toMatchObject({ code: '42501' })
  await expect(
    db.database.transaction(service, (tx) => sql`create table x ()`.execute(tx)),
  ).rejects.toMatchObject({
    code: '42501',
  })
})

test('role and scope end with the transaction', async () => {
  await db.database.transaction(service, async () => undefined)
  const { rows } = await db.asOwner((tx) =>
    sql`select coalesce(current_setting('chancery.scope', true), '') as scope, current_user as name`.execute(
      tx,
    ),
  )
  expect(rows).toMatchObject([{ scope: '' }])
  expect(rows).not.toMatchObject([{ name: 'chancery_gateway' }])
})

test('concurrent transactions all come to their end', async () => {
  const counts = await Promise.all(Array.from({ length: 50 }, () => units()))
  expect(new Set(counts).size).toBe(1)
})

test('a violated constraint that nobody mapped keeps its SQLSTATE', async () => {
  await expect(
    db.database.transaction(service, async (tx) => {
      const [root] = (await listUnits(tx, service, { limit: 1 })).items
      if (root === undefined) throw new Error('no root')
      await addKey(tx, root, 'Not A Slug')
    }),
  ).rejects.toMatchObject({ code: '23514' })
})

test('an application name is free in another unit', async () => {
  await db.database.transaction(service, async (tx) => {
    const [root] = (await listUnits(tx, service, { limit: 1 })).items
    if (root === undefined) throw new Error('no root')
    const other = await addUnit(tx, root, 'other')
    for (const unitId of [root.id, other.id]) {
      await insertApplication(tx, service, {
        id: crypto.randomUUID(),
        unitId,
        name: 'app',
        actions: [],
        createdAt: noon,
      })
    }
  })
})

test('a closed database says so, and closing twice is no error', async () => {
  const other = await testDatabase()
  await other.close()
  await other.database.close()
  await expect(other.database.transaction(service, async () => 1)).rejects.toMatchObject({
    code: 'SHUTTING_DOWN',
  })
  await expect(other.database.auditLog().append([auditEntry()], {})).rejects.toMatchObject({
    code: 'SHUTTING_DOWN',
  })
})
