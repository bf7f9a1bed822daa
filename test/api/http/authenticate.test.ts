// A connection is nobody: each request on it is judged by the token that it brings.

import { Agent, type IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestService, type TestService } from '../../fixtures/service.ts'

let service: TestService
const agent = new Agent({ keepAlive: true, maxSockets: 1 })

beforeAll(async () => {
  service = await startTestService()
})
afterAll(async () => {
  agent.destroy()
  await service.close()
})

interface Asked {
  readonly sameConnection: boolean
  readonly body: string
}

async function ask(token: string | undefined): Promise<Asked> {
  const asking = request(`${service.url}/graphql`, {
    agent,
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
  })
  const answer = new Promise<IncomingMessage>((resolve, reject) =>
    asking.on('response', resolve).on('error', reject),
  )
  asking.end(JSON.stringify({ query: '{ keys(first: 1) { edges { node { name } } } }' }))
  return { body: await text(await answer), sameConnection: asking.reusedSocket }
}

test('another token, and none, on a connection that brought a good one', async () => {
  const { administrator } = service
  const other = `${administrator.slice(0, -1)}${administrator.endsWith('A') ? 'B' : 'A'}`
  expect((await ask(administrator)).body).toContain('"edges"')
  for (const token of [other, undefined]) {
    const asked = await ask(token)
    expect(asked.sameConnection).toBe(true)
    expect(asked.body).toContain('"code":"UNAUTHENTICATED"')
    expect(await ask(administrator)).toMatchObject({
      sameConnection: true,
      body: expect.stringContaining('"edges"'),
    })
  }
})
