// Table `approved_signatures`: which documents of an approved list are signed, so that none of them is signed twice.

import { ServiceError } from '../errors.ts'
import { isUniqueViolation } from './database-errors.ts'
import { requireIntact } from './row-integrity.ts'
import type { Tx } from './tables.ts'

export interface ApprovedSignature {
  readonly proposalId: string
  /** Of the document before it was signed. */
  readonly sha256: Uint8Array
  readonly auditEntryId: string
  readonly signedAt: Date
}

/** @throws ServiceError `CONFLICT` when it was signed meanwhile. */
export async function insertApprovedSignature(tx: Tx, signature: ApprovedSignature): Promise<void> {
  try {
    await tx
      .insertInto('approved_signatures')
      .values({
        proposal_id: signature.proposalId,
        sha256: signature.sha256,
        audit_entry_id: signature.auditEntryId,
        signed_at: signature.signedAt,
      })
      .execute()
  } catch (error) {
    if (isUniqueViolation(error, 'approved_signatures_pkey'))
      throw new ServiceError('CONFLICT', 'the document was signed on this proposal meanwhile', {
        cause: error,
      })
    throw error
  }
}

/** Of one proposal, which the scope of the transaction shows. @throws ServiceError `INTEGRITY_VIOLATION`. */
export async function listApprovedSignatures(
  tx: Tx,
  proposalId: string,
): Promise<readonly ApprovedSignature[]> {
  const rows = await tx
    .selectFrom('approved_signatures')
    .select(['proposal_id', 'sha256', 'audit_entry_id', 'signed_at'])
    .where('proposal_id', '=', proposalId)
    .orderBy('signed_at')
    .orderBy('sha256')
    .execute()
  await requireIntact(
    tx,
    'approved_signatures',
    rows.map(({ proposal_id, sha256 }) => ({ proposal_id, sha256 })),
  )
  return rows.map((row) => ({
    proposalId: row.proposal_id,
    sha256: row.sha256,
    auditEntryId: row.audit_entry_id,
    signedAt: row.signed_at,
  }))
}
