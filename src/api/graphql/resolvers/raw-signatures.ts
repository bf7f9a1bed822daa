// Raw signatures and time-stamps.

import { type SignOutcome, sign } from '../../../operations/sign.ts'
import { timestamp } from '../../../operations/timestamp.ts'
import { type VerifyOutcome, verify } from '../../../operations/verify.ts'
import { encodeGlobalId } from '../global-id.ts'
import type { MutationResolvers, QueryResolvers } from '../schema.generated.ts'
import { operationError } from './operation-error.ts'

export const rawQueries = {
  verify: async (_, { input }, { deps, call }) => ({
    outcomes: (await verify(deps, call, input)).map(verification),
  }),
} satisfies QueryResolvers

export const rawMutations = {
  sign: async (_, { input }, { deps, call }) => {
    const { outcomes, keyVersion } = await sign(deps, call, input)
    return { outcomes: outcomes.map(signature), keyVersion }
  },
  timestamp: async (_, { input }, { deps, call }) => {
    const issued = await timestamp(deps, call, input)
    return { ...issued, auditEntryId: encodeGlobalId('AuditEntry', issued.auditEntryId) }
  },
} satisfies MutationResolvers

function signature(outcome: SignOutcome) {
  if (outcome.kind === 'error') return operationError(outcome)
  return {
    __typename: 'RawSignature' as const,
    reference: outcome.reference,
    signature: outcome.signature,
    auditEntryId: encodeGlobalId('AuditEntry', outcome.auditEntryId),
  }
}

function verification(outcome: VerifyOutcome) {
  if (outcome.kind === 'error') return operationError(outcome)
  const { reference, valid, keyVersion } = outcome
  return { __typename: 'RawVerification' as const, reference, valid, keyVersion }
}
