// Table `approval_rules`: how many people approve an act in a unit and everything below it.

import { oneOf } from './one-of.ts'
import { type ApprovalRule, type ProposableAct, proposableActs } from './proposal.ts'
import { requireIntact } from './row-integrity.ts'
import { inScope, type Scope } from './scope.ts'
import type { Tx } from './tables.ts'

export interface NewApprovalRule extends Omit<ApprovalRule, 'unitPath'> {
  readonly createdAt: Date
}

/** Takes the place of the unit's rule for the same act, if there is one. */
export async function putApprovalRule(tx: Tx, rule: NewApprovalRule): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable('approval_rules')
    .set({ approvals: rule.approvals, expires_in_hours: rule.expiresInHours })
    .where('unit_id', '=', rule.unitId)
    .where('act', '=', rule.act)
    .executeTakeFirst()
  if (Number(numUpdatedRows) > 0) return
  await tx
    .insertInto('approval_rules')
    .values({
      unit_id: rule.unitId,
      act: rule.act,
      approvals: rule.approvals,
      expires_in_hours: rule.expiresInHours,
      created_at: rule.createdAt,
    })
    .execute()
}

/**
 * The rules for `act` of the units at `paths`, whatever the scope of the query: a unit may know what is asked of it.
 * For a transaction with the service's scope.
 *
 * @throws ServiceError `INTEGRITY_VIOLATION`.
 */
export async function rulesAt(
  tx: Tx,
  act: ProposableAct,
  paths: readonly string[],
): Promise<readonly ApprovalRule[]> {
  const rows = await tx
    .selectFrom('approval_rules')
    .innerJoin('units', 'units.id', 'approval_rules.unit_id')
    .select(['unit_id', 'units.path as unit_path', 'act', 'approvals', 'expires_in_hours'])
    .where('act', '=', act)
    .where('units.path', 'in', [...paths])
    .execute()
  await requireIntact(
    tx,
    'approval_rules',
    rows.map(({ unit_id }) => ({ unit_id, act })),
  )
  return rows.map(ruleOf)
}

/** By path, then by act. There are as many acts as journeys, and few units that say anything of them. */
export async function listApprovalRules(tx: Tx, scope: Scope): Promise<readonly ApprovalRule[]> {
  const rows = await tx
    .selectFrom('approval_rules')
    .innerJoin('units', 'units.id', 'approval_rules.unit_id')
    .select(['unit_id', 'units.path as unit_path', 'act', 'approvals', 'expires_in_hours'])
    .where(inScope(scope, 'units.path'))
    .orderBy('units.path')
    .orderBy('act')
    .limit(1000)
    .execute()
  return rows.map(ruleOf)
}

function ruleOf(row: {
  readonly unit_id: string
  readonly unit_path: string
  readonly act: string
  readonly approvals: number
  readonly expires_in_hours: number
}): ApprovalRule {
  return {
    unitId: row.unit_id,
    unitPath: row.unit_path,
    act: oneOf(proposableActs, row.act, 'act of a rule'),
    approvals: row.approvals,
    expiresInHours: row.expires_in_hours,
  }
}
