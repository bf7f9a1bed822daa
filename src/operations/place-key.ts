// What making a key and taking one in have in common: the unit and provider that get it, and the row that says so, or nothing.

import type { Call } from '../caller.ts'
import type { KeyAlgorithm } from '../crypto/algorithms.ts'
import { ServiceError } from '../errors.ts'
import type { KeyAttribute, KeyIdentity, ProviderName, Purpose, WrappedUnitKey } from '../keys/handle.ts'
import type { GeneratedKey, KeyProvider } from '../keys/provider.ts'
import type { Key } from '../registry/key.ts'
import { insertKey } from '../registry/keys.ts'
import { requireActiveUnit } from '../registry/unit.ts'
import { findUnitByPath } from '../registry/units.ts'
import { asCaller } from './as-caller.ts'
import type { Deps } from './deps.ts'
import { discardUnregistered, providerForNew } from './providers.ts'

export interface WantedKey {
  readonly unitPath: string
  readonly name: string
  readonly algorithm: KeyAlgorithm
  readonly purpose: Purpose
  readonly attributes?: readonly KeyAttribute[]
  /** Where this host makes its keys when absent. */
  readonly provider?: ProviderName | null | undefined
}

/**
 * Gives the unit a key whose first version is active. The entry is the caller's to write.
 *
 * @param obtain has the provider make it, or take it in.
 * @param accept looks at it before its row is written. What it throws leaves nothing behind; so does what hinders the row.
 * @throws ServiceError `NOT_FOUND` for the unit, `UNIT_NOT_ACTIVE`, `ALGORITHM_NOT_ALLOWED`, `PROVIDER_UNAVAILABLE`,
 *   `ALREADY_EXISTS` for the name.
 */
export async function placeKey(
  deps: Deps,
  call: Call,
  id: string,
  wanted: WantedKey,
  obtain: (provider: KeyProvider, identity: KeyIdentity, unitKey: WrappedUnitKey) => Promise<GeneratedKey>,
  accept: (made: GeneratedKey) => Promise<void> = async () => undefined,
): Promise<Key> {
  const { unitPath, name, algorithm, purpose, attributes = [] } = wanted
  const found = await asCaller(deps, call, (tx, scope) => findUnitByPath(tx, scope, unitPath))
  if (found === undefined) throw new ServiceError('NOT_FOUND', `there is no unit ${unitPath}`)
  const unit = requireActiveUnit(found)
  const provider = providerForNew(deps, wanted.provider, algorithm)
  const kind = { purpose, algorithm, provider: provider.name, attributes }
  const identity: KeyIdentity = { unitId: unit.id, keyId: id, version: 1, ...kind }
  const unitKey = { unitId: unit.id, wrapped: unit.wrappedUnitKey }
  const made = await obtain(provider, identity, unitKey)
  const { unitKeyGeneration } = unit
  const createdAt = deps.clock.now()
  try {
    await accept(made)
    return await asCaller(deps, call, (tx, scope) =>
      insertKey(tx, scope, { id, unitId: unit.id, name, ...kind, unitKeyGeneration, createdAt, ...made }),
    )
  } catch (error) {
    await discardUnregistered(provider, { identity, unitKey, ...made }, error)
    throw error
  }
}
