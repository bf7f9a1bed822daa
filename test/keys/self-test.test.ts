import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { parsePrivateKey } from '../../src/keys/opened-key.ts'
import { checkPair } from '../../src/keys/pairwise-check.ts'
import { secretBytes } from '../../src/keys/secret-bytes.ts'
import { knownAnswers, runSelfTest } from '../../src/keys/self-test.ts'

test('the primitives of this platform give the published answers', () => {
  expect(() => runSelfTest()).not.toThrow()
})

test.each(knownAnswers.map((answer) => [answer.name, answer] as const))(
  'a wrong answer of %s keeps the signer from starting',
  (name, answer) => {
    const last = answer.expected.at(-1)
    const corrupted = { ...answer, expected: answer.expected.slice(0, -1) + (last === '0' ? '1' : '0') }
    expect(() => runSelfTest(knownAnswers.map((known) => (known === answer ? corrupted : known)))).toThrow(
      name,
    )
  },
)

test.each([
  ['ed25519', () => generateKeyPairSync('ed25519')],
  ['ed448', () => generateKeyPairSync('ed448')],
  ['ecdsa-p256', () => generateKeyPairSync('ec', { namedCurve: 'P-256' })],
  ['rsa-pss-2048', () => generateKeyPairSync('rsa', { modulusLength: 2048 })],
  ['rsa-pkcs1-2048', () => generateKeyPairSync('rsa', { modulusLength: 2048 })],
  ['ml-dsa-65', () => generateKeyPairSync('ml-dsa-65')],
  ['x25519', () => generateKeyPairSync('x25519')],
  ['ecdh-p384', () => generateKeyPairSync('ec', { namedCurve: 'P-384' })],
  ['rsa-oaep-2048', () => generateKeyPairSync('rsa', { modulusLength: 2048 })],
  ['ml-kem-768', () => generateKeyPairSync('ml-kem-768')],
] as const)('a new key of %s whose public half is another one is refused', async (algorithm, make) => {
  const { privateKey, publicKey } = make()
  await expect(checkPair(algorithm, privateKey, publicKey)).resolves.toBeUndefined()
  await expect(checkPair(algorithm, privateKey, make().publicKey)).rejects.toThrow()
})

test('a private key under the name of another algorithm is refused', () => {
  const key = (pair: { privateKey: import('node:crypto').KeyObject }) =>
    secretBytes(pair.privateKey.export({ format: 'der', type: 'pkcs8' }))
  expect(() => parsePrivateKey('ecdsa-p256', key(generateKeyPairSync('ed25519')))).toThrow('another type')
  expect(() =>
    parsePrivateKey('ecdsa-p256', key(generateKeyPairSync('ec', { namedCurve: 'P-384' }))),
  ).toThrow('another type')
  expect(() =>
    parsePrivateKey('rsa-pss-3072', key(generateKeyPairSync('rsa', { modulusLength: 2048 }))),
  ).toThrow('another type')
})
