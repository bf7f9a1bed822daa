// Seals of units: no key of a sealed unit does anything. Columns of `units`.

import { atOrBelow, inScope, type Scope } from './scope.ts'
import type { Tx } from './tables.ts'
import type { SealedUnit, Unit } from './unit.ts'

/**
 * Seals the unit, and with `below` the units below it. Those that are sealed already keep their seal; ended ones are
 * left as they are. For a transaction that holds the tree exclusively.
 *
 * @returns how many were sealed by it.
 */
export async function sealUnits(
  tx: Tx,
  scope: Scope,
  unit: Unit,
  seal: { readonly below: boolean; readonly byUnitId: string | null; readonly at: Date },
): Promise<number> {
  const sealed = await tx
    .updateTable('units')
    .set({ state: 'sealed', sealed_with: unit.id, sealed_by: seal.byUnitId, sealed_at: seal.at })
    .where(seal.below ? atOrBelow('units.path', unit.path) : (eb) => eb('units.id', '=', unit.id))
    .where(inScope(scope, 'units.path'))
    .where('state', '=', 'active')
    .executeTakeFirst()
  return Number(sealed.numUpdatedRows)
}

/** Opens the unit, and those that were sealed with it and not by themselves. @returns how many were. */
export async function unsealUnits(tx: Tx, scope: Scope, unit: SealedUnit): Promise<number> {
  const opened = await tx
    .updateTable('units')
    .set({ state: 'active', sealed_with: null, sealed_by: null, sealed_at: null })
    .where((eb) => eb.or([eb('units.id', '=', unit.id), eb('units.sealed_with', '=', unit.id)]))
    .where(inScope(scope, 'units.path'))
    .where('state', '=', 'sealed')
    .executeTakeFirst()
  return Number(opened.numUpdatedRows)
}
