// `mergeUnits`: a unit goes up in another one, which takes over what is below it and what was sealed to it.

import type { Call } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import { isWithin } from '../policy/authorise.ts'
import type { Scope } from '../registry/scope.ts'
import { requireActiveUnit, type Unit } from '../registry/unit.ts'
import { freeSlug, listChildren, relocateUnit } from '../registry/unit-tree.ts'
import { actionsToEnd, type EndOfUnit, endUnit, isLiving } from './abolish-unit.ts'
import type { Tx } from './as-caller.ts'
import { again, type ChangedUnit, changeUnit } from './change-unit.ts'
import type { Deps } from './deps.ts'
import { unitNamed } from './reach-unit.ts'

export interface MergeUnitsInput extends EndOfUnit {
  /** Path of the unit that ends. */
  readonly unit: string
  /** Path of the unit that goes on. */
  readonly into: string
  readonly idempotencyKey?: string | null | undefined
}

/**
 * The unit that ends keeps its keys under its own key-encryption key and becomes a part of its successor: whoever may
 * open there opens what was sealed to it, by the names it always had. Nothing is wrapped anew, so nothing can be lost on
 * the way, and what was the unit's can still be shredded alone.
 *
 * @returns the unit that ended.
 * @throws ServiceError `NOT_FOUND`, `UNIT_NOT_ACTIVE`, `INVALID_ARGUMENT` for a unit and one within it; `ALREADY_EXISTS`
 *   when both have a unit of one slug below them; as `requireAccess` for both.
 */
export function mergeUnits(deps: Deps, call: Call, input: MergeUnitsInput): Promise<Unit> {
  const { idempotencyKey, ...decides } = input
  return changeUnit(deps, call, {
    operation: 'mergeUnits',
    idempotencyKey,
    input: decides,
    apply: (tx, scope) => applyMerger(deps, call, tx, scope, decides),
  })
}

export async function applyMerger(
  deps: Pick<Deps, 'clock'>,
  call: Call,
  tx: Tx,
  scope: Scope,
  input: Omit<MergeUnitsInput, 'idempotencyKey'>,
): Promise<ChangedUnit> {
  const unit = requireActiveUnit(await unitNamed(tx, scope, call, input.unit, actionsToEnd(input)))
  const into = requireActiveUnit(
    await unitNamed(tx, scope, call, input.into, ['manage-units', 'manage-keys']),
  )
  if (isWithin(into.path, unit.path))
    throw new ServiceError('INVALID_ARGUMENT', `${into.path} lies within ${unit.path}: move it out before`)
  const at = deps.clock.now()
  for (const child of await listChildren(tx, scope, unit.id)) {
    // Units at work keep their slug or the merger is refused; what remains of others takes one that is free.
    const slug = isLiving(child) ? child.slug : await freeSlug(tx, into, child.slug)
    await relocateUnit(tx, scope, child, { parent: into, slug, at })
  }
  if (unit.parentId !== into.id) {
    const slug = await freeSlug(tx, into, unit.slug)
    await relocateUnit(tx, scope, unit, { parent: into, slug, at })
  }
  const details = await endUnit(tx, scope, unit, { ...input, successorId: into.id, at })
  const merged = await again(tx, scope, unit)
  return { unit: merged, details: { from: unit.path, to: merged.path, into: into.id, ...details } }
}
