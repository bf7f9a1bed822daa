// Table `documents`: what lies encrypted in the spool between upload and use.

import { type Selectable, sql } from 'kysely'
import { ServiceError } from '../errors.ts'
import { inScope, type Scope } from './scope.ts'
import type { Tables, Tx } from './tables.ts'
import { findUnitById } from './units.ts'

export interface SpooledDocument {
  readonly id: string
  readonly unitId: string
  /** null: made by the service itself. */
  readonly applicationId: string | null
  /** Of the content. */
  readonly sha256: Uint8Array
  readonly sizeOctets: number
  /** In the spool folder. */
  readonly fileName: string
  readonly wrappedContentKey: Uint8Array
  readonly createdAt: Date
  readonly expiresAt: Date
}

const columns = [
  'documents.id',
  'documents.unit_id',
  'documents.application_id',
  'documents.sha256',
  'documents.size',
  'documents.file_name',
  'documents.wrapped_content_key',
  'documents.created_at',
  'documents.expires_at',
] as const

/** @throws ServiceError `NOT_FOUND` when the unit is not in scope. */
export async function insertDocument(tx: Tx, scope: Scope, document: SpooledDocument): Promise<void> {
  if ((await findUnitById(tx, scope, document.unitId)) === undefined) {
    throw new ServiceError('NOT_FOUND', 'there is no such unit')
  }
  await tx
    .insertInto('documents')
    .values({
      id: document.id,
      unit_id: document.unitId,
      application_id: document.applicationId,
      sha256: document.sha256,
      size: document.sizeOctets,
      file_name: document.fileName,
      wrapped_content_key: document.wrappedContentKey,
      created_at: document.createdAt,
      expires_at: document.expiresAt,
    })
    .execute()
}

/** A document that has expired at `at` is absent already. */
export async function findDocument(
  tx: Tx,
  scope: Scope,
  id: string,
  at: Date,
): Promise<SpooledDocument | undefined> {
  const row = await tx
    .selectFrom('documents')
    .innerJoin('units', 'units.id', 'documents.unit_id')
    .select(columns)
    .where('documents.id', '=', id)
    .where('documents.expires_at', '>', at)
    .where(inScope(scope, 'units.path'))
    .executeTakeFirst()
  return row === undefined ? undefined : documentOf(row)
}

/** What a unit has in the spool, for its quota. */
export async function spooledOctets(tx: Tx, scope: Scope, unitId: string): Promise<number> {
  const row = await tx
    .selectFrom('documents')
    .innerJoin('units', 'units.id', 'documents.unit_id')
    .select(sql<number>`coalesce(sum(documents.size), 0)::int8`.as('octets'))
    .where('documents.unit_id', '=', unitId)
    .where(inScope(scope, 'units.path'))
    .executeTakeFirstOrThrow()
  return row.octets
}

/** Forgets what has expired at `at`, in every unit; for a transaction with the service's scope. @returns names of files to remove. */
export async function deleteExpiredDocuments(tx: Tx, at: Date, limit: number): Promise<readonly string[]> {
  const rows = await tx
    .deleteFrom('documents')
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('documents')
        .select('id')
        .where('expires_at', '<=', at)
        .orderBy('expires_at')
        .limit(limit),
    )
    .returning('file_name')
    .execute()
  return rows.map((row) => row.file_name)
}

function documentOf(row: Selectable<Tables['documents']>): SpooledDocument {
  return {
    id: row.id,
    unitId: row.unit_id,
    applicationId: row.application_id,
    sha256: row.sha256,
    sizeOctets: row.size,
    fileName: row.file_name,
    wrappedContentKey: row.wrapped_content_key,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  }
}
