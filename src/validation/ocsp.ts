// OCSP answers judged: right certificate, authorised responder, valid signature, fresh (RFC 6960 §3.2, §4.2.2.2).

import { digest } from '#primitives'
import { equalBytes } from '../bytes.ts'
import { oids } from '../formats/asn1/oids.ts'
import { parseDer } from '../formats/asn1/reader.ts'
import type { BasicOcspResponse, CertId, SingleResponse } from '../formats/ocsp/response.ts'
import type { Certificate } from '../formats/x509/certificate.ts'
import type { Extension } from '../formats/x509/extensions.ts'
import { equalNames } from '../formats/x509/name.ts'
import { hashAlgorithmOf } from '../formats/x509/signature-scheme.ts'
import { certificatesOf, checkIssuedBy, checkSignature, keyFactsOf, schemeOf } from './checks.ts'
import { isoTime } from './iso-time.ts'
import { pathFault } from './path-rules.ts'
import { weaknessOf } from './policy.ts'
import type { Reason } from './report.ts'
import {
  freshUntil,
  isFresh,
  type RevocationAnswer,
  type RevocationContext,
  revocationOf,
} from './revocation.ts'
import { reason } from './wording.ts'

/** @param path from the certificate in question to its anchor. */
export async function ocspStatus(
  path: readonly Certificate[],
  context: RevocationContext,
): Promise<RevocationAnswer> {
  const [certificate, issuer] = path
  if (certificate === undefined || issuer === undefined)
    throw new Error('an anchor’s revocation is not asked')
  const reasons: Reason[] = []
  let best: RevocationAnswer | undefined
  for (const basic of context.data.ocsps) {
    const single = await responseFor(basic, certificate, issuer)
    if (single === undefined) continue
    const problem =
      singleProblem(single, certificate, context) ?? (await responderProblem(basic, path.slice(1), context))
    if (problem !== undefined) {
      reasons.push(problem)
      continue
    }
    const answer = answerOf(single, context)
    if (answer.kind === 'revoked') return answer
    if (answer.kind === 'unknown') reasons.push(...answer.reasons)
    else if (best?.kind !== 'good' || best.thisUpdate < answer.thisUpdate) best = answer
  }
  return best ?? { kind: 'unknown', reasons }
}

/**
 * Whether whoever signed `basic` may speak for the authority: the authority itself, or one that it has certified for
 * this alone (RFC 6960 §4.2.2.2).
 *
 * @param issuerPath from the authority to its anchor.
 * @returns why not; undefined when it may and the signature verifies.
 */
export async function responderProblem(
  basic: BasicOcspResponse,
  issuerPath: readonly Certificate[],
  context: RevocationContext,
): Promise<Reason | undefined> {
  const [issuer] = issuerPath
  if (issuer === undefined) throw new Error('an authority has a path')
  if (hasUnknownCritical(basic.extensions))
    return reason('OCSP_NOT_USABLE', 'critical extension that is not known')
  if (await isResponder(basic, issuer)) {
    const direct = await signatureProblem(basic, issuer, context)
    if (direct === undefined) return undefined
  }
  for (const delegate of certificatesOf([
    ...basic.certificates,
    ...context.intermediates.map(({ der }) => der),
  ])) {
    if (delegate === issuer || !(await isResponder(basic, delegate))) continue
    if (!equalNames(delegate.issuer, issuer.subject)) continue
    if ((await checkIssuedBy(delegate, issuer, context.budget)) !== 'valid') continue
    const problem =
      (await delegateProblem(basic, [delegate, ...issuerPath], context)) ??
      (await signatureProblem(basic, delegate, context))
    if (problem === undefined) return undefined
    return problem
  }
  return reason('OCSP_RESPONDER_NOT_AUTHORISED')
}

async function delegateProblem(
  basic: BasicOcspResponse,
  path: readonly Certificate[],
  context: RevocationContext,
): Promise<Reason | undefined> {
  const [delegate] = path
  if (delegate === undefined) throw new Error('a delegate has a path')
  // An answer kept with a signature outlives its responder's certificate, once the signature's time is proven.
  const at = context.provenAt !== undefined && context.at > delegate.notAfter ? basic.producedAt : context.at
  const fault = await pathFault(path, 'ocsp-signing', at, context.policy)
  if (fault !== undefined) return reason('OCSP_RESPONDER_NOT_AUTHORISED', fault.reason.text)
  if (delegate.extensions.ocspNoCheck) return undefined
  if (context.asking.has(delegate)) return reason('OCSP_RESPONDER_NOT_AUTHORISED', 'it vouches for itself')
  const status = await revocationOf(path, context)
  return status.kind === 'good' ? undefined : reason('OCSP_RESPONDER_NOT_AUTHORISED', `it is ${status.kind}`)
}

async function signatureProblem(
  basic: BasicOcspResponse,
  signer: Certificate,
  context: RevocationContext,
): Promise<Reason | undefined> {
  const scheme = schemeOf(basic.signatureAlgorithm)
  const facts = await keyFactsOf(signer)
  if (scheme === undefined || facts === undefined)
    return reason('OCSP_SIGNATURE_INVALID', 'algorithm not supported')
  const weakness = weaknessOf(context.policy, scheme, facts, context.proofs?.timeOf(basic) ?? context.at)
  if (weakness !== undefined) return reason('OCSP_NOT_USABLE', weakness)
  const outcome = await checkSignature(
    signer,
    basic.signatureAlgorithm,
    basic.tbsResponseData,
    basic.signature,
    context.budget,
  )
  return outcome === 'valid' ? undefined : reason('OCSP_SIGNATURE_INVALID')
}

async function isResponder({ responderId }: BasicOcspResponse, candidate: Certificate): Promise<boolean> {
  if (responderId.kind === 'byName') return equalNames(responderId.name, candidate.subject)
  return equalBytes(responderId.keyHash, await digest('sha-1', candidate.publicKey))
}

/** The answer about `certificate`, by its CertID (RFC 6960 §4.1.1). */
async function responseFor(
  basic: BasicOcspResponse,
  certificate: Certificate,
  issuer: Certificate,
): Promise<SingleResponse | undefined> {
  for (const single of basic.responses) {
    if (!equalBytes(single.certId.serialNumber, certificate.serialNumber)) continue
    if (await isCertIdOf(single.certId, issuer)) return single
  }
  return undefined
}

/** Whether `certId` names `issuer`, by name and by key. */
export async function isCertIdOf(certId: CertId, issuer: Certificate): Promise<boolean> {
  const hash = hashAlgorithmOf(certId.hashAlgorithm)
  if (hash === undefined) return false
  return (
    equalBytes(certId.issuerNameHash, await digest(hash, issuer.subject.der)) &&
    equalBytes(certId.issuerKeyHash, await digest(hash, issuer.publicKey))
  )
}

function singleProblem(
  single: SingleResponse,
  certificate: Certificate,
  context: RevocationContext,
): Reason | undefined {
  if (hasUnknownCritical(single.extensions))
    return reason('OCSP_NOT_USABLE', 'critical extension that is not known')
  if (!isFresh(context, single.thisUpdate, single.nextUpdate)) {
    return reason('OCSP_NOT_FRESH', `${isoTime(single.thisUpdate)} – ${isoTime(single.nextUpdate) ?? ''}`)
  }
  const forgets = single.thisUpdate > certificate.notAfter && !(archiveCutoff(single) <= certificate.notAfter)
  // An answer of revoked is no mere forgetting of what has ended.
  const revoked = single.status.kind === 'revoked' && single.status.revocationTime <= context.at
  if (forgets && !revoked) {
    return reason('OCSP_NOT_USABLE', 'it was made after the certificate had expired')
  }
  return undefined
}

/** RFC 6960 §4.4.4: from when on expired certificates are remembered; the year 9999 when not stated. */
function archiveCutoff({ extensions }: SingleResponse): Date {
  const extension = extensions.find(({ oid }) => oid === oids.ocspArchiveCutoff)
  return extension === undefined
    ? new Date(Date.UTC(9999, 0))
    : parseDer('archiveCutoff', extension.value, (r) => r.generalizedTime(true))
}

function answerOf(
  { status, thisUpdate, nextUpdate }: SingleResponse,
  { at, policy }: RevocationContext,
): RevocationAnswer {
  if (status.kind === 'unknown') return { kind: 'unknown', reasons: [reason('OCSP_SAYS_UNKNOWN')] }
  if (status.kind === 'revoked' && status.revocationTime <= at) {
    return {
      kind: 'revoked',
      thisUpdate,
      revocationDate: status.revocationTime,
      reasonCode: status.reason ?? 0,
    }
  }
  return { kind: 'good', thisUpdate, freshUntil: freshUntil(policy, thisUpdate, nextUpdate) }
}

/** RFC 6960 §4.4; none of them has to be critical, and we understand the nonce and the archive cutoff. */
function hasUnknownCritical(extensions: readonly Extension[]): boolean {
  return extensions.some(
    ({ oid, critical }) => critical && oid !== oids.ocspNonce && oid !== oids.ocspArchiveCutoff,
  )
}
