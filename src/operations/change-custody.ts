// `changeCustody`, `rotateRootKey`: ceremonies that officers approve and release, and custodians then hold at the keeper.

import { z } from 'zod'
import type { Call } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import type { Ceremony } from '../keys/custody/ceremony.ts'
import { isQuorum } from '../keys/custody/custody-record.ts'
import type { CustodyState } from '../keys/custody/keeper-messages.ts'
import { type Act, requireApproval } from '../policy/approvals.ts'
import { requireAccess } from '../policy/authorise.ts'
import type { ProposableAct, Proposal } from '../registry/proposal.ts'
import { demandOf } from './approval-rules.ts'
import type { Deps } from './deps.ts'
import { idempotently } from './idempotently.ts'
import type { ActDefinition, Execution } from './proposable-act.ts'
import { organisationId } from './reach-unit.ts'
import { recordOnce } from './record.ts'

export const releasedKinds = ['shares', 'passphrase', 'hsm'] as const
export type ReleasedCustodyKind = (typeof releasedKinds)[number]

export interface ChangeCustodyInput {
  readonly custody: ReleasedCustodyKind
  /** How many custodians open it together; for shares alone. */
  readonly threshold?: number | null | undefined
  /** In the order of their shares; for shares alone. */
  readonly custodians: readonly string[]
  readonly idempotencyKey?: string | null | undefined
}

export interface RotateRootKeyInput {
  readonly idempotencyKey?: string | null | undefined
}

/** From its release on. What tells attempts of an execution apart is forgotten after a day. */
export const ceremonyMs = 20 * 3_600_000

export const proposedCustodyChange: ActDefinition<ChangeCustodyInput> = {
  async resolve(deps, call, input) {
    requireAccess(call, 'read', undefined)
    const { custodyId } = requireCustody(deps)
    const act = await ceremonyAct(deps, { act: 'changeCustody', before: custodyId, ...wantedCustody(input) })
    return { act, names: {}, paths: [''] }
  },
  async perform(deps, call, parameters, execution) {
    const { custody, threshold, custodians } = changed.parse(parameters)
    const { custodyId } = requireCustody(deps)
    const ceremony = { act: 'changeCustody', before: custodyId, custody, threshold, custodians } as const
    return { act: 'changeCustody', heldUntil: await release(deps, call, ceremony, execution) }
  },
}

export const proposedRootKeyRotation: ActDefinition<RotateRootKeyInput> = {
  async resolve(deps, call) {
    requireAccess(call, 'read', undefined)
    return { act: await ceremonyAct(deps, nextRotation(deps)), names: {}, paths: [''] }
  },
  async perform(deps, call, _, execution) {
    return { act: 'rotateRootKey', heldUntil: await release(deps, call, nextRotation(deps), execution) }
  },
}

/**
 * Whether `reject` takes a proposal: nothing was done of one that is open, nor of a ceremony that was released, until its
 * confirmation.
 */
export function isRejectable(proposal: Proposal): boolean {
  if (proposal.state !== 'executing') return proposal.state === 'open'
  return isCeremony(proposal.act) && proposal.ceremonyResult === null
}

/** Whether its execution only releases it. */
export function isCeremony(act: ProposableAct): act is Ceremony['act'] {
  return act === 'changeCustody' || act === 'rotateRootKey'
}

/** What is approved: exactly this, in the place of what is there now. */
export async function ceremonyAct(deps: Pick<Deps, 'database'>, { act, ...decides }: Ceremony): Promise<Act> {
  return { act, unitId: await organisationId(deps), parameters: { ...decides } }
}

const changed = z.object({
  custody: z.enum(releasedKinds),
  threshold: z.number().nullable(),
  custodians: z.array(z.string()),
})

/**
 * Nothing is done yet: custodians hold the ceremony at the machine, and the keeper asks `judgeCeremony` then.
 *
 * @returns until when they have to.
 */
async function release(
  deps: Deps,
  call: Call,
  ceremony: Ceremony,
  { idempotencyKey, claimedAt }: Execution,
): Promise<Date> {
  requireAccess(call, 'manage-keys', undefined)
  const act = await ceremonyAct(deps, ceremony)
  const { needed } = await demandOf(deps, ceremony.act, [''])
  const heldUntil = new Date(claimedAt.getTime() + ceremonyMs)
  return idempotently(deps, call, {
    operation: 'releaseCeremony',
    key: idempotencyKey,
    input: { act: ceremony.act },
    run: async (run) => {
      requireApproval(call, act, Math.max(1, needed))
      await recordOnce(deps, call, run, {
        operation: 'releaseCeremony',
        unitId: act.unitId,
        details: { act: ceremony.act, before: ceremony.before },
      })
      return heldUntil
    },
    remember: () => ({}),
    recall: async () => heldUntil,
  })
}

function wantedCustody({ custody, threshold, custodians }: ChangeCustodyInput) {
  const names = custodians.map((name) => name.trim().normalize('NFC'))
  if (custody !== 'shares') {
    if (threshold != null || names.length > 0)
      throw new ServiceError('INVALID_ARGUMENT', `${custody} has neither threshold nor custodians`)
    return { custody, threshold: null, custodians: [] }
  }
  const quorum = threshold ?? 0
  if (!isQuorum(quorum, names.length))
    throw new ServiceError(
      'INVALID_ARGUMENT',
      `${quorum} of ${names.length} custodians: 2 to 255 custodians, of whom at least 2 and at most all open`,
    )
  const wrong = names.findIndex((name, i) => name === '' || name.length > 200 || names.indexOf(name) !== i)
  if (wrong >= 0)
    throw new ServiceError(
      'INVALID_ARGUMENT',
      `custodian ${wrong + 1} has the name of another, none, or one of more than 200 characters`,
    )
  return { custody, threshold: quorum, custodians: names }
}

function nextRotation(deps: Pick<Deps, 'custody'>): Ceremony {
  const [newest, ...earlier] = requireCustody(deps).generations
  if (newest === undefined) throw new Error('a custody without a root key')
  if (earlier.length > 0)
    throw new ServiceError('CONFLICT', 'another rotation of the root key is not through yet')
  return { act: 'rotateRootKey', before: newest.checkValueHex, generation: newest.generation + 1 }
}

function requireCustody(deps: Pick<Deps, 'custody'>): CustodyState {
  const custody = deps.custody()
  if (custody !== undefined) return custody
  throw new ServiceError(
    'INVALID_ARGUMENT',
    'the root key of this office lies in a file as it is: there is no custody to change',
  )
}
