// What the rules ask for: how many people approve an act, and how long a proposal lives.

import type { Call } from '../caller.ts'
import { approvalsNeeded, defaultExpiryHours } from '../policy/approvals.ts'
import { listApprovalRules, rulesAt } from '../registry/approval-rules.ts'
import { findOffice } from '../registry/office.ts'
import type { ApprovalRule, ProposableAct } from '../registry/proposal.ts'
import { asCaller, asService } from './as-caller.ts'
import type { Deps } from './deps.ts'

export interface Demand {
  /** How many people have to approve; 0: nobody is asked. */
  readonly needed: number
  /** How long a proposal lives. */
  readonly expiresInHours: number
  readonly mode: 'practice' | 'real'
}

/** What the rules ask for an act that concerns the units at `paths`. */
export async function demandOf(
  deps: Pick<Deps, 'database'>,
  act: ProposableAct,
  paths: readonly string[],
): Promise<Demand> {
  const { mode, rules } = await asService(deps, async (tx) => ({
    mode: (await findOffice(tx))?.mode ?? 'real',
    rules: await rulesAt(tx, act, [...new Set(paths.flatMap(upwards))]),
  }))
  const approvals = rules.map((rule) => rule.approvals)
  return {
    needed: approvalsNeeded({ act, mode, rules: approvals }),
    expiresInHours: shortest(rules.map((rule) => rule.expiresInHours)),
    mode,
  }
}

/** The rules of the caller's units, by path. @throws ServiceError `UNAUTHENTICATED`. */
export function readApprovalRules(
  deps: Pick<Deps, 'database' | 'clock' | 'caches'>,
  call: Call,
): Promise<readonly ApprovalRule[]> {
  return asCaller(deps, call, listApprovalRules, 'read')
}

/** The strictest again: the shortest time that one of them gives. */
function shortest(hours: readonly number[]): number {
  return hours.length === 0 ? defaultExpiryHours : Math.min(...hours)
}

/** `a/b` and all that is above it: `['', 'a', 'a/b']`. */
function upwards(path: string): readonly string[] {
  const slugs = path === '' ? [] : path.split('/')
  return ['', ...slugs.map((_, i) => slugs.slice(0, i + 1).join('/'))]
}
