// Table `root_key_offers`: the newest root key, offered by the host that made it to the others. For the service's own scope.

import type { Transaction } from 'kysely'
import type { Tables } from './tables.ts'

type Tx = Transaction<Tables>

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

/** What was offered of the same generation, or a newer one, stays. */
export async function offerRootKey(
  tx: Tx,
  { generation, checkValue, offer, offeredAt }: RootKeyOffer,
): Promise<void> {
  const facts = { generation, check_value: checkValue, offer, offered_at: offeredAt }
  await tx
    .insertInto('root_key_offers')
    .values({ singleton: true, ...facts })
    .onConflict((conflict) =>
      conflict.column('singleton').doUpdateSet(facts).where('root_key_offers.generation', '<', generation),
    )
    .execute()
}
