// The provider of a key: the one it was made by, never another.

import type { KeyAlgorithm } from '../crypto/algorithms.ts'
import { ServiceError } from '../errors.ts'
import type { ProviderName } from '../keys/handle.ts'
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

/** Where new keys are made. */
export function defaultProvider(deps: Pick<Deps, 'providers' | 'defaultProvider'>): KeyProvider {
  return providerNamed(deps, deps.defaultProvider)
}

/** @throws ServiceError `ALGORITHM_NOT_ALLOWED`: said before anything is made. */
export function requireProvided({ name, algorithms }: KeyProvider, algorithm: KeyAlgorithm): void {
  if (!algorithms.has(algorithm))
    throw new ServiceError('ALGORITHM_NOT_ALLOWED', `the provider ${name} has no keys of ${algorithm}`)
}
