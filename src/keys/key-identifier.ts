// One text for one wrapped key under one identity: by it a provider knows which keys it has open.

import { concatBytes } from '../bytes.ts'
import type { KeyHandle } from './handle.ts'
import { identityAssociatedData } from './wrapping.ts'

const known = new WeakMap<KeyHandle, string>()

/**
 * Covers the identity and both wrapped keys whole. A cache by the wrapped bytes alone would sign for a row that
 * was moved to another unit or purpose once the honest row had been used.
 */
export function keyIdentifier(key: KeyHandle): string {
  const before = known.get(key)
  if (before !== undefined) return before
  const lengths = new Uint8Array(8)
  new DataView(lengths.buffer).setUint32(0, key.unitKey.wrapped.length)
  new DataView(lengths.buffer).setUint32(4, key.wrapped.length)
  const whole = concatBytes(lengths, key.unitKey.wrapped, key.wrapped, identityAssociatedData(key.identity))
  const identifier = `${key.unitKey.unitId.length}:${key.unitKey.unitId}:${Buffer.from(whole).toString('latin1')}`
  known.set(key, identifier)
  return identifier
}
