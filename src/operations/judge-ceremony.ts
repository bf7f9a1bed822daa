// Whether custodians may hold a ceremony now: asked by the keeper, which sees no database, before it begins and before it ends.

import { type Call, theService } from '../caller.ts'
import { isServiceError, ServiceError } from '../errors.ts'
import type { ReleaseAnswer, ReleaseRequest } from '../keys/custody/ceremony.ts'
import { requireApproved } from '../policy/approvals.ts'
import type { ClaimedProposal, Proposal } from '../registry/proposal.ts'
import {
  confirmCeremony,
  expireProposal,
  findProposal,
  lockProposal,
  resumeProposal,
} from '../registry/proposals.ts'
import { serviceScope } from '../registry/scope.ts'
import { demandOf } from './approval-rules.ts'
import { asService } from './as-caller.ts'
import { ceremonyAct, ceremonyMs } from './change-custody.ts'
import type { Deps } from './deps.ts'
import { approvalNow } from './execute.ts'
import { requireProposal } from './propose.ts'
import { record } from './record.ts'
import { heldAssertions, proposedAct } from './standing-approvals.ts'

/** Never throws: what cannot be judged may not be held. A refusal is an entry. */
export async function judgeCeremony(deps: Deps, request: ReleaseRequest): Promise<ReleaseAnswer> {
  const { id, proposalId, ceremony } = request
  try {
    return { kind: 'released', id, ...(await judge(deps, request)) }
  } catch (error) {
    const code = isServiceError(error) ? error.code : 'INTERNAL'
    const reason = isServiceError(error) ? error.message : 'the service failed at judging the ceremony'
    const call: Call = { requestId: deps.newId(), caller: theService }
    const entry = { operation: ceremony.act, outcome: 'denied', unitId: null } as const
    // It is refused, whether or not that could be written down.
    await record(deps, call, { ...entry, details: { code, proposal: proposalId } }).catch(() => undefined)
    return { kind: 'not_released', id, code, reason }
  }
}

/**
 * @throws ServiceError `APPROVAL_REQUIRED` when too few approvals count now, or nobody has executed the proposal;
 *   `APPROVAL_INVALID` when it is about another ceremony; `PROPOSAL_NOT_OPEN` when it was held, or its time is over;
 *   `CONFLICT` when it was begun anew meanwhile, or something else was confirmed.
 */
async function judge(deps: Deps, { proposalId, ceremony, attempt, result }: ReleaseRequest) {
  await deps.logGuard.requireWhole()
  const proposal = requireProposal(await asService(deps, (tx) => findProposal(tx, serviceScope, proposalId)))
  const act = await proposedAct(deps, proposal)
  const wanted = await ceremonyAct(deps, ceremony)
  const held = await heldAssertions(deps, proposal)
  const { needed } = await demandOf(deps, act.act, [''])
  const now = deps.clock.now()
  const judged = await asService(deps, async (tx) => {
    const found = requireReleased(await lockProposal(tx, serviceScope, proposalId))
    if (now.getTime() - found.claimedAt.getTime() >= ceremonyMs) {
      // What was confirmed in time may yet be noted.
      if (found.ceremonyResult === null) await expireProposal(tx, found)
      return { releasedAt: found.claimedAt }
    }
    requireTurn(found, { attempt, result })
    const approval = await approvalNow(tx, found, act, { held, needed, now, claimedAt: found.claimedAt })
    requireApproved(approval, wanted)
    if (attempt === null) await resumeProposal(tx, found)
    else if (result !== null && found.ceremonyResult === null) await confirmCeremony(tx, found.id, result)
    return { attempt: attempt ?? found.attempts + 1, actSha256: approval.actSha256 }
  })
  if (!('releasedAt' in judged)) return judged
  throw new ServiceError(
    'PROPOSAL_NOT_OPEN',
    `the proposal was executed on ${judged.releasedAt.toISOString()}, and the ceremony not held in time: propose it again`,
  )
}

/** The first that is confirmed takes effect, and of its host, which asks again when no answer came, no other. */
function requireTurn(
  { attempts, ceremonyResult }: ClaimedProposal,
  { attempt, result }: Pick<ReleaseRequest, 'attempt' | 'result'>,
): void {
  if (ceremonyResult !== null) {
    if (ceremonyResult === result) return
    const text = 'the ceremony was confirmed already: if no host keeps what came of it, propose it again'
    throw new ServiceError('CONFLICT', text)
  }
  if ((attempt === null) !== (result === null))
    throw new ServiceError('INVALID_ARGUMENT', 'whoever confirms a ceremony names what came of it')
  if (attempt !== null && attempt !== attempts)
    throw new ServiceError('CONFLICT', 'the ceremony was begun anew somewhere: this one ends')
}

function requireReleased(proposal: Proposal): ClaimedProposal {
  const { state } = proposal
  if (state === 'open')
    throw new ServiceError(
      'APPROVAL_REQUIRED',
      'the proposal is not executed yet: once others have approved it, an officer executes it, and then the ceremony is held',
    )
  if (state !== 'executing')
    throw new ServiceError('PROPOSAL_NOT_OPEN', `the ceremony is not to be held: its proposal is ${state}`)
  return proposal
}
