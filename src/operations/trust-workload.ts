// `trustWorkload`, `distrustWorkload`, `bindCertificate`: what proves an application beside a secret of ours.

import { createHash } from 'node:crypto'
import type { Call } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import { parseCertificate } from '../formats/x509/certificate.ts'
import { certificatesInPem } from '../formats/x509/pem.ts'
import { requireAccess, requireAnywhere, requireMayGive } from '../policy/authorise.ts'
import type { Application, Token, WorkloadTrust } from '../registry/application.ts'
import { findApplicationById } from '../registry/applications.ts'
import { isUniqueViolation } from '../registry/database-errors.ts'
import type { Scope } from '../registry/scope.ts'
import { findTokenById, insertToken, revokeTokensOfTrust } from '../registry/tokens.ts'
import {
  endWorkloadTrust,
  findWorkloadTrustById,
  insertWorkloadTrust,
  listWorkloadTrusts,
} from '../registry/workload-trusts.ts'
import { requireMayProve } from './applications.ts'
import { asCaller, type Tx } from './as-caller.ts'
import type { Deps } from './deps.ts'
import type { WorkloadAlgorithm } from './judge-jwt.ts'
import { makeOnce } from './make-once.ts'
import { record } from './record.ts'

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
      const { unitId } = await givable(tx, scope, call, applicationId)
      const made = await insertWorkloadTrust(tx, { id, ...decides, createdAt: deps.clock.now() })
      const details = { application: applicationId, trust: id, algorithm }
      return { made, act: { operation: 'trustWorkload', unitId, details } }
    },
    again: async (id) => requireTrust(await readWorkloadTrustById(deps, call, id)),
  })
}

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

function requireTrust(trust: WorkloadTrust | undefined): WorkloadTrust {
  if (trust === undefined) throw new ServiceError('NOT_FOUND', 'there is no such trust')
  return trust
}

export interface BindCertificateInput {
  readonly applicationId: string
  readonly certificatePem: string
  readonly idempotencyKey?: string | null | undefined
}

/**
 * Whoever shows this certificate, and proves its key in the handshake of TLS, is the application, until it ends.
 *
 * @throws ServiceError `INVALID_ARGUMENT` for what is not one certificate, or one that has ended; `ALREADY_EXISTS`,
 *   `NOT_FOUND`; as `requireMayGive`.
 */
export async function bindCertificate(deps: Deps, call: Call, input: BindCertificateInput): Promise<Token> {
  const { idempotencyKey, ...decides } = input
  const [der, ...others] = certificatesInPem(input.certificatePem)
  if (der === undefined || others.length > 0)
    throw new ServiceError('INVALID_ARGUMENT', 'certificatePem does not hold exactly one certificate')
  const { notAfter } = parseCertificate(der)
  const now = deps.clock.now()
  if (notAfter <= now)
    throw new ServiceError('INVALID_ARGUMENT', `the certificate ended at ${notAfter.toISOString()}`)
  await requireMayProve(deps, call, input.applicationId)
  return makeOnce<Token>(deps, call, {
    operation: 'bindCertificate',
    key: idempotencyKey,
    input: decides,
    within: (work) =>
      asCaller(deps, call, work, 'manage-applications').catch((error: unknown) => {
        if (isUniqueViolation(error, 'tokens_sha256_key'))
          throw new ServiceError('ALREADY_EXISTS', 'this certificate is bound already', { cause: error })
        throw error
      }),
    make: async (tx, scope, id) => {
      const application = await givable(tx, scope, call, input.applicationId)
      const sha256 = createHash('sha256').update(der).digest()
      const proof = { kind: 'certificate', sha256, createdAt: now, expiresAt: notAfter } as const
      const made = await insertToken(tx, scope, { id, applicationId: application.id, ...proof })
      const details = { application: application.id, token: id }
      return { made, act: { operation: 'bindCertificate', unitId: application.unitId, details } }
    },
    again: async (id) => {
      const token = await asCaller(
        deps,
        call,
        (tx, scope) => findTokenById(tx, scope, id),
        'manage-applications',
      )
      if (token === undefined) throw new ServiceError('NOT_FOUND', 'what this idempotencyKey bound is gone')
      return token
    },
  })
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

/** Whoever proves to be the application does what it may do. */
async function givable(tx: Tx, scope: Scope, call: Call, id: string): Promise<Application> {
  const application = await requireApplication(tx, scope, id)
  requireMayGive(call, application.actions, application.unitPath)
  return application
}

async function requireApplication(tx: Tx, scope: Scope, id: string): Promise<Application> {
  const application = await findApplicationById(tx, scope, id)
  if (application === undefined) throw new ServiceError('NOT_FOUND', 'there is no such application')
  return application
}
