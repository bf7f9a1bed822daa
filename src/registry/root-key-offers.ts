// Table `root_key_offers`: the newest root key, offered by the host that made it to the others. For the service's own scope.

import { requireIntact } from './row-integrity.ts'
import type { Tx } from './tables.ts'

export interface RootKeyOffer {
  /** Of the newest root key in it. */
  readonly generation: number
  /** What a signer tells of that root key. */
  readonly checkValue: Uint8Array
  /** The custody record, encrypted for the keepers of this office. */
  readonly offer: Uint8Array
  readonly offeredAt: Date
}

export async function findRootKeyOffer(tx: Tx): Promise<RootKeyOffer | undefined> {
  const row = await tx
    .selectFrom('root_key_offers')
    .select(['generation', 'check_value', 'offer', 'offered_at'])
    .executeTakeFirst()
  if (row === undefined) return undefined
  const { generation, check_value: checkValue, offer, offered_at: offeredAt } = row
  return { generation, checkValue, offer, offeredAt }
}

/** @throws ServiceError `INTEGRITY_VIOLATION` for one that no host has made. */
export async function requireOffered(tx: Tx): Promise<void> {
  await requireIntact(tx, 'root_key_offers', [{ singleton: true }])
}

/** What was offered of the same generation, or a newer one, stays. @throws ServiceError as `requireOffered`. */
export async function offerRootKey(
  tx: Tx,
  { generation, checkValue, offer, offeredAt }: RootKeyOffer,
): Promise<void> {
  const facts = { generation, check_value: checkValue, offer, offered_at: offeredAt }
  await tx
    .insertInto('root_key_offers')
    .values({ singleton: true, ...facts })
    .onConflict((conflict) => conflict.column('singleton').doNothing())
    .execute()
  await tx.updateTable('root_key_offers').set(facts).where('generation', '<', generation).execute()
}

/** Unless another one took its place. */
export async function discardRootKeyOffer(
  tx: Tx,
  { generation, checkValue }: Pick<RootKeyOffer, 'generation' | 'checkValue'>,
): Promise<void> {
  await tx
    .deleteFrom('root_key_offers')
    .where('generation', '=', generation)
    .where('check_value', '=', checkValue)
    .execute()
}
