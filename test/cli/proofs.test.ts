// What proves programs and people beside a secret of ours, on the command line: certificates, tokens of issuers, accounts.

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makePerson } from '../fixtures/devices.ts'
import { startOfficeOfHouses, workloadIssuer } from '../fixtures/houses.ts'
import type { TestService } from '../fixtures/service.ts'
import { chancery, type Ended } from './run-command.ts'

let service: TestService
let folder: string
beforeAll(async () => {
  service = await startOfficeOfHouses()
  folder = await mkdtemp(join(tmpdir(), 'chancery-proofs-'))
  await succeed(
    'application',
    'create',
    'invoices',
    '--unit',
    'practice',
    '--allow',
    'read',
    '-o',
    at('first.token'),
  )
})
afterAll(async () => {
  await service.close()
  await rm(folder, { recursive: true, force: true })
})

const at = (name: string): string => join(folder, name)

const run = (...commandLine: readonly string[]): Promise<Ended> =>
  chancery(commandLine, { env: { CHANCERY_URL: service.url, CHANCERY_DATA_DIR: service.dataDirectory } })

async function succeed(...commandLine: readonly string[]): Promise<string> {
  const { status, stdout, stderr } = await run(...commandLine)
  expect([status, stderr.includes('chancery: ')]).toEqual([0, false])
  return stdout
}

async function json(...commandLine: readonly string[]) {
  return JSON.parse(await succeed(...commandLine, '--json'))
}

const trusting = (application: string, algorithm = 'es256') => [
  'application',
  'trust',
  application,
  ...['--issuer', workloadIssuer, '--audience', 'https://sign.example', '--subject', 'invoices'],
  ...['--algorithm', algorithm],
]

test('the tokens of an issuer are trusted to be an application, shown with it, and trusted no more', async () => {
  const trust = await json(...trusting('practice/invoices'))
  expect(trust).toMatchObject({ issuer: workloadIssuer, subject: 'invoices', endedAt: null })
  const applications = await json('application', 'list')
  const application = applications.find(({ name }: { name: string }) => name === 'invoices')
  expect(application.trusts).toMatchObject([{ id: trust.id, endedAt: null }])
  expect(await succeed('application', 'distrust', trust.id)).toMatch(/^WorkloadTrust:\S+ ended at \d{4}-/)
  expect(await succeed(...trusting('practice/invoices'))).toContain(
    `invoices of ${workloadIssuer} is invoices`,
  )
})

test('what is trusted wrongly is told by its own exit status', async () => {
  expect((await run(...trusting('practice/nobody'))).status).toBe(66)
  expect((await run(...trusting('practice/invoices', 'none'))).status).toBe(64)
  const nowhere = await run('application', 'distrust', 'WorkloadTrust:019ac1de-0000-7000-8000-000000000000')
  expect([nowhere.status, nowhere.stderr.includes('NOT_FOUND')]).toEqual([66, true])
})

test('a client certificate is bound to an application until it ends, once, and revoked as any token', async () => {
  const { data } = await service.graphql(
    '{ certificates(first: 100) { edges { node { pem notAfter profile } } } }',
  )
  const { pem, notAfter } = data.certificates.edges[0].node
  await writeFile(at('program.pem'), pem)
  const bind = ['token', 'bind', 'practice/invoices', '--certificate', at('program.pem')]
  const token = await json(...bind)
  expect([token.kind, token.expiresAt]).toEqual(['CERTIFICATE', notAfter])
  expect((await run(...bind)).stderr).toContain('ALREADY_EXISTS')
  expect(await succeed('application', 'list')).toMatch(new RegExp(`invoices +read +${token.id} +certificate`))
  expect(await succeed('token', 'revoke', token.id)).toContain(`revoked token ${token.id}`)
  expect((await run(...bind.slice(0, -1), at('absent.pem'))).status).toBe(66)
})

test('an account at the identity provider is linked to a person, listed, and unlinked', async () => {
  await makePerson(service, { name: 'lan', unit: 'practice', role: 'signer' })
  const link = await json('account', 'link', 'lan', '--subject', '248289761001')
  expect(link).toMatchObject({ issuer: workloadIssuer, subject: '248289761001', endedAt: null })
  expect(await succeed('account', 'list', 'lan')).toMatch(
    new RegExp(`^${link.id} +${workloadIssuer} +248289761001`, 'm'),
  )
  expect(await succeed('account', 'unlink', link.id)).toMatch(/^OidcSubject:\S+ ended at \d{4}-/)
  const [ended] = await json('account', 'list', 'lan')
  expect(ended).toMatchObject({ id: link.id, endedAt: expect.any(String) })
  expect((await run('account', 'link', 'nobody', '--subject', 'x')).status).toBe(66)
})
