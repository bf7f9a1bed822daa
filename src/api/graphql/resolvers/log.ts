// The audit log: entries, checkpoints, proofs.

import { acceptLog } from '../../../operations/accept-log.ts'
import { inclusionProof, newestCheckpoint } from '../../../operations/audit-log.ts'
import { consistencyProof } from '../../../operations/consistency-proof.ts'
import { auditEntry, certificateOfEntry, entryFacts } from '../../../operations/evidence.ts'
import { connectionOf, pageRequest } from '../../../operations/pages.ts'
import { readAuditEntries } from '../../../operations/read.ts'
import { proposalOfEntry } from '../../../operations/read-proposals.ts'
import { signatureReceipt } from '../../../operations/signature-receipt.ts'
import { encodeGlobalId, type NodeType, requireGlobalId } from '../global-id.ts'
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
  auditEntry: async (_, { id }, { deps, call }) =>
    (await auditEntry(deps, call, requireGlobalId('AuditEntry', id))) ?? null,
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
  requestId: (entry) => entryFacts(entry).requestId,
  callerKind: (entry) => entryFacts(entry).callerKind,
  applicationId: (entry) => globalId('Application', entryFacts(entry).applicationId),
  tokenId: (entry) => globalId('Token', entryFacts(entry).tokenId),
  keyId: ({ keyId }) => globalId('Key', keyId),
  keyVersion: (entry) => entryFacts(entry).keyVersion,
  algorithm: (entry) => entryFacts(entry).algorithm,
  toBeSignedSha256: (entry) => entryFacts(entry).toBeSignedSha256,
  signatureSha256: (entry) => entryFacts(entry).signatureSha256,
  details: (entry) => entryFacts(entry).details,
  certificate: async (entry, _, { deps, call }) => (await certificateOfEntry(deps, call, entry)) ?? null,
  proposal: async (entry, _, { deps, call }) => (await proposalOfEntry(deps, call, entry)) ?? null,
  receipt: async ({ id }, _, { deps, call }) => (await signatureReceipt(deps, call, id, false)) ?? null,
}

export const AcceptLogPayload: AcceptLogPayloadResolvers = {
  auditEntryId: ({ auditEntryId }) => encodeGlobalId('AuditEntry', auditEntryId),
}

export const SignatureReceipt: SignatureReceiptResolvers = {
  auditEntryId: ({ auditEntryId }) => encodeGlobalId('AuditEntry', auditEntryId),
}

function globalId(type: NodeType, id: string | null): string | null {
  return id === null ? null : encodeGlobalId(type, id)
}
