// Table `grants`.

import { type Selectable, sql } from 'kysely'
import { roles } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import { knownActions } from './applications.ts'
import type { Grant, GrantHolder } from './grant.ts'
import { oneOf } from './one-of.ts'
import { requireIntact } from './row-integrity.ts'
import { inScope, type Scope, serviceScope } from './scope.ts'
import type { Tables, Tx } from './tables.ts'

const columns = [
  'grants.id',
  'grants.person_id',
  'grants.application_id',
  'grants.role',
  'grants.unit_id',
  'units.path as unit_path',
  'grants.key_id',
  'grants.actions',
  'grants.formats',
  'grants.max_operations',
  'grants.per_seconds',
  'grants.emergency',
  'grants.emergency_until',
  'grants.delegated_from',
  'grants.created_at',
  'grants.expires_at',
  'grants.revoked_at',
] as const

export type NewGrant = Omit<Grant, 'unitPath' | 'emergencyUntil' | 'revokedAt'>

export async function insertGrant(tx: Tx, grant: NewGrant): Promise<void> {
  const { holder, limit } = grant
  await tx
    .insertInto('grants')
    .values({
      id: grant.id,
      person_id: 'personId' in holder ? holder.personId : null,
      application_id: 'applicationId' in holder ? holder.applicationId : null,
      role: grant.role,
      unit_id: grant.unitId,
      key_id: grant.keyId,
      actions: grant.actions === null ? null : [...grant.actions],
      formats: grant.formats === null ? null : [...grant.formats],
      max_operations: limit?.maxOperations ?? null,
      per_seconds: limit?.perSeconds ?? null,
      emergency: grant.emergency,
      delegated_from: grant.delegatedFrom,
      created_at: grant.createdAt,
      expires_at: grant.expiresAt,
    })
    .execute()
}

export async function findGrantById(tx: Tx, scope: Scope, id: string): Promise<Grant | undefined> {
  const row = await grantsIn(tx, scope).where('grants.id', '=', id).executeTakeFirst()
  if (row === undefined) return undefined
  await requireIntact(tx, 'grants', [{ id }])
  return grantOf(row)
}

/** All that were ever given and that the scope shows, oldest first. */
export async function listGrants(tx: Tx, scope: Scope, holder: GrantHolder): Promise<readonly Grant[]> {
  const rows = await heldBy(tx, scope, holder)
    .orderBy('grants.created_at')
    .orderBy('grants.id')
    .limit(1000)
    .execute()
  return rows.map(grantOf)
}

/**
 * What `holder` holds at `at`: no emergency grant that is not in force, those without a limit first, and of these the
 * ones from higher up. For a transaction
 * with the service's scope.
 *
 * @throws ServiceError `INTEGRITY_VIOLATION`.
 */
export async function grantsInForce(
  tx: Tx,
  scope: Scope,
  holder: GrantHolder,
  at: Date,
): Promise<readonly Grant[]> {
  const rows = await heldBy(tx, scope, holder)
    .where(isInForce(at))
    .orderBy('grants.emergency')
    .orderBy(sql`grants.max_operations nulls first`)
    .orderBy(sql`length(units.path)`)
    .orderBy('grants.id')
    .limit(1000)
    .execute()
  await requireIntact(
    tx,
    'grants',
    rows.map(({ id }) => ({ id })),
  )
  await requireIntact(
    tx,
    'units',
    rows.map(({ unit_id }) => ({ id: unit_id })),
  )
  return rows.map(grantOf)
}

/**
 * What `holder` holds at `at`, or could put in force by itself. For a transaction with the service's scope.
 *
 * @throws ServiceError `INTEGRITY_VIOLATION`.
 */
export async function grantsNotEnded(tx: Tx, holder: GrantHolder, at: Date): Promise<readonly Grant[]> {
  const rows = await heldBy(tx, serviceScope, holder)
    .where('grants.revoked_at', 'is', null)
    .where((eb) => eb.or([eb('grants.expires_at', 'is', null), eb('grants.expires_at', '>', at)]))
    .limit(1000)
    .execute()
  await requireIntact(
    tx,
    'grants',
    rows.map(({ id }) => ({ id })),
  )
  return rows.map(grantOf)
}

/** Whether each of `ids` is in force at `at` and seen from here. */
export async function areGrantsLive(tx: Tx, ids: readonly string[], at: Date): Promise<boolean> {
  if (ids.length === 0) return true
  const rows = await tx
    .selectFrom('grants')
    .innerJoin('units', 'units.id', 'grants.unit_id')
    .select('grants.id')
    .where('grants.id', 'in', ids)
    .where(isInForce(at))
    .execute()
  if (rows.length !== ids.length) return false
  await requireIntact(tx, 'grants', rows)
  return true
}

/**
 * Ends a grant and what was handed on of it. Revoking twice keeps the first moment.
 *
 * @returns how many were in the world until now.
 */
export async function revokeGrants(tx: Tx, id: string, at: Date): Promise<number> {
  let ended = 0
  let ids: readonly string[] = [id]
  while (ids.length > 0) {
    const { numUpdatedRows } = await tx
      .updateTable('grants')
      .set({ revoked_at: at })
      .where('id', 'in', ids)
      .where('revoked_at', 'is', null)
      .executeTakeFirst()
    ended += Number(numUpdatedRows)
    const handedOn = await tx.selectFrom('grants').select('id').where('delegated_from', 'in', ids).execute()
    ids = handedOn.map((row) => row.id)
  }
  return ended
}

/** @throws ServiceError `CONFLICT` when it is none for emergencies. */
export async function putInForce(tx: Tx, id: string, until: Date): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable('grants')
    .set({ emergency_until: until })
    .where('id', '=', id)
    .where('emergency', '=', true)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  if (Number(numUpdatedRows) !== 1) throw new ServiceError('CONFLICT', 'the grant was revoked meanwhile')
}

/** Emergency grants that are in force at `at`. For a transaction with the service's scope. */
export async function countEmergencies(tx: Tx, at: Date): Promise<number> {
  const { count } = await tx
    .selectFrom('grants')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('emergency', '=', true)
    .where('revoked_at', 'is', null)
    .where('emergency_until', '>', at)
    .executeTakeFirstOrThrow()
  return Number(count)
}

function heldBy(tx: Tx, scope: Scope, holder: GrantHolder) {
  const query = grantsIn(tx, scope)
  return 'personId' in holder
    ? query.where('grants.person_id', '=', holder.personId)
    : query.where('grants.application_id', '=', holder.applicationId)
}

function grantsIn(tx: Tx, scope: Scope) {
  return tx
    .selectFrom('grants')
    .innerJoin('units', 'units.id', 'grants.unit_id')
    .select(columns)
    .where(inScope(scope, 'units.path'))
}

/** As `isInForce` of a grant that was read. */
export function isInForce(at: Date) {
  return sql<boolean>`(grants.revoked_at is null and (grants.expires_at is null or grants.expires_at > ${at})
    and (not grants.emergency or grants.emergency_until > ${at}))`
}

function grantOf(row: Selectable<Tables['grants']> & { readonly unit_path: string }): Grant {
  return {
    id: row.id,
    holder: holderOf(row),
    role: oneOf(roles, row.role, 'role'),
    unitId: row.unit_id,
    unitPath: row.unit_path,
    keyId: row.key_id,
    actions: row.actions === null ? null : knownActions(row.actions),
    formats: row.formats,
    limit:
      row.max_operations === null || row.per_seconds === null
        ? null
        : { maxOperations: row.max_operations, perSeconds: row.per_seconds },
    emergency: row.emergency,
    emergencyUntil: row.emergency_until,
    delegatedFrom: row.delegated_from,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
  }
}

function holderOf(row: {
  readonly person_id: string | null
  readonly application_id: string | null
}): GrantHolder {
  if (row.person_id !== null) return { personId: row.person_id }
  if (row.application_id !== null) return { applicationId: row.application_id }
  throw new Error('a grant that nobody holds')
}
