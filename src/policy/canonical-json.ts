// JSON that is written in one way only (RFC 8785), so that two people who mean the same have the same octets.

import { ServiceError } from '../errors.ts'

/** Values whose text cannot differ between two writers: no fractions, nothing that is left out silently. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json }

/**
 * @throws ServiceError `INVALID_ARGUMENT` for text that is no Unicode, which would be read back as something else (RFC
 *   8785 §3.2.2.2). @throws Error for a number that is no safe integer.
 */
export function canonicalJson(value: Json): string {
  if (typeof value === 'string') {
    if (!value.isWellFormed())
      throw new ServiceError('INVALID_ARGUMENT', 'a text holds half a character (a lone surrogate)')
    return JSON.stringify(value)
  }
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new Error(`${value} is no integer that every reader reads alike`)
    return JSON.stringify(value)
  }
  if (value === null || typeof value === 'boolean') return JSON.stringify(value)
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`
  const members = Object.entries(value)
    // By UTF-16 code units (§3.2.3), as JavaScript compares.
    .toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, member]) => `${canonicalJson(name)}:${canonicalJson(member)}`)
  return `{${members.join(',')}}`
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}
