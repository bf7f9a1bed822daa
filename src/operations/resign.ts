// `resign`: which signatures by a key in wrong hands were made anew.

import type { Call } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import { requireAccess } from '../policy/authorise.ts'
import { findAuditEntry, listSignatures, type StoredAuditEntry } from '../registry/audit-entries.ts'
import type { Incident, Resigning } from '../registry/incident.ts'
import { insertResigning } from '../registry/incidents.ts'
import type { Page, PageRequest } from '../registry/page.ts'
import { asCaller } from './as-caller.ts'
import type { Deps } from './deps.ts'
import { eachItem, factOf, pageItems, readIncident } from './incidents.ts'
import { record } from './record.ts'

export interface ResignInput {
  readonly incidentId: string
  /** Those that the caller knows of; absent: those whose content a later signature has. */
  readonly signatures?: readonly Resigning[] | null | undefined
}

const signing: ReadonlySet<string> = new Set(['signDocument', 'completeSignature', 'sign'])
const maxSignatures = 1000

/**
 * Notes which signatures were made anew. The service keeps no documents, so it goes by the digest of their content: a
 * later signature by another key over the same content takes the place by itself. For a PDF, whose signature covers what
 * was there before it, whoever signed it anew says which entry took whose place.
 *
 * @throws ServiceError `NOT_FOUND`; `INVALID_ARGUMENT` for what is no signature of the incident, or no later one by
 *   another key; as `requireAccess`.
 */
export async function resign(deps: Deps, call: Call, input: ResignInput): Promise<Incident> {
  const incident = await readIncident(deps, call, input.incidentId)
  if (incident === undefined) throw new ServiceError('NOT_FOUND', 'there is no such incident')
  requireAccess(call, 'manage-keys', incident.unitPath)
  const given = input.signatures ?? []
  if (given.length > maxSignatures)
    throw new ServiceError(
      'INVALID_ARGUMENT',
      `signatures has ${given.length} elements; ${maxSignatures} are allowed`,
    )
  const pairs = given.length > 0 ? given : await matches(deps, call, incident)
  await asCaller(deps, call, async (tx, scope) => {
    for (const pair of pairs) {
      const before = await findAuditEntry(tx, scope, pair.auditEntryId)
      const after = await findAuditEntry(tx, scope, pair.replacedBy)
      requireReplacement(incident, before, after)
      await insertResigning(tx, incident.id, pair, deps.clock.now())
    }
  })
  await record(deps, call, {
    operation: 'resign',
    unitId: incident.unitId,
    keyId: incident.keyId,
    details: { incident: incident.id, signatures: String(pairs.length) },
  })
  return incident
}

/** Signatures to be made anew whose content a later signature by another key has. */
async function matches(deps: Deps, call: Call, incident: Incident): Promise<readonly Resigning[]> {
  const wanted = new Map<string, string>()
  await eachItem(deps, call, incident, async ({ entry, contentDigest, remedy, replacedBy }) => {
    if (remedy === 'sign_anew' && replacedBy === null && contentDigest !== null)
      wanted.set(contentDigest, entry.id)
  })
  const found: Resigning[] = []
  if (wanted.size === 0) return found
  let after: PageRequest['after'] = { at: incident.declaredAt, id: '00000000-0000-0000-0000-000000000000' }
  do {
    const page: Page<StoredAuditEntry> = await asCaller(
      deps,
      call,
      (tx, scope) => listSignatures(tx, scope, { limit: pageItems, after }),
      'audit',
    )
    for (const entry of page.items) {
      const digest = factOf(entry, 'contentDigest')
      const auditEntryId = digest === null ? undefined : wanted.get(digest)
      if (digest === null || auditEntryId === undefined || entry.keyId === incident.keyId) continue
      found.push({ auditEntryId, replacedBy: entry.id })
      wanted.delete(digest)
    }
    after = page.next
  } while (after !== undefined && wanted.size > 0)
  return found.slice(0, maxSignatures)
}

function requireReplacement(
  incident: Incident,
  before: StoredAuditEntry | undefined,
  after: StoredAuditEntry | undefined,
): void {
  if (before === undefined || after === undefined)
    throw new ServiceError('NOT_FOUND', 'there is no such audit entry')
  if (before.keyId !== incident.keyId || !signing.has(before.operation))
    throw new ServiceError('INVALID_ARGUMENT', `the entry ${before.id} is no signature of this incident`)
  const isLater = after.at >= incident.declaredAt && after.keyId !== incident.keyId
  if (!isLater || !signing.has(after.operation) || after.outcome !== 'done')
    throw new ServiceError('INVALID_ARGUMENT', `the entry ${after.id} is no later signature by another key`)
}
