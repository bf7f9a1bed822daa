// What making a key and taking one in have in common: what is asked first, the unit and provider that get it, and the row
// that says so, or nothing.

import type { Call } from '../caller.ts'
import type { KeyAlgorithm } from '../crypto/algorithms.ts'
import { ServiceError } from '../errors.ts'
import {
  type KeyAttribute,
  type KeyIdentity,
  keyMisfit,
  type ProviderName,
  type Purpose,
  unitPurposes,
  type WrappedUnitKey,
} from '../keys/handle.ts'
import type { GeneratedKey, KeyProvider } from '../keys/provider.ts'
import { requireAlgorithm } from '../policy/algorithm-policy.ts'
import type { Key } from '../registry/key.ts'
import { findKeyById, insertKey } from '../registry/keys.ts'
import { requireActiveUnit } from '../registry/unit.ts'
import { findUnitByPath } from '../registry/units.ts'
import { asCaller } from './as-caller.ts'
import type { Deps } from './deps.ts'
import { idempotently, rememberedById } from './idempotently.ts'
import { parseKeyName } from './names.ts'
import { discardUnregistered, providerForNew } from './providers.ts'
import { reachUnit } from './reach-unit.ts'
import { recordOnce } from './record.ts'

export interface WantedKey {
  readonly unitPath: string
  readonly name: string
  readonly algorithm: KeyAlgorithm
  readonly purpose: Purpose
  readonly attributes?: readonly KeyAttribute[]
  /** Where this host makes its keys when absent. */
  readonly provider?: ProviderName | null | undefined
}

export interface NewKeyInput {
  /** `UNIT/NAME`. */
  readonly name: string
  readonly algorithm: KeyAlgorithm
  readonly purpose: Purpose
  readonly attributes?: readonly KeyAttribute[] | null | undefined
  /** Where it is to live; where this host makes its keys when absent. */
  readonly provider?: ProviderName | null | undefined
  readonly idempotencyKey?: string | null | undefined
}

/**
 * A key that somebody asks for: whether there may be one like that, `place`, and the entry.
 *
 * @throws ServiceError `INVALID_ARGUMENT`, `PURPOSE_MISMATCH` for a purpose that units' keys do not have, `NOT_FOUND`
 *   for the unit, `ALREADY_EXISTS`, `ALGORITHM_NOT_ALLOWED`, `PROVIDER_UNAVAILABLE`; as `requireAccess` and `place`.
 */
export async function placeNewKey(
  deps: Deps,
  call: Call,
  operation: 'createKey' | 'importKey',
  input: NewKeyInput,
  place: (wanted: WantedKey, id: string) => Promise<Key>,
): Promise<Key> {
  const { unitPath, name } = parseKeyName(input.name)
  await reachUnit(deps, call, 'manage-keys', unitPath)
  const { algorithm, purpose, provider } = input
  requireAlgorithm(algorithm, deps.clock.now())
  if (!unitPurposes.has(purpose))
    throw new ServiceError(
      'PURPOSE_MISMATCH',
      `a key of purpose ${purpose} is made with the authority it serves`,
    )
  const attributes = [...new Set(input.attributes ?? [])].sort()
  const misfit = keyMisfit({ algorithm, purpose, attributes })
  if (misfit !== undefined) throw new ServiceError('ALGORITHM_NOT_ALLOWED', misfit)
  const find = (id: string) => asCaller(deps, call, (tx, scope) => findKeyById(tx, scope, id), 'manage-keys')
  return idempotently(deps, call, {
    operation,
    key: input.idempotencyKey,
    // Not what an import is wrapped in: wrapping draws a new key each time the same request is made.
    input: { name: input.name, algorithm, purpose, attributes, provider: provider ?? null },
    run: async (run) => {
      const made = run.resumed ? await find(run.id) : undefined
      const key = made ?? (await place({ unitPath, name, algorithm, purpose, attributes, provider }, run.id))
      await recordOnce(deps, call, run, {
        operation,
        unitId: key.unitId,
        keyId: key.id,
        keyVersion: 1,
        details: {
          algorithm,
          purpose,
          provider: key.provider,
          ...(attributes.length === 0 ? {} : { attributes: attributes.join(' ') }),
        },
      })
      return key
    },
    ...rememberedById('key', find),
  })
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
