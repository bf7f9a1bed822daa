// Whether a certificate was revoked: CRLs (crl.ts) and OCSP answers (ocsp.ts) weighed together. What is forged, stale or
// out of scope counts for nothing, and nothing never means "good" (RFC 5280 §6.3, RFC 6960 §3.2, EN 319 102-1 §5.2.5).

import type { Certificate } from '../formats/x509/certificate.ts'
import { formatDistinguishedName } from '../formats/x509/name.ts'
import type { Budget } from './checks.ts'
import { crlStatus } from './crl.ts'
import { ocspStatus } from './ocsp.ts'
import type { ValidationPolicy } from './policy.ts'
import type { ProofsOfExistence } from './proofs.ts'
import type { Reason } from './report.ts'
import type { RevocationData } from './revocation-data.ts'
import { reason } from './wording.ts'

export interface RevocationContext {
  readonly anchors: readonly Certificate[]
  /** Untrusted certificates among which signers of CRLs and OCSP answers may be. */
  readonly intermediates: readonly Certificate[]
  readonly data: RevocationData
  /** The time for which the verdict is asked. */
  readonly at: Date
  /** A time at which what is judged is proven to have existed; undefined without proof. */
  readonly provenAt: Date | undefined
  readonly policy: ValidationPolicy
  readonly budget: Budget
  /** Certificates whose revocation is being asked further up: a question must not answer itself. */
  readonly asking: ReadonlySet<Certificate>
  /** Since when lists and answers are known to have existed; `at` for all without. */
  readonly proofs?: ProofsOfExistence
  /** For past validation (§5.6.2.2): of whatever age, for the age is weighed by the caller. */
  readonly anyAge?: true
}

/** What one source says. */
export type RevocationAnswer =
  | {
      readonly kind: 'good'
      readonly thisUpdate: Date
      /** Until when the source itself says that it is current. */
      readonly freshUntil: Date
    }
  | {
      readonly kind: 'revoked'
      readonly thisUpdate: Date
      readonly revocationDate: Date
      readonly reasonCode: number
    }
  | { readonly kind: 'unknown'; readonly reasons: readonly Reason[] }

/** CRLReason certificateHold (RFC 5280 §5.3.1): the only state that ends. */
export const certificateHold = 6

/**
 * @param path from the certificate in question to its anchor, already found valid; at least two certificates.
 */
export async function revocationOf(
  path: readonly Certificate[],
  context: RevocationContext,
): Promise<RevocationAnswer> {
  const certificate = path[0]
  if (certificate === undefined || path.length < 2) throw new Error('an anchor’s revocation is not asked')
  if (certificate.extensions.noRevocation) {
    return { kind: 'good', thisUpdate: certificate.notBefore, freshUntil: certificate.notAfter }
  }
  const inner = { ...context, asking: new Set([...context.asking, certificate]) }
  const answers = [await ocspStatus(path, inner), await crlStatus(path, inner)]
  const revoked = answers.filter((answer) => answer.kind === 'revoked')
  const good = answers.filter((answer) => answer.kind === 'good')
  // A released hold: the newer word counts. Any other revocation is final.
  const standing = revoked.filter(
    (entry) =>
      entry.reasonCode !== certificateHold || !good.some(({ thisUpdate }) => thisUpdate > entry.thisUpdate),
  )
  const [first] = standing.sort((a, b) => a.revocationDate.getTime() - b.revocationDate.getTime())
  if (first !== undefined) return first
  const [newest] = good.sort((a, b) => b.thisUpdate.getTime() - a.thisUpdate.getTime())
  if (newest !== undefined) return newest
  const reasons = answers.flatMap((answer) => (answer.kind === 'unknown' ? answer.reasons : []))
  const subject = formatDistinguishedName(certificate.subject)
  return { kind: 'unknown', reasons: [reason('REVOCATION_UNKNOWN', subject), ...reasons] }
}

/**
 * Whether an answer of this age may be used. With a proof of existence it has to be fresh at that time, or newer:
 * what was signed before is not touched by what happened later (EN 319 102-1 §5.2.5.4).
 */
export function isFresh(
  { at, provenAt, policy, anyAge }: Pick<RevocationContext, 'at' | 'provenAt' | 'policy' | 'anyAge'>,
  thisUpdate: Date,
  nextUpdate: Date | undefined,
): boolean {
  if (thisUpdate.getTime() > at.getTime() + policy.clockToleranceMs) return false
  if (anyAge === true) return true
  const reference = (provenAt ?? at).getTime()
  if (provenAt !== undefined && thisUpdate.getTime() >= reference) return true
  return freshUntil(policy, thisUpdate, nextUpdate).getTime() >= reference
}

/** Until when a source of `thisUpdate` is current. */
export function freshUntil(policy: ValidationPolicy, thisUpdate: Date, nextUpdate: Date | undefined): Date {
  return nextUpdate ?? new Date(thisUpdate.getTime() + policy.maxAgeWithoutNextUpdateMs)
}
