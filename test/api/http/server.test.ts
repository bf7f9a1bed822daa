// The server itself: an orderly end, and TLS by files.

import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { get as httpsGet } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { HttpDeps } from '../../../src/api/http/context.ts'
import { createMetrics } from '../../../src/api/http/metrics.ts'
import { startServer } from '../../../src/api/http/server.ts'
import { toBase64 } from '../../../src/bytes.ts'
import { openPages } from '../../../src/pages/pages.ts'
import { practicePki } from '../../fixtures/pki.ts'
import { startTestService, type TestService } from '../../fixtures/service.ts'

let service: TestService
let folder: string
beforeAll(async () => {
  service = await startTestService()
  folder = await mkdtemp(join(tmpdir(), 'chancery-tls-'))
})
afterAll(async () => {
  await service.close()
  await rm(folder, { recursive: true, force: true })
})

/** Further servers on the same operations, so that each can be ended. */
function deps(checks: HttpDeps['readinessChecks'] = {}): HttpDeps {
  return {
    operations: service.gateway.deps,
    log: pino({ level: 'silent' }),
    requestLog: { write: () => undefined },
    metrics: createMetrics(),
    spans: undefined,
    admission: { admitStranger: () => undefined, admitSignIn: () => undefined },
    pages: openPages(
      () => Promise.reject(new Error('no pages here')),
      () => undefined,
    ),
    production: true,
    sampleQueues: () => undefined,
    readinessChecks: checks,
  }
}

/** Of a request whose body of six octets begins when the server says that it has begun, and not before. */
function announcedUpload(): Record<string, string> {
  return { authorization: `Bearer ${service.administrator}`, 'content-length': '6', expect: '100-continue' }
}

const anyPort = { host: '127.0.0.1', port: 0 }

test('a connection is kept, and its other side told for how long', async () => {
  const server = await startServer(deps(), anyPort)
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const ports = new Set<number | undefined>()
  for (let i = 0; i < 3; i++) {
    const asked = request(`${server.url}/healthz`, { agent }).end()
    const [response] = await once(asked, 'response')
    ports.add(asked.socket?.localPort)
    expect(response.headers).toMatchObject({ connection: 'keep-alive', 'keep-alive': 'timeout=110' })
    await once(response.resume(), 'end')
  }
  expect(ports.size).toBe(1)
  agent.destroy()
  await server.close()
})

describe('an ending server', () => {
  test('finishes what it has begun, takes nothing new, and waits for no idle connection', async () => {
    const server = await startServer(deps(), anyPort)
    const agent = new Agent({ keepAlive: true })
    await new Promise<void>((resolve) => {
      request(`${server.url}/healthz`, { agent }, (response) => response.resume().on('end', resolve)).end()
    })
    const upload = request(`${server.url}/documents`, {
      method: 'POST',
      headers: announcedUpload(),
    })
    upload.write('abc')
    await once(upload, 'continue')
    const started = performance.now()
    const closed = server.close()
    await expect(fetch(`${server.url}/healthz`)).rejects.toThrow()
    upload.end('def')
    const [response] = await once(upload, 'response')
    expect(response.statusCode).toBe(201)
    response.resume()
    await closed
    expect(performance.now() - started).toBeLessThan(5000)
    agent.destroy()
  })

  test('does not wait for ever for who does not end', async () => {
    const server = await startServer(deps(), anyPort)
    const stuck = request(`${server.url}/documents`, {
      method: 'POST',
      headers: announcedUpload(),
    })
    stuck.on('error', () => undefined)
    stuck.write('abc')
    await once(stuck, 'continue')
    const started = performance.now()
    await server.close()
    expect(performance.now() - started).toBeGreaterThan(9000)
    expect(performance.now() - started).toBeLessThan(14_000)
  })
})

describe('readiness', () => {
  test('names what does not pass in our own words alone', async () => {
    const { ServiceError } = await import('../../../src/errors.ts')
    const server = await startServer(
      deps({
        signer: async () => {
          throw new ServiceError('PROVIDER_UNAVAILABLE', 'the signer does not answer')
        },
        database: async () => {
          throw new Error('connect ECONNREFUSED 10.1.2.3:5432 user=chancery')
        },
        disk: async () => undefined,
      }),
      anyPort,
    )
    const response = await fetch(`${server.url}/readyz`)
    expect(response.status).toBe(503)
    expect(await response.json()).toEqual({
      status: 'not ready',
      checks: [
        { check: 'signer', ok: false, reason: 'the signer does not answer' },
        { check: 'database', ok: false, reason: 'database did not pass its check' },
        { check: 'disk', ok: true },
      ],
    })
    await server.close()
  })
})

describe('production', () => {
  test('serves no GraphiQL and does not tell its schema', async () => {
    const server = await startServer(deps(), anyPort)
    expect((await fetch(`${server.url}/graphql`)).status).toBe(404)
    for (const query of ['{ __schema { types { name } } }', '{ __type(name: "Key") { name } }']) {
      const response = await fetch(`${server.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query }),
      })
      const { data, errors } = await response.json()
      expect([data, errors[0].extensions.code]).toEqual([undefined, 'QUERY_REJECTED'])
    }
    await server.close()
  })
})

describe('TLS', () => {
  test('is served by files, and browsers are told to stay with it', async () => {
    const pki = await practicePki()
    const { certificate, privateKey } = pki.signer
    const certificateFile = join(folder, 'server.pem')
    const keyFile = join(folder, 'server.key')
    await writeFile(
      certificateFile,
      `-----BEGIN CERTIFICATE-----\n${toBase64(certificate)}\n-----END CERTIFICATE-----\n`,
    )
    await writeFile(keyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }))
    const server = await startServer(deps(), { ...anyPort, tls: { certificateFile, keyFile } })
    expect(server.url).toMatch(/^https:/)
    const headers = await new Promise<Record<string, unknown>>((resolve, reject) => {
      httpsGet(`${server.url}/healthz`, { rejectUnauthorized: false, agent: false }, (response) => {
        response.resume()
        resolve(response.headers)
      }).on('error', reject)
    })
    expect(headers['strict-transport-security']).toBe('max-age=31536000')
    await server.close()
  })
})
