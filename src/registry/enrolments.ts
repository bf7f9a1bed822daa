// Table `enrolments`: codes with which a person enrols a passkey, kept as SHA-256.

import { timingSafeEqual } from 'node:crypto'
import { oneOf } from './one-of.ts'
import type { Enrolment, Inviter } from './passkey.ts'
import { partyKinds } from './proposal.ts'
import { requireIntact } from './row-integrity.ts'
import type { Tx } from './tables.ts'

const columns = [
  'id',
  'person_id',
  'created_at',
  'expires_at',
  'used_at',
  'invited_by_kind',
  'invited_by_id',
] as const

export interface NewEnrolment {
  readonly id: string
  readonly personId: string
  readonly invitedBy: Inviter
  /** Of the code, which is never stored. */
  readonly sha256: Uint8Array
  readonly createdAt: Date
  readonly expiresAt: Date
}

export async function insertEnrolment(tx: Tx, enrolment: NewEnrolment): Promise<Enrolment> {
  await tx
    .insertInto('enrolments')
    .values({
      id: enrolment.id,
      person_id: enrolment.personId,
      sha256: enrolment.sha256,
      created_at: enrolment.createdAt,
      expires_at: enrolment.expiresAt,
      invited_by_kind: enrolment.invitedBy.kind,
      invited_by_id: enrolment.invitedBy.kind === 'service' ? null : enrolment.invitedBy.id,
    })
    .execute()
  const { id, personId, invitedBy, createdAt, expiresAt } = enrolment
  return { id, personId, invitedBy, createdAt, expiresAt, usedAt: null }
}

/**
 * Used and expired ones too: the caller judges. There is no caller yet, so the transaction must have the service's scope.
 */
export async function findEnrolmentBySha256(tx: Tx, sha256: Uint8Array): Promise<Enrolment | undefined> {
  const row = await tx
    .selectFrom('enrolments')
    .select([...columns, 'sha256'])
    .where('sha256', '=', sha256)
    .executeTakeFirst()
  // The index found it; what decides is a comparison in constant time.
  if (row === undefined || !timingSafeEqual(row.sha256, sha256)) return undefined
  await requireIntact(tx, 'people', [{ id: row.person_id }])
  await requireIntact(tx, 'enrolments', [{ id: row.id }])
  return {
    id: row.id,
    personId: row.person_id,
    invitedBy: inviterOf(row),
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    usedAt: row.used_at,
  }
}

/**
 * Who made the codes of these enrolments, by their identifiers. For a transaction that sees their people.
 *
 * @throws ServiceError `INTEGRITY_VIOLATION`.
 */
export async function invitersOf(
  tx: Tx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Inviter | null>> {
  if (ids.length === 0) return new Map()
  const rows = await tx
    .selectFrom('enrolments')
    .select(['id', 'invited_by_kind', 'invited_by_id'])
    .where('id', 'in', ids)
    .execute()
  await requireIntact(
    tx,
    'enrolments',
    rows.map(({ id }) => ({ id })),
  )
  return new Map(rows.map((row) => [row.id, inviterOf(row)]))
}

/** @returns whether it was still unused: of two who come at once one is the first. */
export async function useEnrolment(tx: Tx, id: string, at: Date): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('enrolments')
    .set({ used_at: at })
    .where('id', '=', id)
    .where('used_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Whatever other codes the person has been given and not used end now. */
export async function endEnrolments(tx: Tx, personId: string, at: Date): Promise<void> {
  await tx
    .updateTable('enrolments')
    .set({ used_at: at })
    .where('person_id', '=', personId)
    .where('used_at', 'is', null)
    .execute()
}

function inviterOf({
  invited_by_kind: kind,
  invited_by_id: id,
}: {
  readonly invited_by_kind: string | null
  readonly invited_by_id: string | null
}): Inviter | null {
  if (kind === null) return null
  return id === null ? { kind: 'service' } : { kind: oneOf(partyKinds, kind, 'kind of an inviter'), id }
}
