// PKCS#10 certification requests: read strictly, with proof that the requester holds the key (RFC 2986).

import { publicKeyFacts, verifySignature } from '#primitives'
import { equalBytes } from '../../bytes.ts'
import { signatureAlgorithmNames, signatureAlgorithms, verificationScheme } from '../../crypto/algorithms.ts'
import { ServiceError } from '../../errors.ts'
import { oids } from '../asn1/oids.ts'
import { type DerReader, parseDer } from '../asn1/reader.ts'
import { contextConstructed, tags } from '../asn1/tags.ts'
import { assertCertifiableKey } from './certifiable-key.ts'
import { type CertificateExtensions, parseCertificateExtensions, readExtensions } from './extensions.ts'
import { type Name, readName } from './name.ts'

export interface CertificationRequest {
  /** What the requester would like to be called; the authority decides. */
  readonly subject: Name
  /** DER of SubjectPublicKeyInfo, whose private key signed the request. */
  readonly subjectPublicKeyInfo: Uint8Array
  /** Extensions asked for (RFC 2985 §5.4.2), or null. The certificate's profile decides, not the request. */
  readonly extensions: CertificateExtensions | null
}

const maxRequestOctets = 16_384

/**
 * Reads a certification request and checks its signature with the key that it holds, which proves possession.
 *
 * @param der of CertificationRequest, at most 16,384 octets.
 * @throws ServiceError `MALFORMED_DER`; `LIMIT_EXCEEDED`; `ALGORITHM_NOT_ALLOWED` when the signature algorithm is
 *   none that keys of this service have, or the key as `assertCertifiableKey`; `INVALID_ARGUMENT` when the signature does not hold.
 */
export async function parseCertificationRequest(der: Uint8Array): Promise<CertificationRequest> {
  if (der.length > maxRequestOctets) {
    throw new ServiceError(
      'LIMIT_EXCEEDED',
      `certification request has ${der.length} octets; ${maxRequestOctets} are allowed`,
    )
  }
  const request = parseDer('CertificationRequest', der, (reader) =>
    reader.sequence((fields) => {
      const toBeSigned = fields.raw(tags.sequence)
      const algorithmIdentifier = fields.raw(tags.sequence)
      const signature = fields.wholeOctets()
      return { toBeSigned, algorithmIdentifier, signature }
    }),
  )
  const info = parseDer('CertificationRequestInfo', request.toBeSigned, readInfo)
  const algorithm = signatureAlgorithmNames.find((name) =>
    equalBytes(signatureAlgorithms[name].algorithmIdentifier, request.algorithmIdentifier),
  )
  if (algorithm === undefined) {
    throw new ServiceError(
      'ALGORITHM_NOT_ALLOWED',
      'certification request is signed with an algorithm that is not supported',
    )
  }
  await checkKey(info.subjectPublicKeyInfo)
  assertCertifiableKey(info.subjectPublicKeyInfo)
  const holds = await verifySignature(
    verificationScheme(algorithm),
    info.subjectPublicKeyInfo,
    request.toBeSigned,
    request.signature,
  )
  if (!holds) {
    throw new ServiceError(
      'INVALID_ARGUMENT',
      'signature of the certification request does not hold: possession of the key is not proved',
    )
  }
  return info
}

/** RSA of 2048–8192 bits, P-256, P-384, P-521, EdDSA, ML-DSA: weaker keys deserve no certificate, larger ones stall verifiers. */
async function checkKey(subjectPublicKeyInfo: Uint8Array): Promise<void> {
  const facts = await publicKeyFacts(subjectPublicKeyInfo)
  if (facts === undefined) {
    throw new ServiceError('INVALID_ARGUMENT', 'certification request holds a public key that cannot be used')
  }
  if (facts.kind === 'rsa' && (facts.bits < 2048 || facts.bits > 8192)) {
    throw new ServiceError(
      'ALGORITHM_NOT_ALLOWED',
      `certification request holds an RSA key of ${facts.bits} bits; 2048–8192 are allowed`,
    )
  }
  if (facts.kind === 'ec' && !['prime256v1', 'secp384r1', 'secp521r1'].includes(facts.curve)) {
    throw new ServiceError(
      'ALGORITHM_NOT_ALLOWED',
      `certification request holds a key on ${facts.curve}; P-256, P-384 and P-521 are allowed`,
    )
  }
}

function readInfo(reader: DerReader): CertificationRequest {
  return reader.sequence((fields) => {
    const version = fields.integer()
    if (version !== 0n) fields.fail(`version is ${version}; PKCS#10 has 0`)
    const subject = readName(fields)
    const subjectPublicKeyInfo = fields.raw(tags.sequence)
    const extensions = fields.optional(contextConstructed(0), readAttributes) ?? null
    return { subject, subjectPublicKeyInfo, extensions }
  })
}

/** Attributes other than extensionRequest (a challenge password, a friendly name) are read over. */
function readAttributes(fields: DerReader): CertificateExtensions | null {
  let found: CertificateExtensions | null = null
  fields.each(contextConstructed(0), (list) =>
    list.sequence((attribute) => {
      const type = attribute.oid()
      if (type !== oids.extensionRequest) {
        attribute.raw(tags.set)
        return
      }
      if (found !== null) attribute.fail('extensionRequest occurs twice')
      found = attribute.inside(tags.set, (values) => parseCertificateExtensions(readExtensions(values)))
    }),
  )
  return found
}
