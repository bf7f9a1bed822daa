// Table `approvals`: who approved a proposal, with what a passkey signed.

import type { Selectable } from 'kysely'
import { ServiceError } from '../errors.ts'
import { isUniqueViolation } from './database-errors.ts'
import type { StoredApproval } from './proposal.ts'
import { requireIntact } from './row-integrity.ts'
import type { Tables, Tx } from './tables.ts'

const columns = [
  'id',
  'proposal_id',
  'person_id',
  'passkey_id',
  'created_at',
  'authenticator_data',
  'client_data_json',
  'signature',
  'public_key',
] as const

/** @throws ServiceError `ALREADY_EXISTS` when the person has approved before, with whatever passkey. */
export async function insertApproval(tx: Tx, approval: StoredApproval): Promise<void> {
  const { assertion } = approval
  try {
    await tx
      .insertInto('approvals')
      .values({
        id: approval.id,
        proposal_id: approval.proposalId,
        person_id: approval.personId,
        passkey_id: approval.passkeyId,
        created_at: approval.createdAt,
        authenticator_data: assertion.authenticatorData,
        client_data_json: assertion.clientDataJson,
        signature: assertion.signature,
        public_key: assertion.publicKey,
      })
      .execute()
  } catch (error) {
    if (isUniqueViolation(error, 'approvals_proposal_id_person_id_key'))
      throw new ServiceError('ALREADY_EXISTS', 'this person has approved the proposal already', {
        cause: error,
      })
    throw error
  }
}

/** Of one proposal, which the scope of the transaction shows, oldest first. @throws ServiceError `INTEGRITY_VIOLATION`. */
export async function listApprovals(tx: Tx, proposalId: string): Promise<readonly StoredApproval[]> {
  const rows = await tx
    .selectFrom('approvals')
    .select(columns)
    .where('proposal_id', '=', proposalId)
    .orderBy('created_at')
    .orderBy('id')
    .limit(1000)
    .execute()
  await requireIntact(
    tx,
    'approvals',
    rows.map(({ id }) => ({ id })),
  )
  return rows.map(approvalOf)
}

function approvalOf(row: Selectable<Tables['approvals']>): StoredApproval {
  return {
    id: row.id,
    proposalId: row.proposal_id,
    personId: row.person_id,
    passkeyId: row.passkey_id,
    createdAt: row.created_at,
    assertion: {
      authenticatorData: row.authenticator_data,
      clientDataJson: row.client_data_json,
      signature: row.signature,
      publicKey: row.public_key,
    },
  }
}
