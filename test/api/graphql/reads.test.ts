// Reading through GraphQL: global identifiers, pages, and every field of every type once.

import { isObjectType } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { encodeGlobalId, parseGlobalId } from '../../../src/api/graphql/global-id.ts'
import { loadSchema } from '../../../src/api/graphql/schema.ts'
import { startTestService, type TestService } from '../../fixtures/service.ts'

let service: TestService
beforeAll(async () => {
  service = await startTestService()
  for (const path of ['north', 'north/a', 'north/b', 'south']) {
    const { errors } = await service.graphql(
      'mutation ($p: String!) { createUnit(input: { path: $p, title: "Tỉnh" }) { unit { id } } }',
      { p: path },
    )
    expect(errors).toEqual([])
  }
})
afterAll(() => service.close())

async function ask(query: string, variables: Record<string, unknown> = {}, token?: string | null) {
  const { data, errors } = await service.graphql(query, variables, token)
  expect(errors, query).toEqual([])
  return data
}

let readers = 0

async function applicationToken(unit: string, actions: string): Promise<string> {
  const made = await ask(
    `mutation { createApplication(input: { name: "reader ${++readers}", unit: "${unit}", actions: [${actions}] }) { application { id } } }`,
  )
  const issued = await ask('mutation ($id: ID!) { issueToken(input: { applicationId: $id }) { secret } }', {
    id: made.createApplication.application.id,
  })
  return issued.issueToken.secret
}

describe('node', () => {
  test('finds each kind of object by the identifier that it was shown with', async () => {
    const shown = await ask(`{
      unit(path: "north") { id } key(name: "practice/signing") { id } authorities { id }
      certificates(first: 1) { edges { node { id } } } auditEntries(first: 1) { edges { node { id } } }
      applications(first: 1) { edges { node { id tokens { id } } } }
    }`)
    const [application] = shown.applications.edges
    const ids = [
      shown.unit.id,
      shown.key.id,
      shown.authorities[0].id,
      shown.certificates.edges[0].node.id,
      shown.auditEntries.edges[0].node.id,
      application.node.id,
      application.node.tokens[0].id,
    ]
    for (const id of ids) {
      const { node } = await ask('query ($id: ID!) { node(id: $id) { __typename id } }', { id })
      expect(node).toEqual({ __typename: id.split(':')[0], id })
    }
  })

  test('finds nothing for what is absent, foreign, or no identifier', async () => {
    const { unit } = await ask('{ unit(path: "south") { id } }')
    const stranger = await applicationToken('north', 'READ')
    for (const id of [
      unit.id,
      'Unit:00000000-0000-4000-8000-000000000000',
      'Unit:x',
      'Office:1',
      '',
      "Unit:' or 1=1",
    ]) {
      expect((await ask('query ($id: ID!) { node(id: $id) { id } }', { id }, stranger)).node).toBeNull()
    }
  })

  test('identifiers are read as they are written, and nothing else is', () => {
    const uuid = '01234567-89ab-4cde-8f01-23456789abcd'
    expect(parseGlobalId(encodeGlobalId('Key', uuid))).toEqual({ type: 'Key', id: uuid })
    for (const wrong of [`Key:${uuid}:`, `key:${uuid}`, `Key:${uuid.toUpperCase()}`, uuid, `Toast:${uuid}`]) {
      expect(parseGlobalId(wrong)).toBeUndefined()
    }
  })
})

describe('connections', () => {
  test('walk a whole list page by page, each element once', async () => {
    const whole = await ask('{ units(first: 500) { edges { node { path } } pageInfo { hasNextPage } } }')
    expect(whole.units.pageInfo.hasNextPage).toBe(false)
    const walked: string[] = []
    let after: string | null = null
    do {
      const { units }: Awaited<ReturnType<typeof ask>> = await ask(
        'query ($after: String) { units(first: 2, after: $after) { edges { cursor node { path } } pageInfo { hasNextPage endCursor } } }',
        { after },
      )
      walked.push(...units.edges.map(({ node }: { node: { path: string } }) => node.path))
      expect(units.pageInfo.endCursor).toBe(units.edges.at(-1).cursor)
      after = units.pageInfo.hasNextPage ? units.pageInfo.endCursor : null
    } while (after !== null)
    expect(walked).toEqual(whole.units.edges.map(({ node }: { node: { path: string } }) => node.path))
  })

  test('refuse numbers out of range and cursors that were made elsewhere', async () => {
    for (const page of [
      'first: 0',
      'first: 501',
      'first: -1',
      'after: "x"',
      'after: ""',
      'after: "eyJpZCI6MX0="',
    ]) {
      const { errors } = await service.graphql(`{ units(${page}) { pageInfo { hasNextPage } } }`)
      expect(
        errors.map(({ extensions }) => extensions.code),
        page,
      ).toEqual(['INVALID_ARGUMENT'])
    }
    expect(
      (await service.graphql('{ auditEntries(first: 1000) { pageInfo { hasNextPage } } }')).errors,
    ).toEqual([])
  })

  test('are narrowed to a unit, and to the caller’s subtree', async () => {
    const token = await applicationToken('north', 'READ')
    const { units } = await ask('{ units { edges { node { path parent { path } } } } }', {}, token)
    expect(units.edges.map(({ node }: { node: { path: string } }) => node.path).sort()).toEqual([
      'north',
      'north/a',
      'north/b',
    ])
    // The unit above the caller's own is out of sight.
    expect(
      units.edges.find(({ node }: { node: { path: string } }) => node.path === 'north').node.parent,
    ).toBeNull()
    expect((await ask('{ keys(unit: "practice") { edges { node { name } } } }')).keys.edges).toEqual([
      { node: { name: 'practice/envelopes' } },
      { node: { name: 'practice/signing' } },
    ])
    expect((await ask('{ keys(unit: "north") { edges { node { name } } } }')).keys.edges).toEqual([
      { node: { name: 'north/envelopes' } },
      { node: { name: 'north/a/envelopes' } },
      { node: { name: 'north/b/envelopes' } },
    ])
  })
})

describe('fields', () => {
  const schema = loadSchema()

  /** Every field of a type that takes no arguments, with what lies below it down to `depth`. */
  function everything(typeName: string, depth: number): string {
    const type = schema.getType(typeName)
    if (!isObjectType(type)) return '__typename'
    return Object.values(type.getFields())
      .filter(({ args }) => args.length === 0)
      .flatMap(({ name, type: fieldType }) => {
        const inner = String(fieldType).replace(/[[\]!]/g, '')
        if (!isObjectType(schema.getType(inner))) return [name]
        return depth > 0 ? [`${name} { ${everything(inner, depth - 1)} }`] : []
      })
      .join(' ')
  }

  test('all resolve, for who may see them', async () => {
    for (const [query, type] of [
      ['office', 'Office'],
      ['unit(path: "north/a")', 'Unit'],
      ['key(name: "practice/signing")', 'Key'],
      ['authorities', 'Authority'],
      ['certificates', 'CertificateConnection'],
      ['applications', 'ApplicationConnection'],
      ['auditEntries(first: 3)', 'AuditEntryConnection'],
      ['checkpoint', 'Checkpoint'],
    ] as const) {
      const data = await ask(`{ field: ${query} { ${everything(type, 3)} } }`)
      expect(data.field, query).not.toBeUndefined()
    }
  })

  test('of a key lead to its versions and their certificates, newest first', async () => {
    await ask('mutation { rotateKey(input: { name: "practice/signing" }) { key { id } } }')
    const { key } = await ask(`{ key(name: "practice/signing") {
      name purpose algorithm unit { path } versions { version state publicKey certificates { serialHex issuer pem notAfter } } } }`)
    expect(key).toMatchObject({
      name: 'practice/signing',
      purpose: 'SIGN_DOCUMENT',
      unit: { path: 'practice' },
    })
    expect(
      key.versions.map(({ version, state }: { version: number; state: string }) => [version, state]),
    ).toEqual([
      [1, 'DEACTIVATED'],
      [2, 'ACTIVE'],
    ])
    const [certificate] = key.versions[1].certificates
    expect(certificate.issuer).toContain('CN=PRACTICE Issuing Authority')
    expect(certificate.pem).toMatch(/^-----BEGIN CERTIFICATE-----\n/)
    expect(certificate.notAfter).toMatch(/Z$/)
  })
})
