// `previewUnitChange`: the change itself, made and taken back in one transaction, and who could use which key before and after.

import type { Action, Call } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import type { Purpose } from '../keys/handle.ts'
import { isWithin } from '../policy/authorise.ts'
import { actionsOf } from '../policy/roles.ts'
import type { Scope } from '../registry/scope.ts'
import { unitStateOperations } from '../registry/unit.ts'
import {
  applicationsAround,
  grantsAround,
  keysOfUnits,
  type SurveyedApplication,
  type SurveyedGrant,
  type SurveyedKey,
  type SurveyedUnit,
  surveyKeys,
  surveyUnits,
  unitsBelow,
} from '../registry/unit-survey.ts'
import { lockTree } from '../registry/units.ts'
import { type AbolishUnitInput, applyAbolition } from './abolish-unit.ts'
import { asCaller, type Tx } from './as-caller.ts'
import type { ChangedUnit } from './change-unit.ts'
import type { Deps } from './deps.ts'
import { applyMerger, type MergeUnitsInput } from './merge-units.ts'
import { applyMove, type MoveUnitInput } from './move-unit.ts'
import { formatKeyName } from './names.ts'
import { unitNamed } from './reach-unit.ts'
import { type RotateUnitKeyInput, rotatable } from './rotate-unit-key.ts'
import { applySeal, type SealUnitInput } from './seal-unit.ts'
import { applyShredding, type ShredUnitInput } from './shred-unit.ts'
import { applySplit, type SplitUnitInput } from './split-unit.ts'
import { applyUnseal, type UnsealUnitInput } from './unseal-unit.ts'

/** One of these. */
export interface PreviewUnitChangeInput {
  readonly seal?: SealUnitInput | null | undefined
  readonly unseal?: UnsealUnitInput | null | undefined
  readonly move?: MoveUnitInput | null | undefined
  readonly merge?: MergeUnitsInput | null | undefined
  readonly split?: SplitUnitInput | null | undefined
  readonly abolish?: AbolishUnitInput | null | undefined
  readonly shred?: ShredUnitInput | null | undefined
  readonly rotateKey?: RotateUnitKeyInput | null | undefined
}

export const keyUses = ['sign', 'protect', 'process'] as const
export type KeyUse = (typeof keyUses)[number]

export interface KeyUser {
  readonly kind: 'person' | 'application'
  /** `UNIT/NAME` of an application, the name of a person. */
  readonly name: string
  readonly uses: readonly KeyUse[]
}

export interface UnitChangePreview {
  readonly units: readonly UnitForecast[]
  readonly keys: readonly KeyForecast[]
  readonly applications: readonly ApplicationForecast[]
  /** There are more keys than are told of. */
  readonly truncated: boolean
}

export interface UnitForecast {
  /** null for a unit that the change makes. */
  readonly before: SurveyedUnit | null
  readonly after: SurveyedUnit
}

export interface KeyForecast {
  readonly before: SurveyedKey
  readonly after: SurveyedKey
  readonly usersBefore: readonly KeyUser[]
  readonly usersAfter: readonly KeyUser[]
}

export interface ApplicationForecast {
  readonly before: SurveyedApplication
  readonly after: SurveyedApplication
  /** Of the keys told of, how many it may use. */
  readonly keysBefore: number
  readonly keysAfter: number
}

const keysLimit = 1000

/**
 * Nothing remains of it: what the change would do is what it did, and the transaction is rolled back.
 *
 * @throws ServiceError `INVALID_ARGUMENT` unless exactly one change is given; whatever the change itself would throw.
 */
export async function previewUnitChange(
  deps: Deps,
  call: Call,
  input: PreviewUnitChangeInput,
): Promise<UnitChangePreview> {
  const { unit, apply } = changeIn(deps, call, input)
  let preview: UnitChangePreview | undefined
  await asCaller(
    deps,
    call,
    async (tx, scope) => {
      await lockTree(tx, 'exclusive')
      preview = await rehearse(deps, tx, scope, await unitIds(tx, scope, call, unit), apply)
      throw new Rehearsed()
    },
    'manage-units',
  ).catch((error: unknown) => {
    if (!(error instanceof Rehearsed)) throw error
  })
  if (preview === undefined) throw new Error('a change was rehearsed and nothing seen')
  return preview
}

/** Rolls the transaction back. */
class Rehearsed extends Error {}

type Apply = (tx: Tx, scope: Scope) => Promise<ChangedUnit>

function changeIn(
  deps: Deps,
  call: Call,
  input: PreviewUnitChangeInput,
): { readonly unit: string; readonly apply: Apply } {
  const { seal, unseal, move, merge, split, abolish, shred, rotateKey } = input
  const given: { readonly unit: string; readonly apply: Apply }[] = []
  const add = (unit: string, apply: Apply) => given.push({ unit, apply })
  if (seal != null) add(seal.unit, (tx, scope) => applySeal(deps, call, tx, scope, seal))
  if (unseal != null) add(unseal.unit, (tx, scope) => applyUnseal(call, tx, scope, unseal.unit))
  if (move != null) add(move.unit, (tx, scope) => applyMove(deps, call, tx, scope, move))
  if (merge != null) add(merge.unit, (tx, scope) => applyMerger(deps, call, tx, scope, merge))
  if (abolish != null) add(abolish.unit, (tx, scope) => applyAbolition(deps, call, tx, scope, abolish))
  if (shred != null) add(shred.unit, (tx, scope) => applyShredding(deps, call, tx, scope, shred))
  if (split != null) add(split.unit, (tx, scope) => applySplit(deps, call, tx, scope, split))
  if (rotateKey != null) {
    // Which keys would be wrapped anew; nothing about them changes that anybody sees.
    add(rotateKey.unit, async (tx, scope) => ({
      unit: await rotatable(tx, scope, call, rotateKey.unit),
      details: {},
    }))
  }
  const [only, second] = given
  if (only === undefined || second !== undefined)
    throw new ServiceError(
      'INVALID_ARGUMENT',
      `${given.length} changes are given; one is previewed at a time`,
    )
  return only
}

async function unitIds(tx: Tx, scope: Scope, call: Call, path: string): Promise<readonly string[]> {
  return unitsBelow(tx, scope, await unitNamed(tx, scope, call, path, ['manage-units']))
}

async function rehearse(
  deps: Pick<Deps, 'clock'>,
  tx: Tx,
  scope: Scope,
  ids: readonly string[],
  apply: Apply,
): Promise<UnitChangePreview> {
  const at = deps.clock.now()
  const keyIds = await keysOfUnits(tx, scope, ids, keysLimit)
  const told = keyIds.slice(0, keysLimit)
  const survey = async (unitIds: readonly string[]) => {
    const units = await surveyUnits(tx, scope, unitIds)
    const keys = await surveyKeys(tx, scope, told, at)
    const paths = [...new Set([...units.map(({ path }) => path), ...keys.map(({ unitPath }) => unitPath)])]
    const applications = await applicationsAround(tx, scope, paths, at)
    return {
      units,
      keys,
      applications,
      holders: holdersOf(applications, await grantsAround(tx, scope, paths, at)),
    }
  }
  const before = await survey(ids)
  const { unit } = await apply(tx, scope)
  const after = await survey([...new Set([...ids, unit.id])])
  return {
    units: after.units.map((one) => ({
      before: before.units.find(({ id }) => id === one.id) ?? null,
      after: one,
    })),
    ...forecasts(before, after),
    truncated: keyIds.length > keysLimit,
  }
}

interface Survey {
  readonly keys: readonly SurveyedKey[]
  readonly applications: readonly SurveyedApplication[]
  readonly holders: readonly Holder[]
}

/** Who can act, with all that was given. */
interface Holder extends Pick<KeyUser, 'kind' | 'name'> {
  readonly id: string
  readonly grants: readonly {
    readonly unitPath: string
    readonly actions: readonly string[]
    readonly keyId: string | null
  }[]
}

/** Applications first, each once, with its own grant and the further ones. */
function holdersOf(
  applications: readonly SurveyedApplication[],
  grants: readonly SurveyedGrant[],
): readonly Holder[] {
  const acting = applications.filter(({ disabled, tokens }) => !disabled && tokens > 0)
  const holders = new Map<string, Holder>(
    acting.map(({ id, unitPath, name, actions }) => [
      id,
      {
        id,
        kind: 'application',
        name: formatKeyName(unitPath, name),
        grants: [{ unitPath, actions, keyId: null }],
      },
    ]),
  )
  const idle = new Set(applications.filter((one) => !acting.includes(one)).map(({ id }) => id))
  for (const { holderId: id, kind, holderName: name, unitPath, role, actions, keyId } of grants) {
    if (idle.has(id)) continue
    const before = holders.get(id) ?? { id, kind, name, grants: [] }
    const grant = { unitPath, actions: actionsOf(role, actions, keyId !== null), keyId }
    holders.set(id, { ...before, grants: [...before.grants, grant] })
  }
  return [...holders.values()]
}

function forecasts(before: Survey, after: Survey): Pick<UnitChangePreview, 'keys' | 'applications'> {
  const keysAfter = new Map(after.keys.map((key) => [key.id, key]))
  const keys = before.keys.flatMap((key): KeyForecast[] => {
    const then = keysAfter.get(key.id)
    if (then === undefined) return []
    return [
      {
        before: key,
        after: then,
        usersBefore: usersOf(key, before.holders),
        usersAfter: usersOf(then, after.holders),
      },
    ]
  })
  const now = new Map(before.applications.map((one) => [one.id, one]))
  const then = new Map(after.applications.map((one) => [one.id, one]))
  const applications = [...new Map([...now, ...then]).values()].map((one): ApplicationForecast => {
    const [was, will] = [now.get(one.id) ?? one, then.get(one.id) ?? one]
    return {
      before: was,
      after: will,
      keysBefore: keysUsedBy(one.id, before),
      keysAfter: keysUsedBy(one.id, after),
    }
  })
  return { keys, applications }
}

function keysUsedBy(id: string, { keys, holders }: Survey): number {
  const holder = holders.find((one) => one.id === id)
  return holder === undefined ? 0 : keys.filter((key) => usesOf(key, holder).length > 0).length
}

function usersOf(key: SurveyedKey, holders: readonly Holder[]): readonly KeyUser[] {
  return holders.flatMap((holder) => {
    const uses = usesOf(key, holder)
    return uses.length === 0 ? [] : [{ kind: holder.kind, name: holder.name, uses }]
  })
}

/** What somebody must be allowed to do, for each use of a key; the other purposes serve the office itself. */
const actionsOfPurposes: Readonly<Partial<Record<Purpose, Readonly<Partial<Record<KeyUse, Action>>>>>> = {
  'sign-document': { sign: 'sign' },
  'sign-raw': { sign: 'sign-raw' },
  open: { process: 'open' },
  encrypt: { protect: 'encrypt', process: 'decrypt' },
  mac: { protect: 'mac', process: 'mac' },
}

function usesOf(key: SurveyedKey, { grants }: Holder): readonly KeyUse[] {
  const actions = actionsOfPurposes[key.purpose]
  const reaching = grants.filter(
    ({ unitPath, keyId }) => isWithin(key.unitPath, unitPath) && (keyId === null || keyId === key.id),
  )
  return keyUses.filter((use) => {
    const action = actions?.[use]
    return (
      action !== undefined && isPossible(use, key) && reaching.some((one) => one.actions.includes(action))
    )
  })
}

function isPossible(use: KeyUse, { unitState, active, processing }: SurveyedKey): boolean {
  if (!unitStateOperations[unitState].includes(use)) return false
  return (use === 'process' ? processing : active) > 0
}
