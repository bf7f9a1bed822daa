// `/graphql`: the checks that Yoga's own HTTP layer would make, made here (GraphQL over HTTP), and GraphiQL.

import { callOf, noteStranger } from '../http/authenticate.ts'
import { discard, mediaType, readBody } from '../http/body.ts'
import { type HttpContext, type HttpDeps, logInternal } from '../http/context.ts'
import { headersOfStatus, presentError, RequestError, statusOf } from '../http/errors.ts'
import type { Routes } from '../http/routes.ts'
import { createContext } from './context.ts'
import { createEngine } from './engine.ts'
import { addGraphiql } from './graphiql.ts'
import { type ResponseType, responseTypeFor } from './negotiation.ts'
import { observer } from './observe.ts'
import { type Params, paramsOfUrl, parseParams } from './params.ts'
import { resultBody } from './result-text.ts'
import { loadSchema } from './schema.ts'

/** Two inline documents of 512 kB in Base64, and the rest of the request. */
const maxBodyOctets = 1_500_000
const bodyTimeoutMs = 30_000

export function addGraphqlRoutes(app: Routes, deps: HttpDeps): void {
  const engine = createEngine({
    schema: loadSchema(),
    introspection: !deps.production,
    onInternal: (error, requestId) => logInternal(deps.log, error, requestId),
  })

  const observe = observer(deps.metrics, deps.spans)

  const answer = async (c: HttpContext, read: () => Params | Promise<Params>): Promise<Response> => {
    let type: ResponseType = 'application/json'
    try {
      type = responseTypeFor(c.env.incoming.headers.accept)
      if (c.req.method === 'GET') requireOwnPage(c)
      // A form of a foreign origin cannot send this type without asking first, so no further header is demanded.
      else requireJson(c)
      const call = await callOf(c, deps)
      const params = await read()
      const { status, result } = await engine.run(
        params,
        createContext(deps.operations, call, observe),
        c.req.raw,
        type,
      )
      for (const error of result.errors ?? []) deps.metrics.graphqlErrors.inc({ code: error.extensions.code })
      return c.body(resultBody(result), status, { 'Content-Type': contentTypes[type] })
    } catch (error) {
      const status = statusOf(error)
      await noteStranger(c, deps, error)
      if (status === 500) logInternal(deps.log, error, c.get('requestId'))
      const { message, ...extensions } = presentError(error, c.get('requestId'))
      deps.metrics.graphqlErrors.inc({ code: extensions.code })
      return c.body(JSON.stringify({ errors: [{ message, extensions }] }), status, {
        'Content-Type': contentTypes[type],
        ...headersOfStatus(status),
      })
    }
  }

  app.post('/graphql', (c) =>
    answer(c, async () => {
      const limits = { maxOctets: maxBodyOctets, timeoutMs: bodyTimeoutMs }
      const body = await readBody(c.env.incoming, limits)
      const params = parseParams(body)
      discard(body)
      return params
    }),
  )
  app.get('/graphql', async (c, next) => {
    if (c.req.query('query') === undefined) return await next()
    return await answer(c, () => paramsOfUrl(new URL(c.req.url).searchParams))
  })
  if (!deps.production) addGraphiql(app)
}

const contentTypes: Readonly<Record<ResponseType, string>> = {
  'application/json': 'application/json; charset=utf-8',
  'application/graphql-response+json': 'application/graphql-response+json; charset=utf-8',
}

/** A page elsewhere can have a browser send GET without asking, though not see the answer: it then makes us work. */
function requireOwnPage(c: HttpContext): void {
  const { origin, 'sec-fetch-site': site } = c.env.incoming.headers
  if (origin !== undefined || (site !== undefined && site !== 'same-origin' && site !== 'none'))
    throw new RequestError(403, 'BAD_REQUEST', 'pages of other origins may not read by GET')
}

function requireJson(c: HttpContext): void {
  const { incoming } = c.env
  if (mediaType(incoming) !== 'application/json') {
    throw new RequestError(415, 'BAD_REQUEST', 'the content type must be application/json')
  }
  const charset = /charset\s*=\s*"?([^";\s]+)/i.exec(incoming.headers['content-type'] ?? '')?.[1]
  if (charset !== undefined && !/^utf-?8$/i.test(charset)) {
    throw new RequestError(415, 'BAD_REQUEST', 'the character set must be utf-8')
  }
  const encoding = incoming.headers['content-encoding']
  if (encoding !== undefined && encoding !== 'identity') {
    throw new RequestError(415, 'BAD_REQUEST', 'the body must not be compressed')
  }
}
