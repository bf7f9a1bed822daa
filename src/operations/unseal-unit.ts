// `unsealUnit`: the keys of a sealed unit work again. Only whoever stands where it was sealed, or above, may do it.

import type { Call } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import { type Scope, showsOffice } from '../registry/scope.ts'
import type { SealedUnit, Unit } from '../registry/unit.ts'
import { unsealUnits } from '../registry/unit-seals.ts'
import { findUnitById } from '../registry/units.ts'
import type { Tx } from './as-caller.ts'
import { again, type ChangedUnit, changeUnit } from './change-unit.ts'
import type { Deps } from './deps.ts'
import { unitNamed } from './reach-unit.ts'

export interface UnsealUnitInput {
  readonly unit: string
  readonly idempotencyKey?: string | null | undefined
}

/**
 * Opens the unit, and those below it that were sealed with it and not by themselves.
 *
 * @throws ServiceError `NOT_FOUND`; `INVALID_ARGUMENT` when it is not sealed; `NOT_PERMITTED` when it was sealed from above; as
 *   `requireAccess`.
 */
export function unsealUnit(deps: Deps, call: Call, input: UnsealUnitInput): Promise<Unit> {
  return changeUnit(deps, call, {
    operation: 'unsealUnit',
    idempotencyKey: input.idempotencyKey,
    input: { unit: input.unit },
    apply: (tx, scope) => applyUnseal(call, tx, scope, input.unit),
  })
}

export async function applyUnseal(call: Call, tx: Tx, scope: Scope, path: string): Promise<ChangedUnit> {
  const unit = await unitNamed(tx, scope, call, path, ['manage-units'])
  if (unit.state !== 'sealed')
    throw new ServiceError('INVALID_ARGUMENT', `the unit ${unit.path} is ${unit.state}, not sealed`)
  await requireSealer(tx, scope, unit)
  const units = await unsealUnits(tx, scope, unit)
  return { unit: await again(tx, scope, unit), details: { path: unit.path, units: String(units) } }
}

/**
 * Whoever runs a sealed unit cannot lift what was imposed from above: to them, the unit above is not there.
 *
 * @param scope of those who manage units.
 */
export async function requireSealer(tx: Tx, scope: Scope, unit: SealedUnit): Promise<void> {
  const { byUnitId } = unit.seal
  const reaches =
    byUnitId === null ? showsOffice(scope) : (await findUnitById(tx, scope, byUnitId)) !== undefined
  if (!reaches) throw new ServiceError('NOT_PERMITTED', `the unit ${unit.path} was sealed from above`)
}
