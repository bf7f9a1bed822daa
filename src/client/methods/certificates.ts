// Methods about authorities, certificates and trust in others.

import type { CertificateMethods } from '../client-types.ts'
import { operations } from '../operations.ts'
import { everyPage } from './answers.ts'
import type { Requests } from './requests.ts'

export function certificatesOf({ send, named }: Pick<Requests, 'send' | 'named'>): CertificateMethods {
  return {
    authority: async (slug) => (await send(operations.authority, { slug })) ?? undefined,
    certificate: async (serialHex) => (await send(operations.certificate, { serialHex })) ?? undefined,
    certificates: (filter = {}) =>
      everyPage((page) => send(operations.certificates, { ...filter, ...page }), 500),
    authorities: () => send(operations.authorities, {}),
    createAuthority: async (input) => (await send(operations.createAuthority, named(input))).authority,
    trustAnchors: () => send(operations.trustAnchors, {}),
    addTrustAnchor: async (input) => (await send(operations.addTrustAnchor, named(input))).anchor,
    removeTrustAnchor: async (input) => (await send(operations.removeTrustAnchor, named(input))).anchor,
    issueCertificate: (input) => send(operations.issueCertificate, named(input)),
    revokeCertificate: async (input) => (await send(operations.revokeCertificate, { input })).certificate,
  }
}
