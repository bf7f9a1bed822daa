// An export of the log is checked offline: with the checkpoint beside it, and the key of the log, and nothing else.

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestService, type TestService } from '../fixtures/service.ts'
import { chancery } from './run-command.ts'

let service: TestService
let folder: string
let unitToken: string
beforeAll(async () => {
  service = await startTestService({ env: { CHANCERY_PUBLIC_URL: 'http://office.example' } })
  folder = await mkdtemp(join(tmpdir(), 'chancery-export-'))
  const made = await service.graphql(
    'mutation { createApplication(input: { name: "auditor", unit: "practice", actions: [AUDIT, READ] }) { application { id } } }',
  )
  const { data } = await service.graphql(
    'mutation ($id: ID!) { issueToken(input: { applicationId: $id }) { secret } }',
    {
      id: made.data.createApplication.application.id,
    },
  )
  unitToken = join(folder, 'unit.token')
  await writeFile(unitToken, data.issueToken.secret)
  for (let i = 0; i < 100 && !(await hasCheckpoint()); i++)
    await new Promise((resolve) => setTimeout(resolve, 100))
})
afterAll(async () => {
  await service.close()
  await rm(folder, { recursive: true, force: true })
})

const hasCheckpoint = async () => (await fetch(`${service.url}/log/checkpoint`)).ok
const path = (name: string) => join(folder, name)
const logKey = () => join(service.dataDirectory, 'trust', 'log.pem')

async function exported(name: string, env: Record<string, string> = {}) {
  const { status, stdout } = await chancery(
    ['audit', 'export', '-o', path(`${name}.jsonl`), '--checkpoint', path(`${name}.checkpoint`), '--json'],
    { env: { CHANCERY_URL: service.url, CHANCERY_DATA_DIR: service.dataDirectory, ...env } },
  )
  expect(status).toBe(0)
  return JSON.parse(stdout)
}

const verify = (name: string, ...more: readonly string[]) =>
  chancery([
    ...['audit', 'verify', '--entries', path(`${name}.jsonl`), '--checkpoint', path(`${name}.checkpoint`)],
    ...['--log-key', logKey(), '--json', ...more],
  ])

test('an export of the whole log holds without a service', async () => {
  const { entries, hashes } = await exported('whole')
  expect(entries).toBeGreaterThan(10)
  expect(hashes).toBe(0)
  const { status, stdout } = await verify('whole')
  expect(JSON.parse(stdout)).toMatchObject({ holds: true, problems: [], entriesOfOthers: 0 })
  expect(status).toBe(0)
})

test('an export of one unit holds too: of the others it has the hashes', async () => {
  const { entries, hashes } = await exported('unit', { CHANCERY_TOKEN_FILE: unitToken })
  expect(entries).toBeGreaterThan(0)
  expect(hashes).toBeGreaterThan(0)
  const { status, stdout } = await verify('unit')
  expect(JSON.parse(stdout)).toMatchObject({ holds: true, entriesOfOthers: hashes })
  expect(status).toBe(0)
})

test.each([
  [
    'a changed entry',
    (lines: string[]) => lines.map((line, i) => (i === 3 ? line.replace('done', 'dome') : line)),
  ],
  ['a left-out line', (lines: string[]) => lines.toSpliced(4, 1)],
  [
    'two exchanged places',
    (lines: string[]) =>
      lines.map((line) =>
        line.replace(/"leafIndex":([23]),/, (_, digit) => `"leafIndex":${5 - Number(digit)},`),
      ),
  ],
])('%s is found in either', async (_, change) => {
  for (const name of ['whole', 'unit']) {
    const lines = (await readFile(path(`${name}.jsonl`), 'utf8')).trimEnd().split('\n')
    await writeFile(path('changed.jsonl'), `${change(lines).join('\n')}\n`)
    await writeFile(path('changed.checkpoint'), await readFile(path(`${name}.checkpoint`)))
    const { status, stdout } = await verify('changed')
    expect([name, status, JSON.parse(stdout).holds]).toEqual([name, 1, false])
  }
})

test('what is no export is told with its line, and a missing file as missing', async () => {
  await writeFile(path('odd.jsonl'), '{"leafIndex":0}\n')
  await writeFile(path('odd.checkpoint'), await readFile(path('whole.checkpoint')))
  const odd = await verify('odd')
  expect(odd.status).toBe(65)
  expect(odd.stdout).toContain('line 1')
  await writeFile(path('gone.checkpoint'), await readFile(path('whole.checkpoint')))
  expect((await verify('gone')).status).toBe(66)
  expect((await chancery(['audit', 'verify', '--entries', 'x'])).status).toBe(64)
})
