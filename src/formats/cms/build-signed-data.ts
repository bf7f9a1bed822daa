// Builds CMS SignedData with one signer by DER template (RFC 5652 §5), as CAdES, PAdES and time-stamps need it.
// RFC 5754 (SHA-2, ECDSA, RSA), RFC 4056 (RSASSA-PSS), RFC 8419 (EdDSA), RFC 9882 (ML-DSA), ETSI EN 319 122-1, EN 319 142-1.

import { digest } from '#primitives'
import { concatBytes } from '../../bytes.ts'
import { hashAlgorithms, type SignatureAlgorithm, signatureAlgorithmFacts } from '../../crypto/algorithms.ts'
import { signatureValue } from '../../crypto/signature-value.ts'
import { ServiceError } from '../../errors.ts'
import { oids } from '../asn1/oids.ts'
import { contextConstructed, tags } from '../asn1/tags.ts'
import {
  integer,
  objectIdentifier,
  octetString,
  sequence,
  sortSetOf,
  tagged,
  time,
  tlv,
  tlvHead,
} from '../asn1/writer.ts'
import type { Unsigned } from '../unsigned.ts'
import { type CertificateIdentity, certificateIdentity } from '../x509/certificate-identity.ts'
import { shake256With512Bits } from '../x509/signature-scheme.ts'

interface SignedDataBase {
  readonly algorithm: SignatureAlgorithm
  /** Digest of the content by the algorithm's `digest` (SHA-512 for Ed25519, RFC 8419 §3.1). */
  readonly contentDigest: Uint8Array
  /** Default id-data. */
  readonly contentType?: string
  /** DER. Named by the SignerInfo and by signing-certificate-v2. */
  readonly signerCertificate: Uint8Array
  /** DER: what is embedded, as a rule the signer's certificate and its chain without the root. */
  readonly certificates: readonly Uint8Array[]
}

/** EN 319 142-1 §6.3 forbids signing-time in PAdES: the time stands in /M. So it exists for CAdES alone. */
export type SignedDataToBuild = SignedDataBase &
  (
    | { readonly profile: 'cades'; readonly signingTime?: Date }
    | { readonly profile: 'pades' }
    | { readonly profile: 'time-stamp' }
  )

/**
 * Builds SignedData around `content`, or detached without it.
 *
 * @returns `toBeSigned` is the DER of SignedAttributes as a SET OF (RFC 5652 §5.4); `complete` gives DER of
 *   ContentInfo.
 * @throws ServiceError `INVALID_ARGUMENT` when `contentDigest` has not the length of the algorithm's digest;
 *   `MALFORMED_DER` when the certificate is none.
 */
export async function prepareSignedData(
  request: SignedDataToBuild & { readonly content?: Uint8Array },
): Promise<Unsigned<Uint8Array>> {
  const { content } = request
  const template = await prepareTemplate(request)
  return {
    algorithm: request.algorithm,
    toBeSigned: template.toBeSigned,
    complete: (signature) => {
      const { before, after } = aroundContent(template, signature, [], content?.length)
      return concatBytes(...before, content ?? empty, ...after)
    },
  }
}

/** SignedData without its content: written `before`, then the content, then `after`, it is DER of ContentInfo. */
export interface SignedDataAround {
  readonly before: Uint8Array
  readonly after: Uint8Array
  /** The signature value, which a signature time-stamp covers (EN 319 122-1 §5.3). */
  readonly signature: Uint8Array
  /** The same signature with one more unsigned attribute, for example `signatureTimestampAttribute(token)`. */
  withUnsignedAttribute(attribute: Uint8Array): SignedDataAround
}

/**
 * As `prepareSignedData`, with a content of `contentOctets` octets that passes by as a stream: all lengths are
 * known in advance, so a file of any size is signed in constant memory.
 */
export async function prepareSignedDataAround(
  request: SignedDataToBuild & { readonly contentOctets: number },
): Promise<Unsigned<SignedDataAround>> {
  const template = await prepareTemplate(request)
  const around = (signature: Uint8Array, attributes: readonly Uint8Array[]): SignedDataAround => {
    const { before, after } = aroundContent(template, signature, attributes, request.contentOctets)
    return {
      before: concatBytes(...before),
      after: concatBytes(...after),
      signature,
      withUnsignedAttribute: (attribute) => around(signature, [...attributes, attribute]),
    }
  }
  return {
    algorithm: request.algorithm,
    toBeSigned: template.toBeSigned,
    complete: (signature) => around(signature, []),
  }
}

/**
 * Upper bound of what `prepareSignedData(...).complete(...)` gives without content, so that PAdES can reserve
 * the place of /Contents before it knows the digest.
 *
 * @param request.timestampTokenOctets room for a signature time-stamp that is added later.
 * @returns octets.
 */
export function estimateSignedDataOctets(
  request: Omit<SignedDataBase, 'contentDigest'> & {
    readonly profile: SignedDataToBuild['profile']
    readonly timestampTokenOctets?: number
  },
): number {
  const facts = signatureAlgorithmFacts(request.algorithm)
  const contentDigest = new Uint8Array(hashAlgorithms[facts.digest].octets)
  const signer = signerParts(certificateIdentity(request.signerCertificate), new Uint8Array(32))
  const signingTime = request.profile === 'cades' ? { signingTime: longestTime } : {}
  const template = templateOf({ ...request, contentDigest, ...signingTime }, signer)
  const signature = signatureValue(new Uint8Array(facts.maxSignatureOctets))
  const { before, after } = aroundContent(template, signature, [], undefined)
  const { timestampTokenOctets = 0 } = request
  return (
    lengthOf(before) +
    lengthOf(after) +
    (timestampTokenOctets === 0 ? 0 : timestampTokenOctets + attributeOverhead)
  )
}

/** RFC 5754 §2 leaves the parameters of SHA-2 out. */
function digestAlgorithmIdentifier(algorithm: SignatureAlgorithm): Uint8Array {
  const { digest } = signatureAlgorithmFacts(algorithm)
  // RFC 8419 §3.1 has Ed448 state the length of its digest.
  if (digest === 'shake256-512') return shake256With512Bits
  return sequence(objectIdentifier(hashAlgorithms[digest].oid))
}

/** One Attribute with one value (RFC 5652 §5.3). */
export function attribute(type: string, value: Uint8Array): Uint8Array {
  return sequence(objectIdentifier(type), tlv(tags.set, value))
}

// The longest encoding of a time, GeneralizedTime.
const longestTime = new Date('2050-01-01T00:00:00Z')

// Type, set and sequence around a token, its [1], and six outer lengths that may each grow by two octets.
const attributeOverhead = 64

/** What is known before the signature and the length of the content. */
interface Template {
  readonly toBeSigned: Uint8Array
  /** SignedData up to encapContentInfo: version and digestAlgorithms. */
  readonly head: Uint8Array
  readonly contentType: Uint8Array
  /** In the order of a SET OF. */
  readonly certificates: readonly Uint8Array[]
  /** SignerInfo up to and with signatureAlgorithm. */
  readonly signerHead: readonly Uint8Array[]
}

async function prepareTemplate(request: SignedDataToBuild): Promise<Template> {
  const { signerCertificate } = request
  let signer = signerPartsOf.get(signerCertificate)
  if (signer === undefined) {
    signer = signerParts(certificateIdentity(signerCertificate), await digest('sha-256', signerCertificate))
    signerPartsOf.set(signerCertificate, signer)
  }
  return templateOf(request, signer)
}

function templateOf(
  request: SignedDataBase & { readonly signingTime?: Date },
  signer: SignerParts,
): Template {
  const { algorithm, contentDigest } = request
  const { digest: hash, algorithmIdentifier } = signatureAlgorithmFacts(algorithm)
  if (contentDigest.length !== hashAlgorithms[hash].octets) {
    throw new ServiceError(
      'INVALID_ARGUMENT',
      `contentDigest has ${contentDigest.length} octets; ${algorithm} needs ${hash} with ${hashAlgorithms[hash].octets}`,
    )
  }
  const fixed = fixedParts(algorithm)
  const contentType = request.contentType ?? oids.data
  const signedAttributes = sortSetOf([
    contentType === oids.data
      ? dataTypeAttribute
      : attribute(oids.contentType, objectIdentifier(contentType)),
    attribute(oids.messageDigest, octetString(contentDigest)),
    signer.signingCertificate,
    fixed.algorithmProtection,
    ...(request.signingTime === undefined ? [] : [attribute(oids.signingTime, time(request.signingTime))]),
  ])
  const toBeSigned = tlv(tags.set, ...signedAttributes)
  // In the SignerInfo the SET OF stands as IMPLICIT [0], which changes the first octet alone (RFC 5652 §5.4).
  const implicit = new Uint8Array(toBeSigned)
  implicit[0] = contextConstructed(0)
  return {
    toBeSigned,
    head: contentType === oids.data ? fixed.headOfData : fixed.headOfOther,
    contentType: objectIdentifier(contentType),
    certificates: sortSetOf(request.certificates),
    signerHead: [one, signer.issuerAndSerialNumber, fixed.digestIdentifier, implicit, algorithmIdentifier],
  }
}

/** What depends on the signer's certificate alone, made once for as long as somebody holds its octets. */
interface SignerParts {
  readonly issuerAndSerialNumber: Uint8Array
  readonly signingCertificate: Uint8Array
}

const signerPartsOf = new WeakMap<Uint8Array, SignerParts>()

function signerParts(signer: CertificateIdentity, certificateHash: Uint8Array): SignerParts {
  return {
    issuerAndSerialNumber: sequence(signer.issuer, signer.serialNumber),
    signingCertificate: attribute(oids.signingCertificateV2, signingCertificateV2(signer, certificateHash)),
  }
}

/** What depends on the algorithm alone, made once. */
interface FixedParts {
  readonly digestIdentifier: Uint8Array
  readonly algorithmProtection: Uint8Array
  readonly headOfData: Uint8Array
  readonly headOfOther: Uint8Array
}

const fixedPartsOf = new Map<SignatureAlgorithm, FixedParts>()

function fixedParts(algorithm: SignatureAlgorithm): FixedParts {
  const known = fixedPartsOf.get(algorithm)
  if (known !== undefined) return known
  const digestIdentifier = digestAlgorithmIdentifier(algorithm)
  const { algorithmIdentifier } = signatureAlgorithmFacts(algorithm)
  // RFC 5652 §5.1: version 1 when the content is id-data, else 3.
  const head = (version: number) => concatBytes(integer(version), tlv(tags.set, digestIdentifier))
  const made: FixedParts = {
    digestIdentifier,
    algorithmProtection: attribute(
      oids.cmsAlgorithmProtection,
      algorithmProtection(digestIdentifier, algorithmIdentifier),
    ),
    headOfData: head(1),
    headOfOther: head(3),
  }
  fixedPartsOf.set(algorithm, made)
  return made
}

/** Pieces in order; nothing is copied before the end. */
interface Pieces {
  readonly before: readonly Uint8Array[]
  readonly after: readonly Uint8Array[]
}

function aroundContent(
  template: Template,
  signature: Uint8Array,
  unsignedAttributes: readonly Uint8Array[],
  contentOctets: number | undefined,
): Pieces {
  const { certificates } = template
  const unsigned = wrapped(contextConstructed(1), sortSetOf(unsignedAttributes))
  const signerInfo = wrapped(tags.sequence, [...template.signerHead, octetString(signature), ...unsigned])
  const after = [...wrapped(contextConstructed(0), certificates), ...withHead(tags.set, signerInfo)]
  // From inside to outside, each head needs the length of all that it holds.
  const before: Uint8Array[] = []
  let inside = contentOctets ?? 0
  const wrap = (tag: number, alsoBefore: Uint8Array) => {
    const head = tlvHead(tag, alsoBefore.length + inside)
    before.unshift(head, alsoBefore)
    inside += head.length + alsoBefore.length
  }
  if (contentOctets !== undefined) {
    wrap(tags.octetString, empty)
    wrap(contextConstructed(0), empty)
  }
  wrap(tags.sequence, template.contentType)
  inside += lengthOf(after)
  wrap(tags.sequence, template.head)
  wrap(contextConstructed(0), empty)
  wrap(tags.sequence, signedDataType)
  return { before, after }
}

/** An OPTIONAL constructed value: nothing when it would hold nothing. */
function wrapped(tag: number, parts: readonly Uint8Array[]): readonly Uint8Array[] {
  return parts.length === 0 ? parts : withHead(tag, parts)
}

function withHead(tag: number, parts: readonly Uint8Array[]): readonly Uint8Array[] {
  return [tlvHead(tag, lengthOf(parts)), ...parts]
}

function lengthOf(parts: readonly Uint8Array[]): number {
  let length = 0
  for (const part of parts) length += part.length
  return length
}

const empty = new Uint8Array(0)
const one = integer(1)
const signedDataType = objectIdentifier(oids.signedData)
const dataTypeAttribute = attribute(oids.contentType, objectIdentifier(oids.data))

/** ESS signing-certificate-v2 (RFC 5035 §3): SHA-256 is the default and so left out; with issuerSerial. */
function signingCertificateV2(signer: CertificateIdentity, certificateHash: Uint8Array): Uint8Array {
  const issuerSerial = sequence(sequence(tagged(4, signer.issuer)), signer.serialNumber)
  return sequence(sequence(sequence(octetString(certificateHash), issuerSerial)))
}

/** RFC 6211 §2: keeps an attacker from exchanging algorithm identifiers, which lie outside the signature. */
function algorithmProtection(digestIdentifier: Uint8Array, signatureIdentifier: Uint8Array): Uint8Array {
  // IMPLICIT [1] takes the place of the SEQUENCE's tag; the rest of the encoding stays.
  const implicit = new Uint8Array(signatureIdentifier)
  implicit[0] = contextConstructed(1)
  return sequence(digestIdentifier, implicit)
}
