// `chancery init` as its users run it: rehearsed, held, interrupted and gone on with; and the office that comes of it.

import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { utf8 } from '../../src/bytes.ts'
import { createClient } from '../../src/client/client.ts'
import {
  type ServiceProcess,
  spawnService,
  startService,
  stopService,
  until,
} from '../faults/service-process.ts'
import { authenticator } from '../fixtures/authenticator.ts'
import { enrol, signIn } from '../fixtures/devices.ts'
import { freePort } from '../fixtures/free-port.ts'

const patienceMs = 600_000
const folder = mkdtempSync(join(tmpdir(), 'chancery-ceremony-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const shares = [
  '--custody',
  'shares',
  '--threshold',
  '2',
  '--custodian',
  'An',
  '--custodian',
  'Bình',
  '--custodian',
  'Chi',
]
const ministry = ['--title', 'Bộ Nội vụ', '--officer', 'Dung', ...shares]

interface Command {
  readonly child: ChildProcess
  readonly ended: Promise<{
    readonly status: number | null
    readonly stdout: string
    readonly stderr: string
  }>
}

/** Of the first officer, who then loses it. */
const lostDevice = authenticator()

function codeOf(link: string): string {
  return new URL(link).hash.replace('#enrol=', '')
}

function chancery(
  data: string,
  commandLine: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Command {
  const child = spawn(process.execPath, ['src/cli/chancery.ts', ...commandLine], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'] ?? '', CHANCERY_DATA_DIR: data, CHANCERY_LOG_LEVEL: 'error', ...env },
  })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk) => {
    stdout += chunk
  })
  child.stderr.on('data', (chunk) => {
    stderr += chunk
  })
  const ended = new Promise<Awaited<Command['ended']>>((resolve) =>
    child.once('close', (status) => resolve({ status, stdout, stderr })),
  )
  return { child, ended }
}

async function sealedService(data: string, port: number): Promise<ServiceProcess> {
  const service = spawnService({ dataDirectory: data, port })
  await told(service, 'is SEALED')
  return service
}

/** Waits until the service says so, and fails when it ends instead. */
async function told(service: ServiceProcess, words: string): Promise<void> {
  const outcome = await Promise.race([
    until(() => service.output().includes(words), patienceMs, 20),
    service.ended,
  ])
  expect(outcome, service.errors()).toBe(true)
}

describe('a ceremony', () => {
  const data = join(folder, 'ministry')
  const output = join(folder, 'handed-out')

  test(
    'is rehearsed by the same script, and the rehearsal leaves nothing',
    async () => {
      const rehearsed = await chancery(data, ['init', '--dry-run', '--json', ...ministry, '-o', output]).ended
      expect(rehearsed).toMatchObject({ status: 0 })
      expect(existsSync(data)).toBe(false)
      expect(existsSync(output)).toBe(false)

      const held = await chancery(data, ['init', '--json', ...ministry, '-o', output]).ended
      expect(held, held.stderr).toMatchObject({ status: 0 })
      const before = JSON.parse(rehearsed.stdout)
      const after = JSON.parse(held.stdout)
      expect(after.scriptSha256).toBe(before.scriptSha256)
      const scriptOf = (transcript: string): string => transcript.slice(0, transcript.indexOf('Record'))
      expect(scriptOf(after.transcript)).toBe(scriptOf(before.transcript))
      // Line by line the record differs in nothing but what comes of keys and of the time.
      const masked = (transcript: string): string =>
        transcript
          .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, 'TIME')
          .replaceAll(/\b[0-9a-f]{16,}\b/g, 'HEX')
      expect(masked(after.transcript)).toBe(masked(before.transcript))
      expect(after.transcript).not.toBe(before.transcript)

      expect(readdirSync(output).sort()).toEqual([
        'officer-1.link',
        'officer-1.token',
        'share-1.txt',
        'share-2.txt',
        'share-3.txt',
        'transcript.txt',
      ])
      for (const name of readdirSync(output))
        expect(statSync(join(output, name)).mode & 0o777, name).toBe(0o600)
      const transcript = readFileSync(join(output, 'transcript.txt'))
      expect(createHash('sha256').update(transcript).digest('hex')).toBe(after.transcriptSha256)
      expect(existsSync(join(data, 'secrets', 'root.key'))).toBe(false)
    },
    patienceMs,
  )

  test(
    'makes an office that starts sealed, opens by its custodians, and is no practice office',
    async () => {
      const port = await freePort()
      const service = await sealedService(data, port)
      const token = readFileSync(join(output, 'officer-1.token'), 'utf8').trim()
      const client = createClient({ url: service.url, token, attempts: 1 })
      expect(await client.readiness()).toMatchObject({
        ready: false,
        reasons: [expect.stringContaining('0 of 2 shares')],
        custody: expect.stringContaining('3 custodians'),
      })
      expect((await fetch(`${service.url}/healthz`)).status).toBe(200)
      await expect(client.createUnit({ path: 'centre' })).rejects.toMatchObject({
        code: 'SEALED',
        retryable: true,
      })

      const given = await chancery(data, ['unseal', '--json', '--share', join(output, 'share-3.txt')]).ended
      expect(JSON.parse(given.stdout)).toMatchObject({ sealed: true, given: 1, needed: 2 })
      const opened = await chancery(data, ['unseal', '--share', join(output, 'share-1.txt')]).ended
      expect(opened).toMatchObject({ status: 0, stdout: 'the office is open\n' })
      await told(service, 'ready at')
      // No token lies about: officers have theirs.
      expect(existsSync(join(data, 'admin.token'))).toBe(false)
      const status = await chancery(data, ['status', '--json'], {
        CHANCERY_URL: service.url,
        CHANCERY_TOKEN_FILE: join(output, 'officer-1.token'),
      }).ended
      expect(JSON.parse(status.stdout)).toMatchObject({
        ready: true,
        practice: false,
        token: 'accepted',
        custody: expect.stringContaining('generation 1, open'),
      })

      // The officer as a person: the link enrols a device, and the session has what the token has.
      const door = { url: service.url, gateway: { deps: { publicUrl: service.url } } }
      const link = readFileSync(join(output, 'officer-1.link'), 'utf8').trim()
      expect((await enrol(door, codeOf(link), lostDevice)).status).toBe(201)
      const signedIn = (await signIn(door, lostDevice)).body
      expect(signedIn.person).toBe('officer-1')
      const officer = createClient({ url: service.url, token: signedIn.secret, attempts: 1 })
      expect((await officer.viewer()).grants).toMatchObject([{ unit: '' }])

      await client.createUnit({ path: 'centre' })
      await client.createKey({ name: 'centre/signing', algorithm: 'ECDSA_P256', purpose: 'SIGN_DOCUMENT' })
      await client.issueCertificate({
        unit: 'centre',
        key: 'centre/signing',
        profile: 'DOCUMENT_SIGNING',
        subject: 'CN=Clerk',
        authority: 'issuing',
      })
      const { document } = await client.signDocument({ key: 'centre/signing', document: utf8('a text') })
      if (document.bytes === null) throw new Error('no bytes')
      const report = await client.verifyDocument({ document: document.bytes })
      expect(report).toMatchObject({
        indication: 'TOTAL_PASSED',
        signatures: [{ signer: { practice: false } }],
      })
      expect(await stopService(service)).toEqual({ code: 0, signal: null })
    },
    patienceMs,
  )

  test(
    'is followed by the recovery of an officer who lost every device, by the same custodians',
    async () => {
      const recover = (...more: readonly string[]) =>
        chancery(data, ['officer', 'recover', 'officer-1', '--json', ...more]).ended
      const share = (number: number) => ['--share', join(output, `share-${number}.txt`)]
      expect(await recover(...share(3))).toMatchObject({
        status: 64,
        stderr: expect.stringContaining('1 of 2 shares'),
      })
      const recovered = await recover(...share(3), ...share(1))
      expect(recovered, recovered.stderr).toMatchObject({ status: 0 })
      const { name, link } = JSON.parse(recovered.stdout)
      expect(name).toBe('officer-1')
      const nobody = await chancery(data, ['officer', 'recover', 'nobody', ...share(1), ...share(2)]).ended
      expect(nobody).toMatchObject({ status: 69, stderr: expect.stringContaining('no person "nobody"') })

      const service = await sealedService(data, await freePort())
      for (const number of [1, 2]) await chancery(data, ['unseal', ...share(number)]).ended
      await told(service, 'ready at')
      const door = { url: service.url, gateway: { deps: { publicUrl: service.url } } }
      expect((await signIn(door, lostDevice)).status).toBe(401)
      const device = authenticator()
      expect((await enrol(door, codeOf(link), device)).status).toBe(201)
      expect((await signIn(door, device)).status).toBe(201)
      await stopService(service)
    },
    patienceMs,
  )

  test(
    'is not held where an office is, for practice or real',
    async () => {
      const again = await chancery(data, [
        'init',
        ...ministry,
        '--share',
        join(output, 'share-1.txt'),
        '--share',
        join(output, 'share-2.txt'),
        '-o',
        join(folder, 'again'),
      ]).ended
      expect(again.status).not.toBe(0)
      expect(again.stderr).toContain('holds an office already')
      const other = await chancery(data, [
        'init',
        ...ministry,
        '--officer',
        'Another',
        '-o',
        join(folder, 'again'),
      ]).ended
      expect(other).toMatchObject({ status: 69, stderr: expect.stringContaining('another script') })

      const practice = { dataDirectory: join(folder, 'practice'), port: await freePort() }
      await stopService(await startService(practice))
      const refused = await chancery(practice.dataDirectory, [
        'init',
        ...ministry,
        '-o',
        join(folder, 'again'),
      ]).ended
      expect(refused).toMatchObject({ status: 64, stderr: expect.stringContaining('empty data directory') })
    },
    patienceMs,
  )
})

describe('a ceremony that is interrupted', () => {
  const data = join(folder, 'interrupted')
  const output = join(folder, 'interrupted-out')

  test.runIf(process.platform === 'linux')(
    'serves nobody, and goes on with the same command and its custodians',
    async () => {
      const begun = chancery(data, ['init', ...ministry, '-o', output])
      // Behind its custody and among the steps of the founding.
      expect(await until(() => existsSync(join(data, 'database', 'postgres')), patienceMs, 5)).toBe(true)
      begun.child.kill('SIGKILL')
      await begun.ended

      const open = ['--share', join(output, 'share-2.txt'), '--share', join(output, 'share-3.txt')]
      const tooFew = await eventuallyFree(() =>
        chancery(data, ['init', ...ministry, ...open.slice(0, 2), '-o', output]),
      )
      expect(tooFew).toMatchObject({ status: 64, stderr: expect.stringContaining('1 of 2 shares') })
      const done = await chancery(data, ['init', '--json', ...ministry, ...open, '-o', output]).ended
      expect(done, done.stderr).toMatchObject({ status: 0 })
      const transcript = readFileSync(join(output, 'transcript.txt'), 'utf8')
      expect(transcript.match(/share \d of/g)).toHaveLength(3)

      const port = await freePort()
      const service = await sealedService(data, port)
      for (const file of ['share-1.txt', 'share-2.txt']) {
        expect(await chancery(data, ['unseal', '--share', join(output, file)]).ended).toMatchObject({
          status: 0,
        })
      }
      await told(service, 'ready at')
      const token = readFileSync(join(output, 'officer-1.token'), 'utf8').trim()
      const client = createClient({ url: service.url, token, attempts: 1 })
      expect((await client.authorities()).map(({ slug }) => slug).sort()).toEqual(['issuing', 'root'])
      await stopService(service)
    },
    patienceMs,
  )

  test(
    'by whoever holds it leaves nothing behind',
    async () => {
      const nowhere = join(folder, 'nowhere')
      const refused = await chancery(nowhere, [
        'init',
        ...ministry,
        '--threshold',
        '4',
        '-o',
        join(folder, 'none'),
      ]).ended
      expect(refused).toMatchObject({ status: 64, stderr: expect.stringContaining('4 of 3 custodians') })
      expect(existsSync(join(folder, 'none'))).toBe(false)
      expect(existsSync(join(nowhere, 'secrets', 'custody.json'))).toBe(false)
      const unnamed = await chancery(nowhere, ['init', '--title', 'T', ...shares, '-o', join(folder, 'none')])
        .ended
      expect(unnamed).toMatchObject({ status: 64, stderr: expect.stringContaining('--officer') })
    },
    patienceMs,
  )
})

/** The processes of a launcher that was killed end by themselves; until then its directory is in use. */
async function eventuallyFree(run: () => Command): Promise<Awaited<Command['ended']>> {
  for (;;) {
    const result = await run().ended
    if (!result.stderr.includes('in use by another')) return result
  }
}
