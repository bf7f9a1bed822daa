// `createKey`: a key with one purpose, its first version active.

import type { Call } from '../caller.ts'
import type { Key } from '../registry/key.ts'
import type { Deps } from './deps.ts'
import { type NewKeyInput, placeKey, placeNewKey, type WantedKey } from './place-key.ts'

/** @throws ServiceError as `placeNewKey`. */
export function createKey(deps: Deps, call: Call, input: NewKeyInput): Promise<Key> {
  return placeNewKey(deps, call, 'createKey', input, (wanted, id) => makeKey(deps, call, wanted, id))
}

/** Makes the key and its row; the entry is the caller's to write. */
export function makeKey(deps: Deps, call: Call, wanted: WantedKey, id = deps.newId()): Promise<Key> {
  return placeKey(deps, call, id, wanted, (provider, identity, unitKey) =>
    provider.generate(identity, unitKey),
  )
}
