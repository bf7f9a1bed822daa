// The contract of every key provider, run for each of them.

import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifySignature } from '#primitives'
import {
  type SignatureAlgorithm,
  signatureAlgorithmFacts,
  signatureAlgorithmNames,
  verificationScheme,
} from '../../src/crypto/algorithms.ts'
import type { KeyIdentity, ProviderName, SigningKey } from '../../src/keys/handle.ts'
import type { KeyProvider } from '../../src/keys/provider.ts'

/** @param open a provider under the given root key; both calls with one key must understand each other. */
export function providerContract(name: ProviderName, open: (rootKey: Uint8Array) => KeyProvider): void {
  const rootKey = randomBytes(32)
  let provider: KeyProvider
  beforeAll(() => {
    provider = open(rootKey)
  })
  afterAll(async () => {
    await provider.close()
  })

  describe(`the ${name} provider`, () => {
    test.each(signatureAlgorithmNames)('makes %s keys whose signatures verify', async (algorithm) => {
      const key = await newKey(provider, algorithm)
      const messages = [new Uint8Array(0), randomBytes(1), randomBytes(100_000)]
      const signatures = await provider.sign(key, messages)
      expect(signatures).toHaveLength(messages.length)
      for (const [i, message] of messages.entries()) {
        const signature = signatures[i]
        if (signature === undefined) throw new Error('a signature is missing')
        expect(signature.length).toBeLessThanOrEqual(signatureAlgorithmFacts(algorithm).maxSignatureOctets)
        const scheme = verificationScheme(algorithm)
        expect(await verifySignature(scheme, key.publicKey, message, signature)).toBe(true)
        expect(await verifySignature(scheme, key.publicKey, randomBytes(7), signature)).toBe(false)
      }
    })

    test('signs a batch in order, more messages than one request takes', async () => {
      const key = await newKey(provider, 'ed25519')
      const messages = Array.from({ length: 2345 }, (_, i) => Buffer.from(`message ${i}`))
      const signatures = await provider.sign(key, messages)
      expect(signatures).toHaveLength(messages.length)
      for (const i of [0, 1, 999, 1000, 1001, 2344]) {
        const [message, signature] = [messages[i], signatures[i]]
        if (message === undefined || signature === undefined) throw new Error('a signature is missing')
        expect(await verifySignature({ kind: 'ed25519' }, key.publicKey, message, signature)).toBe(true)
      }
    })

    test('answers an empty batch with an empty one', async () => {
      expect(await provider.sign(await newKey(provider, 'ecdsa-p256'), [])).toEqual([])
    })

    test('keeps concurrent requests for many keys apart', async () => {
      const keys = await Promise.all(
        (['ed25519', 'ecdsa-p256', 'ecdsa-p384'] as const).map((algorithm) => newKey(provider, algorithm)),
      )
      await Promise.all(
        Array.from({ length: 300 }, async (_, i) => {
          const key = keys[i % keys.length]
          if (key === undefined) throw new Error('a key is missing')
          const message = Buffer.from(`request ${i}`)
          const [signature] = await provider.sign(key, [message])
          if (signature === undefined) throw new Error('a signature is missing')
          const scheme = verificationScheme(key.identity.algorithm)
          expect(await verifySignature(scheme, key.publicKey, message, signature)).toBe(true)
        }),
      )
    })

    test('refuses a key under any other identity, before and after the honest one was used', async () => {
      const key = await newKey(provider, 'ecdsa-p256')
      const other = randomUUID()
      const foreign: readonly KeyIdentity[] = [
        { ...key.identity, unitId: other },
        { ...key.identity, keyId: other },
        { ...key.identity, version: 2 },
        { ...key.identity, purpose: 'certify' },
        { ...key.identity, algorithm: 'ecdsa-p384' },
        { ...key.identity, provider: 'pkcs11' },
      ]
      for (let round = 0; round < 2; round++) {
        for (const identity of foreign) {
          await expect(provider.sign({ ...key, identity }, [randomBytes(3)])).rejects.toMatchObject({
            code: 'KEY_NOT_ACTIVE',
          })
        }
        await provider.sign(key, [randomBytes(3)])
      }
    })

    test('refuses a key beside the key of another unit', async () => {
      const key = await newKey(provider, 'ed25519')
      const stranger = await provider.createUnitKey(randomUUID())
      const swaps = [stranger, { ...stranger, unitId: key.identity.unitId }]
      for (const unitKey of swaps) {
        await expect(provider.sign({ ...key, unitKey }, [randomBytes(3)])).rejects.toMatchObject({
          code: 'KEY_NOT_ACTIVE',
        })
        await expect(provider.generate(key.identity, unitKey)).rejects.toMatchObject({
          code: 'KEY_NOT_ACTIVE',
        })
      }
    })

    test('opens what another one under the same root key made, and nothing under a different one', async () => {
      const key = await newKey(provider, 'ed25519')
      const [same, different] = [open(rootKey), open(randomBytes(32))]
      try {
        expect(await same.rootKeyCheckValue()).toEqual(await provider.rootKeyCheckValue())
        expect(await different.rootKeyCheckValue()).not.toEqual(await provider.rootKeyCheckValue())
        expect(await same.sign(key, [randomBytes(3)])).toHaveLength(1)
        await expect(different.sign(key, [randomBytes(3)])).rejects.toMatchObject({ code: 'KEY_NOT_ACTIVE' })
      } finally {
        await Promise.all([same.close(), different.close()])
      }
    })

    test('has a check value of 32 octets that is not the root key', async () => {
      const value = await provider.rootKeyCheckValue()
      expect(value).toHaveLength(32)
      expect(Buffer.compare(value, rootKey)).not.toBe(0)
    })

    test('has no way to get at a private key', () => {
      const methods = Object.keys(provider).sort()
      expect(methods).toEqual(
        ['certification', 'close', 'createUnitKey', 'generate', 'name', 'rootKeyCheckValue', 'sign'].sort(),
      )
    })

    test('refuses everything once it is closed', async () => {
      const closed = open(rootKey)
      await closed.close()
      await expect(closed.createUnitKey(randomUUID())).rejects.toMatchObject({ retryable: true })
    })
  })

  async function newKey(from: KeyProvider, algorithm: SignatureAlgorithm): Promise<SigningKey> {
    const unitKey = await from.createUnitKey(randomUUID())
    const identity: KeyIdentity = {
      unitId: unitKey.unitId,
      keyId: randomUUID(),
      version: 1,
      purpose: 'sign-raw',
      algorithm,
      provider: name,
    }
    return { identity, unitKey, ...(await from.generate(identity, unitKey)), state: 'active' }
  }
}
