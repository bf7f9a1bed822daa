// `setApprovalRule`: how many people approve an act in a unit and everything below it.

import { z } from 'zod'
import type { Call } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import {
  type Act,
  approvalLimits,
  approvalsNeeded,
  defaultExpiryHours,
  requireApproval,
} from '../policy/approvals.ts'
import { putApprovalRule } from '../registry/approval-rules.ts'
import { type ApprovalRule, type ProposableAct, proposableActs } from '../registry/proposal.ts'
import type { Unit } from '../registry/unit.ts'
import { demandOf } from './approval-rules.ts'
import { asCaller } from './as-caller.ts'
import { keptAct } from './change-key.ts'
import type { Deps } from './deps.ts'
import { idempotently } from './idempotently.ts'
import { type ActDefinition, identifier, pathOfUnit } from './proposable-act.ts'
import { reachUnit, unitNamed } from './reach-unit.ts'
import { recordOnce } from './record.ts'

export interface SetApprovalRuleInput {
  /** Path of the unit. */
  readonly unit: string
  readonly act: ProposableAct
  readonly approvals: number
  /** 72 when absent. */
  readonly expiresInHours?: number | null | undefined
  readonly idempotencyKey?: string | null | undefined
}

/**
 * Lays the rule down, or changes it. In a real office that is itself an act that others approve.
 *
 * @throws ServiceError `INVALID_ARGUMENT` naming the limit, and for a rule that asks for nobody in a real office;
 *   `APPROVAL_REQUIRED`, `APPROVAL_INVALID`; `NOT_FOUND`; as `requireAccess`.
 */
export async function setApprovalRule(
  deps: Deps,
  call: Call,
  input: SetApprovalRuleInput,
): Promise<ApprovalRule> {
  const { idempotencyKey, ...decides } = input
  const { act, approvals, expiresInHours } = ruleOf(input)
  const path = await reachUnit(deps, call, 'manage-people', input.unit)
  const { needed, mode } = await demandOf(deps, 'setApprovalRule', [path])
  if (approvalsNeeded({ act, mode, rules: [approvals] }) > approvals) {
    throw new ServiceError(
      'INVALID_ARGUMENT',
      `approvals is ${approvals}: each ${act} needs the approval of one other person or more here`,
    )
  }
  return idempotently(deps, call, {
    operation: 'setApprovalRule',
    key: idempotencyKey,
    input: decides,
    run: async (run) => {
      const { rule, entry } = await asCaller(deps, call, async (tx, scope) => {
        const unit = await unitNamed(tx, scope, call, path, ['manage-people'])
        requireApproval(call, approvalRuleAct(unit, input), needed)
        const rule = { unitId: unit.id, unitPath: unit.path, act, approvals, expiresInHours }
        await putApprovalRule(tx, { ...rule, createdAt: deps.clock.now() })
        const details = { act, approvals: String(approvals), expiresInHours: String(expiresInHours) }
        const entry = { operation: 'setApprovalRule', unitId: unit.id, details }
        await run.keep(tx, { rule, act: entry })
        return { rule, entry }
      })
      await recordOnce(deps, call, run, entry)
      return rule
    },
    remember: (rule) => ({ rule }),
    recall: async (kept, runId) => {
      const entry = keptAct(kept, 'setApprovalRule')
      await recordOnce(deps, call, { id: runId, resumed: true }, entry)
      const unit = await asCaller(deps, call, (tx, scope) => unitNamed(tx, scope, call, path, []))
      return { unitId: unit.id, unitPath: unit.path, act, approvals, expiresInHours }
    },
  })
}

export const proposedApprovalRule: ActDefinition<SetApprovalRuleInput> = {
  async resolve(deps, call, input) {
    const path = await reachUnit(deps, call, 'read', input.unit)
    const unit = await asCaller(deps, call, (tx, scope) => unitNamed(tx, scope, call, path, ['read']))
    return { act: approvalRuleAct(unit, input), names: { unit: unit.path }, paths: [path] }
  },
  async perform(deps, call, parameters, { idempotencyKey }) {
    const { unitId, ...rule } = approved.parse(parameters)
    const unit = await pathOfUnit(deps, unitId)
    return {
      act: 'setApprovalRule',
      rule: await setApprovalRule(deps, call, { unit, ...rule, idempotencyKey }),
    }
  },
}

const approved = z.object({
  unitId: identifier,
  act: z.enum(proposableActs),
  approvals: z.number(),
  expiresInHours: z.number(),
})

/** What is approved when a rule is: the rule itself. */
function approvalRuleAct(unit: Pick<Unit, 'id'>, input: SetApprovalRuleInput): Act {
  return { act: 'setApprovalRule', unitId: unit.id, parameters: { unitId: unit.id, ...ruleOf(input) } }
}

function ruleOf({ act, approvals, expiresInHours }: SetApprovalRuleInput) {
  const hours = expiresInHours ?? defaultExpiryHours
  within('approvals', approvals, 0, approvalLimits.approvals)
  within('expiresInHours', hours, 1, approvalLimits.expiresInHours)
  return { act, approvals, expiresInHours: hours }
}

function within(name: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return
  throw new ServiceError('INVALID_ARGUMENT', `${name} is ${value}; ${least} to ${most} are allowed`)
}
