// Verdict on one JWS signature (RFC 7515 §5.2, TS 119 182-1): "intact" means that exactly this content was signed, by the
// key of the certificate that the signer named.

import { digest } from '#primitives'
import { equalBytes } from '../../bytes.ts'
import type { VerificationScheme } from '../../crypto/algorithms.ts'
import { isServiceError } from '../../errors.ts'
import { isJwsSignatureAlgorithm, jwsScheme, jwsSignatureValue } from '../../formats/jades/algorithm.ts'
import type { CertificateReference, JadesHeader } from '../../formats/jades/header.ts'
import { type JwsSignature, jwsSigningInput } from '../../formats/jades/jws.ts'
import type { Certificate } from '../../formats/x509/certificate.ts'
import { schemeHash } from '../../formats/x509/signature-scheme.ts'
import { type Budget, certificateOf, checkScheme, keyFactsOf } from '../checks.ts'
import {
  algorithmNotSupported,
  badValue,
  formatFailure,
  indeterminate,
  intact,
  undetermined,
  unidentified,
} from '../failure.ts'
import type { CryptographicOutcome, CryptographicVerdict } from '../formed-signature.ts'
import type { Reason } from '../report.ts'
import { reason } from '../wording.ts'
import type { SignedPayload } from './signed-payload.ts'

export interface JwsRequest {
  readonly jws: JwsSignature
  readonly header: JadesHeader
  readonly payload: () => Promise<SignedPayload>
  /** DER of what the unprotected header offers as the signer's certificate. */
  readonly offered: readonly Uint8Array[]
  readonly certificates: readonly Certificate[]
  readonly budget: Budget
}

/** Never throws on input. */
export async function judgeJws(request: JwsRequest): Promise<CryptographicVerdict> {
  try {
    return await judge(request)
  } catch (error) {
    if (!isServiceError(error)) throw error
    const failure =
      error.code === 'LIMIT_EXCEEDED'
        ? indeterminate('CUSTOM', reason('LIMIT_EXCEEDED', error.message))
        : formatFailure(reason('JWS_MALFORMED', error.message))
    return { ...unidentified, ...undetermined(failure) }
  }
}

async function judge(request: JwsRequest): Promise<CryptographicVerdict> {
  const { alg, signingTime, issuedAt, namesCertificate } = request.header
  const found = await signingCertificate(request)
  const { signer } = found
  const known = { ...unidentified, signer, claimedSigningTime: signingTime ?? issuedAt, namesCertificate }
  if (!isJwsSignatureAlgorithm(alg)) {
    const failure = /^(none|HS\d+)$/i.test(alg)
      ? formatFailure(reason('JWS_ALGORITHM_REFUSED', alg))
      : algorithmNotSupported(alg.slice(0, 100))
    return { ...known, ...undetermined(failure) }
  }
  const payload = await request.payload()
  if (payload.kind === 'absent') return { ...known, ...payload.outcome }
  if (signer === undefined) {
    const why = found.problem ?? reason('SIGNING_CERTIFICATE_MISSING')
    return { ...known, ...undetermined(indeterminate('NO_SIGNING_CERTIFICATE_FOUND', why)) }
  }
  const key = await keyFactsOf(signer)
  if (key === undefined) return { ...known, ...undetermined(algorithmNotSupported('public key')) }
  const scheme = jwsScheme(alg, key)
  if (scheme === undefined) {
    const why = reason('ALGORITHMS_DISAGREE', `${alg} and the key of the certificate`)
    return { ...known, ...undetermined(indeterminate('CRYPTO_CONSTRAINTS_FAILURE', why)) }
  }
  const value = jwsSignatureValue(alg, request.jws.signature)
  return {
    ...known,
    scheme,
    // Ed25519 and Ed448 hash inside; SHA-512 stands for both in the policy.
    digestAlgorithms: [schemeHash(scheme) ?? 'sha-512', ...payload.digestAlgorithms],
    ...(await judgeValue(request, payload, scheme, value, { signer, problem: found.problem })),
  }
}

/** @param value undefined where it has not the form that the algorithm asks for. */
async function judgeValue(
  { jws, header, budget }: JwsRequest,
  { payload, unbounded }: SignedPayload & { readonly kind: 'present' },
  scheme: VerificationScheme,
  value: Uint8Array | undefined,
  { signer, problem }: SigningCertificate & { readonly signer: Certificate },
): Promise<CryptographicOutcome> {
  const input = jwsSigningInput(jws, payload)
  const checked = value === undefined ? 'invalid' : await checkScheme(signer, scheme, input, value, budget)
  if (checked !== 'valid') return badValue(checked)
  if (problem !== undefined) return intact(indeterminate('NO_SIGNING_CERTIFICATE_FOUND', problem))
  // What is moved from the end of one file to the beginning of the next changes two files and no signature.
  if (unbounded === true) {
    return undetermined(indeterminate('SIG_CONSTRAINTS_FAILURE', reason('JWS_CONTENTS_UNBOUNDED')))
  }
  const breach =
    criticalFault(jws, header) ??
    (header.namesCertificate ? undefined : reason('SIGNING_CERTIFICATE_NOT_NAMED'))
  return intact(breach === undefined ? undefined : indeterminate('SIG_CONSTRAINTS_FAILURE', breach))
}

/** Parameters that `crit` may name because they are understood here (RFC 7797, TS 119 182-1 §5.2). */
const understood: ReadonlySet<string> = new Set([
  'b64',
  'sigT',
  'sigD',
  'sigPId',
  'sigPl',
  'sigX5ts',
  'srAts',
  'srCms',
  'adoTst',
  'x5t#o',
])

/** RFC 7515 §4.1.11: what has to be understood is there and is understood. */
function criticalFault({ protectedHeader }: JwsSignature, { crit }: JadesHeader): Reason | undefined {
  if (crit === 'invalid') return reason('JWS_CRITICAL_HEADER', 'crit is not a list of names')
  for (const name of crit) {
    const shown = name.slice(0, 100)
    if (!understood.has(name)) return reason('JWS_CRITICAL_HEADER', shown)
    if (!protectedHeader.has(name)) return reason('JWS_CRITICAL_HEADER', `${shown} is not there`)
  }
  return undefined
}

interface SigningCertificate {
  readonly signer: Certificate | undefined
  readonly problem: Reason | undefined
}

/**
 * The first certificate of a protected `x5c`, which then has to fit every reference; without it the one that the
 * references name; without any the one that is offered, which the signature does not bind.
 */
async function signingCertificate({
  header: { x5c, certificateReferences },
  offered,
  certificates,
}: JwsRequest): Promise<SigningCertificate> {
  const [first] = x5c
  if (first !== undefined) {
    const signer = certificateOf(first)
    const fits = signer !== undefined && (await isNamed(signer, certificateReferences))
    return { signer, problem: fits ? undefined : reason('SIGNING_CERTIFICATE_NOT_THE_NAMED') }
  }
  if (certificateReferences.length === 0) {
    const [helper] = offered
    return { signer: helper === undefined ? undefined : certificateOf(helper), problem: undefined }
  }
  for (const candidate of certificates)
    if (await isNamed(candidate, certificateReferences)) return { signer: candidate, problem: undefined }
  return { signer: undefined, problem: undefined }
}

async function isNamed(
  certificate: Certificate,
  references: readonly CertificateReference[],
): Promise<boolean> {
  for (const { hash, digest: expected } of references) {
    if (hash === undefined || !equalBytes(await digest(hash, certificate.der), expected)) return false
  }
  return true
}
