// What a validation is given. Everything is an argument: no clock, no network, no files.

import type { ByteSource } from '../formats/byte-source.ts'
import type { TrustLane } from './report.ts'

export type AnchorPurpose = 'document-signing' | 'timestamping'

/** A trust anchor that says more of itself than its certificate. */
export interface DatedAnchor {
  /** DER. */
  readonly certificate: Uint8Array
  readonly lane: TrustLane
  /** What paths that end in it may be for; undefined: everything. */
  readonly purposes: readonly AnchorPurpose[] | undefined
  /** Trusted for what existed from then on; undefined: always. */
  readonly from: Date | undefined
  /** Exclusive end of that; undefined: none. */
  readonly until: Date | undefined
}

export interface TrustMaterial {
  /** DER certificates that are trusted because the caller says so. */
  readonly anchors: readonly Uint8Array[]
  /** Anchors of bundles and trusted lists; those of `anchors` are the office's own, for everything, always. */
  readonly datedAnchors?: readonly DatedAnchor[]
  /** DER certificates that may help to build a path; never trusted by themselves. */
  readonly intermediates: readonly Uint8Array[]
  /** DER CertificateList. */
  readonly crls: readonly Uint8Array[]
  /** DER OCSPResponse. */
  readonly ocsps: readonly Uint8Array[]
}

export const noTrust: TrustMaterial = { anchors: [], intermediates: [], crls: [], ocsps: [] }

export interface ValidationInput {
  readonly document: ByteSource
  /** The signed content of a detached signature; empty when the document carries it. */
  readonly contents: readonly ByteSource[]
  readonly trust: TrustMaterial
  /** The time for which the verdict is asked. */
  readonly at: Date
}
