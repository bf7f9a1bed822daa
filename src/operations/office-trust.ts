// Whom the office trusts: its own roots with the CRLs of its authorities, and whom its officers added. The verdict's default.

import { toBase64 } from '../bytes.ts'
import { isServiceError } from '../errors.ts'
import { parseCertificate } from '../formats/x509/certificate.ts'
import { formatDistinguishedName } from '../formats/x509/name.ts'
import { encodePem } from '../formats/x509/pem.ts'
import { listAuthorities } from '../registry/authorities.ts'
import type { Authority } from '../registry/authority.ts'
import type { IssuedCertificate } from '../registry/certificate.ts'
import { findCertificateById } from '../registry/certificates.ts'
import { serviceScope } from '../registry/scope.ts'
import { listTrustAnchors } from '../registry/trust-anchors.ts'
import type { DatedAnchor, TrustMaterial } from '../validation/input.ts'
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

interface CertifiedAuthority {
  readonly authority: Authority
  readonly certificate: IssuedCertificate
}

export async function officeTrust(deps: Deps): Promise<TrustMaterial> {
  return deps.caches.trust.remember('office', async () => {
    const authorities = await publishedAuthorities(deps)
    return {
      anchors: authorities.filter(({ root }) => root).map(({ certificate }) => certificate),
      intermediates: authorities.filter(({ root }) => !root).map(({ certificate }) => certificate),
      crls: authorities.flatMap(({ crl }) => (crl === null ? [] : [crl])),
      ocsps: [],
      datedAnchors: [...(await approvedAnchors(deps)), ...deps.importedAnchors()],
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

/** Anyone may take it along: each certificate, with what it is trusted for in the lines before it (RFC 7468 §2). */
export function trustAsPem({ anchors, datedAnchors = [] }: TrustMaterial): string {
  const own = anchors.map((certificate) => blockOf(certificate, 'of this office itself'))
  const others = datedAnchors.map(({ certificate, purposes, from, until }) =>
    blockOf(
      certificate,
      [
        `for ${purposes?.join(' and ') ?? 'everything'}`,
        ...(from === undefined ? [] : [`from ${from.toISOString()}`]),
        ...(until === undefined ? [] : [`until ${until.toISOString()}`]),
      ].join(', '),
    ),
  )
  return [...own, ...others].join('\n')
}

function blockOf(certificate: Uint8Array, terms: string): string {
  const subject = formatDistinguishedName(parseCertificate(certificate).subject)
  return `subject: ${subject}\ntrusted: ${terms}\n${encodePem('CERTIFICATE', certificate)}`
}

/** What officers had it trust beside itself. */
async function approvedAnchors(deps: Pick<Deps, 'database'>): Promise<readonly DatedAnchor[]> {
  const anchors = await asService(deps, (tx) => listTrustAnchors(tx, serviceScope))
  return anchors.map(({ certificate, purposes, trustedFrom, trustedUntil }) => ({
    certificate,
    lane: 'imported',
    purposes,
    from: trustedFrom ?? undefined,
    until: trustedUntil ?? undefined,
  }))
}

/** Authorities that have a certificate. */
export function certifiedAuthorities(deps: Pick<Deps, 'database'>): Promise<readonly CertifiedAuthority[]> {
  return asService(deps, async (tx) => {
    const { items } = await listAuthorities(tx, serviceScope, { limit: 1000 })
    const certified: CertifiedAuthority[] = []
    for (const authority of items) {
      if (authority.certificateId === null) continue
      const certificate = await findCertificateById(tx, serviceScope, authority.certificateId)
      if (certificate?.state === 'issued') certified.push({ authority, certificate })
    }
    return certified
  })
}

/** Each with its newest CRL. */
export async function publishedAuthorities(deps: Deps): Promise<readonly PublishedAuthority[]> {
  const published: PublishedAuthority[] = []
  for (const { authority, certificate } of await certifiedAuthorities(deps)) {
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
