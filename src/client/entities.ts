// What answers hold of each kind of thing: its fields in GraphQL, and the types that come of the same lists.

import type * as schema from './schema.generated.ts'

const unitFields = ['id', 'path', 'title', 'state', 'createdAt'] as const
export type UnitFacts = Pick<schema.Unit, (typeof unitFields)[number]>

const certificateFields = [
  'id',
  'serialHex',
  'subject',
  'issuer',
  'profile',
  'notBefore',
  'notAfter',
  'revokedAt',
  'revocationReason',
  'pem',
] as const
export type CertificateFacts = Pick<schema.Certificate, (typeof certificateFields)[number]>

const keyFields = [
  'id',
  'name',
  'purpose',
  'algorithm',
  'attributes',
  'provider',
  'destroyAt',
  'createdAt',
] as const
const keyVersionFields = [
  'version',
  'state',
  'createdAt',
  'activatedAt',
  'deactivatedAt',
  'compromisedAt',
  'destroyedAt',
  'usageEndsAt',
  'publicKey',
] as const
const usageLimitFields = ['maxOperations', 'perSeconds'] as const
const keyPolicyFields = ['rotationPeriodDays', 'usagePeriodDays', 'minimumVersion'] as const
export type KeyPolicyFacts = Pick<schema.KeyPolicy, (typeof keyPolicyFields)[number]> & {
  readonly usageLimit: Pick<schema.UsageLimit, (typeof usageLimitFields)[number]> | null
}
const keyWarningFields = ['code', 'at', 'text'] as const
export type KeyWarningFacts = Pick<schema.KeyWarning, (typeof keyWarningFields)[number]>
export type KeyVersionFacts = Pick<schema.KeyVersion, (typeof keyVersionFields)[number]> & {
  readonly certificates: readonly CertificateFacts[]
}
export type KeyFacts = Pick<schema.Key, (typeof keyFields)[number]> & {
  readonly policy: KeyPolicyFacts
  /** Soonest first. */
  readonly warnings: readonly KeyWarningFacts[]
  /** Oldest first. */
  readonly versions: readonly KeyVersionFacts[]
}

const authorityFields = ['id', 'slug', 'title', 'subject', 'root', 'practice', 'chainPem'] as const
export type AuthorityFacts = Pick<schema.Authority, (typeof authorityFields)[number]>

const trustAnchorFields = [
  'id',
  'subject',
  'issuer',
  'serialHex',
  'notAfter',
  'certificateSha256',
  'purposes',
  'trustedFrom',
  'trustedUntil',
  'addedAt',
  'removedAt',
  'pem',
] as const
export type TrustAnchorFacts = Pick<schema.TrustAnchor, (typeof trustAnchorFields)[number]>

const tokenFields = ['id', 'kind', 'createdAt', 'expiresAt', 'lastUsedAt', 'revokedAt'] as const
export type TokenFacts = Pick<schema.Token, (typeof tokenFields)[number]>
export const trustFields = [
  'id',
  'issuer',
  'audience',
  'subject',
  'algorithm',
  'createdAt',
  'endedAt',
] as const
export type TrustFacts = Pick<schema.WorkloadTrust, (typeof trustFields)[number]>

const applicationFields = ['id', 'name', 'actions', 'createdAt'] as const
export type ApplicationFacts = Pick<schema.Application, (typeof applicationFields)[number]> & {
  readonly grants: readonly GrantFacts[]
  readonly unit: UnitFacts
  readonly tokens: readonly TokenFacts[]
  readonly trusts: readonly TrustFacts[]
}

const grantFields = [
  'id',
  'personId',
  'applicationId',
  'role',
  'unit',
  'keyId',
  'actions',
  'formats',
  'emergency',
  'emergencyUntil',
  'handedOnFrom',
  'createdAt',
  'expiresAt',
  'revokedAt',
] as const
export type GrantFacts = Pick<schema.Grant, (typeof grantFields)[number]> & {
  readonly limit: Pick<schema.UsageLimit, (typeof usageLimitFields)[number]> | null
}

const personFields = ['id', 'name', 'title', 'unit', 'createdAt', 'disabledAt'] as const
export type PersonFacts = Pick<schema.Person, (typeof personFields)[number]> & {
  readonly grants: readonly GrantFacts[]
}

export const passkeyFields = ['id', 'title', 'createdAt', 'lastUsedAt', 'revokedAt'] as const
export type PasskeyFacts = Pick<schema.Passkey, (typeof passkeyFields)[number]>
export const sessionFields = [
  'id',
  'method',
  'createdAt',
  'expiresAt',
  'lastUsedAt',
  'revokedAt',
  'isOpen',
  'isThisOne',
] as const
export type SessionFacts = Pick<schema.Session, (typeof sessionFields)[number]>
export const subjectFields = ['id', 'issuer', 'subject', 'createdAt', 'endedAt'] as const
export type SubjectFacts = Pick<schema.OidcSubject, (typeof subjectFields)[number]>
export interface ProofFacts extends DevicesFacts {
  readonly subjects: readonly SubjectFacts[]
}
export const devices = `passkeys { ${passkeyFields.join(' ')} } sessions { ${sessionFields.join(' ')} }`
export interface DevicesFacts {
  readonly passkeys: readonly PasskeyFacts[]
  readonly sessions: readonly SessionFacts[]
}

export const heldGrantFields = [
  'id',
  'unit',
  'actions',
  'keyId',
  'formats',
  'emergency',
  'expiresAt',
] as const
export type ViewerFacts = Pick<schema.Viewer, 'kind' | 'id' | 'name' | 'title' | 'unit'> &
  DevicesFacts & {
    readonly grants: readonly Pick<schema.HeldGrant, (typeof heldGrantFields)[number]>[]
    readonly emergencyGrants: readonly GrantFacts[]
  }

export const officeFields = ['practice', 'publicUrl', 'version'] as const
export type OfficeFacts = Pick<schema.Office, (typeof officeFields)[number]>

export const auditEntryFields = ['id', 'at', 'operation', 'outcome', 'entry', 'leafIndex'] as const
const checkpointFields = ['treeSize', 'rootHash', 'note', 'publicKey'] as const
export type WireAuditEntry = Pick<schema.AuditEntry, (typeof auditEntryFields)[number]>
export type WireCheckpoint = Pick<schema.Checkpoint, (typeof checkpointFields)[number]>
export type WireConsistencyProof = Pick<schema.ConsistencyProof, 'fromSize' | 'hashes'> & {
  readonly checkpoint: WireCheckpoint
}
export type WireReceipt = Pick<schema.SignatureReceipt, 'leafIndex' | 'entry' | 'text'> & {
  readonly checkpoint: WireCheckpoint
}
export type WireInclusionProof = Pick<schema.InclusionProof, 'leafIndex' | 'entry' | 'hashes'> & {
  readonly checkpoint: WireCheckpoint
}

const progressFields = [
  'stampedBefore',
  'unstampedBefore',
  'after',
  'opened',
  'toSignAnew',
  'signedAnew',
] as const
const incidentFields = ['id', 'key', 'versions', 'since', 'declaredAt', 'drill'] as const
export type IncidentFacts = Pick<schema.Incident, (typeof incidentFields)[number]> & {
  readonly progress: Pick<schema.IncidentProgress, (typeof progressFields)[number]>
}
export const incidentItemFields = [
  'auditEntryId',
  'operation',
  'at',
  'format',
  'level',
  'contentDigest',
  'standing',
  'remedy',
  'replacedBy',
] as const
export type IncidentItemFacts = Pick<schema.IncidentItem, (typeof incidentItemFields)[number]>

const proposalFields = [
  'id',
  'act',
  'state',
  'rejectable',
  'canonicalAct',
  'actSha256',
  'approvalsRequired',
  'approvalsCounting',
  'createdAt',
  'expiresAt',
  'rejectedAt',
  'rejectionReason',
  'executedAt',
] as const
const partyFields = ['kind', 'id', 'name'] as const
export type PartyFacts = Pick<schema.ProposalParty, (typeof partyFields)[number]>
export type ApprovalFacts = Pick<schema.ProposalApproval, 'approvedAt' | 'counts'> & {
  readonly person: PartyFacts
}
export type ProposalFacts = Pick<schema.Proposal, (typeof proposalFields)[number]> & {
  readonly unit: Pick<schema.Unit, 'path'>
  readonly proposedBy: PartyFacts
  readonly rejectedBy: PartyFacts | null
  readonly executedBy: PartyFacts | null
  /** Oldest first. */
  readonly approvals: readonly ApprovalFacts[]
  /** Of a list of documents, those that are signed. */
  readonly signatures: readonly Pick<schema.ApprovedSignature, 'sha256' | 'auditEntryId'>[]
}
export type ApprovalRuleFacts = Pick<schema.ApprovalRule, 'act' | 'approvals' | 'expiresInHours'> & {
  readonly unit: Pick<schema.Unit, 'path'>
}

export const documentFields = ['id', 'sha256', 'size', 'base64'] as const
export const preparedFields = [
  'preparation',
  'toBeSigned',
  'certificateSerialHex',
  'signatureOctets',
  'expiresAt',
] as const
export const completedFields = [
  'signature',
  'format',
  'level',
  'certificateSerialHex',
  'auditEntryId',
] as const
export const operationError = '... on OperationError { reference code message retryable }'

export type OperationErrorFacts = Pick<schema.OperationError, 'reference' | 'code' | 'message' | 'retryable'>
export type WireSignature = Pick<schema.RawSignature, 'reference' | 'signature' | 'auditEntryId'>
export type WireEncrypted = Pick<schema.Encrypted, 'reference' | 'ciphertext' | 'auditEntryId'>
export type WireDecrypted = Pick<schema.Decrypted, 'reference' | 'plaintext' | 'keyVersion' | 'auditEntryId'>
export type WireRewrapped = Pick<
  schema.Rewrapped,
  'reference' | 'ciphertext' | 'fromVersion' | 'auditEntryId'
>
export type WireDataKey = Pick<schema.DataKey, 'reference' | 'plaintext' | 'ciphertext' | 'auditEntryId'>
export type WireMac = Pick<schema.MessageMac, 'reference' | 'mac' | 'auditEntryId'>
export type MacVerificationFacts = Pick<
  schema.MacVerification,
  'reference' | 'valid' | 'keyVersion' | 'auditEntryId'
>
export type WireVerification = Pick<schema.RawVerification, 'reference' | 'valid' | 'keyVersion'>

export const unit = unitFields.join(' ')
export const certificate = certificateFields.join(' ')
const keyPolicy = `${keyPolicyFields.join(' ')} usageLimit { ${usageLimitFields.join(' ')} }`
export const key = `${keyFields.join(' ')} policy { ${keyPolicy} } warnings { ${keyWarningFields.join(' ')} } versions { ${keyVersionFields.join(' ')} certificates { ${certificate} } }`
export const authority = authorityFields.join(' ')
export const trustAnchor = trustAnchorFields.join(' ')
export const token = tokenFields.join(' ')
export const grant = `${grantFields.join(' ')} limit { ${usageLimitFields.join(' ')} }`
export const application = `${applicationFields.join(' ')} unit { ${unit} } tokens { ${token} } trusts { ${trustFields.join(' ')} } grants { ${grant} }`
export const person = `${personFields.join(' ')} grants { ${grant} }`
export const checkpoint = checkpointFields.join(' ')
export const incident = `${incidentFields.join(' ')} progress { ${progressFields.join(' ')} }`
const party = partyFields.join(' ')
export const proposal = `${proposalFields.join(' ')} unit { path } proposedBy { ${party} } rejectedBy { ${party} }
  executedBy { ${party} } approvals { approvedAt counts person { ${party} } } signatures { sha256 auditEntryId }`
export const approvalRule = 'act approvals expiresInHours unit { path }'
const reasons = 'reasons { code text }'
const signatureReport = `indication integrity subIndication format level claimedSigningTime bestSignatureTime coversWholeDocument
    name lane signer { subject issuer serialHex practice } laterChanges { revision kind permitted } revision { signed last }
    chain { subject issuer serialHex notBefore notAfter }
    timestamps { kind integrity trusted time authority ${reasons} } ${reasons}`
export const validationReport = `indication integrity format policy { name version } validationTime ${reasons}
  signatures { ${signatureReport} }`

const keyUsers = '{ kind name uses }'
export const unitChangePreview = `truncated units { pathBefore pathAfter stateBefore stateAfter }
  keys { nameBefore nameAfter purpose certificatesBefore certificatesAfter usersBefore ${keyUsers} usersAfter ${keyUsers} }
  applications { name unitBefore unitAfter tokens disabled keysBefore keysAfter }`

export const signedDocument = `document { ${documentFields.join(' ')} } format level certificateSerialHex auditEntryId`
export type SignedDocumentFacts = Pick<
  schema.SignDocumentPayload,
  'format' | 'level' | 'certificateSerialHex' | 'auditEntryId'
> & {
  readonly document: Pick<schema.Document, (typeof documentFields)[number]>
}
/** What an act made that was approved; `__typename` tells which. */
export type WireExecution =
  | { readonly __typename: 'ScheduleKeyDestructionPayload'; readonly key: KeyFacts }
  | { readonly __typename: 'ExportKeyPayload'; readonly version: number; readonly material: string }
  | { readonly __typename: 'ShredUnitPayload' | 'MergeUnitsPayload'; readonly unit: UnitFacts }
  | { readonly __typename: 'CreateAuthorityPayload'; readonly authority: AuthorityFacts }
  | { readonly __typename: 'SetApprovalRulePayload'; readonly rule: ApprovalRuleFacts }
  | {
      readonly __typename: 'AddTrustAnchorPayload' | 'RemoveTrustAnchorPayload'
      readonly anchor: TrustAnchorFacts
    }
  | { readonly __typename: 'ReleaseCeremonyPayload'; readonly heldUntil: string }
  | { readonly __typename: 'GrantPayload'; readonly grant: GrantFacts }
  | ({ readonly __typename: 'CreateEnrolmentPayload' } & schema.CreateEnrolmentPayload)
  | {
      readonly __typename: 'SignDocumentsPayload'
      readonly outcomes: readonly (SignedDocumentFacts | OperationErrorFacts)[]
      readonly missing: number
    }
export const execution = `__typename
  ... on ScheduleKeyDestructionPayload { key { ${key} } }
  ... on ExportKeyPayload { version material }
  ... on ShredUnitPayload { unit { ${unit} } }
  ... on MergeUnitsPayload { unit { ${unit} } }
  ... on CreateAuthorityPayload { authority { ${authority} } }
  ... on SetApprovalRulePayload { rule { ${approvalRule} } }
  ... on AddTrustAnchorPayload { anchor { ${trustAnchor} } }
  ... on RemoveTrustAnchorPayload { anchor { ${trustAnchor} } }
  ... on ReleaseCeremonyPayload { heldUntil }
  ... on GrantPayload { grant { ${grant} } }
  ... on CreateEnrolmentPayload { code link expiresAt }
  ... on SignDocumentsPayload { missing outcomes { ... on SignDocumentPayload { ${signedDocument} } ${operationError} } }`
