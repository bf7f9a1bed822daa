// Table `units`: the tree of the organisation, and the aliases that moved paths leave behind.

import type { Selectable, Transaction } from 'kysely'
import { ServiceError } from '../errors.ts'
import { isUniqueViolation } from './database-errors.ts'
import { oneOf } from './one-of.ts'
import { afterPosition, type Page, type PageRequest, pageOf, rowsFor } from './page.ts'
import { atOrBelow, inScope, type Scope } from './scope.ts'
import type { Tables } from './tables.ts'
import { type Unit, unitStates } from './unit.ts'

type Tx = Transaction<Tables>

const columns = [
  'units.id',
  'units.parent_id',
  'units.slug',
  'units.path',
  'units.title',
  'units.state',
  'units.wrapped_unit_key',
  'units.created_at',
] as const

export interface NewUnit {
  readonly id: string
  readonly parentId: string
  readonly slug: string
  readonly title: string
  readonly wrappedUnitKey: Uint8Array
  readonly createdAt: Date
}

/**
 * Adds a unit below its parent.
 *
 * @throws ServiceError `NOT_FOUND` when the parent is not in scope, `ALREADY_EXISTS` when the path is a unit's or an alias.
 */
export async function insertUnit(tx: Tx, scope: Scope, unit: NewUnit): Promise<Unit> {
  // Shared lock: the parent may not move while its child's path is made from its own.
  const parent = await tx
    .selectFrom('units')
    .select(['path', 'state'])
    .where('id', '=', unit.parentId)
    .where(inScope(scope, 'units.path'))
    .forShare()
    .executeTakeFirst()
  if (parent === undefined) throw new ServiceError('NOT_FOUND', 'There is no such parent unit.')
  if (parent.state === 'abolished')
    throw new ServiceError('CONFLICT', `The unit ${parent.path} is abolished.`)
  const path = parent.path === '' ? unit.slug : `${parent.path}/${unit.slug}`
  const alias = await tx.selectFrom('unit_aliases').select('path').where('path', '=', path).executeTakeFirst()
  if (alias !== undefined) throw taken(path)
  return await insertRow(tx, { ...unit, path })
}

/** Adds the organisation itself, the root of the tree. @throws ServiceError `ALREADY_EXISTS`. */
export async function insertRootUnit(tx: Tx, unit: Omit<NewUnit, 'parentId' | 'slug'>): Promise<Unit> {
  return await insertRow(tx, { ...unit, parentId: null, slug: '', path: '' })
}

async function insertRow(
  tx: Tx,
  unit: Omit<NewUnit, 'parentId'> & { readonly parentId: string | null; readonly path: string },
): Promise<Unit> {
  try {
    const row = await tx
      .insertInto('units')
      .values({
        id: unit.id,
        parent_id: unit.parentId,
        slug: unit.slug,
        path: unit.path,
        title: unit.title.normalize('NFC'),
        state: 'active',
        wrapped_unit_key: unit.wrappedUnitKey,
        created_at: unit.createdAt,
      })
      .returning(columns)
      .executeTakeFirstOrThrow()
    return unitOf(row)
  } catch (error) {
    if (isUniqueViolation(error, 'units_path_key')) throw taken(unit.path, error)
    throw error
  }
}

/** The unit at `path`, or the one that moved away from it. */
export async function findUnitByPath(tx: Tx, scope: Scope, path: string): Promise<Unit | undefined> {
  const row = await tx
    .selectFrom('units')
    .select(columns)
    .where('path', '=', path)
    .where(inScope(scope, 'units.path'))
    .executeTakeFirst()
  if (row !== undefined) return unitOf(row)
  const moved = await tx
    .selectFrom('unit_aliases')
    .innerJoin('units', 'units.id', 'unit_aliases.unit_id')
    .select(columns)
    .where('unit_aliases.path', '=', path)
    .where(inScope(scope, 'units.path'))
    .executeTakeFirst()
  return moved === undefined ? undefined : unitOf(moved)
}

export async function findUnitById(tx: Tx, scope: Scope, id: string): Promise<Unit | undefined> {
  const row = await tx
    .selectFrom('units')
    .select(columns)
    .where('id', '=', id)
    .where(inScope(scope, 'units.path'))
    .executeTakeFirst()
  return row === undefined ? undefined : unitOf(row)
}

/** @param under only the unit at this path and those below it. */
export async function listUnits(
  tx: Tx,
  scope: Scope,
  request: PageRequest & { readonly under?: string | undefined },
): Promise<Page<Unit>> {
  const rows = await tx
    .selectFrom('units')
    .select(columns)
    .where(inScope(scope, 'units.path'))
    .where(atOrBelow('units.path', request.under ?? ''))
    .where(afterPosition(request.after, 'units.created_at', 'units.id'))
    .orderBy('created_at')
    .orderBy('id')
    .limit(rowsFor(request))
    .execute()
  return pageOf(rows.map(unitOf), request, (unit) => ({ at: unit.createdAt, id: unit.id }))
}

/** Lets `path`, which was the unit's, go on meaning it. @throws ServiceError `ALREADY_EXISTS`. */
export async function insertUnitAlias(
  tx: Tx,
  scope: Scope,
  alias: { readonly path: string; readonly unitId: string; readonly createdAt: Date },
): Promise<void> {
  if ((await findUnitById(tx, scope, alias.unitId)) === undefined) {
    throw new ServiceError('NOT_FOUND', 'There is no such unit.')
  }
  try {
    await tx
      .insertInto('unit_aliases')
      .values({ path: alias.path, unit_id: alias.unitId, created_at: alias.createdAt })
      .execute()
  } catch (error) {
    if (isUniqueViolation(error)) throw taken(alias.path, error)
    throw error
  }
}

function taken(path: string, cause?: unknown): ServiceError {
  return new ServiceError('ALREADY_EXISTS', `There is already a unit ${path}.`, { cause })
}

function unitOf(row: Selectable<Tables['units']>): Unit {
  return {
    id: row.id,
    parentId: row.parent_id,
    slug: row.slug,
    path: row.path,
    title: row.title,
    state: oneOf(unitStates, row.state, 'state of a unit'),
    wrappedUnitKey: row.wrapped_unit_key,
    createdAt: row.created_at,
  }
}
