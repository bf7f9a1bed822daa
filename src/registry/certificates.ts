// Table `certificates`.

import type { Selectable } from 'kysely'
import { ServiceError } from '../errors.ts'
import { findAuthorityById } from './authorities.ts'
import {
  type Certificate,
  type IssuedCertificate,
  type PlannedCertificate,
  type Revocation,
  revocationReasons,
} from './certificate.ts'
import { isUniqueViolation } from './database-errors.ts'
import { oneOf } from './one-of.ts'
import { afterPosition, type Page, type PageRequest, pageOf, rowsFor } from './page.ts'
import { requireIntact } from './row-integrity.ts'
import { atOrBelow, inScope, type Scope } from './scope.ts'
import type { Tables, Tx } from './tables.ts'
import { findUnitById } from './units.ts'

const columns = [
  'certificates.id',
  'certificates.authority_id',
  'certificates.serial',
  'certificates.subject',
  'certificates.profile',
  'certificates.unit_id',
  'certificates.key_id',
  'certificates.key_version',
  'certificates.not_before',
  'certificates.not_after',
  'certificates.der',
  'certificates.tbs_sha256',
  'certificates.planned_at',
  'certificates.issued_at',
  'certificates.revoked_at',
  'certificates.revocation_reason',
  'certificates.invalidity_date',
] as const

export type CertificatePlan = Omit<PlannedCertificate, 'state'>

/**
 * Records what is about to be signed. Commit before the issuer's key is used.
 *
 * @throws ServiceError `NOT_FOUND` when the subject's unit is not in scope, `CONFLICT` when the issuer has used the serial number.
 */
export async function planCertificate(
  tx: Tx,
  scope: Scope,
  plan: CertificatePlan,
): Promise<PlannedCertificate> {
  if ((await findUnitById(tx, scope, plan.unitId)) === undefined) {
    throw new ServiceError('NOT_FOUND', 'there is no such unit')
  }
  try {
    await tx
      .insertInto('certificates')
      .values({
        id: plan.id,
        authority_id: plan.authorityId,
        serial: plan.serial,
        subject: plan.subject,
        profile: plan.profile,
        unit_id: plan.unitId,
        key_id: plan.key?.keyId ?? null,
        key_version: plan.key?.version ?? null,
        not_before: plan.notBefore,
        not_after: plan.notAfter,
        tbs_sha256: plan.tbsSha256,
        planned_at: plan.plannedAt,
      })
      .execute()
  } catch (error) {
    if (isUniqueViolation(error)) {
      throw new ServiceError('CONFLICT', 'the issuer has used that serial number before', { cause: error })
    }
    throw error
  }
  return { ...plan, state: 'planned' }
}

/** @throws ServiceError `NOT_FOUND` when no such plan is in scope or it was completed before. */
export async function completeCertificate(
  tx: Tx,
  scope: Scope,
  id: string,
  issued: { readonly der: Uint8Array; readonly issuedAt: Date },
): Promise<IssuedCertificate> {
  const planned = await findCertificateById(tx, scope, id)
  if (planned === undefined || planned.state !== 'planned') {
    throw new ServiceError('NOT_FOUND', 'there is no such planned certificate')
  }
  const { numUpdatedRows } = await tx
    .updateTable('certificates')
    .set({ der: issued.der, issued_at: issued.issuedAt })
    .where('id', '=', id)
    .where('der', 'is', null)
    .executeTakeFirst()
  if (numUpdatedRows !== 1n) throw new ServiceError('CONFLICT', 'the certificate was completed meanwhile')
  return { ...planned, state: 'issued', der: issued.der, issuedAt: issued.issuedAt, revocation: null }
}

export async function findCertificateById(
  tx: Tx,
  scope: Scope,
  id: string,
): Promise<Certificate | undefined> {
  const row = await certificatesIn(tx, scope).where('certificates.id', '=', id).executeTakeFirst()
  return row === undefined ? undefined : await intactCertificate(tx, row)
}

/** Issuer and serial number identify a certificate (RFC 5280 §4.1.2.2). */
export async function findCertificateBySerial(
  tx: Tx,
  scope: Scope,
  authorityId: string,
  serial: Uint8Array,
): Promise<Certificate | undefined> {
  const row = await certificatesIn(tx, scope)
    .where('certificates.serial', '=', serial)
    .where('certificates.authority_id', '=', authorityId)
    .executeTakeFirst()
  return row === undefined ? undefined : await intactCertificate(tx, row)
}

/** Of all issuers; serial numbers are random, so there is one as a rule. */
export async function listCertificatesBySerial(
  tx: Tx,
  scope: Scope,
  serial: Uint8Array,
): Promise<readonly Certificate[]> {
  const rows = await certificatesIn(tx, scope)
    .where('certificates.serial', '=', serial)
    .orderBy('certificates.planned_at')
    .limit(100)
    .execute()
  await requireIntact(
    tx,
    'certificates',
    rows.map(({ id }) => ({ id })),
  )
  return rows.map(certificateOf)
}

/** The newest certificate of a key version that is issued, not revoked, and valid at `at`. */
export async function findNewestValidCertificate(
  tx: Tx,
  scope: Scope,
  wanted: { readonly keyId: string; readonly version: number; readonly at: Date },
): Promise<IssuedCertificate | undefined> {
  const row = await certificatesIn(tx, scope)
    .where('certificates.key_id', '=', wanted.keyId)
    .where('certificates.key_version', '=', wanted.version)
    .where('certificates.issued_at', 'is not', null)
    .where('certificates.revoked_at', 'is', null)
    .where('certificates.not_before', '<=', wanted.at)
    .where('certificates.not_after', '>=', wanted.at)
    .orderBy('certificates.not_before', 'desc')
    .orderBy('certificates.issued_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row === undefined ? undefined : issuedOnly(await intactCertificate(tx, row))
}

/** The newest issued certificate of any version of a key, valid or not: an authority's chain, a profile to rotate under. */
export async function findNewestCertificateOfKey(
  tx: Tx,
  scope: Scope,
  keyId: string,
): Promise<IssuedCertificate | undefined> {
  const row = await certificatesIn(tx, scope)
    .where('certificates.key_id', '=', keyId)
    .where('certificates.issued_at', 'is not', null)
    .orderBy('certificates.key_version', 'desc')
    .orderBy('certificates.not_before', 'desc')
    .orderBy('certificates.issued_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row === undefined ? undefined : issuedOnly(await intactCertificate(tx, row))
}

/** Issued certificates of these versions that nobody has revoked, valid now or not. */
export async function listUnrevokedOfVersions(
  tx: Tx,
  scope: Scope,
  keyId: string,
  versions: readonly number[],
): Promise<readonly IssuedCertificate[]> {
  if (versions.length === 0) return []
  const rows = await certificatesIn(tx, scope)
    .where('certificates.key_id', '=', keyId)
    .where('certificates.key_version', 'in', versions)
    .where('certificates.issued_at', 'is not', null)
    .where('certificates.revoked_at', 'is', null)
    .orderBy('certificates.planned_at')
    .execute()
  return rows.map((row) => issuedOnly(certificateOf(row)))
}

/** Issued ones only, oldest first. */
export async function listCertificates(
  tx: Tx,
  scope: Scope,
  request: PageRequest & {
    readonly under?: string | undefined
    readonly keyId?: string | undefined
    readonly authorityId?: string | undefined
  },
): Promise<Page<IssuedCertificate>> {
  let query = certificatesIn(tx, scope)
    .where('certificates.issued_at', 'is not', null)
    .where(atOrBelow('units.path', request.under ?? ''))
    .where(afterPosition(request.after, 'certificates.planned_at', 'certificates.id'))
  if (request.keyId !== undefined) query = query.where('certificates.key_id', '=', request.keyId)
  if (request.authorityId !== undefined)
    query = query.where('certificates.authority_id', '=', request.authorityId)
  const rows = await query
    .orderBy('certificates.planned_at')
    .orderBy('certificates.id')
    .limit(rowsFor(request))
    .execute()
  const items = rows.map((row) => issuedOnly(certificateOf(row)))
  return pageOf(items, request, (certificate) => ({ at: certificate.plannedAt, id: certificate.id }))
}

/**
 * @throws ServiceError `NOT_FOUND` when no such issued certificate is in scope, `CERTIFICATE_NOT_VALID` when it is revoked already.
 */
export async function revokeCertificate(
  tx: Tx,
  scope: Scope,
  id: string,
  revocation: Revocation,
): Promise<IssuedCertificate> {
  const certificate = await findCertificateById(tx, scope, id)
  if (certificate === undefined || certificate.state !== 'issued') {
    throw new ServiceError('NOT_FOUND', 'there is no such certificate')
  }
  const { numUpdatedRows } = await tx
    .updateTable('certificates')
    .set({
      revoked_at: revocation.revokedAt,
      revocation_reason: revocation.reason,
      invalidity_date: revocation.invalidityDate,
    })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  if (numUpdatedRows !== 1n)
    throw new ServiceError('CERTIFICATE_NOT_VALID', 'the certificate is revoked already')
  return { ...certificate, revocation }
}

export interface RevokedSerial extends Revocation {
  readonly serial: Uint8Array
}

/**
 * Entries of an authority's CRL, oldest revocation first.
 *
 * @param notExpiredAt leaves out certificates whose notAfter lies before (RFC 5280 §3.3 allows that one CRL later).
 */
export async function listRevoked(
  tx: Tx,
  scope: Scope,
  authorityId: string,
  notExpiredAt?: Date,
): Promise<readonly RevokedSerial[]> {
  if ((await findAuthorityById(tx, scope, authorityId)) === undefined) {
    throw new ServiceError('NOT_FOUND', 'there is no such authority')
  }
  let query = tx
    .selectFrom('certificates')
    .select(['serial', 'revoked_at', 'revocation_reason', 'invalidity_date'])
    .where('authority_id', '=', authorityId)
    .where('revoked_at', 'is not', null)
  if (notExpiredAt !== undefined) query = query.where('not_after', '>=', notExpiredAt)
  const rows = await query.orderBy('revoked_at').orderBy('serial').execute()
  return rows.map((row) => {
    const revocation = revocationOf(row)
    if (revocation === null) throw new Error('a revoked certificate has no revocation')
    return { serial: row.serial, ...revocation }
  })
}

function certificatesIn(tx: Tx, scope: Scope) {
  return tx
    .selectFrom('certificates')
    .innerJoin('units', 'units.id', 'certificates.unit_id')
    .select(columns)
    .where(inScope(scope, 'units.path'))
}

async function intactCertificate(tx: Tx, row: Parameters<typeof certificateOf>[0]): Promise<Certificate> {
  await requireIntact(tx, 'certificates', [{ id: row.id }])
  return certificateOf(row)
}

function certificateOf(row: Selectable<Tables['certificates']>): Certificate {
  const facts = {
    id: row.id,
    authorityId: row.authority_id,
    serial: row.serial,
    subject: row.subject,
    profile: row.profile,
    unitId: row.unit_id,
    key:
      row.key_id === null || row.key_version === null
        ? null
        : { keyId: row.key_id, version: row.key_version },
    notBefore: row.not_before,
    notAfter: row.not_after,
    tbsSha256: row.tbs_sha256,
    plannedAt: row.planned_at,
  }
  if (row.der === null || row.issued_at === null) return { ...facts, state: 'planned' }
  return { ...facts, state: 'issued', der: row.der, issuedAt: row.issued_at, revocation: revocationOf(row) }
}

function revocationOf(
  row: Pick<Selectable<Tables['certificates']>, 'revoked_at' | 'revocation_reason' | 'invalidity_date'>,
): Revocation | null {
  if (row.revoked_at === null || row.revocation_reason === null) return null
  return {
    revokedAt: row.revoked_at,
    reason: oneOf(revocationReasons, row.revocation_reason, 'reason of revocation'),
    invalidityDate: row.invalidity_date,
  }
}

function issuedOnly(certificate: Certificate): IssuedCertificate {
  if (certificate.state !== 'issued')
    throw new Error('a query for issued certificates answered a planned one')
  return certificate
}
