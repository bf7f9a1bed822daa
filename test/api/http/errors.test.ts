// What a sender learns of an error: its code and our own words, whatever was thrown and at whichever door.

import { GraphQLError } from 'graphql'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import type { HttpDeps } from '../../../src/api/http/context.ts'
import { httpStatuses, internalMessage } from '../../../src/api/http/errors.ts'
import { createMetrics } from '../../../src/api/http/metrics.ts'
import { type RunningServer, startServer } from '../../../src/api/http/server.ts'
import { type ErrorCode, errorCodes, ServiceError } from '../../../src/errors.ts'
import { openPages } from '../../../src/pages/pages.ts'
import { startTestService, type TestService } from '../../fixtures/service.ts'

let service: TestService
let server: RunningServer
/** What the database throws now. */
let thrown: unknown
beforeAll(async () => {
  service = await startTestService()
  const { deps } = service.gateway
  const fails = (): Promise<never> => Promise.reject(thrown)
  const broken: HttpDeps = {
    operations: {
      ...deps,
      database: { ...deps.database, transaction: fails, snapshot: fails },
      auditLog: { append: fails, close: async () => undefined },
    },
    log: pino({ level: 'silent' }),
    requestLog: { write: () => undefined },
    metrics: createMetrics(),
    spans: undefined,
    admission: { admitStranger: () => undefined, admitSignIn: () => undefined },
    pages: openPages(fails, () => undefined),
    production: false,
    sampleQueues: () => undefined,
    readinessChecks: { database: fails },
  }
  server = await startServer(broken, { host: '127.0.0.1', port: 0 })
})
afterEach(() => vi.unstubAllEnvs())
afterAll(async () => {
  await server.close()
  await service.close()
})

const secretWords = [
  '10.1.2.3',
  'db.internal',
  'chancery_gateway',
  'select',
  'wrapped_key',
  'at Object',
  '.ts:',
]

/** As drivers, the runtime and libraries throw them. */
function classes(): readonly unknown[] {
  const text = 'select wrapped_key from keys -- db.internal 10.1.2.3 chancery_gateway'
  const driver = Object.assign(new Error(text), {
    code: '42501',
    detail: text,
    hint: text,
    query: text,
    parameters: [text],
  })
  const network = Object.assign(new Error(`connect ECONNREFUSED 10.1.2.3:5432`), {
    code: 'ECONNREFUSED',
    address: '10.1.2.3',
  })
  return [
    new Error(text),
    new TypeError(text),
    new RangeError(text),
    new AggregateError([network, driver], text),
    driver,
    network,
    new GraphQLError(text, { extensions: { text, exception: { stacktrace: [text] } } }),
    new GraphQLError(text, { originalError: driver }),
    new Error('outer', { cause: driver }),
    text,
    undefined,
    null,
    { message: text },
  ]
}

const doors: readonly (readonly [string, string, RequestInit?])[] = [
  ['POST', '/graphql', { body: JSON.stringify({ query: '{ office { version practice } }' }) }],
  ['POST', '/graphql', { body: JSON.stringify({ query: '{ authorities { slug } checkpoint { note } }' }) }],
  [
    'POST',
    '/graphql',
    { body: JSON.stringify({ query: 'mutation { timestamp(input: { digest: "AA==" }) { token } }' }) },
  ],
  ['GET', '/graphql?query=%7B%20office%20%7B%20practice%20%7D%20%7D'],
  ['POST', '/documents', { body: 'x' }],
  ['GET', '/documents/00000000-0000-4000-8000-000000000000'],
  ['GET', '/crl/practice-issuing.crl'],
  ['GET', '/ca/practice-issuing.cer'],
  ['POST', '/ocsp/practice-issuing', { body: 'x' }],
  ['POST', '/tsa', { body: 'x' }],
  ['GET', '/log/checkpoint'],
  ['GET', '/log/tile/0/000'],
  ['GET', '/readyz'],
  ['GET', '/verify'],
  ['POST', '/sign-in/options', { body: '{}' }],
]

async function textsOf(): Promise<readonly string[]> {
  const texts: string[] = []
  for (const [method, path, init] of doors) {
    for (const authorization of [undefined, `Bearer ${service.administrator}`]) {
      const answer = await fetch(server.url + path, {
        ...init,
        method,
        headers: {
          'content-type': 'application/json',
          ...(authorization === undefined ? {} : { authorization }),
        },
      })
      texts.push(`${path} ${answer.status} ${[...answer.headers].join(' ')} ${await answer.text()}`)
    }
  }
  return texts
}

describe('an error of ours that nobody foresaw', () => {
  test.each(['production', 'development', 'test', ''])(
    'tells nothing where NODE_ENV is %j',
    async (environment) => {
      vi.stubEnv('NODE_ENV', environment)
      for (const one of classes()) {
        thrown = one
        for (const text of await textsOf())
          for (const word of secretWords) expect(text, `${String(one)} at ${text}`).not.toContain(word)
      }
    },
  )

  test('is our own fault with the request id, at the door of GraphQL and at the others', async () => {
    thrown = new Error('db.internal')
    const [graphql = ''] = await textsOf()
    expect(graphql).toContain(internalMessage)
    expect(graphql).toMatch(/"code":"INTERNAL","retryable":false,"requestId":"[0-9a-f-]{36}"/)
  })
})

describe('an error that was foreseen', () => {
  test('has its code, its status and its own words, and nothing of its cause', async () => {
    const isCode = (name: string): name is ErrorCode => name in errorCodes
    for (const code of Object.keys(errorCodes).filter(isCode)) {
      thrown = new ServiceError(code, 'in our own words', { cause: new Error('select from db.internal') })
      const crl = await fetch(`${server.url}/crl/practice-issuing.crl`)
      expect(crl.status).toBe(httpStatuses[code])
      const text = await crl.text()
      expect(JSON.parse(text).error).toMatchObject({ code, message: 'in our own words' })
      expect(text).not.toMatch(/select|db\.internal/)
    }
  })
})
