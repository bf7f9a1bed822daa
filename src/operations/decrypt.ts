// `decrypt`: records of an `encrypt` key, each by the version that made it, one outcome per item.

import type { Call } from '../caller.ts'
import { authoriseData } from '../policy/authorise.ts'
import { type ItemOutcome, requireItems } from './batch.ts'
import { cipherKeys } from './data-keys.ts'
import type { Deps } from './deps.ts'
import { eachVersion, type RecordItem } from './record-versions.ts'
import { freshly } from './signers.ts'
import { decryptWith } from './use-key-with.ts'

export interface DecryptInput {
  /** `UNIT/NAME`. */
  readonly key: string
  readonly items: readonly RecordItem[]
}

export type DecryptOutcome = ItemOutcome<{ readonly plaintext: Uint8Array; readonly keyVersion: number }>

/** @throws ServiceError as `encrypt`; an item whose version reads no more fails alone. */
export function decrypt(
  deps: Deps,
  call: Call,
  input: DecryptInput,
): Promise<{ readonly outcomes: readonly DecryptOutcome[] }> {
  requireItems(input.items)
  return freshly(deps, async () => {
    const keys = await cipherKeys(deps, call, 'decrypt', input.key)
    const outcomes = await eachVersion(
      input.items,
      keys.version,
      ({ key, unit }, items) =>
        decryptWith(deps, authoriseData(call, 'decrypt', { operation: 'decrypt', key, unit }), items),
      (plaintext, keyVersion) => ({ plaintext, keyVersion }),
    )
    return { outcomes }
  })
}
