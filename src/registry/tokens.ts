// Table `tokens`: what proves an application, kept as SHA-256 of the secret.

import { timingSafeEqual } from 'node:crypto'
import type { Selectable } from 'kysely'
import { ServiceError } from '../errors.ts'
import { type Application, type Token, type TokenKind, tokenKinds } from './application.ts'
import { findApplicationById, knownActions } from './applications.ts'
import { isForeignKeyViolation } from './database-errors.ts'
import { oneOf } from './one-of.ts'
import { requireIntact } from './row-integrity.ts'
import { inScope, type Scope } from './scope.ts'
import type { Tables, Tx } from './tables.ts'

const columns = [
  'tokens.id',
  'tokens.application_id',
  'tokens.created_at',
  'tokens.expires_at',
  'tokens.revoked_at',
  'tokens.last_used_at',
  'tokens.kind',
] as const

export interface NewToken {
  readonly id: string
  readonly applicationId: string
  /** Of the secret, which is never stored. */
  readonly sha256: Uint8Array
  /** `secret` when absent. */
  readonly kind?: TokenKind
  /** Of a workload's. */
  readonly trustId?: string
  readonly createdAt: Date
  readonly expiresAt: Date | null
}

/** @throws ServiceError `NOT_FOUND` when the application is not in scope. */
export async function insertToken(tx: Tx, scope: Scope, token: NewToken): Promise<Token> {
  if ((await findApplicationById(tx, scope, token.applicationId)) === undefined) throw noSuchApplication()
  try {
    const row = await tx
      .insertInto('tokens')
      .values({
        id: token.id,
        application_id: token.applicationId,
        sha256: token.sha256,
        kind: token.kind === 'secret' ? null : (token.kind ?? null),
        trust_id: token.trustId ?? null,
        created_at: token.createdAt,
        expires_at: token.expiresAt,
      })
      .returning(columns)
      .executeTakeFirstOrThrow()
    return tokenOf(row)
  } catch (error) {
    if (isForeignKeyViolation(error)) throw noSuchApplication(error)
    throw error
  }
}

/**
 * The token and its application, expired, revoked and disabled ones too: the caller judges, and the audit insert again.
 * There is no caller yet when a token is looked up, so the transaction must have the service's scope.
 */
export async function findTokenBySha256(
  tx: Tx,
  sha256: Uint8Array,
  kind: TokenKind = 'secret',
): Promise<{ readonly token: Token; readonly application: Application } | undefined> {
  const row = await tx
    .selectFrom('tokens')
    .innerJoin('applications', 'applications.id', 'tokens.application_id')
    .innerJoin('units', 'units.id', 'applications.unit_id')
    .select(columns)
    .select([
      'applications.unit_id',
      'units.path as unit_path',
      'applications.name',
      'applications.actions',
      'applications.created_at as application_created_at',
      'applications.disabled_at',
    ])
    .select('tokens.sha256')
    .where('tokens.sha256', '=', sha256)
    .executeTakeFirst()
  // The index found it; what decides is a comparison in constant time.
  if (row === undefined || !timingSafeEqual(row.sha256, sha256)) return undefined
  // A digest of one kind is none of another, whatever it is the digest of.
  if ((row.kind ?? 'secret') !== kind) return undefined
  await requireIntact(tx, 'units', [{ id: row.unit_id }])
  await requireIntact(tx, 'applications', [{ id: row.application_id }])
  await requireIntact(tx, 'tokens', [{ id: row.id }])
  return {
    token: tokenOf(row),
    application: {
      id: row.application_id,
      unitId: row.unit_id,
      unitPath: row.unit_path,
      name: row.name,
      actions: knownActions(row.actions),
      createdAt: row.application_created_at,
      disabledAt: row.disabled_at,
    },
  }
}

/** Whether there is a row of it, whatever became of it. */
export async function knowsToken(tx: Tx, sha256: Uint8Array): Promise<boolean> {
  const row = await tx.selectFrom('tokens').select('id').where('sha256', '=', sha256).executeTakeFirst()
  return row !== undefined
}

/** All that were accepted by a trust which has ended. */
export async function revokeTokensOfTrust(tx: Tx, trustId: string, at: Date): Promise<void> {
  await tx
    .updateTable('tokens')
    .set({ revoked_at: at })
    .where('trust_id', '=', trustId)
    .where('revoked_at', 'is', null)
    .execute()
}

/** Removes some of those that ended before `before`: each day brings new ones. For the service's scope. */
export async function sweepWorkloadTokens(tx: Tx, before: Date): Promise<void> {
  await tx
    .deleteFrom('tokens')
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('tokens')
        .select('id')
        .where('kind', '=', 'workload')
        .where('expires_at', '<', before)
        .limit(100),
    )
    .execute()
}

export async function findTokenById(tx: Tx, scope: Scope, id: string): Promise<Token | undefined> {
  const row = await tokensIn(tx, scope).where('tokens.id', '=', id).executeTakeFirst()
  return row === undefined ? undefined : tokenOf(row)
}

/** Oldest first. */
export async function listTokens(tx: Tx, scope: Scope, applicationId: string): Promise<readonly Token[]> {
  const rows = await tokensIn(tx, scope)
    .where('tokens.application_id', '=', applicationId)
    .orderBy('tokens.created_at')
    .orderBy('tokens.id')
    .limit(1000)
    .execute()
  return rows.map(tokenOf)
}

/** Revoking twice keeps the first moment. @throws ServiceError `NOT_FOUND`. */
export async function revokeToken(tx: Tx, scope: Scope, id: string, at: Date): Promise<Token> {
  const row = await tokensIn(tx, scope).where('tokens.id', '=', id).executeTakeFirst()
  if (row === undefined) throw new ServiceError('NOT_FOUND', 'there is no such token')
  await tx
    .updateTable('tokens')
    .set({ revoked_at: at })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .execute()
  return { ...tokenOf(row), revokedAt: row.revoked_at ?? at }
}

const touchEveryMs = 60_000

/** Notes the use of a token, at most once a minute, since it is used with every request. */
export async function touchToken(tx: Tx, id: string, at: Date): Promise<void> {
  await tx
    .updateTable('tokens')
    .set({ last_used_at: at })
    .where('id', '=', id)
    .where((eb) =>
      eb.or([eb('last_used_at', 'is', null), eb('last_used_at', '<', new Date(at.getTime() - touchEveryMs))]),
    )
    .execute()
}

function tokensIn(tx: Tx, scope: Scope) {
  return tx
    .selectFrom('tokens')
    .innerJoin('applications', 'applications.id', 'tokens.application_id')
    .innerJoin('units', 'units.id', 'applications.unit_id')
    .select(columns)
    .where(inScope(scope, 'units.path'))
}

function noSuchApplication(cause?: unknown): ServiceError {
  return new ServiceError('NOT_FOUND', 'there is no such application', { cause })
}

function tokenOf(row: Omit<Selectable<Tables['tokens']>, 'sha256' | 'trust_id'>): Token {
  return {
    id: row.id,
    applicationId: row.application_id,
    kind: row.kind === null ? 'secret' : oneOf(tokenKinds, row.kind, 'kind'),
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
    lastUsedAt: row.last_used_at,
  }
}

/** Whether the token may be used at `at`: neither revoked nor expired, and its application not disabled. */
export async function isTokenLive(tx: Tx, id: string, at: Date): Promise<boolean> {
  const row = await tx
    .selectFrom('tokens')
    .innerJoin('applications', 'applications.id', 'tokens.application_id')
    .select(['tokens.application_id', 'tokens.expires_at', 'tokens.revoked_at', 'applications.disabled_at'])
    .where('tokens.id', '=', id)
    .executeTakeFirst()
  if (row === undefined || row.revoked_at !== null || row.disabled_at !== null) return false
  await requireIntact(tx, 'applications', [{ id: row.application_id }])
  await requireIntact(tx, 'tokens', [{ id }])
  return row.expires_at === null || row.expires_at > at
}
