// Public keys that may be certified: written in the one way that the office writes its own, and worth certifying (RFC 3279
// §2.3.1, RFC 5480 §2, RFC 8410 §4, RFC 9881 §4, SP 800-56B §6.2).

import { equalBytes, fromHex } from '../../bytes.ts'
import { mlDsaKeyOctets } from '../../crypto/primitives.ts'
import { ServiceError } from '../../errors.ts'
import { oids } from '../asn1/oids.ts'
import { type DerReader, parseDer } from '../asn1/reader.ts'
import { tags } from '../asn1/tags.ts'
import { readAlgorithmIdentifier } from './signature-scheme.ts'

/**
 * One key has one SubjectPublicKeyInfo here. By a compressed point, another identifier of RSA or a longer length a key of
 * the office would pass for a stranger's, and a `sign-raw` key would come to a certificate.
 *
 * @throws ServiceError `ALGORITHM_NOT_ALLOWED` naming what is wrong with the key; `MALFORMED_DER`.
 */
export function assertCertifiableKey(subjectPublicKeyInfo: Uint8Array): void {
  const { algorithm, bits } = parseDer('SubjectPublicKeyInfo', subjectPublicKeyInfo, (reader) =>
    reader.sequence((fields) => ({
      algorithm: readAlgorithmIdentifier(fields),
      bits: fields.wholeOctets(),
    })),
  )
  const { oid, parameters } = algorithm
  if (oid === oids.rsaEncryption && parameters?.[0] === tags.null) {
    parseDer('RSAPublicKey', bits, assertRsaKey)
  } else if (oid === oids.ecPublicKey && parameters?.[0] === tags.oid) {
    if (bits[0] !== 4) throw refused('the point on the curve is not written in full (SEC 1 §2.3.3)')
  } else if (oid === oids.ed25519 && parameters === undefined) {
    if (isOfSmallOrder(bits, smallOrder25519)) throw refused('anybody can sign for a point of small order')
  } else if (oid === oids.ed448 && parameters === undefined) {
    if (isOfSmallOrder(bits, smallOrder448)) throw refused('anybody can sign for a point of small order')
  } else if (Object.hasOwn(mlDsaOctets, oid) && parameters === undefined) {
    if (bits.length !== mlDsaOctets[oid])
      throw refused('a key of ML-DSA has another length (FIPS 204 table 2)')
  } else {
    throw refused(`algorithm ${oid} is none that is certified, or its parameters are not`)
  }
}

function assertRsaKey(reader: DerReader): void {
  reader.sequence((fields) => {
    fields.integerContent()
    const exponent = fields.integer()
    if (exponent < 65_537n || exponent % 2n === 0n || exponent >= 1n << 64n)
      throw refused('the public exponent of RSA is odd, at least 65537 and below 2^64')
  })
}

const mlDsaOctets: Readonly<Record<string, number>> = {
  [oids.mlDsa44]: mlDsaKeyOctets['ml-dsa-44'],
  [oids.mlDsa65]: mlDsaKeyOctets['ml-dsa-65'],
  [oids.mlDsa87]: mlDsaKeyOctets['ml-dsa-87'],
}

/** The y coordinates of the points whose order divides 8, as RFC 8032 encodes them, and two beyond the field's prime. */
const smallOrder25519: readonly Uint8Array[] = [
  `00${'00'.repeat(31)}`,
  `01${'00'.repeat(31)}`,
  `ec${'ff'.repeat(30)}7f`,
  `ed${'ff'.repeat(30)}7f`,
  `ee${'ff'.repeat(30)}7f`,
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
].map((hex) => fromHex(hex) ?? new Uint8Array(0))

/** The same of edwards448, where the order divides 4. */
const smallOrder448: readonly Uint8Array[] = [
  '00'.repeat(57),
  `01${'00'.repeat(56)}`,
  `fe${'ff'.repeat(27)}fe${'ff'.repeat(27)}00`,
  `${'ff'.repeat(28)}fe${'ff'.repeat(27)}00`,
  `${'00'.repeat(28)}${'ff'.repeat(28)}00`,
].map((hex) => fromHex(hex) ?? new Uint8Array(0))

function isOfSmallOrder(point: Uint8Array, smallOrder: readonly Uint8Array[]): boolean {
  const y = new Uint8Array(point)
  // The sign of x.
  const last = y.length - 1
  y[last] = (y[last] ?? 0) & 0x7f
  return smallOrder.some((one) => equalBytes(one, y))
}

function refused(why: string): ServiceError {
  return new ServiceError(
    'ALGORITHM_NOT_ALLOWED',
    `certification request holds a key that is refused: ${why}`,
  )
}
