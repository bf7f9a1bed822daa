// The HTTP server: all paths of the contract, limits on slow and large senders, and an orderly end.

import { readFileSync } from 'node:fs'
import {
  createServer as createHttpServer,
  type RequestListener,
  type Server,
  type ServerOptions,
} from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { matchedRoutes } from 'hono/route'
import type { TlsFiles } from '../../config.ts'
import { ServiceError } from '../../errors.ts'
import { addGraphqlRoutes } from '../graphql/route.ts'
import { noteStranger } from './authenticate.ts'
import { addAuthorityRoutes } from './authorities.ts'
import { addBackupRoute } from './backup.ts'
import { type HttpDeps, type HttpEnv, logInternal } from './context.ts'
import { addDocumentRoutes } from './documents.ts'
import { errorResponse, RequestError, statusOf } from './errors.ts'
import { everyRequest, silenceMs } from './every-request.ts'
import { addHealthRoutes } from './health.ts'
import { addLogRoutes } from './log.ts'
import { addMetricsRoute } from './metrics.ts'
import { addOcspRoutes } from './ocsp.ts'
import { addSignInRoutes } from './sign-in.ts'
import { addTimestampRoute } from './tsa.ts'
import { addVerifyRoutes } from './verify.ts'

export interface ListenOptions {
  readonly host: string
  /** 0 chooses a free one. */
  readonly port: number
  readonly tls?: TlsFiles | undefined
}

export interface RunningServer {
  /** For example `http://127.0.0.1:8420`. */
  readonly url: string
  readonly port: number
  /** Stops accepting, waits for open requests at most `drainMs`, then ends what remains. */
  close(): Promise<void>
}

const drainMs = 10_000

/** Answers once the port is open. @throws Error of `listen`, with its `code`. */
export async function startServer(deps: HttpDeps, options: ListenOptions): Promise<RunningServer> {
  let draining = false
  const isDraining = (): boolean => draining
  const app = routes(deps, { tls: options.tls !== undefined, isDraining })
  const server = createNodeServer(getRequestListener(app.fetch), options)
  const port = await listen(server, options)
  const host = options.host.includes(':') ? `[${options.host}]` : options.host
  return {
    url: `${options.tls === undefined ? 'http' : 'https'}://${host}:${port}`,
    port,
    async close() {
      draining = true
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      // A kept-alive connection becomes idle when its last answer is out.
      const idle = setInterval(() => server.closeIdleConnections(), 50)
      const end = setTimeout(() => server.closeAllConnections(), drainMs)
      await closed
      clearInterval(idle)
      clearTimeout(end)
    },
  }
}

function routes(
  deps: HttpDeps,
  options: { readonly tls: boolean; readonly isDraining: () => boolean },
): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>()
  app.use(everyRequest(deps, options))
  addGraphqlRoutes(app, deps)
  addDocumentRoutes(app, deps)
  addBackupRoute(app, deps)
  addOcspRoutes(app, deps)
  addAuthorityRoutes(app, deps)
  addTimestampRoute(app, deps)
  addLogRoutes(app, deps)
  addVerifyRoutes(app, deps)
  addSignInRoutes(app, deps)
  addHealthRoutes(app, deps, options.isDraining)
  addMetricsRoute(app, deps)
  app.notFound((c) =>
    errorResponse(c, new RequestError(404, 'NOT_FOUND', 'there is nothing at this address')),
  )
  app.onError(async (error, c) => {
    if (statusOf(error) === 500) logInternal(deps.log, error, c.get('requestId'))
    const call = c.get('call')
    // The pattern, never the address: addresses hold identifiers.
    if (call !== undefined) {
      const door = `${c.req.method} ${matchedRoutes(c).at(-1)?.path ?? 'none'}`
      await deps.operations.denials.record(call, door, error)
    } else {
      await noteStranger(c, deps, error)
    }
    return errorResponse(c, error)
  })
  return app
}

/** Times within which a sender must speak, so that slow ones cannot hold all connections (RFC 9110 says nothing; slowloris does). */
const serverLimits: ServerOptions = {
  headersTimeout: 15_000,
  // The largest document over the slowest line that we serve; small bodies have limits of their own.
  requestTimeout: 3_600_000,
  connectionsCheckingInterval: 5000,
  // Silence ends a connection, kept alive or not: a limit of its own would cost two timers for each request.
  keepAliveTimeout: 0,
  maxHeaderSize: 16_384,
}

function createNodeServer(listener: RequestListener, options: ListenOptions): Server {
  const server =
    options.tls === undefined
      ? createHttpServer(serverLimits, listener)
      : createTlsServer(listener, options.tls)
  // Neither a byte in nor a byte out for this long: the other side is gone.
  server.timeout = silenceMs
  server.maxHeadersCount = 100
  return server
}

/** @throws ServiceError `INVALID_ARGUMENT` naming the setting whose file is missing or holds something else. */
function createTlsServer(listener: RequestListener, tls: TlsFiles): Server {
  const secure = {
    ...serverLimits,
    cert: tlsFile('CHANCERY_TLS_CERT_FILE', tls.certificateFile),
    key: tlsFile('CHANCERY_TLS_KEY_FILE', tls.keyFile),
    minVersion: 'TLSv1.2',
    // Whoever has none, or one of others, is served as before: browsers, and programs with tokens.
    ...(tls.clientCaFile === undefined
      ? {}
      : {
          ca: tlsFile('CHANCERY_TLS_CLIENT_CA_FILE', tls.clientCaFile),
          requestCert: true,
          rejectUnauthorized: false,
        }),
  } as const
  try {
    return createHttpsServer(secure, listener)
  } catch (cause) {
    throw new ServiceError(
      'INVALID_ARGUMENT',
      `CHANCERY_TLS_CERT_FILE ${tls.certificateFile} and CHANCERY_TLS_KEY_FILE ${tls.keyFile} are no certificate with its key in PEM${tls.clientCaFile === undefined ? '' : `, or CHANCERY_TLS_CLIENT_CA_FILE ${tls.clientCaFile} is no certificate`}`,
      { cause },
    )
  }
}

function tlsFile(setting: string, file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (cause) {
    throw new ServiceError('INVALID_ARGUMENT', `${setting} ${file} cannot be read`, { cause })
  }
}

function listen(server: Server, options: ListenOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, options.host, () => {
      server.off('error', reject)
      const address = server.address()
      if (address === null || typeof address === 'string') reject(new Error('the server has no port'))
      else resolve(address.port)
    })
  })
}
