// The HTTP doors besides GraphQL: documents, OCSP, CRLs, authority certificates, time-stamps, log, health, pages.

import { createHash, randomBytes } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { request } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { httpStatuses } from '../../../src/api/http/errors.ts'
import { errorCodes } from '../../../src/errors.ts'
import { startTestService, type TestService } from '../../fixtures/service.ts'

let service: TestService
beforeAll(async () => {
  service = await startTestService()
})
afterAll(() => service.close())

const bearer = () => ({ authorization: `Bearer ${service.administrator}` })

function get(path: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(service.url + path, { headers })
}

function post(
  path: string,
  body: Uint8Array | string,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(service.url + path, { method: 'POST', body: Buffer.from(body), headers })
}

async function expectError(response: Response, status: number, code: string): Promise<void> {
  const body = await response.json()
  expect([response.status, body.error?.code]).toEqual([status, code])
  expect(Object.keys(body)).toEqual(['error'])
  expect(Object.keys(body.error).sort()).toEqual(['code', 'message', 'requestId', 'retryable'])
  expect(body.error.requestId).toBe(response.headers.get('x-request-id'))
}

/** An application of another unit, which sees nothing of the practice unit. */
async function strangerToken(): Promise<string> {
  const path = `stranger-${randomBytes(4).toString('hex')}`
  await service.graphql('mutation ($p: String!) { createUnit(input: { path: $p }) { unit { path } } }', {
    p: path,
  })
  const made = await service.graphql(
    'mutation ($p: String!) { createApplication(input: { name: "stranger", unit: $p, actions: [READ, SIGN] }) { application { id } } }',
    { p: path },
  )
  const issued = await service.graphql(
    'mutation ($id: ID!) { issueToken(input: { applicationId: $id }) { secret } }',
    {
      id: made.data.createApplication.application.id,
    },
  )
  return issued.data.issueToken.secret
}

describe('documents', () => {
  test('go in and come out unchanged, with digest and size', async () => {
    const bytes = randomBytes(300_000)
    const uploaded = await post('/documents', bytes, bearer())
    expect(uploaded.status).toBe(201)
    const { id, sha256, size } = await uploaded.json()
    expect({ sha256, size }).toEqual({
      sha256: createHash('sha256').update(bytes).digest('hex'),
      size: bytes.length,
    })
    expect(uploaded.headers.get('location')).toBe(`/documents/${id}`)
    const downloaded = await get(`/documents/${id}`, bearer())
    expect(downloaded.headers.get('content-type')).toBe('application/octet-stream')
    expect(downloaded.headers.get('content-disposition')).toBe('attachment')
    expect(Buffer.from(await downloaded.arrayBuffer()).equals(bytes)).toBe(true)
  })

  test('need a token, and another unit’s look exactly like absent ones', async () => {
    await expectError(await post('/documents', 'x'), 401, 'UNAUTHENTICATED')
    const { id } = await (await post('/documents', 'secret', bearer())).json()
    await expectError(await get(`/documents/${id}`), 401, 'UNAUTHENTICATED')
    const stranger = { authorization: `Bearer ${await strangerToken()}` }
    const foreign = await get(`/documents/${id}`, stranger)
    const absent = await get('/documents/00000000-0000-4000-8000-000000000000', stranger)
    expect(foreign.status).toBe(404)
    expect((await foreign.json()).error.message).toBe((await absent.json()).error.message)
    await expectError(
      await get(`/documents/${encodeURIComponent("1' or '1'='1")}`, bearer()),
      404,
      'NOT_FOUND',
    )
  })

  test('that are declared too large are refused before they are sent', async () => {
    const answer = await new Promise<number>((resolve, reject) => {
      const sent = request(`${service.url}/documents`, {
        method: 'POST',
        headers: { ...bearer(), 'content-length': String(2 ** 31) },
      })
      sent.on('response', ({ statusCode }) => resolve(statusCode ?? 0)).on('error', reject)
      sent.flushHeaders()
    })
    expect(answer).toBe(413)
  })

  test('that break off leave nothing behind', async () => {
    const spool = join(service.dataDirectory, 'spool')
    const before = await readdir(spool)
    const { port } = new URL(service.url)
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), '127.0.0.1', () => {
        socket.write(
          `POST /documents HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${service.administrator}\r\nContent-Length: 1000000\r\n\r\n`,
        )
        socket.write(randomBytes(400_000), () => setTimeout(() => socket.destroy(), 200))
      })
      socket.on('close', () => resolve())
    })
    await expect.poll(() => readdir(spool)).toEqual(before)
  })
})

describe('authorities', () => {
  test('publish certificate, chain and CRL as DER for anyone', async () => {
    for (const [path, type] of [
      ['/ca/practice-issuing.cer', 'application/pkix-cert'],
      ['/ca/practice-issuing.p7c', 'application/pkcs7-mime; smime-type=certs-only'],
      ['/crl/practice-issuing.crl', 'application/pkix-crl'],
    ] as const) {
      const response = await get(path)
      expect([response.status, response.headers.get('content-type')]).toEqual([200, type])
      expect(response.headers.get('cache-control')).toMatch(/^public, max-age=\d+, no-transform$/)
      expect(new Uint8Array(await response.arrayBuffer())[0]).toBe(0x30)
    }
  })

  test('that do not exist are not found, whatever is in the address', async () => {
    for (const path of [
      '/ca/none.cer',
      '/ca/none.p7c',
      '/crl/none.crl',
      '/ca/..%2f..%2fetc.cer',
      '/crl/x',
      "/crl/'.crl",
    ]) {
      await expectError(await get(path), 404, 'NOT_FOUND')
    }
  })
})

// OCSPRequest for a serial number of nobody: well-formed, so the answer is "unknown" (RFC 6960 §4.1.1).
const ocspRequest = Buffer.from(
  '3042304030 3e303c303a300906052b0e03021a05000414'.replaceAll(' ', '') +
    '00'.repeat(20) +
    '0414' +
    '00'.repeat(20) +
    '020101',
  'hex',
)

describe('OCSP', () => {
  const type = { 'content-type': 'application/ocsp-request' }

  test('answers by POST and by GET, and GET may be cached for a while', async () => {
    const posted = await post('/ocsp/practice-issuing', ocspRequest, type)
    expect([posted.status, posted.headers.get('content-type')]).toEqual([200, 'application/ocsp-response'])
    expect(posted.headers.get('cache-control')).toBe('no-store')
    for (const encoded of [
      encodeURIComponent(ocspRequest.toString('base64')),
      ocspRequest.toString('base64'),
    ]) {
      const got = await get(`/ocsp/practice-issuing/${encoded}`)
      expect(got.status).toBe(200)
      const der = Buffer.from(await got.arrayBuffer())
      expect(got.headers.get('cache-control')).toBe('public, max-age=60, no-transform, must-revalidate')
      expect(got.headers.get('etag')).toBe(`"${createHash('sha256').update(der).digest('hex')}"`)
    }
  })

  test('says malformed in its own words, and that is not cached', async () => {
    const posted = await post('/ocsp/practice-issuing', 'nonsense', type)
    // OCSPResponse with responseStatus malformedRequest (1) and nothing else.
    expect(Buffer.from(await posted.arrayBuffer()).toString('hex')).toBe('30030a0101')
    const got = await get(`/ocsp/practice-issuing/${Buffer.from('nonsense').toString('base64')}`)
    expect(Buffer.from(await got.arrayBuffer()).toString('hex')).toBe('30030a0101')
    expect(got.headers.get('cache-control')).toBe('no-store')
  })

  test('refuses other content types, long requests, bad Base64 and unknown authorities', async () => {
    await expectError(await post('/ocsp/practice-issuing', ocspRequest), 415, 'BAD_REQUEST')
    await expectError(
      await post('/ocsp/practice-issuing', new Uint8Array(10_001), type),
      413,
      'LIMIT_EXCEEDED',
    )
    await expectError(await get('/ocsp/practice-issuing/%%%'), 400, 'BAD_REQUEST')
    await expectError(await get('/ocsp/practice-issuing/'), 400, 'BAD_REQUEST')
    await expectError(await post('/ocsp/none', ocspRequest, type), 404, 'NOT_FOUND')
  })
})

describe('time-stamps', () => {
  const type = { 'content-type': 'application/timestamp-query' }
  const digest = createHash('sha256').update('x').digest('hex')
  const query = Buffer.from(`30360201013031300d060960864801650304020105000420${digest}`, 'hex')

  test('are given to applications, and refused to strangers by HTTP', async () => {
    await expectError(await post('/tsa', query, type), 401, 'UNAUTHENTICATED')
    const answer = await post('/tsa', query, { ...type, ...bearer() })
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/timestamp-reply'])
    // PKIStatusInfo begins with status granted (0).
    expect(Buffer.from(await answer.arrayBuffer()).toString('hex')).toMatch(/^3082....3003020100/)
    await expectError(await post('/tsa', query, bearer()), 415, 'BAD_REQUEST')
  })

  test('refuse nonsense in the words of RFC 3161', async () => {
    const answer = await post('/tsa', 'nonsense', { ...type, ...bearer() })
    expect(answer.status).toBe(200)
    // Status rejection (2).
    expect(Buffer.from(await answer.arrayBuffer()).toString('hex')).toMatch(/^30..30..020102/)
  })
})

describe('the log', () => {
  test('shows its checkpoint, and the tile that goes with it, which hashes to its root', async () => {
    await expect.poll(async () => (await get('/log/checkpoint')).status, { timeout: 10_000 }).toBe(200)
    const [origin, size, root] = (await (await get('/log/checkpoint')).text()).split('\n')
    expect(origin).toMatch(/\/log$/)
    const width = Number(size)
    expect(width).toBeLessThan(256)
    const tile = await get(`/log/tile/0/000.p/${width}`)
    expect(tile.headers.get('cache-control')).toContain('immutable')
    const hashes = Buffer.from(await tile.arrayBuffer())
    expect(hashes.length).toBe(32 * width)
    expect(rootOf(hashes).toString('base64')).toBe(root)
  })

  test('has nothing where no tile can be', async () => {
    for (const path of [
      '0/001',
      '0/000',
      '8/000',
      '0/0',
      '0/x000',
      '0/000.p/0',
      '0/000.p/256',
      '0/000.p/1/2',
      '../x',
    ]) {
      expect((await get(`/log/tile/${path}`)).status, path).toBe(404)
    }
  })
})

/** RFC 9162 §2.1.1, written down once more. */
function rootOf(leaves: Buffer): Buffer {
  const count = leaves.length / 32
  if (count === 1) return leaves
  let split = 1
  while (split * 2 < count) split *= 2
  const hash = createHash('sha256').update(Uint8Array.of(1))
  return hash
    .update(rootOf(leaves.subarray(0, split * 32)))
    .update(rootOf(leaves.subarray(split * 32)))
    .digest()
}

describe('health', () => {
  test('tells that the process lives and that it is ready, and why', async () => {
    expect((await get('/healthz')).status).toBe(200)
    const ready = await get('/readyz')
    expect(ready.status).toBe(200)
    const { checks } = await ready.json()
    expect(checks.length).toBeGreaterThan(0)
    expect(checks.every(({ ok }: { ok: boolean }) => ok)).toBe(true)
  })

  test('counts requests by route, never by address', async () => {
    await get('/documents/11111111-2222-4333-8444-555555555555', bearer())
    await expect
      .poll(async () => (await get('/metrics')).text())
      .toContain('route="/documents/:id",status="404"')
    expect(await (await get('/metrics')).text()).not.toContain('11111111-2222')
  })
})

/** The first to ask may be told to wait: pages are built while the service runs. */
async function builtPage(): Promise<Response> {
  await expect.poll(async () => (await get('/verify')).status, { timeout: 60_000 }).toBe(200)
  return get('/verify')
}

describe('pages', () => {
  test('forbid what is inline, foreign or framed', async () => {
    const policy = (await builtPage()).headers.get('content-security-policy')
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    // WebAssembly may be compiled; text never becomes a program.
    expect(policy?.replaceAll("'wasm-unsafe-eval'", '')).not.toContain('unsafe')
    expect(await (await get('/verify')).text()).not.toMatch(
      /<script(?! type="module" crossorigin src="\/)|style=|https?:\/\//,
    )
  })

  test('are JavaScript when they arrive, and are not sent twice', async () => {
    const html = await (await builtPage()).text()
    const address = /<script type="module" crossorigin src="([^"]+)"/.exec(html)?.[1] ?? ''
    const script = await get(address, { 'accept-encoding': 'identity' })
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect(script.headers.get('cache-control')).toContain('immutable')
    const plain = await script.text()
    const packed = await get(address, { 'accept-encoding': 'br, gzip' })
    expect(packed.headers.get('content-encoding')).toBe('gzip')
    expect(await packed.text()).toBe(plain)
    const refused = await get(address, { 'accept-encoding': 'gzip;q=0, identity' })
    expect(refused.headers.get('content-encoding')).toBeNull()
    const again = await get(address, { 'if-none-match': script.headers.get('etag') ?? '' })
    expect(again.status).toBe(304)
    await expectError(await get('/verify/assets/../../package.json'), 404, 'NOT_FOUND')
    await expectError(await get('/verify/assets/none.js'), 404, 'NOT_FOUND')
  })

  test('tell whom the office trusts, for verdicts made elsewhere', async () => {
    const response = await get('/verify/trust.json')
    expect(response.headers.get('cache-control')).toBe('no-cache')
    const trust = await response.json()
    expect(trust).toMatchObject({
      anchors: [expect.any(String)],
      intermediates: expect.any(Array),
      ocsps: [],
    })
    expect(trust.crls.length).toBeGreaterThan(0)
  })

  test('hold GraphiQL, which may speak to this service alone', async () => {
    const response = await get('/graphql')
    expect(await response.text()).toContain('renderYogaGraphiQL')
    const policy = response.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("connect-src 'self'")
    expect(policy).not.toMatch(/https?:|\*/)
  })

  test('send a document to be verified, within limits', async () => {
    const type = { 'content-type': 'application/octet-stream' }
    const report = await (await post('/verify', 'no signature', type)).json()
    expect(report).toMatchObject({ indication: 'INDETERMINATE', integrity: 'unsigned', signatures: [] })
    await expectError(await post('/verify', 'x', { 'content-type': 'text/plain' }), 415, 'BAD_REQUEST')
    await expectError(await post('/verify?documentOctets=9', 'short', type), 400, 'INVALID_ARGUMENT')
    await expectError(await post('/verify?documentOctets=-1', 'short', type), 400, 'BAD_REQUEST')
    await expectError(
      await post('/verify', new Uint8Array(64 * 1024 * 1024 + 1), type),
      413,
      'LIMIT_EXCEEDED',
    )
    expect(
      (await readdir(join(service.dataDirectory, 'spool'))).every((name) => !name.endsWith('.part')),
    ).toBe(true)
  })
})

describe('errors', () => {
  test('of nowhere are not found, in the one shape', async () => {
    await expectError(await get('/admin'), 404, 'NOT_FOUND')
    await expectError(await fetch(`${service.url}/documents`, { method: 'DELETE' }), 404, 'NOT_FOUND')
  })

  test('have a status for every code', () => {
    expect(Object.keys(httpStatuses).sort()).toEqual(Object.keys(errorCodes).sort())
  })

  test('of HTTP itself end the connection and nothing more', async () => {
    const { port } = new URL(service.url)
    const answerTo = (text: string): Promise<string> =>
      new Promise((resolve) => {
        let answer = ''
        const socket = connect(Number(port), '127.0.0.1', () => socket.write(text))
        socket.on('data', (data) => {
          answer += data.toString('latin1')
        })
        socket.on('close', () => resolve(answer))
        socket.on('error', () => resolve(answer))
      })
    expect(await answerTo('GARBAGE\r\n\r\n')).toMatch(/^HTTP\/1\.1 400/)
    expect(await answerTo(`GET / HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 431/,
    )
    expect((await get('/healthz')).status).toBe(200)
  })
})
