// Custodians and root keys change where no gateway sees it; the gateway notices, and the log says so, and on whose approval.

import { toHex } from '../bytes.ts'
import { type Call, theService } from '../caller.ts'
import type { Ceremony, Release } from '../keys/custody/ceremony.ts'
import type { CustodyState, RootKeyGeneration } from '../keys/custody/keeper-messages.ts'
import type { Json } from '../policy/canonical-json.ts'
import { findOffice, type Office, setCustodyInForce } from '../registry/office.ts'
import type { Proposal } from '../registry/proposal.ts'
import { findProposal, finishProposal, lockProposal } from '../registry/proposals.ts'
import { serviceScope } from '../registry/scope.ts'
import { asService } from './as-caller.ts'
import type { Deps } from './deps.ts'
import { record } from './record.ts'
import { proposedAct } from './standing-approvals.ts'

const noted = new WeakMap<CustodyState, true>()

/** Makes an entry when the custody is another than the one known last, also when it was changed while nobody looked. */
export async function noteCustody(deps: Deps, custody: CustodyState): Promise<void> {
  // The same object is told until something changes; an idle service asks the database nothing.
  if (noted.has(custody)) return
  const office = await asService(deps, findOffice)
  if (office === undefined) return
  const { custodyId, kind, custodians } = custody
  if (office.custodyInForce !== custodyId) {
    const before = office.custodyInForce
    if (before !== null) {
      const proposal = await proposalOf(
        deps,
        custody.release,
        { act: 'changeCustody', result: custodyId },
        (approved) =>
          approved['before'] === before &&
          approved['custody'] === kind &&
          lengthOf(approved['custodians']) === custodians,
      )
      await noteDone(deps, 'changeCustody', proposal, {
        kind,
        custodians: String(custodians),
        custody: custodyId,
        before,
      })
    }
    await asService(deps, (tx) => setCustodyInForce(tx, custodyId))
  }
  await noteApprovedRotation(deps, custody.generations)
  noted.set(custody, true)
}

/**
 * Before the registry takes the newest root key for the office's own: an entry when no proposal was for it.
 *
 * @param office as it is before.
 */
export async function noteSuccession(deps: Deps, office: Office): Promise<void> {
  const [newest] = deps.rootKeys()
  if (newest === undefined || newest.checkValueHex === toHex(office.rootKeyCheck)) return
  if (await noteApprovedRotation(deps, deps.rootKeys())) return
  await noteDone(deps, 'rotateRootKey', undefined, rotationDetails(newest))
}

/**
 * Every host comes to have the root key that one of them made; the first that looks makes the entry.
 *
 * @returns whether there is a proposal for it.
 */
async function noteApprovedRotation(
  deps: Deps,
  [newest, ...earlier]: readonly RootKeyGeneration[],
): Promise<boolean> {
  const proposal = await proposalOf(
    deps,
    newest?.release,
    { act: 'rotateRootKey', result: newest?.checkValueHex },
    (approved) =>
      approved['generation'] === newest?.generation &&
      earlier.some(({ checkValueHex }) => checkValueHex === approved['before']),
  )
  if (newest !== undefined && proposal?.state === 'executing')
    await noteDone(deps, 'rotateRootKey', proposal, rotationDetails(newest))
  return proposal !== undefined
}

function rotationDetails({ generation, checkValueHex }: RootKeyGeneration): Readonly<Record<string, string>> {
  return { generation: String(generation), rootKeyCheck: checkValueHex }
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

/**
 * The record of a custody lies in a file: it is believed no more than that there is such a proposal with such a digest, on
 * which exactly this was confirmed. An old record, put back, names a proposal too, and that was for the place of another.
 */
async function proposalOf(
  deps: Pick<Deps, 'database'>,
  release: Release | undefined,
  { act, result }: { readonly act: Ceremony['act']; readonly result: string | undefined },
  isFor: (approved: Readonly<Record<string, Json>>) => boolean,
): Promise<Proposal | undefined> {
  if (release === undefined) return undefined
  const { proposalId, actSha256 } = release
  const found = await asService(deps, (tx) => findProposal(tx, serviceScope, proposalId))
  if (found?.act !== act || toHex(found.sha256) !== actSha256) return undefined
  if (found.state !== 'executing' && found.state !== 'executed') return undefined
  if (found.ceremonyResult === null || found.ceremonyResult !== result) return undefined
  return isFor((await proposedAct(deps, found)).parameters) ? found : undefined
}

function lengthOf(list: Json | undefined): number | undefined {
  return Array.isArray(list) ? list.length : undefined
}
