import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { secretBytes } from '../../src/keys/secret-bytes.ts'
import { knownAnswers, runSelfTest } from '../../src/keys/self-test.ts'
import { checkPair, generatePrivateKey, openPrivateKey } from '../../src/keys/signing.ts'

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

test('a new key whose public half is another one is refused', async () => {
  const { privateKey } = await generatePrivateKey('ecdsa-p256')
  const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey
  const key = openPrivateKey('ecdsa-p256', privateKey)
  await expect(checkPair(key, stranger.export({ format: 'der', type: 'spki' }))).rejects.toThrow('pairwise')
})

test('a private key under the name of another algorithm is refused', () => {
  const key = (pair: { privateKey: import('node:crypto').KeyObject }) =>
    secretBytes(pair.privateKey.export({ format: 'der', type: 'pkcs8' }))
  expect(() => openPrivateKey('ecdsa-p256', key(generateKeyPairSync('ed25519')))).toThrow('another type')
  expect(() => openPrivateKey('ecdsa-p256', key(generateKeyPairSync('ec', { namedCurve: 'P-384' })))).toThrow(
    'another type',
  )
  expect(() =>
    openPrivateKey('rsa-pss-3072', key(generateKeyPairSync('rsa', { modulusLength: 2048 }))),
  ).toThrow('another type')
})
