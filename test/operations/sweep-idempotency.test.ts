import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, afterEach, expect, test, vi } from 'vitest'
import { startTestService, type TestService } from '../fixtures/service.ts'

// The schedule's timers alone: databases and sockets keep theirs.
vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
let service: TestService
afterEach(() => vi.useRealTimers())
afterAll(() => service.close())

test('a service forgets by itself the answers whose keys have expired, and keeps the others', async () => {
  service = await startTestService()
  const createKey = async (idempotencyKey: string, name: string) => {
    const input = {
      name: `practice/${name}`,
      algorithm: 'ED25519',
      purpose: 'SIGN_RAW',
      idempotencyKey,
    }
    const { data, errors } = await service.graphql(
      'mutation ($input: CreateKeyInput!) { createKey(input: $input) { key { id } } }',
      { input },
    )
    expect(errors).toEqual([])
    return data.createKey.key.id
  }
  const [old, fresh] = [randomUUID(), randomUUID()]
  await createKey(old, 'old')
  const made = await createKey(fresh, 'fresh')
  const kept = () =>
    service.testDatabase.asOwner(async (tx) => {
      const rows = await tx.selectFrom('idempotency').select('key').execute()
      return rows.map(({ key }) => key)
    })
  expect(new Set(await kept())).toEqual(new Set([old, fresh]))
  await service.testDatabase.asOwner((tx) =>
    sql`update idempotency set created_at = created_at - interval '1 day', expires_at = now() where key = ${old}`.execute(
      tx,
    ),
  )
  await vi.advanceTimersByTimeAsync(10 * 60_000)
  vi.useRealTimers()
  await expect.poll(kept).toEqual([fresh])
  expect(await createKey(fresh, 'fresh')).toBe(made)
})
