// Acts that one person alone does not do: how many approve them, which approvals count, and what an approval is bound to.

import { createHash } from 'node:crypto'
import type { Call } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import type { KeyIdentity } from '../keys/handle.ts'
import type { Party, ProposableAct } from '../registry/proposal.ts'
import { canonicalJson, type Json } from './canonical-json.ts'

/** One document is signed on one approval; everything else is an officer's act, for which a real office wants two people. */
function isOfficersAct(act: ProposableAct): boolean {
  return act !== 'signDocuments'
}

/** What is to be done, with everything that decides it resolved: identifiers instead of names. */
export interface Act {
  readonly act: ProposableAct
  /** Where it is done: there its approvers must be allowed to approve. */
  readonly unitId: string
  readonly parameters: { readonly [name: string]: Json }
}

/** An act as it was proposed: once, in one office, until one moment. */
export interface ProposedAct extends Act {
  /** The organisation's own unit: no approval of one office means anything in another. */
  readonly officeId: string
  readonly proposalId: string
  readonly expiresAt: Date
  /** What the identifiers were called, for those who are to approve. */
  readonly names: { readonly [name: string]: string }
}

/** The text that is approved: its SHA-256 is the challenge that each approver's passkey signs. */
export function canonicalAct(proposed: ProposedAct): string {
  const { act, unitId, parameters, officeId, proposalId, expiresAt, names } = proposed
  return canonicalJson({
    act,
    expiresAt: expiresAt.toISOString(),
    names,
    office: officeId,
    parameters,
    proposal: proposalId,
    unit: unitId,
    version: 1,
  })
}

export function actDigest(canonical: string): Uint8Array {
  return new Uint8Array(createHash('sha256').update(canonical).digest())
}

export const approvalLimits = { approvals: 10, expiresInHours: 720 } as const
export const defaultExpiryHours = 72

export interface RuleFacts {
  readonly act: ProposableAct
  readonly mode: 'practice' | 'real'
  /** What the rules of the units concerned, and of those above them, say. */
  readonly rules: readonly number[]
}

/**
 * How many people have to approve. The strictest rule on the way up holds, so that nobody below loosens what was laid
 * down above; in a real office no rule loosens an act to none.
 */
export function approvalsNeeded({ act, mode, rules }: RuleFacts): number {
  // Documents are approved where their key is marked, and that is so in any office.
  const least = mode === 'real' || !isOfficersAct(act) ? 1 : 0
  return Math.max(least, ...rules)
}

/**
 * Nothing is done on no approval. Of an officer's act that somebody proposes who could not approve it, one person more
 * approves: programs, single sign-on and people whom one officer made himself are nobody's second man.
 *
 * @param decides whether the proposer is a person who may approve there.
 */
export function approvalsOfProposal(act: ProposableAct, needed: number, decides: boolean): number {
  return Math.max(1, needed) + (!decides && isOfficersAct(act) ? 1 : 0)
}

/** What is known of an approval at the moment when it shall count. */
export interface ApprovalFacts {
  readonly personId: string
  /** Whether the person is there, and may approve in the unit now. */
  readonly mayApprove: boolean
  /** Whether the passkey is there and not revoked. */
  readonly passkeyStands: boolean
  /** Whether its signature holds over the digest of this act. */
  readonly assertionHolds: boolean
}

/** @returns how many different people, none of them the proposer, stand behind the act. */
export function countApprovals(proposer: Party, approvals: readonly ApprovalFacts[]): number {
  const people = approvals
    .filter(({ mayApprove, passkeyStands, assertionHolds }) => mayApprove && passkeyStands && assertionHolds)
    .map(({ personId }) => personId)
    .filter((personId) => proposer.kind !== 'person' || personId !== proposer.id)
  return new Set(people).size
}

class ApprovalOfAct {
  readonly proposal: ProposedAct
  /** Lower-case hexadecimal. */
  readonly actSha256: string
  readonly #madeByApprove = true

  constructor(proposal: ProposedAct, actSha256: string) {
    this.proposal = proposal
    this.actSha256 = actSha256
  }

  static isGenuine(approval: ApprovalOfAct): boolean {
    return #madeByApprove in approval && approval.#madeByApprove
  }
}

/** The right to do exactly one act, which enough people have approved. `approve` alone makes it. */
export type Approval = ApprovalOfAct

export interface ApprovalRequest {
  readonly proposal: ProposedAct
  /** The text that was approved, as it was kept. */
  readonly canonical: string
  readonly proposer: Party
  readonly approvals: readonly ApprovalFacts[]
  /** As `approvalsOfProposal`, by the rules of the proposal's day or of today, whichever asks for more. */
  readonly required: number
  readonly now: Date
}

/**
 * @throws ServiceError `PROPOSAL_NOT_OPEN` when its time is over, `APPROVAL_INVALID` when the kept text is not that of
 *   the proposal, `APPROVAL_REQUIRED` when too few of its approvals count.
 */
export function approve(request: ApprovalRequest): Approval {
  const { proposal, canonical, proposer, approvals, required, now } = request
  if (now >= proposal.expiresAt) {
    throw new ServiceError(
      'PROPOSAL_NOT_OPEN',
      `the proposal ended on ${proposal.expiresAt.toISOString()}: propose it again`,
    )
  }
  if (canonicalAct(proposal) !== canonical)
    throw new ServiceError('APPROVAL_INVALID', 'what was approved is another act than the one proposed')
  const counted = countApprovals(proposer, approvals)
  // Nobody to approve means that nobody has approved, never that nobody needs to.
  if (required < 1 || counted < required) {
    throw new ServiceError(
      'APPROVAL_REQUIRED',
      `${counted} of ${Math.max(1, required)} approvals count now: others have to approve the proposal first`,
    )
  }
  return new ApprovalOfAct(proposal, Buffer.from(actDigest(canonical)).toString('hex'))
}

/**
 * Demands, where an act is done, that it is what was approved, or that it needs nobody's approval.
 *
 * @param needed as `approvalsNeeded`.
 * @throws ServiceError `APPROVAL_REQUIRED` saying what to do; `APPROVAL_INVALID` when something else was approved.
 */
export function requireApproval(call: Call, act: Act, needed: number): void {
  // The founding of an office, and what time does to what was decided before.
  if (call.caller.kind === 'service') return
  const { approval } = call
  if (approval === undefined) {
    if (needed > 0) throw approvalRequired(act.act, needed)
    return
  }
  requireApproved(approval, act)
}

/** @throws ServiceError `APPROVAL_INVALID` when `act` is not the one that was approved. */
export function requireApproved(approval: Approval, act: Act): void {
  requireGenuine(approval)
  if (canonicalAct({ ...approval.proposal, ...act }) !== canonicalAct(approval.proposal)) {
    throw new ServiceError(
      'APPROVAL_INVALID',
      `what was approved is not this ${act.act}: something that decides it has changed; propose it again`,
    )
  }
}

/** One document of a list that is signed together. */
export interface ApprovedDocument {
  /** Lower-case hexadecimal, of the document before it is signed. */
  readonly sha256: string
  readonly format: string
  readonly level: string
  readonly detached: boolean
}

type DocumentKey = Pick<KeyIdentity, 'keyId' | 'version' | 'purpose' | 'attributes'>

/** Whether a signature with the key is one that somebody has to have approved: it is marked, or done on an approval. */
export function needsApproval(
  { approval }: Call,
  { purpose, attributes }: Pick<DocumentKey, 'purpose' | 'attributes'>,
): boolean {
  return purpose === 'sign-document' && (approval !== undefined || attributes.includes('approval-required'))
}

/**
 * Demands that the document is one of those approved, to be signed by this version of the key, and so.
 *
 * @param document undefined when the journey knows of none.
 * @throws ServiceError as `requireApproval`.
 */
export function requireApprovedDocument(
  call: Call,
  key: DocumentKey,
  document: ApprovedDocument | undefined,
): void {
  if (!needsApproval(call, key)) return
  const { approval } = call
  if (approval === undefined || document === undefined) throw approvalRequired('signDocuments', 1)
  requireGenuine(approval)
  const { act, parameters } = approval.proposal
  const listed = Array.isArray(parameters['documents']) ? parameters['documents'] : []
  const { sha256, format, level, detached } = document
  const wanted = canonicalJson({ detached, format, level, sha256 })
  if (
    act !== 'signDocuments' ||
    parameters['keyId'] !== key.keyId ||
    parameters['keyVersion'] !== key.version ||
    !listed.some((one) => signedForm(one) === wanted)
  ) {
    throw new ServiceError(
      'APPROVAL_INVALID',
      'the document, the version of the key, the format or the level is not what was approved',
    )
  }
}

/** For audit entries: under which proposal it was done. */
export function approvalDetails({ approval }: Call): Readonly<Record<string, string>> {
  if (approval === undefined) return {}
  return { proposal: approval.proposal.proposalId, actSha256: approval.actSha256 }
}

function signedForm(listed: unknown): string | undefined {
  if (typeof listed !== 'object' || listed === null) return undefined
  const [detached, format, level, sha256] = ['detached', 'format', 'level', 'sha256'].map((name) =>
    Reflect.get(listed, name),
  )
  return JSON.stringify({ detached, format, level, sha256 })
}

/** Guards against a look-alike made around the type system. */
function requireGenuine(approval: Approval): void {
  if (!ApprovalOfAct.isGenuine(approval)) throw new Error('the approval was not made by approve')
}

function approvalRequired(act: ProposableAct, needed: number): ServiceError {
  const people = needed === 1 ? 'one other person' : `${needed} other people`
  return new ServiceError(
    'APPROVAL_REQUIRED',
    `${act} needs the approval of ${people}: propose it, let them approve, then execute the proposal`,
  )
}
