// Certificate of a stranger as a readonly value (RFC 5280 §4.1). Parsing judges form alone; validation/path.ts judges.

import { equalBytes } from '../../bytes.ts'
import { type DerReader, parseDer } from '../asn1/reader.ts'
import { contextConstructed, contextPrimitive, tags } from '../asn1/tags.ts'
import { type CertificateExtensions, parseCertificateExtensions, readExtensions } from './extensions.ts'
import { type Name, readName } from './name.ts'
import { type AlgorithmIdentifier, readAlgorithmIdentifier } from './signature-scheme.ts'

export interface Certificate {
  /** The whole certificate. */
  readonly der: Uint8Array
  /** What the issuer signed. */
  readonly tbsCertificate: Uint8Array
  readonly version: 1 | 2 | 3
  /** Content octets of the INTEGER: two's complement, so negative when the first octet is ≥ 0x80. */
  readonly serialNumber: Uint8Array
  readonly issuer: Name
  readonly notBefore: Date
  readonly notAfter: Date
  readonly subject: Name
  /** DER of SubjectPublicKeyInfo. */
  readonly subjectPublicKeyInfo: Uint8Array
  readonly publicKeyAlgorithm: AlgorithmIdentifier
  /** Content of the subjectPublicKey BIT STRING. */
  readonly publicKey: Uint8Array
  readonly extensions: CertificateExtensions
  /** The one outside; `parseCertificate` has seen that the one inside is the same. */
  readonly signatureAlgorithm: AlgorithmIdentifier
  readonly signatureValue: Uint8Array
}

/** Larger than any certificate in use, so that nobody makes us walk more. */
const certificateOctetsLimit = 1 << 20

/**
 * @throws ServiceError `MALFORMED_DER`, `LIMIT_EXCEEDED`.
 */
export function parseCertificate(der: Uint8Array): Certificate {
  return parseDer('Certificate', der, (reader) => {
    if (der.length > certificateOctetsLimit)
      reader.fail(`certificate exceeds ${certificateOctetsLimit} octets`)
    return reader.sequence((fields) => {
      const tbsCertificate = fields.raw(tags.sequence)
      const tbs = fields.reopen(tbsCertificate).enter()
      const certificate = readTbsCertificate(tbs)
      tbs.assertEnd()
      const signatureAlgorithm = readAlgorithmIdentifier(fields)
      if (!equalBytes(signatureAlgorithm.der, certificate.signature.der)) {
        // RFC 5280 §4.1.1.2: a MUST, and otherwise an unsigned field would choose the algorithm.
        fields.fail('signatureAlgorithm differs from the signature field inside')
      }
      const { signature: _, ...rest } = certificate
      return { der, tbsCertificate, ...rest, signatureAlgorithm, signatureValue: fields.wholeOctets() }
    })
  })
}

/** Octets of a positive serial number without a leading zero, as lower-case hexadecimal; `-` before a negative one. */
export function serialHex(serialNumber: Uint8Array): string {
  if ((serialNumber[0] ?? 0) >= 0x80) {
    const magnitude = (1n << BigInt(8 * serialNumber.length)) - BigInt(`0x${serialNumber.toHex()}`)
    const hex = magnitude.toString(16)
    return `-${hex.length % 2 === 0 ? hex : `0${hex}`}`
  }
  return serialNumber.length > 1 && serialNumber[0] === 0
    ? serialNumber.subarray(1).toHex()
    : serialNumber.toHex()
}

const versions = [1, 2, 3] as const

function readTbsCertificate(tbs: DerReader) {
  const version = tbs.optionalInside(contextConstructed(0), (inner) => versions[inner.smallInteger(2)]) ?? 1
  const serialNumber = tbs.integerContent()
  if (serialNumber.length > 64) tbs.fail('serialNumber exceeds 64 octets')
  const signature = readAlgorithmIdentifier(tbs)
  const issuer = readName(tbs)
  const [notBefore, notAfter] = tbs.sequence((validity) => [validity.time(), validity.time()] as const)
  const subject = readName(tbs)
  const subjectPublicKeyInfo = tbs.raw(tags.sequence)
  const key = tbs.reopen(subjectPublicKeyInfo).enter()
  const publicKeyAlgorithm = readAlgorithmIdentifier(key)
  const publicKey = key.wholeOctets()
  key.assertEnd()
  tbs.optional(contextPrimitive(1), (f) => f.bitString(contextPrimitive(1)))
  tbs.optional(contextPrimitive(2), (f) => f.bitString(contextPrimitive(2)))
  const extensions = tbs.optionalInside(contextConstructed(3), (inner) => readExtensions(inner))
  if (extensions !== undefined && version !== 3) tbs.fail('extensions in a certificate that is not version 3')
  return {
    version,
    serialNumber,
    signature,
    issuer,
    notBefore,
    notAfter,
    subject,
    subjectPublicKeyInfo,
    publicKeyAlgorithm,
    publicKey,
    extensions: parseCertificateExtensions(extensions ?? []),
  }
}
