// The rotation of the root key, as far as the registry goes: each unit's key is wrapped anew under the newest root key.

import { toHex } from '../bytes.ts'
import { type Call, theService } from '../caller.ts'
import type { KeyProvider } from '../keys/provider.ts'
import { succeedRootKey } from '../registry/office.ts'
import { replaceUnitKeys, type UnitKeys, unitKeysBefore } from '../registry/root-key-generations.ts'
import { asService } from './as-caller.ts'
import type { Deps } from './deps.ts'
import { noteSuccession } from './note-custody.ts'
import { defaultProvider } from './providers.ts'
import { recogniseOffice } from './recognise-office.ts'
import { record } from './record.ts'

const unitsAtOnce = 100

/**
 * Wraps anew whatever is not wrapped under the newest root key. Both open meanwhile, so nobody notices; after a crash the
 * next run goes on where this one ended.
 *
 * @returns how many units were left a moment ago: 0 when all is done; undefined when there is nothing to rotate, or the
 *   signer has not got the newest root key yet.
 */
export async function rewrapUnitKeys(deps: Deps): Promise<number | undefined> {
  const [newest, ...earlier] = deps.rootKeys()
  if (newest === undefined || earlier.length === 0) return undefined
  const provider = defaultProvider(deps)
  // Asked before anything is wrapped: signers are replaced by newer ones, never by older.
  const rootKeyCheck = await provider.rootKeyCheckValue()
  if (toHex(rootKeyCheck) !== newest.checkValueHex) return undefined
  const office = await recogniseOffice(deps)
  if (office !== undefined) await noteSuccession(deps, office)
  const { generation } = newest
  // From here on a host without it makes nothing that a root key which is about to go would have to open.
  await asService(deps, (tx) => succeedRootKey(tx, { rootKeyCheck, generation }))
  let done = 0
  for (;;) {
    const units = await asService(deps, (tx) => unitKeysBefore(tx, generation, unitsAtOnce))
    if (units.length === 0) break
    const rewrapped = await Promise.all(units.map((unit) => rewrappedKeys(provider, unit)))
    await asService(deps, async (tx) => {
      for (const [i, unit] of units.entries()) {
        const after = rewrapped[i]
        if (after !== undefined) await replaceUnitKeys(tx, unit, after, generation)
      }
    })
    done += units.length
  }
  if (done > 0) {
    const call: Call = { requestId: deps.newId(), caller: theService }
    await record(deps, call, {
      operation: 'rewrapUnitKeys',
      unitId: null,
      details: { generation: String(generation), units: String(done) },
    })
  }
  return done
}

async function rewrappedKeys(
  provider: KeyProvider,
  { unitId, wrapped, retiring }: UnitKeys,
): Promise<UnitKeys> {
  const rewrap = async (key: Uint8Array): Promise<Uint8Array> =>
    (await provider.rewrapUnitKey({ unitId, wrapped: key })).wrapped
  return {
    unitId,
    wrapped: await rewrap(wrapped),
    retiring: retiring === null ? null : await rewrap(retiring),
  }
}
