// Errors at the GraphQL door: `extensions` {code, retryable, requestId} and nothing else, whatever went wrong inside.

import { GraphQLError } from 'graphql'
import { type ErrorCode, isServiceError, ServiceError } from '../../errors.ts'
import { type PresentedError, presentError } from '../http/errors.ts'
import { limitExtension } from './limits.ts'

export interface AnsweredError {
  readonly message: string
  readonly locations?: readonly { readonly line: number; readonly column: number }[]
  readonly path?: readonly (string | number)[]
  readonly extensions: { readonly code: ErrorCode; readonly retryable: boolean; readonly requestId: string }
}

/**
 * What the sender is told of one error of the engine. Messages of graphql itself quote the request, in which a
 * secret may stand in the wrong place, so they are never passed on.
 *
 * @param onInternal is given what must be looked into.
 */
export function answeredError(
  error: unknown,
  requestId: string,
  onInternal: (error: unknown) => void,
): AnsweredError {
  if (!(error instanceof GraphQLError)) {
    if (!isServiceError(error)) onInternal(error)
    return answered(presentError(error, requestId))
  }
  const cause = rootCause(error)
  const path = error.path === undefined ? {} : { path: error.path }
  if (isServiceError(cause)) return { ...answered(presentError(cause, requestId)), ...path }
  if (isAboutTheRequest(error)) {
    const rejected = new ServiceError('QUERY_REJECTED', rejectionMessage(error))
    // Places in the sender's own document tell nothing but help.
    const locations = error.locations === undefined ? {} : { locations: error.locations }
    return { ...answered(presentError(rejected, requestId)), ...locations, ...path }
  }
  onInternal(cause ?? error)
  return { ...answered(presentError(undefined, requestId)), ...path }
}

function answered({ message, code, retryable, requestId }: PresentedError): AnsweredError {
  return { message, extensions: { code, retryable, requestId } }
}

/** Without a path nothing ran yet: parsing, validation, variables. With one, only a bad argument is the sender's. */
function isAboutTheRequest(error: GraphQLError): boolean {
  return error.path === undefined || error.originalError instanceof GraphQLError
}

function rejectionMessage(error: GraphQLError): string {
  if (error.extensions[limitExtension] === true) return error.message
  switch (error.extensions['code']) {
    case 'GRAPHQL_PARSE_FAILED':
      return 'The GraphQL document does not parse.'
    case 'GRAPHQL_VALIDATION_FAILED':
      return 'The GraphQL document does not fit the schema.'
    case 'OPERATION_RESOLUTION_FAILURE':
      return 'The request does not say which operation to run.'
    case variableCode:
      return error.message
    default:
      return 'A variable or an argument does not fit the schema.'
  }
}

/** Marks the errors of variables.ts, whose messages are ours. */
export const variableCode = 'CHANCERY_VARIABLE'

function rootCause(error: GraphQLError): Error | undefined {
  let cause: Error | undefined = error.originalError
  while (cause instanceof GraphQLError && cause.originalError !== undefined) cause = cause.originalError
  return cause
}
