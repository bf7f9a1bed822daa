// The tree of units as it changes: a unit goes elsewhere with all that is below it, and every path it leaves goes on meaning it.

import { sql } from 'kysely'
import { ServiceError } from '../errors.ts'
import { isUniqueViolation } from './database-errors.ts'
import { atOrBelow, inScope, type Scope } from './scope.ts'
import type { Tx } from './tables.ts'
import { requireActiveUnit, type Unit, unitDepthLimit, unitPathLimit } from './unit.ts'
import { findUnitById, pathBelow, taken } from './units.ts'

/**
 * Puts `unit`, with all that is below it, under `parent` as `slug`. For a transaction that holds the tree exclusively.
 *
 * @throws ServiceError `INVALID_ARGUMENT` for the organisation itself, a parent within the unit, or a path that would
 *   grow beyond the limits; `UNIT_NOT_ACTIVE` for the parent; `ALREADY_EXISTS` when another unit has or had a path.
 */
export async function relocateUnit(
  tx: Tx,
  scope: Scope,
  unit: Unit,
  to: { readonly parent: Unit; readonly slug: string; readonly at: Date },
): Promise<Unit> {
  if (unit.path === '') throw new ServiceError('INVALID_ARGUMENT', 'the organisation itself cannot be moved')
  const parent = requireActiveUnit(to.parent)
  if (parent.id === unit.id || parent.path.startsWith(`${unit.path}/`))
    throw new ServiceError('INVALID_ARGUMENT', `the unit ${parent.path} lies within ${unit.path}`)
  const path = pathBelow(parent, to.slug)
  if (path === unit.path) return unit
  await requireWithinLimits(tx, unit, path)
  await takePaths(tx, unit, path, to.at)
  try {
    await tx
      .updateTable('units')
      .set({
        path: movedPath(unit, path),
        slug: sql<string>`case when id = ${unit.id} then ${to.slug} else slug end`,
        parent_id: sql<string>`case when id = ${unit.id} then ${parent.id} else parent_id end`,
      })
      .where(atOrBelow('units.path', unit.path))
      .where(inScope(scope, 'units.path'))
      .execute()
  } catch (error) {
    if (isUniqueViolation(error, 'units_path_key')) throw taken(path, error)
    throw error
  }
  await refuseTaken(tx, path)
  const moved = await findUnitById(tx, scope, unit.id)
  if (moved === undefined) throw new Error('the unit that was moved is gone')
  return moved
}

/** The first of `slug`, `slug-2`, `slug-3` … that no unit has or had below `parent`. */
export async function freeSlug(tx: Tx, parent: Unit, slug: string): Promise<string> {
  for (let number = 1; ; number++) {
    const suffix = number === 1 ? '' : `-${number}`
    const candidate = `${slug.slice(0, 63 - suffix.length)}${suffix}`
    const path = pathBelow(parent, candidate)
    const found = await tx
      .selectFrom('unit_paths')
      .select('unit_id')
      .where('path', '=', path)
      .executeTakeFirst()
    if (found === undefined) return candidate
  }
}

/** The units right below, by slug. */
export async function listChildren(tx: Tx, scope: Scope, parentId: string): Promise<readonly Unit[]> {
  const rows = await tx
    .selectFrom('units')
    .select('id')
    .where('parent_id', '=', parentId)
    .where(inScope(scope, 'units.path'))
    .orderBy('slug')
    .execute()
  const children: Unit[] = []
  for (const { id } of rows) {
    const child = await findUnitById(tx, scope, id)
    if (child !== undefined) children.push(child)
  }
  return children
}

/** Paths that the unit had and has no more, oldest first. */
export async function formerPaths(tx: Tx, scope: Scope, unitId: string): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom('unit_paths')
    .innerJoin('units', 'units.id', 'unit_paths.unit_id')
    .select('unit_paths.path')
    .where('unit_paths.unit_id', '=', unitId)
    .whereRef('unit_paths.path', '<>', 'units.path')
    .where(inScope(scope, 'units.path'))
    .orderBy('unit_paths.created_at')
    .orderBy('unit_paths.path')
    .execute()
  return rows.map((row) => row.path)
}

function movedPath(unit: Unit, path: string) {
  return sql<string>`${path} || substr(units.path, ${unit.path.length + 1})`
}

async function requireWithinLimits(tx: Tx, unit: Unit, path: string): Promise<void> {
  const deepest = await tx
    .selectFrom('units')
    .select((eb) => [
      sql<number>`max(length(units.path))`.as('length'),
      sql<number>`max(length(units.path) - length(replace(units.path, '/', '')))`.as('slashes'),
      eb.fn.countAll().as('units'),
    ])
    .where(atOrBelow('units.path', unit.path))
    .executeTakeFirstOrThrow()
  const length = deepest.length - unit.path.length + path.length
  const depth = deepest.slashes + 1 - unit.path.split('/').length + path.split('/').length
  if (depth > unitDepthLimit)
    throw new ServiceError(
      'INVALID_ARGUMENT',
      `a path would have ${depth} parts; ${unitDepthLimit} are allowed`,
    )
  if (length > unitPathLimit) {
    throw new ServiceError(
      'INVALID_ARGUMENT',
      `a path would have ${length} characters; ${unitPathLimit} are allowed`,
    )
  }
}

/** Well below the number of parameters that one statement may have. */
const pathsAtOnce = 1000

/** A path that one of them had before is its own again; one of another unit stays that one's, and is refused later. */
async function takePaths(tx: Tx, unit: Unit, path: string, at: Date): Promise<void> {
  const rows = await tx
    .selectFrom('units')
    .select(['units.id as unit_id', movedPath(unit, path).as('path')])
    .where(atOrBelow('units.path', unit.path))
    .execute()
  for (let first = 0; first < rows.length; first += pathsAtOnce) {
    const values = rows.slice(first, first + pathsAtOnce).map((row) => ({ ...row, created_at: at }))
    await tx
      .insertInto('unit_paths')
      .values(values)
      .onConflict((conflict) => conflict.column('path').doNothing())
      .execute()
  }
}

async function refuseTaken(tx: Tx, path: string): Promise<void> {
  const stranger = await tx
    .selectFrom('units')
    .select('units.path')
    .where(atOrBelow('units.path', path))
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('unit_paths')
            .select('unit_paths.path')
            .whereRef('unit_paths.path', '=', 'units.path')
            .whereRef('unit_paths.unit_id', '=', 'units.id'),
        ),
      ),
    )
    .orderBy('units.path')
    .executeTakeFirst()
  if (stranger !== undefined) throw taken(stranger.path)
}
