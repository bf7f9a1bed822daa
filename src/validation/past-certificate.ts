// Past certificate validation with validation time sliding (EN 319 102-1 §5.6.2.1, §5.6.2.2): until when the chain behind
// a signature could be relied on, told by what is proven to have existed then.

import type { Certificate } from '../formats/x509/certificate.ts'
import { formatDistinguishedName } from '../formats/x509/name.ts'
import { signatureWeakness } from './acceptance.ts'
import { anchorsFor } from './anchors.ts'
import { check } from './check.ts'
import { keyFactsOf, schemeOf } from './checks.ts'
import { isoTime } from './iso-time.ts'
import type { SignerRequest } from './judge-signer.ts'
import { findPath } from './path.ts'
import { reliableUntil } from './policy.ts'
import type { Check, Reason, SubIndication } from './report.ts'
import { type RevocationAnswer, type RevocationContext, revocationOf } from './revocation.ts'
import type { RevocationData } from './revocation-data.ts'
import { reason } from './wording.ts'

export interface PastRequest extends SignerRequest {
  readonly signer: Certificate
  /** The signature is proven to have existed then. */
  readonly provenAt: Date
}

export type PastOutcome =
  | { readonly kind: 'passed'; readonly path: readonly Certificate[]; readonly checks: readonly Check[] }
  | {
      readonly kind: 'failed'
      /** Absent where what was found before stands. */
      readonly subIndication?: SubIndication
      readonly reasons: readonly Reason[]
      readonly checks: readonly Check[]
    }

export async function pastCertificate(request: PastRequest): Promise<PastOutcome> {
  const { signer, anchors, intermediates, purpose, policy, provenAt, work } = request
  const checks: Check[] = []
  const failed = (reasons: readonly Reason[], subIndication?: SubIndication): PastOutcome => ({
    kind: 'failed',
    ...(subIndication === undefined ? {} : { subIndication }),
    reasons,
    checks,
  })
  const weakness = await signatureWeakness(request, provenAt)
  if (weakness !== undefined) return failed([])
  const usable = anchorsFor(anchors, purpose, provenAt)
  const found = await findPath({
    target: signer,
    anchors: usable,
    intermediates,
    purpose,
    at: provenAt,
    policy,
    work,
  })
  if (found.kind === 'none') {
    checks.push(check('PAST_CERTIFICATE_VALIDATION', '5.6.2.1', 'indeterminate', found.reasons))
    // What time did not heal was told already.
    return failed([])
  }
  const { path } = found
  const slid = await slide(request, path, usable)
  checks.push(
    check(
      'VALIDATION_TIME_SLIDING',
      '5.6.2.2',
      slid.kind === 'controlled' ? 'passed' : 'indeterminate',
      slid.kind === 'controlled' ? [] : slid.reasons,
    ),
  )
  if (slid.kind === 'stuck') return failed(slid.reasons, slid.subIndication)
  if (provenAt > slid.controlTime) {
    return failed([reason('PROVEN_TOO_LATE', `${isoTime(provenAt)}, ${isoTime(slid.controlTime)}`)])
  }
  checks.push(check('PAST_CERTIFICATE_VALIDATION', '5.6.2.1', 'passed'))
  return { kind: 'passed', path, checks }
}

type Slid =
  /** What is proven to have existed by then, the chain vouches for. */
  | { readonly kind: 'controlled'; readonly controlTime: Date }
  | {
      readonly kind: 'stuck'
      readonly subIndication: SubIndication
      readonly reasons: readonly Reason[]
    }

/** From the anchor down: each certificate moves the time back to when it could last be relied on. */
async function slide(
  request: PastRequest,
  path: readonly Certificate[],
  anchors: readonly Certificate[],
): Promise<Slid> {
  const { at, policy } = request
  const anchor = path[path.length - 1]
  if (anchor === undefined) throw new Error('a path has an anchor')
  let controlTime = earlier(at, anchor.notAfter)
  for (let i = path.length - 2; i >= 0; i--) {
    const certificate = path[i]
    const issuer = path[i + 1]
    if (certificate === undefined || issuer === undefined) throw new Error('path index out of range')
    const name = formatDistinguishedName(certificate.subject)
    // Whoever comes by an old key can make a certificate with any dates, so it has to have existed before.
    const existed = existenceOf(request, certificate, i === 0)
    const scheme = schemeOf(certificate.signatureAlgorithm)
    const facts = await keyFactsOf(issuer)
    const reliable = scheme === undefined || facts === undefined ? 0 : reliableUntil(policy, scheme, facts)
    if (existed > controlTime || existed.getTime() >= reliable) {
      return { kind: 'stuck', subIndication: 'NO_POE', reasons: [reason('POE_MISSING', name)] }
    }
    if (reliable < controlTime.getTime()) controlTime = new Date(reliable)
    const answer = await answerAt(controlTime, request, path.slice(i), anchors)
    if (answer.kind === 'unknown') return unproven(answer, controlTime, request, path.slice(i), anchors)
    if (answer.kind === 'revoked') controlTime = earlier(controlTime, answer.revocationDate)
    else if (answer.freshUntil < controlTime && !certificate.extensions.noRevocation) {
      controlTime = earlier(controlTime, answer.thisUpdate)
    }
    controlTime = earlier(controlTime, certificate.notAfter)
  }
  return { kind: 'controlled', controlTime }
}

/** The signed attributes of AdES name the signer's certificate, so it is as old as the signature. */
function existenceOf(
  { proofs, at, provenAt, verdict }: PastRequest,
  certificate: Certificate,
  isSigner: boolean,
): Date {
  const proven = proofs.timeOf(certificate) ?? at
  return isSigner && verdict.namesCertificate ? earlier(proven, provenAt) : proven
}

/** What lists and answers say that are proven to have existed at `controlTime`. */
async function answerAt(
  controlTime: Date,
  { intermediates, data, at, policy, provenAt, proofs, budget }: PastRequest,
  path: readonly Certificate[],
  anchors: readonly Certificate[],
  proven: (piece: { readonly der: Uint8Array }) => boolean = (piece) =>
    (proofs.timeOf(piece) ?? at) <= controlTime,
): Promise<RevocationAnswer> {
  const existing: RevocationData = { crls: data.crls.filter(proven), ocsps: data.ocsps.filter(proven) }
  const context: RevocationContext = {
    anchors,
    intermediates,
    data: existing,
    at: controlTime,
    anyAge: true,
    provenAt,
    policy,
    proofs,
    budget,
    asking: new Set(),
  }
  return revocationOf(path, context)
}

/** Tells what would be there if only it were proven from what is not there at all. */
async function unproven(
  answer: RevocationAnswer & { readonly kind: 'unknown' },
  controlTime: Date,
  request: PastRequest,
  path: readonly Certificate[],
  anchors: readonly Certificate[],
): Promise<Slid> {
  const all = await answerAt(controlTime, request, path, anchors, () => true)
  if (all.kind === 'unknown') return { kind: 'stuck', subIndication: 'TRY_LATER', reasons: answer.reasons }
  const name = path[0] === undefined ? '' : formatDistinguishedName(path[0].subject)
  return { kind: 'stuck', subIndication: 'NO_POE', reasons: [reason('POE_MISSING', name)] }
}

function earlier(a: Date, b: Date): Date {
  return a < b ? a : b
}
