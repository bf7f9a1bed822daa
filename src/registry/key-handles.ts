// Keys as operations use them: the version asked for with its whole identity, its unit's key, and what is left of its limits.

import { ServiceError } from '../errors.ts'
import {
  type CipherKey,
  isIdentityFor,
  isSigningIdentity,
  type KeyHandle,
  type KeyIdentity,
  type KeyState,
  keyStates,
  type MacKey,
  type OpeningKey,
  providerNames,
  purposes,
  type SigningKey,
  type StateFor,
  stateAllows,
} from '../keys/handle.ts'
import { listKeyVersions, noSuchKey } from './key-versions.ts'
import { algorithmOf, attributesOf, usageLimitOf } from './keys.ts'
import { oneOf } from './one-of.ts'
import { requireIntact } from './row-integrity.ts'
import { inScope, type Scope } from './scope.ts'
import type { Tx } from './tables.ts'
import { unitStateOperations, unitStates } from './unit.ts'
import { unitKeyOfVersion, unitOfVersionColumns } from './unit-keys.ts'

/**
 * The handle that signs: the active version with its whole identity and its unit's key.
 *
 * @throws ServiceError as `activeKey`; `PURPOSE_MISMATCH` for a key that does not sign.
 */
export async function activeSigningKey(tx: Tx, scope: Scope, keyId: string): Promise<SigningKey> {
  const { identity, ...key } = await activeKey(tx, scope, keyId)
  if (!isSigningIdentity(identity)) throw unfit(identity, 'signs')
  return { ...key, identity }
}

/** @throws ServiceError as `activeKey`; `PURPOSE_MISMATCH`. */
export async function activeCipherKey(tx: Tx, scope: Scope, keyId: string): Promise<CipherKey<'active'>> {
  const { identity, ...key } = await activeKey(tx, scope, keyId)
  if (!isIdentityFor(identity, 'encrypt')) throw unfit(identity, 'encrypts')
  return { ...key, identity }
}

/** @throws ServiceError as `activeKey`; `PURPOSE_MISMATCH`. */
export async function activeMacKey(tx: Tx, scope: Scope, keyId: string): Promise<MacKey<'active'>> {
  const { identity, ...key } = await activeKey(tx, scope, keyId)
  if (!isIdentityFor(identity, 'mac')) throw unfit(identity, 'makes MACs')
  return { ...key, identity }
}

/** @throws ServiceError as `processingKey`; `PURPOSE_MISMATCH`. */
export async function openingKey(tx: Tx, scope: Scope, keyId: string, version: number): Promise<OpeningKey> {
  const { identity, ...key } = await processingKey(tx, scope, keyId, version)
  if (!isIdentityFor(identity, 'open')) throw unfit(identity, 'opens')
  return { ...key, identity }
}

/** @throws ServiceError as `processingKey`; `PURPOSE_MISMATCH`. */
export async function cipherKey(tx: Tx, scope: Scope, keyId: string, version: number): Promise<CipherKey> {
  const { identity, ...key } = await processingKey(tx, scope, keyId, version)
  if (!isIdentityFor(identity, 'encrypt')) throw unfit(identity, 'decrypts')
  return { ...key, identity }
}

/** @throws ServiceError as `processingKey`; `PURPOSE_MISMATCH`. */
export async function macKey(tx: Tx, scope: Scope, keyId: string, version: number): Promise<MacKey> {
  const { identity, ...key } = await processingKey(tx, scope, keyId, version)
  if (!isIdentityFor(identity, 'mac')) throw unfit(identity, 'verifies MACs')
  return { ...key, identity }
}

/**
 * The active version, whatever its purpose.
 *
 * @throws ServiceError `NOT_FOUND` when the key is not in scope, `UNIT_NOT_ACTIVE`, `KEY_NOT_ACTIVE` when no version is
 *   active.
 */
export async function activeKey(
  tx: Tx,
  scope: Scope,
  keyId: string,
): Promise<KeyHandle & { readonly state: 'active' }> {
  const { name, state, minimumVersion: _, ...key } = await loadHandle(tx, scope, keyId, 'active')
  if (key.wrapped === null || state !== 'active')
    throw new ServiceError('KEY_NOT_ACTIVE', `no version of the key ${name} is active`)
  return { ...key, wrapped: key.wrapped, state }
}

/**
 * A version that reads what was made with it before.
 *
 * @throws ServiceError `NOT_FOUND` when there is no such version in scope, `KEY_NOT_ACTIVE` when its state does not
 *   allow it or it lies below the key's minimum version, `UNIT_NOT_ACTIVE` when the unit is sealed or shredded;
 *   `INTEGRITY_VIOLATION`.
 */
async function processingKey(
  tx: Tx,
  scope: Scope,
  keyId: string,
  version: number,
): Promise<KeyHandle & { readonly state: StateFor<'process'> }> {
  const { name, state, minimumVersion, ...key } = await loadHandle(tx, scope, keyId, version)
  if (state === null) throw new ServiceError('NOT_FOUND', `the key ${name} has no version ${version}`)
  if (key.wrapped === null || !stateAllows(state, 'process'))
    throw new ServiceError('KEY_NOT_ACTIVE', `version ${version} of the key ${name} is ${state}`)
  if (version < minimumVersion)
    throw new ServiceError(
      'KEY_NOT_ACTIVE',
      `version ${version} of the key ${name} is below its minimum version`,
    )
  return { ...key, wrapped: key.wrapped, state }
}

/**
 * Every version that is not destroyed, to be destroyed.
 *
 * @throws ServiceError `NOT_FOUND`, `UNIT_NOT_ACTIVE` while the unit is sealed, `INTEGRITY_VIOLATION`.
 */
export async function livingKeyHandles(tx: Tx, scope: Scope, keyId: string): Promise<readonly KeyHandle[]> {
  const handles: KeyHandle[] = []
  for (const { version, state } of await listKeyVersions(tx, scope, keyId)) {
    if (state === 'destroyed') continue
    const { wrapped, ...key } = await loadHandle(tx, scope, keyId, version)
    if (wrapped !== null) handles.push({ ...key, wrapped })
  }
  return handles
}

interface LoadedHandle extends Omit<KeyHandle, 'wrapped'> {
  readonly name: string
  /** Null when there is no such version. */
  readonly state: KeyState | null
  readonly wrapped: Uint8Array | null
  readonly minimumVersion: number
}

/** One row for the key, its unit and the version asked for. */
async function loadHandle(
  tx: Tx,
  scope: Scope,
  keyId: string,
  version: number | 'active',
): Promise<LoadedHandle> {
  const row = await tx
    .selectFrom('keys')
    .innerJoin('units', 'units.id', 'keys.unit_id')
    .leftJoin('key_versions', (join) => {
      const ofKey = join.onRef('key_versions.key_id', '=', 'keys.id')
      return version === 'active'
        ? ofKey.on('key_versions.state', '=', 'active')
        : ofKey.on('key_versions.version', '=', version)
    })
    .select([
      'keys.unit_id',
      'keys.name',
      'keys.purpose',
      'keys.algorithm',
      'keys.provider',
      'keys.attributes',
      'keys.minimum_version',
      'keys.max_operations',
      'keys.per_seconds',
      ...unitOfVersionColumns,
      'key_versions.version',
      'key_versions.state',
      'key_versions.wrapped',
      'key_versions.public_key',
      'key_versions.usage_ends_at',
    ])
    .where('keys.id', '=', keyId)
    .where(inScope(scope, 'units.path'))
    .executeTakeFirst()
  if (row === undefined) throw noSuchKey()
  const name = row.unit_path === '' ? row.name : `${row.unit_path}/${row.name}`
  const about = { unitId: row.unit_id, keyId }
  // An active version makes new things, one that is named reads what was made before.
  const unitState = oneOf(unitStates, row.unit_state, 'state of a unit')
  if (!unitStateOperations[unitState].includes(version === 'active' ? 'sign' : 'process'))
    throw new ServiceError('UNIT_NOT_ACTIVE', `the unit of the key ${name} is ${unitState}`, { about })
  if (row.version !== null) await requireIntactKey(tx, row.unit_id, keyId, row.version)
  return {
    name,
    identity: {
      unitId: row.unit_id,
      keyId,
      version: row.version ?? 0,
      purpose: oneOf(purposes, row.purpose, 'purpose of a key'),
      algorithm: algorithmOf(row.algorithm),
      provider: oneOf(providerNames, row.provider, 'provider of a key'),
      attributes: attributesOf(row.attributes),
    },
    minimumVersion: row.minimum_version,
    unitKey: unitKeyOfVersion(row),
    wrapped: row.wrapped,
    publicKey: row.public_key ?? new Uint8Array(0),
    limits: { usageEndsAt: row.usage_ends_at, usage: usageLimitOf(row.max_operations, row.per_seconds) },
    state: row.state === null ? null : oneOf(keyStates, row.state, 'state of a key version'),
  }
}

function unfit({ purpose }: KeyIdentity, what: string): ServiceError {
  return new ServiceError('PURPOSE_MISMATCH', `the key is for ${purpose}; it is none that ${what}`)
}

/**
 * Demands that unit, key and version are as the service wrote them, before the key is used.
 *
 * @throws ServiceError `INTEGRITY_VIOLATION`.
 */
async function requireIntactKey(tx: Tx, unitId: string, keyId: string, version: number): Promise<void> {
  await requireIntact(tx, 'units', [{ id: unitId }])
  await requireIntact(tx, 'keys', [{ id: keyId }])
  await requireIntact(tx, 'key_versions', [{ key_id: keyId, version }])
}
