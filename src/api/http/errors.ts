// Errors at the HTTP door: status by code (RFC 9110 §15), exhaustively, and one JSON shape that tells nothing else.

import type { ContentfulStatusCode as HttpStatus } from 'hono/utils/http-status'
import { type ErrorCode, errorCodes, isServiceError, ServiceError } from '../../errors.ts'
import type { HttpContext } from './context.ts'

export const httpStatuses: Readonly<Record<ErrorCode, HttpStatus>> = {
  INVALID_ARGUMENT: 400,
  UNAUTHENTICATED: 401,
  NOT_PERMITTED: 403,
  NOT_FOUND: 404,
  ALREADY_EXISTS: 409,
  UNIT_NOT_ACTIVE: 409,
  PURPOSE_MISMATCH: 409,
  KEY_NOT_ACTIVE: 409,
  ALGORITHM_NOT_ALLOWED: 422,
  DECRYPTION_FAILED: 422,
  PROFILE_VIOLATION: 422,
  APPROVAL_REQUIRED: 403,
  APPROVAL_INVALID: 403,
  PROPOSAL_NOT_OPEN: 409,
  CERTIFICATE_NOT_VALID: 409,
  MALFORMED_DER: 400,
  MALFORMED_PDF: 422,
  MALFORMED_DOCUMENT: 422,
  ENCRYPTED_PDF: 422,
  DOCUMENT_LOCKED: 422,
  UNSUPPORTED_FORMAT: 422,
  LIMIT_EXCEEDED: 413,
  DOCUMENT_ELSEWHERE: 503,
  QUOTA_EXCEEDED: 429,
  RATE_EXCEEDED: 429,
  IDEMPOTENCY_CONFLICT: 409,
  CONFLICT: 409,
  BUSY: 503,
  SEALED: 503,
  PROVIDER_UNAVAILABLE: 503,
  DATABASE_UNAVAILABLE: 503,
  AUDIT_UNAVAILABLE: 503,
  CLOCK_NOT_TRUSTED: 503,
  OUTSIDE_UNAVAILABLE: 503,
  LOG_ROLLED_BACK: 503,
  SHUTTING_DOWN: 503,
  INTEGRITY_VIOLATION: 500,
  QUERY_REJECTED: 400,
  BAD_REQUEST: 400,
  INTERNAL: 500,
}

export type { HttpStatus }

export const internalMessage = 'Our own fault. The request id finds it in the log.'

/** A request that failed before a journey began, with the status that HTTP has for it. */
export class RequestError extends ServiceError {
  readonly status: HttpStatus

  constructor(status: HttpStatus, code: ErrorCode, message: string) {
    super(code, message)
    this.status = status
  }
}

export interface PresentedError {
  readonly code: ErrorCode
  readonly message: string
  readonly retryable: boolean
  readonly requestId: string
}

/** What the sender may know of `error`: a ServiceError speaks for itself, anything else is our own fault. */
export function presentError(error: unknown, requestId: string): PresentedError {
  if (!isServiceError(error))
    return { code: 'INTERNAL', message: internalMessage, retryable: false, requestId }
  return { code: error.code, message: error.message, retryable: errorCodes[error.code].retryable, requestId }
}

export function statusOf(error: unknown): HttpStatus {
  if (error instanceof RequestError) return error.status
  return isServiceError(error) ? httpStatuses[error.code] : 500
}

/** Headers that belong to a status: how to authenticate (RFC 6750 §3), what else to send, when to come back. */
export function headersOfStatus(status: number): Record<string, string> {
  if (status === 405) return { Allow: 'POST' }
  if (status === 401) return { 'WWW-Authenticate': 'Bearer' }
  if (status === 503 || status === 429) return { 'Retry-After': '1' }
  return {}
}

export function errorResponse(c: HttpContext, error: unknown): Response {
  const status = statusOf(error)
  return c.body(JSON.stringify({ error: presentError(error, c.get('requestId')) }), status, {
    'Content-Type': 'application/json; charset=utf-8',
    ...headersOfStatus(status),
  })
}
