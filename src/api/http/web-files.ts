// Built pages over HTTP, under a strict content security policy; and what a browser is told while they are being built.

import { createHash } from 'node:crypto'
import type { Page, Pages } from '../../pages/pages.ts'
import { plainBytes } from './authorities.ts'
import type { HttpContext } from './context.ts'
import { RequestError } from './errors.ts'
import type { Routes } from './routes.ts'

/**
 * Nothing from elsewhere, nothing inline, no frames, no forms; text becomes markup nowhere, and no address a script
 * but those of one policy (Trusted Types). WebAssembly: the reader of XML, and decoders of pictures in PDFs.
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types own-scripts',
].join('; ')

/** @param address of the page; what belongs to it lies below. */
export function addPage(app: Routes, pages: Pages, address: string): void {
  const serve = async (c: HttpContext): Promise<Response> => {
    pages.prepare()
    const state = pages.state()
    if (state.kind !== 'ready') return notYet(c, state.kind)
    const page = state.find(c.req.path)
    if (page === undefined) throw new RequestError(404, 'NOT_FOUND', 'there is nothing at this address')
    return answer(c, page, address)
  }
  // With the star, the address itself is matched too.
  app.get(`${address}/*`, serve)
}

async function answer(c: HttpContext, { file, read }: Page, scope: string): Promise<Response> {
  const { incoming, outgoing } = c.env
  const etag = `"${file.sha256}"`
  outgoing.setHeader('Cache-Control', file.immutable ? 'public, max-age=31536000, immutable' : 'no-cache')
  outgoing.setHeader('ETag', etag)
  outgoing.setHeader('Content-Security-Policy', contentSecurityPolicy)
  outgoing.setHeader('Cross-Origin-Opener-Policy', 'same-origin')
  outgoing.setHeader('Cross-Origin-Resource-Policy', 'same-origin')
  outgoing.setHeader('Permissions-Policy', 'camera=(), geolocation=(), microphone=()')
  // The service worker lies below the page that it keeps.
  if (file.address === `${scope}/service-worker.js`) outgoing.setHeader('Service-Worker-Allowed', scope)
  if (file.gzip) outgoing.setHeader('Vary', 'Accept-Encoding')
  if (incoming.headers['if-none-match'] === etag) return c.body(null, 304)
  const packed = file.gzip && takesGzip(incoming.headers['accept-encoding'])
  return c.body(plainBytes(await read(packed)), 200, {
    'Content-Type': file.contentType,
    ...(packed && { 'Content-Encoding': 'gzip' }),
  })
}

/** RFC 9110 §12.5.3. A weight of nought is a no. */
function takesGzip(accepted: string | string[] | undefined): boolean {
  return /(?:^|,)\s*gzip\s*(?!;\s*q=0(?:\.0*)?\s*(?:,|$))/i.test(String(accepted ?? ''))
}

const waitSeconds = 2
const style =
  'body{margin:20vh auto;max-width:36rem;padding:1rem;font:1.125rem/1.6 system-ui,sans-serif;color-scheme:light dark}p+p{opacity:.75}'
const styleHash = createHash('sha256').update(style).digest('base64')

function notYet(c: HttpContext, why: 'preparing' | 'failed'): Response {
  const { outgoing } = c.env
  outgoing.setHeader('Content-Security-Policy', `default-src 'none'; style-src 'sha256-${styleHash}'`)
  outgoing.setHeader('Retry-After', String(waitSeconds))
  const [vi, en] =
    why === 'preparing'
      ? [
          'Trang này đang được chuẩn bị. Vài giây nữa trang sẽ tự mở.',
          'This page is being prepared. It opens by itself in a few seconds.',
        ]
      : [
          'Chưa chuẩn bị được trang này; nhật ký của máy chủ ghi rõ lý do. Trong lúc chờ: npx chancery verify',
          'This page could not be prepared; the log of the service says why. Meanwhile: npx chancery verify',
        ]
  const refresh = why === 'preparing' ? `<meta http-equiv="refresh" content="${waitSeconds}">` : ''
  const html = `<!doctype html><html lang="vi"><head><meta charset="utf-8">${refresh}<meta name="viewport" content="width=device-width, initial-scale=1"><title>Chancery</title><style>${style}</style></head><body><main><p>${vi}</p><p lang="en">${en}</p></main></body></html>`
  return c.body(html, 503, { 'Content-Type': 'text/html; charset=utf-8' })
}
