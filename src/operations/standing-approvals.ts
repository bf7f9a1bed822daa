// Which approvals of a proposal count now: the person is there and may approve, the passkey stands, its signature holds.

import { toBase64Url } from '../bytes.ts'
import type { Action } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import type { ApprovalFacts, ProposedAct } from '../policy/approvals.ts'
import { isWithin } from '../policy/authorise.ts'
import type { Json } from '../policy/canonical-json.ts'
import { actionsOf } from '../policy/roles.ts'
import { grantsInForce } from '../registry/grants.ts'
import { findPasskeyById } from '../registry/passkeys.ts'
import { findPersonById } from '../registry/people.ts'
import type { KeptAssertion, ProposableAct, Proposal, StoredApproval } from '../registry/proposal.ts'
import { listApprovals } from '../registry/proposal-approvals.ts'
import { requireIntact } from '../registry/row-integrity.ts'
import { serviceScope } from '../registry/scope.ts'
import { asService, type Tx } from './as-caller.ts'
import type { Deps } from './deps.ts'
import { organisationId } from './reach-unit.ts'
import { relyingParty } from './relying-party.ts'
import { verifyResponse } from './webauthn.ts'

/** A list of documents is approved by whoever answers for them; what changes the office by its officers. */
export function approvingAction(act: ProposableAct): Action {
  return act === 'signDocuments' ? 'approve-signatures' : 'approve'
}

/**
 * Checks the signatures anew, from what was kept: whoever has the database cannot write one.
 *
 * @returns the identifiers of the approvals whose signature holds over the digest of the proposal.
 */
export async function heldAssertions(
  deps: Pick<Deps, 'database' | 'publicUrl'>,
  { id, sha256 }: Pick<Proposal, 'id' | 'sha256'>,
): Promise<ReadonlySet<string>> {
  const approvals = await asService(deps, async (tx) => {
    const found = await listApprovals(tx, id)
    return Promise.all(
      found.map(async (one) => ({ one, passkey: await findPasskeyById(tx, serviceScope, one.passkeyId) })),
    )
  })
  const held = new Set<string>()
  for (const { one, passkey } of approvals)
    if (passkey !== undefined && (await holds(deps, sha256, one.assertion, passkey))) held.add(one.id)
  return held
}

/** What each approval is worth at `at`. For a transaction with the service's scope. */
export async function standingApprovals(
  tx: Tx,
  proposal: Proposal,
  held: ReadonlySet<string>,
  at: Date,
): Promise<readonly (StoredApproval & ApprovalFacts)[]> {
  const facts: (StoredApproval & ApprovalFacts)[] = []
  for (const approval of await listApprovals(tx, proposal.id)) {
    const passkey = await findPasskeyById(tx, serviceScope, approval.passkeyId)
    await requireIntact(tx, 'passkeys', [{ id: approval.passkeyId }])
    facts.push({
      ...approval,
      mayApprove: await mayApprove(tx, approval.personId, proposal, at),
      passkeyStands: passkey?.personId === approval.personId && passkey.revokedAt === null,
      assertionHolds: held.has(approval.id),
    })
  }
  return facts
}

/** The act of a proposal, from the text that was approved and the columns that must agree with it. */
export async function proposedAct(deps: Pick<Deps, 'database'>, proposal: Proposal): Promise<ProposedAct> {
  const { id, act, unitId, expiresAt, canonical } = proposal
  const text: unknown = JSON.parse(canonical)
  return {
    act,
    unitId,
    parameters: members(text, 'parameters', isJson),
    names: members(text, 'names', isText),
    officeId: await organisationId(deps),
    proposalId: id,
    expiresAt,
  }
}

/** Whether the person is there, and may approve such an act there at `at`. For a transaction with the service's scope. */
export async function mayApprove(
  tx: Tx,
  personId: string,
  { act, unitPath }: Proposal,
  at: Date,
): Promise<boolean> {
  const person = await findPersonById(tx, serviceScope, personId)
  if (person === undefined || person.disabledAt !== null) return false
  await requireIntact(tx, 'people', [{ id: personId }])
  const action = approvingAction(act)
  const grants = await grantsInForce(tx, serviceScope, { personId }, at)
  return grants.some(
    (grant) =>
      isWithin(unitPath, grant.unitPath) &&
      actionsOf(grant.role, grant.actions, grant.keyId !== null).includes(action),
  )
}

async function holds(
  deps: Pick<Deps, 'publicUrl'>,
  challenge: Uint8Array,
  { authenticatorData, clientDataJson, signature }: KeptAssertion,
  { credentialId, publicKey }: { readonly credentialId: Uint8Array; readonly publicKey: Uint8Array },
): Promise<boolean> {
  const id = toBase64Url(credentialId)
  const response = {
    id,
    rawId: id,
    type: 'public-key' as const,
    response: {
      authenticatorData: toBase64Url(authenticatorData),
      clientDataJSON: toBase64Url(clientDataJson),
      signature: toBase64Url(signature),
    },
    clientExtensionResults: {},
  }
  try {
    // Its counter was looked at when it was given, and has gone on since.
    await verifyResponse(relyingParty(deps.publicUrl), challenge, response, {
      credentialId,
      publicKey,
      signCount: 0,
    })
    return true
  } catch (error) {
    if (error instanceof ServiceError && error.code === 'UNAUTHENTICATED') return false
    throw error
  }
}

function members<T>(
  value: unknown,
  name: string,
  is: (member: unknown) => member is T,
): Readonly<Record<string, T>> {
  const object: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
  if (typeof object !== 'object' || object === null) throw new Error(`a proposal has no ${name}`)
  const found: Record<string, T> = {}
  for (const [key, member] of Object.entries(object)) {
    if (!is(member)) throw new Error(`${name} of a proposal holds something else`)
    found[key] = member
  }
  return found
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}

/** What JSON.parse gives. */
function isJson(value: unknown): value is Json {
  return value !== undefined
}
