// The audit log: entries, checkpoints, proofs.

import { inclusionProof, newestCheckpoint } from '../../../operations/audit-log.ts'
import { connectionOf, pageRequest } from '../../../operations/pages.ts'
import { readAuditEntries } from '../../../operations/read.ts'
import { encodeGlobalId, requireGlobalId } from '../global-id.ts'
import type { AuditEntryResolvers, QueryResolvers } from '../schema.generated.ts'

export const logQueries = {
  auditEntries: async (_, page, { deps, call }) =>
    connectionOf(await readAuditEntries(deps, call, pageRequest(page, 1000)), ({ at, id }) => ({ at, id })),
  checkpoint: async (_, __, { deps }) => (await newestCheckpoint(deps)) ?? null,
  inclusionProof: async (_, { auditEntryId }, { deps, call }) =>
    (await inclusionProof(deps, call, requireGlobalId('AuditEntry', auditEntryId))) ?? null,
} satisfies QueryResolvers

export const AuditEntry: AuditEntryResolvers = {
  id: ({ id }) => encodeGlobalId('AuditEntry', id),
}
