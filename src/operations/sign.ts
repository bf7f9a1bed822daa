// `sign`: raw messages, or digests of them, with a `sign-raw` key, one outcome per item.

import type { Call } from '../caller.ts'
import { hashAlgorithms, type SignatureAlgorithm, signatureAlgorithmFacts } from '../crypto/algorithms.ts'
import { ServiceError } from '../errors.ts'
import type { Unsigned } from '../formats/unsigned.ts'
import type { KeyAttribute } from '../keys/handle.ts'
import { authorise, requireKnown } from '../policy/authorise.ts'
import { requireItems, tooLong } from './batch.ts'
import type { Deps } from './deps.ts'
import { entryOf, signAllWith } from './sign-with.ts'
import { freshly, rawSigner } from './signers.ts'

export interface SignInput {
  /** `UNIT/NAME`. */
  readonly key: string
  readonly items: readonly SignItem[]
}

/** A message, or its digest for a key that was made to sign digests. */
export interface SignItem {
  readonly message?: Uint8Array | null | undefined
  readonly digest?: Uint8Array | null | undefined
  readonly reference?: string | null | undefined
}

export type SignOutcome =
  | {
      readonly kind: 'signature'
      readonly reference: string | null
      readonly signature: Uint8Array
      readonly auditEntryId: string
    }
  | { readonly kind: 'error'; readonly reference: string | null; readonly error: ServiceError }

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
  requireKnown(call)
  requireItems(input.items)
  return freshly(deps, async () => {
    const signer = await rawSigner(deps, call, input.key)
    const permit = authorise(call, { operation: 'sign', key: signer.key, unit: signer.unit })
    const { algorithm, version } = signer.key.identity
    const { attributes } = signer.key.identity
    const wanted = input.items.map((item) => whatIsSigned(item, algorithm, attributes))
    const accepted = wanted.flatMap((one) => (one instanceof ServiceError ? [] : [one]))
    const signed = accepted.length === 0 ? [] : await signAllWith(deps, permit, accepted)
    let next = 0
    const outcomes = input.items.map(({ reference = null }, i): SignOutcome => {
      const error = wanted[i]
      if (error instanceof ServiceError) return { kind: 'error', reference, error }
      const one = signed[next++]
      if (one === undefined) throw new Error('an item has no signature')
      return { kind: 'signature', reference, signature: one.value, auditEntryId: entryOf(one) }
    })
    return { outcomes, keyVersion: version }
  })
}

/** @returns what to sign, or why this item fails alone. */
function whatIsSigned(
  item: SignItem,
  algorithm: SignatureAlgorithm,
  attributes: readonly KeyAttribute[],
): Unsigned<Uint8Array> | ServiceError {
  const complete = (signature: Uint8Array) => signature
  const octets = messageOrDigest(item)
  if (octets instanceof ServiceError) return octets
  if (octets.kind === 'message') return { algorithm, toBeSigned: octets.message, complete }
  if (!attributes.includes('sign-digest'))
    return new ServiceError('NOT_PERMITTED', 'the key was not made to sign digests (attribute SIGN_DIGEST)')
  return (
    digestFault(algorithm, octets.digest) ?? {
      algorithm,
      toBeSigned: octets.digest,
      digested: true,
      complete,
    }
  )
}

export type MessageOrDigest =
  | { readonly kind: 'message'; readonly message: Uint8Array }
  | { readonly kind: 'digest'; readonly digest: Uint8Array }

/** @returns the one that was given, or why neither can be used. */
export function messageOrDigest({
  message,
  digest,
}: Omit<SignItem, 'reference'>): MessageOrDigest | ServiceError {
  if (message != null && digest == null) return tooLong({ message }) ?? { kind: 'message', message }
  if (message == null && digest != null) return { kind: 'digest', digest }
  return new ServiceError('INVALID_ARGUMENT', 'give message or digest, and one of them alone')
}

/** @returns why the algorithm cannot sign, or have signed, this digest. */
export function digestFault(algorithm: SignatureAlgorithm, digest: Uint8Array): ServiceError | undefined {
  const { hash } = signatureAlgorithmFacts(algorithm)
  if (hash === undefined)
    return new ServiceError('ALGORITHM_NOT_ALLOWED', `${algorithm} signs messages, never digests`)
  const { octets } = hashAlgorithms[hash]
  if (digest.length === octets) return undefined
  return new ServiceError(
    'INVALID_ARGUMENT',
    `digest has ${digest.length} octets; ${algorithm} takes ${hash} with ${octets}`,
  )
}
