// Table `workload_trusts`: which application speaks in a token of which issuer, for which audience, about which subject.

import type { Selectable } from 'kysely'
import { ServiceError } from '../errors.ts'
import type { WorkloadTrust } from './application.ts'
import { isUniqueViolation } from './database-errors.ts'
import { requireIntact } from './row-integrity.ts'
import { inScope, type Scope } from './scope.ts'
import type { Tables, Tx } from './tables.ts'

const columns = [
  'workload_trusts.id',
  'workload_trusts.application_id',
  'workload_trusts.issuer',
  'workload_trusts.audience',
  'workload_trusts.subject',
  'workload_trusts.algorithm',
  'workload_trusts.created_at',
  'workload_trusts.ended_at',
] as const

/** @throws ServiceError `ALREADY_EXISTS` when it is trusted for an application already. */
export async function insertWorkloadTrust(
  tx: Tx,
  trust: Omit<WorkloadTrust, 'endedAt'>,
): Promise<WorkloadTrust> {
  try {
    const row = await tx
      .insertInto('workload_trusts')
      .values({
        id: trust.id,
        application_id: trust.applicationId,
        issuer: trust.issuer,
        audience: trust.audience,
        subject: trust.subject,
        algorithm: trust.algorithm,
        created_at: trust.createdAt,
      })
      .returning(columns)
      .executeTakeFirstOrThrow()
    return trustOf(row)
  } catch (error) {
    if (isUniqueViolation(error, 'workload_trusts_one'))
      throw new ServiceError('ALREADY_EXISTS', 'this subject is trusted for an application already', {
        cause: error,
      })
    throw error
  }
}

/** Those that stand, one for each audience. There is no caller yet, so the transaction must have the service's scope. */
export async function findWorkloadTrusts(
  tx: Tx,
  issuer: string,
  subject: string,
): Promise<readonly WorkloadTrust[]> {
  const rows = await tx
    .selectFrom('workload_trusts')
    .select(columns)
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .where('ended_at', 'is', null)
    .limit(20)
    .execute()
  await requireIntact(
    tx,
    'workload_trusts',
    rows.map(({ id }) => ({ id })),
  )
  return rows.map(trustOf)
}

export async function findWorkloadTrustById(
  tx: Tx,
  scope: Scope,
  id: string,
): Promise<WorkloadTrust | undefined> {
  const row = await trustsIn(tx, scope).where('workload_trusts.id', '=', id).executeTakeFirst()
  return row === undefined ? undefined : trustOf(row)
}

/** Oldest first, ended ones too. */
export async function listWorkloadTrusts(
  tx: Tx,
  scope: Scope,
  applicationId: string,
): Promise<readonly WorkloadTrust[]> {
  const rows = await trustsIn(tx, scope)
    .where('workload_trusts.application_id', '=', applicationId)
    .orderBy('workload_trusts.created_at')
    .orderBy('workload_trusts.id')
    .limit(1000)
    .execute()
  return rows.map(trustOf)
}

/** Ending twice keeps the first moment. */
export async function endWorkloadTrust(tx: Tx, id: string, at: Date): Promise<void> {
  await tx
    .updateTable('workload_trusts')
    .set({ ended_at: at })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .execute()
}

function trustsIn(tx: Tx, scope: Scope) {
  return tx
    .selectFrom('workload_trusts')
    .innerJoin('applications', 'applications.id', 'workload_trusts.application_id')
    .innerJoin('units', 'units.id', 'applications.unit_id')
    .select(columns)
    .where(inScope(scope, 'units.path'))
}

function trustOf(row: Selectable<Tables['workload_trusts']>): WorkloadTrust {
  return {
    id: row.id,
    applicationId: row.application_id,
    issuer: row.issuer,
    audience: row.audience,
    subject: row.subject,
    algorithm: row.algorithm,
    createdAt: row.created_at,
    endedAt: row.ended_at,
  }
}
