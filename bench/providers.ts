// Providers of keys for paths that measure them past the front door, and how fast they are asked.

import { randomBytes, randomUUID } from 'node:crypto'
import type { KeyAlgorithm } from '../src/crypto/algorithms.ts'
import type { KeyHandle, KeyIdentity, Purpose } from '../src/keys/handle.ts'
import { pkcs11Provider, pkcs11ProviderOptions } from '../src/keys/pkcs11/provider.ts'
import type { KeyProvider } from '../src/keys/provider.ts'
import { secretBytes } from '../src/keys/secret-bytes.ts'
import {
  type SoftwareSigner,
  softwareProviderOptions,
  softwareSigner,
} from '../src/keys/software/provider.ts'
import { startPkcs11Host } from '../src/processes/start-pkcs11-host.ts'
import { startSigner } from '../src/processes/start-signer.ts'
import { softHsm } from '../test/interop/softhsm.ts'

const windowMs = 1000

/** How fast they answer is what is measured, so nobody gives up. */
const patient = { timeoutMs: 60_000 } as const

/** A signer process under a root key of its own. */
export function openVault(): SoftwareSigner {
  const rootKey = randomBytes(32)
  return softwareSigner(async () => startSigner((input) => input.end(new Uint8Array(rootKey))), {
    ...softwareProviderOptions,
    ...patient,
  })
}

/** A token of SoftHSM2 behind its host process. */
export function openToken(): { readonly provider: KeyProvider; readonly close: () => Promise<void> } {
  const hsm = softHsm()
  const vault = openVault()
  const pin = () => secretBytes(Buffer.from(hsm.pin))
  const provider = pkcs11Provider(async () => startPkcs11Host(hsm.settings, pin(), hsm.env), vault, {
    ...pkcs11ProviderOptions,
    ...patient,
  })
  return {
    provider,
    close: async () => {
      await provider.close()
      await vault.provider.close()
      hsm.destroy()
    },
  }
}

export async function newKey(
  provider: KeyProvider,
  purpose: Purpose,
  algorithm: KeyAlgorithm,
): Promise<KeyHandle> {
  const unitKey = await provider.createUnitKey(randomUUID())
  const identity: KeyIdentity = {
    unitId: unitKey.unitId,
    keyId: randomUUID(),
    version: 1,
    purpose,
    algorithm,
    provider: provider.name,
    attributes: [],
  }
  return { identity, unitKey, ...(await provider.generate(identity, unitKey)) }
}

/** Items a second, with so many requests in flight. */
export async function perSecond(
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

/** Times a second that `work` is done here. */
export function timed(work: () => void): number {
  const started = performance.now()
  let done = 0
  for (; performance.now() - started < windowMs; done++) work()
  return (1000 * done) / (performance.now() - started)
}
