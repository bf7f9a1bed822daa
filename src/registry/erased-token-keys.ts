// Table `erased_token_keys`: destroyed key versions of which an HSM holds nothing any more. For the service's own scope.

import type { Tx } from './tables.ts'

export interface KeyVersionName {
  readonly keyId: string
  readonly version: number
}

/** Versions of keys in an HSM that are destroyed here and perhaps not there, the oldest first. */
export async function versionsToErase(tx: Tx, limit: number): Promise<readonly KeyVersionName[]> {
  const rows = await tx
    .selectFrom('key_versions')
    .innerJoin('keys', 'keys.id', 'key_versions.key_id')
    .leftJoin('erased_token_keys', (join) =>
      join
        .onRef('erased_token_keys.key_id', '=', 'key_versions.key_id')
        .onRef('erased_token_keys.version', '=', 'key_versions.version'),
    )
    .select(['key_versions.key_id', 'key_versions.version'])
    .where('keys.provider', '=', 'pkcs11')
    .where('key_versions.state', '=', 'destroyed')
    .where('erased_token_keys.erased_at', 'is', null)
    .orderBy('key_versions.destroyed_at')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ keyId: row.key_id, version: row.version }))
}

/** Another host may have been as fast: once is enough. */
export async function insertErased(tx: Tx, { keyId, version }: KeyVersionName, at: Date): Promise<void> {
  await tx
    .insertInto('erased_token_keys')
    .values({ key_id: keyId, version, erased_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
