// `mergeUnits`: a unit goes up in another one, which takes over what is below it and what was sealed to it.

import { z } from 'zod'
import type { Action, Call } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import { type Act, requireApproval } from '../policy/approvals.ts'
import { isWithin } from '../policy/authorise.ts'
import type { Scope } from '../registry/scope.ts'
import { type ActiveUnit, requireActiveUnit, type Unit } from '../registry/unit.ts'
import { freeSlug, listChildren, relocateUnit } from '../registry/unit-tree.ts'
import { actionsToEnd, type EndOfUnit, endUnit, isLiving } from './abolish-unit.ts'
import { demandOf } from './approval-rules.ts'
import { asCaller, type Tx } from './as-caller.ts'
import { again, type ChangedUnit, changeUnit } from './change-unit.ts'
import type { Deps } from './deps.ts'
import { type ActDefinition, identifier, pathOfUnit } from './proposable-act.ts'
import { reachUnit, unitIdAbove, unitNamed } from './reach-unit.ts'

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
 *   when both have a unit of one slug below them; `APPROVAL_REQUIRED`, `APPROVAL_INVALID`; as `requireAccess` for both.
 */
export async function mergeUnits(deps: Deps, call: Call, input: MergeUnitsInput): Promise<Unit> {
  const { idempotencyKey, ...decides } = input
  const { paths, unitId } = await mergerPlace(deps, call, 'manage-units', decides)
  const { needed } = await demandOf(deps, 'mergeUnits', paths)
  return changeUnit(deps, call, {
    operation: 'mergeUnits',
    idempotencyKey,
    input: decides,
    apply: async (tx, scope) => {
      const [unit, into] = await mergedUnits(tx, scope, call, decides)
      requireApproval(call, mergerAct(unitId, unit, into, decides), needed)
      return applyMerger(deps, call, tx, scope, decides)
    },
  })
}

export async function applyMerger(
  deps: Pick<Deps, 'clock'>,
  call: Call,
  tx: Tx,
  scope: Scope,
  input: Omit<MergeUnitsInput, 'idempotencyKey'>,
): Promise<ChangedUnit> {
  const [unit, into] = await mergedUnits(tx, scope, call, input)
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

export const proposedMerger: ActDefinition<MergeUnitsInput> = {
  async resolve(deps, call, input) {
    const { paths, unitId } = await mergerPlace(deps, call, 'read', input)
    const [unit, into] = await asCaller(deps, call, (tx, scope) =>
      mergedUnits(tx, scope, call, input, ['read']),
    )
    const names = { unit: unit.path, into: into.path }
    return { act: mergerAct(unitId, unit, into, input), names, paths }
  },
  concerned(parameters) {
    const { unitId, intoId } = approved.parse(parameters)
    return [unitId, intoId]
  },
  async perform(deps, call, parameters, { idempotencyKey }) {
    const { unitId, intoId, ...end } = approved.parse(parameters)
    const [unit, into] = [await pathOfUnit(deps, unitId), await pathOfUnit(deps, intoId)]
    const merged = await mergeUnits(deps, call, { unit, into, ...end, idempotencyKey })
    return { act: 'mergeUnits', unit: merged }
  },
}

const approved = z.object({
  unitId: identifier,
  intoId: identifier,
  revokeCertificates: z.boolean(),
  keepApplications: z.boolean(),
})

/** Whose rules count, and where its approvers are: above both. */
async function mergerPlace(
  deps: Deps,
  call: Call,
  action: Action,
  input: Pick<MergeUnitsInput, 'unit' | 'into'>,
): Promise<{ readonly paths: readonly string[]; readonly unitId: string }> {
  const unit = await reachUnit(deps, call, action, input.unit)
  const into = await reachUnit(deps, call, action, input.into)
  return { paths: [unit, into], unitId: await unitIdAbove(deps, unit, into) }
}

/** What is approved: that this unit ends, in that one. */
function mergerAct(
  unitId: string,
  unit: Pick<Unit, 'id'>,
  into: Pick<Unit, 'id'>,
  { revokeCertificates, keepApplications }: EndOfUnit,
): Act {
  return {
    act: 'mergeUnits',
    unitId,
    parameters: {
      unitId: unit.id,
      intoId: into.id,
      revokeCertificates: revokeCertificates ?? false,
      keepApplications: keepApplications ?? false,
    },
  }
}

/** Both, at work. @param actions what the caller must be allowed in both; what a merger needs when absent. */
async function mergedUnits(
  tx: Tx,
  scope: Scope,
  call: Call,
  input: Omit<MergeUnitsInput, 'idempotencyKey'>,
  actions?: readonly Action[],
): Promise<readonly [ActiveUnit, ActiveUnit]> {
  const unit = await unitNamed(tx, scope, call, input.unit, actions ?? actionsToEnd(input))
  const into = await unitNamed(tx, scope, call, input.into, actions ?? ['manage-units', 'manage-keys'])
  return [requireActiveUnit(unit), requireActiveUnit(into)]
}
