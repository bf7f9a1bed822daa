// What all changes of the tree of units have in common: one transaction that holds the tree, its entry, and a retry that finds it done.

import type { Call } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import type { Scope } from '../registry/scope.ts'
import type { Unit } from '../registry/unit.ts'
import { findUnitById, lockTree } from '../registry/units.ts'
import { asCaller, type Tx } from './as-caller.ts'
import { keptAct } from './change-key.ts'
import type { Deps } from './deps.ts'
import { idempotently, keptId } from './idempotently.ts'
import { recordOnce } from './record.ts'
import type { AuditDetails } from './sign-with.ts'
import { forgetUnits } from './signers.ts'

export interface UnitChange {
  /** Name of the journey. */
  readonly operation: string
  readonly idempotencyKey?: string | null | undefined
  /** All that decides the outcome. */
  readonly input: unknown
  /** @returns the unit as it is now, and what its entry shall say. */
  apply(tx: Tx, scope: Scope): Promise<ChangedUnit>
}

export interface ChangedUnit {
  readonly unit: Unit
  readonly details: AuditDetails
}

/**
 * Makes the change in one transaction, so that a crash leaves all of it or nothing.
 *
 * @throws ServiceError what `apply` throws; as `asCaller`, `idempotently` and `record`.
 */
export async function changeUnit(deps: Deps, call: Call, change: UnitChange): Promise<Unit> {
  const { operation } = change
  return idempotently(deps, call, {
    operation,
    key: change.idempotencyKey,
    input: change.input,
    run: async (run) => {
      const { unit, act } = await asCaller(
        deps,
        call,
        async (tx, scope) => {
          await lockTree(tx, 'exclusive')
          const { unit, details } = await change.apply(tx, scope)
          const act = { operation, unitId: unit.id, details }
          await run.keep(tx, { id: unit.id, act })
          return { unit, act }
        },
        'manage-units',
      )
      forgetUnits(deps)
      await recordOnce(deps, call, run, act)
      return unit
    },
    remember: ({ id }) => ({ id }),
    recall: async (kept, runId) => {
      forgetUnits(deps)
      // The run that made the change may have ended before it could write its entry.
      await recordOnce(deps, call, { id: runId, resumed: true }, keptAct(kept, operation))
      const unit = await asCaller(deps, call, (tx, scope) => findUnitById(tx, scope, keptId(kept)))
      if (unit === undefined)
        throw new ServiceError('NOT_FOUND', 'the unit that was changed is elsewhere by now')
      return unit
    },
  })
}

/** The unit as the change has left it. */
export async function again(tx: Tx, scope: Scope, unit: Unit): Promise<Unit> {
  const found = await findUnitById(tx, scope, unit.id)
  if (found === undefined) throw new Error('a unit that was changed is gone')
  return found
}
