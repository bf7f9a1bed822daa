// The last step before anything leaves: its entries are durable, and whoever asked may still do it.

import { type Call, type HeldGrant, isKnown } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import type { AuditEntry } from '../log/entry.ts'
import type { EntryGuard } from '../registry/audit-log.ts'
import type { Deps } from './deps.ts'

export interface Recheck {
  /** What allows it. */
  readonly grant?: HeldGrant | null
  readonly unitId?: string | null
  readonly keyVersion?: EntryGuard['keyVersion']
}

/**
 * Appends `entries`, all or none. The caller, the grant and the key were cached: the insert looks at them again.
 *
 * @throws ServiceError `AUDIT_UNAVAILABLE`, `UNAUTHENTICATED` (the credential ended meanwhile), `NOT_PERMITTED` (the grant
 *   did), `CONFLICT` (a unit moved), `KEY_NOT_ACTIVE`.
 */
export async function requireDurable(
  deps: Pick<Deps, 'auditLog'>,
  call: Call,
  entries: readonly AuditEntry[],
  { grant, unitId, keyVersion }: Recheck = {},
): Promise<void> {
  const guard: EntryGuard = {
    ...credentialOf(call),
    ...(grant?.grantId == null ? {} : { grantId: grant.grantId }),
    ...(unitId == null ? {} : { unitId }),
    ...(keyVersion === undefined ? {} : { keyVersion }),
  }
  switch (await deps.auditLog.append(entries, guard)) {
    case 'durable':
      return
    case 'token_not_valid':
      throw new ServiceError('UNAUTHENTICATED', 'the token is expired or revoked')
    case 'session_not_valid':
      throw new ServiceError('UNAUTHENTICATED', 'the session has ended')
    case 'grant_not_valid':
      throw new ServiceError('NOT_PERMITTED', 'what allowed this was withdrawn or has ended')
    case 'unit_out_of_reach':
      throw new ServiceError('CONFLICT', 'the unit, or the one of the grant, was moved meanwhile')
    case 'key_not_active':
      throw keyNotActive(keyVersion)
  }
}

export function auditedCaller({ caller }: Call): AuditEntry['caller'] {
  switch (caller.kind) {
    case 'application':
      return { kind: 'application', applicationId: caller.applicationId, tokenId: caller.tokenId }
    case 'person':
      return { kind: 'person', personId: caller.personId, sessionId: caller.sessionId }
    default:
      return { kind: caller.kind }
  }
}

/** What an entry says of the grant that allowed it. Nothing of an application's own. */
export function grantDetails(grant: HeldGrant | null): Readonly<Record<string, string>> {
  if (grant?.grantId == null) return {}
  return { grant: grant.grantId, ...(grant.emergency ? { emergency: 'yes' } : {}) }
}

function credentialOf({ caller }: Call): Pick<EntryGuard, 'tokenId' | 'sessionId'> {
  if (!isKnown(caller)) return {}
  return caller.kind === 'application' ? { tokenId: caller.tokenId } : { sessionId: caller.sessionId }
}

function keyNotActive(keyVersion: EntryGuard['keyVersion']): ServiceError {
  if (keyVersion === undefined) throw new Error('a key was rechecked that nobody named')
  const { unitId, keyId, version, use } = keyVersion
  const what = use === 'process' ? 'no longer allows this' : 'is no longer active'
  return new ServiceError('KEY_NOT_ACTIVE', `version ${version} of the key ${what}`, {
    about: { unitId, keyId, keyVersion: version },
  })
}
