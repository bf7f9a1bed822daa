// Strangers may not come too often; whoever has a token is not held up by them.

import { request } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestService, type TestService } from '../../fixtures/service.ts'

let service: TestService
beforeAll(async () => {
  // A bucket of ten for each address; what comes back while the test runs is at most a few.
  service = await startTestService({
    env: { CHANCERY_STRANGER_RATE: '1', CHANCERY_BEHIND_PROXY: '1' },
  })
})
afterAll(() => service.close())

const more = 25

interface Answered {
  readonly status: number
  readonly retryAfter: string | undefined
  readonly body: string
}

function ask(path: string, headers: Record<string, string>, body?: string): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const sent = request(
      service.url + path,
      { method: body === undefined ? 'GET' : 'POST', headers },
      (answer) => {
        const pieces: Buffer[] = []
        answer.on('data', (piece: Buffer) => pieces.push(piece))
        answer.on('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            retryAfter: answer.headers['retry-after'],
            body: Buffer.concat(pieces).toString('utf8'),
          }),
        )
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })
}

const json = { 'content-type': 'application/json' }
const doors: readonly (readonly [string, string, Record<string, string>, string | undefined])[] = [
  ['OCSP', '/ocsp/practice-issuing', { 'content-type': 'application/ocsp-request' }, 'x'],
  ['CRLs', '/crl/practice-issuing.crl', {}, undefined],
  ['certificates of authorities', '/ca/practice-root.cer', {}, undefined],
  ['time-stamps', '/tsa', { 'content-type': 'application/timestamp-query' }, 'x'],
  ['the log', '/log/checkpoint', {}, undefined],
  ['tiles', '/log/tile/0/000.p/1', {}, undefined],
  ['verification', '/verify', { 'content-type': 'application/octet-stream' }, 'x'],
  ['trust', '/verify/trust.json', {}, undefined],
  ['documents', '/documents/x', {}, undefined],
  ['GraphQL', '/graphql', json, '{"query":"{ office { version } }"}'],
  [
    'tokens that do not hold',
    '/graphql',
    { ...json, authorization: `Bearer chy_${'a'.repeat(43)}` },
    '{"query":"{ office { version } }"}',
  ],
]

test.each(doors)(
  '%s turn a stranger away who comes too often, and say when to come back',
  async (what, path, headers, body) => {
    const from = { ...headers, 'x-forwarded-for': `192.0.2.${doors.findIndex(([one]) => one === what) + 1}` }
    const answers: Answered[] = []
    for (let i = 0; i < more; i++) answers.push(await ask(path, from, body))
    const refused = answers.filter(({ status }) => status === 429)
    expect(answers.slice(0, 10).map(({ status }) => status)).not.toContain(429)
    expect(refused.length).toBeGreaterThan(0)
    for (const { retryAfter, body: told } of refused) {
      expect(retryAfter).toBe('1')
      expect(told).toContain('RATE_EXCEEDED')
    }
  },
)

test.each([
  ['/sign-in/options', '{}'],
  ['/sign-in', '{"response":{}}'],
  ['/enrol/options', '{"code":"che_guessed"}'],
  ['/enrol', '{"code":"che_guessed","title":"x","response":{}}'],
])('%s is tried sixty times in a row from one address, and then once a second', async (path, body) => {
  const from = { ...json, 'x-forwarded-for': `198.18.0.${path.length}` }
  const statuses: number[] = []
  for (let i = 0; i < 90; i++) statuses.push((await ask(path, from, body)).status)
  expect(statuses.slice(0, 60)).not.toContain(429)
  expect(statuses).toContain(429)
})

test('an address in front of the proxy cannot pass for another one', async () => {
  const statuses: number[] = []
  for (let i = 0; i < more; i++) {
    const forwarded = `198.51.100.${i}, 203.0.113.9`
    statuses.push((await ask('/log/checkpoint', { 'x-forwarded-for': forwarded })).status)
  }
  expect(statuses).toContain(429)
})

test('whoever has one IPv6 address has its whole network', async () => {
  const statuses: number[] = []
  for (let i = 0; i < more; i++)
    statuses.push(
      (await ask('/log/checkpoint', { 'x-forwarded-for': `2001:db8:0:7::${i.toString(16)}` })).status,
    )
  expect(statuses).toContain(429)
  expect((await ask('/log/checkpoint', { 'x-forwarded-for': '2001:db8:0:8::1' })).status).not.toBe(429)
})

test('a token that holds is not held up by strangers at the same address', async () => {
  const from = { 'x-forwarded-for': '192.0.2.200' }
  for (let i = 0; i < more; i++) await ask('/log/checkpoint', from)
  const headers = { ...json, ...from, authorization: `Bearer ${service.administrator}` }
  for (let i = 0; i < more; i++)
    expect((await ask('/graphql', headers, '{"query":"{ units { edges { cursor } } }"}')).status).toBe(200)
})

test('health and metrics are never refused, and metrics count who was', async () => {
  for (let i = 0; i < more; i++)
    expect((await ask('/healthz', { 'x-forwarded-for': '192.0.2.201' })).status).toBe(200)
  const { body } = await ask('/metrics', {})
  expect(Number(/^chancery_rate_limited_total (\d+)$/m.exec(body)?.[1])).toBeGreaterThan(0)
})

test('strangers leave no more entries in the audit log than their rate allows', async () => {
  const count = async (): Promise<number> =>
    service.testDatabase.asOwner(async (tx) => {
      const row = await tx
        .selectFrom('audit_entries')
        .select((count) => count.fn.countAll().as('n'))
        .where('operation', '=', 'answerOcsp')
        .executeTakeFirstOrThrow()
      return Number(row.n)
    })
  const before = await count()
  // A request about a certificate that does not exist is answered, signed and recorded all the same.
  const url = `/ocsp/practice-issuing/${encodeURIComponent(ocspRequest)}`
  const statuses: number[] = []
  for (let i = 0; i < 2 * more; i++)
    statuses.push((await ask(url, { 'x-forwarded-for': '192.0.2.202' })).status)
  const answered = statuses.filter((status) => status === 200).length
  expect(answered).toBeGreaterThan(0)
  expect(answered).toBeLessThan(2 * more)
  expect((await count()) - before).toBe(answered)
})

/** OCSPRequest for serial number 1 under an unknown issuer, SHA-1 CertID of zeros (RFC 6960 §4.1.1). */
const ocspRequest = Buffer.from(
  `30423040303e303c303a300906052b0e03021a05000414${'00'.repeat(20)}0414${'00'.repeat(20)}020101`,
  'hex',
).toString('base64')
