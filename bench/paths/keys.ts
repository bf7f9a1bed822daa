// Keys in the signer process, past the front door: each algorithm single and in batches, beside one core of OpenSSL.

import { createCipheriv, createHmac, generateKeyPairSync, randomBytes, randomUUID, sign } from 'node:crypto'
import {
  type KeyAlgorithm,
  type SignatureAlgorithm,
  signatureAlgorithmFacts,
} from '../../src/crypto/algorithms.ts'
import {
  isIdentityFor,
  isSigningIdentity,
  type KeyHandle,
  type KeyIdentity,
  type Purpose,
} from '../../src/keys/handle.ts'
import type { KeyProvider } from '../../src/keys/provider.ts'
import { softwareProvider, softwareProviderOptions } from '../../src/keys/software/provider.ts'
import { startSigner } from '../../src/processes/start-signer.ts'
import { type Judged, type Path, rate } from '../bench.ts'
import { type Primitive, signatureSpeed } from '../limits.ts'

export const keyPaths: readonly Path[] = [{ name: 'keys', quick: false, run }]

const messageOctets = 64
const batchSize = 100
const windowMs = 1000

/** What `openssl speed` calls them; it has no ML-DSA before version 3.5. */
const signers: readonly (readonly [SignatureAlgorithm, Primitive | undefined])[] = [
  ['ed25519', 'ed25519'],
  ['ed448', 'ed448'],
  ['ecdsa-p256', 'ecdsap256'],
  ['ecdsa-p384', 'ecdsap384'],
  ['ecdsa-p521', 'ecdsap521'],
  ['rsa-pss-2048', 'rsa2048'],
  ['rsa-pss-3072', 'rsa3072'],
  ['rsa-pss-4096', 'rsa4096'],
  ['ml-dsa-44', undefined],
  ['ml-dsa-65', undefined],
  ['ml-dsa-87', undefined],
]

async function run(): Promise<readonly Judged[]> {
  const rootKey = randomBytes(32)
  const provider = softwareProvider(
    async () => startSigner((input) => input.end(new Uint8Array(rootKey))),
    // How fast it answers is what is measured, so nobody gives up.
    { ...softwareProviderOptions, timeoutMs: 60_000 },
  )
  try {
    const results: Judged[] = []
    for (const [algorithm, primitive] of signers)
      results.push(...(await signing(provider, algorithm, primitive)))
    results.push(...(await encrypting(provider)), ...(await authenticating(provider)))
    return results
  } finally {
    await provider.close()
  }
}

async function signing(
  provider: KeyProvider,
  algorithm: SignatureAlgorithm,
  primitive: Primitive | undefined,
): Promise<readonly Judged[]> {
  const { identity, ...rest } = await newKey(provider, 'sign-raw', algorithm)
  if (!isSigningIdentity(identity)) throw new Error('the key does not sign')
  const key = { ...rest, identity, state: 'active' } as const
  const limit = primitive === undefined ? ownSpeed(algorithm) : signatureSpeed(primitive).sign
  const beside = primitive === undefined ? 'node:crypto, one core' : `openssl speed ${primitive}, one core`
  return both(`keys.sign.${algorithm}`, limit, beside, (items) => provider.sign(key, messages(items)))
}

async function encrypting(provider: KeyProvider): Promise<readonly Judged[]> {
  const { identity, ...rest } = await newKey(provider, 'encrypt', 'aes-256-gcm')
  if (!isIdentityFor(identity, 'encrypt')) throw new Error('the key does not encrypt')
  const key = { ...rest, identity, state: 'active' } as const
  const associatedData = new Uint8Array(0)
  const limit = timed(() => {
    const cipher = createCipheriv('aes-256-gcm', Buffer.alloc(32), Buffer.alloc(12), { authTagLength: 16 })
    cipher.update(Buffer.alloc(messageOctets))
    cipher.final()
  })
  return both('keys.encrypt.aes-256-gcm', limit, 'node:crypto without derivation, one core', (items) =>
    provider.encrypt(
      key,
      messages(items).map((plaintext) => ({ plaintext, associatedData })),
    ),
  )
}

async function authenticating(provider: KeyProvider): Promise<readonly Judged[]> {
  const { identity, ...rest } = await newKey(provider, 'mac', 'hmac-sha256')
  if (!isIdentityFor(identity, 'mac')) throw new Error('the key makes no MACs')
  const key = { ...rest, identity, state: 'active' } as const
  const limit = timed(() =>
    createHmac('sha256', Buffer.alloc(32)).update(Buffer.alloc(messageOctets)).digest(),
  )
  return both('keys.mac.hmac-sha256', limit, 'node:crypto, one core', (items) =>
    provider.mac(key, messages(items)),
  )
}

async function both(
  name: string,
  limit: number,
  beside: string,
  ask: (items: number) => Promise<unknown>,
): Promise<readonly Judged[]> {
  return [
    rate(`${name}.single`, await perSecond(ask, 1, 64), limit, `by the clock, 64 at once; ${beside}`),
    rate(
      `${name}.batch${batchSize}`,
      await perSecond(ask, batchSize, 2),
      limit,
      `by the clock, 2 at once; ${beside}`,
    ),
  ]
}

/** Items a second, with so many requests in flight. */
async function perSecond(
  ask: (items: number) => Promise<unknown>,
  items: number,
  inFlight: number,
): Promise<number> {
  await ask(items)
  const started = performance.now()
  let done = 0
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      while (performance.now() - started < windowMs) {
        await ask(items)
        done += items
      }
    }),
  )
  return (1000 * done) / (performance.now() - started)
}

function timed(work: () => void): number {
  const started = performance.now()
  let done = 0
  for (; performance.now() - started < windowMs; done++) work()
  return (1000 * done) / (performance.now() - started)
}

function ownSpeed(algorithm: SignatureAlgorithm): number {
  const { keyType } = signatureAlgorithmFacts(algorithm)
  if (keyType !== 'ml-dsa-44' && keyType !== 'ml-dsa-65' && keyType !== 'ml-dsa-87')
    throw new Error(`openssl speed knows ${algorithm}`)
  const { privateKey } = generateKeyPairSync(keyType)
  const [message] = messages(1)
  return timed(() => sign(null, message ?? new Uint8Array(0), privateKey))
}

function messages(count: number): readonly Uint8Array[] {
  return Array.from({ length: count }, () => randomBytes(messageOctets))
}

async function newKey(provider: KeyProvider, purpose: Purpose, algorithm: KeyAlgorithm): Promise<KeyHandle> {
  const unitKey = await provider.createUnitKey(randomUUID())
  const identity: KeyIdentity = {
    unitId: unitKey.unitId,
    keyId: randomUUID(),
    version: 1,
    purpose,
    algorithm,
    provider: 'software',
    attributes: [],
  }
  return { identity, unitKey, ...(await provider.generate(identity, unitKey)) }
}
