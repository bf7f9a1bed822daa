// Verdict on one XML signature: references, value, signing certificate (XMLDSig 1.1 §3.2, EN 319 102-1 §5.2.3, §5.2.7).

import type { HashAlgorithm, VerificationScheme } from '../../crypto/algorithms.ts'
import { isServiceError } from '../../errors.ts'
import type { Certificate } from '../../formats/x509/certificate.ts'
import { readKeyInfo } from '../../formats/xml/key-info.ts'
import { type Budget, certificatesOf, helpersLimit, keyFactsOf } from '../checks.ts'
import type { CryptographicVerdict, Failure } from '../formed-signature.ts'
import type { Integrity, Reason, SubIndication } from '../report.ts'
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
  if (parts === undefined) return verdict('undetermined', failure ?? notRead, nobody)
  try {
    return await judge(parts, failure, request)
  } catch (error) {
    if (!isServiceError(error)) throw error
    return verdict('undetermined', failureOf(error), nobody)
  }
}

const notRead: Failure = {
  indication: 'TOTAL_FAILED',
  subIndication: 'FORMAT_FAILURE',
  reasons: [reason('XML_SIGNATURE_MALFORMED')],
}

type Facts = Omit<CryptographicVerdict, 'integrity' | 'failure'>

const nobody: Facts = {
  signer: undefined,
  claimedSigningTime: undefined,
  scheme: undefined,
  digestAlgorithms: [],
  namesCertificate: false,
}

function verdict(integrity: Integrity, failure: Failure | undefined, facts: Facts): CryptographicVerdict {
  return { ...facts, integrity, failure }
}

async function judge(
  parts: XmlParts,
  formFailure: Failure | undefined,
  { certificates, budget, reservation }: XmlVerdictRequest,
): Promise<CryptographicVerdict> {
  const { signature, properties, references, manifested } = parts
  const named = properties?.signed?.certificates ?? []
  const namesCertificate = named.length > 0 || (properties !== undefined && parts.keyInfoSigned)
  const { scheme } = signature.method
  const basic: Facts = {
    ...nobody,
    claimedSigningTime: properties?.signed?.signingTime,
    scheme,
    namesCertificate,
    digestAlgorithms: hashesOf([...references, ...manifested]),
  }
  if (formFailure !== undefined) return verdict('undetermined', formFailure, basic)
  if (signature.method.mac)
    return verdict(
      'undetermined',
      failing('INDETERMINATE', 'SIG_CONSTRAINTS_FAILURE', reason('XML_MAC')),
      basic,
    )

  const found = scheme === undefined ? undefined : await signerOf(parts, scheme, certificates, budget)
  const facts: Facts = { ...basic, signer: found?.signer }
  const failed = (integrity: Integrity, failure: Failure) => verdict(integrity, failure, facts)

  const changed = [...references, ...manifested].find(({ state }) => state === 'changed')
  if (changed !== undefined) {
    const why = reason('CONTENT_CHANGED', nameOf(changed))
    return failed('broken', failing('TOTAL_FAILED', 'HASH_FAILURE', why))
  }
  if (found?.value === 'invalid')
    return failed('broken', failing('TOTAL_FAILED', 'SIG_CRYPTO_FAILURE', reason('SIGNATURE_INVALID')))
  const unknown = [...references, ...manifested].find(({ state }) => state === 'unknown-algorithm')
  if (scheme === undefined || found === undefined || unknown !== undefined) {
    const uri = unknown === undefined ? signature.method.uri : unknown.reference.digestMethodUri
    const why = reason('ALGORITHM_NOT_SUPPORTED', uri.slice(0, 100))
    return failed('undetermined', failing('INDETERMINATE', 'CRYPTO_CONSTRAINTS_FAILURE', why))
  }
  const missing = references.find(({ state }) => state === 'missing')
  if (missing !== undefined) {
    const why = reason('XML_REFERENCE_NOT_FOUND', nameOf(missing))
    return failed('undetermined', failing('INDETERMINATE', 'SIGNED_DATA_NOT_FOUND', why))
  }
  if (found.value === 'out-of-budget')
    return failed('undetermined', failing('INDETERMINATE', 'CUSTOM', reason('PATH_WORK_EXCEEDED')))
  const intact: Integrity = found.value === 'valid' ? 'intact' : 'undetermined'
  if (found.signer === undefined || found.problem !== undefined || found.value !== 'valid') {
    const why = found.problem ?? reason('SIGNING_CERTIFICATE_MISSING')
    return failed(intact, failing('INDETERMINATE', 'NO_SIGNING_CERTIFICATE_FOUND', why))
  }
  if ((await keyFactsOf(found.signer)) === undefined) {
    const why = reason('ALGORITHM_NOT_SUPPORTED', 'public key')
    return failed('undetermined', failing('INDETERMINATE', 'CRYPTO_CONSTRAINTS_FAILURE', why))
  }
  const absent = manifested.find(({ state }) => state === 'missing')
  if (absent !== undefined) {
    const why = reason('XML_REFERENCE_NOT_FOUND', nameOf(absent))
    return failed('intact', failing('INDETERMINATE', 'SIGNED_DATA_NOT_FOUND', why))
  }
  const constraint =
    parts.constraint ??
    (properties !== undefined && !namesCertificate ? reason('SIGNING_CERTIFICATE_NOT_NAMED') : undefined)
  if (constraint !== undefined)
    return failed('intact', failing('INDETERMINATE', 'SIG_CONSTRAINTS_FAILURE', constraint))
  return verdict('intact', reservation, facts)
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

function failing(indication: Failure['indication'], subIndication: SubIndication, why: Reason): Failure {
  return { indication, subIndication, reasons: [why] }
}

function nameOf({ reference }: JudgedReference): string {
  if (reference.uri === '') return 'the document'
  return reference.uri?.slice(0, 100) ?? 'a file without name'
}

/** Certificates that a signature brings itself, for those who look for its signer elsewhere. */
export function ownCertificates({ validationData }: XmlParts): readonly Certificate[] {
  return certificatesOf(validationData.certificates.slice(0, helpersLimit))
}
