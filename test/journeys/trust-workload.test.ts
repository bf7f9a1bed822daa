// A program proves itself by a token of an issuer that its operator pinned and its officers trust, and by nothing less.

import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SignJWT } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startTestService, type TestService } from '../fixtures/service.ts'

const issuer = 'https://workloads.example.vn'
const audience = 'https://sign.example.vn'

let service: TestService
let folder: string
let nowMs = Date.parse('2026-11-27T02:00:00Z')
/** What the issuer publishes, and how often it was asked. */
let published: readonly object[] = []
let asked = 0
const keys = createServer((_, response) => {
  asked++
  response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: published }))
})

const today = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const jwk = (key: KeyObject, kid: string) => ({ ...key.export({ format: 'jwk' }), kid, use: 'sig' })

beforeAll(async () => {
  published = [jwk(today.publicKey, 'today')]
  await new Promise<void>((resolve) => keys.listen(0, '127.0.0.1', resolve))
  const address = keys.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  folder = await mkdtemp(join(tmpdir(), 'chancery-workload-'))
  const file = join(folder, 'issuers')
  await writeFile(file, `# who vouches\n${issuer} http://127.0.0.1:${address.port}/keys\n`)
  service = await startTestService({
    clock: { now: () => new Date(nowMs) },
    env: { CHANCERY_WORKLOAD_ISSUERS_FILE: file, CHANCERY_STRANGER_RATE: '0' },
  })
})
afterAll(async () => {
  await service.close()
  keys.close()
  await rm(folder, { recursive: true, force: true })
})
beforeEach(() => {
  nowMs += 3000
})

interface Wish {
  readonly subject: string
  readonly kid?: string
  readonly key?: KeyObject
  readonly seconds?: number
  readonly claims?: Readonly<Record<string, unknown>>
}

/** @returns a token, and another with the same words and another signature. */
function tokenOf({ subject, kid = 'today', key = today.privateKey, seconds = 600, claims = {} }: Wish) {
  const at = Math.floor(nowMs / 1000)
  const said = { iss: issuer, aud: audience, sub: subject, iat: at, exp: at + seconds, ...claims }
  return new SignJWT(said).setProtectedHeader({ alg: 'ES256', kid }).sign(key)
}

let applications = 0
async function application(actions: readonly string[] = ['READ']): Promise<string> {
  const { data, errors } = await service.graphql(
    'mutation ($name: String!, $actions: [Action!]!) { createApplication(input: { name: $name, unit: "practice", actions: $actions }) { application { id } } }',
    { name: `workload ${++applications}`, actions },
  )
  expect(errors).toEqual([])
  return data.createApplication.application.id
}

async function trust(applicationId: string, subject: string, change: Readonly<Record<string, string>> = {}) {
  return service.graphql(
    'mutation ($input: TrustWorkloadInput!) { trustWorkload(input: $input) { trust { id } } }',
    { input: { applicationId, issuer, audience, subject, algorithm: 'ES256', ...change } },
  )
}

async function viewer(token: string): Promise<string> {
  const { data, errors } = await service.graphql('{ viewer { name } }', {}, token)
  return data?.viewer?.name ?? errors[0]?.extensions.code
}

async function tokensOf(applicationId: string) {
  const { data } = await service.graphql(
    'query ($id: ID!) { node(id: $id) { ... on Application { tokens { id kind expiresAt lastUsedAt revokedAt } } } }',
    { id: applicationId },
  )
  return data.node.tokens
}

describe('a token of a trusted issuer', () => {
  test('is the application, and a row with its end and its last use', async () => {
    const id = await application()
    expect((await trust(id, 'invoices')).errors).toEqual([])
    const jwt = await tokenOf({ subject: 'invoices' })
    expect(await viewer(jwt)).toBe(`workload ${applications}`)
    expect(await tokensOf(id)).toMatchObject([
      {
        kind: 'WORKLOAD',
        expiresAt: new Date((Math.floor(nowMs / 1000) + 600) * 1000).toISOString(),
        lastUsedAt: new Date(nowMs).toISOString(),
        revokedAt: null,
      },
    ])
    nowMs += 3000
    expect(await viewer(jwt)).toBe(`workload ${applications}`)
    expect(await tokensOf(id)).toHaveLength(1)
    nowMs += 600_000
    expect(await viewer(jwt)).toBe('UNAUTHENTICATED')
  })

  test('is refused of another subject, audience, issuer or key', async () => {
    await trust(await application(), 'exact')
    for (const wish of [
      { subject: 'exact ' },
      { subject: 'exac' },
      { subject: 'exact', claims: { aud: 'https://other.example.vn' } },
      { subject: 'exact', claims: { iss: 'https://workloads.example.com' } },
      { subject: 'exact', key: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey },
      { subject: 'exact', kid: 'yesterday' },
      { subject: 'exact', seconds: -1 },
    ])
      expect(await viewer(await tokenOf(wish)), JSON.stringify(wish)).toBe('UNAUTHENTICATED')
    expect(await viewer(await tokenOf({ subject: 'exact' }))).toMatch(/^workload/)
  })

  test('that is revoked does not come back, under whatever signature', async () => {
    const id = await application()
    await trust(id, 'revoked')
    const jwt = await tokenOf({ subject: 'revoked' })
    expect(await viewer(jwt)).toMatch(/^workload/)
    const [token] = await tokensOf(id)
    await service.graphql('mutation ($id: ID!) { revokeToken(input: { tokenId: $id }) { token { id } } }', {
      id: token.id,
    })
    expect(await viewer(jwt)).toBe('UNAUTHENTICATED')
    // The same words signed anew: ECDSA has as many signatures as one likes.
    const again = await tokenOf({ subject: 'revoked', seconds: 600 })
    expect(again).not.toBe(jwt)
    const sameWords = again.split('.').slice(0, 2).join('.') === jwt.split('.').slice(0, 2).join('.')
    expect(sameWords).toBe(true)
    expect(await viewer(again)).toBe('UNAUTHENTICATED')
    // What the issuer says later is another token.
    nowMs += 3000
    expect(await viewer(await tokenOf({ subject: 'revoked' }))).toMatch(/^workload/)
  })

  test('ends with the trust, at once', async () => {
    const id = await application()
    const { data } = await trust(id, 'distrusted')
    const jwt = await tokenOf({ subject: 'distrusted' })
    expect(await viewer(jwt)).toMatch(/^workload/)
    const ended = await service.graphql(
      'mutation ($id: ID!) { distrustWorkload(input: { trustId: $id }) { trust { endedAt } } }',
      { id: data.trustWorkload.trust.id },
    )
    expect(ended.data.distrustWorkload.trust.endedAt).toBe(new Date(nowMs).toISOString())
    expect(await viewer(jwt)).toBe('UNAUTHENTICATED')
    nowMs += 3000
    expect(await viewer(await tokenOf({ subject: 'distrusted' }))).toBe('UNAUTHENTICATED')
    // Then it may be another application's.
    expect((await trust(await application(), 'distrusted')).errors).toEqual([])
  })

  test('never gives more than the application has', async () => {
    await trust(await application(['READ']), 'reader')
    const { errors } = await service.graphql(
      'mutation { createUnit(input: { path: "practice/below" }) { unit { id } } }',
      {},
      await tokenOf({ subject: 'reader' }),
    )
    expect(errors[0]?.extensions.code).toBe('NOT_PERMITTED')
  })
})

describe('a trust', () => {
  test.each([
    ['of an issuer that the operator did not pin', { issuer: 'https://evil.example' }],
    ['of nobody', { subject: '' }],
    ['for no audience', { audience: '' }],
    ['of an audience without end', { audience: 'a'.repeat(501) }],
  ])('%s is refused', async (_, change) => {
    const { errors } = await trust(await application(), 'somebody', change)
    expect(errors[0]?.extensions.code).toBe('INVALID_ARGUMENT')
  })

  test.each(['none', 'HS256', 'HS512'])('under %s cannot be asked for', async (algorithm) => {
    const { errors } = await trust(await application(), 'somebody', { algorithm })
    expect(errors).toHaveLength(1)
  })

  test('is one application for one subject', async () => {
    await trust(await application(), 'taken')
    const { errors } = await trust(await application(), 'taken')
    expect(errors[0]?.extensions.code).toBe('ALREADY_EXISTS')
  })

  test('is given by nobody who has less than the application', async () => {
    const id = await application(['READ', 'SIGN'])
    const manager = await application(['READ', 'MANAGE_APPLICATIONS'])
    const { data } = await service.graphql(
      'mutation ($id: ID!) { issueToken(input: { applicationId: $id }) { secret } }',
      { id: manager },
    )
    const { errors } = await service.graphql(
      'mutation ($input: TrustWorkloadInput!) { trustWorkload(input: $input) { trust { id } } }',
      { input: { applicationId: id, issuer, audience, subject: 'climber', algorithm: 'ES256' } },
      data.issueToken.secret,
    )
    expect(errors[0]?.extensions.code).toBe('NOT_PERMITTED')
  })
})

test('the keys are asked for once, and for an unknown one not again at once', async () => {
  await trust(await application(), 'rotating')
  expect(await viewer(await tokenOf({ subject: 'rotating' }))).toMatch(/^workload/)
  const before = asked
  for (let i = 0; i < 20; i++) {
    nowMs += 3000
    await viewer(await tokenOf({ subject: 'rotating' }))
    await viewer(await tokenOf({ subject: 'rotating', kid: `guessed ${i}` }))
  }
  expect(asked - before).toBeLessThanOrEqual(1)
})
