// Table `key_versions`: the generations of keys and their states (NIST SP 800-57 Part 1 Rev. 5, section 7).

import type { Selectable, Transaction } from 'kysely'
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
import { isUniqueViolation } from './database-errors.ts'
import { type KeyVersion, keyStateTransitions, suspendedFromStates } from './key.ts'
import { usageEnd } from './key-lifecycle.ts'
import { algorithmOf, attributesOf, findKeyById, usageLimitOf } from './keys.ts'
import { oneOf } from './one-of.ts'
import { requireIntact } from './row-integrity.ts'
import { inScope, type Scope } from './scope.ts'
import type { Tables } from './tables.ts'
import { unitStateOperations, unitStates } from './unit.ts'
import { holdUnit, unitKeyOfVersion, unitOfVersionColumns } from './unit-keys.ts'

type Tx = Transaction<Tables>

const columns = [
  'key_versions.key_id',
  'key_versions.version',
  'key_versions.state',
  'key_versions.public_key',
  'key_versions.wrapped',
  'key_versions.created_at',
  'key_versions.activated_at',
  'key_versions.deactivated_at',
  'key_versions.compromised_at',
  'key_versions.destroyed_at',
  'key_versions.suspended_from',
  'key_versions.usage_ends_at',
] as const

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
    throw new ServiceError('KEY_NOT_ACTIVE', `No version of the key ${name} is active.`)
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
  if (state === null) throw new ServiceError('NOT_FOUND', `The key ${name} has no version ${version}.`)
  if (key.wrapped === null || !stateAllows(state, 'process'))
    throw new ServiceError('KEY_NOT_ACTIVE', `Version ${version} of the key ${name} is ${state}.`)
  if (version < minimumVersion)
    throw new ServiceError(
      'KEY_NOT_ACTIVE',
      `Version ${version} of the key ${name} is below its minimum version.`,
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
    throw new ServiceError('UNIT_NOT_ACTIVE', `The unit of the key ${name} is ${unitState}.`, { about })
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
  return new ServiceError('PURPOSE_MISMATCH', `The key is for ${purpose}; it is none that ${what}.`)
}

/**
 * Demands that unit, key and version are as the service wrote them, before the key is used.
 *
 * @throws ServiceError `INTEGRITY_VIOLATION`.
 */
export async function requireIntactKey(
  tx: Tx,
  unitId: string,
  keyId: string,
  version: number,
): Promise<void> {
  await requireIntact(tx, 'units', [{ id: unitId }])
  await requireIntact(tx, 'keys', [{ id: keyId }])
  await requireIntact(tx, 'key_versions', [{ key_id: keyId, version }])
}

export interface NewKeyVersion {
  readonly keyId: string
  /** The unit that `wrapped` was made for. */
  readonly unitId: string
  /** One more than the newest. The wrapped key is bound to it, so it is chosen before the key is made. */
  readonly version: number
  readonly publicKey: Uint8Array
  readonly wrapped: Uint8Array
  /** Of the unit key that `wrapped` was made under. */
  readonly unitKeyGeneration: number
  readonly createdAt: Date
}

/**
 * Adds a version in state pre_activation.
 *
 * @throws ServiceError `NOT_FOUND`; `CONFLICT` when somebody else has made that version, it is not the next one, or the
 *   key went to another unit; as `holdUnit`.
 */
export async function insertKeyVersion(tx: Tx, scope: Scope, version: NewKeyVersion): Promise<KeyVersion> {
  // First: what is held gives no key away.
  await holdUnit(tx, scope, version.unitId, version.unitKeyGeneration)
  const key = await findKeyById(tx, scope, version.keyId)
  if (key === undefined) throw noSuchKey()
  if (key.unitId !== version.unitId)
    throw new ServiceError('CONFLICT', 'The key went to another unit meanwhile.')
  const newest = await newestKeyVersion(tx, scope, version.keyId)
  if (newest === undefined) throw noSuchKey()
  if (version.version !== newest + 1) throw madeMeanwhile(version.version)
  try {
    const row = await tx
      .insertInto('key_versions')
      .values({
        key_id: version.keyId,
        version: version.version,
        state: 'pre_activation',
        public_key: version.publicKey,
        wrapped: version.wrapped,
        unit_key_generation: version.unitKeyGeneration,
        created_at: version.createdAt,
      })
      .returning(columns)
      .executeTakeFirstOrThrow()
    return keyVersionOf(row)
  } catch (error) {
    if (isUniqueViolation(error)) throw madeMeanwhile(version.version, error)
    throw error
  }
}

/** Number of the newest version, whatever its state; undefined when the key is not in scope. */
export async function newestKeyVersion(tx: Tx, scope: Scope, keyId: string): Promise<number | undefined> {
  const versions = await listKeyVersions(tx, scope, keyId)
  return versions.at(-1)?.version
}

export async function findKeyVersion(
  tx: Tx,
  scope: Scope,
  keyId: string,
  version: number,
): Promise<KeyVersion | undefined> {
  const row = await tx
    .selectFrom('key_versions')
    .innerJoin('keys', 'keys.id', 'key_versions.key_id')
    .innerJoin('units', 'units.id', 'keys.unit_id')
    .select(columns)
    .where('key_versions.key_id', '=', keyId)
    .where('key_versions.version', '=', version)
    .where(inScope(scope, 'units.path'))
    .executeTakeFirst()
  return row === undefined ? undefined : keyVersionOf(row)
}

/** Oldest first. */
export async function listKeyVersions(tx: Tx, scope: Scope, keyId: string): Promise<readonly KeyVersion[]> {
  const rows = await tx
    .selectFrom('key_versions')
    .innerJoin('keys', 'keys.id', 'key_versions.key_id')
    .innerJoin('units', 'units.id', 'keys.unit_id')
    .select(columns)
    .where('key_versions.key_id', '=', keyId)
    .where(inScope(scope, 'units.path'))
    .orderBy('key_versions.version')
    .execute()
  return rows.map(keyVersionOf)
}

/**
 * Deactivates version `from` and activates version `to`, both or neither. The new one ends as the key's policy says.
 *
 * @param change.from null when no version is active.
 * @throws ServiceError `NOT_FOUND`; `CONFLICT` when `from` is no longer the active version or `to` not a new one:
 *   of racing officers exactly one succeeds.
 */
export async function switchActiveVersion(
  tx: Tx,
  scope: Scope,
  change: { readonly keyId: string; readonly from: number | null; readonly to: number; readonly at: Date },
): Promise<void> {
  const key = await findKeyById(tx, scope, change.keyId)
  if (key === undefined) throw noSuchKey()
  if (change.from !== null) {
    const deactivated = await tx
      .updateTable('key_versions')
      .set({ state: 'deactivated', deactivated_at: change.at })
      .where('key_id', '=', change.keyId)
      .where('version', '=', change.from)
      .where('state', '=', 'active')
      .executeTakeFirst()
    // Before the other update: with another version active it would break the rule that there is one.
    if (deactivated.numUpdatedRows !== 1n) throw switchedMeanwhile(change)
  }
  try {
    const activated = await tx
      .updateTable('key_versions')
      .set({
        state: 'active',
        activated_at: change.at,
        usage_ends_at: usageEnd(change.at, key.policy.usagePeriodDays),
      })
      .where('key_id', '=', change.keyId)
      .where('version', '=', change.to)
      .where('state', '=', 'pre_activation')
      .executeTakeFirst()
    if (activated.numUpdatedRows !== 1n) throw switchedMeanwhile(change)
  } catch (error) {
    if (isUniqueViolation(error, 'key_versions_one_active')) throw switchedMeanwhile(change)
    throw error
  }
}

function switchedMeanwhile(change: { readonly from: number | null; readonly to: number }): ServiceError {
  const { from, to } = change
  const text = from === null ? 'Another version became active' : `Version ${from} is no longer the active one`
  return new ServiceError('CONFLICT', `${text}, or ${to} is not new.`)
}

export interface KeyVersionChange {
  readonly keyId: string
  readonly version: number
  readonly from: KeyState
  readonly to: KeyState
  readonly at: Date
}

/**
 * Moves one version from one state to another. Destruction erases the wrapped key in the same row.
 *
 * @throws ServiceError `NOT_FOUND`; `KEY_NOT_ACTIVE` when SP 800-57 §7 has no such transition; `CONFLICT` when the
 *   version is not in `from`, or another version is active already.
 */
export async function setKeyVersionState(tx: Tx, scope: Scope, change: KeyVersionChange): Promise<void> {
  if (!keyStateTransitions[change.from].includes(change.to)) {
    throw new ServiceError(
      'KEY_NOT_ACTIVE',
      `A key version that is ${change.from} cannot become ${change.to}.`,
    )
  }
  if ((await findKeyVersion(tx, scope, change.keyId, change.version)) === undefined) throw noSuchKey()
  try {
    const { numUpdatedRows } = await tx
      .updateTable('key_versions')
      .set({
        state: change.to,
        suspended_from: change.to === 'suspended' ? change.from : null,
        ...momentOf(change.to, change.at),
      })
      .where('key_id', '=', change.keyId)
      .where('version', '=', change.version)
      .where('state', '=', change.from)
      .executeTakeFirst()
    if (numUpdatedRows !== 1n) throw notInState(change)
  } catch (error) {
    if (isUniqueViolation(error, 'key_versions_one_active')) {
      throw new ServiceError('CONFLICT', 'Another version of the key is active.', { cause: error })
    }
    throw error
  }
}

function momentOf(state: KeyState, at: Date): Partial<Selectable<Tables['key_versions']>> {
  switch (state) {
    case 'active':
      return { activated_at: at }
    case 'deactivated':
      return { deactivated_at: at }
    case 'compromised':
      return { compromised_at: at }
    case 'destroyed':
      return { destroyed_at: at, wrapped: null }
    case 'pre_activation':
    case 'suspended':
      return {}
  }
}

function noSuchKey(): ServiceError {
  return new ServiceError('NOT_FOUND', 'There is no such key.')
}

function madeMeanwhile(version: number, cause?: unknown): ServiceError {
  return new ServiceError('CONFLICT', `Version ${version} is not the next one of the key.`, { cause })
}

function notInState(change: KeyVersionChange): ServiceError {
  return new ServiceError('CONFLICT', `Version ${change.version} of the key is no longer ${change.from}.`)
}

function keyVersionOf(row: Omit<Selectable<Tables['key_versions']>, 'unit_key_generation'>): KeyVersion {
  const facts = {
    keyId: row.key_id,
    version: row.version,
    publicKey: row.public_key,
    createdAt: row.created_at,
    activatedAt: row.activated_at,
    deactivatedAt: row.deactivated_at,
    compromisedAt: row.compromised_at,
    suspendedFrom:
      row.suspended_from === null
        ? null
        : oneOf(suspendedFromStates, row.suspended_from, 'former state of a key version'),
    usageEndsAt: row.usage_ends_at,
  }
  const state = oneOf(keyStates, row.state, 'state of a key version')
  if (state === 'destroyed') {
    if (row.destroyed_at === null) throw new Error('a destroyed key version has no moment of destruction')
    return { ...facts, state, destroyedAt: row.destroyed_at }
  }
  if (row.wrapped === null) throw new Error(`a key version that is ${state} has no wrapped key`)
  return { ...facts, state, wrapped: row.wrapped }
}

/** Whether any key of the office has this public key, whoever holds it. For a transaction with the service's scope. */
export async function isKnownPublicKey(tx: Tx, publicKey: Uint8Array): Promise<boolean> {
  const row = await tx
    .selectFrom('key_versions')
    .select('version')
    .where('public_key', '=', publicKey)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
