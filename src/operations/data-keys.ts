// Keys that encrypt and authenticate: versions that make something new and versions that read, kept for a moment.

import type { Action, Call } from '../caller.ts'
import { isServiceError, ServiceError } from '../errors.ts'
import { type CipherKey, type MacKey, type StateFor, stateAllows } from '../keys/handle.ts'
import type { Key } from '../registry/key.ts'
import { activeCipherKey, activeMacKey, cipherKey, macKey } from '../registry/key-handles.ts'
import { listKeyVersions } from '../registry/key-versions.ts'
import { findKey } from '../registry/keys.ts'
import { serviceScope } from '../registry/scope.ts'
import { asService, type Tx } from './as-caller.ts'
import type { Deps } from './deps.ts'
import { formatKeyName, parseKeyName } from './names.ts'
import { reachUnit } from './reach-unit.ts'

/** A key of a unit, in one of its versions. */
export interface HeldKey<K> {
  readonly key: K
  readonly unit: { readonly id: string; readonly path: string }
}

/** By the name of the key. Versions that read are loaded when somebody needs them. */
export interface DataKeys<Protecting, Processing> {
  readonly active: () => Promise<HeldKey<Protecting>>
  /** @throws ServiceError `KEY_NOT_ACTIVE` when the version reads nothing; what is said of one that is not there. */
  readonly version: (version: number) => Promise<HeldKey<Processing>>
  /** Those that read, newest first. */
  readonly readable: () => Promise<readonly number[]>
}

/** @throws ServiceError as `reachUnit`; its methods throw `NOT_FOUND`, `PURPOSE_MISMATCH`, `KEY_NOT_ACTIVE` too. */
export async function cipherKeys(
  deps: Deps,
  call: Call,
  action: Action,
  keyName: string,
): Promise<DataKeys<CipherKey<StateFor<'protect'>>, CipherKey>> {
  const { unitPath, name } = parseKeyName(keyName)
  await reachUnit(deps, call, action, unitPath)
  const { cipherKeys: cache, activeCipherKeys } = deps.caches
  const load = <K>(read: (tx: Tx, key: Key) => Promise<K>) => loadKey(deps, unitPath, name, read)
  return {
    active: () =>
      activeCipherKeys.remember(keyName, () => load((tx, { id }) => activeCipherKey(tx, serviceScope, id))),
    version: (version) =>
      cache.remember(`${keyName}:${version}`, () => load((tx, { id }) => recordKey(tx, id, version))),
    readable: () => readableVersions(deps, unitPath, name),
  }
}

/** @throws ServiceError as `cipherKeys`. */
export async function macKeys(
  deps: Deps,
  call: Call,
  keyName: string,
): Promise<DataKeys<MacKey<StateFor<'protect'>>, MacKey>> {
  const { unitPath, name } = parseKeyName(keyName)
  await reachUnit(deps, call, 'mac', unitPath)
  const { macKeys: cache, activeMacKeys } = deps.caches
  const load = <K>(read: (tx: Tx, key: Key) => Promise<K>) => loadKey(deps, unitPath, name, read)
  return {
    active: () =>
      activeMacKeys.remember(keyName, () => load((tx, { id }) => activeMacKey(tx, serviceScope, id))),
    version: (version) =>
      cache.remember(`${keyName}:${version}`, () =>
        load((tx, { id }) => macKey(tx, serviceScope, id, version)),
      ),
    readable: () => readableVersions(deps, unitPath, name),
  }
}

/** @throws ServiceError `DECRYPTION_FAILED` when there is no such version: a record says which one made it. */
async function recordKey(tx: Tx, keyId: string, version: number): Promise<CipherKey> {
  try {
    return await cipherKey(tx, serviceScope, keyId, version)
  } catch (error) {
    if (!isServiceError(error) || error.code !== 'NOT_FOUND') throw error
    throw new ServiceError('DECRYPTION_FAILED', `the key has no version ${version}`)
  }
}

function loadKey<K>(
  deps: Deps,
  unitPath: string,
  name: string,
  read: (tx: Tx, key: Key) => Promise<K>,
): Promise<HeldKey<K>> {
  return asService(deps, async (tx) => {
    const found = await requireKey(tx, unitPath, name)
    return { key: await read(tx, found), unit: { id: found.unitId, path: found.unitPath } }
  })
}

function readableVersions(deps: Deps, unitPath: string, name: string): Promise<readonly number[]> {
  return asService(deps, async (tx) => {
    const found = await requireKey(tx, unitPath, name)
    const versions = await listKeyVersions(tx, serviceScope, found.id)
    return versions
      .filter(({ state, version }) => stateAllows(state, 'process') && version >= found.policy.minimumVersion)
      .map(({ version }) => version)
      .reverse()
  })
}

async function requireKey(tx: Tx, unitPath: string, name: string): Promise<Key> {
  const found = await findKey(tx, serviceScope, unitPath, name)
  if (found === undefined)
    throw new ServiceError('NOT_FOUND', `there is no key ${formatKeyName(unitPath, name)}`)
  return found
}
