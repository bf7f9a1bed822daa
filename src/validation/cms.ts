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
import type { CryptographicVerdict, Failure } from './formed-signature.ts'
import type { Integrity, Reason, SubIndication } from './report.ts'
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
    return formatFailure(reason('CMS_MALFORMED', error.message))
  }
}

async function judge(request: CmsRequest): Promise<CryptographicVerdict> {
  const { signedData, signerInfo, content, budget } = request
  const attributes = signerInfo.signedAttributes
  const form = contentFault(request) ?? attributesFault(request)
  if (form !== undefined) {
    // Another content than the one that was signed is no mere matter of form.
    return (await isForeignContent(request))
      ? { ...formatFailure(form), integrity: 'broken' }
      : formatFailure(form)
  }
  if (attributes === undefined || signerInfo.signedAttributesDer === undefined) {
    return failed(
      'INDETERMINATE',
      'SIG_CONSTRAINTS_FAILURE',
      'undetermined',
      reason('SIGNED_ATTRIBUTES_MISSING'),
    )
  }
  if (request.isCounterSignature !== true) {
    const contentType = parseContentType(onlyValue(attributes, oids.contentType))
    if (contentType !== signedData.eContentType) return formatFailure(reason('CONTENT_TYPE_MISMATCH'))
  }

  const digestAlgorithm = oldHashAlgorithmOf(signerInfo.digestAlgorithm)
  const scheme = signatureScheme(signerInfo, digestAlgorithm)
  const claimed = optionalValue(attributes, oids.signingTime)
  const claimedSigningTime = claimed === undefined ? undefined : parseSigningTime(claimed)
  const essIds = essCertIds(attributes)
  const { signer, problem } = await signingCertificate(signerInfo, request.certificates, essIds)
  const facts = {
    signer,
    claimedSigningTime,
    scheme,
    digestAlgorithms: digestAlgorithm === undefined ? [] : [digestAlgorithm],
    namesCertificate: essIds.length > 0,
  }

  if (content.kind === 'missing') {
    const failure = indeterminate('SIGNED_DATA_NOT_FOUND', reason('CONTENT_MISSING'))
    return { ...facts, integrity: 'undetermined', failure }
  }
  if (digestAlgorithm === undefined || scheme === undefined) {
    const unsupported =
      digestAlgorithm === undefined ? signerInfo.digestAlgorithm : signerInfo.signatureAlgorithm
    const failure = indeterminate(
      'CRYPTO_CONSTRAINTS_FAILURE',
      reason('ALGORITHM_NOT_SUPPORTED', unsupported.oid),
    )
    return { ...facts, integrity: 'undetermined', failure }
  }
  const computed = await contentDigest(signedData, content, digestAlgorithm)
  if (!equalBytes(computed, parseMessageDigest(onlyValue(attributes, oids.messageDigest)))) {
    return { ...facts, integrity: 'broken', failure: totalFailed('HASH_FAILURE', reason('CONTENT_CHANGED')) }
  }
  if (signer === undefined) {
    const failure = indeterminate(
      'NO_SIGNING_CERTIFICATE_FOUND',
      problem ?? reason('SIGNING_CERTIFICATE_MISSING'),
    )
    return { ...facts, integrity: 'undetermined', failure }
  }
  if ((await keyFactsOf(signer)) === undefined) {
    const failure = indeterminate(
      'CRYPTO_CONSTRAINTS_FAILURE',
      reason('ALGORITHM_NOT_SUPPORTED', 'public key'),
    )
    return { ...facts, integrity: 'undetermined', failure }
  }
  const outcome = await checkScheme(
    signer,
    scheme,
    signerInfo.signedAttributesDer,
    signerInfo.signature,
    budget,
  )
  if (outcome === 'out-of-budget') {
    const failure = indeterminate('CUSTOM', reason('PATH_WORK_EXCEEDED'))
    return { ...facts, integrity: 'undetermined', failure }
  }
  if (outcome === 'invalid') {
    return {
      ...facts,
      integrity: 'broken',
      failure: totalFailed('SIG_CRYPTO_FAILURE', reason('SIGNATURE_INVALID')),
    }
  }
  if (problem !== undefined) {
    return { ...facts, integrity: 'intact', failure: indeterminate('NO_SIGNING_CERTIFICATE_FOUND', problem) }
  }
  const inconsistent = constraintFault(request, attributes, digestAlgorithm, scheme, essIds)
  if (inconsistent !== undefined) {
    return { ...facts, integrity: 'intact', failure: indeterminate('SIG_CONSTRAINTS_FAILURE', inconsistent) }
  }
  return { ...facts, integrity: 'intact', failure: undefined }
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

/** Algorithms agree with one another, and the certificate is named where it has to be. */
function constraintFault(
  { signerInfo, signingCertificateRequired }: CmsRequest,
  attributes: readonly CmsAttribute[],
  digestAlgorithm: HashAlgorithm,
  scheme: VerificationScheme,
  essIds: readonly EssCertId[],
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
  if (signingCertificateRequired && essIds.length === 0) return reason('SIGNING_CERTIFICATE_NOT_NAMED')
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

function totalFailed(subIndication: SubIndication, why: Reason): Failure {
  return { indication: 'TOTAL_FAILED', subIndication, reasons: [why] }
}

function indeterminate(subIndication: SubIndication, why: Reason): Failure {
  return { indication: 'INDETERMINATE', subIndication, reasons: [why] }
}

function failed(
  indication: Failure['indication'],
  subIndication: SubIndication,
  integrity: Integrity,
  why: Reason,
): CryptographicVerdict {
  return {
    integrity,
    failure: { indication, subIndication, reasons: [why] },
    signer: undefined,
    claimedSigningTime: undefined,
    scheme: undefined,
    digestAlgorithms: [],
    namesCertificate: false,
  }
}

function formatFailure(why: Reason): CryptographicVerdict {
  return failed('TOTAL_FAILED', 'FORMAT_FAILURE', 'undetermined', why)
}
