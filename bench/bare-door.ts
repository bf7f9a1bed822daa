// The least that a GraphQL request costs here: the same request, read by the same libraries, answered with a constant.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { serve } from '@hono/node-server'
import { buildSchema, execute, parse } from 'graphql'
import { Hono } from 'hono'
import { startLoad } from './load.ts'
import { processTree } from './processes.ts'

const answer = {
  outcomes: [
    { __typename: 'Signature', signature: 'M'.repeat(96), keyVersion: 1, auditEntryId: 'x'.repeat(48) },
  ],
}

export interface BareDoor {
  /** Requests a second of CPU time, measured for that many CPU seconds. */
  speed(cpuSeconds: number): Promise<number>
  close(): void
}

/**
 * A server that knows nobody, signs nothing and writes nothing down.
 *
 * @param request as the service gets it, for any port.
 * @param warmUp CPU seconds before it is given back.
 */
export async function openBareDoor(request: Uint8Array, inFlight: number, warmUp: number): Promise<BareDoor> {
  const server = spawn(process.execPath, [fileURLToPath(import.meta.url)], {
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [port] = await once(server.stdout, 'data')
  const { pid } = server
  if (pid === undefined) throw new Error('the bare door did not start')
  const speed = async (cpuSeconds: number): Promise<number> => {
    const load = startLoad({
      port: Number(port),
      inFlight,
      next: () => request,
      check: (body) => {
        if (!body.includes('"signature":"')) throw new Error('the bare door answered something else')
      },
    })
    const look = () => ({
      answered: load.answered(),
      cpuSeconds: processTree(pid).reduce((sum, one) => sum + one.cpuSeconds, 0),
    })
    const start = look()
    for (;;) {
      await Promise.race([new Promise((resolve) => setTimeout(resolve, 100)), load.failed])
      const now = look()
      const spent = now.cpuSeconds - start.cpuSeconds
      if (spent < cpuSeconds) continue
      await load.stop()
      return (now.answered - start.answered) / spent
    }
  }
  try {
    await speed(warmUp)
  } catch (error) {
    server.kill()
    throw error
  }
  return { speed, close: () => server.kill() }
}

function serveConstant(): void {
  const schema = buildSchema(`
    type Query { none: Int }
    type Mutation { sign(input: SignInput!): SignPayload! }
    input SignInput { key: String!, items: [SignItemInput!]! }
    input SignItemInput { message: String! }
    type SignPayload { outcomes: [Signature!]! }
    type Signature { signature: String!, keyVersion: Int!, auditEntryId: String }`)
  const document = parse(
    'mutation ($input: SignInput!) { sign(input: $input) { outcomes { __typename signature keyVersion auditEntryId } } }',
  )
  const rootValue = { sign: () => answer }
  const app = new Hono()
  app.post('/graphql', async (c) => {
    const { variables } = await c.req.json()
    return c.json(await execute({ schema, document, rootValue, variableValues: variables }))
  })
  serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => process.stdout.write(`${port}\n`))
}

if (import.meta.main) serveConstant()
