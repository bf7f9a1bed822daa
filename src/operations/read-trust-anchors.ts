// `trustAnchors`: whom the office trusts beside itself. Whoever reads a verdict may know by whose word it stands.

import { createHash } from 'node:crypto'
import { toHex } from '../bytes.ts'
import { ServiceError } from '../errors.ts'
import { parseCertificate, serialHex } from '../formats/x509/certificate.ts'
import { formatDistinguishedName } from '../formats/x509/name.ts'
import { encodePem } from '../formats/x509/pem.ts'
import { serviceScope } from '../registry/scope.ts'
import type { TrustAnchor } from '../registry/trust-anchor.ts'
import { findTrustAnchor, listTrustAnchors } from '../registry/trust-anchors.ts'
import { asService } from './as-caller.ts'
import type { Deps } from './deps.ts'

/** Oldest first. */
export function readTrustAnchors(deps: Pick<Deps, 'database'>): Promise<readonly TrustAnchor[]> {
  return asService(deps, (tx) => listTrustAnchors(tx, serviceScope))
}

/** Also one that was removed. */
export function readTrustAnchor(deps: Pick<Deps, 'database'>, id: string): Promise<TrustAnchor | undefined> {
  return asService(deps, (tx) => findTrustAnchor(tx, serviceScope, id))
}

/** @throws ServiceError `NOT_FOUND`. */
export async function requireTrustAnchor(deps: Pick<Deps, 'database'>, id: string): Promise<TrustAnchor> {
  const anchor = await readTrustAnchor(deps, id)
  if (anchor === undefined) throw new ServiceError('NOT_FOUND', 'there is no such trust anchor')
  return anchor
}

/** What stands in the certificate itself. */
export function describeAnchor({ certificate }: Pick<TrustAnchor, 'certificate'>) {
  const { subject, issuer, serialNumber, notAfter } = parseCertificate(certificate)
  return {
    subject: formatDistinguishedName(subject),
    issuer: formatDistinguishedName(issuer),
    serialHex: serialHex(serialNumber),
    notAfter,
    pem: encodePem('CERTIFICATE', certificate),
  }
}

/** For those who are to approve it: what they can compare with what its owner publishes. */
export function anchorNames(certificate: Uint8Array): Readonly<Record<string, string>> {
  const { subject, issuer, notAfter } = describeAnchor({ certificate })
  return {
    subject,
    issuer,
    notAfter: notAfter.toISOString(),
    certificateSha256: toHex(createHash('sha256').update(certificate).digest()),
  }
}
