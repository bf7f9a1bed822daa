// Pages of lists as the doors ask for them: `first` and an opaque `after` in, items with cursors out.

import { ServiceError } from '../errors.ts'
import { encodeCursor, type Page, type PageRequest, type Position, parseCursor } from '../registry/page.ts'

export interface PageArguments {
  readonly first?: number | null | undefined
  readonly after?: string | null | undefined
}

export interface Connection<T> {
  readonly edges: readonly { readonly cursor: string; readonly node: T }[]
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
}

/** @throws ServiceError `INVALID_ARGUMENT` for a number beyond `most` and for a cursor that is none of ours. */
export function pageRequest({ first, after }: PageArguments, most = 500): PageRequest {
  const limit = first ?? 100
  if (limit < 1 || limit > most)
    throw new ServiceError('INVALID_ARGUMENT', `first is ${limit}; 1 to ${most} are allowed`)
  return { limit, after: after == null ? undefined : parseCursor(after) }
}

export function connectionOf<T>(page: Page<T>, positionOf: (item: T) => Position): Connection<T> {
  const edges = page.items.map((node) => ({ cursor: encodeCursor(positionOf(node)), node }))
  return {
    edges,
    pageInfo: { hasNextPage: page.next !== undefined, endCursor: edges.at(-1)?.cursor ?? null },
  }
}
