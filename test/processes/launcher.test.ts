import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { descendants, eventually, isAlive, type Launched, startLauncher } from './launched.ts'

const folders: string[] = []
const running: Launched[] = []

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'chancery-launcher-'))
  folders.push(folder)
  return folder
}

function start(folder: string, env?: Readonly<Record<string, string>>): Launched {
  const launched = startLauncher(folder, env)
  running.push(launched)
  return launched
}

afterEach(async () => {
  for (const { child, ended } of running.splice(0)) {
    child.kill('SIGKILL')
    await ended
  }
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

function signersOf(launched: Launched): readonly number[] {
  return descendants(launched.child.pid ?? 0)
    .filter(({ runs }) => runs.includes('signer.ts'))
    .map(({ pid }) => pid)
}

function signerOf(launched: Launched): number {
  const [pid] = signersOf(launched)
  if (pid === undefined) throw new Error('there is no signer')
  return pid
}

describe('a first start', () => {
  test('makes the data directory and the root key, for its owner alone, and the next start finds it', async () => {
    const folder = join(newFolder(), 'nested', 'data')
    const first = start(folder)
    const { check } = await first.next('ready')
    first.child.kill('SIGTERM')
    expect(await first.ended).toBe(0)
    if (process.platform !== 'win32') {
      for (const name of ['.', 'secrets', 'database', 'spool', 'trust', 'log']) {
        expect(statSync(join(folder, name)).mode & 0o777).toBe(0o700)
      }
      expect(statSync(join(folder, 'secrets', 'root.key')).mode & 0o777).toBe(0o600)
    }
    const second = start(folder)
    expect((await second.next('ready'))['check']).toBe(check)
  })
})

describe('a root key that', () => {
  test('is missing beside a database is refused, and no new one is made', async () => {
    const folder = newFolder()
    mkdirSync(join(folder, 'database', 'base'), { recursive: true })
    const launched = start(folder)
    expect(await launched.ended).toBe(65)
    expect(launched.stderr()).toContain('missing')
    expect(existsSync(join(folder, 'secrets', 'root.key'))).toBe(false)
  })

  test('is damaged is refused, and left as it is', async () => {
    const folder = newFolder()
    mkdirSync(join(folder, 'secrets'))
    const file = join(folder, 'secrets', 'root.key')
    writeFileSync(file, 'damaged', { mode: 0o600 })
    const launched = start(folder)
    expect(await launched.ended).toBe(65)
    expect(launched.stderr()).toContain('damaged')
    expect(readFileSync(file, 'utf8')).toBe('damaged')
  })
})

describe('one data directory', () => {
  test('is served by one launcher: a second is refused, the first goes on', async () => {
    const folder = newFolder()
    const first = start(folder)
    await first.next('ready')
    const second = start(folder)
    expect(await second.ended).toBe(69)
    expect(second.stderr()).toContain('in use by another')
    await first.next('signed')
    first.child.kill('SIGTERM')
    expect(await first.ended).toBe(0)
  })

  test('is free again at once after its launcher was killed', async () => {
    const folder = newFolder()
    const first = start(folder)
    const { pid } = await first.next('ready')
    first.child.kill('SIGKILL')
    // Its gateway notices, drains and ends by itself.
    expect(await first.next('stopped')).toMatchObject({ why: 'launcher_gone' })
    await eventually('the gateway ends', () => !isAlive(Number(pid)))
    const second = start(folder)
    await second.next('ready')
  })

  test('that cannot be written is refused in words', async () => {
    const folder = newFolder()
    writeFileSync(join(folder, 'file'), '')
    const launched = start(join(folder, 'file', 'data'))
    expect(await launched.ended).toBe(77)
    expect(launched.stderr()).toContain('cannot be used')
  })
})

describe.runIf(process.platform === 'linux')('what dies', () => {
  test('a signer is replaced, and the gateway does not notice', async () => {
    const launched = start(newFolder())
    await launched.next('ready')
    for (let round = 0; round < 3; round++) {
      const before = signerOf(launched)
      process.kill(before, 'SIGKILL')
      await eventually('the signer is gone', () => !isAlive(before))
      await eventually('another is there', () => signersOf(launched).some((pid) => pid !== before))
      // The first may have been signed by the one that is gone.
      await launched.next('signed')
      await launched.next('signed')
    }
    launched.child.kill('SIGTERM')
    expect(await launched.ended).toBe(0)
  })

  test('a gateway ends everything, with its status', async () => {
    const launched = start(newFolder(), { TEST_ACTS: 'sign,end' })
    await launched.next('ready')
    expect(await launched.ended).toBe(3)
  })

  test('a gateway that is killed ends everything, and leaves no process behind', async () => {
    const launched = start(newFolder())
    const { pid } = await launched.next('ready')
    const left = descendants(launched.child.pid ?? 0)
    process.kill(Number(pid), 'SIGKILL')
    expect(await launched.ended).toBe(137)
    await eventually('nothing is left', () => left.every((child) => !isAlive(child.pid)))
  })

  test('a launcher that is killed leaves no process behind', async () => {
    const launched = start(newFolder())
    await launched.next('ready')
    const left = descendants(launched.child.pid ?? 0)
    expect(left.length).toBeGreaterThanOrEqual(3)
    launched.child.kill('SIGKILL')
    await eventually('nothing is left', () => left.every((child) => !isAlive(child.pid)))
  })
})

describe.runIf(process.platform === 'linux')('signals', () => {
  test('SIGTERM ends it in order, every signature answered', async () => {
    const launched = start(newFolder())
    await launched.next('signed')
    launched.child.kill('SIGTERM')
    expect(await launched.next('stopped')).toMatchObject({ why: 'asked' })
    expect(await launched.ended).toBe(0)
    expect(launched.stderr()).toBe('')
  })

  test('to the whole process group, as Ctrl-C sends them, end it in order as well', async () => {
    const launched = start(newFolder())
    await launched.next('signed')
    for (const { pid } of descendants(launched.child.pid ?? 0)) process.kill(pid, 'SIGINT')
    launched.child.kill('SIGINT')
    expect(await launched.next('stopped')).toMatchObject({ why: 'asked' })
    expect(await launched.ended).toBe(0)
  })

  test('a second one ends it at once', async () => {
    const launched = start(newFolder())
    const { pid } = await launched.next('signed').then(() => launched.next('ready'))
    process.kill(Number(pid), 'SIGSTOP')
    // Two signals that come before the launcher runs again are one to it; one that finds it at its own end kills it.
    await eventually('the gateway is gone', () => {
      const gone = !isAlive(Number(pid))
      if (!gone) launched.child.kill('SIGTERM')
      return gone
    })
    expect(await launched.ended).toBe(143)
  })
})

describe.runIf(process.platform === 'linux')('the gateway', () => {
  const acts = {
    readRootKey: 'ERR_ACCESS_DENIED',
    listSecrets: 'ERR_ACCESS_DENIED',
    writeSecrets: 'ERR_ACCESS_DENIED',
    linkSecrets: 'ERR_ACCESS_DENIED',
    startChild: 'ERR_ACCESS_DENIED',
    readPasswd: 'ERR_ACCESS_DENIED',
    compiledCode: 'done',
    writeCompiledCode: 'ERR_ACCESS_DENIED',
    sign: 'done',
    writeToken: 'done',
    syncNow: 'done',
    syncSoon: 'done',
    syncNothing: 'failed',
  }

  test('may touch its folders and bring files to the disk, and may not read the root key or start a program', async () => {
    const launched = start(newFolder(), { TEST_ACTS: Object.keys(acts).join(',') })
    for (const [act, outcome] of Object.entries(acts)) {
      expect(await launched.next(act)).toMatchObject({ event: act, outcome })
    }
  })

  test('gets inspectors from the launcher', async () => {
    const launched = start(newFolder(), { TEST_ACTS: 'inspect' })
    const { outcome } = await launched.next('inspect')
    expect(outcome).not.toBe('failed')
    expect(descendants(launched.child.pid ?? 0).some(({ runs }) => runs.includes('inspector.ts'))).toBe(true)
  })
})
