// What a validation rests on: anchors, helpers, a time and a policy, read once for all signatures of a document.

import type { Certificate } from '../formats/x509/certificate.ts'
import type { Anchor } from './anchors.ts'
import { type Budget, certificatesOf, helpersLimit } from './checks.ts'
import type { ValidationData } from './formed-signature.ts'
import type { ValidationPolicy } from './policy.ts'
import { type RevocationData, readRevocationData } from './revocation-data.ts'

/** What the caller trusts and holds, with what the document brings along. */
export interface Trust {
  readonly anchors: readonly Anchor[]
  /** Untrusted certificates that may help. */
  readonly intermediates: readonly Certificate[]
  readonly data: RevocationData
  /** The time for which the verdict is asked. */
  readonly at: Date
  readonly policy: ValidationPolicy
  /** What may be spent on all signatures together. */
  readonly work: Budget
}

/** Trust with what a signature or a document brings along, which only helps. */
export function trustWith(trust: Trust, { certificates, crls, ocsps, basicOcsps }: ValidationData): Trust {
  const own = readRevocationData(
    crls.slice(0, helpersLimit),
    ocsps.slice(0, helpersLimit),
    basicOcsps.slice(0, helpersLimit),
  )
  return {
    ...trust,
    intermediates: [
      ...new Set([...certificatesOf(certificates.slice(0, helpersLimit)), ...trust.intermediates]),
    ],
    data: {
      crls: [...new Set([...trust.data.crls, ...own.crls])],
      ocsps: [...new Set([...trust.data.ocsps, ...own.ocsps])],
    },
  }
}
