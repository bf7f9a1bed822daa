// Table `proposals`.

import { type Selectable, sql } from 'kysely'
import { ServiceError } from '../errors.ts'
import { oneOf } from './one-of.ts'
import { afterPosition, type Page, type PageRequest, pageOf, rowsFor } from './page.ts'
import {
  type ClaimedProposal,
  type Party,
  type Proposal,
  type ProposalState,
  partyKinds,
  proposableActs,
  proposalStates,
  type WaitingProposal,
} from './proposal.ts'
import { requireIntact } from './row-integrity.ts'
import { inScope, type Scope } from './scope.ts'
import type { Tables, Tx } from './tables.ts'

const columns = [
  'proposals.id',
  'proposals.unit_id',
  'units.path as unit_path',
  'proposals.act',
  'proposals.canonical',
  'proposals.sha256',
  'proposals.approvals_required',
  'proposals.proposer_kind',
  'proposals.proposer_id',
  'proposals.created_at',
  'proposals.expires_at',
  'proposals.state',
  'proposals.rejected_by_kind',
  'proposals.rejected_by_id',
  'proposals.rejected_at',
  'proposals.rejection_reason',
  'proposals.executor_kind',
  'proposals.executor_id',
  'proposals.claimed_at',
  'proposals.attempts',
  'proposals.executed_at',
  'proposals.ceremony_result',
] as const

export async function insertProposal(
  tx: Tx,
  proposal: Omit<WaitingProposal, 'unitPath' | 'state'>,
): Promise<void> {
  await tx
    .insertInto('proposals')
    .values({
      id: proposal.id,
      unit_id: proposal.unitId,
      act: proposal.act,
      canonical: proposal.canonical,
      sha256: proposal.sha256,
      approvals_required: proposal.approvalsRequired,
      proposer_kind: proposal.proposer.kind,
      proposer_id: proposal.proposer.id,
      created_at: proposal.createdAt,
      expires_at: proposal.expiresAt,
      state: 'open',
    })
    .execute()
}

export async function findProposal(tx: Tx, scope: Scope, id: string): Promise<Proposal | undefined> {
  const row = await proposalsIn(tx, scope).where('proposals.id', '=', id).executeTakeFirst()
  if (row === undefined) return undefined
  await requireIntact(tx, 'proposals', [{ id }])
  return proposalOf(row)
}

/**
 * The proposal as nobody else changes it until the transaction ends.
 *
 * @throws ServiceError `NOT_FOUND`, `INTEGRITY_VIOLATION`.
 */
export async function lockProposal(tx: Tx, scope: Scope, id: string): Promise<Proposal> {
  await sql`select 1 from proposals where id = ${id} for update`.execute(tx)
  const proposal = await findProposal(tx, scope, id)
  if (proposal === undefined) throw new ServiceError('NOT_FOUND', 'there is no such proposal')
  return proposal
}

/** Oldest first. @param state only those in it; one that waited until its time was over counts as expired at `at`. */
export async function listProposals(
  tx: Tx,
  scope: Scope,
  request: PageRequest & { readonly state?: ProposalState | undefined; readonly at: Date },
): Promise<Page<Proposal>> {
  const rows = await proposalsIn(tx, scope)
    .where(inState(request.state, request.at))
    .where(afterPosition(request.after, 'proposals.created_at', 'proposals.id'))
    .orderBy('proposals.created_at')
    .orderBy('proposals.id')
    .limit(rowsFor(request))
    .execute()
  return pageOf(rows.map(proposalOf), request, ({ createdAt, id }) => ({ at: createdAt, id }))
}

/** What one has who executes it. */
const unclaimed = { executor_kind: null, executor_id: null, claimed_at: null, attempts: 0 } as const

/** Of a proposal that is locked, and open or released for a ceremony that nobody has confirmed. */
export async function rejectProposal(
  tx: Tx,
  { id, state }: Pick<Proposal, 'id' | 'state'>,
  rejection: { readonly by: Party; readonly at: Date; readonly reason: string | null },
): Promise<void> {
  await change(tx, id, state, {
    ...unclaimed,
    state: 'rejected',
    rejected_by_kind: rejection.by.kind,
    rejected_by_id: rejection.by.id,
    rejected_at: rejection.at,
    rejection_reason: rejection.reason,
  })
}

/** Of a proposal as `rejectProposal` takes it: its time is over for good, whatever clocks say later. */
export async function expireProposal(tx: Tx, { id, state }: Pick<Proposal, 'id' | 'state'>): Promise<void> {
  await change(tx, id, state, { ...unclaimed, state: 'expired' })
}

/** Of a proposal that is locked and open. */
export async function claimProposal(tx: Tx, id: string, executor: Party, at: Date): Promise<void> {
  await change(tx, id, 'open', {
    state: 'executing',
    executor_kind: executor.kind,
    executor_id: executor.id,
    claimed_at: at,
    attempts: 1,
  })
}

/** Of a proposal that is locked: its executor begins once more. */
export async function resumeProposal(tx: Tx, { id, state, attempts }: ClaimedProposal): Promise<void> {
  await change(tx, id, state, { attempts: attempts + 1 })
}

/** Of a proposal that is locked: this, and nothing else, may come of it from now on. */
export async function confirmCeremony(tx: Tx, id: string, result: string): Promise<void> {
  await change(tx, id, 'executing', { ceremony_result: result })
}

/** Of a proposal that is locked: nothing of it was done, so others may execute it. */
export async function releaseProposal(tx: Tx, id: string): Promise<void> {
  await change(tx, id, 'executing', { ...unclaimed, state: 'open' })
}

export async function finishProposal(tx: Tx, id: string, at: Date): Promise<void> {
  await change(tx, id, 'executing', { state: 'executed', executed_at: at })
}

/** @throws ServiceError `CONFLICT` when somebody else was faster. */
async function change(
  tx: Tx,
  id: string,
  from: Proposal['state'],
  set: Partial<Selectable<Tables['proposals']>>,
): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable('proposals')
    .set(set)
    .where('id', '=', id)
    .where('state', '=', from)
    .executeTakeFirst()
  if (Number(numUpdatedRows) !== 1)
    throw new ServiceError('CONFLICT', 'the proposal was changed by somebody else meanwhile')
}

function inState(state: ProposalState | undefined, at: Date) {
  switch (state) {
    case undefined:
      return sql<boolean>`true`
    case 'open':
      return sql<boolean>`(proposals.state = 'open' and proposals.expires_at > ${at})`
    case 'expired':
      return sql<boolean>`(proposals.state = 'expired' or (proposals.state = 'open' and proposals.expires_at <= ${at}))`
    default:
      return sql<boolean>`proposals.state = ${state}`
  }
}

function proposalsIn(tx: Tx, scope: Scope) {
  return tx
    .selectFrom('proposals')
    .innerJoin('units', 'units.id', 'proposals.unit_id')
    .select(columns)
    .where(inScope(scope, 'units.path'))
}

function proposalOf(row: Selectable<Tables['proposals']> & { readonly unit_path: string }): Proposal {
  const facts = {
    id: row.id,
    unitId: row.unit_id,
    unitPath: row.unit_path,
    act: oneOf(proposableActs, row.act, 'act of a proposal'),
    canonical: row.canonical,
    sha256: row.sha256,
    approvalsRequired: row.approvals_required,
    proposer: partyOf(row.proposer_kind, row.proposer_id),
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  }
  const state = oneOf(proposalStates, row.state, 'state of a proposal')
  switch (state) {
    case 'open':
    case 'expired':
      return { ...facts, state }
    case 'rejected':
      return {
        ...facts,
        state,
        rejectedBy: partyOf(row.rejected_by_kind, row.rejected_by_id),
        rejectedAt: present(row.rejected_at),
        reason: row.rejection_reason,
      }
    case 'executing':
    case 'executed':
      return {
        ...facts,
        state,
        executor: partyOf(row.executor_kind, row.executor_id),
        claimedAt: present(row.claimed_at),
        attempts: row.attempts,
        executedAt: row.executed_at,
        ceremonyResult: row.ceremony_result,
      }
  }
}

function partyOf(kind: string | null, id: string | null): Party {
  return { kind: oneOf(partyKinds, kind ?? '', 'kind of party'), id: present(id) }
}

function present<T>(value: T | null): T {
  if (value === null) throw new Error('a proposal lacks what its state has')
  return value
}
