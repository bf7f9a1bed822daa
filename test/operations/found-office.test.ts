import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { foundPracticeOffice } from '../../src/operations/found-office.ts'
import { type TestDatabase, testDatabase } from '../fixtures/database.ts'
import { Crash, depsOn, dyingAfter } from '../fixtures/dying-database.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
})
afterAll(() => db.close())

const rootKey = randomBytes(32)

async function countsOf(): Promise<Readonly<Record<string, number>>> {
  const { rows } = await db.asOwner((tx) =>
    sql<Record<string, number>>`select
      (select count(*)::int4 from office) as offices,
      (select count(*)::int4 from units where path = '') as root_units,
      (select count(*)::int4 from units where path = 'practice') as practice_units,
      (select count(*)::int4 from units) as units,
      (select count(*)::int4 from keys) as keys,
      (select count(*)::int4 from key_versions) as key_versions,
      (select count(*)::int4 from authorities where certificate_id is not null) as authorities,
      (select count(*)::int4 from certificates where der is not null) as certificates,
      (select count(*)::int4 from applications) as applications`.execute(tx),
  )
  return rows[0] ?? {}
}

it('is completed by the next start after a crash behind every single write, and makes one of everything', async () => {
  let crashes = 0
  let writes = 1
  let before = await countsOf()
  for (;;) {
    try {
      await foundPracticeOffice(depsOn(dyingAfter(writes, db.database), rootKey))
      break
    } catch (error) {
      if (!(error instanceof Crash)) throw error
      crashes++
      if (crashes > 200) throw new Error('the founding does not come to an end')
      // A plan and its entry are made anew each time: only a run that may write more gets beyond them.
      const after = await countsOf()
      writes = JSON.stringify(after) === JSON.stringify(before) ? writes + 1 : 1
      before = after
    }
  }
  expect(crashes).toBeGreaterThan(20)
  const counts = await countsOf()
  expect(counts).toEqual({
    offices: 1,
    root_units: 1,
    practice_units: 1,
    units: 2,
    // log, tsa, two authorities, practice/signing
    keys: 7,
    key_versions: 7,
    authorities: 2,
    certificates: 6,
    applications: 1,
  })
  await foundPracticeOffice(depsOn(db.database, rootKey))
  expect(await countsOf()).toEqual(counts)
})

it('refuses another root key, and changes nothing', async () => {
  const before = await countsOf()
  await expect(foundPracticeOffice(depsOn(db.database, randomBytes(32)))).rejects.toMatchObject({
    code: 'CONFLICT',
    message: expect.stringContaining('another root key'),
  })
  expect(await countsOf()).toEqual(before)
})
