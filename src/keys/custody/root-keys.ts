// The root keys of an office, opened: what the launcher or the keeper hands to a signer, and how it is written on the way.

import { concatBytes } from '../../bytes.ts'
import { type SecretBytes, secretBytes, secretCopy } from '../secret-bytes.ts'
import { wrappingKeyOctets } from '../wrapping.ts'

export interface RootKeys extends Disposable {
  /** Wraps what is wrapped from now on. */
  readonly current: SecretBytes
  /** Open what was wrapped before; empty but during a rotation. */
  readonly earlier: readonly SecretBytes[]
  /** Makes the check values of rows, and outlives rotations; undefined: derived from the root key. */
  readonly integrityKey: SecretBytes | undefined
}

export function rootKeys(keys: Omit<RootKeys, typeof Symbol.dispose>): RootKeys {
  return {
    ...keys,
    [Symbol.dispose]: () => {
      for (const key of [keys.current, keys.integrityKey, ...keys.earlier]) key?.[Symbol.dispose]()
    },
  }
}

/** @returns the current key alone, or current key, integrity key and earlier keys, 32 octets each. */
export function encodeRootKeys({ current, integrityKey, earlier }: RootKeys): SecretBytes {
  const parts = integrityKey === undefined ? [current] : [current, integrityKey, ...earlier]
  if (integrityKey === undefined && earlier.length > 0) throw new Error('root keys without an integrity key')
  return secretBytes(concatBytes(...parts.map((part) => part.dangerouslyRevealBytes())))
}

/** Takes ownership of `octets`. @throws Error when their number is wrong. */
export function decodeRootKeys(octets: Uint8Array): RootKeys {
  using whole = secretBytes(octets)
  const bytes = whole.dangerouslyRevealBytes()
  const count = bytes.length / wrappingKeyOctets
  if (!Number.isInteger(count) || count === 0) throw new Error(`root keys of ${bytes.length} octets`)
  const [current, integrityKey, ...earlier] = Array.from({ length: count }, (_, i) =>
    secretCopy(bytes.subarray(i * wrappingKeyOctets, (i + 1) * wrappingKeyOctets)),
  )
  if (current === undefined) throw new Error('there is no root key')
  return rootKeys({ current, integrityKey, earlier })
}
