// Cuts issuer, serial number, subject and public key out of a certificate without reading the rest (RFC 5280 §4.1).

import { parseDer } from '../asn1/reader.ts'
import { contextConstructed, tags } from '../asn1/tags.ts'

/** Views into the certificate. */
export interface CertificateIdentity {
  /** DER of Name. */
  readonly issuer: Uint8Array
  /** DER of INTEGER. */
  readonly serialNumber: Uint8Array
  /** DER of Name. */
  readonly subject: Uint8Array
  /** DER of SubjectPublicKeyInfo. */
  readonly subjectPublicKeyInfo: Uint8Array
}

/**
 * What names a certificate in CMS, OCSP and ESS attributes, octet for octet as its issuer wrote it.
 *
 * @param certificate DER, and known to be a certificate: this judges nothing.
 * @throws ServiceError `MALFORMED_DER`.
 */
export function certificateIdentity(certificate: Uint8Array): CertificateIdentity {
  return parseDer('certificate', certificate, (reader) =>
    reader.sequence((parts) => {
      const tbs = parts.enter()
      tbs.optional(contextConstructed(0), (version) => version.element())
      const serialNumber = tbs.raw(tags.integer)
      tbs.raw(tags.sequence)
      const issuer = tbs.raw(tags.sequence)
      tbs.raw(tags.sequence)
      const subject = tbs.raw(tags.sequence)
      const subjectPublicKeyInfo = tbs.raw(tags.sequence)
      parts.raw(tags.sequence)
      parts.raw(tags.bitString)
      return { issuer, serialNumber, subject, subjectPublicKeyInfo }
    }),
  )
}
