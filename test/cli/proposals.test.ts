// What is proposed, looked at and executed from the command line; approving takes a passkey, and so the console.

import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addPerson, type TestPerson } from '../fixtures/approvers.ts'
import { practicePki } from '../fixtures/pki.ts'
import { approve, assertionOf, type TestProposal } from '../fixtures/proposals.ts'
import { startTestService, type TestService } from '../fixtures/service.ts'
import { chancery, type Ended } from './run-command.ts'

let service: TestService
let leader: TestPerson
let officers: readonly TestPerson[]
let folder: string
beforeAll(async () => {
  service = await startTestService()
  officers = [await addPerson(service, 'an'), await addPerson(service, 'binh')]
  leader = await addPerson(service, 'leader', { role: 'signer', unit: 'practice' })
  folder = await mkdtemp(join(tmpdir(), 'chancery-proposals-'))
})
afterAll(async () => {
  await service.close()
  await rm(folder, { recursive: true, force: true })
})

const run = (...commandLine: readonly string[]): Promise<Ended> =>
  chancery(commandLine, { env: { CHANCERY_URL: service.url, CHANCERY_DATA_DIR: service.dataDirectory } })

async function json(...commandLine: readonly string[]) {
  const ended = await run(...commandLine, '--json')
  expect([ended.status, ended.stderr]).toEqual([0, ''])
  return JSON.parse(ended.stdout)
}

it('proposes a destruction, shows it, and executes it when two people have approved what a program proposed', async () => {
  expect((await run('key', 'create', 'practice/old', '--algorithm', 'ecdsa-p256')).status).toBe(0)
  const rule = await run(
    'proposal',
    'set-rule',
    'schedule-key-destruction',
    '--unit',
    'practice',
    '--approvals',
    '1',
  )
  expect(rule.stdout).toContain('schedule-key-destruction in practice needs 1 approvals')
  const direct = await run('key', 'schedule-destruction', 'practice/old')
  expect(direct.status).toBe(77)
  expect(direct.stderr).toContain('APPROVAL_REQUIRED')

  const proposed = await run('propose', 'key-destruction', 'practice/old', '--waiting-days', '7')
  expect(proposed.stdout).toContain('Destroy the key practice/old in 7 days\nThis cannot be taken back.')
  expect(proposed.stdout).toContain('approved   0 of 2')
  const [proposal] = await json('proposal', 'list', '--state', 'open')
  expect((await run('proposal', 'execute', proposal.id)).status).toBe(77)
  for (const officer of officers) await approve(officer, proposal, assertionOf(officer, proposal))
  const shown = await run('proposal', 'show', proposal.id)
  expect(shown.stdout).toContain('approved   2 of 2: an, binh')
  const executed = await run('proposal', 'execute', proposal.id)
  expect([executed.status, executed.stdout]).toEqual([
    0,
    'executed: Destroy the key practice/old in 7 days\n',
  ])
})

it('has a list of files approved as one and signs them into a folder', async () => {
  const key = 'practice/leader'
  const made = ['--algorithm', 'ecdsa-p256', '--attribute', 'approval-required']
  expect((await run('key', 'create', key, ...made)).status).toBe(0)
  const issue = ['cert', 'issue', '--unit', 'practice', '--key', key, '--profile', 'document-signing']
  expect((await run(...issue, '--subject', 'CN=Leader', '-o', join(folder, 'leader.pem'))).status).toBe(0)
  const files = ['one.txt', 'two.txt'].map((name) => join(folder, name))
  for (const file of files) await writeFile(file, file)
  const proposal: TestProposal = await json('propose', 'signatures', ...files, '--key', key, '--level', 'b-b')
  expect((await run('proposal', 'show', proposal.id)).stdout).toContain('one.txt (CAdES, B-B) SHA-256')
  await approve(leader, proposal, assertionOf(leader, proposal))

  await writeFile(join(folder, 'three.txt'), 'nobody approved this')
  const output = join(folder, 'signed')
  await mkdir(output)
  const ended = await run(
    'proposal',
    'execute',
    proposal.id,
    ...files,
    join(folder, 'three.txt'),
    '-o',
    output,
  )
  expect(ended.status).toBe(77)
  expect(ended.stdout).toContain('APPROVAL_INVALID')
  expect((await readFile(join(output, 'one.txt.p7m')))[0]).toBe(0x30)
  const { proposals } = { proposals: await json('proposal', 'list', '--state', 'executed') }
  expect(proposals.map(({ id }: { id: string }) => id)).toContain(proposal.id)
})

it('takes a proposal back, and says so when there is none', async () => {
  const proposal = await json(
    'propose',
    'approval-rule',
    'export-key',
    '--unit',
    'practice',
    '--approvals',
    '2',
  )
  const rejected = await run('proposal', 'reject', proposal.id, '--reason', 'too early')
  expect(rejected.stdout).toBe(`rejected ${proposal.id}\n`)
  const missing = await run('proposal', 'show', 'Proposal:0190f1c0-0000-7000-8000-000000000001')
  expect(missing.status).toBe(66)
  expect((await run('proposal', 'rules')).stdout).toContain('schedule-key-destruction')
})

it('asks where a key is to be written before it is given away', async () => {
  const made = ['--algorithm', 'ecdsa-p256', '--attribute', 'exportable']
  expect((await run('key', 'create', 'practice/portable', ...made)).status).toBe(0)
  const { publicKey } = (await import('node:crypto')).generateKeyPairSync('rsa', { modulusLength: 2048 })
  const recipient = join(folder, 'recipient.der')
  await writeFile(recipient, publicKey.export({ type: 'spki', format: 'der' }))
  const proposal = await json('propose', 'key-export', 'practice/portable', '--recipient', recipient)
  for (const officer of officers) await approve(officer, proposal, assertionOf(officer, proposal))
  expect((await run('proposal', 'execute', proposal.id)).status).toBe(64)
  const wrapped = join(folder, 'wrapped')
  expect((await run('proposal', 'execute', proposal.id, '-o', wrapped)).status).toBe(0)
  expect((await readFile(wrapped)).length).toBeGreaterThan(256)
})

it('has an authority of others trusted and trusted no more, directly or as two have approved', async () => {
  const { root, signer } = await practicePki()
  const [der, leaf] = [join(folder, 'root.cer'), join(folder, 'leaf.cer')]
  await writeFile(der, root.certificate)
  await writeFile(leaf, signer.certificate)
  const anchor = await json('trust-anchor', 'add', der, '--purpose', 'timestamping')
  expect(anchor.purposes).toEqual(['TIMESTAMPING'])
  const pem = join(folder, 'trusted.pem')
  expect((await run('trust-anchor', 'list', '-o', pem)).stdout).toContain(anchor.subject)
  expect(await readFile(pem, 'utf8')).toBe(anchor.pem)
  const refused = await run('trust-anchor', 'add', leaf)
  expect([refused.status, refused.stderr]).toEqual([
    64,
    expect.stringContaining('no certification authority'),
  ])
  expect((await run('trust-anchor', 'add', der, '--purpose', 'signing')).status).toBe(64)

  const removal = await json('propose', 'trust-anchor-removal', anchor.id)
  for (const officer of officers) await approve(officer, removal, assertionOf(officer, removal))
  const removed = await run('proposal', 'execute', removal.id)
  expect(removed.stdout).toContain(`executed: Trust the authority ${anchor.subject} no more`)
  expect((await json('trust-anchor', 'list')).length).toBe(0)
  const proposed = await run('propose', 'trust-anchor', pem, '--until', '2031-01-01T00:00:00Z')
  expect(proposed.stdout).toContain(`Trust the authority ${anchor.subject}\n`)
  expect(proposed.stdout).toContain(`its certificate (SHA-256): ${anchor.certificateSha256}`)
  expect(proposed.stdout).toContain('for what existed before: 2031-01-01T00:00:00.000Z')
})
