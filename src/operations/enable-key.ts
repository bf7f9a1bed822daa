// `enableKey`: a suspended key comes back into use (SP 800-57 Part 1 §7).

import type { Call } from '../caller.ts'
import type { Key } from '../registry/key.ts'
import { changeKey, changeVersions, versionsOf } from './change-key.ts'
import type { Deps } from './deps.ts'

export interface EnableKeyInput {
  /** `UNIT/NAME`. */
  readonly name: string
  readonly idempotencyKey?: string | null | undefined
}

/**
 * Brings each suspended version back to what it was; one whose usage period ended meanwhile comes back deactivated.
 *
 * @throws ServiceError `KEY_NOT_ACTIVE` when none is suspended, or the key waits for its destruction; as `changeKey`.
 */
export function enableKey(deps: Deps, call: Call, input: EnableKeyInput): Promise<Key> {
  return changeKey(deps, call, {
    operation: 'enableKey',
    name: input.name,
    idempotencyKey: input.idempotencyKey,
    input: {},
    change: async (tx, scope, key, at) => ({
      versions: versionsOf(await changeVersions(tx, scope, key, 'enable', at)),
    }),
  })
}
