// A trust anchor that officers gave the office (RFC 5914): whose certificate, for what, from when until when.

/** As EN 319 102-1 tells them apart: what a path that ends in the anchor may be for. */
export const anchorPurposes = ['document-signing', 'timestamping'] as const
export type TrustAnchorPurpose = (typeof anchorPurposes)[number]

export interface TrustAnchor {
  readonly id: string
  /** Of the organisation. */
  readonly unitId: string
  /** DER. */
  readonly certificate: Uint8Array
  /** Of the DER. */
  readonly sha256: Uint8Array
  /** At least one. */
  readonly purposes: readonly TrustAnchorPurpose[]
  /** Trusted for what existed from then on; null: always. */
  readonly trustedFrom: Date | null
  /** Exclusive end of that; null: none. */
  readonly trustedUntil: Date | null
  readonly createdAt: Date
  /** Null while it is trusted. */
  readonly removedAt: Date | null
}
