// Certificates and the authorities that issue them.

import { toHex } from '../../../bytes.ts'
import { createAuthority } from '../../../operations/create-authority.ts'
import {
  certificateChainPem,
  certificatePem,
  chainPem,
  issuerOf,
} from '../../../operations/describe-certificate.ts'
import { revocationAt } from '../../../operations/evidence.ts'
import { issueCertificate } from '../../../operations/issue-certificate.ts'
import { connectionOf, pageRequest } from '../../../operations/pages.ts'
import {
  readAuthorities,
  readAuthority,
  readAuthorityById,
  readAuthorityCertificate,
  readAuthorityChain,
  readCertificate,
  readCertificates,
} from '../../../operations/read.ts'
import { revokeCertificate } from '../../../operations/revoke-certificate.ts'
import type { Authority as AuthorityOfRegistry } from '../../../registry/authority.ts'
import type { IssuedCertificate } from '../../../registry/certificate.ts'
import type { Context } from '../context.ts'
import { encodeGlobalId } from '../global-id.ts'
import type {
  AuthorityResolvers,
  CertificateResolvers,
  MutationResolvers,
  QueryResolvers,
} from '../schema.generated.ts'

export const certificateQueries = {
  authority: async (_, { slug }, { deps }) => certifiedOnly(await readAuthority(deps, slug)),
  authorities: (_, __, { deps }) => readAuthorities(deps),
  certificate: async (_, { serialHex }, { deps, call }) =>
    (await readCertificate(deps, call, serialHex)) ?? null,
  certificates: async (_, { unit, ...page }, { deps, call }) =>
    connectionOf(
      await readCertificates(deps, call, { ...pageRequest(page), under: unit ?? undefined }),
      ({ plannedAt, id }) => ({ at: plannedAt, id }),
    ),
} satisfies QueryResolvers

export const certificateMutations = {
  createAuthority: async (_, { input }, { deps, call }) => ({
    authority: await createAuthority(deps, call, input),
  }),
  issueCertificate: async (_, { input }, { deps, call }) => {
    const certificate = await issueCertificate(deps, call, input)
    return { certificate, chainPem: await certificateChainPem(deps, certificate) }
  },
  revokeCertificate: async (_, { input }, { deps, call }) => ({
    certificate: await revokeCertificate(deps, call, input),
  }),
} satisfies MutationResolvers

export const Authority: AuthorityResolvers = {
  id: ({ id }) => encodeGlobalId('Authority', id),
  root: ({ kind }) => kind === 'root',
  subject: async (authority, _, context) => (await certificateOf(context, authority)).subject,
  certificate: (authority, _, context) => certificateOf(context, authority),
  chainPem: async ({ id }, _, { deps }) => chainPem(await readAuthorityChain(deps, id)),
}

export const Certificate: CertificateResolvers = {
  id: ({ id }) => encodeGlobalId('Certificate', id),
  serialHex: ({ serial }) => toHex(serial),
  issuer: (certificate) => issuerOf(certificate),
  revokedAt: ({ revocation }) => revocation?.revokedAt ?? null,
  revocationReason: ({ revocation }) => revocation?.reason ?? null,
  pem: (certificate) => certificatePem(certificate),
  authority: async ({ authorityId }, _, { deps }) => {
    const authority = certifiedOnly(await readAuthorityById(deps, authorityId))
    if (authority === null) throw new Error('a certificate is shown whose authority has none')
    return authority
  },
  revocationAt: (certificate, { time }) => revocationAt(certificate, time),
}

/** An authority whose certificate is still to be made is not there yet. */
export function certifiedOnly(authority: AuthorityOfRegistry | undefined): AuthorityOfRegistry | null {
  return authority === undefined || authority.certificateId === null ? null : authority
}

async function certificateOf(
  { deps, authorityCertificates }: Context,
  authority: AuthorityOfRegistry,
): Promise<IssuedCertificate> {
  const certificate = await authorityCertificates(authority.id, () =>
    readAuthorityCertificate(deps, authority),
  )
  if (certificate === undefined) throw new Error('an authority is shown that has no certificate')
  return certificate
}
