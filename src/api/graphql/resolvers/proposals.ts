// Proposals, approvals and the rules that ask for them.

import { toHex } from '../../../bytes.ts'
import { readApprovalRules } from '../../../operations/approval-rules.ts'
import { approve } from '../../../operations/approve.ts'
import { execute } from '../../../operations/execute.ts'
import { connectionOf, pageRequest } from '../../../operations/pages.ts'
import type { ExecutionResult } from '../../../operations/proposable-act.ts'
import { propose } from '../../../operations/propose.ts'
import {
  approvalsCounting,
  judgedApprovals,
  nameOfParty,
  readApprovedSignatures,
  readProposal,
  readProposals,
  rejectableNow,
  stateNow,
} from '../../../operations/read-proposals.ts'
import { reject } from '../../../operations/reject.ts'
import { setApprovalRule } from '../../../operations/set-approval-rule.ts'
import type { DocumentOutcome } from '../../../operations/sign-documents.ts'
import { encodeGlobalId, requireGlobalId } from '../global-id.ts'
import type {
  ApprovalRuleResolvers,
  ApprovedSignatureResolvers,
  MutationResolvers,
  ProposalApprovalResolvers,
  ProposalPartyResolvers,
  ProposalResolvers,
  QueryResolvers,
} from '../schema.generated.ts'
import { operationError } from './operation-error.ts'
import { grantFrom } from './people.ts'
import { removalFrom } from './trust-anchors.ts'
import { requireUnit } from './units.ts'

export const proposalQueries = {
  proposal: async (_, { id }, { deps, call }) =>
    (await readProposal(deps, call, requireGlobalId('Proposal', id))) ?? null,
  proposals: async (_, { state, ...page }, { deps, call }) =>
    connectionOf(
      await readProposals(deps, call, { ...pageRequest(page), state: state ?? undefined }),
      ({ createdAt, id }) => ({ at: createdAt, id }),
    ),
  approvalRules: (_, __, { deps, call }) => readApprovalRules(deps, call),
} satisfies QueryResolvers

export const proposalMutations = {
  propose: async (_, { input }, { deps, call }) => ({
    proposal: await propose(deps, call, {
      ...input,
      grant: input.grant == null ? null : grantFrom(input.grant),
      removeTrustAnchor: input.removeTrustAnchor == null ? null : removalFrom(input.removeTrustAnchor),
    }),
  }),
  approve: async (_, { input }, { deps, call }) => ({
    proposal: await approve(deps, call, { ...input, proposalId: proposalIn(input) }),
  }),
  reject: async (_, { input }, { deps, call }) => ({
    proposal: await reject(deps, call, { ...input, proposalId: proposalIn(input) }),
  }),
  execute: async (_, { input }, { deps, call }) => {
    const { proposal, ...done } = await execute(deps, call, { ...input, proposalId: proposalIn(input) })
    return { proposal, result: resultOf(done) }
  },
  setApprovalRule: async (_, { input }, { deps, call }) => ({
    rule: await setApprovalRule(deps, call, input),
  }),
} satisfies MutationResolvers

export const Proposal: ProposalResolvers = {
  id: ({ id }) => encodeGlobalId('Proposal', id),
  unit: ({ unitId }, _, context) => requireUnit(context, unitId),
  state: (proposal, _, { deps }) => stateNow(deps, proposal),
  rejectable: (proposal, _, { deps }) => rejectableNow(deps, proposal),
  canonicalAct: ({ canonical }) => canonical,
  actSha256: ({ sha256 }) => toHex(sha256),
  approvalsCounting: (proposal, _, { deps }) => approvalsCounting(deps, proposal),
  proposedBy: ({ proposer }) => proposer,
  approvals: (proposal, _, { deps }) => judgedApprovals(deps, proposal),
  rejectedBy: (proposal) => (proposal.state === 'rejected' ? proposal.rejectedBy : null),
  rejectedAt: (proposal) => (proposal.state === 'rejected' ? proposal.rejectedAt : null),
  rejectionReason: (proposal) => (proposal.state === 'rejected' ? proposal.reason : null),
  executedBy: (proposal) => ('executor' in proposal ? proposal.executor : null),
  executedAt: (proposal) => ('executor' in proposal ? proposal.executedAt : null),
  signatures: (proposal, _, { deps }) => readApprovedSignatures(deps, proposal),
}

export const ProposalParty: ProposalPartyResolvers = {
  name: (party, _, { deps }) => nameOfParty(deps, party),
}

export const ProposalApproval: ProposalApprovalResolvers = {
  person: ({ personId }) => ({ kind: 'person', id: personId }),
  approvedAt: ({ createdAt }) => createdAt,
  authenticatorData: ({ assertion }) => assertion.authenticatorData,
  clientDataJson: ({ assertion }) => assertion.clientDataJson,
  signature: ({ assertion }) => assertion.signature,
  publicKey: ({ assertion }) => assertion.publicKey,
}

export const ApprovedSignature: ApprovedSignatureResolvers = {
  sha256: ({ sha256 }) => toHex(sha256),
  auditEntryId: ({ auditEntryId }) => encodeGlobalId('AuditEntry', auditEntryId),
}

export const ApprovalRule: ApprovalRuleResolvers = {
  unit: ({ unitId }, _, context) => requireUnit(context, unitId),
}

function proposalIn({ proposalId }: { readonly proposalId: string }): string {
  return requireGlobalId('Proposal', proposalId)
}

function resultOf(done: ExecutionResult) {
  switch (done.act) {
    case 'scheduleKeyDestruction':
      return { __typename: 'ScheduleKeyDestructionPayload' as const, key: done.key }
    case 'exportKey':
      return { __typename: 'ExportKeyPayload' as const, ...done.exported }
    case 'shredUnit':
      return { __typename: 'ShredUnitPayload' as const, unit: done.unit }
    case 'mergeUnits':
      return { __typename: 'MergeUnitsPayload' as const, unit: done.unit }
    case 'createAuthority':
      return { __typename: 'CreateAuthorityPayload' as const, authority: done.authority }
    case 'setApprovalRule':
      return { __typename: 'SetApprovalRulePayload' as const, rule: done.rule }
    case 'addTrustAnchor':
      return { __typename: 'AddTrustAnchorPayload' as const, anchor: done.anchor }
    case 'removeTrustAnchor':
      return { __typename: 'RemoveTrustAnchorPayload' as const, anchor: done.anchor }
    case 'changeCustody':
    case 'rotateRootKey':
      return { __typename: 'ReleaseCeremonyPayload' as const, heldUntil: done.heldUntil }
    case 'grant':
      return { __typename: 'GrantPayload' as const, grant: done.grant }
    case 'enrolDevice': {
      const { code, link, enrolment } = done.enrolment
      return { __typename: 'CreateEnrolmentPayload' as const, code, link, expiresAt: enrolment.expiresAt }
    }
    case 'signDocuments':
      return {
        __typename: 'SignDocumentsPayload' as const,
        outcomes: done.outcomes.map(outcomeOf),
        missing: done.missing,
      }
  }
}

function outcomeOf(outcome: DocumentOutcome) {
  if (outcome.kind === 'error') return operationError({ reference: null, error: outcome.error })
  const { kind: _, ...signed } = outcome
  return {
    __typename: 'SignDocumentPayload' as const,
    ...signed,
    auditEntryId: encodeGlobalId('AuditEntry', signed.auditEntryId),
  }
}
