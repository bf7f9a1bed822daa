// Key-encryption keys of units: columns of `units`, two generations at most, and what of `key_versions` hangs on them.

import { ServiceError } from '../errors.ts'
import type { WrappedUnitKey } from '../keys/handle.ts'
import { inScope, type Scope } from './scope.ts'
import type { Tx } from './tables.ts'
import { type ActiveUnit, requireActiveUnit } from './unit.ts'
import { unitColumns, unitOf } from './units.ts'

/**
 * The unit that a new private key goes to, kept as it is until the transaction ends: neither sealed nor shredded, nor
 * its key replaced, between the making of the private key and its row.
 *
 * @param generation of the unit key that the private key was wrapped under.
 * @throws ServiceError `NOT_FOUND`, `UNIT_NOT_ACTIVE`, `CONFLICT` when the unit's key was replaced meanwhile.
 */
export async function holdUnit(
  tx: Tx,
  scope: Scope,
  unitId: string,
  generation: number,
): Promise<ActiveUnit> {
  const row = await tx
    .selectFrom('units')
    .select(unitColumns)
    .where('id', '=', unitId)
    .where(inScope(scope, 'units.path'))
    .forShare()
    .executeTakeFirst()
  if (row === undefined) throw new ServiceError('NOT_FOUND', 'there is no such unit')
  const unit = requireActiveUnit(unitOf(row))
  const opens =
    generation === unit.unitKeyGeneration ||
    (generation === unit.unitKeyGeneration - 1 && unit.retiringUnitKey !== null)
  if (!opens) throw new ServiceError('CONFLICT', `the key of the unit ${unit.path} was replaced meanwhile`)
  return unit
}

/** Waits for whoever holds the unit, and lets nobody hold it until the transaction ends. What they did is seen then. */
export async function lockUnit(tx: Tx, scope: Scope, unitId: string): Promise<void> {
  await tx
    .selectFrom('units')
    .select('id')
    .where('id', '=', unitId)
    .where(inScope(scope, 'units.path'))
    .forUpdate()
    .executeTakeFirst()
}

/** For a handle: the unit, and the generation of its key that the version is wrapped under. */
export const unitOfVersionColumns = [
  'units.path as unit_path',
  'units.state as unit_state',
  'units.wrapped_unit_key',
  'units.unit_key_generation as current_generation',
  'units.retiring_unit_key',
  'key_versions.unit_key_generation as version_generation',
] as const

/** @throws Error for a generation that is gone, which would be a broken invariant. */
export function unitKeyOfVersion(row: {
  readonly unit_id: string
  readonly wrapped_unit_key: Uint8Array | null
  readonly current_generation: number
  readonly retiring_unit_key: Uint8Array | null
  readonly version_generation: number | null
}): WrappedUnitKey {
  const age = row.current_generation - (row.version_generation ?? row.current_generation)
  const wrapped = age === 0 ? row.wrapped_unit_key : age === 1 ? row.retiring_unit_key : null
  if (wrapped === null)
    throw new Error(`a key version of unit ${row.unit_id} has no unit key to open it with`)
  return { unitId: row.unit_id, wrapped }
}
