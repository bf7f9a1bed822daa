// What proves programs, over its life: tokens that change over, end, are revoked, and tell when they were shown last.

import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { authenticateCertificate } from '../../src/operations/authenticate.ts'
import { startTestService, type TestService } from '../fixtures/service.ts'

const day = 86_400_000

let service: TestService
// The practice certificates are made at the start: what follows lies within their time.
let nowMs = Date.now()
beforeAll(async () => {
  service = await startTestService({ clock: { now: () => new Date(nowMs) } })
})
afterAll(() => service.close())
beforeEach(() => {
  nowMs += 5000
})

let applications = 0
async function application(): Promise<string> {
  const { data } = await service.graphql(
    'mutation ($name: String!) { createApplication(input: { name: $name, unit: "practice", actions: [READ] }) { application { id } } }',
    { name: `program ${++applications}` },
  )
  return data.createApplication.application.id
}

async function issue(id: string, days = 30): Promise<{ readonly secret: string; readonly tokenId: string }> {
  const { data } = await service.graphql(
    'mutation ($id: ID!, $days: Int!) { issueToken(input: { applicationId: $id, expiresInDays: $days }) { secret token { id kind } } }',
    { id, days },
  )
  expect(data.issueToken.token.kind).toBe('SECRET')
  return { secret: data.issueToken.secret, tokenId: data.issueToken.token.id }
}

async function holds(secret: string): Promise<boolean> {
  const { errors } = await service.graphql('{ viewer { name } }', {}, secret)
  if (errors[0] !== undefined) expect(errors[0].extensions.code).toBe('UNAUTHENTICATED')
  return errors.length === 0
}

async function lastUsed(tokenId: string): Promise<string | null> {
  const { data } = await service.graphql(
    'query ($id: ID!) { node(id: $id) { ... on Token { lastUsedAt } } }',
    { id: tokenId },
  )
  return data.node.lastUsedAt
}

const revoke = (tokenId: string) =>
  service.graphql('mutation ($id: ID!) { revokeToken(input: { tokenId: $id }) { token { id } } }', {
    id: tokenId,
  })

describe('a token', () => {
  test('is changed over: the next holds beside it, until it is revoked, at once', async () => {
    const id = await application()
    const old = await issue(id)
    expect(await holds(old.secret)).toBe(true)
    const next = await issue(id)
    expect([await holds(old.secret), await holds(next.secret)]).toEqual([true, true])
    await revoke(old.tokenId)
    expect([await holds(old.secret), await holds(next.secret)]).toEqual([false, true])
  })

  test('ends by its date, to the moment', async () => {
    const { secret } = await issue(await application(), 1)
    const issuedMs = nowMs
    nowMs = issuedMs + day - 1
    expect(await holds(secret)).toBe(true)
    nowMs = issuedMs + day
    expect(await holds(secret)).toBe(false)
  })

  test('tells when it was shown last, at most a minute behind', async () => {
    const { secret, tokenId } = await issue(await application())
    expect(await lastUsed(tokenId)).toBeNull()
    await holds(secret)
    const first = new Date(nowMs).toISOString()
    expect(await lastUsed(tokenId)).toBe(first)
    nowMs += 30_000
    await holds(secret)
    expect(await lastUsed(tokenId)).toBe(first)
    nowMs += 31_000
    await holds(secret)
    expect(await lastUsed(tokenId)).toBe(new Date(nowMs).toISOString())
  })

  test('has 256 bits, and the database knows its hash alone', async () => {
    const { secret } = await issue(await application())
    expect(secret).toMatch(/^chy_[A-Za-z0-9_-]{43}$/)
    const rows = await service.testDatabase.asOwner((tx) =>
      tx.selectFrom('tokens').select('sha256').where('sha256', '=', sha256(secret)).execute(),
    )
    expect(rows).toHaveLength(1)
    for (const guess of [`${secret.slice(0, -1)}A`, secret.toUpperCase(), secret.slice(4), `${secret}=`])
      if (guess !== secret) expect(await holds(guess)).toBe(false)
  })
})

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

test('a client certificate of this office is of no use once it is revoked', async () => {
  const id = await application()
  const { data, errors } = await service.graphql(
    'mutation ($input: IssueCertificateInput!) { issueCertificate(input: $input) { certificate { serialHex pem } } }',
    {
      input: {
        unit: 'practice',
        key: 'practice/signing',
        profile: 'DOCUMENT_SIGNING',
        subject: 'CN=program',
        authority: 'practice-issuing',
      },
    },
  )
  expect(errors).toEqual([])
  const { serialHex, pem } = data.issueCertificate.certificate
  const bound = await service.graphql(
    'mutation ($id: ID!, $pem: String!) { bindCertificate(input: { applicationId: $id, certificatePem: $pem }) { token { kind } } }',
    { id, pem },
  )
  expect(bound.data.bindCertificate.token.kind).toBe('CERTIFICATE')
  const der = Buffer.from(pem.replaceAll(/-----[A-Z ]+-----|\s/g, ''), 'base64')
  const shown = () => authenticateCertificate(service.gateway.deps, der, crypto.randomUUID())
  expect(await shown()).toMatchObject({ kind: 'application', applicationId: id.split(':')[1] })
  await service.graphql(
    'mutation ($input: RevokeCertificateInput!) { revokeCertificate(input: $input) { certificate { id } } }',
    { input: { serialHex, reason: 'KEY_COMPROMISE' } },
  )
  nowMs += 3000
  await expect(shown()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
})

test('a token whose secret was lost on its way is named by the repeated request, and ended by that name', async () => {
  const input = { applicationId: await application(), expiresInDays: 30, idempotencyKey: 'lost-on-its-way' }
  const ask = () =>
    service.graphql('mutation ($input: IssueTokenInput!) { issueToken(input: $input) { secret } }', { input })
  const { secret } = (await ask()).data.issueToken
  const [error] = (await ask()).errors
  expect(error?.extensions.code).toBe('ALREADY_EXISTS')
  const [named] = /Token:[0-9a-f-]{36}/.exec(error?.message ?? '') ?? []
  expect(await holds(secret)).toBe(true)
  const { errors } = await service.graphql(
    'mutation ($tokenId: ID!) { revokeToken(input: { tokenId: $tokenId }) { token { id } } }',
    { tokenId: named },
  )
  expect(errors).toEqual([])
  expect(await holds(secret)).toBe(false)
})
