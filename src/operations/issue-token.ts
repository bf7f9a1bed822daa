// `issueToken`: a secret that proves an application until it ends.

import { toBase64Url } from '../bytes.ts'
import type { Call } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import type { Token } from '../registry/application.ts'
import { insertToken } from '../registry/tokens.ts'
import { requireGivable, requireMayProve } from './applications.ts'
import { asCaller } from './as-caller.ts'
import { secretDigest, secretPrefix } from './authenticate.ts'
import type { Deps } from './deps.ts'
import { makeOnce } from './make-once.ts'

const maxTokenDays = 366
const secretOctets = 32

export interface IssuedToken {
  readonly token: Token
  /** Shown this once; the registry keeps its SHA-256. */
  readonly secret: string
}

export interface IssueTokenInput {
  readonly applicationId: string
  readonly expiresInDays: number
  readonly idempotencyKey?: string | null | undefined
}

/**
 * @throws ServiceError `NOT_FOUND`, `NOT_PERMITTED` when the application may do what the caller may not, `INVALID_ARGUMENT`;
 *   `ALREADY_EXISTS` for a repeated request, since the secret is kept nowhere.
 */
export async function issueToken(deps: Deps, call: Call, input: IssueTokenInput): Promise<IssuedToken> {
  if (
    !Number.isInteger(input.expiresInDays) ||
    input.expiresInDays < 1 ||
    input.expiresInDays > maxTokenDays
  ) {
    throw new ServiceError(
      'INVALID_ARGUMENT',
      `expiresInDays is ${input.expiresInDays}; 1 to ${maxTokenDays} are allowed`,
    )
  }
  const { idempotencyKey, ...decides } = input
  await requireMayProve(deps, call, input.applicationId)
  return makeOnce(deps, call, {
    operation: 'issueToken',
    key: idempotencyKey,
    input: decides,
    within: (work) => asCaller(deps, call, work, 'manage-applications'),
    make: async (tx, scope, id) => {
      const application = await requireGivable(tx, scope, call, input.applicationId)
      const secret = secretPrefix + toBase64Url(deps.random(secretOctets))
      const createdAt = deps.clock.now()
      const expiresAt = new Date(createdAt.getTime() + input.expiresInDays * 86_400_000)
      const row = { id, applicationId: application.id, sha256: secretDigest(secret), createdAt, expiresAt }
      const token = await insertToken(tx, scope, row)
      const details = { application: application.id, token: id }
      return {
        made: { token, secret },
        act: { operation: 'issueToken', unitId: application.unitId, details },
      }
    },
    again: async (id) => {
      throw new ServiceError(
        'ALREADY_EXISTS',
        `this request issued Token:${id} before, whose secret is shown once: revoke it, and ask with another idempotencyKey`,
      )
    },
  })
}
