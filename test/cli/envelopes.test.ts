// `chancery seal`, `open` and `rewrap` with a running service: units by name, keys in the signer's process.

import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makePdf } from '../fixtures/pdf.ts'
import { chancery, type Ended } from './run-command.ts'
import { type RunningService, runningService } from './running-service.ts'

let service: RunningService
let folder: string
const content = randomBytes(300_000)
const at = (name: string) => join(folder, name)

/** By the time of the service, whose certificates are valid from the moment they are made. */
function run(...line: readonly string[]): Promise<Ended> {
  return chancery(line, { env: service.env, now: new Date().toISOString() })
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chancery-units-'))
  service = await runningService()
  await writeFile(at('plain'), content)
  await writeFile(at('signed.pdf'), makePdf('table'))
  expect((await run('unit', 'create', 'archive')).status).toBe(0)
})
afterAll(async () => {
  await service?.stop()
  await rm(folder, { recursive: true, force: true })
})

/** A token that may open for one unit alone. */
async function opensFor(unit: string): Promise<{ readonly CHANCERY_TOKEN_FILE: string }> {
  const name = `opens-for-${unit}`
  const made = await run('application', 'create', name, '--unit', unit, '--allow', 'open', '-o', at(name))
  expect([made.status, made.stderr]).toEqual([0, expect.any(String)])
  return { CHANCERY_TOKEN_FILE: at(name) }
}

describe('a file that is sealed to a unit', () => {
  test.each(['cms', 'chunked'])(
    'as %s opens by the key of the unit, and after a rotation too',
    async (format) => {
      const sealed = at(`${format}.sealed`)
      const made = await run('seal', at('plain'), '--to', 'practice', '--format', format, '-o', sealed)
      expect([made.status, made.stderr]).toEqual([0, expect.stringContaining('sealed, 300000 octets')])
      expect((await run('key', 'rotate', 'practice/envelopes')).status).toBe(0)
      expect((await run('open', sealed, '-o', at('opened'))).status).toBe(0)
      expect(Buffer.compare(await readFile(at('opened')), content)).toBe(0)
      const again = await run('rewrap', sealed)
      expect([again.status, again.stderr]).toEqual([0, expect.stringContaining('exchanged')])
      expect((await run('open', sealed, '--key', 'practice/envelopes', '-o', at('opened'))).status).toBe(0)
    },
  )

  test('opens for those who were added, and not for those who were removed, with 77', async () => {
    const [forArchive, forPractice] = [await opensFor('archive'), await opensFor('practice')]
    await run('seal', at('plain'), '--to', 'practice', '--format', 'chunked', '-o', at('moved'))
    const { size } = await stat(at('moved'))
    const moved = await run('rewrap', at('moved'), '--add', 'archive', '--remove', 'practice', '--json')
    expect(JSON.parse(moved.stdout)).toEqual({ file: at('moved'), copied: false })
    expect((await stat(at('moved'))).size).toBe(size)
    const open = (env: object) =>
      chancery(['open', at('moved'), '-o', at('opened')], {
        env: { ...service.env, ...env },
        now: new Date().toISOString(),
      })
    expect((await open(forArchive)).status).toBe(0)
    const refused = await open(forPractice)
    expect([refused.status, refused.stderr]).toEqual([77, expect.stringContaining('not sealed to a unit')])
  })

  test('is signed first where a key is named, or not sealed at all', async () => {
    const sign = ['--sign', 'practice/signing', '--to', 'practice']
    const made = await run('seal', at('signed.pdf'), ...sign, '-o', at('signed.p7m'))
    expect([made.status, made.stderr]).toEqual([0, expect.stringContaining('sealed')])
    expect((await run('open', at('signed.p7m'), '-o', at('back.pdf'))).status).toBe(0)
    const verified = await run('verify', at('back.pdf'), '--json')
    expect(JSON.parse(verified.stdout)).toMatchObject({ indication: 'TOTAL_PASSED' })
    const wrong = await run('seal', at('plain'), '--sign', 'practice/none', '--to', 'practice', '-o', at('x'))
    expect(wrong.status).toBe(66)
    await expect(stat(at('x'))).rejects.toThrow()
  })

  test('is told to name a unit that is there', async () => {
    const { status, stderr } = await run('seal', at('plain'), '--to', 'nowhere', '-o', at('x'))
    expect([status, stderr]).toEqual([66, expect.stringContaining('there is no unit nowhere')])
  })
})
