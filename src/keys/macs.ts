// HMAC (FIPS 198-1, RFC 2104) with keys that are open.

import { createHmac, timingSafeEqual } from 'node:crypto'
import { hashAlgorithms, macAlgorithms } from '../crypto/algorithms.ts'
import type { OpenedMacKey } from './opened-key.ts'
import type { MessageMac } from './provider.ts'

/** @returns values as long as the hash. */
export function makeMacs(key: OpenedMacKey, messages: readonly Uint8Array[]): readonly Uint8Array[] {
  const { hash } = macAlgorithms[key.algorithm]
  const { node } = hashAlgorithms[hash]
  return messages.map((message) => createHmac(node, key.key).update(message).digest())
}

/** A shortened MAC is no MAC: whoever may cut it may guess it. */
export function verifyMacs(key: OpenedMacKey, items: readonly MessageMac[]): readonly boolean[] {
  const expected = makeMacs(
    key,
    items.map(({ message }) => message),
  )
  return items.map(({ mac }, i) => {
    const own = expected[i]
    return own !== undefined && own.length === mac.length && timingSafeEqual(own, mac)
  })
}
