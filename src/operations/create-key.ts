// `createKey`: a key with one purpose, its first version active.

import type { Call } from '../caller.ts'
import type { KeyAlgorithm } from '../crypto/algorithms.ts'
import { ServiceError } from '../errors.ts'
import {
  type KeyAttribute,
  keyMisfit,
  type ProviderName,
  type Purpose,
  unitPurposes,
} from '../keys/handle.ts'
import { requireAlgorithm } from '../policy/algorithm-policy.ts'
import type { Key } from '../registry/key.ts'
import { findKeyById } from '../registry/keys.ts'
import { asCaller } from './as-caller.ts'
import type { Deps } from './deps.ts'
import { idempotently, keptId } from './idempotently.ts'
import { parseKeyName } from './names.ts'
import { placeKey, type WantedKey } from './place-key.ts'
import { reachUnit } from './reach-unit.ts'
import { recordOnce } from './record.ts'

export interface CreateKeyInput {
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
 * @throws ServiceError `INVALID_ARGUMENT`, `PURPOSE_MISMATCH` for a purpose that units' keys do not have, `NOT_FOUND`
 *   for the unit, `ALREADY_EXISTS`, `ALGORITHM_NOT_ALLOWED`, `PROVIDER_UNAVAILABLE`; as `requireAccess`.
 */
export async function createKey(deps: Deps, call: Call, input: CreateKeyInput): Promise<Key> {
  const { unitPath, name } = parseKeyName(input.name)
  await reachUnit(deps, call, 'manage-keys', unitPath)
  requireAlgorithm(input.algorithm, deps.clock.now())
  if (!unitPurposes.has(input.purpose)) {
    throw new ServiceError(
      'PURPOSE_MISMATCH',
      `a key of purpose ${input.purpose} is made with the authority it serves`,
    )
  }
  const attributes = [...new Set(input.attributes ?? [])].sort()
  const misfit = keyMisfit({ ...input, attributes })
  if (misfit !== undefined) throw new ServiceError('ALGORITHM_NOT_ALLOWED', misfit)
  return idempotently(deps, call, {
    operation: 'createKey',
    key: input.idempotencyKey,
    input: {
      name: input.name,
      algorithm: input.algorithm,
      purpose: input.purpose,
      ...(attributes.length === 0 ? {} : { attributes }),
      ...(input.provider == null ? {} : { provider: input.provider }),
    },
    run: async (run) => {
      const made = run.resumed
        ? await asCaller(deps, call, (tx, scope) => findKeyById(tx, scope, run.id), 'manage-keys')
        : undefined
      const key = made ?? (await makeKey(deps, call, { ...input, attributes, unitPath, name }, run.id))
      await recordOnce(deps, call, run, {
        operation: 'createKey',
        unitId: key.unitId,
        keyId: key.id,
        keyVersion: 1,
        details: {
          algorithm: key.algorithm,
          purpose: key.purpose,
          provider: key.provider,
          ...(key.attributes.length === 0 ? {} : { attributes: key.attributes.join(' ') }),
        },
      })
      return key
    },
    remember: ({ id }) => ({ id }),
    recall: async (kept) => {
      const key = await asCaller(
        deps,
        call,
        (tx, scope) => findKeyById(tx, scope, keptId(kept)),
        'manage-keys',
      )
      if (key === undefined)
        throw new ServiceError('NOT_FOUND', 'the key that this idempotencyKey made is gone')
      return key
    },
  })
}

/** Makes the key and its row; the entry is the caller's to write. */
export function makeKey(deps: Deps, call: Call, wanted: WantedKey, id = deps.newId()): Promise<Key> {
  return placeKey(deps, call, id, wanted, (provider, identity, unitKey) =>
    provider.generate(identity, unitKey),
  )
}
