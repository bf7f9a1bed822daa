// The gateway never holds a key: its memory is searched after use, and so is the signer's, where they must be found.

import { spawn } from 'node:child_process'
import { createPrivateKey, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PGlite } from '@electric-sql/pglite'
import { NodeFS } from '@electric-sql/pglite/nodefs'
import { afterAll, describe, expect, test } from 'vitest'
import { isKeyAlgorithm } from '../../src/crypto/algorithms.ts'
import { type Purpose, purposes } from '../../src/keys/handle.ts'
import { readRootKeyFile } from '../../src/keys/root-key-file.ts'
import type { SecretBytes } from '../../src/keys/secret-bytes.ts'
import { unwrapPrivateKey, unwrapUnitKey } from '../../src/keys/wrapping.ts'
import { descendants, type Launched, startLauncher } from './launched.ts'
import { formsOf, type Needle, scanMemory } from './memory-scanner.ts'

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'chancery-memory-'))
const running: Launched[] = []

afterAll(async () => {
  for (const { child, ended } of running) {
    child.kill('SIGKILL')
    await ended
  }
  rmSync(folder, { recursive: true, force: true })
})

async function serve(): Promise<{ readonly url: string; readonly launched: Launched }> {
  const launched = startLauncher(folder, { CHANCERY_PORT: '0', CHANCERY_LOG_LEVEL: 'error' }, main)
  running.push(launched)
  const ready = Promise.withResolvers<string>()
  launched.child.stdout?.on('data', (chunk) => {
    const url = /ready at (http:\S+)/.exec(String(chunk))?.[1]
    if (url !== undefined) ready.resolve(url)
  })
  const ended = launched.ended.then((status) => {
    throw new Error(`the service ended with ${status}: ${launched.stderr()}`)
  })
  return { url: await Promise.race([ready.promise, ended]), launched }
}

// biome-ignore lint/suspicious/noExplicitAny: a test reads what it asked for, and fails when it is not there.
async function ask(url: string, query: string): Promise<any> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${readFileSync(join(folder, 'admin.token'), 'utf8').trim()}`,
    },
    body: JSON.stringify({ query }),
  })
  const answer = await response.json()
  if (answer.errors !== undefined) throw new Error(JSON.stringify(answer.errors))
  return answer.data
}

const rawKeys = ['ED25519', 'ECDSA_P256', 'ECDSA_P384', 'RSA_PSS_3072'] as const
const nameOf = (algorithm: string): string => `practice/${algorithm.toLowerCase().replaceAll('_', '-')}`

/** What an office has from the beginning. */
const foundedKeys = [
  '/log',
  '/practice-root',
  '/practice-issuing',
  '/tsa',
  '/envelopes',
  'practice/envelopes',
  'practice/signing',
]

/** Each private key: the signer keeps open what was used, and has a unit's key for as long as that takes. */
async function useEverything(url: string): Promise<void> {
  for (const algorithm of rawKeys) {
    const items = Array.from(
      { length: 20 },
      () => `{ message: "${randomBytes(50).toString('base64')}" }`,
    ).join(', ')
    await ask(
      url,
      `mutation { sign(input: { key: "${nameOf(algorithm)}", items: [${items}] }) { keyVersion } }`,
    )
  }
  const document = Buffer.from('a document').toString('base64')
  await ask(
    url,
    `mutation { signDocument(input: { key: "practice/signing", document: { base64: "${document}" }, level: B_T }) { level } }`,
  )
  for (const unit of ['', 'practice']) {
    const { sealEnvelope } = await ask(
      url,
      `mutation { sealEnvelope(input: { document: { base64: "${document}" }, units: ["${unit}"] }) { document { base64 } } }`,
    )
    await ask(
      url,
      `mutation { openEnvelope(input: { envelope: { base64: "${sealEnvelope.document.base64}" } }) { unit } }`,
    )
  }
  for (const authority of ['practice-root', 'practice-issuing'])
    expect((await fetch(`${url}/crl/${authority}.crl`)).status).toBe(200)
  // The log key signs about a second after the first entry.
  const checkpoint = async () => (await fetch(`${url}/log/checkpoint`)).status
  await expect.poll(checkpoint, { timeout: 30_000 }).toBe(200)
}

interface KeyRow {
  readonly unit_id: string
  readonly wrapped_unit_key: Uint8Array
  readonly key_id: string
  readonly version: number
  readonly purpose: string
  readonly algorithm: string
  readonly wrapped: Uint8Array
  readonly name: string
}

interface Secrets {
  readonly needles: readonly Needle[]
  /** `UNIT/NAME` of every private key that the office has. */
  readonly privateKeys: readonly string[]
}

/** Opens every key of the service from its root key and a copy of its database, as a crash would leave it. */
async function everySecret(rootKey: SecretBytes): Promise<Secrets> {
  const copy = join(folder, 'copy')
  cpSync(join(folder, 'database', 'postgres'), copy, { recursive: true })
  const database = await PGlite.create({ fs: new NodeFS(copy) })
  const { rows } = await database.query<KeyRow>(
    `select u.id as unit_id, u.wrapped_unit_key, k.id as key_id, v.version, k.purpose, k.algorithm, v.wrapped,
            u.path || '/' || k.name as name
       from key_versions v join keys k on k.id = v.key_id join units u on u.id = k.unit_id`,
  )
  await database.close()
  const needles = [...formsOf('the root key', rootKey.dangerouslyRevealBytes())]
  for (const row of rows) {
    const unitKey = unwrapUnitKey(rootKey, row.unit_id, row.wrapped_unit_key)
    if (unitKey === undefined || !isPurpose(row.purpose) || !isKeyAlgorithm(row.algorithm)) {
      throw new Error(`the row of ${row.name} does not open`)
    }
    needles.push(...formsOf(`the unit key of ${row.name}`, unitKey.dangerouslyRevealBytes()))
    const identity = {
      unitId: row.unit_id,
      keyId: row.key_id,
      version: row.version,
      purpose: row.purpose,
      algorithm: row.algorithm,
      provider: 'software',
      attributes: [],
    } as const
    const privateKey = unwrapPrivateKey(unitKey, identity, row.wrapped)
    if (privateKey === undefined) throw new Error(`the key ${row.name} does not open`)
    needles.push(...formsOfKey(row.name, Buffer.from(privateKey.dangerouslyRevealBytes())))
  }
  return { needles, privateKeys: rows.map(({ name }) => name) }
}

function formsOfKey(name: string, pkcs8: Buffer): readonly Needle[] {
  const { d, p, q } = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }).export({ format: 'jwk' })
  const parts = Object.entries({ d, p, q }).flatMap(([part, value]) =>
    value === undefined ? [] : formsOf(`${part} of ${name}`, Buffer.from(value, 'base64url')),
  )
  return [...formsOf(`PKCS#8 of ${name}`, pkcs8), ...parts]
}

function isPurpose(name: string): name is Purpose {
  const known: readonly string[] = purposes
  return known.includes(name)
}

/** What a process still has in memory of the key in a file after `program`, with garbage collected by `gc`. */
async function leftOf(file: string, program: string): Promise<readonly string[]> {
  const source = new URL('../../src/', import.meta.url)
  const imports = `
    import { createRootKeyFile, readRootKeyFile } from '${source}keys/root-key-file.ts'
    import { randomBytes } from 'node:crypto'
    const file = ${JSON.stringify(file)}
    const collect = () => { gc({ type: 'minor' }); gc({ type: 'minor' }) }`
  const end = "console.log('done'); setInterval(() => undefined, 1000)"
  const child = spawn(process.execPath, [
    '--expose-gc',
    '--input-type=module',
    '--eval',
    `${imports}\n${program}\n${end}`,
  ])
  try {
    await once(child.stdout, 'data')
    const read = readRootKeyFile(file)
    if (read.kind !== 'found') throw new Error(read.kind)
    const { found } = scanMemory(
      child.pid ?? 0,
      formsOf('the root key', read.rootKey.dangerouslyRevealBytes()),
    )
    return [...found]
  } finally {
    child.kill('SIGKILL')
  }
}

describe.runIf(process.platform === 'linux')('a root key that is through', () => {
  const file = join(folder, 'root.key')

  test('leaves nothing where it was made or read, whatever was collected meanwhile', async () => {
    const made = 'const key = createRootKeyFile(file, randomBytes); collect(); key[Symbol.dispose]()'
    expect(await leftOf(file, made)).toEqual([])
    const read = 'const { rootKey } = readRootKeyFile(file); collect(); rootKey[Symbol.dispose]()'
    expect(await leftOf(file, read)).toEqual([])
  })

  test('would leave a copy if it had lain among what V8 moves', async () => {
    const copied = `
      const { rootKey } = readRootKeyFile(file)
      const key = Uint8Array.from(rootKey.dangerouslyRevealBytes())
      rootKey[Symbol.dispose]()
      collect()
      key.fill(0)`
    expect(await leftOf(file, copied)).toEqual(['the root key, raw'])
  })
})

describe.runIf(process.platform === 'linux')('after keys were made and used', () => {
  test('none lies in the memory of gateway, launcher or inspector; the signer has each private key', async () => {
    const { url, launched } = await serve()
    for (const algorithm of rawKeys) {
      const input = `{ name: "${nameOf(algorithm)}", algorithm: ${algorithm}, purpose: SIGN_RAW }`
      await ask(url, `mutation { createKey(input: ${input}) { key { id } } }`)
    }
    await useEverything(url)
    const file = readRootKeyFile(join(folder, 'secrets', 'root.key'))
    if (file.kind !== 'found') throw new Error(file.kind)
    const { needles, privateKeys } = await everySecret(file.rootKey)

    const launcher = launched.child.pid ?? 0
    const pidOf = (program: string): number =>
      descendants(launcher).find(({ runs }) => runs.includes(program))?.pid ?? 0
    const signer = scanMemory(pidOf('signer.ts'), needles)
    const signerHas = (start: string): boolean => [...signer.found].some((name) => name.startsWith(start))
    expect(signerHas('the root key,')).toBe(true)
    expect(privateKeys.toSorted()).toEqual([...rawKeys.map(nameOf), ...foundedKeys].toSorted())
    expect(privateKeys.filter((name) => !signerHas(`d of ${name},`))).toEqual([])
    const others = { gateway: pidOf('gateway-process.ts'), inspector: pidOf('inspector.ts'), launcher }
    for (const [name, pid] of Object.entries(others)) {
      const { found, octets } = scanMemory(pid, needles)
      expect([...found], name).toEqual([])
      expect(octets, name).toBeGreaterThan(20 << 20)
    }
    launched.child.kill('SIGTERM')
    expect(await launched.ended).toBe(0)
  }, 240_000)
})
