// `distrustWorkload`: a workload of a trusted issuer is an application no more.

import type { Call } from '../caller.ts'
import { requireAccess } from '../policy/authorise.ts'
import type { WorkloadTrust } from '../registry/application.ts'
import { revokeTokensOfTrust } from '../registry/tokens.ts'
import { endWorkloadTrust, findWorkloadTrustById } from '../registry/workload-trusts.ts'
import { requireApplication } from './applications.ts'
import { asCaller } from './as-caller.ts'
import type { Deps } from './deps.ts'
import { record } from './record.ts'
import { requireTrust } from './trust-workload.ts'

/** What was accepted by it ends too, at once. @throws ServiceError `NOT_FOUND`; as `requireAccess`. */
export async function distrustWorkload(deps: Deps, call: Call, id: string): Promise<WorkloadTrust> {
  const at = deps.clock.now()
  const { trust, application } = await asCaller(
    deps,
    call,
    async (tx, scope) => {
      const trust = requireTrust(await findWorkloadTrustById(tx, scope, id))
      const application = await requireApplication(tx, scope, trust.applicationId)
      requireAccess(call, 'manage-applications', application.unitPath)
      await endWorkloadTrust(tx, id, at)
      await revokeTokensOfTrust(tx, id, at)
      return { trust: { ...trust, endedAt: trust.endedAt ?? at }, application }
    },
    'manage-applications',
  )
  deps.caches.callers.clear()
  await record(deps, call, {
    operation: 'distrustWorkload',
    unitId: application.unitId,
    details: { application: application.id, trust: id },
  })
  return trust
}
