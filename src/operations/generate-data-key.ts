// `generateDataKey`: AES-256 keys for data that never passes through the service, each encrypted under an `encrypt` key.

import type { Call } from '../caller.ts'
import type { SecretBytes } from '../keys/secret-bytes.ts'
import { authoriseData } from '../policy/authorise.ts'
import { eachItem, type ItemOutcome, noData, type Referenced, requireItems, tooLong } from './batch.ts'
import { cipherKeys } from './data-keys.ts'
import type { Deps } from './deps.ts'
import { freshly } from './signers.ts'
import { generateDataKeysWith } from './use-key-with.ts'

export interface GenerateDataKeyInput {
  /** `UNIT/NAME`. */
  readonly key: string
  /** Without it the data key stays in the signer, until somebody decrypts it. */
  readonly withPlaintext: boolean
  readonly items: readonly (Referenced & { readonly associatedData?: Uint8Array | null | undefined })[]
}

export type DataKeyOutcome = ItemOutcome<{
  readonly plaintext: Uint8Array | null
  readonly ciphertext: Uint8Array
}>

/** @throws ServiceError as `encrypt`. */
export function generateDataKey(
  deps: Deps,
  call: Call,
  input: GenerateDataKeyInput,
): Promise<{ readonly outcomes: readonly DataKeyOutcome[]; readonly keyVersion: number }> {
  requireItems(input.items)
  return freshly(deps, async () => {
    const { key, unit } = await (await cipherKeys(deps, call, 'encrypt', input.key)).active()
    const permit = authoriseData(call, 'encrypt', { operation: 'generateDataKey', key, unit })
    const outcomes = await eachItem(
      input.items,
      ({ associatedData }) => tooLong({ associatedData }),
      (items) =>
        generateDataKeysWith(
          deps,
          permit,
          items.map(({ associatedData }) => associatedData ?? noData),
          input.withPlaintext,
        ),
      ({ plaintext, ciphertext }) => ({ plaintext: given(plaintext), ciphertext }),
    )
    return { outcomes, keyVersion: key.identity.version }
  })
}

/** The reply is made of it at once; what was held here is zeroed. */
function given(plaintext: SecretBytes | undefined): Uint8Array | null {
  if (plaintext === undefined) return null
  using secret = plaintext
  return new Uint8Array(secret.dangerouslyRevealBytes())
}
