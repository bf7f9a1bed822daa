// The first start, every later one, and what keeps a service from starting: the whole service in its own processes.

import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { get } from 'node:https'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { utf8 } from '../../src/bytes.ts'
import { dataDirectory } from '../../src/data-directory.ts'
import { encodePem } from '../../src/formats/x509/pem.ts'
import {
  administratorOf,
  type ServiceOptions,
  type ServiceProcess,
  signalIfRunning,
  spawnService,
  startService,
  stopService,
  until,
  waitForEnd,
} from '../faults/service-process.ts'
import { freePort } from '../fixtures/free-port.ts'
import { certify, fixedKey } from '../fixtures/pki.ts'

const patienceMs = 600_000

let folder: string
let options: ServiceOptions
/** A data directory whose office was founded and whose service has ended. */
let founded: string
let first: Facts
let firstOutput: string
/** What each address that was printed answered while the service ran. */
let answers: ReadonlyMap<string, number>

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
  answers = await answersOf(firstOutput)
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

/** As a browser asks for what stands in `text`: again after a while where it is told to, since pages are built late. */
async function answersOf(text: string): Promise<ReadonlyMap<string, number>> {
  const found = new Map<string, number>()
  for (const [address] of text.matchAll(/https?:\/\/[^\s)>,;"]+/g)) {
    const ended = await until(
      async () => {
        const { status, headers } = await fetch(address, { headers: { accept: 'text/html' } })
        found.set(address, status)
        return status !== 503 || headers.get('retry-after') === null
      },
      120_000,
      500,
    )
    expect([address, ended]).toEqual([address, true])
  }
  return found
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
    const url = `http://127.0.0.1:${options.port}`
    expect(firstOutput).toContain(`Chancery is ready at ${url}`)
    expect(Object.fromEntries(answers)).toEqual({
      [url]: 200,
      [`${url}/verify`]: 200,
      [`${url}/graphql`]: 200,
    })
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

describe('settings', () => {
  const everywhere = { CHANCERY_HOST: '0.0.0.0' }

  test(
    'a host that is not loopback is refused without TLS or a proxy, before anything is made',
    async () => {
      const path = join(folder, 'bare')
      const refused = await refusal({ dataDirectory: path, port: await freePort(), env: everywhere })
      expect(refused.code).toBe(64)
      expect(refused.text).toBe(
        'chancery: CHANCERY_HOST 0.0.0.0 is not loopback: set CHANCERY_TLS_CERT_FILE and CHANCERY_TLS_KEY_FILE, or CHANCERY_BEHIND_PROXY=1\n',
      )
      expect(existsSync(path)).toBe(false)
    },
    patienceMs,
  )

  test(
    'a name that is no setting is refused with those that there are, and its value is not shown',
    async () => {
      const env = { CHANCERY_DATABASE_PASSWORD: 'a secret' }
      const path = join(folder, 'misspelt')
      const refused = await refusal({ dataDirectory: path, port: await freePort(), env })
      expect(refused.code).toBe(64)
      expect(refused.text).toContain('CHANCERY_DATABASE_PASSWORD is not a setting; the settings are')
      expect(refused.text).toContain('CHANCERY_DATABASE_PASSWORD_FILE')
      expect(refused.text).not.toContain('a secret')
      expect(existsSync(path)).toBe(false)
    },
    patienceMs,
  )

  test(
    'no practice office is founded on a host that is not loopback: that is what `chancery init` is for',
    async () => {
      const env = { ...everywhere, CHANCERY_BEHIND_PROXY: '1' }
      const refused = await refusal({
        dataDirectory: join(folder, 'before-init'),
        port: await freePort(),
        env,
      })
      expect(refused.code).toBe(69)
      expect(refused.text).toContain('run `chancery init` first')
      expect(refused.text).not.toContain('    at ')
    },
    patienceMs,
  )

  test(
    'with certificate and key it serves HTTPS, and nothing in the open',
    async () => {
      const serverKey = fixedKey('ecdsa-p256', 'signer')
      const { certificate } = await certify({
        algorithm: 'ecdsa-p256',
        privateKey: serverKey,
        subject: 'CN=localhost',
        issuer: undefined,
        extensions: { subjectAltName: [{ kind: 'dns', value: 'localhost' }] },
      })
      const [certificateFile, keyFile] = [join(folder, 'tls.pem'), join(folder, 'tls.key')]
      writeFileSync(certificateFile, encodePem('CERTIFICATE', certificate))
      writeFileSync(keyFile, serverKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600 })
      const env = { CHANCERY_TLS_CERT_FILE: certificateFile, CHANCERY_TLS_KEY_FILE: keyFile }
      const alone = await refusal({ ...options, env: { CHANCERY_TLS_CERT_FILE: certificateFile } })
      expect(alone).toMatchObject({ code: 64, text: expect.stringContaining('go together') })
      const missing = await refusal({
        ...options,
        env: { CHANCERY_TLS_CERT_FILE: certificateFile, CHANCERY_TLS_KEY_FILE: join(folder, 'no.key') },
      })
      expect(missing).toEqual({
        code: 64,
        text: `chancery: CHANCERY_TLS_KEY_FILE ${join(folder, 'no.key')} cannot be read\n`,
      })
      const keyless = await refusal({
        ...options,
        env: { CHANCERY_TLS_CERT_FILE: certificateFile, CHANCERY_TLS_KEY_FILE: certificateFile },
      })
      expect(keyless).toMatchObject({
        code: 64,
        text: expect.stringContaining('no certificate with its key'),
      })
      expect(keyless.text).not.toContain('    at ')

      const port = await freePort()
      const service = await startService({ dataDirectory: copyOfFounded('tls'), port, env })
      try {
        expect(service.output()).toContain(`Chancery is ready at https://127.0.0.1:${port}`)
        const address = `https://localhost:${port}/healthz`
        const status = await new Promise<number | undefined>((resolve, reject) => {
          get(address, { ca: readFileSync(certificateFile), agent: false }, (response) =>
            resolve(response.resume().statusCode),
          ).on('error', reject)
        })
        expect(status).toBe(200)
        await expect(fetch(address)).rejects.toThrow()
        await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow()
      } finally {
        await stopService(service)
      }
    },
    patienceMs,
  )
})
