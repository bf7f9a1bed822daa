// `POST /backup`: the whole registry as one encrypted file, for officers of the organisation.

import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { backUp } from '../../operations/back-up.ts'
import { readBackupRequest } from '../../operations/backup-request.ts'
import { callOf } from './authenticate.ts'
import { readBody } from './body.ts'
import { type HttpDeps, logInternal } from './context.ts'
import type { Routes } from './routes.ts'

const maxRequestOctets = 4096
const requestTimeoutMs = 15_000

export function addBackupRoute(app: Routes, deps: HttpDeps): void {
  app.post('/backup', async (c) => {
    const call = await callOf(c, deps)
    const request = readBackupRequest(
      await readBody(c.env.incoming, { maxOctets: maxRequestOctets, timeoutMs: requestTimeoutMs }),
    )
    const { outgoing } = c.env
    await backUp(deps.operations, call, request, async (pieces) => {
      outgoing.writeHead(200, { 'Content-Type': 'application/octet-stream', 'Cache-Control': 'no-store' })
      try {
        // An error here breaks the connection before its last chunk, which no client takes for the whole.
        await pipeline(Readable.from(pieces, { objectMode: false }), outgoing)
      } catch (error) {
        logInternal(deps.log, error, c.get('requestId'))
      }
    })
    return RESPONSE_ALREADY_SENT
  })
}
