// What stands in some units, and who reaches it: for rehearsals of a change, before and after.

import { sql, type Transaction } from 'kysely'
import { type Purpose, purposes } from '../keys/handle.ts'
import { oneOf } from './one-of.ts'
import { atOrBelow, inScope, type Scope } from './scope.ts'
import type { Tables } from './tables.ts'
import { type Unit, type UnitState, unitStates } from './unit.ts'

type Tx = Transaction<Tables>

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
          sql<number>`count(*) filter (where key_versions.state in ('active', 'deactivated', 'compromised'))::int`.as(
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
    .where(
      sql<boolean>`exists (select 1 from unnest(${[...unitPaths]}::text[]) as around (path)
        where units.path = '' or units.path = around.path
          or starts_with(around.path, units.path || '/') or starts_with(units.path, around.path || '/'))`,
    )
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

/** One parameter for any number: PostgreSQL takes 65,535 at most. */
function anyOf(ids: readonly string[]) {
  return sql<string>`any(${[...ids]}::uuid[])`
}
