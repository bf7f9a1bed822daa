// Keys in the signer process and in a SoftHSM2, past the front door: each algorithm single and in batches, beside one core of OpenSSL.

import {
  createCipheriv,
  createHmac,
  createPublicKey,
  decapsulate,
  encapsulate,
  generateKeyPairSync,
  randomBytes,
  sign,
} from 'node:crypto'
import { existsSync } from 'node:fs'
import {
  type OpeningAlgorithm,
  openingAlgorithms,
  type SignatureAlgorithm,
  signatureAlgorithmFacts,
} from '../../src/crypto/algorithms.ts'
import { ServiceError } from '../../src/errors.ts'
import { isIdentityFor, isSigningIdentity } from '../../src/keys/handle.ts'
import type { KeyProvider } from '../../src/keys/provider.ts'
import { softHsmModule } from '../../test/interop/softhsm.ts'
import { sealContentKey } from '../../test/keys/sealing.ts'
import { type Judged, type Path, rate } from '../bench.ts'
import { type Agreement, agreementSpeed, type Primitive, signatureSpeed } from '../limits.ts'
import { newKey, openToken, openVault, perSecond, timed } from '../providers.ts'

export const keyPaths: readonly Path[] = [
  { name: 'keys', quick: false, run: inSigner },
  { name: 'hsm', quick: false, run: inToken },
]

const messageOctets = 64
const batchSize = 100

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

/** What opens, and what OpenSSL does for it: RSA decrypts as fast as it signs. */
const openers: readonly (readonly [OpeningAlgorithm, Agreement | Primitive | undefined])[] = [
  ['x25519', 'ecdhx25519'],
  ['ecdh-p256', 'ecdhp256'],
  ['ecdh-p384', 'ecdhp384'],
  ['rsa-oaep-2048', 'rsa2048'],
  ['rsa-oaep-3072', 'rsa3072'],
  ['rsa-oaep-4096', 'rsa4096'],
  ['ml-kem-512', undefined],
  ['ml-kem-768', undefined],
  ['ml-kem-1024', undefined],
]

async function inSigner(): Promise<readonly Judged[]> {
  const { provider } = openVault()
  try {
    const results = await ofAlgorithms(provider, 'keys')
    return [...results, ...(await encrypting(provider)), ...(await authenticating(provider))]
  } finally {
    await provider.close()
  }
}

async function inToken(): Promise<readonly Judged[]> {
  if (!existsSync(softHsmModule)) {
    process.stderr.write('hsm: not measured, SoftHSM2 is missing: install the Debian package softhsm2\n')
    return []
  }
  const { provider, close } = openToken()
  try {
    // What the token can do is known once it was asked for anything.
    await newKey(provider, 'sign-raw', 'ecdsa-p256')
    return await ofAlgorithms(provider, 'hsm')
  } finally {
    await close()
  }
}

async function ofAlgorithms(provider: KeyProvider, prefix: string): Promise<readonly Judged[]> {
  const results: Judged[] = []
  for (const [algorithm, primitive] of signers) {
    if (provider.algorithms.has(algorithm))
      results.push(...(await signing(provider, prefix, algorithm, primitive)))
  }
  for (const [algorithm, primitive] of openers) {
    if (provider.algorithms.has(algorithm))
      results.push(...(await opening(provider, prefix, algorithm, primitive)))
  }
  return results
}

async function signing(
  provider: KeyProvider,
  prefix: string,
  algorithm: SignatureAlgorithm,
  primitive: Primitive | undefined,
): Promise<readonly Judged[]> {
  const { identity, ...rest } = await newKey(provider, 'sign-raw', algorithm)
  if (!isSigningIdentity(identity)) throw new Error('the key does not sign')
  const key = { ...rest, identity, state: 'active' } as const
  const limit = primitive === undefined ? ownSpeed(algorithm) : signatureSpeed(primitive).sign
  const beside = primitive === undefined ? 'node:crypto, one core' : `openssl speed ${primitive}, one core`
  return both(`${prefix}.sign.${algorithm}`, limit, beside, (items) => provider.sign(key, messages(items)))
}

async function opening(
  provider: KeyProvider,
  prefix: string,
  algorithm: OpeningAlgorithm,
  primitive: Agreement | Primitive | undefined,
): Promise<readonly Judged[]> {
  const { identity, ...rest } = await newKey(provider, 'open', algorithm)
  if (!isIdentityFor(identity, 'open')) throw new Error('the key does not open')
  const key = { ...rest, identity, state: 'active' } as const
  const sealed = sealContentKey(algorithm, key.publicKey, randomBytes(32))
  const limit = openingSpeed(algorithm, primitive)
  const beside =
    primitive === undefined
      ? 'node:crypto, one core'
      : `the primitive by openssl speed ${primitive}, one core`
  return both(`${prefix}.open.${algorithm}`, limit, beside, async (items) => {
    const opened = await provider.unwrap(
      key,
      Array.from({ length: items }, () => sealed),
    )
    for (const one of opened) {
      if (one instanceof ServiceError) throw one
      one[Symbol.dispose]()
    }
  })
}

function openingSpeed(algorithm: OpeningAlgorithm, primitive: Agreement | Primitive | undefined): number {
  switch (primitive) {
    case 'ecdhx25519':
    case 'ecdhp256':
    case 'ecdhp384':
      return agreementSpeed(primitive)
    case undefined: {
      const { keyType } = openingAlgorithms[algorithm]
      if (keyType !== 'ml-kem-512' && keyType !== 'ml-kem-768' && keyType !== 'ml-kem-1024')
        throw new Error(`openssl speed knows ${algorithm}`)
      const { privateKey } = generateKeyPairSync(keyType)
      const { ciphertext } = encapsulate(createPublicKey(privateKey))
      return timed(() => decapsulate(privateKey, ciphertext))
    }
    default:
      return signatureSpeed(primitive).sign
  }
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
