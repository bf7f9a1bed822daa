// What is asked before something is to prove an application.

import type { Call } from '../caller.ts'
import { isServiceError, ServiceError } from '../errors.ts'
import { requireMayGive } from '../policy/authorise.ts'
import { actionsOf } from '../policy/roles.ts'
import type { Application } from '../registry/application.ts'
import { findApplicationById } from '../registry/applications.ts'
import { grantsNotEnded } from '../registry/grants.ts'
import type { Scope } from '../registry/scope.ts'
import { asCaller, asService, type Tx } from './as-caller.ts'
import type { Deps } from './deps.ts'

/**
 * Demands that the caller may give what the application was granted, wherever that is: whoever proves to be it has that too.
 *
 * @throws ServiceError `NOT_PERMITTED`; as `requireMayGive`.
 */
export async function requireMayProve(
  deps: Pick<Deps, 'database' | 'clock' | 'caches'>,
  call: Call,
  applicationId: string,
): Promise<void> {
  const { caller } = call
  if (caller.kind === 'application' && caller.applicationId === applicationId) return
  const find = (tx: Tx, scope: Scope) => findApplicationById(tx, scope, applicationId)
  // Whoever does not see it learns nothing here, and is told so afterwards.
  if ((await asCaller(deps, call, find, 'manage-applications')) === undefined) return
  const held = await asService(deps, (tx) => grantsNotEnded(tx, { applicationId }, deps.clock.now()))
  for (const { role, actions, keyId, unitPath } of held) {
    try {
      requireMayGive(call, actionsOf(role, actions, keyId !== null), unitPath)
    } catch (error) {
      if (!isServiceError(error) || error.code !== 'NOT_FOUND') throw error
      throw new ServiceError(
        'NOT_PERMITTED',
        'the application holds grants where the caller manages no applications',
      )
    }
  }
}

/** Whoever proves to be the application does what it may do. */
export async function requireGivable(tx: Tx, scope: Scope, call: Call, id: string): Promise<Application> {
  const application = await requireApplication(tx, scope, id)
  requireMayGive(call, application.actions, application.unitPath)
  return application
}

/** @throws ServiceError `NOT_FOUND`. */
export async function requireApplication(tx: Tx, scope: Scope, id: string): Promise<Application> {
  const application = await findApplicationById(tx, scope, id)
  if (application === undefined) throw new ServiceError('NOT_FOUND', 'there is no such application')
  return application
}
