// What an HSM holds of destroyed keys is erased there too, however they came to be destroyed. Run again and again: an HSM that
// is away keeps nothing waiting but its own.

import { insertErased, type KeyVersionName, versionsToErase } from '../registry/erased-token-keys.ts'
import { findKeyById } from '../registry/keys.ts'
import { serviceScope } from '../registry/scope.ts'
import { asService } from './as-caller.ts'
import type { Deps } from './deps.ts'
import { providerNamed } from './providers.ts'

type Needs = Pick<Deps, 'database' | 'providers' | 'clock'>

const versionsPerRun = 1000
const noOctets = new Uint8Array(0)

/**
 * @returns how many key versions were erased.
 * @throws ServiceError `PROVIDER_UNAVAILABLE` when the HSM is away; the next run goes on where this one ended.
 */
export async function eraseTokenKeys(deps: Needs): Promise<number> {
  if (!deps.providers.has('pkcs11')) return 0
  const waiting = await asService(deps, (tx) => versionsToErase(tx, versionsPerRun))
  for (const version of waiting) await erase(deps, version)
  return waiting.length
}

async function erase(deps: Needs, name: KeyVersionName): Promise<void> {
  const key = await asService(deps, (tx) => findKeyById(tx, serviceScope, name.keyId))
  if (key === undefined) throw new Error(`key ${name.keyId} is missing`)
  const { unitId, purpose, algorithm, provider, attributes } = key
  const identity = { unitId, ...name, purpose, algorithm, provider, attributes }
  // The row has nothing left that leads to the object: it is found by the name of the version.
  await providerNamed(deps, provider).destroy({
    identity,
    unitKey: { unitId, wrapped: noOctets },
    wrapped: noOctets,
    publicKey: noOctets,
  })
  await asService(deps, (tx) => insertErased(tx, name, deps.clock.now()))
}
