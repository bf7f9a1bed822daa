// The office, and any object by its global identifier.

import packageJson from '../../../../package.json' with { type: 'json' }
import { readPasskeyById, readSessionById } from '../../../operations/devices.ts'
import { readIncident } from '../../../operations/incidents.ts'
import { readSubjectById } from '../../../operations/link-subject.ts'
import {
  readApplicationById,
  readAuditEntryById,
  readAuthorityById,
  readCertificateById,
  readGrantById,
  readKeyById,
  readOffice,
  readPersonById,
  readTokenById,
  readUnitById,
} from '../../../operations/read.ts'
import { readProposal } from '../../../operations/read-proposals.ts'
import { readTrustAnchor } from '../../../operations/read-trust-anchors.ts'
import { readWorkloadTrustById } from '../../../operations/trust-workload.ts'
import type { Context } from '../context.ts'
import { type GlobalId, type NodeType, parseGlobalId } from '../global-id.ts'
import type { QueryResolvers, ResolversTypes } from '../schema.generated.ts'
import { certifiedOnly } from './certificates.ts'

export const officeQueries = {
  office: async (_, __, { deps }) => ({
    practice: (await readOffice(deps))?.mode === 'practice',
    publicUrl: deps.publicUrl,
    version: packageJson.version,
  }),
  node: async (_, { id }, context) => {
    const parsed = parseGlobalId(id)
    return parsed === undefined ? null : findNode(context, parsed)
  },
} satisfies QueryResolvers

async function findNode(
  context: Context,
  { type, id }: GlobalId,
): Promise<Awaited<ResolversTypes['Node']> | null> {
  const found = await readers[type](context, id)
  if (found == null) return null
  // By the name graphql knows which type of Node it is.
  const node = { ...found, __typename: type }
  return node
}

const readers = {
  Unit: ({ deps, call }, id) => readUnitById(deps, call, id),
  Key: ({ deps, call }, id) => readKeyById(deps, call, id),
  Authority: async ({ deps }, id) => certifiedOnly(await readAuthorityById(deps, id)),
  Certificate: ({ deps, call }, id) => readCertificateById(deps, call, id),
  TrustAnchor: ({ deps }, id) => readTrustAnchor(deps, id),
  Application: ({ deps, call }, id) => readApplicationById(deps, call, id),
  Token: ({ deps, call }, id) => readTokenById(deps, call, id),
  Person: ({ deps, call }, id) => readPersonById(deps, call, id),
  Grant: ({ deps, call }, id) => readGrantById(deps, call, id),
  Incident: ({ deps, call }, id) => readIncident(deps, call, id),
  Proposal: ({ deps, call }, id) => readProposal(deps, call, id),
  AuditEntry: ({ deps, call }, id) => readAuditEntryById(deps, call, id),
  Passkey: ({ deps, call }, id) => readPasskeyById(deps, call, id),
  Session: ({ deps, call }, id) => readSessionById(deps, call, id),
  WorkloadTrust: ({ deps, call }, id) => readWorkloadTrustById(deps, call, id),
  OidcSubject: ({ deps, call }, id) => readSubjectById(deps, call, id),
} satisfies Record<NodeType, (context: Context, id: string) => Promise<object | null | undefined>>
