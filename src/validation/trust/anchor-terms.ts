// What an anchor is trusted for, as JSON: how gateway, inspector and page hand it on.

import type { AnchorPurpose, DatedAnchor } from '../input.ts'
import { type TrustLane, trustLanes } from '../report.ts'

/** `DatedAnchor` without its certificate. Moments are ISO 8601; null stands for undefined. */
export interface AnchorTerms {
  readonly lane: TrustLane
  readonly purposes: readonly AnchorPurpose[] | null
  readonly from: string | null
  readonly until: string | null
}

export function anchorTerms({ lane, purposes, from, until }: DatedAnchor): AnchorTerms {
  return {
    lane,
    purposes: purposes ?? null,
    from: from?.toISOString() ?? null,
    until: until?.toISOString() ?? null,
  }
}

/** @throws Error for what `anchorTerms` did not write: it comes from our own processes. */
export function datedAnchor(certificate: Uint8Array, terms: unknown): DatedAnchor {
  if (!isTerms(terms)) throw new Error('terms of a trust anchor that are none')
  const { lane, purposes, from, until } = terms
  return {
    certificate,
    lane,
    purposes: purposes ?? undefined,
    from: from === null ? undefined : new Date(from),
    until: until === null ? undefined : new Date(until),
  }
}

function isTerms(value: unknown): value is AnchorTerms {
  if (typeof value !== 'object' || value === null) return false
  if (!('lane' in value && 'purposes' in value && 'from' in value && 'until' in value)) return false
  const { lane, purposes, from, until } = value
  return (
    trustLanes.some((one) => one === lane) &&
    (purposes === null || Array.isArray(purposes)) &&
    [from, until].every((one) => one === null || typeof one === 'string')
  )
}
