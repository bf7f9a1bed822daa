// Custodians and root keys change where no gateway sees it; the gateway notices, and the log says so, and on whose approval.

import { toHex } from '../bytes.ts'
import { type Call, theService } from '../caller.ts'
import type { Ceremony, Release } from '../keys/custody/ceremony.ts'
import type { CustodyState } from '../keys/custody/keeper-messages.ts'
import { findOffice, setCustodyInForce } from '../registry/office.ts'
import type { Proposal } from '../registry/proposal.ts'
import { findProposal, finishProposal, lockProposal } from '../registry/proposals.ts'
import { serviceScope } from '../registry/scope.ts'
import { asService } from './as-caller.ts'
import type { Deps } from './deps.ts'
import { record } from './record.ts'

const noted = new WeakMap<CustodyState, true>()

/** Makes an entry when the custody is another than the one known last, also when it was changed while nobody looked. */
export async function noteCustody(deps: Deps, custody: CustodyState): Promise<void> {
  // The same object is told until something changes; an idle service asks the database nothing.
  if (noted.has(custody)) return
  const office = await asService(deps, findOffice)
  if (office === undefined) return
  const { custodyId, kind, custodians } = custody
  if (office.custodyInForce !== custodyId) {
    if (office.custodyInForce !== null) {
      const proposal = await proposalOf(deps, custody.release, 'changeCustody')
      await noteDone(deps, 'changeCustody', proposal, {
        kind,
        custodians: String(custodians),
        custody: custodyId,
        before: office.custodyInForce,
      })
    }
    await asService(deps, (tx) => setCustodyInForce(tx, custodyId))
  }
  await noteRotation(deps, custody)
  noted.set(custody, true)
}

/** Every host comes to have the root key that one of them made; the first that looks makes the entry. */
async function noteRotation(deps: Deps, { generations: [newest] }: CustodyState): Promise<void> {
  const proposal = await proposalOf(deps, newest?.release, 'rotateRootKey')
  if (newest === undefined || proposal?.state !== 'executing') return
  await noteDone(deps, 'rotateRootKey', proposal, {
    generation: String(newest.generation),
    rootKeyCheck: newest.checkValueHex,
  })
}

/** The entry first: what is marked as done is not looked at again. */
async function noteDone(
  deps: Deps,
  operation: Ceremony['act'],
  proposal: Proposal | undefined,
  details: Readonly<Record<string, string>>,
): Promise<void> {
  const call: Call = { requestId: deps.newId(), caller: theService }
  const approved =
    proposal === undefined ? { approved: 'no' } : { proposal: proposal.id, actSha256: toHex(proposal.sha256) }
  await record(deps, call, { operation, unitId: null, details: { ...details, ...approved } })
  if (proposal === undefined) return
  await asService(deps, async (tx) => {
    const found = await lockProposal(tx, serviceScope, proposal.id)
    if (found.state === 'executing') await finishProposal(tx, found.id, deps.clock.now())
  })
}

/** The record of a custody lies in a file: it is believed no more than that there is such a proposal with such a digest. */
async function proposalOf(
  deps: Pick<Deps, 'database'>,
  release: Release | undefined,
  act: Ceremony['act'],
): Promise<Proposal | undefined> {
  if (release === undefined) return undefined
  const { proposalId, actSha256 } = release
  const found = await asService(deps, (tx) => findProposal(tx, serviceScope, proposalId))
  const holds =
    found?.act === act &&
    toHex(found.sha256) === actSha256 &&
    (found.state === 'executing' || found.state === 'executed')
  return holds ? found : undefined
}
