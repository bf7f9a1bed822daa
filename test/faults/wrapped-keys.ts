// `npm run test:faults -- --only wrapped-keys`: a wrapped key in another's place, or changed in any bit, or cut, opens nothing.
// Each round has a hundred rows of a unit's key of its own, and changes every bit and length of one of them.

import { randomBytes } from 'node:crypto'
import type { KeyIdentity } from '../../src/keys/handle.ts'
import { secretBytes } from '../../src/keys/secret-bytes.ts'
import { unwrapPrivateKey, wrapPrivateKey } from '../../src/keys/wrapping.ts'
import { type Rounds, told } from './round.ts'

const rowsPerRound = 100

export async function wrappedKeys({ rounds }: Rounds): Promise<number> {
  let [pairs, changes, failed] = [0, 0, 0]
  for (let round = 0; round < rounds; round++) {
    using unitKey = secretBytes(randomBytes(32))
    const rows = Array.from({ length: rowsPerRound }, (_, i) => {
      const identity: KeyIdentity = {
        unitId: 'unit',
        keyId: `key-${i % 10}`,
        version: 1 + Math.floor(i / 10),
        purpose: 'sign-raw',
        algorithm: 'ed25519',
        provider: 'memory',
        attributes: [],
      }
      using key = secretBytes(randomBytes(48))
      return { identity, wrapped: wrapPrivateKey(unitKey, identity, key, randomBytes) }
    })
    const opens = (identity: KeyIdentity, wrapped: Uint8Array): boolean => {
      using opened = unwrapPrivateKey(unitKey, identity, wrapped)
      return opened !== undefined
    }
    for (const { identity } of rows) {
      for (const other of rows) {
        const own = other.identity === identity
        if (!own) pairs++
        if (opens(identity, other.wrapped) !== own) failed++
      }
    }
    const [first] = rows
    if (first === undefined) throw new Error('there are no rows')
    for (const changed of changesOf(first.wrapped)) {
      changes++
      if (opens(first.identity, changed)) failed++
    }
  }
  return told(
    'wrapped-keys',
    `${pairs} exchanges and ${changes} changes of ${rounds * rowsPerRound} rows`,
    failed,
  )
}

/** Each bit flipped, each length to which it can be cut. */
export function* changesOf(octets: Uint8Array): Generator<Uint8Array> {
  for (let bit = 0; bit < octets.length * 8; bit++) {
    const changed = octets.slice()
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    yield changed
  }
  for (let length = 0; length < octets.length; length++) yield octets.subarray(0, length)
}
