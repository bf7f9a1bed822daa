// The rotation of the root key over all hosts of an office: offered and taken first, then everything is wrapped anew, then the old one goes.

import { setTimeout as pause } from 'node:timers/promises'
import { toHex } from './bytes.ts'
import type { Deps } from './operations/deps.ts'
import { defaultProvider } from './operations/providers.ts'
import { rewrapUnitKeys } from './operations/rewrap-unit-keys.ts'
import { newerRootKeys, offerRootKeys, takeNewerRootKeys } from './operations/share-root-keys.ts'

export interface RootKeyKeeping {
  /** Everything is wrapped under the newest root key: the others may go. */
  readonly retireRootKeys?: () => void
  /** What the keepers of other hosts are to get; undefined unless a rotation is under way. */
  readonly rootKeyOffer?: () => Uint8Array | undefined
  readonly adoptRootKeys?: (offer: Uint8Array) => void
}

/** Whoever had a unit's key wrapped before the signer was replaced has its row by then, or will never have it. */
const retireAfterMs = 20_000
/** The other hosts look every two seconds, and a signer with the new root key is there some seconds later. */
const offerMs = 30_000

/**
 * One step, to be repeated every two seconds: wraps anew what an earlier root key wraps, and retires that once nothing of
 * it has come up for a while.
 *
 * @param shared whether there may be other hosts, who get the new root key first.
 */
export function rewrapping(
  deps: Deps,
  { retireRootKeys, rootKeyOffer, adoptRootKeys }: RootKeyKeeping,
  shared: boolean,
): () => Promise<void> {
  let clearSinceMs: number | undefined
  const waitsForOthers = async (): Promise<boolean> => {
    const offered = await newerRootKeys(deps)
    if (offered !== undefined) {
      adoptRootKeys?.(offered)
      return true
    }
    const offer = rootKeyOffer?.()
    if (offer === undefined) return false
    const since = await offerRootKeys(deps, offer)
    return since === undefined || deps.clock.now().getTime() - since.getTime() < offerMs
  }
  return async () => {
    if (shared && (await waitsForOthers())) return
    const rewrapped = await rewrapUnitKeys(deps)
    const nowMs = performance.now()
    if (rewrapped === undefined) clearSinceMs = undefined
    else if (rewrapped > 0 || clearSinceMs === undefined) clearSinceMs = nowMs
    else if (nowMs - clearSinceMs > retireAfterMs) retireRootKeys?.()
  }
}

const stepMs = 100
const steps = 100

/**
 * A host that slept through a rotation gets the new root key before the office is recognised by it.
 *
 * @throws ServiceError `SEALED`, since a sealed office takes nothing; `CONFLICT` when it cannot be taken.
 */
export async function catchUp(deps: Deps, { adoptRootKeys }: RootKeyKeeping): Promise<void> {
  if (adoptRootKeys === undefined || (await newerRootKeys(deps)) === undefined) return
  const provider = defaultProvider(deps)
  await provider.rootKeyCheckValue()
  const take = async (offer: Uint8Array): Promise<void> => {
    adoptRootKeys(offer)
    await pause(stepMs)
  }
  await takeNewerRootKeys(deps, take, steps)
  const newest = deps.rootKeys()[0]?.checkValueHex
  // The signer that has it takes the place of the present one.
  for (let i = 0; i < steps && toHex(await provider.rootKeyCheckValue()) !== newest; i++) await pause(stepMs)
}
