// SignedData of a stranger as a readonly value (RFC 5652 §3–§5). Form alone; validation/cms.ts judges.

import { oids } from '../asn1/oids.ts'
import { type DerReader, parseDer } from '../asn1/reader.ts'
import { contextConstructed, contextPrimitive, tags } from '../asn1/tags.ts'
import { type Name, readName } from '../x509/name.ts'
import { type AlgorithmIdentifier, readAlgorithmIdentifier } from '../x509/signature-scheme.ts'

export interface CmsAttribute {
  /** Dotted object identifier. */
  readonly type: string
  /** DER of the Attribute. */
  readonly der: Uint8Array
  /** DER of each value. */
  readonly values: readonly Uint8Array[]
}

export type SignerIdentifier =
  | { readonly kind: 'issuerAndSerialNumber'; readonly issuer: Name; readonly serialNumber: Uint8Array }
  | { readonly kind: 'subjectKeyIdentifier'; readonly keyIdentifier: Uint8Array }

export interface SignerInfo {
  readonly version: number
  readonly sid: SignerIdentifier
  readonly digestAlgorithm: AlgorithmIdentifier
  /** Undefined when absent. */
  readonly signedAttributes: readonly CmsAttribute[] | undefined
  /** What is signed when there are signed attributes: their DER under the tag SET OF (RFC 5652 §5.4). */
  readonly signedAttributesDer: Uint8Array | undefined
  readonly signatureAlgorithm: AlgorithmIdentifier
  readonly signature: Uint8Array
  readonly unsignedAttributes: readonly CmsAttribute[]
  /** The encodings of all fields up to and with `signature`, which archive time-stamps cover. */
  readonly signedFields: Uint8Array
}

/** One CertificateChoices or RevocationInfoChoice as it stands in its set. */
export interface EncodedChoice {
  readonly raw: Uint8Array
  /** DER of the certificate, CRL or OCSPResponse; undefined for a kind that is not read. */
  readonly value: Uint8Array | undefined
  readonly kind: 'certificate' | 'crl' | 'ocsp' | 'basicOcsp' | 'other'
}

export interface SignedData {
  readonly version: number
  readonly digestAlgorithms: readonly AlgorithmIdentifier[]
  readonly eContentType: string
  /** Undefined for a detached signature. */
  readonly eContent: Uint8Array | undefined
  /** DER of each X.509 certificate; attribute certificates are left out. */
  readonly certificates: readonly Uint8Array[]
  /** DER of each CertificateList. */
  readonly crls: readonly Uint8Array[]
  /** DER of each OCSPResponse that stands among the CRLs (RFC 5940). */
  readonly ocsps: readonly Uint8Array[]
  /** DER of each BasicOCSPResponse that stands there. */
  readonly basicOcsps: readonly Uint8Array[]
  /** The sets `certificates` and `crls` whole, for what counts their members. */
  readonly certificateChoices: readonly EncodedChoice[]
  readonly revocationChoices: readonly EncodedChoice[]
  readonly signerInfos: readonly SignerInfo[]
}

/** Whether `bytes` begin like a ContentInfo of SignedData, in DER or BER. */
export function looksLikeSignedData(bytes: Uint8Array): boolean {
  if (bytes[0] !== tags.sequence) return false
  const length = bytes[1] ?? 0
  const at = 2 + (length > 0x80 ? length & 0x7f : 0)
  return signedDataOid.every((octet, i) => bytes[at + i] === octet)
}

/** OBJECT IDENTIFIER 1.2.840.113549.1.7.2. */
const signedDataOid = [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02]

/**
 * Reads ContentInfo with SignedData.
 *
 * @throws ServiceError `MALFORMED_DER`, `LIMIT_EXCEEDED`.
 */
export function parseSignedData(der: Uint8Array): SignedData {
  return parseDer('SignedData', der, (reader) =>
    reader.sequence((contentInfo) => {
      const contentType = contentInfo.oid()
      if (contentType !== oids.signedData)
        contentInfo.fail(`content type ${contentType} is not id-signedData`)
      return contentInfo.inside(contextConstructed(0), (content) => content.sequence(readSignedData))
    }),
  )
}

function readSignedData(fields: DerReader): SignedData {
  const version = fields.smallInteger(255)
  const digestAlgorithms = fields.each(tags.set, (set) => readAlgorithmIdentifier(set))
  const { eContentType, eContent } = fields.sequence((content) => ({
    eContentType: content.oid(),
    eContent: content.optionalInside(contextConstructed(0), (inner) => inner.octetString()),
  }))
  const certificateChoices =
    fields.optional(contextConstructed(0), (f) => f.each(contextConstructed(0), readCertificateChoice)) ?? []
  const revocationChoices =
    fields.optional(contextConstructed(1), (f) => f.each(contextConstructed(1), readRevocationChoice)) ?? []
  const signerInfos = fields.each(tags.set, (set) => readSignerInfo(set))
  return {
    version,
    digestAlgorithms,
    eContentType,
    eContent,
    certificates: valuesOf(certificateChoices, 'certificate'),
    crls: valuesOf(revocationChoices, 'crl'),
    ocsps: valuesOf(revocationChoices, 'ocsp'),
    basicOcsps: valuesOf(revocationChoices, 'basicOcsp'),
    certificateChoices,
    revocationChoices,
    signerInfos,
  }
}

function valuesOf(choices: readonly EncodedChoice[], wanted: EncodedChoice['kind']): readonly Uint8Array[] {
  return choices.flatMap(({ kind, value }) => (kind === wanted && value !== undefined ? [value] : []))
}

/** Attribute certificates and other formats are left out: no verdict of ours rests on them. */
function readCertificateChoice(set: DerReader): EncodedChoice {
  if (!set.isNext(tags.sequence)) return { raw: set.element().raw, value: undefined, kind: 'other' }
  const raw = set.raw(tags.sequence)
  return { raw, value: raw, kind: 'certificate' }
}

/** RFC 5652 §10.2.1, RFC 5940 §2.1. */
function readRevocationChoice(set: DerReader): EncodedChoice {
  if (set.isNext(tags.sequence)) {
    const raw = set.raw(tags.sequence)
    return { raw, value: raw, kind: 'crl' }
  }
  const raw = set.raw(contextConstructed(1))
  return set.reopen(raw).inside(contextConstructed(1), (other): EncodedChoice => {
    const format = other.oid()
    const info = other.element()
    // RFC 5940 and, older, TS 101 733 §6.3.4.
    if (format === oids.ocspResponseInfo) return { raw, value: info.raw, kind: 'ocsp' }
    if (format === oids.ocspBasic) return { raw, value: info.raw, kind: 'basicOcsp' }
    return { raw, value: undefined, kind: 'other' }
  })
}

/**
 * One SignerInfo by itself, as a counter-signature is (RFC 5652 §11.4).
 *
 * @throws ServiceError `MALFORMED_DER`, `LIMIT_EXCEEDED`.
 */
export function parseSignerInfo(der: Uint8Array): SignerInfo {
  return parseDer('SignerInfo', der, readSignerInfo)
}

function readSignerInfo(set: DerReader): SignerInfo {
  const at = set.offset
  const raw = set.raw(tags.sequence)
  return set.reopen(raw).sequence((fields) => {
    const start = fields.offset - at
    const version = fields.smallInteger(255)
    const sid = readSignerIdentifier(fields)
    const digestAlgorithm = readAlgorithmIdentifier(fields)
    const signedRaw = fields.optional(contextConstructed(0), (f) => f.raw(contextConstructed(0)))
    const signedAttributes =
      signedRaw === undefined
        ? undefined
        : fields.reopen(signedRaw).each(contextConstructed(0), readAttribute)
    const signatureAlgorithm = readAlgorithmIdentifier(fields)
    const signature = fields.octetString()
    const signedFields = raw.subarray(start, fields.offset - at)
    const unsignedAttributes = fields.optional(contextConstructed(1), (f) =>
      f.each(contextConstructed(1), readAttribute),
    )
    return {
      version,
      sid,
      digestAlgorithm,
      signedAttributes,
      signedAttributesDer: signedRaw === undefined ? undefined : asSetOf(signedRaw),
      signatureAlgorithm,
      signature,
      unsignedAttributes: unsignedAttributes ?? [],
      signedFields,
    }
  })
}

function readSignerIdentifier(fields: DerReader): SignerIdentifier {
  if (fields.isNext(contextPrimitive(0))) {
    return { kind: 'subjectKeyIdentifier', keyIdentifier: fields.octetString(contextPrimitive(0)) }
  }
  return fields.sequence((inner) => ({
    kind: 'issuerAndSerialNumber',
    issuer: readName(inner),
    serialNumber: inner.integerContent(),
  }))
}

function readAttribute(reader: DerReader): CmsAttribute {
  const der = reader.raw(tags.sequence)
  const fields = reader.reopen(der).enter()
  const type = fields.oid()
  const values = fields.each(tags.set, (set) => set.element().raw)
  fields.assertEnd()
  return { type, der, values }
}

/** RFC 5652 §5.4: the IMPLICIT [0] is replaced by the tag of SET OF for the digest. */
function asSetOf(raw: Uint8Array): Uint8Array {
  // Not `slice`, which gives a view of Node’s own arrays.
  const copy = new Uint8Array(raw)
  copy[0] = tags.set
  return copy
}
