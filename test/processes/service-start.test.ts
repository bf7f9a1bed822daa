// The first start, every later one, and what keeps a service from starting: the whole service in its own processes.

import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { utf8 } from '../../src/bytes.ts'
import { dataDirectory } from '../../src/data-directory.ts'
import {
  administratorOf,
  type ServiceOptions,
  type ServiceProcess,
  signalIfRunning,
  spawnService,
  startService,
  stopService,
  waitForEnd,
} from '../faults/service-process.ts'
import { freePort } from '../fixtures/free-port.ts'

const patienceMs = 600_000

let folder: string
let options: ServiceOptions
/** A data directory whose office was founded and whose service has ended. */
let founded: string
let first: Facts
let firstOutput: string

interface Facts {
  readonly units: readonly string[]
  readonly keys: readonly string[]
  readonly authorities: readonly string[]
  readonly certificates: readonly string[]
  readonly applications: readonly string[]
  readonly logKey: string
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'chancery-start-'))
  founded = join(folder, 'founded')
  options = { dataDirectory: founded, port: await freePort() }
  const service = await startService(options)
  first = await factsOf(service)
  firstOutput = service.output()
  expect(await stopService(service)).toEqual({ code: 0, signal: null })
}, patienceMs)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function factsOf(service: ServiceProcess): Promise<Facts> {
  const client = await administratorOf(service, { attempts: 4 })
  const all = async <T>(items: AsyncIterable<T>, name: (item: T) => string): Promise<string[]> => {
    const names: string[] = []
    for await (const item of items) names.push(name(item))
    return names.sort()
  }
  return {
    units: await all(client.units(), ({ id, path }) => `${path} ${id}`),
    keys: await all(client.keys(), ({ id, name, versions }) => `${name} ${versions.length} ${id}`),
    authorities: (await client.authorities()).map(({ id, slug }) => `${slug} ${id}`).sort(),
    certificates: await all(client.certificates(), ({ serialHex, subject }) => `${subject} ${serialHex}`),
    applications: await all(client.applications(), ({ id, name }) => `${name} ${id}`),
    logKey: readFileSync(join(service.dataDirectory, 'trust', 'log.pem'), 'utf8'),
  }
}

/** A data directory of its own, as the founding left it. */
function copyOfFounded(name: string): string {
  const path = join(folder, name)
  cpSync(founded, path, { recursive: true })
  return path
}

async function signs(service: ServiceProcess): Promise<void> {
  const client = await administratorOf(service, { attempts: 4 })
  const answer = await client.signDocument({ key: 'practice/signing', document: utf8('a text') })
  const { bytes } = answer.document
  if (bytes === null) throw new Error('no bytes')
  expect(await client.verifyDocument({ document: bytes })).toMatchObject({ indication: 'TOTAL_PASSED' })
}

/** Starts a service that must not start. */
async function refusal(
  wanted: ServiceOptions,
): Promise<{ readonly code: number | null; readonly text: string }> {
  const service = spawnService(wanted)
  const { code } = await service.ended
  return { code, text: service.errors() }
}

describe('the first start', () => {
  test('founds one practice office', () => {
    const names = (list: readonly string[]) => list.map((text) => text.slice(0, text.lastIndexOf(' ')))
    expect(names(first.units)).toEqual(['', 'practice'])
    expect(names(first.keys)).toEqual([
      'envelopes 1',
      'log 1',
      'practice-issuing 1',
      'practice-root 1',
      'practice/envelopes 1',
      'practice/signing 1',
      'tsa 1',
    ])
    expect(names(first.authorities)).toEqual(['practice-issuing', 'practice-root'])
    expect(first.certificates).toHaveLength(6)
    expect(first.certificates.filter((subject) => !subject.includes('PRACTICE'))).toEqual([])
    expect(names(first.applications)).toEqual(['administrator'])
  })

  test('prints only addresses that answer', () => {
    expect(firstOutput).toContain(`Chancery is ready at http://127.0.0.1:${options.port}`)
  })
})

describe('a later start', () => {
  test(
    'finds everything, keeps the administrator’s token, signs, and refuses a second server on its directory',
    async () => {
      const path = copyOfFounded('later')
      const token = readFileSync(join(path, 'admin.token'), 'utf8')
      const service = await startService({ ...options, dataDirectory: path })
      try {
        expect(await factsOf(service)).toEqual(first)
        expect(readFileSync(join(path, 'admin.token'), 'utf8')).toBe(token)
        const sameDirectory = await refusal({ dataDirectory: path, port: await freePort() })
        expect(sameDirectory).toMatchObject({ code: 69, text: expect.stringContaining(path) })
        expect(sameDirectory.text).toContain('in use by another Chancery process')
        expect(sameDirectory.text).not.toContain('    at ')
        await signs(service)
      } finally {
        await stopService(service)
      }
    },
    patienceMs,
  )

  test(
    'without its root key, or with another’s, is refused, and goes on once it is restored',
    async () => {
      const path = copyOfFounded('root-key')
      const { rootKeyFile } = dataDirectory(path)
      const kept = join(folder, 'kept.key')
      renameSync(rootKeyFile, kept)
      const missing = await refusal({ ...options, dataDirectory: path })
      expect(missing).toMatchObject({ code: 65, text: expect.stringContaining(`${rootKeyFile} is missing`) })

      const stranger = join(folder, 'stranger')
      await firstMomentOf(stranger)
      cpSync(dataDirectory(stranger).rootKeyFile, rootKeyFile)
      const wrong = await refusal({ ...options, dataDirectory: path })
      expect(wrong).toMatchObject({ code: 69, text: expect.stringContaining('another root key') })

      renameSync(kept, rootKeyFile)
      const service = await startService({ ...options, dataDirectory: path })
      await signs(service)
      expect(await factsOf(service)).toMatchObject({ units: first.units, keys: first.keys })
      await stopService(service)
    },
    patienceMs,
  )
})

/** Starts a service just long enough for it to have a root key. */
async function firstMomentOf(path: string): Promise<void> {
  const service = spawnService({ dataDirectory: path, port: 0 })
  const { rootKeyFile } = dataDirectory(path)
  await expect.poll(() => readFileSync(rootKeyFile).length, { timeout: 60_000 }).toBeGreaterThan(0)
  const all = service.processes()
  service.kill('launcher')
  await service.ended
  for (const { pid, role } of all) if (role === 'gateway') signalIfRunning(pid, 'SIGKILL')
  expect(await waitForEnd(all, 20_000)).toEqual([])
}

test(
  'a port that another program has is told in words',
  async () => {
    const other = createServer()
    const port = await new Promise<number>((resolve) =>
      other.listen(0, '127.0.0.1', () => {
        const address = other.address()
        resolve(address === null || typeof address === 'string' ? 0 : address.port)
      }),
    )
    const refused = await refusal({ dataDirectory: copyOfFounded('taken-port'), port })
    other.close()
    expect(refused.code).toBe(69)
    expect(refused.text).not.toContain('    at ')
    expect(refused.text).toMatch(new RegExp(`chancery: .*${port}.*in use`))
  },
  patienceMs,
)
