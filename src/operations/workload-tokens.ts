// A token of a trusted issuer (JWT) at the door: judged, and then a row like every other credential, which can be revoked.

import { createHash } from 'node:crypto'
import { isServiceError, ServiceError } from '../errors.ts'
import type { WorkloadTrust } from '../registry/application.ts'
import { isUniqueViolation } from '../registry/database-errors.ts'
import { serviceScope } from '../registry/scope.ts'
import { insertToken, knowsToken, sweepWorkloadTokens } from '../registry/tokens.ts'
import { findWorkloadTrusts } from '../registry/workload-trusts.ts'
import { asService } from './as-caller.ts'
import type { Deps } from './deps.ts'
import { hasKey, isWorkloadAlgorithm, judgeJwt, toldBy } from './judge-jwt.ts'

/** Rows of tokens that have ended stay for a while, for whoever looks what was used. */
const keepEndedMs = 7 * 86_400_000

/**
 * Accepts `jwt` and sees that it has its row.
 *
 * @returns SHA-256 of what the token says, without its signature: another signature over the same words is no other
 *   token, so a revoked one does not come back by it.
 * @throws ServiceError `UNAUTHENTICATED`, in the same words whatever is wrong; `OUTSIDE_UNAVAILABLE` when the keys of the
 *   issuer cannot be had.
 */
export async function acceptWorkload(deps: Deps, jwt: string): Promise<Uint8Array> {
  const { issuer, subject, keyId } = toldBy(jwt)
  const trusts = await asService(deps, (tx) => findWorkloadTrusts(tx, issuer, subject))
  if (trusts.length === 0) throw notValid()
  const { trust, expiresAt } = await judged(deps, jwt, trusts, await keysOf(deps, issuer, keyId))
  const sha256 = createHash('sha256')
    .update(jwt.slice(0, jwt.lastIndexOf('.')))
    .digest()
  const now = deps.clock.now()
  await asService(deps, async (tx) => {
    if (await knowsToken(tx, sha256)) return
    await sweepWorkloadTokens(tx, new Date(now.getTime() - keepEndedMs))
    const { id: trustId, applicationId } = trust
    const row = { id: deps.newId(), applicationId, sha256, trustId, createdAt: now, expiresAt }
    await insertToken(tx, serviceScope, { ...row, kind: 'workload' })
  }).catch((error: unknown) => {
    // Another request, or another host, was first.
    if (!isUniqueViolation(error, 'tokens_sha256_key')) throw error
  })
  return sha256
}

async function keysOf(deps: Deps, issuer: string, keyId: string): Promise<unknown> {
  try {
    const keySet = await deps.keySets.read(issuer)
    return hasKey(keySet, keyId) ? keySet : await deps.keySets.read(issuer, true)
  } catch (error) {
    // The operator no longer pins it.
    throw isServiceError(error) && error.code === 'NOT_FOUND' ? notValid() : error
  }
}

async function judged(
  deps: Deps,
  jwt: string,
  trusts: readonly WorkloadTrust[],
  keySet: unknown,
): Promise<{ readonly trust: WorkloadTrust; readonly expiresAt: Date }> {
  for (const trust of trusts) {
    const { algorithm } = trust
    if (!isWorkloadAlgorithm(algorithm)) continue
    try {
      return { trust, ...(await judgeJwt(jwt, { ...trust, algorithm }, keySet, deps.clock.now())) }
    } catch (error) {
      if (!isServiceError(error) || error.code !== 'UNAUTHENTICATED') throw error
      // It may be for the audience of the next.
    }
  }
  throw notValid()
}

function notValid(): ServiceError {
  return new ServiceError('UNAUTHENTICATED', 'the token is not valid')
}
