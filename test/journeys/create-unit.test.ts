import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestService, type TestService } from '../fixtures/service.ts'

let service: TestService
beforeAll(async () => {
  service = await startTestService()
})
afterAll(() => service.close())

const createUnit = `mutation ($path: String!, $title: String, $idempotencyKey: String) {
  createUnit(input: { path: $path, title: $title, idempotencyKey: $idempotencyKey }) { unit { id path title parent { path } } }
}`
const createKey = `mutation ($name: String!, $algorithm: KeyAlgorithm!, $purpose: KeyPurpose!) {
  createKey(input: { name: $name, algorithm: $algorithm, purpose: $purpose }) {
    key { id name purpose algorithm provider versions { version state publicKey } }
  }
}`

describe('createUnit', () => {
  it('makes a tree and keeps Vietnamese titles in NFC', async () => {
    const decomposed = 'Ủy ban nhân dân tỉnh Lạng Sơn'.normalize('NFD')
    const centre = await service.graphql(createUnit, { path: 'centre' })
    expect(centre.data.createUnit.unit).toMatchObject({ path: 'centre', title: 'centre' })
    const province = await service.graphql(createUnit, { path: 'centre/lang-son', title: decomposed })
    expect(province.data.createUnit.unit).toMatchObject({
      path: 'centre/lang-son',
      title: decomposed.normalize('NFC'),
      parent: { path: 'centre' },
    })
    const found = await service.graphql('query { unit(path: "centre/lang-son") { id title } }')
    expect(found.data.unit.id).toBe(province.data.createUnit.unit.id)
  })

  it('refuses a slug of another form, a missing parent and a taken path, each with its code', async () => {
    const bad = await service.graphql(createUnit, { path: 'Trung Ương' })
    expect(bad.errors[0]?.extensions.code).toBe('INVALID_ARGUMENT')
    const orphan = await service.graphql(createUnit, { path: 'nowhere/below' })
    expect(orphan.errors[0]?.extensions.code).toBe('NOT_FOUND')
    await service.graphql(createUnit, { path: 'taken' })
    const taken = await service.graphql(createUnit, { path: 'taken' })
    expect(taken.errors[0]?.extensions.code).toBe('ALREADY_EXISTS')
  })

  it('answers a retry with the same unit, and refuses the same key with another input', async () => {
    const first = await service.graphql(createUnit, { path: 'once', idempotencyKey: 'k1' })
    const again = await service.graphql(createUnit, { path: 'once', idempotencyKey: 'k1' })
    expect(again.data.createUnit.unit.id).toBe(first.data.createUnit.unit.id)
    const other = await service.graphql(createUnit, { path: 'twice', idempotencyKey: 'k1' })
    expect(other.errors[0]?.extensions.code).toBe('IDEMPOTENCY_CONFLICT')
  })
})

describe('createKey', () => {
  it.each(['ED25519', 'ECDSA_P256', 'ECDSA_P384', 'RSA_PSS_3072', 'RSA_PKCS1_3072'])(
    'makes a %s key with its first version active',
    async (algorithm) => {
      const name = `practice/${algorithm.toLowerCase().replaceAll('_', '-')}`
      const { data } = await service.graphql(createKey, { name, algorithm, purpose: 'SIGN_DOCUMENT' })
      expect(data.createKey.key).toMatchObject({ name, algorithm, purpose: 'SIGN_DOCUMENT' })
      expect(data.createKey.key.versions).toHaveLength(1)
      expect(data.createKey.key.versions[0]).toMatchObject({ version: 1, state: 'ACTIVE' })
      const shown = await service.graphql('query ($name: String!) { key(name: $name) { id } }', { name })
      expect(shown.data.key.id).toBe(data.createKey.key.id)
    },
  )

  it('refuses purposes that units do not have', async () => {
    for (const purpose of ['CERTIFY', 'TIMESTAMP', 'LOG']) {
      const { errors } = await service.graphql(createKey, {
        name: 'practice/other',
        algorithm: 'ED25519',
        purpose,
      })
      expect(errors[0]?.extensions.code).toBe('PURPOSE_MISMATCH')
    }
  })

  it('lists keys page by page without losing or repeating one', async () => {
    const names: string[] = []
    let after: string | null = null
    do {
      const page: {
        data: {
          keys: {
            edges: { cursor: string; node: { name: string } }[]
            pageInfo: { hasNextPage: boolean; endCursor: string }
          }
        }
      } = await service.graphql(
        'query ($after: String) { keys(first: 2, after: $after) { edges { node { name } } pageInfo { hasNextPage endCursor } } }',
        { after },
      )
      names.push(...page.data.keys.edges.map(({ node }) => node.name))
      after = page.data.keys.pageInfo.hasNextPage ? page.data.keys.pageInfo.endCursor : null
    } while (after !== null)
    expect(new Set(names).size).toBe(names.length)
    expect(names).toContain('practice/signing')
    expect(names).toContain('practice/ed25519')
  })
})
