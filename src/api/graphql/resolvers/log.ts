// The audit log: entries, checkpoints, proofs.

import { acceptLog } from '../../../operations/accept-log.ts'
import { inclusionProof, newestCheckpoint } from '../../../operations/audit-log.ts'
import { consistencyProof } from '../../../operations/consistency-proof.ts'
import { connectionOf, pageRequest } from '../../../operations/pages.ts'
import { readAuditEntries } from '../../../operations/read.ts'
import { signatureReceipt } from '../../../operations/signature-receipt.ts'
import { encodeGlobalId, requireGlobalId } from '../global-id.ts'
import type {
  AcceptLogPayloadResolvers,
  AuditEntryResolvers,
  MutationResolvers,
  QueryResolvers,
  SignatureReceiptResolvers,
} from '../schema.generated.ts'

export const logQueries = {
  auditEntries: async (_, page, { deps, call }) =>
    connectionOf(await readAuditEntries(deps, call, pageRequest(page, 1000)), ({ at, id }) => ({ at, id })),
  checkpoint: async (_, __, { deps }) => (await newestCheckpoint(deps)) ?? null,
  consistencyProof: (_, { fromSize }, { deps }) => consistencyProof(deps, fromSize),
  signatureReceipt: async (_, { auditEntryId, witnessed }, { deps, call }) =>
    (await signatureReceipt(deps, call, requireGlobalId('AuditEntry', auditEntryId), witnessed ?? false)) ??
    null,
  inclusionProof: async (_, { auditEntryId }, { deps, call }) =>
    (await inclusionProof(deps, call, requireGlobalId('AuditEntry', auditEntryId))) ?? null,
} satisfies QueryResolvers

export const logMutations = {
  acceptLog: (_, { input }, { deps, call }) => acceptLog(deps, call, input),
} satisfies MutationResolvers

export const AuditEntry: AuditEntryResolvers = {
  id: ({ id }) => encodeGlobalId('AuditEntry', id),
}

export const AcceptLogPayload: AcceptLogPayloadResolvers = {
  auditEntryId: ({ auditEntryId }) => encodeGlobalId('AuditEntry', auditEntryId),
}

export const SignatureReceipt: SignatureReceiptResolvers = {
  auditEntryId: ({ auditEntryId }) => encodeGlobalId('AuditEntry', auditEntryId),
}
