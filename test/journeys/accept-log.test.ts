// A restored older database is noticed, at start and while running; nothing is signed until an officer accepts it.

import { randomBytes } from 'node:crypto'
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type GuardWatch, openLogGuard } from '../../src/operations/log-guard.ts'
import { type CheckpointFolder, checkpointFolder } from '../../src/outside/checkpoint-folder.ts'
import { chancery } from '../cli/run-command.ts'
import {
  type EmbeddedService,
  startEmbeddedService,
  startTestService,
  type TestService,
} from '../fixtures/service.ts'

type Service = Pick<EmbeddedService, 'graphql' | 'url' | 'dataDirectory'>

const rawKey = 'practice/raw'

async function makeRawKey(service: Service): Promise<void> {
  const { errors } = await service.graphql(
    'mutation ($key: String!) { createKey(input: { name: $key, algorithm: ED25519, purpose: SIGN_RAW }) { key { id } } }',
    { key: rawKey },
  )
  expect(errors).toEqual([])
}

/** @returns the code of the refusal; undefined for a signature. */
async function sign(service: Service): Promise<string | undefined> {
  const { errors } = await service.graphql(
    'mutation ($key: String!) { sign(input: { key: $key, items: [{ message: "AA==" }] }) { keyVersion } }',
    { key: rawKey },
  )
  return errors[0]?.extensions.code
}

async function readiness(service: Service): Promise<{ readonly status: number; readonly text: string }> {
  const response = await fetch(`${service.url}/readyz`)
  return { status: response.status, text: await response.text() }
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 200; i++) {
    if (await holds()) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('it did not happen within 10 s')
}

const keptIn = (folder: string) => readFile(join(folder, 'log', 'checkpoint'), 'utf8')
const sizeIn = (note: string) => Number(note.split('\n')[1])

describe('a copy of yesterday’s database', () => {
  let folder: string
  let elsewhere: string
  let service: EmbeddedService
  const rootKey = randomBytes(32)
  const start = () =>
    startEmbeddedService(folder, rootKey, { env: { CHANCERY_CHECKPOINT_FOLDER: elsewhere } })

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chancery-restored-'))
    elsewhere = await mkdtemp(join(tmpdir(), 'chancery-elsewhere-'))
    service = await start()
    await makeRawKey(service)
    expect(await sign(service)).toBeUndefined()
    await service.close()
    await cp(join(folder, 'database'), join(folder, 'yesterday'), { recursive: true })
    await cp(join(folder, 'log'), join(folder, 'log-of-yesterday'), { recursive: true })
    service = await start()
    for (let i = 0; i < 3; i++) expect(await sign(service)).toBeUndefined()
    await service.close()
    await rm(join(folder, 'database'), { recursive: true })
    await cp(join(folder, 'yesterday'), join(folder, 'database'), { recursive: true })
  })
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true })
    await rm(elsewhere, { recursive: true, force: true })
  })
  afterEach(() => service.close())

  it('is noticed at the start: nothing is signed, and readiness says why', async () => {
    service = await start()
    expect(await sign(service)).toBe('LOG_ROLLED_BACK')
    const { status, text } = await readiness(service)
    expect(status).toBe(503)
    expect(text).toMatch(/it has \d+ entries, and had \d+/)
    expect(await (await fetch(`${service.url}/metrics`)).text()).toMatch(/^chancery_log_whole 0$/m)
    // Revocations of today are forgotten, so nobody is told that nothing was revoked.
    expect((await fetch(`${service.url}/crl/practice-issuing.crl`)).status).toBe(503)
  })

  it('is noticed when the whole data directory was put back too, by the checkpoint on the other machine', async () => {
    await cp(join(folder, 'log'), join(folder, 'log-of-today'), { recursive: true })
    await rm(join(folder, 'log'), { recursive: true })
    await cp(join(folder, 'log-of-yesterday'), join(folder, 'log'), { recursive: true })
    service = await start()
    expect(await sign(service)).toBe('LOG_ROLLED_BACK')
    await rm(join(folder, 'log'), { recursive: true })
    await cp(join(folder, 'log-of-today'), join(folder, 'log'), { recursive: true })
  })

  it('is accepted by who has the right, for what was lost and nothing else, and the log says so', async () => {
    service = await start()
    const lost = await keptIn(folder)
    const accept = (note: string, token = service.administrator) =>
      service.graphql(
        'mutation ($note: String!) { acceptLog(input: { checkpoint: $note }) { lostSize auditEntryId } }',
        { note },
        token,
      )
    const made = await service.graphql(
      'mutation { createApplication(input: { name: "clerk", unit: "practice", actions: [READ] }) { application { id } } }',
    )
    const issued = await service.graphql(
      'mutation ($id: ID!) { issueToken(input: { applicationId: $id }) { secret } }',
      { id: made.data.createApplication.application.id },
    )
    expect((await accept(lost, issued.data.issueToken.secret)).errors[0]?.extensions.code).toBe(
      'NOT_PERMITTED',
    )
    const older = await readFile(join(folder, 'log-of-yesterday', 'checkpoint'), 'utf8')
    expect((await accept(older)).errors[0]?.extensions.code).toBe('INVALID_ARGUMENT')
    expect(await sign(service)).toBe('LOG_ROLLED_BACK')

    const env = { CHANCERY_URL: service.url, CHANCERY_DATA_DIR: folder }
    const file = join(folder, 'log', 'checkpoint')
    const { status, stdout } = await chancery(['audit', 'accept', '--checkpoint', file, '--json'], { env })
    expect(status).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ lostSize: sizeIn(lost) })
    expect(await sign(service)).toBeUndefined()
    expect((await readiness(service)).status).toBe(200)
    const { data } = await service.graphql(
      'query ($id: ID!) { node(id: $id) { ... on AuditEntry { operation entry } } }',
      { id: JSON.parse(stdout).auditEntryId },
    )
    expect(data.node.operation).toBe('acceptLog')
    expect(JSON.parse(Buffer.from(data.node.entry, 'base64').toString('utf8')).details).toMatchObject({
      lostSize: String(sizeIn(lost)),
    })
    for (const kept of [join(folder, 'log'), elsewhere])
      expect(await readdir(kept)).toContain(`lost-${sizeIn(lost)}.checkpoint`)
    await until(async () => (await keptIn(folder).catch(() => lost)) !== lost)
    expect((await accept(lost)).errors[0]?.extensions.code).toBe('CONFLICT')
  })

  it('does not come up again once it was accepted', async () => {
    service = await start()
    expect(await sign(service)).toBeUndefined()
  })
})

describe('a running service', () => {
  let service: TestService
  beforeAll(async () => {
    service = await startTestService({ env: { CHANCERY_PUBLIC_URL: 'http://office.example' } })
    await makeRawKey(service)
    expect(await sign(service)).toBeUndefined()
    await until(async () => (await readdir(join(service.dataDirectory, 'log'))).includes('checkpoint'))
  })
  afterAll(() => service.close())

  /** Signs until a checkpoint counts it, so that nothing is under way. */
  async function settle(): Promise<number> {
    expect(await sign(service)).toBeUndefined()
    let size = -1
    await until(async () => {
      const before = size
      size = sizeIn(await keptIn(service.dataDirectory))
      await new Promise((resolve) => setTimeout(resolve, 300))
      const pending = await service.testDatabase.asOwner((tx) =>
        tx.selectFrom('audit_pending').select('arrival').execute(),
      )
      return pending.length === 0 && before === size
    })
    return size
  }

  async function tampered(statements: readonly string[]): Promise<void> {
    await service.testDatabase.asOwner(async (tx) => {
      await sql`set local session_replication_role = replica`.execute(tx)
      for (const statement of statements) await sql.raw(statement).execute(tx)
    })
  }

  const cases: readonly (readonly [string, (size: number) => readonly string[], string])[] = [
    [
      'its tail cut off',
      (size) => [
        `create table cut as select * from log_leaves where leaf_index >= ${size - 3}`,
        `delete from log_leaves where leaf_index >= ${size - 3}`,
        `delete from log_checkpoints where tree_size > ${size - 3}`,
      ],
      'insert into log_leaves select * from cut; drop table cut',
    ],
    [
      'two leaves exchanged',
      () => [
        'update log_leaves set leaf_index = 1000000 where leaf_index = 3',
        'update log_leaves set leaf_index = 3 where leaf_index = 4',
        'update log_leaves set leaf_index = 4 where leaf_index = 1000000',
      ],
      `update log_leaves set leaf_index = 1000000 where leaf_index = 3;
       update log_leaves set leaf_index = 3 where leaf_index = 4;
       update log_leaves set leaf_index = 4 where leaf_index = 1000000`,
    ],
    [
      'one row put back to what another was',
      () => [
        'create table kept_leaf as select * from log_leaves where leaf_index = 2',
        'update log_leaves set leaf_hash = (select leaf_hash from log_leaves where leaf_index = 1) where leaf_index = 2',
      ],
      'update log_leaves set leaf_hash = (select leaf_hash from kept_leaf) where leaf_index = 2; drop table kept_leaf',
    ],
  ]

  it.each(cases)(
    'notices a database with %s, and goes on when the right one is back',
    async (_, statements, undo) => {
      await tampered(statements(await settle()))
      await until(async () => (await sign(service)) === 'LOG_ROLLED_BACK')
      expect(await sign(service)).toBe('LOG_ROLLED_BACK')
      expect((await readiness(service)).status).toBe(503)
      await tampered(undo.split(';'))
      await until(async () => (await sign(service)) === undefined)
      expect((await readiness(service)).status).toBe(200)
    },
  )

  describe('with a folder', () => {
    const quiet: GuardWatch = { changed: () => undefined, notKept: () => undefined }
    const folderWith = (note: string): CheckpointFolder => ({
      path: 'elsewhere',
      read: async () => note,
      keep: async () => undefined,
      setAside: async () => undefined,
    })

    it('whose checkpoint another key signed, or nobody can read, uses no key', async () => {
      const kept = await keptIn(service.dataDirectory)
      const forged = kept.replace(/ [A-Za-z0-9+/]{8}(?=[A-Za-z0-9+/=]+\n$)/, ' AAAAAAAA')
      expect(forged).not.toBe(kept)
      for (const note of [forged, 'nonsense']) {
        const guard = await openLogGuard(service.gateway.deps, [folderWith(note)], () => 0, quiet)
        await expect(guard.requireWhole()).rejects.toMatchObject({ code: 'LOG_ROLLED_BACK' })
      }
    })

    it('that is not there does not start: what is not mounted is not empty', async () => {
      const missing = [checkpointFolder(join(service.dataDirectory, 'not', 'mounted'))]
      await expect(openLogGuard(service.gateway.deps, missing, () => 0, quiet)).rejects.toMatchObject({
        code: 'NOT_FOUND',
      })
    })

    it('that cannot be written goes on, and tells', async () => {
      const told: string[] = []
      const note = await keptIn(service.dataDirectory)
      const full: CheckpointFolder = { ...folderWith(note), keep: () => Promise.reject(new Error('full')) }
      const guard = await openLogGuard(service.gateway.deps, [full], () => 0, {
        ...quiet,
        notKept: (folder) => told.push(folder),
      })
      await guard.keep({ note })
      await guard.requireWhole()
      expect(told).toContain('elsewhere')
    })
  })
})
