// Table `trust_anchors`.

import type { Selectable } from 'kysely'
import { ServiceError } from '../errors.ts'
import { isUniqueViolation } from './database-errors.ts'
import { oneOf } from './one-of.ts'
import { requireIntact } from './row-integrity.ts'
import { inScope, type Scope } from './scope.ts'
import type { Tables, Tx } from './tables.ts'
import { anchorPurposes, type TrustAnchor } from './trust-anchor.ts'

const columns = [
  'trust_anchors.id',
  'trust_anchors.unit_id',
  'trust_anchors.certificate',
  'trust_anchors.sha256',
  'trust_anchors.purposes',
  'trust_anchors.trusted_from',
  'trust_anchors.trusted_until',
  'trust_anchors.created_at',
  'trust_anchors.removed_at',
] as const

export const trustAnchorLimit = 1000

/** @throws ServiceError `ALREADY_EXISTS` when it is trusted already. */
export async function insertTrustAnchor(tx: Tx, anchor: Omit<TrustAnchor, 'removedAt'>): Promise<void> {
  try {
    await tx
      .insertInto('trust_anchors')
      .values({
        id: anchor.id,
        unit_id: anchor.unitId,
        certificate: anchor.certificate,
        sha256: anchor.sha256,
        purposes: [...anchor.purposes],
        trusted_from: anchor.trustedFrom,
        trusted_until: anchor.trustedUntil,
        created_at: anchor.createdAt,
      })
      .execute()
  } catch (error) {
    if (isUniqueViolation(error, 'trust_anchors_one'))
      throw new ServiceError('ALREADY_EXISTS', 'the office trusts this certificate already', { cause: error })
    throw error
  }
}

/** Also one that was removed. @throws ServiceError `INTEGRITY_VIOLATION`. */
export async function findTrustAnchor(tx: Tx, scope: Scope, id: string): Promise<TrustAnchor | undefined> {
  const row = await anchorsIn(tx, scope).where('trust_anchors.id', '=', id).executeTakeFirst()
  if (row === undefined) return undefined
  await requireIntact(tx, 'trust_anchors', [{ id }])
  return anchorOf(row)
}

/** Those that are trusted, oldest first. @throws ServiceError `INTEGRITY_VIOLATION`. */
export async function listTrustAnchors(tx: Tx, scope: Scope): Promise<readonly TrustAnchor[]> {
  const rows = await anchorsIn(tx, scope)
    .where('trust_anchors.removed_at', 'is', null)
    .orderBy('trust_anchors.created_at')
    .orderBy('trust_anchors.id')
    .limit(trustAnchorLimit)
    .execute()
  await requireIntact(
    tx,
    'trust_anchors',
    rows.map(({ id }) => ({ id })),
  )
  return rows.map(anchorOf)
}

/** @throws ServiceError `NOT_FOUND` when it is not trusted any more. */
export async function removeAnchor(tx: Tx, id: string, at: Date): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable('trust_anchors')
    .set({ removed_at: at })
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .executeTakeFirst()
  if (Number(numUpdatedRows) !== 1)
    throw new ServiceError('NOT_FOUND', 'the office does not trust this anchor any more')
}

function anchorsIn(tx: Tx, scope: Scope) {
  return tx
    .selectFrom('trust_anchors')
    .innerJoin('units', 'units.id', 'trust_anchors.unit_id')
    .select(columns)
    .where(inScope(scope, 'units.path'))
}

function anchorOf(row: Selectable<Tables['trust_anchors']>): TrustAnchor {
  return {
    id: row.id,
    unitId: row.unit_id,
    certificate: row.certificate,
    sha256: row.sha256,
    purposes: row.purposes.map((purpose) => oneOf(anchorPurposes, purpose, 'purpose of a trust anchor')),
    trustedFrom: row.trusted_from,
    trustedUntil: row.trusted_until,
    createdAt: row.created_at,
    removedAt: row.removed_at,
  }
}
