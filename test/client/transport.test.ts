// How the client behaves when the service refuses, breaks off, answers nonsense or is not there.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import { ChanceryError } from '../../src/client/chancery-error.ts'
import { createClient } from '../../src/client/client.ts'

type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

async function serviceThat(answer: Answer): Promise<string> {
  const server = createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => answer(request, response, Buffer.concat(pieces).toString()))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  ends.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return `http://127.0.0.1:${address.port}`
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/graphql-response+json' })
  response.end(JSON.stringify(body))
}

const busy = {
  errors: [{ message: 'too many wait', extensions: { code: 'BUSY', retryable: true, requestId: 'r-1' } }],
}
const unit = { id: 'u', path: 'practice', title: 'Practice', createdAt: '2026-11-22T07:00:00.000Z' }
const unitMade = { data: { createUnit: { unit } } }

async function failure(attempt: Promise<unknown>): Promise<ChanceryError> {
  const error = await attempt.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof ChanceryError)) throw new Error(`expected a ChanceryError, got ${String(error)}`)
  return error
}

describe('errors', () => {
  test('carry code, retryable and request id of the service', async () => {
    const url = await serviceThat((_, response) =>
      json(response, 403, {
        errors: [
          { message: 'not here', extensions: { code: 'NOT_PERMITTED', retryable: false, requestId: 'r-7' } },
        ],
      }),
    )
    const error = await failure(createClient({ url }).office())
    expect(error).toMatchObject({
      code: 'NOT_PERMITTED',
      retryable: false,
      requestId: 'r-7',
      message: 'not here',
    })
  })

  test('are UNREACHABLE when nobody listens', async () => {
    const error = await failure(createClient({ url: 'http://127.0.0.1:9', attempts: 1 }).office())
    expect(error).toMatchObject({ code: 'UNREACHABLE', retryable: true, requestId: undefined })
  })

  test('are TIMED_OUT when no answer comes', async () => {
    const url = await serviceThat(() => undefined)
    const error = await failure(createClient({ url, attempts: 1, timeoutMs: 50 }).office())
    expect(error.code).toBe('TIMED_OUT')
  })

  test.each([
    ['a page of another program', (response: ServerResponse) => response.writeHead(200).end('<html>')],
    ['a proxy without its service', (response: ServerResponse) => response.writeHead(502).end('bad gateway')],
    ['JSON of another kind', (response: ServerResponse) => json(response, 200, { ok: true })],
    ['null', (response: ServerResponse) => json(response, 200, null)],
  ])('are UNEXPECTED_ANSWER for %s', async (_what, answer) => {
    const url = await serviceThat((_, response) => void answer(response))
    expect((await failure(createClient({ url }).office())).code).toBe('UNEXPECTED_ANSWER')
  })

  test('are raised for a redirect, so that nothing is sent to a third party', async () => {
    let followed = false
    const other = await serviceThat((_, response) => {
      followed = true
      json(response, 200, unitMade)
    })
    const url = await serviceThat((_, response) => response.writeHead(307, { location: other }).end())
    await failure(createClient({ url, token: 'secret', attempts: 1 }).office())
    expect(followed).toBe(false)
  })

  test('name an address that is none', () => {
    expect(() => createClient({ url: 'file:///etc' })).toThrow(
      '"file:///etc" is not an http or https address',
    )
  })
})

describe('repetition', () => {
  test('goes on until a busy service answers, with the same idempotency key', async () => {
    const bodies: string[] = []
    const url = await serviceThat((_, response, body) => {
      bodies.push(body)
      json(response, bodies.length < 3 ? 503 : 200, bodies.length < 3 ? busy : unitMade)
    })
    const made = await createClient({ url, random: () => 0 }).createUnit({ path: 'practice' })
    expect(made).toEqual(unit)
    expect(bodies).toHaveLength(3)
    expect(new Set(bodies).size).toBe(1)
    expect(JSON.parse(bodies[0] ?? '').variables.input.idempotencyKey).toMatch(/^[0-9a-f-]{36}$/)
  })

  test('ends after the last attempt', async () => {
    let count = 0
    const url = await serviceThat((_, response) => {
      count++
      json(response, 503, busy)
    })
    expect((await failure(createClient({ url, attempts: 2, random: () => 0 }).office())).code).toBe('BUSY')
    expect(count).toBe(2)
  })

  test('does not happen for what has no idempotency key', async () => {
    let count = 0
    const url = await serviceThat((_, response) => {
      count++
      json(response, 503, busy)
    })
    await failure(createClient({ url }).sign({ key: 'a/b', items: [] }))
    await failure(createClient({ url }).revokeToken({ tokenId: 'x' }))
    expect(count).toBe(2)
  })

  test('does not happen for what is not retryable', async () => {
    let count = 0
    const url = await serviceThat((_, response) => {
      count++
      json(response, 200, {
        data: null,
        errors: [{ message: 'no', extensions: { code: 'NOT_FOUND', retryable: false, requestId: 'r' } }],
      })
    })
    await failure(createClient({ url }).createUnit({ path: 'a' }))
    expect(count).toBe(1)
  })
})

describe('the wire', () => {
  test('bytes go out and come back as Base64, moments as ISO 8601', async () => {
    let sent: { variables: { input: Record<string, unknown> } } | undefined
    const url = await serviceThat((_, response, body) => {
      sent = JSON.parse(body)
      json(response, 200, { data: { timestamp: { token: 'MAA=', time: 't', auditEntryId: 'a' } } })
    })
    const client = createClient({ url })
    const stamped = await client.timestamp({ digest: Uint8Array.of(255, 0), hashAlgorithm: 'SHA_256' })
    expect(sent?.variables.input['digest']).toBe('/wA=')
    expect(stamped.token).toEqual(Uint8Array.of(0x30, 0))
    await client.timestamp({ digest: Buffer.from([255, 0]) })
    expect(sent?.variables.input['digest']).toBe('/wA=')
    await client.revokeCertificate({ serialHex: '1', invalidityDate: new Date(0) }).catch(() => undefined)
    expect(sent?.variables.input['invalidityDate']).toBe('1970-01-01T00:00:00.000Z')
  })

  test('lists follow their cursors to the end', async () => {
    const asked: unknown[] = []
    const url = await serviceThat((_, response, body) => {
      const { after } = JSON.parse(body).variables
      asked.push(after)
      json(response, 200, {
        data: {
          units: {
            edges: [{ node: { ...unit, path: `u${asked.length}` } }],
            pageInfo: { hasNextPage: asked.length < 3, endCursor: `c${asked.length}` },
          },
        },
      })
    })
    const units = await Array.fromAsync(createClient({ url }).units())
    expect(units.map(({ path }) => path)).toEqual(['u1', 'u2', 'u3'])
    expect(asked).toEqual([null, 'c1', 'c2'])
  })

  test('a document above 512 kB is uploaded piece by piece first, with progress', async () => {
    const paths: (string | undefined)[] = []
    const size = 3 * 1024 * 1024 + 5
    const url = await serviceThat((request, response, body) => {
      paths.push(request.url)
      if (request.url === '/documents')
        return json(response, 201, { id: 'd1', sha256: 'x', size: Buffer.byteLength(body) })
      expect(JSON.parse(body).variables.input.document).toEqual({ id: 'd1' })
      json(response, 200, {
        data: {
          signDocument: {
            document: { id: 'd2', sha256: 'x', size: 1, base64: null },
            format: 'CADES',
            level: 'B_B',
            certificateSerialHex: '1',
            auditEntryId: 'a',
          },
        },
      })
    })
    const seen: number[] = []
    const signed = await createClient({ url }).signDocument({
      key: 'a/b',
      document: new Uint8Array(size).fill(0x41),
      onProgress: (done, total) => {
        expect(total).toBe(size)
        seen.push(done)
      },
    })
    expect(paths).toEqual(['/documents', '/graphql'])
    expect(seen).toEqual([1 << 20, 2 << 20, 3 << 20, size])
    expect(signed.document).toEqual({ id: 'd2', sha256: 'x', size: 1, bytes: null })
  })

  test('a download that ends early is an error, not a short document', async () => {
    const url = await serviceThat((_, response) => {
      response.writeHead(200, { 'content-length': '10' })
      response.write('half')
      setTimeout(() => response.destroy(), 20)
    })
    const error = await failure(Array.fromAsync(createClient({ url }).downloadDocument('d')))
    expect(error.code).toBe('UNREACHABLE')
  })
})
