// Methods about acts that others approve.

import type { ProposalMethods } from '../client-types.ts'
import { operations } from '../operations.ts'
import { everyPage } from './answers.ts'
import type { Requests } from './requests.ts'

export function proposalsOf({ send, named }: Pick<Requests, 'send' | 'named'>): ProposalMethods {
  return {
    proposal: async (id) => (await send(operations.proposal, { id })) ?? undefined,
    proposals: (filter = {}) => everyPage((page) => send(operations.proposals, { ...filter, ...page }), 100),
    approvalRules: () => send(operations.approvalRules, {}),
    propose: async (input) => (await send(operations.propose, { input })).proposal,
    approve: async (input) => (await send(operations.approve, { input })).proposal,
    reject: async (input) => (await send(operations.reject, { input })).proposal,
    execute: (input) => send(operations.execute, { input }),
    setApprovalRule: async (input) => (await send(operations.setApprovalRule, named(input))).rule,
  }
}
