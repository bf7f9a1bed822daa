// What errors of the database mean to the rest of the house. SQLSTATE: PostgreSQL documentation, appendix A.

import { ServiceError } from '../errors.ts'

const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'ENOENT',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
])

const driverMessages =
  /connection terminated|not queryable|query read timeout|timeout exceeded when trying to connect|pool after calling end|pglite is clos|PGlite instance is already closed|connection timeout/i

/**
 * Errors that are nobody's fault in the request become ServiceErrors: `DATABASE_UNAVAILABLE` for lost connections, refused
 * logins, a database that is not there, lock and statement timeouts, full disks; `CONFLICT` for deadlocks and serialization
 * failures. Every other error is returned unchanged.
 */
export function serviceErrorOf(error: unknown): unknown {
  if (error instanceof ServiceError) return error
  const state = sqlState(error)
  const unusable = isRefusedLogin(error, state)
    ? 'the database does not accept how the service logs in: see CHANCERY_DATABASE_PASSWORD_FILE'
    : state === '3D000'
      ? 'the server has no such database: see CHANCERY_DATABASE_URL'
      : undefined
  if (unusable !== undefined) return new ServiceError('DATABASE_UNAVAILABLE', unusable, { cause: error })
  if (state !== undefined) {
    if (state === '40001' || state === '40P01') {
      return new ServiceError('CONFLICT', 'another transaction changed the same rows', { cause: error })
    }
    // 08 connection, 53 resources, 57 operator intervention and timeouts, 58 system; 55P03 lock timeout.
    if (/^(08|53|57|58)/.test(state) || state === '55P03' || state === '25006') {
      return unavailable(error)
    }
    return error
  }
  return isConnectionError(error) ? unavailable(error) : error
}

/** Class 28, or the driver's own word for a password that is missing. */
function isRefusedLogin(error: unknown, state: string | undefined): boolean {
  if (state !== undefined) return state.startsWith('28')
  return error instanceof Error && error.message.startsWith('SASL: ')
}

/** Whether `error` says that a unique constraint, the one named if any, was violated. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  if (sqlState(error) !== '23505') return false
  return (
    constraint === undefined || (error instanceof Error && Reflect.get(error, 'constraint') === constraint)
  )
}

export function isForeignKeyViolation(error: unknown): boolean {
  return sqlState(error) === '23503'
}

/** Five-character SQLSTATE of an error that the database itself answered. */
export function sqlState(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  const code: unknown = Reflect.get(error, 'code')
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && !networkCodes.has(code) ? code : undefined
}

/** Whether the connection is lost or cannot be had; an answer that could not be read is no such error. */
export function isConnectionError(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code: unknown = Reflect.get(error, 'code')
  if (typeof code === 'string' && networkCodes.has(code)) return true
  if (error instanceof AggregateError) return error.errors.some(isConnectionError)
  return driverMessages.test(error.message)
}

function unavailable(cause: unknown): ServiceError {
  return new ServiceError('DATABASE_UNAVAILABLE', 'the database does not answer', { cause })
}
