// Batches: a bounded number of items, each of a bounded length, one outcome each in the order of the items.

import { ServiceError } from '../errors.ts'
import type { Used } from './use-key-with.ts'

export const maxItems = 1000
/** Of one message, plaintext or associated data. */
export const maxItemOctets = 65_536

export interface Referenced {
  /** Comes back with the outcome. */
  readonly reference?: string | null | undefined
}

export type ItemOutcome<T> =
  | ({ readonly kind: 'done'; readonly reference: string | null; readonly auditEntryId: string } & T)
  | { readonly kind: 'error'; readonly reference: string | null; readonly error: ServiceError }

/** @throws ServiceError `INVALID_ARGUMENT` for none, and for more than `most`. */
export function requireItems(items: readonly unknown[], name = 'items', most = maxItems): void {
  if (items.length >= 1 && items.length <= most) return
  throw new ServiceError('INVALID_ARGUMENT', `${name} has ${items.length} elements; 1 to ${most} are allowed`)
}

/**
 * Does `work` on the items that `faultOf` has nothing against; the others fail alone.
 *
 * @param work answers as many values as it is given items, in their order.
 */
export async function eachItem<I extends Referenced, V, T>(
  items: readonly I[],
  faultOf: (item: I) => ServiceError | undefined,
  work: (accepted: readonly I[]) => Promise<readonly Used<V>[]>,
  outcomeOf: (value: V) => T,
): Promise<readonly ItemOutcome<T>[]> {
  const faults = items.map(faultOf)
  const accepted = items.filter((_, i) => faults[i] === undefined)
  const used = accepted.length === 0 ? [] : await work(accepted)
  let next = 0
  return items.map(({ reference = null }, i): ItemOutcome<T> => {
    const fault = faults[i]
    if (fault !== undefined) return { kind: 'error', reference, error: fault }
    const one = used[next++]
    if (one === undefined) throw new Error('an item has no outcome')
    if (one.value instanceof ServiceError) return { kind: 'error', reference, error: one.value }
    return { kind: 'done', reference, auditEntryId: one.auditEntryId, ...outcomeOf(one.value) }
  })
}

/** @returns the refusal of the first of `parts` that is too long. */
export function tooLong(
  parts: Readonly<Record<string, Uint8Array | null | undefined>>,
  limit = maxItemOctets,
): ServiceError | undefined {
  for (const [name, bytes] of Object.entries(parts)) {
    if (bytes != null && bytes.length > limit)
      return new ServiceError('LIMIT_EXCEEDED', `${name} has ${bytes.length} octets; ${limit} are allowed`)
  }
  return undefined
}

export const noData = new Uint8Array(0)
