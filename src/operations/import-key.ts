// `importKey`: a key that was made elsewhere, wrapped for the signer; and what to wrap it under.

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
import type { ImportWrappingKey, WrappedImport } from '../keys/provider.ts'
import { requireAlgorithm } from '../policy/algorithm-policy.ts'
import { requireAnywhere } from '../policy/authorise.ts'
import type { Key } from '../registry/key.ts'
import { isKnownPublicKey } from '../registry/key-versions.ts'
import { findKeyById } from '../registry/keys.ts'
import { asCaller, asService } from './as-caller.ts'
import type { Deps } from './deps.ts'
import { idempotently, keptId } from './idempotently.ts'
import { parseKeyName } from './names.ts'
import { placeKey, type WantedKey } from './place-key.ts'
import { providerNamed } from './providers.ts'
import { reachUnit } from './reach-unit.ts'
import { recordOnce } from './record.ts'

export interface ImportKeyInput extends WrappedImport {
  /** `UNIT/NAME`. */
  readonly name: string
  readonly algorithm: KeyAlgorithm
  readonly purpose: Purpose
  readonly attributes?: readonly KeyAttribute[] | null | undefined
  /** Where it is to live; where this host makes its keys when absent. */
  readonly provider?: ProviderName | null | undefined
  readonly idempotencyKey?: string | null | undefined
}

/** An RSA-4096 key of 2.3 kB of PKCS#8, wrapped, and room to spare. */
const materialLimit = 16_384

/**
 * What to wrap a key under before it is sent: RSAES-OAEP of an AES-256 key, then AES-KWP of PKCS#8.
 *
 * @throws ServiceError `UNAUTHENTICATED`, `NOT_PERMITTED`, `PROVIDER_UNAVAILABLE`.
 */
export function importWrappingKey(
  deps: Deps,
  call: Call,
  provider: ProviderName | null | undefined,
): Promise<ImportWrappingKey> {
  requireAnywhere(call, 'manage-keys')
  return providerNamed(deps, provider ?? deps.defaultProvider).importWrappingKey()
}

/**
 * Takes a key in as version 1 of a new key. It is opened in the signer alone, which computes its public key anew and
 * refuses what is weak or inconsistent.
 *
 * @throws ServiceError `INVALID_ARGUMENT` for a weak key or one of another algorithm, `DECRYPTION_FAILED` when it was
 *   wrapped for another signer; `ALREADY_EXISTS` when the office has this very key already; as `createKey`.
 */
export async function importKey(deps: Deps, call: Call, input: ImportKeyInput): Promise<Key> {
  const { unitPath, name } = parseKeyName(input.name)
  await reachUnit(deps, call, 'manage-keys', unitPath)
  const { algorithm, purpose } = input
  requireAlgorithm(algorithm, deps.clock.now())
  if (!unitPurposes.has(purpose))
    throw new ServiceError(
      'PURPOSE_MISMATCH',
      `a key of purpose ${purpose} is made with the authority it serves`,
    )
  if (input.material.length > materialLimit || input.token.length > materialLimit) {
    throw new ServiceError(
      'LIMIT_EXCEEDED',
      `material or token has more than the ${materialLimit} octets that any key needs`,
    )
  }
  const attributes = [...new Set(input.attributes ?? [])].sort()
  const misfit = keyMisfit({ algorithm, purpose, attributes })
  if (misfit !== undefined) throw new ServiceError('ALGORITHM_NOT_ALLOWED', misfit)
  return idempotently(deps, call, {
    operation: 'importKey',
    key: input.idempotencyKey,
    // Wrapping draws a new key each time, so that the same request is wrapped otherwise when it is repeated.
    input: { name: input.name, algorithm, purpose, attributes, provider: input.provider ?? null },
    run: async (run) => {
      const made = run.resumed
        ? await asCaller(deps, call, (tx, scope) => findKeyById(tx, scope, run.id), 'manage-keys')
        : undefined
      const key = made ?? (await takeIn(deps, call, { ...input, attributes, unitPath, name }, run.id))
      await recordOnce(deps, call, run, {
        operation: 'importKey',
        unitId: key.unitId,
        keyId: key.id,
        keyVersion: 1,
        details: { algorithm, purpose, provider: key.provider, attributes: attributes.join(' ') },
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
        throw new ServiceError('NOT_FOUND', 'the key that this idempotencyKey took in is gone')
      return key
    },
  })
}

function takeIn(deps: Deps, call: Call, wanted: WantedKey & WrappedImport, id: string): Promise<Key> {
  const { token, material } = wanted
  return placeKey(
    deps,
    call,
    id,
    wanted,
    (provider, identity, unitKey) => provider.importKey(identity, unitKey, { token, material }),
    async ({ publicKey }) => {
      // One key, one purpose: the same key under two names would be two purposes, or two units.
      if (await asService(deps, (tx) => isKnownPublicKey(tx, publicKey)))
        throw new ServiceError('ALREADY_EXISTS', 'the office has this very key already')
    },
  )
}
