import { afterAll, beforeAll, expect, test } from 'vitest'
import { oncePerOffice } from '../../src/operations/once-per-office.ts'
import { type TestDatabase, testDatabase } from '../fixtures/database.ts'
import { noon } from '../registry/sample.ts'

let db: TestDatabase
let now = noon.getTime()
beforeAll(async () => {
  db = await testDatabase()
})
afterAll(() => db.close())

/** A host: what it has is the database and the time. */
function host() {
  const deps = { database: db.database, clock: { now: () => new Date(now) } }
  return (name: string, work: () => Promise<unknown>) => oncePerOffice(deps, name, 60_000, work)
}

// That hosts which ask at once wait for each other is PostgreSQL's part: test/interop/postgres.test.ts.
test('work that is due is done by the host that asks first, and again when it is due again', async () => {
  const [first, second] = [host(), host()]
  let done = 0
  const work = async (): Promise<void> => {
    done++
  }
  expect(await first('a', work)).toBe(true)
  expect(await second('a', work)).toBe(false)
  now += 59_999
  // A host that was started anew knows it from the database.
  expect(await host()('a', work)).toBe(false)
  expect(await host()('b', work)).toBe(true)
  now += 1
  expect(await second('a', work)).toBe(true)
  expect(done).toBe(3)
})

test('work that failed is done by whoever asks next', async () => {
  await expect(
    host()('failing', async () => {
      throw new Error('not now')
    }),
  ).rejects.toThrow('not now')
  expect(await host()('failing', async () => undefined)).toBe(true)
})

test('a run that lies in the future, by a clock that was ahead, holds nothing up', async () => {
  now += 86_400_000
  expect(await host()('ahead', async () => undefined)).toBe(true)
  now -= 86_400_000
  expect(await host()('ahead', async () => undefined)).toBe(true)
  expect(await host()('ahead', async () => undefined)).toBe(false)
})
