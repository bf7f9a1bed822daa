// Table `keys`: each key with its unit. Versions are in key-versions.ts.

import { isKeyAlgorithm, type KeyAlgorithm } from '../crypto/algorithms.ts'
import { ServiceError } from '../errors.ts'
import {
  type KeyAttribute,
  keyAttributes,
  type ProviderName,
  type Purpose,
  providerNames,
  purposes,
} from '../keys/handle.ts'
import { isUniqueViolation } from './database-errors.ts'
import type { Key, UsageLimit } from './key.ts'
import { oneOf } from './one-of.ts'
import { afterPosition, type Page, type PageRequest, pageOf, rowsFor } from './page.ts'
import { atOrBelow, inScope, type Scope } from './scope.ts'
import type { Tx } from './tables.ts'
import { holdUnit } from './unit-keys.ts'
import { findUnitByPath } from './units.ts'

const columns = [
  'keys.id',
  'keys.unit_id',
  'units.path as unit_path',
  'keys.name',
  'keys.purpose',
  'keys.algorithm',
  'keys.provider',
  'keys.attributes',
  'keys.created_at',
  'keys.destroy_at',
  'keys.rotation_period_days',
  'keys.usage_period_days',
  'keys.minimum_version',
  'keys.max_operations',
  'keys.per_seconds',
] as const

export interface NewKey {
  readonly id: string
  readonly unitId: string
  readonly name: string
  readonly purpose: Purpose
  readonly algorithm: KeyAlgorithm
  readonly provider: ProviderName
  readonly attributes: readonly KeyAttribute[]
  readonly createdAt: Date
  /** Of version 1, which is active at once. */
  readonly publicKey: Uint8Array
  readonly wrapped: Uint8Array
  /** Of the unit key that `wrapped` was made under. */
  readonly unitKeyGeneration: number
}

/**
 * Adds a key and its version 1, active.
 *
 * @throws ServiceError `NOT_FOUND` when the unit is not in scope, `UNIT_NOT_ACTIVE`, `ALREADY_EXISTS` when the unit has a
 *   key of that name, `CONFLICT` when the unit's key was replaced meanwhile.
 */
export async function insertKey(tx: Tx, scope: Scope, key: NewKey): Promise<Key> {
  const unit = await holdUnit(tx, scope, key.unitId, key.unitKeyGeneration)
  try {
    await tx
      .insertInto('keys')
      .values({
        id: key.id,
        unit_id: key.unitId,
        name: key.name,
        purpose: key.purpose,
        algorithm: key.algorithm,
        provider: key.provider,
        attributes: [...key.attributes],
        created_at: key.createdAt,
      })
      .execute()
  } catch (error) {
    if (isUniqueViolation(error, 'keys_unit_id_name_key')) {
      const name = unit.path === '' ? key.name : `${unit.path}/${key.name}`
      throw new ServiceError('ALREADY_EXISTS', `there is already a key ${name}`, { cause: error })
    }
    throw error
  }
  await tx
    .insertInto('key_versions')
    .values({
      key_id: key.id,
      version: 1,
      state: 'active',
      public_key: key.publicKey,
      wrapped: key.wrapped,
      unit_key_generation: key.unitKeyGeneration,
      created_at: key.createdAt,
      activated_at: key.createdAt,
    })
    .execute()
  return {
    id: key.id,
    unitId: key.unitId,
    unitPath: unit.path,
    name: key.name,
    purpose: key.purpose,
    algorithm: key.algorithm,
    provider: key.provider,
    attributes: key.attributes,
    createdAt: key.createdAt,
    destroyAt: null,
    policy: { rotationPeriodDays: null, usagePeriodDays: null, minimumVersion: 1, usageLimit: null },
  }
}

/** @param unitPath path or alias of the unit. */
export async function findKey(
  tx: Tx,
  scope: Scope,
  unitPath: string,
  name: string,
): Promise<Key | undefined> {
  const unit = await findUnitByPath(tx, scope, unitPath)
  if (unit === undefined) return undefined
  const row = await tx
    .selectFrom('keys')
    .innerJoin('units', 'units.id', 'keys.unit_id')
    .select(columns)
    .where('keys.unit_id', '=', unit.id)
    .where('keys.name', '=', name)
    .where(inScope(scope, 'units.path'))
    .executeTakeFirst()
  return row === undefined ? undefined : keyOf(row)
}

export async function findKeyById(tx: Tx, scope: Scope, id: string): Promise<Key | undefined> {
  const row = await tx
    .selectFrom('keys')
    .innerJoin('units', 'units.id', 'keys.unit_id')
    .select(columns)
    .where('keys.id', '=', id)
    .where(inScope(scope, 'units.path'))
    .executeTakeFirst()
  return row === undefined ? undefined : keyOf(row)
}

/** The key, with its certificates, becomes another unit's. Its versions are to be wrapped for that one. */
export async function moveKey(tx: Tx, scope: Scope, id: string, unitId: string): Promise<void> {
  if ((await findKeyById(tx, scope, id)) === undefined)
    throw new ServiceError('NOT_FOUND', 'there is no such key')
  await tx.updateTable('keys').set({ unit_id: unitId }).where('id', '=', id).execute()
  await tx.updateTable('certificates').set({ unit_id: unitId }).where('key_id', '=', id).execute()
}

/** @param under only keys of the unit at this path and of those below it. */
export async function listKeys(
  tx: Tx,
  scope: Scope,
  request: PageRequest & { readonly under?: string | undefined },
): Promise<Page<Key>> {
  const rows = await tx
    .selectFrom('keys')
    .innerJoin('units', 'units.id', 'keys.unit_id')
    .select(columns)
    .where(inScope(scope, 'units.path'))
    .where(atOrBelow('units.path', request.under ?? ''))
    .where(afterPosition(request.after, 'keys.created_at', 'keys.id'))
    .orderBy('keys.created_at')
    .orderBy('keys.id')
    .limit(rowsFor(request))
    .execute()
  return pageOf(rows.map(keyOf), request, (key) => ({ at: key.createdAt, id: key.id }))
}

interface KeyRow {
  readonly id: string
  readonly unit_id: string
  readonly unit_path: string
  readonly name: string
  readonly purpose: string
  readonly algorithm: string
  readonly provider: string
  readonly attributes: readonly string[]
  readonly created_at: Date
  readonly destroy_at: Date | null
  readonly rotation_period_days: number | null
  readonly usage_period_days: number | null
  readonly minimum_version: number
  readonly max_operations: number | null
  readonly per_seconds: number | null
}

function keyOf(row: KeyRow): Key {
  return {
    id: row.id,
    unitId: row.unit_id,
    unitPath: row.unit_path,
    name: row.name,
    purpose: oneOf(purposes, row.purpose, 'purpose of a key'),
    algorithm: algorithmOf(row.algorithm),
    provider: oneOf(providerNames, row.provider, 'provider of a key'),
    attributes: attributesOf(row.attributes),
    createdAt: row.created_at,
    destroyAt: row.destroy_at,
    policy: {
      rotationPeriodDays: row.rotation_period_days,
      usagePeriodDays: row.usage_period_days,
      minimumVersion: row.minimum_version,
      usageLimit: usageLimitOf(row.max_operations, row.per_seconds),
    },
  }
}

export function usageLimitOf(maxOperations: number | null, perSeconds: number | null): UsageLimit | null {
  return maxOperations === null || perSeconds === null ? null : { maxOperations, perSeconds }
}

export function attributesOf(names: readonly string[]): readonly KeyAttribute[] {
  return names.map((name) => oneOf(keyAttributes, name, 'attribute of a key'))
}

export function algorithmOf(name: string): KeyAlgorithm {
  if (!isKeyAlgorithm(name)) throw new Error(`the registry holds an unknown algorithm of a key: ${name}`)
  return name
}
