import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { keyAlgorithmNames } from '../../src/crypto/algorithms.ts'
import { type KeyIdentity, keyAttributes, providerNames, purposes } from '../../src/keys/handle.ts'
import { secretBytes } from '../../src/keys/secret-bytes.ts'
import {
  identityAssociatedData,
  rootKeyCheckValue,
  unwrapPrivateKey,
  unwrapUnitKey,
  wrapPrivateKey,
  wrapUnitKey,
} from '../../src/keys/wrapping.ts'

const anyIdentity: fc.Arbitrary<KeyIdentity> = fc.record({
  unitId: fc.string(),
  keyId: fc.string(),
  version: fc.nat(0xffffffff),
  purpose: fc.constantFrom(...purposes),
  algorithm: fc.constantFrom(...keyAlgorithmNames),
  provider: fc.constantFrom(...providerNames),
  attributes: fc.subarray([...keyAttributes]),
})

const identity: KeyIdentity = {
  unitId: 'unit',
  keyId: 'key',
  version: 1,
  purpose: 'sign-raw',
  algorithm: 'ed25519',
  provider: 'memory',
  attributes: [],
}

describe('a wrapped private key', () => {
  const unitKey = secretBytes(randomBytes(32))

  test('opens under its own identity to the same octets', () => {
    fc.assert(
      fc.property(anyIdentity, fc.uint8Array({ minLength: 1, maxLength: 300 }), (any, plain) => {
        const wrapped = wrapPrivateKey(unitKey, any, secretBytes(plain.slice()), randomBytes)
        expect(unwrapPrivateKey(unitKey, any, wrapped)?.dangerouslyRevealBytes()).toEqual(Buffer.from(plain))
      }),
    )
  })

  test('does not open under any other identity', () => {
    fc.assert(
      fc.property(anyIdentity, anyIdentity, (one, other) => {
        fc.pre(JSON.stringify(one) !== JSON.stringify(other))
        const wrapped = wrapPrivateKey(unitKey, one, secretBytes(randomBytes(48)), randomBytes)
        expect(unwrapPrivateKey(unitKey, other, wrapped)).toBeUndefined()
      }),
    )
  })

  test('does not open in the place of any of a hundred others', () => {
    const rows = Array.from({ length: 100 }, (_, i) => {
      const own: KeyIdentity = { ...identity, keyId: `key-${i % 10}`, version: 1 + Math.floor(i / 10) }
      return { own, wrapped: wrapPrivateKey(unitKey, own, secretBytes(randomBytes(48)), randomBytes) }
    })
    let refused = 0
    for (const { own } of rows) {
      for (const { wrapped } of rows) if (unwrapPrivateKey(unitKey, own, wrapped) === undefined) refused++
    }
    expect(refused).toBe(9_900)
  })

  test('does not open with any bit flipped, cut at any length, or with an octet more', () => {
    const wrapped = wrapPrivateKey(unitKey, identity, secretBytes(randomBytes(48)), randomBytes)
    for (let bit = 0; bit < wrapped.length * 8; bit++) {
      const changed = wrapped.slice()
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(unwrapPrivateKey(unitKey, identity, changed)).toBeUndefined()
    }
    for (let length = 0; length < wrapped.length; length++) {
      expect(unwrapPrivateKey(unitKey, identity, wrapped.subarray(0, length))).toBeUndefined()
    }
    expect(unwrapPrivateKey(unitKey, identity, Buffer.concat([wrapped, Buffer.of(0)]))).toBeUndefined()
  })

  test('does not open under the key of another unit', () => {
    const wrapped = wrapPrivateKey(unitKey, identity, secretBytes(randomBytes(48)), randomBytes)
    expect(unwrapPrivateKey(secretBytes(randomBytes(32)), identity, wrapped)).toBeUndefined()
  })

  test('contains none of its plaintext', () => {
    const plain = randomBytes(48)
    const wrapped = wrapPrivateKey(unitKey, identity, secretBytes(Buffer.from(plain)), randomBytes)
    for (let at = 0; at + 4 <= plain.length; at++) {
      expect(Buffer.from(wrapped).includes(plain.subarray(at, at + 4))).toBe(false)
    }
  })
})

describe('a wrapped unit key', () => {
  const rootKey = secretBytes(randomBytes(32))

  test('opens for its own unit under its own root key, and nowhere else', () => {
    const unitKey = randomBytes(32)
    const wrapped = wrapUnitKey(rootKey, 'a', secretBytes(Buffer.from(unitKey)), randomBytes)
    expect(unwrapUnitKey(rootKey, 'a', wrapped)?.dangerouslyRevealBytes()).toEqual(unitKey)
    expect(unwrapUnitKey(rootKey, 'b', wrapped)).toBeUndefined()
    expect(unwrapUnitKey(secretBytes(randomBytes(32)), 'a', wrapped)).toBeUndefined()
  })

  test('is no private key, nor the other way round, even under one and the same key', () => {
    const wrappedUnit = wrapUnitKey(rootKey, 'unit', secretBytes(randomBytes(32)), randomBytes)
    const wrappedKey = wrapPrivateKey(rootKey, identity, secretBytes(randomBytes(32)), randomBytes)
    expect(unwrapPrivateKey(rootKey, identity, wrappedUnit)).toBeUndefined()
    expect(unwrapUnitKey(rootKey, 'unit', wrappedKey)).toBeUndefined()
  })
})

describe('the encoding of an identity', () => {
  test('is another one for every other identity, whatever its fields contain', () => {
    fc.assert(
      fc.property(anyIdentity, anyIdentity, (one, other) => {
        const same = JSON.stringify(one) === JSON.stringify(other)
        const equal = Buffer.compare(identityAssociatedData(one), identityAssociatedData(other)) === 0
        expect(equal).toBe(same)
      }),
    )
  })

  test('does not let text move from one field to the next', () => {
    const one = identityAssociatedData({ ...identity, unitId: 'a/b', keyId: 'c' })
    const other = identityAssociatedData({ ...identity, unitId: 'a', keyId: 'b/c' })
    expect(one).not.toEqual(other)
    expect(identityAssociatedData({ ...identity, unitId: 'ab', keyId: 'c' })).not.toEqual(
      identityAssociatedData({ ...identity, unitId: 'a', keyId: 'bc' }),
    )
  })

  test('changes with every field', () => {
    const changes: readonly Partial<KeyIdentity>[] = [
      { unitId: 'unit2' },
      { keyId: 'key2' },
      { version: 2 },
      { purpose: 'certify' },
      { algorithm: 'ecdsa-p256' },
      { provider: 'software' },
    ]
    const encodings = [{}, ...changes].map((change) =>
      Buffer.from(identityAssociatedData({ ...identity, ...change })).toString('hex'),
    )
    expect(new Set(encodings).size).toBe(7)
  })
})

test('the check value of a root key is always the same, and another one for another key', () => {
  const octets = randomBytes(32)
  const value = rootKeyCheckValue(secretBytes(Buffer.from(octets)))
  expect(rootKeyCheckValue(secretBytes(Buffer.from(octets)))).toEqual(value)
  expect(rootKeyCheckValue(secretBytes(randomBytes(32)))).not.toEqual(value)
})
