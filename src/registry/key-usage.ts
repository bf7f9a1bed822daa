// Tables `key_usage` and `grant_usage`: what was taken of a usage limit in its newest window.

import { sql } from 'kysely'
import type { UsageLimit } from './key.ts'
import type { Tx } from './tables.ts'

export type UsageTable = 'key_usage' | 'grant_usage'

/**
 * Takes `count` operations of the window in which `at` lies, unless that exceeds the limit. For a transaction with
 * the service's scope. A host whose clock is behind takes of the window that another has begun.
 *
 * @returns whether they were taken; the next window begins at `endsAt`.
 */
export async function takeUsage(
  tx: Tx,
  table: UsageTable,
  id: string,
  limit: UsageLimit,
  count: number,
  at: Date,
): Promise<{ readonly taken: boolean; readonly endsAt: Date }> {
  const { startsAt, endsAt } = windowOf(limit, at)
  if (count > limit.maxOperations) return { taken: false, endsAt }
  const { rows } = await sql`
    insert into ${sql.table(table)} (${sql.ref(table === 'key_usage' ? 'key_id' : 'grant_id')}, window_starts_at, used)
    values (${id}, ${startsAt}, ${count})
    on conflict (${sql.ref(table === 'key_usage' ? 'key_id' : 'grant_id')}) do update set
      used = excluded.used + case when ${sql.ref(`${table}.window_starts_at`)} < excluded.window_starts_at then 0
        else ${sql.ref(`${table}.used`)} end,
      window_starts_at = greatest(${sql.ref(`${table}.window_starts_at`)}, excluded.window_starts_at)
    where ${sql.ref(`${table}.window_starts_at`)} < excluded.window_starts_at
      or ${sql.ref(`${table}.used`)} + excluded.used <= ${limit.maxOperations}
    returning used`.execute(tx)
  return { taken: rows.length > 0, endsAt }
}

/** What was taken in the window in which `at` lies. */
export async function usageOf(
  tx: Tx,
  keyId: string,
  limit: UsageLimit,
  at: Date,
): Promise<{ readonly used: number; readonly endsAt: Date }> {
  const { startsAt, endsAt } = windowOf(limit, at)
  const row = await tx
    .selectFrom('key_usage')
    .select('used')
    .where('key_id', '=', keyId)
    .where('window_starts_at', '=', startsAt)
    .executeTakeFirst()
  return { used: row?.used ?? 0, endsAt }
}

function windowOf({ perSeconds }: UsageLimit, at: Date): { readonly startsAt: Date; readonly endsAt: Date } {
  const windowMs = perSeconds * 1000
  const startsAt = new Date(Math.floor(at.getTime() / windowMs) * windowMs)
  return { startsAt, endsAt: new Date(startsAt.getTime() + windowMs) }
}
