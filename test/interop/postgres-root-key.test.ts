// Three hosts on one PostgreSQL: the root key is rotated on one of them while two serve, and the third slept through it.

import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { utf8 } from '../../src/bytes.ts'
import { type ChanceryClient, createClient } from '../../src/client/client.ts'
import { type CustodyClient, custodyClient } from '../../src/keys/custody/custody-client.ts'
import type { CustodyState } from '../../src/keys/custody/keeper-messages.ts'
import { sharesInText } from '../../src/keys/custody/share.ts'
import { pause, type ServiceProcess, spawnService, stopService, until } from '../faults/service-process.ts'
import { authenticator } from '../fixtures/authenticator.ts'
import { enrol, originOf, signIn } from '../fixtures/devices.ts'
import { freePort } from '../fixtures/free-port.ts'
import { type PostgresCluster, postgresCluster } from './postgres-cluster.ts'

const patienceMs = 240_000
const folder = mkdtempSync(join(tmpdir(), 'chancery-root-key-'))
const output = join(folder, 'handed-out')
let cluster: PostgresCluster
let env: Readonly<Record<string, string>>
const running: ServiceProcess[] = []

beforeAll(async () => {
  cluster = await postgresCluster()
  cluster.sql('postgres', 'create database office')
  const url = cluster.url('office')
  env = {
    CHANCERY_DATABASE_URL: url,
    CHANCERY_MIGRATE_DATABASE_URL: url,
    CHANCERY_PUBLIC_URL: 'https://office.example',
  }
  const custodians = ['--custodian', 'An', '--custodian', 'Chi', '--custodian', 'Dung']
  const custody = ['--custody', 'shares', '--threshold', '2', ...custodians]
  const officers = ['--officer', 'An', '--officer', 'Binh']
  await command(['init', '--title', 'Ministry', ...officers, ...custody, '-o', output])
  for (const name of ['second', 'third'])
    cpSync(join(folder, 'first', 'secrets'), join(folder, name, 'secrets'), { recursive: true })
}, patienceMs)
afterAll(async () => {
  for (const service of running) await stopService(service)
  await cluster.remove()
  rmSync(folder, { recursive: true, force: true })
})

test(
  'a root key is rotated while every host serves, and a host that was down takes it when its custodians come',
  async () => {
    const [first, second] = [await opened('first'), await opened('second')]
    await first.client.createUnit({ path: 'centre' })
    await first.client.createKey({ name: 'centre/raw', algorithm: 'ED25519', purpose: 'SIGN_RAW' })
    let over = false
    const failures: unknown[] = []
    const signed = [0, 0]
    const load = [first, second].map(async ({ client }, i) => {
      while (!over) {
        try {
          await client.sign({ key: 'centre/raw', items: [{ message: utf8('a message') }] })
          signed[i] = (signed[i] ?? 0) + 1
          if (signed[i] % 100 === 0) await client.createUnit({ path: `centre/unit-${i}-${signed[i]}` })
        } catch (error) {
          failures.push(error)
        }
        await pause(20)
      }
    })
    const before = await first.custody.state()
    for (const share of shares().slice(1)) await first.custody.proveByShare(share)
    const proposal = await releasedRotation(first)
    await first.custody.rotate(proposal.slice('Proposal:'.length))

    // Both are accepted while the second host takes what the first has made.
    expect(await until(async () => (await generations(second)).join() === '2,1', patienceMs, 200)).toBe(true)
    expect(await generations(first)).toEqual([2, 1])
    expect(rootKeyGeneration()).toBe('1')
    for (const host of [first, second])
      expect(await until(async () => (await generations(host)).join() === '2', patienceMs, 500)).toBe(true)
    over = true
    await Promise.all(load)
    expect(failures).toEqual([])
    expect(Math.min(...signed)).toBeGreaterThan(100)
    expect(rootKeyGeneration()).toBe('2')
    // Whichever host looks first says in the log on whose approval it was done.
    const isDone = async () => (await first.client.proposal(proposal))?.state === 'EXECUTED'
    expect(await until(isDone, patienceMs, 200)).toBe(true)
    await expect(second.custody.rotate(proposal.slice('Proposal:'.length))).rejects.toMatchObject({
      code: 'NOT_PERMITTED',
    })
    const after = await second.custody.state()
    expect(after.generations).toEqual((await first.custody.state()).generations)
    expect(after.generations[0]?.checkValueHex).not.toBe(before.generations[0]?.checkValueHex)

    // The third host has the record from before, and the same shares.
    const third = await opened('third')
    expect((await generations(third))[0]).toBe(2)
    await third.client.sign({ key: 'centre/raw', items: [{ message: utf8('a message') }] })
  },
  patienceMs,
)

/** One officer proposes and executes, the other approves, each with the device of the link from the founding. */
async function releasedRotation({ url }: Host): Promise<string> {
  const door = { url, gateway: { deps: { publicUrl: 'https://office.example' } } }
  const officer = async (number: number) => {
    const device = authenticator()
    const link = readFileSync(join(output, `officer-${number}.link`), 'utf8').trim()
    expect((await enrol(door, link.split('#enrol=')[1] ?? '', device)).status).toBe(201)
    const { body } = await signIn(door, device)
    return { device, client: createClient({ url, token: body.secret, attempts: 1 }) }
  }
  const [an, binh] = [await officer(1), await officer(2)]
  const proposal = await an.client.propose({ rotateRootKey: {} })
  const challenge = Buffer.from(proposal.actSha256, 'hex')
  const { id, response } = binh.device.assert({ challenge, origin: originOf(door) })
  const { authenticatorData, clientDataJSON, signature } = response
  const assertion = { credentialId: id, authenticatorData, clientDataJson: clientDataJSON, signature }
  await binh.client.approve({ proposalId: proposal.id, assertion })
  const { result } = await an.client.execute({ proposalId: proposal.id })
  expect(result.__typename).toBe('ReleaseCeremonyPayload')
  return proposal.id
}

interface Host {
  readonly url: string
  readonly client: ChanceryClient
  readonly custody: CustodyClient
}

async function opened(name: string): Promise<Host> {
  const dataDirectory = join(folder, name)
  const service = spawnService({ dataDirectory, port: await freePort(), env })
  running.push(service)
  await told(service, 'is SEALED')
  const custody = await custodyClient(join(dataDirectory, 'secrets'))
  let state: CustodyState | undefined
  for (const share of shares().slice(0, 2)) state = await custody.share(share)
  expect(state).toMatchObject({ sealed: false })
  await told(service, 'ready at')
  const token = readFileSync(join(output, 'officer-1.token'), 'utf8').trim()
  return { url: service.url, client: createClient({ url: service.url, token, attempts: 1 }), custody }
}

async function told(service: ServiceProcess, words: string): Promise<void> {
  const outcome = await Promise.race([
    until(() => service.output().includes(words), patienceMs, 20),
    service.ended,
  ])
  expect(outcome, service.errors()).toBe(true)
}

async function generations({ custody }: Host): Promise<readonly number[]> {
  return (await custody.state()).generations.map(({ generation }) => generation)
}

function shares(): readonly Uint8Array[] {
  return [1, 2, 3].flatMap((i) => sharesInText(readFileSync(join(output, `share-${i}.txt`), 'utf8')))
}

/** What the registry says of itself. */
function rootKeyGeneration(): string {
  return cluster.sql('office', 'select root_key_generation from office').trim()
}

async function command(commandLine: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, ['src/cli/chancery.ts', ...commandLine], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'] ?? '', CHANCERY_DATA_DIR: join(folder, 'first'), ...env },
  })
  const status = new Promise<number | null>((resolve) => child.once('close', resolve))
  const [, told] = await Promise.all([text(child.stdout), text(child.stderr)])
  expect(await status, told).toBe(0)
}
