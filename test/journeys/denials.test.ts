import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { denialsInSpan } from '../../src/operations/denials.ts'
import { refusalsInMetrics } from '../fixtures/refusals.ts'
import { startTestService, type TestService } from '../fixtures/service.ts'

let service: TestService
beforeAll(async () => {
  service = await startTestService()
})
afterAll(() => service.close())

interface Application {
  readonly id: string
  readonly secret: string
  readonly tokenId: string
}

async function application(actions: readonly string[]): Promise<Application> {
  const made = await service.graphql(
    'mutation ($name: String!, $actions: [Action!]!) { createApplication(input: { name: $name, unit: "practice", actions: $actions }) { application { id } } }',
    { name: `application ${Math.random()}`, actions },
  )
  const { id } = made.data.createApplication.application
  const { data } = await service.graphql(
    'mutation ($id: ID!) { issueToken(input: { applicationId: $id }) { secret token { id } } }',
    { id },
  )
  const { secret, token } = data.issueToken
  return { id: uuidOf(id), secret, tokenId: uuidOf(token.id) }
}

function uuidOf(globalId: string): string {
  return globalId.split(':')[1] ?? ''
}

interface Denied {
  readonly operation: string
  readonly caller: { readonly kind: string; readonly applicationId: string; readonly tokenId: string }
  readonly unitId: string | null
  readonly keyId: string | null
  readonly keyVersion: number | null
  readonly details: Readonly<Record<string, string>>
}

/** Refusals of one token, oldest first. */
async function denialsOf({ tokenId }: Application): Promise<readonly Denied[]> {
  const rows = await service.testDatabase.asOwner((tx) =>
    tx
      .selectFrom('audit_entries')
      .select('entry')
      .where('outcome', '=', 'denied')
      .orderBy('at')
      .orderBy('id')
      .execute(),
  )
  return rows
    .map(({ entry }): Denied => JSON.parse(Buffer.from(entry).toString('utf8')))
    .filter(({ caller }) => caller.tokenId === tokenId)
}

const sign =
  'mutation ($key: String!) { sneaky: sign(input: { key: $key, items: [{ message: "AA==" }] }) { keyVersion } }'

describe('a refused call', () => {
  it('is an entry before the refusal is answered: who, which field and not its alias, which unit, and the code', async () => {
    const reader = await application(['READ'])
    const { errors } = await service.graphql(
      'mutation { sneaky: createUnit(input: { path: "practice/new" }) { unit { id } } }',
      {},
      reader.secret,
    )
    expect(errors[0]?.extensions.code).toBe('NOT_PERMITTED')
    const [entry, ...others] = await denialsOf(reader)
    expect(others).toEqual([])
    expect(entry).toMatchObject({
      operation: 'createUnit',
      caller: { kind: 'application', applicationId: reader.id, tokenId: reader.tokenId },
      details: { code: 'NOT_PERMITTED' },
    })
    expect(entry?.unitId).not.toBeNull()
    expect(JSON.stringify(entry)).not.toContain('sneaky')
    expect(JSON.stringify(entry)).not.toContain('practice/new')
  })

  it('names the key that was to be misused', async () => {
    const signer = await application(['SIGN', 'SIGN_RAW'])
    const { errors } = await service.graphql(sign, { key: 'practice/signing' }, signer.secret)
    expect(errors[0]?.extensions.code).toBe('PURPOSE_MISMATCH')
    const [entry] = await denialsOf(signer)
    expect(entry).toMatchObject({ operation: 'sign', details: { code: 'PURPOSE_MISMATCH' } })
    expect(entry?.keyId).not.toBeNull()
  })

  it('is an entry at every other door too', async () => {
    const reader = await application(['READ'])
    const headers = { authorization: `Bearer ${reader.secret}` }
    // A SHA-256 imprint of zeros (RFC 3161 §2.4.1).
    const query = Buffer.from(`30340201013031300d060960864801650304020105000420${'00'.repeat(32)}`, 'hex')
    // One octet more for the length of what follows the version.
    query[1] = query.length - 2
    const answer = await fetch(`${service.url}/tsa`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/timestamp-query' },
      body: query,
    })
    expect(answer.status).toBe(403)
    await fetch(`${service.url}/documents/00000000-0000-4000-8000-000000000000`, { headers })
    expect((await denialsOf(reader)).map(({ operation, details }) => [operation, details['code']])).toEqual([
      ['POST /tsa', 'NOT_PERMITTED'],
      ['GET /documents/:id', expect.stringMatching(/NOT_FOUND|NOT_PERMITTED/)],
    ])
  })

  it('with a token that was revoked is an entry: somebody still has it', async () => {
    const former = await application(['READ'])
    await service.graphql('mutation ($id: ID!) { revokeToken(input: { tokenId: $id }) { token { id } } }', {
      id: `Token:${former.tokenId}`,
    })
    const { errors } = await service.graphql('{ units { edges { cursor } } }', {}, former.secret)
    expect(errors[0]?.extensions.code).toBe('UNAUTHENTICATED')
    expect(await denialsOf(former)).toMatchObject([
      { operation: 'authenticate', details: { code: 'UNAUTHENTICATED' } },
    ])
  })

  it('of strangers is one entry of all within a minute, from whatever door: there is nobody to name', async () => {
    const { denials } = service.gateway.deps
    await denials.nextSpan()
    const before = await countDenials()
    const counted = await refusalsInMetrics(service)
    const guess = `chy_${'b'.repeat(43)}`
    // Whoever shows nothing claims to be nobody.
    await service.graphql('{ units { edges { cursor } } }', {}, null)
    await service.graphql('{ units { edges { cursor } } }', {}, guess)
    await fetch(`${service.url}/documents/00000000-0000-4000-8000-000000000000`, {
      headers: { authorization: `Bearer ${guess}` },
    })
    const former = await application(['READ'])
    await service.graphql('mutation ($id: ID!) { revokeToken(input: { tokenId: $id }) { token { id } } }', {
      id: `Token:${former.tokenId}`,
    })
    // Somebody is known by this one, and so it is not a stranger's.
    await service.graphql('{ units { edges { cursor } } }', {}, former.secret)
    expect(await countDenials()).toBe(before + 1)
    expect((await refusalsInMetrics(service)) - counted).toBe(3)
    await denials.nextSpan()
    expect((await strangersDenied()).at(-1)).toEqual({
      caller: { kind: 'anonymous' },
      details: { UNAUTHENTICATED: '2' },
      unitId: null,
    })
    await denials.nextSpan()
    expect(await countDenials()).toBe(before + 2)
  })

  it('that comes again and again is counted, and the number becomes one entry', async () => {
    const stubborn = await application(['READ'])
    const attempts = denialsInSpan + 7
    for (let i = 0; i < attempts; i++) {
      const { errors } = await service.graphql(sign, { key: 'practice/signing' }, stubborn.secret)
      expect(errors[0]?.extensions.code).toBe('NOT_PERMITTED')
    }
    expect(await denialsOf(stubborn)).toHaveLength(denialsInSpan)
    await service.gateway.deps.denials.nextSpan()
    const entries = await denialsOf(stubborn)
    expect(entries).toHaveLength(denialsInSpan + 1)
    expect(entries.at(-1)).toMatchObject({ operation: 'furtherDenials', details: { NOT_PERMITTED: '7' } })
    await service.gateway.deps.denials.nextSpan()
    expect(await denialsOf(stubborn)).toHaveLength(denialsInSpan + 1)
  })

  it('shows in the metrics, by code', async () => {
    const text = await (await fetch(`${service.url}/metrics`)).text()
    expect(text).toMatch(/^chancery_denials_total\{code="NOT_PERMITTED"\} [1-9]/m)
    expect(text).toMatch(/^chancery_flooding_callers_total [1-9]/m)
  })
})

async function strangersDenied() {
  const rows = await service.testDatabase.asOwner((tx) =>
    tx.selectFrom('audit_entries').select('entry').where('operation', '=', 'strangersDenied').execute(),
  )
  return rows.map(({ entry }) => {
    const { caller, details, unitId } = JSON.parse(Buffer.from(entry).toString('utf8'))
    return { caller, details, unitId }
  })
}

async function countDenials(): Promise<number> {
  const rows = await service.testDatabase.asOwner((tx) =>
    tx.selectFrom('audit_entries').select('id').where('outcome', '=', 'denied').execute(),
  )
  return rows.length
}
