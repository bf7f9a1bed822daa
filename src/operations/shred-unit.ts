// `shredUnit`: the unit's key-encryption key is erased, and with it every private key that was wrapped under it, for ever.

import { z } from 'zod'
import type { Action, Call } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import { type Act, requireApproval } from '../policy/approvals.ts'
import { requireAccess } from '../policy/authorise.ts'
import type { Scope } from '../registry/scope.ts'
import type { Unit } from '../registry/unit.ts'
import { destroyKeys, disableApplicationsOf, revokeCertificatesOf, shred } from '../registry/unit-ends.ts'
import { wrappedVersionsOfUnit } from '../registry/unit-key-rotation.ts'
import { sealUnits } from '../registry/unit-seals.ts'
import { findUnitByPath, lockTree } from '../registry/units.ts'
import { demandOf } from './approval-rules.ts'
import { asCaller, type Tx } from './as-caller.ts'
import { again, type ChangedUnit, changeUnit } from './change-unit.ts'
import type { Deps } from './deps.ts'
import { type ActDefinition, identifier, pathOfUnit } from './proposable-act.ts'
import { providerNamed } from './providers.ts'
import { reachUnit, unitNamed } from './reach-unit.ts'
import { requireSealer } from './unseal-unit.ts'

export interface ShredUnitInput {
  readonly unit: string
  /** The path of the unit once more: this cannot be undone. */
  readonly confirm: string
  readonly idempotencyKey?: string | null | undefined
}

/**
 * Documents that it signed verify as long as they did before: its certificates are revoked, which says nothing about
 * what was time-stamped earlier. What was sealed to it alone is gone. Units below it are not touched.
 *
 * @throws ServiceError `NOT_FOUND`; `INVALID_ARGUMENT` for the organisation and when `confirm` is not the path;
 *   `UNIT_NOT_ACTIVE` when it was shredded before; `NOT_PERMITTED` when it was sealed from above; `APPROVAL_REQUIRED`,
 *   `APPROVAL_INVALID`; as `requireAccess`.
 */
export async function shredUnit(deps: Deps, call: Call, input: ShredUnitInput): Promise<Unit> {
  const { idempotencyKey, ...decides } = input
  const { needed } = await demandOf(deps, 'shredUnit', [
    await reachUnit(deps, call, 'manage-units', input.unit),
  ])
  await destroyInModules(deps, call, decides, needed)
  return changeUnit(deps, call, {
    operation: 'shredUnit',
    idempotencyKey,
    input: decides,
    apply: async (tx, scope) => {
      const shredding = await applyShredding(deps, call, tx, scope, decides)
      requireApproval(call, shreddingAct(shredding.unit), needed)
      return shredding
    },
  })
}

/**
 * What an HSM holds does not go with a row, so it goes first, and the row still says where it was if this process dies
 * on the way. The unit is sealed before that: from then on nobody relies on it.
 */
async function destroyInModules(
  deps: Deps,
  call: Call,
  input: Omit<ShredUnitInput, 'idempotencyKey'>,
  needed: number,
): Promise<void> {
  const versions = await asCaller(
    deps,
    call,
    async (tx, scope) => {
      await lockTree(tx, 'exclusive')
      const found = await findUnitByPath(tx, scope, input.unit)
      // Done before, and the answer was lost: whoever asks again is answered below.
      if (found === undefined || found.state === 'shredded') return []
      const unit = await requireShreddable(tx, scope, call, input)
      requireApproval(call, shreddingAct(unit), needed)
      const held = (await wrappedVersionsOfUnit(tx, scope, unit.id)).filter(
        ({ identity }) => identity.provider === 'pkcs11',
      )
      if (held.length > 0 && unit.state === 'active') {
        const byUnitId = requireAccess(call, 'manage-units', unit.path)?.unitId ?? null
        await sealUnits(tx, scope, unit, { below: false, byUnitId, at: deps.clock.now() })
      }
      return held
    },
    'manage-units',
  )
  for (const version of versions) await providerNamed(deps, version.identity.provider).destroy(version)
}

export async function applyShredding(
  deps: Pick<Deps, 'clock'>,
  call: Call,
  tx: Tx,
  scope: Scope,
  input: Omit<ShredUnitInput, 'idempotencyKey'>,
): Promise<ChangedUnit> {
  const unit = await requireShreddable(tx, scope, call, input)
  const at = deps.clock.now()
  await shred(tx, scope, unit, at)
  const versions = await destroyKeys(tx, scope, unit, at)
  const revoked = await revokeCertificatesOf(tx, scope, unit, { reason: 'cessationOfOperation', at })
  const programs = await disableApplicationsOf(tx, scope, unit, at)
  return {
    unit: await again(tx, scope, unit),
    details: {
      path: unit.path,
      versionsDestroyed: String(versions),
      certificatesRevoked: String(revoked),
      applicationsDisabled: String(programs),
    },
  }
}

export const proposedShredding: ActDefinition<ShredUnitInput> = {
  async resolve(deps, call, input) {
    const path = await reachUnit(deps, call, 'read', input.unit)
    const unit = await asCaller(deps, call, (tx, scope) =>
      requireShreddable(tx, scope, call, input, ['read']),
    )
    return { act: shreddingAct(unit), names: { unit: unit.path }, paths: [path] }
  },
  async perform(deps, call, parameters, { idempotencyKey }) {
    const path = await pathOfUnit(deps, approved.parse(parameters).unitId)
    const unit = await shredUnit(deps, call, { unit: path, confirm: path, idempotencyKey })
    return { act: 'shredUnit', unit }
  },
}

const approved = z.object({ unitId: identifier })

/** What is approved: that nothing of this unit is ever opened again. */
function shreddingAct(unit: Pick<Unit, 'id'>): Act {
  return { act: 'shredUnit', unitId: unit.id, parameters: { unitId: unit.id } }
}

async function requireShreddable(
  tx: Tx,
  scope: Scope,
  call: Call,
  input: Omit<ShredUnitInput, 'idempotencyKey'>,
  actions: readonly Action[] = ['manage-units', 'manage-keys', 'revoke-certificates'],
): Promise<Unit> {
  const unit = await unitNamed(tx, scope, call, input.unit, actions)
  if (unit.path === '')
    throw new ServiceError('INVALID_ARGUMENT', 'the organisation itself cannot be shredded')
  if (unit.state === 'shredded')
    throw new ServiceError('UNIT_NOT_ACTIVE', `the unit ${unit.path} is shredded already`)
  if (input.confirm !== unit.path)
    throw new ServiceError(
      'INVALID_ARGUMENT',
      `confirm is not ${unit.path}, the path of the unit that would be lost`,
    )
  // What was sealed from above may be evidence.
  if (unit.state === 'sealed') await requireSealer(tx, scope, unit)
  return unit
}
