// What the office itself trusts: its own roots, with the CRLs of its authorities. The verdict's default.

import { toBase64 } from '../bytes.ts'
import { isServiceError } from '../errors.ts'
import { listAuthorities } from '../registry/authorities.ts'
import { findCertificateById } from '../registry/certificates.ts'
import { serviceScope } from '../registry/scope.ts'
import type { TrustMaterial } from '../validation/input.ts'
import { anchorTerms } from '../validation/trust/anchor-terms.ts'
import { asService } from './as-caller.ts'
import type { Deps } from './deps.ts'
import { currentCrl } from './revocation.ts'

export interface PublishedAuthority {
  readonly slug: string
  readonly root: boolean
  /** DER. */
  readonly certificate: Uint8Array
  /** DER; null while the authority's key is out of use. */
  readonly crl: Uint8Array | null
}

export async function officeTrust(deps: Deps): Promise<TrustMaterial> {
  return deps.caches.trust.remember('office', async () => {
    const authorities = await publishedAuthorities(deps)
    return {
      anchors: authorities.filter(({ root }) => root).map(({ certificate }) => certificate),
      intermediates: authorities.filter(({ root }) => !root).map(({ certificate }) => certificate),
      crls: authorities.flatMap(({ crl }) => (crl === null ? [] : [crl])),
      ocsps: [],
      datedAnchors: deps.importedAnchors(),
    }
  })
}

/** As the page /verify is told; octets are Base64. */
export function trustAsJson({
  anchors,
  intermediates,
  crls,
  ocsps,
  datedAnchors = [],
}: TrustMaterial): object {
  const base64 = (ders: readonly Uint8Array[]): readonly string[] => ders.map(toBase64)
  return {
    anchors: base64(anchors),
    intermediates: base64(intermediates),
    crls: base64(crls),
    ocsps: base64(ocsps),
    datedAnchors: datedAnchors.map((anchor) => ({
      certificate: toBase64(anchor.certificate),
      ...anchorTerms(anchor),
    })),
  }
}

/** Authorities that have a certificate, each with its newest CRL. */
export async function publishedAuthorities(deps: Deps): Promise<readonly PublishedAuthority[]> {
  const authorities = await asService(deps, async (tx) => {
    const { items } = await listAuthorities(tx, serviceScope, { limit: 1000 })
    const certified = []
    for (const authority of items) {
      if (authority.certificateId === null) continue
      const certificate = await findCertificateById(tx, serviceScope, authority.certificateId)
      if (certificate?.state === 'issued') certified.push({ authority, certificate })
    }
    return certified
  })
  const published: PublishedAuthority[] = []
  for (const { authority, certificate } of authorities) {
    const crl = await currentCrl(deps, authority.slug).catch((error: unknown) => {
      // An authority whose key is out of use goes on being trusted for what it signed.
      if (isServiceError(error) && error.code === 'KEY_NOT_ACTIVE') return null
      throw error
    })
    published.push({
      slug: authority.slug,
      root: authority.kind === 'root',
      certificate: certificate.der,
      crl,
    })
  }
  return published
}
