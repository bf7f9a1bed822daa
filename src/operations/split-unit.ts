// `splitUnit`: a new unit takes over some keys of an existing one, with all that was made under them.

import type { Call } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import type { WrappedUnitKey } from '../keys/handle.ts'
import type { Key } from '../registry/key.ts'
import { lockKey } from '../registry/key-lifecycle.ts'
import { findKey, moveKey } from '../registry/keys.ts'
import type { Scope } from '../registry/scope.ts'
import { requireActiveUnit, type Unit } from '../registry/unit.ts'
import { replaceWrapped, type WrappedVersion, wrappedVersionsOf } from '../registry/unit-key-rotation.ts'
import { holdUnit, lockUnit } from '../registry/unit-keys.ts'
import { findUnitById, insertUnit, lockTree } from '../registry/units.ts'
import { asCaller, type Tx } from './as-caller.ts'
import { requireItems } from './batch.ts'
import { keptAct, requireHeldByUnit } from './change-key.ts'
import { again, type ChangedUnit } from './change-unit.ts'
import { createUnit } from './create-unit.ts'
import type { Deps } from './deps.ts'
import { idempotently, keptId, type Run } from './idempotently.ts'
import { parseSlug, parseTitle, parseUnitPath } from './names.ts'
import { providerNamed } from './providers.ts'
import { unitNamed } from './reach-unit.ts'
import { recordOnce } from './record.ts'
import { forgetUnits } from './signers.ts'

export interface SplitUnitInput {
  /** Path of the unit that gives keys away. */
  readonly unit: string
  /** Path of the new unit. */
  readonly path: string
  /** Of the new unit; the slug when absent. */
  readonly title?: string | null | undefined
  /** Names of the keys, within their unit. */
  readonly keys: readonly string[]
  readonly idempotencyKey?: string | null | undefined
}

const keysLimit = 100

/**
 * Keys are wrapped under the new unit's key with their new identity, and change hands in one transaction: a crash leaves
 * them where they were or where they belong. Certificates come along, and go on naming whom they were issued for.
 *
 * @returns the new unit.
 * @throws ServiceError `INVALID_ARGUMENT` for the number of keys; `PURPOSE_MISMATCH` for keys that serve the office;
 *   `NOT_FOUND`, `UNIT_NOT_ACTIVE`; `CONFLICT` when a key changed meanwhile; as `createUnit` and `requireAccess`.
 */
export async function splitUnit(deps: Deps, call: Call, input: SplitUnitInput): Promise<Unit> {
  const operation = 'splitUnit'
  const keys = keyNames(input.keys)
  const title = input.title == null ? undefined : parseTitle(input.title)
  return idempotently(deps, call, {
    operation,
    key: input.idempotencyKey,
    input: { unit: input.unit, path: input.path, title, keys },
    run: (run) => split(deps, call, { ...input, title, keys }, run),
    remember: ({ id }) => ({ id }),
    recall: async (kept, runId) => {
      forgetUnits(deps)
      await recordOnce(deps, call, { id: runId, resumed: true }, keptAct(kept, operation))
      const unit = await asCaller(deps, call, (tx, scope) => findUnitById(tx, scope, keptId(kept)))
      if (unit === undefined)
        throw new ServiceError('NOT_FOUND', 'the unit that was split off is elsewhere by now')
      return unit
    },
  })
}

async function split(deps: Deps, call: Call, input: SplitUnitInput, run: Run): Promise<Unit> {
  // What would be refused is refused before a unit is made.
  const planned = await asCaller(deps, call, (tx, scope) => keysToMove(tx, scope, call, input))
  const made = await createUnit(deps, call, {
    path: input.path,
    title: input.title,
    ...(input.idempotencyKey == null ? {} : { idempotencyKey: run.id }),
  })
  const unit = requireActiveUnit(made)
  const unitKey = { unitId: unit.id, wrapped: unit.wrappedUnitKey }
  const versions = await asCaller(deps, call, async (tx, scope) => {
    const all: WrappedVersion[] = []
    for (const { id } of planned.keys) all.push(...(await wrappedVersionsOf(tx, scope, id)))
    return all
  })
  const rewrapped = await Promise.all(versions.map((version) => rewrap(deps, version, unitKey)))
  const done = await asCaller(deps, call, async (tx, scope) => {
    await lockTree(tx, 'exclusive')
    await holdUnit(tx, scope, unit.id, unit.unitKeyGeneration)
    const { source, keys } = await keysToMove(tx, scope, call, input)
    await lockUnit(tx, scope, source.id)
    for (const { id } of keys) await lockKey(tx, scope, id)
    await storeRewrapped(tx, scope, keys, rewrapped, unit.unitKeyGeneration)
    for (const { id } of keys) await moveKey(tx, scope, id, unit.id)
    const details = { from: source.id, path: unit.path, keys: keys.map(({ id }) => id).join(' ') }
    const act = { operation: 'splitUnit', unitId: unit.id, details }
    await run.keep(tx, { id: unit.id, act })
    return { act, unit: await again(tx, scope, unit) }
  })
  forgetUnits(deps)
  await recordOnce(deps, call, run, done.act)
  return done.unit
}

interface KeysToMove {
  readonly source: Unit
  readonly keys: readonly Key[]
}

async function keysToMove(
  tx: Tx,
  scope: Scope,
  call: Call,
  input: Pick<SplitUnitInput, 'unit' | 'keys'>,
): Promise<KeysToMove> {
  const source = requireActiveUnit(
    await unitNamed(tx, scope, call, input.unit, ['manage-units', 'manage-keys']),
  )
  const keys: Key[] = []
  for (const name of input.keys) {
    const key = await findKey(tx, scope, source.path, name)
    if (key === undefined) throw new ServiceError('NOT_FOUND', `the unit ${source.path} has no key ${name}`)
    requireHeldByUnit(key.purpose)
    keys.push(key)
  }
  return { source, keys }
}

interface Rewrapped {
  readonly version: WrappedVersion
  readonly wrapped: Uint8Array
}

async function storeRewrapped(
  tx: Tx,
  scope: Scope,
  keys: readonly Key[],
  rewrapped: readonly Rewrapped[],
  unitKeyGeneration: number,
): Promise<void> {
  let present = 0
  for (const { id } of keys) present += (await wrappedVersionsOf(tx, scope, id)).length
  // A version that was made in between is not among those that were wrapped anew.
  if (present !== rewrapped.length) throw changedMeanwhile()
  for (const { version, wrapped } of rewrapped) {
    if (!(await replaceWrapped(tx, version, { wrapped, unitKeyGeneration }))) throw changedMeanwhile()
  }
}

async function rewrap(deps: Deps, version: WrappedVersion, unitKey: WrappedUnitKey): Promise<Rewrapped> {
  const identity = { ...version.identity, unitId: unitKey.unitId }
  const wrapped = await providerNamed(deps, identity.provider).rewrapKey(version, { identity, unitKey })
  return { version, wrapped }
}

function keyNames(names: readonly string[]): readonly string[] {
  const keys = [...new Set(names)].map((name) => parseSlug(name, 'key'))
  requireItems(keys, 'keys', keysLimit)
  return keys
}

function changedMeanwhile(): ServiceError {
  return new ServiceError('CONFLICT', 'a key changed while it was wrapped for the new unit')
}

/** For a rehearsal: the new unit and the keys at their new place, with nothing that would open. */
export async function applySplit(
  deps: Pick<Deps, 'clock' | 'newId'>,
  call: Call,
  tx: Tx,
  scope: Scope,
  input: Omit<SplitUnitInput, 'idempotencyKey'>,
): Promise<ChangedUnit> {
  const { keys } = await keysToMove(tx, scope, call, { unit: input.unit, keys: keyNames(input.keys) })
  const { parentPath, slug } = parseUnitPath(input.path)
  const parent = await unitNamed(tx, scope, call, parentPath, ['manage-units'])
  const unit = await insertUnit(tx, scope, {
    id: deps.newId(),
    parentId: parent.id,
    slug,
    title: parseTitle(input.title ?? slug),
    wrappedUnitKey: Uint8Array.of(0),
    createdAt: deps.clock.now(),
  })
  for (const { id } of keys) await moveKey(tx, scope, id, unit.id)
  return { unit, details: {} }
}
