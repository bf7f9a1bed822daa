// An entry of the audit log: what was asked, by whom, with which key, and what came of it. One entry is one leaf.

import { utf8 } from '../bytes.ts'

export interface AuditEntry {
  /** UUID, made by the gateway; the same in the reply, so that a signature finds its entry. */
  readonly id: string
  /** ISO 8601 with milliseconds, UTC. */
  readonly at: string
  readonly requestId: string
  readonly caller:
    | { readonly kind: 'anonymous' | 'service' }
    | {
        readonly kind: 'application'
        readonly applicationId: string
        readonly tokenId: string
      }
    | {
        readonly kind: 'person'
        readonly personId: string
        readonly sessionId: string
      }
  /** Name of the journey: `signDocument`, `issueCertificate`, … */
  readonly operation: string
  readonly outcome: 'done' | 'denied' | 'failed'
  readonly unitId: string | null
  readonly keyId: string | null
  readonly keyVersion: number | null
  readonly algorithm: string | null
  /** Lower-case hexadecimal SHA-256 of the to-be-signed bytes. */
  readonly toBeSignedSha256: string | null
  /** Lower-case hexadecimal SHA-256 of the signature value. */
  readonly signatureSha256: string | null
  /** Further facts of the journey, without secrets or personal content. Keys are sorted in the leaf. */
  readonly details: Readonly<Record<string, string>>
}

/** The leaf's bytes: `entryText` in UTF-8. */
export function encodeEntry(entry: AuditEntry): Uint8Array {
  return utf8(entryText(entry))
}

/** JSON with a fixed order of members (RFC 8785 in effect, since all values are strings and small integers). */
export function entryText(entry: AuditEntry): string {
  return JSON.stringify({
    algorithm: entry.algorithm,
    at: entry.at,
    caller: callerMembers(entry.caller),
    details: sorted(entry.details),
    id: entry.id,
    keyId: entry.keyId,
    keyVersion: entry.keyVersion,
    operation: entry.operation,
    outcome: entry.outcome,
    requestId: entry.requestId,
    signatureSha256: entry.signatureSha256,
    toBeSignedSha256: entry.toBeSignedSha256,
    unitId: entry.unitId,
  })
}

function callerMembers(caller: AuditEntry['caller']): AuditEntry['caller'] {
  switch (caller.kind) {
    case 'application':
      return { applicationId: caller.applicationId, kind: caller.kind, tokenId: caller.tokenId }
    case 'person':
      return { kind: caller.kind, personId: caller.personId, sessionId: caller.sessionId }
    default:
      return { kind: caller.kind }
  }
}

function sorted(details: AuditEntry['details']): AuditEntry['details'] {
  const entries = Object.entries(details)
  if (entries.length < 2) return details
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
}
