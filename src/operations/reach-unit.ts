// Units as callers name them: by the path they have, or by one they had.

import type { Action, Call } from '../caller.ts'
import { isServiceError, ServiceError } from '../errors.ts'
import { requireAccess } from '../policy/authorise.ts'
import { type Scope, serviceScope } from '../registry/scope.ts'
import type { Unit } from '../registry/unit.ts'
import { findUnitByPath } from '../registry/units.ts'
import { asService, type Tx } from './as-caller.ts'
import type { Deps } from './deps.ts'

/**
 * Demands that the caller may do `action` in the unit named `path`, wherever it is now. What is done there asks again:
 * by the scope of its query, or by its permit.
 *
 * @returns the path that the unit has.
 * @throws ServiceError `NOT_FOUND` in the words of the caller, also for a unit that moved out of the caller's subtree;
 *   as `requireAccess`.
 */
export async function reachUnit(
  deps: Pick<Deps, 'database' | 'caches'>,
  call: Call,
  action: Action,
  path: string,
): Promise<string> {
  // Before the look-up: who has no token, or none for this, learns nothing and costs nothing.
  if (call.caller.kind === 'anonymous') requireAccess(call, action, path)
  const now = await deps.caches.unitPaths.remember(path, () =>
    asService(deps, async (tx) => {
      const unit = await findUnitByPath(tx, serviceScope, path)
      if (unit === undefined) throw noSuchUnit(path)
      return unit.path
    }),
  )
  try {
    requireAccess(call, action, now)
  } catch (error) {
    throw isServiceError(error) && error.code === 'NOT_FOUND' ? noSuchUnit(path) : error
  }
  return now
}

/**
 * The unit named `path`, in which the caller may do each of `actions`, as it stands in this transaction.
 *
 * @throws ServiceError `NOT_FOUND`; as `requireAccess`.
 */
export async function unitNamed(
  tx: Tx,
  scope: Scope,
  call: Call,
  path: string,
  actions: readonly Action[],
): Promise<Unit> {
  const unit = await findUnitByPath(tx, scope, path)
  if (unit === undefined) throw noSuchUnit(path)
  for (const action of actions) requireAccess(call, action, unit.path)
  return unit
}

/** The organisation's own unit. */
export function organisationId(deps: Pick<Deps, 'database'>): Promise<string> {
  return unitIdAbove(deps, '')
}

/** The nearest unit that is above all of them, or one of them. Paths are those that units have. */
export async function unitIdAbove(
  deps: Pick<Deps, 'database'>,
  ...paths: readonly [string, ...string[]]
): Promise<string> {
  const path = paths.reduce(commonPath)
  const unit = await asService(deps, (tx) => findUnitByPath(tx, serviceScope, path))
  if (unit === undefined) throw new Error('a path lies below no unit')
  return unit.id
}

function commonPath(a: string, b: string): string {
  const theirs = b.split('/')
  const slugs = a.split('/')
  const common = slugs.findIndex((slug, i) => slug !== theirs[i])
  return (common === -1 ? slugs : slugs.slice(0, common)).join('/')
}

function noSuchUnit(path: string): ServiceError {
  return new ServiceError('NOT_FOUND', `there is no unit ${path}`)
}
