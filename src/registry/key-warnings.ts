// What of keys ends soon, found in the tables: how much for the metrics, and which key for a line in the log once a day.
// For the service's own scope. What it finds is what `policy/key-warnings.ts` says of one key.

import { type RawBuilder, sql } from 'kysely'
import type { Tx } from './tables.ts'

/** What is asked about: what ends between the two, and limits of which that share is used. */
export interface Soon {
  readonly now: Date
  readonly until: Date
  readonly usedShare: number
}

export interface EndingKey {
  /** In the words of `policy/key-warnings.ts`. */
  readonly code: string
  readonly keyId: string
}

/** @returns how many keys there are of each kind; none where there are none. */
export async function countEnding(tx: Tx, soon: Soon): Promise<readonly { code: string; keys: number }[]> {
  const { rows } = await sql<{ code: string; keys: number }>`
    with ending as (${ending(soon)}) select code, count(*)::int as keys from ending group by code`.execute(tx)
  return rows
}

/** Those of which nothing was told since `toldSince`, and not more than `limit`. */
export async function endingUntold(
  tx: Tx,
  soon: Soon,
  toldSince: Date,
  limit: number,
): Promise<readonly EndingKey[]> {
  const { rows } = await sql<{ code: string; key_id: string }>`
    with ending as (${ending(soon)})
    select code, key_id from ending
    left join scheduled_runs told on told.name = ${prefix} || code || ' ' || key_id and told.ran_at > ${toldSince}
    where told.name is null
    order by key_id, code limit ${limit}`.execute(tx)
  return rows.map((row) => ({ code: row.code, keyId: row.key_id }))
}

const prefix = 'told of '

/** Of two hosts that tell at once, one does. @returns whether this one. */
export async function markTold(
  tx: Tx,
  { code, keyId }: EndingKey,
  at: Date,
  toldSince: Date,
): Promise<boolean> {
  const row = await tx
    .insertInto('scheduled_runs')
    .values({ name: `${prefix}${code} ${keyId}`, ran_at: at })
    .onConflict((conflict) =>
      conflict.column('name').doUpdateSet({ ran_at: at }).where('scheduled_runs.ran_at', '<=', toldSince),
    )
    .returning('name')
    .executeTakeFirst()
  return row !== undefined
}

export async function forgetTold(tx: Tx, before: Date): Promise<void> {
  await tx
    .deleteFrom('scheduled_runs')
    .where('name', 'like', `${prefix}%`)
    .where('ran_at', '<', before)
    .execute()
}

function ending({ now, until, usedShare }: Soon): RawBuilder<EndingKey> {
  return sql<EndingKey>`
    select 'destruction-due' as code, id as key_id from keys where destroy_at <= ${until}
    union all
    select 'usage-ends', v.key_id from key_versions v join keys k on k.id = v.key_id
      where v.state = 'active' and v.usage_ends_at <= ${until} and k.rotation_period_days is null
    union all
    select distinct 'certificate-ends', c.key_id from certificates c
      join key_versions v on v.key_id = c.key_id and v.version = c.key_version and v.state = 'active'
      where c.revoked_at is null and c.issued_at is not null and c.not_before <= ${now}
        and c.not_after between ${now} and ${until}
        and not exists (select 1 from certificates d
          where d.key_id = c.key_id and d.key_version = c.key_version and d.revoked_at is null
            and d.issued_at is not null and d.not_before between c.not_before and ${now}
            and d.not_after > ${until})
    union all
    select 'usage-limit-near', u.key_id from key_usage u join keys k on k.id = u.key_id
      where u.window_starts_at <= ${now} and u.window_starts_at + k.per_seconds * interval '1 second' > ${now}
        and u.used >= k.max_operations * ${usedShare}::float8`
}
