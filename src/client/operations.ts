// The operations of schema.graphql that the client sends, with what each one asks for.

import {
  type ApplicationFacts,
  type ApprovalRuleFacts,
  type AuthorityFacts,
  application,
  approvalRule,
  auditEntryFields,
  authority,
  type CertificateFacts,
  certificate,
  checkpoint,
  completedFields,
  devices,
  documentFields,
  execution,
  type GrantFacts,
  grant,
  heldGrantFields,
  type IncidentFacts,
  type IncidentItemFacts,
  incident,
  incidentItemFields,
  type KeyFacts,
  key,
  type MacVerificationFacts,
  type OfficeFacts,
  type OperationErrorFacts,
  officeFields,
  operationError,
  type PasskeyFacts,
  type PersonFacts,
  type ProofFacts,
  type ProposalFacts,
  passkeyFields,
  person,
  preparedFields,
  proposal,
  type SessionFacts,
  type SignedDocumentFacts,
  type SubjectFacts,
  sessionFields,
  signedDocument,
  subjectFields,
  type TokenFacts,
  type TrustAnchorFacts,
  type TrustFacts,
  token,
  trustAnchor,
  trustFields,
  type UnitFacts,
  unit,
  unitChangePreview,
  type ViewerFacts,
  validationReport,
  type WireAuditEntry,
  type WireCheckpoint,
  type WireConsistencyProof,
  type WireDataKey,
  type WireDecrypted,
  type WireEncrypted,
  type WireExecution,
  type WireInclusionProof,
  type WireMac,
  type WireReceipt,
  type WireRewrapped,
  type WireSignature,
  type WireVerification,
} from './entities.ts'
import { mutation, query } from './operation.ts'
import type * as schema from './schema.generated.ts'

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
