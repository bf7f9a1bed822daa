// A thousand rows of the log altered, deleted, inserted and exchanged: each is found, and named where it has a name.

import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { storeCheckpoint } from '../../src/registry/log-checkpoints.ts'
import { sequence } from '../../src/registry/log-sequencer.ts'
import { type TestDatabase, testDatabase } from '../fixtures/database.ts'
import { auditEntry, noon, service } from './sample.ts'
import { verifyStoredLog } from './verify-stored-log.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
  const log = db.database.auditLog()
  for (let i = 0; i < 4; i++)
    await log.append(
      Array.from({ length: 500 }, () => auditEntry()),
      {},
    )
  const head = await sequence(db.database)
  if (head === undefined) throw new Error('nothing to sign')
  await db.database.transaction(service, (tx) =>
    storeCheckpoint(tx, { ...head, note: 'note', createdAt: noon }),
  )
})
afterAll(() => db.close())

const rows = 250
const everyEighth = (first: number) => Array.from({ length: rows }, (_, i) => first + 8 * i)

async function tamper(statement: string): Promise<void> {
  await db.asOwner(async (tx) => {
    await sql`set local session_replication_role = replica`.execute(tx)
    await sql.raw(statement).execute(tx)
  })
}

test('a whole log has no problems', async () => {
  expect(await verifyStoredLog(db.database)).toMatchObject({ treeSize: 2000, problems: [] })
})

test('1,000 rows that were altered, deleted, inserted or exchanged are all found', async () => {
  const altered = everyEighth(1)
  const deleted = everyEighth(3)
  const exchanged = everyEighth(5).map((index) => [index, index + 1] as const)
  await tamper(`update audit_entries set entry = set_byte(entry, 20, get_byte(entry, 20) # 1)
    where id in (select entry_id from log_leaves where leaf_index in (${altered.join()}))`)
  await tamper(`delete from audit_entries
    where id in (select entry_id from log_leaves where leaf_index in (${deleted.join()}))`)
  // The two rows of each pair change places, hashes and all: the tree alone tells.
  await tamper(
    `update log_leaves set leaf_index = leaf_index + 1000000 where leaf_index in (${exchanged.flat().join()})`,
  )
  await tamper(`update log_leaves set leaf_index = case when leaf_index % 8 = 5 then leaf_index - 999999 else leaf_index - 1000001 end
    where leaf_index >= 1000000`)
  await tamper(`insert into audit_entries (id, at, operation, outcome, entry)
    select gen_random_uuid(), now(), 'sign', 'done', '{}' from generate_series(1, ${rows})`)

  const { problems } = await verifyStoredLog(db.database, 5000)
  const named = (pattern: RegExp) =>
    problems.flatMap((problem) => pattern.exec(problem)?.[1] ?? []).map(Number)
  expect(named(/^leaf (\d+) is not the hash of its entry$/)).toEqual(altered)
  expect(named(/^the entry of leaf (\d+) is missing$/)).toEqual(deleted)
  expect(problems).toContain(`${rows} entries neither have a place in the log nor wait for one`)
  // Exchanged rows are whole in themselves; every tile that holds some is another one, and so is the root.
  const tiles = Math.floor(2000 / 256)
  expect(named(/^tile 0\/(\d+) is not that of its leaves$/)).toEqual(
    Array.from({ length: tiles }, (_, i) => i),
  )
  expect(problems).toContain('the checkpoint of 2000 leaves signed another root')
})

test('a single exchange of neighbours is found by the root alone', async () => {
  const other = await testDatabase()
  try {
    await other.database.auditLog().append(
      Array.from({ length: 200 }, () => auditEntry()),
      {},
    )
    const head = await sequence(other.database)
    if (head === undefined) throw new Error('nothing to sign')
    await other.database.transaction(service, (tx) =>
      storeCheckpoint(tx, { ...head, note: 'note', createdAt: noon }),
    )
    for (let index = 0; index < 199; index += 33) {
      const exchange = async (): Promise<void> => {
        await other.asOwner(async (tx) => {
          await sql`set local session_replication_role = replica`.execute(tx)
          await sql`update log_leaves set leaf_index = 1000000 where leaf_index = ${index}`.execute(tx)
          await sql`update log_leaves set leaf_index = ${index} where leaf_index = ${index + 1}`.execute(tx)
          await sql`update log_leaves set leaf_index = ${index + 1} where leaf_index = 1000000`.execute(tx)
        })
      }
      await exchange()
      expect((await verifyStoredLog(other.database)).problems).toEqual([
        'the checkpoint of 200 leaves signed another root',
      ])
      await exchange()
    }
    expect((await verifyStoredLog(other.database)).problems).toEqual([])
  } finally {
    await other.close()
  }
})
