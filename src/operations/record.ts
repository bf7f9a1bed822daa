// Audit entries of acts that sign nothing: a unit made, a token issued, a certificate revoked.

import type { Call } from '../caller.ts'
import type { AuditEntry } from '../log/entry.ts'
import { approvalDetails } from '../policy/approvals.ts'
import { findAuditEntry } from '../registry/audit-entries.ts'
import { serviceScope } from '../registry/scope.ts'
import { asService } from './as-caller.ts'
import type { Deps } from './deps.ts'
import { auditedCaller, requireDurable } from './require-durable.ts'
import type { AuditDetails } from './sign-with.ts'

export interface Act {
  readonly operation: string
  /** `done` when absent. */
  readonly outcome?: AuditEntry['outcome']
  readonly unitId: string | null
  readonly keyId?: string
  readonly keyVersion?: number
  readonly details?: AuditDetails
}

/**
 * `record`, unless the run that this one takes over has done it.
 *
 * @throws ServiceError as `record`.
 */
export async function recordOnce(
  deps: Pick<Deps, 'auditLog' | 'clock' | 'newId' | 'database'>,
  call: Call,
  run: { readonly id: string; readonly resumed: boolean },
  act: Act,
): Promise<void> {
  if (run.resumed && (await asService(deps, (tx) => findAuditEntry(tx, serviceScope, run.id))) !== undefined)
    return
  await record(deps, call, act, run.id)
}

/**
 * Makes the entry of `act` durable. Called after the act and before the reply, so that nothing leaves unrecorded.
 *
 * @throws ServiceError `AUDIT_UNAVAILABLE`, `UNAUTHENTICATED` when the credential ended meanwhile.
 */
export async function record(
  deps: Pick<Deps, 'auditLog' | 'clock' | 'newId'>,
  call: Call,
  act: Act,
  entryId = deps.newId(),
): Promise<void> {
  const entry: AuditEntry = {
    id: entryId,
    at: deps.clock.now().toISOString(),
    requestId: call.requestId,
    caller: auditedCaller(call),
    operation: act.operation,
    outcome: act.outcome ?? 'done',
    unitId: act.unitId,
    keyId: act.keyId ?? null,
    keyVersion: act.keyVersion ?? null,
    algorithm: null,
    toBeSignedSha256: null,
    signatureSha256: null,
    details: { ...act.details, ...approvalDetails(call) },
  }
  await requireDurable(deps, call, [entry])
}
