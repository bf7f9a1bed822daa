// What stands in some units, and who reaches it: for rehearsals of a change, before and after.

import { sql } from 'kysely'
import { type Action, type Role, roles } from '../caller.ts'
import { type Purpose, purposes, statesAllowing } from '../keys/handle.ts'
import { knownActions } from './applications.ts'
import { isInForce } from './grants.ts'
import { oneOf } from './one-of.ts'
import { atOrBelow, inScope, type Scope } from './scope.ts'
import type { Tx } from './tables.ts'
import { type Unit, type UnitState, unitStates } from './unit.ts'

export interface SurveyedUnit {
  readonly id: string
  readonly path: string
  readonly state: UnitState
}

export interface SurveyedKey {
  readonly id: string
  readonly unitPath: string
  readonly unitState: UnitState
  readonly name: string
  readonly purpose: Purpose
  /** Versions that are active. */
  readonly active: number
  /** Versions whose private key may still read what was made for it: active, deactivated, compromised. */
  readonly processing: number
  /** Certificates that are issued, not revoked and not over. */
  readonly certificates: number
}

export interface SurveyedApplication {
  readonly id: string
  readonly name: string
  readonly unitPath: string
  /** With neither end, what its tokens may do. */
  readonly actions: readonly string[]
  readonly disabled: boolean
  /** Tokens that are neither revoked nor over. */
  readonly tokens: number
}

/** A grant that is in force, of a person or of an application beyond its first one. */
export interface SurveyedGrant {
  readonly holderId: string
  readonly kind: 'person' | 'application'
  /** `UNIT/NAME` of an application, the name of a person. */
  readonly holderName: string
  readonly unitPath: string
  readonly role: Role
  readonly actions: readonly Action[] | null
  readonly keyId: string | null
}

/** The unit and those below it. */
export async function unitsBelow(tx: Tx, scope: Scope, unit: Unit): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom('units')
    .select('id')
    .where(atOrBelow('units.path', unit.path))
    .where(inScope(scope, 'units.path'))
    .execute()
  return rows.map(({ id }) => id)
}

export async function surveyUnits(
  tx: Tx,
  scope: Scope,
  ids: readonly string[],
): Promise<readonly SurveyedUnit[]> {
  const rows = await tx
    .selectFrom('units')
    .select(['id', 'path', 'state'])
    .where('id', '=', anyOf(ids))
    .where(inScope(scope, 'units.path'))
    .orderBy('path')
    .execute()
  return rows.map((row) => ({ ...row, state: oneOf(unitStates, row.state, 'state of a unit') }))
}

/** @param limit keys at most; one more tells that there are more. */
export async function keysOfUnits(
  tx: Tx,
  scope: Scope,
  unitIds: readonly string[],
  limit: number,
): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom('keys')
    .innerJoin('units', 'units.id', 'keys.unit_id')
    .select('keys.id')
    .where('units.id', '=', anyOf(unitIds))
    .where(inScope(scope, 'units.path'))
    .orderBy('units.path')
    .orderBy('keys.name')
    .limit(limit + 1)
    .execute()
  return rows.map(({ id }) => id)
}

export async function surveyKeys(
  tx: Tx,
  scope: Scope,
  ids: readonly string[],
  at: Date,
): Promise<readonly SurveyedKey[]> {
  const rows = await tx
    .selectFrom('keys')
    .innerJoin('units', 'units.id', 'keys.unit_id')
    .select((eb) => [
      'keys.id',
      'keys.name',
      'keys.purpose',
      'units.path as unit_path',
      'units.state as unit_state',
      eb
        .selectFrom('key_versions')
        .select(sql<number>`count(*) filter (where key_versions.state = 'active')::int`.as('n'))
        .whereRef('key_versions.key_id', '=', 'keys.id')
        .as('active'),
      eb
        .selectFrom('key_versions')
        .select(
          sql<number>`count(*) filter (where key_versions.state in (${sql.join(statesAllowing('process'))}))::int`.as(
            'n',
          ),
        )
        .whereRef('key_versions.key_id', '=', 'keys.id')
        .as('processing'),
      eb
        .selectFrom('certificates')
        .select(sql<number>`count(*)::int`.as('n'))
        .whereRef('certificates.key_id', '=', 'keys.id')
        .where('certificates.issued_at', 'is not', null)
        .where('certificates.revoked_at', 'is', null)
        .where('certificates.not_after', '>=', at)
        .as('certificates'),
    ])
    .where('keys.id', '=', anyOf(ids))
    .where(inScope(scope, 'units.path'))
    .orderBy('units.path')
    .orderBy('keys.name')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    purpose: oneOf(purposes, row.purpose, 'purpose of a key'),
    unitPath: row.unit_path,
    unitState: oneOf(unitStates, row.unit_state, 'state of a unit'),
    active: row.active ?? 0,
    processing: row.processing ?? 0,
    certificates: row.certificates ?? 0,
  }))
}

/** Of the scope's applications, those that stand at, above or below one of the units. */
export async function applicationsAround(
  tx: Tx,
  scope: Scope,
  unitPaths: readonly string[],
  at: Date,
): Promise<readonly SurveyedApplication[]> {
  const rows = await tx
    .selectFrom('applications')
    .innerJoin('units', 'units.id', 'applications.unit_id')
    .select((eb) => [
      'applications.id',
      'applications.name',
      'applications.actions',
      'applications.disabled_at',
      'units.path as unit_path',
      eb
        .selectFrom('tokens')
        .select(sql<number>`count(*)::int`.as('n'))
        .whereRef('tokens.application_id', '=', 'applications.id')
        .where('tokens.revoked_at', 'is', null)
        .where((or) => or.or([or('tokens.expires_at', 'is', null), or('tokens.expires_at', '>', at)]))
        .as('tokens'),
    ])
    .where(isAround(unitPaths))
    .where(inScope(scope, 'units.path'))
    .orderBy('units.path')
    .orderBy('applications.name')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    unitPath: row.unit_path,
    actions: row.actions,
    disabled: row.disabled_at !== null,
    tokens: row.tokens ?? 0,
  }))
}

/** Grants in the scope, at, above or below one of the units, whose holder can act: an emergency that is not declared gives nothing. */
export async function grantsAround(
  tx: Tx,
  scope: Scope,
  unitPaths: readonly string[],
  at: Date,
): Promise<readonly SurveyedGrant[]> {
  const rows = await tx
    .selectFrom('grants')
    .innerJoin('units', 'units.id', 'grants.unit_id')
    .leftJoin('people', 'people.id', 'grants.person_id')
    .leftJoin('applications', 'applications.id', 'grants.application_id')
    .leftJoin('units as homes', 'homes.id', 'applications.unit_id')
    .select([
      'grants.person_id',
      'grants.application_id',
      'grants.role',
      'grants.actions',
      'grants.key_id',
      'units.path as unit_path',
      'people.name as person_name',
      'applications.name as application_name',
      'homes.path as home_path',
    ])
    .where(isInForce(at))
    .where('people.disabled_at', 'is', null)
    .where('applications.disabled_at', 'is', null)
    .where(isAround(unitPaths))
    .where(inScope(scope, 'units.path'))
    .orderBy('units.path')
    .orderBy('grants.id')
    .execute()
  return rows.map((row) => ({
    holderId: row.person_id ?? row.application_id ?? '',
    kind: row.person_id === null ? 'application' : 'person',
    // Whose home is out of sight is told of without its name.
    holderName:
      row.person_name ?? (row.application_name === null ? '?' : nameIn(row.home_path, row.application_name)),
    unitPath: row.unit_path,
    role: oneOf(roles, row.role, 'role'),
    actions: row.actions === null ? null : knownActions(row.actions),
    keyId: row.key_id,
  }))
}

function nameIn(unitPath: string | null, name: string): string {
  return unitPath === null || unitPath === '' ? name : `${unitPath}/${name}`
}

/** Units at, above or below one of `unitPaths`. */
function isAround(unitPaths: readonly string[]) {
  return sql<boolean>`exists (select 1 from unnest(${[...unitPaths]}::text[]) as around (path)
    where units.path = '' or units.path = around.path
      or starts_with(around.path, units.path || '/') or starts_with(units.path, around.path || '/'))`
}

/** One parameter for any number: PostgreSQL takes 65,535 at most. */
function anyOf(ids: readonly string[]) {
  return sql<string>`any(${[...ids]}::uuid[])`
}
