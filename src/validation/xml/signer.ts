// Which certificate made an XML signature, and whether the signer named it (EN 319 102-1 §5.2.3, EN 319 132-1 §5.2.2).

import { digest, publicKeyFacts, verifySignature } from '#primitives'
import { equalBytes } from '../../bytes.ts'
import type { VerificationScheme } from '../../crypto/algorithms.ts'
import type { PublicKeyFacts } from '../../crypto/primitives.ts'
import { isServiceError } from '../../errors.ts'
import type { Certificate } from '../../formats/x509/certificate.ts'
import { inspectCertificate } from '../../formats/x509/inspect-certificate.ts'
import { namesIssuer } from '../../formats/xades/issuer-name.ts'
import { namesIssuerSerial } from '../../formats/xades/issuer-serial.ts'
import type { NamedCertificate } from '../../formats/xades/properties.ts'
import { ecdsaValue } from '../../formats/xml/key-info.ts'
import { type Budget, certificatesOf, checkScheme, costOf, helpersLimit, keyFactsOf } from '../checks.ts'
import type { Reason } from '../report.ts'
import { reason } from '../wording.ts'

export interface SignerRequest {
  /** Undefined for plain XMLDSig, which cannot name a certificate. */
  readonly named: readonly NamedCertificate[] | undefined
  /** DER out of KeyInfo. */
  readonly keyInfo: readonly Uint8Array[]
  /** SubjectPublicKeyInfo out of KeyInfo. */
  readonly keys: readonly Uint8Array[]
  /** Certificates from elsewhere, among which a named one may be found. */
  readonly others: readonly Certificate[]
  readonly scheme: VerificationScheme
  /** Canonical SignedInfo. */
  readonly message: Uint8Array
  /** As XMLDSig has it: r and s side by side for ECDSA and DSA. */
  readonly signature: Uint8Array
  readonly budget: Budget
}

export interface FoundSigner {
  readonly signer: Certificate | undefined
  readonly value: 'valid' | 'invalid' | 'unchecked' | 'out-of-budget'
  /** Why the certificate is not, or not surely, the signer's. */
  readonly problem: Reason | undefined
}

/** Certificates that are tried when none is named. */
const attemptsLimit = 8

export async function findSigner(request: SignerRequest): Promise<FoundSigner> {
  const own = certificatesOf(request.keyInfo.slice(0, helpersLimit))
  if (request.named !== undefined && request.named.length > 0) {
    const matching: { readonly certificate: Certificate; readonly by: NamedCertificate }[] = []
    for (const certificate of new Set([...own, ...request.others]))
      for (const by of request.named) if (await hasDigest(certificate, by)) matching.push({ certificate, by })
    let first: FoundSigner | undefined
    for (const { certificate, by } of matching.slice(0, attemptsLimit)) {
      const value = await check(request, certificate)
      const found = { signer: certificate, value, problem: issuerProblem(certificate, by) }
      if (value !== 'invalid') return found
      first ??= found
    }
    if (first !== undefined) return first
    const other = await firstThatVerifies(request, own)
    const problem = reason('SIGNING_CERTIFICATE_NOT_THE_NAMED')
    // A wrong value under a certificate that nobody named proves nothing.
    if (other.value !== 'valid') return { ...other, signer: undefined, value: 'unchecked', problem }
    return { ...other, problem }
  }
  return firstThatVerifies(request, own)
}

async function firstThatVerifies(
  request: SignerRequest,
  candidates: readonly Certificate[],
): Promise<FoundSigner> {
  const [only] = candidates
  for (const certificate of candidates.slice(0, attemptsLimit)) {
    const value = await check(request, certificate)
    if (value !== 'invalid') return { signer: certificate, value, problem: undefined }
  }
  if (only !== undefined) return { signer: only, value: 'invalid', problem: undefined }
  const [bare] = request.keys
  const key = bare ?? keyOfUnreadable(request)
  if (key !== undefined && request.budget.spend(costOf(request.scheme))) {
    const value = houseValue(request.scheme, request.signature, await publicKeyFacts(key))
    const valid = value !== undefined && (await verifySignature(request.scheme, key, request.message, value))
    const problem = reason(
      'XML_KEY_WITHOUT_CERTIFICATE',
      bare === undefined ? 'its certificate cannot be read' : undefined,
    )
    return { signer: undefined, value: valid ? 'valid' : 'unchecked', problem }
  }
  return {
    signer: undefined,
    value: 'unchecked',
    problem: reason('SIGNING_CERTIFICATE_MISSING'),
  }
}

/** A certificate that breaks the rules vouches for nothing; its key tells whether the bytes are those signed, as a bare one. */
function keyOfUnreadable({ keyInfo: [der] }: SignerRequest): Uint8Array | undefined {
  if (der === undefined) return undefined
  try {
    return inspectCertificate(der).subjectPublicKeyInfo
  } catch (error) {
    if (isServiceError(error)) return undefined
    throw error
  }
}

async function check(
  { scheme, message, signature, budget }: SignerRequest,
  certificate: Certificate,
): Promise<'valid' | 'invalid' | 'out-of-budget'> {
  const value = houseValue(scheme, signature, await keyFactsOf(certificate))
  if (value === undefined) return 'invalid'
  return checkScheme(certificate, scheme, message, value, budget)
}

/**
 * @returns undefined for an ECDSA value that is not twice as long as the field of its curve (XMLDSig 1.1 §6.4.3), and for
 *   one of DSA whose length no q has (§6.4.1).
 */
function houseValue(
  scheme: VerificationScheme,
  value: Uint8Array,
  facts: PublicKeyFacts | undefined,
): Uint8Array | undefined {
  if (scheme.kind === 'dsa') return [40, 56, 64].includes(value.length) ? ecdsaValue(value) : undefined
  if (scheme.kind !== 'ecdsa') return value
  if (facts?.kind === 'ec' && value.length !== 2 * Math.ceil(facts.bits / 8)) return undefined
  return ecdsaValue(value)
}

async function hasDigest(
  certificate: Certificate,
  { hash, digest: stated }: NamedCertificate,
): Promise<boolean> {
  return hash !== undefined && stated !== undefined && equalBytes(await digest(hash, certificate.der), stated)
}

/** The digest names the certificate; issuer and number are a second label, which has to be the same. */
function issuerProblem(
  certificate: Certificate,
  { issuerSerial, issuerSerialDer }: NamedCertificate,
): Reason | undefined {
  const other = reason('SIGNING_CERTIFICATE_NOT_THE_NAMED', 'issuer or serial number differ')
  if (issuerSerialDer !== undefined) {
    try {
      if (!namesIssuerSerial(issuerSerialDer, certificate)) return other
    } catch (error) {
      if (!isServiceError(error)) throw error
      return reason('SIGNING_CERTIFICATE_NOT_THE_NAMED', error.message)
    }
  }
  if (issuerSerial === undefined) return undefined
  const { serial, issuer } = issuerSerial
  if (!/^\d{1,60}$/.test(serial) || BigInt(serial) !== numberOf(certificate.serialNumber)) return other
  // A name in words that cannot be compared says nothing against the certificate that the digest names.
  return namesIssuer(issuer, certificate.issuer) === false ? other : undefined
}

function numberOf(octets: Uint8Array): bigint {
  let value = 0n
  for (const octet of octets) value = (value << 8n) | BigInt(octet)
  return value
}
