// Two hosts, one PostgreSQL: one organisation, however they start; a host with another root key stays outside.

import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { utf8 } from '../../src/bytes.ts'
import { dataDirectory } from '../../src/data-directory.ts'
import { encodePem } from '../../src/formats/x509/pem.ts'
import { createRootKeyFile } from '../../src/keys/root-key-file.ts'
import { openDatabase } from '../../src/registry/database.ts'
import { migrations } from '../../src/registry/migrations.ts'
import { check, keepCheckpoint } from '../faults/check.ts'
import { emptyLedger } from '../faults/ledger.ts'
import { startLoad } from '../faults/load.ts'
import { makeBaseKeys } from '../faults/office.ts'
import {
  administratorOf,
  pause,
  type ServiceOptions,
  type ServiceProcess,
  spawnService,
  startService,
  stopService,
  until,
} from '../faults/service-process.ts'
import { chance } from '../fixtures/chance.ts'
import { freePort } from '../fixtures/free-port.ts'
import { cades, makeOffice, now } from '../fixtures/office.ts'
import { type PostgresCluster, postgresCluster } from './postgres-cluster.ts'

const patienceMs = 600_000

let cluster: PostgresCluster
let folder: string
/** Two hosts with one root key. */
let hosts: readonly [ServiceOptions, ServiceOptions]

beforeAll(async () => {
  cluster = await postgresCluster()
  folder = mkdtempSync(join(tmpdir(), 'chancery-hosts-'))
  cluster.sql('postgres', 'create database office')
  const [first, second] = [host('first', await freePort()), host('second', await freePort())]
  makeRootKey(first)
  mkdirSync(dataDirectory(second.dataDirectory).secrets, { recursive: true, mode: 0o700 })
  cpSync(dataDirectory(first.dataDirectory).rootKeyFile, dataDirectory(second.dataDirectory).rootKeyFile)
  hosts = [first, second]
}, patienceMs)
afterAll(async () => {
  await cluster.remove()
  rmSync(folder, { recursive: true, force: true })
})

function host(name: string, port: number, database = 'office'): ServiceOptions {
  return {
    dataDirectory: join(folder, name),
    port,
    env: {
      CHANCERY_DATABASE_URL: cluster.url(database),
      // One office has one address, whichever host answers.
      CHANCERY_PUBLIC_URL: 'https://office.example',
    },
  }
}

function authorization({ dataDirectory: path }: ServiceProcess): { readonly authorization: string } {
  return { authorization: `Bearer ${readFileSync(join(path, 'admin.token'), 'utf8').trim()}` }
}

function makeRootKey({ dataDirectory: path }: ServiceOptions): void {
  const { secrets, rootKeyFile } = dataDirectory(path)
  mkdirSync(secrets, { recursive: true, mode: 0o700 })
  createRootKeyFile(rootKeyFile, (octets) => crypto.getRandomValues(new Uint8Array(octets)))[Symbol.dispose]()
}

async function initialised(
  options: ServiceOptions,
): Promise<{ readonly code: number | null; readonly text: string }> {
  const service = spawnService({ ...options, arguments: ['--init-practice'] })
  const { code } = await service.ended
  return { code, text: service.errors() }
}

async function signs(service: ServiceProcess): Promise<Uint8Array> {
  const client = await administratorOf(service, { attempts: 4 })
  const { document } = await client.signDocument({ key: 'practice/signing', document: utf8('a text') })
  if (document.bytes === null) throw new Error('no bytes')
  return document.bytes
}

test(
  'a database without an office is not served, and says what to do',
  async () => {
    const service = spawnService(hosts[0])
    expect(await service.ended).toMatchObject({ code: 69 })
    expect(service.errors()).toContain('run `chancery init` first')
  },
  patienceMs,
)

test(
  'two hosts that found the office at once, on an empty database, make one organisation, and both serve it',
  async () => {
    // Emptied: the host above may have migrated it.
    cluster.sql('postgres', 'drop database office with (force)', 'create database office')
    expect(await Promise.all(hosts.map(initialised))).toEqual([
      { code: 0, text: '' },
      { code: 0, text: '' },
    ])
    const counted = (table: string, where = 'true') =>
      Number(cluster.sql('office', `select count(*) from ${table} where ${where}`))
    expect(counted('office')).toBe(1)
    expect(counted('units', "path = ''")).toBe(1)
    expect(counted('units')).toBe(2)
    expect(counted('keys', "name = 'log'")).toBe(1)
    expect(counted('keys')).toBe(7)
    expect(counted('key_versions')).toBe(7)
    expect(counted('authorities')).toBe(2)
    expect(counted('authorities', 'certificate_id is not null')).toBe(2)
    expect(counted('certificates')).toBe(6)
    expect(counted('applications')).toBe(1)
    expect(counted('chancery_migrations')).toBe(Object.keys(migrations).length)

    const services = await Promise.all(hosts.map((one) => startService(one)))
    const [first, second] = services
    if (first === undefined || second === undefined) throw new Error('two hosts')
    const ofFirst = await signs(first)
    const ofSecond = await signs(second)
    for (const [service, document] of [[first, ofSecond] as const, [second, ofFirst] as const]) {
      const client = await administratorOf(service)
      expect(await client.verifyDocument({ document })).toMatchObject({ indication: 'TOTAL_PASSED' })
    }
    expect(counted('applications')).toBe(1)
    for (const service of services) expect(await stopService(service)).toEqual({ code: 0, signal: null })
  },
  patienceMs,
)

test(
  'two hosts under load keep one log, and what one acknowledges the other knows',
  async () => {
    const [first, second] = await Promise.all([startService(hosts[0]), startService(hosts[1])])
    const ledger = emptyLedger()
    await makeBaseKeys({ service: first, ledger })
    const clients = await Promise.all(
      [first, second].map((service) => administratorOf(service, { timeoutMs: 60_000 })),
    )
    const loads = clients.map((client, one) =>
      startLoad(client, ledger, 3, (index) => chance(100 * one + index)),
    )
    for (let i = 0; i < 15; i++) {
      await pause(200)
      for (const client of clients) await keepCheckpoint(client, ledger)
    }
    await Promise.all(loads.map((load) => load.stop()))
    // The other host may remember a token, a key or a certificate for two seconds; the audit insert rechecks them.
    const progress = { signatures: 0, documents: 0 }
    await check(second, ledger, progress, false)
    await check(first, ledger, progress, false)
    expect(ledger.faults).toEqual([])

    const stored = await fetch(`${first.url}/documents`, {
      method: 'POST',
      headers: authorization(first),
      body: 'a text',
    })
    const { id } = await stored.json()
    const elsewhere = await fetch(`${second.url}/documents/${id}`, { headers: authorization(second) })
    expect(elsewhere.status).toBe(503)
    expect(await elsewhere.json()).toMatchObject({ error: { code: 'DOCUMENT_ELSEWHERE' } })
    await Promise.all([first, second].map((service) => stopService(service)))
  },
  patienceMs,
)

test(
  'an authority of others that is added at one host vouches at every host until it is removed at any',
  async () => {
    const [first, second] = await Promise.all([startService(hosts[0]), startService(hosts[1])])
    const [adding, verifying] = await Promise.all([administratorOf(first), administratorOf(second)])
    const { pki } = await makeOffice()
    const document = await cades(pki, utf8('a text'))
    const lane = async () => (await verifying.verifyDocument({ document, at: now })).signatures[0]?.lane
    // What it remembers of trust stands already when the anchor comes.
    expect(await lane()).toBeNull()
    const { id } = await adding.addTrustAnchor({
      certificatePem: encodePem('CERTIFICATE', pki.root.certificate),
    })
    expect(await until(async () => (await lane()) === 'IMPORTED', patienceMs, 500)).toBe(true)
    await verifying.removeTrustAnchor({ anchorId: id })
    expect((await adding.trustAnchors()).map((one) => one.id)).toEqual([])
    expect(await until(async () => (await lane()) === null, patienceMs, 500)).toBe(true)
    await Promise.all([first, second].map((service) => stopService(service)))
  },
  patienceMs,
)

test(
  'a host with another root key, or with none, is refused and changes nothing',
  async () => {
    const before = cluster.sql('office', 'select * from office', 'select count(*) from tokens')
    const stranger = host('stranger', await freePort())
    makeRootKey(stranger)
    // A host without a root key makes one, which is another.
    for (const options of [stranger, host('bare', await freePort())]) {
      const serving = spawnService(options)
      expect(await serving.ended).toMatchObject({ code: 69 })
      expect(serving.errors()).toContain('another root key')
      expect(await initialised(options)).toMatchObject({
        code: 69,
        text: expect.stringContaining('another root key'),
      })
    }
    expect(cluster.sql('office', 'select * from office', 'select count(*) from tokens')).toBe(before)
  },
  patienceMs,
)

test('work under a lock of one name runs one at a time, on whichever host, and its end frees it', async () => {
  const address = { url: cluster.url('office') }
  const databases = await Promise.all([1, 2, 3].map(() => openDatabase({ kind: 'postgres', address })))
  let inside = 0
  let most = 0
  const work = async (): Promise<void> => {
    most = Math.max(most, ++inside)
    await pause(50)
    inside--
  }
  await Promise.all(databases.flatMap((one) => [one.exclusively('a', work), one.exclusively('a', work)]))
  expect(most).toBe(1)
  const [first, second] = databases
  if (first === undefined || second === undefined) throw new Error('two databases')
  await expect(first.exclusively('a', () => Promise.reject(new Error('failed')))).rejects.toThrow('failed')
  await second.exclusively('a', () => first.exclusively('b', work))
  await Promise.all(databases.map((one) => one.close()))
})

test(
  'the password of the database comes from its file; with another, or none, the service is refused without showing it',
  async () => {
    const password = 'p@ss/word: 100% ü'
    cluster.sql(
      'postgres',
      'create database guarded',
      `create role keeper superuser login password '${password}'`,
      // Who says that he is the keeper has to prove it; what the file said before goes on below.
      `do $$ declare file text := current_setting('hba_file'); rest text := pg_read_file(file); begin
         execute format('copy (select unnest(string_to_array(%L, chr(10)))) to %L',
           'host all keeper 127.0.0.1/32 scram-sha-256' || chr(10) || rest, file);
       end $$`,
      'select pg_reload_conf()',
    )
    const service = async (text: string | undefined): Promise<ServiceOptions> => {
      const file = join(folder, 'database-password')
      if (text !== undefined) writeFileSync(file, text, { mode: 0o600 })
      return {
        dataDirectory: join(folder, 'guarded'),
        port: await freePort(),
        env: {
          CHANCERY_DATABASE_URL: cluster.url('guarded', 'keeper'),
          ...(text === undefined ? {} : { CHANCERY_DATABASE_PASSWORD_FILE: file }),
        },
      }
    }
    for (const wrong of [undefined, 'p@ss/word']) {
      const refused = spawnService(await service(wrong))
      const { code } = await refused.ended
      const words = expect.stringMatching(/^chancery: .*CHANCERY_DATABASE_PASSWORD_FILE/)
      expect([code, refused.errors()]).toEqual([69, words])
      expect(refused.errors()).not.toContain('p@ss')
    }
    // The right one reaches the database, which holds no office yet.
    const right = spawnService(await service(`${password}\n`))
    expect((await right.ended).code).toBe(69)
    expect(right.errors()).toContain('run `chancery init` first')
    expect(right.errors()).not.toContain('p@ss')
  },
  patienceMs,
)

test('a database that is not there is named by its setting, without a stack', async () => {
  const refused = spawnService(host('nowhere', await freePort(), 'nowhere'))
  expect((await refused.ended).code).toBe(69)
  expect(refused.errors()).toBe('chancery: the server has no such database: see CHANCERY_DATABASE_URL\n')
})
