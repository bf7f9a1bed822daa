import { spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemClock } from '../../src/clock.ts'
import { oncePerOffice } from '../../src/operations/once-per-office.ts'
import { type Database, migratePostgres, openDatabase } from '../../src/registry/database.ts'
import { sequence } from '../../src/registry/log-sequencer.ts'
import { migrations } from '../../src/registry/migrations.ts'
import { listUnits } from '../../src/registry/units.ts'
import { addRoot, auditEntry, service } from '../registry/sample.ts'
import { verifyStoredLog } from '../registry/verify-stored-log.ts'
import { type PostgresCluster, postgresCluster } from './postgres-cluster.ts'

let cluster: PostgresCluster
const project = join(import.meta.dirname, '../..')

beforeAll(async () => {
  cluster = await postgresCluster()
})
afterAll(() => cluster.remove())

/** A new, empty database. */
function createDatabase(name: string, ...more: readonly string[]): string {
  cluster.sql('postgres', `create database ${name} ${more.join(' ')}`)
  return cluster.url(name)
}

async function migrated(name: string): Promise<Database> {
  const url = createDatabase(name)
  return await openDatabase({ kind: 'postgres', address: { url }, owner: { url }, maxConnections: 4 })
}

async function ping(database: Database): Promise<number> {
  return (await database.transaction(service, (tx) => listUnits(tx, service, { limit: 10 }))).items.length
}

async function timed<T>(
  work: Promise<T>,
): Promise<{ readonly outcome: PromiseSettledResult<T>; readonly ms: number }> {
  const start = performance.now()
  const [outcome] = await Promise.allSettled([work])
  return { outcome, ms: performance.now() - start }
}

// First, while the cluster has no roles yet.
test('two databases of one cluster migrated at once, by two hosts each, end up whole', async () => {
  const urls = ['first', 'second'].map((name) => createDatabase(name))
  const applied = await Promise.all([...urls, ...urls].map((url) => migratePostgres({ url })))
  const all = Object.keys(migrations)
  for (const i of [0, 1]) {
    expect([...(applied[i] ?? []), ...(applied[i + 2] ?? [])]).toEqual(all)
  }
  for (const url of urls) {
    const database = await openDatabase({ kind: 'postgres', address: { url } })
    expect(await ping(database)).toBe(0)
    await database.close()
  }
})

test('an owner without superuser rights migrates, and a login with the two roles alone serves', async () => {
  cluster.sql(
    'postgres',
    'create role office_owner login createrole',
    'create role office_login login noinherit in role chancery_gateway, chancery_audit',
    'grant chancery_gateway, chancery_audit to office_owner',
  )
  createDatabase('owned', 'owner office_owner')
  expect(await migratePostgres({ url: cluster.url('owned', 'office_owner') })).toEqual(
    Object.keys(migrations),
  )
  const database = await openDatabase({
    kind: 'postgres',
    address: { url: cluster.url('owned', 'office_login') },
  })
  await database.transaction(service, addRoot)
  expect(await database.auditLog().append([auditEntry()], {})).toBe('durable')
  expect((await sequence(database))?.treeSize).toBe(1)
  expect((await verifyStoredLog(database)).problems).toEqual([])
  await database.close()
})

test('the owner is bound by row-level security like everybody else', () => {
  // Who acts as the audit role reads units by a policy of that role's own, which rechecks what a signature was made for.
  cluster.sql('owned', 'revoke chancery_audit from office_owner')
  expect(cluster.sql('owned', 'set role office_owner', 'select count(*) from units')).toBe('0')
})

test('a database that was not migrated is refused, with the command that helps', async () => {
  const url = createDatabase('bare')
  await expect(openDatabase({ kind: 'postgres', address: { url } })).rejects.toMatchObject({
    code: 'DATABASE_UNAVAILABLE',
    message: expect.stringContaining('npm run migrate'),
  })
})

test('a database of a newer version is refused', async () => {
  await migratePostgres({ url: createDatabase('newer') })
  cluster.sql('newer', "insert into chancery_migrations (name, timestamp) values ('9999-future', 'now')")
  await expect(
    openDatabase({ kind: 'postgres', address: { url: cluster.url('newer') } }),
  ).rejects.toMatchObject({
    message: expect.stringContaining('9999-future, which only a newer version knows'),
  })
})

test('a login that may not act as the roles is refused', async () => {
  await migratePostgres({ url: createDatabase('strange') })
  cluster.sql('postgres', 'create role stranger login')
  await expect(
    openDatabase({ kind: 'postgres', address: { url: cluster.url('strange', 'stranger') } }),
  ).rejects.toMatchObject({
    code: 'DATABASE_UNAVAILABLE',
    message: expect.stringContaining('chancery_gateway'),
  })
})

test('synchronous_commit=off, fsync=off and another encoding are refused', async () => {
  const url = createDatabase('careless')
  await migratePostgres({ url })
  cluster.sql('postgres', 'alter database careless set synchronous_commit = off')
  await expect(openDatabase({ kind: 'postgres', address: { url } })).rejects.toMatchObject({
    code: 'INVALID_ARGUMENT',
    message: expect.stringContaining('synchronous_commit is off'),
  })
  const latin = createDatabase('latin', "template template0 encoding 'LATIN1'")
  await expect(migratePostgres({ url: latin })).rejects.toMatchObject({
    code: 'INVALID_ARGUMENT',
    message: expect.stringContaining('server_encoding is LATIN1'),
  })
  await cluster.stop()
  await cluster.start('fsync=off')
  await expect(openDatabase({ kind: 'postgres', address: { url } })).rejects.toMatchObject({
    code: 'INVALID_ARGUMENT',
    message: expect.stringContaining('fsync is off'),
  })
  await cluster.stop()
  await cluster.start()
})

test('npm run migrate tells what it did, and what it needs', () => {
  const url = createDatabase('by_command')
  const run = (env: Record<string, string>) =>
    spawnSync(process.execPath, ['src/registry/migrate-command.ts'], { cwd: project, encoding: 'utf8', env })
  const first = run({ CHANCERY_MIGRATE_DATABASE_URL: url })
  expect([first.status, first.stdout]).toEqual([0, `Applied: ${Object.keys(migrations).join(', ')}.\n`])
  const second = run({ CHANCERY_MIGRATE_DATABASE_URL: url })
  expect([second.status, second.stdout]).toEqual([0, 'Nothing to do.\n'])
  const without = run({})
  expect([without.status, without.stderr.includes('CHANCERY_MIGRATE_DATABASE_URL')]).toEqual([64, true])
  const unreachable = run({ CHANCERY_MIGRATE_DATABASE_URL: 'postgres://postgres@127.0.0.1:1/x' })
  expect([unreachable.status, unreachable.stderr.includes('does not answer')]).toEqual([69, true])
})

test('a stopped server is told within 10 s, and found again when it is back', async () => {
  const database = await migrated('stopped')
  expect(await ping(database)).toBe(0)
  await cluster.stop()
  for (const work of [ping(database), database.auditLog().append([auditEntry()], {})]) {
    const { outcome, ms } = await timed<unknown>(work)
    expect(outcome).toMatchObject({ status: 'rejected', reason: { retryable: true } })
    expect(ms).toBeLessThan(10_000)
  }
  await cluster.start()
  expect(await ping(database)).toBe(0)
  expect(await database.auditLog().append([auditEntry()], {})).toBe('durable')
  await database.close()
})

test('a frozen server is told within 10 s, to all who wait, and found again when it thaws', async () => {
  const database = await migrated('frozen')
  expect(await ping(database)).toBe(0)
  expect(await database.auditLog().append([auditEntry()], {})).toBe('durable')
  cluster.signalAll('SIGSTOP')
  try {
    const waiting = [
      ...Array.from({ length: 12 }, () => timed<unknown>(ping(database))),
      ...Array.from({ length: 12 }, () => timed<unknown>(database.auditLog().append([auditEntry()], {}))),
    ]
    for (const { outcome, ms } of await Promise.all(waiting)) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { retryable: true } })
      expect(ms).toBeLessThan(10_000)
    }
  } finally {
    cluster.signalAll('SIGCONT')
  }
  expect(await ping(database)).toBe(0)
  expect(await database.auditLog().append([auditEntry()], {})).toBe('durable')
  await database.close()
})

test('a transaction that waits for a lock too long is told within 10 s', async () => {
  const database = await migrated('locked')
  await database.transaction(service, addRoot)
  const release = Promise.withResolvers<void>()
  const held = Promise.withResolvers<void>()
  const holder = database.transaction(service, async (tx) => {
    await tx.updateTable('units').set({ title: 'a' }).execute()
    held.resolve()
    await release.promise
  })
  await held.promise
  const { outcome, ms } = await timed(
    database.transaction(service, (tx) => tx.updateTable('units').set({ title: 'b' }).execute()),
  )
  expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'DATABASE_UNAVAILABLE' } })
  expect(ms).toBeLessThan(10_000)
  release.resolve()
  await holder
  await database.close()
})

test('after kill -9 of PostgreSQL under load everything acknowledged is there, each with its pair', async () => {
  const url = createDatabase('crashed')
  await migratePostgres({ url })
  for (let round = 1; round <= 3; round++) {
    const acknowledged = await appendUntilServerDies(url)
    await cluster.start()
    const database = await openDatabase({ kind: 'postgres', address: { url } })
    const stored = new Set(cluster.sql('crashed', 'select id from audit_entries').split('\n'))
    expect(acknowledged.length).toBeGreaterThan(500)
    expect(acknowledged.filter((id) => !stored.has(id))).toEqual([])
    expect(stored.size % 2).toBe(0)
    await sequence(database)
    expect((await verifyStoredLog(database)).problems).toEqual([])
    await database.close()
  }
})

async function appendUntilServerDies(url: string): Promise<readonly string[]> {
  const child = spawn(process.execPath, [join(project, 'test/registry/append-forever.ts'), 'postgres', url], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const ids: string[] = []
  let killed: Promise<void> | undefined
  for await (const line of createInterface({ input: child.stdout })) {
    ids.push(line)
    if (ids.length >= 600) killed ??= cluster.kill()
  }
  await killed
  return ids
}

test('of hosts that ask at once for what is due one does it, and one that dies at it leaves it to another', async () => {
  const url = createDatabase('scheduled')
  const hosts = [await openDatabase({ kind: 'postgres', address: { url }, owner: { url } })]
  for (let i = 0; i < 2; i++) hosts.push(await openDatabase({ kind: 'postgres', address: { url } }))
  try {
    let done = 0
    const work = async (): Promise<void> => {
      await new Promise((resolve) => setTimeout(resolve, 50))
      done++
      if (done === 1) throw new Error('ended')
    }
    const asked = hosts.map((database) =>
      oncePerOffice({ database, clock: systemClock }, 'work', 3_600_000, work),
    )
    const outcomes = (await Promise.allSettled(asked)).map((one) =>
      one.status === 'fulfilled' ? one.value : 'ended',
    )
    expect(outcomes.toSorted()).toEqual(['ended', false, true])
    expect(done).toBe(2)
  } finally {
    for (const database of hosts) await database.close()
  }
})
