// Keys in wrong hands: what they touched, and what is done about it.

import {
  readIncident,
  readIncidentItems,
  readIncidents,
  readProgress,
} from '../../../operations/incidents.ts'
import { formatKeyName } from '../../../operations/names.ts'
import { connectionOf, pageRequest } from '../../../operations/pages.ts'
import { reportIncident } from '../../../operations/report-incident.ts'
import { resign } from '../../../operations/resign.ts'
import { encodeGlobalId, requireGlobalId } from '../global-id.ts'
import type {
  IncidentItemResolvers,
  IncidentResolvers,
  MutationResolvers,
  QueryResolvers,
} from '../schema.generated.ts'

export const incidentQueries = {
  incident: async (_, { id }, { deps, call }) =>
    (await readIncident(deps, call, requireGlobalId('Incident', id))) ?? null,
  incidents: async (_, page, { deps, call }) =>
    connectionOf(await readIncidents(deps, call, pageRequest(page)), ({ declaredAt, id }) => ({
      at: declaredAt,
      id,
    })),
} satisfies QueryResolvers

export const incidentMutations = {
  resign: async (_, { input }, { deps, call }) => ({
    incident: await resign(deps, call, {
      incidentId: requireGlobalId('Incident', input.incidentId),
      signatures: (input.signatures ?? []).map(({ auditEntryId, replacedBy }) => ({
        auditEntryId: requireGlobalId('AuditEntry', auditEntryId),
        replacedBy: requireGlobalId('AuditEntry', replacedBy),
      })),
    }),
  }),
  reportIncident: async (_, { input }, { deps, call }) => {
    const report = await reportIncident(deps, call, requireGlobalId('Incident', input.incidentId))
    return { ...report, auditEntryId: encodeGlobalId('AuditEntry', report.auditEntryId) }
  },
} satisfies MutationResolvers

export const Incident: IncidentResolvers = {
  id: ({ id }) => encodeGlobalId('Incident', id),
  key: ({ unitPath, keyName }) => formatKeyName(unitPath, keyName),
  progress: (incident, _, { deps, call }) => readProgress(deps, call, incident),
  items: async (incident, page, { deps, call }) =>
    connectionOf(await readIncidentItems(deps, call, incident, pageRequest(page)), ({ entry }) => ({
      at: entry.at,
      id: entry.id,
    })),
}

export const IncidentItem: IncidentItemResolvers = {
  auditEntryId: ({ entry }) => encodeGlobalId('AuditEntry', entry.id),
  operation: ({ entry }) => entry.operation,
  at: ({ entry }) => entry.at,
  replacedBy: ({ replacedBy }) => (replacedBy === null ? null : encodeGlobalId('AuditEntry', replacedBy)),
}
