// Tables `keys` and `key_versions` as the lifecycle changes them: one act on a key at a time, and what is due when.

import { sql } from 'kysely'
import { ServiceError } from '../errors.ts'
import type { Key, KeyPolicy } from './key.ts'
import { findKeyById } from './keys.ts'
import type { Scope } from './scope.ts'
import type { Tx } from './tables.ts'

const dayMs = 86_400_000

/**
 * The key, locked until the transaction ends: acts on one key follow one another, on all hosts.
 *
 * @throws ServiceError `NOT_FOUND`.
 */
export async function lockKey(tx: Tx, scope: Scope, keyId: string): Promise<Key> {
  await tx.selectFrom('keys').select('id').where('id', '=', keyId).forUpdate().executeTakeFirst()
  const key = await findKeyById(tx, scope, keyId)
  if (key === undefined) throw new ServiceError('NOT_FOUND', 'there is no such key')
  return key
}

/** @param destroyAt null calls the destruction off. For a key that is locked. */
export async function setDestroyAt(tx: Tx, keyId: string, destroyAt: Date | null): Promise<void> {
  await tx.updateTable('keys').set({ destroy_at: destroyAt }).where('id', '=', keyId).execute()
}

/** Writes the policy, and lets the active version end as it says. For a key that is locked. */
export async function setKeyPolicy(tx: Tx, keyId: string, policy: KeyPolicy): Promise<void> {
  await tx
    .updateTable('keys')
    .set({
      rotation_period_days: policy.rotationPeriodDays,
      usage_period_days: policy.usagePeriodDays,
      minimum_version: policy.minimumVersion,
      max_operations: policy.usageLimit?.maxOperations ?? null,
      per_seconds: policy.usageLimit?.perSeconds ?? null,
    })
    .where('id', '=', keyId)
    .execute()
  const active = await tx
    .selectFrom('key_versions')
    .select(['version', 'activated_at'])
    .where('key_id', '=', keyId)
    .where('state', '=', 'active')
    .executeTakeFirst()
  if (active?.activated_at == null) return
  await tx
    .updateTable('key_versions')
    .set({ usage_ends_at: usageEnd(active.activated_at, policy.usagePeriodDays) })
    .where('key_id', '=', keyId)
    .where('version', '=', active.version)
    .execute()
}

/** When a version that became active at `activatedAt` ends; null: never. */
export function usageEnd(activatedAt: Date, usagePeriodDays: number | null): Date | null {
  return usagePeriodDays === null ? null : new Date(activatedAt.getTime() + usagePeriodDays * dayMs)
}

/** Keys whose waiting time is over. For a transaction with the service's scope; so with the two below. */
export async function keysToDestroy(tx: Tx, at: Date, limit: number): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom('keys')
    .select('id')
    .where('destroy_at', '<=', at)
    .orderBy('destroy_at')
    .limit(limit)
    .execute()
  return rows.map(({ id }) => id)
}

/** Keys whose active version has signed for as long as it may. */
export async function keysPastUsage(tx: Tx, at: Date, limit: number): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom('key_versions')
    .select('key_id')
    .where('state', '=', 'active')
    .where('usage_ends_at', '<=', at)
    .orderBy('usage_ends_at')
    .limit(limit)
    .execute()
  return rows.map(({ key_id }) => key_id)
}

/** Keys whose active version is as old as their rotation period. */
export async function keysToRotate(tx: Tx, at: Date, limit: number): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom('keys')
    .innerJoin('key_versions', 'key_versions.key_id', 'keys.id')
    .select('keys.id')
    .where('keys.rotation_period_days', 'is not', null)
    .where('key_versions.state', '=', 'active')
    .where(sql<boolean>`key_versions.activated_at + keys.rotation_period_days * interval '24 hours' <= ${at}`)
    .orderBy('key_versions.activated_at')
    .limit(limit)
    .execute()
  return rows.map(({ id }) => id)
}
