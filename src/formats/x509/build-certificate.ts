// Builds X.509 version 3 certificates (RFC 5280 §4). Judging them is lint-certificate's work.

import * as asn1js from 'asn1js'
import * as pkijs from 'pkijs'
import { type SignatureAlgorithm, signatureAlgorithmFacts } from '../../crypto/algorithms.ts'
import { oids } from '../asn1/oids.ts'
import { bitString, namedBits, nullValue, sequence } from '../asn1/writer.ts'
import type { Unsigned } from '../unsigned.ts'
import { EncodedAlgorithmIdentifier, EncodedName, EncodedPublicKeyInfo } from './encoded-block.ts'
import { type GeneralNameRequest, generalName } from './general-name.ts'
import { type KeyUsage, keyUsageBits } from './key-usage.ts'

export interface CertificateToBuild {
  /** The issuer's, since it signs. */
  readonly algorithm: SignatureAlgorithm
  /** 1–20 octets, positive, big-endian (RFC 5280 §4.1.2.2). */
  readonly serialNumber: Uint8Array
  /** DER of Name, octet for octet the issuer's subject. */
  readonly issuer: Uint8Array
  /** DER of Name; see `encodeDistinguishedName`. */
  readonly subject: Uint8Array
  /** Whole seconds; a fraction is cut off. */
  readonly notBefore: Date
  readonly notAfter: Date
  /** DER of the subject's SubjectPublicKeyInfo. */
  readonly subjectPublicKeyInfo: Uint8Array
  readonly extensions: CertificateExtensionsToBuild
}

/** What is left out is not written. Critical as RFC 5280 §4.2.1 says, unless the field has its own `critical`. */
export interface CertificateExtensionsToBuild {
  /** The public key's, by `keyIdentifier`. */
  readonly subjectKeyIdentifier?: Uint8Array
  /** The issuer's subjectKeyIdentifier; for a self-signed certificate its own. */
  readonly authorityKeyIdentifier?: Uint8Array
  readonly basicConstraints?: { readonly ca: boolean; readonly pathLength?: number }
  readonly keyUsage?: readonly KeyUsage[]
  /** Usages are object identifiers. RFC 3161 §2.3 demands critical for time-stamping. */
  readonly extendedKeyUsage?: { readonly usages: readonly string[]; readonly critical: boolean }
  readonly subjectAltName?: readonly GeneralNameRequest[]
  /** Policy object identifiers. */
  readonly certificatePolicies?: readonly string[]
  /** Addresses of the issuer's full CRL. */
  readonly crlDistributionPoints?: readonly string[]
  /** Addresses of OCSP responder and issuer certificate. */
  readonly authorityInfoAccess?: { readonly ocsp: readonly string[]; readonly caIssuers: readonly string[] }
  /** For OCSP responders: do not ask about this certificate (RFC 6960 §4.2.2.2.1). */
  readonly ocspNoCheck?: boolean
}

/**
 * Builds the certificate that `request` describes, whether it is wise or not: `lintCertificate` judges
 * `toBeSigned` before a key is used.
 *
 * @returns `toBeSigned` is DER of TBSCertificate; `complete` takes the signature (ECDSA: DER Ecdsa-Sig-Value,
 *   RFC 3279 §2.2.3) and gives DER of Certificate.
 */
export function prepareCertificate(request: CertificateToBuild): Unsigned<Uint8Array> {
  const { algorithmIdentifier } = signatureAlgorithmFacts(request.algorithm)
  const certificate = new pkijs.Certificate({
    version: 2,
    serialNumber: new asn1js.Integer({ valueHex: unsignedContent(request.serialNumber) }),
    signature: new EncodedAlgorithmIdentifier(algorithmIdentifier),
    issuer: new EncodedName(request.issuer),
    notBefore: validityTime(request.notBefore),
    notAfter: validityTime(request.notAfter),
    subject: new EncodedName(request.subject),
    subjectPublicKeyInfo: new EncodedPublicKeyInfo(request.subjectPublicKeyInfo),
    extensions: extensionsOf(request.extensions),
  })
  const toBeSigned = new Uint8Array(certificate.encodeTBS().toBER())
  return {
    algorithm: request.algorithm,
    toBeSigned,
    complete: (signature) => sequence(toBeSigned, algorithmIdentifier, bitString(signature)),
  }
}

function extensionsOf(wanted: CertificateExtensionsToBuild): pkijs.Extension[] {
  const extensions: pkijs.Extension[] = []
  const add = (extnID: string, critical: boolean, value: asn1js.BaseBlock | Uint8Array) => {
    const extnValue = value instanceof Uint8Array ? new Uint8Array(value).buffer : value.toBER()
    extensions.push(new pkijs.Extension({ extnID, critical, extnValue }))
  }
  const { basicConstraints, extendedKeyUsage, authorityInfoAccess } = wanted
  if (wanted.subjectKeyIdentifier !== undefined) {
    add(oids.subjectKeyIdentifier, false, octets(wanted.subjectKeyIdentifier))
  }
  if (wanted.authorityKeyIdentifier !== undefined) {
    const keyIdentifier = octets(wanted.authorityKeyIdentifier)
    add(oids.authorityKeyIdentifier, false, new pkijs.AuthorityKeyIdentifier({ keyIdentifier }).toSchema())
  }
  if (basicConstraints !== undefined) {
    const { ca, pathLength } = basicConstraints
    const value = new pkijs.BasicConstraints({
      cA: ca,
      ...(pathLength === undefined ? {} : { pathLenConstraint: pathLength }),
    })
    add(oids.basicConstraints, true, value.toSchema())
  }
  if (wanted.keyUsage !== undefined) {
    add(oids.keyUsage, true, namedBits(wanted.keyUsage.map((usage) => keyUsageBits[usage])))
  }
  if (extendedKeyUsage !== undefined) {
    const value = new pkijs.ExtKeyUsage({ keyPurposes: [...extendedKeyUsage.usages] })
    add(oids.extKeyUsage, extendedKeyUsage.critical, value.toSchema())
  }
  if (wanted.subjectAltName !== undefined) {
    const names = wanted.subjectAltName.map((name) => generalName(name))
    add(oids.subjectAltName, false, new pkijs.GeneralNames({ names }).toSchema())
  }
  if (wanted.certificatePolicies !== undefined) {
    const certificatePolicies = wanted.certificatePolicies.map(
      (policyIdentifier) => new pkijs.PolicyInformation({ policyIdentifier }),
    )
    add(oids.certificatePolicies, false, new pkijs.CertificatePolicies({ certificatePolicies }).toSchema())
  }
  if (wanted.crlDistributionPoints !== undefined) {
    add(oids.cRLDistributionPoints, false, distributionPoints(wanted.crlDistributionPoints))
  }
  if (authorityInfoAccess !== undefined) {
    const accessDescriptions = [
      ...authorityInfoAccess.ocsp.map((uri) => accessDescription(oids.ocsp, uri)),
      ...authorityInfoAccess.caIssuers.map((uri) => accessDescription(oids.caIssuers, uri)),
    ]
    add(oids.authorityInfoAccess, false, new pkijs.InfoAccess({ accessDescriptions }).toSchema())
  }
  if (wanted.ocspNoCheck === true) add(oids.ocspNoCheck, false, nullValue())
  return extensions
}

/** Each address is a distribution point of its own: all of them serve the whole CRL (RFC 5280 §4.2.1.13). */
export function distributionPoints(addresses: readonly string[]): asn1js.BaseBlock {
  const points = addresses.map(
    (uri) => new pkijs.DistributionPoint({ distributionPoint: [generalName({ kind: 'uri', value: uri })] }),
  )
  return new pkijs.CRLDistributionPoints({ distributionPoints: points }).toSchema()
}

function accessDescription(accessMethod: string, uri: string): pkijs.AccessDescription {
  return new pkijs.AccessDescription({
    accessMethod,
    accessLocation: generalName({ kind: 'uri', value: uri }),
  })
}

/** RFC 5280 §4.1.2.5: UTCTime through 2049, GeneralizedTime from 2050. */
export function validityTime(at: Date): pkijs.Time {
  const value = new Date(Math.floor(at.getTime() / 1000) * 1000)
  const year = value.getUTCFullYear()
  return new pkijs.Time({ type: year >= 1950 && year <= 2049 ? 0 : 1, value })
}

export function octets(content: Uint8Array): asn1js.OctetString {
  return new asn1js.OctetString({ valueHex: new Uint8Array(content) })
}

/** Content octets of an INTEGER with the value of the unsigned big-endian `value`. */
function unsignedContent(value: Uint8Array): Uint8Array<ArrayBuffer> {
  const start = value.findIndex((octet) => octet !== 0)
  const shortest = start < 0 ? [0] : [...value.subarray(start)]
  return Uint8Array.from((shortest[0] ?? 0) >= 0x80 ? [0, ...shortest] : shortest)
}
