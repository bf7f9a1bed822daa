// The provider of a key: the one it was made by, never another.

import type { KeyAlgorithm } from '../crypto/algorithms.ts'
import { type ErrorCode, isServiceError, ServiceError } from '../errors.ts'
import type { KeyHandle, ProviderName } from '../keys/handle.ts'
import type { KeyProvider } from '../keys/provider.ts'
import type { Deps } from './deps.ts'

/** @throws ServiceError `PROVIDER_UNAVAILABLE` when it is not set up on this host. */
export function providerNamed(deps: Pick<Deps, 'providers'>, name: ProviderName): KeyProvider {
  const provider = deps.providers.get(name)
  if (provider === undefined) {
    throw new ServiceError('PROVIDER_UNAVAILABLE', `the key lives in ${name}, which is not set up here`)
  }
  return provider
}

/** Where new keys are made, and what keeps the keys of units. */
export function defaultProvider(deps: Pick<Deps, 'providers' | 'defaultProvider'>): KeyProvider {
  return providerNamed(deps, deps.defaultProvider)
}

/**
 * Where a new key is to be made.
 *
 * @param wanted undefined: where this host makes keys.
 * @throws ServiceError `PROVIDER_UNAVAILABLE`; `ALGORITHM_NOT_ALLOWED`, said before anything is made.
 */
export function providerForNew(
  deps: Pick<Deps, 'providers' | 'defaultProvider'>,
  wanted: ProviderName | null | undefined,
  algorithm: KeyAlgorithm,
): KeyProvider {
  const provider = wanted == null ? defaultProvider(deps) : deps.providers.get(wanted)
  if (provider === undefined)
    throw new ServiceError('PROVIDER_UNAVAILABLE', `the provider ${wanted} is not set up on this host`)
  requireProvided(provider, algorithm)
  return provider
}

/** What certainly came to nothing: when the outcome is not known, the row may be there. */
const registeredNothing: ReadonlySet<ErrorCode> = new Set(['ALREADY_EXISTS', 'CONFLICT', 'NOT_FOUND'])

/** A key that was made and could not be registered is left over in an HSM, unless somebody destroys it. */
export async function discardUnregistered(
  provider: KeyProvider,
  key: KeyHandle,
  error: unknown,
): Promise<void> {
  if (!isServiceError(error) || !registeredNothing.has(error.code)) return
  await provider.destroy(key).catch(() => undefined)
}

/** @throws ServiceError `ALGORITHM_NOT_ALLOWED`: said before anything is made. */
function requireProvided({ name, algorithms }: KeyProvider, algorithm: KeyAlgorithm): void {
  if (!algorithms.has(algorithm))
    throw new ServiceError('ALGORITHM_NOT_ALLOWED', `the provider ${name} has no keys of ${algorithm}`)
}

/** The one whose keys the root key opens; keys in a token are not for what must open on another host. */
export function vaultOf(deps: Pick<Deps, 'providers'>): KeyProvider {
  const vault = deps.providers.get('software') ?? deps.providers.get('memory')
  if (vault === undefined) throw new Error('there is no provider with a vault')
  return vault
}
