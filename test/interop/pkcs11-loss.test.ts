// A token or its host that goes away: an error within 5 s, never a wrong signature and never another key's, and back by itself.

import { randomBytes, randomUUID } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { verifySignature } from '#primitives'
import { isServiceError } from '../../src/errors.ts'
import { isSigningIdentity, type KeyIdentity, type SigningKey } from '../../src/keys/handle.ts'
import { pkcs11Provider } from '../../src/keys/pkcs11/provider.ts'
import type { KeyProvider } from '../../src/keys/provider.ts'
import { type SoftwareSigner, softwareSigner } from '../../src/keys/software/provider.ts'
import { hostSupply } from '../../src/processes/pkcs11-supply.ts'
import type { Pkcs11HostProcess } from '../../src/processes/start-pkcs11-host.ts'
import { startSigner } from '../../src/processes/start-signer.ts'
import { type SoftHsm, softHsm } from './softhsm.ts'

const answerWithinMs = 5_000
const recoveryWithinMs = 30_000

let hsm: SoftHsm
let signer: SoftwareSigner
let provider: KeyProvider
let hosts: Pkcs11HostProcess[]
beforeEach(() => {
  hsm = softHsm()
  const rootKey = randomBytes(32)
  signer = softwareSigner(async () => startSigner((input) => input.end(new Uint8Array(rootKey))))
  provider = openProvider()
})
afterEach(async () => {
  await provider.close()
  await signer.provider.close()
  hsm.destroy()
})

/** Its first host is started at once, with the PIN that the file holds then. */
function openProvider(): KeyProvider {
  const started: Pkcs11HostProcess[] = []
  hosts = started
  const supply = hostSupply(hsm.settings, { ...process.env, ...hsm.env })
  return pkcs11Provider(async () => {
    const host = await supply.take()
    started.push(host)
    return host
  }, signer)
}

test('a host that is killed under load is replaced, and every signature that comes is right', async () => {
  const key = await newKey()
  const load = startLoad(key)
  for (let round = 0; round < 10; round++) {
    await untilAnswered(load, 20)
    hosts.at(-1)?.kill()
    const struckMs = performance.now()
    await untilAnswered(load, 20)
    expect(performance.now() - struckMs).toBeLessThan(recoveryWithinMs)
  }
  const { wrong, longestMs } = await load.stop()
  expect(wrong).toBe(0)
  expect(longestMs).toBeLessThan(answerWithinMs)
  expect(hosts.length).toBeGreaterThanOrEqual(11)
})

test('a host that stands still is given up within five seconds, ended and replaced', async () => {
  const key = await newKey()
  const { pid } = hosts.at(-1) ?? {}
  if (pid === undefined) throw new Error('there is no host')
  process.kill(pid, 'SIGSTOP')
  const struckMs = performance.now()
  await expect(provider.sign(key, [randomBytes(3)])).rejects.toMatchObject({
    code: 'PROVIDER_UNAVAILABLE',
    retryable: true,
  })
  expect(performance.now() - struckMs).toBeLessThan(answerWithinMs)
  await untilSigns(key)
  expect(performance.now() - struckMs).toBeLessThan(recoveryWithinMs)
  expect(await hosts[0]?.ended).toBe('killed')
})

test('a token that is pulled out is an error within five seconds, and in use again half a minute after it is back', async () => {
  const key = await newKey()
  const load = startLoad(key)
  for (let round = 0; round < 3; round++) {
    await untilAnswered(load, 20)
    hsm.remove()
    const before = load.failed()
    await until(() => load.failed() > before + 4)
    hsm.putBack()
    const backMs = performance.now()
    await untilSigns(key)
    expect(performance.now() - backMs).toBeLessThan(recoveryWithinMs)
  }
  const { wrong, longestMs, codes } = await load.stop()
  expect(wrong).toBe(0)
  expect(longestMs).toBeLessThan(answerWithinMs)
  expect([...codes]).toEqual(['PROVIDER_UNAVAILABLE'])
})

test('a key is never made elsewhere in place of a token that is away', async () => {
  hsm.remove()
  await expect(newKey()).rejects.toMatchObject({ code: 'PROVIDER_UNAVAILABLE' })
  hsm.putBack()
})

test('a PIN that was refused is not tried again until its file is written anew', async () => {
  await provider.close()
  writeFileSync(hsm.settings.pinFile, '00000000\n')
  provider = openProvider()
  await expect(newKey()).rejects.toMatchObject({ code: 'PROVIDER_UNAVAILABLE' })
  await expect(newKey()).rejects.toMatchObject({ code: 'PROVIDER_UNAVAILABLE' })
  expect(hosts).toHaveLength(1)
  expect(await hosts[0]?.ended).toBe('pin_refused')
  expect(readFileSync(hsm.settings.pinFile, 'utf8')).toBe('00000000\n')
  writeFileSync(hsm.settings.pinFile, `${hsm.pin}\n`)
  await untilSigns(await untilMade())
})

interface Load {
  answered(): number
  failed(): number
  stop(): Promise<{ readonly wrong: number; readonly longestMs: number; readonly codes: ReadonlySet<string> }>
}

/** Four clients who sign one after the other, and verify what they get. */
function startLoad(key: SigningKey): Load {
  const codes = new Set<string>()
  let stopped = false
  let [answered, failed, wrong, longestMs] = [0, 0, 0, 0]
  const work = async (): Promise<void> => {
    while (!stopped) {
      const startMs = performance.now()
      const message = randomBytes(20)
      try {
        const [signature] = await provider.sign(key, [message])
        if (signature === undefined || !(await verifies(key, message, signature))) wrong++
        answered++
      } catch (error) {
        codes.add(String(error instanceof Error ? Reflect.get(error, 'code') : error))
        failed++
        await pause(20)
      }
      longestMs = Math.max(longestMs, performance.now() - startMs)
    }
  }
  const running = Array.from({ length: 4 }, work)
  return {
    answered: () => answered,
    failed: () => failed,
    stop: async () => {
      stopped = true
      await Promise.all(running)
      return { wrong, longestMs, codes }
    },
  }
}

async function untilAnswered(load: Load, more: number): Promise<void> {
  const target = load.answered() + more
  await until(() => load.answered() >= target)
}

async function untilSigns(key: SigningKey): Promise<void> {
  for (;;) {
    const message = randomBytes(20)
    const signatures = await provider.sign(key, [message]).catch(() => [])
    const [signature] = signatures
    if (signature !== undefined) {
      expect(await verifies(key, message, signature)).toBe(true)
      return
    }
    await pause(50)
  }
}

/** A new host may take longer to open its token than one request waits. */
async function untilMade(): Promise<SigningKey> {
  for (;;) {
    const key = await newKey().catch((error: unknown) => {
      if (isServiceError(error) && error.code === 'PROVIDER_UNAVAILABLE') return undefined
      throw error
    })
    if (key !== undefined) return key
    await pause(50)
  }
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await pause(10)
}

function verifies(key: SigningKey, message: Uint8Array, signature: Uint8Array): Promise<boolean> {
  return verifySignature({ kind: 'ecdsa', hash: 'sha-256' }, key.publicKey, message, signature)
}

async function newKey(): Promise<SigningKey> {
  const unitKey = await provider.createUnitKey(randomUUID())
  const identity: KeyIdentity = {
    unitId: unitKey.unitId,
    keyId: randomUUID(),
    version: 1,
    purpose: 'sign-raw',
    algorithm: 'ecdsa-p256',
    provider: 'pkcs11',
    attributes: [],
  }
  if (!isSigningIdentity(identity)) throw new Error('the key does not sign')
  return { identity, unitKey, ...(await provider.generate(identity, unitKey)), state: 'active' }
}
