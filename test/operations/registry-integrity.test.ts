// Rows that were edited in the database: what is told of them, and what finds those that nobody asks for.

import { createHash, createHmac, randomBytes, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { theService } from '../../src/caller.ts'
import { asService } from '../../src/operations/as-caller.ts'
import type { Deps } from '../../src/operations/deps.ts'
import { recipientCertificate } from '../../src/operations/envelope-keys.ts'
import { foundPracticeOffice } from '../../src/operations/found-office.ts'
import { oncePerOffice } from '../../src/operations/once-per-office.ts'
import { record } from '../../src/operations/record.ts'
import { checkEveryRow, sealRowsOnce, violationReporter } from '../../src/operations/registry-integrity.ts'
import { activeSigningKey } from '../../src/registry/key-handles.ts'
import { findKey } from '../../src/registry/keys.ts'
import { serviceScope } from '../../src/registry/scope.ts'
import { type TestDatabase, testDatabase } from '../fixtures/database.ts'
import { depsOn } from '../fixtures/dying-database.ts'

const dayMs = 86_400_000
let db: TestDatabase
let deps: Deps
let later = 0
beforeAll(async () => {
  db = await testDatabase()
  const here = depsOn(db.database, randomBytes(32))
  deps = { ...here, clock: { now: () => new Date(Date.UTC(2026, 10, 27, 9) + later) } }
  const integrityKey = randomBytes(32)
  db.database.protectRows(
    async (rows) => rows.map((row) => createHmac('sha256', integrityKey).update(row).digest()),
    violationReporter(deps, (error) => {
      throw error
    }),
  )
  await foundPracticeOffice(deps)
})
afterAll(() => db.close())

const owner = (statement: ReturnType<typeof sql>) => db.asOwner((tx) => statement.execute(tx))

async function findings(): Promise<readonly string[]> {
  const { rows } = await db.asOwner((tx) =>
    sql<{ entry: Uint8Array }>`select entry from audit_entries
      where operation = 'refuseRow' and outcome = 'denied' order by at, id`.execute(tx),
  )
  return rows.map(({ entry }) => JSON.parse(Buffer.from(entry).toString()).details.finding)
}

async function useSigningKey(): Promise<void> {
  await asService(deps, async (tx) => {
    const key = await findKey(tx, serviceScope, 'practice', 'signing')
    if (key === undefined) throw new Error('there is no key')
    await activeSigningKey(tx, serviceScope, key.id)
  })
}

test('a refused row leaves an entry that names it, once a minute however often it is asked for', async () => {
  await owner(sql`update keys set purpose = 'sign-raw' where name = 'signing'`)
  for (let i = 0; i < 3; i++)
    await expect(useSigningKey()).rejects.toMatchObject({ code: 'INTEGRITY_VIOLATION' })
  expect(await findings()).toEqual([
    expect.stringMatching(/^the row keys [0-9a-f-]{36} is not what the service wrote$/),
  ])
  later += 60_001
  await expect(useSigningKey()).rejects.toMatchObject({ code: 'INTEGRITY_VIOLATION' })
  expect(await findings()).toHaveLength(2)
  await owner(sql`update keys set purpose = 'sign-document' where name = 'signing'`)
  await useSigningKey()
  expect(await findings()).toHaveLength(2)
})

test('the check of all rows finds one that nobody asks for, and is made again until it finds none', async () => {
  const check = () => oncePerOffice(deps, 'check of all rows', dayMs, () => checkEveryRow(deps))
  expect(await check()).toBe(true)
  later += dayMs
  await owner(sql`update applications set actions = '{}' where id = (select id from applications limit 1)`)
  const before = (await findings()).length
  for (let i = 0; i < 2; i++) await expect(check()).rejects.toMatchObject({ code: 'INTEGRITY_VIOLATION' })
  expect((await findings()).slice(before)).toEqual([expect.stringMatching(/^the row applications /)])
  await owner(sql`delete from tokens`)
  await owner(sql`delete from applications`)
  expect(await check()).toBe(true)
  expect(await check()).toBe(false)
})

test('nothing is sealed to another unit whose name somebody gave it in the database', async () => {
  await expect(recipientCertificate(deps, 'practice')).resolves.toMatchObject({ state: 'issued' })
  await owner(sql`update units set title = 'another title' where path = 'practice'`)
  await recipientCertificate(deps, 'practice')
  await owner(sql`update units set state = 'abolished', ended_at = created_at where path = 'practice'`)
  await expect(recipientCertificate(deps, 'practice')).rejects.toThrow()
  await owner(sql`update units set state = 'active', ended_at = null where path = 'practice'`)
  await owner(sql`update units set created_at = created_at + interval '1 second' where path = 'practice'`)
  await expect(recipientCertificate(deps, 'practice')).rejects.toMatchObject({ code: 'INTEGRITY_VIOLATION' })
  await owner(sql`update units set created_at = created_at - interval '1 second' where path = 'practice'`)
})

test('an office whose rows were sealed before others were among them has these sealed, and believes no other', async () => {
  const call = { requestId: randomUUID(), caller: theService }
  const sealedBefore = (what: string) =>
    record(deps, call, { operation: 'sealRows', unitId: null, details: { rows: '9' } }, sealing(what))
  await sealedBefore('chancery rows sealed')
  await owner(sql`update unit_paths set row_mac = null`)
  await owner(sql`update keys set row_mac = null where name = 'signing'`)
  await sealRowsOnce(deps)
  const bare = async (table: string) => {
    const { rows } = await db.asOwner((tx) =>
      sql`select 1 from ${sql.table(table)} where row_mac is null`.execute(tx),
    )
    return rows.length
  }
  expect([await bare('unit_paths'), await bare('keys')]).toEqual([0, 1])
  // Once, and never again.
  await owner(sql`update unit_paths set row_mac = null where path = 'practice'`)
  await sealRowsOnce(deps)
  expect(await bare('unit_paths')).toBe(1)
})

/** The identifier of an entry that offices have from before. */
function sealing(what: string): string {
  const hex = createHash('sha256').update(what).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
