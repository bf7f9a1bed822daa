// `createUnit`: a unit below an existing one, with the key-encryption key that its keys will be wrapped under, and the key
// and certificate by which others seal to it.

import type { Call } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import type { Unit } from '../registry/unit.ts'
import { findUnitById, findUnitByPath, insertUnit } from '../registry/units.ts'
import { asCaller } from './as-caller.ts'
import type { Deps } from './deps.ts'
import { ensureOrLeave } from './envelope-keys.ts'
import { idempotently, rememberedById } from './idempotently.ts'
import { parseTitle, parseUnitPath } from './names.ts'
import { defaultProvider } from './providers.ts'
import { reachUnit } from './reach-unit.ts'
import { wrappingGeneration } from './recognise-office.ts'
import { recordOnce } from './record.ts'

export interface CreateUnitInput {
  readonly path: string
  /** The slug when absent. */
  readonly title?: string | null | undefined
  readonly idempotencyKey?: string | null | undefined
}

/** @throws ServiceError `INVALID_ARGUMENT`, `NOT_FOUND` for the parent, `ALREADY_EXISTS`; as `requireAccess`. */
export async function createUnit(deps: Deps, call: Call, input: CreateUnitInput): Promise<Unit> {
  const { parentPath, slug } = parseUnitPath(input.path)
  const title = parseTitle(input.title ?? slug)
  await reachUnit(deps, call, 'manage-units', parentPath)
  return idempotently(deps, call, {
    operation: 'createUnit',
    key: input.idempotencyKey,
    input: { path: input.path, title },
    run: async (run) => {
      const { id } = run
      const rootKeyGeneration = await wrappingGeneration(deps)
      const { wrapped } = await defaultProvider(deps).createUnitKey(id)
      const unit = await asCaller(deps, call, async (tx, scope) => {
        const made = run.resumed ? await findUnitById(tx, scope, id) : undefined
        if (made !== undefined) return made
        const parent = await findUnitByPath(tx, scope, parentPath)
        if (parent === undefined) throw new ServiceError('NOT_FOUND', `there is no unit ${parentPath}`)
        const createdAt = deps.clock.now()
        return insertUnit(tx, scope, {
          id,
          parentId: parent.id,
          slug,
          title,
          wrappedUnitKey: wrapped,
          rootKeyGeneration,
          createdAt,
        })
      })
      await ensureOrLeave(deps, call, unit)
      await recordOnce(deps, call, run, {
        operation: 'createUnit',
        unitId: unit.id,
        details: { path: unit.path },
      })
      return unit
    },
    ...rememberedById('unit', (id) =>
      asCaller(deps, call, (tx, scope) => findUnitById(tx, scope, id), 'manage-units'),
    ),
  })
}
