// Hostile GraphQL requests: each is refused before any journey begins, with a code and a request id and nothing else.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { errorCodes } from '../../../src/errors.ts'
import { processorTime } from '../../fixtures/processor-time.ts'
import { startTestService, type TestService } from '../../fixtures/service.ts'

let service: TestService
beforeAll(async () => {
  service = await startTestService()
})
afterAll(() => service.close())

interface Answer {
  readonly status: number
  readonly text: string
  readonly headers: Headers
  readonly errors: readonly {
    readonly message: string
    readonly locations?: unknown
    readonly path?: unknown
    readonly extensions: { readonly code: string; readonly retryable: boolean; readonly requestId: string }
  }[]
}

async function post(body: BodyInit, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(`${service.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${service.administrator}`,
      ...headers,
    },
    body,
  })
  const text = await response.text()
  return { status: response.status, text, headers: response.headers, errors: JSON.parse(text).errors ?? [] }
}

async function get(
  parameters: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(`${service.url}/graphql?${new URLSearchParams(parameters)}`, {
    headers: { authorization: `Bearer ${service.administrator}`, ...headers },
  })
  const text = await response.text()
  return { status: response.status, text, headers: response.headers, errors: JSON.parse(text).errors ?? [] }
}

function send(query: string, variables?: unknown, headers?: Record<string, string>): Promise<Answer> {
  return post(JSON.stringify({ query, variables }), headers)
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** One code, the request id of the header, and no member that could tell more. */
function expectRefused(answer: Answer, code: string): void {
  expect(answer.errors.length, answer.text).toBeGreaterThan(0)
  for (const error of answer.errors) {
    expect(error.extensions.code, answer.text).toBe(code)
    expect(error.extensions.requestId).toMatch(uuid)
    expect(error.extensions.requestId).toBe(answer.headers.get('x-request-id'))
    expect(Object.keys(error.extensions).sort()).toEqual(['code', 'requestId', 'retryable'])
    expect(
      Object.keys(error).filter((name) => !['message', 'extensions', 'locations', 'path'].includes(name)),
    ).toEqual([])
  }
  expect(Object.keys(JSON.parse(answer.text)).filter((name) => name !== 'errors' && name !== 'data')).toEqual(
    [],
  )
  expect(answer.text).not.toMatch(/stack|node_modules|\.ts[:"]|Did you mean|select |postgres/i)
}

async function auditedOperations(): Promise<number> {
  const { data } = await service.graphql('{ auditEntries(first: 1000) { edges { node { operation } } } }')
  return data.auditEntries.edges.filter(
    ({ node }: { node: { operation: string } }) => node.operation === 'createUnit',
  ).length
}

describe('limits', () => {
  test('refuses a query of nine levels and takes one of eight', async () => {
    const nested = (levels: number): string =>
      `{ unit(path: "practice") { ${'parent { '.repeat(levels - 2)} path ${'} '.repeat(levels - 2)} } }`
    expect((await send(nested(8))).errors).toEqual([])
    const refused = await send(nested(9))
    expectRefused(refused, 'QUERY_REJECTED')
    expect(refused.errors[0]?.message).toBe('The query is deeper than 8 levels.')
  })

  test('counts the levels of fragments and inline fragments', async () => {
    const fragments =
      'fragment A on Unit { parent { parent { parent { ...B } } } } fragment B on Unit { parent { parent { parent { parent { path } } } } }'
    expectRefused(await send(`{ unit(path: "practice") { ...A } } ${fragments}`), 'QUERY_REJECTED')
    const inline = `{ unit(path: "practice") { ${'... on Unit { parent { '.repeat(8)} path ${'} } '.repeat(8)} } }`
    expectRefused(await send(inline), 'QUERY_REJECTED')
  })

  test('refuses sixteen aliases and takes fifteen', async () => {
    const aliased = (count: number): string =>
      `{ ${Array.from({ length: count }, (_, i) => `a${i}: office { version }`).join(' ')} }`
    expect((await send(aliased(15))).errors).toEqual([])
    expectRefused(await send(aliased(16)), 'QUERY_REJECTED')
  })

  test('counts aliases in fragments each time they are spread', async () => {
    const fragment = `fragment F on Office { ${Array.from({ length: 8 }, (_, i) => `a${i}: version`).join(' ')} }`
    expectRefused(await send(`{ office { ...F } b: office { ...F } } ${fragment}`), 'QUERY_REJECTED')
  })

  test('refuses more than two thousand tokens', async () => {
    const refused = await send(`{ office { ${'version '.repeat(2001)} } }`)
    expectRefused(refused, 'QUERY_REJECTED')
    expect(refused.errors[0]?.message).toBe('The query has more than 2000 tokens.')
  })

  test('refuses two root mutation fields: side by side, aliased, spread, inline, behind directives', async () => {
    const before = await auditedOperations()
    const one = (name: string): string => `createUnit(input: { path: "${name}" }) { unit { path } }`
    for (const query of [
      `mutation { a: ${one('one')} b: ${one('two')} }`,
      `mutation { ${one('one')} ...F } fragment F on Mutation { b: ${one('two')} }`,
      `mutation { ...F ...G } fragment F on Mutation { a: ${one('one')} } fragment G on Mutation { b: ${one('two')} }`,
      `mutation { ...F b: ${one('two')} } fragment F on Mutation { ...G } fragment G on Mutation { a: ${one('one')} }`,
      `mutation { a: ${one('one')} ... on Mutation { b: ${one('two')} } }`,
      `mutation { a: ${one('one')} ... @include(if: true) { b: ${one('two')} } }`,
      `mutation ($no: Boolean! = false) { a: ${one('one')} ... @include(if: $no) { b: ${one('two')} } }`,
      `mutation { a: ${one('one')} b: revokeToken(input: { tokenId: "Token:x" }) { token { id } } }`,
    ]) {
      const refused = await send(query)
      expectRefused(refused, 'QUERY_REJECTED')
      expect(
        refused.errors.map(({ message }) => message),
        query,
      ).toContain('A request holds at most one root mutation field.')
    }
    expect(await auditedOperations()).toBe(before)
  })

  test('takes one root mutation field beside __typename', async () => {
    const { errors } = await send(
      'mutation { __typename createUnit(input: { path: "beside" }) { unit { path } } }',
    )
    expect(errors).toEqual([])
  })

  test('refuses more than two verifications in a request', async () => {
    const one = (name: string): string =>
      `${name}: verify(input: { publicKey: "AA==", algorithm: ED25519, items: [] }) { outcomes { __typename } }`
    expectRefused(
      await send(`{ ${one('a')} ${one('b')} ${one('c')} }`, undefined, { authorization: '' }),
      'UNAUTHENTICATED',
    )
    expectRefused(await send(`{ ${one('a')} ${one('b')} ${one('c')} }`), 'QUERY_REJECTED')
  })

  test('spends less than two seconds of work on documents made to be slow', async () => {
    const doubling = Array.from(
      { length: 60 },
      (_, i) => `fragment F${i} on Mutation { ...F${i + 1} ...F${i + 1} }`,
    )
    const overlapping = Array.from({ length: 190 }, () => 'office { version practice }').join(' ')
    const cycle = 'fragment A on Office { ...B } fragment B on Office { ...A }'
    for (const query of [
      `mutation { ...F0 } ${doubling.join(' ')} fragment F60 on Mutation { __typename }`,
      `{ ${overlapping} }`,
      `{ office { ...A } } ${cycle}`,
      `{ ${'a { '.repeat(600)} b ${'} '.repeat(600)} }`,
    ]) {
      // Work, not time: other tests run beside this one.
      const spentMs = processorTime()
      await send(query)
      expect(spentMs()).toBeLessThan(2000)
    }
  })
})

describe('bodies', () => {
  test('takes application/json alone: no form, no multipart, no text, no raw GraphQL', async () => {
    const before = await auditedOperations()
    const query = 'mutation { createUnit(input: { path: "forged" }) { unit { path } } }'
    const form = new FormData()
    form.set('operations', JSON.stringify({ query }))
    form.set('map', '{}')
    for (const [body, type] of [
      [`query=${encodeURIComponent(query)}`, 'application/x-www-form-urlencoded'],
      [JSON.stringify({ query }), 'text/plain'],
      [query, 'application/graphql'],
      [JSON.stringify({ query }), 'application/json; charset=utf-16'],
      [JSON.stringify({ query }), ''],
    ] as const) {
      const answer = await post(body, { 'content-type': type })
      expect(answer.status).toBe(415)
      expectRefused(answer, 'BAD_REQUEST')
    }
    const multipart = await fetch(`${service.url}/graphql`, {
      method: 'POST',
      headers: { authorization: `Bearer ${service.administrator}` },
      body: form,
    })
    expect(multipart.status).toBe(415)
    expect(await auditedOperations()).toBe(before)
  })

  test('runs no mutation on GET, whether or not it is known already', async () => {
    const before = await auditedOperations()
    const query = 'mutation { createUnit(input: { path: "by-get" }) { unit { path } } }'
    const mixed =
      'query Read { office { version } } mutation Write { createUnit(input: { path: "by-get" }) { unit { path } } }'
    await send(mixed.replaceAll('by-get', 'no such/Ünit'), undefined)
    for (const parameters of [{ query }, { query: mixed, operationName: 'Write' }]) {
      for (const accept of ['application/json', 'application/graphql-response+json', '*/*']) {
        const answer = await get(parameters, { accept })
        expect(answer.status).toBe(405)
        expect(answer.headers.get('allow')).toBe('POST')
        expectRefused(answer, 'BAD_REQUEST')
      }
    }
    expect(await auditedOperations()).toBe(before)
    expect((await get({ query: mixed, operationName: 'Read' })).status).toBe(200)
  })

  test('reads by GET what POST reads, with the same limits and checks', async () => {
    const query = 'query ($path: String!) { unit(path: $path) { path } }'
    const read = await get({ query, variables: '{"path":"practice"}' })
    expect(JSON.parse(read.text)).toEqual({ data: { unit: { path: 'practice' } } })
    expectRefused(
      await get({ query, variables: '{"path":"practice"}' }, { authorization: '' }),
      'UNAUTHENTICATED',
    )
    for (const parameters of [
      { query: '{ office { version } }', variables: 'x' },
      { query: '{ office { version } }', variables: '[]' },
      { query: '{ office { version } }', token: 'x' },
    ])
      expectRefused(await get(parameters), 'BAD_REQUEST')
    expectRefused(await get({ query: `{ ${'a: office { version } '.repeat(16)} }` }), 'QUERY_REJECTED')
    expect((await get({ query: '{ nothing }' })).status).toBe(200)
  })

  test('refuses a batch, a scalar, an unknown member, members of wrong types', async () => {
    for (const body of [
      '[{"query":"{ office { version } }"}]',
      '"{ office { version } }"',
      'null',
      '{}',
      '{"query":5}',
      '{"query":"{ office { version } }","variables":"{}"}',
      '{"query":"{ office { version } }","variables":[]}',
      '{"query":"{ office { version } }","operationName":{}}',
      '{"query":"{ office { version } }","extensions":"x"}',
      '{"query":"{ office { version } }","id":"1"}',
      '{"query":"{ office { version } }","__proto__":{}}',
      '{"query":"{ office',
      '',
    ]) {
      const answer = await post(body)
      expect(answer.status, body).toBe(400)
      expectRefused(answer, 'BAD_REQUEST')
    }
  })

  test('refuses a body of 2 MB, declared or not', async () => {
    const large = `{"query":"{ office { version } }","variables":{"x":"${'A'.repeat(2_000_000)}"}}`
    const declared = await post(large)
    expect(declared.status).toBe(413)
    expectRefused(declared, 'LIMIT_EXCEEDED')
    const streamed = await fetch(`${service.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: new Blob([large]).stream(),
      duplex: 'half',
    } as RequestInit)
    expect(streamed.status).toBe(413)
  })

  test('refuses a body that is not UTF-8', async () => {
    const answer = await post(
      Buffer.from([...Buffer.from('{"query":"{ office { version } } # '), 0xff, 0xfe, 0x22, 0x7d]),
    )
    expect(answer.status).toBe(400)
    expectRefused(answer, 'BAD_REQUEST')
  })

  test('refuses a compressed body', async () => {
    const answer = await post('{}', { 'content-encoding': 'gzip' })
    expect(answer.status).toBe(415)
    expectRefused(answer, 'BAD_REQUEST')
  })

  test('takes what nests deeply where a scalar belongs as the wrong type it is', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
    const answer = await post(
      `{"query":"query ($p: String!) { unit(path: $p) { path } }","variables":{"p":${deep}}}`,
    )
    expectRefused(answer, 'QUERY_REJECTED')
  })
})

describe('messages', () => {
  const secret = 'chy_S3cretS3cretS3cretS3cretS3cretS3cretS3cret'

  test('repeat nothing of a secret in a wrongly typed field', async () => {
    for (const [query, variables] of [
      ['query ($n: Int!) { units(first: $n) { pageInfo { hasNextPage } } }', { n: secret }],
      [
        'mutation ($i: CreateKeyInput!) { createKey(input: $i) { key { id } } }',
        { i: { name: 'a/b', algorithm: secret } },
      ],
      ['mutation ($i: CreateKeyInput!) { createKey(input: $i) { key { id } } }', { i: { [secret]: 1 } }],
      ['mutation ($i: TimestampInput!) { timestamp(input: $i) { token } }', { i: { digest: secret } }],
      ['mutation ($i: SignInput!) { sign(input: $i) { keyVersion } }', { i: secret }],
      [
        'mutation ($i: SignInput!) { sign(input: $i) { keyVersion } }',
        { i: { key: 'a/b', items: [{ message: secret }] } },
      ],
      [
        'query ($d: DateTime) { verifyDocument(input: { document: { base64: "AA==" }, at: $d }) { indication } }',
        { d: secret },
      ],
      [
        'query ($d: DocumentInput!) { verifyDocument(input: { document: $d }) { indication } }',
        { d: { id: secret, base64: 'AA==' } },
      ],
      [`{ units(first: "${secret}") { pageInfo { hasNextPage } } }`, {}],
      [`mutation { timestamp(input: { digest: "${secret}" }) { token } }`, {}],
      [`mutation { createKey(input: { name: "a/b", algorithm: ${secret} }) { key { id } } }`, {}],
      [`{ ${secret} }`, {}],
      [`{ office { version } ${'"'}${secret} }`, {}],
      [`query ${secret} { office { ...${secret} } }`, {}],
      ['{ office { version } }', { unused: secret }],
    ] as const) {
      const answer = await send(query, variables)
      expect(answer.text).not.toContain(secret)
      if (query !== '{ office { version } }') expectRefused(answer, 'QUERY_REJECTED')
    }
  })

  test('name the variable and the place that does not fit', async () => {
    const answer = await send('mutation ($i: SignInput!) { sign(input: $i) { keyVersion } }', {
      i: { key: 'practice/x', items: [{ message: 'AA==' }, { message: 'not base64' }] },
    })
    expect(answer.errors.map(({ message }) => message)).toEqual([
      'The variable $i.items[1].message does not fit the schema.',
    ])
  })

  test('refuse a member of an input that every JavaScript object has', async () => {
    for (const name of ['constructor', 'toString', '__proto__']) {
      const input = `{"key":"a/b","items":[{"message":"AAAA","${name}":"1"}]}`
      const query = 'mutation ($input: SignInput!) { sign(input: $input) { keyVersion } }'
      const answer = await post(`{"query":${JSON.stringify(query)},"variables":{"input":${input}}}`)
      expectRefused(answer, 'QUERY_REJECTED')
    }
  })

  test('do not say which operation is missing, nor suggest fields', async () => {
    expectRefused(
      await post('{"query":"query A { office { version } }","operationName":"B"}'),
      'QUERY_REJECTED',
    )
    expectRefused(
      await post('{"query":"query A { office { version } } query B { office { version } }"}'),
      'QUERY_REJECTED',
    )
    expectRefused(await send('{ offices { versio } }'), 'QUERY_REJECTED')
    expectRefused(await send('subscription { office { version } }'), 'QUERY_REJECTED')
    expectRefused(await send(''), 'QUERY_REJECTED')
  })

  test('of journeys keep their own words and code, with the path', async () => {
    const answer = await send('mutation { createUnit(input: { path: "no such/Ünit" }) { unit { path } } }')
    expectRefused(answer, 'INVALID_ARGUMENT')
    expect(answer.errors[0]?.path).toEqual(['createUnit'])
    expect(answer.status).toBe(200)
  })

  test('have codes of the one list', async () => {
    for (const query of [
      '{',
      '{ nothing }',
      'mutation { createUnit(input: { path: "" }) { unit { path } } }',
    ]) {
      for (const error of (await send(query)).errors)
        expect(Object.keys(errorCodes)).toContain(error.extensions.code)
    }
  })
})

describe('tokens', () => {
  const wrong = [
    'Bearer',
    'Bearer ',
    'Basic YTpi',
    'Bearer x',
    `Bearer chy_${'A'.repeat(43)}`,
    'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9.',
    `Bearer ${'A'.repeat(5000)}`,
    'Bearer a, Bearer b',
  ]

  test('that do not hold are refused even for what anyone may ask', async () => {
    for (const authorization of wrong) {
      const answer = await send('{ office { version } }', {}, { authorization })
      expectRefused(answer, 'UNAUTHENTICATED')
      expect(answer.status).toBe(401)
      expect(answer.headers.get('www-authenticate')).toBe('Bearer')
    }
  })

  test('that are missing leave verification, authorities and the checkpoint, and nothing else', async () => {
    const anonymous = (query: string) => service.graphql(query, {}, null)
    for (const query of [
      '{ office { practice version publicUrl } }',
      '{ authorities { id slug title subject root practice chainPem certificate { pem issuer serialHex } } }',
      '{ authority(slug: "practice-issuing") { certificate { der } } }',
      '{ checkpoint { note } }',
      '{ verifyDocument(input: { document: { base64: "AA==" } }) { indication integrity } }',
    ]) {
      expect((await anonymous(query)).errors, query).toEqual([])
    }
    for (const query of [
      '{ units { pageInfo { hasNextPage } } }',
      '{ unit(path: "practice") { path } }',
      '{ keys { pageInfo { hasNextPage } } }',
      '{ node(id: "Unit:00000000-0000-4000-8000-000000000000") { id } }',
      '{ certificate(serialHex: "01") { pem } }',
      '{ auditEntries { pageInfo { hasNextPage } } }',
      'mutation { createUnit(input: { path: "x" }) { unit { path } } }',
      'mutation { timestamp(input: { digest: "AA==" }) { token } }',
    ]) {
      const { errors } = await anonymous(query)
      expect(
        errors.map(({ extensions }) => extensions.code),
        query,
      ).toEqual(['UNAUTHENTICATED'])
    }
  })
})

describe('answers', () => {
  test('have the media type that was asked for, and its status', async () => {
    const newType = 'application/graphql-response+json'
    const broken = await send('{ nothing }', {}, { accept: newType })
    expect(broken.status).toBe(400)
    expect(broken.headers.get('content-type')).toBe(`${newType}; charset=utf-8`)
    const old = await send('{ nothing }', {}, { accept: 'application/json' })
    expect(old.status).toBe(200)
    expect(old.headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect((await send('{ office { version } }', {}, { accept: newType })).status).toBe(200)
    expect(
      (await send('{ office { version } }', {}, { accept: '*/*' })).headers.get('content-type'),
    ).toContain('application/json')
    const both = await send('{ office { version } }', {}, { accept: `${newType}, application/json;q=0.9` })
    expect(both.headers.get('content-type')).toContain(newType)
    expect((await send('{ office { version } }', {}, { accept: 'text/html' })).status).toBe(406)
  })

  test('are never stored by caches and carry no type to be guessed', async () => {
    const { headers } = await send('{ office { version } }')
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  })
})
