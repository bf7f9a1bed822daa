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
  const certificates =
    fields.optional(contextConstructed(0), (f) =>
      f.each(contextConstructed(0), (set) =>
        set.isNext(tags.sequence) ? set.raw(tags.sequence) : skip(set),
      ),
    ) ?? []
  const { crls, ocsps } = readRevocationInfo(fields)
  const signerInfos = fields.each(tags.set, (set) => set.sequence(readSignerInfo))
  return {
    version,
    digestAlgorithms,
    eContentType,
    eContent,
    certificates: certificates.filter((certificate) => certificate !== undefined),
    crls,
    ocsps,
    signerInfos,
  }
}

/** Attribute certificates and other formats, which no verdict of ours rests on. */
function skip(reader: DerReader): undefined {
  reader.element()
}

/** RevocationInfoChoices (RFC 5652 §10.2.1). */
function readRevocationInfo(fields: DerReader): {
  readonly crls: Uint8Array[]
  readonly ocsps: Uint8Array[]
} {
  const crls: Uint8Array[] = []
  const ocsps: Uint8Array[] = []
  if (!fields.isNext(contextConstructed(1))) return { crls, ocsps }
  fields.each(contextConstructed(1), (set) => {
    if (set.isNext(tags.sequence)) crls.push(set.raw(tags.sequence))
    else {
      set.inside(contextConstructed(1), (other) => {
        const format = other.oid()
        const info = other.element()
        if (format === oids.ocspResponseInfo) ocsps.push(info.raw)
      })
    }
  })
  return { crls, ocsps }
}

function readSignerInfo(fields: DerReader): SignerInfo {
  const version = fields.smallInteger(255)
  const sid = readSignerIdentifier(fields)
  const digestAlgorithm = readAlgorithmIdentifier(fields)
  const signedRaw = fields.optional(contextConstructed(0), (f) => f.raw(contextConstructed(0)))
  const signedAttributes =
    signedRaw === undefined ? undefined : fields.reopen(signedRaw).each(contextConstructed(0), readAttribute)
  const signatureAlgorithm = readAlgorithmIdentifier(fields)
  const signature = fields.octetString()
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
  }
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
  const copy = raw.slice()
  copy[0] = tags.set
  return copy
}
