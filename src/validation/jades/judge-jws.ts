// Verdict on one JWS signature (RFC 7515 §5.2, TS 119 182-1): "intact" means that exactly this content was signed, by the
// key of the certificate that the signer named.

import { digest } from '#primitives'
import { equalBytes } from '../../bytes.ts'
import { isServiceError } from '../../errors.ts'
import { isJwsSignatureAlgorithm, jwsScheme, jwsSignatureValue } from '../../formats/jades/algorithm.ts'
import type { CertificateReference, JadesHeader } from '../../formats/jades/header.ts'
import { type JwsSignature, jwsSigningInput } from '../../formats/jades/jws.ts'
import type { Certificate } from '../../formats/x509/certificate.ts'
import { schemeHash } from '../../formats/x509/signature-scheme.ts'
import { type Budget, certificateOf, checkScheme, keyFactsOf } from '../checks.ts'
import type { CryptographicVerdict, Failure } from '../formed-signature.ts'
import type { Reason, SubIndication } from '../report.ts'
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
        : totalFailed('FORMAT_FAILURE', reason('JWS_MALFORMED', error.message))
    return { ...nothing, integrity: 'undetermined', failure }
  }
}

const nothing = {
  signer: undefined,
  claimedSigningTime: undefined,
  scheme: undefined,
  digestAlgorithms: [],
  namesCertificate: false,
} as const

async function judge(request: JwsRequest): Promise<CryptographicVerdict> {
  const { jws, header, budget } = request
  const claimedSigningTime = header.signingTime ?? header.issuedAt
  const { namesCertificate } = header
  const { signer, problem } = await signingCertificate(request)
  const known = { ...nothing, signer, claimedSigningTime, namesCertificate }
  if (!isJwsSignatureAlgorithm(header.alg)) {
    const failure = /^(none|HS\d+)$/i.test(header.alg)
      ? totalFailed('FORMAT_FAILURE', reason('JWS_ALGORITHM_REFUSED', header.alg))
      : indeterminate(
          'CRYPTO_CONSTRAINTS_FAILURE',
          reason('ALGORITHM_NOT_SUPPORTED', header.alg.slice(0, 100)),
        )
    return { ...known, integrity: 'undetermined', failure }
  }
  const payload = await request.payload()
  if (payload.kind === 'absent') {
    return { ...known, integrity: payload.integrity, failure: payload.failure }
  }
  if (signer === undefined) {
    const failure = indeterminate(
      'NO_SIGNING_CERTIFICATE_FOUND',
      problem ?? reason('SIGNING_CERTIFICATE_MISSING'),
    )
    return { ...known, integrity: 'undetermined', failure }
  }
  const key = await keyFactsOf(signer)
  const scheme = key === undefined ? undefined : jwsScheme(header.alg, key)
  if (key === undefined || scheme === undefined) {
    const why =
      key === undefined
        ? reason('ALGORITHM_NOT_SUPPORTED', 'public key')
        : reason('ALGORITHMS_DISAGREE', `${header.alg} and the key of the certificate`)
    return {
      ...known,
      integrity: 'undetermined',
      failure: indeterminate('CRYPTO_CONSTRAINTS_FAILURE', why),
    }
  }
  // Ed25519 and Ed448 hash inside; SHA-512 stands for both in the policy.
  const digestAlgorithms = [schemeHash(scheme) ?? 'sha-512', ...payload.digestAlgorithms]
  const facts = { ...known, scheme, digestAlgorithms }

  const value = jwsSignatureValue(header.alg, jws.signature)
  const input = jwsSigningInput(jws, payload.payload)
  const outcome = value === undefined ? 'invalid' : await checkScheme(signer, scheme, input, value, budget)
  if (outcome === 'out-of-budget') {
    const failure = indeterminate('CUSTOM', reason('PATH_WORK_EXCEEDED'))
    return { ...facts, integrity: 'undetermined', failure }
  }
  if (outcome === 'invalid') {
    const failure = totalFailed('SIG_CRYPTO_FAILURE', reason('SIGNATURE_INVALID'))
    return { ...facts, integrity: 'broken', failure }
  }
  if (problem !== undefined) {
    return { ...facts, integrity: 'intact', failure: indeterminate('NO_SIGNING_CERTIFICATE_FOUND', problem) }
  }
  // What is moved from the end of one file to the beginning of the next changes two files and no signature.
  if (payload.unbounded === true) {
    const failure = indeterminate('SIG_CONSTRAINTS_FAILURE', reason('JWS_CONTENTS_UNBOUNDED'))
    return { ...facts, integrity: 'undetermined', failure }
  }
  const breach =
    criticalFault(jws, header) ?? (namesCertificate ? undefined : reason('SIGNING_CERTIFICATE_NOT_NAMED'))
  const failure = breach === undefined ? undefined : indeterminate('SIG_CONSTRAINTS_FAILURE', breach)
  return { ...facts, integrity: 'intact', failure }
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

function totalFailed(subIndication: SubIndication, why: Reason): Failure {
  return { indication: 'TOTAL_FAILED', subIndication, reasons: [why] }
}

function indeterminate(subIndication: SubIndication, why: Reason): Failure {
  return { indication: 'INDETERMINATE', subIndication, reasons: [why] }
}
