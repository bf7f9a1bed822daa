// Transactions in somebody's name: row-level security shows what the caller's grants reach, and what ended is noticed.

import { type Action, type Call, isKnown, type KnownCaller } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import { grantsFor, requireAnywhere, requireKnown } from '../policy/authorise.ts'
import { areGrantsLive } from '../registry/grants.ts'
import { type Scope, scopeOfUnits } from '../registry/scope.ts'
import { isSessionLive } from '../registry/sessions.ts'
import type { Tx } from '../registry/tables.ts'
import { isTokenLive } from '../registry/tokens.ts'
import type { Deps } from './deps.ts'

export type { Tx }

/**
 * @param action only where the caller holds it; absent: wherever it holds anything, for what is then asked about.
 * @throws ServiceError as `requireAnywhere`.
 */
export function scopeOf(call: Call, action?: Action): Scope {
  if (call.caller.kind === 'service') return { kind: 'service' }
  const caller = requireKnown(call)
  if (action !== undefined) requireAnywhere(call, action)
  const grants = action === undefined ? caller.grants : grantsFor(caller, action)
  const paths = grants.map(({ unitPath }) => unitPath)
  // At home there are always the caller's own things, such as what it uploaded.
  return scopeOfUnits(action === undefined ? [caller.unitPath, ...paths] : paths)
}

/**
 * Runs `work` with what `call` may see. The caller was cached, so its credential and grants are checked again here:
 * revocation is effective at once.
 *
 * @param action as `scopeOf`.
 * @throws ServiceError `UNAUTHENTICATED`, `NOT_PERMITTED`; `CONFLICT` when a grant ended or a unit was moved meanwhile; as
 *   `Database.transaction`.
 */
export async function asCaller<T>(
  deps: Pick<Deps, 'database' | 'clock' | 'caches'>,
  call: Call,
  work: (tx: Tx, scope: Scope) => Promise<T>,
  action?: Action,
): Promise<T> {
  const { caller } = call
  const scope = scopeOf(call, action)
  // Row-level security shows all that the caller reaches, its own credential among it; the query narrows that.
  const reach = scopeOf(call)
  if (!isKnown(caller)) return deps.database.transaction(reach, (tx) => work(tx, scope))
  const done = await deps.database.transaction(reach, async (tx) =>
    (await isStanding(tx, caller, deps.clock.now())) ? { answer: await work(tx, scope) } : undefined,
  )
  if (done === undefined) throw await whyFallen(deps, caller)
  return done.answer
}

async function isStanding(tx: Tx, caller: KnownCaller, at: Date): Promise<boolean> {
  const grantIds = caller.grants.flatMap(({ grantId }) => grantId ?? [])
  return (await hasLiveCredential(tx, caller, at)) && (await areGrantsLive(tx, grantIds, at))
}

function hasLiveCredential(tx: Tx, caller: KnownCaller, at: Date): Promise<boolean> {
  return caller.kind === 'application'
    ? isTokenLive(tx, caller.tokenId, at)
    : isSessionLive(tx, caller.sessionId, at)
}

/** A credential is seen from its holder's unit, and that is elsewhere when it was moved since the caller was cached. */
async function whyFallen(
  deps: Pick<Deps, 'database' | 'clock' | 'caches'>,
  caller: KnownCaller,
): Promise<ServiceError> {
  deps.caches.callers.clear()
  return (await asService(deps, (tx) => hasLiveCredential(tx, caller, deps.clock.now())))
    ? new ServiceError('CONFLICT', 'a grant ended, or its unit was moved meanwhile: ask again')
    : new ServiceError('UNAUTHENTICATED', 'the token or session is expired or revoked')
}

/** Runs `work` with everything visible. What it returns to a caller is the operation's to choose. */
export async function asService<T>(deps: Pick<Deps, 'database'>, work: (tx: Tx) => Promise<T>): Promise<T> {
  return deps.database.transaction({ kind: 'service' }, work)
}
