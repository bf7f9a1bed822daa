// Methods about units.

import type { UnitMethods } from '../client-types.ts'
import { operations } from '../operations.ts'
import { everyPage } from './answers.ts'
import type { Requests } from './requests.ts'

export function unitsOf({ send, named }: Pick<Requests, 'send' | 'named'>): UnitMethods {
  return {
    unit: async (path) => (await send(operations.unit, { path })) ?? undefined,
    units: () => everyPage((page) => send(operations.units, page), 500),
    createUnit: async (input) => (await send(operations.createUnit, named(input))).unit,
    renameUnit: async (input) => (await send(operations.renameUnit, named(input))).unit,
    sealUnit: async (input) => (await send(operations.sealUnit, named(input))).unit,
    unsealUnit: async (input) => (await send(operations.unsealUnit, named(input))).unit,
    moveUnit: async (input) => (await send(operations.moveUnit, named(input))).unit,
    mergeUnits: async (input) => (await send(operations.mergeUnits, named(input))).unit,
    splitUnit: async (input) => (await send(operations.splitUnit, named(input))).unit,
    rotateUnitKey: async (input) => (await send(operations.rotateUnitKey, named(input))).unit,
    abolishUnit: async (input) => (await send(operations.abolishUnit, named(input))).unit,
    shredUnit: async (input) => (await send(operations.shredUnit, named(input))).unit,
    previewUnitChange: (input) => send(operations.previewUnitChange, { input }),
  }
}
