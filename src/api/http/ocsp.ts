// OCSP over HTTP (RFC 6960 appendix A.1), with the cache headers of the lightweight profile (RFC 5019 §5, §6.2).

import { createHash } from 'node:crypto'
import { fromBase64 } from '../../bytes.ts'
import { answerOcsp } from '../../operations/revocation.ts'
import { strangersCall } from './authenticate.ts'
import { plainBytes } from './authorities.ts'
import { readBody, requireMediaType } from './body.ts'
import type { HttpDeps } from './context.ts'
import { RequestError } from './errors.ts'
import type { Routes } from './routes.ts'

const requestType = 'application/ocsp-request'
const responseType = 'application/ocsp-response'
const limits = { maxOctets: 10_000, timeoutMs: 10_000 }
/** Answers live for an hour; caches may keep them for a minute, so that a revocation is seen soon. */
const maxAgeSeconds = 60

export function addOcspRoutes(app: Routes, deps: HttpDeps): void {
  app.post('/ocsp/:authority', async (c) => {
    requireMediaType(c.env.incoming, requestType)
    // Revocation is everybody's to ask: no token is looked at.
    const call = strangersCall(c, deps)
    const request = await readBody(c.env.incoming, limits)
    const response = await answerOcsp(deps.operations, call, c.req.param('authority'), request)
    return c.body(plainBytes(response), 200, { 'Content-Type': responseType })
  })

  app.get('/ocsp/:authority/*', async (c) => {
    const call = strangersCall(c, deps)
    const request = requestInPath(c.env.incoming.url ?? '')
    const response = await answerOcsp(deps.operations, call, c.req.param('authority'), request)
    // A response that says "try later" or "malformed" has no body of its own and must not be kept (RFC 5019 §6.2).
    if (isSuccessful(response)) {
      c.env.outgoing.setHeader(
        'Cache-Control',
        `public, max-age=${maxAgeSeconds}, no-transform, must-revalidate`,
      )
      c.env.outgoing.setHeader('ETag', `"${createHash('sha256').update(response).digest('hex')}"`)
    }
    return c.body(plainBytes(response), 200, { 'Content-Type': responseType })
  })
}

/** The last part of the path is the Base64 of the request, URL-encoded; some clients leave its slashes as they are. */
function requestInPath(url: string): Uint8Array {
  const [path = ''] = url.split('?')
  const encoded = path.split('/').slice(3).join('/')
  let bytes: Uint8Array | undefined
  try {
    bytes = fromBase64(decodeURIComponent(encoded))
  } catch {
    bytes = undefined
  }
  if (bytes === undefined || bytes.length === 0 || bytes.length > limits.maxOctets) {
    throw new RequestError(400, 'BAD_REQUEST', 'the address holds no OCSP request in Base64')
  }
  return bytes
}

/** OCSPResponseStatus `successful` (0) is the first member of the outer SEQUENCE. */
function isSuccessful(response: Uint8Array): boolean {
  const lengthOctet = response[1] ?? 0
  const start = 2 + (lengthOctet < 0x80 ? 0 : lengthOctet & 0x7f)
  return response[start] === 0x0a && response[start + 2] === 0
}
