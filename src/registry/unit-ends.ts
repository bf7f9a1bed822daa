// Ends of units: abolished, with or without a successor, or shredded; and what of keys, certificates and programs ends with them.

import type { RevocationReason } from './certificate.ts'
import { inScope, type Scope } from './scope.ts'
import type { Tx } from './tables.ts'
import type { Unit } from './unit.ts'

/** The unit signs no more; what was sealed to it is opened as before. For a transaction that holds the tree exclusively. */
export async function abolish(
  tx: Tx,
  scope: Scope,
  unit: Unit,
  end: { readonly successorId: string | null; readonly at: Date },
): Promise<void> {
  await tx
    .updateTable('units')
    .set({ state: 'abolished', ended_at: end.at, successor_id: end.successorId })
    .where('id', '=', unit.id)
    .where(inScope(scope, 'units.path'))
    .execute()
  // Whoever took over a unit is taken over with it: a successor is never one that ended itself.
  if (end.successorId !== null) {
    await tx
      .updateTable('units')
      .set({ successor_id: end.successorId })
      .where('successor_id', '=', unit.id)
      .where(inScope(scope, 'units.path'))
      .execute()
  }
}

/** Erases the unit's key-encryption key. For a transaction that holds the tree exclusively. */
export async function shred(tx: Tx, scope: Scope, unit: Unit, at: Date): Promise<void> {
  await tx
    .updateTable('units')
    .set({
      state: 'shredded',
      ended_at: at,
      wrapped_unit_key: null,
      retiring_unit_key: null,
      sealed_with: null,
      sealed_by: null,
      sealed_at: null,
    })
    .where('id', '=', unit.id)
    .where(inScope(scope, 'units.path'))
    .execute()
}

/** @returns how many versions were active. */
export async function deactivateKeys(tx: Tx, scope: Scope, unit: Unit, at: Date): Promise<number> {
  const { numUpdatedRows } = await tx
    .updateTable('key_versions')
    .set({ state: 'deactivated', deactivated_at: at })
    .where('key_versions.key_id', 'in', keysOf(tx, scope, unit))
    .where('state', '=', 'active')
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

/** Active ones are deactivated and destroyed in one moment (SP 800-57 Part 1 §7.3). @returns how many versions. */
export async function destroyKeys(tx: Tx, scope: Scope, unit: Unit, at: Date): Promise<number> {
  await deactivateKeys(tx, scope, unit, at)
  const { numUpdatedRows } = await tx
    .updateTable('key_versions')
    .set({ state: 'destroyed', destroyed_at: at, wrapped: null, suspended_from: null })
    .where('key_versions.key_id', 'in', keysOf(tx, scope, unit))
    .where('state', '<>', 'destroyed')
    .executeTakeFirst()
  await tx
    .updateTable('keys')
    .set({ destroy_at: null })
    .where('keys.id', 'in', keysOf(tx, scope, unit))
    .where('destroy_at', 'is not', null)
    .execute()
  return Number(numUpdatedRows)
}

/** Those that are neither revoked nor over. @returns how many. */
export async function revokeCertificatesOf(
  tx: Tx,
  scope: Scope,
  unit: Unit,
  revocation: { readonly reason: RevocationReason; readonly at: Date },
): Promise<number> {
  const { numUpdatedRows } = await tx
    .updateTable('certificates')
    .set({ revoked_at: revocation.at, revocation_reason: revocation.reason })
    .where('certificates.unit_id', 'in', idIn(tx, scope, unit))
    .where('issued_at', 'is not', null)
    .where('revoked_at', 'is', null)
    .where('not_after', '>=', revocation.at)
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

/** @returns how many applications there were to disable. */
export async function disableApplicationsOf(tx: Tx, scope: Scope, unit: Unit, at: Date): Promise<number> {
  const { numUpdatedRows } = await tx
    .updateTable('applications')
    .set({ disabled_at: at })
    .where('applications.unit_id', 'in', idIn(tx, scope, unit))
    .where('disabled_at', 'is', null)
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

function keysOf(tx: Tx, scope: Scope, unit: Unit) {
  return tx
    .selectFrom('keys')
    .innerJoin('units', 'units.id', 'keys.unit_id')
    .select('keys.id')
    .where('units.id', '=', unit.id)
    .where(inScope(scope, 'units.path'))
}

function idIn(tx: Tx, scope: Scope, unit: Unit) {
  return tx
    .selectFrom('units')
    .select('units.id')
    .where('units.id', '=', unit.id)
    .where(inScope(scope, 'units.path'))
}
