// Client certificates of TLS: what was proved in our own handshake, and bound to an application, speaks for it. Nothing else.

import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { Agent, request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { encodePem } from '../../../src/formats/x509/pem.ts'
import { certify, fixedKey, type Identity } from '../../fixtures/pki.ts'
import { startTestService, type TestService } from '../../fixtures/service.ts'

const day = 86_400_000
const start = new Date()
const inDays = (days: number): Date => new Date(Math.floor(start.getTime() / 1000) * 1000 + days * day)

let service: TestService
let folder: string
let house: Identity
let stranger: Identity

async function authority(role: 'root' | 'tsa', subject: string): Promise<Identity> {
  return certify({
    algorithm: 'ecdsa-p256',
    privateKey: fixedKey('ecdsa-p256', role),
    subject,
    issuer: undefined,
    notBefore: inDays(-30),
    notAfter: inDays(300),
    extensions: { basicConstraints: { ca: true }, keyUsage: ['keyCertSign'] },
  })
}

interface Wish {
  readonly issuer?: Identity
  readonly notBefore?: Date
  readonly notAfter?: Date
}

let programs = 0
async function program({ issuer = house, notBefore = inDays(-1), notAfter = inDays(60) }: Wish = {}) {
  return certify({
    algorithm: 'ecdsa-p256',
    privateKey: fixedKey('ecdsa-p256', 'signer'),
    subject: `CN=program ${++programs}`,
    issuer,
    notBefore,
    notAfter,
    extensions: {
      keyUsage: ['digitalSignature'],
      extendedKeyUsage: { usages: ['1.3.6.1.5.5.7.3.2'], critical: false },
    },
  })
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chancery-mtls-'))
  house = await authority('root', 'CN=House Root')
  stranger = await authority('tsa', 'CN=Another Root')
  const serverKey = fixedKey('ecdsa-p256', 'responder')
  const server = await certify({
    algorithm: 'ecdsa-p256',
    privateKey: serverKey,
    subject: 'CN=localhost',
    issuer: house,
    notBefore: inDays(-1),
    notAfter: inDays(60),
    extensions: { subjectAltName: [{ kind: 'dns', value: 'localhost' }], keyUsage: ['digitalSignature'] },
  })
  const file = async (name: string, text: string | Buffer): Promise<string> => {
    await writeFile(join(folder, name), text)
    return join(folder, name)
  }
  service = await startTestService({
    env: {
      CHANCERY_TLS_CERT_FILE: await file('server.pem', pem(server)),
      CHANCERY_TLS_KEY_FILE: await file('server.key', serverKey.export({ format: 'pem', type: 'pkcs8' })),
      CHANCERY_TLS_CLIENT_CA_FILE: await file('clients.pem', pem(house)),
    },
  })
})
afterAll(async () => {
  await service.close()
  await rm(folder, { recursive: true, force: true })
})

const pem = ({ certificate }: Identity): string => encodePem('CERTIFICATE', certificate)

interface Asked {
  readonly identity?: Identity | undefined
  readonly headers?: Readonly<Record<string, string>>
  readonly agent?: Agent
}

interface Answer {
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it asked for, and fails when it is not there.
  readonly data: any
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  readonly errors: any
}

/** One GraphQL request over a connection of its own, unless an agent keeps it. */
function ask(query: string, { identity, headers = {}, agent }: Asked = {}): Promise<Answer> {
  const { port } = new URL(service.url)
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: 'localhost',
        port,
        path: '/graphql',
        method: 'POST',
        ca: pem(house),
        agent: agent ?? new Agent({ keepAlive: false, maxCachedSessions: 0 }),
        ...(identity === undefined
          ? {}
          : {
              cert: pem(identity),
              key: identity.privateKey.export({ format: 'pem', type: 'pkcs8' }),
            }),
        headers: { 'content-type': 'application/json', ...headers },
      },
      async (response) => {
        const pieces: Buffer[] = []
        for await (const piece of response) pieces.push(Buffer.from(piece))
        resolve(JSON.parse(Buffer.concat(pieces).toString('utf8')))
      },
    )
    sent.on('error', reject)
    sent.end(JSON.stringify({ query }))
  })
}

const whoAmI = async (asked: Asked = {}): Promise<string> => {
  const { data, errors } = await ask('{ viewer { name } }', asked)
  return data?.viewer?.name ?? errors[0].extensions.code
}

const administrator = (): Asked => ({ headers: { authorization: `Bearer ${service.administrator}` } })

async function bind(identity: Identity, name: string = randomUUID()) {
  const made = await ask(
    `mutation { createApplication(input: { name: "${name}", unit: "practice", actions: [READ] }) { application { id } } }`,
    administrator(),
  )
  const { id } = made.data.createApplication.application
  const bound = await ask(
    `mutation { bindCertificate(input: { applicationId: "${id}", certificatePem: ${JSON.stringify(pem(identity))} }) { token { id kind expiresAt } } }`,
    administrator(),
  )
  return { name, ...bound }
}

describe('a client certificate', () => {
  test('speaks for the application that it is bound to, until it ends or is revoked', async () => {
    const identity = await program()
    const { name, data } = await bind(identity)
    expect(data.bindCertificate.token).toMatchObject({
      kind: 'CERTIFICATE',
      expiresAt: inDays(60).toISOString(),
    })
    expect(await whoAmI({ identity })).toBe(name)
    // On one connection as on many, also with a resumed session of TLS.
    const agent = new Agent({ keepAlive: true })
    for (let i = 0; i < 3; i++) expect(await whoAmI({ identity, agent })).toBe(name)
    agent.destroy()
    const resuming = new Agent({ keepAlive: false })
    for (let i = 0; i < 3; i++) expect(await whoAmI({ identity, agent: resuming })).toBe(name)
    await ask(
      `mutation { revokeToken(input: { tokenId: "${data.bindCertificate.token.id}" }) { token { id } } }`,
      administrator(),
    )
    expect(await whoAmI({ identity })).toBe('UNAUTHENTICATED')
    expect(await whoAmI({ identity, agent: resuming })).toBe('UNAUTHENTICATED')
  })

  test('that is bound to nothing is as none, and a token goes before it', async () => {
    const identity = await program()
    expect(await whoAmI({ identity })).toBe('UNAUTHENTICATED')
    const { data } = await ask('{ office { practice } }', { identity })
    expect(data.office.practice).toBe(true)
    expect(await whoAmI({ identity, ...administrator() })).toBe('administrator')
    expect(await whoAmI()).toBe('UNAUTHENTICATED')
  })

  test('of another authority proves nothing, bound or not', async () => {
    const identity = await program({ issuer: stranger })
    await bind(identity)
    expect(await whoAmI({ identity })).toBe('UNAUTHENTICATED')
  })

  test('that has ended, or has not begun, proves nothing and is not bound when it has ended', async () => {
    const ended = await program({ notBefore: inDays(-9), notAfter: inDays(-1) })
    expect((await bind(ended)).errors[0].extensions.code).toBe('INVALID_ARGUMENT')
    expect(await whoAmI({ identity: ended })).toBe('UNAUTHENTICATED')
    const early = await program({ notBefore: inDays(1) })
    expect((await bind(early)).errors).toBeUndefined()
    expect(await whoAmI({ identity: early })).toBe('UNAUTHENTICATED')
  })

  test('is not believed from a header, whatever proxies call it', async () => {
    const identity = await program()
    await bind(identity)
    const text = encodeURIComponent(pem(identity))
    const base64 = Buffer.from(identity.certificate).toString('base64')
    for (const [header, value] of [
      ['x-client-cert', text],
      ['x-ssl-cert', text],
      ['ssl-client-cert', text],
      ['x-forwarded-client-cert', `Cert="${text}"`],
      ['x-amzn-mtls-clientcert', text],
      ['client-cert', `:${base64}:`],
    ] as const)
      expect(await whoAmI({ headers: { [header]: value } }), header).toBe('UNAUTHENTICATED')
  })

  test('is bound to one application, as one certificate in PEM', async () => {
    const identity = await program()
    await bind(identity)
    expect((await bind(identity)).errors[0].extensions.code).toBe('ALREADY_EXISTS')
  })
})
