import { randomBytes, randomUUID } from 'node:crypto'
import { duplexPair } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { verifySignature } from '#primitives'
import type { SignatureAlgorithm } from '../../src/crypto/algorithms.ts'
import type { SigningKey } from '../../src/keys/handle.ts'
import type { KeyProvider } from '../../src/keys/provider.ts'
import { secretBytes } from '../../src/keys/secret-bytes.ts'
import { softwareProvider, softwareProviderOptions } from '../../src/keys/software/provider.ts'
import { serveSession } from '../../src/keys/software/session.ts'
import { openVault } from '../../src/keys/vault.ts'
import type { ProcessConnection } from '../../src/keys/wire/request-queue.ts'
import { type SignerProcess, startSigner } from '../../src/processes/start-signer.ts'
import { providerContract } from './provider-contract.ts'

providerContract('software', (rootKey) =>
  softwareProvider(async () => startSigner((input) => input.end(new Uint8Array(rootKey)))),
)

async function newKey(provider: KeyProvider, algorithm: SignatureAlgorithm = 'ed25519'): Promise<SigningKey> {
  const unitKey = await provider.createUnitKey(randomUUID())
  const identity = {
    unitId: unitKey.unitId,
    keyId: randomUUID(),
    version: 1,
    purpose: 'sign-raw',
    algorithm,
    provider: 'software',
    attributes: [],
  } as const
  return { identity, unitKey, ...(await provider.generate(identity, unitKey)), state: 'active' }
}

describe('a signer that dies', () => {
  test('is replaced under load: every request is answered, and every answer is right', async () => {
    const rootKey = randomBytes(32)
    const signers: SignerProcess[] = []
    const provider = softwareProvider(async () => {
      const signer = startSigner((input) => input.end(new Uint8Array(rootKey)))
      signers.push(signer)
      return signer
    })
    const keys = [
      await newKey(provider),
      await newKey(provider, 'ecdsa-p256'),
      await newKey(provider, 'ecdsa-p384'),
    ]
    let answered = 0
    let over = false
    const load = Array.from({ length: 24 }, async (_, worker) => {
      const key = keys[worker % keys.length]
      if (key === undefined) throw new Error('a key is missing')
      for (let i = 0; !over; i++) {
        const message = Buffer.from(`worker ${worker}, message ${i}`)
        const [signature] = await provider.sign(key, [message])
        if (signature === undefined) throw new Error('a signature is missing')
        const scheme =
          key.identity.algorithm === 'ed25519'
            ? ({ kind: 'ed25519' } as const)
            : ({
                kind: 'ecdsa',
                hash: key.identity.algorithm === 'ecdsa-p256' ? 'sha-256' : 'sha-384',
              } as const)
        expect(await verifySignature(scheme, key.publicKey, message, signature)).toBe(true)
        answered++
      }
    })
    const before: number[] = []
    for (let round = 0; round < 3; round++) {
      const target = answered + 100
      while (answered < target) await new Promise((resolve) => setTimeout(resolve, 5))
      before.push(answered)
      signers.at(-1)?.kill()
      const alive = signers.length
      while (signers.length === alive) await new Promise((resolve) => setTimeout(resolve, 5))
    }
    const target = answered + 100
    while (answered < target) await new Promise((resolve) => setTimeout(resolve, 5))
    over = true
    await Promise.all(load)
    await provider.close()
    expect(signers).toHaveLength(4)
    expect(await Promise.all(signers.map((signer) => signer.ended))).toEqual([
      'killed',
      'killed',
      'killed',
      'ended',
    ])
  })

  test('twice of one request does not get that request a third time', async () => {
    let connections = 0
    const provider = softwareProvider(async () => {
      connections++
      const [ours, theirs] = duplexPair()
      // Dies of whatever it is asked.
      theirs.on('data', () => theirs.destroy())
      theirs.on('close', () => ours.destroy())
      return { socket: ours, kill: () => undefined }
    })
    await expect(provider.createUnitKey('unit')).rejects.toMatchObject({ code: 'PROVIDER_UNAVAILABLE' })
    expect(connections).toBeGreaterThanOrEqual(2)
    await provider.close()
  })
})

describe('a signer that does not answer', () => {
  test('is given up after the time limit, ended and replaced', async () => {
    const killed: number[] = []
    let connections = 0
    const provider = softwareProvider(
      async () => {
        const [ours, theirs] = duplexPair()
        const mine = ++connections
        theirs.resume()
        return { socket: ours, kill: () => killed.push(mine) }
      },
      { ...softwareProviderOptions, timeoutMs: 300 },
    )
    await expect(provider.createUnitKey('unit')).rejects.toMatchObject({
      code: 'PROVIDER_UNAVAILABLE',
      retryable: true,
    })
    expect(killed).toContain(1)
    expect(connections).toBe(2)
    await provider.close()
  })

  test('does not make requests pile up without bound: one more is BUSY', async () => {
    const [ours, theirs] = duplexPair()
    theirs.resume()
    const provider = softwareProvider(async () => ({ socket: ours, kill: () => undefined }), {
      ...softwareProviderOptions,
      timeoutMs: 60_000,
      maxRequests: 10,
      maxOctets: 1000,
    })
    const waiting = Array.from({ length: 10 }, () => provider.createUnitKey('unit'))
    const settled = Promise.allSettled(waiting)
    await expect(provider.createUnitKey('unit')).rejects.toMatchObject({ code: 'BUSY', retryable: true })
    await provider.close()
    expect((await settled).every(({ status }) => status === 'rejected')).toBe(true)
  })
})

describe('the bounds of a signer', () => {
  test('answer BUSY when too many slow signatures or new keys wait', async () => {
    const vault = openVault(secretBytes(randomBytes(32)), randomBytes)
    const provider = softwareProvider(async () => {
      const [ours, theirs] = duplexPair()
      void serveSession(theirs, vault, { slowMessages: 5, generations: 2 })
      return { socket: ours, kill: () => theirs.destroy() }
    })
    const key = await newKey(provider, 'ecdsa-p384')
    const messages = Array.from({ length: 6 }, () => randomBytes(10))
    await expect(provider.sign(key, messages)).rejects.toMatchObject({ code: 'BUSY' })
    expect(await provider.sign(key, messages.slice(0, 5))).toHaveLength(5)
    const keys = await Promise.allSettled(Array.from({ length: 4 }, () => newKey(provider, 'rsa-pss-3072')))
    const refused = keys.filter((result) => result.status === 'rejected')
    expect(refused).toHaveLength(2)
    expect(refused.every(({ reason }) => reason.code === 'BUSY')).toBe(true)
    await provider.close()
  })

  test('let keys come and go: more keys than slots all sign', async () => {
    const vault = openVault(secretBytes(randomBytes(32)), randomBytes)
    const connection = (): ProcessConnection => {
      const [ours, theirs] = duplexPair()
      void serveSession(theirs, vault)
      return { socket: ours, kill: () => theirs.destroy() }
    }
    const provider = softwareProvider(async () => connection())
    const key = await newKey(provider)
    // Unopenable keys take slots as well: 4,096 of them push the good one out.
    const strangers = Array.from({ length: 4200 }, (_, i) =>
      provider.sign({ ...key, identity: { ...key.identity, version: i + 2 } }, [randomBytes(1)]),
    )
    const refused = await Promise.allSettled(strangers)
    expect(refused.every(({ status }) => status === 'rejected')).toBe(true)
    const [signature] = await provider.sign(key, [Buffer.from('again')])
    if (signature === undefined) throw new Error('a signature is missing')
    expect(await verifySignature({ kind: 'ed25519' }, key.publicKey, Buffer.from('again'), signature)).toBe(
      true,
    )
    await provider.close()
  })
})

test('requests of one moment travel together, but each batch at once, so that both sides have work', async () => {
  const vault = openVault(secretBytes(randomBytes(32)), randomBytes)
  const writes = { requests: 0, answers: 0 }
  const provider = softwareProvider(async () => {
    const [ours, theirs] = duplexPair()
    theirs.on('data', () => writes.requests++)
    ours.on('data', () => writes.answers++)
    void serveSession(theirs, vault)
    return { socket: ours, kill: () => theirs.destroy() }
  })
  const key = await newKey(provider)
  await provider.sign(key, [randomBytes(64)])
  const writesFor = async (messages: number): Promise<typeof writes> => {
    const before = { ...writes }
    const batch = Array.from({ length: messages }, () => randomBytes(64))
    await Promise.all([provider.sign(key, batch), provider.sign(key, batch), provider.sign(key, batch)])
    return { requests: writes.requests - before.requests, answers: writes.answers - before.answers }
  }
  expect(await writesFor(1)).toEqual({ requests: 1, answers: 1 })
  expect(await writesFor(100)).toEqual({ requests: 3, answers: 3 })
  await provider.close()
})
