// Strict verdict on one SignerInfo of CMS (RFC 5652 §5.4–§5.6, EN 319 122-1): "intact" means exactly these bytes were
// signed, by the key of the certificate that the signer named.

import { digest } from '#primitives'
import { compareBytes, equalBytes } from '../bytes.ts'
import type { HashAlgorithm, VerificationScheme } from '../crypto/algorithms.ts'
import { isServiceError } from '../errors.ts'
import { oids } from '../formats/asn1/oids.ts'
import { assertDer } from '../formats/asn1/reader.ts'
import {
  type EssCertId,
  parseAlgorithmProtection,
  parseContentType,
  parseMessageDigest,
  parseSigningCertificate,
  parseSigningCertificateV2,
  parseSigningTime,
  singleValuedAttributes,
} from '../formats/cms/signed-attributes.ts'
import type { CmsAttribute, SignedData, SignerInfo } from '../formats/cms/signed-data.ts'
import type { Certificate } from '../formats/x509/certificate.ts'
import { equalNames } from '../formats/x509/name.ts'
import { isNull, oldHashAlgorithmOf, schemeHash } from '../formats/x509/signature-scheme.ts'
import { type Budget, checkScheme, keyFactsOf, schemeOf } from './checks.ts'
import {
  algorithmNotSupported,
  badValue,
  broken,
  formatFailure,
  indeterminate,
  intact,
  totalFailed,
  undetermined,
  unidentified,
} from './failure.ts'
import type { CryptographicOutcome, CryptographicVerdict } from './formed-signature.ts'
import type { Reason } from './report.ts'
import { reason } from './wording.ts'

/** What the caller holds against the signature. */
export type SignedContent =
  /** The content lies elsewhere, and SignedData must not carry any. */
  | { readonly kind: 'detached'; digest(hash: HashAlgorithm): Promise<Uint8Array> }
  /** SignedData carries its content. */
  | { readonly kind: 'embedded' }
  /** The content would lie elsewhere, but nobody gave it. */
  | { readonly kind: 'missing' }

export interface CmsRequest {
  readonly signedData: SignedData
  readonly signerInfo: SignerInfo
  readonly content: SignedContent
  /** The content type that the context demands; undefined where any will do. */
  readonly expectedContentType: string | undefined
  /** Whether the signing-certificate attribute is obligatory, as it is for AdES and time-stamps. */
  readonly signingCertificateRequired: boolean
  /** RFC 5652 §11.4: it has no content type, for what it signs is another signature. */
  readonly isCounterSignature?: boolean
  /** Certificates among which the signer's may be. */
  readonly certificates: readonly Certificate[]
  readonly budget: Budget
}

export async function judgeSignerInfo(request: CmsRequest): Promise<CryptographicVerdict> {
  try {
    return await judge(request)
  } catch (error) {
    if (!isServiceError(error)) throw error
    return { ...unidentified, ...undetermined(formatFailure(reason('CMS_MALFORMED', error.message))) }
  }
}

async function judge(request: CmsRequest): Promise<CryptographicVerdict> {
  const { signedAttributes: attributes, signedAttributesDer } = request.signerInfo
  const form = contentFault(request) ?? attributesFault(request)
  if (form !== undefined) {
    // Another content than the one that was signed is no mere matter of form.
    const outcome = (await isForeignContent(request)) ? broken : undetermined
    return { ...unidentified, ...outcome(formatFailure(form)) }
  }
  if (attributes === undefined || signedAttributesDer === undefined) {
    const failure = indeterminate('SIG_CONSTRAINTS_FAILURE', reason('SIGNED_ATTRIBUTES_MISSING'))
    return { ...unidentified, ...undetermined(failure) }
  }
  if (!statesContentType(request, attributes)) {
    return { ...unidentified, ...undetermined(formatFailure(reason('CONTENT_TYPE_MISMATCH'))) }
  }
  const claimed = optionalValue(attributes, oids.signingTime)
  const claimedSigningTime = claimed === undefined ? undefined : parseSigningTime(claimed)
  const statement = await readStatement(request, attributes)
  const { signer, scheme, digestAlgorithm } = statement
  return {
    signer,
    claimedSigningTime,
    scheme,
    digestAlgorithms: digestAlgorithm === undefined ? [] : [digestAlgorithm],
    namesCertificate: statement.essIds.length > 0,
    ...(await judgeStatement(request, statement, signedAttributesDer)),
  }
}

/** What the signer states, and who that is. */
interface Statement {
  readonly attributes: readonly CmsAttribute[]
  readonly digestAlgorithm: HashAlgorithm | undefined
  readonly scheme: VerificationScheme | undefined
  readonly essIds: readonly EssCertId[]
  readonly signer: Certificate | undefined
  readonly problem: Reason | undefined
}

async function readStatement(
  { signerInfo, certificates }: CmsRequest,
  attributes: readonly CmsAttribute[],
): Promise<Statement> {
  const digestAlgorithm = oldHashAlgorithmOf(signerInfo.digestAlgorithm)
  const scheme = signatureScheme(signerInfo, digestAlgorithm)
  const essIds = essCertIds(attributes)
  const { signer, problem } = await signingCertificate(signerInfo, certificates, essIds)
  return { attributes, digestAlgorithm, scheme, essIds, signer, problem }
}

/** The content, then the value, then what else binds the signer (EN 319 102-1 §5.2.7, §5.2.3). */
async function judgeStatement(
  { signedData, signerInfo, content, signingCertificateRequired, budget }: CmsRequest,
  statement: Statement,
  signedAttributesDer: Uint8Array,
): Promise<CryptographicOutcome> {
  const { attributes, digestAlgorithm, scheme, signer, problem } = statement
  if (content.kind === 'missing') {
    return undetermined(indeterminate('SIGNED_DATA_NOT_FOUND', reason('CONTENT_MISSING')))
  }
  if (digestAlgorithm === undefined) {
    return undetermined(algorithmNotSupported(signerInfo.digestAlgorithm.oid))
  }
  if (scheme === undefined) return undetermined(algorithmNotSupported(signerInfo.signatureAlgorithm.oid))
  const computed = await contentDigest(signedData, content, digestAlgorithm)
  if (!equalBytes(computed, parseMessageDigest(onlyValue(attributes, oids.messageDigest)))) {
    return broken(totalFailed('HASH_FAILURE', reason('CONTENT_CHANGED')))
  }
  if (signer === undefined) {
    const why = problem ?? reason('SIGNING_CERTIFICATE_MISSING')
    return undetermined(indeterminate('NO_SIGNING_CERTIFICATE_FOUND', why))
  }
  if ((await keyFactsOf(signer)) === undefined) return undetermined(algorithmNotSupported('public key'))
  const value = await checkScheme(signer, scheme, signedAttributesDer, signerInfo.signature, budget)
  if (value !== 'valid') return badValue(value)
  if (problem !== undefined) return intact(indeterminate('NO_SIGNING_CERTIFICATE_FOUND', problem))
  const inconsistent =
    disagreement(signerInfo, attributes, digestAlgorithm, scheme) ??
    (signingCertificateRequired && statement.essIds.length === 0
      ? reason('SIGNING_CERTIFICATE_NOT_NAMED')
      : undefined)
  return intact(
    inconsistent === undefined ? undefined : indeterminate('SIG_CONSTRAINTS_FAILURE', inconsistent),
  )
}

/** RFC 5652 §11.1: the attribute is that of the content; counter-signatures have none (§11.4). */
function statesContentType(
  { signedData, isCounterSignature }: CmsRequest,
  attributes: readonly CmsAttribute[],
): boolean {
  if (isCounterSignature === true) return true
  return parseContentType(onlyValue(attributes, oids.contentType)) === signedData.eContentType
}

/** RFC 5652 §5.2: exactly one place holds the content. */
function contentFault({ signedData, content, expectedContentType }: CmsRequest): Reason | undefined {
  if (content.kind === 'embedded' && signedData.eContent === undefined) return reason('CONTENT_MISSING')
  if (content.kind !== 'embedded' && signedData.eContent !== undefined) return reason('CONTENT_EMBEDDED')
  if (expectedContentType !== undefined && signedData.eContentType !== expectedContentType) {
    return reason('CONTENT_TYPE_MISMATCH', signedData.eContentType)
  }
  return undefined
}

/** Signed attributes are DER, in order, none twice, and the two that bind the content are there (RFC 5652 §5.3, §11). */
function attributesFault({ signerInfo, isCounterSignature = false }: CmsRequest): Reason | undefined {
  const { signedAttributes: attributes, signedAttributesDer: der } = signerInfo
  if (attributes === undefined || der === undefined) return undefined
  const fault = (detail: string) => reason('SIGNED_ATTRIBUTES_WRONG', detail)
  assertDer('signed attributes', der)
  const seen = new Set<string>()
  let before: Uint8Array | undefined
  for (const { type, der: attribute, values } of attributes) {
    // Content time-stamps alone may come from several authorities (EN 319 122-1 §5.2.8).
    if (seen.has(type) && type !== oids.contentTimestamp) return fault(`${type} occurs twice`)
    seen.add(type)
    if (values.length === 0) return fault(`${type} has no value`)
    if (values.length > 1 && singleValuedAttributes.includes(type))
      return fault(`${type} has ${values.length} values`)
    if (before !== undefined && compareBytes(before, attribute) >= 0)
      return fault('they are not in the order of DER')
    before = attribute
  }
  if (isCounterSignature && seen.has(oids.contentType)) return fault('a counter-signature has a content-type')
  const needed = isCounterSignature ? [oids.messageDigest] : [oids.contentType, oids.messageDigest]
  for (const type of needed) if (!seen.has(type)) return fault(`${type} is missing`)
  return undefined
}

/** Algorithms agree with one another. */
function disagreement(
  signerInfo: SignerInfo,
  attributes: readonly CmsAttribute[],
  digestAlgorithm: HashAlgorithm,
  scheme: VerificationScheme,
): Reason | undefined {
  const hash = schemeHash(scheme)
  if (hash !== undefined && hash !== digestAlgorithm) {
    return reason('ALGORITHMS_DISAGREE', `${digestAlgorithm} for the content, ${hash} for the signature`)
  }
  // RFC 8419 §3.1: with Ed25519 and signed attributes the digest is SHA-512.
  if (scheme.kind === 'ed25519' && digestAlgorithm !== 'sha-512') {
    return reason('ALGORITHMS_DISAGREE', `Ed25519 goes with sha-512, not ${digestAlgorithm}`)
  }
  const protection = optionalValue(attributes, oids.cmsAlgorithmProtection)
  if (protection !== undefined) {
    const stated = parseAlgorithmProtection(protection)
    const agrees =
      stated.digestAlgorithm.oid === signerInfo.digestAlgorithm.oid &&
      stated.signatureAlgorithm !== undefined &&
      equalBytes(
        identifierContent(stated.signatureAlgorithm.der),
        identifierContent(signerInfo.signatureAlgorithm.der),
      )
    if (!agrees) return reason('ALGORITHMS_DISAGREE', 'CMSAlgorithmProtection names others')
  }
  return undefined
}

/** An AlgorithmIdentifier without its tag, which is implicit in CMSAlgorithmProtection. */
function identifierContent(der: Uint8Array): Uint8Array {
  return der.subarray(1)
}

/** The scheme of the signature value; `rsaEncryption` leaves the hash to digestAlgorithm (RFC 3370 §3.2). */
function signatureScheme(
  { signatureAlgorithm }: SignerInfo,
  digestAlgorithm: HashAlgorithm | undefined,
): VerificationScheme | undefined {
  if (signatureAlgorithm.oid === oids.rsaEncryption) {
    return digestAlgorithm === undefined ? undefined : { kind: 'rsa-pkcs1', hash: digestAlgorithm }
  }
  const { oid, parameters } = signatureAlgorithm
  // Here alone, for certificates, lists and time-stamps with MD5 are of no use to anybody.
  if (oid === oids.md5WithRsa && (parameters === undefined || isNull(parameters)))
    return { kind: 'rsa-pkcs1', hash: 'md5' }
  return schemeOf(signatureAlgorithm)
}

/** Certificates that match the signer identifier; the one that the signed attributes name, if they name one. */
async function signingCertificate(
  { sid }: SignerInfo,
  certificates: readonly Certificate[],
  essIds: readonly EssCertId[],
): Promise<{ readonly signer: Certificate | undefined; readonly problem: Reason | undefined }> {
  const candidates = certificates.filter(({ issuer, serialNumber, extensions }) =>
    sid.kind === 'issuerAndSerialNumber'
      ? equalBytes(serialNumber, sid.serialNumber) && equalNames(issuer, sid.issuer)
      : extensions.subjectKeyIdentifier !== undefined &&
        equalBytes(extensions.subjectKeyIdentifier, sid.keyIdentifier),
  )
  for (const candidate of candidates) {
    let named = true
    for (const id of essIds) named &&= await isNamedBy(candidate, id)
    if (named) return { signer: candidate, problem: undefined }
  }
  const [first] = candidates
  if (first === undefined) return { signer: undefined, problem: undefined }
  return { signer: first, problem: reason('SIGNING_CERTIFICATE_NOT_THE_NAMED') }
}

async function isNamedBy(
  candidate: Certificate,
  { hash, certHash, issuerSerial }: EssCertId,
): Promise<boolean> {
  if (hash === undefined || !equalBytes(await digest(hash, candidate.der), certHash)) return false
  if (issuerSerial === undefined) return true
  return (
    equalBytes(issuerSerial.serialNumber, candidate.serialNumber) &&
    issuerSerial.issuer.some(
      (name) => name.kind === 'directoryName' && equalNames(name.name, candidate.issuer),
    )
  )
}

function essCertIds(attributes: readonly CmsAttribute[]): readonly EssCertId[] {
  const v1 = optionalValue(attributes, oids.signingCertificate)
  const v2 = optionalValue(attributes, oids.signingCertificateV2)
  return [
    ...(v1 === undefined ? [] : [parseSigningCertificate(v1)]),
    ...(v2 === undefined ? [] : [parseSigningCertificateV2(v2)]),
  ]
}

async function contentDigest(
  { eContent }: SignedData,
  content: SignedContent,
  hash: HashAlgorithm,
): Promise<Uint8Array> {
  return content.kind === 'detached' ? content.digest(hash) : digest(hash, eContent ?? new Uint8Array(0))
}

/** Whether message-digest plainly speaks of other bytes than those given, whatever else is wrong. */
async function isForeignContent({ signerInfo, content }: CmsRequest): Promise<boolean> {
  const hash = oldHashAlgorithmOf(signerInfo.digestAlgorithm)
  if (hash === undefined || content.kind !== 'detached') return false
  const stated = signerInfo.signedAttributes?.filter(({ type }) => type === oids.messageDigest) ?? []
  const computed = await content.digest(hash)
  return stated.some(({ values }) => values.some((value) => !equalBytes(parseMessageDigest(value), computed)))
}

function optionalValue(attributes: readonly CmsAttribute[], type: string): Uint8Array | undefined {
  return attributes.find((attribute) => attribute.type === type)?.values[0]
}

function onlyValue(attributes: readonly CmsAttribute[], type: string): Uint8Array {
  const value = optionalValue(attributes, type)
  if (value === undefined) throw new Error(`attribute ${type} has been seen to be there`)
  return value
}
