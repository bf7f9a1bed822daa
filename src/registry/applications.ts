// Table `applications`.

import { type Action, actions as allActions } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import type { Application } from './application.ts'
import { isUniqueViolation } from './database-errors.ts'
import { afterPosition, type Page, type PageRequest, pageOf, rowsFor } from './page.ts'
import { inScope, type Scope } from './scope.ts'
import type { Tx } from './tables.ts'
import { findUnitById } from './units.ts'

const columns = [
  'applications.id',
  'applications.unit_id',
  'units.path as unit_path',
  'applications.name',
  'applications.actions',
  'applications.created_at',
  'applications.disabled_at',
] as const

export type NewApplication = Pick<Application, 'id' | 'unitId' | 'name' | 'actions' | 'createdAt'>

/** @throws ServiceError `NOT_FOUND` when the unit is not in scope, `ALREADY_EXISTS` when the name is taken there. */
export async function insertApplication(
  tx: Tx,
  scope: Scope,
  application: NewApplication,
): Promise<Application> {
  const unit = await findUnitById(tx, scope, application.unitId)
  if (unit === undefined) throw new ServiceError('NOT_FOUND', 'there is no such unit')
  const name = application.name.normalize('NFC')
  try {
    await tx
      .insertInto('applications')
      .values({
        id: application.id,
        unit_id: application.unitId,
        name,
        actions: [...application.actions],
        created_at: application.createdAt,
      })
      .execute()
  } catch (error) {
    if (isUniqueViolation(error, 'applications_unit_id_name_key')) {
      throw new ServiceError('ALREADY_EXISTS', `the unit has an application ${name} already`, {
        cause: error,
      })
    }
    throw error
  }
  return { ...application, name, unitPath: unit.path, disabledAt: null }
}

export async function findApplicationById(
  tx: Tx,
  scope: Scope,
  id: string,
): Promise<Application | undefined> {
  const row = await applicationsIn(tx, scope).where('applications.id', '=', id).executeTakeFirst()
  return row === undefined ? undefined : applicationOf(row)
}

export async function findApplicationByName(
  tx: Tx,
  scope: Scope,
  unitId: string,
  name: string,
): Promise<Application | undefined> {
  const row = await applicationsIn(tx, scope)
    .where('applications.unit_id', '=', unitId)
    .where('applications.name', '=', name.normalize('NFC'))
    .executeTakeFirst()
  return row === undefined ? undefined : applicationOf(row)
}

export async function listApplications(
  tx: Tx,
  scope: Scope,
  request: PageRequest,
): Promise<Page<Application>> {
  const rows = await applicationsIn(tx, scope)
    .where(afterPosition(request.after, 'applications.created_at', 'applications.id'))
    .orderBy('applications.created_at')
    .orderBy('applications.id')
    .limit(rowsFor(request))
    .execute()
  return pageOf(rows.map(applicationOf), request, (application) => ({
    at: application.createdAt,
    id: application.id,
  }))
}

function applicationsIn(tx: Tx, scope: Scope) {
  return tx
    .selectFrom('applications')
    .innerJoin('units', 'units.id', 'applications.unit_id')
    .select(columns)
    .where(inScope(scope, 'units.path'))
}

interface ApplicationRow {
  readonly id: string
  readonly unit_id: string
  readonly unit_path: string
  readonly name: string
  readonly actions: readonly string[]
  readonly created_at: Date
  readonly disabled_at: Date | null
}

function applicationOf(row: ApplicationRow): Application {
  return {
    id: row.id,
    unitId: row.unit_id,
    unitPath: row.unit_path,
    name: row.name,
    actions: knownActions(row.actions),
    createdAt: row.created_at,
    disabledAt: row.disabled_at,
  }
}

/** An action that a newer version granted is none that this version could allow. */
export function knownActions(words: readonly string[]): readonly Action[] {
  return allActions.filter((action) => words.includes(action))
}
