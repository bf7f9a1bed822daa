// Table `authorities`.

import { sql } from 'kysely'
import { ServiceError } from '../errors.ts'
import { type Authority, type AuthorityKind, authorityKinds } from './authority.ts'
import { isUniqueViolation } from './database-errors.ts'
import { findKeyById } from './keys.ts'
import { oneOf } from './one-of.ts'
import { afterPosition, type Page, type PageRequest, pageOf, rowsFor } from './page.ts'
import { requireIntact } from './row-integrity.ts'
import { inScope, type Scope } from './scope.ts'
import type { Tx } from './tables.ts'

const columns = [
  'authorities.id',
  'authorities.unit_id',
  'units.path as unit_path',
  'authorities.slug',
  'authorities.title',
  'authorities.kind',
  'authorities.practice',
  'authorities.key_id',
  'authorities.certificate_id',
  'authorities.parent_authority_id',
  'authorities.last_crl_number',
  'authorities.created_at',
] as const

export interface NewAuthority {
  readonly id: string
  readonly slug: string
  readonly title: string
  readonly kind: AuthorityKind
  readonly practice: boolean
  /** The authority belongs to the unit of this key. */
  readonly keyId: string
  readonly parentAuthorityId: string | null
  readonly createdAt: Date
}

/** @throws ServiceError `NOT_FOUND` when the key is not in scope, `ALREADY_EXISTS` when the slug is taken. */
export async function insertAuthority(tx: Tx, scope: Scope, authority: NewAuthority): Promise<Authority> {
  const key = await findKeyById(tx, scope, authority.keyId)
  if (key === undefined) throw new ServiceError('NOT_FOUND', 'there is no such key')
  try {
    await tx
      .insertInto('authorities')
      .values({
        id: authority.id,
        unit_id: key.unitId,
        slug: authority.slug,
        title: authority.title.normalize('NFC'),
        kind: authority.kind,
        practice: authority.practice,
        key_id: authority.keyId,
        parent_authority_id: authority.parentAuthorityId,
        last_crl_number: 0,
        created_at: authority.createdAt,
      })
      .execute()
  } catch (error) {
    if (isUniqueViolation(error, 'authorities_slug_key')) {
      throw new ServiceError('ALREADY_EXISTS', `there is already an authority ${authority.slug}`, {
        cause: error,
      })
    }
    throw error
  }
  return {
    ...authority,
    title: authority.title.normalize('NFC'),
    unitId: key.unitId,
    unitPath: key.unitPath,
    certificateId: null,
    lastCrlNumber: 0,
  }
}

export async function findAuthorityBySlug(
  tx: Tx,
  scope: Scope,
  slug: string,
): Promise<Authority | undefined> {
  const row = await authoritiesIn(tx, scope).where('authorities.slug', '=', slug).executeTakeFirst()
  return row === undefined ? undefined : await intactAuthority(tx, row)
}

export async function findAuthorityById(tx: Tx, scope: Scope, id: string): Promise<Authority | undefined> {
  const row = await authoritiesIn(tx, scope).where('authorities.id', '=', id).executeTakeFirst()
  return row === undefined ? undefined : await intactAuthority(tx, row)
}

export async function listAuthorities(tx: Tx, scope: Scope, request: PageRequest): Promise<Page<Authority>> {
  const rows = await authoritiesIn(tx, scope)
    .where(afterPosition(request.after, 'authorities.created_at', 'authorities.id'))
    .orderBy('authorities.created_at')
    .orderBy('authorities.id')
    .limit(rowsFor(request))
    .execute()
  return pageOf(rows.map(authorityOf), request, (authority) => ({
    at: authority.createdAt,
    id: authority.id,
  }))
}

/** Makes an issued certificate the authority's own. @throws ServiceError `NOT_FOUND`. */
export async function setAuthorityCertificate(
  tx: Tx,
  scope: Scope,
  authorityId: string,
  certificateId: string,
): Promise<void> {
  if ((await findAuthorityById(tx, scope, authorityId)) === undefined) throw noSuchAuthority()
  await tx
    .updateTable('authorities')
    .set({ certificate_id: certificateId })
    .where('id', '=', authorityId)
    .execute()
}

/**
 * Takes the next CRL number (RFC 5280 §5.2.3: monotonically increasing; a number that is taken and not used leaves a
 * permitted gap).
 *
 * @throws ServiceError `NOT_FOUND`.
 */
export async function nextCrlNumber(tx: Tx, scope: Scope, authorityId: string): Promise<number> {
  if ((await findAuthorityById(tx, scope, authorityId)) === undefined) throw noSuchAuthority()
  const row = await tx
    .updateTable('authorities')
    .set({ last_crl_number: sql<number>`last_crl_number + 1` })
    .where('id', '=', authorityId)
    .returning('last_crl_number')
    .executeTakeFirst()
  if (row === undefined) throw noSuchAuthority()
  return row.last_crl_number
}

function noSuchAuthority(): ServiceError {
  return new ServiceError('NOT_FOUND', 'there is no such authority')
}

function authoritiesIn(tx: Tx, scope: Scope) {
  return tx
    .selectFrom('authorities')
    .innerJoin('units', 'units.id', 'authorities.unit_id')
    .select(columns)
    .where(inScope(scope, 'units.path'))
}

interface AuthorityRow {
  readonly id: string
  readonly unit_id: string
  readonly unit_path: string
  readonly slug: string
  readonly title: string
  readonly kind: string
  readonly practice: boolean
  readonly key_id: string
  readonly certificate_id: string | null
  readonly parent_authority_id: string | null
  readonly last_crl_number: number
  readonly created_at: Date
}

async function intactAuthority(tx: Tx, row: AuthorityRow): Promise<Authority> {
  await requireIntact(tx, 'authorities', [{ id: row.id }])
  return authorityOf(row)
}

function authorityOf(row: AuthorityRow): Authority {
  return {
    id: row.id,
    unitId: row.unit_id,
    unitPath: row.unit_path,
    slug: row.slug,
    title: row.title,
    kind: oneOf(authorityKinds, row.kind, 'kind of authority'),
    practice: row.practice,
    keyId: row.key_id,
    certificateId: row.certificate_id,
    parentAuthorityId: row.parent_authority_id,
    lastCrlNumber: row.last_crl_number,
    createdAt: row.created_at,
  }
}
