// `rewrap`: records encrypted anew under the newest version of their key. The plaintext never leaves the signer.

import type { Call } from '../caller.ts'
import { authoriseData } from '../policy/authorise.ts'
import { type ItemOutcome, requireItems } from './batch.ts'
import { cipherKeys } from './data-keys.ts'
import type { Deps } from './deps.ts'
import { eachVersion, type RecordItem } from './record-versions.ts'
import { freshly } from './signers.ts'
import { reencryptWith } from './use-key-with.ts'

export interface RewrapInput {
  /** `UNIT/NAME`. */
  readonly key: string
  readonly items: readonly RecordItem[]
}

export type RewrapOutcome = ItemOutcome<{ readonly ciphertext: Uint8Array; readonly fromVersion: number }>

/** @throws ServiceError as `encrypt`; an item whose version reads no more fails alone. */
export function rewrap(
  deps: Deps,
  call: Call,
  input: RewrapInput,
): Promise<{ readonly outcomes: readonly RewrapOutcome[]; readonly keyVersion: number }> {
  requireItems(input.items)
  return freshly(deps, async () => {
    const keys = await cipherKeys(deps, call, 'encrypt', input.key)
    const active = await keys.active()
    const to = authoriseData(call, 'encrypt', { operation: 'rewrap', ...active })
    const outcomes = await eachVersion(
      input.items,
      keys.version,
      ({ key, unit }, items) =>
        reencryptWith(deps, authoriseData(call, 'decrypt', { operation: 'rewrap', key, unit }), to, items),
      (ciphertext, fromVersion) => ({ ciphertext, fromVersion }),
    )
    return { outcomes, keyVersion: active.key.identity.version }
  })
}
