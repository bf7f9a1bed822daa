// The key usage of a certificate that others seal to, by its public key (RFC 5280 §4.2.1.3, RFC 8410 §5, RFC 9935 §5).

import { oids } from '../asn1/oids.ts'
import { parseDer } from '../asn1/reader.ts'
import { readAlgorithmIdentifier } from './signature-scheme.ts'

const agreeing: ReadonlySet<string> = new Set([oids.ecPublicKey, oids.x25519])

/**
 * RSA and ML-KEM encipher keys, the others agree on them.
 *
 * @param spki DER of SubjectPublicKeyInfo.
 * @throws ServiceError `MALFORMED_DER`.
 */
export function openingUsage(spki: Uint8Array): readonly ['keyAgreement' | 'keyEncipherment'] {
  const { oid } = parseDer('SubjectPublicKeyInfo', spki, (reader) =>
    reader.sequence((fields) => {
      const algorithm = readAlgorithmIdentifier(fields)
      fields.wholeOctets()
      return algorithm
    }),
  )
  return [agreeing.has(oid) ? 'keyAgreement' : 'keyEncipherment']
}
