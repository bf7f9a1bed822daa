// `mac`: HMAC of messages under the active version of a `mac` key, one outcome per item.

import type { Call } from '../caller.ts'
import { authoriseData } from '../policy/authorise.ts'
import { eachItem, type ItemOutcome, type Referenced, requireItems, tooLong } from './batch.ts'
import { macKeys } from './data-keys.ts'
import type { Deps } from './deps.ts'
import { freshly } from './signers.ts'
import { macWith } from './use-key-with.ts'

export interface MacInput {
  /** `UNIT/NAME`. */
  readonly key: string
  readonly items: readonly (Referenced & { readonly message: Uint8Array })[]
}

export type MacOutcome = ItemOutcome<{ readonly mac: Uint8Array }>

/** @throws ServiceError as `encrypt`. */
export function mac(
  deps: Deps,
  call: Call,
  input: MacInput,
): Promise<{ readonly outcomes: readonly MacOutcome[]; readonly keyVersion: number }> {
  requireItems(input.items)
  return freshly(deps, async () => {
    const { key, unit } = await (await macKeys(deps, call, input.key)).active()
    const permit = authoriseData(call, 'mac', { operation: 'mac', key, unit })
    const outcomes = await eachItem(
      input.items,
      ({ message }) => tooLong({ message }),
      (items) =>
        macWith(
          deps,
          permit,
          items.map(({ message }) => message),
        ),
      (value) => ({ mac: value }),
    )
    return { outcomes, keyVersion: key.identity.version }
  })
}
