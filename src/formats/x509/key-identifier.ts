// Key identifiers: what SKI, AKI and OCSP's ResponderID hold of a public key (RFC 7093 §2, RFC 6960 §4.2.1).

import { digest } from '#primitives'
import { parseDer } from '../asn1/reader.ts'

/**
 * Identifier for the extensions SKI and AKI: the leftmost 160 bits of the SHA-256 of the subjectPublicKey
 * (RFC 7093 §2, method 1). RFC 5280 §4.2.1.2 suggests SHA-1; the value is only ever compared for equality,
 * so a new authority has no reason to depend on SHA-1.
 *
 * @param spki DER of SubjectPublicKeyInfo.
 * @returns 20 octets.
 * @throws ServiceError `MALFORMED_DER`.
 */
export async function keyIdentifier(spki: Uint8Array): Promise<Uint8Array> {
  const hash = await digest('sha-256', subjectPublicKey(spki))
  return Uint8Array.from(hash.subarray(0, 20))
}

/**
 * The KeyHash of OCSP: SHA-1 of the subjectPublicKey, which RFC 6960 §4.2.1 fixes. Nothing rests on SHA-1 here:
 * the hash only points at the responder's certificate.
 *
 * @returns 20 octets.
 */
export async function ocspKeyHash(spki: Uint8Array): Promise<Uint8Array> {
  return digest('sha-1', subjectPublicKey(spki))
}

/** Content of the subjectPublicKey BIT STRING, without its count of unused bits. */
export function subjectPublicKey(spki: Uint8Array): Uint8Array {
  return parseDer('SubjectPublicKeyInfo', spki, (reader) =>
    reader.sequence((fields) => {
      fields.element()
      return fields.wholeOctets()
    }),
  )
}
