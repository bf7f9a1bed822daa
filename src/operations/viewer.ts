// `viewer`: who asks, and what it may do. Needs no grant at all, so that one learns why something is refused.

import { type Call, callerId, type HeldGrant, type KnownCaller } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import { requireKnown } from '../policy/authorise.ts'
import { findApplicationById } from '../registry/applications.ts'
import type { Grant } from '../registry/grant.ts'
import { listGrants } from '../registry/grants.ts'
import { findPersonById } from '../registry/people.ts'
import { type Scope, serviceScope } from '../registry/scope.ts'
import { asCaller, asService, type Tx } from './as-caller.ts'
import type { Deps } from './deps.ts'

export interface Viewer {
  readonly kind: KnownCaller['kind']
  readonly id: string
  readonly name: string
  readonly title: string
  readonly unitPath: string
  readonly grants: readonly HeldGrant[]
  readonly emergencyGrants: readonly Grant[]
}

/** @throws ServiceError `UNAUTHENTICATED`. */
export async function viewer(deps: Pick<Deps, 'database' | 'clock' | 'caches'>, call: Call): Promise<Viewer> {
  const caller = requireKnown(call)
  const { kind, unitPath, grants } = caller
  const names = await asCaller(deps, call, (tx, scope) => namesOf(tx, scope, caller))
  return {
    kind,
    id: callerId(caller),
    ...names,
    unitPath,
    grants,
    emergencyGrants: await dormant(deps, caller),
  }
}

async function namesOf(tx: Tx, scope: Scope, caller: KnownCaller): Promise<Pick<Viewer, 'name' | 'title'>> {
  const found =
    caller.kind === 'person'
      ? await findPersonById(tx, scope, caller.personId)
      : await findApplicationById(tx, scope, caller.applicationId)
  if (found === undefined)
    throw new ServiceError('CONFLICT', 'the unit of the caller was moved meanwhile: ask again')
  return { name: found.name, title: 'title' in found ? found.title : found.name }
}

async function dormant(
  deps: Pick<Deps, 'database' | 'clock'>,
  caller: KnownCaller,
): Promise<readonly Grant[]> {
  if (caller.kind !== 'person') return []
  const { personId } = caller
  const now = deps.clock.now()
  const all = await asService(deps, (tx) => listGrants(tx, serviceScope, { personId }))
  return all.filter(
    ({ emergency, emergencyUntil, expiresAt, revokedAt }) =>
      emergency &&
      revokedAt === null &&
      (expiresAt === null || now < expiresAt) &&
      (emergencyUntil === null || emergencyUntil <= now),
  )
}
