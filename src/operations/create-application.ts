// `createApplication`: a program of a unit, and what it may do there and below.

import type { Action, Call } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import { requireMayGive } from '../policy/authorise.ts'
import type { Application } from '../registry/application.ts'
import { findApplicationById, insertApplication } from '../registry/applications.ts'
import { findUnitByPath } from '../registry/units.ts'
import { asCaller } from './as-caller.ts'
import type { Deps } from './deps.ts'
import { idempotently, rememberedById } from './idempotently.ts'
import { parseTitle } from './names.ts'
import { reachUnit } from './reach-unit.ts'
import { recordOnce } from './record.ts'

export interface CreateApplicationInput {
  readonly name: string
  readonly unit: string
  readonly actions: readonly Action[]
  readonly idempotencyKey?: string | null | undefined
}

/**
 * @throws ServiceError `NOT_PERMITTED` for an action that the caller does not have itself; `NOT_FOUND`,
 *   `ALREADY_EXISTS`, `INVALID_ARGUMENT`; as `requireAccess`.
 */
export async function createApplication(
  deps: Deps,
  call: Call,
  input: CreateApplicationInput,
): Promise<Application> {
  const unitPath = await reachUnit(deps, call, 'manage-applications', input.unit)
  const actions = [...new Set(input.actions)]
  if (actions.length === 0)
    throw new ServiceError('INVALID_ARGUMENT', 'actions is empty: such an application may do nothing')
  requireMayGive(call, actions, unitPath)
  const name = parseTitle(input.name)
  return idempotently(deps, call, {
    operation: 'createApplication',
    key: input.idempotencyKey,
    input: { name, unit: input.unit, actions },
    run: async (run) => {
      const application = await asCaller(
        deps,
        call,
        async (tx, scope) => {
          const made = run.resumed ? await findApplicationById(tx, scope, run.id) : undefined
          if (made !== undefined) return made
          const unit = await findUnitByPath(tx, scope, input.unit)
          if (unit === undefined) throw new ServiceError('NOT_FOUND', `there is no unit ${input.unit}`)
          return insertApplication(tx, scope, {
            id: run.id,
            unitId: unit.id,
            name,
            actions,
            createdAt: deps.clock.now(),
          })
        },
        'manage-applications',
      )
      await recordOnce(deps, call, run, {
        operation: 'createApplication',
        unitId: application.unitId,
        details: { application: application.id, actions: actions.join(' ') },
      })
      return application
    },
    ...rememberedById('application', (id) =>
      asCaller(deps, call, (tx, scope) => findApplicationById(tx, scope, id), 'manage-applications'),
    ),
  })
}
