// Traces: a span for the request, the operation, each use of a key and the entry, to a collector of OpenTelemetry.

import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { startTestService, type TestService } from '../fixtures/service.ts'

const attribute = z.object({ key: z.string(), value: z.record(z.string(), z.unknown()) })
const exported = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: z.array(attribute) }),
      scopeSpans: z.array(
        z.object({
          spans: z.array(
            z.object({
              spanId: z.string(),
              parentSpanId: z.string().optional(),
              traceId: z.string(),
              name: z.string(),
              attributes: z.array(attribute),
              status: z.object({ code: z.number(), message: z.string().optional() }),
              events: z.array(z.unknown()),
            }),
          ),
        }),
      ),
    }),
  ),
})
type Span = z.infer<typeof exported>['resourceSpans'][0]['scopeSpans'][0]['spans'][0]

let collector: Server
let service: TestService
const spans: Span[] = []
const paths = new Set<string | undefined>()
beforeAll(async () => {
  collector = createServer(async (incoming, outgoing) => {
    let text = ''
    for await (const part of incoming) text += part
    paths.add(incoming.url)
    for (const one of exported.parse(JSON.parse(text)).resourceSpans)
      for (const { spans: some } of one.scopeSpans) spans.push(...some)
    outgoing.setHeader('content-type', 'application/json').end('{}')
  }).listen(0, '127.0.0.1')
  await once(collector, 'listening')
  const address = collector.address()
  if (address === null || typeof address === 'string') throw new Error('the collector has no port')
  service = await startTestService({ env: { CHANCERY_OTLP_TRACES_URL: `http://127.0.0.1:${address.port}/` } })
  await service.graphql(
    'mutation { createKey(input: { name: "practice/raw", algorithm: ED25519, purpose: SIGN_RAW }) { key { id } } }',
  )
  await service.graphql(
    'mutation { sign(input: { key: "practice/raw", items: [{ message: "aGVsbG8=" }] }) { keyVersion } }',
  )
  await service.graphql(
    'mutation { sign(input: { key: "practice/nothing", items: [{ message: "aGVsbG8=" }] }) { keyVersion } }',
  )
  // Sends what is left.
  await service.close()
})
afterAll(() => collector.close())

function named(name: string): readonly Span[] {
  return spans.filter((span) => span.name === name)
}

function facts(span: Span | undefined): Readonly<Record<string, unknown>> {
  return Object.fromEntries((span?.attributes ?? []).map(({ key, value }) => [key, Object.values(value)[0]]))
}

test('hang together: request, operation, provider, entry', () => {
  expect([...paths]).toEqual(['/v1/traces'])
  const [done] = named('sign')
  const request = spans.find(({ spanId }) => spanId === done?.parentSpanId)
  expect(request?.name).toBe('POST /graphql')
  expect(request?.parentSpanId ?? '').toBe('')
  const below = spans.filter(({ parentSpanId }) => parentSpanId === done?.spanId).map(({ name }) => name)
  expect(below).toEqual(['provider sign', 'audit append'])
  expect(new Set([done, request].map((span) => span?.traceId)).size).toBe(1)
  expect(facts(request)).toMatchObject({
    'http.request.method': 'POST',
    'http.route': '/graphql',
    'chancery.request_id': expect.stringMatching(/^[0-9a-f-]{36}$/),
  })
})

test('tell of a refusal its code and no words', () => {
  const refused = named('sign').find(({ status }) => status.code === 2)
  expect(facts(refused)).toEqual({ 'error.type': 'NOT_FOUND' })
  expect(refused?.status.message).toBeUndefined()
  expect(refused?.events).toEqual([])
  expect(JSON.stringify(spans)).not.toMatch(/practice|nothing|aGVsbG8/)
})

test('hold no fact but these', () => {
  const known = [
    'http.request.method',
    'http.route',
    'http.response.status_code',
    'chancery.request_id',
    'chancery.provider',
    'chancery.entries',
    'error.type',
  ]
  const seen = new Set(spans.flatMap(({ attributes }) => attributes.map(({ key }) => key)))
  expect([...seen].filter((key) => !known.includes(key))).toEqual([])
})
