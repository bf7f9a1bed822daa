// Table `key_usage`: what was taken of a key's usage limit in its newest window.

import { sql, type Transaction } from 'kysely'
import type { UsageLimit } from './key.ts'
import type { Tables } from './tables.ts'

/**
 * Takes `count` operations of the window in which `at` lies, unless that exceeds the limit. For a transaction with
 * the service's scope. A host whose clock is behind takes of the window that another has begun.
 *
 * @returns whether they were taken; the next window begins at `endsAt`.
 */
export async function takeUsage(
  tx: Transaction<Tables>,
  keyId: string,
  limit: UsageLimit,
  count: number,
  at: Date,
): Promise<{ readonly taken: boolean; readonly endsAt: Date }> {
  const windowMs = limit.perSeconds * 1000
  const startsAt = new Date(Math.floor(at.getTime() / windowMs) * windowMs)
  const endsAt = new Date(startsAt.getTime() + windowMs)
  if (count > limit.maxOperations) return { taken: false, endsAt }
  const row = await tx
    .insertInto('key_usage')
    .values({ key_id: keyId, window_starts_at: startsAt, used: count })
    .onConflict((conflict) =>
      conflict
        .column('key_id')
        .doUpdateSet({
          used: sql<number>`excluded.used + case when key_usage.window_starts_at < excluded.window_starts_at then 0 else key_usage.used end`,
          window_starts_at: sql<Date>`greatest(key_usage.window_starts_at, excluded.window_starts_at)`,
        })
        .where(
          sql<boolean>`key_usage.window_starts_at < excluded.window_starts_at or key_usage.used + excluded.used <= ${limit.maxOperations}`,
        ),
    )
    .returning('used')
    .executeTakeFirst()
  return { taken: row !== undefined, endsAt }
}
