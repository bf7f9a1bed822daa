import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { expect, test } from 'vitest'
import type { KeyAlgorithm } from '../../src/crypto/algorithms.ts'
import { importedMaterial } from '../../src/keys/imported-key.ts'
import { secretBytes } from '../../src/keys/secret-bytes.ts'
import fixtures from '../fixtures/keys.json' with { type: 'json' }

const der = (key: KeyObject): Uint8Array => new Uint8Array(key.export({ format: 'der', type: 'pkcs8' }))
const taken = (algorithm: KeyAlgorithm, pkcs8: Uint8Array) => importedMaterial(algorithm, secretBytes(pkcs8))

const families = {
  ed25519: 'ed25519',
  ed448: 'ed448',
  'P-256': 'ecdsa-p256',
  'P-384': 'ecdsa-p384',
  'P-521': 'ecdsa-p521',
  'rsa-2048': 'rsa-pss-2048',
  'rsa-3072': 'rsa-pss-3072',
  'rsa-4096': 'rsa-pss-4096',
  'ml-dsa-44': 'ml-dsa-44',
  'ml-dsa-65': 'ml-dsa-65',
  'ml-dsa-87': 'ml-dsa-87',
} as const satisfies Record<keyof typeof fixtures, KeyAlgorithm>

test.each(Object.entries(families))(
  'refuses the keys of %s by which this program is tested',
  async (name, algorithm) => {
    const keys = Object.entries(fixtures).find(([family]) => family === name)?.[1]
    for (const key of Object.values(keys ?? {})) {
      await expect(taken(algorithm, Uint8Array.fromBase64(key))).rejects.toThrow('published as an example')
    }
  },
)

// RFC 8032 §7.1.
test.each([
  '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
  '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
  'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
])('refuses the key %s of RFC 8032', async (seed) => {
  const pkcs8 = Uint8Array.fromHex(`302e020100300506032b657004220420${seed}`)
  await expect(taken('ed25519', pkcs8)).rejects.toThrow('published as an example')
})

test('refuses a scalar that is found by counting, and takes one that is not', async () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  await expect(taken('ecdsa-p256', der(privateKey))).resolves.toBeDefined()
  // The scalar 1, whose point is the generator (SEC 2 §2.4.2).
  const one = createPrivateKey({
    format: 'jwk',
    key: {
      kty: 'EC',
      crv: 'P-256',
      d: Buffer.from('01'.padStart(64, '0'), 'hex').toString('base64url'),
      x: Buffer.from('6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296', 'hex').toString(
        'base64url',
      ),
      y: Buffer.from('4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5', 'hex').toString(
        'base64url',
      ),
    },
  })
  await expect(taken('ecdsa-p256', der(one))).rejects.toThrow('its scalar can be guessed')
})
