// The acts that can be proposed, each as its own operation defines it.

import type { Call } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import type { Act } from '../policy/approvals.ts'
import { type ProposableAct, proposableActs } from '../registry/proposal.ts'
import { proposedTrustAnchor } from './add-trust-anchor.ts'
import { proposedCustodyChange, proposedRootKeyRotation } from './change-custody.ts'
import { proposedAuthority } from './create-authority.ts'
import { proposedEnrolment } from './create-enrolment.ts'
import type { Deps } from './deps.ts'
import { proposedExport } from './export-key.ts'
import { proposedMerger } from './merge-units.ts'
import {
  type ActDefinition,
  type Execution,
  type ExecutionResult,
  pathOfUnit,
  type ResolvedAct,
} from './proposable-act.ts'
import { proposedGrant } from './proposed-grant.ts'
import { proposedAnchorRemoval } from './remove-trust-anchor.ts'
import { proposedDestruction } from './schedule-key-destruction.ts'
import { proposedApprovalRule } from './set-approval-rule.ts'
import { proposedShredding } from './shred-unit.ts'
import { proposedSignatures } from './sign-documents.ts'

const definitions = {
  scheduleKeyDestruction: proposedDestruction,
  exportKey: proposedExport,
  shredUnit: proposedShredding,
  mergeUnits: proposedMerger,
  createAuthority: proposedAuthority,
  setApprovalRule: proposedApprovalRule,
  addTrustAnchor: proposedTrustAnchor,
  removeTrustAnchor: proposedAnchorRemoval,
  changeCustody: proposedCustodyChange,
  rotateRootKey: proposedRootKeyRotation,
  grant: proposedGrant,
  enrolDevice: proposedEnrolment,
  signDocuments: proposedSignatures,
}

type Definitions = typeof definitions
type Inputs = {
  readonly [A in ProposableAct]: Definitions[A] extends ActDefinition<infer Input> ? Input : never
}

/** Exactly one of them. */
export type ProposeInput = { readonly [A in ProposableAct]?: Inputs[A] | null | undefined }

const table: { readonly [A in ProposableAct]: ActDefinition<Inputs[A]> } = definitions

/** @throws ServiceError `INVALID_ARGUMENT` unless exactly one act is given; as its `resolve`. */
export async function resolveAct(deps: Deps, call: Call, input: ProposeInput): Promise<ResolvedAct> {
  const [act, ...more] = proposableActs.filter((one) => input[one] != null)
  if (act === undefined || more.length > 0)
    throw new ServiceError('INVALID_ARGUMENT', `${more.length + 1} acts are given; one is proposed at a time`)
  return resolveOne(deps, call, act, input)
}

function resolveOne<A extends ProposableAct>(
  deps: Deps,
  call: Call,
  act: A,
  input: ProposeInput,
): Promise<ResolvedAct> {
  const given = input[act]
  if (given == null) throw new Error('an act that is given has no input')
  return table[act].resolve(deps, call, given)
}

/** The units whose rules count for it, by the paths that they have by now. */
export function pathsOfAct(
  deps: Pick<Deps, 'database'>,
  { act, unitId, parameters }: Act,
): Promise<string[]> {
  const units = table[act].concerned?.(parameters) ?? [unitId]
  return Promise.all(units.map((id) => pathOfUnit(deps, id)))
}

/** @throws ServiceError as its `perform`. */
export function performAct(
  deps: Deps,
  call: Call,
  { act, parameters }: Pick<Act, 'act' | 'parameters'>,
  execution: Execution,
): Promise<ExecutionResult> {
  return table[act].perform(deps, call, parameters, execution)
}
