// `reject`: one of those who may approve says no, or whoever proposed it takes it back.

import type { Call } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import { requireAccess } from '../policy/authorise.ts'
import type { Proposal } from '../registry/proposal.ts'
import { findProposal, lockProposal, rejectProposal } from '../registry/proposals.ts'
import { asCaller } from './as-caller.ts'
import { isRejectable } from './change-custody.ts'
import type { Deps } from './deps.ts'
import { markedProposal, notOpen, requireOpen } from './open-proposal.ts'
import { partyOf, proposalDetails, requireProposal } from './propose.ts'
import { record } from './record.ts'
import { approvingAction } from './standing-approvals.ts'

export interface RejectInput {
  readonly proposalId: string
  readonly reason?: string | null | undefined
}

const maxReason = 1000

/**
 * Ends it, or takes back a ceremony that was released, until it is confirmed. Whoever proposed it takes it back in the same
 * way.
 *
 * @throws ServiceError `PROPOSAL_NOT_OPEN`, `INVALID_ARGUMENT`; as `requireAccess`.
 */
export async function reject(deps: Deps, call: Call, input: RejectInput): Promise<Proposal> {
  const by = partyOf(call)
  const reason = parseReason(input.reason)
  const proposal = await markedProposal(deps, call, input.proposalId)
  requireRejectable(proposal)
  const { proposer } = proposal
  if (proposer.kind !== by.kind || proposer.id !== by.id)
    requireAccess(call, approvingAction(proposal.act), proposal.unitPath)
  const rejected = await asCaller(deps, call, async (tx, scope) => {
    const found = await lockProposal(tx, scope, proposal.id)
    requireRejectable(found)
    await rejectProposal(tx, found, { by, at: deps.clock.now(), reason })
    return requireProposal(await findProposal(tx, scope, proposal.id))
  })
  await record(deps, call, {
    operation: 'reject',
    unitId: proposal.unitId,
    details: proposalDetails(proposal),
  })
  return rejected
}

/** @throws ServiceError `PROPOSAL_NOT_OPEN`. */
function requireRejectable(proposal: Proposal): void {
  if (isRejectable(proposal)) return
  if (proposal.state === 'executing' && proposal.ceremonyResult !== null)
    throw notOpen('its ceremony was confirmed already')
  requireOpen(proposal)
}

function parseReason(reason: string | null | undefined): string | null {
  const text = reason?.normalize('NFC').trim() ?? ''
  if (text.length > maxReason)
    throw new ServiceError(
      'INVALID_ARGUMENT',
      `reason has ${text.length} characters; ${maxReason} are allowed`,
    )
  return text === '' ? null : text
}
