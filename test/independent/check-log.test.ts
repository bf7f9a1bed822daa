// A stranger's program, which shares no code with ours, checks a running service; and finds what was changed.

import { execFile } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { chancery } from '../cli/run-command.ts'
import { startTestService, type TestService } from '../fixtures/service.ts'

let service: TestService
let folder: string
const receipts: string[] = []
beforeAll(async () => {
  service = await startTestService()
  folder = await mkdtemp(join(tmpdir(), 'chancery-stranger-'))
  await sign(700)
  receipts.push(...(await writeReceipts(await sign(3))))
  await writeFile(join(folder, 'earlier'), await checkpoint())
  receipts.push(...(await writeReceipts(await sign(2))))
})
afterAll(async () => {
  await service.close()
  await rm(folder, { recursive: true, force: true })
})

async function sign(count: number): Promise<readonly string[]> {
  const key = 'practice/raw'
  await service.graphql(
    'mutation ($key: String!) { createKey(input: { name: $key, algorithm: ED25519, purpose: SIGN_RAW }) { key { id } } }',
    { key },
  )
  const { data, errors } = await service.graphql(
    'mutation ($key: String!, $items: [SignItemInput!]!) { sign(input: { key: $key, items: $items }) { outcomes { ... on RawSignature { auditEntryId } } } }',
    { key, items: Array.from({ length: count }, () => ({ message: 'AA==' })) },
  )
  expect(errors).toEqual([])
  return data.sign.outcomes.map(({ auditEntryId }: { auditEntryId: string }) => auditEntryId)
}

const env = () => ({ CHANCERY_URL: service.url, CHANCERY_DATA_DIR: service.dataDirectory })

async function writeReceipts(entries: readonly string[]): Promise<readonly string[]> {
  const files: string[] = []
  for (const entry of entries) {
    const file = join(folder, `${entry.split(':')[1]}.tlog-proof`)
    expect(await chancery(['audit', 'receipt', entry, '-o', file], { env: env() })).toMatchObject({
      status: 0,
    })
    files.push(file)
  }
  return files
}

async function checkpoint(): Promise<string> {
  return (await fetch(`${service.url}/log/checkpoint`)).text()
}

interface Found {
  readonly status: number
  readonly size: number
  readonly problems: readonly string[]
}

function check(...options: readonly string[]): Promise<Found> {
  const program = join(import.meta.dirname, 'check-log.ts')
  const log = `${service.url}/log`
  const key = join(service.dataDirectory, 'trust', 'log.pem')
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [program, log, key, ...options], (error, stdout, stderr) => {
      if (stdout === '') reject(new Error(stderr))
      else resolve({ status: error === null ? 0 : Number(error.code), ...JSON.parse(stdout) })
    })
  })
}

test('the stranger finds checkpoint, tiles, entries, earlier checkpoints and receipts in order', async () => {
  const found = await check(
    ...receipts.flatMap((file) => ['--receipt', file]),
    ...['--earlier', join(folder, 'earlier')],
    ...['--token-file', join(service.dataDirectory, 'admin.token')],
  )
  expect(found).toMatchObject({ status: 0, problems: [] })
  expect(found.size).toBeGreaterThan(705)
})

test('the stranger finds a receipt that was changed in any line', async () => {
  const [file = ''] = receipts
  const lines = (await readFile(file, 'utf8')).split('\n')
  const changes = [
    (line: string) => line.replace(/^extra ./, 'extra f'),
    (line: string) => line.replace(/^index \d+$/, 'index 5'),
    // A hash, with its first letter exchanged.
    (line: string) =>
      /^[A-Za-z0-9+/]{43}=$/.test(line) ? `${line.startsWith('A') ? 'B' : 'A'}${line.slice(1)}` : line,
  ]
  for (const [i, change] of changes.entries()) {
    const changed = join(folder, `changed-${i}`)
    await writeFile(changed, lines.map(change).join('\n'))
    const found = await check('--receipt', changed)
    expect(found.status).toBe(1)
    const ours = await chancery(['audit', 'verify-receipt', changed, '--json'], { env: env() })
    expect(ours.status).toBe(1)
  }
})

test('our own command says of every receipt what the stranger says, and needs no service', async () => {
  for (const file of receipts) {
    const offline = { CHANCERY_DATA_DIR: service.dataDirectory }
    const { status, stdout } = await chancery(['audit', 'verify-receipt', file, '--json'], { env: offline })
    expect(status).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ holds: true, entry: { operation: 'sign', outcome: 'done' } })
  }
})

test('a receipt under another key does not hold', async () => {
  const [file = ''] = receipts
  const { publicKey } = generateKeyPairSync('ed25519')
  const other = join(folder, 'other.pem')
  await writeFile(other, publicKey.export({ format: 'pem', type: 'spki' }))
  const { status, stdout } = await chancery(['audit', 'verify-receipt', file, '--log-key', other])
  expect(status).toBe(1)
  expect(stdout).toContain('not signed by the key of the log')
})

test('a receipt is about one signature and no other', async () => {
  const made = await service.graphql(
    'mutation { sign(input: { key: "practice/raw", items: [{ message: "AA==" }] }) { outcomes { ... on RawSignature { auditEntryId signature } } } }',
  )
  const [{ auditEntryId, signature }] = made.data.sign.outcomes
  const [file = ''] = await writeReceipts([auditEntryId])
  const raw = join(folder, 'raw.sig')
  await writeFile(raw, Buffer.from(signature, 'base64'))
  const own = ['audit', 'verify-receipt', file, '--signature', raw]
  expect((await chancery(own, { env: env() })).status).toBe(0)
  await writeFile(raw, 'another')
  expect((await chancery(own, { env: env() })).status).toBe(1)
})

test('the proof of continuation holds without reading entries', async () => {
  const earlier = join(folder, 'earlier')
  const quick = ['audit', 'verify', '--from', earlier, '--quick', '--json']
  const { status, stdout } = await chancery(quick, { env: env() })
  expect([status, JSON.parse(stdout)]).toMatchObject([0, { holds: true, problems: [] }])
  expect((await chancery(['audit', 'verify', '--quick'], { env: env() })).status).toBe(64)
})

test('the log is served as the texts say: names, types, nothing beyond its end, nothing that is spelled otherwise', async () => {
  const status = async (path: string, headers = {}) =>
    (await fetch(`${service.url}/log/${path}`, { headers })).status
  expect(await status('tile/0/000')).toBe(200)
  expect(await status('tile/0/002.p/1')).toBe(200)
  expect(await status('tile/1/000.p/2')).toBe(200)
  for (const path of [
    'tile/0/000.p/256',
    'tile/0/000.p/0',
    'tile/0/x000/000',
    'tile/00/000',
    'tile/0/0',
    'tile/0/009',
    'tile/64/000',
    'tile/1/000',
    'tile/0/000.p/01',
  ])
    expect([path, await status(path)]).toEqual([path, 404])
  expect((await fetch(`${service.url}/log/tile/0/000`)).headers.get('cache-control')).toContain('immutable')
})

test('entries are shown to those who read the log of the whole organisation, and to nobody else', async () => {
  const bundle = (token: string | null) =>
    fetch(`${service.url}/log/tile/entries/000`, {
      headers: token === null ? {} : { authorization: `Bearer ${token}` },
    })
  expect((await bundle(null)).status).toBe(401)
  const made = await service.graphql(
    'mutation { createApplication(input: { name: "auditor of a unit", unit: "practice", actions: [AUDIT] }) { application { id } } }',
  )
  const { data } = await service.graphql(
    'mutation ($id: ID!) { issueToken(input: { applicationId: $id }) { secret } }',
    {
      id: made.data.createApplication.application.id,
    },
  )
  expect((await bundle(data.issueToken.secret)).status).toBe(403)
  const whole = await bundle(service.administrator)
  expect(whole.status).toBe(200)
  expect(whole.headers.get('cache-control')).toContain('private')
})

// Last: it breaks the log.
test('the stranger finds a leaf that was changed in the database', async () => {
  await service.testDatabase.asOwner(async (tx) => {
    await sql`set local session_replication_role = replica`.execute(tx)
    await sql`update log_tiles set hashes = set_byte(hashes, 100, get_byte(hashes, 100) # 1) where level = 0 and tile_index = 1`.execute(
      tx,
    )
  })
  const found = await check()
  expect(found.status).toBe(1)
  expect(found.problems.join('\n')).toContain('the leaves do not make the signed root')
})
