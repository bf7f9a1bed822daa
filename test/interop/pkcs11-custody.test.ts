// An office whose root key is under a key of SoftHSM2: founded, started, signing; without its token it does not start.

import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { utf8 } from '../../src/bytes.ts'
import { createClient } from '../../src/client/client.ts'
import { passphraseOctets } from '../../src/keys/custody/argon2id.ts'
import { newCustody } from '../../src/keys/custody/custody.ts'
import { type CustodyClient, custodyClient } from '../../src/keys/custody/custody-client.ts'
import { encodeCustodyRecord, parseCustodyRecord } from '../../src/keys/custody/custody-record.ts'
import { type ServiceProcess, spawnService, startService, stopService } from '../faults/service-process.ts'
import { freePort } from '../fixtures/free-port.ts'
import { descendants, eventually, isAlive, type Launched, startLauncher } from '../processes/launched.ts'
import { type SoftHsm, softHsm } from './softhsm.ts'

const hsm = softHsm()
/** Which the gateway of these tests takes for approved. */
const proposalId = '0190f1c0-0000-7000-8000-000000000001'
const folder = mkdtempSync(join(tmpdir(), 'chancery-hsm-custody-'))
const random = (octets: number): Uint8Array => randomBytes(octets)
const running: Launched[] = []
const services: ServiceProcess[] = []
const clients: CustodyClient[] = []

afterEach(async () => {
  for (const client of clients.splice(0)) client.close()
  for (const service of services.splice(0)) await stopService(service)
  for (const { child, ended } of running.splice(0)) {
    child.kill('SIGKILL')
    await ended
  }
})
afterAll(() => {
  hsm.destroy()
  rmSync(folder, { recursive: true, force: true })
})

function settingsOf({ env, settings }: SoftHsm) {
  return {
    ...env,
    CHANCERY_PKCS11_MODULE: settings.module,
    CHANCERY_PKCS11_TOKEN_LABEL: settings.tokenLabel,
    CHANCERY_PKCS11_PIN_FILE: settings.pinFile,
  }
}

describe('an office that its HSM opens', () => {
  const data = join(folder, 'office')
  const output = join(folder, 'handed-out')

  test('is founded by one command, with no secret on the disk, and signs after every start', async () => {
    const held = await command(data, [
      ...['init', '--json', '--title', 'Ministry', '--officer', 'Dung', '--custody', 'hsm', '-o', output],
    ])
    expect(held, held.stderr).toMatchObject({ status: 0 })
    expect(JSON.parse(held.stdout).transcript).toContain('a key of the HSM, which never leaves it')
    expect(existsSync(join(data, 'secrets', 'root.key'))).toBe(false)

    for (const round of [1, 2]) {
      const service = await startService({
        dataDirectory: data,
        port: await freePort(),
        env: settingsOf(hsm),
      })
      services.push(service)
      const token = readFileSync(join(output, 'officer-1.token'), 'utf8').trim()
      const client = createClient({ url: service.url, token })
      if (round === 1) {
        await client.createUnit({ path: 'centre' })
        await client.createKey({ name: 'centre/raw', algorithm: 'ED25519', purpose: 'SIGN_RAW' })
      }
      expect(await client.readiness()).toMatchObject({
        ready: true,
        custody: 'root key under a key of the HSM, generation 1, open',
      })
      const message = utf8('whatever')
      const { outcomes } = await client.sign({ key: 'centre/raw', items: [{ message }] })
      expect(outcomes).toMatchObject([{ signature: expect.any(Uint8Array) }])
      expect(await stopService(service)).toEqual({ code: 0, signal: null })
    }
  })

  test('does not start without its token, without its settings, or with another token, and says why', async () => {
    hsm.remove()
    try {
      expect(await refusal(settingsOf(hsm))).toEqual({
        code: 69,
        told: expect.stringMatching(/the root key is under a key of the HSM, and it does not open/),
      })
    } finally {
      hsm.putBack()
    }
    expect(await refusal({})).toEqual({ code: 64, told: expect.stringContaining('CHANCERY_PKCS11_MODULE') })
    const other = softHsm()
    try {
      expect(await refusal(settingsOf(other))).toEqual({
        code: 65,
        told: expect.stringContaining('the token does not hold the key of this secret'),
      })
      const wrongPin = join(folder, 'wrong-pin')
      writeFileSync(wrongPin, '99999999', { mode: 0o600 })
      expect(await refusal({ ...settingsOf(other), CHANCERY_PKCS11_PIN_FILE: wrongPin })).toEqual({
        code: 69,
        told: expect.stringContaining('the token refused the PIN'),
      })
    } finally {
      other.destroy()
    }
  })

  async function refusal(env: Readonly<Record<string, string>>) {
    const service = spawnService({ dataDirectory: data, port: await freePort(), env })
    const { code } = await service.ended
    expect(service.output()).toBe('')
    return { code, told: service.errors() }
  }
})

describe('the HSM as custodian', () => {
  test('takes over from a passphrase and gives back to shares, with the same root key throughout', async () => {
    const passphrase = passphraseOctets('a passphrase of an office')
    const { record } = await newCustody({ kind: 'passphrase', passphrase }, random)
    const data = join(folder, 'changed')
    mkdirSync(join(data, 'secrets'), { recursive: true, mode: 0o700 })
    const file = join(data, 'secrets', 'custody.json')
    writeFileSync(file, encodeCustodyRecord(record), { mode: 0o600 })
    const check = record.rootKeys[0].checkValueHex

    const first = start(data)
    await first.next('sealed')
    const client = await custodian(data)
    await client.passphrase(passphrase)
    await client.proveByPassphrase(passphrase)
    await client.change({ kind: 'hsm' }, proposalId)
    await client.commit()
    expect(await client.state()).toMatchObject({ sealed: false, kind: 'hsm' })
    expect(parseCustodyRecord(readFileSync(file, 'utf8'))?.source.kind).toBe('hsm')
    await stop(first)

    const second = start(data)
    expect(await second.next('opened')).toMatchObject({ check })
    // A keeper that died has its token asked again; until it is back, those that run go on.
    hsm.remove()
    const keeper = keeperOf(second)
    try {
      process.kill(keeper, 'SIGKILL')
      await eventually('the keeper is gone', () => !isAlive(keeper))
      await second.next('works')
      await second.next('works')
    } finally {
      hsm.putBack()
    }
    await eventually('another keeper is there', () => ![0, keeper].includes(keeperOf(second)))
    const again = await openKeeper(data)
    const shares = await again.change({ kind: 'shares', threshold: 2, custodians: ['A', 'B'] }, proposalId)
    await again.commit()
    expect(second.lines('failed')).toEqual([])
    await stop(second)

    const third = start(data)
    await third.next('sealed')
    const last = await custodian(data)
    for (const share of shares) await last.share(share)
    expect(await third.next('opened')).toMatchObject({ check })
  })

  test('is refused where none is set up, and nothing changes', async () => {
    const passphrase = passphraseOctets('a passphrase of an office')
    const { record } = await newCustody({ kind: 'passphrase', passphrase }, random)
    const data = join(folder, 'without')
    mkdirSync(join(data, 'secrets'), { recursive: true, mode: 0o700 })
    writeFileSync(join(data, 'secrets', 'custody.json'), encodeCustodyRecord(record), { mode: 0o600 })
    const launched = start(data, {})
    await launched.next('sealed')
    const client = await custodian(data)
    await client.passphrase(passphrase)
    await client.proveByPassphrase(passphrase)
    await expect(client.change({ kind: 'hsm' }, proposalId)).rejects.toThrow('CHANCERY_PKCS11_MODULE')
    expect(await client.state()).toMatchObject({ kind: 'passphrase', sealed: false })
  })
})

function start(data: string, env: Readonly<Record<string, string>> = settingsOf(hsm)): Launched {
  const launched = startLauncher(data, { TEST_GATEWAY: 'sealed-gateway.ts', ...env })
  running.push(launched)
  return launched
}

async function custodian(data: string): Promise<CustodyClient> {
  const client = await custodyClient(join(data, 'secrets'))
  clients.push(client)
  return client
}

/** Of a keeper that waits for its token connections break. */
async function openKeeper(data: string): Promise<CustodyClient> {
  for (;;) {
    const client = await custodian(data)
    const state = await client.state().catch(() => undefined)
    if (state?.sealed === false) return client
    client.close()
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

function keeperOf(launched: Launched): number {
  return descendants(launched.child.pid ?? 0).find(({ runs }) => runs.includes('keeper.ts'))?.pid ?? 0
}

async function stop(launched: Launched): Promise<void> {
  launched.child.kill('SIGTERM')
  expect(await launched.ended).toBe(0)
}

async function command(data: string, commandLine: readonly string[]) {
  const child = spawn(process.execPath, ['src/cli/chancery.ts', ...commandLine], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'] ?? '', CHANCERY_DATA_DIR: data, ...settingsOf(hsm) },
  })
  const status = new Promise<number | null>((resolve) => child.once('close', resolve))
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { status: await status, stdout, stderr }
}
