// QualifyingProperties of a XAdES signature as readonly values (EN 319 132-1 §4, §5, annexes A and D).

import type { HashAlgorithm } from '../../crypto/algorithms.ts'
import { base64Text, canonicalisationOf, defaultCanonicalisation, digestMethodOf } from '../xml/algorithms.ts'
import type { Canonicalisation } from '../xml/canonicalise.ts'
import type { XmlSignature } from '../xml/signature.ts'
import {
  attributeOf,
  childElements,
  childrenNamed,
  isNamed,
  malformed,
  namespaces,
  notSupported,
  onlyChildNamed,
  onlyElements,
  textOf,
  type XmlElement,
} from '../xml/tree.ts'

/** What names a certificate by its digest. */
export interface NamedCertificate {
  /** Undefined for an algorithm that is not known. */
  readonly hash: HashAlgorithm | undefined
  readonly digest: Uint8Array | undefined
  /** Version 1: an RFC 4514 string and a number, as written. */
  readonly issuerSerial: { readonly issuer: string; readonly serial: string } | undefined
  /** Version 2: DER of IssuerSerial (RFC 5035). */
  readonly issuerSerialDer: Uint8Array | undefined
}

export type SignaturePolicy =
  | { readonly kind: 'implied' }
  | { readonly kind: 'explicit'; readonly identifier: string }

export const xadesTimestampKinds = {
  AllDataObjectsTimeStamp: 'content',
  IndividualDataObjectsTimeStamp: 'content',
  SignatureTimeStamp: 'signature',
  SigAndRefsTimeStamp: 'references',
  SigAndRefsTimeStampV2: 'references',
  RefsOnlyTimeStamp: 'references',
  RefsOnlyTimeStampV2: 'references',
  ArchiveTimeStamp: 'archive',
} as const
export type XadesTimestampName = keyof typeof xadesTimestampKinds

export interface XadesTimestamp {
  readonly name: XadesTimestampName
  readonly element: XmlElement
  readonly canonicalisation: Canonicalisation
  /** Explicitly named parts, with whether the data rather than the Reference is meant. */
  readonly includes: readonly { readonly uri: string; readonly referencedData: boolean }[]
  /** ContentInfo of each token in it. */
  readonly tokens: readonly Uint8Array[]
}

export interface SignedProperties {
  readonly element: XmlElement
  readonly signingTime: Date | undefined
  readonly certificates: readonly NamedCertificate[]
  readonly policy: SignaturePolicy | undefined
  /** References (`#id`) whose data is described. */
  readonly dataObjectFormats: readonly string[]
  readonly commitments: readonly string[]
  readonly timestamps: readonly XadesTimestamp[]
}

export interface QualifyingProperties {
  readonly element: XmlElement
  readonly target: string | undefined
  readonly signed: SignedProperties | undefined
  /** Unsigned signature properties in the order of the document, which archive time-stamps rest on. */
  readonly unsigned: readonly XmlElement[]
}

const { xades132, xades141 } = namespaces

/**
 * @returns undefined for a signature without QualifyingProperties: plain XMLDSig.
 * @throws ServiceError `MALFORMED_DOCUMENT` for several of them, or a form that the schema does not allow;
 *   `UNSUPPORTED_FORMAT` for properties that lie elsewhere or are of another version.
 */
export function readQualifyingProperties(signature: XmlSignature): QualifyingProperties | undefined {
  const contents = signature.objects.flatMap(childElements)
  const found = contents.filter((one) => isNamed(one, xades132, 'QualifyingProperties'))
  for (const one of contents) {
    if (isNamed(one, xades132, 'QualifyingPropertiesReference'))
      throw notSupported('qualifying properties that lie outside the signature')
    if (one.name === 'QualifyingProperties' && /\/01903\//.test(one.namespace) && one.namespace !== xades132)
      throw notSupported(`qualifying properties of ${one.namespace}`)
  }
  const [element, another] = found
  if (another !== undefined) throw malformed('the signature has more than one QualifyingProperties')
  if (element === undefined) return undefined
  for (const child of onlyElements(element))
    if (!isNamed(child, xades132, 'SignedProperties') && !isNamed(child, xades132, 'UnsignedProperties'))
      throw malformed(`QualifyingProperties holds ${child.name}`)
  const signed = onlyChildNamed(element, xades132, 'SignedProperties')
  const unsigned = onlyChildNamed(element, xades132, 'UnsignedProperties')
  const unsignedSignature =
    unsigned === undefined ? undefined : onlyChildNamed(unsigned, xades132, 'UnsignedSignatureProperties')
  return {
    element,
    target: attributeOf(element, 'Target'),
    signed: signed === undefined ? undefined : readSignedProperties(signed),
    unsigned: unsignedSignature === undefined ? [] : childElements(unsignedSignature),
  }
}

function readSignedProperties(element: XmlElement): SignedProperties {
  const signature = onlyChildNamed(element, xades132, 'SignedSignatureProperties')
  const data = onlyChildNamed(element, xades132, 'SignedDataObjectProperties')
  const ofSignature = (name: string) =>
    signature === undefined ? undefined : onlyChildNamed(signature, xades132, name)
  const ofData = (name: string) => (data === undefined ? [] : childrenNamed(data, xades132, name))
  const time = ofSignature('SigningTime')
  const policy = ofSignature('SignaturePolicyIdentifier')
  return {
    element,
    signingTime: time === undefined ? undefined : dateTime(textOf(time)),
    certificates: [ofSignature('SigningCertificate'), ofSignature('SigningCertificateV2')].flatMap((list) =>
      list === undefined ? [] : readNamedCertificates(list),
    ),
    policy: policy === undefined ? undefined : readPolicy(policy),
    dataObjectFormats: ofData('DataObjectFormat').map((one) => attributeOf(one, 'ObjectReference') ?? ''),
    commitments: ofData('CommitmentTypeIndication').flatMap(readCommitment),
    timestamps: data === undefined ? [] : childElements(data).flatMap((one) => readXadesTimestamp(one) ?? []),
  }
}

/** xsd:dateTime with its zone; without one it names no moment. */
function dateTime(text: string): Date | undefined {
  const trimmed = text.trim()
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(trimmed)) return undefined
  const time = new Date(trimmed)
  return Number.isNaN(time.getTime()) ? undefined : time
}

const certificatesLimit = 20

function readNamedCertificates(list: XmlElement): NamedCertificate[] {
  const certificates = childrenNamed(list, xades132, 'Cert')
  if (certificates.length === 0) throw malformed(`${list.name} names no certificate`)
  if (certificates.length > certificatesLimit)
    throw notSupported(`more than ${certificatesLimit} named certificates`)
  return certificates.map((certificate) => {
    const digest = onlyChildNamed(certificate, xades132, 'CertDigest')
    const method = digest && onlyChildNamed(digest, namespaces.dsig, 'DigestMethod')
    const value = digest && onlyChildNamed(digest, namespaces.dsig, 'DigestValue')
    if (method === undefined || value === undefined)
      throw malformed('CertDigest has not DigestMethod and DigestValue')
    const v1 = onlyChildNamed(certificate, xades132, 'IssuerSerial')
    const v2 = onlyChildNamed(certificate, xades132, 'IssuerSerialV2')
    return {
      hash: digestMethodOf(method).hash,
      digest: base64Text(textOf(value)),
      issuerSerial: v1 === undefined ? undefined : readIssuerSerial(v1),
      issuerSerialDer: v2 === undefined ? undefined : requireBase64(v2),
    }
  })
}

function readIssuerSerial(element: XmlElement): { readonly issuer: string; readonly serial: string } {
  const issuer = onlyChildNamed(element, namespaces.dsig, 'X509IssuerName')
  const serial = onlyChildNamed(element, namespaces.dsig, 'X509SerialNumber')
  if (issuer === undefined || serial === undefined)
    throw malformed('IssuerSerial has not a name and a number')
  return { issuer: textOf(issuer), serial: textOf(serial).trim() }
}

function readPolicy(element: XmlElement): SignaturePolicy {
  if (onlyChildNamed(element, xades132, 'SignaturePolicyImplied') !== undefined) return { kind: 'implied' }
  const explicit = onlyChildNamed(element, xades132, 'SignaturePolicyId')
  const id = explicit && onlyChildNamed(explicit, xades132, 'SigPolicyId')
  const identifier = id && onlyChildNamed(id, xades132, 'Identifier')
  if (identifier === undefined) throw malformed('SignaturePolicyIdentifier names no policy')
  return { kind: 'explicit', identifier: textOf(identifier).trim().slice(0, 200) }
}

function readCommitment(element: XmlElement): string[] {
  const id = onlyChildNamed(element, xades132, 'CommitmentTypeId')
  const identifier = id && onlyChildNamed(id, xades132, 'Identifier')
  return identifier === undefined ? [] : [textOf(identifier).trim().slice(0, 200)]
}

const tokensLimit = 20

/** @returns undefined for another property. @throws ServiceError. */
export function readXadesTimestamp(element: XmlElement): XadesTimestamp | undefined {
  const { name } = element
  if (!isTimestampName(name) || (element.namespace !== xades132 && element.namespace !== xades141))
    return undefined
  const method = onlyChildNamed(element, namespaces.dsig, 'CanonicalizationMethod')
  const canonicalisation = method === undefined ? defaultCanonicalisation : canonicalisationOf(method)
  if (canonicalisation === undefined) throw notSupported(`the canonicalisation of ${name}`)
  const tokens = childrenNamed(element, xades132, 'EncapsulatedTimeStamp')
  if (tokens.length > tokensLimit) throw notSupported(`more than ${tokensLimit} tokens in one ${name}`)
  return {
    name,
    element,
    canonicalisation,
    includes: childrenNamed(element, xades132, 'Include').map((include) => ({
      uri: attributeOf(include, 'URI') ?? '',
      referencedData: /^(true|1)$/.test(attributeOf(include, 'referencedData') ?? ''),
    })),
    tokens: tokens.map(requireBase64),
  }
}

function isTimestampName(name: string): name is XadesTimestampName {
  return Object.hasOwn(xadesTimestampKinds, name)
}

function requireBase64(element: XmlElement): Uint8Array {
  const octets = base64Text(textOf(element))
  if (octets === undefined) throw malformed(`${element.name} is no base64`)
  return octets
}

export interface StoredValidationData {
  readonly certificates: readonly Uint8Array[]
  readonly crls: readonly Uint8Array[]
  readonly ocsps: readonly Uint8Array[]
}

/** CertificateValues, RevocationValues and what is shaped like them (EN 319 132-1 §5.4, §5.5.1, annex A.2). */
export function readStoredData(property: XmlElement): StoredValidationData {
  const inside = (parent: XmlElement | undefined, list: string, value: string): Uint8Array[] => {
    const holder = parent && (list === '' ? parent : onlyChildNamed(parent, xades132, list))
    return holder === undefined ? [] : childrenNamed(holder, xades132, value).map(requireBase64)
  }
  const revocation = (parent: XmlElement | undefined) => ({
    crls: inside(parent, 'CRLValues', 'EncapsulatedCRLValue'),
    ocsps: inside(parent, 'OCSPValues', 'EncapsulatedOCSPValue'),
  })
  const certificates = (parent: XmlElement | undefined) => inside(parent, '', 'EncapsulatedX509Certificate')
  const known = property.namespace === xades132 || property.namespace === xades141
  switch (known ? property.name : '') {
    case 'CertificateValues':
    case 'AttrAuthoritiesCertValues':
      return { certificates: certificates(property), crls: [], ocsps: [] }
    case 'RevocationValues':
    case 'AttributeRevocationValues':
      return { certificates: [], ...revocation(property) }
    case 'TimeStampValidationData':
      return {
        certificates: certificates(onlyChildNamed(property, xades132, 'CertificateValues')),
        ...revocation(onlyChildNamed(property, xades132, 'RevocationValues')),
      }
    default:
      return { certificates: [], crls: [], ocsps: [] }
  }
}
