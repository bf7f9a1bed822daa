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
  const { algorithm, at, caller, details, id, keyId, keyVersion, operation, outcome, requestId } = entry
  const { signatureSha256, toBeSignedSha256, unitId } = entry
  return JSON.stringify({
    algorithm,
    at,
    caller: callerMembers(caller),
    details: sorted(details),
    id,
    keyId,
    keyVersion,
    operation,
    outcome,
    requestId,
    signatureSha256,
    toBeSignedSha256,
    unitId,
  })
}

/** `entryText` of each. What the entries of one call have in common is written once: there may be a thousand. */
export function entryTexts(entries: readonly AuditEntry[]): readonly string[] {
  const [model, second] = entries
  return model !== undefined && second !== undefined && entries.every((entry) => isLike(entry, model))
    ? textsAround(partsOf(model), entries)
    : entries.map(entryText)
}

/** The text of an entry around what makes it different from others of its call. */
interface Parts {
  readonly beforeDetails: string
  readonly beforeSignature: string
  readonly end: string
}

function partsOf(entry: AuditEntry): Parts {
  const { algorithm, at, caller, keyId, keyVersion, operation, outcome, requestId, unitId } = entry
  return {
    beforeDetails: `${opened({ algorithm, at, caller: callerMembers(caller) })},"details":`,
    beforeSignature: `,${members({ keyId, keyVersion, operation, outcome, requestId })},"signatureSha256":`,
    end: `,${members({ unitId })}}`,
  }
}

function textsAround(parts: Parts, entries: readonly AuditEntry[]): readonly string[] {
  const { beforeDetails, beforeSignature, end } = parts
  return entries.map(
    ({ details, id, signatureSha256, toBeSignedSha256 }) =>
      `${beforeDetails}${JSON.stringify(sorted(details))},"id":${JSON.stringify(id)}${beforeSignature}${JSON.stringify(signatureSha256)},"toBeSignedSha256":${JSON.stringify(toBeSignedSha256)}${end}`,
  )
}

function isLike(entry: AuditEntry, model: AuditEntry): boolean {
  return (
    entry.caller === model.caller &&
    entry.at === model.at &&
    entry.requestId === model.requestId &&
    entry.operation === model.operation &&
    entry.outcome === model.outcome &&
    entry.unitId === model.unitId &&
    entry.keyId === model.keyId &&
    entry.keyVersion === model.keyVersion &&
    entry.algorithm === model.algorithm
  )
}

/** JSON of an object without its closing brace. */
function opened(object: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(object).slice(0, -1)
}

/** JSON of an object without its braces. */
function members(object: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(object).slice(1, -1)
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
