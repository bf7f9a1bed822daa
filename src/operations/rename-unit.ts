// `renameUnit`: another title, or another slug at the same place.

import type { Call } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import type { Unit } from '../registry/unit.ts'
import { relocateUnit } from '../registry/unit-tree.ts'
import { findUnitById, retitleUnit } from '../registry/units.ts'
import { again, changeUnit } from './change-unit.ts'
import type { Deps } from './deps.ts'
import { parseSlug, parseTitle } from './names.ts'
import { unitNamed } from './reach-unit.ts'

export interface RenameUnitInput {
  readonly unit: string
  readonly title?: string | null | undefined
  readonly slug?: string | null | undefined
  readonly idempotencyKey?: string | null | undefined
}

/** @throws ServiceError `NOT_FOUND`, `INVALID_ARGUMENT`, `ALREADY_EXISTS`; as `requireAccess`. */
export async function renameUnit(deps: Deps, call: Call, input: RenameUnitInput): Promise<Unit> {
  const title = input.title == null ? undefined : parseTitle(input.title)
  const slug = input.slug == null ? undefined : parseSlug(input.slug, 'slug')
  if (title === undefined && slug === undefined)
    throw new ServiceError('INVALID_ARGUMENT', 'neither a title nor a slug is given: nothing would change')
  return changeUnit(deps, call, {
    operation: 'renameUnit',
    idempotencyKey: input.idempotencyKey,
    input: { unit: input.unit, title, slug },
    apply: async (tx, scope) => {
      const unit = await unitNamed(tx, scope, call, input.unit, ['manage-units'])
      if (title !== undefined) await retitleUnit(tx, scope, unit.id, title)
      if (slug !== undefined) {
        const parent = unit.parentId === null ? undefined : await findUnitById(tx, scope, unit.parentId)
        // The unit that a caller stands at is named by the one above, which that caller does not see.
        if (parent === undefined)
          throw new ServiceError('NOT_PERMITTED', `the slug of ${unit.path} is given by the unit above it`)
        await relocateUnit(tx, scope, unit, { parent, slug, at: deps.clock.now() })
      }
      const renamed = await again(tx, scope, unit)
      return { unit: renamed, details: { from: unit.path, to: renamed.path, title: renamed.title } }
    },
  })
}
