// `proposal`, `proposals`: what waits, who stands behind it, and what became of it.

import type { Call } from '../caller.ts'
import { type ApprovalFacts, countApprovals } from '../policy/approvals.ts'
import { findApplicationById } from '../registry/applications.ts'
import { type ApprovedSignature, listApprovedSignatures } from '../registry/approved-signatures.ts'
import type { StoredAuditEntry } from '../registry/audit-entries.ts'
import type { Page, PageRequest } from '../registry/page.ts'
import { findPersonById } from '../registry/people.ts'
import type { Party, Proposal, ProposalState, StoredApproval } from '../registry/proposal.ts'
import { findProposal, listProposals } from '../registry/proposals.ts'
import { serviceScope } from '../registry/scope.ts'
import { asCaller, asService } from './as-caller.ts'
import { isRejectable } from './change-custody.ts'
import type { Deps } from './deps.ts'
import { entryFacts } from './evidence.ts'
import { heldAssertions, standingApprovals } from './standing-approvals.ts'

type Reader = Pick<Deps, 'database' | 'clock' | 'caches' | 'publicUrl'>

export interface JudgedApproval extends StoredApproval {
  readonly counts: boolean
}

/** @returns undefined when there is none that the caller may see. @throws ServiceError `UNAUTHENTICATED`. */
export function readProposal(deps: Reader, call: Call, id: string): Promise<Proposal | undefined> {
  return asCaller(deps, call, (tx, scope) => findProposal(tx, scope, id), 'read')
}

/** Oldest first. */
export function readProposals(
  deps: Reader,
  call: Call,
  page: PageRequest & { readonly state?: ProposalState | undefined },
): Promise<Page<Proposal>> {
  const at = deps.clock.now()
  return asCaller(deps, call, (tx, scope) => listProposals(tx, scope, { ...page, at }), 'read')
}

/** The state that it has now: one whose time is over may not have been touched since. */
export function stateNow(deps: Pick<Deps, 'clock'>, { state, expiresAt }: Proposal): ProposalState {
  return state === 'open' && deps.clock.now() >= expiresAt ? 'expired' : state
}

/** Whether `reject` takes it now. */
export function rejectableNow(deps: Pick<Deps, 'clock'>, proposal: Proposal): boolean {
  return isRejectable(proposal) && stateNow(deps, proposal) !== 'expired'
}

/** Of a proposal that the caller may see, oldest first. */
export async function judgedApprovals(deps: Reader, proposal: Proposal): Promise<readonly JudgedApproval[]> {
  return (await standing(deps, proposal)).map((approval) => ({
    ...approval,
    counts: countApprovals(proposal.proposer, [approval]) === 1,
  }))
}

export async function approvalsCounting(deps: Reader, proposal: Proposal): Promise<number> {
  return countApprovals(proposal.proposer, await standing(deps, proposal))
}

/** What a person or a program is called, also one whose unit the caller does not see: it acted in one that he sees. */
export function nameOfParty(deps: Pick<Deps, 'database'>, { kind, id }: Party): Promise<string | null> {
  return asService(deps, async (tx) => {
    const found =
      kind === 'person'
        ? await findPersonById(tx, serviceScope, id)
        : await findApplicationById(tx, serviceScope, id)
    return found?.name ?? null
  })
}

export function readApprovedSignatures(
  deps: Pick<Deps, 'database'>,
  { id, act }: Proposal,
): Promise<readonly ApprovedSignature[]> {
  if (act !== 'signDocuments') return Promise.resolve([])
  return asService(deps, (tx) => listApprovedSignatures(tx, id))
}

/** The proposal on which an act was done; undefined when it needed none. */
export async function proposalOfEntry(
  deps: Reader,
  call: Call,
  entry: StoredAuditEntry,
): Promise<Proposal | undefined> {
  const id = entryFacts(entry).details.find(({ name }) => name === 'proposal')?.value
  return id === undefined ? undefined : readProposal(deps, call, id)
}

async function standing(
  deps: Reader,
  proposal: Proposal,
): Promise<readonly (StoredApproval & ApprovalFacts)[]> {
  const held = await heldAssertions(deps, proposal)
  return asService(deps, (tx) => standingApprovals(tx, proposal, held, deps.clock.now()))
}
