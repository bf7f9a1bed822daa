// Exit statuses of the command: those of sysexits that contract.md names, and what each error code becomes.

import { ChanceryError, type ChanceryErrorCode } from '../client/chancery-error.ts'
import { ServiceError } from '../errors.ts'

export const exitStatus = {
  done: 0,
  verificationFailed: 1,
  indeterminate: 2,
  usage: 64,
  data: 65,
  noInput: 66,
  unavailable: 69,
  ourFault: 70,
  notPermitted: 77,
} as const
export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus]

/** Is told how a verb ended. */
export type End = (status: ExitStatus) => void

/** Something the command itself found wrong. The message names the thing and the next step. */
export class CommandError extends Error {
  readonly status: ExitStatus

  constructor(status: ExitStatus, message: string, options?: { readonly cause?: unknown }) {
    super(message, options)
    this.name = 'CommandError'
    this.status = status
  }
}

const { usage, data, noInput, unavailable, ourFault, notPermitted } = exitStatus

/** Exhaustive: a new code does not compile until it has its status. */
const statusByCode: Readonly<Record<ChanceryErrorCode, ExitStatus>> = {
  INVALID_ARGUMENT: usage,
  ALREADY_EXISTS: usage,
  PURPOSE_MISMATCH: usage,
  PROFILE_VIOLATION: usage,
  IDEMPOTENCY_CONFLICT: usage,
  NOT_FOUND: noInput,
  UNAUTHENTICATED: notPermitted,
  NOT_PERMITTED: notPermitted,
  KEY_NOT_ACTIVE: notPermitted,
  UNIT_NOT_ACTIVE: notPermitted,
  ALGORITHM_NOT_ALLOWED: notPermitted,
  CERTIFICATE_NOT_VALID: notPermitted,
  APPROVAL_REQUIRED: notPermitted,
  APPROVAL_INVALID: notPermitted,
  PROPOSAL_NOT_OPEN: notPermitted,
  DOCUMENT_ELSEWHERE: unavailable,
  QUOTA_EXCEEDED: notPermitted,
  DECRYPTION_FAILED: data,
  RATE_EXCEEDED: unavailable,
  MALFORMED_DER: data,
  MALFORMED_PDF: data,
  MALFORMED_DOCUMENT: data,
  ENCRYPTED_PDF: data,
  DOCUMENT_LOCKED: data,
  UNSUPPORTED_FORMAT: data,
  LIMIT_EXCEEDED: data,
  CONFLICT: unavailable,
  BUSY: unavailable,
  SEALED: unavailable,
  PROVIDER_UNAVAILABLE: unavailable,
  DATABASE_UNAVAILABLE: unavailable,
  AUDIT_UNAVAILABLE: unavailable,
  CLOCK_NOT_TRUSTED: unavailable,
  OUTSIDE_UNAVAILABLE: unavailable,
  LOG_ROLLED_BACK: unavailable,
  SHUTTING_DOWN: unavailable,
  UNREACHABLE: unavailable,
  TIMED_OUT: unavailable,
  UNEXPECTED_ANSWER: unavailable,
  INTEGRITY_VIOLATION: ourFault,
  // The command wrote the request, so these are its own mistakes.
  QUERY_REJECTED: ourFault,
  BAD_REQUEST: ourFault,
  INTERNAL: ourFault,
}

/** An error as the user sees it. */
export interface ErrorReport {
  readonly status: ExitStatus
  readonly code: string
  readonly message: string
  readonly retryable: boolean
  readonly requestId: string | null
}

const codeByStatus: Readonly<Partial<Record<ExitStatus, ChanceryErrorCode | 'NO_INPUT' | 'UNUSABLE_DATA'>>> =
  {
    [usage]: 'INVALID_ARGUMENT',
    [data]: 'UNUSABLE_DATA',
    [noInput]: 'NO_INPUT',
    [notPermitted]: 'NOT_PERMITTED',
    [unavailable]: 'UNREACHABLE',
  }

/** @param serviceUrl told when the service is not reachable. */
export function errorReport(error: unknown, serviceUrl: string): ErrorReport {
  if (error instanceof CommandError)
    return {
      status: error.status,
      code: codeByStatus[error.status] ?? 'INTERNAL',
      message: error.message,
      retryable: false,
      requestId: null,
    }
  if (error instanceof ChanceryError)
    return {
      status: statusOf(error.code),
      code: error.code,
      message: error.message + nextStep(error.code, serviceUrl),
      retryable: error.retryable,
      requestId: error.requestId ?? null,
    }
  if (error instanceof ServiceError)
    return {
      status: statusOf(error.code),
      code: error.code,
      message: error.message,
      retryable: error.retryable,
      requestId: null,
    }
  const message = error instanceof Error ? error.message : String(error)
  return {
    status: ourFault,
    code: 'INTERNAL',
    message: `our own fault: ${message}. Please report it; CHANCERY_LOG_LEVEL=debug shows where it happened`,
    retryable: false,
    requestId: null,
  }
}

function statusOf(code: string): ExitStatus {
  return isKnown(code) ? statusByCode[code] : ourFault
}

function isKnown(code: string): code is ChanceryErrorCode {
  return Object.hasOwn(statusByCode, code)
}

function nextStep(code: string, serviceUrl: string): string {
  if (code === 'UNREACHABLE')
    return `; start it with "npm start", or set CHANCERY_URL (now ${serviceUrl}) and, for an own authority, CHANCERY_CA_FILE`
  if (code === 'UNAUTHENTICATED')
    return '; set CHANCERY_TOKEN_FILE to a file with a valid token, or CHANCERY_DATA_DIR to the data directory of the service'
  if (code === 'ENCRYPTED_PDF')
    return '; sign a copy without encryption (one that opens without a password may be encrypted, too), or this file as it is with --detached'
  if (code === 'DOCUMENT_LOCKED')
    return '; ask those who signed it for a copy that permits more signatures, or sign this file as it is with --detached'
  return ''
}
