// `POST /documents` and `GET /documents/{id}`: streamed in and out, never whole in memory.

import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { isKnown } from '../../caller.ts'
import { ServiceError } from '../../errors.ts'
import { downloadDocument } from '../../operations/download-document.ts'
import { describeStored, maxDocumentOctets, uploadDocument } from '../../operations/upload-document.ts'
import { callOf } from './authenticate.ts'
import { slowestPace, streamBody } from './body.ts'
import { type HttpDeps, logInternal } from './context.ts'
import type { Routes } from './routes.ts'

/** Each writes to the disk, and half-written ones count in no quota. */
const uploadsAtOnce = 16

export function addDocumentRoutes(app: Routes, deps: HttpDeps): void {
  let uploads = 0

  app.post('/documents', async (c) => {
    const call = await callOf(c, deps)
    if (!isKnown(call.caller))
      throw new ServiceError('UNAUTHENTICATED', 'documents need a token: Authorization: Bearer …')
    if (uploads >= uploadsAtOnce)
      throw new ServiceError('BUSY', `${uploadsAtOnce} documents are being uploaded; try again`)
    uploads++
    try {
      const stored = await uploadDocument(
        deps.operations,
        call,
        streamBody(c.env.incoming, { maxOctets: maxDocumentOctets, pace: slowestPace }),
      )
      return c.json(describeStored(stored), 201, { Location: `/documents/${stored.id}` })
    } finally {
      uploads--
    }
  })

  app.get('/documents/:id', async (c) => {
    const call = await callOf(c, deps)
    const { size, pieces } = await downloadDocument(deps.operations, call, c.req.param('id'))
    const { outgoing } = c.env
    outgoing.writeHead(200, {
      // Never a type that a browser would show: the bytes are a stranger's.
      'Content-Type': 'application/octet-stream',
      'Content-Disposition': 'attachment',
      'Content-Length': size,
    })
    if (c.req.method === 'HEAD') {
      outgoing.end()
      return RESPONSE_ALREADY_SENT
    }
    try {
      // An error here closes the connection short of the declared length, which no client takes for the whole.
      await pipeline(Readable.from(pieces, { objectMode: false }), outgoing)
    } catch (error) {
      if (!isDisconnect(error)) logInternal(deps.log, error, c.get('requestId'))
    }
    return RESPONSE_ALREADY_SENT
  })
}

function isDisconnect(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE'
}
