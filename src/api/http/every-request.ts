// What happens to every request: an identifier, headers that hold for all answers, one line in the log, metrics.

import { randomUUID } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import { matchedRoutes } from 'hono/route'
import type { HttpDeps, HttpEnv } from './context.ts'

export interface EveryRequestOptions {
  /** We serve TLS ourselves, so browsers may be told to stay with it. */
  readonly tls: boolean
  readonly isDraining: () => boolean
}

/** So long a connection may be silent before it is ended. */
export const silenceMs = 120_000
// Whoever sends just before the end would send in vain, so that others are told an earlier one.
const keepAlive = `timeout=${silenceMs / 1000 - 10}`

export function everyRequest(
  deps: Pick<HttpDeps, 'requestLog' | 'metrics' | 'spans'>,
  options: EveryRequestOptions,
): MiddlewareHandler<HttpEnv> {
  const { requestLog, metrics, spans } = deps
  return async (c, next) => {
    const { incoming, outgoing } = c.env
    const requestId = randomUUID()
    const start = performance.now()
    c.set('requestId', requestId)
    // Set on Node's response, not through Hono, whose Headers object costs more than the rest of this function.
    outgoing.setHeader('X-Request-Id', requestId)
    outgoing.setHeader('X-Content-Type-Options', 'nosniff')
    outgoing.setHeader('Referrer-Policy', 'no-referrer')
    outgoing.setHeader('Cache-Control', 'no-store')
    if (options.isDraining()) outgoing.setHeader('Connection', 'close')
    else outgoing.setHeader('Keep-Alive', keepAlive)
    if (options.tls) outgoing.setHeader('Strict-Transport-Security', 'max-age=31536000')
    metrics.openRequests.inc()
    outgoing.once('close', () => {
      const ms = performance.now() - start
      // The pattern, never the address: addresses hold identifiers.
      const route = matchedRoutes(c).at(-1)?.path ?? 'none'
      metrics.openRequests.dec()
      metrics.requests.inc({ route, status: outgoing.statusCode })
      metrics.requestSeconds.observe({ route }, ms / 1000)
      requestLog.write({
        requestId,
        method: incoming.method,
        route,
        status: outgoing.statusCode,
        ms: Math.round(ms * 10) / 10,
        finished: outgoing.writableFinished,
      })
    })
    if (spans === undefined) return await next()
    const route = matchedRoutes(c).at(-1)?.path ?? 'none'
    const facts = {
      'http.request.method': incoming.method ?? '',
      'http.route': route,
      'chancery.request_id': requestId,
    }
    await spans.within(`${incoming.method} ${route}`, facts, async (note) => {
      await next()
      note({ 'http.response.status_code': c.res.status })
    })
  }
}
