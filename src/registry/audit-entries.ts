// Table `audit_entries`, for reading: the writer is audit-writer.ts, with a role of its own.

import { sql } from 'kysely'
import { afterPosition, type Page, type PageRequest, pageOf, rowsFor } from './page.ts'
import { inScope, type Scope, scopeOfUnits, serviceScope, showsOffice } from './scope.ts'
import type { Tx } from './tables.ts'

export interface StoredAuditEntry {
  readonly id: string
  readonly at: Date
  readonly unitId: string | null
  readonly keyId: string | null
  readonly operation: string
  readonly outcome: string
  /** The leaf's bytes: JSON as encodeEntry made it. */
  readonly entry: Uint8Array
  /** Its place in the log; null until the sequencer has given it one. */
  readonly leafIndex: number | null
}

/**
 * Entries of a unit and those below it, oldest first. Entries without a unit are the organisation's.
 *
 * @param under path of the unit; all that is in scope when absent.
 */
export async function listAuditEntries(
  tx: Tx,
  scope: Scope,
  request: PageRequest & { readonly under?: string | undefined },
): Promise<Page<StoredAuditEntry>> {
  const rows = await entriesIn(tx, scope)
    .where(ofUnits(request.under === undefined ? serviceScope : scopeOfUnits([request.under])))
    .where(afterPosition(request.after, 'audit_entries.at', 'audit_entries.id'))
    .orderBy('audit_entries.at')
    .orderBy('audit_entries.id')
    .limit(rowsFor(request))
    .execute()
  return pageOf(rows.map(storedEntryOf), request, (entry) => ({ at: entry.at, id: entry.id }))
}

/** What was done, and not refused, with a key, oldest first. The key was found in the caller's scope. */
export async function listEntriesOfKey(
  tx: Tx,
  keyId: string,
  operations: readonly string[],
  request: PageRequest,
): Promise<Page<StoredAuditEntry>> {
  const rows = await entriesIn(tx, serviceScope)
    .where('audit_entries.key_id', '=', keyId)
    .where('audit_entries.operation', 'in', [...operations])
    .where('audit_entries.outcome', '=', 'done')
    .where(afterPosition(request.after, 'audit_entries.at', 'audit_entries.id'))
    .orderBy('audit_entries.at')
    .orderBy('audit_entries.id')
    .limit(rowsFor(request))
    .execute()
  return pageOf(rows.map(storedEntryOf), request, ({ at, id }) => ({ at, id }))
}

/** Signatures over documents and messages, oldest first. */
export async function listSignatures(
  tx: Tx,
  scope: Scope,
  request: PageRequest,
): Promise<Page<StoredAuditEntry>> {
  const rows = await entriesIn(tx, scope)
    .where('audit_entries.operation', 'in', ['signDocument', 'completeSignature', 'sign'])
    .where('audit_entries.outcome', '=', 'done')
    .where(afterPosition(request.after, 'audit_entries.at', 'audit_entries.id'))
    .orderBy('audit_entries.at')
    .orderBy('audit_entries.id')
    .limit(rowsFor(request))
    .execute()
  return pageOf(rows.map(storedEntryOf), request, ({ at, id }) => ({ at, id }))
}

export async function findAuditEntry(
  tx: Tx,
  scope: Scope,
  id: string,
): Promise<StoredAuditEntry | undefined> {
  const row = await entriesIn(tx, scope).where('audit_entries.id', '=', id).executeTakeFirst()
  return row === undefined ? undefined : storedEntryOf(row)
}

/** When the newest entry was made, whoever made it; for the service. */
export async function newestEntryAt(tx: Tx): Promise<Date | undefined> {
  const row = await tx
    .selectFrom('audit_entries')
    .select('at')
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.at
}

function entriesIn(tx: Tx, scope: Scope) {
  return tx
    .selectFrom('audit_entries')
    .leftJoin('log_leaves', 'log_leaves.entry_id', 'audit_entries.id')
    .select([
      'audit_entries.id',
      'audit_entries.at',
      'audit_entries.unit_id',
      'audit_entries.key_id',
      'audit_entries.operation',
      'audit_entries.outcome',
      'audit_entries.entry',
      'log_leaves.leaf_index',
    ])
    .where(ofUnits(scope))
}

/** Entries without a unit belong to the organisation. */
function ofUnits(scope: Scope) {
  if (showsOffice(scope)) return sql<boolean>`true`
  return sql<boolean>`exists (
    select 1 from units where units.id = audit_entries.unit_id and ${inScope(scope, 'units.path')})`
}

interface EntryRow {
  readonly id: string
  readonly at: Date
  readonly unit_id: string | null
  readonly key_id: string | null
  readonly operation: string
  readonly outcome: string
  readonly entry: Uint8Array
  readonly leaf_index: number | null
}

function storedEntryOf(row: EntryRow): StoredAuditEntry {
  return {
    id: row.id,
    at: row.at,
    unitId: row.unit_id,
    keyId: row.key_id,
    operation: row.operation,
    outcome: row.outcome,
    entry: row.entry,
    leafIndex: row.leaf_index,
  }
}
