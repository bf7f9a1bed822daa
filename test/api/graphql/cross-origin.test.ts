// Pages of other origins: whatever they have a browser send, in the name of an officer who is signed in, nothing is done.

import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cookieName } from '../../../src/api/http/session-cookie.ts'
import { consoleOrigin } from '../../../src/operations/relying-party.ts'
import { newPerson } from '../../fixtures/people.ts'
import { startTestService, type TestService } from '../../fixtures/service.ts'

let service: TestService
let cookie: string
beforeAll(async () => {
  service = await startTestService()
  const { secret } = await newPerson(service, 'practice', 'OFFICER')
  cookie = `${cookieName('chancery-session', service.gateway.deps.publicUrl)}=${secret}`
})
afterAll(() => service.close())

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'QUERY'] as const
const types = [
  undefined,
  'application/json',
  'application/json; charset=utf-8',
  'application/graphql',
  'application/graphql+json',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=b',
  'text/plain',
  'text/plain; application/json',
  'application/octet-stream',
  '',
] as const

/** What browsers say of a page elsewhere, old ones and new ones, and what a page may add without asking. */
function origins(own: string): readonly Readonly<Record<string, string>>[] {
  return [
    {},
    { origin: 'https://elsewhere.example' },
    { origin: 'null' },
    { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' },
    { origin: own.replace('127.0.0.1', 'localhost'), 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' },
    { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', referer: 'https://elsewhere.example/' },
    // An origin that is ours, and no header that only our page adds.
    { origin: own, 'sec-fetch-site': 'same-origin' },
  ]
}

let made = 0

/** As many paths as attempts, so that whatever came through is seen. */
function mutation(): string {
  return `mutation { createUnit(input: { path: "practice/forged-${++made}" }) { unit { path } } }`
}

function bodyOf(type: string | undefined, query: string): string {
  if (type?.includes('urlencoded')) return `query=${encodeURIComponent(query)}`
  if (type?.startsWith('multipart'))
    return `--b\r\ncontent-disposition: form-data; name="operations"\r\n\r\n${JSON.stringify({ query })}\r\n--b--\r\n`
  return type === 'application/graphql' ? query : JSON.stringify({ query })
}

interface Answer {
  readonly status: number
  readonly allowed: string | undefined
}

/** Without `fetch`, which forbids some of these headers and adds others. */
function send(method: string, headers: Readonly<Record<string, string>>, query: string): Promise<Answer> {
  const inAddress = `/graphql?query=${encodeURIComponent(query)}`
  return new Promise((resolve, reject) => {
    const sent = request(`${service.url}${inAddress}`, { method, headers, agent: false }, (response) => {
      response.resume().on('end', () => {
        resolve({
          status: response.statusCode ?? 0,
          allowed: response.headers['access-control-allow-origin'],
        })
      })
    })
    sent.on('error', reject)
    sent.end(method === 'GET' || method === 'HEAD' ? undefined : bodyOf(headers['content-type'], query))
  })
}

async function forged(): Promise<number> {
  const { data } = await service.graphql('{ units(first: 500) { edges { node { path } } } }')
  return data.units.edges.filter(({ node }: { node: { path: string } }) => node.path.includes('/forged-'))
    .length
}

describe('the session of an officer, in a cookie', () => {
  test('lets no page do anything that does not say it is ours: each method, type and origin', async () => {
    for (const method of methods) {
      for (const type of types) {
        for (const origin of origins(service.url)) {
          const headers = { ...origin, cookie, ...(type === undefined ? {} : { 'content-type': type }) }
          const { allowed } = await send(method, headers, mutation())
          // Nor is a page elsewhere told that it may ask with other headers, or read.
          expect(allowed).toBeUndefined()
        }
      }
    }
    expect(made).toBe(methods.length * types.length * origins('').length)
    expect(await forged()).toBe(0)
  })

  test('does it for our own page', async () => {
    const origin = consoleOrigin(service.gateway.deps.publicUrl)
    const ours = { cookie, 'content-type': 'application/json', 'x-chancery-console': '1', origin }
    await send('POST', ours, mutation())
    expect(await forged()).toBe(1)
  })
})

test('a page elsewhere cannot make the service calculate by GET', async () => {
  const query = '{ office { version } }'
  expect((await send('GET', {}, query)).status).toBe(200)
  for (const origin of origins(service.url).slice(1, -1))
    expect((await send('GET', origin, query)).status, JSON.stringify(origin)).toBe(403)
})
