// What the service has acknowledged, and what it left without an answer: the yardstick after every blow.

import type { SignDocumentRequest } from '../../src/client/client-types.ts'
import type * as schema from '../../src/client/schema.generated.ts'

export interface AcknowledgedSignature {
  readonly key: string
  readonly message: Uint8Array
  readonly signature: Uint8Array
  readonly keyVersion: number
  readonly auditEntryId: string
}

export interface AcknowledgedDocument {
  readonly bytes: Uint8Array
  /** Undefined when the signature is embedded. */
  readonly content: Uint8Array | undefined
  readonly certificateSerialHex: string
  readonly auditEntryId: string
  /** What was asked, with its idempotency key. */
  readonly request: SignDocumentRequest
}

export interface AcknowledgedTimestamp {
  /** What was to be stamped. */
  readonly digest: Uint8Array
  /** DER of TimeStampToken. */
  readonly token: Uint8Array
  readonly auditEntryId: string
}

/** A request that creates something: it may be asked again with the same idempotency key. */
export type Creation =
  | { readonly kind: 'unit'; readonly input: schema.CreateUnitInput }
  | { readonly kind: 'key'; readonly input: schema.CreateKeyInput }
  | { readonly kind: 'certificate'; readonly input: schema.IssueCertificateInput }
  | { readonly kind: 'rotation'; readonly input: schema.RotateKeyInput }
  | { readonly kind: 'application'; readonly input: schema.CreateApplicationInput }
  | { readonly kind: 'document'; readonly input: SignDocumentRequest }

export interface Unanswered {
  readonly creation: Creation
  readonly at: number
}

/** `revoking`: its revocation was asked for and not answered, so that it may be live or not. */
export type TokenState = 'live' | 'revoking' | 'revoked'

export interface Ledger {
  readonly signatures: AcknowledgedSignature[]
  readonly documents: AcknowledgedDocument[]
  readonly timestamps: AcknowledgedTimestamp[]
  readonly units: Map<string, string>
  /** The highest version that was acknowledged. */
  readonly keys: Map<string, { readonly id: string; readonly purpose: schema.KeyPurpose; version: number }>
  readonly certificates: Map<string, { readonly pem: string; readonly key: string }>
  readonly revoked: Set<string>
  readonly applications: Map<string, string>
  readonly tokens: { readonly secret: string; readonly id: string; state: TokenState }[]
  /** Signed notes as they were served. */
  readonly checkpoints: Map<string, { readonly treeSize: number; readonly rootHash: Uint8Array }>
  unanswered: Unanswered[]
  /** What must not happen, whatever died. */
  readonly faults: string[]
}

export function emptyLedger(): Ledger {
  return {
    signatures: [],
    documents: [],
    timestamps: [],
    units: new Map(),
    keys: new Map(),
    certificates: new Map(),
    revoked: new Set(),
    applications: new Map(),
    tokens: [],
    checkpoints: new Map(),
    unanswered: [],
    faults: [],
  }
}

/** How much was acknowledged. */
export function countOf(ledger: Ledger): number {
  return (
    ledger.signatures.length +
    ledger.documents.length +
    ledger.timestamps.length +
    ledger.units.size +
    ledger.keys.size +
    ledger.certificates.size +
    ledger.revoked.size +
    ledger.applications.size +
    ledger.tokens.length
  )
}
