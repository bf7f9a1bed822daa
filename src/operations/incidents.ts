// `incident`, `incidents`: what was done with a key that is in wrong hands, and what is to be done about it.

import type { Call } from '../caller.ts'
import { type Remedy, remedyFor, type Standing, standingOf } from '../policy/incident-plan.ts'
import { listEntriesOfKey, type StoredAuditEntry } from '../registry/audit-entries.ts'
import type { Incident } from '../registry/incident.ts'
import { findIncident, listIncidents, listResignings } from '../registry/incidents.ts'
import type { Page, PageRequest } from '../registry/page.ts'
import { asCaller, type Tx } from './as-caller.ts'
import type { Deps } from './deps.ts'
import { entryFacts } from './evidence.ts'

type Reader = Pick<Deps, 'database' | 'clock' | 'caches'>

/** Journeys that sign or open with a unit's key. */
const usingOperations = [
  'signDocument',
  'completeSignature',
  'sign',
  'openEnvelope',
  'rewrapEnvelope',
] as const

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

export const pageItems = 500

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

export function factOf(entry: StoredAuditEntry, name: string): string | null {
  return entryFacts(entry).details.find((detail) => detail.name === name)?.value ?? null
}
