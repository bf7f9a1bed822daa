// The GraphQL engine: one request in, one result and its status out. Yoga behind our own door (GraphQL over HTTP §6).

import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  type GraphQLSchema,
  getOperationAST,
  parse,
} from 'graphql'
import { createYoga, type Plugin } from 'graphql-yoga'
import { type HttpStatus, RequestError } from '../http/errors.ts'
import type { Context } from './context.ts'
import { createDocumentCache } from './document-cache.ts'
import { type AnsweredError, answeredError } from './errors.ts'
import { limitPlugins, limits } from './limits.ts'
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
   * @param request only its method is looked at: by GET nothing but queries are run.
   * @throws RequestError 405.
   */
  run(params: Params, context: Context, request: Request, type: ResponseType): Promise<Answer>
}

export function createEngine(options: EngineOptions): Engine {
  const { schema, introspection } = options
  const documents = createDocumentCache<DocumentNode>()
  const admitted = new WeakSet<DocumentNode>()
  const yoga = createYoga<Record<string, unknown>>({
    schema,
    plugins: [...limitPlugins(introspection), admissionPlugin(admitted)],
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
      if (request.method === 'GET') requireReading(params, documents.get(params.query))
      const onInternal = (error: unknown): void => options.onInternal(error, requestId)
      let result: Awaited<ReturnType<typeof yoga.getResultForParams>>
      try {
        result =
          (await runAdmitted(schema, admitted, documents.get(params.query), params, context)) ??
          (await yoga.getResultForParams({ params, request }, { ...context }))
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

/** @throws RequestError 405. What does not parse is refused by whoever parses it next. */
function requireReading({ query, operationName }: Params, known: DocumentNode | undefined): void {
  const document = known ?? parsedOrNothing(query)
  const operation = document === undefined ? undefined : getOperationAST(document, operationName)
  if (operation != null && operation.operation !== 'query')
    throw new RequestError(405, 'BAD_REQUEST', 'GET reads; what changes something is sent by POST')
}

function parsedOrNothing(query: string): DocumentNode | undefined {
  try {
    return parse(query, { maxTokens: limits.tokens, noLocation: true })
  } catch {
    return undefined
  }
}

/** Notes the documents that passed every rule, and has them run by graphql itself: one executor, whichever way they came. */
function admissionPlugin(admitted: WeakSet<DocumentNode>): Plugin {
  return {
    onValidate({ params }) {
      return ({ valid }) => {
        if (valid) admitted.add(params.documentAST)
      }
    },
    onExecute({ setExecuteFn }) {
      setExecuteFn(execute)
    },
  }
}

/**
 * Runs a document that passed Yoga's door before, without passing it again: measured, the door costs more than all that
 * is behind it.
 *
 * @returns undefined when it did not, or when the request does not say which of its operations to run.
 */
async function runAdmitted(
  schema: GraphQLSchema,
  admitted: WeakSet<DocumentNode>,
  document: DocumentNode | undefined,
  params: Params,
  context: Context,
): Promise<ExecutionResult | undefined> {
  if (document === undefined || !admitted.has(document)) return undefined
  if (getOperationAST(document, params.operationName) == null) return undefined
  return execute({
    schema,
    document,
    contextValue: context,
    variableValues: params.variables,
    operationName: params.operationName,
  })
}

/** A result without data: `application/json` says 200 for whatever was well-formed, its successor says 4xx or 5xx. */
function requestErrorStatus(errors: readonly AnsweredError[], type: ResponseType): HttpStatus {
  if (errors.some(({ extensions }) => extensions.code === 'INTERNAL')) return 500
  return type === 'application/json' ? 200 : 400
}
