// Tables `incidents` and `resignings`.

import type { Incident, Resigning } from './incident.ts'
import { afterPosition, type Page, type PageRequest, pageOf, rowsFor } from './page.ts'
import { inScope, type Scope } from './scope.ts'
import type { Tx } from './tables.ts'

export type NewIncident = Pick<Incident, 'id' | 'keyId' | 'versions' | 'since' | 'declaredAt' | 'drill'>

export async function insertIncident(tx: Tx, incident: NewIncident): Promise<void> {
  await tx
    .insertInto('incidents')
    .values({
      id: incident.id,
      key_id: incident.keyId,
      versions: incident.versions.join(' '),
      since: incident.since,
      declared_at: incident.declaredAt,
      drill: incident.drill,
    })
    .execute()
}

export async function findIncident(tx: Tx, scope: Scope, id: string): Promise<Incident | undefined> {
  const row = await incidentsIn(tx, scope).where('incidents.id', '=', id).executeTakeFirst()
  return row === undefined ? undefined : incidentOf(row)
}

/** The last one that was declared of the key. */
export async function newestIncidentOfKey(
  tx: Tx,
  scope: Scope,
  keyId: string,
): Promise<Incident | undefined> {
  const row = await incidentsIn(tx, scope)
    .where('incidents.key_id', '=', keyId)
    .orderBy('incidents.declared_at', 'desc')
    .orderBy('incidents.id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row === undefined ? undefined : incidentOf(row)
}

/** Oldest first. */
export async function listIncidents(tx: Tx, scope: Scope, request: PageRequest): Promise<Page<Incident>> {
  const rows = await incidentsIn(tx, scope)
    .where(afterPosition(request.after, 'incidents.declared_at', 'incidents.id'))
    .orderBy('incidents.declared_at')
    .orderBy('incidents.id')
    .limit(rowsFor(request))
    .execute()
  return pageOf(rows.map(incidentOf), request, ({ declaredAt, id }) => ({ at: declaredAt, id }))
}

/** A second one for the same signature changes nothing. */
export async function insertResigning(
  tx: Tx,
  incidentId: string,
  { auditEntryId, replacedBy }: Resigning,
  createdAt: Date,
): Promise<void> {
  await tx
    .insertInto('resignings')
    .values({
      incident_id: incidentId,
      audit_entry_id: auditEntryId,
      replaced_by: replacedBy,
      created_at: createdAt,
    })
    .onConflict((conflict) => conflict.columns(['incident_id', 'audit_entry_id']).doNothing())
    .execute()
}

/** Of an incident that the scope of the transaction shows. */
export async function listResignings(tx: Tx, incidentId: string): Promise<readonly Resigning[]> {
  const rows = await tx
    .selectFrom('resignings')
    .select(['audit_entry_id', 'replaced_by'])
    .where('incident_id', '=', incidentId)
    .execute()
  return rows.map((row) => ({ auditEntryId: row.audit_entry_id, replacedBy: row.replaced_by }))
}

function incidentsIn(tx: Tx, scope: Scope) {
  return tx
    .selectFrom('incidents')
    .innerJoin('keys', 'keys.id', 'incidents.key_id')
    .innerJoin('units', 'units.id', 'keys.unit_id')
    .select([
      'incidents.id',
      'incidents.key_id',
      'keys.name as key_name',
      'keys.unit_id',
      'units.path as unit_path',
      'incidents.versions',
      'incidents.since',
      'incidents.declared_at',
      'incidents.drill',
    ])
    .where(inScope(scope, 'units.path'))
}

interface IncidentRow {
  readonly id: string
  readonly key_id: string
  readonly key_name: string
  readonly unit_id: string
  readonly unit_path: string
  readonly versions: string
  readonly since: Date
  readonly declared_at: Date
  readonly drill: boolean
}

function incidentOf(row: IncidentRow): Incident {
  return {
    id: row.id,
    keyId: row.key_id,
    keyName: row.key_name,
    unitId: row.unit_id,
    unitPath: row.unit_path,
    versions: row.versions.split(' ').map(Number),
    since: row.since,
    declaredAt: row.declared_at,
    drill: row.drill,
  }
}
