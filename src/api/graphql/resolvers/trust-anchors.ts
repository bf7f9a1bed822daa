// Authorities of others that the office trusts.

import { toHex } from '../../../bytes.ts'
import { addTrustAnchor } from '../../../operations/add-trust-anchor.ts'
import { describeAnchor, readTrustAnchors } from '../../../operations/read-trust-anchors.ts'
import { removeTrustAnchor } from '../../../operations/remove-trust-anchor.ts'
import { encodeGlobalId, requireGlobalId } from '../global-id.ts'
import type {
  MutationResolvers,
  QueryResolvers,
  RemoveTrustAnchorInput,
  TrustAnchorResolvers,
} from '../schema.generated.ts'

export const trustAnchorQueries = {
  trustAnchors: (_, __, { deps }) => readTrustAnchors(deps),
} satisfies QueryResolvers

export const trustAnchorMutations = {
  addTrustAnchor: async (_, { input }, { deps, call }) => ({
    anchor: await addTrustAnchor(deps, call, input),
  }),
  removeTrustAnchor: async (_, { input }, { deps, call }) => ({
    anchor: await removeTrustAnchor(deps, call, removalFrom(input)),
  }),
} satisfies MutationResolvers

export const TrustAnchor: TrustAnchorResolvers = {
  id: ({ id }) => encodeGlobalId('TrustAnchor', id),
  subject: (anchor) => describeAnchor(anchor).subject,
  issuer: (anchor) => describeAnchor(anchor).issuer,
  serialHex: (anchor) => describeAnchor(anchor).serialHex,
  notAfter: (anchor) => describeAnchor(anchor).notAfter,
  certificateSha256: ({ sha256 }) => toHex(sha256),
  addedAt: ({ createdAt }) => createdAt,
  pem: (anchor) => describeAnchor(anchor).pem,
}

/** @throws ServiceError `INVALID_ARGUMENT`. */
export function removalFrom(input: RemoveTrustAnchorInput) {
  return { ...input, anchorId: requireGlobalId('TrustAnchor', input.anchorId) }
}
