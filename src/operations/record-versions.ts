// Records name the version of the key that made them: batches are worked on version by version, and answered in order.

import { ServiceError } from '../errors.ts'
import type { CipherKey } from '../keys/handle.ts'
import type { Ciphertext } from '../keys/provider.ts'
import { recordKeyVersion, recordOverheadOctets } from '../keys/records.ts'
import { eachItem, type ItemOutcome, maxItemOctets, noData, type Referenced, tooLong } from './batch.ts'
import type { HeldKey } from './data-keys.ts'
import type { Used } from './use-key-with.ts'

export interface RecordItem extends Referenced {
  readonly ciphertext: Uint8Array
  /** As it was given to encrypt. */
  readonly associatedData?: Uint8Array | null | undefined
}

/**
 * @param load the version of the key; what it throws is the outcome of the items of that version.
 * @param work on items of one version.
 */
export async function eachVersion<T>(
  items: readonly RecordItem[],
  load: (version: number) => Promise<HeldKey<CipherKey>>,
  work: (held: HeldKey<CipherKey>, items: readonly Ciphertext[]) => Promise<readonly Used<Uint8Array>[]>,
  outcomeOf: (value: Uint8Array, version: number) => T,
): Promise<readonly ItemOutcome<T>[]> {
  const outcomes: ItemOutcome<T>[] = items.map(({ reference = null }) => ({
    kind: 'error',
    reference,
    error: new ServiceError('DECRYPTION_FAILED', 'the ciphertext is no record of a key'),
  }))
  for (const [version, places] of placesByVersion(items)) {
    const own = places.flatMap((place) => items[place] ?? [])
    const done = await ofVersion(own, version, load, work, outcomeOf)
    for (const [i, place] of places.entries()) {
      const outcome = done[i]
      if (outcome !== undefined) outcomes[place] = outcome
    }
  }
  return outcomes
}

async function ofVersion<T>(
  items: readonly RecordItem[],
  version: number,
  load: (version: number) => Promise<HeldKey<CipherKey>>,
  work: (held: HeldKey<CipherKey>, items: readonly Ciphertext[]) => Promise<readonly Used<Uint8Array>[]>,
  outcomeOf: (value: Uint8Array, version: number) => T,
): Promise<readonly ItemOutcome<T>[]> {
  const held = await loaded(load, version)
  if (held instanceof ServiceError)
    return items.map(({ reference = null }) => ({ kind: 'error', reference, error: held }))
  return eachItem(
    items,
    ({ ciphertext, associatedData }) =>
      tooLong({ associatedData }) ?? tooLong({ ciphertext }, maxItemOctets + recordOverheadOctets),
    (accepted) =>
      work(
        held,
        accepted.map(({ ciphertext, associatedData }) => ({
          ciphertext,
          associatedData: associatedData ?? noData,
        })),
      ),
    (value) => outcomeOf(value, version),
  )
}

/** A version that is not there, or reads no more, is the fault of the items that need it and of no other. */
async function loaded(
  load: (version: number) => Promise<HeldKey<CipherKey>>,
  version: number,
): Promise<HeldKey<CipherKey> | ServiceError> {
  try {
    return await load(version)
  } catch (error) {
    if (error instanceof ServiceError && isOfVersion(error)) return error
    throw error
  }
}

function isOfVersion({ code }: ServiceError): boolean {
  return code === 'KEY_NOT_ACTIVE' || code === 'DECRYPTION_FAILED'
}

function placesByVersion(items: readonly RecordItem[]): ReadonlyMap<number, readonly number[]> {
  const places = new Map<number, number[]>()
  for (const [i, { ciphertext }] of items.entries()) {
    const version = recordKeyVersion(ciphertext)
    if (version === undefined) continue
    const known = places.get(version)
    if (known === undefined) places.set(version, [i])
    else known.push(i)
  }
  return places
}
