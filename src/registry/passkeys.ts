// Table `passkeys`.

import type { Selectable } from 'kysely'
import { ServiceError } from '../errors.ts'
import { isUniqueViolation } from './database-errors.ts'
import type { Passkey } from './passkey.ts'
import { requireIntact } from './row-integrity.ts'
import { inScope, type Scope } from './scope.ts'
import type { Tables, Tx } from './tables.ts'

const columns = [
  'passkeys.id',
  'passkeys.person_id',
  'passkeys.credential_id',
  'passkeys.public_key',
  'passkeys.sign_count',
  'passkeys.transports',
  'passkeys.title',
  'passkeys.created_at',
  'passkeys.last_used_at',
  'passkeys.revoked_at',
  'passkeys.enrolment_id',
] as const

/** @throws ServiceError `ALREADY_EXISTS` when somebody has it already. */
export async function insertPasskey(
  tx: Tx,
  passkey: Omit<Passkey, 'lastUsedAt' | 'revokedAt'>,
): Promise<Passkey> {
  try {
    const row = await tx
      .insertInto('passkeys')
      .values({
        id: passkey.id,
        person_id: passkey.personId,
        credential_id: passkey.credentialId,
        public_key: passkey.publicKey,
        sign_count: passkey.signCount,
        transports: [...passkey.transports],
        title: passkey.title,
        created_at: passkey.createdAt,
        enrolment_id: passkey.enrolmentId,
      })
      .returning(columns)
      .executeTakeFirstOrThrow()
    return passkeyOf(row)
  } catch (error) {
    if (isUniqueViolation(error, 'passkeys_credential_id_key'))
      throw new ServiceError('ALREADY_EXISTS', 'this passkey is enrolled already', { cause: error })
    throw error
  }
}

/** The passkey that a browser names, revoked ones too; it and its person as the service wrote them. */
export async function findPasskeyByCredentialId(
  tx: Tx,
  credentialId: Uint8Array,
): Promise<Passkey | undefined> {
  const row = await tx
    .selectFrom('passkeys')
    .select(columns)
    .where('credential_id', '=', credentialId)
    .executeTakeFirst()
  if (row === undefined) return undefined
  await requireIntact(tx, 'people', [{ id: row.person_id }])
  await requireIntact(tx, 'passkeys', [{ id: row.id }])
  return passkeyOf(row)
}

export async function findPasskeyById(tx: Tx, scope: Scope, id: string): Promise<Passkey | undefined> {
  const row = await passkeysIn(tx, scope).where('passkeys.id', '=', id).executeTakeFirst()
  return row === undefined ? undefined : passkeyOf(row)
}

/** Oldest first, revoked ones too. */
export async function listPasskeys(tx: Tx, scope: Scope, personId: string): Promise<readonly Passkey[]> {
  const rows = await passkeysIn(tx, scope)
    .where('passkeys.person_id', '=', personId)
    .orderBy('passkeys.created_at')
    .orderBy('passkeys.id')
    .limit(1000)
    .execute()
  return rows.map(passkeyOf)
}

/**
 * Those that stand, oldest first, as the service wrote them. For a transaction that sees the person.
 *
 * @throws ServiceError `INTEGRITY_VIOLATION`.
 */
export async function standingPasskeys(tx: Tx, scope: Scope, personId: string): Promise<readonly Passkey[]> {
  const standing = (await listPasskeys(tx, scope, personId)).filter(({ revokedAt }) => revokedAt === null)
  await requireIntact(
    tx,
    'passkeys',
    standing.map(({ id }) => ({ id })),
  )
  return standing
}

/**
 * Notes a use. A counter never goes back and never stands still, unless the authenticator has none.
 *
 * @returns false when another use was noted meanwhile that this one does not follow.
 */
export async function countPasskeyUse(tx: Tx, id: string, signCount: number, at: Date): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('passkeys')
    .set({ sign_count: signCount, last_used_at: at })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .where((eb) => (signCount === 0 ? eb('sign_count', '=', 0) : eb('sign_count', '<', signCount)))
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Revoking twice keeps the first moment. @throws ServiceError `NOT_FOUND`. */
export async function revokePasskey(tx: Tx, scope: Scope, id: string, at: Date): Promise<Passkey> {
  const passkey = await findPasskeyById(tx, scope, id)
  if (passkey === undefined) throw new ServiceError('NOT_FOUND', 'there is no such passkey')
  await tx
    .updateTable('passkeys')
    .set({ revoked_at: at })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .execute()
  return { ...passkey, revokedAt: passkey.revokedAt ?? at }
}

function passkeysIn(tx: Tx, scope: Scope) {
  return tx
    .selectFrom('passkeys')
    .innerJoin('people', 'people.id', 'passkeys.person_id')
    .innerJoin('units', 'units.id', 'people.unit_id')
    .select(columns)
    .where(inScope(scope, 'units.path'))
}

function passkeyOf(row: Selectable<Tables['passkeys']>): Passkey {
  return {
    id: row.id,
    personId: row.person_id,
    credentialId: row.credential_id,
    publicKey: row.public_key,
    signCount: Number(row.sign_count),
    transports: row.transports,
    title: row.title,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
    revokedAt: row.revoked_at,
    enrolmentId: row.enrolment_id,
  }
}
