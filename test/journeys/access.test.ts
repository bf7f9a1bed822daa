import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makePdf } from '../fixtures/pdf.ts'
import { startTestService, type TestService } from '../fixtures/service.ts'

let service: TestService
const tokens: Record<string, { secret: string; tokenId: string }> = {}

beforeAll(async () => {
  service = await startTestService()
  for (const path of ['a', 'a/inner', 'b']) {
    await service.graphql(
      'mutation ($path: String!) { createUnit(input: { path: $path }) { unit { id } } }',
      { path },
    )
    const name = `${path}/signing`
    await service.graphql(
      'mutation ($name: String!) { createKey(input: { name: $name, algorithm: ECDSA_P256 }) { key { id } } }',
      { name },
    )
    await service.graphql(
      'mutation ($name: String!) { createKey(input: { name: $name, algorithm: ED25519, purpose: SIGN_RAW }) { key { id } } }',
      { name: `${path}/raw` },
    )
    await service.graphql(
      'mutation ($unit: String!, $key: String!) { issueCertificate(input: { unit: $unit, key: $key, profile: DOCUMENT_SIGNING }) { certificate { id } } }',
      { unit: path, key: name },
    )
    tokens[path] = await tokenFor(path, allButOffice)
  }
})
afterAll(() => service.close())

const allButOffice = [
  'SIGN',
  'SIGN_RAW',
  'TIMESTAMP',
  'READ',
  'MANAGE_UNITS',
  'MANAGE_KEYS',
  'ISSUE_CERTIFICATES',
  'REVOKE_CERTIFICATES',
  'MANAGE_APPLICATIONS',
  'AUDIT',
]

async function tokenFor(
  unit: string,
  actions: readonly string[],
  as?: string,
): Promise<{ secret: string; tokenId: string }> {
  const created = await service.graphql(
    'mutation ($unit: String!, $name: String!, $actions: [Action!]!) { createApplication(input: { unit: $unit, name: $name, actions: $actions }) { application { id } } }',
    { unit, name: `application ${Math.random()}`, actions },
    as,
  )
  expect(created.errors).toEqual([])
  const issued = await service.graphql(
    'mutation ($id: ID!) { issueToken(input: { applicationId: $id }) { secret token { id } } }',
    { id: created.data.createApplication.application.id },
    as,
  )
  return { secret: issued.data.issueToken.secret, tokenId: issued.data.issueToken.token.id }
}

const pdf = Buffer.from(makePdf('table')).toString('base64')
const signDocument = `mutation ($key: String!, $document: Base64!) {
  signDocument(input: { key: $key, document: { base64: $document } }) { auditEntryId }
}`

/** Well-formed, for a key of whatever unit. */
function preparationOf(key: string): string {
  const facts = {
    key,
    certificateSerialHex: '01',
    format: 'CAdES',
    level: 'B-B',
    contentDigest: Buffer.alloc(32).toString('base64'),
    signingTime: new Date().toISOString(),
    toBeSignedSha256Hex: '00',
  }
  return Buffer.from(JSON.stringify(facts)).toString('base64')
}

/** Fields that name an object, with how an object of the unit at `path` is named. */
const attempts: readonly (readonly [string, string, (path: string) => Readonly<Record<string, unknown>>])[] =
  [
    ['unit', 'query ($p: String!) { unit(path: $p) { id } }', (path) => ({ p: path })],
    ['key', 'query ($p: String!) { key(name: $p) { id } }', (path) => ({ p: `${path}/signing` })],
    ['signDocument', signDocument, (path) => ({ key: `${path}/signing`, document: pdf })],
    [
      'prepareSignature',
      'mutation ($p: String!, $d: Base64!) { prepareSignature(input: { key: $p, digest: $d }) { preparation } }',
      (path) => ({ p: `${path}/signing`, d: Buffer.alloc(32).toString('base64') }),
    ],
    [
      'completeSignature',
      'mutation ($p: Base64!) { completeSignature(input: { preparation: $p }) { signature } }',
      (path) => ({ p: preparationOf(`${path}/signing`) }),
    ],
    [
      'sign',
      'mutation ($p: String!) { sign(input: { key: $p, items: [{ message: "AA==" }] }) { keyVersion } }',
      (path) => ({ p: `${path}/raw` }),
    ],
    [
      'encrypt',
      'mutation ($p: String!) { encrypt(input: { key: $p, items: [{ plaintext: "AA==" }] }) { outcomes { __typename } } }',
      (path) => ({ p: `${path}/data` }),
    ],
    [
      'rewrap',
      'mutation ($p: String!) { rewrap(input: { key: $p, items: [{ ciphertext: "AA==" }] }) { outcomes { __typename } } }',
      (path) => ({ p: `${path}/data` }),
    ],
    [
      'decrypt',
      'mutation ($p: String!) { decrypt(input: { key: $p, items: [{ ciphertext: "AA==" }] }) { outcomes { __typename } } }',
      (path) => ({ p: `${path}/data` }),
    ],
    [
      'generateDataKey',
      'mutation ($p: String!) { generateDataKey(input: { key: $p, items: [{}] }) { outcomes { __typename } } }',
      (path) => ({ p: `${path}/data` }),
    ],
    [
      'mac',
      'mutation ($p: String!) { mac(input: { key: $p, items: [{ message: "AA==" }] }) { outcomes { __typename } } }',
      (path) => ({ p: `${path}/data` }),
    ],
    [
      'verifyMac',
      'mutation ($p: String!) { verifyMac(input: { key: $p, items: [{ message: "AA==", mac: "AA==" }] }) { outcomes { __typename } } }',
      (path) => ({ p: `${path}/data` }),
    ],
    [
      'createUnit',
      'mutation ($p: String!) { createUnit(input: { path: $p }) { unit { id } } }',
      (path) => ({ p: `${path}/new` }),
    ],
    [
      'createKey',
      'mutation ($p: String!) { createKey(input: { name: $p, algorithm: ED25519 }) { key { id } } }',
      (path) => ({ p: `${path}/new` }),
    ],
    [
      'rotateKey',
      'mutation ($p: String!) { rotateKey(input: { name: $p }) { key { id } } }',
      (path) => ({ p: `${path}/signing` }),
    ],
    [
      'issueCertificate',
      'mutation ($u: String!, $k: String!) { issueCertificate(input: { unit: $u, key: $k, profile: DOCUMENT_SIGNING }) { certificate { id } } }',
      (path) => ({ u: path, k: `${path}/signing` }),
    ],
    [
      'createApplication',
      'mutation ($p: String!) { createApplication(input: { unit: $p, name: "x", actions: [READ] }) { application { id } } }',
      (path) => ({ p: path }),
    ],
    [
      'verify',
      'query ($p: String!) { verify(input: { key: $p, items: [{ message: "AA==", signature: "AA==" }] }) { outcomes { __typename } } }',
      (path) => ({ p: `${path}/raw` }),
    ],
  ]

describe('access', () => {
  it.each(attempts)(
    '%s: another unit’s object looks exactly like an absent one',
    async (_field, query, variablesFor) => {
      const ofAnother = await service.graphql(query, variablesFor('b'), tokens['a']?.secret)
      const absent = await service.graphql(query, variablesFor('never'), tokens['a']?.secret)
      const shape = (answer: typeof absent) =>
        JSON.stringify({
          status: answer.status,
          data: answer.data,
          errors: answer.errors.map(({ message, extensions }) => [message, extensions.code]),
        })
      expect(shape(ofAnother).replaceAll('b/', '*/').replaceAll('unit b', 'unit *')).toBe(
        shape(absent).replaceAll('never/', '*/').replaceAll('unit never', 'unit *'),
      )
      const first = Object.values(ofAnother.data ?? {})[0] ?? null
      expect(first).toBeNull()
    },
  )

  it('shows a unit its own subtree and nothing else in lists', async () => {
    const { data } = await service.graphql(
      'query { units { edges { node { path } } } keys { edges { node { name } } } certificates { edges { node { subject } } } applications { edges { node { unit { path } } } } auditEntries { edges { node { operation } } } }',
      {},
      tokens['a']?.secret,
    )
    expect(data.units.edges.map(({ node }: { node: { path: string } }) => node.path).sort()).toEqual([
      'a',
      'a/inner',
    ])
    for (const { node } of data.keys.edges) expect(node.name).toMatch(/^a\//)
    for (const { node } of data.applications.edges) expect(node.unit.path).toMatch(/^a(\/|$)/)
    expect(data.certificates.edges.length).toBeGreaterThanOrEqual(2)
  })

  it('finds foreign objects by no global identifier', async () => {
    const { data } = await service.graphql('query { key(name: "b/signing") { id } unit(path: "b") { id } }')
    for (const id of [data.key.id, data.unit.id]) {
      const answer = await service.graphql(
        'query ($id: ID!) { node(id: $id) { id } }',
        { id },
        tokens['a']?.secret,
      )
      expect(answer.data.node).toBeNull()
    }
  })

  it('allows an action only when the application has it, and grants no more than one has', async () => {
    const reader = await tokenFor('a', ['READ'])
    const denied = await service.graphql(signDocument, { key: 'a/signing', document: pdf }, reader.secret)
    expect(denied.errors[0]?.extensions.code).toBe('NOT_PERMITTED')
    const manager = await tokenFor('a', ['MANAGE_APPLICATIONS'])
    const more = await service.graphql(
      'mutation { createApplication(input: { unit: "a", name: "more", actions: [SIGN] }) { application { id } } }',
      {},
      manager.secret,
    )
    expect(more.errors[0]?.extensions.code).toBe('NOT_PERMITTED')
  })

  it('ends a token at once when it is revoked, though it was used a moment before', async () => {
    const { secret, tokenId } = await tokenFor('a', ['SIGN', 'READ'])
    expect((await service.graphql(signDocument, { key: 'a/signing', document: pdf }, secret)).errors).toEqual(
      [],
    )
    const revoked = await service.graphql(
      'mutation ($id: ID!) { revokeToken(input: { tokenId: $id }) { token { revokedAt } } }',
      { id: tokenId },
    )
    expect(revoked.data.revokeToken.token.revokedAt).not.toBeNull()
    for (const [query, variables] of [
      [signDocument, { key: 'a/signing', document: pdf }],
      ['query { unit(path: "a") { id } }', {}],
    ] as const) {
      const after = await service.graphql(query, variables, secret)
      expect(after.errors[0]?.extensions.code).toBe('UNAUTHENTICATED')
    }
  })

  it('lets nobody in with a wrong token, and tells nothing about it', async () => {
    for (const token of ['', 'x', `chy_${'A'.repeat(43)}`, 'null', `${tokens['a']?.secret}x`]) {
      const { errors, data } = await service.graphql('query { authorities { slug } }', {}, token)
      expect(data?.authorities ?? null).toBeNull()
      expect(errors[0]?.extensions.code).toBe('UNAUTHENTICATED')
    }
  })

  it('lets anybody verify, and see authorities', async () => {
    const { data, errors } = await service.graphql(
      'query { authorities { slug practice chainPem } checkpoint { treeSize } office { practice } }',
      {},
      null,
    )
    expect(errors).toEqual([])
    expect(data.authorities).toHaveLength(2)
    expect(data.office.practice).toBe(true)
    const denied = await service.graphql('query { units { edges { cursor } } }', {}, null)
    expect(denied.errors[0]?.extensions.code).toBe('UNAUTHENTICATED')
  })
})
