// A proposal: one act that waits for others to approve it, and what became of it.

/** What can be proposed, by the name of the journey that does it. */
export const proposableActs = [
  'scheduleKeyDestruction',
  'exportKey',
  'shredUnit',
  'mergeUnits',
  'createAuthority',
  'setApprovalRule',
  'addTrustAnchor',
  'removeTrustAnchor',
  'changeCustody',
  'rotateRootKey',
  'grant',
  'enrolDevice',
  'signDocuments',
] as const
export type ProposableAct = (typeof proposableActs)[number]

export const proposalStates = ['open', 'rejected', 'expired', 'executing', 'executed'] as const
export type ProposalState = (typeof proposalStates)[number]

export const partyKinds = ['person', 'application'] as const

/** Who proposed, rejected or executed it. */
export interface Party {
  readonly kind: (typeof partyKinds)[number]
  readonly id: string
}

interface ProposalFacts {
  readonly id: string
  readonly unitId: string
  readonly unitPath: string
  readonly act: ProposableAct
  /** The text that is approved, RFC 8785. */
  readonly canonical: string
  /** Of `canonical`: the challenge that each approver's passkey signs. */
  readonly sha256: Uint8Array
  /** By the rules of its day. */
  readonly approvalsRequired: number
  readonly proposer: Party
  readonly createdAt: Date
  readonly expiresAt: Date
}

export interface WaitingProposal extends ProposalFacts {
  readonly state: 'open' | 'expired'
}

export interface RejectedProposal extends ProposalFacts {
  readonly state: 'rejected'
  readonly rejectedBy: Party
  readonly rejectedAt: Date
  readonly reason: string | null
}

export interface ClaimedProposal extends ProposalFacts {
  /** `executing` until all of it is done; nobody but its executor goes on with it. */
  readonly state: 'executing' | 'executed'
  readonly executor: Party
  readonly claimedAt: Date
  /** How often its executor has begun. */
  readonly attempts: number
  readonly executedAt: Date | null
  /** What a ceremony that was confirmed is to make: `custodyId` or check value. No other is. */
  readonly ceremonyResult: string | null
}

export type Proposal = WaitingProposal | RejectedProposal | ClaimedProposal

/** What a passkey signed, as the browser gave it (WebAuthn Level 3 §7.2). */
export interface KeptAssertion {
  readonly authenticatorData: Uint8Array
  readonly clientDataJson: Uint8Array
  readonly signature: Uint8Array
  /** COSE_Key of the passkey at that time. */
  readonly publicKey: Uint8Array
}

export interface StoredApproval {
  readonly id: string
  readonly proposalId: string
  readonly personId: string
  readonly passkeyId: string
  readonly createdAt: Date
  readonly assertion: KeptAssertion
}

export interface ApprovalRule {
  readonly unitId: string
  readonly unitPath: string
  readonly act: ProposableAct
  readonly approvals: number
  readonly expiresInHours: number
}
