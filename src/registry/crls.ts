// Table `crls`: every revocation list that was published. RFC 5280 §5.

import type { Selectable } from 'kysely'
import { ServiceError } from '../errors.ts'
import { findAuthorityById } from './authorities.ts'
import { isUniqueViolation } from './database-errors.ts'
import { inScope, type Scope } from './scope.ts'
import type { Tables, Tx } from './tables.ts'

export interface Crl {
  readonly authorityId: string
  /** cRLNumber, RFC 5280 §5.2.3. */
  readonly number: number
  readonly der: Uint8Array
  readonly thisUpdate: Date
  readonly nextUpdate: Date
}

/** @throws ServiceError `NOT_FOUND` for an authority out of scope, `CONFLICT` when the number was used. */
export async function insertCrl(tx: Tx, scope: Scope, crl: Crl): Promise<void> {
  if ((await findAuthorityById(tx, scope, crl.authorityId)) === undefined) {
    throw new ServiceError('NOT_FOUND', 'there is no such authority')
  }
  try {
    await tx
      .insertInto('crls')
      .values({
        authority_id: crl.authorityId,
        number: crl.number,
        der: crl.der,
        this_update: crl.thisUpdate,
        next_update: crl.nextUpdate,
      })
      .execute()
  } catch (error) {
    if (isUniqueViolation(error)) {
      throw new ServiceError('CONFLICT', `CRL ${crl.number} of the authority exists already.`, {
        cause: error,
      })
    }
    throw error
  }
}

export async function findNewestCrl(tx: Tx, scope: Scope, authorityId: string): Promise<Crl | undefined> {
  const row = await tx
    .selectFrom('crls')
    .innerJoin('authorities', 'authorities.id', 'crls.authority_id')
    .innerJoin('units', 'units.id', 'authorities.unit_id')
    .select(['crls.authority_id', 'crls.number', 'crls.der', 'crls.this_update', 'crls.next_update'])
    .where('crls.authority_id', '=', authorityId)
    .where(inScope(scope, 'units.path'))
    .orderBy('crls.number', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row === undefined ? undefined : crlOf(row)
}

function crlOf(row: Selectable<Tables['crls']>): Crl {
  return {
    authorityId: row.authority_id,
    number: row.number,
    der: row.der,
    thisUpdate: row.this_update,
    nextUpdate: row.next_update,
  }
}
