// The scalars of the schema: bytes as Base64 (RFC 4648 §4), moments as ISO 8601 in UTC.

import { GraphQLError, type GraphQLScalarTypeConfig, Kind } from 'graphql'
import { fromShortBase64, toBase64 } from '../../bytes.ts'
import { LongBase64 } from './long-base64.ts'

/** How values come in and go out; name and description are the schema's. */
type Scalar<T> = Required<
  Pick<GraphQLScalarTypeConfig<T, string | LongBase64>, 'serialize' | 'parseValue' | 'parseLiteral'>
>

/** Strict: padded, no white space, no other alphabet, zero bits at the end. */
export const Base64: Scalar<Uint8Array> = {
  serialize(value) {
    if (!(value instanceof Uint8Array))
      throw new Error('a resolver gave something else than bytes for Base64')
    return value.length < longOctets ? toBase64(value) : new LongBase64(value)
  },
  parseValue: parseBase64,
  parseLiteral: (node) => parseBase64(node.kind === Kind.STRING ? node.value : undefined),
}

const longOctets = 8192

/** With seconds and the letter Z or an offset, so that no moment depends on where it is read. */
export const DateTime: Scalar<Date> = {
  serialize(value) {
    if (!(value instanceof Date) || Number.isNaN(value.getTime())) {
      throw new Error('a resolver gave something else than a moment for DateTime')
    }
    return value.toISOString()
  },
  parseValue: parseDateTime,
  parseLiteral: (node) => parseDateTime(node.kind === Kind.STRING ? node.value : undefined),
}

const dateTimeForm = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/

// Messages never hold the value: a secret in the wrong field must not come back.
function parseBase64(value: unknown): Uint8Array {
  if (value instanceof LongBase64) return value.octets
  const bytes = typeof value === 'string' ? fromShortBase64(value) : undefined
  if (bytes === undefined) throw new GraphQLError('not Base64 with padding (RFC 4648 section 4)')
  return bytes
}

function parseDateTime(value: unknown): Date {
  const moment = typeof value === 'string' && dateTimeForm.test(value) ? new Date(value) : undefined
  // An offset may lead out of the years of four digits, which no reader of ours would take back.
  if (moment === undefined || Number.isNaN(moment.getTime()) || !/^\d{4}-/.test(moment.toISOString())) {
    throw new GraphQLError('not a moment such as 2026-11-22T07:00:00Z')
  }
  return moment
}
