// Devices and sessions on the command line: a link for the first device, what there is, and an end to it.

import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { authenticator } from '../fixtures/authenticator.ts'
import { enrol, makePerson, signIn } from '../fixtures/devices.ts'
import { startTestService, type TestService } from '../fixtures/service.ts'
import { chancery, type Ended } from './run-command.ts'

let service: TestService
let folder: string
beforeAll(async () => {
  service = await startTestService()
  folder = await mkdtemp(join(tmpdir(), 'chancery-passkey-'))
  await writeFile(join(folder, 'admin.token'), service.administrator)
})
afterAll(async () => {
  await service.close()
  await rm(folder, { recursive: true, force: true })
})

function run(commandLine: readonly string[], token = 'admin.token'): Promise<Ended> {
  return chancery(commandLine, {
    env: { CHANCERY_URL: service.url, CHANCERY_TOKEN_FILE: join(folder, token) },
  })
}

async function json(commandLine: readonly string[], token?: string) {
  const ended = await run([...commandLine, '--json'], token)
  expect(ended.stderr.replaceAll(/^(?!chancery:).*$/gm, '').trim()).toBe('')
  return JSON.parse(ended.stdout)
}

test('a person is given a link, enrols, signs in, and is cut off', async () => {
  await makePerson(service, { name: 'lan.nguyen', unit: 'practice', role: 'signer' })
  const file = join(folder, 'lan.link')
  const made = await run(['passkey', 'enrol', 'lan.nguyen', '-o', file])
  expect(made.status).toBe(0)
  expect(made.stdout.trim()).toBe(file)
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  const link = (await readFile(file, 'utf8')).trim()
  const code = new URL(link).hash.replace('#enrol=', '')
  const device = authenticator()
  expect((await enrol(service, code, device)).status).toBe(201)
  await writeFile(join(folder, 'lan.token'), (await signIn(service, device)).body.secret)

  const [passkey] = await json(['passkey', 'list', 'lan.nguyen'])
  expect(passkey).toMatchObject({ title: 'Máy tính bảng', revokedAt: null })
  expect(await json(['passkey', 'list'], 'lan.token')).toEqual([passkey])
  const [session] = await json(['session', 'list'], 'lan.token')
  expect(session).toMatchObject({ method: 'PASSKEY', isThisOne: true })
  expect((await run(['session', 'list', 'lan.nguyen'])).stdout).toMatch(/^Session:\S+ +passkey /m)

  expect(await json(['session', 'revoke', session.id])).toMatchObject({ id: session.id, isOpen: false })
  expect((await run(['passkey', 'list'], 'lan.token')).status).toBe(77)
  expect((await run(['passkey', 'revoke', passkey.id])).stdout).toMatch(/^revoked Máy tính bảng at /)
  expect((await signIn(service, device)).status).toBe(401)
})

test('a link is shown this once on standard output when no file is named', async () => {
  await makePerson(service, { name: 'binh.tran' })
  const { stdout, stderr } = await run(['passkey', 'enrol', 'binh.tran'])
  expect(stdout).toMatch(/^http:\/\/localhost:\d+\/console#enrol=che_[A-Za-z0-9_-]{43}\n$/)
  expect(stderr).toContain('binh.tran')
  expect(stderr).not.toContain('che_')
})

test('nobody is listed whom there is not', async () => {
  const { status, stderr } = await run(['passkey', 'list', 'nobody'])
  expect(status).toBe(66)
  expect(stderr).toContain('"nobody"')
})
