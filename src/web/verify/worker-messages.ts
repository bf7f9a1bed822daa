// What the page and its validation worker say to one another.

import type { TrustMaterial } from '../../validation/input.ts'
import type { ValidationReport } from '../../validation/report.ts'

export interface JudgeRequest {
  readonly kind: 'judge'
  readonly document: Blob
  readonly contents: readonly Blob[]
  readonly trust: TrustMaterial
  /** Milliseconds since 1970. */
  readonly atMs: number
}

export interface AnchorsRequest {
  readonly kind: 'read_anchors'
  readonly file: Blob
}

export type ToWorker = JudgeRequest | AnchorsRequest

/** A certificate that the reader wants to trust. */
export interface AnchorSummary {
  readonly der: Uint8Array
  readonly subject: string
  readonly notAfter: string
  readonly sha256Hex: string
}

export type FromWorker =
  /** It listens: what was said before, while it was loading, it may not have heard. */
  | { readonly kind: 'ready' }
  /** `read` of `total` octets are through, over all files and passes. */
  | { readonly kind: 'progress'; readonly read: number; readonly total: number }
  | {
      readonly kind: 'report'
      readonly report: ValidationReport
      /** SHA-256 of the document and of the contents, in order. */
      readonly sha256Hex: readonly string[]
    }
  | { readonly kind: 'anchors'; readonly anchors: readonly AnchorSummary[] }
  | { readonly kind: 'failure'; readonly message: string }
