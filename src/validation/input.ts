// What a validation is given. Everything is an argument: no clock, no network, no files.

import type { ByteSource } from '../formats/byte-source.ts'

export interface TrustMaterial {
  /** DER certificates that are trusted because the caller says so. */
  readonly anchors: readonly Uint8Array[]
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
