// Table `key_versions`: the generations of keys and their states (NIST SP 800-57 Part 1 Rev. 5, section 7).

import type { Selectable } from 'kysely'
import { ServiceError } from '../errors.ts'
import { type KeyState, keyStates } from '../keys/handle.ts'
import { isUniqueViolation } from './database-errors.ts'
import { type KeyVersion, keyStateTransitions, suspendedFromStates } from './key.ts'
import { usageEnd } from './key-lifecycle.ts'
import { findKeyById } from './keys.ts'
import { oneOf } from './one-of.ts'
import { inScope, type Scope } from './scope.ts'
import type { Tables, Tx } from './tables.ts'
import { holdUnit } from './unit-keys.ts'

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
    throw new ServiceError('CONFLICT', 'the key went to another unit meanwhile')
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
  const text = from === null ? 'another version became active' : `version ${from} is no longer the active one`
  return new ServiceError('CONFLICT', `${text}, or ${to} is not new`)
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
      `a key version that is ${change.from} cannot become ${change.to}`,
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
      throw new ServiceError('CONFLICT', 'another version of the key is active', { cause: error })
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

export function noSuchKey(): ServiceError {
  return new ServiceError('NOT_FOUND', 'there is no such key')
}

function madeMeanwhile(version: number, cause?: unknown): ServiceError {
  return new ServiceError('CONFLICT', `version ${version} is not the next one of the key`, { cause })
}

function notInState(change: KeyVersionChange): ServiceError {
  return new ServiceError('CONFLICT', `version ${change.version} of the key is no longer ${change.from}`)
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
