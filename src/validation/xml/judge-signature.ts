// Verdict on one XML signature: references, value, signing certificate (XMLDSig 1.1 §3.2, EN 319 102-1 §5.2.3, §5.2.7).

import type { HashAlgorithm, VerificationScheme } from '../../crypto/algorithms.ts'
import { isServiceError } from '../../errors.ts'
import type { Certificate } from '../../formats/x509/certificate.ts'
import { readKeyInfo } from '../../formats/xml/key-info.ts'
import { type Budget, certificatesOf, helpersLimit, keyFactsOf } from '../checks.ts'
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
} from '../failure.ts'
import type {
  CryptographicOutcome,
  CryptographicVerdict,
  Failure,
  SignatureFacts,
} from '../formed-signature.ts'
import { reason } from '../wording.ts'
import { failureOf, type XmlAnalysis, type XmlParts } from './analyse-signature.ts'
import type { JudgedReference } from './references.ts'
import { type FoundSigner, findSigner } from './signer.ts'

export interface XmlVerdictRequest {
  readonly certificates: readonly Certificate[]
  readonly budget: Budget
  /** What the document as a whole says against the signature: content that nobody signed. */
  readonly reservation: Failure | undefined
}

export async function judgeXmlSignature(
  { parts, failure }: XmlAnalysis,
  request: XmlVerdictRequest,
): Promise<CryptographicVerdict> {
  if (parts === undefined) {
    const unread = failure ?? formatFailure(reason('XML_SIGNATURE_MALFORMED'))
    return { ...unidentified, ...undetermined(unread) }
  }
  try {
    return await judge(parts, failure, request)
  } catch (error) {
    if (!isServiceError(error)) throw error
    return { ...unidentified, ...undetermined(failureOf(error)) }
  }
}

async function judge(
  parts: XmlParts,
  formFailure: Failure | undefined,
  { certificates, budget, reservation }: XmlVerdictRequest,
): Promise<CryptographicVerdict> {
  const { properties, references, manifested, keyInfoSigned } = parts
  const { scheme, mac } = parts.signature.method
  const named = properties?.signed?.certificates ?? []
  const facts: SignatureFacts = {
    signer: undefined,
    claimedSigningTime: properties?.signed?.signingTime,
    scheme,
    digestAlgorithms: hashesOf([...references, ...manifested]),
    namesCertificate: named.length > 0 || (properties !== undefined && keyInfoSigned),
  }
  if (formFailure !== undefined) return { ...facts, ...undetermined(formFailure) }
  if (mac) {
    return { ...facts, ...undetermined(indeterminate('SIG_CONSTRAINTS_FAILURE', reason('XML_MAC'))) }
  }
  const found = scheme === undefined ? undefined : await signerOf(parts, scheme, certificates, budget)
  const outcome =
    valueOutcome(parts, found) ??
    (await signerOutcome(found)) ??
    constraintOutcome(parts, facts) ??
    intact(reservation)
  return { ...facts, signer: found?.signer, ...outcome }
}

/** Digests of what was signed, and the signature value (EN 319 102-1 §5.2.7). @returns undefined when nothing is wrong. */
function valueOutcome(
  { signature, references, manifested }: XmlParts,
  found: FoundSigner | undefined,
): CryptographicOutcome | undefined {
  const all = [...references, ...manifested]
  const changed = all.find(({ state }) => state === 'changed')
  if (changed !== undefined) {
    return broken(totalFailed('HASH_FAILURE', reason('CONTENT_CHANGED', nameOf(changed))))
  }
  if (found?.value === 'invalid') return badValue('invalid')
  const unknown = all.find(({ state }) => state === 'unknown-algorithm')
  if (found === undefined || unknown !== undefined) {
    const uri = unknown === undefined ? signature.method.uri : unknown.reference.digestMethodUri
    return undetermined(algorithmNotSupported(uri.slice(0, 100)))
  }
  const missing = references.find(({ state }) => state === 'missing')
  if (missing !== undefined) return undetermined(notFound(missing))
  return found.value === 'out-of-budget' ? badValue('out-of-budget') : undefined
}

/** Whose signature it is (EN 319 102-1 §5.2.3). */
async function signerOutcome(found: FoundSigner | undefined): Promise<CryptographicOutcome | undefined> {
  if (found?.signer === undefined || found.problem !== undefined || found.value !== 'valid') {
    const why = found?.problem ?? reason('SIGNING_CERTIFICATE_MISSING')
    const failure = indeterminate('NO_SIGNING_CERTIFICATE_FOUND', why)
    return found?.value === 'valid' ? intact(failure) : undetermined(failure)
  }
  if ((await keyFactsOf(found.signer)) === undefined) return undetermined(algorithmNotSupported('public key'))
  return undefined
}

/** What XAdES asks for beyond a value that verifies. */
function constraintOutcome(
  { manifested, constraint, properties }: XmlParts,
  { namesCertificate }: SignatureFacts,
): CryptographicOutcome | undefined {
  const absent = manifested.find(({ state }) => state === 'missing')
  if (absent !== undefined) return intact(notFound(absent))
  const unnamed = properties !== undefined && !namesCertificate
  const why = constraint ?? (unnamed ? reason('SIGNING_CERTIFICATE_NOT_NAMED') : undefined)
  return why === undefined ? undefined : intact(indeterminate('SIG_CONSTRAINTS_FAILURE', why))
}

async function signerOf(
  { signature, signedInfo, properties }: XmlParts,
  scheme: VerificationScheme,
  certificates: readonly Certificate[],
  budget: Budget,
): Promise<FoundSigner> {
  const { certificates: keyInfo, keys } = readKeyInfo(signature.keyInfo)
  return findSigner({
    named: properties?.signed?.certificates,
    keyInfo,
    keys,
    others: certificates,
    scheme,
    message: signedInfo,
    // What has no form is no signature: an empty one verifies under no key.
    signature: signature.signatureValue ?? new Uint8Array(0),
    budget,
  })
}

function hashesOf(references: readonly JudgedReference[]): readonly HashAlgorithm[] {
  return [...new Set(references.flatMap(({ reference }) => reference.hash ?? []))]
}

function notFound(missing: JudgedReference): Failure {
  return indeterminate('SIGNED_DATA_NOT_FOUND', reason('XML_REFERENCE_NOT_FOUND', nameOf(missing)))
}

function nameOf({ reference }: JudgedReference): string {
  if (reference.uri === '') return 'the document'
  return reference.uri?.slice(0, 100) ?? 'a file without name'
}

/** Certificates that a signature brings itself, for those who look for its signer elsewhere. */
export function ownCertificates({ validationData }: XmlParts): readonly Certificate[] {
  return certificatesOf(validationData.certificates.slice(0, helpersLimit))
}
