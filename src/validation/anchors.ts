// Trust anchors with their lane, purposes and dates (ETSI TS 119 612 §5.5: what a service is trusted for, and when).

import type { Certificate } from '../formats/x509/certificate.ts'
import { certificateOf } from './checks.ts'
import type { AnchorPurpose, TrustMaterial } from './input.ts'
import type { TrustLane } from './report.ts'

export interface Anchor {
  readonly certificate: Certificate
  readonly lane: TrustLane
  /** Undefined: for all. */
  readonly purposes: readonly AnchorPurpose[] | undefined
  readonly from: Date | undefined
  /** Exclusive. */
  readonly until: Date | undefined
}

/** What the caller trusts; a certificate that cannot be read is left out, and can vouch for nothing. */
export function anchorsOf({ anchors, datedAnchors = [] }: TrustMaterial): readonly Anchor[] {
  const all: Anchor[] = []
  for (const der of anchors) {
    const certificate = certificateOf(der)
    if (certificate !== undefined) all.push(ownAnchor(certificate))
  }
  for (const { certificate: der, lane, purposes, from, until } of datedAnchors) {
    const certificate = certificateOf(der)
    if (certificate !== undefined) all.push({ certificate, lane, purposes, from, until })
  }
  return all
}

/** Trusted for everything, always: a certificate that the caller gave as it is. */
export function ownAnchor(certificate: Certificate): Anchor {
  return { certificate, lane: 'own', purposes: undefined, from: undefined, until: undefined }
}

/** Those that may vouch for something of `purpose` that existed at `time`. */
export function anchorsFor(
  anchors: readonly Anchor[],
  purpose: AnchorPurpose,
  time: Date,
): readonly Certificate[] {
  return [...new Set(usable(anchors, purpose, time).map(({ certificate }) => certificate))]
}

function usable(anchors: readonly Anchor[], purpose: AnchorPurpose, time: Date): readonly Anchor[] {
  return anchors.filter(
    ({ purposes, from, until }) =>
      (purposes === undefined || purposes.includes(purpose)) &&
      (from === undefined || from <= time) &&
      (until === undefined || time < until),
  )
}

/** Own before imported, where both trust it for this purpose and time. */
export function laneOf(
  anchors: readonly Anchor[],
  certificate: Certificate | undefined,
  purpose: AnchorPurpose,
  time: Date,
): TrustLane | null {
  const lanes = usable(anchors, purpose, time)
    .filter((anchor) => anchor.certificate === certificate)
    .map(({ lane }) => lane)
  return lanes.includes('own') ? 'own' : (lanes[0] ?? null)
}
