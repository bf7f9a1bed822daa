// The audit log for anyone: the newest checkpoint (C2SP tlog-checkpoint) and the tiles of hashes (C2SP tlog-tiles);
// bundles of entries for those who read the log of the whole organisation.

import { logTile, newestCheckpoint } from '../../operations/audit-log.ts'
import { callOf } from './authenticate.ts'
import { plainBytes } from './authorities.ts'
import type { HttpDeps } from './context.ts'
import { RequestError } from './errors.ts'
import type { Routes } from './routes.ts'

export function addLogRoutes(app: Routes, deps: HttpDeps): void {
  app.get('/log/checkpoint', async (c) => {
    deps.admission.admitStranger(c)
    const checkpoint = await newestCheckpoint(deps.operations)
    if (checkpoint === undefined) throw new RequestError(404, 'NOT_FOUND', 'the log has no checkpoint yet')
    return c.body(checkpoint.note, 200, { 'Content-Type': 'text/plain; charset=utf-8' })
  })

  app.get('/log/tile/*', async (c) => {
    const call = await callOf(c, deps)
    const tile = await logTile(deps.operations, call, c.req.path.slice('/log/'.length))
    if (tile === undefined) throw new RequestError(404, 'NOT_FOUND', 'the log has no such tile')
    // A tile of one width never changes. Entries are for those who may see them, so no cache on the way keeps them.
    const audience = call.caller.kind === 'anonymous' ? 'public' : 'private'
    c.env.outgoing.setHeader('Cache-Control', `${audience}, max-age=31536000, immutable`)
    return c.body(plainBytes(tile), 200, { 'Content-Type': 'application/octet-stream' })
  })
}
