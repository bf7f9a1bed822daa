// Pages of a list in order of age: a position is the last row's moment and id, which no later insert can shift.

import { type RawBuilder, sql } from 'kysely'
import { ServiceError } from '../errors.ts'

export interface Position {
  readonly at: Date
  readonly id: string
}

export interface PageRequest {
  readonly after?: Position | undefined
  /** 1 to 1,000. */
  readonly limit: number
}

export interface Page<T> {
  readonly items: readonly T[]
  /** Where the next page begins; undefined when this is the last. */
  readonly next: Position | undefined
}

const limitMax = 1000
const cursorForm = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)_([0-9a-f-]{36})$/

/** The opaque cursor of GraphQL connections. */
export function encodeCursor(position: Position): string {
  return Buffer.from(`${position.at.toISOString()}_${position.id}`).toString('base64url')
}

/** @throws ServiceError `INVALID_ARGUMENT` for a cursor that this service did not make. */
export function parseCursor(cursor: string): Position {
  const [, iso, id] = cursorForm.exec(Buffer.from(cursor, 'base64url').toString('latin1')) ?? []
  const at = new Date(iso ?? Number.NaN)
  if (id === undefined || Number.isNaN(at.getTime())) {
    throw new ServiceError('INVALID_ARGUMENT', 'the cursor was not made by this service')
  }
  return { at, id }
}

/** Condition of a page, for the columns that order the list. */
export function afterPosition(
  after: Position | undefined,
  atColumn: string,
  idColumn: string,
): RawBuilder<boolean> {
  if (after === undefined) return sql<boolean>`true`
  return sql<boolean>`(${sql.ref(atColumn)}, ${sql.ref(idColumn)}) > (${after.at}::timestamptz, ${after.id}::uuid)`
}

/** How many rows to ask for: one more than wanted tells whether there are more. */
export function rowsFor(request: PageRequest): number {
  if (!Number.isInteger(request.limit) || request.limit < 1 || request.limit > limitMax) {
    throw new ServiceError('INVALID_ARGUMENT', `a page holds 1 to ${limitMax} items, not ${request.limit}`)
  }
  return request.limit + 1
}

/** @param items what `rowsFor` asked for. */
export function pageOf<T>(
  items: readonly T[],
  request: PageRequest,
  positionOf: (item: T) => Position,
): Page<T> {
  const shown = items.slice(0, request.limit)
  const last = shown.at(-1)
  return {
    items: shown,
    next: items.length > request.limit && last !== undefined ? positionOf(last) : undefined,
  }
}
