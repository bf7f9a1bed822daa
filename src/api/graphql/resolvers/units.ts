// Units.

import { abolishUnit } from '../../../operations/abolish-unit.ts'
import { createUnit } from '../../../operations/create-unit.ts'
import { mergeUnits } from '../../../operations/merge-units.ts'
import { moveUnit } from '../../../operations/move-unit.ts'
import { formatKeyName } from '../../../operations/names.ts'
import { connectionOf, pageRequest } from '../../../operations/pages.ts'
import { previewUnitChange } from '../../../operations/preview-unit-change.ts'
import { readFormerPaths, readUnit, readUnitById, readUnits } from '../../../operations/read.ts'
import { renameUnit } from '../../../operations/rename-unit.ts'
import { rotateUnitKey } from '../../../operations/rotate-unit-key.ts'
import { sealUnit } from '../../../operations/seal-unit.ts'
import { shredUnit } from '../../../operations/shred-unit.ts'
import { splitUnit } from '../../../operations/split-unit.ts'
import { unsealUnit } from '../../../operations/unseal-unit.ts'
import type { Unit as UnitOfRegistry } from '../../../registry/unit.ts'
import type { Context } from '../context.ts'
import { encodeGlobalId } from '../global-id.ts'
import type {
  ApplicationForecastResolvers,
  KeyForecastResolvers,
  MutationResolvers,
  QueryResolvers,
  UnitForecastResolvers,
  UnitResolvers,
} from '../schema.generated.ts'

export const unitQueries = {
  unit: async (_, { path }, { deps, call }) => (await readUnit(deps, call, path)) ?? null,
  units: async (_, page, { deps, call }) =>
    connectionOf(await readUnits(deps, call, pageRequest(page)), ({ createdAt, id }) => ({
      at: createdAt,
      id,
    })),
  previewUnitChange: (_, { input }, { deps, call }) => previewUnitChange(deps, call, input),
} satisfies QueryResolvers

export const unitMutations = {
  createUnit: async (_, { input }, { deps, call }) => ({ unit: await createUnit(deps, call, input) }),
  renameUnit: async (_, { input }, { deps, call }) => ({ unit: await renameUnit(deps, call, input) }),
  sealUnit: async (_, { input }, { deps, call }) => ({ unit: await sealUnit(deps, call, input) }),
  unsealUnit: async (_, { input }, { deps, call }) => ({ unit: await unsealUnit(deps, call, input) }),
  moveUnit: async (_, { input }, { deps, call }) => ({ unit: await moveUnit(deps, call, input) }),
  splitUnit: async (_, { input }, { deps, call }) => ({ unit: await splitUnit(deps, call, input) }),
  rotateUnitKey: async (_, { input }, { deps, call }) => ({ unit: await rotateUnitKey(deps, call, input) }),
  mergeUnits: async (_, { input }, { deps, call }) => ({ unit: await mergeUnits(deps, call, input) }),
  abolishUnit: async (_, { input }, { deps, call }) => ({ unit: await abolishUnit(deps, call, input) }),
  shredUnit: async (_, { input }, { deps, call }) => ({ unit: await shredUnit(deps, call, input) }),
} satisfies MutationResolvers

export const Unit: UnitResolvers = {
  id: ({ id }) => encodeGlobalId('Unit', id),
  parent: async ({ parentId }, _, context) =>
    parentId === null ? null : ((await unitOf(context, parentId)) ?? null),
  sealedAt: (unit) => (unit.state === 'sealed' ? unit.seal.at : null),
  endedAt: (unit) => ('endedAt' in unit ? unit.endedAt : null),
  successor: async (unit, _, context) =>
    'successorId' in unit && unit.successorId !== null
      ? ((await unitOf(context, unit.successorId)) ?? null)
      : null,
  formerPaths: ({ id }, _, { deps, call }) => readFormerPaths(deps, call, id),
}

export const UnitForecast: UnitForecastResolvers = {
  pathBefore: ({ before }) => before?.path ?? null,
  pathAfter: ({ after }) => after.path,
  stateBefore: ({ before }) => before?.state ?? null,
  stateAfter: ({ after }) => after.state,
}

export const KeyForecast: KeyForecastResolvers = {
  nameBefore: ({ before }) => formatKeyName(before.unitPath, before.name),
  nameAfter: ({ after }) => formatKeyName(after.unitPath, after.name),
  purpose: ({ after }) => after.purpose,
  certificatesBefore: ({ before }) => before.certificates,
  certificatesAfter: ({ after }) => after.certificates,
}

export const ApplicationForecast: ApplicationForecastResolvers = {
  name: ({ after }) => after.name,
  unitBefore: ({ before }) => before.unitPath,
  unitAfter: ({ after }) => after.unitPath,
  tokens: ({ before }) => before.tokens,
  disabled: ({ before, after }) => after.disabled && !before.disabled,
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
