// `approve`: others say yes to exactly one act, by a passkey over its digest.

import type { Call, PersonCaller } from '../caller.ts'
import { isServiceError, ServiceError } from '../errors.ts'
import { requireAccess, requireKnown } from '../policy/authorise.ts'
import { findPasskeyById } from '../registry/passkeys.ts'
import type { Proposal } from '../registry/proposal.ts'
import { insertApproval } from '../registry/proposal-approvals.ts'
import { lockProposal } from '../registry/proposals.ts'
import { serviceScope } from '../registry/scope.ts'
import { asCaller, asService } from './as-caller.ts'
import type { Deps } from './deps.ts'
import { openProposal, requireOpen } from './open-proposal.ts'
import { verifyAssertion } from './passkeys.ts'
import { proposalDetails } from './propose.ts'
import { record } from './record.ts'
import { approvingAction } from './standing-approvals.ts'
import { parseAssertion } from './webauthn.ts'

/** What the passkey answered to the digest of the act as its challenge (WebAuthn Level 3 §5.1.8), Base64url. */
export interface PasskeyAssertion {
  readonly credentialId: string
  readonly authenticatorData: string
  readonly clientDataJson: string
  readonly signature: string
  readonly userHandle?: string | null | undefined
}

export interface ApproveInput {
  readonly proposalId: string
  readonly assertion: PasskeyAssertion
}

/**
 * @throws ServiceError `NOT_PERMITTED` for a program, for whoever proposed it, and for whoever may not approve there;
 *   `PROPOSAL_NOT_OPEN`; `APPROVAL_INVALID` when the passkey did not sign this; `ALREADY_EXISTS` the second time.
 */
export async function approve(deps: Deps, call: Call, input: ApproveInput): Promise<Proposal> {
  const { personId } = requirePerson(call)
  await deps.logGuard.requireWhole()
  const proposal = await openProposal(deps, call, input.proposalId)
  requireAccess(call, approvingAction(proposal.act), proposal.unitPath)
  if (proposal.proposer.kind === 'person' && proposal.proposer.id === personId)
    throw new ServiceError('NOT_PERMITTED', 'whoever proposed it does not approve it: somebody else has to')
  const { passkeyId, publicKey } = await requireAssertion(deps, personId, proposal, input.assertion)
  await asCaller(deps, call, async (tx, scope) => {
    requireOpen(await lockProposal(tx, scope, proposal.id))
    await insertApproval(tx, {
      id: deps.newId(),
      proposalId: proposal.id,
      personId,
      passkeyId,
      createdAt: deps.clock.now(),
      assertion: {
        authenticatorData: octets(input.assertion.authenticatorData),
        clientDataJson: octets(input.assertion.clientDataJson),
        signature: octets(input.assertion.signature),
        publicKey,
      },
    })
  })
  await record(deps, call, {
    operation: 'approve',
    unitId: proposal.unitId,
    details: { ...proposalDetails(proposal), passkey: passkeyId },
  })
  return proposal
}

function requirePerson(call: Call): PersonCaller {
  const caller = requireKnown(call)
  if (caller.kind !== 'person')
    throw new ServiceError('NOT_PERMITTED', 'people approve, by a passkey; a program does not')
  return caller
}

async function requireAssertion(
  deps: Deps,
  personId: string,
  { sha256 }: Proposal,
  assertion: PasskeyAssertion,
): Promise<{ readonly passkeyId: string; readonly publicKey: Uint8Array }> {
  const { credentialId, clientDataJson, userHandle, ...response } = assertion
  const parsed = parseAssertion({
    id: credentialId,
    rawId: credentialId,
    type: 'public-key',
    response: { ...response, clientDataJSON: clientDataJson, userHandle },
  })
  try {
    const { passkeyId } = await verifyAssertion(deps, { personId, challenge: sha256, response: parsed })
    const passkey = await asService(deps, (tx) => findPasskeyById(tx, serviceScope, passkeyId))
    if (passkey === undefined) throw new Error('a passkey that answered is gone')
    return { passkeyId, publicKey: passkey.publicKey }
  } catch (error) {
    // The session is good: it is this answer that does not hold.
    if (isServiceError(error) && error.code === 'UNAUTHENTICATED')
      throw new ServiceError('APPROVAL_INVALID', 'the passkey did not sign for this act', { cause: error })
    throw error
  }
}

/** Of text whose form `parseAssertion` has seen. */
function octets(base64Url: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64Url, 'base64url'))
}
