// `abolishUnit`: a unit ends without a successor. Its documents verify, its envelopes open for those above it.

import type { Call } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import type { Scope } from '../registry/scope.ts'
import { type ActiveUnit, requireActiveUnit, type Unit } from '../registry/unit.ts'
import {
  abolish,
  deactivateKeys,
  disableApplicationsOf,
  revokeCertificatesOf,
} from '../registry/unit-ends.ts'
import { listChildren } from '../registry/unit-tree.ts'
import type { Tx } from './as-caller.ts'
import { again, type ChangedUnit, changeUnit } from './change-unit.ts'
import type { Deps } from './deps.ts'
import { unitNamed } from './reach-unit.ts'
import type { AuditDetails } from './sign-with.ts'

export interface EndOfUnit {
  /** As cessationOfOperation; signatures without a time-stamp no longer pass then. */
  readonly revokeCertificates?: boolean | null | undefined
  /** Programs of the unit go on opening what was sealed to it. */
  readonly keepApplications?: boolean | null | undefined
}

export interface AbolishUnitInput extends EndOfUnit {
  readonly unit: string
  readonly idempotencyKey?: string | null | undefined
}

/**
 * @throws ServiceError `NOT_FOUND`, `UNIT_NOT_ACTIVE`; `INVALID_ARGUMENT` for the organisation, and while units below it
 *   are at work; as `requireAccess`.
 */
export function abolishUnit(deps: Deps, call: Call, input: AbolishUnitInput): Promise<Unit> {
  const { idempotencyKey, ...decides } = input
  return changeUnit(deps, call, {
    operation: 'abolishUnit',
    idempotencyKey,
    input: decides,
    apply: (tx, scope) => applyAbolition(deps, call, tx, scope, decides),
  })
}

export async function applyAbolition(
  deps: Pick<Deps, 'clock'>,
  call: Call,
  tx: Tx,
  scope: Scope,
  input: Omit<AbolishUnitInput, 'idempotencyKey'>,
): Promise<ChangedUnit> {
  const unit = requireActiveUnit(await unitNamed(tx, scope, call, input.unit, actionsToEnd(input)))
  const living = (await listChildren(tx, scope, unit.id)).filter(isLiving)
  if (living[0] !== undefined) {
    throw new ServiceError(
      'INVALID_ARGUMENT',
      `${living.length} units below ${unit.path} are at work, ${living[0].path} first: move or merge them before`,
    )
  }
  const details = await endUnit(tx, scope, unit, { ...input, successorId: null, at: deps.clock.now() })
  return { unit: await again(tx, scope, unit), details: { path: unit.path, ...details } }
}

/** What whoever ends a unit must be allowed to do in it. */
export function actionsToEnd({ revokeCertificates }: EndOfUnit) {
  return [
    'manage-units',
    'manage-keys',
    ...(revokeCertificates ? (['revoke-certificates'] as const) : []),
  ] as const
}

export function isLiving(unit: Unit): boolean {
  return unit.state === 'active' || unit.state === 'sealed'
}

/** @throws ServiceError `INVALID_ARGUMENT` for the organisation. */
export async function endUnit(
  tx: Tx,
  scope: Scope,
  unit: ActiveUnit,
  end: EndOfUnit & { readonly successorId: string | null; readonly at: Date },
): Promise<AuditDetails> {
  if (unit.path === '')
    throw new ServiceError('INVALID_ARGUMENT', 'the organisation itself cannot be abolished')
  const { successorId, at } = end
  await abolish(tx, scope, unit, { successorId, at })
  const versions = await deactivateKeys(tx, scope, unit, at)
  const revoked = end.revokeCertificates
    ? await revokeCertificatesOf(tx, scope, unit, { reason: 'cessationOfOperation', at })
    : 0
  const programs = end.keepApplications ? 0 : await disableApplicationsOf(tx, scope, unit, at)
  return {
    versionsDeactivated: String(versions),
    certificatesRevoked: String(revoked),
    applicationsDisabled: String(programs),
  }
}
