// Table `oidc_subjects`: who a person is at the organisation's own identity provider.

import type { Selectable } from 'kysely'
import { ServiceError } from '../errors.ts'
import { isUniqueViolation } from './database-errors.ts'
import { requireIntact } from './row-integrity.ts'
import { inScope, type Scope } from './scope.ts'
import type { Tables, Tx } from './tables.ts'

export interface OidcSubject {
  readonly id: string
  readonly issuer: string
  readonly subject: string
  readonly personId: string
  readonly createdAt: Date
  readonly endedAt: Date | null
}

const columns = [
  'oidc_subjects.id',
  'oidc_subjects.issuer',
  'oidc_subjects.subject',
  'oidc_subjects.person_id',
  'oidc_subjects.created_at',
  'oidc_subjects.ended_at',
] as const

/** @throws ServiceError `ALREADY_EXISTS` when the subject is somebody already. */
export async function insertOidcSubject(tx: Tx, subject: Omit<OidcSubject, 'endedAt'>): Promise<OidcSubject> {
  try {
    const row = await tx
      .insertInto('oidc_subjects')
      .values({
        id: subject.id,
        issuer: subject.issuer,
        subject: subject.subject,
        person_id: subject.personId,
        created_at: subject.createdAt,
      })
      .returning(columns)
      .executeTakeFirstOrThrow()
    return subjectOf(row)
  } catch (error) {
    if (isUniqueViolation(error, 'oidc_subjects_one'))
      throw new ServiceError('ALREADY_EXISTS', 'the subject is linked to a person already', { cause: error })
    throw error
  }
}

/** The link that stands. There is no caller yet, so the transaction must have the service's scope. */
export async function findOidcSubject(
  tx: Tx,
  issuer: string,
  subject: string,
): Promise<OidcSubject | undefined> {
  const row = await tx
    .selectFrom('oidc_subjects')
    .select(columns)
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  if (row === undefined) return undefined
  await requireIntact(tx, 'people', [{ id: row.person_id }])
  await requireIntact(tx, 'oidc_subjects', [{ id: row.id }])
  return subjectOf(row)
}

export async function findOidcSubjectById(
  tx: Tx,
  scope: Scope,
  id: string,
): Promise<OidcSubject | undefined> {
  const row = await subjectsIn(tx, scope).where('oidc_subjects.id', '=', id).executeTakeFirst()
  return row === undefined ? undefined : subjectOf(row)
}

/** Oldest first, ended ones too. */
export async function listOidcSubjects(
  tx: Tx,
  scope: Scope,
  personId: string,
): Promise<readonly OidcSubject[]> {
  const rows = await subjectsIn(tx, scope)
    .where('oidc_subjects.person_id', '=', personId)
    .orderBy('oidc_subjects.created_at')
    .orderBy('oidc_subjects.id')
    .limit(1000)
    .execute()
  return rows.map(subjectOf)
}

/** Ending twice keeps the first moment. */
export async function endOidcSubject(tx: Tx, id: string, at: Date): Promise<void> {
  await tx
    .updateTable('oidc_subjects')
    .set({ ended_at: at })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .execute()
}

function subjectsIn(tx: Tx, scope: Scope) {
  return tx
    .selectFrom('oidc_subjects')
    .innerJoin('people', 'people.id', 'oidc_subjects.person_id')
    .innerJoin('units', 'units.id', 'people.unit_id')
    .select(columns)
    .where(inScope(scope, 'units.path'))
}

function subjectOf(row: Selectable<Tables['oidc_subjects']>): OidcSubject {
  return {
    id: row.id,
    issuer: row.issuer,
    subject: row.subject,
    personId: row.person_id,
    createdAt: row.created_at,
    endedAt: row.ended_at,
  }
}
