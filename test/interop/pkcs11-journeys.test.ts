// An office whose keys all live in SoftHSM2, its authorities', its time-stamps' and its log's too: every journey, checked by strangers.

import { execFileSync, spawn } from 'node:child_process'
import { createPublicKey, randomBytes, randomUUID, verify } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { concatBytes } from '../../src/bytes.ts'
import { type ChanceryClient, createClient } from '../../src/client/client.ts'
import {
  hashAlgorithms,
  type SignatureAlgorithm,
  signatureAlgorithmFacts,
} from '../../src/crypto/algorithms.ts'
import { encodePem } from '../../src/formats/x509/pem.ts'
import { signatureOptions } from '../../src/keys/signature-options.ts'
import { chancery } from '../cli/run-command.ts'
import { type RunningService, runningService } from '../cli/running-service.ts'
import { makePdf } from '../fixtures/pdf.ts'
import { makeRecipient } from '../fixtures/recipients.ts'
import { requirePeers } from './peers.ts'
import { softHsm } from './softhsm.ts'

const hsm = softHsm()
const settings = {
  ...hsm.env,
  CHANCERY_PKCS11_MODULE: hsm.settings.module,
  CHANCERY_PKCS11_TOKEN_LABEL: hsm.settings.tokenLabel,
  CHANCERY_PKCS11_PIN_FILE: hsm.settings.pinFile,
}
const folder = mkdtempSync(join(tmpdir(), 'chancery-hsm-'))
const file = (name: string) => join(folder, name)
let service: RunningService
let client: ChanceryClient
let token: string
beforeAll(async () => {
  requirePeers('openssl', 'pdfsig')
  service = await runningService({ ...settings, CHANCERY_KEY_PROVIDER: 'pkcs11' })
  token = readFileSync(join(service.env.CHANCERY_DATA_DIR, 'admin.token'), 'utf8').trim()
  client = createClient({ url: service.url, token })
})
afterAll(async () => {
  await service.stop()
  hsm.destroy()
  rmSync(folder, { recursive: true, force: true })
})

describe('an office in an HSM', () => {
  test('was founded there: every key of it lives in the token', async () => {
    const keys = await Array.fromAsync(client.keys({}))
    const homes = keys.map(({ name, provider }) => [name, provider])
    expect(homes.filter(([, provider]) => provider !== 'pkcs11')).toEqual([])
    expect(homes.map(([name]) => name)).toEqual(
      expect.arrayContaining(['log', 'practice-issuing', 'practice-root', 'practice/signing', 'tsa']),
    )
  })

  test('signs a PDF with a time-stamp, which pdfsig and this program find valid', async () => {
    writeFileSync(file('plain.pdf'), makePdf('table'))
    await command(['sign', file('plain.pdf'), '--key', 'practice/signing', '-o', file('signed.pdf')])
    const found = run('pdfsig', ['-nocert', file('signed.pdf')])
    expect(found).toContain('Signature Validation: Signature is Valid.')
    const report = JSON.parse(await command(['verify', file('signed.pdf'), '--json'], [0, 2]))
    expect(report).toMatchObject({ integrity: 'intact', signatures: [{ level: 'B-T', integrity: 'intact' }] })
  })

  test('signs any file as CMS, which openssl verifies up to the anchor', async () => {
    writeFileSync(file('content'), 'a file of whatever kind\n')
    await command([
      'sign',
      file('content'),
      '--key',
      'practice/signing',
      '--format',
      'cades',
      '--detached',
      '-o',
      file('content.p7s'),
    ])
    const verified = openssl(
      ...[
        'cms',
        '-verify',
        '-binary',
        '-inform',
        'DER',
        '-in',
        file('content.p7s'),
        '-content',
        file('content'),
      ],
      ...['-CAfile', await anchors(), '-purpose', 'any', '-no_check_time', '-out', '/dev/null'],
    )
    expect(verified).toContain('CMS Verification successful')
  })

  test('stamps times and revokes, which openssl verifies', async () => {
    openssl('ts', '-query', '-data', file('content'), '-sha256', '-cert', '-out', file('query.tsq'))
    writeFileSync(file('stamp.tsr'), await fetched('/tsa', readFileSync(file('query.tsq'))))
    const stamped = openssl(
      ...['ts', '-verify', '-queryfile', file('query.tsq'), '-in', file('stamp.tsr')],
      ...['-CAfile', await anchors(), '-untrusted', await anchors()],
    )
    expect(stamped).toContain('Verification: OK')
    writeFileSync(file('issuing.crl'), await fetched('/crl/practice-issuing.crl'))
    const crl = openssl(
      'crl',
      '-inform',
      'DER',
      '-in',
      file('issuing.crl'),
      '-noout',
      '-CAfile',
      await anchors(),
    )
    expect(crl).toContain('verify OK')
  })

  test('rotates a certified key in the token, and the older signature stays what it was', async () => {
    const { key, certificates } = await client.rotateKey({ name: 'practice/signing', revokeOld: false })
    expect(key.provider).toBe('pkcs11')
    expect(key.versions.map(({ state }) => state)).toEqual(['DEACTIVATED', 'ACTIVE'])
    expect(certificates).toHaveLength(1)
    await command(['sign', file('plain.pdf'), '--key', 'practice/signing', '-o', file('again.pdf')])
    for (const name of ['signed.pdf', 'again.pdf'])
      expect(run('pdfsig', ['-nocert', file(name)])).toContain('Signature is Valid.')
  })

  const algorithms = {
    ED25519: 'ed25519',
    ED448: 'ed448',
    ECDSA_P256: 'ecdsa-p256',
    ECDSA_P384: 'ecdsa-p384',
    ECDSA_P521: 'ecdsa-p521',
    RSA_PSS_2048: 'rsa-pss-2048',
    RSA_PKCS1_2048: 'rsa-pkcs1-2048',
  } as const satisfies Partial<Record<string, SignatureAlgorithm>>
  test.each(keysOf(algorithms))(
    'signs a hundred messages with %s, each of which OpenSSL verifies',
    async (algorithm) => {
      const name = `practice/raw-${algorithm.toLowerCase().replaceAll('_', '-')}`
      const key = await client.createKey({ name, algorithm, purpose: 'SIGN_RAW', provider: 'PKCS11' })
      expect(key.provider).toBe('pkcs11')
      const messages = Array.from({ length: 100 }, (_, i) => Buffer.from(`message ${i}`))
      const { outcomes } = await client.sign({ key: name, items: messages.map((message) => ({ message })) })
      const publicKey = createPublicKey({ key: await publicKeyOf(name), format: 'der', type: 'spki' })
      const { hash } = signatureAlgorithmFacts(algorithms[algorithm])
      const options = { key: publicKey, ...signatureOptions(algorithms[algorithm]) }
      for (const [i, message] of messages.entries()) {
        const outcome = outcomes[i]
        if (outcome === undefined || !('signature' in outcome)) throw new Error('a signature is missing')
        const node = hash === undefined ? null : hashAlgorithms[hash].node
        expect(verify(node, message, options, outcome.signature)).toBe(true)
      }
    },
  )

  test('makes authorities in the token, whose certificates openssl chains', async () => {
    await command(['authority', 'create', 'hsm-root', '--title', 'HSM Root', '--provider', 'pkcs11'])
    await command([
      'authority',
      'create',
      'hsm-issuing',
      '--title',
      'HSM Issuing',
      '--parent',
      'hsm-root',
      '--provider',
      'pkcs11',
    ])
    await client.createKey({ name: 'practice/chained', algorithm: 'ECDSA_P256', provider: 'PKCS11' })
    const issue = ['--unit', 'practice', '--key', 'practice/chained', '--profile', 'document-signing']
    const subject = ['--subject', 'CN=Chained', '--authority', 'hsm-issuing', '-o', file('chained.pem')]
    await command(['cert', 'issue', ...issue, ...subject])
    for (const slug of ['hsm-root', 'hsm-issuing']) {
      writeFileSync(file(`${slug}.cer`), await fetched(`/ca/${slug}.cer`))
      openssl('x509', '-inform', 'DER', '-in', file(`${slug}.cer`), '-out', file(`${slug}.pem`))
    }
    const chain = [
      '-CAfile',
      file('hsm-root.pem'),
      '-untrusted',
      file('hsm-issuing.pem'),
      file('chained.pem'),
    ]
    expect(openssl('verify', '-no_check_time', ...chain)).toContain('chained.pem: OK')
  })

  test.each(['cms', 'chunked'])(
    'opens in the token what was sealed as %s, also after a rotation',
    async (format) => {
      const content = file(`for-${format}`)
      writeFileSync(content, randomBytes(300_000))
      const sealed = file(`${format}.sealed`)
      await command(['seal', content, '--to', 'practice', '--format', format, '-o', sealed])
      expect((await client.rotateKey({ name: 'practice/envelopes' })).key.provider).toBe('pkcs11')
      await command(['open', sealed, '-o', file(`${format}.opened`)])
      expect(readFileSync(file(`${format}.opened`)).equals(readFileSync(content))).toBe(true)
      // Its header is sealed to the new version, without the content.
      await command(['rewrap', sealed])
      await command(['open', sealed, '-o', file(`${format}.again`)])
      expect(readFileSync(file(`${format}.again`)).equals(readFileSync(content))).toBe(true)
    },
  )

  const opening = { x25519: 'X25519', 'ecdh-p256': 'ECDH_P256', 'ecdh-p384': 'ECDH_P384' } as const
  test.each(keysOf(opening))('opens by a key of %s what was sealed to its certificate', async (algorithm) => {
    const key = `practice/open-${algorithm}`
    const made = await client.createKey({ name: key, algorithm: opening[algorithm], purpose: 'OPEN' })
    expect(made.provider).toBe('pkcs11')
    const pem = file(`${algorithm}.pem`)
    const issue = [
      '--unit',
      'practice',
      '--key',
      key,
      '--profile',
      'encryption',
      '--authority',
      'practice-issuing',
    ]
    await command(['cert', 'issue', ...issue, '--subject', 'CN=Recipient', '-o', pem])
    const content = file(`for-${algorithm}`)
    writeFileSync(content, randomBytes(10_000))
    await command(['seal', content, '--to', pem, '-o', file(`${algorithm}.sealed`)])
    const back = await client.openEnvelope({ envelope: readFileSync(file(`${algorithm}.sealed`)) })
    expect(Buffer.from(back.document?.bytes ?? []).equals(readFileSync(content))).toBe(true)
    // OpenSSL 3.0 knows no X25519 in CMS.
    if (algorithm === 'x25519') return
    const encrypt = ['cms', '-encrypt', '-binary', '-aes-256-gcm', '-in', content, '-outform', 'DER']
    openssl(...encrypt, '-out', file(`${algorithm}.p7m`), pem)
    const strangers = await client.openEnvelope({ envelope: readFileSync(file(`${algorithm}.p7m`)) })
    expect(Buffer.from(strangers.document?.bytes ?? []).equals(readFileSync(content))).toBe(true)
  })

  test('opens nothing that was changed, and nothing that was sealed to somebody else', async () => {
    const { document } = await client.sealEnvelope({ document: Buffer.from('a text'), units: ['practice'] })
    const envelope = Uint8Array.from(document.bytes ?? [])
    const last = envelope.length - 20
    envelope[last] = (envelope[last] ?? 0) ^ 1
    await expect(client.openEnvelope({ envelope })).rejects.toMatchObject({ code: 'DECRYPTION_FAILED' })
    const { certificate } = await makeRecipient('ecdh-p256')
    const pem = encodePem('CERTIFICATE', certificate)
    const others = await client.sealEnvelope({ document: Buffer.from('a text'), certificatesPem: [pem] })
    const foreign = { envelope: Uint8Array.from(others.document.bytes ?? []) }
    await expect(client.openEnvelope(foreign)).rejects.toMatchObject({ code: 'NOT_PERMITTED' })
  })

  test.each(['RSA_OAEP_3072', 'ML_KEM_768'] as const)(
    'refuses a key of %s up front, by which this token opens nothing',
    async (algorithm) => {
      const input = { name: 'practice/never', algorithm, purpose: 'OPEN' } as const
      const refused = client.createKey({ ...input, provider: 'PKCS11' })
      await expect(refused).rejects.toMatchObject({
        code: 'ALGORITHM_NOT_ALLOWED',
        message: `the provider pkcs11 has no keys of ${algorithm.toLowerCase().replaceAll('_', '-')}`,
      })
      expect(await client.key('practice/never')).toBeUndefined()
    },
  )

  test('leaves a key where it is when its unit moves', async () => {
    await client.createUnit({ path: 'registry' })
    await client.createKey({ name: 'registry/stamp', algorithm: 'ECDSA_P256', purpose: 'SIGN_RAW' })
    const publicKey = await publicKeyOf('registry/stamp')
    await client.moveUnit({ unit: 'registry', parent: 'practice' })
    expect((await client.key('practice/registry/stamp'))?.provider).toBe('pkcs11')
    const message = Buffer.from('after the move')
    const { outcomes } = await client.sign({ key: 'practice/registry/stamp', items: [{ message }] })
    const [outcome] = outcomes
    if (outcome === undefined || !('signature' in outcome)) throw new Error('a signature is missing')
    const key = createPublicKey({ key: publicKey, format: 'der', type: 'spki' })
    expect(verify('sha256', message, key, outcome.signature)).toBe(true)
  })

  test('erases from the token what is destroyed with its unit', async () => {
    await client.createUnit({ path: 'passing' })
    await client.createKey({ name: 'passing/stamp', algorithm: 'ECDSA_P256', purpose: 'SIGN_RAW' })
    const keys = await Array.fromAsync(client.keys({ unit: 'passing' }))
    const before = objectsInToken()
    await client.shredUnit({ unit: 'passing', confirm: 'passing' })
    while (objectsInToken() > before - keys.length) await pause(500)
    expect(objectsInToken()).toBe(before - keys.length)
  })

  test('keeps a log that verifies, whose checkpoints are signed in the token', async () => {
    expect(await command(['audit', 'verify'])).toMatch(/entries/)
  })

  test('keeps a key in software where that is asked for, beside the others', async () => {
    const key = await client.createKey({
      name: 'practice/soft',
      algorithm: 'ML_DSA_65',
      purpose: 'SIGN_RAW',
      provider: 'SOFTWARE',
    })
    expect(key.provider).toBe('software')
    const items = [{ message: Buffer.from('soft') }]
    const { outcomes } = await client.sign({ key: 'practice/soft', items })
    expect(outcomes.map((outcome) => 'signature' in outcome)).toEqual([true])
  })

  test('refuses what the token cannot do before anything is made', async () => {
    const input = {
      name: 'practice/modern',
      algorithm: 'ML_DSA_65',
      purpose: 'SIGN_RAW',
      provider: 'PKCS11',
    } as const
    await expect(client.createKey(input)).rejects.toMatchObject({ code: 'ALGORITHM_NOT_ALLOWED' })
    expect(await client.key('practice/modern')).toBeUndefined()
  })
})

describe('a service that is set up wrongly', () => {
  test('does not start, and says why', async () => {
    chmodSync(hsm.settings.pinFile, 0o644)
    expect(await startedWith(settings)).toEqual([
      64,
      expect.stringContaining('can be read by others (mode 644)'),
    ])
    chmodSync(hsm.settings.pinFile, 0o600)
    const { CHANCERY_PKCS11_PIN_FILE: _, ...lacking } = settings
    expect(await startedWith(lacking)).toEqual([64, expect.stringContaining('go together')])
    const nowhere = { ...settings, CHANCERY_PKCS11_MODULE: '/nonexistent/module.so' }
    expect(await startedWith(nowhere)).toEqual([
      64,
      expect.stringContaining('/nonexistent/module.so cannot be loaded'),
    ])
    const wrongPin = file('wrong-pin')
    writeFileSync(wrongPin, '00000000\n', { mode: 0o600 })
    const refused = { ...settings, CHANCERY_PKCS11_PIN_FILE: wrongPin }
    expect(await startedWith(refused)).toEqual([64, expect.stringContaining('the token refuses the PIN')])
  })
})

/** SoftHSM keeps each object in a file of its own. */
function objectsInToken(): number {
  return readdirSync(hsm.tokens, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.object'),
  ).length
}

async function startedWith(env: Readonly<Record<string, string>>): Promise<readonly [number, string]> {
  const child = spawn(process.execPath, ['src/main.ts'], {
    env: { PATH: process.env['PATH'], CHANCERY_PORT: '0', CHANCERY_DATA_DIR: file(randomUUID()), ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const [[status], said] = await Promise.all([once(child, 'exit'), text(child.stderr)])
  return [Number(status), said]
}

async function command(line: readonly string[], allowed: readonly number[] = [0]): Promise<string> {
  const now = new Date().toISOString()
  const { status, stdout, stderr } = await chancery(line, { env: service.env, now })
  if (!allowed.includes(status))
    throw new Error(`chancery ${line.join(' ')} ended with ${status}: ${stderr}${stdout}`)
  return stdout
}

async function fetched(path: string, body?: Uint8Array): Promise<Uint8Array> {
  const headers = { 'content-type': 'application/timestamp-query', authorization: `Bearer ${token}` }
  const query = body === undefined ? {} : { method: 'POST', body: new Uint8Array(body), headers }
  const answer = await fetch(`${service.url}${path}`, query)
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`)
  return new Uint8Array(await answer.arrayBuffer())
}

/** PEM of the practice office's authorities. */
async function anchors(): Promise<string> {
  const parts: Uint8Array[] = []
  for (const slug of ['practice-root', 'practice-issuing']) {
    writeFileSync(file('authority.cer'), await fetched(`/ca/${slug}.cer`))
    openssl('x509', '-inform', 'DER', '-in', file('authority.cer'), '-out', file('authority.pem'))
    parts.push(readFileSync(file('authority.pem')))
  }
  writeFileSync(file('anchors.pem'), concatBytes(...parts))
  return file('anchors.pem')
}

async function publicKeyOf(name: string): Promise<Buffer> {
  const key = await client.key(name)
  const version = key?.versions.find(({ state }) => state === 'ACTIVE')
  if (version === undefined) throw new Error(`${name} has no active version`)
  if (typeof version.publicKey !== 'string') throw new Error(`${name} has no public key`)
  return Buffer.from(version.publicKey, 'base64')
}

function openssl(...arguments_: readonly string[]): string {
  return run('openssl', arguments_)
}

/** @returns what it wrote, to either stream. */
function run(program: string, arguments_: readonly string[]): string {
  const shell = ['-c', '"$0" "$@" 2>&1', program, ...arguments_]
  try {
    return execFileSync('/bin/sh', shell, { encoding: 'utf8' })
  } catch (error) {
    throw new Error(
      `${program} ${arguments_[0]}: ${error instanceof Error ? Reflect.get(error, 'stdout') : error}`,
    )
  }
}

function keysOf<K extends string>(record: Readonly<Record<K, unknown>>): readonly K[] {
  return Object.keys(record).filter((key): key is K => key in record)
}
