// Envelopes: sealing, opening, and other recipients.

import { openEnvelope } from '../../../operations/open-envelope.ts'
import { recipient } from '../../../operations/recipient.ts'
import { type RewrapOutcome, rewrapEnvelope } from '../../../operations/rewrap-envelope.ts'
import { sealEnvelope } from '../../../operations/seal-envelope.ts'
import { encodeGlobalId } from '../global-id.ts'
import type { MutationResolvers, QueryResolvers } from '../schema.generated.ts'
import { operationError } from './operation-error.ts'

export const envelopeQueries = {
  recipient: (_, { unit }, { deps, call }) => recipient(deps, call, unit),
} satisfies QueryResolvers

export const envelopeMutations = {
  sealEnvelope: async (_, { input }, { deps, call }) => {
    const sealed = await sealEnvelope(deps, call, input)
    return { ...sealed, auditEntryId: encodeGlobalId('AuditEntry', sealed.auditEntryId) }
  },
  openEnvelope: async (_, { input }, { deps, call }) => {
    const opened = await openEnvelope(deps, call, input)
    return { ...opened, auditEntryId: encodeGlobalId('AuditEntry', opened.auditEntryId) }
  },
  rewrapEnvelope: async (_, { input }, { deps, call }) => ({
    outcomes: (await rewrapEnvelope(deps, call, input)).map(rewrapped),
  }),
} satisfies MutationResolvers

function rewrapped(outcome: RewrapOutcome) {
  if (outcome.kind === 'error') return operationError(outcome)
  const { reference, recipientInfos } = outcome
  const auditEntryId = encodeGlobalId('AuditEntry', outcome.auditEntryId)
  return { __typename: 'RewrappedRecipients' as const, reference, recipientInfos, auditEntryId }
}
