// Who could approve something somewhere: people with the right and with a device to prove it.

import { sql } from 'kysely'
import type { Tx } from './tables.ts'

/**
 * How many people hold the role of an officer, not narrowed, in the unit at `unitPath` or above it, are not disabled, and
 * have a passkey. For a transaction with the service's scope.
 */
export async function countApprovers(
  tx: Tx,
  { unitPath, except, at }: { readonly unitPath: string; readonly except: string; readonly at: Date },
): Promise<number> {
  const { count } = await tx
    .selectFrom('grants')
    .innerJoin('units', 'units.id', 'grants.unit_id')
    .innerJoin('people', 'people.id', 'grants.person_id')
    .innerJoin('passkeys', 'passkeys.person_id', 'people.id')
    .select((eb) => eb.fn.count<number>('people.id').distinct().as('count'))
    .where('grants.role', '=', 'officer')
    .where('grants.actions', 'is', null)
    .where('grants.emergency', '=', false)
    .where('grants.revoked_at', 'is', null)
    .where((eb) => eb.or([eb('grants.expires_at', 'is', null), eb('grants.expires_at', '>', at)]))
    .where('people.disabled_at', 'is', null)
    .where('people.id', '!=', except)
    .where('passkeys.revoked_at', 'is', null)
    .where(
      sql<boolean>`(units.path = '' or units.path = ${unitPath} or starts_with(${unitPath}, units.path || '/'))`,
    )
    .executeTakeFirstOrThrow()
  return Number(count)
}
