// `encrypt`: small data under the active version of an `encrypt` key, one record per item.

import type { Call } from '../caller.ts'
import { authoriseData } from '../policy/authorise.ts'
import { eachItem, type ItemOutcome, noData, type Referenced, requireItems, tooLong } from './batch.ts'
import { cipherKeys } from './data-keys.ts'
import type { Deps } from './deps.ts'
import { freshly } from './signers.ts'
import { encryptWith } from './use-key-with.ts'

export interface EncryptInput {
  /** `UNIT/NAME`. */
  readonly key: string
  readonly items: readonly (Referenced & {
    readonly plaintext: Uint8Array
    /** Not encrypted; has to be given again to decrypt. */
    readonly associatedData?: Uint8Array | null | undefined
  })[]
}

export type EncryptOutcome = ItemOutcome<{ readonly ciphertext: Uint8Array }>

/**
 * @throws ServiceError what concerns the whole request: `INVALID_ARGUMENT`, `NOT_FOUND`, `PURPOSE_MISMATCH`, as
 *   `encryptWith`.
 */
export function encrypt(
  deps: Deps,
  call: Call,
  input: EncryptInput,
): Promise<{ readonly outcomes: readonly EncryptOutcome[]; readonly keyVersion: number }> {
  requireItems(input.items)
  return freshly(deps, async () => {
    const { key, unit } = await (await cipherKeys(deps, call, 'encrypt', input.key)).active()
    const permit = authoriseData(call, 'encrypt', { operation: 'encrypt', key, unit })
    const outcomes = await eachItem(
      input.items,
      ({ plaintext, associatedData }) => tooLong({ plaintext, associatedData }),
      (items) =>
        encryptWith(
          deps,
          permit,
          items.map(({ plaintext, associatedData }) => ({
            plaintext,
            associatedData: associatedData ?? noData,
          })),
        ),
      (ciphertext) => ({ ciphertext }),
    )
    return { outcomes, keyVersion: key.identity.version }
  })
}
