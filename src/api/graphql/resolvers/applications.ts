// Applications, and what proves them.

import { bindCertificate } from '../../../operations/bind-certificate.ts'
import { createApplication } from '../../../operations/create-application.ts'
import { distrustWorkload } from '../../../operations/distrust-workload.ts'
import { issueToken } from '../../../operations/issue-token.ts'
import { requireWorkloadAlgorithm } from '../../../operations/judge-jwt.ts'
import { connectionOf, pageRequest } from '../../../operations/pages.ts'
import { readApplications, readGrants, readTokens } from '../../../operations/read.ts'
import { revokeToken } from '../../../operations/revoke-token.ts'
import { readWorkloadTrusts, trustWorkload } from '../../../operations/trust-workload.ts'
import { encodeGlobalId, requireGlobalId } from '../global-id.ts'
import type {
  ApplicationResolvers,
  MutationResolvers,
  QueryResolvers,
  TokenResolvers,
  WorkloadTrustResolvers,
} from '../schema.generated.ts'
import { requireUnit } from './units.ts'

export const applicationQueries = {
  applications: async (_, page, { deps, call }) =>
    connectionOf(await readApplications(deps, call, pageRequest(page)), ({ createdAt, id }) => ({
      at: createdAt,
      id,
    })),
} satisfies QueryResolvers

export const applicationMutations = {
  createApplication: async (_, { input }, { deps, call }) => ({
    application: await createApplication(deps, call, input),
  }),
  issueToken: (_, { input }, { deps, call }) =>
    issueToken(deps, call, { ...input, applicationId: requireGlobalId('Application', input.applicationId) }),
  revokeToken: async (_, { input }, { deps, call }) => ({
    token: await revokeToken(deps, call, requireGlobalId('Token', input.tokenId)),
  }),
  trustWorkload: async (_, { input }, { deps, call }) => ({
    trust: await trustWorkload(deps, call, {
      ...input,
      applicationId: requireGlobalId('Application', input.applicationId),
    }),
  }),
  distrustWorkload: async (_, { input }, { deps, call }) => ({
    trust: await distrustWorkload(deps, call, requireGlobalId('WorkloadTrust', input.trustId)),
  }),
  bindCertificate: async (_, { input }, { deps, call }) => ({
    token: await bindCertificate(deps, call, {
      ...input,
      applicationId: requireGlobalId('Application', input.applicationId),
    }),
  }),
} satisfies MutationResolvers

export const Application: ApplicationResolvers = {
  id: ({ id }) => encodeGlobalId('Application', id),
  unit: ({ unitId }, _, context) => requireUnit(context, unitId),
  tokens: ({ id }, _, { deps, call }) => readTokens(deps, call, id),
  trusts: ({ id }, _, { deps, call }) => readWorkloadTrusts(deps, call, id),
  grants: ({ id }, _, { deps, call }) => readGrants(deps, call, { applicationId: id }),
}

export const Token: TokenResolvers = {
  id: ({ id }) => encodeGlobalId('Token', id),
}

export const WorkloadTrust: WorkloadTrustResolvers = {
  id: ({ id }) => encodeGlobalId('WorkloadTrust', id),
  algorithm: ({ algorithm }) => requireWorkloadAlgorithm(algorithm),
}
