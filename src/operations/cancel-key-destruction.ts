// `cancelKeyDestruction`: the key is not destroyed. It stays disabled, since somebody had wanted it gone.

import type { Call } from '../caller.ts'
import type { Key } from '../registry/key.ts'
import { setDestroyAt } from '../registry/key-lifecycle.ts'
import { changeKey, changeVersions } from './change-key.ts'
import type { Deps } from './deps.ts'

export interface CancelKeyDestructionInput {
  /** `UNIT/NAME`. */
  readonly name: string
  readonly idempotencyKey?: string | null | undefined
}

/** @throws ServiceError `KEY_NOT_ACTIVE` when the key does not wait for its destruction; as `changeKey`. */
export function cancelKeyDestruction(deps: Deps, call: Call, input: CancelKeyDestructionInput): Promise<Key> {
  return changeKey(deps, call, {
    operation: 'cancelKeyDestruction',
    name: input.name,
    idempotencyKey: input.idempotencyKey,
    input: {},
    change: async (tx, scope, key, at) => {
      await changeVersions(tx, scope, key, 'cancel-destruction', at)
      await setDestroyAt(tx, key.id, null)
      return { wasDue: key.destroyAt?.toISOString() ?? '' }
    },
  })
}
