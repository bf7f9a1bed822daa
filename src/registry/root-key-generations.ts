// Which root key wraps the keys of units: found while a rotation of the root key is under way, and moved on one by one.

import { sql } from 'kysely'
import type { Tx } from './tables.ts'

export interface UnitKeys {
  readonly unitId: string
  readonly wrapped: Uint8Array
  /** Of a unit whose own key is being replaced. */
  readonly retiring: Uint8Array | null
}

/** Units whose keys are wrapped under an earlier root key, or may be. For a transaction with the service's scope. */
export async function unitKeysBefore(
  tx: Tx,
  generation: number,
  limit: number,
): Promise<readonly UnitKeys[]> {
  const rows = await tx
    .selectFrom('units')
    .select(['id', 'wrapped_unit_key', 'retiring_unit_key'])
    .where('root_key_generation', '<', generation)
    .where('wrapped_unit_key', 'is not', null)
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.flatMap(({ id, wrapped_unit_key: wrapped, retiring_unit_key: retiring }) =>
    wrapped === null ? [] : [{ unitId: id, wrapped, retiring }],
  )
}

/**
 * The same keys, wrapped under the root key of `generation`. A unit whose keys are no longer those of `before` is left
 * as it is, and found again. For a transaction with the service's scope.
 */
export async function replaceUnitKeys(
  tx: Tx,
  before: UnitKeys,
  after: UnitKeys,
  generation: number,
): Promise<void> {
  await tx
    .updateTable('units')
    .set({
      wrapped_unit_key: after.wrapped,
      retiring_unit_key: after.retiring,
      root_key_generation: generation,
    })
    .where('id', '=', before.unitId)
    .where('wrapped_unit_key', '=', before.wrapped)
    .where(sql<boolean>`retiring_unit_key is not distinct from ${before.retiring}`)
    .execute()
}
