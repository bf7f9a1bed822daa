// Values of the attributes that signatures of CMS and CAdES rest on (RFC 5652 §11, RFC 5035, RFC 6211, EN 319 122-1).

import type { HashAlgorithm } from '../../crypto/algorithms.ts'
import { oids } from '../asn1/oids.ts'
import { type DerReader, parseDer } from '../asn1/reader.ts'
import { contextConstructed, tags } from '../asn1/tags.ts'
import { type ParsedGeneralName, readGeneralName } from '../x509/parse-general-name.ts'
import {
  type AlgorithmIdentifier,
  hashAlgorithmOf,
  readAlgorithmIdentifier,
} from '../x509/signature-scheme.ts'

/** What names a certificate by its hash; `hash` is undefined for an algorithm that is not known. */
export interface EssCertId {
  readonly hash: HashAlgorithm | undefined
  readonly certHash: Uint8Array
  readonly issuerSerial:
    | { readonly issuer: readonly ParsedGeneralName[]; readonly serialNumber: Uint8Array }
    | undefined
}

/** @throws ServiceError `MALFORMED_DER`. */
export function parseContentType(value: Uint8Array): string {
  return parseDer('content-type', value, (reader) => reader.oid())
}

/** @throws ServiceError `MALFORMED_DER`. */
export function parseMessageDigest(value: Uint8Array): Uint8Array {
  return parseDer('message-digest', value, (reader) => reader.octetString())
}

/** @throws ServiceError `MALFORMED_DER`. */
export function parseSigningTime(value: Uint8Array): Date {
  return parseDer('signing-time', value, (reader) => reader.time())
}

/** The first certificate named, which is the signer's (RFC 5035 §3). @throws ServiceError `MALFORMED_DER`. */
export function parseSigningCertificate(value: Uint8Array): EssCertId {
  return first('signing-certificate', value, (cert) => ({
    hash: 'sha-1',
    certHash: cert.octetString(),
    issuerSerial: cert.optional(tags.sequence, readIssuerSerial),
  }))
}

/** The first certificate named, which is the signer's (RFC 5035 §4). @throws ServiceError `MALFORMED_DER`. */
export function parseSigningCertificateV2(value: Uint8Array): EssCertId {
  return first('signing-certificate-v2', value, (cert) => {
    // DEFAULT id-sha256; written out by many, with the same meaning.
    const algorithm = cert.optional(tags.sequence, (r) => readAlgorithmIdentifier(r))
    return {
      hash: algorithm === undefined ? 'sha-256' : hashAlgorithmOf(algorithm),
      certHash: cert.octetString(),
      issuerSerial: cert.optional(tags.sequence, readIssuerSerial),
    }
  })
}

export interface AlgorithmProtection {
  readonly digestAlgorithm: AlgorithmIdentifier
  /** Undefined when the attribute protects a MAC instead. */
  readonly signatureAlgorithm: AlgorithmIdentifier | undefined
}

/** RFC 6211 §2. @throws ServiceError `MALFORMED_DER`. */
export function parseAlgorithmProtection(value: Uint8Array): AlgorithmProtection {
  return parseDer('CMSAlgorithmProtection', value, (reader) =>
    reader.sequence((fields) => {
      const digestAlgorithm = readAlgorithmIdentifier(fields)
      const signatureAlgorithm = fields.isNext(contextConstructed(1))
        ? readAlgorithmIdentifier(fields, contextConstructed(1))
        : undefined
      if (signatureAlgorithm === undefined) readAlgorithmIdentifier(fields, contextConstructed(2))
      return { digestAlgorithm, signatureAlgorithm }
    }),
  )
}

/** Revocation data that CAdES keeps in an unsigned attribute: DER of CRLs and of BasicOCSPResponses. */
export interface RevocationValues {
  readonly crls: readonly Uint8Array[]
  readonly basicOcsps: readonly Uint8Array[]
}

/** EN 319 122-1 §A.1.2.2 (RevocationValues). @throws ServiceError `MALFORMED_DER`. */
export function parseRevocationValues(value: Uint8Array): RevocationValues {
  return parseDer('revocation-values', value, (reader) =>
    reader.sequence((fields) => {
      const list = (number: number) =>
        fields.optionalInside(contextConstructed(number), (inner) =>
          inner.each(tags.sequence, (l) => l.raw(tags.sequence)),
        )
      const values = { crls: list(0) ?? [], basicOcsps: list(1) ?? [] }
      fields.elements()
      return values
    }),
  )
}

/** EN 319 122-1 §A.1.1.2 (CertificateValues). @throws ServiceError `MALFORMED_DER`. */
export function parseCertificateValues(value: Uint8Array): readonly Uint8Array[] {
  return parseDer('certificate-values', value, (reader) =>
    reader.each(tags.sequence, (l) => l.raw(tags.sequence)),
  )
}

function first(name: string, value: Uint8Array, readCert: (cert: DerReader) => EssCertId): EssCertId {
  return parseDer(name, value, (reader) =>
    reader.sequence((fields) => {
      const [cert] = fields.each(tags.sequence, (list) => list.sequence(readCert))
      fields.optional(tags.sequence, (policies) => policies.element())
      return cert ?? fields.fail('no certificate is named')
    }),
  )
}

function readIssuerSerial(cert: DerReader): NonNullable<EssCertId['issuerSerial']> {
  return cert.sequence((fields) => ({
    issuer: fields.each(tags.sequence, readGeneralName),
    serialNumber: fields.integerContent(),
  }))
}

/** Attributes that RFC 5652 §11, RFC 5035 and RFC 6211 allow once in the signed attributes, with one value. */
export const singleValuedAttributes: readonly string[] = [
  oids.contentType,
  oids.messageDigest,
  oids.signingTime,
  oids.signingCertificate,
  oids.signingCertificateV2,
  oids.cmsAlgorithmProtection,
]
