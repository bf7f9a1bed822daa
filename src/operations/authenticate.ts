// What a token proves at the door: which application speaks.

import { hash } from 'node:crypto'
import type { ApplicationCaller } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import { findTokenBySha256, touchToken } from '../registry/tokens.ts'
import { asService } from './as-caller.ts'
import type { Deps } from './deps.ts'

/** So that scanners of repositories and logs recognise a lost token. */
export const secretPrefix = 'chy_'
const secretForm = /^chy_[A-Za-z0-9_-]{43}$/

/**
 * Who holds `secret`. The answer is kept for a moment; whatever signs or writes checks the token again.
 *
 * The secret is looked up by its SHA-256, so how long a look-up takes says nothing about the secret itself. A token that
 * ended leaves an entry in the audit log: somebody still has it.
 *
 * @throws ServiceError `UNAUTHENTICATED`, in the same words whatever is wrong with it.
 */
export async function authenticate(
  deps: Deps,
  secret: string,
  requestId = deps.newId(),
): Promise<ApplicationCaller> {
  if (!secretForm.test(secret)) throw notValid()
  const sha256 = secretDigest(secret)
  return deps.caches.callers.remember(sha256.toString('base64'), () => findCaller(deps, sha256, requestId))
}

async function findCaller(
  deps: Deps,
  secretSha256: Uint8Array,
  requestId: string,
): Promise<ApplicationCaller> {
  const now = deps.clock.now()
  const found = await asService(deps, async (tx) => {
    const row = await findTokenBySha256(tx, secretSha256)
    if (row !== undefined) await touchToken(tx, row.token.id, now)
    return row
  })
  if (found === undefined) throw notValid()
  const { token, application } = found
  const caller: ApplicationCaller = {
    kind: 'application',
    applicationId: application.id,
    tokenId: token.id,
    unitId: application.unitId,
    unitPath: application.unitPath,
    actions: application.actions,
  }
  const ended = token.revokedAt !== null || application.disabledAt !== null
  if (!ended && (token.expiresAt === null || token.expiresAt > now)) return caller
  const error = notValid()
  await deps.denials.record({ requestId, caller }, 'authenticate', error)
  throw error
}

export function secretDigest(secret: string): Buffer {
  return hash('sha256', secret, 'buffer')
}

function notValid(): ServiceError {
  return new ServiceError('UNAUTHENTICATED', 'the token is not valid')
}
