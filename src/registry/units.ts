// Tables `units` and `unit_paths`: the tree of the organisation, and every path that a unit has or had.

import { type Selectable, sql } from 'kysely'
import { ServiceError } from '../errors.ts'
import type { Purpose } from '../keys/handle.ts'
import { isUniqueViolation } from './database-errors.ts'
import { oneOf } from './one-of.ts'
import { afterPosition, type Page, type PageRequest, pageOf, rowsFor } from './page.ts'
import { requireIntact } from './row-integrity.ts'
import { atOrBelow, inScope, type Scope } from './scope.ts'
import type { Tables, Tx } from './tables.ts'
import { requireActiveUnit, type Unit, unitStates } from './unit.ts'

export const unitColumns = [
  'units.id',
  'units.parent_id',
  'units.slug',
  'units.path',
  'units.title',
  'units.state',
  'units.wrapped_unit_key',
  'units.created_at',
  'units.unit_key_generation',
  'units.retiring_unit_key',
  'units.sealed_with',
  'units.sealed_by',
  'units.sealed_at',
  'units.ended_at',
  'units.successor_id',
] as const

/**
 * Keeps the tree as it is until the transaction ends. Units are made under the shared lock; what changes paths or states
 * takes the other, since a path is made of those above it and a query locks only the rows that it sees.
 */
export async function lockTree(tx: Tx, mode: 'shared' | 'exclusive'): Promise<void> {
  const name = 'chancery units'
  if (mode === 'shared')
    await sql`select pg_advisory_xact_lock_shared(hashtextextended(${name}, 0))`.execute(tx)
  else await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(tx)
}

export interface NewUnit {
  readonly id: string
  readonly parentId: string
  readonly slug: string
  readonly title: string
  readonly wrappedUnitKey: Uint8Array
  /** Of the root key that wraps it, or an earlier one; 1 when it is not given. */
  readonly rootKeyGeneration?: number
  readonly createdAt: Date
}

/**
 * Adds a unit below its parent.
 *
 * @throws ServiceError `NOT_FOUND` when the parent is not in scope, `UNIT_NOT_ACTIVE` when it is sealed or ended,
 *   `ALREADY_EXISTS` when the path is a unit's or was one's.
 */
export async function insertUnit(tx: Tx, scope: Scope, unit: NewUnit): Promise<Unit> {
  await lockTree(tx, 'shared')
  const parent = await findUnitById(tx, scope, unit.parentId)
  if (parent === undefined) throw new ServiceError('NOT_FOUND', 'there is no such parent unit')
  return await insertRow(tx, { ...unit, path: pathBelow(requireActiveUnit(parent), unit.slug) })
}

export function pathBelow(parent: Pick<Unit, 'path'>, slug: string): string {
  return parent.path === '' ? slug : `${parent.path}/${slug}`
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
        root_key_generation: unit.rootKeyGeneration ?? 1,
        created_at: unit.createdAt,
      })
      .returning(unitColumns)
      .executeTakeFirstOrThrow()
    await tx
      .insertInto('unit_paths')
      .values({ path: unit.path, unit_id: unit.id, created_at: unit.createdAt })
      .execute()
    return unitOf(row)
  } catch (error) {
    if (isUniqueViolation(error, 'units_path_key') || isUniqueViolation(error, 'unit_paths_pkey'))
      throw taken(unit.path, error)
    throw error
  }
}

/** The unit at `path`, or the one that moved away from it. */
export async function findUnitByPath(tx: Tx, scope: Scope, path: string): Promise<Unit | undefined> {
  const row = await tx
    .selectFrom('units')
    .select(unitColumns)
    .where('path', '=', path)
    .where(inScope(scope, 'units.path'))
    .executeTakeFirst()
  if (row !== undefined) return unitOf(row)
  const moved = await tx
    .selectFrom('unit_paths')
    .innerJoin('units', 'units.id', 'unit_paths.unit_id')
    .select(unitColumns)
    .where('unit_paths.path', '=', path)
    .where(inScope(scope, 'units.path'))
    .executeTakeFirst()
  if (moved === undefined) return undefined
  await requireIntact(tx, 'unit_paths', [{ path }])
  return unitOf(moved)
}

export async function findUnitById(tx: Tx, scope: Scope, id: string): Promise<Unit | undefined> {
  const row = await tx
    .selectFrom('units')
    .select(unitColumns)
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
    .select(unitColumns)
    .where(inScope(scope, 'units.path'))
    .where(atOrBelow('units.path', request.under ?? ''))
    .where(afterPosition(request.after, 'units.created_at', 'units.id'))
    .orderBy('created_at')
    .orderBy('id')
    .limit(rowsFor(request))
    .execute()
  return pageOf(rows.map(unitOf), request, (unit) => ({ at: unit.createdAt, id: unit.id }))
}

/**
 * Active units whose key of that name and purpose has no certificate, or that have no such key; for a transaction with the
 * service's scope. In the order of their identifiers.
 */
export async function listUnitsWithoutCertificate(
  tx: Tx,
  wanted: {
    readonly keyName: string
    readonly purpose: Purpose
    readonly after: string | undefined
    readonly limit: number
  },
): Promise<readonly Unit[]> {
  let query = tx
    .selectFrom('units')
    .select(unitColumns)
    .where('units.state', '=', 'active')
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('keys')
            .innerJoin('certificates', 'certificates.key_id', 'keys.id')
            .select('keys.id')
            .whereRef('keys.unit_id', '=', 'units.id')
            .where('keys.name', '=', wanted.keyName)
            .where('keys.purpose', '=', wanted.purpose)
            .where('certificates.issued_at', 'is not', null),
        ),
      ),
    )
  if (wanted.after !== undefined) query = query.where('units.id', '>', wanted.after)
  const rows = await query.orderBy('units.id').limit(wanted.limit).execute()
  return rows.map(unitOf)
}

/** @param title as `parseTitle` gives it. */
export async function retitleUnit(tx: Tx, scope: Scope, id: string, title: string): Promise<void> {
  await tx
    .updateTable('units')
    .set({ title })
    .where('id', '=', id)
    .where(inScope(scope, 'units.path'))
    .execute()
}

export function taken(path: string, cause?: unknown): ServiceError {
  return new ServiceError('ALREADY_EXISTS', `there is already a unit ${path}`, { cause })
}

/** Which root key wraps the unit's is nobody's business but the registry's. */
type UnitRow = Omit<Selectable<Tables['units']>, 'root_key_generation'>

export function unitOf(row: UnitRow): Unit {
  const facts = {
    id: row.id,
    parentId: row.parent_id,
    slug: row.slug,
    path: row.path,
    title: row.title,
    createdAt: row.created_at,
  }
  const state = oneOf(unitStates, row.state, 'state of a unit')
  if (state === 'shredded') return { ...facts, state, ...endOf(row) }
  if (row.wrapped_unit_key === null) throw new Error(`a unit that is ${state} has no unit key`)
  const living = {
    ...facts,
    wrappedUnitKey: row.wrapped_unit_key,
    unitKeyGeneration: row.unit_key_generation,
    retiringUnitKey: row.retiring_unit_key,
  }
  if (state === 'abolished') return { ...living, state, ...endOf(row) }
  if (state === 'active') return { ...living, state }
  if (row.sealed_with === null || row.sealed_at === null) throw new Error('a sealed unit has no seal')
  return {
    ...living,
    state,
    seal: { withUnitId: row.sealed_with, byUnitId: row.sealed_by, at: row.sealed_at },
  }
}

function endOf(row: UnitRow): {
  readonly endedAt: Date
  readonly successorId: string | null
} {
  if (row.ended_at === null) throw new Error(`a unit that is ${row.state} has no moment of its end`)
  return { endedAt: row.ended_at, successorId: row.successor_id }
}
