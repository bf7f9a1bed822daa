// Keys of issuers: from the pinned address alone, kept, and asked for anew within bounds.

import { createServer, type ServerResponse } from 'node:http'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openKeySets } from '../../src/outside/key-sets.ts'

const issuer = 'https://workloads.example.vn'
const minute = 60_000

let url: string
let asked = 0
let answer: (response: ServerResponse) => void
const server = createServer((_, response) => {
  asked++
  answer(response)
})
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  url = `http://127.0.0.1:${address.port}/keys`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

let nowMs = 0
beforeEach(() => {
  asked = 0
  answer = says({ keys: [{ kid: 'today' }] })
})

function says(value: unknown): (response: ServerResponse) => void {
  return (response) => response.end(JSON.stringify(value))
}

function open() {
  nowMs += 1_000_000
  return openKeySets([{ issuer, jwksUrl: url }], () => nowMs)
}

test('nobody is asked whom the operator did not pin', async () => {
  const sets = open()
  expect([sets.has(issuer), sets.has('https://evil.example')]).toEqual([true, false])
  await expect(sets.read('https://evil.example')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect(asked).toBe(0)
})

test('one answer serves all for ten minutes, and all who ask at once', async () => {
  const sets = open()
  const first = await Promise.all([1, 2, 3].map(() => sets.read(issuer)))
  expect(first).toEqual(Array(3).fill({ keys: [{ kid: 'today' }] }))
  nowMs += 9 * minute
  await sets.read(issuer)
  expect(asked).toBe(1)
  nowMs += 2 * minute
  await sets.read(issuer)
  expect(asked).toBe(2)
})

test('a missing key is looked for once a minute', async () => {
  const sets = open()
  await sets.read(issuer)
  answer = says({ keys: [{ kid: 'tomorrow' }] })
  expect(await sets.read(issuer, true)).toEqual({ keys: [{ kid: 'today' }] })
  nowMs += minute
  expect(await sets.read(issuer, true)).toEqual({ keys: [{ kid: 'tomorrow' }] })
  for (let i = 0; i < 50; i++) await sets.read(issuer, true)
  expect(asked).toBe(2)
})

const broken: Readonly<Record<string, (response: ServerResponse) => void>> = {
  'an error': (response) => response.writeHead(500).end(),
  'no JSON': (response) => response.end('<html>'),
  'more than a set of keys is': (response) => response.end('"'.padEnd(300_000, 'x')),
  'another address': (response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
  'a broken connection': (response) => response.destroy(),
}
test.each(Object.entries(broken))('an issuer that answers %s is not available', async (_, wrong) => {
  const sets = open()
  answer = wrong
  await expect(sets.read(issuer)).rejects.toMatchObject({ code: 'OUTSIDE_UNAVAILABLE' })
  // Nor asked again by everybody who comes.
  await expect(sets.read(issuer)).rejects.toMatchObject({ code: 'OUTSIDE_UNAVAILABLE' })
  expect(asked).toBe(1)
  answer = says({ keys: [] })
  nowMs += minute
  expect(await sets.read(issuer)).toEqual({ keys: [] })
})

test('what is known counts for an hour when the issuer does not answer, and then no more', async () => {
  const sets = open()
  await sets.read(issuer)
  answer = (response) => response.writeHead(503).end()
  nowMs += 59 * minute
  expect(await sets.read(issuer)).toEqual({ keys: [{ kid: 'today' }] })
  nowMs += 2 * minute
  await expect(sets.read(issuer)).rejects.toMatchObject({ code: 'OUTSIDE_UNAVAILABLE' })
})
