// Outputs are whole or not there, and never the input.

import { randomUUID } from 'node:crypto'
import { chmod, link, mkdtemp, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { beforeEach, describe, expect, test } from 'vitest'
import { utf8 } from '../../src/bytes.ts'
import { CommandError } from '../../src/cli/exit-status.ts'
import { refuseSameFile, requirePlace, writeOutput } from '../../src/cli/output-file.ts'
import type { Shell } from '../../src/cli/shell.ts'
import { systemClock } from '../../src/clock.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chancery-output-'))
})

function shellWith(signal: AbortSignal = new AbortController().signal): Shell {
  return {
    env: {},
    stdin: Readable.from([]),
    stdout: new PassThrough(),
    stderr: new PassThrough(),
    clock: systemClock,
    signal,
    randomUuid: randomUUID,
  }
}

describe('writeOutput', () => {
  test('replaces what was there and leaves nothing beside it', async () => {
    const path = join(folder, 'signed.pdf')
    await writeFile(path, 'old')
    await writeOutput(shellWith(), path, [utf8('ne'), utf8('w')])
    expect(await readFile(path, 'utf8')).toBe('new')
    expect(await readdir(folder)).toEqual(['signed.pdf'])
  })

  test('gives back the memory of pieces that nobody else has, and leaves all others as they are', async () => {
    const path = join(folder, 'sealed')
    const whole = new Uint8Array(100_000).fill(1)
    const part = new Uint8Array(100_007).fill(2).subarray(7)
    await writeOutput(shellWith(), path, [whole, part], { owned: true })
    expect([whole.length, part.length]).toEqual([0, 100_000])
    const written = Buffer.concat([Buffer.alloc(100_000, 1), Buffer.alloc(100_000, 2)])
    expect(Buffer.compare(await readFile(path), written)).toBe(0)
    const kept = new Uint8Array(100_000).fill(3)
    await writeOutput(shellWith(), path, [kept])
    expect(kept.length).toBe(100_000)
  })

  test('is the same however its bytes come: in many small pieces, or in few that are large', async () => {
    const path = join(folder, 'large')
    const sizes = [
      ...Array.from({ length: 1200 }, (_, i) => i % 7),
      5_000_000,
      1,
      9_000_000,
      4_194_304,
      20_000_000,
      3,
    ]
    const pieces = sizes.map((octets, i) => new Uint8Array(octets).fill(i % 251))
    const whole = Buffer.concat(pieces)
    await writeOutput(shellWith(), path, pieces, { owned: true })
    expect(Buffer.compare(await readFile(path), whole)).toBe(0)
  })

  test('leaves the old file and nothing else when the bytes break off', async () => {
    const path = join(folder, 'signed.pdf')
    await writeFile(path, 'old')
    const broken = async function* () {
      yield utf8('half')
      throw new Error('connection lost')
    }
    await expect(writeOutput(shellWith(), path, broken())).rejects.toThrow('connection lost')
    expect(await readFile(path, 'utf8')).toBe('old')
    expect(await readdir(folder)).toEqual(['signed.pdf'])
  })

  test('removes what is half written when it is interrupted', async () => {
    const interruption = new AbortController()
    const pieces = async function* () {
      yield utf8('half')
      interruption.abort(new Error('interrupted'))
      yield utf8('rest')
    }
    await expect(writeOutput(shellWith(interruption.signal), join(folder, 'x'), pieces())).rejects.toThrow(
      'interrupted',
    )
    expect(await readdir(folder)).toEqual([])
  })

  test('gives a secret the mode 0600, also where a file of another mode was', async () => {
    const path = join(folder, 'token')
    await writeFile(path, 'old')
    await chmod(path, 0o644)
    await writeOutput(shellWith(), path, [utf8('secret')], { mode: 0o600 })
    expect((await stat(path)).mode & 0o777).toBe(0o600)
  })

  test('keeps the mode of the file that it replaces', async () => {
    const path = join(folder, 'signed.pdf')
    await writeFile(path, 'old')
    await chmod(path, 0o640)
    await writeOutput(shellWith(), path, [utf8('new')])
    expect((await stat(path)).mode & 0o777).toBe(0o640)
  })

  test('writes through a link to its file, and does not replace the link', async () => {
    await writeFile(join(folder, 'real'), 'old')
    await symlink(join(folder, 'real'), join(folder, 'link'))
    await writeOutput(shellWith(), join(folder, 'link'), [utf8('new')])
    expect(await readFile(join(folder, 'real'), 'utf8')).toBe('new')
  })

  test('writes to a device that cannot be renamed', async () => {
    await writeOutput(shellWith(), '/dev/null', [utf8('x')])
    expect((await stat('/dev/null')).isCharacterDevice()).toBe(true)
  })

  test('names a folder that does not exist, as wrong usage', async () => {
    const error = await writeOutput(shellWith(), join(folder, 'no', 'x'), [utf8('x')]).catch(
      (e: unknown) => e,
    )
    expect(error).toBeInstanceOf(CommandError)
    expect(error).toMatchObject({ status: 64, message: expect.stringContaining('does not exist') })
  })
})

describe('requirePlace', () => {
  test('takes what writeOutput can write, and makes nothing', async () => {
    await writeFile(join(folder, 'old'), 'x')
    for (const path of [undefined, '-', '/dev/null', join(folder, 'new'), join(folder, 'old')])
      await requirePlace(path)
    expect(await readdir(folder)).toEqual(['old'])
  })

  test('refuses a folder, and a place below what is none', async () => {
    await writeFile(join(folder, 'file'), 'x')
    for (const path of [folder, join(folder, 'no', 'x'), join(folder, 'file', 'x')])
      await expect(requirePlace(path)).rejects.toMatchObject({ status: 64 })
  })
})

describe('refuseSameFile', () => {
  test('knows the input by another name, a link and a hard link', async () => {
    const input = join(folder, 'my.pdf')
    await writeFile(input, 'x')
    await symlink(input, join(folder, 'soft'))
    await link(input, join(folder, 'hard'))
    for (const output of [input, join(folder, '.', 'my.pdf'), join(folder, 'soft'), join(folder, 'hard')])
      await expect(refuseSameFile(input, output)).rejects.toMatchObject({ status: 64 })
    await expect(refuseSameFile(input, join(folder, 'other.pdf'))).resolves.toBeUndefined()
  })
})
