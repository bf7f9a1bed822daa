// `bindCertificate`: a client certificate of TLS proves an application.

import { createHash } from 'node:crypto'
import type { Call } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import { parseCertificate } from '../formats/x509/certificate.ts'
import { certificatesInPem } from '../formats/x509/pem.ts'
import type { Token } from '../registry/application.ts'
import { isUniqueViolation } from '../registry/database-errors.ts'
import { findTokenById, insertToken } from '../registry/tokens.ts'
import { requireGivable, requireMayProve } from './applications.ts'
import { asCaller } from './as-caller.ts'
import type { Deps } from './deps.ts'
import { makeOnce } from './make-once.ts'

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
      const application = await requireGivable(tx, scope, call, input.applicationId)
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
