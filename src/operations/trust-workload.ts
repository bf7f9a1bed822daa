// `trustWorkload`: a workload of an issuer that the operator pinned is an application.

import type { Call } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import { requireAnywhere } from '../policy/authorise.ts'
import type { WorkloadTrust } from '../registry/application.ts'
import {
  findWorkloadTrustById,
  insertWorkloadTrust,
  listWorkloadTrusts,
} from '../registry/workload-trusts.ts'
import { requireGivable, requireMayProve } from './applications.ts'
import { asCaller } from './as-caller.ts'
import type { Deps } from './deps.ts'
import type { WorkloadAlgorithm } from './judge-jwt.ts'
import { makeOnce } from './make-once.ts'

export interface TrustWorkloadInput {
  readonly applicationId: string
  /** As `iss` of its tokens has it; one that the operator pinned. */
  readonly issuer: string
  readonly audience: string
  readonly subject: string
  readonly algorithm: WorkloadAlgorithm
  readonly idempotencyKey?: string | null | undefined
}

/** @throws ServiceError `NOT_FOUND`, `ALREADY_EXISTS`, `INVALID_ARGUMENT`; as `requireMayGive`. */
export async function trustWorkload(
  deps: Deps,
  call: Call,
  input: TrustWorkloadInput,
): Promise<WorkloadTrust> {
  const { idempotencyKey, ...decides } = input
  const { applicationId, issuer, audience, subject, algorithm } = decides
  for (const [name, text] of Object.entries({ audience, subject })) {
    if (text.length === 0 || text.length > 500)
      throw new ServiceError(
        'INVALID_ARGUMENT',
        `${name} has ${text.length} characters; 1 to 500 are allowed`,
      )
  }
  if (!deps.keySets.has(issuer))
    throw new ServiceError(
      'INVALID_ARGUMENT',
      'the issuer is not among those of CHANCERY_WORKLOAD_ISSUERS_FILE, which says where the keys of each are',
    )
  await requireMayProve(deps, call, applicationId)
  return makeOnce(deps, call, {
    operation: 'trustWorkload',
    key: idempotencyKey,
    input: decides,
    within: (work) => asCaller(deps, call, work, 'manage-applications'),
    make: async (tx, scope, id) => {
      const { unitId } = await requireGivable(tx, scope, call, applicationId)
      const made = await insertWorkloadTrust(tx, { id, ...decides, createdAt: deps.clock.now() })
      const details = { application: applicationId, trust: id, algorithm }
      return { made, act: { operation: 'trustWorkload', unitId, details } }
    },
    again: async (id) => requireTrust(await readWorkloadTrustById(deps, call, id)),
  })
}

/** @throws ServiceError `NOT_FOUND`. */
export function requireTrust(trust: WorkloadTrust | undefined): WorkloadTrust {
  if (trust === undefined) throw new ServiceError('NOT_FOUND', 'there is no such trust')
  return trust
}

/** Oldest first, ended ones too. */
export const readWorkloadTrusts = (
  deps: Pick<Deps, 'database' | 'clock' | 'caches'>,
  call: Call,
  applicationId: string,
): Promise<readonly WorkloadTrust[]> => {
  requireAnywhere(call, 'manage-applications')
  return asCaller(
    deps,
    call,
    (tx, scope) => listWorkloadTrusts(tx, scope, applicationId),
    'manage-applications',
  )
}

export const readWorkloadTrustById = (
  deps: Pick<Deps, 'database' | 'clock' | 'caches'>,
  call: Call,
  id: string,
): Promise<WorkloadTrust | undefined> => {
  requireAnywhere(call, 'manage-applications')
  return asCaller(deps, call, (tx, scope) => findWorkloadTrustById(tx, scope, id), 'manage-applications')
}
