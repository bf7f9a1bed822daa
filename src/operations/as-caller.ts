// Transactions in somebody's name: row-level security shows the caller's subtree, and a token that ended is noticed.

import type { Transaction } from 'kysely'
import type { Call } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import { requireApplication } from '../policy/authorise.ts'
import type { Scope } from '../registry/scope.ts'
import type { Tables } from '../registry/tables.ts'
import { isTokenLive } from '../registry/tokens.ts'
import type { Deps } from './deps.ts'

export type Tx = Transaction<Tables>

export function scopeOf(call: Call): Scope {
  if (call.caller.kind === 'service') return { kind: 'service' }
  return { kind: 'unit', unitPath: requireApplication(call).unitPath }
}

/**
 * Runs `work` with what `call` may see. The caller was cached, so the token is checked again here: revocation is
 * effective at once.
 *
 * @throws ServiceError `UNAUTHENTICATED`; `CONFLICT` when the unit of the application was moved meanwhile; as
 *   `Database.transaction`.
 */
export async function asCaller<T>(
  deps: Pick<Deps, 'database' | 'clock' | 'caches'>,
  call: Call,
  work: (tx: Tx, scope: Scope) => Promise<T>,
): Promise<T> {
  const scope = scopeOf(call)
  const { caller } = call
  if (caller.kind !== 'application') return deps.database.transaction(scope, (tx) => work(tx, scope))
  const done = await deps.database.transaction(scope, async (tx) =>
    (await isTokenLive(tx, caller.tokenId, deps.clock.now())) ? { answer: await work(tx, scope) } : undefined,
  )
  if (done === undefined) throw await whyInvisible(deps, caller.tokenId)
  return done.answer
}

/** A token is seen from its application's unit, and that is elsewhere when it was moved since the caller was cached. */
async function whyInvisible(
  deps: Pick<Deps, 'database' | 'clock' | 'caches'>,
  tokenId: string,
): Promise<ServiceError> {
  deps.caches.callers.clear()
  return (await asService(deps, (tx) => isTokenLive(tx, tokenId, deps.clock.now())))
    ? new ServiceError('CONFLICT', 'the unit of the application was moved meanwhile: ask again')
    : new ServiceError('UNAUTHENTICATED', 'the token is expired or revoked')
}

/** Runs `work` with everything visible. What it returns to a caller is the operation's to choose. */
export async function asService<T>(deps: Pick<Deps, 'database'>, work: (tx: Tx) => Promise<T>): Promise<T> {
  return deps.database.transaction({ kind: 'service' }, work)
}
