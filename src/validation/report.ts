// The validation report: indications and sub-indications of ETSI EN 319 102-1 §5.1, in the JSON of `verify --json`.

export const indications = ['TOTAL_PASSED', 'INDETERMINATE', 'TOTAL_FAILED'] as const
export type Indication = (typeof indications)[number]

/** EN 319 102-1 v1.3.1 table 5 (TOTAL-FAILED) and table 6 (INDETERMINATE). */
export const subIndications = [
  'FORMAT_FAILURE',
  'HASH_FAILURE',
  'SIG_CRYPTO_FAILURE',
  'REVOKED',
  'EXPIRED',
  'NOT_YET_VALID',
  'SIG_CONSTRAINTS_FAILURE',
  'CHAIN_CONSTRAINTS_FAILURE',
  'CERTIFICATE_CHAIN_GENERAL_FAILURE',
  'CRYPTO_CONSTRAINTS_FAILURE',
  'POLICY_PROCESSING_ERROR',
  'SIGNATURE_POLICY_NOT_AVAILABLE',
  'TIMESTAMP_ORDER_FAILURE',
  'NO_SIGNING_CERTIFICATE_FOUND',
  'NO_CERTIFICATE_CHAIN_FOUND',
  'REVOKED_NO_POE',
  'REVOKED_CA_NO_POE',
  'OUT_OF_BOUNDS_NO_POE',
  'OUT_OF_BOUNDS_NOT_REVOKED',
  'CRYPTO_CONSTRAINTS_FAILURE_NO_POE',
  'NO_POE',
  'TRY_LATER',
  'SIGNED_DATA_NOT_FOUND',
  'CUSTOM',
] as const
export type SubIndication = (typeof subIndications)[number]

export type Integrity = 'intact' | 'broken' | 'undetermined'
export type DocumentFormat = 'PAdES' | 'CAdES' | 'XAdES' | 'JAdES' | 'ASiC-S' | 'ASiC-E'
export type SignatureLevel = 'B-B' | 'B-T' | 'B-LT' | 'B-LTA'

/** One finding, in words. `code` is stable: UPPER_SNAKE, or a sub-indication. */
export interface Reason {
  readonly code: string
  readonly text: string
}

export interface LaterChange {
  /** 1-based number of the revision that made the change. */
  readonly revision: number
  /** lower_snake, for example `signature_added`, `annotation_added`, `page_content_changed`. */
  readonly kind: string
  readonly permitted: boolean
}

export interface SignerDescription {
  /** RFC 4514 strings. */
  readonly subject: string
  readonly issuer: string
  readonly serialHex: string
  /** Signed under a practice authority: never of legal effect. */
  readonly practice: boolean
}

/** One step of the process and what came of it, for those who want to know why. */
export interface Check {
  /** Stable, UPPER_SNAKE: `FORMAT_CHECKING`, `X509_CERTIFICATE_VALIDATION`, … */
  readonly code: string
  /** The clause that asks for it: `EN 319 102-1 §5.2.6`. */
  readonly clause: string
  readonly outcome: 'passed' | 'indeterminate' | 'failed' | 'not_done'
  readonly reasons: readonly Reason[]
  readonly checks: readonly Check[]
}

export interface TimestampReport {
  readonly kind: 'content' | 'signature' | 'references' | 'archive' | 'document'
  readonly integrity: Integrity
  /** The token may be relied on: its time is proven. */
  readonly trusted: boolean
  /** ISO 8601, UTC; null when the token cannot be read. */
  readonly time: string | null
  /** Subject of the time-stamping authority's certificate, RFC 4514. */
  readonly authority: string | null
  readonly reasons: readonly Reason[]
}

/** Under whose authority: the office's own, or one that was imported. */
export const trustLanes = ['own', 'imported'] as const
export type TrustLane = (typeof trustLanes)[number]

export interface CertificateSummary {
  readonly subject: string
  readonly issuer: string
  readonly serialHex: string
  /** ISO 8601, UTC. */
  readonly notBefore: string
  readonly notAfter: string
}

export interface SignatureReport {
  readonly indication: Indication
  readonly integrity: Integrity
  readonly subIndication: SubIndication | null
  readonly format: DocumentFormat
  readonly level: SignatureLevel | null
  readonly signer: SignerDescription | null
  /** ISO 8601, UTC. */
  readonly claimedSigningTime: string | null
  readonly bestSignatureTime: string | null
  readonly coversWholeDocument: boolean
  readonly laterChanges: readonly LaterChange[]
  readonly reasons: readonly Reason[]
  /** Field of a PDF, Id of XML; null where there is none. */
  readonly name: string | null
  /** From the signer's certificate to the anchor; empty when none was found. */
  readonly chain: readonly CertificateSummary[]
  /** Null when the chain ends in no anchor. */
  readonly lane: TrustLane | null
  /** PDF: the revision that was signed, 1-based, and how many there are. */
  readonly revision: { readonly signed: number; readonly last: number } | null
  readonly timestamps: readonly TimestampReport[]
  readonly counterSignatures: readonly SignatureReport[]
  readonly checks: readonly Check[]
}

export interface ValidationReport {
  readonly indication: Indication
  readonly integrity: Integrity | 'unsigned'
  readonly format: DocumentFormat | null
  readonly policy: { readonly name: string; readonly version: string }
  readonly validationTime: string
  readonly signatures: readonly SignatureReport[]
  /** Over the document as a whole, whether or not it has signatures. */
  readonly timestamps: readonly TimestampReport[]
  /** What concerns the document as a whole: not readable, not supported, no anchors, encrypted. */
  readonly reasons: readonly Reason[]
}
