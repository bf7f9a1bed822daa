// A unit's key-encryption key is replaced: the new one at once, what it wraps one by one, both open until the last one is done.

import { sql } from 'kysely'
import { ServiceError } from '../errors.ts'
import { type KeyHandle, providerNames, purposes } from '../keys/handle.ts'
import { algorithmOf, attributesOf } from './keys.ts'
import { oneOf } from './one-of.ts'
import { inScope, type Scope } from './scope.ts'
import type { Tx } from './tables.ts'
import type { Unit } from './unit.ts'
import { lockUnit, unitKeyOfVersion, unitOfVersionColumns } from './unit-keys.ts'

/** Any but a shredded one. */
export type LivingUnit = Exclude<Unit, { readonly state: 'shredded' }>

/**
 * The next generation of the unit's key, under which keys are made from now on; the one before goes on opening.
 *
 * @throws ServiceError `CONFLICT` when somebody else has begun a rotation.
 */
export async function beginUnitKeyRotation(
  tx: Tx,
  scope: Scope,
  unit: LivingUnit,
  wrappedUnitKey: Uint8Array,
): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable('units')
    .set({
      retiring_unit_key: sql<Uint8Array>`wrapped_unit_key`,
      wrapped_unit_key: wrappedUnitKey,
      unit_key_generation: unit.unitKeyGeneration + 1,
    })
    .where('id', '=', unit.id)
    .where(inScope(scope, 'units.path'))
    .where('unit_key_generation', '=', unit.unitKeyGeneration)
    .where('retiring_unit_key', 'is', null)
    .where('state', '<>', 'shredded')
    .executeTakeFirst()
  if (numUpdatedRows !== 1n)
    throw new ServiceError('CONFLICT', `the key of the unit ${unit.path} was replaced meanwhile`)
}

/** A version whose private key exists, in whatever state it is. */
export interface WrappedVersion extends KeyHandle {
  readonly unitKeyGeneration: number
}

/** Versions that are wrapped under an earlier generation of the unit's key than `generation`. */
export async function versionsUnderEarlierKey(
  tx: Tx,
  scope: Scope,
  unitId: string,
  generation: number,
  limit: number,
): Promise<readonly WrappedVersion[]> {
  const rows = await wrappedVersions(tx, scope)
    .where('keys.unit_id', '=', unitId)
    .where('key_versions.unit_key_generation', '<', generation)
    .orderBy('key_versions.key_id')
    .orderBy('key_versions.version')
    .limit(limit)
    .execute()
  return rows.map(wrappedVersionOf)
}

/** All versions of a key whose private key exists. */
export async function wrappedVersionsOf(
  tx: Tx,
  scope: Scope,
  keyId: string,
): Promise<readonly WrappedVersion[]> {
  const rows = await wrappedVersions(tx, scope)
    .where('keys.id', '=', keyId)
    .orderBy('key_versions.version')
    .execute()
  return rows.map(wrappedVersionOf)
}

/** All versions of the unit's keys whose private key exists. */
export async function wrappedVersionsOfUnit(
  tx: Tx,
  scope: Scope,
  unitId: string,
): Promise<readonly WrappedVersion[]> {
  const rows = await wrappedVersions(tx, scope).where('keys.unit_id', '=', unitId).execute()
  return rows.map(wrappedVersionOf)
}

/** Leaves a version alone that was destroyed, or wrapped anew by somebody else, meanwhile. */
export async function replaceWrapped(
  tx: Tx,
  before: WrappedVersion,
  after: { readonly wrapped: Uint8Array; readonly unitKeyGeneration: number },
): Promise<boolean> {
  const { keyId, version } = before.identity
  const { numUpdatedRows } = await tx
    .updateTable('key_versions')
    .set({ wrapped: after.wrapped, unit_key_generation: after.unitKeyGeneration })
    .where('key_id', '=', keyId)
    .where('version', '=', version)
    .where('wrapped', '=', before.wrapped)
    .where('unit_key_generation', '=', before.unitKeyGeneration)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/**
 * Erases the generation before, unless something is still wrapped under it.
 *
 * @returns whether the rotation is over.
 */
export async function finishUnitKeyRotation(
  tx: Tx,
  scope: Scope,
  unitId: string,
  generation: number,
): Promise<boolean> {
  // Whoever is about to store a key made under it holds the unit.
  await lockUnit(tx, scope, unitId)
  if ((await versionsUnderEarlierKey(tx, scope, unitId, generation, 1)).length > 0) return false
  await tx
    .updateTable('units')
    .set({ retiring_unit_key: null })
    .where('id', '=', unitId)
    .where(inScope(scope, 'units.path'))
    .where('unit_key_generation', '=', generation)
    .execute()
  return true
}

function wrappedVersions(tx: Tx, scope: Scope) {
  return tx
    .selectFrom('key_versions')
    .innerJoin('keys', 'keys.id', 'key_versions.key_id')
    .innerJoin('units', 'units.id', 'keys.unit_id')
    .select([
      'keys.id as key_id',
      'keys.unit_id',
      'keys.purpose',
      'keys.algorithm',
      'keys.provider',
      'keys.attributes',
      ...unitOfVersionColumns,
      'key_versions.version',
      'key_versions.wrapped',
      'key_versions.public_key',
    ])
    .where('key_versions.wrapped', 'is not', null)
    .where(inScope(scope, 'units.path'))
}

type WrappedRow = Awaited<ReturnType<ReturnType<typeof wrappedVersions>['execute']>>[number]

function wrappedVersionOf(row: WrappedRow): WrappedVersion {
  if (row.wrapped === null) throw new Error('a query for wrapped keys answered one that is destroyed')
  return {
    identity: {
      unitId: row.unit_id,
      keyId: row.key_id,
      version: row.version,
      purpose: oneOf(purposes, row.purpose, 'purpose of a key'),
      algorithm: algorithmOf(row.algorithm),
      provider: oneOf(providerNames, row.provider, 'provider of a key'),
      attributes: attributesOf(row.attributes),
    },
    unitKey: unitKeyOfVersion(row),
    unitKeyGeneration: row.version_generation,
    wrapped: row.wrapped,
    publicKey: row.public_key,
  }
}
