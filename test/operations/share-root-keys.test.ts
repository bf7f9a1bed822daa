import { createHmac, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newerRootKeys, offerRootKeys, takeNewerRootKeys } from '../../src/operations/share-root-keys.ts'
import { type TestDatabase, testDatabase } from '../fixtures/database.ts'
import { noon } from '../registry/sample.ts'

let db: TestDatabase
let now = noon.getTime()
beforeAll(async () => {
  db = await testDatabase()
})
afterAll(() => db.close())

function host(...generations: readonly (readonly [number, string])[]) {
  const rootKeys = generations.map(([generation, checkValueHex]) => ({ generation, checkValueHex }))
  return { database: db.database, clock: { now: () => new Date(now) }, rootKeys: () => rootKeys }
}

const [one, two, otherTwo] = [11, 22, 33].map((octet) => octet.toString().repeat(32))
const offer = randomBytes(100)

test('what is offered is taken by hosts that have an older root key, or another of the same generation', async () => {
  const old = host([1, one ?? ''])
  expect(await newerRootKeys(old)).toBeUndefined()
  expect(await offerRootKeys(host([2, two ?? ''], [1, one ?? '']), offer)).toEqual(noon)
  expect(await newerRootKeys(old)).toEqual(new Uint8Array(offer))
  expect(await newerRootKeys(host([2, otherTwo ?? ''], [1, one ?? '']))).toEqual(new Uint8Array(offer))
  expect(await newerRootKeys(host([2, two ?? '']))).toBeUndefined()
  expect(await newerRootKeys(host([3, otherTwo ?? '']))).toBeUndefined()
  // Where the root key lies in a file as it is, there are no generations.
  expect(await newerRootKeys(host())).toBeUndefined()
})

test('the first offer of a generation stays, with its time; who has another root key of it does not go on', async () => {
  now += 60_000
  expect(await offerRootKeys(host([2, two ?? '']), randomBytes(100))).toEqual(noon)
  expect(await offerRootKeys(host([2, otherTwo ?? '']), randomBytes(100))).toBeUndefined()
  expect(await newerRootKeys(host([1, one ?? '']))).toEqual(new Uint8Array(offer))
  expect(await offerRootKeys(host([3, otherTwo ?? '']), offer)).toEqual(new Date(now))
})

test('a host that cannot take it says so in the end', async () => {
  let asked = 0
  const take = async (): Promise<void> => {
    asked++
  }
  await expect(takeNewerRootKeys(host([1, one ?? '']), take, 5)).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(asked).toBe(5)
})

test('what somebody wrote into the database instead holds nobody up: it is refused, taken away, and offered again', async () => {
  const secret = randomBytes(32)
  const refused: string[] = []
  db.database.protectRows(
    async (rows) => rows.map((row) => createHmac('sha256', secret).update(row).digest()),
    async ({ cause }) => {
      refused.push(String(cause))
    },
  )
  const forge = () =>
    db.asOwner((tx) =>
      sql`insert into root_key_offers (singleton, generation, check_value, offer, offered_at)
        values (true, 2147483647, ${randomBytes(16)}, ${randomBytes(64)}, ${noon})
        on conflict (singleton) do update set generation = excluded.generation, check_value = excluded.check_value,
          offer = excluded.offer`.execute(tx),
    )
  await forge()
  const rotating = host([4, two ?? ''], [3, one ?? ''])
  const behind = host([3, one ?? ''])
  expect(await newerRootKeys(behind)).toBeUndefined()
  expect(refused).toEqual([expect.stringContaining('root_key_offers true')])
  await forge()
  expect(await offerRootKeys(rotating, offer)).toEqual(new Date(now))
  expect(refused).toHaveLength(2)
  expect(await newerRootKeys(behind)).toEqual(new Uint8Array(offer))
  expect(await newerRootKeys(rotating)).toBeUndefined()
})
