// `sign`: raw messages with a `sign-raw` key, one outcome per item.

import type { Call } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import type { Unsigned } from '../formats/unsigned.ts'
import { authorise, requireApplication } from '../policy/authorise.ts'
import type { Deps } from './deps.ts'
import { signAllWith } from './sign-with.ts'
import { freshly, rawSigner } from './signers.ts'

export interface SignInput {
  /** `UNIT/NAME`. */
  readonly key: string
  readonly items: readonly { readonly message: Uint8Array; readonly reference?: string | null | undefined }[]
}

export type SignOutcome =
  | {
      readonly kind: 'signature'
      readonly reference: string | null
      readonly signature: Uint8Array
      readonly auditEntryId: string
    }
  | { readonly kind: 'error'; readonly reference: string | null; readonly error: ServiceError }

export const maxItems = 1000
export const maxMessageOctets = 65_536

/**
 * @returns outcomes in the order of the items; an item that is too long fails alone.
 * @throws ServiceError what concerns the whole request: `INVALID_ARGUMENT` for the number of items,
 *   `PURPOSE_MISMATCH`, as `authorise` and `signAllWith`.
 */
export async function sign(
  deps: Deps,
  call: Call,
  input: SignInput,
): Promise<{ readonly outcomes: readonly SignOutcome[]; readonly keyVersion: number }> {
  requireApplication(call)
  if (input.items.length === 0 || input.items.length > maxItems) {
    throw new ServiceError(
      'INVALID_ARGUMENT',
      `items has ${input.items.length} elements; 1 to ${maxItems} are allowed`,
    )
  }
  return freshly(deps, async () => {
    const signer = await rawSigner(deps, call, input.key)
    const permit = authorise(call, { operation: 'sign', key: signer.key, unit: signer.unit })
    const { algorithm, version } = signer.key.identity
    const accepted = input.items.filter(({ message }) => message.length <= maxMessageOctets)
    const signed = await signAllWith(
      deps,
      permit,
      accepted.map(
        ({ message }): Unsigned<Uint8Array> => ({
          algorithm,
          toBeSigned: message,
          complete: (signature) => signature,
        }),
      ),
    )
    let next = 0
    const outcomes = input.items.map(({ message, reference = null }): SignOutcome => {
      if (message.length > maxMessageOctets) {
        const error = new ServiceError(
          'LIMIT_EXCEEDED',
          `message has ${message.length} octets; ${maxMessageOctets} are allowed`,
        )
        return { kind: 'error', reference, error }
      }
      const one = signed[next++]
      if (one === undefined || one.auditEntryId === null) throw new Error('a signature without its entry')
      return { kind: 'signature', reference, signature: one.value, auditEntryId: one.auditEntryId }
    })
    return { outcomes, keyVersion: version }
  })
}
