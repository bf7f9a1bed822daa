// `rotateUnitKey`: a new key-encryption key for a unit, and every private key of it wrapped anew. Nothing stops meanwhile.

import type { Call } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import type { WrappedUnitKey } from '../keys/handle.ts'
import type { Scope } from '../registry/scope.ts'
import type { Unit } from '../registry/unit.ts'
import {
  beginUnitKeyRotation,
  finishUnitKeyRotation,
  type LivingUnit,
  replaceWrapped,
  versionsUnderEarlierKey,
  type WrappedVersion,
} from '../registry/unit-key-rotation.ts'
import { findUnitById } from '../registry/units.ts'
import { asCaller, type Tx } from './as-caller.ts'
import { keptAct } from './change-key.ts'
import { again } from './change-unit.ts'
import type { Deps } from './deps.ts'
import { idempotently, keptId, type Run } from './idempotently.ts'
import { defaultProvider, providerNamed } from './providers.ts'
import { unitNamed } from './reach-unit.ts'
import { wrappingGeneration } from './recognise-office.ts'
import { type Act, recordOnce } from './record.ts'
import { forgetSigners } from './signers.ts'

export interface RotateUnitKeyInput {
  readonly unit: string
  readonly idempotencyKey?: string | null | undefined
}

const versionsAtOnce = 100

/**
 * A rotation that a crash left unfinished is finished by the next one, whoever asks for it: until then both generations
 * open what they wrapped.
 *
 * @throws ServiceError `NOT_FOUND`; `UNIT_NOT_ACTIVE` when it is shredded; `CONFLICT` when somebody else begins one at
 *   the same time; `PROVIDER_UNAVAILABLE`; as `requireAccess`.
 */
export function rotateUnitKey(deps: Deps, call: Call, input: RotateUnitKeyInput): Promise<Unit> {
  const operation = 'rotateUnitKey'
  return idempotently(deps, call, {
    operation,
    key: input.idempotencyKey,
    input: { unit: input.unit },
    run: (run) => rotate(deps, call, input.unit, run),
    remember: ({ id }) => ({ id }),
    recall: async (kept, runId) => {
      // The run that finished may have ended before it could write its entry.
      await recordOnce(deps, call, { id: runId, resumed: true }, keptAct(kept, operation))
      const unit = await asCaller(deps, call, (tx, scope) => findUnitById(tx, scope, keptId(kept)))
      if (unit === undefined)
        throw new ServiceError('NOT_FOUND', 'the unit whose key was rotated is elsewhere by now')
      return unit
    },
  })
}

async function rotate(deps: Deps, call: Call, path: string, run: Run): Promise<Unit> {
  const found = await asCaller(deps, call, (tx, scope) => rotatable(tx, scope, call, path))
  const unit = found.retiringUnitKey === null ? await begin(deps, call, found) : found
  const unitKey = { unitId: unit.id, wrapped: unit.wrappedUnitKey }
  let versions = 0
  for (;;) {
    versions += await rewrapAll(deps, call, unit, unitKey)
    const done = await asCaller(deps, call, async (tx, scope) => {
      if (!(await finishUnitKeyRotation(tx, scope, unit.id, unit.unitKeyGeneration))) return undefined
      const act: Act = {
        operation: 'rotateUnitKey',
        unitId: unit.id,
        details: { generation: String(unit.unitKeyGeneration), versions: String(versions) },
      }
      await run.keep(tx, { id: unit.id, act })
      return { act, unit: await again(tx, scope, unit) }
    })
    // A key that was made under the old one was stored in between.
    if (done === undefined) continue
    forgetSigners(deps)
    await recordOnce(deps, call, run, done.act)
    return done.unit
  }
}

/** @throws ServiceError as `unitNamed`; `UNIT_NOT_ACTIVE`. */
export async function rotatable(tx: Tx, scope: Scope, call: Call, path: string): Promise<LivingUnit> {
  const unit = await unitNamed(tx, scope, call, path, ['manage-keys'])
  if (unit.state === 'shredded')
    throw new ServiceError('UNIT_NOT_ACTIVE', `the unit ${unit.path} is shredded`)
  return unit
}

async function begin(deps: Deps, call: Call, unit: LivingUnit): Promise<LivingUnit> {
  await wrappingGeneration(deps)
  const { wrapped } = await defaultProvider(deps).createUnitKey(unit.id)
  await asCaller(deps, call, (tx, scope) => beginUnitKeyRotation(tx, scope, unit, wrapped))
  forgetSigners(deps)
  return {
    ...unit,
    wrappedUnitKey: wrapped,
    unitKeyGeneration: unit.unitKeyGeneration + 1,
    retiringUnitKey: unit.wrappedUnitKey,
  }
}

/** @returns how many versions were wrapped anew. */
async function rewrapAll(deps: Deps, call: Call, unit: LivingUnit, unitKey: WrappedUnitKey): Promise<number> {
  const { unitKeyGeneration } = unit
  let done = 0
  for (;;) {
    const batch = await asCaller(deps, call, (tx, scope) =>
      versionsUnderEarlierKey(tx, scope, unit.id, unitKeyGeneration, versionsAtOnce),
    )
    if (batch.length === 0) return done
    const rewrapped = await Promise.all(batch.map((version) => rewrap(deps, version, unitKey)))
    await asCaller(deps, call, async (tx) => {
      for (const { version, wrapped } of rewrapped)
        await replaceWrapped(tx, version, { wrapped, unitKeyGeneration })
    })
    done += batch.length
  }
}

async function rewrap(
  deps: Deps,
  version: WrappedVersion,
  unitKey: WrappedUnitKey,
): Promise<{ readonly version: WrappedVersion; readonly wrapped: Uint8Array }> {
  const { identity } = version
  const wrapped = await providerNamed(deps, identity.provider).rewrapKey(version, { identity, unitKey })
  return { version, wrapped }
}
