import { randomBytes, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { systemClock } from '../../src/clock.ts'
import type { Inspectors } from '../../src/inspection/inspectors.ts'
import { memoryProvider } from '../../src/keys/memory/provider.ts'
import { createCaches } from '../../src/operations/caches.ts'
import type { Deps } from '../../src/operations/deps.ts'
import { foundPracticeOffice } from '../../src/operations/found-office.ts'
import type { DocumentSpool } from '../../src/outside/document-spool.ts'
import type { Database } from '../../src/registry/database.ts'
import { type TestDatabase, testDatabase } from '../fixtures/database.ts'

class Crash extends Error {}

let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
})
afterAll(() => db.close())

const rootKey = randomBytes(32)

function depsOn(database: Database, key = rootKey): Deps {
  return {
    database,
    auditLog: database.auditLog(),
    providers: new Map([['memory', memoryProvider(key, (octets) => randomBytes(octets))]]),
    defaultProvider: 'memory',
    clock: systemClock,
    random: (octets) => randomBytes(octets),
    newId: () => randomUUID(),
    publicUrl: 'http://127.0.0.1:8420',
    spool: unused<DocumentSpool>('the spool'),
    inspectors: unused<Inspectors>('an inspector'),
    caches: createCaches(systemClock),
  }
}

function unused<T extends object>(what: string): T {
  return new Proxy<T>(Object.create(null), {
    get: () => {
      throw new Error(`the founding used ${what}`)
    },
  })
}

/** A database whose process dies as soon as so many more writes are durable: nothing that follows is done. */
function dyingAfter(writes: number, database: Database): Database {
  let dead = false
  let done = 0
  const alive = (): void => {
    if (dead) throw new Crash('dead')
  }
  return {
    ...database,
    transaction: async (scope, work) => {
      alive()
      const { answer, wrote } = await database.transaction(scope, async (tx) => ({
        answer: await work(tx),
        wrote: (
          await sql<{ wrote: boolean }>`select pg_current_xact_id_if_assigned() is not null as wrote`.execute(
            tx,
          )
        ).rows[0]?.wrote,
      }))
      if (wrote === true) dead = ++done >= writes
      alive()
      return answer
    },
    auditLog: () => ({
      append: async (entries, guard) => {
        alive()
        const outcome = await database.auditLog().append(entries, guard)
        dead = ++done >= writes
        alive()
        return outcome
      },
      close: async () => undefined,
    }),
  }
}

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
      await foundPracticeOffice(depsOn(dyingAfter(writes, db.database)))
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
    keys: 5,
    key_versions: 5,
    authorities: 2,
    certificates: 4,
    applications: 1,
  })
  await foundPracticeOffice(depsOn(db.database))
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
