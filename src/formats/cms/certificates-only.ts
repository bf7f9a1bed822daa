// A SignedData without content and signers that carries certificates: "certs-only" of RFC 8551 §3.8, for AIA (RFC 5280 §4.2.2.1).

import { oids } from '../asn1/oids.ts'
import { tags } from '../asn1/tags.ts'
import { integer, objectIdentifier, sequence, sortSetOf, tagged, tlv } from '../asn1/writer.ts'

/**
 * @param certificates DER of each.
 * @returns DER of ContentInfo.
 */
export function certificatesOnly(certificates: readonly Uint8Array[]): Uint8Array {
  const signedData = sequence(
    integer(1),
    tlv(tags.set),
    sequence(objectIdentifier(oids.data)),
    tagged(0, ...sortSetOf(certificates)),
    tlv(tags.set),
  )
  return sequence(objectIdentifier(oids.signedData), tagged(0, signedData))
}
