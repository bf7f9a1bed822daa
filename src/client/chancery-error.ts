// What the client throws: the service's own code, or one of three that only a client can know.

import type { ErrorCode } from '../errors.ts'

/**
 * Codes of the service (the list in README.md), and:
 * `UNREACHABLE` no connection, `TIMED_OUT` no answer in time, `UNEXPECTED_ANSWER` what answered is not this service.
 */
export type ChanceryErrorCode = ErrorCode | 'UNREACHABLE' | 'TIMED_OUT' | 'UNEXPECTED_ANSWER'

export interface ChanceryErrorFacts {
  /** Stable. A newer service may know codes that this client does not: then the text is passed on as it came. */
  readonly code: ChanceryErrorCode | (string & {})
  /** Whether the same request may succeed later. */
  readonly retryable: boolean
  /** Finds the request in the service's log; undefined when no answer came. */
  readonly requestId?: string | undefined
  readonly cause?: unknown
}

export class ChanceryError extends Error {
  readonly code: ChanceryErrorFacts['code']
  readonly retryable: boolean
  readonly requestId: string | undefined

  constructor(message: string, facts: ChanceryErrorFacts) {
    super(message, { cause: facts.cause })
    this.name = 'ChanceryError'
    this.code = facts.code
    this.retryable = facts.retryable
    this.requestId = facts.requestId
  }
}

/**
 * Reads the error out of an answer of any door: GraphQL's `errors`, or `error` of the other paths.
 *
 * @returns undefined when `body` holds no error.
 */
export function errorInAnswer(body: unknown, requestId: string | undefined): ChanceryError | undefined {
  if (typeof body !== 'object' || body === null) return undefined
  const first =
    'errors' in body && Array.isArray(body.errors) ? body.errors[0] : 'error' in body ? body.error : undefined
  if (typeof first !== 'object' || first === null) return undefined
  const facts: object =
    'extensions' in first && typeof first.extensions === 'object' && first.extensions !== null
      ? first.extensions
      : first
  return new ChanceryError(
    'message' in first && typeof first.message === 'string' ? first.message : 'the service gave no reason',
    {
      code: 'code' in facts && typeof facts.code === 'string' ? facts.code : 'UNEXPECTED_ANSWER',
      retryable: 'retryable' in facts && facts.retryable === true,
      requestId: 'requestId' in facts && typeof facts.requestId === 'string' ? facts.requestId : requestId,
    },
  )
}
