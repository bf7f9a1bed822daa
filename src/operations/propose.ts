// `propose`: an act is laid before others, with everything that decides it resolved, and waits for them to approve it.

import type { Call } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import { actDigest, approvalsOfProposal, canonicalAct } from '../policy/approvals.ts'
import { isPersonWhoMay, requireAccess, requireKnown } from '../policy/authorise.ts'
import type { Party, Proposal } from '../registry/proposal.ts'
import { findProposal, insertProposal } from '../registry/proposals.ts'
import { demandOf } from './approval-rules.ts'
import { asCaller } from './as-caller.ts'
import type { Deps } from './deps.ts'
import { idempotently, keptId } from './idempotently.ts'
import { pathOfUnit } from './proposable-act.ts'
import { type ProposeInput, resolveAct } from './proposable-acts.ts'
import { organisationId } from './reach-unit.ts'
import { recordOnce } from './record.ts'
import { approvingAction } from './standing-approvals.ts'

const hourMs = 3_600_000
const maxCanonicalOctets = 524_288

/**
 * @throws ServiceError `INVALID_ARGUMENT` for an act that could not be done so, `LIMIT_EXCEEDED` for one whose text is
 *   too long to be shown to anybody; as `resolveAct` and `requireAccess`.
 */
export async function propose(deps: Deps, call: Call, input: ProposeInput): Promise<Proposal> {
  const proposer = partyOf(call)
  const { act, names, paths } = await resolveAct(deps, call, input)
  const unitPath = await pathOfUnit(deps, act.unitId)
  requireAccess(call, 'propose', unitPath)
  const { needed, expiresInHours } = await demandOf(deps, act.act, paths)
  const decides = isPersonWhoMay(call, approvingAction(act.act), unitPath)
  return idempotently(deps, call, {
    operation: 'propose',
    key: keyOf(input[act.act]),
    input: { act },
    run: async (run) => {
      const createdAt = deps.clock.now()
      const expiresAt = new Date(createdAt.getTime() + expiresInHours * hourMs)
      const officeId = await organisationId(deps)
      const canonical = textOf({ ...act, names, officeId, proposalId: run.id, expiresAt })
      const proposal = await asCaller(deps, call, async (tx, scope) => {
        const made = run.resumed ? await findProposal(tx, scope, run.id) : undefined
        if (made !== undefined) return made
        await insertProposal(tx, {
          id: run.id,
          unitId: act.unitId,
          act: act.act,
          canonical,
          sha256: actDigest(canonical),
          approvalsRequired: approvalsOfProposal(act.act, needed, decides),
          proposer,
          createdAt,
          expiresAt,
        })
        return requireProposal(await findProposal(tx, scope, run.id))
      })
      await recordOnce(deps, call, run, {
        operation: 'propose',
        unitId: proposal.unitId,
        details: { ...proposalDetails(proposal), approvalsRequired: String(proposal.approvalsRequired) },
      })
      return proposal
    },
    remember: ({ id }) => ({ id }),
    recall: async (kept) =>
      requireProposal(await asCaller(deps, call, (tx, scope) => findProposal(tx, scope, keptId(kept)))),
  })
}

/** @throws ServiceError `UNAUTHENTICATED`. */
export function partyOf(call: Call): Party {
  const caller = requireKnown(call)
  return caller.kind === 'person'
    ? { kind: 'person', id: caller.personId }
    : { kind: 'application', id: caller.applicationId }
}

/** Acts that nobody repeats by a key have none. */
function keyOf(input: ProposeInput[keyof ProposeInput]): string | null | undefined {
  return input != null && 'idempotencyKey' in input ? input.idempotencyKey : undefined
}

/** For audit entries on a proposal. */
export function proposalDetails({ id, act, sha256 }: Pick<Proposal, 'id' | 'act' | 'sha256'>) {
  return { proposal: id, act, actSha256: Buffer.from(sha256).toString('hex') }
}

export function requireProposal(proposal: Proposal | undefined): Proposal {
  if (proposal === undefined) throw new ServiceError('NOT_FOUND', 'there is no such proposal')
  return proposal
}

function textOf(proposed: Parameters<typeof canonicalAct>[0]): string {
  const canonical = canonicalAct(proposed)
  const octets = Buffer.byteLength(canonical)
  if (octets > maxCanonicalOctets) {
    throw new ServiceError(
      'LIMIT_EXCEEDED',
      `the act has ${octets} octets of text; ${maxCanonicalOctets} are allowed: propose fewer documents at a time`,
    )
  }
  return canonical
}
