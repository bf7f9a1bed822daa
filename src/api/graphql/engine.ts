// The GraphQL engine: one request in, one result and its status out. Yoga behind our own door (GraphQL over HTTP §6).

import type { DocumentNode, GraphQLSchema } from 'graphql'
import { createYoga } from 'graphql-yoga'
import type { HttpStatus } from '../http/errors.ts'
import type { Context } from './context.ts'
import { createDocumentCache } from './document-cache.ts'
import { type AnsweredError, answeredError } from './errors.ts'
import { limitPlugins } from './limits.ts'
import type { ResponseType } from './negotiation.ts'
import type { Params } from './params.ts'
import { variableErrors } from './variables.ts'

export interface EngineOptions {
  readonly schema: GraphQLSchema
  readonly introspection: boolean
  /** Is given errors that are our own fault. */
  readonly onInternal: (error: unknown, requestId: string) => void
}

export interface Answer {
  readonly status: HttpStatus
  readonly result: { readonly data?: unknown; readonly errors?: readonly AnsweredError[] }
}

export interface Engine {
  /**
   * Runs one request to its end; nothing is streamed, so that no answer leaves before its journey returned.
   *
   * @param request only its method is looked at.
   */
  run(params: Params, context: Context, request: Request, type: ResponseType): Promise<Answer>
}

export function createEngine(options: EngineOptions): Engine {
  const { schema, introspection } = options
  const documents = createDocumentCache<DocumentNode>()
  const yoga = createYoga<Record<string, unknown>>({
    schema,
    plugins: [...limitPlugins(introspection)],
    parserAndValidationCache: { documentCache: documents, errorCache: createDocumentCache<unknown>() },
    // Errors are answered by `answeredError` alone, whatever NODE_ENV says.
    maskedErrors: false,
    logging: false,
    graphiql: false,
    landingPage: false,
    cors: false,
    multipart: false,
    batching: false,
  })

  return {
    async run(params, context, request, type) {
      const { requestId } = context.call
      const onInternal = (error: unknown): void => options.onInternal(error, requestId)
      let result: Awaited<ReturnType<typeof yoga.getResultForParams>>
      try {
        result = await yoga.getResultForParams({ params, request }, { ...context })
      } catch (error) {
        result = undefined
        onInternal(error)
      }
      if (result === undefined || Symbol.asyncIterator in result) {
        return {
          status: 500,
          result: { errors: [answeredError(new Error('no result'), requestId, () => undefined)] },
        }
      }
      const { data, errors } = result
      if (errors === undefined || errors.length === 0) return { status: 200, result: { data } }
      if (data !== undefined) {
        return {
          status: 200,
          result: { data, errors: errors.map((error) => answeredError(error, requestId, onInternal)) },
        }
      }
      const document = documents.get(params.query)
      const better =
        document && variableErrors(schema, document, params.operationName, params.variables ?? {})
      const told = (better?.length ? better : errors).map((error) =>
        answeredError(error, requestId, onInternal),
      )
      return { status: requestErrorStatus(told, type), result: { errors: told } }
    },
  }
}

/** A result without data: `application/json` says 200 for whatever was well-formed, its successor says 4xx or 5xx. */
function requestErrorStatus(errors: readonly AnsweredError[], type: ResponseType): HttpStatus {
  if (errors.some(({ extensions }) => extensions.code === 'INTERNAL')) return 500
  return type === 'application/json' ? 200 : 400
}
