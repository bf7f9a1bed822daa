// `sealUnit`: no key of the unit does anything until it is unsealed; verification, CRLs and reading go on.

import type { Call } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import { requireAccess } from '../policy/authorise.ts'
import type { Scope } from '../registry/scope.ts'
import { requireActiveUnit, type Unit } from '../registry/unit.ts'
import { sealUnits } from '../registry/unit-seals.ts'
import type { Tx } from './as-caller.ts'
import { again, type ChangedUnit, changeUnit } from './change-unit.ts'
import type { Deps } from './deps.ts'
import { unitNamed } from './reach-unit.ts'

export interface SealUnitInput {
  readonly unit: string
  /** Seal the units below it too. */
  readonly below?: boolean | null | undefined
  readonly idempotencyKey?: string | null | undefined
}

/**
 * Effective at once on every host: the audit insert rechecks it, so a key that another host still remembers yields no
 * signature.
 *
 * @throws ServiceError `NOT_FOUND`, `UNIT_NOT_ACTIVE`, `INVALID_ARGUMENT` for the organisation; as `requireAccess`.
 */
export function sealUnit(deps: Deps, call: Call, input: SealUnitInput): Promise<Unit> {
  const { idempotencyKey, ...decides } = input
  return changeUnit(deps, call, {
    operation: 'sealUnit',
    idempotencyKey,
    input: decides,
    apply: (tx, scope) => applySeal(deps, call, tx, scope, decides),
  })
}

export async function applySeal(
  deps: Pick<Deps, 'clock'>,
  call: Call,
  tx: Tx,
  scope: Scope,
  input: Omit<SealUnitInput, 'idempotencyKey'>,
): Promise<ChangedUnit> {
  const unit = requireActiveUnit(await unitNamed(tx, scope, call, input.unit, ['manage-units']))
  if (unit.path === '') {
    throw new ServiceError(
      'INVALID_ARGUMENT',
      'the organisation itself cannot be sealed: its keys seal the log and publish revocations',
    )
  }
  const grant = requireAccess(call, 'manage-units', unit.path)
  const units = await sealUnits(tx, scope, unit, {
    below: input.below ?? false,
    byUnitId: grant?.unitId ?? null,
    at: deps.clock.now(),
  })
  return { unit: await again(tx, scope, unit), details: { path: unit.path, units: String(units) } }
}
