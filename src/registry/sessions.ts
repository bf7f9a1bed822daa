// Table `sessions`: what proves a person after signing in, kept as SHA-256 of the secret.

import { timingSafeEqual } from 'node:crypto'
import type { Selectable } from 'kysely'
import { oneOf } from './one-of.ts'
import { findPersonById } from './people.ts'
import { type Person, type Session, type SessionMethod, sessionMethods } from './person.ts'
import { requireIntact } from './row-integrity.ts'
import { inScope, type Scope, serviceScope } from './scope.ts'
import type { Tables, Tx } from './tables.ts'

const columns = [
  'sessions.id',
  'sessions.person_id',
  'sessions.method',
  'sessions.passkey_id',
  'sessions.created_at',
  'sessions.expires_at',
  'sessions.revoked_at',
  'sessions.last_used_at',
] as const

/** Without use for so long, a session has ended. */
export const idleSessionMs = 30 * 60_000

export type NewSession = Pick<
  Session,
  'id' | 'personId' | 'method' | 'passkeyId' | 'createdAt' | 'expiresAt'
> & {
  /** Of the secret, which is never stored. */
  readonly sha256: Uint8Array
  /** Of what was answered: the database refuses a second session on it. */
  readonly challengeSha256: Uint8Array
}

export async function insertSession(tx: Tx, session: NewSession): Promise<Session> {
  const row = await tx
    .insertInto('sessions')
    .values({
      id: session.id,
      person_id: session.personId,
      sha256: session.sha256,
      method: session.method,
      passkey_id: session.passkeyId,
      created_at: session.createdAt,
      expires_at: session.expiresAt,
      last_used_at: session.createdAt,
      challenge_sha256: session.challengeSha256,
    })
    .returning(columns)
    .executeTakeFirstOrThrow()
  return sessionOf(row)
}

/**
 * The session and its person, ended and disabled ones too: the caller judges, and the audit insert again. There is no
 * caller yet, so the transaction must have the service's scope.
 */
export async function findSessionBySha256(
  tx: Tx,
  sha256: Uint8Array,
): Promise<{ readonly session: Session; readonly person: Person } | undefined> {
  const row = await tx
    .selectFrom('sessions')
    .select(columns)
    .select('sessions.sha256')
    .where('sessions.sha256', '=', sha256)
    .executeTakeFirst()
  // The index found it; what decides is a comparison in constant time.
  if (row === undefined || !timingSafeEqual(row.sha256, sha256)) return undefined
  const person = await findPersonById(tx, serviceScope, row.person_id)
  if (person === undefined) return undefined
  await requireIntact(tx, 'units', [{ id: person.unitId }])
  await requireIntact(tx, 'people', [{ id: person.id }])
  await requireIntact(tx, 'sessions', [{ id: row.id }])
  return { session: sessionOf(row), person }
}

/** Ended ones too. */
export async function findSessionById(tx: Tx, scope: Scope, id: string): Promise<Session | undefined> {
  const row = await sessionsIn(tx, scope).where('sessions.id', '=', id).executeTakeFirst()
  if (row === undefined) return undefined
  await requireIntact(tx, 'sessions', [{ id }])
  return sessionOf(row)
}

/** Whether the session may be used at `at`: not revoked, not at its end, not idle too long, its person not disabled. */
export async function isSessionLive(tx: Tx, id: string, at: Date): Promise<boolean> {
  const row = await tx
    .selectFrom('sessions')
    .innerJoin('people', 'people.id', 'sessions.person_id')
    .select(columns)
    .select('people.disabled_at')
    .where('sessions.id', '=', id)
    .executeTakeFirst()
  if (row === undefined) return false
  await requireIntact(tx, 'people', [{ id: row.person_id }])
  await requireIntact(tx, 'sessions', [{ id }])
  return row.disabled_at === null && isLive(sessionOf(row), at)
}

export function isLive({ revokedAt, expiresAt, lastUsedAt }: Session, at: Date): boolean {
  return revokedAt === null && at < expiresAt && at.getTime() - lastUsedAt.getTime() < idleSessionMs
}

/** Newest first. */
export async function listSessions(tx: Tx, scope: Scope, personId: string): Promise<readonly Session[]> {
  const rows = await sessionsIn(tx, scope)
    .where('sessions.person_id', '=', personId)
    .orderBy('sessions.created_at', 'desc')
    .orderBy('sessions.id')
    .limit(1000)
    .execute()
  return rows.map(sessionOf)
}

/** Revoking twice keeps the first moment. @returns how many were still open. */
export async function revokeSessions(
  tx: Tx,
  which:
    | { readonly id: string }
    | { readonly personId: string; readonly method?: SessionMethod }
    | { readonly passkeyId: string },
  at: Date,
): Promise<number> {
  const update = tx.updateTable('sessions').set({ revoked_at: at }).where('revoked_at', 'is', null)
  const chosen =
    'id' in which
      ? update.where('id', '=', which.id)
      : 'personId' in which
        ? update
            .where('person_id', '=', which.personId)
            .where('method', 'in', which.method === undefined ? [...sessionMethods] : [which.method])
        : update.where('passkey_id', '=', which.passkeyId)
  return Number((await chosen.executeTakeFirst()).numUpdatedRows)
}

const touchEveryMs = 60_000

/** Notes the use of a session, at most once a minute, since it is used with every request. */
export async function touchSession(tx: Tx, id: string, at: Date): Promise<void> {
  await tx
    .updateTable('sessions')
    .set({ last_used_at: at })
    .where('id', '=', id)
    .where('last_used_at', '<', new Date(at.getTime() - touchEveryMs))
    .execute()
}

function sessionsIn(tx: Tx, scope: Scope) {
  return tx
    .selectFrom('sessions')
    .innerJoin('people', 'people.id', 'sessions.person_id')
    .innerJoin('units', 'units.id', 'people.unit_id')
    .select(columns)
    .where(inScope(scope, 'units.path'))
}

function sessionOf(row: Omit<Selectable<Tables['sessions']>, 'sha256' | 'challenge_sha256'>): Session {
  return {
    id: row.id,
    personId: row.person_id,
    method: oneOf(sessionMethods, row.method, 'method of a session'),
    passkeyId: row.passkey_id,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
    lastUsedAt: row.last_used_at,
  }
}
