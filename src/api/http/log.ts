// The audit log for anyone: the newest checkpoint (C2SP tlog-checkpoint) and the tiles of hashes (C2SP tlog-tiles).

import { logTile, newestCheckpoint } from '../../operations/audit-log.ts'
import { plainBytes } from './authorities.ts'
import type { HttpDeps } from './context.ts'
import { RequestError } from './errors.ts'
import type { Routes } from './routes.ts'

const hashOctets = 32
const tileWidth = 256

export function addLogRoutes(app: Routes, deps: HttpDeps): void {
  app.get('/log/checkpoint', async (c) => {
    deps.admission.admitStranger(c)
    const checkpoint = await newestCheckpoint(deps.operations)
    if (checkpoint === undefined) throw new RequestError(404, 'NOT_FOUND', 'the log has no checkpoint yet')
    return c.body(checkpoint.note, 200, { 'Content-Type': 'text/plain; charset=utf-8' })
  })

  app.get('/log/tile/*', async (c) => {
    deps.admission.admitStranger(c)
    const tile = parseTile(c.req.path)
    if (tile === undefined) throw new RequestError(404, 'NOT_FOUND', 'there is nothing at this address')
    const hashes = (await logTile(deps.operations, tile.level, tile.index)).subarray(
      0,
      tile.width * hashOctets,
    )
    if (hashes.length < tile.width * hashOctets)
      throw new RequestError(404, 'NOT_FOUND', 'the log has not grown so far')
    // Hashes of a tile of one width never change.
    c.env.outgoing.setHeader('Cache-Control', 'public, max-age=31536000, immutable')
    return c.body(plainBytes(hashes), 200, { 'Content-Type': 'application/octet-stream' })
  })
}

interface Tile {
  readonly level: number
  readonly index: number
  readonly width: number
}

/**
 * `/log/tile/<L>/<N>[.p/<W>]`, the number in groups of three digits of which all but the last begin with `x`. Bundles
 * of entries are not published: entries name units and keys, hashes do not.
 */
function parseTile(path: string): Tile | undefined {
  const [, level, groups, width] =
    /^\/log\/tile\/([0-7])\/((?:x\d{3}\/){0,4}\d{3})(?:\.p\/([1-9]\d{0,2}))?$/.exec(path) ?? []
  if (level === undefined || groups === undefined) return undefined
  const tile = {
    level: Number(level),
    index: Number(groups.replace(/[x/]/g, '')),
    width: Number(width ?? tileWidth),
  }
  return width === undefined || tile.width < tileWidth ? tile : undefined
}
