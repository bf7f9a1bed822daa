// A proposal that waits: whether it still does.

import type { Call } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import type { Proposal } from '../registry/proposal.ts'
import { expireProposal, findProposal, lockProposal } from '../registry/proposals.ts'
import { asCaller } from './as-caller.ts'
import type { Deps } from './deps.ts'
import { requireProposal } from './propose.ts'

/** A proposal that waits. @throws ServiceError `NOT_FOUND`, `PROPOSAL_NOT_OPEN`. */
export async function openProposal(deps: Deps, call: Call, id: string): Promise<Proposal> {
  const proposal = await markedProposal(deps, call, id)
  requireOpen(proposal)
  return proposal
}

/** One whose time is over is marked, so that it stays over. @throws ServiceError `NOT_FOUND`. */
export async function markedProposal(deps: Deps, call: Call, id: string): Promise<Proposal> {
  const proposal = await asCaller(deps, call, async (tx, scope) => {
    const found = await findProposal(tx, scope, id)
    if (found?.state !== 'open' || deps.clock.now() < found.expiresAt) return found
    await expireProposal(tx, await lockProposal(tx, scope, id))
    return findProposal(tx, scope, id)
  })
  return requireProposal(proposal)
}

/** @throws ServiceError `PROPOSAL_NOT_OPEN`. */
export function requireOpen({ state }: Proposal): void {
  switch (state) {
    case 'open':
      return
    case 'expired':
      throw notOpen('its time is over: propose it again')
    case 'rejected':
      throw notOpen('it was rejected')
    case 'executing':
    case 'executed':
      throw notOpen('somebody executes it, or has')
  }
}

export function notOpen(why: string): ServiceError {
  return new ServiceError('PROPOSAL_NOT_OPEN', `the proposal is not open: ${why}`)
}
