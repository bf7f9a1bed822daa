// `shredUnit`: the unit's key-encryption key is erased, and with it every private key that was wrapped under it, for ever.

import type { Call } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import type { Scope } from '../registry/scope.ts'
import type { Unit } from '../registry/unit.ts'
import { destroyKeys, disableApplicationsOf, revokeCertificatesOf, shred } from '../registry/unit-ends.ts'
import type { Tx } from './as-caller.ts'
import { again, type ChangedUnit, changeUnit } from './change-unit.ts'
import type { Deps } from './deps.ts'
import { unitNamed } from './reach-unit.ts'
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
 *   `UNIT_NOT_ACTIVE` when it was shredded before; `NOT_PERMITTED` when it was sealed from above; as `requireAccess`.
 */
export function shredUnit(deps: Deps, call: Call, input: ShredUnitInput): Promise<Unit> {
  const { idempotencyKey, ...decides } = input
  return changeUnit(deps, call, {
    operation: 'shredUnit',
    idempotencyKey,
    input: decides,
    apply: (tx, scope) => applyShredding(deps, call, tx, scope, decides),
  })
}

export async function applyShredding(
  deps: Pick<Deps, 'clock'>,
  call: Call,
  tx: Tx,
  scope: Scope,
  input: Omit<ShredUnitInput, 'idempotencyKey'>,
): Promise<ChangedUnit> {
  const actions = ['manage-units', 'manage-keys', 'revoke-certificates'] as const
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
