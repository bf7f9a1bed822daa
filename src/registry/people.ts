// Table `people`.

import { ServiceError } from '../errors.ts'
import { isUniqueViolation } from './database-errors.ts'
import { afterPosition, type Page, type PageRequest, pageOf, rowsFor } from './page.ts'
import type { Person } from './person.ts'
import { inScope, type Scope } from './scope.ts'
import type { Tx } from './tables.ts'
import { findUnitById } from './units.ts'

const columns = [
  'people.id',
  'people.unit_id',
  'units.path as unit_path',
  'people.name',
  'people.title',
  'people.created_at',
  'people.disabled_at',
] as const

export type NewPerson = Pick<Person, 'id' | 'unitId' | 'name' | 'title' | 'createdAt'>

/** @throws ServiceError `NOT_FOUND` when the unit is not in scope, `ALREADY_EXISTS` when the name is taken in the office. */
export async function insertPerson(tx: Tx, scope: Scope, person: NewPerson): Promise<Person> {
  const unit = await findUnitById(tx, scope, person.unitId)
  if (unit === undefined) throw new ServiceError('NOT_FOUND', 'there is no such unit')
  const title = person.title.normalize('NFC')
  try {
    await tx
      .insertInto('people')
      .values({ id: person.id, unit_id: unit.id, name: person.name, title, created_at: person.createdAt })
      .execute()
  } catch (error) {
    if (isUniqueViolation(error, 'people_name_key'))
      throw new ServiceError('ALREADY_EXISTS', `there is a person ${person.name} already`, { cause: error })
    throw error
  }
  return { ...person, title, unitPath: unit.path, disabledAt: null }
}

export async function findPersonById(tx: Tx, scope: Scope, id: string): Promise<Person | undefined> {
  const row = await peopleIn(tx, scope).where('people.id', '=', id).executeTakeFirst()
  return row === undefined ? undefined : personOf(row)
}

export async function findPersonByName(tx: Tx, scope: Scope, name: string): Promise<Person | undefined> {
  const row = await peopleIn(tx, scope).where('people.name', '=', name).executeTakeFirst()
  return row === undefined ? undefined : personOf(row)
}

/** What is decided on the person's devices, and what changes them, waits for each other. */
export async function lockPerson(tx: Tx, id: string): Promise<void> {
  await tx.selectFrom('people').select('id').where('id', '=', id).forNoKeyUpdate().executeTakeFirst()
}

/** Oldest first. */
export async function listPeople(tx: Tx, scope: Scope, request: PageRequest): Promise<Page<Person>> {
  const rows = await peopleIn(tx, scope)
    .where(afterPosition(request.after, 'people.created_at', 'people.id'))
    .orderBy('people.created_at')
    .orderBy('people.id')
    .limit(rowsFor(request))
    .execute()
  return pageOf(rows.map(personOf), request, ({ createdAt, id }) => ({ at: createdAt, id }))
}

/** The person's sessions stop working with the next request. Disabling twice keeps the first moment. */
export async function disablePerson(tx: Tx, id: string, at: Date): Promise<void> {
  await tx
    .updateTable('people')
    .set({ disabled_at: at })
    .where('id', '=', id)
    .where('disabled_at', 'is', null)
    .execute()
}

function peopleIn(tx: Tx, scope: Scope) {
  return tx
    .selectFrom('people')
    .innerJoin('units', 'units.id', 'people.unit_id')
    .select(columns)
    .where(inScope(scope, 'units.path'))
}

interface PersonRow {
  readonly id: string
  readonly unit_id: string
  readonly unit_path: string
  readonly name: string
  readonly title: string
  readonly created_at: Date
  readonly disabled_at: Date | null
}

function personOf(row: PersonRow): Person {
  return {
    id: row.id,
    unitId: row.unit_id,
    unitPath: row.unit_path,
    name: row.name,
    title: row.title,
    createdAt: row.created_at,
    disabledAt: row.disabled_at,
  }
}
