// An office whose root key is with custodians starts sealed: nothing is done before enough of them have come.

import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { passphraseOctets } from '../../src/keys/custody/argon2id.ts'
import {
  type NewCustody,
  newCustody,
  openRootKeys,
  type WantedCustody,
} from '../../src/keys/custody/custody.ts'
import { type CustodyClient, custodyClient } from '../../src/keys/custody/custody-client.ts'
import { encodeCustodyRecord, parseCustodyRecord } from '../../src/keys/custody/custody-record.ts'
import { decodeShare, encodeShare } from '../../src/keys/custody/share.ts'
import { writeRootKeyFile } from '../../src/keys/root-key-file.ts'
import { chancery } from '../cli/run-command.ts'
import { descendants, eventually, isAlive, type Launched, startLauncher } from './launched.ts'
import { formsOf, scanMemory } from './memory-scanner.ts'

// The gateway of these tests takes the one for approved, and the other for something else.
const proposalId = '0190f1c0-0000-7000-8000-000000000001'
const unapproved = '0190f1c0-0000-7000-8000-000000000002'
const folders: string[] = []
const running: Launched[] = []
const clients: CustodyClient[] = []
const random = (octets: number): Uint8Array => randomBytes(octets)
const twoOfThree: WantedCustody = { kind: 'shares', threshold: 2, custodians: ['A', 'B', 'C'] }

afterEach(async () => {
  for (const client of clients.splice(0)) client.close()
  for (const { child, ended } of running.splice(0)) {
    child.kill('SIGKILL')
    await ended
  }
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

interface Sealed {
  readonly folder: string
  readonly custody: NewCustody
}

async function office(wanted: WantedCustody = twoOfThree, name = ''): Promise<Sealed> {
  const folder = join(mkdtempSync(join(tmpdir(), 'chancery-sealed-')), name)
  folders.push(folder)
  const custody = await newCustody(wanted, random)
  mkdirSync(join(folder, 'secrets'), { recursive: true, mode: 0o700 })
  writeFileSync(join(folder, 'secrets', 'custody.json'), encodeCustodyRecord(custody.record), { mode: 0o600 })
  return { folder, custody }
}

function start(folder: string): Launched {
  const launched = startLauncher(folder, { TEST_GATEWAY: 'sealed-gateway.ts' })
  running.push(launched)
  return launched
}

async function custodian(folder: string): Promise<CustodyClient> {
  const client = await custodyClient(join(folder, 'secrets'))
  clients.push(client)
  return client
}

async function stop(launched: Launched): Promise<Readonly<Record<string, unknown>>> {
  launched.child.kill('SIGTERM')
  const stopped = await launched.next('stopped')
  expect(await launched.ended).toBe(0)
  return stopped
}

function pidOf(launched: Launched, program: string): number {
  return descendants(launched.child.pid ?? 0).find(({ runs }) => runs.includes(program))?.pid ?? 0
}

function share({ custody }: Sealed, index: number): Uint8Array {
  const octets = custody.shares[index]
  if (octets === undefined) throw new Error(`no share ${index}`)
  return octets
}

function checkValueOf({ custody }: Sealed): string {
  return custody.record.rootKeys[0].checkValueHex
}

describe('an office with custodians', () => {
  test('does nothing until enough shares are there, and tells how many are', async () => {
    const sealed = await office()
    const launched = start(sealed.folder)
    expect(await launched.next('sealed')).toMatchObject({
      done: 0,
      text: expect.stringContaining('0 of 2 shares'),
    })
    const first = await custodian(sealed.folder)
    expect(await first.state()).toMatchObject({
      sealed: true,
      kind: 'shares',
      given: 0,
      needed: 2,
      custodians: 3,
    })
    expect(await first.share(share(sealed, 2))).toMatchObject({ sealed: true, given: 1 })
    expect(await launched.next('sealed')).toMatchObject({ done: 0 })
    // Another custodian comes from another terminal.
    const second = await custodian(sealed.folder)
    expect(await second.share(share(sealed, 0))).toMatchObject({ sealed: false })
    expect(await launched.next('opened')).toMatchObject({ check: checkValueOf(sealed) })
    expect(await second.share(share(sealed, 1))).toMatchObject({ sealed: false })
  })

  test('starts again and again: too few, repeated, foreign and wrong shares open nothing, and the right ones do', async () => {
    const sealed = await office()
    const foreign = await office()
    for (let round = 0; round < 8; round++) {
      const launched = start(sealed.folder)
      await launched.next('started')
      const client = await custodian(sealed.folder)
      const mine = round % 3
      const other = (mine + 1) % 3
      await client.share(share(sealed, mine))
      for (let i = 0; i < 3; i++) {
        expect(await client.share(share(sealed, mine))).toMatchObject({ sealed: true, given: 1 })
      }
      await expect(client.share(share(foreign, other))).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
      const { value, ...facts } = decodeShare(share(sealed, other))
      const wrong = encodeShare({ ...facts, value: new Uint8Array([...randomBytes(32), value[32] ?? 0]) })
      await expect(client.share(wrong)).rejects.toMatchObject({ code: 'NOT_PERMITTED' })
      expect(await client.share(share(sealed, mine))).toMatchObject({ sealed: true, given: 1 })
      if (round % 2 === 0) {
        expect(await stop(launched)).toMatchObject({ done: 0 })
      } else {
        expect(await client.share(share(sealed, other))).toMatchObject({ sealed: false })
        expect(await launched.next('opened')).toMatchObject({ check: checkValueOf(sealed) })
        await stop(launched)
      }
    }
  }, 240_000)

  test.runIf(process.platform === 'linux')(
    'goes on without its custodians when the signer dies, and when the keeper dies as long as the signer lives',
    async () => {
      const sealed = await office()
      const launched = start(sealed.folder)
      await launched.next('started')
      const client = await custodian(sealed.folder)
      for (const index of [0, 1]) await client.share(share(sealed, index))
      await launched.next('opened')
      const signer = pidOf(launched, 'signer.ts')
      process.kill(signer, 'SIGKILL')
      await eventually('the signer is gone', () => !isAlive(signer))
      await launched.next('works')
      await launched.next('works')
      const keeper = pidOf(launched, 'keeper.ts')
      process.kill(keeper, 'SIGKILL')
      await eventually('another keeper is there', () => ![0, keeper].includes(pidOf(launched, 'keeper.ts')))
      await launched.next('works')
      expect(await (await custodian(sealed.folder)).state()).toMatchObject({ sealed: true, given: 0 })
      expect(await stop(launched)).not.toMatchObject({ done: 0 })
    },
  )

  test('is found by its custodians however long the path of its data directory is', async () => {
    const sealed = await office(twoOfThree, 'x'.repeat(120))
    const launched = start(sealed.folder)
    await launched.next('started')
    const client = await custodian(sealed.folder)
    for (const index of [0, 1]) await client.share(share(sealed, index))
    await launched.next('opened')
  })

  test.runIf(process.platform === 'linux')(
    'shows neither root key nor shares in the memory of launcher and gateway',
    async () => {
      const sealed = await office()
      const launched = start(sealed.folder)
      const { pid: gateway } = await launched.next('started')
      const client = await custodian(sealed.folder)
      for (const index of [0, 1]) await client.share(share(sealed, index))
      await launched.next('opened')
      const keys = openRootKeys(sealed.custody.record, sealed.custody.custodyKey)
      if (keys === undefined) throw new Error('not opened')
      const needles = [
        ...formsOf('the root key', keys.current.dangerouslyRevealBytes()),
        ...formsOf('the custody key', sealed.custody.custodyKey.dangerouslyRevealBytes()),
        ...formsOf('a share', decodeShare(share(sealed, 0)).value),
        ...formsOf('another share', decodeShare(share(sealed, 1)).value),
      ]
      const keeper = scanMemory(pidOf(launched, 'keeper.ts'), needles)
      expect(keeper.found).toContain('the root key, raw')
      for (const pid of [Number(gateway), launched.child.pid ?? 0]) {
        const { found, octets } = scanMemory(pid, needles)
        expect([...found]).toEqual([])
        expect(octets).toBeGreaterThan(20 << 20)
      }
    },
  )
})

describe('an office with a passphrase', () => {
  test('opens by it alone', async () => {
    const passphrase = passphraseOctets('a passphrase of an office')
    const sealed = await office({ kind: 'passphrase', passphrase })
    const launched = start(sealed.folder)
    await launched.next('sealed')
    const client = await custodian(sealed.folder)
    await expect(client.passphrase(passphraseOctets('another passphrase'))).rejects.toMatchObject({
      code: 'NOT_PERMITTED',
    })
    await expect(client.share(share(await office(), 0))).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
    expect(await client.passphrase(passphrase)).toMatchObject({ sealed: false })
    expect(await launched.next('opened')).toMatchObject({ check: checkValueOf(sealed) })
  })
})

describe('an office with a key file', () => {
  test('opens by itself; with another file, or none, it does not start', async () => {
    const { folder, custody } = await office({ kind: 'file' })
    const file = join(folder, 'secrets', 'root.key')
    const without = start(folder)
    expect(await without.ended).toBe(65)
    expect(without.stderr()).toContain('missing')
    writeRootKeyFile(file, (await newCustody({ kind: 'file' }, random)).custodyKey)
    const other = start(folder)
    expect(await other.ended).toBe(65)
    expect(other.stderr()).toContain('does not belong')
    writeRootKeyFile(file, custody.custodyKey)
    const launched = start(folder)
    expect(await launched.next('opened')).toMatchObject({
      refused: 0,
      check: checkValueOf({ folder, custody }),
    })
  })
})

describe('other custodians', () => {
  test('get the same root key by a quorum of the present ones, whose shares open nothing afterwards', async () => {
    const sealed = await office()
    const launched = start(sealed.folder)
    await launched.next('started')
    const client = await custodian(sealed.folder)
    for (const index of [0, 1]) await client.share(share(sealed, index))
    await launched.next('opened')
    const wanted = { kind: 'shares', threshold: 2, custodians: ['D', 'E'] } as const
    await expect(client.change(wanted, proposalId)).rejects.toMatchObject({ code: 'NOT_PERMITTED' })
    expect(await client.proveByShare(share(sealed, 2))).toEqual({ given: 1, needed: 2 })
    await expect(client.change(wanted, proposalId)).rejects.toMatchObject({ code: 'NOT_PERMITTED' })
    expect(await client.proveByShare(share(sealed, 1))).toEqual({ given: 2, needed: 2 })
    // The custodians alone do not suffice, nor does what the service says of another proposal.
    await expect(client.change(wanted, '')).rejects.toMatchObject({ code: 'APPROVAL_REQUIRED' })
    await expect(client.change(wanted, unapproved)).rejects.toMatchObject({ code: 'APPROVAL_INVALID' })
    // Shares that never reached anybody have changed nothing.
    await client.change(wanted, proposalId)
    const shares = await client.change(wanted, proposalId)
    expect(shares).toHaveLength(2)
    const before = await client.state()
    await client.commit()
    expect(await client.state()).toMatchObject({ sealed: false, custodians: 2, kind: 'shares' })
    expect((await client.state()).custodyId).not.toBe(before.custodyId)
    await launched.next('works')
    await stop(launched)

    const again = start(sealed.folder)
    await again.next('started')
    const next = await custodian(sealed.folder)
    await expect(next.share(share(sealed, 0))).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
    for (const one of shares) await next.share(one)
    expect(await again.next('opened')).toMatchObject({ check: checkValueOf(sealed) })
  })

  test('take the place of a key file, which is gone then', async () => {
    const { folder, custody } = await office({ kind: 'file' })
    const file = join(folder, 'secrets', 'root.key')
    writeRootKeyFile(file, custody.custodyKey)
    const launched = start(folder)
    await launched.next('opened')
    const client = await custodian(folder)
    const passphrase = passphraseOctets('a passphrase from now on')
    await client.change({ kind: 'passphrase', passphrase }, proposalId)
    await client.commit()
    expect(existsSync(file)).toBe(false)
    await stop(launched)
    const again = start(folder)
    await again.next('sealed')
    await (await custodian(folder)).passphrase(passphrase)
    expect(await again.next('opened')).toMatchObject({ check: checkValueOf({ folder, custody }) })
  })
})

test('the command hands the root key on, and makes another, as its proposal says', async () => {
  const { folder, custody } = await office({ kind: 'file' })
  writeRootKeyFile(join(folder, 'secrets', 'root.key'), custody.custodyKey)
  const launched = start(folder)
  await launched.next('opened')
  const env = { CHANCERY_DATA_DIR: folder }
  const run = (...commandLine: readonly string[]) => chancery(['custody', ...commandLine, '--json'], { env })
  const output = join(folder, 'shares')
  const wanted = ['--custody', 'shares', '--threshold', '2', '--custodian', 'An', '--custodian', 'Chi']
  const refused = await run('change', '--proposal', `Proposal:${unapproved}`, ...wanted, '-o', output)
  expect([refused.status, JSON.parse(refused.stdout).error.code]).toEqual([77, 'APPROVAL_INVALID'])
  // The shares of a change that was not made are nobody's.
  expect(existsSync(output)).toBe(false)
  const changed = await run('change', '--proposal', `Proposal:${proposalId}`, ...wanted, '-o', output)
  expect(changed.stderr).toContain('share-2.txt')
  expect(JSON.parse(changed.stdout)).toMatchObject({ kind: 'shares', custodians: 2, generation: 1 })
  const shares = ['--share', join(output, 'share-1.txt'), '--share', join(output, 'share-2.txt')]
  const rotated = await run('rotate', '--proposal', `Proposal:${proposalId}`, ...shares)
  expect([rotated.status, JSON.parse(rotated.stdout).generation]).toEqual([0, 2])
  const record = parseCustodyRecord(readFileSync(join(folder, 'secrets', 'custody.json'), 'utf8'))
  expect(record?.release?.proposalId).toBe(proposalId)
  expect(record?.rootKeys.map(({ release }) => release?.proposalId)).toEqual([proposalId, undefined])
})

describe('another root key', () => {
  test('comes by a quorum while the service goes on, and only one at a time', async () => {
    const sealed = await office()
    const launched = start(sealed.folder)
    await launched.next('started')
    const client = await custodian(sealed.folder)
    for (const index of [0, 1]) await client.share(share(sealed, index))
    await launched.next('opened')
    await expect(client.rotate(proposalId)).rejects.toMatchObject({ code: 'NOT_PERMITTED' })
    const rotating = await custodian(sealed.folder)
    const late = await custodian(sealed.folder)
    for (const index of [0, 2]) {
      await rotating.proveByShare(share(sealed, index))
      await late.proveByShare(share(sealed, index))
    }
    await expect(rotating.rotate('')).rejects.toMatchObject({ code: 'APPROVAL_REQUIRED' })
    await expect(rotating.rotate(unapproved)).rejects.toMatchObject({ code: 'APPROVAL_INVALID' })
    expect((await client.state()).generations).toHaveLength(1)
    await late.change({ kind: 'shares', threshold: 2, custodians: ['D', 'E'] }, proposalId)
    await rotating.rotate(proposalId)
    // A change that was prepared before would undo the rotation.
    await expect(late.commit()).rejects.toMatchObject({ code: 'CONFLICT' })
    await expect(rotating.rotate(proposalId)).rejects.toMatchObject({ code: 'CONFLICT' })
    const { generations } = await client.state()
    expect(generations.map(({ generation }) => generation)).toEqual([2, 1])
    let works = await launched.next('works')
    while (works['check'] === checkValueOf(sealed)) works = await launched.next('works')
    expect(works['check']).toBe(generations[0]?.checkValueHex)
    await stop(launched)

    // The shares are the same, and open both.
    const again = start(sealed.folder)
    await again.next('started')
    const next = await custodian(sealed.folder)
    for (const index of [1, 2]) await next.share(share(sealed, index))
    expect(await again.next('opened')).toMatchObject({ check: generations[0]?.checkValueHex })
    expect(again.lines('failed')).toEqual([])
    expect(launched.lines('failed')).toEqual([])
  })
})

test('a custody record that is damaged is refused, and left as it is', async () => {
  const { folder } = await office()
  const file = join(folder, 'secrets', 'custody.json')
  writeFileSync(file, '{')
  const launched = start(folder)
  expect(await launched.ended).toBe(65)
  expect(launched.stderr()).toContain('damaged')
  expect(readFileSync(file, 'utf8')).toBe('{')
})
