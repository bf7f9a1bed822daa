// What authorities publish: certificates (AIA, RFC 5280 §4.2.2.1), chains (certs-only CMS), CRLs. All DER, for anyone.

import { authorityCertificate, authorityChain } from '../../operations/authority-certificates.ts'
import { currentCrl } from '../../operations/revocation.ts'
import type { HttpContext, HttpDeps } from './context.ts'
import { RequestError } from './errors.ts'
import type { Routes } from './routes.ts'

export function addAuthorityRoutes(app: Routes, deps: HttpDeps): void {
  // A revocation must reach everybody within a minute, so a list is cached no longer (RFC 5280 §3.3 sets no time).
  app.get('/crl/:file', async (c) => {
    deps.admission.admitStranger(c)
    const crl = await currentCrl(deps.operations, slugOf(c, '.crl'))
    return der(c, crl, 'application/pkix-crl', 60)
  })

  app.get('/ca/:file', async (c) => {
    deps.admission.admitStranger(c)
    if (c.req.param('file').endsWith('.p7c')) {
      const chain = await authorityChain(deps.operations, slugOf(c, '.p7c'))
      return der(c, chain, 'application/pkcs7-mime; smime-type=certs-only', 3600)
    }
    const certificate = await authorityCertificate(deps.operations, slugOf(c, '.cer'))
    return der(c, certificate, 'application/pkix-cert', 3600)
  })
}

const slugForm = /^[a-z0-9-]{1,63}$/

function slugOf(c: HttpContext, suffix: string): string {
  const file = c.req.param('file') ?? ''
  const slug = file.slice(0, -suffix.length)
  if (!file.endsWith(suffix) || !slugForm.test(slug))
    throw new RequestError(404, 'NOT_FOUND', 'there is nothing at this address')
  return slug
}

function der(c: HttpContext, bytes: Uint8Array, contentType: string, maxAgeSeconds: number): Response {
  // Set on Node's response, where every-request.ts put the default.
  c.env.outgoing.setHeader('Cache-Control', `public, max-age=${maxAgeSeconds}, no-transform`)
  return c.body(plainBytes(bytes), 200, { 'Content-Type': contentType })
}

/** Hono takes bytes whose buffer is not shared. */
export function plainBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes.buffer instanceof ArrayBuffer
    ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    : new Uint8Array(bytes)
}
