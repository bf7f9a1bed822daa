// `disableKey`: out of use for now (SP 800-57 Part 1 §7, suspended).

import type { Call } from '../caller.ts'
import type { Key } from '../registry/key.ts'
import { changeKey, changeVersions, versionsOf } from './change-key.ts'
import type { Deps } from './deps.ts'

export interface DisableKeyInput {
  /** `UNIT/NAME`. */
  readonly name: string
  readonly idempotencyKey?: string | null | undefined
}

/**
 * Suspends every version that is in use: the key neither signs nor opens anything, its signatures still verify.
 *
 * @throws ServiceError `KEY_NOT_ACTIVE` when no version is in use, or the key waits for its destruction; as `changeKey`.
 */
export function disableKey(deps: Deps, call: Call, input: DisableKeyInput): Promise<Key> {
  return changeKey(deps, call, {
    operation: 'disableKey',
    name: input.name,
    idempotencyKey: input.idempotencyKey,
    input: {},
    change: async (tx, scope, key, at) => ({
      versions: versionsOf(await changeVersions(tx, scope, key, 'disable', at)),
    }),
  })
}
