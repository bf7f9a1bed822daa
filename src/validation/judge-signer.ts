// Whether the certificate behind a signature value vouches for it: now, or at a time that is proven
// (EN 319 102-1 §5.2.6, §5.2.8, and with proofs of existence §5.5.4 and §5.6.2.4).

import type { Certificate } from '../formats/x509/certificate.ts'
import { formatDistinguishedName } from '../formats/x509/name.ts'
import { signatureWeakness } from './acceptance.ts'
import { anchorsFor } from './anchors.ts'
import { check, outcomeOf } from './check.ts'
import type { Budget } from './checks.ts'
import { indeterminate, totalFailed } from './failure.ts'
import type { CryptographicVerdict } from './formed-signature.ts'
import type { AnchorPurpose } from './input.ts'
import { isoTime } from './iso-time.ts'
import { pastCertificate } from './past-certificate.ts'
import { findPath, type PathOutcome } from './path.ts'
import type { ProofsOfExistence } from './proofs.ts'
import type { Check, Indication, Reason, SubIndication } from './report.ts'
import { certificateHold, revocationOf } from './revocation.ts'
import type { Trust } from './trust.ts'
import { reason } from './wording.ts'

export interface SignerRequest extends Trust {
  /** Without a failure. */
  readonly verdict: CryptographicVerdict
  readonly purpose: AnchorPurpose
  /** The earliest time at which the signature is proven to have existed; undefined without proof. */
  readonly provenAt: Date | undefined
  /** A time at which the signature is proven not to have existed yet: that of a content time-stamp. */
  readonly notBefore: Date | undefined
  readonly proofs: ProofsOfExistence
  readonly budget: Budget
}

/** What a building block found: the worst stands for the signature. */
export interface Finding {
  readonly indication: Indication
  readonly subIndication: SubIndication | null
  readonly reasons: readonly Reason[]
}

export interface SignerFinding extends Finding {
  /** From the signer to an anchor: the valid one, or one that broke a rule; undefined when there is none. */
  readonly path: readonly Certificate[] | undefined
  readonly checks: readonly Check[]
}

export async function judgeSigner(request: SignerRequest): Promise<SignerFinding> {
  const { provenAt, at } = request
  const signer = signerOf(request)
  if (provenAt !== undefined && provenAt < signer.notBefore) {
    const why = reason('SIGNED_BEFORE_VALIDITY')
    return {
      ...totalFailed('NOT_YET_VALID', why),
      path: undefined,
      checks: [check('X509_CERTIFICATE_VALIDATION', '5.2.6', 'failed', [why])],
    }
  }
  const current = await currently(request)
  const late = tooLate(request, current)
  if (late !== undefined) return late
  if (provenAt === undefined || current.indication === 'TOTAL_PASSED' || !isCurable(current)) return current
  // Past signature validation (§5.6.2.4): what was sound when it is proven to have existed stays sound.
  const past = await pastCertificate({ ...request, signer, provenAt, at })
  const block = (outcome: Check['outcome'], reasons: readonly Reason[]) => [
    ...current.checks,
    check('PAST_SIGNATURE_VALIDATION', '5.6.2.4', outcome, reasons, past.checks),
  ]
  if (past.kind === 'failed') {
    const { subIndication = current.subIndication, reasons } = past
    return {
      ...current,
      subIndication,
      reasons: [...current.reasons, ...reasons],
      checks: block('indeterminate', reasons),
    }
  }
  return { ...passed, path: past.path, checks: block('passed', []) }
}

const passed = { indication: 'TOTAL_PASSED', subIndication: null, reasons: [] } as const

function signerOf({ verdict: { signer } }: SignerRequest): Certificate {
  if (signer === undefined) throw new Error('a signature that holds has a signer')
  return signer
}

/** Sub-indications that a proof of existence may heal (§5.6.2.4). */
const curable: readonly (SubIndication | null)[] = [
  'OUT_OF_BOUNDS_NO_POE',
  'OUT_OF_BOUNDS_NOT_REVOKED',
  'REVOKED_NO_POE',
  'REVOKED_CA_NO_POE',
  'CRYPTO_CONSTRAINTS_FAILURE_NO_POE',
  'TRY_LATER',
]

function isCurable({ subIndication }: Finding): boolean {
  return curable.includes(subIndication)
}

interface Current extends SignerFinding {
  /** Of the signer's certificate, where it was revoked. */
  readonly revocationDate?: Date
}

/** §5.3.4: a content time-stamp proves that the signature is younger than what ended its certificate. */
function tooLate(
  { notBefore, verdict }: SignerRequest,
  { subIndication, revocationDate, path, checks }: Current,
): SignerFinding | undefined {
  if (notBefore === undefined) return undefined
  const failed = (sub: SubIndication, why: Reason): SignerFinding => ({
    ...totalFailed(sub, why),
    path,
    checks: [...checks, check('SIGNED_AFTER_END', '5.3.4', 'failed', [why])],
  })
  if (subIndication === 'REVOKED_NO_POE' && revocationDate !== undefined && notBefore >= revocationDate) {
    return failed('REVOKED', reason('SIGNED_AFTER_REVOCATION', isoTime(revocationDate)))
  }
  const { signer } = verdict
  if (subIndication?.startsWith('OUT_OF_BOUNDS') && signer !== undefined && notBefore > signer.notAfter) {
    return failed('EXPIRED', reason('SIGNED_AFTER_EXPIRY', isoTime(signer.notAfter)))
  }
  return undefined
}

/** At the time that is asked for; what is proven counts for the signature itself and its signer alone (§5.5.4). */
async function currently(request: SignerRequest): Promise<Current> {
  const { anchors, intermediates, at, policy, purpose, provenAt, work } = request
  const signer = signerOf(request)
  const usable = anchorsFor(anchors, purpose, provenAt ?? at)
  const search = { target: signer, anchors: usable, intermediates, purpose, at, policy, work } as const
  const found = await findPath(search)
  if (found.kind === 'none') {
    const { path, reasons } = found
    return {
      ...indeterminate(await withoutProof(request, found, usable), ...reasons),
      path,
      checks: [check('X509_CERTIFICATE_VALIDATION', '5.2.6', 'indeterminate', reasons)],
    }
  }
  const { path } = found
  const revoked = await revocation(request, path, usable)
  const x509 = check(
    'X509_CERTIFICATE_VALIDATION',
    '5.2.6',
    outcomeOf(revoked.indication),
    revoked.reasons,
    revoked.checks,
  )
  const weakness = await signatureWeakness(request, provenAt ?? at)
  const acceptance = check(
    'SIGNATURE_ACCEPTANCE_VALIDATION',
    '5.2.8',
    weakness === undefined ? 'passed' : 'indeterminate',
    weakness === undefined ? [] : [weakness],
  )
  const checks = [x509, acceptance]
  if (weakness !== undefined) {
    return { ...indeterminate('CRYPTO_CONSTRAINTS_FAILURE_NO_POE', weakness), path, checks }
  }
  return { ...revoked, path, checks }
}

/** What the failure of a path is called while nothing proves a time (§5.2.6.4). */
async function withoutProof(
  { intermediates, data, at, policy, proofs, budget }: SignerRequest,
  { subIndication, path }: PathOutcome & { readonly kind: 'none' },
  anchors: readonly Certificate[],
): Promise<SubIndication> {
  if (subIndication === 'CRYPTO_CONSTRAINTS_FAILURE') return 'CRYPTO_CONSTRAINTS_FAILURE_NO_POE'
  const [signer, ...authorities] = path ?? []
  const ended = signer !== undefined && signer.notAfter < at
  const othersHold = authorities.every(({ notBefore, notAfter }) => notBefore <= at && at <= notAfter)
  if (subIndication !== 'OUT_OF_BOUNDS_NO_POE' || path === undefined || !ended || !othersHold) {
    return subIndication
  }
  // A source that remembers what has ended may say that it was never revoked.
  const status = await revocationOf(path, {
    anchors,
    intermediates,
    data,
    at,
    provenAt: undefined,
    policy,
    proofs,
    budget,
    asking: new Set(),
  })
  return status.kind === 'good' && !signer.extensions.noRevocation
    ? 'OUT_OF_BOUNDS_NOT_REVOKED'
    : subIndication
}

/** §5.2.6.4 and §5.2.5: each certificate of the path, the signer's first. */
async function revocation(
  request: SignerRequest,
  path: readonly Certificate[],
  anchors: readonly Certificate[],
): Promise<Omit<Current, 'path'>> {
  const { intermediates, data, at, policy, provenAt, proofs, budget } = request
  const checks: Check[] = []
  for (let i = 0; i < path.length - 1; i++) {
    const name = formatDistinguishedName(path[i]?.subject ?? signerOf(request).subject)
    const status = await revocationOf(path.slice(i), {
      anchors,
      intermediates,
      data,
      at,
      provenAt,
      policy,
      proofs,
      budget,
      asking: new Set(),
    })
    const done = (outcome: Check['outcome'], reasons: readonly Reason[] = []) =>
      checks.push(check('REVOCATION_FRESHNESS', '5.2.5', outcome, reasons))
    const undecided = (subIndication: SubIndication, reasons: readonly Reason[], revocationDate?: Date) => {
      done('indeterminate', reasons)
      const finding = { ...indeterminate(subIndication, ...reasons), checks }
      return revocationDate === undefined ? finding : { ...finding, revocationDate }
    }
    if (status.kind === 'unknown') return undecided('TRY_LATER', status.reasons)
    if (status.kind === 'revoked') {
      const { revocationDate, reasonCode } = status
      // A signature that is proven older than the revocation of its own certificate is not touched by it. An
      // authority’s revocation casts doubt on what it is said to have issued, and so needs past validation.
      if (i === 0 && provenAt !== undefined && provenAt < revocationDate) {
        done('passed')
        continue
      }
      const detail = `${name}, ${isoTime(revocationDate)}`
      if (reasonCode === certificateHold) {
        return undecided('TRY_LATER', [reason('CERTIFICATE_ON_HOLD', detail)])
      }
      const why = [reason('REVOKED', detail)]
      return i === 0 ? undecided('REVOKED_NO_POE', why, revocationDate) : undecided('REVOKED_CA_NO_POE', why)
    }
    done('passed')
  }
  return { ...passed, checks }
}
