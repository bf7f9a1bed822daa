// `moveUnit`: a unit goes elsewhere in the tree, with all that is below it; the paths it leaves go on meaning it.

import type { Call } from '../caller.ts'
import type { Scope } from '../registry/scope.ts'
import type { Unit } from '../registry/unit.ts'
import { relocateUnit } from '../registry/unit-tree.ts'
import type { Tx } from './as-caller.ts'
import { type ChangedUnit, changeUnit } from './change-unit.ts'
import type { Deps } from './deps.ts'
import { parseSlug } from './names.ts'
import { unitNamed } from './reach-unit.ts'

export interface MoveUnitInput {
  readonly unit: string
  /** Path of the unit above it from now on. */
  readonly parent: string
  /** Its own part of the path from now on; as it is when absent. */
  readonly slug?: string | null | undefined
  readonly idempotencyKey?: string | null | undefined
}

/**
 * Keys, certificates, applications and tokens belong to the unit, not to its path, and come along: what reached the unit
 * through a unit above the old place no longer does, and what stands above the new place does.
 *
 * @throws ServiceError `NOT_FOUND`, `INVALID_ARGUMENT`, `UNIT_NOT_ACTIVE` for the parent, `ALREADY_EXISTS`; as
 *   `requireAccess` for both places.
 */
export function moveUnit(deps: Deps, call: Call, input: MoveUnitInput): Promise<Unit> {
  const { idempotencyKey, ...decides } = input
  return changeUnit(deps, call, {
    operation: 'moveUnit',
    idempotencyKey,
    input: decides,
    apply: (tx, scope) => applyMove(deps, call, tx, scope, decides),
  })
}

export async function applyMove(
  deps: Pick<Deps, 'clock'>,
  call: Call,
  tx: Tx,
  scope: Scope,
  input: Omit<MoveUnitInput, 'idempotencyKey'>,
): Promise<ChangedUnit> {
  const unit = await unitNamed(tx, scope, call, input.unit, ['manage-units'])
  const parent = await unitNamed(tx, scope, call, input.parent, ['manage-units'])
  const slug = input.slug == null ? unit.slug : parseSlug(input.slug, 'slug')
  const moved = await relocateUnit(tx, scope, unit, { parent, slug, at: deps.clock.now() })
  return { unit: moved, details: { from: unit.path, to: moved.path } }
}
