// Which certificate made an XML signature, and whether the signer named it (EN 319 102-1 §5.2.3, EN 319 132-1 §5.2.2).

import { digest, verifySignature } from '#primitives'
import { equalBytes } from '../../bytes.ts'
import type { VerificationScheme } from '../../crypto/algorithms.ts'
import { isServiceError } from '../../errors.ts'
import type { Certificate } from '../../formats/x509/certificate.ts'
import { namesIssuer } from '../../formats/xades/issuer-name.ts'
import { namesIssuerSerial } from '../../formats/xades/issuer-serial.ts'
import type { NamedCertificate } from '../../formats/xades/properties.ts'
import { type Budget, certificatesOf, checkScheme } from '../checks.ts'
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
  /** In the form of the house: DER for ECDSA. */
  readonly signature: Uint8Array
  readonly budget: Budget
}

export interface FoundSigner {
  readonly signer: Certificate | undefined
  readonly value: 'valid' | 'invalid' | 'unchecked' | 'out-of-budget'
  /** Why the certificate is not, or not surely, the signer's. */
  readonly problem: Reason | undefined
  /** What is odd and proves nothing. */
  readonly remarks: readonly Reason[]
}

/** Certificates that are tried when none is named. */
const attemptsLimit = 8

export async function findSigner(request: SignerRequest): Promise<FoundSigner> {
  const own = certificatesOf(request.keyInfo)
  if (request.named !== undefined && request.named.length > 0) {
    const matching: { readonly certificate: Certificate; readonly by: NamedCertificate }[] = []
    for (const certificate of new Set([...own, ...request.others]))
      for (const by of request.named) if (await hasDigest(certificate, by)) matching.push({ certificate, by })
    let first: FoundSigner | undefined
    for (const { certificate, by } of matching.slice(0, attemptsLimit)) {
      const value = await check(request, certificate)
      const { problem, remarks } = issuerProblem(certificate, by)
      const found = { signer: certificate, value, problem, remarks }
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
  return firstThatVerifies(request, own.length > 0 ? own : [])
}

async function firstThatVerifies(
  request: SignerRequest,
  candidates: readonly Certificate[],
): Promise<FoundSigner> {
  const [only] = candidates
  for (const certificate of candidates.slice(0, attemptsLimit)) {
    const value = await check(request, certificate)
    if (value !== 'invalid') return { signer: certificate, value, problem: undefined, remarks: [] }
  }
  if (only !== undefined) return { signer: only, value: 'invalid', problem: undefined, remarks: [] }
  for (const key of request.keys.slice(0, 1)) {
    if (!request.budget.spend()) break
    const valid = await verifySignature(request.scheme, key, request.message, request.signature)
    const problem = reason('XML_KEY_WITHOUT_CERTIFICATE')
    return { signer: undefined, value: valid ? 'valid' : 'unchecked', problem, remarks: [] }
  }
  return {
    signer: undefined,
    value: 'unchecked',
    problem: reason('SIGNING_CERTIFICATE_MISSING'),
    remarks: [],
  }
}

async function check(
  { scheme, message, signature, budget }: SignerRequest,
  certificate: Certificate,
): Promise<'valid' | 'invalid' | 'out-of-budget'> {
  return checkScheme(certificate, scheme, message, signature, budget)
}

async function hasDigest(
  certificate: Certificate,
  { hash, digest: stated }: NamedCertificate,
): Promise<boolean> {
  return hash !== undefined && stated !== undefined && equalBytes(await digest(hash, certificate.der), stated)
}

function issuerProblem(
  certificate: Certificate,
  { issuerSerial, issuerSerialDer }: NamedCertificate,
): { readonly problem: Reason | undefined; readonly remarks: readonly Reason[] } {
  const other = reason('SIGNING_CERTIFICATE_NOT_THE_NAMED', 'issuer or serial number differ')
  if (issuerSerialDer !== undefined) {
    try {
      if (!namesIssuerSerial(issuerSerialDer, certificate)) return { problem: other, remarks: [] }
    } catch (error) {
      if (!isServiceError(error)) throw error
      return { problem: reason('SIGNING_CERTIFICATE_NOT_THE_NAMED', error.message), remarks: [] }
    }
  }
  if (issuerSerial === undefined) return { problem: undefined, remarks: [] }
  if (
    !/^\d{1,60}$/.test(issuerSerial.serial) ||
    BigInt(issuerSerial.serial) !== numberOf(certificate.serialNumber)
  )
    return { problem: other, remarks: [] }
  const same = namesIssuer(issuerSerial.issuer, certificate.issuer)
  if (same === false) return { problem: other, remarks: [] }
  // The digest names the certificate; the name in words is a second label, in a form that cannot be compared.
  return { problem: undefined, remarks: same === undefined ? [reason('XML_ISSUER_NOT_COMPARED')] : [] }
}

function numberOf(octets: Uint8Array): bigint {
  let value = 0n
  for (const octet of octets) value = (value << 8n) | BigInt(octet)
  return value
}
