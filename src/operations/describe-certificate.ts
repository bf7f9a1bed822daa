// What is told of a certificate besides its row: what stands in the certificate itself, and its chain in PEM.

import { parseCertificate } from '../formats/x509/certificate.ts'
import { formatDistinguishedName } from '../formats/x509/name.ts'
import { encodePem } from '../formats/x509/pem.ts'
import type { IssuedCertificate } from '../registry/certificate.ts'
import { asService } from './as-caller.ts'
import type { Deps } from './deps.ts'
import { authorityChain } from './signers.ts'

/** RFC 4514. */
export function issuerOf(certificate: IssuedCertificate): string {
  return formatDistinguishedName(parseCertificate(certificate.der).issuer)
}

export function certificatePem(certificate: IssuedCertificate): string {
  return encodePem('CERTIFICATE', certificate.der)
}

/** The certificate, then those above it up to the root. */
export async function certificateChainPem(
  deps: Pick<Deps, 'database'>,
  certificate: IssuedCertificate,
): Promise<string> {
  const above = await asService(deps, (tx) => authorityChain(tx, certificate.authorityId))
  return chainPem([certificate.der, ...above])
}

export function chainPem(certificates: readonly Uint8Array[]): string {
  return certificates.map((der) => encodePem('CERTIFICATE', der)).join('')
}
