// `auditEntry`: the evidence of one act: who, with which key, under which certificate, and what that was worth at a moment.

import { fromHex } from '../bytes.ts'
import { type Call, callerId } from '../caller.ts'
import { requireAnywhere, requireKnown } from '../policy/authorise.ts'
import { findAuditEntry, type StoredAuditEntry } from '../registry/audit-entries.ts'
import type { IssuedCertificate, RevocationReason } from '../registry/certificate.ts'
import { listCertificatesBySerial } from '../registry/certificates.ts'
import { asCaller } from './as-caller.ts'
import type { Deps } from './deps.ts'

type Reader = Pick<Deps, 'database' | 'clock' | 'caches'>

/** What the leaf says, by the names that its members have. Null where it says nothing. */
export interface EntryFacts {
  readonly requestId: string
  readonly callerKind: string
  readonly applicationId: string | null
  readonly tokenId: string | null
  readonly personId: string | null
  readonly keyVersion: number | null
  readonly algorithm: string | null
  readonly toBeSignedSha256: string | null
  readonly signatureSha256: string | null
  readonly details: readonly { readonly name: string; readonly value: string }[]
}

/**
 * An entry, for those who may read the log of its unit and for whoever caused it.
 *
 * @returns undefined when there is none that the caller may see.
 * @throws ServiceError as `requireAnywhere`.
 */
export async function auditEntry(
  deps: Reader,
  call: Call,
  id: string,
): Promise<StoredAuditEntry | undefined> {
  const own = callerId(requireKnown(call))
  const entry = await asCaller(deps, call, (tx, scope) => findAuditEntry(tx, scope, id))
  if (entry === undefined) return undefined
  const { applicationId, personId } = entryFacts(entry)
  if ((applicationId ?? personId) === own) return entry
  requireAnywhere(call, 'audit')
  return asCaller(deps, call, (tx, scope) => findAuditEntry(tx, scope, id), 'audit')
}

export function entryFacts({ entry }: StoredAuditEntry): EntryFacts {
  const leaf: unknown = JSON.parse(Buffer.from(entry).toString('utf8'))
  const caller = member(leaf, 'caller')
  const details = member(leaf, 'details')
  const keyVersion = member(leaf, 'keyVersion')
  return {
    requestId: text(leaf, 'requestId') ?? '',
    callerKind: text(caller, 'kind') ?? '',
    applicationId: text(caller, 'applicationId'),
    tokenId: text(caller, 'tokenId'),
    personId: text(caller, 'personId'),
    keyVersion: typeof keyVersion === 'number' ? keyVersion : null,
    algorithm: text(leaf, 'algorithm'),
    toBeSignedSha256: text(leaf, 'toBeSignedSha256'),
    signatureSha256: text(leaf, 'signatureSha256'),
    details: Object.entries(details ?? {}).map(([name, value]) => ({ name, value: String(value) })),
  }
}

/** The certificate that stood for the key, or the one that was issued or revoked; undefined when the act has none. */
export async function certificateOfEntry(
  deps: Reader,
  call: Call,
  entry: StoredAuditEntry,
): Promise<IssuedCertificate | undefined> {
  const { details } = entryFacts(entry)
  const serial = fromHex(details.find(({ name }) => name === 'certificate' || name === 'serial')?.value ?? '')
  if (serial === undefined || serial.length === 0) return undefined
  const found = await asCaller(deps, call, (tx, scope) => listCertificatesBySerial(tx, scope, serial))
  // Serial numbers are drawn at random for each issuer: two that are alike are not to be expected.
  return found.find((certificate) => certificate.state === 'issued')
}

export const certificateStatuses = ['not_yet_valid', 'good', 'suspect', 'revoked', 'expired'] as const
export type CertificateStatusName = (typeof certificateStatuses)[number]

export interface CertificateStatus {
  readonly status: CertificateStatusName
  readonly revokedAt: Date | null
  readonly reason: RevocationReason | null
  readonly invalidityDate: Date | null
}

/**
 * What the certificate was worth at `time`, by what is known today: a key that was in wrong hands before it was revoked
 * makes it suspect from then on (RFC 5280 §5.3.2).
 */
export function revocationAt(certificate: IssuedCertificate, time: Date): CertificateStatus {
  const { revocation, notBefore, notAfter } = certificate
  return {
    status: statusAt(),
    revokedAt: revocation?.revokedAt ?? null,
    reason: revocation?.reason ?? null,
    invalidityDate: revocation?.invalidityDate ?? null,
  }

  function statusAt(): CertificateStatusName {
    if (time < notBefore) return 'not_yet_valid'
    if (revocation !== null && time >= revocation.revokedAt) return 'revoked'
    if (time > notAfter) return 'expired'
    if (revocation?.invalidityDate != null && time >= revocation.invalidityDate) return 'suspect'
    return 'good'
  }
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}

function text(value: unknown, name: string): string | null {
  const found = member(value, name)
  return typeof found === 'string' ? found : null
}
