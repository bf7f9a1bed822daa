// A rotation of the root key with several hosts: the one that rotates offers its custody record, and the others take it.
// What goes through the database is encrypted under a key that keepers alone have, and proves that one of them made it.

import { fromHex, toHex } from '../bytes.ts'
import { isServiceError, ServiceError } from '../errors.ts'
import {
  discardRootKeyOffer,
  findRootKeyOffer,
  offerRootKey,
  type RootKeyOffer,
  requireOffered,
} from '../registry/root-key-offers.ts'
import { asService } from './as-caller.ts'
import type { Deps } from './deps.ts'

type Needs = Pick<Deps, 'database' | 'clock' | 'rootKeys'>

/**
 * Offers the newest root key of a rotation that is under way. Of two that were made at once the one that was offered first
 * is everybody's.
 *
 * @returns since when it is offered; undefined while this host has another than the one that is.
 */
export async function offerRootKeys(deps: Needs, offer: Uint8Array): Promise<Date | undefined> {
  const [newest] = deps.rootKeys()
  const checkValue = fromHex(newest?.checkValueHex ?? '')
  if (newest === undefined || checkValue === undefined) throw new Error('there is no root key to be offered')
  const own = { generation: newest.generation, checkValue, offer, offeredAt: deps.clock.now() }
  await offered(deps)
  const found = await asService(deps, async (tx) => {
    await offerRootKey(tx, own)
    return findRootKeyOffer(tx)
  })
  return found !== undefined && toHex(found.checkValue) === newest.checkValueHex ? found.offeredAt : undefined
}

/** @returns what another host offers, when this one has to take it. */
export async function newerRootKeys(deps: Needs): Promise<Uint8Array | undefined> {
  const [newest] = deps.rootKeys()
  if (newest === undefined) return undefined
  const found = await offered(deps)
  if (found === undefined || found.generation < newest.generation) return undefined
  return toHex(found.checkValue) === newest.checkValueHex ? undefined : found.offer
}

/**
 * What a host offers. What somebody wrote into the database instead is taken away, so that it holds nobody up: the entry
 * and the line that every row gets which the service did not write say so, and whoever rotates offers again.
 */
async function offered(deps: Needs): Promise<RootKeyOffer | undefined> {
  let found: RootKeyOffer | undefined
  try {
    return await asService(deps, async (tx) => {
      found = await findRootKeyOffer(tx)
      await requireOffered(tx)
      return found
    })
  } catch (error) {
    if (found === undefined || !isServiceError(error) || error.code !== 'INTEGRITY_VIOLATION') throw error
    const wrong = found
    await asService(deps, (tx) => discardRootKeyOffer(tx, wrong))
    return undefined
  }
}

/**
 * Takes what is offered, before anything is done with an older root key.
 *
 * @param take hands the offer to the keeper, and waits a moment.
 * @throws ServiceError `CONFLICT` when it was not taken after so many attempts.
 */
export async function takeNewerRootKeys(
  deps: Needs,
  take: (offer: Uint8Array) => Promise<void>,
  attempts: number,
): Promise<void> {
  for (let i = 0; i < attempts; i++) {
    const offer = await newerRootKeys(deps)
    if (offer === undefined) return
    await take(offer)
  }
  throw new ServiceError(
    'CONFLICT',
    'another host has rotated the root key, and this one cannot take it: copy its secrets/custody.json here',
  )
}
