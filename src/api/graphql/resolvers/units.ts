// Units.

import { createUnit } from '../../../operations/create-unit.ts'
import { connectionOf, pageRequest } from '../../../operations/pages.ts'
import { readUnit, readUnitById, readUnits } from '../../../operations/read.ts'
import type { Unit as UnitOfRegistry } from '../../../registry/unit.ts'
import type { Context } from '../context.ts'
import { encodeGlobalId } from '../global-id.ts'
import type { MutationResolvers, QueryResolvers, UnitResolvers } from '../schema.generated.ts'

export const unitQueries = {
  unit: async (_, { path }, { deps, call }) => (await readUnit(deps, call, path)) ?? null,
  units: async (_, page, { deps, call }) =>
    connectionOf(await readUnits(deps, call, pageRequest(page)), ({ createdAt, id }) => ({
      at: createdAt,
      id,
    })),
} satisfies QueryResolvers

export const unitMutations = {
  createUnit: async (_, { input }, { deps, call }) => ({ unit: await createUnit(deps, call, input) }),
} satisfies MutationResolvers

export const Unit: UnitResolvers = {
  id: ({ id }) => encodeGlobalId('Unit', id),
  parent: async ({ parentId }, _, context) =>
    parentId === null ? null : ((await unitOf(context, parentId)) ?? null),
}

function unitOf({ deps, call, units }: Context, id: string): Promise<UnitOfRegistry | undefined> {
  return units(id, () => readUnitById(deps, call, id))
}

/** The unit of an object that the caller may see. */
export async function requireUnit(context: Context, id: string): Promise<UnitOfRegistry> {
  const unit = await unitOf(context, id)
  if (unit === undefined) throw new Error('an object is visible and its unit is not')
  return unit
}
