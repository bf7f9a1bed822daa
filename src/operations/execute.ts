// `execute`: an act that enough others have approved is done, once, exactly as it was approved.

import type { Call } from '../caller.ts'
import { isServiceError, ServiceError } from '../errors.ts'
import { type Approval, approvalsOfProposal, approve, type ProposedAct } from '../policy/approvals.ts'
import { requireKnown } from '../policy/authorise.ts'
import { hasIdempotent } from '../registry/idempotency.ts'
import type { ClaimedProposal, Party, Proposal } from '../registry/proposal.ts'
import {
  claimProposal,
  expireProposal,
  findProposal,
  finishProposal,
  lockProposal,
  releaseProposal,
  resumeProposal,
} from '../registry/proposals.ts'
import { serviceScope } from '../registry/scope.ts'
import { demandOf } from './approval-rules.ts'
import { asCaller, asService, type Tx } from './as-caller.ts'
import { isCeremony } from './change-custody.ts'
import type { Deps } from './deps.ts'
import type { DocumentInput } from './documents.ts'
import { requireOpen } from './open-proposal.ts'
import type { Execution, ExecutionResult } from './proposable-act.ts'
import { pathsOfAct, performAct } from './proposable-acts.ts'
import { partyOf, requireProposal } from './propose.ts'
import { heldAssertions, mayApprove, proposedAct, standingApprovals } from './standing-approvals.ts'

export interface ExecuteInput {
  readonly proposalId: string
  /** Of a list that is signed: all of its documents, or some. */
  readonly documents?: readonly DocumentInput[] | null | undefined
}

export type Executed = ExecutionResult & { readonly proposal: Proposal }

/** A claim that is older is not gone on with: what tells its attempts apart is forgotten after a day. */
const resumableMs = 20 * 3_600_000

/**
 * Whoever executes must be allowed the act itself; the approvals are what he lacks. A first attempt claims the proposal
 * for its caller; when it breaks off, the same caller goes on with it, and what was done is not done again.
 *
 * @throws ServiceError `APPROVAL_REQUIRED` while too few approvals count, `APPROVAL_INVALID` when the act is no longer
 *   the one that was approved, `PROPOSAL_NOT_OPEN`, `CONFLICT` when somebody else was faster; what the act itself refuses.
 */
export async function execute(deps: Deps, call: Call, input: ExecuteInput): Promise<Executed> {
  requireKnown(call)
  await deps.logGuard.requireWhole()
  const executor = partyOf(call)
  const proposal = requireProposal(
    await asCaller(deps, call, (tx, scope) => findProposal(tx, scope, input.proposalId)),
  )
  const act = await proposedAct(deps, proposal)
  const { approval, fresh, claimedAt } = await claim(deps, proposal, act, executor)
  const execution = {
    proposalId: proposal.id,
    idempotencyKey: `proposal ${proposal.id}`,
    claimedAt,
    documents: input.documents ?? [],
  }
  try {
    const done = await performAct(deps, { ...call, approval }, act, execution)
    const finished = await asService(deps, (tx) => finish(tx, proposal.id, isWhole(done), deps.clock.now()))
    return { ...done, proposal: finished }
  } catch (error) {
    // After a clear refusal others may try, who are allowed what this one is not.
    if (fresh && isServiceError(error) && !error.retryable)
      await asService(deps, (tx) => releaseUnlessKept(tx, proposal.id, executor, execution))
    throw error
  }
}

/** A list may be signed piece by piece; a ceremony is done when custodians have held it (`note-custody.ts`). */
function isWhole(done: ExecutionResult): boolean {
  if (done.act === 'signDocuments') return done.missing === 0
  return !isCeremony(done.act)
}

interface Claim {
  readonly approval: Approval
  /** Whether this attempt is the first. */
  readonly fresh: boolean
  readonly claimedAt: Date
}

/** In one transaction that holds the proposal: of officers who race, one finds it open. */
async function claim(deps: Deps, proposal: Proposal, act: ProposedAct, executor: Party): Promise<Claim> {
  const held = await heldAssertions(deps, proposal)
  const { needed } = await demandOf(deps, act.act, await pathsOfAct(deps, act))
  const claimed = await asService(deps, async (tx): Promise<Claim | 'expired'> => {
    const now = deps.clock.now()
    const found = await lockProposal(tx, serviceScope, proposal.id)
    const resumed = isResumed(found, executor, now)
    if (!resumed) requireOpen(found)
    if (!resumed && now >= found.expiresAt) {
      await expireProposal(tx, found)
      return 'expired'
    }
    const claimedAt = resumed ? found.claimedAt : now
    const approval = await approvalNow(tx, found, act, { held, needed, now, claimedAt })
    if (resumed) await resumeProposal(tx, found)
    else await claimProposal(tx, found.id, executor, now)
    return { approval, fresh: !resumed, claimedAt }
  })
  if (claimed !== 'expired') return claimed
  throw new ServiceError(
    'PROPOSAL_NOT_OPEN',
    `the proposal is not open: it ended on ${proposal.expiresAt.toISOString()}: propose it again`,
  )
}

/**
 * Of a proposal that is locked, in a transaction with the service's scope.
 *
 * @throws ServiceError as `approve` of policy/approvals.ts.
 */
export async function approvalNow(
  tx: Tx,
  proposal: Proposal,
  act: ProposedAct,
  { held, needed, now, claimedAt }: ApprovalBasis,
): Promise<Approval> {
  const { proposer, canonical, approvalsRequired } = proposal
  const decides = proposer.kind === 'person' && (await mayApprove(tx, proposer.id, proposal, now))
  return approve({
    proposal: act,
    canonical,
    proposer,
    approvals: await standingApprovals(tx, proposal, held, now),
    required: Math.max(approvalsRequired, approvalsOfProposal(act.act, needed, decides)),
    now: claimedAt,
  })
}

interface ApprovalBasis {
  /** As `heldAssertions`. */
  readonly held: ReadonlySet<string>
  /** As `Demand.needed`. */
  readonly needed: number
  /** Approvals have to count now. */
  readonly now: Date
  /** By then its time must not have been over: a claim that was made in time may be finished. */
  readonly claimedAt: Date
}

function isResumed(proposal: Proposal, executor: Party, now: Date): proposal is ClaimedProposal {
  return (
    (proposal.state === 'executing' || proposal.state === 'executed') &&
    proposal.executor.kind === executor.kind &&
    proposal.executor.id === executor.id &&
    now.getTime() - proposal.claimedAt.getTime() < resumableMs
  )
}

/**
 * The refusal may be that of the entry, after the act was done: then its answer is kept, and whoever began goes on. A second
 * attempt of the same caller may be at work, too, and then it is that one's.
 */
async function releaseUnlessKept(
  tx: Tx,
  id: string,
  executor: Party,
  { idempotencyKey }: Pick<Execution, 'idempotencyKey'>,
): Promise<void> {
  const proposal = await lockProposal(tx, serviceScope, id)
  if (proposal.state !== 'executing' || proposal.attempts !== 1) return
  if (await hasIdempotent(tx, executor.id, idempotencyKey)) return
  await releaseProposal(tx, id)
}

async function finish(tx: Tx, id: string, whole: boolean, at: Date): Promise<Proposal> {
  const proposal = await lockProposal(tx, serviceScope, id)
  if (!whole || proposal.state !== 'executing') return proposal
  await finishProposal(tx, id, at)
  return requireProposal(await findProposal(tx, serviceScope, id))
}
