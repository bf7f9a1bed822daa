// What every provider demands of a key before it uses it.

import { ServiceError } from '../errors.ts'
import {
  type KeyHandle,
  type KeyIdentity,
  type KeyOperation,
  type KeyState,
  keyMisfit,
  type ProviderName,
  stateAllows,
} from './handle.ts'

/** @throws ServiceError `KEY_NOT_ACTIVE` for the key of another provider: keys never move between them. */
export function requireKeyOf(provider: ProviderName, { identity }: KeyHandle): void {
  if (identity.provider !== provider)
    throw new ServiceError('KEY_NOT_ACTIVE', `key ${identity.keyId} belongs to another provider`)
}

/** Types say it too; this holds where a handle was made around them. @throws ServiceError `KEY_NOT_ACTIVE`. */
export function requireState(key: KeyHandle & { readonly state: KeyState }, operation: KeyOperation): void {
  if (stateAllows(key.state, operation)) return
  const { keyId, version } = key.identity
  throw new ServiceError(
    'KEY_NOT_ACTIVE',
    `version ${version} of key ${keyId} is ${key.state}, which does not allow to ${operation}`,
  )
}

/** @throws ServiceError `ALGORITHM_NOT_ALLOWED`. */
export function requireFit(identity: KeyIdentity): void {
  const misfit = keyMisfit(identity)
  if (misfit !== undefined) throw new ServiceError('ALGORITHM_NOT_ALLOWED', misfit)
}
