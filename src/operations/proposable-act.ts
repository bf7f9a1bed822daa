// What an operation gives so that it can be proposed: how its input becomes an act, and how the act is done once approved.

import { z } from 'zod'
import type { Call } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import type { Act } from '../policy/approvals.ts'
import type { Authority } from '../registry/authority.ts'
import type { Grant } from '../registry/grant.ts'
import type { Key } from '../registry/key.ts'
import { findKeyById } from '../registry/keys.ts'
import type { ApprovalRule } from '../registry/proposal.ts'
import { serviceScope } from '../registry/scope.ts'
import type { TrustAnchor } from '../registry/trust-anchor.ts'
import type { Unit } from '../registry/unit.ts'
import { findUnitById } from '../registry/units.ts'
import { asService } from './as-caller.ts'
import type { CreatedEnrolment } from './create-enrolment.ts'
import type { Deps } from './deps.ts'
import type { DocumentInput } from './documents.ts'
import type { ExportedKey } from './export-key.ts'
import { formatKeyName } from './names.ts'
import type { SignedDocuments } from './sign-documents.ts'

/** An act with its names resolved, as it is proposed. */
export interface ResolvedAct {
  readonly act: Act
  /** What its identifiers are called, for those who are to approve. */
  readonly names: Readonly<Record<string, string>>
  /** The units whose rules count, by the paths that they have. */
  readonly paths: readonly string[]
}

/** What the executor brings to what was approved. */
export interface Execution {
  readonly proposalId: string
  /** The same for every attempt, so that none of them does it twice. */
  readonly idempotencyKey: string
  /** When the executor began first. */
  readonly claimedAt: Date
  /** Of `signDocuments`: all of the list, or some of it. */
  readonly documents: readonly DocumentInput[]
}

/** What an act made. */
export type ExecutionResult =
  | { readonly act: 'scheduleKeyDestruction'; readonly key: Key }
  | { readonly act: 'exportKey'; readonly exported: ExportedKey }
  | { readonly act: 'shredUnit' | 'mergeUnits'; readonly unit: Unit }
  | { readonly act: 'createAuthority'; readonly authority: Authority }
  | { readonly act: 'setApprovalRule'; readonly rule: ApprovalRule }
  | { readonly act: 'addTrustAnchor' | 'removeTrustAnchor'; readonly anchor: TrustAnchor }
  /** Released: custodians have to hold it until then. */
  | { readonly act: 'changeCustody' | 'rotateRootKey'; readonly heldUntil: Date }
  | { readonly act: 'grant'; readonly grant: Grant }
  | { readonly act: 'enrolDevice'; readonly enrolment: CreatedEnrolment }
  | ({ readonly act: 'signDocuments' } & SignedDocuments)

export interface ActDefinition<Input> {
  /** @throws ServiceError what the operation would say of the input; `NOT_FOUND` for what the caller cannot see. */
  resolve(deps: Deps, call: Call, input: Input): Promise<ResolvedAct>
  /** Of the parameters, the units whose rules count; the act's own unit when absent. */
  concerned?(parameters: unknown): readonly string[]
  /** @param call carries the approval, which the operation demands. @param parameters of the act. */
  perform(deps: Deps, call: Call, parameters: unknown, execution: Execution): Promise<ExecutionResult>
}

/** Of parameters that were approved: the service wrote them itself. */
export const identifier = z.uuid()

/** The name that a key has by now. @throws ServiceError `NOT_FOUND`. */
export async function nameOfKey(deps: Pick<Deps, 'database'>, keyId: string): Promise<string> {
  const key = await asService(deps, (tx) => findKeyById(tx, serviceScope, keyId))
  if (key === undefined) throw new ServiceError('NOT_FOUND', 'the key of the proposal is gone')
  return keyName(key)
}

/** The path that a unit has by now. @throws ServiceError `NOT_FOUND`. */
export async function pathOfUnit(deps: Pick<Deps, 'database'>, unitId: string): Promise<string> {
  const unit = await asService(deps, (tx) => findUnitById(tx, serviceScope, unitId))
  if (unit === undefined) throw new ServiceError('NOT_FOUND', 'the unit of the proposal is gone')
  return unit.path
}

export function keyName({ unitPath, name }: Pick<Key, 'unitPath' | 'name'>): string {
  return formatKeyName(unitPath, name)
}
