// `chancery seal` and `chancery open` where no service is needed: certificates, passwords, private keys.

import { createPrivateKey, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { encodePem } from '../../src/formats/x509/pem.ts'
import { makeRecipient } from '../fixtures/recipients.ts'
import { chancery } from './run-command.ts'

let folder: string
const content = randomBytes(200_000)
const at = (name: string) => join(folder, name)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chancery-seal-'))
  await writeFile(at('plain'), content)
  await writeFile(at('password'), 'a long password\n')
  await writeFile(at('other'), 'another password\n')
  for (const name of ['one', 'two']) {
    const { certificate, privateKey } = await makeRecipient('ecdh-p256')
    const key = createPrivateKey({ key: Buffer.from(privateKey), format: 'der', type: 'pkcs8' })
    await writeFile(at(`${name}.pem`), encodePem('CERTIFICATE', certificate))
    await writeFile(at(`${name}.key`), key.export({ format: 'pem', type: 'pkcs8' }))
  }
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function sealed(name: string, ...options: readonly string[]): Promise<void> {
  const to = ['--to', at('one.pem'), '--password-file', at('password')]
  const { status, stderr } = await chancery(['seal', at('plain'), ...to, ...options, '-o', at(name)])
  expect([status, stderr]).toEqual([0, expect.stringContaining('sealed, 200000 octets')])
}

describe.each(['cms', 'chunked'])('a file sealed as %s', (format) => {
  test('opens with the private key and with the password', async () => {
    await sealed(format, '--format', format)
    const byKey = ['--certificate', at('one.pem'), '--private-key', at('one.key')]
    for (const options of [byKey, ['--password-file', at('password')]]) {
      const { status } = await chancery(['open', at(format), ...options, '-o', at('opened')])
      expect(status).toBe(0)
      expect(Buffer.compare(await readFile(at('opened')), content)).toBe(0)
      await rm(at('opened'))
    }
  })

  test('comes from and goes to pipes', async () => {
    const to = ['--password-file', at('password'), '--format', format, '-o', '-']
    const one = await chancery(['seal', '-', ...to], { stdin: content })
    expect(one.status).toBe(0)
    const options = { stdin: one.bytes }
    const back = await chancery(['open', '-', '--password-file', at('password'), '-o', '-'], options)
    expect(back.status).toBe(0)
    expect(Buffer.compare(back.bytes, content)).toBe(0)
  })

  test('is said not to be for others with 77, and writes nothing', async () => {
    await sealed(format, '--format', format)
    const byKey = ['--certificate', at('two.pem'), '--private-key', at('two.key')]
    for (const options of [byKey, ['--password-file', at('other')]]) {
      const { status, stderr } = await chancery(['open', at(format), ...options, '-o', at('nothing')])
      expect([status, stderr]).toEqual([77, expect.stringContaining('not sealed to you')])
    }
    expect(await readdir(folder)).not.toContain('nothing')
  })

  test('leaves nothing behind when it is interrupted', async () => {
    const interruption = new AbortController()
    async function* stdin(): AsyncGenerator<Uint8Array> {
      for (let piece = 0; piece < 40; piece++) {
        if (piece === 20) interruption.abort(new Error('interrupted'))
        yield content
      }
    }
    const line = ['seal', '-', '--to', at('one.pem'), '--format', format, '-o', at('nothing')]
    const { status } = await chancery(line, { stdin: stdin(), signal: interruption.signal })
    expect(status).toBe(130)
    expect((await readdir(folder)).filter((name) => name.includes('nothing'))).toEqual([])
  })

  test('of some megabytes, whatever they end with, is the same when it was opened', async () => {
    const mebibyte = 2 ** 20
    for (const octets of [2 * mebibyte - 1, 2 * mebibyte, 3 * mebibyte + 1]) {
      const large = randomBytes(octets)
      await writeFile(at('large'), large)
      const to = ['--password-file', at('password'), '--format', format]
      await chancery(['seal', at('large'), ...to, '-o', at('large.sealed')])
      const opening = ['open', at('large.sealed'), '--password-file', at('password'), '-o']
      await chancery([...opening, at('large.opened')])
      expect(Buffer.compare(await readFile(at('large.opened')), large)).toBe(0)
      expect(Buffer.compare((await chancery([...opening, '-'])).bytes, large)).toBe(0)
    }
  })

  test('that was changed ends with 65: no file, no octet in a pipe', async () => {
    await sealed(format, '--format', format)
    const damaged = await readFile(at(format))
    const last = damaged.length - 30
    damaged[last] = (damaged[last] ?? 0) ^ 1
    await writeFile(at('damaged'), damaged)
    const options = ['open', at('damaged'), '--password-file', at('password')]
    const toFile = await chancery([...options, '-o', at('nothing')])
    const toPipe = await chancery([...options, '-o', '-'])
    expect([toFile.status, toPipe.status, toPipe.bytes.length]).toEqual([65, 65, 0])
    const left = await readdir(folder)
    expect(left.filter((name) => name.includes('nothing'))).toEqual([])
  })
})

describe('what cannot be done is told with the next step', () => {
  test.each([
    ['nobody who may open it', ['seal', 'plain', '-o', 'x'], 64, 'name those who may open it'],
    ['a certificate that is not there', ['seal', 'plain', '--to', 'no.pem', '-o', 'x'], 66, 'does not exist'],
    ['no certificate', ['seal', 'plain', '--to', 'password', '-o', 'x'], 65, 'password holds no certificate'],
    [
      'another format',
      ['seal', 'plain', '--to', 'one.pem', '--format', 'zip', '-o', 'x'],
      64,
      'cms and chunked',
    ],
    [
      'a file that is not sealed',
      ['open', 'plain', '--password-file', 'password', '-o', 'x'],
      65,
      'not sealed',
    ],
    ['half of a key', ['open', 'plain', '--private-key', 'one.key', '-o', 'x'], 64, 'belong together'],
    [
      'a key that is none',
      ['open', 'plain', '--certificate', 'one.pem', '--private-key', 'one.pem', '-o', 'x'],
      65,
      'no private key',
    ],
  ])('%s', async (_, line, status, words) => {
    const names = new Set(['plain', 'one.pem', 'no.pem', 'password', 'one.key', 'x'])
    const ended = await chancery(line.map((word) => (names.has(word) ? at(word) : word)))
    expect([ended.status, ended.stderr]).toEqual([status, expect.stringContaining(words)])
  })

  test('--json prints one value', async () => {
    const to = ['--to', at('one.pem'), at('two.pem'), '-o', at('json.p7m'), '--json']
    const { stdout } = await chancery(['seal', at('plain'), ...to])
    expect(JSON.parse(stdout)).toMatchObject({ size: 200_000, recipients: 2 })
  })
})
