// `removeTrustAnchor`: an authority of others is trusted no more, whatever it certified and whenever.

import { z } from 'zod'
import { toHex } from '../bytes.ts'
import type { Call } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import { type Act, requireApproval } from '../policy/approvals.ts'
import { requireAccess } from '../policy/authorise.ts'
import type { TrustAnchor } from '../registry/trust-anchor.ts'
import { removeAnchor } from '../registry/trust-anchors.ts'
import { demandOf } from './approval-rules.ts'
import { asCaller } from './as-caller.ts'
import { keptAct } from './change-key.ts'
import type { Deps } from './deps.ts'
import { idempotently, keptId } from './idempotently.ts'
import { type ActDefinition, identifier } from './proposable-act.ts'
import { anchorNames, requireTrustAnchor } from './read-trust-anchors.ts'
import { recordOnce } from './record.ts'

export interface RemoveTrustAnchorInput {
  readonly anchorId: string
  readonly idempotencyKey?: string | null | undefined
}

/**
 * At once on this host, and within seconds on the others.
 *
 * @throws ServiceError `NOT_FOUND`, also when it was removed before; `APPROVAL_REQUIRED`, `APPROVAL_INVALID`; as
 *   `requireAccess`.
 */
export async function removeTrustAnchor(
  deps: Deps,
  call: Call,
  input: RemoveTrustAnchorInput,
): Promise<TrustAnchor> {
  requireAccess(call, 'manage-authorities', undefined)
  const { idempotencyKey, ...decides } = input
  const { needed } = await demandOf(deps, 'removeTrustAnchor', [''])
  return idempotently<TrustAnchor>(deps, call, {
    operation: 'removeTrustAnchor',
    key: idempotencyKey,
    input: decides,
    run: async (run) => {
      const anchor = await requireStanding(deps, input.anchorId)
      requireApproval(call, removalAct(anchor), needed)
      const removedAt = deps.clock.now()
      const entry = {
        operation: 'removeTrustAnchor',
        unitId: anchor.unitId,
        details: { anchor: anchor.id, certificateSha256: toHex(anchor.sha256) },
      }
      await asCaller(deps, call, async (tx) => {
        await removeAnchor(tx, anchor.id, removedAt)
        await run.keep(tx, { id: anchor.id, act: entry })
      })
      deps.caches.trust.clear()
      await recordOnce(deps, call, run, entry)
      return { ...anchor, removedAt }
    },
    remember: ({ id }) => ({ id }),
    recall: async (kept, runId) => {
      await recordOnce(deps, call, { id: runId, resumed: true }, keptAct(kept, 'removeTrustAnchor'))
      return requireTrustAnchor(deps, keptId(kept))
    },
  })
}

export const proposedAnchorRemoval: ActDefinition<RemoveTrustAnchorInput> = {
  async resolve(deps, call, { anchorId }) {
    requireAccess(call, 'read', undefined)
    const anchor = await requireStanding(deps, anchorId)
    return { act: removalAct(anchor), names: anchorNames(anchor.certificate), paths: [''] }
  },
  async perform(deps, call, parameters, { idempotencyKey }) {
    const { anchorId } = approved.parse(parameters)
    return {
      act: 'removeTrustAnchor',
      anchor: await removeTrustAnchor(deps, call, { anchorId, idempotencyKey }),
    }
  },
}

async function requireStanding(deps: Pick<Deps, 'database'>, id: string): Promise<TrustAnchor> {
  const anchor = await requireTrustAnchor(deps, id)
  if (anchor.removedAt === null) return anchor
  throw new ServiceError('NOT_FOUND', `this anchor was removed on ${anchor.removedAt.toISOString()}`)
}

const approved = z.object({ anchorId: identifier })

/** What is approved: that this anchor vouches for nothing any more. */
function removalAct({ id, unitId }: Pick<TrustAnchor, 'id' | 'unitId'>): Act {
  return { act: 'removeTrustAnchor', unitId, parameters: { anchorId: id } }
}
