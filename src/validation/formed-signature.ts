// One signature as its format reads it, before any trust: what EN 319 102-1 judges, whatever the syntax.

import type { HashAlgorithm, VerificationScheme } from '../crypto/algorithms.ts'
import type { Certificate } from '../formats/x509/certificate.ts'
import type { Budget } from './checks.ts'
import type {
  DocumentFormat,
  Indication,
  Integrity,
  LaterChange,
  Reason,
  SignatureLevel,
  SubIndication,
} from './report.ts'

export interface Failure {
  readonly indication: Exclude<Indication, 'TOTAL_PASSED'>
  readonly subIndication: SubIndication
  readonly reasons: readonly Reason[]
}

/** What identification of the signing certificate and cryptographic verification found (§5.2.3, §5.2.7). */
export interface CryptographicVerdict extends CryptographicOutcome, SignatureFacts {}

export interface CryptographicOutcome {
  readonly integrity: Integrity
  /** Undefined when form, digests, signature value and signing certificate all hold. */
  readonly failure: Failure | undefined
}

/** Who signed, when and how, as far as the signature says so. */
export interface SignatureFacts {
  readonly signer: Certificate | undefined
  readonly claimedSigningTime: Date | undefined
  /** For the cryptographic constraints, which depend on times that the caller knows. */
  readonly scheme: VerificationScheme | undefined
  /** Digests of what was signed: each has to be accepted. Empty only where `failure` is set. */
  readonly digestAlgorithms: readonly HashAlgorithm[]
  /** A signing-certificate attribute names the signer's certificate. */
  readonly namesCertificate: boolean
}

/** DER that a signature brings with it: helpers, never trusted by themselves. */
export interface ValidationData {
  readonly certificates: readonly Uint8Array[]
  readonly crls: readonly Uint8Array[]
  /** OCSPResponse. */
  readonly ocsps: readonly Uint8Array[]
  /** BasicOCSPResponse. */
  readonly basicOcsps: readonly Uint8Array[]
}

const timestampKinds = [
  /** Of the content, before it was signed. */
  'content',
  /** Of the signature value. */
  'signature',
  /** Of references to validation data, with the signature or without (CAdES-X, XAdES-X). */
  'references',
  /** Of the signature with its validation data: archive time-stamps. */
  'archive',
  /** Of a revision of a PDF. */
  'document',
] as const
export type TimestampKind = (typeof timestampKinds)[number]

export interface FormedTimestamp {
  readonly kind: TimestampKind
  /** ContentInfo of the RFC 3161 token. */
  readonly token: Uint8Array
  /** Hashes besides the imprint's on which rests what it covers: each has to be accepted. */
  readonly hashes?: readonly HashAlgorithm[]
  /** Why it proves nothing whatever the token says: breaches of the document's own rules. */
  readonly faults?: readonly Reason[]
  /** Digest of what was stamped. A ServiceError where what was stamped cannot be had. */
  digest(hash: HashAlgorithm): Promise<Uint8Array>
  /**
   * Of `archive` and `document`: what it covers besides the signature. A certificate, CRL, OCSP answer or token is
   * proven to have existed only when its octets are named here (§5.6.2.3: extraction of proofs of existence).
   */
  readonly covers: {
    readonly validationData: ValidationData
    /** Indices within `timestamps` of the same signature. */
    readonly timestamps: readonly number[]
  }
}

export interface FormedSignature {
  readonly format: DocumentFormat
  /** As the signature names itself: field of a PDF, Id of XML; null where there is none. */
  readonly name: string | null
  /** PDF: the revision that was signed, 1-based, and how many there are. */
  readonly revision?: { readonly signed: number; readonly last: number }
  /** Never throws on input: what is wrong is in the verdict. `certificates`: among which the signer's may be. */
  verify(request: {
    readonly certificates: readonly Certificate[]
    readonly budget: Budget
  }): Promise<CryptographicVerdict>
  readonly validationData: ValidationData
  /** In the order in which they were added. */
  readonly timestamps: readonly FormedTimestamp[]
  /** Signatures over this signature's value. */
  readonly counterSignatures: readonly FormedSignature[]
  /** By form alone: what attributes it carries. Null when it is no AdES signature. */
  readonly level: SignatureLevel | null
  /** When the signature itself does not say, but the document does. */
  readonly claimedSigningTime: Date | undefined
  readonly coversWholeDocument: boolean
  /** XML: files outside the document that it covers whole, with nothing but canonicalisation before the digest. */
  readonly files?: readonly ReadableContent[]
  readonly laterChanges: readonly LaterChange[]
  /** Breaches of the document's own rules for signatures. */
  readonly structureFaults: readonly Reason[]
  readonly reasons: readonly Reason[]
}

/** What a reader of a format makes of a document. */
export interface FormedDocument {
  /** Where it has no signature that tells; the format that the bytes begin like when absent. */
  readonly format?: DocumentFormat
  readonly signatures: readonly FormedSignature[]
  /** Of the document, for all its signatures. */
  readonly validationData?: ValidationData
  /** Over the document as a whole, oldest first, those that `signatures` have among theirs included: each has to hold. */
  readonly timestamps?: readonly NamedTimestamp[]
  /** What concerns the document as a whole, and how bad it is whatever its signatures say. */
  readonly reasons: readonly Reason[]
  readonly atLeast: Indication
}

export interface NamedTimestamp {
  readonly name: string
  readonly timestamp: FormedTimestamp
}

/** Where a signature looks for what it names and the document does not carry. */
export interface SignedContents {
  /** By reference, as in a container; absent where references cannot be followed. */
  readonly named?: (uri: string) => ReadableContent | undefined
  /** Given by the caller without names: matched by their digests. */
  readonly anonymous: readonly ReadableContent[]
}

/** Digests are computed once for each algorithm, however many signatures ask. */
export interface ReadableContent {
  readonly size: number
  digest(hash: HashAlgorithm): Promise<Uint8Array>
  /** The whole, for transforms that need it. @throws ServiceError `LIMIT_EXCEEDED` above `limit`. */
  bytes(limit: number): Promise<Uint8Array>
}
