// `POST /tsa`: RFC 3161 §3.4, time-stamps over HTTP, for applications that may have them.

import { ServiceError } from '../../errors.ts'
import { answerTimestampRequest } from '../../operations/timestamp.ts'
import { callOf } from './authenticate.ts'
import { plainBytes } from './authorities.ts'
import { readBody, requireMediaType } from './body.ts'
import type { HttpDeps } from './context.ts'
import type { Routes } from './routes.ts'

const limits = { maxOctets: 10_000, timeoutMs: 10_000 }

export function addTimestampRoute(app: Routes, deps: HttpDeps): void {
  app.post('/tsa', async (c) => {
    requireMediaType(c.env.incoming, 'application/timestamp-query')
    const call = await callOf(c, deps)
    // Before the body is looked at: an anonymous caller gets no token, whatever it asks.
    if (call.caller.kind === 'anonymous') {
      throw new ServiceError('UNAUTHENTICATED', 'time-stamps need a token: Authorization: Bearer …')
    }
    const request = await readBody(c.env.incoming, limits)
    const response = await answerTimestampRequest(deps.operations, call, request)
    return c.body(plainBytes(response), 200, { 'Content-Type': 'application/timestamp-reply' })
  })
}
