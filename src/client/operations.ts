// The operations of schema.graphql that the client sends, with what each one asks for.

import { mutation, query } from './operation.ts'
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
const trustFields = ['id', 'issuer', 'audience', 'subject', 'algorithm', 'createdAt', 'endedAt'] as const
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

const passkeyFields = ['id', 'title', 'createdAt', 'lastUsedAt', 'revokedAt'] as const
export type PasskeyFacts = Pick<schema.Passkey, (typeof passkeyFields)[number]>
const sessionFields = [
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
const subjectFields = ['id', 'issuer', 'subject', 'createdAt', 'endedAt'] as const
export type SubjectFacts = Pick<schema.OidcSubject, (typeof subjectFields)[number]>
export interface ProofFacts extends DevicesFacts {
  readonly subjects: readonly SubjectFacts[]
}
const devices = `passkeys { ${passkeyFields.join(' ')} } sessions { ${sessionFields.join(' ')} }`
export interface DevicesFacts {
  readonly passkeys: readonly PasskeyFacts[]
  readonly sessions: readonly SessionFacts[]
}

const heldGrantFields = ['id', 'unit', 'actions', 'keyId', 'formats', 'emergency', 'expiresAt'] as const
export type ViewerFacts = Pick<schema.Viewer, 'kind' | 'id' | 'name' | 'title' | 'unit'> &
  DevicesFacts & {
    readonly grants: readonly Pick<schema.HeldGrant, (typeof heldGrantFields)[number]>[]
    readonly emergencyGrants: readonly GrantFacts[]
  }

const officeFields = ['practice', 'publicUrl', 'version'] as const
export type OfficeFacts = Pick<schema.Office, (typeof officeFields)[number]>

const auditEntryFields = ['id', 'at', 'operation', 'outcome', 'entry', 'leafIndex'] as const
const checkpointFields = ['treeSize', 'rootHash', 'note', 'publicKey'] as const
type WireAuditEntry = Pick<schema.AuditEntry, (typeof auditEntryFields)[number]>
type WireCheckpoint = Pick<schema.Checkpoint, (typeof checkpointFields)[number]>
type WireConsistencyProof = Pick<schema.ConsistencyProof, 'fromSize' | 'hashes'> & {
  readonly checkpoint: WireCheckpoint
}
type WireReceipt = Pick<schema.SignatureReceipt, 'leafIndex' | 'entry' | 'text'> & {
  readonly checkpoint: WireCheckpoint
}
type WireInclusionProof = Pick<schema.InclusionProof, 'leafIndex' | 'entry' | 'hashes'> & {
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
const incidentItemFields = [
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

const documentFields = ['id', 'sha256', 'size', 'base64'] as const
const preparedFields = [
  'preparation',
  'toBeSigned',
  'certificateSerialHex',
  'signatureOctets',
  'expiresAt',
] as const
const completedFields = ['signature', 'format', 'level', 'certificateSerialHex', 'auditEntryId'] as const
const operationError = '... on OperationError { reference code message retryable }'

export type OperationErrorFacts = Pick<schema.OperationError, 'reference' | 'code' | 'message' | 'retryable'>
type WireSignature = Pick<schema.RawSignature, 'reference' | 'signature' | 'auditEntryId'>
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
type WireVerification = Pick<schema.RawVerification, 'reference' | 'valid' | 'keyVersion'>

const unit = unitFields.join(' ')
const certificate = certificateFields.join(' ')
const keyPolicy = `${keyPolicyFields.join(' ')} usageLimit { ${usageLimitFields.join(' ')} }`
const key = `${keyFields.join(' ')} policy { ${keyPolicy} } warnings { ${keyWarningFields.join(' ')} } versions { ${keyVersionFields.join(' ')} certificates { ${certificate} } }`
const authority = authorityFields.join(' ')
const trustAnchor = trustAnchorFields.join(' ')
const token = tokenFields.join(' ')
const grant = `${grantFields.join(' ')} limit { ${usageLimitFields.join(' ')} }`
const application = `${applicationFields.join(' ')} unit { ${unit} } tokens { ${token} } trusts { ${trustFields.join(' ')} } grants { ${grant} }`
const person = `${personFields.join(' ')} grants { ${grant} }`
const checkpoint = checkpointFields.join(' ')
const incident = `${incidentFields.join(' ')} progress { ${progressFields.join(' ')} }`
const party = partyFields.join(' ')
const proposal = `${proposalFields.join(' ')} unit { path } proposedBy { ${party} } rejectedBy { ${party} }
  executedBy { ${party} } approvals { approvedAt counts person { ${party} } } signatures { sha256 auditEntryId }`
const approvalRule = 'act approvals expiresInHours unit { path }'
const reasons = 'reasons { code text }'
const signatureReport = `indication integrity subIndication format level claimedSigningTime bestSignatureTime coversWholeDocument
    name lane signer { subject issuer serialHex practice } laterChanges { revision kind permitted } revision { signed last }
    chain { subject issuer serialHex notBefore notAfter }
    timestamps { kind integrity trusted time authority ${reasons} } ${reasons}`
const validationReport = `indication integrity format policy { name version } validationTime ${reasons}
  signatures { ${signatureReport} }`

const keyUsers = '{ kind name uses }'
const unitChangePreview = `truncated units { pathBefore pathAfter stateBefore stateAfter }
  keys { nameBefore nameAfter purpose certificatesBefore certificatesAfter usersBefore ${keyUsers} usersAfter ${keyUsers} }
  applications { name unitBefore unitAfter tokens disabled keysBefore keysAfter }`

const signedDocument = `document { ${documentFields.join(' ')} } format level certificateSerialHex auditEntryId`
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
const execution = `__typename
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

/** One page of a list. */
export interface Page<Item> {
  readonly edges: readonly { readonly node: Item }[]
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
}
const page = (node: string) => `edges { node { ${node} } } pageInfo { hasNextPage endCursor }`
const pageArguments = { first: 'Int', after: 'String' }
export interface PageVariables {
  readonly first: number
  readonly after: string | null
}
type InUnit = PageVariables & { readonly unit?: string | undefined }

const creates = { repeatable: true }
/** Without an idempotency key: what became of a lost request must be looked up, not guessed. */
const once = { repeatable: false }

function changeOfUnit<Input>(name: string) {
  const inputType = `${name.slice(0, 1).toUpperCase()}${name.slice(1)}Input`
  return mutation<Input, { readonly unit: UnitFacts }>(name, inputType, `unit { ${unit} }`, creates)
}

export const operations = {
  office: query<Record<never, never>, OfficeFacts>('office', {}, officeFields.join(' ')),
  unit: query<{ readonly path: string }, UnitFacts | null>('unit', { path: 'String!' }, unit),
  previewUnitChange: query<{ readonly input: schema.PreviewUnitChangeInput }, schema.UnitChangePreview>(
    'previewUnitChange',
    { input: 'PreviewUnitChangeInput!' },
    unitChangePreview,
  ),
  units: query<PageVariables, Page<UnitFacts>>('units', pageArguments, page(unit)),
  key: query<{ readonly name: string }, KeyFacts | null>('key', { name: 'String!' }, key),
  keys: query<InUnit, Page<KeyFacts>>('keys', { unit: 'String', ...pageArguments }, page(key)),
  importWrappingKey: query<
    { readonly provider?: schema.KeyProvider | null | undefined },
    Pick<schema.ImportWrappingKey, 'publicKey' | 'token'>
  >('importWrappingKey', { provider: 'KeyProvider' }, 'publicKey token'),
  authority: query<{ readonly slug: string }, AuthorityFacts | null>(
    'authority',
    { slug: 'String!' },
    authority,
  ),
  authorities: query<Record<never, never>, readonly AuthorityFacts[]>('authorities', {}, authority),
  certificate: query<{ readonly serialHex: string }, CertificateFacts | null>(
    'certificate',
    { serialHex: 'String!' },
    certificate,
  ),
  certificates: query<InUnit, Page<CertificateFacts>>(
    'certificates',
    { unit: 'String', ...pageArguments },
    page(certificate),
  ),
  viewer: query<Record<never, never>, ViewerFacts>(
    'viewer',
    {},
    `kind id name title unit ${devices} grants { ${heldGrantFields.join(' ')} } emergencyGrants { ${grant} }`,
  ),
  person: query<{ readonly name: string }, (PersonFacts & ProofFacts) | null>(
    'person',
    { name: 'String!' },
    `${person} ${devices} subjects { ${subjectFields.join(' ')} }`,
  ),
  people: query<PageVariables, Page<PersonFacts>>('people', pageArguments, page(person)),
  applications: query<PageVariables, Page<ApplicationFacts>>(
    'applications',
    pageArguments,
    page(application),
  ),
  auditEntries: query<PageVariables, Page<WireAuditEntry>>(
    'auditEntries',
    pageArguments,
    page(auditEntryFields.join(' ')),
  ),
  auditEntry: query<{ readonly id: string }, WireAuditEntry | null>(
    'auditEntry',
    { id: 'ID!' },
    auditEntryFields.join(' '),
  ),
  checkpoint: query<Record<never, never>, WireCheckpoint | null>('checkpoint', {}, checkpoint),
  consistencyProof: query<{ readonly fromSize: number }, WireConsistencyProof>(
    'consistencyProof',
    { fromSize: 'Int!' },
    `fromSize hashes checkpoint { ${checkpoint} }`,
  ),
  signatureReceipt: query<{ readonly auditEntryId: string; readonly witnessed: boolean }, WireReceipt | null>(
    'signatureReceipt',
    { auditEntryId: 'ID!', witnessed: 'Boolean' },
    `leafIndex entry text checkpoint { ${checkpoint} }`,
  ),
  inclusionProof: query<{ readonly auditEntryId: string }, WireInclusionProof | null>(
    'inclusionProof',
    { auditEntryId: 'ID!' },
    `leafIndex entry hashes checkpoint { ${checkpoint} }`,
  ),
  verifyDocument: query<{ readonly input: schema.VerifyDocumentInput }, schema.ValidationReport>(
    'verifyDocument',
    { input: 'VerifyDocumentInput!' },
    validationReport,
  ),
  verify: query<
    { readonly input: schema.VerifyInput },
    { readonly outcomes: readonly (WireVerification | OperationErrorFacts)[] }
  >(
    'verify',
    { input: 'VerifyInput!' },
    `outcomes { ... on RawVerification { reference valid keyVersion } ${operationError} }`,
  ),
  random: query<{ readonly octets: number }, string>('random', { octets: 'Int!' }, ''),
  createUnit: mutation<schema.CreateUnitInput, { readonly unit: UnitFacts }>(
    'createUnit',
    'CreateUnitInput',
    `unit { ${unit} }`,
    creates,
  ),
  renameUnit: changeOfUnit<schema.RenameUnitInput>('renameUnit'),
  sealUnit: changeOfUnit<schema.SealUnitInput>('sealUnit'),
  unsealUnit: changeOfUnit<schema.UnsealUnitInput>('unsealUnit'),
  moveUnit: changeOfUnit<schema.MoveUnitInput>('moveUnit'),
  mergeUnits: changeOfUnit<schema.MergeUnitsInput>('mergeUnits'),
  splitUnit: changeOfUnit<schema.SplitUnitInput>('splitUnit'),
  rotateUnitKey: changeOfUnit<schema.RotateUnitKeyInput>('rotateUnitKey'),
  abolishUnit: changeOfUnit<schema.AbolishUnitInput>('abolishUnit'),
  shredUnit: changeOfUnit<schema.ShredUnitInput>('shredUnit'),
  createKey: mutation<schema.CreateKeyInput, { readonly key: KeyFacts }>(
    'createKey',
    'CreateKeyInput',
    `key { ${key} }`,
    creates,
  ),
  importKey: mutation<schema.ImportKeyInput, { readonly key: KeyFacts }>(
    'importKey',
    'ImportKeyInput',
    `key { ${key} }`,
    creates,
  ),
  exportKey: mutation<schema.ExportKeyInput, Pick<schema.ExportKeyPayload, 'version' | 'material'>>(
    'exportKey',
    'ExportKeyInput',
    'version material',
    once,
  ),
  rotateKey: mutation<
    schema.RotateKeyInput,
    { readonly key: KeyFacts; readonly certificates: readonly CertificateFacts[] }
  >('rotateKey', 'RotateKeyInput', `key { ${key} } certificates { ${certificate} }`, creates),
  disableKey: mutation<schema.DisableKeyInput, { readonly key: KeyFacts }>(
    'disableKey',
    'DisableKeyInput',
    `key { ${key} }`,
    creates,
  ),
  enableKey: mutation<schema.EnableKeyInput, { readonly key: KeyFacts }>(
    'enableKey',
    'EnableKeyInput',
    `key { ${key} }`,
    creates,
  ),
  scheduleKeyDestruction: mutation<schema.ScheduleKeyDestructionInput, { readonly key: KeyFacts }>(
    'scheduleKeyDestruction',
    'ScheduleKeyDestructionInput',
    `key { ${key} }`,
    creates,
  ),
  cancelKeyDestruction: mutation<schema.CancelKeyDestructionInput, { readonly key: KeyFacts }>(
    'cancelKeyDestruction',
    'CancelKeyDestructionInput',
    `key { ${key} }`,
    creates,
  ),
  compromiseKey: mutation<
    schema.CompromiseKeyInput,
    {
      readonly key: KeyFacts
      readonly certificates: readonly CertificateFacts[]
      readonly incident: Pick<schema.Incident, 'id' | 'drill'>
    }
  >(
    'compromiseKey',
    'CompromiseKeyInput',
    `key { ${key} } certificates { ${certificate} } incident { id drill }`,
    creates,
  ),
  updateKey: mutation<schema.UpdateKeyInput, { readonly key: KeyFacts }>(
    'updateKey',
    'UpdateKeyInput',
    `key { ${key} }`,
    creates,
  ),
  trustAnchors: query<Record<never, never>, readonly TrustAnchorFacts[]>('trustAnchors', {}, trustAnchor),
  addTrustAnchor: mutation<schema.AddTrustAnchorInput, { readonly anchor: TrustAnchorFacts }>(
    'addTrustAnchor',
    'AddTrustAnchorInput',
    `anchor { ${trustAnchor} }`,
    creates,
  ),
  removeTrustAnchor: mutation<schema.RemoveTrustAnchorInput, { readonly anchor: TrustAnchorFacts }>(
    'removeTrustAnchor',
    'RemoveTrustAnchorInput',
    `anchor { ${trustAnchor} }`,
    creates,
  ),
  createAuthority: mutation<schema.CreateAuthorityInput, { readonly authority: AuthorityFacts }>(
    'createAuthority',
    'CreateAuthorityInput',
    `authority { ${authority} }`,
    creates,
  ),
  issueCertificate: mutation<
    schema.IssueCertificateInput,
    { readonly certificate: CertificateFacts; readonly chainPem: string }
  >('issueCertificate', 'IssueCertificateInput', `certificate { ${certificate} } chainPem`, creates),
  revokeCertificate: mutation<schema.RevokeCertificateInput, { readonly certificate: CertificateFacts }>(
    'revokeCertificate',
    'RevokeCertificateInput',
    `certificate { ${certificate} }`,
    once,
  ),
  signDocument: mutation<schema.SignDocumentInput, SignedDocumentFacts>(
    'signDocument',
    'SignDocumentInput',
    signedDocument,
    creates,
  ),
  incident: query<
    { readonly id: string },
    | (IncidentFacts & {
        /** The first of them, oldest first. */
        readonly items: Page<IncidentItemFacts>
      })
    | null
  >('incident', { id: 'ID!' }, `${incident} items(first: 500) { ${page(incidentItemFields.join(' '))} }`),
  incidents: query<PageVariables, Page<IncidentFacts>>('incidents', pageArguments, page(incident)),
  resign: mutation<schema.ResignInput, { readonly incident: IncidentFacts }>(
    'resign',
    'ResignInput',
    `incident { ${incident} }`,
    once,
  ),
  reportIncident: mutation<
    schema.ReportIncidentInput,
    Pick<schema.ReportIncidentPayload, 'text' | 'facts' | 'auditEntryId'>
  >('reportIncident', 'ReportIncidentInput', 'text facts auditEntryId', once),
  proposal: query<{ readonly id: string }, ProposalFacts | null>('proposal', { id: 'ID!' }, proposal),
  proposals: query<
    PageVariables & { readonly state?: schema.ProposalState | undefined },
    Page<ProposalFacts>
  >('proposals', { state: 'ProposalState', ...pageArguments }, page(proposal)),
  approvalRules: query<Record<never, never>, readonly ApprovalRuleFacts[]>('approvalRules', {}, approvalRule),
  propose: mutation<schema.ProposeInput, { readonly proposal: ProposalFacts }>(
    'propose',
    'ProposeInput',
    `proposal { ${proposal} }`,
    once,
  ),
  approve: mutation<schema.ApproveInput, { readonly proposal: ProposalFacts }>(
    'approve',
    'ApproveInput',
    `proposal { ${proposal} }`,
    once,
  ),
  reject: mutation<schema.RejectInput, { readonly proposal: ProposalFacts }>(
    'reject',
    'RejectInput',
    `proposal { ${proposal} }`,
    once,
  ),
  execute: mutation<
    schema.ExecuteInput,
    { readonly proposal: ProposalFacts; readonly result: WireExecution }
  >('execute', 'ExecuteInput', `proposal { ${proposal} } result { ${execution} }`, once),
  setApprovalRule: mutation<schema.SetApprovalRuleInput, { readonly rule: ApprovalRuleFacts }>(
    'setApprovalRule',
    'SetApprovalRuleInput',
    `rule { ${approvalRule} }`,
    creates,
  ),
  prepareSignature: mutation<
    schema.PrepareSignatureInput,
    Pick<schema.PrepareSignaturePayload, (typeof preparedFields)[number]>
  >('prepareSignature', 'PrepareSignatureInput', preparedFields.join(' '), once),
  completeSignature: mutation<
    schema.CompleteSignatureInput,
    Pick<schema.CompleteSignaturePayload, (typeof completedFields)[number]>
  >('completeSignature', 'CompleteSignatureInput', completedFields.join(' '), creates),
  recipient: query<{ readonly unit: string }, schema.Recipient>(
    'recipient',
    { unit: 'String!' },
    'unit certificatePem serialHex',
  ),
  sealEnvelope: mutation<
    schema.SealEnvelopeInput,
    Pick<schema.SealEnvelopePayload, 'format' | 'auditEntryId'> & {
      readonly document: Pick<schema.Document, (typeof documentFields)[number]>
    }
  >(
    'sealEnvelope',
    'SealEnvelopeInput',
    `document { ${documentFields.join(' ')} } format auditEntryId`,
    creates,
  ),
  openEnvelope: mutation<
    schema.OpenEnvelopeInput,
    Pick<schema.OpenEnvelopePayload, 'contentKey' | 'unit' | 'keyVersion' | 'auditEntryId'> & {
      readonly document: Pick<schema.Document, (typeof documentFields)[number]> | null
    }
  >(
    'openEnvelope',
    'OpenEnvelopeInput',
    `document { ${documentFields.join(' ')} } contentKey unit keyVersion auditEntryId`,
    once,
  ),
  rewrapEnvelope: mutation<
    schema.RewrapEnvelopeInput,
    {
      readonly outcomes: readonly (
        | Pick<schema.RewrappedRecipients, 'reference' | 'recipientInfos' | 'auditEntryId'>
        | OperationErrorFacts
      )[]
    }
  >(
    'rewrapEnvelope',
    'RewrapEnvelopeInput',
    `outcomes { ... on RewrappedRecipients { reference recipientInfos auditEntryId } ${operationError} }`,
    once,
  ),
  timestamp: mutation<
    schema.TimestampInput,
    Pick<schema.TimestampPayload, 'token' | 'time' | 'auditEntryId'>
  >('timestamp', 'TimestampInput', 'token time auditEntryId', once),
  sign: mutation<
    schema.SignInput,
    { readonly keyVersion: number; readonly outcomes: readonly (WireSignature | OperationErrorFacts)[] }
  >(
    'sign',
    'SignInput',
    `keyVersion outcomes { ... on RawSignature { reference signature auditEntryId } ${operationError} }`,
    once,
  ),
  encrypt: mutation<
    schema.EncryptInput,
    { readonly keyVersion: number; readonly outcomes: readonly (WireEncrypted | OperationErrorFacts)[] }
  >(
    'encrypt',
    'EncryptInput',
    `keyVersion outcomes { ... on Encrypted { reference ciphertext auditEntryId } ${operationError} }`,
    once,
  ),
  decrypt: mutation<
    schema.DecryptInput,
    { readonly outcomes: readonly (WireDecrypted | OperationErrorFacts)[] }
  >(
    'decrypt',
    'DecryptInput',
    `outcomes { ... on Decrypted { reference plaintext keyVersion auditEntryId } ${operationError} }`,
    once,
  ),
  rewrap: mutation<
    schema.RewrapInput,
    { readonly keyVersion: number; readonly outcomes: readonly (WireRewrapped | OperationErrorFacts)[] }
  >(
    'rewrap',
    'RewrapInput',
    `keyVersion outcomes { ... on Rewrapped { reference ciphertext fromVersion auditEntryId } ${operationError} }`,
    once,
  ),
  generateDataKey: mutation<
    schema.GenerateDataKeyInput,
    { readonly keyVersion: number; readonly outcomes: readonly (WireDataKey | OperationErrorFacts)[] }
  >(
    'generateDataKey',
    'GenerateDataKeyInput',
    `keyVersion outcomes { ... on DataKey { reference plaintext ciphertext auditEntryId } ${operationError} }`,
    once,
  ),
  mac: mutation<
    schema.MacInput,
    { readonly keyVersion: number; readonly outcomes: readonly (WireMac | OperationErrorFacts)[] }
  >(
    'mac',
    'MacInput',
    `keyVersion outcomes { ... on MessageMac { reference mac auditEntryId } ${operationError} }`,
    once,
  ),
  verifyMac: mutation<
    schema.VerifyMacInput,
    { readonly outcomes: readonly (MacVerificationFacts | OperationErrorFacts)[] }
  >(
    'verifyMac',
    'VerifyMacInput',
    `outcomes { ... on MacVerification { reference valid keyVersion auditEntryId } ${operationError} }`,
    once,
  ),
  createEnrolment: mutation<schema.CreateEnrolmentInput, schema.CreateEnrolmentPayload>(
    'createEnrolment',
    'CreateEnrolmentInput',
    'code link expiresAt',
    creates,
  ),
  linkSubject: mutation<schema.LinkSubjectInput, { readonly subject: SubjectFacts }>(
    'linkSubject',
    'LinkSubjectInput',
    `subject { ${subjectFields.join(' ')} }`,
    creates,
  ),
  unlinkSubject: mutation<schema.UnlinkSubjectInput, { readonly subject: SubjectFacts }>(
    'unlinkSubject',
    'UnlinkSubjectInput',
    `subject { ${subjectFields.join(' ')} }`,
    once,
  ),
  trustWorkload: mutation<schema.TrustWorkloadInput, { readonly trust: TrustFacts }>(
    'trustWorkload',
    'TrustWorkloadInput',
    `trust { ${trustFields.join(' ')} }`,
    creates,
  ),
  distrustWorkload: mutation<schema.DistrustWorkloadInput, { readonly trust: TrustFacts }>(
    'distrustWorkload',
    'DistrustWorkloadInput',
    `trust { ${trustFields.join(' ')} }`,
    once,
  ),
  bindCertificate: mutation<schema.BindCertificateInput, { readonly token: TokenFacts }>(
    'bindCertificate',
    'BindCertificateInput',
    `token { ${token} }`,
    creates,
  ),
  revokePasskey: mutation<schema.RevokePasskeyInput, { readonly passkey: PasskeyFacts }>(
    'revokePasskey',
    'RevokePasskeyInput',
    `passkey { ${passkeyFields.join(' ')} }`,
    once,
  ),
  revokeSession: mutation<schema.RevokeSessionInput, { readonly session: SessionFacts }>(
    'revokeSession',
    'RevokeSessionInput',
    `session { ${sessionFields.join(' ')} }`,
    once,
  ),

  acceptLog: mutation<schema.AcceptLogInput, Pick<schema.AcceptLogPayload, 'lostSize' | 'auditEntryId'>>(
    'acceptLog',
    'AcceptLogInput',
    'lostSize auditEntryId',
    once,
  ),
  createApplication: mutation<schema.CreateApplicationInput, { readonly application: ApplicationFacts }>(
    'createApplication',
    'CreateApplicationInput',
    `application { ${application} }`,
    creates,
  ),
  issueToken: mutation<schema.IssueTokenInput, { readonly token: TokenFacts; readonly secret: string }>(
    'issueToken',
    'IssueTokenInput',
    `token { ${token} } secret`,
    creates,
  ),
  createPerson: mutation<schema.CreatePersonInput, { readonly person: PersonFacts }>(
    'createPerson',
    'CreatePersonInput',
    `person { ${person} }`,
    creates,
  ),
  disablePerson: mutation<schema.DisablePersonInput, { readonly person: PersonFacts }>(
    'disablePerson',
    'DisablePersonInput',
    `person { ${person} }`,
    once,
  ),
  grant: mutation<schema.GrantInput, { readonly grant: GrantFacts }>(
    'grant',
    'GrantInput',
    `grant { ${grant} }`,
    creates,
  ),
  revokeGrant: mutation<schema.RevokeGrantInput, { readonly grant: GrantFacts }>(
    'revokeGrant',
    'RevokeGrantInput',
    `grant { ${grant} }`,
    once,
  ),
  breakGlass: mutation<schema.BreakGlassInput, { readonly grant: GrantFacts }>(
    'breakGlass',
    'BreakGlassInput',
    `grant { ${grant} }`,
    once,
  ),
  revokeToken: mutation<schema.RevokeTokenInput, { readonly token: TokenFacts }>(
    'revokeToken',
    'RevokeTokenInput',
    `token { ${token} }`,
    once,
  ),
}
