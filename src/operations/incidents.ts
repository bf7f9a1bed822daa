// `incident`, `incidents`, `resign`: what was done with a key that is in wrong hands, and what is to be done about it.

import type { Call } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import { requireAccess } from '../policy/authorise.ts'
import { type Remedy, remedyFor, type Standing, standingOf } from '../policy/incident-plan.ts'
import {
  findAuditEntry,
  listEntriesOfKey,
  listSignatures,
  type StoredAuditEntry,
} from '../registry/audit-entries.ts'
import type { Incident, Resigning } from '../registry/incident.ts'
import { findIncident, insertResigning, listIncidents, listResignings } from '../registry/incidents.ts'
import type { Page, PageRequest } from '../registry/page.ts'
import { asCaller, type Tx } from './as-caller.ts'
import type { Deps } from './deps.ts'
import { entryFacts } from './evidence.ts'
import { record } from './record.ts'

type Reader = Pick<Deps, 'database' | 'clock' | 'caches'>

/** Journeys that sign or open with a unit's key. */
const usingOperations = [
  'signDocument',
  'completeSignature',
  'sign',
  'openEnvelope',
  'rewrapEnvelope',
] as const
const signing: ReadonlySet<string> = new Set(['signDocument', 'completeSignature', 'sign'])

/** One thing that was done with the key. */
export interface IncidentItem {
  readonly entry: StoredAuditEntry
  readonly level: string | null
  readonly format: string | null
  /** Lower-case hexadecimal; null where the journey knows of none. */
  readonly contentDigest: string | null
  readonly standing: Standing
  readonly remedy: Remedy
  /** The entry of the signature by another key that took its place. */
  readonly replacedBy: string | null
}

export interface IncidentProgress {
  readonly stampedBefore: number
  readonly unstampedBefore: number
  readonly after: number
  readonly opened: number
  /** Signatures that have to be made anew. */
  readonly toSignAnew: number
  readonly signedAnew: number
}

/** @returns undefined when there is none that the caller may see. @throws ServiceError `UNAUTHENTICATED`. */
export function readIncident(deps: Reader, call: Call, id: string): Promise<Incident | undefined> {
  return asCaller(deps, call, (tx, scope) => findIncident(tx, scope, id), 'audit')
}

export function readIncidents(deps: Reader, call: Call, page: PageRequest): Promise<Page<Incident>> {
  return asCaller(deps, call, (tx, scope) => listIncidents(tx, scope, page), 'audit')
}

/** What was done with the versions of the incident, from the log, oldest first. */
export function readIncidentItems(
  deps: Reader,
  call: Call,
  incident: Incident,
  page: PageRequest,
): Promise<Page<IncidentItem>> {
  return asCaller(deps, call, (tx) => itemsOf(tx, incident, page), 'audit')
}

export async function readProgress(deps: Reader, call: Call, incident: Incident): Promise<IncidentProgress> {
  const counts = { stamped_before: 0, unstamped_before: 0, after: 0, opened: 0 }
  let [toSignAnew, signedAnew] = [0, 0]
  await eachItem(deps, call, incident, async (item) => {
    counts[item.standing]++
    if (item.remedy !== 'sign_anew') return
    toSignAnew++
    if (item.replacedBy !== null) signedAnew++
  })
  const { stamped_before: stampedBefore, unstamped_before: unstampedBefore, after, opened } = counts
  return { stampedBefore, unstampedBefore, after, opened, toSignAnew, signedAnew }
}

const pageItems = 500

/** All of them, page by page: a log has any length. */
export async function eachItem(
  deps: Reader,
  call: Call,
  incident: Incident,
  work: (item: IncidentItem) => Promise<void>,
): Promise<void> {
  let after: PageRequest['after']
  do {
    const page = await readIncidentItems(deps, call, incident, { limit: pageItems, after })
    for (const item of page.items) await work(item)
    after = page.next
  } while (after !== undefined)
}

export interface ResignInput {
  readonly incidentId: string
  /** Those that the caller knows of; absent: those whose content a later signature has. */
  readonly signatures?: readonly Resigning[] | null | undefined
}

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

async function itemsOf(tx: Tx, incident: Incident, page: PageRequest): Promise<Page<IncidentItem>> {
  const replaced = new Map(
    (await listResignings(tx, incident.id)).map(({ auditEntryId, replacedBy }) => [auditEntryId, replacedBy]),
  )
  const { items, next } = await listEntriesOfKey(tx, incident.keyId, usingOperations, page)
  return {
    items: items
      .filter((entry) => incident.versions.includes(entryFacts(entry).keyVersion ?? 0))
      .map((entry) => {
        const level = factOf(entry, 'level')
        const standing = standingOf({ operation: entry.operation, at: entry.at, level }, incident.since)
        return {
          entry,
          level,
          format: factOf(entry, 'format'),
          contentDigest: factOf(entry, 'contentDigest'),
          standing,
          remedy: remedyFor(standing),
          replacedBy: replaced.get(entry.id) ?? null,
        }
      }),
    next,
  }
}

function factOf(entry: StoredAuditEntry, name: string): string | null {
  return entryFacts(entry).details.find((detail) => detail.name === name)?.value ?? null
}
