import type { SignatureAlgorithm } from '../../crypto/algorithms.ts';
import type { KeyAlgorithm } from '../../crypto/algorithms.ts';
import type { KeyAttribute } from '../../keys/handle.ts';
import type { KeyProvider } from './enums.ts';
import type { Purpose as KeyPurpose } from '../../keys/handle.ts';
import type { KeyState } from '../../keys/handle.ts';
import type { KeyWarningCode } from '../../policy/key-warnings.ts';
import type { UnitState } from '../../registry/unit.ts';
import type { KeyUse } from '../../operations/preview-unit-change.ts';
import type { RevocationReason } from '../../registry/certificate.ts';
import type { ProfileName as CertificateProfile } from '../../policy/certificate-profiles.ts';
import type { CertificateStatusName } from '../../operations/evidence.ts';
import type { Action } from '../../caller.ts';
import type { Role } from '../../caller.ts';
import type { CallerKind } from './enums.ts';
import type { EmergencyReason } from '../../operations/break-glass.ts';
import type { TokenKind } from '../../registry/application.ts';
import type { WorkloadAlgorithm } from '../../operations/judge-jwt.ts';
import type { SessionMethod } from '../../registry/person.ts';
import type { Standing as IncidentStanding } from '../../policy/incident-plan.ts';
import type { Remedy as IncidentRemedy } from '../../policy/incident-plan.ts';
import type { ProposableAct } from '../../registry/proposal.ts';
import type { ProposalState } from '../../registry/proposal.ts';
import type { PartyKind } from './enums.ts';
import type { Integrity } from './enums.ts';
import type { CheckOutcome } from './enums.ts';
import type { TimestampKind } from './enums.ts';
import type { ReleasedCustodyKind as CustodyKind } from '../../operations/change-custody.ts';
import type { TrustAnchorPurpose } from '../../registry/trust-anchor.ts';
import type { TrustLane } from '../../validation/report.ts';
import type { SealedFormat } from './enums.ts';
import type { SignatureFormat } from './enums.ts';
import type { SignatureLevel } from './enums.ts';
import type { HashAlgorithm } from './enums.ts';
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { Unit as UnitModel } from '../../registry/unit.ts';
import type { UnitChangePreview as UnitChangePreviewModel, UnitForecast as UnitForecastModel, KeyForecast as KeyForecastModel, ApplicationForecast as ApplicationForecastModel } from '../../operations/preview-unit-change.ts';
import type { Key as KeyModel, KeyVersion as KeyVersionModel } from '../../registry/key.ts';
import type { IssuedCertificate as IssuedCertificateModel } from '../../registry/certificate.ts';
import type { Authority as AuthorityModel } from '../../registry/authority.ts';
import type { TrustAnchor as TrustAnchorModel } from '../../registry/trust-anchor.ts';
import type { Application as ApplicationModel, Token as TokenModel, WorkloadTrust as WorkloadTrustModel } from '../../registry/application.ts';
import type { Viewer as ViewerModel } from '../../operations/viewer.ts';
import type { HeldGrant as HeldGrantModel } from '../../caller.ts';
import type { Person as PersonModel, Session as SessionModel } from '../../registry/person.ts';
import type { Grant as GrantModel } from '../../registry/grant.ts';
import type { StoredAuditEntry as StoredAuditEntryModel } from '../../registry/audit-entries.ts';
import type { Passkey as PasskeyModel } from '../../registry/passkey.ts';
import type { OidcSubject as OidcSubjectModel } from '../../registry/oidc-subjects.ts';
import type { Incident as IncidentModel } from '../../registry/incident.ts';
import type { IncidentItem as IncidentItemModel } from '../../operations/incidents.ts';
import type { Proposal as ProposalModel, Party as PartyModel, ApprovalRule as ApprovalRuleModel } from '../../registry/proposal.ts';
import type { JudgedApproval as JudgedApprovalModel } from '../../operations/read-proposals.ts';
import type { ApprovedSignature as ApprovedSignatureModel } from '../../registry/approved-signatures.ts';
import type { DocumentResult as DocumentResultModel } from '../../operations/documents.ts';
import type { ValidationReport as ValidationReportModel, SignatureReport as SignatureReportModel, Check as CheckModel, CertificateSummary as CertificateSummaryModel, TimestampReport as TimestampReportModel } from '../../validation/report.ts';
import type { Context } from './context.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = T | null | undefined;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
export type EnumResolverSignature<T, AllowedValues = any> = { [key in keyof T]?: AllowedValues };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** Bytes in Base64 with padding (RFC 4648 section 4). */
  Base64: { input: Uint8Array; output: Uint8Array; }
  /** A moment in ISO 8601, in UTC, for example `2026-11-22T07:00:00.000Z`. */
  DateTime: { input: Date; output: Date; }
};

/** Anything with a global identifier. */
export type Node = {
  /** Global identifier, opaque to clients. */
  readonly id: Scalars['ID']['output'];
};

/** What reads and changes nothing. Verification needs no token; all else does. */
export type Query = {
  readonly __typename?: 'Query';
  /** Finds any object by its global identifier. */
  readonly node: Maybe<Node>;
  /** The office: whether it is a practice office, and where it publishes. */
  readonly office: Office;
  /** A unit by its path; null when there is none that the caller may see. */
  readonly unit: Maybe<Unit>;
  /** The units at and below the caller's own, parents before children. */
  readonly units: UnitConnection;
  /** What a change of the tree would do, and who could use which key before and after. Nothing is changed. */
  readonly previewUnitChange: UnitChangePreview;
  /** A key by its name; null when there is none that the caller may see. */
  readonly key: Maybe<Key>;
  /** The keys of the caller's subtree. */
  readonly keys: KeyConnection;
  /** What to wrap a key under that is to be taken in by `importKey`. The first one takes seconds to make. */
  readonly importWrappingKey: ImportWrappingKey;
  /** A certification authority by its slug. */
  readonly authority: Maybe<Authority>;
  /** All certification authorities. */
  readonly authorities: ReadonlyArray<Authority>;
  /**
   * The authorities of others that the office trusts when it verifies, as its officers decided, oldest first. Its own are
   * `authorities`; files that the operator of a host put there come on top.
   */
  readonly trustAnchors: ReadonlyArray<TrustAnchor>;
  /** A certificate by its serial number. */
  readonly certificate: Maybe<Certificate>;
  /** The certificates of the caller's subtree, oldest first. */
  readonly certificates: CertificateConnection;
  /** The applications of the caller's subtree. */
  readonly applications: ApplicationConnection;
  /** Judges a signed document (EN 319 102-1). Broken input is a verdict, not an error. */
  readonly verifyDocument: ValidationReport;
  /** Octets from the cryptographically secure generator of the service. */
  readonly random: Scalars['Base64']['output'];
  /** The certificate to which is sealed now what is for a unit; of any unit, since others seal to it. */
  readonly recipient: Recipient;
  /** Checks raw signatures, one outcome per item. */
  readonly verify: VerifyPayload;
  /** Who asks: the person or the application behind the credential, and what it may do. */
  readonly viewer: Viewer;
  /** A person by name: oneself, or one of the units that the caller manages; null when there is none. */
  readonly person: Maybe<Person>;
  /** The people of the units that the caller manages, oldest first. */
  readonly people: PersonConnection;
  /** The audit entries of the caller's subtree, oldest first. */
  readonly auditEntries: AuditEntryConnection;
  /** One audit entry with all that proves it, for auditors of its unit and for who caused it; null when there is none. */
  readonly auditEntry: Maybe<AuditEntry>;
  /** The newest signed checkpoint of the audit log; null before the first. */
  readonly checkpoint: Maybe<Checkpoint>;
  /** The proof that the log of the newest checkpoint continues an earlier one (RFC 9162 section 2.1.4). */
  readonly consistencyProof: ConsistencyProof;
  /** What proves offline, to anyone, that a signature stands in the log; null until it has its place, about a second. */
  readonly signatureReceipt: Maybe<SignatureReceipt>;
  /** A key in wrong hands; null when there is none that the caller may read the log of. */
  readonly incident: Maybe<Incident>;
  /** Incidents of the caller's subtree, oldest first, drills too. */
  readonly incidents: IncidentConnection;
  /** A proposal; null when there is none that the caller may see. */
  readonly proposal: Maybe<Proposal>;
  /** The proposals on units that the caller may see, oldest first. */
  readonly proposals: ProposalConnection;
  /** How many people approve which act, as the rules of the caller's units say. What no rule says is the office's own. */
  readonly approvalRules: ReadonlyArray<ApprovalRule>;
  /** The proof that an audit entry stands in the log (RFC 9162 section 2.1.3); null until the entry has its place. */
  readonly inclusionProof: Maybe<InclusionProof>;
};


/** What reads and changes nothing. Verification needs no token; all else does. */
export type QueryNodeArgs = {
  id: Scalars['ID']['input'];
};


/** What reads and changes nothing. Verification needs no token; all else does. */
export type QueryUnitArgs = {
  path: Scalars['String']['input'];
};


/** What reads and changes nothing. Verification needs no token; all else does. */
export type QueryUnitsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


/** What reads and changes nothing. Verification needs no token; all else does. */
export type QueryPreviewUnitChangeArgs = {
  input: PreviewUnitChangeInput;
};


/** What reads and changes nothing. Verification needs no token; all else does. */
export type QueryKeyArgs = {
  name: Scalars['String']['input'];
};


/** What reads and changes nothing. Verification needs no token; all else does. */
export type QueryKeysArgs = {
  unit?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


/** What reads and changes nothing. Verification needs no token; all else does. */
export type QueryImportWrappingKeyArgs = {
  provider?: InputMaybe<KeyProvider>;
};


/** What reads and changes nothing. Verification needs no token; all else does. */
export type QueryAuthorityArgs = {
  slug: Scalars['String']['input'];
};


/** What reads and changes nothing. Verification needs no token; all else does. */
export type QueryCertificateArgs = {
  serialHex: Scalars['String']['input'];
};


/** What reads and changes nothing. Verification needs no token; all else does. */
export type QueryCertificatesArgs = {
  unit?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


/** What reads and changes nothing. Verification needs no token; all else does. */
export type QueryApplicationsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


/** What reads and changes nothing. Verification needs no token; all else does. */
export type QueryVerifyDocumentArgs = {
  input: VerifyDocumentInput;
};


/** What reads and changes nothing. Verification needs no token; all else does. */
export type QueryRandomArgs = {
  octets: Scalars['Int']['input'];
};


/** What reads and changes nothing. Verification needs no token; all else does. */
export type QueryRecipientArgs = {
  unit: Scalars['String']['input'];
};


/** What reads and changes nothing. Verification needs no token; all else does. */
export type QueryVerifyArgs = {
  input: VerifyInput;
};


/** What reads and changes nothing. Verification needs no token; all else does. */
export type QueryPersonArgs = {
  name: Scalars['String']['input'];
};


/** What reads and changes nothing. Verification needs no token; all else does. */
export type QueryPeopleArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


/** What reads and changes nothing. Verification needs no token; all else does. */
export type QueryAuditEntriesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


/** What reads and changes nothing. Verification needs no token; all else does. */
export type QueryAuditEntryArgs = {
  id: Scalars['ID']['input'];
};


/** What reads and changes nothing. Verification needs no token; all else does. */
export type QueryConsistencyProofArgs = {
  fromSize: Scalars['Int']['input'];
};


/** What reads and changes nothing. Verification needs no token; all else does. */
export type QuerySignatureReceiptArgs = {
  auditEntryId: Scalars['ID']['input'];
  witnessed?: InputMaybe<Scalars['Boolean']['input']>;
};


/** What reads and changes nothing. Verification needs no token; all else does. */
export type QueryIncidentArgs = {
  id: Scalars['ID']['input'];
};


/** What reads and changes nothing. Verification needs no token; all else does. */
export type QueryIncidentsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


/** What reads and changes nothing. Verification needs no token; all else does. */
export type QueryProposalArgs = {
  id: Scalars['ID']['input'];
};


/** What reads and changes nothing. Verification needs no token; all else does. */
export type QueryProposalsArgs = {
  state?: InputMaybe<ProposalState>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


/** What reads and changes nothing. Verification needs no token; all else does. */
export type QueryInclusionProofArgs = {
  auditEntryId: Scalars['ID']['input'];
};

/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type Mutation = {
  readonly __typename?: 'Mutation';
  /**
   * Makes a code with which a person enrols a passkey, once, within 24 hours. Everybody makes one for a further device of
   * their own; whoever manages people makes one for the first.
   */
  readonly createEnrolment: CreateEnrolmentPayload;
  /** Links a person to an account at the organisation's own identity provider. */
  readonly linkSubject: LinkSubjectPayload;
  /** Ends such a link and the sessions that came of it, effective at once. */
  readonly unlinkSubject: UnlinkSubjectPayload;
  /** Trusts the tokens of an issuer (JWT) about one subject to be an application. */
  readonly trustWorkload: TrustWorkloadPayload;
  /** Ends such a trust, and what was accepted by it, at once. */
  readonly distrustWorkload: DistrustWorkloadPayload;
  /** Binds a client certificate of TLS to an application, until it ends. */
  readonly bindCertificate: BindCertificatePayload;
  /** Revokes a passkey and ends the sessions that it opened, effective at once. */
  readonly revokePasskey: RevokePasskeyPayload;
  /** Ends a session, effective at once. */
  readonly revokeSession: RevokeSessionPayload;
  /** Makes a unit below an existing one. */
  readonly createUnit: CreateUnitPayload;
  /** Gives a unit another title, or another slug at the same place. */
  readonly renameUnit: RenameUnitPayload;
  /** Seals a unit: none of its keys does anything until it is unsealed. Effective at once on every host. */
  readonly sealUnit: SealUnitPayload;
  /** Unseals a unit, and those below it that were sealed with it. Only from where it was sealed, or from above. */
  readonly unsealUnit: UnsealUnitPayload;
  /** Moves a unit, with all that is below it. The paths it leaves go on meaning it. */
  readonly moveUnit: MoveUnitPayload;
  /** Merges a unit into another one, which takes over what is below it and what was sealed to it. */
  readonly mergeUnits: MergeUnitsPayload;
  /** Makes a new unit that takes over some keys of an existing one, with their certificates. */
  readonly splitUnit: SplitUnitPayload;
  /** Gives a unit a new key-encryption key and wraps its private keys anew. Nothing stops meanwhile. */
  readonly rotateUnitKey: RotateUnitKeyPayload;
  /** Ends a unit without a successor. Its documents verify; whoever stands above it opens what was sealed to it. */
  readonly abolishUnit: AbolishUnitPayload;
  /** Erases a unit's key-encryption key, and with it all of its private keys, for ever. Its documents verify. */
  readonly shredUnit: ShredUnitPayload;
  /** Makes a key of a unit, with its first version active. */
  readonly createKey: CreateKeyPayload;
  /** Takes in a key that was made elsewhere, wrapped under the key of `importWrappingKey`. */
  readonly importKey: ImportKeyPayload;
  /** Gives away a key that was made to be exported, wrapped for its recipient. */
  readonly exportKey: ExportKeyPayload;
  /** Makes the next version of a key, its certificates under the same profile, and switches both at once. */
  readonly rotateKey: RotateKeyPayload;
  /** Takes a key out of use for now: it neither signs nor opens anything, and its signatures still verify. */
  readonly disableKey: DisableKeyPayload;
  /** Brings a disabled key back into use. */
  readonly enableKey: EnableKeyPayload;
  /** Takes a key out of use and destroys it for ever when the waiting time is over. */
  readonly scheduleKeyDestruction: ScheduleKeyDestructionPayload;
  /** Calls the destruction of a key off; the key stays disabled. */
  readonly cancelKeyDestruction: CancelKeyDestructionPayload;
  /** Marks a key, or one version, as being in wrong hands and revokes its certificates. Never taken back. */
  readonly compromiseKey: CompromiseKeyPayload;
  /** Changes the policy of a key: rotation, usage period, minimum version, usage limit. */
  readonly updateKey: UpdateKeyPayload;
  /** Makes a certification authority: a root, or one certified by another authority. */
  readonly createAuthority: CreateAuthorityPayload;
  /** Has the office trust an authority of others when it verifies. */
  readonly addTrustAnchor: AddTrustAnchorPayload;
  /** Has the office trust an authority of others no more, whatever it certified and whenever. */
  readonly removeTrustAnchor: RemoveTrustAnchorPayload;
  /** Issues a certificate within a profile. */
  readonly issueCertificate: IssueCertificatePayload;
  /** Revokes a certificate; the next CRL and every later OCSP answer say so. */
  readonly revokeCertificate: RevokeCertificatePayload;
  /** Signs a document: PDF as PAdES, anything else as CAdES, unless a format is given. */
  readonly signDocument: SignDocumentPayload;
  /**
   * Says what would be signed for a document that stays where it is: the office gets its digest alone, and builds the
   * signed attributes itself. Signs and keeps nothing.
   */
  readonly prepareSignature: PrepareSignaturePayload;
  /** Signs exactly what prepareSignature said, and gives the detached signature. */
  readonly completeSignature: CompleteSignaturePayload;
  /**
   * Encrypts a document for units, certificates and passwords; signs it first when a key is named. The client library and
   * the command seal where the file lies, which is better for what is large or confidential.
   */
  readonly sealEnvelope: SealEnvelopePayload;
  /** Opens an envelope by the key of a unit, or only its content key for those who hold the envelope themselves. */
  readonly openEnvelope: OpenEnvelopePayload;
  /** Exchanges recipients of envelopes whose content stays where it is, one outcome per item, at most 1,000 items. */
  readonly rewrapEnvelope: RewrapEnvelopePayload;
  /** Time-stamps a digest (RFC 3161). */
  readonly timestamp: TimestampPayload;
  /** Signs raw messages with a `sign-raw` key, one outcome per item, at most 1,000 items. */
  readonly sign: SignPayload;
  /** Encrypts small data under the active version of an `encrypt` key, one outcome per item. */
  readonly encrypt: EncryptPayload;
  /** Decrypts what `encrypt` made, each item by the version that made it, one outcome per item. */
  readonly decrypt: DecryptPayload;
  /** Encrypts ciphertexts anew under the active version. The plaintext never leaves the signer. */
  readonly rewrap: RewrapPayload;
  /** Makes AES-256 keys for data that stays where it is, each encrypted under an `encrypt` key, one outcome per item. */
  readonly generateDataKey: GenerateDataKeyPayload;
  /** Makes message authentication codes under the active version of a `mac` key, one outcome per item. */
  readonly mac: MacPayload;
  /** Tells whether message authentication codes are those of their messages, one outcome per item. */
  readonly verifyMac: VerifyMacPayload;
  /** Notes which signatures of an incident were made anew: those that are named, or those whose content was signed again. */
  readonly resign: ResignPayload;
  /** Makes the report that is due within a day, in Vietnamese and English; the log proves its digest. */
  readonly reportIncident: ReportIncidentPayload;
  /** Lays an act before others, who approve exactly this. Nothing is done yet. */
  readonly propose: ProposePayload;
  /** Approves a proposal, by a passkey that signs the digest of its act. Never by whoever proposed it. */
  readonly approve: ApprovePayload;
  /** Ends a proposal, or takes back a ceremony that was released and is not confirmed yet; whoever proposed it does so, too. */
  readonly reject: RejectPayload;
  /** Does what was approved, once. Whoever executes must be allowed the act itself. */
  readonly execute: ExecutePayload;
  /** Says how many people approve an act in a unit and below it. */
  readonly setApprovalRule: SetApprovalRulePayload;
  /** Makes an application: a program that may act for a unit's subtree. */
  readonly createApplication: CreateApplicationPayload;
  /** Issues a bearer token for an application. The token is shown this once. */
  readonly issueToken: IssueTokenPayload;
  /** Enters somebody who may sign in once he has a passkey. */
  readonly createPerson: CreatePersonPayload;
  /** Ends all that a person may do, at once and for good. */
  readonly disablePerson: DisablePersonPayload;
  /** Gives a role in a unit and all below it to a person or an application, or hands on what one holds oneself. */
  readonly grant: GrantPayload;
  /** Ends a grant, and what was handed on of it, at once. */
  readonly revokeGrant: RevokeGrantPayload;
  /** Puts a grant for emergencies in force for an hour. Everybody who watches is told. */
  readonly breakGlass: BreakGlassPayload;
  /** Takes the audit log as it is now for the one that was lost, after an older database was restored. */
  readonly acceptLog: AcceptLogPayload;
  /** Revokes a token, effective at once. */
  readonly revokeToken: RevokeTokenPayload;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationCreateEnrolmentArgs = {
  input: CreateEnrolmentInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationLinkSubjectArgs = {
  input: LinkSubjectInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationUnlinkSubjectArgs = {
  input: UnlinkSubjectInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationTrustWorkloadArgs = {
  input: TrustWorkloadInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationDistrustWorkloadArgs = {
  input: DistrustWorkloadInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationBindCertificateArgs = {
  input: BindCertificateInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationRevokePasskeyArgs = {
  input: RevokePasskeyInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationRevokeSessionArgs = {
  input: RevokeSessionInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationCreateUnitArgs = {
  input: CreateUnitInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationRenameUnitArgs = {
  input: RenameUnitInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationSealUnitArgs = {
  input: SealUnitInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationUnsealUnitArgs = {
  input: UnsealUnitInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationMoveUnitArgs = {
  input: MoveUnitInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationMergeUnitsArgs = {
  input: MergeUnitsInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationSplitUnitArgs = {
  input: SplitUnitInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationRotateUnitKeyArgs = {
  input: RotateUnitKeyInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationAbolishUnitArgs = {
  input: AbolishUnitInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationShredUnitArgs = {
  input: ShredUnitInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationCreateKeyArgs = {
  input: CreateKeyInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationImportKeyArgs = {
  input: ImportKeyInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationExportKeyArgs = {
  input: ExportKeyInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationRotateKeyArgs = {
  input: RotateKeyInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationDisableKeyArgs = {
  input: DisableKeyInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationEnableKeyArgs = {
  input: EnableKeyInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationScheduleKeyDestructionArgs = {
  input: ScheduleKeyDestructionInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationCancelKeyDestructionArgs = {
  input: CancelKeyDestructionInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationCompromiseKeyArgs = {
  input: CompromiseKeyInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationUpdateKeyArgs = {
  input: UpdateKeyInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationCreateAuthorityArgs = {
  input: CreateAuthorityInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationAddTrustAnchorArgs = {
  input: AddTrustAnchorInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationRemoveTrustAnchorArgs = {
  input: RemoveTrustAnchorInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationIssueCertificateArgs = {
  input: IssueCertificateInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationRevokeCertificateArgs = {
  input: RevokeCertificateInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationSignDocumentArgs = {
  input: SignDocumentInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationPrepareSignatureArgs = {
  input: PrepareSignatureInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationCompleteSignatureArgs = {
  input: CompleteSignatureInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationSealEnvelopeArgs = {
  input: SealEnvelopeInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationOpenEnvelopeArgs = {
  input: OpenEnvelopeInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationRewrapEnvelopeArgs = {
  input: RewrapEnvelopeInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationTimestampArgs = {
  input: TimestampInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationSignArgs = {
  input: SignInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationEncryptArgs = {
  input: EncryptInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationDecryptArgs = {
  input: DecryptInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationRewrapArgs = {
  input: RewrapInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationGenerateDataKeyArgs = {
  input: GenerateDataKeyInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationMacArgs = {
  input: MacInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationVerifyMacArgs = {
  input: VerifyMacInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationResignArgs = {
  input: ResignInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationReportIncidentArgs = {
  input: ReportIncidentInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationProposeArgs = {
  input: ProposeInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationApproveArgs = {
  input: ApproveInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationRejectArgs = {
  input: RejectInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationExecuteArgs = {
  input: ExecuteInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationSetApprovalRuleArgs = {
  input: SetApprovalRuleInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationCreateApplicationArgs = {
  input: CreateApplicationInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationIssueTokenArgs = {
  input: IssueTokenInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationCreatePersonArgs = {
  input: CreatePersonInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationDisablePersonArgs = {
  input: DisablePersonInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationGrantArgs = {
  input: GrantInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationRevokeGrantArgs = {
  input: RevokeGrantInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationBreakGlassArgs = {
  input: BreakGlassInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationAcceptLogArgs = {
  input: AcceptLogInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationRevokeTokenArgs = {
  input: RevokeTokenInput;
};

/** Where a list goes on. */
export type PageInfo = {
  readonly __typename?: 'PageInfo';
  /** Whether more follow. */
  readonly hasNextPage: Scalars['Boolean']['output'];
  /** Cursor of the last element here; null when there is none. */
  readonly endCursor: Maybe<Scalars['String']['output']>;
};

/** The organisation's signing office. */
export type Office = {
  readonly __typename?: 'Office';
  /** Made by a first start for practice: nothing it signs has legal effect. */
  readonly practice: Scalars['Boolean']['output'];
  /** The address used in certificates and links. */
  readonly publicUrl: Scalars['String']['output'];
  /** The running version of the software. */
  readonly version: Scalars['String']['output'];
};

/** A part of the organisation, in a tree. */
export type Unit = Node & {
  readonly __typename?: 'Unit';
  /** Global identifier. */
  readonly id: Scalars['ID']['output'];
  /** Slugs joined by slashes. */
  readonly path: Scalars['String']['output'];
  /** Display name in any script, in Unicode NFC. */
  readonly title: Scalars['String']['output'];
  /** The unit above; null at the top of what the caller may see. */
  readonly parent: Maybe<Unit>;
  /** Whether it works. */
  readonly state: UnitState;
  /** When it was sealed; null when it is not. */
  readonly sealedAt: Maybe<Scalars['DateTime']['output']>;
  /** When it was abolished or shredded; null when it was not. */
  readonly endedAt: Maybe<Scalars['DateTime']['output']>;
  /** Who took it over; null when nobody did, or the caller may not see who. */
  readonly successor: Maybe<Unit>;
  /** Paths that it had before, oldest first; they go on meaning it. */
  readonly formerPaths: ReadonlyArray<Scalars['String']['output']>;
  /** When it was made. */
  readonly createdAt: Scalars['DateTime']['output'];
};

export type { UnitState };

/** A page of units. */
export type UnitConnection = {
  readonly __typename?: 'UnitConnection';
  /** The units with their cursors. */
  readonly edges: ReadonlyArray<UnitEdge>;
  /** Where the list goes on. */
  readonly pageInfo: PageInfo;
};

/** A unit in a list. */
export type UnitEdge = {
  readonly __typename?: 'UnitEdge';
  /** Cursor of this one. */
  readonly cursor: Scalars['String']['output'];
  /** The unit. */
  readonly node: Unit;
};

export type { SignatureAlgorithm };

export type { KeyAlgorithm };

export type { KeyAttribute };

export type { KeyProvider };

export type { KeyPurpose };

export type { KeyState };

/** A key of a unit. Its private part never leaves the signer. */
export type Key = Node & {
  readonly __typename?: 'Key';
  /** Global identifier. */
  readonly id: Scalars['ID']['output'];
  /** `UNIT/NAME`. */
  readonly name: Scalars['String']['output'];
  /** The unit that holds it. */
  readonly unit: Unit;
  /** What it is for. */
  readonly purpose: KeyPurpose;
  /** Its algorithm. */
  readonly algorithm: KeyAlgorithm;
  /** What it may do beyond its purpose. */
  readonly attributes: ReadonlyArray<KeyAttribute>;
  /** Where its private part lives: software, pkcs11. */
  readonly provider: Scalars['String']['output'];
  /** All versions, oldest first. */
  readonly versions: ReadonlyArray<KeyVersion>;
  /** When it is to be destroyed; null when nobody asked for that. */
  readonly destroyAt: Maybe<Scalars['DateTime']['output']>;
  /** What its officers decided about its use. */
  readonly policy: KeyPolicy;
  /** What ends within 30 days, soonest first. */
  readonly warnings: ReadonlyArray<KeyWarning>;
  /** When it was made. */
  readonly createdAt: Scalars['DateTime']['output'];
};

/** What the officers of a key decided about its use. */
export type KeyPolicy = {
  readonly __typename?: 'KeyPolicy';
  /** The service makes the next version when the active one is that many days old; null when only people do. */
  readonly rotationPeriodDays: Maybe<Scalars['Int']['output']>;
  /** How many days a version signs and encrypts after it became active (SP 800-57 Part 1 section 5.3.4); null when no end is set. */
  readonly usagePeriodDays: Maybe<Scalars['Int']['output']>;
  /** Older versions open and decrypt nothing any more. */
  readonly minimumVersion: Scalars['Int']['output'];
  /** How often the key is used at most; null when as often as one likes. */
  readonly usageLimit: Maybe<UsageLimit>;
};

/** So many operations in each window of so many seconds. */
export type UsageLimit = {
  readonly __typename?: 'UsageLimit';
  /** Signatures, encryptions and the like; each item of a batch counts. */
  readonly maxOperations: Scalars['Int']['output'];
  /** Length of the window, which begins at a multiple of it since 1970. */
  readonly perSeconds: Scalars['Int']['output'];
};

/** Something about a key that ends soon. */
export type KeyWarning = {
  readonly __typename?: 'KeyWarning';
  /** What ends. */
  readonly code: KeyWarningCode;
  /** When it ends. */
  readonly at: Scalars['DateTime']['output'];
  /** The same in a sentence. */
  readonly text: Scalars['String']['output'];
};

export type { KeyWarningCode };

/** One generation of a key. */
export type KeyVersion = {
  readonly __typename?: 'KeyVersion';
  /** 1 for the first. */
  readonly version: Scalars['Int']['output'];
  /** Its state. */
  readonly state: KeyState;
  /** When it came into use; null when it never did. */
  readonly activatedAt: Maybe<Scalars['DateTime']['output']>;
  /** When it went out of use for good; null when it did not. */
  readonly deactivatedAt: Maybe<Scalars['DateTime']['output']>;
  /** When it was marked as being in wrong hands; null when it was not. */
  readonly compromisedAt: Maybe<Scalars['DateTime']['output']>;
  /** When it was destroyed; null when it was not. */
  readonly destroyedAt: Maybe<Scalars['DateTime']['output']>;
  /** From then on it neither signs nor encrypts; null when no end is set. */
  readonly usageEndsAt: Maybe<Scalars['DateTime']['output']>;
  /** DER of SubjectPublicKeyInfo; null once destroyed, and of keys that are secret as a whole. */
  readonly publicKey: Maybe<Scalars['Base64']['output']>;
  /** Its certificates, newest first. */
  readonly certificates: ReadonlyArray<Certificate>;
  /** When it was made. */
  readonly createdAt: Scalars['DateTime']['output'];
};

/** A page of keys. */
export type KeyConnection = {
  readonly __typename?: 'KeyConnection';
  /** The keys with their cursors. */
  readonly edges: ReadonlyArray<KeyEdge>;
  /** Where the list goes on. */
  readonly pageInfo: PageInfo;
};

/** A key in a list. */
export type KeyEdge = {
  readonly __typename?: 'KeyEdge';
  /** Cursor of this one. */
  readonly cursor: Scalars['String']['output'];
  /** The key. */
  readonly node: Key;
};

/** A certification authority. */
export type Authority = Node & {
  readonly __typename?: 'Authority';
  /** Global identifier. */
  readonly id: Scalars['ID']['output'];
  /** Its name in addresses. */
  readonly slug: Scalars['String']['output'];
  /** Display name. */
  readonly title: Scalars['String']['output'];
  /** Subject of its certificate, RFC 4514. */
  readonly subject: Scalars['String']['output'];
  /** Whether it certifies itself. */
  readonly root: Scalars['Boolean']['output'];
  /** Issued for practice: never of legal effect. */
  readonly practice: Scalars['Boolean']['output'];
  /** Its certificate. */
  readonly certificate: Certificate;
  /** Its certificate and those above it, PEM. */
  readonly chainPem: Scalars['String']['output'];
};

export type { CertificateProfile };

/** A certificate (RFC 5280). */
export type Certificate = Node & {
  readonly __typename?: 'Certificate';
  /** Global identifier. */
  readonly id: Scalars['ID']['output'];
  /** Hexadecimal serial number. */
  readonly serialHex: Scalars['String']['output'];
  /** RFC 4514. */
  readonly subject: Scalars['String']['output'];
  /** RFC 4514. */
  readonly issuer: Scalars['String']['output'];
  /** The profile it was issued within. */
  readonly profile: CertificateProfile;
  /** First moment of validity. */
  readonly notBefore: Scalars['DateTime']['output'];
  /** Last moment of validity. */
  readonly notAfter: Scalars['DateTime']['output'];
  /** When it was revoked; null when it was not. */
  readonly revokedAt: Maybe<Scalars['DateTime']['output']>;
  /** Why it was revoked. */
  readonly revocationReason: Maybe<RevocationReason>;
  /** The certificate in PEM. */
  readonly pem: Scalars['String']['output'];
  /** The certificate in DER. */
  readonly der: Scalars['Base64']['output'];
  /** The authority that issued it. */
  readonly authority: Authority;
  /** What it was worth at a moment, by what is known today. */
  readonly revocationAt: CertificateStatus;
};


/** A certificate (RFC 5280). */
export type CertificateRevocationAtArgs = {
  time: Scalars['DateTime']['input'];
};

/** What a certificate was worth at a moment. */
export type CertificateStatus = {
  readonly __typename?: 'CertificateStatus';
  /** In a word. */
  readonly status: CertificateStatusName;
  /** When it was revoked, also if that was later; null when it was not. */
  readonly revokedAt: Maybe<Scalars['DateTime']['output']>;
  /** Why. */
  readonly reason: Maybe<RevocationReason>;
  /** Since when its key is known or believed to be in wrong hands. */
  readonly invalidityDate: Maybe<Scalars['DateTime']['output']>;
};

export type { CertificateStatusName };

/** A page of certificates. */
export type CertificateConnection = {
  readonly __typename?: 'CertificateConnection';
  /** The certificates with their cursors. */
  readonly edges: ReadonlyArray<CertificateEdge>;
  /** Where the list goes on. */
  readonly pageInfo: PageInfo;
};

/** A certificate in a list. */
export type CertificateEdge = {
  readonly __typename?: 'CertificateEdge';
  /** Cursor of this one. */
  readonly cursor: Scalars['String']['output'];
  /** The certificate. */
  readonly node: Certificate;
};

export type { RevocationReason };

/** A program that may act for a unit's subtree. */
export type Application = Node & {
  readonly __typename?: 'Application';
  /** Global identifier. */
  readonly id: Scalars['ID']['output'];
  /** Its name. */
  readonly name: Scalars['String']['output'];
  /** The unit whose subtree it may act for. */
  readonly unit: Unit;
  /** What it may do. */
  readonly actions: ReadonlyArray<Action>;
  /** Its tokens, without their secrets. */
  readonly tokens: ReadonlyArray<Token>;
  /** Whose tokens are trusted to be this application, oldest first, ended ones too. */
  readonly trusts: ReadonlyArray<WorkloadTrust>;
  /** What it was given beyond that, in the units that the caller manages. */
  readonly grants: ReadonlyArray<Grant>;
  /** When it was made. */
  readonly createdAt: Scalars['DateTime']['output'];
};

/** A page of applications. */
export type ApplicationConnection = {
  readonly __typename?: 'ApplicationConnection';
  /** The applications with their cursors. */
  readonly edges: ReadonlyArray<ApplicationEdge>;
  /** Where the list goes on. */
  readonly pageInfo: PageInfo;
};

/** An application in a list. */
export type ApplicationEdge = {
  readonly __typename?: 'ApplicationEdge';
  /** Cursor of this one. */
  readonly cursor: Scalars['String']['output'];
  /** The application. */
  readonly node: Application;
};

/** A bearer token. Its secret is kept as a hash only. */
export type Token = Node & {
  readonly __typename?: 'Token';
  /** Global identifier. */
  readonly id: Scalars['ID']['output'];
  /** When it was issued. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** When it ends; null when it does not. */
  readonly expiresAt: Maybe<Scalars['DateTime']['output']>;
  /** When it was revoked; null when it was not. */
  readonly revokedAt: Maybe<Scalars['DateTime']['output']>;
  /** What it is. */
  readonly kind: TokenKind;
  /** When it was last shown, at most a minute behind; null when it never was. */
  readonly lastUsedAt: Maybe<Scalars['DateTime']['output']>;
};

export type { Action };

/** A document: uploaded before, or inline. */
export type DocumentInput =
  /** Identifier that `POST /documents` gave; needs a token. */
  { readonly id: Scalars['ID']['input']; readonly base64?: never; }
  |  /** The bytes themselves, at most 512 kB. */
  { readonly id?: never; readonly base64: Scalars['Base64']['input']; };

/** A document that came out. */
export type Document = {
  readonly __typename?: 'Document';
  /** Identifier for `GET /documents/{id}`; null when the bytes are inline. */
  readonly id: Maybe<Scalars['ID']['output']>;
  /** Lower-case hexadecimal SHA-256. */
  readonly sha256: Scalars['String']['output'];
  /** In octets. */
  readonly size: Scalars['Int']['output'];
  /** The bytes, when the request was inline and they are at most 1 MB; null otherwise. */
  readonly base64: Maybe<Scalars['Base64']['output']>;
};

/** Input of createUnit. */
export type CreateUnitInput = {
  /** Path of the new unit; all but the last slug must exist. */
  readonly path: Scalars['String']['input'];
  /** Display name; the slug when not given. */
  readonly title?: InputMaybe<Scalars['String']['input']>;
  /** The same key gives the same answer and makes nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** What createUnit made. */
export type CreateUnitPayload = {
  readonly __typename?: 'CreateUnitPayload';
  /** The unit. */
  readonly unit: Unit;
};

/** Input of renameUnit. */
export type RenameUnitInput = {
  /** Path of the unit. */
  readonly unit: Scalars['String']['input'];
  /** New display name; as it is when not given. */
  readonly title?: InputMaybe<Scalars['String']['input']>;
  /** New last part of the path; as it is when not given. */
  readonly slug?: InputMaybe<Scalars['String']['input']>;
  /** The same key gives the same answer and does nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** What renameUnit did. */
export type RenameUnitPayload = {
  readonly __typename?: 'RenameUnitPayload';
  /** The unit. */
  readonly unit: Unit;
};

/** Input of sealUnit. */
export type SealUnitInput = {
  /** Path of the unit. */
  readonly unit: Scalars['String']['input'];
  /** Seal the units below it too. */
  readonly below: Scalars['Boolean']['input'];
  /** The same key gives the same answer and does nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** What sealUnit did. */
export type SealUnitPayload = {
  readonly __typename?: 'SealUnitPayload';
  /** The unit. */
  readonly unit: Unit;
};

/** Input of unsealUnit. */
export type UnsealUnitInput = {
  /** Path of the unit. */
  readonly unit: Scalars['String']['input'];
  /** The same key gives the same answer and does nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** What unsealUnit did. */
export type UnsealUnitPayload = {
  readonly __typename?: 'UnsealUnitPayload';
  /** The unit. */
  readonly unit: Unit;
};

/** Input of moveUnit. */
export type MoveUnitInput = {
  /** Path of the unit. */
  readonly unit: Scalars['String']['input'];
  /** Path of the unit above it from now on. */
  readonly parent: Scalars['String']['input'];
  /** Last part of its path from now on; as it is when not given. */
  readonly slug?: InputMaybe<Scalars['String']['input']>;
  /** The same key gives the same answer and does nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** What moveUnit did. */
export type MoveUnitPayload = {
  readonly __typename?: 'MoveUnitPayload';
  /** The unit. */
  readonly unit: Unit;
};

/** Input of mergeUnits. */
export type MergeUnitsInput = {
  /** Path of the unit that ends. */
  readonly unit: Scalars['String']['input'];
  /** Path of the unit that goes on. */
  readonly into: Scalars['String']['input'];
  /** Revoke its certificates (cessationOfOperation): its signatures without a time-stamp no longer pass then. */
  readonly revokeCertificates: Scalars['Boolean']['input'];
  /** Leave its applications be: they open what was sealed to it. They are disabled when this is not asked for. */
  readonly keepApplications: Scalars['Boolean']['input'];
  /** The same key gives the same answer and does nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** What mergeUnits did. */
export type MergeUnitsPayload = {
  readonly __typename?: 'MergeUnitsPayload';
  /** The unit that ended, with its successor. */
  readonly unit: Unit;
};

/** Input of splitUnit. */
export type SplitUnitInput = {
  /** Path of the unit that gives keys away. */
  readonly unit: Scalars['String']['input'];
  /** Path of the new unit. */
  readonly path: Scalars['String']['input'];
  /** Display name of the new unit; the slug when not given. */
  readonly title?: InputMaybe<Scalars['String']['input']>;
  /** 1 to 100 names of keys, without their unit. */
  readonly keys: ReadonlyArray<Scalars['String']['input']>;
  /** The same key gives the same answer and makes nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** What splitUnit made. */
export type SplitUnitPayload = {
  readonly __typename?: 'SplitUnitPayload';
  /** The new unit. */
  readonly unit: Unit;
};

/** Input of rotateUnitKey. */
export type RotateUnitKeyInput = {
  /** Path of the unit. */
  readonly unit: Scalars['String']['input'];
  /** The same key gives the same answer and does nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** What rotateUnitKey did. */
export type RotateUnitKeyPayload = {
  readonly __typename?: 'RotateUnitKeyPayload';
  /** The unit. */
  readonly unit: Unit;
};

/** Input of abolishUnit. */
export type AbolishUnitInput = {
  /** Path of the unit. */
  readonly unit: Scalars['String']['input'];
  /** Revoke its certificates (cessationOfOperation): its signatures without a time-stamp no longer pass then. */
  readonly revokeCertificates: Scalars['Boolean']['input'];
  /** Leave its applications be: they open what was sealed to it. They are disabled when this is not asked for. */
  readonly keepApplications: Scalars['Boolean']['input'];
  /** The same key gives the same answer and does nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** What abolishUnit did. */
export type AbolishUnitPayload = {
  readonly __typename?: 'AbolishUnitPayload';
  /** The unit that ended. */
  readonly unit: Unit;
};

/** Input of shredUnit. */
export type ShredUnitInput = {
  /** Path of the unit. */
  readonly unit: Scalars['String']['input'];
  /** The path that the unit has, once more: this cannot be undone. */
  readonly confirm: Scalars['String']['input'];
  /** The same key gives the same answer and does nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** What shredUnit did. */
export type ShredUnitPayload = {
  readonly __typename?: 'ShredUnitPayload';
  /** The unit that ended. */
  readonly unit: Unit;
};

/** Input of previewUnitChange: the input of the change itself. Idempotency keys play no part. */
export type PreviewUnitChangeInput =
  /** As sealUnit. */
  { readonly seal: SealUnitInput; readonly unseal?: never; readonly move?: never; readonly merge?: never; readonly split?: never; readonly abolish?: never; readonly shred?: never; readonly rotateKey?: never; }
  |  /** As unsealUnit. */
  { readonly seal?: never; readonly unseal: UnsealUnitInput; readonly move?: never; readonly merge?: never; readonly split?: never; readonly abolish?: never; readonly shred?: never; readonly rotateKey?: never; }
  |  /** As moveUnit. */
  { readonly seal?: never; readonly unseal?: never; readonly move: MoveUnitInput; readonly merge?: never; readonly split?: never; readonly abolish?: never; readonly shred?: never; readonly rotateKey?: never; }
  |  /** As mergeUnits. */
  { readonly seal?: never; readonly unseal?: never; readonly move?: never; readonly merge: MergeUnitsInput; readonly split?: never; readonly abolish?: never; readonly shred?: never; readonly rotateKey?: never; }
  |  /** As splitUnit. */
  { readonly seal?: never; readonly unseal?: never; readonly move?: never; readonly merge?: never; readonly split: SplitUnitInput; readonly abolish?: never; readonly shred?: never; readonly rotateKey?: never; }
  |  /** As abolishUnit. */
  { readonly seal?: never; readonly unseal?: never; readonly move?: never; readonly merge?: never; readonly split?: never; readonly abolish: AbolishUnitInput; readonly shred?: never; readonly rotateKey?: never; }
  |  /** As shredUnit. */
  { readonly seal?: never; readonly unseal?: never; readonly move?: never; readonly merge?: never; readonly split?: never; readonly abolish?: never; readonly shred: ShredUnitInput; readonly rotateKey?: never; }
  |  /** As rotateUnitKey. */
  { readonly seal?: never; readonly unseal?: never; readonly move?: never; readonly merge?: never; readonly split?: never; readonly abolish?: never; readonly shred?: never; readonly rotateKey: RotateUnitKeyInput; };

/** What a change of the tree would do. */
export type UnitChangePreview = {
  readonly __typename?: 'UnitChangePreview';
  /** The unit and those below it. */
  readonly units: ReadonlyArray<UnitForecast>;
  /** The keys of these units. */
  readonly keys: ReadonlyArray<KeyForecast>;
  /** The applications at, above and below these units, before or after. */
  readonly applications: ReadonlyArray<ApplicationForecast>;
  /** Whether there are more than the 1,000 keys told of. */
  readonly truncated: Scalars['Boolean']['output'];
};

/** A unit before and after a change. */
export type UnitForecast = {
  readonly __typename?: 'UnitForecast';
  /** Null for a unit that the change makes. */
  readonly pathBefore: Maybe<Scalars['String']['output']>;
  /** The path it has now goes on meaning it. */
  readonly pathAfter: Scalars['String']['output'];
  /** Null for a unit that the change makes. */
  readonly stateBefore: Maybe<UnitState>;
  /** Whether it will work. */
  readonly stateAfter: UnitState;
};

/** A key before and after a change. */
export type KeyForecast = {
  readonly __typename?: 'KeyForecast';
  /** `UNIT/NAME`. */
  readonly nameBefore: Scalars['String']['output'];
  /** `UNIT/NAME`. */
  readonly nameAfter: Scalars['String']['output'];
  /** What it is for. */
  readonly purpose: KeyPurpose;
  /** Certificates that are neither revoked nor over. */
  readonly certificatesBefore: Scalars['Int']['output'];
  /** Certificates that are neither revoked nor over. */
  readonly certificatesAfter: Scalars['Int']['output'];
  /** Who may use it now. */
  readonly usersBefore: ReadonlyArray<KeyUser>;
  /** Who could use it then. */
  readonly usersAfter: ReadonlyArray<KeyUser>;
};

/** Who may use a key. */
export type KeyUser = {
  readonly __typename?: 'KeyUser';
  /** Somebody, or a program. */
  readonly kind: CallerKind;
  /** `UNIT/NAME` of an application, the name of a person. */
  readonly name: Scalars['String']['output'];
  /** What for. */
  readonly uses: ReadonlyArray<KeyUse>;
};

export type { KeyUse };

/** An application before and after a change. */
export type ApplicationForecast = {
  readonly __typename?: 'ApplicationForecast';
  /** Its name. */
  readonly name: Scalars['String']['output'];
  /** Path of the unit whose subtree it acts for. */
  readonly unitBefore: Scalars['String']['output'];
  /** Path of the unit whose subtree it will act for. */
  readonly unitAfter: Scalars['String']['output'];
  /** Tokens that are neither revoked nor over. */
  readonly tokens: Scalars['Int']['output'];
  /** Whether the change disables it. */
  readonly disabled: Scalars['Boolean']['output'];
  /** Of the keys told of, how many it may use now. */
  readonly keysBefore: Scalars['Int']['output'];
  /** Of the keys told of, how many it could use then. */
  readonly keysAfter: Scalars['Int']['output'];
};

/** Input of createKey. */
export type CreateKeyInput = {
  /** `UNIT/NAME`. */
  readonly name: Scalars['String']['input'];
  /** Its algorithm, which has to fit its purpose. */
  readonly algorithm: KeyAlgorithm;
  /** What it is for. */
  readonly purpose: KeyPurpose;
  /** What it may do beyond its purpose. */
  readonly attributes: ReadonlyArray<KeyAttribute>;
  /** Where it is to live, with all its versions; where the host makes its keys (CHANCERY_KEY_PROVIDER) when not given. */
  readonly provider?: InputMaybe<KeyProvider>;
  /** The same key gives the same answer and makes nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** What createKey made. */
export type CreateKeyPayload = {
  readonly __typename?: 'CreateKeyPayload';
  /** The key. */
  readonly key: Key;
};

/** What to wrap a key under, so that it is opened in the signer alone. */
export type ImportWrappingKey = {
  readonly __typename?: 'ImportWrappingKey';
  /** DER of SubjectPublicKeyInfo of an RSA key of 4096 bits. */
  readonly publicKey: Scalars['Base64']['output'];
  /** Comes back with the wrapped key; any host of the office can open it. */
  readonly token: Scalars['Base64']['output'];
};

/** Input of importKey. */
export type ImportKeyInput = {
  /** `UNIT/NAME`. */
  readonly name: Scalars['String']['input'];
  /** What the key is; another key is refused. */
  readonly algorithm: KeyAlgorithm;
  /** What it is for. */
  readonly purpose: KeyPurpose;
  /** What it may do beyond its purpose. */
  readonly attributes: ReadonlyArray<KeyAttribute>;
  /** Where it is to live; where the host makes its keys when not given. */
  readonly provider?: InputMaybe<KeyProvider>;
  /** The token of `importWrappingKey`. */
  readonly token: Scalars['Base64']['input'];
  /** RSAES-OAEP (SHA-256, no label) of an AES-256 key, 512 octets, then AES-KWP (RFC 5649) of DER of PKCS#8 or of the secret key. */
  readonly material: Scalars['Base64']['input'];
  /** The same key gives the same answer and makes nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** What importKey took in. */
export type ImportKeyPayload = {
  readonly __typename?: 'ImportKeyPayload';
  /** The key, with its first version active and its public key computed anew. */
  readonly key: Key;
};

/** Input of exportKey. */
export type ExportKeyInput = {
  /** `UNIT/NAME` of a key that was made with the attribute EXPORTABLE. */
  readonly name: Scalars['String']['input'];
  /** DER of SubjectPublicKeyInfo of an RSA key of 2048 bits or more. */
  readonly recipient: Scalars['Base64']['input'];
};

/** What exportKey gives away. */
export type ExportKeyPayload = {
  readonly __typename?: 'ExportKeyPayload';
  /** Which version it is. */
  readonly version: Scalars['Int']['output'];
  /** Wrapped as the material of `importKey`. */
  readonly material: Scalars['Base64']['output'];
};

/** Input of rotateKey. */
export type RotateKeyInput = {
  /** `UNIT/NAME`. */
  readonly name: Scalars['String']['input'];
  /** Revoke the certificates of the old version as superseded. They stay valid when this is not asked for. */
  readonly revokeOld: Scalars['Boolean']['input'];
  /** The same key gives the same answer and makes nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** What rotateKey made. */
export type RotateKeyPayload = {
  readonly __typename?: 'RotateKeyPayload';
  /** The key with its new version active. */
  readonly key: Key;
  /** Certificates issued for the new version. */
  readonly certificates: ReadonlyArray<Certificate>;
};

/** Input of disableKey. */
export type DisableKeyInput = {
  /** `UNIT/NAME`. */
  readonly name: Scalars['String']['input'];
  /** The same key gives the same answer and does nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** What disableKey changed. */
export type DisableKeyPayload = {
  readonly __typename?: 'DisableKeyPayload';
  /** The key as it is now. */
  readonly key: Key;
};

/** Input of enableKey. */
export type EnableKeyInput = {
  /** `UNIT/NAME`. */
  readonly name: Scalars['String']['input'];
  /** The same key gives the same answer and does nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** What enableKey changed. */
export type EnableKeyPayload = {
  readonly __typename?: 'EnableKeyPayload';
  /** The key as it is now. */
  readonly key: Key;
};

/** Input of scheduleKeyDestruction. */
export type ScheduleKeyDestructionInput = {
  /** `UNIT/NAME`. */
  readonly name: Scalars['String']['input'];
  /** Days until it is destroyed, 7 to 30. */
  readonly waitingDays: Scalars['Int']['input'];
  /** The same key gives the same answer and does nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** What scheduleKeyDestruction changed. */
export type ScheduleKeyDestructionPayload = {
  readonly __typename?: 'ScheduleKeyDestructionPayload';
  /** The key as it is now. */
  readonly key: Key;
};

/** Input of cancelKeyDestruction. */
export type CancelKeyDestructionInput = {
  /** `UNIT/NAME`. */
  readonly name: Scalars['String']['input'];
  /** The same key gives the same answer and does nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** What cancelKeyDestruction changed. */
export type CancelKeyDestructionPayload = {
  readonly __typename?: 'CancelKeyDestructionPayload';
  /** The key as it is now. */
  readonly key: Key;
};

/** Input of compromiseKey. */
export type CompromiseKeyInput = {
  /** `UNIT/NAME`. */
  readonly name: Scalars['String']['input'];
  /** One version alone; all when absent. */
  readonly version?: InputMaybe<Scalars['Int']['input']>;
  /** Since when it may have been in wrong hands; stands in the CRL as invalidityDate. */
  readonly since?: InputMaybe<Scalars['DateTime']['input']>;
  /** Changes nothing: an incident to practise on, with all that a real one would touch. */
  readonly drill: Scalars['Boolean']['input'];
  /** The same key gives the same answer and does nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** What compromiseKey changed. */
export type CompromiseKeyPayload = {
  readonly __typename?: 'CompromiseKeyPayload';
  /** The key as it is now. */
  readonly key: Key;
  /** Its certificates that are revoked as keyCompromise. */
  readonly certificates: ReadonlyArray<Certificate>;
  /** What it touched, and what is to be done. */
  readonly incident: Incident;
};

/** Versions of a key that are, or may be, in wrong hands. */
export type Incident = Node & {
  readonly __typename?: 'Incident';
  /** Global identifier. */
  readonly id: Scalars['ID']['output'];
  /** `UNIT/NAME`, as the key is called by now. */
  readonly key: Scalars['String']['output'];
  /** The versions. */
  readonly versions: ReadonlyArray<Scalars['Int']['output']>;
  /** Since when they may have been in wrong hands. */
  readonly since: Scalars['DateTime']['output'];
  /** When that was declared. */
  readonly declaredAt: Scalars['DateTime']['output'];
  /** Practised: nothing was changed. */
  readonly drill: Scalars['Boolean']['output'];
  /** How far the plan is. */
  readonly progress: IncidentProgress;
  /** What was done with these versions, from the log, oldest first. */
  readonly items: IncidentItemConnection;
};


/** Versions of a key that are, or may be, in wrong hands. */
export type IncidentItemsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

/** How far the plan of an incident is. */
export type IncidentProgress = {
  readonly __typename?: 'IncidentProgress';
  /** Signatures time-stamped before the moment: they hold. */
  readonly stampedBefore: Scalars['Int']['output'];
  /** Signatures of before that nobody has time-stamped. */
  readonly unstampedBefore: Scalars['Int']['output'];
  /** Signatures since. */
  readonly after: Scalars['Int']['output'];
  /** Sealed files that were opened. */
  readonly opened: Scalars['Int']['output'];
  /** Signatures that have to be made anew. */
  readonly toSignAnew: Scalars['Int']['output'];
  /** Those that were. */
  readonly signedAnew: Scalars['Int']['output'];
};

/** One thing that was done with a key that is in wrong hands. */
export type IncidentItem = {
  readonly __typename?: 'IncidentItem';
  /** Its audit entry. */
  readonly auditEntryId: Scalars['ID']['output'];
  /** The journey, for example `signDocument`. */
  readonly operation: Scalars['String']['output'];
  /** When. */
  readonly at: Scalars['DateTime']['output'];
  /** Of a signature, for example PAdES. */
  readonly format: Maybe<Scalars['String']['output']>;
  /** Of a signature, for example B-T. */
  readonly level: Maybe<Scalars['String']['output']>;
  /** Digest of what was signed, lower-case hexadecimal: of the document, or of what a PDF's signature covers. */
  readonly contentDigest: Maybe<Scalars['String']['output']>;
  /** What the incident means for it. */
  readonly standing: IncidentStanding;
  /** What is to be done about it. */
  readonly remedy: IncidentRemedy;
  /** The audit entry of the signature by another key that took its place; null while there is none. */
  readonly replacedBy: Maybe<Scalars['ID']['output']>;
};

export type { IncidentStanding };

export type { IncidentRemedy };

/** A page of what was done with a key. */
export type IncidentItemConnection = {
  readonly __typename?: 'IncidentItemConnection';
  /** The things with their cursors. */
  readonly edges: ReadonlyArray<IncidentItemEdge>;
  /** Where the list goes on. */
  readonly pageInfo: PageInfo;
};

/** One thing in a list. */
export type IncidentItemEdge = {
  readonly __typename?: 'IncidentItemEdge';
  /** Cursor of this one. */
  readonly cursor: Scalars['String']['output'];
  /** The thing. */
  readonly node: IncidentItem;
};

/** A page of incidents. */
export type IncidentConnection = {
  readonly __typename?: 'IncidentConnection';
  /** The incidents with their cursors. */
  readonly edges: ReadonlyArray<IncidentEdge>;
  /** Where the list goes on. */
  readonly pageInfo: PageInfo;
};

/** An incident in a list. */
export type IncidentEdge = {
  readonly __typename?: 'IncidentEdge';
  /** Cursor of this one. */
  readonly cursor: Scalars['String']['output'];
  /** The incident. */
  readonly node: Incident;
};

/** Input of resign. */
export type ResignInput = {
  /** Global identifier of the incident. */
  readonly incidentId: Scalars['ID']['input'];
  /** Signatures with those that took their place, at most 1,000; those whose content was signed again when not given. */
  readonly signatures?: InputMaybe<ReadonlyArray<ResignedInput>>;
};

/** A signature and the one that took its place. */
export type ResignedInput = {
  /** Audit entry of the signature of the incident. */
  readonly auditEntryId: Scalars['ID']['input'];
  /** Audit entry of the signature by another key. */
  readonly replacedBy: Scalars['ID']['input'];
};

/** What resign noted. */
export type ResignPayload = {
  readonly __typename?: 'ResignPayload';
  /** The incident, with its progress. */
  readonly incident: Incident;
};

/** Input of reportIncident. */
export type ReportIncidentInput = {
  /** Global identifier of the incident. */
  readonly incidentId: Scalars['ID']['input'];
};

/** What reportIncident made. */
export type ReportIncidentPayload = {
  readonly __typename?: 'ReportIncidentPayload';
  /** The incident. */
  readonly incident: Incident;
  /** The report for people, Vietnamese and English. */
  readonly text: Scalars['String']['output'];
  /** The facts in JSON, with each signature that has still to be made anew, at most 10,000. */
  readonly facts: Scalars['String']['output'];
  /** The audit entry that holds the SHA-256 of both; `signatureReceipt` proves it offline. */
  readonly auditEntryId: Scalars['ID']['output'];
};

/** Input of updateKey. */
export type UpdateKeyInput = {
  /** `UNIT/NAME`. */
  readonly name: Scalars['String']['input'];
  /** 1 to 3660; null: by hand alone; absent: as it is. */
  readonly rotationPeriodDays?: InputMaybe<Scalars['Int']['input']>;
  /** 1 to 3660; null: no end; absent: as it is. The active version ends by it too. */
  readonly usagePeriodDays?: InputMaybe<Scalars['Int']['input']>;
  /** 1 to the newest version; absent: as it is. */
  readonly minimumVersion?: InputMaybe<Scalars['Int']['input']>;
  /** Null: none; absent: as it is. */
  readonly usageLimit?: InputMaybe<UsageLimitInput>;
  /** The same key gives the same answer and does nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** What updateKey changed. */
export type UpdateKeyPayload = {
  readonly __typename?: 'UpdateKeyPayload';
  /** The key as it is now. */
  readonly key: Key;
};

/** So many operations in each window of so many seconds. */
export type UsageLimitInput = {
  /** 1 or more. */
  readonly maxOperations: Scalars['Int']['input'];
  /** 1 to 31622400, a leap year. */
  readonly perSeconds: Scalars['Int']['input'];
};

/** Input of createAuthority. */
export type CreateAuthorityInput = {
  /** Its name in addresses: lower-case letters, digits and hyphens. */
  readonly slug: Scalars['String']['input'];
  /** Display name; the common name of its certificate. */
  readonly title: Scalars['String']['input'];
  /** Slug of the authority that certifies it; a root when not given. */
  readonly parent?: InputMaybe<Scalars['String']['input']>;
  /** Its algorithm. */
  readonly algorithm: SignatureAlgorithm;
  /** Where its key is to live; where the host makes its keys (CHANCERY_KEY_PROVIDER) when not given. */
  readonly provider?: InputMaybe<KeyProvider>;
  /** Subject, RFC 4514; made of the title when not given. */
  readonly subject?: InputMaybe<Scalars['String']['input']>;
  /** The same key gives the same answer and makes nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** What createAuthority made. */
export type CreateAuthorityPayload = {
  readonly __typename?: 'CreateAuthorityPayload';
  /** The authority. */
  readonly authority: Authority;
};

export type { TrustAnchorPurpose };

/** An authority of others that the office trusts (RFC 5914). */
export type TrustAnchor = Node & {
  readonly __typename?: 'TrustAnchor';
  /** Global identifier. */
  readonly id: Scalars['ID']['output'];
  /** Subject of its certificate, RFC 4514. */
  readonly subject: Scalars['String']['output'];
  /** Issuer of its certificate, RFC 4514; the subject itself for a root. */
  readonly issuer: Scalars['String']['output'];
  /** Hexadecimal serial number of its certificate. */
  readonly serialHex: Scalars['String']['output'];
  /** Last moment of validity of its certificate. */
  readonly notAfter: Scalars['DateTime']['output'];
  /** Hexadecimal SHA-256 of its certificate, to be compared with what its owner publishes. */
  readonly certificateSha256: Scalars['String']['output'];
  /** What it may vouch for. */
  readonly purposes: ReadonlyArray<TrustAnchorPurpose>;
  /** It vouches for what existed from then on; null: always. */
  readonly trustedFrom: Maybe<Scalars['DateTime']['output']>;
  /** It vouches for what existed before; null: for good. */
  readonly trustedUntil: Maybe<Scalars['DateTime']['output']>;
  /** When it was added. */
  readonly addedAt: Scalars['DateTime']['output'];
  /** When it was removed; null while it is trusted. */
  readonly removedAt: Maybe<Scalars['DateTime']['output']>;
  /** Its certificate in PEM. */
  readonly pem: Scalars['String']['output'];
};

/** Input of addTrustAnchor. */
export type AddTrustAnchorInput = {
  /** PEM of exactly one certificate: of a certification authority, in force, with a key that is not weak. */
  readonly certificatePem: Scalars['String']['input'];
  /** What it may vouch for. */
  readonly purposes: ReadonlyArray<TrustAnchorPurpose>;
  /** It vouches for what existed from then on; always when not given. */
  readonly trustedFrom?: InputMaybe<Scalars['DateTime']['input']>;
  /** It vouches for what existed before; for good when not given. */
  readonly trustedUntil?: InputMaybe<Scalars['DateTime']['input']>;
  /** The same key gives the same answer and makes nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** What addTrustAnchor did. */
export type AddTrustAnchorPayload = {
  readonly __typename?: 'AddTrustAnchorPayload';
  /** The anchor. */
  readonly anchor: TrustAnchor;
};

/** Input of removeTrustAnchor. */
export type RemoveTrustAnchorInput = {
  /** Global identifier of the anchor. */
  readonly anchorId: Scalars['ID']['input'];
  /** The same key gives the same answer and does nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** What removeTrustAnchor did. */
export type RemoveTrustAnchorPayload = {
  readonly __typename?: 'RemoveTrustAnchorPayload';
  /** The anchor. */
  readonly anchor: TrustAnchor;
};

export type { CustodyKind };

/** Input of changeCustody: what opens the root key from then on, in the place of what does now. */
export type ChangeCustodyInput = {
  /** What opens it. */
  readonly custody: CustodyKind;
  /** How many custodians open it together; for SHARES alone. */
  readonly threshold?: InputMaybe<Scalars['Int']['input']>;
  /** Their names, in the order of their shares; for SHARES alone. */
  readonly custodians: ReadonlyArray<Scalars['String']['input']>;
  /** The same key gives the same proposal and makes nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** Input of rotateRootKey. */
export type RotateRootKeyInput = {
  /** The same key gives the same proposal and makes nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/**
 * A ceremony is released. Custodians hold it at the machine, by `chancery custody` with the proposal; the proposal stays
 * EXECUTING until they have.
 */
export type ReleaseCeremonyPayload = {
  readonly __typename?: 'ReleaseCeremonyPayload';
  /** They have to hold it until then. */
  readonly heldUntil: Scalars['DateTime']['output'];
};

/** Input of issueCertificate. Give a key of the unit, or a certification request. */
export type IssueCertificateInput = {
  /** Path of the unit that the certificate is for. */
  readonly unit: Scalars['String']['input'];
  /** Name of the unit's key, `UNIT/NAME`; its active version is certified. */
  readonly key?: InputMaybe<Scalars['String']['input']>;
  /** PKCS#10 certification request in PEM or Base64 of DER, for a key that lives elsewhere. */
  readonly certificationRequest?: InputMaybe<Scalars['String']['input']>;
  /** The profile to issue within; `ROOT`, `ISSUING` and `TIMESTAMPING` are made with the authority that they serve. */
  readonly profile: CertificateProfile;
  /** Subject, RFC 4514; made of the unit's title when not given. */
  readonly subject?: InputMaybe<Scalars['String']['input']>;
  /** Slug of the issuing authority; the office's only issuing authority when not given. */
  readonly authority?: InputMaybe<Scalars['String']['input']>;
  /** At most what the profile allows. */
  readonly validityDays?: InputMaybe<Scalars['Int']['input']>;
  /** The same key gives the same answer and makes nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** What issueCertificate made. */
export type IssueCertificatePayload = {
  readonly __typename?: 'IssueCertificatePayload';
  /** The certificate. */
  readonly certificate: Certificate;
  /** The certificate and those above it, PEM. */
  readonly chainPem: Scalars['String']['output'];
};

/** Input of revokeCertificate. */
export type RevokeCertificateInput = {
  /** Hexadecimal serial number. */
  readonly serialHex: Scalars['String']['input'];
  /** Why. */
  readonly reason: RevocationReason;
  /** Since when the key is known or believed to be in wrong hands. */
  readonly invalidityDate?: InputMaybe<Scalars['DateTime']['input']>;
};

/** What revokeCertificate did. */
export type RevokeCertificatePayload = {
  readonly __typename?: 'RevokeCertificatePayload';
  /** The certificate, revoked. */
  readonly certificate: Certificate;
};

export type { SignatureFormat };

export type { SignatureLevel };

/** Input of signDocument. */
export type SignDocumentInput = {
  /** `UNIT/NAME` of a sign-document key. */
  readonly key: Scalars['String']['input'];
  /** The document. */
  readonly document: DocumentInput;
  /** Hexadecimal serial number of the certificate; the newest valid one of the active version when not given. */
  readonly certificateSerialHex?: InputMaybe<Scalars['String']['input']>;
  /** Chosen from the document when not given. */
  readonly format?: InputMaybe<SignatureFormat>;
  /** How long the signature is to be provable. */
  readonly level: SignatureLevel;
  /** CAdES only: leave the content out of the signature. */
  readonly detached: Scalars['Boolean']['input'];
  /** PAdES only: name of an empty signature field to fill, or of a new one. */
  readonly fieldName?: InputMaybe<Scalars['String']['input']>;
  /** PAdES only: why it was signed. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
  /** PAdES only: where it was signed. */
  readonly location?: InputMaybe<Scalars['String']['input']>;
  /** The same key gives the same answer and makes nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** What signDocument made. */
export type SignDocumentPayload = {
  readonly __typename?: 'SignDocumentPayload';
  /** The signed document, or the detached signature. */
  readonly document: Document;
  /** The format it has. */
  readonly format: SignatureFormat;
  /** The level it reached. */
  readonly level: SignatureLevel;
  /** The signer's certificate. */
  readonly certificateSerialHex: Scalars['String']['output'];
  /** The audit entry of this signature; `inclusionProof` proves it. */
  readonly auditEntryId: Scalars['ID']['output'];
};

/** Who opens what is sealed to a unit. */
export type Recipient = {
  readonly __typename?: 'Recipient';
  /** Path of the unit. */
  readonly unit: Scalars['String']['output'];
  /** Its encryption certificate, PEM. */
  readonly certificatePem: Scalars['String']['output'];
  /** Hexadecimal serial number of it. */
  readonly serialHex: Scalars['String']['output'];
};

export type { SealedFormat };

/** Input of sealEnvelope. Recipients together: 1 to 1,000. */
export type SealEnvelopeInput = {
  /** The document. */
  readonly document: DocumentInput;
  /** Paths of units that may open it. */
  readonly units: ReadonlyArray<Scalars['String']['input']>;
  /** Certificates whose holders may open it, PEM. */
  readonly certificatesPem: ReadonlyArray<Scalars['String']['input']>;
  /** Passwords by which anybody opens it, at least 8 characters each. */
  readonly passwords: ReadonlyArray<Scalars['String']['input']>;
  /** CMS up to 64 MiB when not given. */
  readonly format?: InputMaybe<SealedFormat>;
  /** `UNIT/NAME` of a sign-document key that signs the document first; when it cannot, nothing is sealed. */
  readonly signWith?: InputMaybe<Scalars['String']['input']>;
  /** Makes a retry answer what the first attempt did. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** What sealEnvelope made. */
export type SealEnvelopePayload = {
  readonly __typename?: 'SealEnvelopePayload';
  /** The envelope. */
  readonly document: Document;
  /** The format it has. */
  readonly format: SealedFormat;
  /** The audit entry of it. */
  readonly auditEntryId: Scalars['ID']['output'];
};

/** Input of openEnvelope: either envelope or recipientInfos. */
export type OpenEnvelopeInput = {
  /** The whole envelope. */
  readonly envelope?: InputMaybe<DocumentInput>;
  /** DER of the SET OF RecipientInfo (RFC 5652 section 6.1) of an envelope that stays where it is; at most 1 MiB. */
  readonly recipientInfos?: InputMaybe<Scalars['Base64']['input']>;
  /** `UNIT/NAME` of the key; found by the recipients when not given, unless they are named by key identifier alone. */
  readonly key?: InputMaybe<Scalars['String']['input']>;
  /**
   * Also opens EnvelopedData with AES-CBC, which nothing protects against change: whoever can alter the envelope, and sees
   * what comes of it, may come to read it.
   */
  readonly unauthenticated: Scalars['Boolean']['input'];
};

/** What openEnvelope opened. */
export type OpenEnvelopePayload = {
  readonly __typename?: 'OpenEnvelopePayload';
  /** The content; null when recipientInfos were given. */
  readonly document: Maybe<Document>;
  /** The content-encryption key; null when the envelope was given. It opens this envelope and nothing else. */
  readonly contentKey: Maybe<Scalars['Base64']['output']>;
  /** Path of the unit whose key opened it. */
  readonly unit: Scalars['String']['output'];
  /** The version of the key. */
  readonly keyVersion: Scalars['Int']['output'];
  /** The audit entry of it. */
  readonly auditEntryId: Scalars['ID']['output'];
};

/** One envelope whose recipients are to be exchanged. */
export type RewrapEnvelopeItemInput = {
  /** Comes back with the outcome. */
  readonly reference?: InputMaybe<Scalars['String']['input']>;
  /** DER of the SET OF RecipientInfo (RFC 5652 section 6.1); at most 1 MiB. */
  readonly recipientInfos: Scalars['Base64']['input'];
};

/**
 * Input of rewrapEnvelope. The unit that opens an envelope is sealed to anew by its certificate of today, unless it is
 * removed; whoever is neither added nor removed stays. Whoever was removed and had opened an envelope may still know its key.
 */
export type RewrapEnvelopeInput = {
  /** 1 to 1,000 envelopes. */
  readonly items: ReadonlyArray<RewrapEnvelopeItemInput>;
  /** `UNIT/NAME` of the key that opens them; found by the recipients when not given. */
  readonly key?: InputMaybe<Scalars['String']['input']>;
  /** Paths of units to add. */
  readonly addUnits: ReadonlyArray<Scalars['String']['input']>;
  /** Certificates to add, PEM. */
  readonly addCertificatesPem: ReadonlyArray<Scalars['String']['input']>;
  /** Paths of units to remove. */
  readonly removeUnits: ReadonlyArray<Scalars['String']['input']>;
  /** Certificates to remove, PEM. */
  readonly removeCertificatesPem: ReadonlyArray<Scalars['String']['input']>;
};

/** What rewrapEnvelope made, one outcome per item, in order. */
export type RewrapEnvelopePayload = {
  readonly __typename?: 'RewrapEnvelopePayload';
  /** Outcomes in the order of the items. */
  readonly outcomes: ReadonlyArray<RewrapEnvelopeOutcome>;
};

/** Other recipients for one envelope, or why not. */
export type RewrapEnvelopeOutcome = RewrappedRecipients | OperationError;

/** Takes the place of what was given; the content key stays. */
export type RewrappedRecipients = {
  readonly __typename?: 'RewrappedRecipients';
  /** As given. */
  readonly reference: Maybe<Scalars['String']['output']>;
  /** DER of the SET OF RecipientInfo. */
  readonly recipientInfos: Scalars['Base64']['output'];
  /** The audit entry of the opening. */
  readonly auditEntryId: Scalars['ID']['output'];
};

/** Input of prepareSignature. */
export type PrepareSignatureInput = {
  /** `UNIT/NAME` of a sign-document key. */
  readonly key: Scalars['String']['input'];
  /** Digest of the document; for PAdES of the octets that /ByteRange names. */
  readonly digest: Scalars['Base64']['input'];
  /** How it was made. The algorithm of the key decides: SHA-256, for ECDSA P-384 SHA-384, for Ed25519 SHA-512. */
  readonly hashAlgorithm: HashAlgorithm;
  /** Hexadecimal serial number of the certificate; the newest valid one of the active version when not given. */
  readonly certificateSerialHex?: InputMaybe<Scalars['String']['input']>;
  /** PAdES for what goes into /Contents of a PDF, CAdES for a file of its own. */
  readonly format: SignatureFormat;
  /** How long the signature is to be provable. */
  readonly level: SignatureLevel;
};

/** What prepareSignature says. */
export type PrepareSignaturePayload = {
  readonly __typename?: 'PrepareSignaturePayload';
  /** Goes to completeSignature as it is, before it expires; neither secret nor kept here. */
  readonly preparation: Scalars['Base64']['output'];
  /** What the key would sign: SignedAttributes, DER (RFC 5652 section 5.4). */
  readonly toBeSigned: Scalars['Base64']['output'];
  /** The signer's certificate. */
  readonly certificateSerialHex: Scalars['String']['output'];
  /** The finished signature has at most so many octets: what a PDF has to reserve, whatever its digest. */
  readonly signatureOctets: Scalars['Int']['output'];
  /** An hour after it was made. */
  readonly expiresAt: Scalars['DateTime']['output'];
};

/** Input of completeSignature. */
export type CompleteSignatureInput = {
  /** What prepareSignature gave. */
  readonly preparation: Scalars['Base64']['input'];
  /** The same key gives the same answer and makes nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** What completeSignature made. */
export type CompleteSignaturePayload = {
  readonly __typename?: 'CompleteSignaturePayload';
  /** The detached signature: ContentInfo with SignedData, DER. */
  readonly signature: Scalars['Base64']['output'];
  /** The format it has. */
  readonly format: SignatureFormat;
  /** The level it reached. */
  readonly level: SignatureLevel;
  /** The signer's certificate. */
  readonly certificateSerialHex: Scalars['String']['output'];
  /** The audit entry of this signature; `inclusionProof` proves it. */
  readonly auditEntryId: Scalars['ID']['output'];
};

export type { HashAlgorithm };

/** Input of timestamp. */
export type TimestampInput = {
  /** Digest of what is to be proven to exist. */
  readonly digest: Scalars['Base64']['input'];
  /** How it was made. */
  readonly hashAlgorithm: HashAlgorithm;
};

/** What timestamp made. */
export type TimestampPayload = {
  readonly __typename?: 'TimestampPayload';
  /** TimeStampToken, DER (RFC 3161 section 2.4.2). */
  readonly token: Scalars['Base64']['output'];
  /** The time it states. */
  readonly time: Scalars['DateTime']['output'];
  /** The audit entry of this token. */
  readonly auditEntryId: Scalars['ID']['output'];
};

/** One message to be signed. Give a message or a digest. */
export type SignItemInput = {
  /** The message itself, at most 64 kB; not its digest. */
  readonly message?: InputMaybe<Scalars['Base64']['input']>;
  /** In place of a message its digest, by the hash of the algorithm: for keys with the attribute SIGN_DIGEST. */
  readonly digest?: InputMaybe<Scalars['Base64']['input']>;
  /** Comes back with the outcome. */
  readonly reference?: InputMaybe<Scalars['String']['input']>;
};

/** Input of sign. */
export type SignInput = {
  /** `UNIT/NAME` of a sign-raw key. */
  readonly key: Scalars['String']['input'];
  /** 1 to 1,000 messages. */
  readonly items: ReadonlyArray<SignItemInput>;
};

/** What sign made, one outcome per item, in order. */
export type SignPayload = {
  readonly __typename?: 'SignPayload';
  /** Outcomes in the order of the items. */
  readonly outcomes: ReadonlyArray<SignOutcome>;
  /** The version of the key that signed. */
  readonly keyVersion: Scalars['Int']['output'];
};

/** A signature, or why there is none. */
export type SignOutcome = RawSignature | OperationError;

/** A raw signature. */
export type RawSignature = {
  readonly __typename?: 'RawSignature';
  /** As given. */
  readonly reference: Maybe<Scalars['String']['output']>;
  /** ECDSA: DER Ecdsa-Sig-Value; RSA: as long as the modulus; EdDSA and ML-DSA: as their standards write it. */
  readonly signature: Scalars['Base64']['output'];
  /** The audit entry of this signature. */
  readonly auditEntryId: Scalars['ID']['output'];
};

/** Why an item of a batch has no result. */
export type OperationError = {
  readonly __typename?: 'OperationError';
  /** As given. */
  readonly reference: Maybe<Scalars['String']['output']>;
  /** Stable code, the same list as `extensions.code`. */
  readonly code: Scalars['String']['output'];
  /** In words. */
  readonly message: Scalars['String']['output'];
  /** Whether the same item may succeed later. */
  readonly retryable: Scalars['Boolean']['output'];
};

/** One signature to be checked. */
export type VerifyItemInput = {
  /** The message. */
  readonly message?: InputMaybe<Scalars['Base64']['input']>;
  /** In place of a message its digest, by the hash of the algorithm: ECDSA and RSA alone. */
  readonly digest?: InputMaybe<Scalars['Base64']['input']>;
  /** The signature. */
  readonly signature: Scalars['Base64']['input'];
  /** Comes back with the outcome. */
  readonly reference?: InputMaybe<Scalars['String']['input']>;
};

/** One piece of data to be encrypted. */
export type EncryptItemInput = {
  /** The data, at most 64 kB. */
  readonly plaintext: Scalars['Base64']['input'];
  /** Not encrypted, but bound to the ciphertext: it has to be given again to decrypt. At most 64 kB. */
  readonly associatedData?: InputMaybe<Scalars['Base64']['input']>;
  /** Comes back with the outcome. */
  readonly reference?: InputMaybe<Scalars['String']['input']>;
};

/** Input of encrypt. */
export type EncryptInput = {
  /** `UNIT/NAME` of an encrypt key. */
  readonly key: Scalars['String']['input'];
  /** 1 to 1,000 pieces of data. */
  readonly items: ReadonlyArray<EncryptItemInput>;
};

/** What encrypt made, one outcome per item, in order. */
export type EncryptPayload = {
  readonly __typename?: 'EncryptPayload';
  /** Outcomes in the order of the items. */
  readonly outcomes: ReadonlyArray<EncryptOutcome>;
  /** The version of the key that encrypted. */
  readonly keyVersion: Scalars['Int']['output'];
};

/** A ciphertext, or why there is none. */
export type EncryptOutcome = Encrypted | OperationError;

/** Encrypted data. */
export type Encrypted = {
  readonly __typename?: 'Encrypted';
  /** As given. */
  readonly reference: Maybe<Scalars['String']['output']>;
  /** Says by itself which version made it, and commits to its key. */
  readonly ciphertext: Scalars['Base64']['output'];
  /** The audit entry of this item. */
  readonly auditEntryId: Scalars['ID']['output'];
};

/** One ciphertext to be decrypted. */
export type DecryptItemInput = {
  /** As encrypt, rewrap or generateDataKey made it. */
  readonly ciphertext: Scalars['Base64']['input'];
  /** As it was given then. */
  readonly associatedData?: InputMaybe<Scalars['Base64']['input']>;
  /** Comes back with the outcome. */
  readonly reference?: InputMaybe<Scalars['String']['input']>;
};

/** Input of decrypt. */
export type DecryptInput = {
  /** `UNIT/NAME` of the encrypt key. */
  readonly key: Scalars['String']['input'];
  /** 1 to 1,000 ciphertexts, of any versions. */
  readonly items: ReadonlyArray<DecryptItemInput>;
};

/** What decrypt found, one outcome per item, in order. */
export type DecryptPayload = {
  readonly __typename?: 'DecryptPayload';
  /** Outcomes in the order of the items. */
  readonly outcomes: ReadonlyArray<DecryptOutcome>;
};

/** A plaintext, or why there is none. */
export type DecryptOutcome = Decrypted | OperationError;

/** Decrypted data. */
export type Decrypted = {
  readonly __typename?: 'Decrypted';
  /** As given. */
  readonly reference: Maybe<Scalars['String']['output']>;
  /** The data. */
  readonly plaintext: Scalars['Base64']['output'];
  /** The version of the key that had encrypted it. */
  readonly keyVersion: Scalars['Int']['output'];
  /** The audit entry of this item. */
  readonly auditEntryId: Scalars['ID']['output'];
};

/** One ciphertext to be encrypted anew. */
export type RewrapItemInput = {
  /** As encrypt, rewrap or generateDataKey made it. */
  readonly ciphertext: Scalars['Base64']['input'];
  /** As it was given then; it stays bound. */
  readonly associatedData?: InputMaybe<Scalars['Base64']['input']>;
  /** Comes back with the outcome. */
  readonly reference?: InputMaybe<Scalars['String']['input']>;
};

/** Input of rewrap. */
export type RewrapInput = {
  /** `UNIT/NAME` of the encrypt key. */
  readonly key: Scalars['String']['input'];
  /** 1 to 1,000 ciphertexts, of any versions. */
  readonly items: ReadonlyArray<RewrapItemInput>;
};

/** What rewrap made, one outcome per item, in order. */
export type RewrapPayload = {
  readonly __typename?: 'RewrapPayload';
  /** Outcomes in the order of the items. */
  readonly outcomes: ReadonlyArray<RewrapOutcome>;
  /** The version of the key under which everything is now. */
  readonly keyVersion: Scalars['Int']['output'];
};

/** A newer ciphertext, or why there is none. */
export type RewrapOutcome = Rewrapped | OperationError;

/** A ciphertext of the newest version. */
export type Rewrapped = {
  readonly __typename?: 'Rewrapped';
  /** As given. */
  readonly reference: Maybe<Scalars['String']['output']>;
  /** Takes the place of the one that was given. */
  readonly ciphertext: Scalars['Base64']['output'];
  /** The version that had made the one that was given. */
  readonly fromVersion: Scalars['Int']['output'];
  /** The audit entry of this item. */
  readonly auditEntryId: Scalars['ID']['output'];
};

/** One data key to be made. */
export type DataKeyItemInput = {
  /** Bound to the encrypted data key: it has to be given again to decrypt. At most 64 kB. */
  readonly associatedData?: InputMaybe<Scalars['Base64']['input']>;
  /** Comes back with the outcome. */
  readonly reference?: InputMaybe<Scalars['String']['input']>;
};

/** Input of generateDataKey. Nothing is kept of what it makes: asked again, it makes others. */
export type GenerateDataKeyInput = {
  /** `UNIT/NAME` of an encrypt key. */
  readonly key: Scalars['String']['input'];
  /** Without it, the data key stays in the signer until somebody decrypts its ciphertext. */
  readonly withPlaintext: Scalars['Boolean']['input'];
  /** 1 to 1,000 data keys; one when not given. */
  readonly items: ReadonlyArray<DataKeyItemInput>;
};

/** What generateDataKey made, one outcome per item, in order. */
export type GenerateDataKeyPayload = {
  readonly __typename?: 'GenerateDataKeyPayload';
  /** Outcomes in the order of the items. */
  readonly outcomes: ReadonlyArray<DataKeyOutcome>;
  /** The version of the key under which the data keys are encrypted. */
  readonly keyVersion: Scalars['Int']['output'];
};

/** A data key, or why there is none. */
export type DataKeyOutcome = DataKey | OperationError;

/** An AES-256 key. */
export type DataKey = {
  readonly __typename?: 'DataKey';
  /** As given. */
  readonly reference: Maybe<Scalars['String']['output']>;
  /** The key itself, 32 octets; null when it was not asked for. */
  readonly plaintext: Maybe<Scalars['Base64']['output']>;
  /** The key encrypted: decrypt gives it again. */
  readonly ciphertext: Scalars['Base64']['output'];
  /** The audit entry of this item. */
  readonly auditEntryId: Scalars['ID']['output'];
};

/** One message to be authenticated. */
export type MacItemInput = {
  /** The message itself, at most 64 kB. */
  readonly message: Scalars['Base64']['input'];
  /** Comes back with the outcome. */
  readonly reference?: InputMaybe<Scalars['String']['input']>;
};

/** Input of mac. */
export type MacInput = {
  /** `UNIT/NAME` of a mac key. */
  readonly key: Scalars['String']['input'];
  /** 1 to 1,000 messages. */
  readonly items: ReadonlyArray<MacItemInput>;
};

/** What mac made, one outcome per item, in order. */
export type MacPayload = {
  readonly __typename?: 'MacPayload';
  /** Outcomes in the order of the items. */
  readonly outcomes: ReadonlyArray<MacOutcome>;
  /** The version of the key that was used. */
  readonly keyVersion: Scalars['Int']['output'];
};

/** A message authentication code, or why there is none. */
export type MacOutcome = MessageMac | OperationError;

/** A message authentication code. */
export type MessageMac = {
  readonly __typename?: 'MessageMac';
  /** As given. */
  readonly reference: Maybe<Scalars['String']['output']>;
  /** As long as the hash of the algorithm. */
  readonly mac: Scalars['Base64']['output'];
  /** The audit entry of this item. */
  readonly auditEntryId: Scalars['ID']['output'];
};

/** One message authentication code to be checked. */
export type VerifyMacItemInput = {
  /** The message itself. */
  readonly message: Scalars['Base64']['input'];
  /** The code, whole. */
  readonly mac: Scalars['Base64']['input'];
  /** Comes back with the outcome. */
  readonly reference?: InputMaybe<Scalars['String']['input']>;
};

/** Input of verifyMac. */
export type VerifyMacInput = {
  /** `UNIT/NAME` of the mac key. */
  readonly key: Scalars['String']['input'];
  /** Version of that key; all that still read are tried when not given. */
  readonly keyVersion?: InputMaybe<Scalars['Int']['input']>;
  /** 1 to 1,000 codes. */
  readonly items: ReadonlyArray<VerifyMacItemInput>;
};

/** What verifyMac found, one outcome per item, in order. */
export type VerifyMacPayload = {
  readonly __typename?: 'VerifyMacPayload';
  /** Outcomes in the order of the items. */
  readonly outcomes: ReadonlyArray<VerifyMacOutcome>;
};

/** A verdict, or why there is none. */
export type VerifyMacOutcome = MacVerification | OperationError;

/** Whether a message authentication code holds. */
export type MacVerification = {
  readonly __typename?: 'MacVerification';
  /** As given. */
  readonly reference: Maybe<Scalars['String']['output']>;
  /** Whether it is that of the message. */
  readonly valid: Scalars['Boolean']['output'];
  /** The version under which it holds. */
  readonly keyVersion: Maybe<Scalars['Int']['output']>;
  /** The audit entry of this check. */
  readonly auditEntryId: Scalars['ID']['output'];
};

/** Input of verify. Give the name of a key, or a public key with its algorithm. */
export type VerifyInput = {
  /** `UNIT/NAME` of a key; needs a token. */
  readonly key?: InputMaybe<Scalars['String']['input']>;
  /** Version of that key; all versions are tried when not given. */
  readonly keyVersion?: InputMaybe<Scalars['Int']['input']>;
  /** DER of SubjectPublicKeyInfo. */
  readonly publicKey?: InputMaybe<Scalars['Base64']['input']>;
  /** Algorithm of `publicKey`. */
  readonly algorithm?: InputMaybe<SignatureAlgorithm>;
  /** 1 to 1,000 signatures. */
  readonly items: ReadonlyArray<VerifyItemInput>;
};

/** What verify found, one outcome per item, in order. */
export type VerifyPayload = {
  readonly __typename?: 'VerifyPayload';
  /** Outcomes in the order of the items. */
  readonly outcomes: ReadonlyArray<VerifyOutcome>;
};

/** An answer, or why there is none. */
export type VerifyOutcome = RawVerification | OperationError;

/** The answer on one raw signature. */
export type RawVerification = {
  readonly __typename?: 'RawVerification';
  /** As given. */
  readonly reference: Maybe<Scalars['String']['output']>;
  /** Whether the signature holds for the message under this key. */
  readonly valid: Scalars['Boolean']['output'];
  /** The version of the key under which it holds; null for a public key that was given, or when it does not hold. */
  readonly keyVersion: Maybe<Scalars['Int']['output']>;
};

/** Trust for one verification. When given, it replaces the office's own anchors. */
export type TrustInput = {
  /** Certificates to be trusted, PEM; several may stand in one string. */
  readonly anchorsPem: ReadonlyArray<Scalars['String']['input']>;
  /** CRLs, DER. */
  readonly crls: ReadonlyArray<Scalars['Base64']['input']>;
  /** OCSP responses, DER. */
  readonly ocsps: ReadonlyArray<Scalars['Base64']['input']>;
};

/** Input of verifyDocument. */
export type VerifyDocumentInput = {
  /** The signed document, or a detached signature. */
  readonly document: DocumentInput;
  /** What a detached signature is about. */
  readonly contents: ReadonlyArray<DocumentInput>;
  /** The office's own anchors when not given. */
  readonly trust?: InputMaybe<TrustInput>;
  /** The moment for which the verdict is asked; now when not given. */
  readonly at?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Overall verdicts of EN 319 102-1. */
export type Indication =
  /** Every check passed. */
  | 'TOTAL_PASSED'
  /** What is at hand does not suffice for a verdict. */
  | 'INDETERMINATE'
  /** A check failed. */
  | 'TOTAL_FAILED';

export type { Integrity };

/** A finding in words. */
export type Reason = {
  readonly __typename?: 'Reason';
  /** Stable code. */
  readonly code: Scalars['String']['output'];
  /** In words. */
  readonly text: Scalars['String']['output'];
};

/** The verdict on a document. */
export type ValidationReport = {
  readonly __typename?: 'ValidationReport';
  /** The worst of the signatures' indications. */
  readonly indication: Indication;
  /** The worst of the signatures' integrities. */
  readonly integrity: Integrity;
  /** Its format, for example PAdES; null when not recognised. */
  readonly format: Maybe<Scalars['String']['output']>;
  /** The policy applied. */
  readonly policy: ValidationPolicy;
  /** The moment for which it was asked. */
  readonly validationTime: Scalars['DateTime']['output'];
  /** Each signature. */
  readonly signatures: ReadonlyArray<SignatureReport>;
  /** What concerns the document as a whole. */
  readonly reasons: ReadonlyArray<Reason>;
};

/** A validation policy, named and versioned. */
export type ValidationPolicy = {
  readonly __typename?: 'ValidationPolicy';
  /** Its name. */
  readonly name: Scalars['String']['output'];
  /** Its version. */
  readonly version: Scalars['String']['output'];
};

/** The verdict on one signature. */
export type SignatureReport = {
  readonly __typename?: 'SignatureReport';
  /** The verdict. */
  readonly indication: Indication;
  /** Bytes apart from trust. */
  readonly integrity: Integrity;
  /** Sub-indication of EN 319 102-1; null when passed. */
  readonly subIndication: Maybe<Scalars['String']['output']>;
  /** Its format, for example PAdES. */
  readonly format: Scalars['String']['output'];
  /** B-B, B-T …; null when not told. */
  readonly level: Maybe<Scalars['String']['output']>;
  /** Who signed; null when the certificate is missing. */
  readonly signer: Maybe<Signer>;
  /** What the signer says. */
  readonly claimedSigningTime: Maybe<Scalars['DateTime']['output']>;
  /** The earliest moment that is proven. */
  readonly bestSignatureTime: Maybe<Scalars['DateTime']['output']>;
  /** Whether nothing follows what was signed. */
  readonly coversWholeDocument: Scalars['Boolean']['output'];
  /** What happened to the document afterwards. */
  readonly laterChanges: ReadonlyArray<LaterChange>;
  /** Findings. */
  readonly reasons: ReadonlyArray<Reason>;
  /** How the signature names itself: field of a PDF, Id of XML; null where there is none. */
  readonly name: Maybe<Scalars['String']['output']>;
  /** From the signer's certificate to the anchor; empty when no chain was found. */
  readonly chain: ReadonlyArray<CertificateSummary>;
  /** Under whose authority; null when the chain ends in no anchor. */
  readonly lane: Maybe<TrustLane>;
  /** Of a PDF: which revision was signed; null for other formats. */
  readonly revision: Maybe<SignedRevision>;
  /** Time-stamps of the signature, whether relied on or not. */
  readonly timestamps: ReadonlyArray<TimestampReport>;
  /** Signatures over this one's value. */
  readonly counterSignatures: ReadonlyArray<SignatureReport>;
  /** Every step of the process and what came of it. */
  readonly checks: ReadonlyArray<ValidationCheck>;
};

/** One step of the process, for those who want to know why. */
export type ValidationCheck = {
  readonly __typename?: 'ValidationCheck';
  /** Its name, for example `X509_CERTIFICATE_VALIDATION`. */
  readonly code: Scalars['String']['output'];
  /** The clause that asks for it, for example `EN 319 102-1 §5.2.6`. */
  readonly clause: Scalars['String']['output'];
  /** What came of it. */
  readonly outcome: CheckOutcome;
  /** Findings. */
  readonly reasons: ReadonlyArray<Reason>;
  /** The steps within it. */
  readonly checks: ReadonlyArray<ValidationCheck>;
};

export type { CheckOutcome };

/** A certificate of a chain. */
export type CertificateSummary = {
  readonly __typename?: 'CertificateSummary';
  /** RFC 4514. */
  readonly subject: Scalars['String']['output'];
  /** RFC 4514. */
  readonly issuer: Scalars['String']['output'];
  /** Hexadecimal serial number. */
  readonly serialHex: Scalars['String']['output'];
  /** Start of validity. */
  readonly notBefore: Scalars['DateTime']['output'];
  /** End of validity. */
  readonly notAfter: Scalars['DateTime']['output'];
};

export type { TrustLane };

/** Which revision of a PDF was signed. */
export type SignedRevision = {
  readonly __typename?: 'SignedRevision';
  /** Its number, from 1. */
  readonly signed: Scalars['Int']['output'];
  /** How many there are. */
  readonly last: Scalars['Int']['output'];
};

/** A time-stamp of a signature. */
export type TimestampReport = {
  readonly __typename?: 'TimestampReport';
  /** What it is over. */
  readonly kind: TimestampKind;
  /** Bytes apart from trust. */
  readonly integrity: Integrity;
  /** Whether its time is proven. */
  readonly trusted: Scalars['Boolean']['output'];
  /** What it says; null when it cannot be read. */
  readonly time: Maybe<Scalars['DateTime']['output']>;
  /** Subject of the time-stamping authority's certificate, RFC 4514; null when it is missing. */
  readonly authority: Maybe<Scalars['String']['output']>;
  /** Findings. */
  readonly reasons: ReadonlyArray<Reason>;
};

export type { TimestampKind };

/** Who signed. */
export type Signer = {
  readonly __typename?: 'Signer';
  /** RFC 4514. */
  readonly subject: Scalars['String']['output'];
  /** RFC 4514. */
  readonly issuer: Scalars['String']['output'];
  /** Hexadecimal serial number. */
  readonly serialHex: Scalars['String']['output'];
  /** Under a practice authority: never of legal effect. */
  readonly practice: Scalars['Boolean']['output'];
};

/** A change after a signature. */
export type LaterChange = {
  readonly __typename?: 'LaterChange';
  /** Number of the revision that made it, from 1. */
  readonly revision: Scalars['Int']['output'];
  /** What kind, for example `signature_added`. */
  readonly kind: Scalars['String']['output'];
  /** Whether the signature allows it. */
  readonly permitted: Scalars['Boolean']['output'];
};

/** Exactly one act. Names are resolved at once: what is approved is about keys, versions and units, not about names. */
export type ProposeInput =
  /** Takes a key out of use and destroys it when the waiting time is over. */
  { readonly scheduleKeyDestruction: ScheduleKeyDestructionInput; readonly exportKey?: never; readonly shredUnit?: never; readonly mergeUnits?: never; readonly createAuthority?: never; readonly setApprovalRule?: never; readonly addTrustAnchor?: never; readonly removeTrustAnchor?: never; readonly changeCustody?: never; readonly rotateRootKey?: never; readonly grant?: never; readonly enrolDevice?: never; readonly signDocuments?: never; }
  |  /** Gives a key away, wrapped for its recipient. */
  { readonly scheduleKeyDestruction?: never; readonly exportKey: ExportKeyInput; readonly shredUnit?: never; readonly mergeUnits?: never; readonly createAuthority?: never; readonly setApprovalRule?: never; readonly addTrustAnchor?: never; readonly removeTrustAnchor?: never; readonly changeCustody?: never; readonly rotateRootKey?: never; readonly grant?: never; readonly enrolDevice?: never; readonly signDocuments?: never; }
  |  /** Erases a unit's key-encryption key, and with it all of its private keys. */
  { readonly scheduleKeyDestruction?: never; readonly exportKey?: never; readonly shredUnit: ShredUnitInput; readonly mergeUnits?: never; readonly createAuthority?: never; readonly setApprovalRule?: never; readonly addTrustAnchor?: never; readonly removeTrustAnchor?: never; readonly changeCustody?: never; readonly rotateRootKey?: never; readonly grant?: never; readonly enrolDevice?: never; readonly signDocuments?: never; }
  |  /** Merges a unit into another one. */
  { readonly scheduleKeyDestruction?: never; readonly exportKey?: never; readonly shredUnit?: never; readonly mergeUnits: MergeUnitsInput; readonly createAuthority?: never; readonly setApprovalRule?: never; readonly addTrustAnchor?: never; readonly removeTrustAnchor?: never; readonly changeCustody?: never; readonly rotateRootKey?: never; readonly grant?: never; readonly enrolDevice?: never; readonly signDocuments?: never; }
  |  /** Makes a certification authority. */
  { readonly scheduleKeyDestruction?: never; readonly exportKey?: never; readonly shredUnit?: never; readonly mergeUnits?: never; readonly createAuthority: CreateAuthorityInput; readonly setApprovalRule?: never; readonly addTrustAnchor?: never; readonly removeTrustAnchor?: never; readonly changeCustody?: never; readonly rotateRootKey?: never; readonly grant?: never; readonly enrolDevice?: never; readonly signDocuments?: never; }
  |  /** Says how many people approve an act. */
  { readonly scheduleKeyDestruction?: never; readonly exportKey?: never; readonly shredUnit?: never; readonly mergeUnits?: never; readonly createAuthority?: never; readonly setApprovalRule: SetApprovalRuleInput; readonly addTrustAnchor?: never; readonly removeTrustAnchor?: never; readonly changeCustody?: never; readonly rotateRootKey?: never; readonly grant?: never; readonly enrolDevice?: never; readonly signDocuments?: never; }
  |  /** Has the office trust an authority of others. */
  { readonly scheduleKeyDestruction?: never; readonly exportKey?: never; readonly shredUnit?: never; readonly mergeUnits?: never; readonly createAuthority?: never; readonly setApprovalRule?: never; readonly addTrustAnchor: AddTrustAnchorInput; readonly removeTrustAnchor?: never; readonly changeCustody?: never; readonly rotateRootKey?: never; readonly grant?: never; readonly enrolDevice?: never; readonly signDocuments?: never; }
  |  /** Has the office trust an authority of others no more. */
  { readonly scheduleKeyDestruction?: never; readonly exportKey?: never; readonly shredUnit?: never; readonly mergeUnits?: never; readonly createAuthority?: never; readonly setApprovalRule?: never; readonly addTrustAnchor?: never; readonly removeTrustAnchor: RemoveTrustAnchorInput; readonly changeCustody?: never; readonly rotateRootKey?: never; readonly grant?: never; readonly enrolDevice?: never; readonly signDocuments?: never; }
  |  /** Gives the root key to other custodians; once it is executed, the present ones hold the ceremony at the machine. */
  { readonly scheduleKeyDestruction?: never; readonly exportKey?: never; readonly shredUnit?: never; readonly mergeUnits?: never; readonly createAuthority?: never; readonly setApprovalRule?: never; readonly addTrustAnchor?: never; readonly removeTrustAnchor?: never; readonly changeCustody: ChangeCustodyInput; readonly rotateRootKey?: never; readonly grant?: never; readonly enrolDevice?: never; readonly signDocuments?: never; }
  |  /** Makes a further root key; once it is executed, the custodians hold the ceremony at the machine. */
  { readonly scheduleKeyDestruction?: never; readonly exportKey?: never; readonly shredUnit?: never; readonly mergeUnits?: never; readonly createAuthority?: never; readonly setApprovalRule?: never; readonly addTrustAnchor?: never; readonly removeTrustAnchor?: never; readonly changeCustody?: never; readonly rotateRootKey: RotateRootKeyInput; readonly grant?: never; readonly enrolDevice?: never; readonly signDocuments?: never; }
  |  /** Gives a person what lets it approve; other grants need nobody's approval. */
  { readonly scheduleKeyDestruction?: never; readonly exportKey?: never; readonly shredUnit?: never; readonly mergeUnits?: never; readonly createAuthority?: never; readonly setApprovalRule?: never; readonly addTrustAnchor?: never; readonly removeTrustAnchor?: never; readonly changeCustody?: never; readonly rotateRootKey?: never; readonly grant: GrantInput; readonly enrolDevice?: never; readonly signDocuments?: never; }
  |  /** Lets a device be enrolled for a person who lost all of them, or who may approve. */
  { readonly scheduleKeyDestruction?: never; readonly exportKey?: never; readonly shredUnit?: never; readonly mergeUnits?: never; readonly createAuthority?: never; readonly setApprovalRule?: never; readonly addTrustAnchor?: never; readonly removeTrustAnchor?: never; readonly changeCustody?: never; readonly rotateRootKey?: never; readonly grant?: never; readonly enrolDevice: CreateEnrolmentInput; readonly signDocuments?: never; }
  |  /** Signs a list of documents, which are approved as one. */
  { readonly scheduleKeyDestruction?: never; readonly exportKey?: never; readonly shredUnit?: never; readonly mergeUnits?: never; readonly createAuthority?: never; readonly setApprovalRule?: never; readonly addTrustAnchor?: never; readonly removeTrustAnchor?: never; readonly changeCustody?: never; readonly rotateRootKey?: never; readonly grant?: never; readonly enrolDevice?: never; readonly signDocuments: SignDocumentsInput; };

/** What propose made. */
export type ProposePayload = {
  readonly __typename?: 'ProposePayload';
  /** The proposal. */
  readonly proposal: Proposal;
};

/** Input of signDocuments: which documents, by their digests, are to be signed with which key. */
export type SignDocumentsInput = {
  /** `UNIT/NAME` of a sign-document key; its active version is the one that is approved. */
  readonly key: Scalars['String']['input'];
  /** Hexadecimal serial number of the certificate; the newest valid one of that version when not given. */
  readonly certificateSerialHex?: InputMaybe<Scalars['String']['input']>;
  /** 1 to 1,000 documents, each listed once. */
  readonly documents: ReadonlyArray<DocumentToSignInput>;
  /** The same key gives the same proposal and makes nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** One document of a list that is approved as one. */
export type DocumentToSignInput = {
  /** Lower-case hexadecimal SHA-256 of the document as it is before it is signed. */
  readonly sha256: Scalars['String']['input'];
  /** What those who approve know it by. */
  readonly title: Scalars['String']['input'];
  /** The format that the signature is to have. */
  readonly format: SignatureFormat;
  /** How long the signature is to be provable. */
  readonly level: SignatureLevel;
  /** CAdES only: leave the content out of the signature. */
  readonly detached: Scalars['Boolean']['input'];
};

/**
 * What a passkey answered (AuthenticationResponseJSON of WebAuthn Level 3 section 5.1.8), each in Base64url without padding.
 * Its challenge is the proposal's `actSha256`, and the person must have been verified.
 */
export type PasskeyAssertionInput = {
  /** `id` of the credential. */
  readonly credentialId: Scalars['String']['input'];
  /** `response.authenticatorData`. */
  readonly authenticatorData: Scalars['String']['input'];
  /** `response.clientDataJSON`. */
  readonly clientDataJson: Scalars['String']['input'];
  /** `response.signature`. */
  readonly signature: Scalars['String']['input'];
  /** `response.userHandle`, where there is one. */
  readonly userHandle?: InputMaybe<Scalars['String']['input']>;
};

/** Input of approve. */
export type ApproveInput = {
  /** Global identifier of the proposal. */
  readonly proposalId: Scalars['ID']['input'];
  /** What the approver's passkey signed. */
  readonly assertion: PasskeyAssertionInput;
};

/** What approve did. */
export type ApprovePayload = {
  readonly __typename?: 'ApprovePayload';
  /** The proposal. */
  readonly proposal: Proposal;
};

/** Input of reject. */
export type RejectInput = {
  /** Global identifier of the proposal. */
  readonly proposalId: Scalars['ID']['input'];
  /** Why; at most 1,000 characters. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
};

/** What reject did. */
export type RejectPayload = {
  readonly __typename?: 'RejectPayload';
  /** The proposal, rejected. */
  readonly proposal: Proposal;
};

/** Input of execute. Asked again by the same caller, it goes on where it broke off and does nothing twice. */
export type ExecuteInput = {
  /** Global identifier of the proposal. */
  readonly proposalId: Scalars['ID']['input'];
  /** Of a list that is signed: its documents, all of them or some, in any order. */
  readonly documents: ReadonlyArray<DocumentInput>;
};

/** What execute did. */
export type ExecutePayload = {
  readonly __typename?: 'ExecutePayload';
  /** The proposal. */
  readonly proposal: Proposal;
  /** What the act made. */
  readonly result: ExecutionResult;
};

/** What an act made that was approved. */
export type ExecutionResult = ScheduleKeyDestructionPayload | ExportKeyPayload | ShredUnitPayload | MergeUnitsPayload | CreateAuthorityPayload | SetApprovalRulePayload | AddTrustAnchorPayload | RemoveTrustAnchorPayload | ReleaseCeremonyPayload | GrantPayload | CreateEnrolmentPayload | SignDocumentsPayload;

/** What came of the documents that were brought, one outcome each, in their order. */
export type SignDocumentsPayload = {
  readonly __typename?: 'SignDocumentsPayload';
  /** Outcomes in the order of the documents. */
  readonly outcomes: ReadonlyArray<SignDocumentsOutcome>;
  /** How many of the list are not signed yet: they may be brought later. */
  readonly missing: Scalars['Int']['output'];
};

/** A signed document, or why there is none. */
export type SignDocumentsOutcome = SignDocumentPayload | OperationError;

/** Input of setApprovalRule. */
export type SetApprovalRuleInput = {
  /** Path of the unit; the rule holds for all below it too. */
  readonly unit: Scalars['String']['input'];
  /** The act. */
  readonly act: ProposableAct;
  /** How many people have to approve it, 0 to 10. The strictest rule on the way up holds; 0 only where people practise. */
  readonly approvals: Scalars['Int']['input'];
  /** How long a proposal lives, 1 to 720; 72 when not given. */
  readonly expiresInHours?: InputMaybe<Scalars['Int']['input']>;
  /** The same key gives the same answer and does nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** What setApprovalRule did. */
export type SetApprovalRulePayload = {
  readonly __typename?: 'SetApprovalRulePayload';
  /** The rule. */
  readonly rule: ApprovalRule;
};

/** How many people approve an act in a unit and below it. */
export type ApprovalRule = {
  readonly __typename?: 'ApprovalRule';
  /** The unit that laid it down. */
  readonly unit: Unit;
  /** The act. */
  readonly act: ProposableAct;
  /** How many people have to approve it. */
  readonly approvals: Scalars['Int']['output'];
  /** How long a proposal lives. */
  readonly expiresInHours: Scalars['Int']['output'];
};

export type { ProposableAct };

export type { ProposalState };

/** An act that waits for others to approve it, or what became of it. */
export type Proposal = Node & {
  readonly __typename?: 'Proposal';
  /** Global identifier. */
  readonly id: Scalars['ID']['output'];
  /** What is to be done. */
  readonly act: ProposableAct;
  /** Where: there its approvers must be allowed to approve. */
  readonly unit: Unit;
  /** Whether it still waits. */
  readonly state: ProposalState;
  /** Whether `reject` takes it: while it is OPEN, and once a ceremony is released, until the keeper had it confirmed. */
  readonly rejectable: Scalars['Boolean']['output'];
  /**
   * Exactly what is approved: JSON in the form of RFC 8785 with the act, its parameters, what their identifiers were called,
   * the unit, the office, this proposal and its end.
   */
  readonly canonicalAct: Scalars['String']['output'];
  /** Lower-case hexadecimal SHA-256 of `canonicalAct` in UTF-8: the challenge that each approver's passkey signs. */
  readonly actSha256: Scalars['String']['output'];
  /** How many people have to approve it. */
  readonly approvalsRequired: Scalars['Int']['output'];
  /** How many approvals count now: whoever left, or lost the right or the passkey, counts no more. */
  readonly approvalsCounting: Scalars['Int']['output'];
  /** Who proposed it. */
  readonly proposedBy: ProposalParty;
  /** Who approved it, oldest first. */
  readonly approvals: ReadonlyArray<ProposalApproval>;
  /** When it was proposed. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** Its last moment. */
  readonly expiresAt: Scalars['DateTime']['output'];
  /** Who said no; null when nobody did. */
  readonly rejectedBy: Maybe<ProposalParty>;
  /** When somebody said no. */
  readonly rejectedAt: Maybe<Scalars['DateTime']['output']>;
  /** Why. */
  readonly rejectionReason: Maybe<Scalars['String']['output']>;
  /** Who executes it, or has; null while nobody does. */
  readonly executedBy: Maybe<ProposalParty>;
  /** When all of it was done; null when it was not. */
  readonly executedAt: Maybe<Scalars['DateTime']['output']>;
  /** Of a list of documents, those that are signed. */
  readonly signatures: ReadonlyArray<ApprovedSignature>;
};

/** A document of an approved list that is signed. */
export type ApprovedSignature = {
  readonly __typename?: 'ApprovedSignature';
  /** Lower-case hexadecimal SHA-256 of the document before it was signed. */
  readonly sha256: Scalars['String']['output'];
  /** The audit entry of its signature. */
  readonly auditEntryId: Scalars['ID']['output'];
  /** When it was signed. */
  readonly signedAt: Scalars['DateTime']['output'];
};

/** A person or a program. */
export type ProposalParty = {
  readonly __typename?: 'ProposalParty';
  /** Which of the two. */
  readonly kind: PartyKind;
  /** Identifier, as audit entries have it. */
  readonly id: Scalars['ID']['output'];
  /** Name; null when there is none any more. */
  readonly name: Maybe<Scalars['String']['output']>;
};

export type { PartyKind };

/**
 * An approval with what proves it to anyone: the passkey's signature over `authenticatorData` and the SHA-256 of
 * `clientDataJson`, whose challenge is the digest of the act (WebAuthn Level 3 section 7.2).
 */
export type ProposalApproval = {
  readonly __typename?: 'ProposalApproval';
  /** Who approved. */
  readonly person: ProposalParty;
  /** When. */
  readonly approvedAt: Scalars['DateTime']['output'];
  /** Whether it counts now. */
  readonly counts: Scalars['Boolean']['output'];
  /** Authenticator data. */
  readonly authenticatorData: Scalars['Base64']['output'];
  /** Client data, JSON in UTF-8. */
  readonly clientDataJson: Scalars['Base64']['output'];
  /** The signature. */
  readonly signature: Scalars['Base64']['output'];
  /** The passkey's public key, COSE_Key (RFC 9052). */
  readonly publicKey: Scalars['Base64']['output'];
};

/** A page of proposals. */
export type ProposalConnection = {
  readonly __typename?: 'ProposalConnection';
  /** The proposals with their cursors. */
  readonly edges: ReadonlyArray<ProposalEdge>;
  /** Where the list goes on. */
  readonly pageInfo: PageInfo;
};

/** A proposal in a list. */
export type ProposalEdge = {
  readonly __typename?: 'ProposalEdge';
  /** Cursor of this one. */
  readonly cursor: Scalars['String']['output'];
  /** The proposal. */
  readonly node: Proposal;
};

/** Input of createApplication. */
export type CreateApplicationInput = {
  /** Its name, unique in its unit. */
  readonly name: Scalars['String']['input'];
  /** Path of the unit whose subtree it may act for. */
  readonly unit: Scalars['String']['input'];
  /** What it may do; never more than the caller. */
  readonly actions: ReadonlyArray<Action>;
  /** The same key gives the same answer and makes nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** What createApplication made. */
export type CreateApplicationPayload = {
  readonly __typename?: 'CreateApplicationPayload';
  /** The application. */
  readonly application: Application;
};

/** Input of issueToken. */
export type IssueTokenInput = {
  /** Global identifier of the application. */
  readonly applicationId: Scalars['ID']['input'];
  /** When it ends; 90 days from now when not given, at most 366. */
  readonly expiresInDays: Scalars['Int']['input'];
  /** The same key issues nothing twice. The secret is kept nowhere, so a repeated request is answered ALREADY_EXISTS, which names the token. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** What issueToken made. */
export type IssueTokenPayload = {
  readonly __typename?: 'IssueTokenPayload';
  /** The token without its secret. */
  readonly token: Token;
  /** The bearer token itself. It is shown this once and kept as a hash. */
  readonly secret: Scalars['String']['output'];
};

/** Input of revokeToken. */
export type RevokeTokenInput = {
  /** Global identifier of the token. */
  readonly tokenId: Scalars['ID']['input'];
};

/** What revokeToken did. */
export type RevokeTokenPayload = {
  readonly __typename?: 'RevokeTokenPayload';
  /** The token, revoked. */
  readonly token: Token;
};

export type { Role };

/** Who asks. */
export type Viewer = {
  readonly __typename?: 'Viewer';
  /** PERSON or APPLICATION. */
  readonly kind: CallerKind;
  /** Global identifier of the person or the application. */
  readonly id: Scalars['ID']['output'];
  /** Its name. */
  readonly name: Scalars['String']['output'];
  /** Display name in any script; the name of a program. */
  readonly title: Scalars['String']['output'];
  /** Path of the unit where it is at home. */
  readonly unit: Scalars['String']['output'];
  /** Passkeys of the person, oldest first, revoked ones too; none of a program. */
  readonly passkeys: ReadonlyArray<Passkey>;
  /** Sessions of the person, newest first, ended ones too; none of a program. */
  readonly sessions: ReadonlyArray<Session>;
  /** What it may do, where. Grants that have ended, or wait for an emergency, are not among them. */
  readonly grants: ReadonlyArray<HeldGrant>;
  /** Grants of its own for emergencies that are not in force: breakGlass puts them in force. */
  readonly emergencyGrants: ReadonlyArray<Grant>;
};

export type { CallerKind };

/** What a caller holds. */
export type HeldGrant = {
  readonly __typename?: 'HeldGrant';
  /** Global identifier of the grant; null for what an application was given when it was made. */
  readonly id: Maybe<Scalars['ID']['output']>;
  /** Path of the unit; all below it is meant too. */
  readonly unit: Scalars['String']['output'];
  /** What it allows. */
  readonly actions: ReadonlyArray<Action>;
  /** Only with this key, by its global identifier; null: with every key. */
  readonly keyId: Maybe<Scalars['ID']['output']>;
  /** Only documents of these formats; null: of every format. */
  readonly formats: Maybe<ReadonlyArray<SignatureFormat>>;
  /** Whether an emergency put it in force. */
  readonly emergency: Scalars['Boolean']['output'];
  /** When it ends; null when it does not. */
  readonly expiresAt: Maybe<Scalars['DateTime']['output']>;
};

/** Somebody who signs in. */
export type Person = Node & {
  readonly __typename?: 'Person';
  /** Global identifier. */
  readonly id: Scalars['ID']['output'];
  /** What one signs in with; unique in the office, for ever. */
  readonly name: Scalars['String']['output'];
  /** Display name in any script. */
  readonly title: Scalars['String']['output'];
  /** Path of the unit where the person is at home. */
  readonly unit: Scalars['String']['output'];
  /** All that was ever given to the person in the units that the caller manages. */
  readonly grants: ReadonlyArray<Grant>;
  /** Oldest first, revoked ones too. */
  readonly passkeys: ReadonlyArray<Passkey>;
  /** Newest first, ended ones too. */
  readonly sessions: ReadonlyArray<Session>;
  /** Accounts at the organisation's identity provider, oldest first, ended ones too. */
  readonly subjects: ReadonlyArray<OidcSubject>;
  /** When it was entered. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** When it was disabled; null when it was not. */
  readonly disabledAt: Maybe<Scalars['DateTime']['output']>;
};

/** A page of people. */
export type PersonConnection = {
  readonly __typename?: 'PersonConnection';
  /** The people with their cursors. */
  readonly edges: ReadonlyArray<PersonEdge>;
  /** Where the list goes on. */
  readonly pageInfo: PageInfo;
};

/** A person in a page. */
export type PersonEdge = {
  readonly __typename?: 'PersonEdge';
  /** The person. */
  readonly node: Person;
  /** Where it stands in the list. */
  readonly cursor: Scalars['String']['output'];
};

/** A role in a unit and everything below it. */
export type Grant = Node & {
  readonly __typename?: 'Grant';
  /** Global identifier. */
  readonly id: Scalars['ID']['output'];
  /** Global identifier of the person; null for an application's. */
  readonly personId: Maybe<Scalars['ID']['output']>;
  /** Global identifier of the application; null for a person's. */
  readonly applicationId: Maybe<Scalars['ID']['output']>;
  /** What it makes of its holder. */
  readonly role: Role;
  /** Path of the unit; all below it is meant too. */
  readonly unit: Scalars['String']['output'];
  /** Only with this key, by its global identifier; null: with every key. */
  readonly keyId: Maybe<Scalars['ID']['output']>;
  /** Of the role's, these alone; null: all. */
  readonly actions: Maybe<ReadonlyArray<Action>>;
  /** Only documents of these formats; null: of every format. */
  readonly formats: Maybe<ReadonlyArray<SignatureFormat>>;
  /** How often it may be used; null: without limit. */
  readonly limit: Maybe<UsageLimit>;
  /** Whether it waits for an emergency. */
  readonly emergency: Scalars['Boolean']['output'];
  /** Until when an emergency has put it in force; null when none has. */
  readonly emergencyUntil: Maybe<Scalars['DateTime']['output']>;
  /** The grant that was handed on, by its global identifier; null when an officer gave it. */
  readonly handedOnFrom: Maybe<Scalars['ID']['output']>;
  /** When it was given. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** When it ends; null when it does not. */
  readonly expiresAt: Maybe<Scalars['DateTime']['output']>;
  /** When it was revoked; null when it was not. */
  readonly revokedAt: Maybe<Scalars['DateTime']['output']>;
};

/** Input of createPerson. */
export type CreatePersonInput = {
  /** What the person will sign in with: lower-case letters, digits and ._@+-, unique in the office. */
  readonly name: Scalars['String']['input'];
  /** Path of the unit where the person is at home. */
  readonly unit: Scalars['String']['input'];
  /** Display name in any script; the name when not given. */
  readonly title?: InputMaybe<Scalars['String']['input']>;
  /** The same key gives the same answer and makes nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** What createPerson made. */
export type CreatePersonPayload = {
  readonly __typename?: 'CreatePersonPayload';
  /** The person. */
  readonly person: Person;
};

/** Input of disablePerson. */
export type DisablePersonInput = {
  /** Global identifier of the person. */
  readonly personId: Scalars['ID']['input'];
};

/** What disablePerson did. */
export type DisablePersonPayload = {
  readonly __typename?: 'DisablePersonPayload';
  /** The person, disabled. */
  readonly person: Person;
};

/** To whom something is given. */
export type GrantHolderInput =
  /** Global identifier of a person. */
  { readonly personId: Scalars['ID']['input']; readonly applicationId?: never; }
  |  /** Global identifier of an application. */
  { readonly personId?: never; readonly applicationId: Scalars['ID']['input']; };

/** Input of grant. */
export type GrantInput = {
  /** To whom. */
  readonly holder: GrantHolderInput;
  /** What it makes of the holder. */
  readonly role: Role;
  /** Path of the unit; all below it is meant too. */
  readonly unit: Scalars['String']['input'];
  /** UNIT/NAME of a key of that unit: the grant then holds nothing but uses of this key. */
  readonly key?: InputMaybe<Scalars['String']['input']>;
  /** Of the role's, these alone. */
  readonly actions?: InputMaybe<ReadonlyArray<Action>>;
  /** Only documents of these formats. */
  readonly formats?: InputMaybe<ReadonlyArray<SignatureFormat>>;
  /** How often it may be used. */
  readonly limit?: InputMaybe<UsageLimitInput>;
  /** Holds nothing until its holder declares an emergency. */
  readonly emergency?: InputMaybe<Scalars['Boolean']['input']>;
  /** When it ends. What is handed on needs an end, within 92 days. */
  readonly expiresAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** Global identifier of a grant that the caller holds and hands on. */
  readonly handedOnFrom?: InputMaybe<Scalars['ID']['input']>;
  /** The same key gives the same answer and makes nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** What grant gave. */
export type GrantPayload = {
  readonly __typename?: 'GrantPayload';
  /** The grant. */
  readonly grant: Grant;
};

/** Input of revokeGrant. */
export type RevokeGrantInput = {
  /** Global identifier of the grant. */
  readonly grantId: Scalars['ID']['input'];
};

/** What revokeGrant ended. */
export type RevokeGrantPayload = {
  readonly __typename?: 'RevokeGrantPayload';
  /** The grant, revoked. */
  readonly grant: Grant;
};

export type { EmergencyReason };

/** Input of breakGlass. */
export type BreakGlassInput = {
  /** Global identifier of a grant for emergencies that the caller holds. */
  readonly grantId: Scalars['ID']['input'];
  /** Why. */
  readonly reason: EmergencyReason;
  /** Number of the record that says more: letters, digits and ._/-, at most 64. */
  readonly reference: Scalars['String']['input'];
};

/** What breakGlass put in force. */
export type BreakGlassPayload = {
  readonly __typename?: 'BreakGlassPayload';
  /** The grant, with the moment at which it ends. */
  readonly grant: Grant;
};

/** An entry of the audit log. */
export type AuditEntry = Node & {
  readonly __typename?: 'AuditEntry';
  /** Global identifier. */
  readonly id: Scalars['ID']['output'];
  /** When it was made. */
  readonly at: Scalars['DateTime']['output'];
  /** Name of the journey, for example `signDocument`. */
  readonly operation: Scalars['String']['output'];
  /** `done`, `denied` or `failed`. */
  readonly outcome: Scalars['String']['output'];
  /** The leaf's bytes: JSON with a fixed order of members. */
  readonly entry: Scalars['Base64']['output'];
  /** Its place in the log; null until the sequencer gave it one. */
  readonly leafIndex: Maybe<Scalars['Int']['output']>;
  /** The request that caused it, as in the log lines and in errors. */
  readonly requestId: Scalars['String']['output'];
  /** `application`, `service` or `anonymous`. */
  readonly callerKind: Scalars['String']['output'];
  /** Identifier of the application that caused it. */
  readonly applicationId: Maybe<Scalars['ID']['output']>;
  /** Identifier of the token that it used. */
  readonly tokenId: Maybe<Scalars['ID']['output']>;
  /** Identifier of the key that was used. */
  readonly keyId: Maybe<Scalars['ID']['output']>;
  /** Version of that key. */
  readonly keyVersion: Maybe<Scalars['Int']['output']>;
  /** Algorithm of the signature. */
  readonly algorithm: Maybe<Scalars['String']['output']>;
  /** Lower-case hexadecimal SHA-256 of what was signed. */
  readonly toBeSignedSha256: Maybe<Scalars['String']['output']>;
  /** Lower-case hexadecimal SHA-256 of the signature value. */
  readonly signatureSha256: Maybe<Scalars['String']['output']>;
  /** Further facts of the journey. */
  readonly details: ReadonlyArray<AuditDetail>;
  /** The certificate that stood for the key, or that the act was about. */
  readonly certificate: Maybe<Certificate>;
  /** The proposal on which it was done, with its approvals; null when it needed none, or the caller may not see it. */
  readonly proposal: Maybe<Proposal>;
  /** What proves it offline; null until it has its place in the log. */
  readonly receipt: Maybe<SignatureReceipt>;
};

/** A further fact of an audit entry. */
export type AuditDetail = {
  readonly __typename?: 'AuditDetail';
  /** Its name, for example `level`. */
  readonly name: Scalars['String']['output'];
  /** Its value. */
  readonly value: Scalars['String']['output'];
};

/** A page of audit entries. */
export type AuditEntryConnection = {
  readonly __typename?: 'AuditEntryConnection';
  /** The entries with their cursors. */
  readonly edges: ReadonlyArray<AuditEntryEdge>;
  /** Where the list goes on. */
  readonly pageInfo: PageInfo;
};

/** An audit entry in a list. */
export type AuditEntryEdge = {
  readonly __typename?: 'AuditEntryEdge';
  /** Cursor of this one. */
  readonly cursor: Scalars['String']['output'];
  /** The entry. */
  readonly node: AuditEntry;
};

/** A signed tree head (C2SP tlog-checkpoint). */
export type Checkpoint = {
  readonly __typename?: 'Checkpoint';
  /** Number of leaves. */
  readonly treeSize: Scalars['Int']['output'];
  /** Root hash of the tree of that size. */
  readonly rootHash: Scalars['Base64']['output'];
  /** The signed note, with the cosignatures of witnesses. */
  readonly note: Scalars['String']['output'];
  /** TimeStampToken of another authority over the note without cosignatures, DER; null while there is none. */
  readonly timestamp: Maybe<Scalars['Base64']['output']>;
  /** DER of the log's SubjectPublicKeyInfo. */
  readonly publicKey: Scalars['Base64']['output'];
};

/** A proof that an entry stands in the log (RFC 9162 section 2.1.3). */
export type InclusionProof = {
  readonly __typename?: 'InclusionProof';
  /** Place of the leaf, from 0. */
  readonly leafIndex: Scalars['Int']['output'];
  /** The leaf's bytes. */
  readonly entry: Scalars['Base64']['output'];
  /** Sibling hashes from the leaf up. */
  readonly hashes: ReadonlyArray<Scalars['Base64']['output']>;
  /** The checkpoint that the proof leads to. */
  readonly checkpoint: Checkpoint;
};

/** A proof that the log continues an earlier one (RFC 9162 section 2.1.4). */
export type ConsistencyProof = {
  readonly __typename?: 'ConsistencyProof';
  /** Leaves of the earlier checkpoint. */
  readonly fromSize: Scalars['Int']['output'];
  /** What leads from the earlier root to the later one. */
  readonly hashes: ReadonlyArray<Scalars['Base64']['output']>;
  /** The later checkpoint. */
  readonly checkpoint: Checkpoint;
};

/** An entry, its proof and the signed checkpoint in one text. `chancery audit verify-receipt` checks it offline. */
export type SignatureReceipt = {
  readonly __typename?: 'SignatureReceipt';
  /** The audit entry. */
  readonly auditEntryId: Scalars['ID']['output'];
  /** Place of the leaf, from 0. */
  readonly leafIndex: Scalars['Int']['output'];
  /** The leaf's bytes. */
  readonly entry: Scalars['Base64']['output'];
  /** The receipt (C2SP tlog-proof, the entry as its extra data), for a file named `*.tlog-proof`. */
  readonly text: Scalars['String']['output'];
  /** The checkpoint that the receipt leads to. */
  readonly checkpoint: Checkpoint;
};

/** Input of acceptLog. */
export type AcceptLogInput = {
  /** The signed note of what was lost, as it lies in the data directory of the host (`log/checkpoint`). */
  readonly checkpoint: Scalars['String']['input'];
};

/** What acceptLog accepted, for the host that was asked. */
export type AcceptLogPayload = {
  readonly __typename?: 'AcceptLogPayload';
  /** Entries of the log that was lost. */
  readonly lostSize: Scalars['Int']['output'];
  /** The audit entry of the acceptance. */
  readonly auditEntryId: Scalars['ID']['output'];
};

/** What a person signs in and approves with: a key pair in a device of theirs (WebAuthn). */
export type Passkey = Node & {
  readonly __typename?: 'Passkey';
  /** Global identifier. */
  readonly id: Scalars['ID']['output'];
  /** What its owner calls it. */
  readonly title: Scalars['String']['output'];
  /** When it was enrolled. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** Null when it never was. */
  readonly lastUsedAt: Maybe<Scalars['DateTime']['output']>;
  /** Null while it stands. */
  readonly revokedAt: Maybe<Scalars['DateTime']['output']>;
};

/** The time in which a person acts after signing in. */
export type Session = Node & {
  readonly __typename?: 'Session';
  /** Global identifier. */
  readonly id: Scalars['ID']['output'];
  /** How it was opened. */
  readonly method: SessionMethod;
  /** When it was opened. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** When it ends at the latest; after half an hour without use it has ended before. */
  readonly expiresAt: Scalars['DateTime']['output'];
  /** At most a minute behind. */
  readonly lastUsedAt: Scalars['DateTime']['output'];
  /** Null unless somebody ended it. */
  readonly revokedAt: Maybe<Scalars['DateTime']['output']>;
  /** Whether it may still be used. */
  readonly isOpen: Scalars['Boolean']['output'];
  /** Whether this was asked in it. */
  readonly isThisOne: Scalars['Boolean']['output'];
};

export type { SessionMethod };

/** Input of createEnrolment. */
export type CreateEnrolmentInput = {
  /** Name of the person. */
  readonly person: Scalars['String']['input'];
  /** The same key makes nothing twice. The code is kept nowhere, so a repeated request is answered ALREADY_EXISTS; in a proposal, with the same proposal. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** What createEnrolment made. */
export type CreateEnrolmentPayload = {
  readonly __typename?: 'CreateEnrolmentPayload';
  /** The code. It is shown this once. */
  readonly code: Scalars['String']['output'];
  /** The page that enrols, with the code in its fragment. Whoever has it enrols in that person's name. */
  readonly link: Scalars['String']['output'];
  /** When the code ends. */
  readonly expiresAt: Scalars['DateTime']['output'];
};

/** Input of revokePasskey. */
export type RevokePasskeyInput = {
  /** Global identifier of the passkey. */
  readonly passkeyId: Scalars['ID']['input'];
};

/** What revokePasskey did. */
export type RevokePasskeyPayload = {
  readonly __typename?: 'RevokePasskeyPayload';
  /** The passkey as it is now. */
  readonly passkey: Passkey;
};

/** Input of revokeSession. */
export type RevokeSessionInput = {
  /** Global identifier of the session. */
  readonly sessionId: Scalars['ID']['input'];
};

/** What revokeSession did. */
export type RevokeSessionPayload = {
  readonly __typename?: 'RevokeSessionPayload';
  /** The session as it is now. */
  readonly session: Session;
};

export type { TokenKind };

/** Which tokens of others are an application. */
export type WorkloadTrust = Node & {
  readonly __typename?: 'WorkloadTrust';
  /** Global identifier. */
  readonly id: Scalars['ID']['output'];
  /** As `iss` has it. */
  readonly issuer: Scalars['String']['output'];
  /** As `aud` has it, or holds it. */
  readonly audience: Scalars['String']['output'];
  /** As `sub` has it. */
  readonly subject: Scalars['String']['output'];
  /** The one algorithm. */
  readonly algorithm: WorkloadAlgorithm;
  /** When it was trusted. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** Null while it is. */
  readonly endedAt: Maybe<Scalars['DateTime']['output']>;
};

export type { WorkloadAlgorithm };

/** An account at the organisation's identity provider. */
export type OidcSubject = Node & {
  readonly __typename?: 'OidcSubject';
  /** Global identifier. */
  readonly id: Scalars['ID']['output'];
  /** As `iss` has it. */
  readonly issuer: Scalars['String']['output'];
  /** As `sub` has it. */
  readonly subject: Scalars['String']['output'];
  /** When it was linked. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** Null while it is. */
  readonly endedAt: Maybe<Scalars['DateTime']['output']>;
};

/** Input of linkSubject. */
export type LinkSubjectInput = {
  /** Name of the person. */
  readonly person: Scalars['String']['input'];
  /** Who that is at the provider, as `sub` has it. */
  readonly subject: Scalars['String']['input'];
  /** The same key gives the same answer and makes nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** What linkSubject made. */
export type LinkSubjectPayload = {
  readonly __typename?: 'LinkSubjectPayload';
  /** The link. */
  readonly subject: OidcSubject;
};

/** Input of unlinkSubject. */
export type UnlinkSubjectInput = {
  /** Global identifier of the link. */
  readonly subjectId: Scalars['ID']['input'];
};

/** What unlinkSubject did. */
export type UnlinkSubjectPayload = {
  readonly __typename?: 'UnlinkSubjectPayload';
  /** The link as it is now. */
  readonly subject: OidcSubject;
};

/** Input of trustWorkload. */
export type TrustWorkloadInput = {
  /** Global identifier of the application. */
  readonly applicationId: Scalars['ID']['input'];
  /** As `iss` of the tokens has it; the operator pins its keys (`CHANCERY_WORKLOAD_ISSUERS_FILE`). */
  readonly issuer: Scalars['String']['input'];
  /** Which `aud` they have to have: a name of this service. */
  readonly audience: Scalars['String']['input'];
  /** Which `sub`. */
  readonly subject: Scalars['String']['input'];
  /** Which algorithm, and no other. */
  readonly algorithm: WorkloadAlgorithm;
  /** The same key gives the same answer and makes nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** What trustWorkload made. */
export type TrustWorkloadPayload = {
  readonly __typename?: 'TrustWorkloadPayload';
  /** The trust. */
  readonly trust: WorkloadTrust;
};

/** Input of distrustWorkload. */
export type DistrustWorkloadInput = {
  /** Global identifier of the trust. */
  readonly trustId: Scalars['ID']['input'];
};

/** What distrustWorkload did. */
export type DistrustWorkloadPayload = {
  readonly __typename?: 'DistrustWorkloadPayload';
  /** The trust as it is now. */
  readonly trust: WorkloadTrust;
};

/** Input of bindCertificate. */
export type BindCertificateInput = {
  /** Global identifier of the application. */
  readonly applicationId: Scalars['ID']['input'];
  /** The certificate, in PEM. */
  readonly certificatePem: Scalars['String']['input'];
  /** The same key gives the same answer and makes nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** What bindCertificate made. */
export type BindCertificatePayload = {
  readonly __typename?: 'BindCertificatePayload';
  /** What now proves the application; revokeToken ends it. */
  readonly token: Token;
};



export type ResolverTypeWrapper<T> = Promise<T> | T;


export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;



/** Mapping of union types */
export type ResolversUnionTypes<_RefType extends Record<string, unknown>> = {
  RewrapEnvelopeOutcome:
    | ( RewrappedRecipients )
    | ( OperationError )
  ;
  SignOutcome:
    | ( RawSignature )
    | ( OperationError )
  ;
  EncryptOutcome:
    | ( Encrypted )
    | ( OperationError )
  ;
  DecryptOutcome:
    | ( Decrypted )
    | ( OperationError )
  ;
  RewrapOutcome:
    | ( Rewrapped )
    | ( OperationError )
  ;
  DataKeyOutcome:
    | ( DataKey )
    | ( OperationError )
  ;
  MacOutcome:
    | ( MessageMac )
    | ( OperationError )
  ;
  VerifyMacOutcome:
    | ( MacVerification )
    | ( OperationError )
  ;
  VerifyOutcome:
    | ( RawVerification )
    | ( OperationError )
  ;
  ExecutionResult:
    | ( Omit<ScheduleKeyDestructionPayload, 'key'> & { key: _RefType['Key'] } )
    | ( ExportKeyPayload )
    | ( Omit<ShredUnitPayload, 'unit'> & { unit: _RefType['Unit'] } )
    | ( Omit<MergeUnitsPayload, 'unit'> & { unit: _RefType['Unit'] } )
    | ( Omit<CreateAuthorityPayload, 'authority'> & { authority: _RefType['Authority'] } )
    | ( Omit<SetApprovalRulePayload, 'rule'> & { rule: _RefType['ApprovalRule'] } )
    | ( Omit<AddTrustAnchorPayload, 'anchor'> & { anchor: _RefType['TrustAnchor'] } )
    | ( Omit<RemoveTrustAnchorPayload, 'anchor'> & { anchor: _RefType['TrustAnchor'] } )
    | ( ReleaseCeremonyPayload )
    | ( Omit<GrantPayload, 'grant'> & { grant: _RefType['Grant'] } )
    | ( CreateEnrolmentPayload )
    | ( Omit<SignDocumentsPayload, 'outcomes'> & { outcomes: ReadonlyArray<_RefType['SignDocumentsOutcome']> } )
  ;
  SignDocumentsOutcome:
    | ( Omit<SignDocumentPayload, 'document'> & { document: _RefType['Document'] } )
    | ( OperationError )
  ;
};

/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Node:
    | ( UnitModel )
    | ( KeyModel )
    | ( AuthorityModel )
    | ( IssuedCertificateModel )
    | ( ApplicationModel )
    | ( TokenModel )
    | ( IncidentModel )
    | ( TrustAnchorModel )
    | ( ProposalModel )
    | ( PersonModel )
    | ( GrantModel )
    | ( StoredAuditEntryModel )
    | ( PasskeyModel )
    | ( SessionModel )
    | ( WorkloadTrustModel )
    | ( OidcSubjectModel )
  ;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Base64: ResolverTypeWrapper<Scalars['Base64']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Node: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Node']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Office: ResolverTypeWrapper<Office>;
  Unit: ResolverTypeWrapper<UnitModel>;
  UnitState: UnitState;
  UnitConnection: ResolverTypeWrapper<Omit<UnitConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['UnitEdge']> }>;
  UnitEdge: ResolverTypeWrapper<Omit<UnitEdge, 'node'> & { node: ResolversTypes['Unit'] }>;
  SignatureAlgorithm: SignatureAlgorithm;
  KeyAlgorithm: KeyAlgorithm;
  KeyAttribute: KeyAttribute;
  KeyProvider: KeyProvider;
  KeyPurpose: KeyPurpose;
  KeyState: KeyState;
  Key: ResolverTypeWrapper<KeyModel>;
  KeyPolicy: ResolverTypeWrapper<KeyPolicy>;
  UsageLimit: ResolverTypeWrapper<UsageLimit>;
  KeyWarning: ResolverTypeWrapper<KeyWarning>;
  KeyWarningCode: KeyWarningCode;
  KeyVersion: ResolverTypeWrapper<KeyVersionModel>;
  KeyConnection: ResolverTypeWrapper<Omit<KeyConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['KeyEdge']> }>;
  KeyEdge: ResolverTypeWrapper<Omit<KeyEdge, 'node'> & { node: ResolversTypes['Key'] }>;
  Authority: ResolverTypeWrapper<AuthorityModel>;
  CertificateProfile: CertificateProfile;
  Certificate: ResolverTypeWrapper<IssuedCertificateModel>;
  CertificateStatus: ResolverTypeWrapper<CertificateStatus>;
  CertificateStatusName: CertificateStatusName;
  CertificateConnection: ResolverTypeWrapper<Omit<CertificateConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['CertificateEdge']> }>;
  CertificateEdge: ResolverTypeWrapper<Omit<CertificateEdge, 'node'> & { node: ResolversTypes['Certificate'] }>;
  RevocationReason: RevocationReason;
  Application: ResolverTypeWrapper<ApplicationModel>;
  ApplicationConnection: ResolverTypeWrapper<Omit<ApplicationConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['ApplicationEdge']> }>;
  ApplicationEdge: ResolverTypeWrapper<Omit<ApplicationEdge, 'node'> & { node: ResolversTypes['Application'] }>;
  Token: ResolverTypeWrapper<TokenModel>;
  Action: Action;
  DocumentInput: DocumentInput;
  Document: ResolverTypeWrapper<DocumentResultModel>;
  CreateUnitInput: CreateUnitInput;
  CreateUnitPayload: ResolverTypeWrapper<Omit<CreateUnitPayload, 'unit'> & { unit: ResolversTypes['Unit'] }>;
  RenameUnitInput: RenameUnitInput;
  RenameUnitPayload: ResolverTypeWrapper<Omit<RenameUnitPayload, 'unit'> & { unit: ResolversTypes['Unit'] }>;
  SealUnitInput: SealUnitInput;
  SealUnitPayload: ResolverTypeWrapper<Omit<SealUnitPayload, 'unit'> & { unit: ResolversTypes['Unit'] }>;
  UnsealUnitInput: UnsealUnitInput;
  UnsealUnitPayload: ResolverTypeWrapper<Omit<UnsealUnitPayload, 'unit'> & { unit: ResolversTypes['Unit'] }>;
  MoveUnitInput: MoveUnitInput;
  MoveUnitPayload: ResolverTypeWrapper<Omit<MoveUnitPayload, 'unit'> & { unit: ResolversTypes['Unit'] }>;
  MergeUnitsInput: MergeUnitsInput;
  MergeUnitsPayload: ResolverTypeWrapper<Omit<MergeUnitsPayload, 'unit'> & { unit: ResolversTypes['Unit'] }>;
  SplitUnitInput: SplitUnitInput;
  SplitUnitPayload: ResolverTypeWrapper<Omit<SplitUnitPayload, 'unit'> & { unit: ResolversTypes['Unit'] }>;
  RotateUnitKeyInput: RotateUnitKeyInput;
  RotateUnitKeyPayload: ResolverTypeWrapper<Omit<RotateUnitKeyPayload, 'unit'> & { unit: ResolversTypes['Unit'] }>;
  AbolishUnitInput: AbolishUnitInput;
  AbolishUnitPayload: ResolverTypeWrapper<Omit<AbolishUnitPayload, 'unit'> & { unit: ResolversTypes['Unit'] }>;
  ShredUnitInput: ShredUnitInput;
  ShredUnitPayload: ResolverTypeWrapper<Omit<ShredUnitPayload, 'unit'> & { unit: ResolversTypes['Unit'] }>;
  PreviewUnitChangeInput: PreviewUnitChangeInput;
  UnitChangePreview: ResolverTypeWrapper<UnitChangePreviewModel>;
  UnitForecast: ResolverTypeWrapper<UnitForecastModel>;
  KeyForecast: ResolverTypeWrapper<KeyForecastModel>;
  KeyUser: ResolverTypeWrapper<KeyUser>;
  KeyUse: KeyUse;
  ApplicationForecast: ResolverTypeWrapper<ApplicationForecastModel>;
  CreateKeyInput: CreateKeyInput;
  CreateKeyPayload: ResolverTypeWrapper<Omit<CreateKeyPayload, 'key'> & { key: ResolversTypes['Key'] }>;
  ImportWrappingKey: ResolverTypeWrapper<ImportWrappingKey>;
  ImportKeyInput: ImportKeyInput;
  ImportKeyPayload: ResolverTypeWrapper<Omit<ImportKeyPayload, 'key'> & { key: ResolversTypes['Key'] }>;
  ExportKeyInput: ExportKeyInput;
  ExportKeyPayload: ResolverTypeWrapper<ExportKeyPayload>;
  RotateKeyInput: RotateKeyInput;
  RotateKeyPayload: ResolverTypeWrapper<Omit<RotateKeyPayload, 'key' | 'certificates'> & { key: ResolversTypes['Key'], certificates: ReadonlyArray<ResolversTypes['Certificate']> }>;
  DisableKeyInput: DisableKeyInput;
  DisableKeyPayload: ResolverTypeWrapper<Omit<DisableKeyPayload, 'key'> & { key: ResolversTypes['Key'] }>;
  EnableKeyInput: EnableKeyInput;
  EnableKeyPayload: ResolverTypeWrapper<Omit<EnableKeyPayload, 'key'> & { key: ResolversTypes['Key'] }>;
  ScheduleKeyDestructionInput: ScheduleKeyDestructionInput;
  ScheduleKeyDestructionPayload: ResolverTypeWrapper<Omit<ScheduleKeyDestructionPayload, 'key'> & { key: ResolversTypes['Key'] }>;
  CancelKeyDestructionInput: CancelKeyDestructionInput;
  CancelKeyDestructionPayload: ResolverTypeWrapper<Omit<CancelKeyDestructionPayload, 'key'> & { key: ResolversTypes['Key'] }>;
  CompromiseKeyInput: CompromiseKeyInput;
  CompromiseKeyPayload: ResolverTypeWrapper<Omit<CompromiseKeyPayload, 'key' | 'certificates' | 'incident'> & { key: ResolversTypes['Key'], certificates: ReadonlyArray<ResolversTypes['Certificate']>, incident: ResolversTypes['Incident'] }>;
  Incident: ResolverTypeWrapper<IncidentModel>;
  IncidentProgress: ResolverTypeWrapper<IncidentProgress>;
  IncidentItem: ResolverTypeWrapper<IncidentItemModel>;
  IncidentStanding: IncidentStanding;
  IncidentRemedy: IncidentRemedy;
  IncidentItemConnection: ResolverTypeWrapper<Omit<IncidentItemConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['IncidentItemEdge']> }>;
  IncidentItemEdge: ResolverTypeWrapper<Omit<IncidentItemEdge, 'node'> & { node: ResolversTypes['IncidentItem'] }>;
  IncidentConnection: ResolverTypeWrapper<Omit<IncidentConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['IncidentEdge']> }>;
  IncidentEdge: ResolverTypeWrapper<Omit<IncidentEdge, 'node'> & { node: ResolversTypes['Incident'] }>;
  ResignInput: ResignInput;
  ResignedInput: ResignedInput;
  ResignPayload: ResolverTypeWrapper<Omit<ResignPayload, 'incident'> & { incident: ResolversTypes['Incident'] }>;
  ReportIncidentInput: ReportIncidentInput;
  ReportIncidentPayload: ResolverTypeWrapper<Omit<ReportIncidentPayload, 'incident'> & { incident: ResolversTypes['Incident'] }>;
  UpdateKeyInput: UpdateKeyInput;
  UpdateKeyPayload: ResolverTypeWrapper<Omit<UpdateKeyPayload, 'key'> & { key: ResolversTypes['Key'] }>;
  UsageLimitInput: UsageLimitInput;
  CreateAuthorityInput: CreateAuthorityInput;
  CreateAuthorityPayload: ResolverTypeWrapper<Omit<CreateAuthorityPayload, 'authority'> & { authority: ResolversTypes['Authority'] }>;
  TrustAnchorPurpose: TrustAnchorPurpose;
  TrustAnchor: ResolverTypeWrapper<TrustAnchorModel>;
  AddTrustAnchorInput: AddTrustAnchorInput;
  AddTrustAnchorPayload: ResolverTypeWrapper<Omit<AddTrustAnchorPayload, 'anchor'> & { anchor: ResolversTypes['TrustAnchor'] }>;
  RemoveTrustAnchorInput: RemoveTrustAnchorInput;
  RemoveTrustAnchorPayload: ResolverTypeWrapper<Omit<RemoveTrustAnchorPayload, 'anchor'> & { anchor: ResolversTypes['TrustAnchor'] }>;
  CustodyKind: CustodyKind;
  ChangeCustodyInput: ChangeCustodyInput;
  RotateRootKeyInput: RotateRootKeyInput;
  ReleaseCeremonyPayload: ResolverTypeWrapper<ReleaseCeremonyPayload>;
  IssueCertificateInput: IssueCertificateInput;
  IssueCertificatePayload: ResolverTypeWrapper<Omit<IssueCertificatePayload, 'certificate'> & { certificate: ResolversTypes['Certificate'] }>;
  RevokeCertificateInput: RevokeCertificateInput;
  RevokeCertificatePayload: ResolverTypeWrapper<Omit<RevokeCertificatePayload, 'certificate'> & { certificate: ResolversTypes['Certificate'] }>;
  SignatureFormat: SignatureFormat;
  SignatureLevel: SignatureLevel;
  SignDocumentInput: SignDocumentInput;
  SignDocumentPayload: ResolverTypeWrapper<Omit<SignDocumentPayload, 'document'> & { document: ResolversTypes['Document'] }>;
  Recipient: ResolverTypeWrapper<Recipient>;
  SealedFormat: SealedFormat;
  SealEnvelopeInput: SealEnvelopeInput;
  SealEnvelopePayload: ResolverTypeWrapper<Omit<SealEnvelopePayload, 'document'> & { document: ResolversTypes['Document'] }>;
  OpenEnvelopeInput: OpenEnvelopeInput;
  OpenEnvelopePayload: ResolverTypeWrapper<Omit<OpenEnvelopePayload, 'document'> & { document?: Maybe<ResolversTypes['Document']> }>;
  RewrapEnvelopeItemInput: RewrapEnvelopeItemInput;
  RewrapEnvelopeInput: RewrapEnvelopeInput;
  RewrapEnvelopePayload: ResolverTypeWrapper<Omit<RewrapEnvelopePayload, 'outcomes'> & { outcomes: ReadonlyArray<ResolversTypes['RewrapEnvelopeOutcome']> }>;
  RewrapEnvelopeOutcome: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['RewrapEnvelopeOutcome']>;
  RewrappedRecipients: ResolverTypeWrapper<RewrappedRecipients>;
  PrepareSignatureInput: PrepareSignatureInput;
  PrepareSignaturePayload: ResolverTypeWrapper<PrepareSignaturePayload>;
  CompleteSignatureInput: CompleteSignatureInput;
  CompleteSignaturePayload: ResolverTypeWrapper<CompleteSignaturePayload>;
  HashAlgorithm: HashAlgorithm;
  TimestampInput: TimestampInput;
  TimestampPayload: ResolverTypeWrapper<TimestampPayload>;
  SignItemInput: SignItemInput;
  SignInput: SignInput;
  SignPayload: ResolverTypeWrapper<Omit<SignPayload, 'outcomes'> & { outcomes: ReadonlyArray<ResolversTypes['SignOutcome']> }>;
  SignOutcome: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['SignOutcome']>;
  RawSignature: ResolverTypeWrapper<RawSignature>;
  OperationError: ResolverTypeWrapper<OperationError>;
  VerifyItemInput: VerifyItemInput;
  EncryptItemInput: EncryptItemInput;
  EncryptInput: EncryptInput;
  EncryptPayload: ResolverTypeWrapper<Omit<EncryptPayload, 'outcomes'> & { outcomes: ReadonlyArray<ResolversTypes['EncryptOutcome']> }>;
  EncryptOutcome: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['EncryptOutcome']>;
  Encrypted: ResolverTypeWrapper<Encrypted>;
  DecryptItemInput: DecryptItemInput;
  DecryptInput: DecryptInput;
  DecryptPayload: ResolverTypeWrapper<Omit<DecryptPayload, 'outcomes'> & { outcomes: ReadonlyArray<ResolversTypes['DecryptOutcome']> }>;
  DecryptOutcome: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['DecryptOutcome']>;
  Decrypted: ResolverTypeWrapper<Decrypted>;
  RewrapItemInput: RewrapItemInput;
  RewrapInput: RewrapInput;
  RewrapPayload: ResolverTypeWrapper<Omit<RewrapPayload, 'outcomes'> & { outcomes: ReadonlyArray<ResolversTypes['RewrapOutcome']> }>;
  RewrapOutcome: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['RewrapOutcome']>;
  Rewrapped: ResolverTypeWrapper<Rewrapped>;
  DataKeyItemInput: DataKeyItemInput;
  GenerateDataKeyInput: GenerateDataKeyInput;
  GenerateDataKeyPayload: ResolverTypeWrapper<Omit<GenerateDataKeyPayload, 'outcomes'> & { outcomes: ReadonlyArray<ResolversTypes['DataKeyOutcome']> }>;
  DataKeyOutcome: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['DataKeyOutcome']>;
  DataKey: ResolverTypeWrapper<DataKey>;
  MacItemInput: MacItemInput;
  MacInput: MacInput;
  MacPayload: ResolverTypeWrapper<Omit<MacPayload, 'outcomes'> & { outcomes: ReadonlyArray<ResolversTypes['MacOutcome']> }>;
  MacOutcome: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['MacOutcome']>;
  MessageMac: ResolverTypeWrapper<MessageMac>;
  VerifyMacItemInput: VerifyMacItemInput;
  VerifyMacInput: VerifyMacInput;
  VerifyMacPayload: ResolverTypeWrapper<Omit<VerifyMacPayload, 'outcomes'> & { outcomes: ReadonlyArray<ResolversTypes['VerifyMacOutcome']> }>;
  VerifyMacOutcome: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['VerifyMacOutcome']>;
  MacVerification: ResolverTypeWrapper<MacVerification>;
  VerifyInput: VerifyInput;
  VerifyPayload: ResolverTypeWrapper<Omit<VerifyPayload, 'outcomes'> & { outcomes: ReadonlyArray<ResolversTypes['VerifyOutcome']> }>;
  VerifyOutcome: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['VerifyOutcome']>;
  RawVerification: ResolverTypeWrapper<RawVerification>;
  TrustInput: TrustInput;
  VerifyDocumentInput: VerifyDocumentInput;
  Indication: Indication;
  Integrity: Integrity;
  Reason: ResolverTypeWrapper<Reason>;
  ValidationReport: ResolverTypeWrapper<ValidationReportModel>;
  ValidationPolicy: ResolverTypeWrapper<ValidationPolicy>;
  SignatureReport: ResolverTypeWrapper<SignatureReportModel>;
  ValidationCheck: ResolverTypeWrapper<CheckModel>;
  CheckOutcome: CheckOutcome;
  CertificateSummary: ResolverTypeWrapper<CertificateSummaryModel>;
  TrustLane: TrustLane;
  SignedRevision: ResolverTypeWrapper<SignedRevision>;
  TimestampReport: ResolverTypeWrapper<TimestampReportModel>;
  TimestampKind: TimestampKind;
  Signer: ResolverTypeWrapper<Signer>;
  LaterChange: ResolverTypeWrapper<LaterChange>;
  ProposeInput: ProposeInput;
  ProposePayload: ResolverTypeWrapper<Omit<ProposePayload, 'proposal'> & { proposal: ResolversTypes['Proposal'] }>;
  SignDocumentsInput: SignDocumentsInput;
  DocumentToSignInput: DocumentToSignInput;
  PasskeyAssertionInput: PasskeyAssertionInput;
  ApproveInput: ApproveInput;
  ApprovePayload: ResolverTypeWrapper<Omit<ApprovePayload, 'proposal'> & { proposal: ResolversTypes['Proposal'] }>;
  RejectInput: RejectInput;
  RejectPayload: ResolverTypeWrapper<Omit<RejectPayload, 'proposal'> & { proposal: ResolversTypes['Proposal'] }>;
  ExecuteInput: ExecuteInput;
  ExecutePayload: ResolverTypeWrapper<Omit<ExecutePayload, 'proposal' | 'result'> & { proposal: ResolversTypes['Proposal'], result: ResolversTypes['ExecutionResult'] }>;
  ExecutionResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ExecutionResult']>;
  SignDocumentsPayload: ResolverTypeWrapper<Omit<SignDocumentsPayload, 'outcomes'> & { outcomes: ReadonlyArray<ResolversTypes['SignDocumentsOutcome']> }>;
  SignDocumentsOutcome: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['SignDocumentsOutcome']>;
  SetApprovalRuleInput: SetApprovalRuleInput;
  SetApprovalRulePayload: ResolverTypeWrapper<Omit<SetApprovalRulePayload, 'rule'> & { rule: ResolversTypes['ApprovalRule'] }>;
  ApprovalRule: ResolverTypeWrapper<ApprovalRuleModel>;
  ProposableAct: ProposableAct;
  ProposalState: ProposalState;
  Proposal: ResolverTypeWrapper<ProposalModel>;
  ApprovedSignature: ResolverTypeWrapper<ApprovedSignatureModel>;
  ProposalParty: ResolverTypeWrapper<PartyModel>;
  PartyKind: PartyKind;
  ProposalApproval: ResolverTypeWrapper<JudgedApprovalModel>;
  ProposalConnection: ResolverTypeWrapper<Omit<ProposalConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['ProposalEdge']> }>;
  ProposalEdge: ResolverTypeWrapper<Omit<ProposalEdge, 'node'> & { node: ResolversTypes['Proposal'] }>;
  CreateApplicationInput: CreateApplicationInput;
  CreateApplicationPayload: ResolverTypeWrapper<Omit<CreateApplicationPayload, 'application'> & { application: ResolversTypes['Application'] }>;
  IssueTokenInput: IssueTokenInput;
  IssueTokenPayload: ResolverTypeWrapper<Omit<IssueTokenPayload, 'token'> & { token: ResolversTypes['Token'] }>;
  RevokeTokenInput: RevokeTokenInput;
  RevokeTokenPayload: ResolverTypeWrapper<Omit<RevokeTokenPayload, 'token'> & { token: ResolversTypes['Token'] }>;
  Role: Role;
  Viewer: ResolverTypeWrapper<ViewerModel>;
  CallerKind: CallerKind;
  HeldGrant: ResolverTypeWrapper<HeldGrantModel>;
  Person: ResolverTypeWrapper<PersonModel>;
  PersonConnection: ResolverTypeWrapper<Omit<PersonConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['PersonEdge']> }>;
  PersonEdge: ResolverTypeWrapper<Omit<PersonEdge, 'node'> & { node: ResolversTypes['Person'] }>;
  Grant: ResolverTypeWrapper<GrantModel>;
  CreatePersonInput: CreatePersonInput;
  CreatePersonPayload: ResolverTypeWrapper<Omit<CreatePersonPayload, 'person'> & { person: ResolversTypes['Person'] }>;
  DisablePersonInput: DisablePersonInput;
  DisablePersonPayload: ResolverTypeWrapper<Omit<DisablePersonPayload, 'person'> & { person: ResolversTypes['Person'] }>;
  GrantHolderInput: GrantHolderInput;
  GrantInput: GrantInput;
  GrantPayload: ResolverTypeWrapper<Omit<GrantPayload, 'grant'> & { grant: ResolversTypes['Grant'] }>;
  RevokeGrantInput: RevokeGrantInput;
  RevokeGrantPayload: ResolverTypeWrapper<Omit<RevokeGrantPayload, 'grant'> & { grant: ResolversTypes['Grant'] }>;
  EmergencyReason: EmergencyReason;
  BreakGlassInput: BreakGlassInput;
  BreakGlassPayload: ResolverTypeWrapper<Omit<BreakGlassPayload, 'grant'> & { grant: ResolversTypes['Grant'] }>;
  AuditEntry: ResolverTypeWrapper<StoredAuditEntryModel>;
  AuditDetail: ResolverTypeWrapper<AuditDetail>;
  AuditEntryConnection: ResolverTypeWrapper<Omit<AuditEntryConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['AuditEntryEdge']> }>;
  AuditEntryEdge: ResolverTypeWrapper<Omit<AuditEntryEdge, 'node'> & { node: ResolversTypes['AuditEntry'] }>;
  Checkpoint: ResolverTypeWrapper<Checkpoint>;
  InclusionProof: ResolverTypeWrapper<InclusionProof>;
  ConsistencyProof: ResolverTypeWrapper<ConsistencyProof>;
  SignatureReceipt: ResolverTypeWrapper<SignatureReceipt>;
  AcceptLogInput: AcceptLogInput;
  AcceptLogPayload: ResolverTypeWrapper<AcceptLogPayload>;
  Passkey: ResolverTypeWrapper<PasskeyModel>;
  Session: ResolverTypeWrapper<SessionModel>;
  SessionMethod: SessionMethod;
  CreateEnrolmentInput: CreateEnrolmentInput;
  CreateEnrolmentPayload: ResolverTypeWrapper<CreateEnrolmentPayload>;
  RevokePasskeyInput: RevokePasskeyInput;
  RevokePasskeyPayload: ResolverTypeWrapper<Omit<RevokePasskeyPayload, 'passkey'> & { passkey: ResolversTypes['Passkey'] }>;
  RevokeSessionInput: RevokeSessionInput;
  RevokeSessionPayload: ResolverTypeWrapper<Omit<RevokeSessionPayload, 'session'> & { session: ResolversTypes['Session'] }>;
  TokenKind: TokenKind;
  WorkloadTrust: ResolverTypeWrapper<WorkloadTrustModel>;
  WorkloadAlgorithm: WorkloadAlgorithm;
  OidcSubject: ResolverTypeWrapper<OidcSubjectModel>;
  LinkSubjectInput: LinkSubjectInput;
  LinkSubjectPayload: ResolverTypeWrapper<Omit<LinkSubjectPayload, 'subject'> & { subject: ResolversTypes['OidcSubject'] }>;
  UnlinkSubjectInput: UnlinkSubjectInput;
  UnlinkSubjectPayload: ResolverTypeWrapper<Omit<UnlinkSubjectPayload, 'subject'> & { subject: ResolversTypes['OidcSubject'] }>;
  TrustWorkloadInput: TrustWorkloadInput;
  TrustWorkloadPayload: ResolverTypeWrapper<Omit<TrustWorkloadPayload, 'trust'> & { trust: ResolversTypes['WorkloadTrust'] }>;
  DistrustWorkloadInput: DistrustWorkloadInput;
  DistrustWorkloadPayload: ResolverTypeWrapper<Omit<DistrustWorkloadPayload, 'trust'> & { trust: ResolversTypes['WorkloadTrust'] }>;
  BindCertificateInput: BindCertificateInput;
  BindCertificatePayload: ResolverTypeWrapper<Omit<BindCertificatePayload, 'token'> & { token: ResolversTypes['Token'] }>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Base64: Scalars['Base64']['output'];
  DateTime: Scalars['DateTime']['output'];
  Node: ResolversInterfaceTypes<ResolversParentTypes>['Node'];
  ID: Scalars['ID']['output'];
  Query: Record<PropertyKey, never>;
  String: Scalars['String']['output'];
  Int: Scalars['Int']['output'];
  Boolean: Scalars['Boolean']['output'];
  Mutation: Record<PropertyKey, never>;
  PageInfo: PageInfo;
  Office: Office;
  Unit: UnitModel;
  UnitConnection: Omit<UnitConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['UnitEdge']> };
  UnitEdge: Omit<UnitEdge, 'node'> & { node: ResolversParentTypes['Unit'] };
  Key: KeyModel;
  KeyPolicy: KeyPolicy;
  UsageLimit: UsageLimit;
  KeyWarning: KeyWarning;
  KeyVersion: KeyVersionModel;
  KeyConnection: Omit<KeyConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['KeyEdge']> };
  KeyEdge: Omit<KeyEdge, 'node'> & { node: ResolversParentTypes['Key'] };
  Authority: AuthorityModel;
  Certificate: IssuedCertificateModel;
  CertificateStatus: CertificateStatus;
  CertificateConnection: Omit<CertificateConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['CertificateEdge']> };
  CertificateEdge: Omit<CertificateEdge, 'node'> & { node: ResolversParentTypes['Certificate'] };
  Application: ApplicationModel;
  ApplicationConnection: Omit<ApplicationConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['ApplicationEdge']> };
  ApplicationEdge: Omit<ApplicationEdge, 'node'> & { node: ResolversParentTypes['Application'] };
  Token: TokenModel;
  DocumentInput: DocumentInput;
  Document: DocumentResultModel;
  CreateUnitInput: CreateUnitInput;
  CreateUnitPayload: Omit<CreateUnitPayload, 'unit'> & { unit: ResolversParentTypes['Unit'] };
  RenameUnitInput: RenameUnitInput;
  RenameUnitPayload: Omit<RenameUnitPayload, 'unit'> & { unit: ResolversParentTypes['Unit'] };
  SealUnitInput: SealUnitInput;
  SealUnitPayload: Omit<SealUnitPayload, 'unit'> & { unit: ResolversParentTypes['Unit'] };
  UnsealUnitInput: UnsealUnitInput;
  UnsealUnitPayload: Omit<UnsealUnitPayload, 'unit'> & { unit: ResolversParentTypes['Unit'] };
  MoveUnitInput: MoveUnitInput;
  MoveUnitPayload: Omit<MoveUnitPayload, 'unit'> & { unit: ResolversParentTypes['Unit'] };
  MergeUnitsInput: MergeUnitsInput;
  MergeUnitsPayload: Omit<MergeUnitsPayload, 'unit'> & { unit: ResolversParentTypes['Unit'] };
  SplitUnitInput: SplitUnitInput;
  SplitUnitPayload: Omit<SplitUnitPayload, 'unit'> & { unit: ResolversParentTypes['Unit'] };
  RotateUnitKeyInput: RotateUnitKeyInput;
  RotateUnitKeyPayload: Omit<RotateUnitKeyPayload, 'unit'> & { unit: ResolversParentTypes['Unit'] };
  AbolishUnitInput: AbolishUnitInput;
  AbolishUnitPayload: Omit<AbolishUnitPayload, 'unit'> & { unit: ResolversParentTypes['Unit'] };
  ShredUnitInput: ShredUnitInput;
  ShredUnitPayload: Omit<ShredUnitPayload, 'unit'> & { unit: ResolversParentTypes['Unit'] };
  PreviewUnitChangeInput: PreviewUnitChangeInput;
  UnitChangePreview: UnitChangePreviewModel;
  UnitForecast: UnitForecastModel;
  KeyForecast: KeyForecastModel;
  KeyUser: KeyUser;
  ApplicationForecast: ApplicationForecastModel;
  CreateKeyInput: CreateKeyInput;
  CreateKeyPayload: Omit<CreateKeyPayload, 'key'> & { key: ResolversParentTypes['Key'] };
  ImportWrappingKey: ImportWrappingKey;
  ImportKeyInput: ImportKeyInput;
  ImportKeyPayload: Omit<ImportKeyPayload, 'key'> & { key: ResolversParentTypes['Key'] };
  ExportKeyInput: ExportKeyInput;
  ExportKeyPayload: ExportKeyPayload;
  RotateKeyInput: RotateKeyInput;
  RotateKeyPayload: Omit<RotateKeyPayload, 'key' | 'certificates'> & { key: ResolversParentTypes['Key'], certificates: ReadonlyArray<ResolversParentTypes['Certificate']> };
  DisableKeyInput: DisableKeyInput;
  DisableKeyPayload: Omit<DisableKeyPayload, 'key'> & { key: ResolversParentTypes['Key'] };
  EnableKeyInput: EnableKeyInput;
  EnableKeyPayload: Omit<EnableKeyPayload, 'key'> & { key: ResolversParentTypes['Key'] };
  ScheduleKeyDestructionInput: ScheduleKeyDestructionInput;
  ScheduleKeyDestructionPayload: Omit<ScheduleKeyDestructionPayload, 'key'> & { key: ResolversParentTypes['Key'] };
  CancelKeyDestructionInput: CancelKeyDestructionInput;
  CancelKeyDestructionPayload: Omit<CancelKeyDestructionPayload, 'key'> & { key: ResolversParentTypes['Key'] };
  CompromiseKeyInput: CompromiseKeyInput;
  CompromiseKeyPayload: Omit<CompromiseKeyPayload, 'key' | 'certificates' | 'incident'> & { key: ResolversParentTypes['Key'], certificates: ReadonlyArray<ResolversParentTypes['Certificate']>, incident: ResolversParentTypes['Incident'] };
  Incident: IncidentModel;
  IncidentProgress: IncidentProgress;
  IncidentItem: IncidentItemModel;
  IncidentItemConnection: Omit<IncidentItemConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['IncidentItemEdge']> };
  IncidentItemEdge: Omit<IncidentItemEdge, 'node'> & { node: ResolversParentTypes['IncidentItem'] };
  IncidentConnection: Omit<IncidentConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['IncidentEdge']> };
  IncidentEdge: Omit<IncidentEdge, 'node'> & { node: ResolversParentTypes['Incident'] };
  ResignInput: ResignInput;
  ResignedInput: ResignedInput;
  ResignPayload: Omit<ResignPayload, 'incident'> & { incident: ResolversParentTypes['Incident'] };
  ReportIncidentInput: ReportIncidentInput;
  ReportIncidentPayload: Omit<ReportIncidentPayload, 'incident'> & { incident: ResolversParentTypes['Incident'] };
  UpdateKeyInput: UpdateKeyInput;
  UpdateKeyPayload: Omit<UpdateKeyPayload, 'key'> & { key: ResolversParentTypes['Key'] };
  UsageLimitInput: UsageLimitInput;
  CreateAuthorityInput: CreateAuthorityInput;
  CreateAuthorityPayload: Omit<CreateAuthorityPayload, 'authority'> & { authority: ResolversParentTypes['Authority'] };
  TrustAnchor: TrustAnchorModel;
  AddTrustAnchorInput: AddTrustAnchorInput;
  AddTrustAnchorPayload: Omit<AddTrustAnchorPayload, 'anchor'> & { anchor: ResolversParentTypes['TrustAnchor'] };
  RemoveTrustAnchorInput: RemoveTrustAnchorInput;
  RemoveTrustAnchorPayload: Omit<RemoveTrustAnchorPayload, 'anchor'> & { anchor: ResolversParentTypes['TrustAnchor'] };
  ChangeCustodyInput: ChangeCustodyInput;
  RotateRootKeyInput: RotateRootKeyInput;
  ReleaseCeremonyPayload: ReleaseCeremonyPayload;
  IssueCertificateInput: IssueCertificateInput;
  IssueCertificatePayload: Omit<IssueCertificatePayload, 'certificate'> & { certificate: ResolversParentTypes['Certificate'] };
  RevokeCertificateInput: RevokeCertificateInput;
  RevokeCertificatePayload: Omit<RevokeCertificatePayload, 'certificate'> & { certificate: ResolversParentTypes['Certificate'] };
  SignDocumentInput: SignDocumentInput;
  SignDocumentPayload: Omit<SignDocumentPayload, 'document'> & { document: ResolversParentTypes['Document'] };
  Recipient: Recipient;
  SealEnvelopeInput: SealEnvelopeInput;
  SealEnvelopePayload: Omit<SealEnvelopePayload, 'document'> & { document: ResolversParentTypes['Document'] };
  OpenEnvelopeInput: OpenEnvelopeInput;
  OpenEnvelopePayload: Omit<OpenEnvelopePayload, 'document'> & { document?: Maybe<ResolversParentTypes['Document']> };
  RewrapEnvelopeItemInput: RewrapEnvelopeItemInput;
  RewrapEnvelopeInput: RewrapEnvelopeInput;
  RewrapEnvelopePayload: Omit<RewrapEnvelopePayload, 'outcomes'> & { outcomes: ReadonlyArray<ResolversParentTypes['RewrapEnvelopeOutcome']> };
  RewrapEnvelopeOutcome: ResolversUnionTypes<ResolversParentTypes>['RewrapEnvelopeOutcome'];
  RewrappedRecipients: RewrappedRecipients;
  PrepareSignatureInput: PrepareSignatureInput;
  PrepareSignaturePayload: PrepareSignaturePayload;
  CompleteSignatureInput: CompleteSignatureInput;
  CompleteSignaturePayload: CompleteSignaturePayload;
  TimestampInput: TimestampInput;
  TimestampPayload: TimestampPayload;
  SignItemInput: SignItemInput;
  SignInput: SignInput;
  SignPayload: Omit<SignPayload, 'outcomes'> & { outcomes: ReadonlyArray<ResolversParentTypes['SignOutcome']> };
  SignOutcome: ResolversUnionTypes<ResolversParentTypes>['SignOutcome'];
  RawSignature: RawSignature;
  OperationError: OperationError;
  VerifyItemInput: VerifyItemInput;
  EncryptItemInput: EncryptItemInput;
  EncryptInput: EncryptInput;
  EncryptPayload: Omit<EncryptPayload, 'outcomes'> & { outcomes: ReadonlyArray<ResolversParentTypes['EncryptOutcome']> };
  EncryptOutcome: ResolversUnionTypes<ResolversParentTypes>['EncryptOutcome'];
  Encrypted: Encrypted;
  DecryptItemInput: DecryptItemInput;
  DecryptInput: DecryptInput;
  DecryptPayload: Omit<DecryptPayload, 'outcomes'> & { outcomes: ReadonlyArray<ResolversParentTypes['DecryptOutcome']> };
  DecryptOutcome: ResolversUnionTypes<ResolversParentTypes>['DecryptOutcome'];
  Decrypted: Decrypted;
  RewrapItemInput: RewrapItemInput;
  RewrapInput: RewrapInput;
  RewrapPayload: Omit<RewrapPayload, 'outcomes'> & { outcomes: ReadonlyArray<ResolversParentTypes['RewrapOutcome']> };
  RewrapOutcome: ResolversUnionTypes<ResolversParentTypes>['RewrapOutcome'];
  Rewrapped: Rewrapped;
  DataKeyItemInput: DataKeyItemInput;
  GenerateDataKeyInput: GenerateDataKeyInput;
  GenerateDataKeyPayload: Omit<GenerateDataKeyPayload, 'outcomes'> & { outcomes: ReadonlyArray<ResolversParentTypes['DataKeyOutcome']> };
  DataKeyOutcome: ResolversUnionTypes<ResolversParentTypes>['DataKeyOutcome'];
  DataKey: DataKey;
  MacItemInput: MacItemInput;
  MacInput: MacInput;
  MacPayload: Omit<MacPayload, 'outcomes'> & { outcomes: ReadonlyArray<ResolversParentTypes['MacOutcome']> };
  MacOutcome: ResolversUnionTypes<ResolversParentTypes>['MacOutcome'];
  MessageMac: MessageMac;
  VerifyMacItemInput: VerifyMacItemInput;
  VerifyMacInput: VerifyMacInput;
  VerifyMacPayload: Omit<VerifyMacPayload, 'outcomes'> & { outcomes: ReadonlyArray<ResolversParentTypes['VerifyMacOutcome']> };
  VerifyMacOutcome: ResolversUnionTypes<ResolversParentTypes>['VerifyMacOutcome'];
  MacVerification: MacVerification;
  VerifyInput: VerifyInput;
  VerifyPayload: Omit<VerifyPayload, 'outcomes'> & { outcomes: ReadonlyArray<ResolversParentTypes['VerifyOutcome']> };
  VerifyOutcome: ResolversUnionTypes<ResolversParentTypes>['VerifyOutcome'];
  RawVerification: RawVerification;
  TrustInput: TrustInput;
  VerifyDocumentInput: VerifyDocumentInput;
  Reason: Reason;
  ValidationReport: ValidationReportModel;
  ValidationPolicy: ValidationPolicy;
  SignatureReport: SignatureReportModel;
  ValidationCheck: CheckModel;
  CertificateSummary: CertificateSummaryModel;
  SignedRevision: SignedRevision;
  TimestampReport: TimestampReportModel;
  Signer: Signer;
  LaterChange: LaterChange;
  ProposeInput: ProposeInput;
  ProposePayload: Omit<ProposePayload, 'proposal'> & { proposal: ResolversParentTypes['Proposal'] };
  SignDocumentsInput: SignDocumentsInput;
  DocumentToSignInput: DocumentToSignInput;
  PasskeyAssertionInput: PasskeyAssertionInput;
  ApproveInput: ApproveInput;
  ApprovePayload: Omit<ApprovePayload, 'proposal'> & { proposal: ResolversParentTypes['Proposal'] };
  RejectInput: RejectInput;
  RejectPayload: Omit<RejectPayload, 'proposal'> & { proposal: ResolversParentTypes['Proposal'] };
  ExecuteInput: ExecuteInput;
  ExecutePayload: Omit<ExecutePayload, 'proposal' | 'result'> & { proposal: ResolversParentTypes['Proposal'], result: ResolversParentTypes['ExecutionResult'] };
  ExecutionResult: ResolversUnionTypes<ResolversParentTypes>['ExecutionResult'];
  SignDocumentsPayload: Omit<SignDocumentsPayload, 'outcomes'> & { outcomes: ReadonlyArray<ResolversParentTypes['SignDocumentsOutcome']> };
  SignDocumentsOutcome: ResolversUnionTypes<ResolversParentTypes>['SignDocumentsOutcome'];
  SetApprovalRuleInput: SetApprovalRuleInput;
  SetApprovalRulePayload: Omit<SetApprovalRulePayload, 'rule'> & { rule: ResolversParentTypes['ApprovalRule'] };
  ApprovalRule: ApprovalRuleModel;
  Proposal: ProposalModel;
  ApprovedSignature: ApprovedSignatureModel;
  ProposalParty: PartyModel;
  ProposalApproval: JudgedApprovalModel;
  ProposalConnection: Omit<ProposalConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['ProposalEdge']> };
  ProposalEdge: Omit<ProposalEdge, 'node'> & { node: ResolversParentTypes['Proposal'] };
  CreateApplicationInput: CreateApplicationInput;
  CreateApplicationPayload: Omit<CreateApplicationPayload, 'application'> & { application: ResolversParentTypes['Application'] };
  IssueTokenInput: IssueTokenInput;
  IssueTokenPayload: Omit<IssueTokenPayload, 'token'> & { token: ResolversParentTypes['Token'] };
  RevokeTokenInput: RevokeTokenInput;
  RevokeTokenPayload: Omit<RevokeTokenPayload, 'token'> & { token: ResolversParentTypes['Token'] };
  Viewer: ViewerModel;
  HeldGrant: HeldGrantModel;
  Person: PersonModel;
  PersonConnection: Omit<PersonConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['PersonEdge']> };
  PersonEdge: Omit<PersonEdge, 'node'> & { node: ResolversParentTypes['Person'] };
  Grant: GrantModel;
  CreatePersonInput: CreatePersonInput;
  CreatePersonPayload: Omit<CreatePersonPayload, 'person'> & { person: ResolversParentTypes['Person'] };
  DisablePersonInput: DisablePersonInput;
  DisablePersonPayload: Omit<DisablePersonPayload, 'person'> & { person: ResolversParentTypes['Person'] };
  GrantHolderInput: GrantHolderInput;
  GrantInput: GrantInput;
  GrantPayload: Omit<GrantPayload, 'grant'> & { grant: ResolversParentTypes['Grant'] };
  RevokeGrantInput: RevokeGrantInput;
  RevokeGrantPayload: Omit<RevokeGrantPayload, 'grant'> & { grant: ResolversParentTypes['Grant'] };
  BreakGlassInput: BreakGlassInput;
  BreakGlassPayload: Omit<BreakGlassPayload, 'grant'> & { grant: ResolversParentTypes['Grant'] };
  AuditEntry: StoredAuditEntryModel;
  AuditDetail: AuditDetail;
  AuditEntryConnection: Omit<AuditEntryConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['AuditEntryEdge']> };
  AuditEntryEdge: Omit<AuditEntryEdge, 'node'> & { node: ResolversParentTypes['AuditEntry'] };
  Checkpoint: Checkpoint;
  InclusionProof: InclusionProof;
  ConsistencyProof: ConsistencyProof;
  SignatureReceipt: SignatureReceipt;
  AcceptLogInput: AcceptLogInput;
  AcceptLogPayload: AcceptLogPayload;
  Passkey: PasskeyModel;
  Session: SessionModel;
  CreateEnrolmentInput: CreateEnrolmentInput;
  CreateEnrolmentPayload: CreateEnrolmentPayload;
  RevokePasskeyInput: RevokePasskeyInput;
  RevokePasskeyPayload: Omit<RevokePasskeyPayload, 'passkey'> & { passkey: ResolversParentTypes['Passkey'] };
  RevokeSessionInput: RevokeSessionInput;
  RevokeSessionPayload: Omit<RevokeSessionPayload, 'session'> & { session: ResolversParentTypes['Session'] };
  WorkloadTrust: WorkloadTrustModel;
  OidcSubject: OidcSubjectModel;
  LinkSubjectInput: LinkSubjectInput;
  LinkSubjectPayload: Omit<LinkSubjectPayload, 'subject'> & { subject: ResolversParentTypes['OidcSubject'] };
  UnlinkSubjectInput: UnlinkSubjectInput;
  UnlinkSubjectPayload: Omit<UnlinkSubjectPayload, 'subject'> & { subject: ResolversParentTypes['OidcSubject'] };
  TrustWorkloadInput: TrustWorkloadInput;
  TrustWorkloadPayload: Omit<TrustWorkloadPayload, 'trust'> & { trust: ResolversParentTypes['WorkloadTrust'] };
  DistrustWorkloadInput: DistrustWorkloadInput;
  DistrustWorkloadPayload: Omit<DistrustWorkloadPayload, 'trust'> & { trust: ResolversParentTypes['WorkloadTrust'] };
  BindCertificateInput: BindCertificateInput;
  BindCertificatePayload: Omit<BindCertificatePayload, 'token'> & { token: ResolversParentTypes['Token'] };
};

export interface Base64ScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Base64'], any> {
  name: 'Base64';
}

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type NodeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Node'] = ResolversParentTypes['Node']> = {
  __resolveType: TypeResolveFn<'Unit' | 'Key' | 'Authority' | 'Certificate' | 'Application' | 'Token' | 'Incident' | 'TrustAnchor' | 'Proposal' | 'Person' | 'Grant' | 'AuditEntry' | 'Passkey' | 'Session' | 'WorkloadTrust' | 'OidcSubject', ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType, RequireFields<QueryNodeArgs, 'id'>>;
  office?: Resolver<ResolversTypes['Office'], ParentType, ContextType>;
  unit?: Resolver<Maybe<ResolversTypes['Unit']>, ParentType, ContextType, RequireFields<QueryUnitArgs, 'path'>>;
  units?: Resolver<ResolversTypes['UnitConnection'], ParentType, ContextType, RequireFields<QueryUnitsArgs, 'first'>>;
  previewUnitChange?: Resolver<ResolversTypes['UnitChangePreview'], ParentType, ContextType, RequireFields<QueryPreviewUnitChangeArgs, 'input'>>;
  key?: Resolver<Maybe<ResolversTypes['Key']>, ParentType, ContextType, RequireFields<QueryKeyArgs, 'name'>>;
  keys?: Resolver<ResolversTypes['KeyConnection'], ParentType, ContextType, RequireFields<QueryKeysArgs, 'first'>>;
  importWrappingKey?: Resolver<ResolversTypes['ImportWrappingKey'], ParentType, ContextType, Partial<QueryImportWrappingKeyArgs>>;
  authority?: Resolver<Maybe<ResolversTypes['Authority']>, ParentType, ContextType, RequireFields<QueryAuthorityArgs, 'slug'>>;
  authorities?: Resolver<ReadonlyArray<ResolversTypes['Authority']>, ParentType, ContextType>;
  trustAnchors?: Resolver<ReadonlyArray<ResolversTypes['TrustAnchor']>, ParentType, ContextType>;
  certificate?: Resolver<Maybe<ResolversTypes['Certificate']>, ParentType, ContextType, RequireFields<QueryCertificateArgs, 'serialHex'>>;
  certificates?: Resolver<ResolversTypes['CertificateConnection'], ParentType, ContextType, RequireFields<QueryCertificatesArgs, 'first'>>;
  applications?: Resolver<ResolversTypes['ApplicationConnection'], ParentType, ContextType, RequireFields<QueryApplicationsArgs, 'first'>>;
  verifyDocument?: Resolver<ResolversTypes['ValidationReport'], ParentType, ContextType, RequireFields<QueryVerifyDocumentArgs, 'input'>>;
  random?: Resolver<ResolversTypes['Base64'], ParentType, ContextType, RequireFields<QueryRandomArgs, 'octets'>>;
  recipient?: Resolver<ResolversTypes['Recipient'], ParentType, ContextType, RequireFields<QueryRecipientArgs, 'unit'>>;
  verify?: Resolver<ResolversTypes['VerifyPayload'], ParentType, ContextType, RequireFields<QueryVerifyArgs, 'input'>>;
  viewer?: Resolver<ResolversTypes['Viewer'], ParentType, ContextType>;
  person?: Resolver<Maybe<ResolversTypes['Person']>, ParentType, ContextType, RequireFields<QueryPersonArgs, 'name'>>;
  people?: Resolver<ResolversTypes['PersonConnection'], ParentType, ContextType, RequireFields<QueryPeopleArgs, 'first'>>;
  auditEntries?: Resolver<ResolversTypes['AuditEntryConnection'], ParentType, ContextType, RequireFields<QueryAuditEntriesArgs, 'first'>>;
  auditEntry?: Resolver<Maybe<ResolversTypes['AuditEntry']>, ParentType, ContextType, RequireFields<QueryAuditEntryArgs, 'id'>>;
  checkpoint?: Resolver<Maybe<ResolversTypes['Checkpoint']>, ParentType, ContextType>;
  consistencyProof?: Resolver<ResolversTypes['ConsistencyProof'], ParentType, ContextType, RequireFields<QueryConsistencyProofArgs, 'fromSize'>>;
  signatureReceipt?: Resolver<Maybe<ResolversTypes['SignatureReceipt']>, ParentType, ContextType, RequireFields<QuerySignatureReceiptArgs, 'auditEntryId' | 'witnessed'>>;
  incident?: Resolver<Maybe<ResolversTypes['Incident']>, ParentType, ContextType, RequireFields<QueryIncidentArgs, 'id'>>;
  incidents?: Resolver<ResolversTypes['IncidentConnection'], ParentType, ContextType, RequireFields<QueryIncidentsArgs, 'first'>>;
  proposal?: Resolver<Maybe<ResolversTypes['Proposal']>, ParentType, ContextType, RequireFields<QueryProposalArgs, 'id'>>;
  proposals?: Resolver<ResolversTypes['ProposalConnection'], ParentType, ContextType, RequireFields<QueryProposalsArgs, 'first'>>;
  approvalRules?: Resolver<ReadonlyArray<ResolversTypes['ApprovalRule']>, ParentType, ContextType>;
  inclusionProof?: Resolver<Maybe<ResolversTypes['InclusionProof']>, ParentType, ContextType, RequireFields<QueryInclusionProofArgs, 'auditEntryId'>>;
};

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  createEnrolment?: Resolver<ResolversTypes['CreateEnrolmentPayload'], ParentType, ContextType, RequireFields<MutationCreateEnrolmentArgs, 'input'>>;
  linkSubject?: Resolver<ResolversTypes['LinkSubjectPayload'], ParentType, ContextType, RequireFields<MutationLinkSubjectArgs, 'input'>>;
  unlinkSubject?: Resolver<ResolversTypes['UnlinkSubjectPayload'], ParentType, ContextType, RequireFields<MutationUnlinkSubjectArgs, 'input'>>;
  trustWorkload?: Resolver<ResolversTypes['TrustWorkloadPayload'], ParentType, ContextType, RequireFields<MutationTrustWorkloadArgs, 'input'>>;
  distrustWorkload?: Resolver<ResolversTypes['DistrustWorkloadPayload'], ParentType, ContextType, RequireFields<MutationDistrustWorkloadArgs, 'input'>>;
  bindCertificate?: Resolver<ResolversTypes['BindCertificatePayload'], ParentType, ContextType, RequireFields<MutationBindCertificateArgs, 'input'>>;
  revokePasskey?: Resolver<ResolversTypes['RevokePasskeyPayload'], ParentType, ContextType, RequireFields<MutationRevokePasskeyArgs, 'input'>>;
  revokeSession?: Resolver<ResolversTypes['RevokeSessionPayload'], ParentType, ContextType, RequireFields<MutationRevokeSessionArgs, 'input'>>;
  createUnit?: Resolver<ResolversTypes['CreateUnitPayload'], ParentType, ContextType, RequireFields<MutationCreateUnitArgs, 'input'>>;
  renameUnit?: Resolver<ResolversTypes['RenameUnitPayload'], ParentType, ContextType, RequireFields<MutationRenameUnitArgs, 'input'>>;
  sealUnit?: Resolver<ResolversTypes['SealUnitPayload'], ParentType, ContextType, RequireFields<MutationSealUnitArgs, 'input'>>;
  unsealUnit?: Resolver<ResolversTypes['UnsealUnitPayload'], ParentType, ContextType, RequireFields<MutationUnsealUnitArgs, 'input'>>;
  moveUnit?: Resolver<ResolversTypes['MoveUnitPayload'], ParentType, ContextType, RequireFields<MutationMoveUnitArgs, 'input'>>;
  mergeUnits?: Resolver<ResolversTypes['MergeUnitsPayload'], ParentType, ContextType, RequireFields<MutationMergeUnitsArgs, 'input'>>;
  splitUnit?: Resolver<ResolversTypes['SplitUnitPayload'], ParentType, ContextType, RequireFields<MutationSplitUnitArgs, 'input'>>;
  rotateUnitKey?: Resolver<ResolversTypes['RotateUnitKeyPayload'], ParentType, ContextType, RequireFields<MutationRotateUnitKeyArgs, 'input'>>;
  abolishUnit?: Resolver<ResolversTypes['AbolishUnitPayload'], ParentType, ContextType, RequireFields<MutationAbolishUnitArgs, 'input'>>;
  shredUnit?: Resolver<ResolversTypes['ShredUnitPayload'], ParentType, ContextType, RequireFields<MutationShredUnitArgs, 'input'>>;
  createKey?: Resolver<ResolversTypes['CreateKeyPayload'], ParentType, ContextType, RequireFields<MutationCreateKeyArgs, 'input'>>;
  importKey?: Resolver<ResolversTypes['ImportKeyPayload'], ParentType, ContextType, RequireFields<MutationImportKeyArgs, 'input'>>;
  exportKey?: Resolver<ResolversTypes['ExportKeyPayload'], ParentType, ContextType, RequireFields<MutationExportKeyArgs, 'input'>>;
  rotateKey?: Resolver<ResolversTypes['RotateKeyPayload'], ParentType, ContextType, RequireFields<MutationRotateKeyArgs, 'input'>>;
  disableKey?: Resolver<ResolversTypes['DisableKeyPayload'], ParentType, ContextType, RequireFields<MutationDisableKeyArgs, 'input'>>;
  enableKey?: Resolver<ResolversTypes['EnableKeyPayload'], ParentType, ContextType, RequireFields<MutationEnableKeyArgs, 'input'>>;
  scheduleKeyDestruction?: Resolver<ResolversTypes['ScheduleKeyDestructionPayload'], ParentType, ContextType, RequireFields<MutationScheduleKeyDestructionArgs, 'input'>>;
  cancelKeyDestruction?: Resolver<ResolversTypes['CancelKeyDestructionPayload'], ParentType, ContextType, RequireFields<MutationCancelKeyDestructionArgs, 'input'>>;
  compromiseKey?: Resolver<ResolversTypes['CompromiseKeyPayload'], ParentType, ContextType, RequireFields<MutationCompromiseKeyArgs, 'input'>>;
  updateKey?: Resolver<ResolversTypes['UpdateKeyPayload'], ParentType, ContextType, RequireFields<MutationUpdateKeyArgs, 'input'>>;
  createAuthority?: Resolver<ResolversTypes['CreateAuthorityPayload'], ParentType, ContextType, RequireFields<MutationCreateAuthorityArgs, 'input'>>;
  addTrustAnchor?: Resolver<ResolversTypes['AddTrustAnchorPayload'], ParentType, ContextType, RequireFields<MutationAddTrustAnchorArgs, 'input'>>;
  removeTrustAnchor?: Resolver<ResolversTypes['RemoveTrustAnchorPayload'], ParentType, ContextType, RequireFields<MutationRemoveTrustAnchorArgs, 'input'>>;
  issueCertificate?: Resolver<ResolversTypes['IssueCertificatePayload'], ParentType, ContextType, RequireFields<MutationIssueCertificateArgs, 'input'>>;
  revokeCertificate?: Resolver<ResolversTypes['RevokeCertificatePayload'], ParentType, ContextType, RequireFields<MutationRevokeCertificateArgs, 'input'>>;
  signDocument?: Resolver<ResolversTypes['SignDocumentPayload'], ParentType, ContextType, RequireFields<MutationSignDocumentArgs, 'input'>>;
  prepareSignature?: Resolver<ResolversTypes['PrepareSignaturePayload'], ParentType, ContextType, RequireFields<MutationPrepareSignatureArgs, 'input'>>;
  completeSignature?: Resolver<ResolversTypes['CompleteSignaturePayload'], ParentType, ContextType, RequireFields<MutationCompleteSignatureArgs, 'input'>>;
  sealEnvelope?: Resolver<ResolversTypes['SealEnvelopePayload'], ParentType, ContextType, RequireFields<MutationSealEnvelopeArgs, 'input'>>;
  openEnvelope?: Resolver<ResolversTypes['OpenEnvelopePayload'], ParentType, ContextType, RequireFields<MutationOpenEnvelopeArgs, 'input'>>;
  rewrapEnvelope?: Resolver<ResolversTypes['RewrapEnvelopePayload'], ParentType, ContextType, RequireFields<MutationRewrapEnvelopeArgs, 'input'>>;
  timestamp?: Resolver<ResolversTypes['TimestampPayload'], ParentType, ContextType, RequireFields<MutationTimestampArgs, 'input'>>;
  sign?: Resolver<ResolversTypes['SignPayload'], ParentType, ContextType, RequireFields<MutationSignArgs, 'input'>>;
  encrypt?: Resolver<ResolversTypes['EncryptPayload'], ParentType, ContextType, RequireFields<MutationEncryptArgs, 'input'>>;
  decrypt?: Resolver<ResolversTypes['DecryptPayload'], ParentType, ContextType, RequireFields<MutationDecryptArgs, 'input'>>;
  rewrap?: Resolver<ResolversTypes['RewrapPayload'], ParentType, ContextType, RequireFields<MutationRewrapArgs, 'input'>>;
  generateDataKey?: Resolver<ResolversTypes['GenerateDataKeyPayload'], ParentType, ContextType, RequireFields<MutationGenerateDataKeyArgs, 'input'>>;
  mac?: Resolver<ResolversTypes['MacPayload'], ParentType, ContextType, RequireFields<MutationMacArgs, 'input'>>;
  verifyMac?: Resolver<ResolversTypes['VerifyMacPayload'], ParentType, ContextType, RequireFields<MutationVerifyMacArgs, 'input'>>;
  resign?: Resolver<ResolversTypes['ResignPayload'], ParentType, ContextType, RequireFields<MutationResignArgs, 'input'>>;
  reportIncident?: Resolver<ResolversTypes['ReportIncidentPayload'], ParentType, ContextType, RequireFields<MutationReportIncidentArgs, 'input'>>;
  propose?: Resolver<ResolversTypes['ProposePayload'], ParentType, ContextType, RequireFields<MutationProposeArgs, 'input'>>;
  approve?: Resolver<ResolversTypes['ApprovePayload'], ParentType, ContextType, RequireFields<MutationApproveArgs, 'input'>>;
  reject?: Resolver<ResolversTypes['RejectPayload'], ParentType, ContextType, RequireFields<MutationRejectArgs, 'input'>>;
  execute?: Resolver<ResolversTypes['ExecutePayload'], ParentType, ContextType, RequireFields<MutationExecuteArgs, 'input'>>;
  setApprovalRule?: Resolver<ResolversTypes['SetApprovalRulePayload'], ParentType, ContextType, RequireFields<MutationSetApprovalRuleArgs, 'input'>>;
  createApplication?: Resolver<ResolversTypes['CreateApplicationPayload'], ParentType, ContextType, RequireFields<MutationCreateApplicationArgs, 'input'>>;
  issueToken?: Resolver<ResolversTypes['IssueTokenPayload'], ParentType, ContextType, RequireFields<MutationIssueTokenArgs, 'input'>>;
  createPerson?: Resolver<ResolversTypes['CreatePersonPayload'], ParentType, ContextType, RequireFields<MutationCreatePersonArgs, 'input'>>;
  disablePerson?: Resolver<ResolversTypes['DisablePersonPayload'], ParentType, ContextType, RequireFields<MutationDisablePersonArgs, 'input'>>;
  grant?: Resolver<ResolversTypes['GrantPayload'], ParentType, ContextType, RequireFields<MutationGrantArgs, 'input'>>;
  revokeGrant?: Resolver<ResolversTypes['RevokeGrantPayload'], ParentType, ContextType, RequireFields<MutationRevokeGrantArgs, 'input'>>;
  breakGlass?: Resolver<ResolversTypes['BreakGlassPayload'], ParentType, ContextType, RequireFields<MutationBreakGlassArgs, 'input'>>;
  acceptLog?: Resolver<ResolversTypes['AcceptLogPayload'], ParentType, ContextType, RequireFields<MutationAcceptLogArgs, 'input'>>;
  revokeToken?: Resolver<ResolversTypes['RevokeTokenPayload'], ParentType, ContextType, RequireFields<MutationRevokeTokenArgs, 'input'>>;
};

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type OfficeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Office'] = ResolversParentTypes['Office']> = {
  practice?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  publicUrl?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type UnitResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Unit'] = ResolversParentTypes['Unit']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  path?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  parent?: Resolver<Maybe<ResolversTypes['Unit']>, ParentType, ContextType>;
  state?: Resolver<ResolversTypes['UnitState'], ParentType, ContextType>;
  sealedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  endedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  successor?: Resolver<Maybe<ResolversTypes['Unit']>, ParentType, ContextType>;
  formerPaths?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type UnitStateResolvers = EnumResolverSignature<{ ACTIVE?: any, SEALED?: any, ABOLISHED?: any, SHREDDED?: any }, ResolversTypes['UnitState']>;

export type UnitConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UnitConnection'] = ResolversParentTypes['UnitConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['UnitEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type UnitEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UnitEdge'] = ResolversParentTypes['UnitEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Unit'], ParentType, ContextType>;
};

export type SignatureAlgorithmResolvers = EnumResolverSignature<{ ED25519?: any, ED448?: any, ECDSA_P256?: any, ECDSA_P384?: any, ECDSA_P521?: any, RSA_PSS_2048?: any, RSA_PSS_3072?: any, RSA_PSS_4096?: any, RSA_PKCS1_2048?: any, RSA_PKCS1_3072?: any, RSA_PKCS1_4096?: any, ML_DSA_44?: any, ML_DSA_65?: any, ML_DSA_87?: any }, ResolversTypes['SignatureAlgorithm']>;

export type KeyAlgorithmResolvers = EnumResolverSignature<{ ED25519?: any, ED448?: any, ECDSA_P256?: any, ECDSA_P384?: any, ECDSA_P521?: any, RSA_PSS_2048?: any, RSA_PSS_3072?: any, RSA_PSS_4096?: any, RSA_PKCS1_2048?: any, RSA_PKCS1_3072?: any, RSA_PKCS1_4096?: any, ML_DSA_44?: any, ML_DSA_65?: any, ML_DSA_87?: any, X25519?: any, ECDH_P256?: any, ECDH_P384?: any, RSA_OAEP_2048?: any, RSA_OAEP_3072?: any, RSA_OAEP_4096?: any, ML_KEM_512?: any, ML_KEM_768?: any, ML_KEM_1024?: any, AES_256_GCM?: any, CHACHA20_POLY1305?: any, HMAC_SHA256?: any, HMAC_SHA384?: any, HMAC_SHA512?: any }, ResolversTypes['KeyAlgorithm']>;

export type KeyAttributeResolvers = EnumResolverSignature<{ EXPORTABLE?: any, SIGN_DIGEST?: any, APPROVAL_REQUIRED?: any }, ResolversTypes['KeyAttribute']>;

export type KeyProviderResolvers = EnumResolverSignature<{ SOFTWARE?: any, PKCS11?: any }, ResolversTypes['KeyProvider']>;

export type KeyPurposeResolvers = EnumResolverSignature<{ SIGN_DOCUMENT?: any, SIGN_RAW?: any, OPEN?: any, ENCRYPT?: any, MAC?: any, CERTIFY?: any, TIMESTAMP?: any, LOG?: any }, ResolversTypes['KeyPurpose']>;

export type KeyStateResolvers = EnumResolverSignature<{ PRE_ACTIVATION?: any, ACTIVE?: any, SUSPENDED?: any, DEACTIVATED?: any, COMPROMISED?: any, DESTROYED?: any }, ResolversTypes['KeyState']>;

export type KeyResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Key'] = ResolversParentTypes['Key']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  unit?: Resolver<ResolversTypes['Unit'], ParentType, ContextType>;
  purpose?: Resolver<ResolversTypes['KeyPurpose'], ParentType, ContextType>;
  algorithm?: Resolver<ResolversTypes['KeyAlgorithm'], ParentType, ContextType>;
  attributes?: Resolver<ReadonlyArray<ResolversTypes['KeyAttribute']>, ParentType, ContextType>;
  provider?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  versions?: Resolver<ReadonlyArray<ResolversTypes['KeyVersion']>, ParentType, ContextType>;
  destroyAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  policy?: Resolver<ResolversTypes['KeyPolicy'], ParentType, ContextType>;
  warnings?: Resolver<ReadonlyArray<ResolversTypes['KeyWarning']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type KeyPolicyResolvers<ContextType = Context, ParentType extends ResolversParentTypes['KeyPolicy'] = ResolversParentTypes['KeyPolicy']> = {
  rotationPeriodDays?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  usagePeriodDays?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  minimumVersion?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  usageLimit?: Resolver<Maybe<ResolversTypes['UsageLimit']>, ParentType, ContextType>;
};

export type UsageLimitResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UsageLimit'] = ResolversParentTypes['UsageLimit']> = {
  maxOperations?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  perSeconds?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type KeyWarningResolvers<ContextType = Context, ParentType extends ResolversParentTypes['KeyWarning'] = ResolversParentTypes['KeyWarning']> = {
  code?: Resolver<ResolversTypes['KeyWarningCode'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type KeyWarningCodeResolvers = EnumResolverSignature<{ USAGE_ENDS?: any, CERTIFICATE_ENDS?: any, DESTRUCTION_DUE?: any, USAGE_LIMIT_NEAR?: any }, ResolversTypes['KeyWarningCode']>;

export type KeyVersionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['KeyVersion'] = ResolversParentTypes['KeyVersion']> = {
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['KeyState'], ParentType, ContextType>;
  activatedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  deactivatedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  compromisedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  destroyedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  usageEndsAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  publicKey?: Resolver<Maybe<ResolversTypes['Base64']>, ParentType, ContextType>;
  certificates?: Resolver<ReadonlyArray<ResolversTypes['Certificate']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type KeyConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['KeyConnection'] = ResolversParentTypes['KeyConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['KeyEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type KeyEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['KeyEdge'] = ResolversParentTypes['KeyEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Key'], ParentType, ContextType>;
};

export type AuthorityResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Authority'] = ResolversParentTypes['Authority']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  slug?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  subject?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  root?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  practice?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  certificate?: Resolver<ResolversTypes['Certificate'], ParentType, ContextType>;
  chainPem?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CertificateProfileResolvers = EnumResolverSignature<{ ROOT?: any, ISSUING?: any, DOCUMENT_SIGNING?: any, ENCRYPTION?: any, TIMESTAMPING?: any }, ResolversTypes['CertificateProfile']>;

export type CertificateResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Certificate'] = ResolversParentTypes['Certificate']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  serialHex?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  subject?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  issuer?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  profile?: Resolver<ResolversTypes['CertificateProfile'], ParentType, ContextType>;
  notBefore?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  notAfter?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  revokedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  revocationReason?: Resolver<Maybe<ResolversTypes['RevocationReason']>, ParentType, ContextType>;
  pem?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  der?: Resolver<ResolversTypes['Base64'], ParentType, ContextType>;
  authority?: Resolver<ResolversTypes['Authority'], ParentType, ContextType>;
  revocationAt?: Resolver<ResolversTypes['CertificateStatus'], ParentType, ContextType, RequireFields<CertificateRevocationAtArgs, 'time'>>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CertificateStatusResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CertificateStatus'] = ResolversParentTypes['CertificateStatus']> = {
  status?: Resolver<ResolversTypes['CertificateStatusName'], ParentType, ContextType>;
  revokedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['RevocationReason']>, ParentType, ContextType>;
  invalidityDate?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type CertificateStatusNameResolvers = EnumResolverSignature<{ NOT_YET_VALID?: any, GOOD?: any, SUSPECT?: any, REVOKED?: any, EXPIRED?: any }, ResolversTypes['CertificateStatusName']>;

export type CertificateConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CertificateConnection'] = ResolversParentTypes['CertificateConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['CertificateEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type CertificateEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CertificateEdge'] = ResolversParentTypes['CertificateEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Certificate'], ParentType, ContextType>;
};

export type RevocationReasonResolvers = EnumResolverSignature<{ UNSPECIFIED?: any, KEY_COMPROMISE?: any, CA_COMPROMISE?: any, AFFILIATION_CHANGED?: any, SUPERSEDED?: any, CESSATION_OF_OPERATION?: any, PRIVILEGE_WITHDRAWN?: any }, ResolversTypes['RevocationReason']>;

export type ApplicationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Application'] = ResolversParentTypes['Application']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  unit?: Resolver<ResolversTypes['Unit'], ParentType, ContextType>;
  actions?: Resolver<ReadonlyArray<ResolversTypes['Action']>, ParentType, ContextType>;
  tokens?: Resolver<ReadonlyArray<ResolversTypes['Token']>, ParentType, ContextType>;
  trusts?: Resolver<ReadonlyArray<ResolversTypes['WorkloadTrust']>, ParentType, ContextType>;
  grants?: Resolver<ReadonlyArray<ResolversTypes['Grant']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ApplicationConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ApplicationConnection'] = ResolversParentTypes['ApplicationConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ApplicationEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type ApplicationEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ApplicationEdge'] = ResolversParentTypes['ApplicationEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Application'], ParentType, ContextType>;
};

export type TokenResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Token'] = ResolversParentTypes['Token']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  expiresAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  revokedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['TokenKind'], ParentType, ContextType>;
  lastUsedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ActionResolvers = EnumResolverSignature<{ SIGN?: any, SIGN_RAW?: any, TIMESTAMP?: any, ENCRYPT?: any, DECRYPT?: any, MAC?: any, SEAL?: any, OPEN?: any, READ?: any, MANAGE_UNITS?: any, MANAGE_KEYS?: any, ISSUE_CERTIFICATES?: any, REVOKE_CERTIFICATES?: any, MANAGE_AUTHORITIES?: any, MANAGE_APPLICATIONS?: any, MANAGE_PEOPLE?: any, PROPOSE?: any, APPROVE?: any, APPROVE_SIGNATURES?: any, AUDIT?: any }, ResolversTypes['Action']>;

export type DocumentResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Document'] = ResolversParentTypes['Document']> = {
  id?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  sha256?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  size?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  base64?: Resolver<Maybe<ResolversTypes['Base64']>, ParentType, ContextType>;
};

export type CreateUnitPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateUnitPayload'] = ResolversParentTypes['CreateUnitPayload']> = {
  unit?: Resolver<ResolversTypes['Unit'], ParentType, ContextType>;
};

export type RenameUnitPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RenameUnitPayload'] = ResolversParentTypes['RenameUnitPayload']> = {
  unit?: Resolver<ResolversTypes['Unit'], ParentType, ContextType>;
};

export type SealUnitPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SealUnitPayload'] = ResolversParentTypes['SealUnitPayload']> = {
  unit?: Resolver<ResolversTypes['Unit'], ParentType, ContextType>;
};

export type UnsealUnitPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UnsealUnitPayload'] = ResolversParentTypes['UnsealUnitPayload']> = {
  unit?: Resolver<ResolversTypes['Unit'], ParentType, ContextType>;
};

export type MoveUnitPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MoveUnitPayload'] = ResolversParentTypes['MoveUnitPayload']> = {
  unit?: Resolver<ResolversTypes['Unit'], ParentType, ContextType>;
};

export type MergeUnitsPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MergeUnitsPayload'] = ResolversParentTypes['MergeUnitsPayload']> = {
  unit?: Resolver<ResolversTypes['Unit'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SplitUnitPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SplitUnitPayload'] = ResolversParentTypes['SplitUnitPayload']> = {
  unit?: Resolver<ResolversTypes['Unit'], ParentType, ContextType>;
};

export type RotateUnitKeyPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RotateUnitKeyPayload'] = ResolversParentTypes['RotateUnitKeyPayload']> = {
  unit?: Resolver<ResolversTypes['Unit'], ParentType, ContextType>;
};

export type AbolishUnitPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AbolishUnitPayload'] = ResolversParentTypes['AbolishUnitPayload']> = {
  unit?: Resolver<ResolversTypes['Unit'], ParentType, ContextType>;
};

export type ShredUnitPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ShredUnitPayload'] = ResolversParentTypes['ShredUnitPayload']> = {
  unit?: Resolver<ResolversTypes['Unit'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type UnitChangePreviewResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UnitChangePreview'] = ResolversParentTypes['UnitChangePreview']> = {
  units?: Resolver<ReadonlyArray<ResolversTypes['UnitForecast']>, ParentType, ContextType>;
  keys?: Resolver<ReadonlyArray<ResolversTypes['KeyForecast']>, ParentType, ContextType>;
  applications?: Resolver<ReadonlyArray<ResolversTypes['ApplicationForecast']>, ParentType, ContextType>;
  truncated?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type UnitForecastResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UnitForecast'] = ResolversParentTypes['UnitForecast']> = {
  pathBefore?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  pathAfter?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  stateBefore?: Resolver<Maybe<ResolversTypes['UnitState']>, ParentType, ContextType>;
  stateAfter?: Resolver<ResolversTypes['UnitState'], ParentType, ContextType>;
};

export type KeyForecastResolvers<ContextType = Context, ParentType extends ResolversParentTypes['KeyForecast'] = ResolversParentTypes['KeyForecast']> = {
  nameBefore?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  nameAfter?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  purpose?: Resolver<ResolversTypes['KeyPurpose'], ParentType, ContextType>;
  certificatesBefore?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  certificatesAfter?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  usersBefore?: Resolver<ReadonlyArray<ResolversTypes['KeyUser']>, ParentType, ContextType>;
  usersAfter?: Resolver<ReadonlyArray<ResolversTypes['KeyUser']>, ParentType, ContextType>;
};

export type KeyUserResolvers<ContextType = Context, ParentType extends ResolversParentTypes['KeyUser'] = ResolversParentTypes['KeyUser']> = {
  kind?: Resolver<ResolversTypes['CallerKind'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  uses?: Resolver<ReadonlyArray<ResolversTypes['KeyUse']>, ParentType, ContextType>;
};

export type KeyUseResolvers = EnumResolverSignature<{ SIGN?: any, PROTECT?: any, PROCESS?: any }, ResolversTypes['KeyUse']>;

export type ApplicationForecastResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ApplicationForecast'] = ResolversParentTypes['ApplicationForecast']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  unitBefore?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  unitAfter?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  tokens?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  disabled?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  keysBefore?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  keysAfter?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type CreateKeyPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateKeyPayload'] = ResolversParentTypes['CreateKeyPayload']> = {
  key?: Resolver<ResolversTypes['Key'], ParentType, ContextType>;
};

export type ImportWrappingKeyResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ImportWrappingKey'] = ResolversParentTypes['ImportWrappingKey']> = {
  publicKey?: Resolver<ResolversTypes['Base64'], ParentType, ContextType>;
  token?: Resolver<ResolversTypes['Base64'], ParentType, ContextType>;
};

export type ImportKeyPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ImportKeyPayload'] = ResolversParentTypes['ImportKeyPayload']> = {
  key?: Resolver<ResolversTypes['Key'], ParentType, ContextType>;
};

export type ExportKeyPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ExportKeyPayload'] = ResolversParentTypes['ExportKeyPayload']> = {
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  material?: Resolver<ResolversTypes['Base64'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type RotateKeyPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RotateKeyPayload'] = ResolversParentTypes['RotateKeyPayload']> = {
  key?: Resolver<ResolversTypes['Key'], ParentType, ContextType>;
  certificates?: Resolver<ReadonlyArray<ResolversTypes['Certificate']>, ParentType, ContextType>;
};

export type DisableKeyPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DisableKeyPayload'] = ResolversParentTypes['DisableKeyPayload']> = {
  key?: Resolver<ResolversTypes['Key'], ParentType, ContextType>;
};

export type EnableKeyPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EnableKeyPayload'] = ResolversParentTypes['EnableKeyPayload']> = {
  key?: Resolver<ResolversTypes['Key'], ParentType, ContextType>;
};

export type ScheduleKeyDestructionPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ScheduleKeyDestructionPayload'] = ResolversParentTypes['ScheduleKeyDestructionPayload']> = {
  key?: Resolver<ResolversTypes['Key'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CancelKeyDestructionPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CancelKeyDestructionPayload'] = ResolversParentTypes['CancelKeyDestructionPayload']> = {
  key?: Resolver<ResolversTypes['Key'], ParentType, ContextType>;
};

export type CompromiseKeyPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CompromiseKeyPayload'] = ResolversParentTypes['CompromiseKeyPayload']> = {
  key?: Resolver<ResolversTypes['Key'], ParentType, ContextType>;
  certificates?: Resolver<ReadonlyArray<ResolversTypes['Certificate']>, ParentType, ContextType>;
  incident?: Resolver<ResolversTypes['Incident'], ParentType, ContextType>;
};

export type IncidentResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Incident'] = ResolversParentTypes['Incident']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  key?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  versions?: Resolver<ReadonlyArray<ResolversTypes['Int']>, ParentType, ContextType>;
  since?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  declaredAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  drill?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  progress?: Resolver<ResolversTypes['IncidentProgress'], ParentType, ContextType>;
  items?: Resolver<ResolversTypes['IncidentItemConnection'], ParentType, ContextType, RequireFields<IncidentItemsArgs, 'first'>>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type IncidentProgressResolvers<ContextType = Context, ParentType extends ResolversParentTypes['IncidentProgress'] = ResolversParentTypes['IncidentProgress']> = {
  stampedBefore?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  unstampedBefore?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  after?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  opened?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  toSignAnew?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  signedAnew?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type IncidentItemResolvers<ContextType = Context, ParentType extends ResolversParentTypes['IncidentItem'] = ResolversParentTypes['IncidentItem']> = {
  auditEntryId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  operation?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  format?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  level?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  contentDigest?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  standing?: Resolver<ResolversTypes['IncidentStanding'], ParentType, ContextType>;
  remedy?: Resolver<ResolversTypes['IncidentRemedy'], ParentType, ContextType>;
  replacedBy?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
};

export type IncidentStandingResolvers = EnumResolverSignature<{ STAMPED_BEFORE?: any, UNSTAMPED_BEFORE?: any, AFTER?: any, OPENED?: any }, ResolversTypes['IncidentStanding']>;

export type IncidentRemedyResolvers = EnumResolverSignature<{ NONE?: any, SIGN_ANEW?: any, REWRAP?: any }, ResolversTypes['IncidentRemedy']>;

export type IncidentItemConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['IncidentItemConnection'] = ResolversParentTypes['IncidentItemConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['IncidentItemEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type IncidentItemEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['IncidentItemEdge'] = ResolversParentTypes['IncidentItemEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['IncidentItem'], ParentType, ContextType>;
};

export type IncidentConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['IncidentConnection'] = ResolversParentTypes['IncidentConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['IncidentEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type IncidentEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['IncidentEdge'] = ResolversParentTypes['IncidentEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Incident'], ParentType, ContextType>;
};

export type ResignPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ResignPayload'] = ResolversParentTypes['ResignPayload']> = {
  incident?: Resolver<ResolversTypes['Incident'], ParentType, ContextType>;
};

export type ReportIncidentPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReportIncidentPayload'] = ResolversParentTypes['ReportIncidentPayload']> = {
  incident?: Resolver<ResolversTypes['Incident'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  facts?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  auditEntryId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type UpdateKeyPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UpdateKeyPayload'] = ResolversParentTypes['UpdateKeyPayload']> = {
  key?: Resolver<ResolversTypes['Key'], ParentType, ContextType>;
};

export type CreateAuthorityPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateAuthorityPayload'] = ResolversParentTypes['CreateAuthorityPayload']> = {
  authority?: Resolver<ResolversTypes['Authority'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type TrustAnchorPurposeResolvers = EnumResolverSignature<{ DOCUMENT_SIGNING?: any, TIMESTAMPING?: any }, ResolversTypes['TrustAnchorPurpose']>;

export type TrustAnchorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TrustAnchor'] = ResolversParentTypes['TrustAnchor']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  subject?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  issuer?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  serialHex?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  notAfter?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  certificateSha256?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  purposes?: Resolver<ReadonlyArray<ResolversTypes['TrustAnchorPurpose']>, ParentType, ContextType>;
  trustedFrom?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  trustedUntil?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  addedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  removedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  pem?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type AddTrustAnchorPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AddTrustAnchorPayload'] = ResolversParentTypes['AddTrustAnchorPayload']> = {
  anchor?: Resolver<ResolversTypes['TrustAnchor'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type RemoveTrustAnchorPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RemoveTrustAnchorPayload'] = ResolversParentTypes['RemoveTrustAnchorPayload']> = {
  anchor?: Resolver<ResolversTypes['TrustAnchor'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CustodyKindResolvers = EnumResolverSignature<{ SHARES?: any, PASSPHRASE?: any, HSM?: any }, ResolversTypes['CustodyKind']>;

export type ReleaseCeremonyPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReleaseCeremonyPayload'] = ResolversParentTypes['ReleaseCeremonyPayload']> = {
  heldUntil?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type IssueCertificatePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['IssueCertificatePayload'] = ResolversParentTypes['IssueCertificatePayload']> = {
  certificate?: Resolver<ResolversTypes['Certificate'], ParentType, ContextType>;
  chainPem?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type RevokeCertificatePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RevokeCertificatePayload'] = ResolversParentTypes['RevokeCertificatePayload']> = {
  certificate?: Resolver<ResolversTypes['Certificate'], ParentType, ContextType>;
};

export type SignatureFormatResolvers = EnumResolverSignature<{ PADES?: any, CADES?: any }, ResolversTypes['SignatureFormat']>;

export type SignatureLevelResolvers = EnumResolverSignature<{ B_B?: any, B_T?: any }, ResolversTypes['SignatureLevel']>;

export type SignDocumentPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SignDocumentPayload'] = ResolversParentTypes['SignDocumentPayload']> = {
  document?: Resolver<ResolversTypes['Document'], ParentType, ContextType>;
  format?: Resolver<ResolversTypes['SignatureFormat'], ParentType, ContextType>;
  level?: Resolver<ResolversTypes['SignatureLevel'], ParentType, ContextType>;
  certificateSerialHex?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  auditEntryId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type RecipientResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Recipient'] = ResolversParentTypes['Recipient']> = {
  unit?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  certificatePem?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  serialHex?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type SealedFormatResolvers = EnumResolverSignature<{ CMS?: any, CHUNKED?: any }, ResolversTypes['SealedFormat']>;

export type SealEnvelopePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SealEnvelopePayload'] = ResolversParentTypes['SealEnvelopePayload']> = {
  document?: Resolver<ResolversTypes['Document'], ParentType, ContextType>;
  format?: Resolver<ResolversTypes['SealedFormat'], ParentType, ContextType>;
  auditEntryId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type OpenEnvelopePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OpenEnvelopePayload'] = ResolversParentTypes['OpenEnvelopePayload']> = {
  document?: Resolver<Maybe<ResolversTypes['Document']>, ParentType, ContextType>;
  contentKey?: Resolver<Maybe<ResolversTypes['Base64']>, ParentType, ContextType>;
  unit?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  keyVersion?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  auditEntryId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type RewrapEnvelopePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RewrapEnvelopePayload'] = ResolversParentTypes['RewrapEnvelopePayload']> = {
  outcomes?: Resolver<ReadonlyArray<ResolversTypes['RewrapEnvelopeOutcome']>, ParentType, ContextType>;
};

export type RewrapEnvelopeOutcomeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RewrapEnvelopeOutcome'] = ResolversParentTypes['RewrapEnvelopeOutcome']> = {
  __resolveType: TypeResolveFn<'RewrappedRecipients' | 'OperationError', ParentType, ContextType>;
};

export type RewrappedRecipientsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RewrappedRecipients'] = ResolversParentTypes['RewrappedRecipients']> = {
  reference?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  recipientInfos?: Resolver<ResolversTypes['Base64'], ParentType, ContextType>;
  auditEntryId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type PrepareSignaturePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PrepareSignaturePayload'] = ResolversParentTypes['PrepareSignaturePayload']> = {
  preparation?: Resolver<ResolversTypes['Base64'], ParentType, ContextType>;
  toBeSigned?: Resolver<ResolversTypes['Base64'], ParentType, ContextType>;
  certificateSerialHex?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  signatureOctets?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type CompleteSignaturePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CompleteSignaturePayload'] = ResolversParentTypes['CompleteSignaturePayload']> = {
  signature?: Resolver<ResolversTypes['Base64'], ParentType, ContextType>;
  format?: Resolver<ResolversTypes['SignatureFormat'], ParentType, ContextType>;
  level?: Resolver<ResolversTypes['SignatureLevel'], ParentType, ContextType>;
  certificateSerialHex?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  auditEntryId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type HashAlgorithmResolvers = EnumResolverSignature<{ SHA_256?: any, SHA_384?: any, SHA_512?: any }, ResolversTypes['HashAlgorithm']>;

export type TimestampPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TimestampPayload'] = ResolversParentTypes['TimestampPayload']> = {
  token?: Resolver<ResolversTypes['Base64'], ParentType, ContextType>;
  time?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  auditEntryId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type SignPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SignPayload'] = ResolversParentTypes['SignPayload']> = {
  outcomes?: Resolver<ReadonlyArray<ResolversTypes['SignOutcome']>, ParentType, ContextType>;
  keyVersion?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SignOutcomeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SignOutcome'] = ResolversParentTypes['SignOutcome']> = {
  __resolveType: TypeResolveFn<'RawSignature' | 'OperationError', ParentType, ContextType>;
};

export type RawSignatureResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RawSignature'] = ResolversParentTypes['RawSignature']> = {
  reference?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  signature?: Resolver<ResolversTypes['Base64'], ParentType, ContextType>;
  auditEntryId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type OperationErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OperationError'] = ResolversParentTypes['OperationError']> = {
  reference?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  retryable?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type EncryptPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EncryptPayload'] = ResolversParentTypes['EncryptPayload']> = {
  outcomes?: Resolver<ReadonlyArray<ResolversTypes['EncryptOutcome']>, ParentType, ContextType>;
  keyVersion?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type EncryptOutcomeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EncryptOutcome'] = ResolversParentTypes['EncryptOutcome']> = {
  __resolveType: TypeResolveFn<'Encrypted' | 'OperationError', ParentType, ContextType>;
};

export type EncryptedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Encrypted'] = ResolversParentTypes['Encrypted']> = {
  reference?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  ciphertext?: Resolver<ResolversTypes['Base64'], ParentType, ContextType>;
  auditEntryId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type DecryptPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DecryptPayload'] = ResolversParentTypes['DecryptPayload']> = {
  outcomes?: Resolver<ReadonlyArray<ResolversTypes['DecryptOutcome']>, ParentType, ContextType>;
};

export type DecryptOutcomeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DecryptOutcome'] = ResolversParentTypes['DecryptOutcome']> = {
  __resolveType: TypeResolveFn<'Decrypted' | 'OperationError', ParentType, ContextType>;
};

export type DecryptedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Decrypted'] = ResolversParentTypes['Decrypted']> = {
  reference?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  plaintext?: Resolver<ResolversTypes['Base64'], ParentType, ContextType>;
  keyVersion?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  auditEntryId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type RewrapPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RewrapPayload'] = ResolversParentTypes['RewrapPayload']> = {
  outcomes?: Resolver<ReadonlyArray<ResolversTypes['RewrapOutcome']>, ParentType, ContextType>;
  keyVersion?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type RewrapOutcomeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RewrapOutcome'] = ResolversParentTypes['RewrapOutcome']> = {
  __resolveType: TypeResolveFn<'Rewrapped' | 'OperationError', ParentType, ContextType>;
};

export type RewrappedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Rewrapped'] = ResolversParentTypes['Rewrapped']> = {
  reference?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  ciphertext?: Resolver<ResolversTypes['Base64'], ParentType, ContextType>;
  fromVersion?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  auditEntryId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type GenerateDataKeyPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['GenerateDataKeyPayload'] = ResolversParentTypes['GenerateDataKeyPayload']> = {
  outcomes?: Resolver<ReadonlyArray<ResolversTypes['DataKeyOutcome']>, ParentType, ContextType>;
  keyVersion?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type DataKeyOutcomeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DataKeyOutcome'] = ResolversParentTypes['DataKeyOutcome']> = {
  __resolveType: TypeResolveFn<'DataKey' | 'OperationError', ParentType, ContextType>;
};

export type DataKeyResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DataKey'] = ResolversParentTypes['DataKey']> = {
  reference?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  plaintext?: Resolver<Maybe<ResolversTypes['Base64']>, ParentType, ContextType>;
  ciphertext?: Resolver<ResolversTypes['Base64'], ParentType, ContextType>;
  auditEntryId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type MacPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MacPayload'] = ResolversParentTypes['MacPayload']> = {
  outcomes?: Resolver<ReadonlyArray<ResolversTypes['MacOutcome']>, ParentType, ContextType>;
  keyVersion?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type MacOutcomeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MacOutcome'] = ResolversParentTypes['MacOutcome']> = {
  __resolveType: TypeResolveFn<'MessageMac' | 'OperationError', ParentType, ContextType>;
};

export type MessageMacResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MessageMac'] = ResolversParentTypes['MessageMac']> = {
  reference?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  mac?: Resolver<ResolversTypes['Base64'], ParentType, ContextType>;
  auditEntryId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type VerifyMacPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['VerifyMacPayload'] = ResolversParentTypes['VerifyMacPayload']> = {
  outcomes?: Resolver<ReadonlyArray<ResolversTypes['VerifyMacOutcome']>, ParentType, ContextType>;
};

export type VerifyMacOutcomeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['VerifyMacOutcome'] = ResolversParentTypes['VerifyMacOutcome']> = {
  __resolveType: TypeResolveFn<'MacVerification' | 'OperationError', ParentType, ContextType>;
};

export type MacVerificationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MacVerification'] = ResolversParentTypes['MacVerification']> = {
  reference?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  valid?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  keyVersion?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  auditEntryId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type VerifyPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['VerifyPayload'] = ResolversParentTypes['VerifyPayload']> = {
  outcomes?: Resolver<ReadonlyArray<ResolversTypes['VerifyOutcome']>, ParentType, ContextType>;
};

export type VerifyOutcomeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['VerifyOutcome'] = ResolversParentTypes['VerifyOutcome']> = {
  __resolveType: TypeResolveFn<'RawVerification' | 'OperationError', ParentType, ContextType>;
};

export type RawVerificationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RawVerification'] = ResolversParentTypes['RawVerification']> = {
  reference?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  valid?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  keyVersion?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type IntegrityResolvers = EnumResolverSignature<{ INTACT?: any, BROKEN?: any, UNDETERMINED?: any, UNSIGNED?: any }, ResolversTypes['Integrity']>;

export type ReasonResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Reason'] = ResolversParentTypes['Reason']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ValidationReportResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ValidationReport'] = ResolversParentTypes['ValidationReport']> = {
  indication?: Resolver<ResolversTypes['Indication'], ParentType, ContextType>;
  integrity?: Resolver<ResolversTypes['Integrity'], ParentType, ContextType>;
  format?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  policy?: Resolver<ResolversTypes['ValidationPolicy'], ParentType, ContextType>;
  validationTime?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  signatures?: Resolver<ReadonlyArray<ResolversTypes['SignatureReport']>, ParentType, ContextType>;
  reasons?: Resolver<ReadonlyArray<ResolversTypes['Reason']>, ParentType, ContextType>;
};

export type ValidationPolicyResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ValidationPolicy'] = ResolversParentTypes['ValidationPolicy']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type SignatureReportResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SignatureReport'] = ResolversParentTypes['SignatureReport']> = {
  indication?: Resolver<ResolversTypes['Indication'], ParentType, ContextType>;
  integrity?: Resolver<ResolversTypes['Integrity'], ParentType, ContextType>;
  subIndication?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  format?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  level?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  signer?: Resolver<Maybe<ResolversTypes['Signer']>, ParentType, ContextType>;
  claimedSigningTime?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  bestSignatureTime?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  coversWholeDocument?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  laterChanges?: Resolver<ReadonlyArray<ResolversTypes['LaterChange']>, ParentType, ContextType>;
  reasons?: Resolver<ReadonlyArray<ResolversTypes['Reason']>, ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  chain?: Resolver<ReadonlyArray<ResolversTypes['CertificateSummary']>, ParentType, ContextType>;
  lane?: Resolver<Maybe<ResolversTypes['TrustLane']>, ParentType, ContextType>;
  revision?: Resolver<Maybe<ResolversTypes['SignedRevision']>, ParentType, ContextType>;
  timestamps?: Resolver<ReadonlyArray<ResolversTypes['TimestampReport']>, ParentType, ContextType>;
  counterSignatures?: Resolver<ReadonlyArray<ResolversTypes['SignatureReport']>, ParentType, ContextType>;
  checks?: Resolver<ReadonlyArray<ResolversTypes['ValidationCheck']>, ParentType, ContextType>;
};

export type ValidationCheckResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ValidationCheck'] = ResolversParentTypes['ValidationCheck']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  clause?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  outcome?: Resolver<ResolversTypes['CheckOutcome'], ParentType, ContextType>;
  reasons?: Resolver<ReadonlyArray<ResolversTypes['Reason']>, ParentType, ContextType>;
  checks?: Resolver<ReadonlyArray<ResolversTypes['ValidationCheck']>, ParentType, ContextType>;
};

export type CheckOutcomeResolvers = EnumResolverSignature<{ PASSED?: any, INDETERMINATE?: any, FAILED?: any, NOT_DONE?: any }, ResolversTypes['CheckOutcome']>;

export type CertificateSummaryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CertificateSummary'] = ResolversParentTypes['CertificateSummary']> = {
  subject?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  issuer?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  serialHex?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  notBefore?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  notAfter?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type TrustLaneResolvers = EnumResolverSignature<{ OWN?: any, IMPORTED?: any }, ResolversTypes['TrustLane']>;

export type SignedRevisionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SignedRevision'] = ResolversParentTypes['SignedRevision']> = {
  signed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  last?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type TimestampReportResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TimestampReport'] = ResolversParentTypes['TimestampReport']> = {
  kind?: Resolver<ResolversTypes['TimestampKind'], ParentType, ContextType>;
  integrity?: Resolver<ResolversTypes['Integrity'], ParentType, ContextType>;
  trusted?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  time?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  authority?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  reasons?: Resolver<ReadonlyArray<ResolversTypes['Reason']>, ParentType, ContextType>;
};

export type TimestampKindResolvers = EnumResolverSignature<{ CONTENT?: any, SIGNATURE?: any, REFERENCES?: any, ARCHIVE?: any, DOCUMENT?: any }, ResolversTypes['TimestampKind']>;

export type SignerResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Signer'] = ResolversParentTypes['Signer']> = {
  subject?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  issuer?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  serialHex?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  practice?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type LaterChangeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LaterChange'] = ResolversParentTypes['LaterChange']> = {
  revision?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  permitted?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type ProposePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ProposePayload'] = ResolversParentTypes['ProposePayload']> = {
  proposal?: Resolver<ResolversTypes['Proposal'], ParentType, ContextType>;
};

export type ApprovePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ApprovePayload'] = ResolversParentTypes['ApprovePayload']> = {
  proposal?: Resolver<ResolversTypes['Proposal'], ParentType, ContextType>;
};

export type RejectPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RejectPayload'] = ResolversParentTypes['RejectPayload']> = {
  proposal?: Resolver<ResolversTypes['Proposal'], ParentType, ContextType>;
};

export type ExecutePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ExecutePayload'] = ResolversParentTypes['ExecutePayload']> = {
  proposal?: Resolver<ResolversTypes['Proposal'], ParentType, ContextType>;
  result?: Resolver<ResolversTypes['ExecutionResult'], ParentType, ContextType>;
};

export type ExecutionResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ExecutionResult'] = ResolversParentTypes['ExecutionResult']> = {
  __resolveType: TypeResolveFn<'ScheduleKeyDestructionPayload' | 'ExportKeyPayload' | 'ShredUnitPayload' | 'MergeUnitsPayload' | 'CreateAuthorityPayload' | 'SetApprovalRulePayload' | 'AddTrustAnchorPayload' | 'RemoveTrustAnchorPayload' | 'ReleaseCeremonyPayload' | 'GrantPayload' | 'CreateEnrolmentPayload' | 'SignDocumentsPayload', ParentType, ContextType>;
};

export type SignDocumentsPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SignDocumentsPayload'] = ResolversParentTypes['SignDocumentsPayload']> = {
  outcomes?: Resolver<ReadonlyArray<ResolversTypes['SignDocumentsOutcome']>, ParentType, ContextType>;
  missing?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SignDocumentsOutcomeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SignDocumentsOutcome'] = ResolversParentTypes['SignDocumentsOutcome']> = {
  __resolveType: TypeResolveFn<'SignDocumentPayload' | 'OperationError', ParentType, ContextType>;
};

export type SetApprovalRulePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SetApprovalRulePayload'] = ResolversParentTypes['SetApprovalRulePayload']> = {
  rule?: Resolver<ResolversTypes['ApprovalRule'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ApprovalRuleResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ApprovalRule'] = ResolversParentTypes['ApprovalRule']> = {
  unit?: Resolver<ResolversTypes['Unit'], ParentType, ContextType>;
  act?: Resolver<ResolversTypes['ProposableAct'], ParentType, ContextType>;
  approvals?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  expiresInHours?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ProposableActResolvers = EnumResolverSignature<{ SCHEDULE_KEY_DESTRUCTION?: any, EXPORT_KEY?: any, SHRED_UNIT?: any, MERGE_UNITS?: any, CREATE_AUTHORITY?: any, SET_APPROVAL_RULE?: any, ADD_TRUST_ANCHOR?: any, REMOVE_TRUST_ANCHOR?: any, CHANGE_CUSTODY?: any, ROTATE_ROOT_KEY?: any, GRANT?: any, ENROL_DEVICE?: any, SIGN_DOCUMENTS?: any }, ResolversTypes['ProposableAct']>;

export type ProposalStateResolvers = EnumResolverSignature<{ OPEN?: any, REJECTED?: any, EXPIRED?: any, EXECUTING?: any, EXECUTED?: any }, ResolversTypes['ProposalState']>;

export type ProposalResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Proposal'] = ResolversParentTypes['Proposal']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  act?: Resolver<ResolversTypes['ProposableAct'], ParentType, ContextType>;
  unit?: Resolver<ResolversTypes['Unit'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['ProposalState'], ParentType, ContextType>;
  rejectable?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  canonicalAct?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  actSha256?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  approvalsRequired?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  approvalsCounting?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  proposedBy?: Resolver<ResolversTypes['ProposalParty'], ParentType, ContextType>;
  approvals?: Resolver<ReadonlyArray<ResolversTypes['ProposalApproval']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  rejectedBy?: Resolver<Maybe<ResolversTypes['ProposalParty']>, ParentType, ContextType>;
  rejectedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  rejectionReason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  executedBy?: Resolver<Maybe<ResolversTypes['ProposalParty']>, ParentType, ContextType>;
  executedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  signatures?: Resolver<ReadonlyArray<ResolversTypes['ApprovedSignature']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ApprovedSignatureResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ApprovedSignature'] = ResolversParentTypes['ApprovedSignature']> = {
  sha256?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  auditEntryId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  signedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type ProposalPartyResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ProposalParty'] = ResolversParentTypes['ProposalParty']> = {
  kind?: Resolver<ResolversTypes['PartyKind'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PartyKindResolvers = EnumResolverSignature<{ PERSON?: any, APPLICATION?: any }, ResolversTypes['PartyKind']>;

export type ProposalApprovalResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ProposalApproval'] = ResolversParentTypes['ProposalApproval']> = {
  person?: Resolver<ResolversTypes['ProposalParty'], ParentType, ContextType>;
  approvedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  counts?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  authenticatorData?: Resolver<ResolversTypes['Base64'], ParentType, ContextType>;
  clientDataJson?: Resolver<ResolversTypes['Base64'], ParentType, ContextType>;
  signature?: Resolver<ResolversTypes['Base64'], ParentType, ContextType>;
  publicKey?: Resolver<ResolversTypes['Base64'], ParentType, ContextType>;
};

export type ProposalConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ProposalConnection'] = ResolversParentTypes['ProposalConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ProposalEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type ProposalEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ProposalEdge'] = ResolversParentTypes['ProposalEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Proposal'], ParentType, ContextType>;
};

export type CreateApplicationPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateApplicationPayload'] = ResolversParentTypes['CreateApplicationPayload']> = {
  application?: Resolver<ResolversTypes['Application'], ParentType, ContextType>;
};

export type IssueTokenPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['IssueTokenPayload'] = ResolversParentTypes['IssueTokenPayload']> = {
  token?: Resolver<ResolversTypes['Token'], ParentType, ContextType>;
  secret?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type RevokeTokenPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RevokeTokenPayload'] = ResolversParentTypes['RevokeTokenPayload']> = {
  token?: Resolver<ResolversTypes['Token'], ParentType, ContextType>;
};

export type RoleResolvers = EnumResolverSignature<{ OFFICER?: any, REGISTRAR?: any, SIGNER?: any, CLERK?: any, AUDITOR?: any, APPLICATION?: any }, ResolversTypes['Role']>;

export type ViewerResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Viewer'] = ResolversParentTypes['Viewer']> = {
  kind?: Resolver<ResolversTypes['CallerKind'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  unit?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  passkeys?: Resolver<ReadonlyArray<ResolversTypes['Passkey']>, ParentType, ContextType>;
  sessions?: Resolver<ReadonlyArray<ResolversTypes['Session']>, ParentType, ContextType>;
  grants?: Resolver<ReadonlyArray<ResolversTypes['HeldGrant']>, ParentType, ContextType>;
  emergencyGrants?: Resolver<ReadonlyArray<ResolversTypes['Grant']>, ParentType, ContextType>;
};

export type CallerKindResolvers = EnumResolverSignature<{ PERSON?: any, APPLICATION?: any }, ResolversTypes['CallerKind']>;

export type HeldGrantResolvers<ContextType = Context, ParentType extends ResolversParentTypes['HeldGrant'] = ResolversParentTypes['HeldGrant']> = {
  id?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  unit?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  actions?: Resolver<ReadonlyArray<ResolversTypes['Action']>, ParentType, ContextType>;
  keyId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  formats?: Resolver<Maybe<ReadonlyArray<ResolversTypes['SignatureFormat']>>, ParentType, ContextType>;
  emergency?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  expiresAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type PersonResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Person'] = ResolversParentTypes['Person']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  unit?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  grants?: Resolver<ReadonlyArray<ResolversTypes['Grant']>, ParentType, ContextType>;
  passkeys?: Resolver<ReadonlyArray<ResolversTypes['Passkey']>, ParentType, ContextType>;
  sessions?: Resolver<ReadonlyArray<ResolversTypes['Session']>, ParentType, ContextType>;
  subjects?: Resolver<ReadonlyArray<ResolversTypes['OidcSubject']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  disabledAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type PersonConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PersonConnection'] = ResolversParentTypes['PersonConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['PersonEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type PersonEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PersonEdge'] = ResolversParentTypes['PersonEdge']> = {
  node?: Resolver<ResolversTypes['Person'], ParentType, ContextType>;
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type GrantResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Grant'] = ResolversParentTypes['Grant']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  personId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  applicationId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  role?: Resolver<ResolversTypes['Role'], ParentType, ContextType>;
  unit?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  keyId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  actions?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Action']>>, ParentType, ContextType>;
  formats?: Resolver<Maybe<ReadonlyArray<ResolversTypes['SignatureFormat']>>, ParentType, ContextType>;
  limit?: Resolver<Maybe<ResolversTypes['UsageLimit']>, ParentType, ContextType>;
  emergency?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  emergencyUntil?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  handedOnFrom?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  expiresAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  revokedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CreatePersonPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreatePersonPayload'] = ResolversParentTypes['CreatePersonPayload']> = {
  person?: Resolver<ResolversTypes['Person'], ParentType, ContextType>;
};

export type DisablePersonPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DisablePersonPayload'] = ResolversParentTypes['DisablePersonPayload']> = {
  person?: Resolver<ResolversTypes['Person'], ParentType, ContextType>;
};

export type GrantPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['GrantPayload'] = ResolversParentTypes['GrantPayload']> = {
  grant?: Resolver<ResolversTypes['Grant'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type RevokeGrantPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RevokeGrantPayload'] = ResolversParentTypes['RevokeGrantPayload']> = {
  grant?: Resolver<ResolversTypes['Grant'], ParentType, ContextType>;
};

export type EmergencyReasonResolvers = EnumResolverSignature<{ OFFICER_UNAVAILABLE?: any, KEY_COMPROMISE?: any, SERVICE_FAILURE?: any, LEGAL_DEADLINE?: any }, ResolversTypes['EmergencyReason']>;

export type BreakGlassPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['BreakGlassPayload'] = ResolversParentTypes['BreakGlassPayload']> = {
  grant?: Resolver<ResolversTypes['Grant'], ParentType, ContextType>;
};

export type AuditEntryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AuditEntry'] = ResolversParentTypes['AuditEntry']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  operation?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  outcome?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  entry?: Resolver<ResolversTypes['Base64'], ParentType, ContextType>;
  leafIndex?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  requestId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  callerKind?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  applicationId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  tokenId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  keyId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  keyVersion?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  algorithm?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  toBeSignedSha256?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  signatureSha256?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  details?: Resolver<ReadonlyArray<ResolversTypes['AuditDetail']>, ParentType, ContextType>;
  certificate?: Resolver<Maybe<ResolversTypes['Certificate']>, ParentType, ContextType>;
  proposal?: Resolver<Maybe<ResolversTypes['Proposal']>, ParentType, ContextType>;
  receipt?: Resolver<Maybe<ResolversTypes['SignatureReceipt']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type AuditDetailResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AuditDetail'] = ResolversParentTypes['AuditDetail']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type AuditEntryConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AuditEntryConnection'] = ResolversParentTypes['AuditEntryConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['AuditEntryEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type AuditEntryEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AuditEntryEdge'] = ResolversParentTypes['AuditEntryEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['AuditEntry'], ParentType, ContextType>;
};

export type CheckpointResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Checkpoint'] = ResolversParentTypes['Checkpoint']> = {
  treeSize?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  rootHash?: Resolver<ResolversTypes['Base64'], ParentType, ContextType>;
  note?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  timestamp?: Resolver<Maybe<ResolversTypes['Base64']>, ParentType, ContextType>;
  publicKey?: Resolver<ResolversTypes['Base64'], ParentType, ContextType>;
};

export type InclusionProofResolvers<ContextType = Context, ParentType extends ResolversParentTypes['InclusionProof'] = ResolversParentTypes['InclusionProof']> = {
  leafIndex?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  entry?: Resolver<ResolversTypes['Base64'], ParentType, ContextType>;
  hashes?: Resolver<ReadonlyArray<ResolversTypes['Base64']>, ParentType, ContextType>;
  checkpoint?: Resolver<ResolversTypes['Checkpoint'], ParentType, ContextType>;
};

export type ConsistencyProofResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ConsistencyProof'] = ResolversParentTypes['ConsistencyProof']> = {
  fromSize?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  hashes?: Resolver<ReadonlyArray<ResolversTypes['Base64']>, ParentType, ContextType>;
  checkpoint?: Resolver<ResolversTypes['Checkpoint'], ParentType, ContextType>;
};

export type SignatureReceiptResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SignatureReceipt'] = ResolversParentTypes['SignatureReceipt']> = {
  auditEntryId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  leafIndex?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  entry?: Resolver<ResolversTypes['Base64'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  checkpoint?: Resolver<ResolversTypes['Checkpoint'], ParentType, ContextType>;
};

export type AcceptLogPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AcceptLogPayload'] = ResolversParentTypes['AcceptLogPayload']> = {
  lostSize?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  auditEntryId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type PasskeyResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Passkey'] = ResolversParentTypes['Passkey']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  lastUsedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  revokedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SessionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Session'] = ResolversParentTypes['Session']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  method?: Resolver<ResolversTypes['SessionMethod'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  lastUsedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  revokedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  isOpen?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  isThisOne?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SessionMethodResolvers = EnumResolverSignature<{ PASSKEY?: any, OIDC?: any }, ResolversTypes['SessionMethod']>;

export type CreateEnrolmentPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateEnrolmentPayload'] = ResolversParentTypes['CreateEnrolmentPayload']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  link?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type RevokePasskeyPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RevokePasskeyPayload'] = ResolversParentTypes['RevokePasskeyPayload']> = {
  passkey?: Resolver<ResolversTypes['Passkey'], ParentType, ContextType>;
};

export type RevokeSessionPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RevokeSessionPayload'] = ResolversParentTypes['RevokeSessionPayload']> = {
  session?: Resolver<ResolversTypes['Session'], ParentType, ContextType>;
};

export type TokenKindResolvers = EnumResolverSignature<{ SECRET?: any, CERTIFICATE?: any, WORKLOAD?: any }, ResolversTypes['TokenKind']>;

export type WorkloadTrustResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WorkloadTrust'] = ResolversParentTypes['WorkloadTrust']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  issuer?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  audience?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  subject?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  algorithm?: Resolver<ResolversTypes['WorkloadAlgorithm'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  endedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type WorkloadAlgorithmResolvers = EnumResolverSignature<{ ES256?: any, ES384?: any, EDDSA?: any, PS256?: any, RS256?: any }, ResolversTypes['WorkloadAlgorithm']>;

export type OidcSubjectResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OidcSubject'] = ResolversParentTypes['OidcSubject']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  issuer?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  subject?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  endedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type LinkSubjectPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LinkSubjectPayload'] = ResolversParentTypes['LinkSubjectPayload']> = {
  subject?: Resolver<ResolversTypes['OidcSubject'], ParentType, ContextType>;
};

export type UnlinkSubjectPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UnlinkSubjectPayload'] = ResolversParentTypes['UnlinkSubjectPayload']> = {
  subject?: Resolver<ResolversTypes['OidcSubject'], ParentType, ContextType>;
};

export type TrustWorkloadPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TrustWorkloadPayload'] = ResolversParentTypes['TrustWorkloadPayload']> = {
  trust?: Resolver<ResolversTypes['WorkloadTrust'], ParentType, ContextType>;
};

export type DistrustWorkloadPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DistrustWorkloadPayload'] = ResolversParentTypes['DistrustWorkloadPayload']> = {
  trust?: Resolver<ResolversTypes['WorkloadTrust'], ParentType, ContextType>;
};

export type BindCertificatePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['BindCertificatePayload'] = ResolversParentTypes['BindCertificatePayload']> = {
  token?: Resolver<ResolversTypes['Token'], ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  Base64?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  Node?: NodeResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Office?: OfficeResolvers<ContextType>;
  Unit?: UnitResolvers<ContextType>;
  UnitState?: UnitStateResolvers;
  UnitConnection?: UnitConnectionResolvers<ContextType>;
  UnitEdge?: UnitEdgeResolvers<ContextType>;
  SignatureAlgorithm?: SignatureAlgorithmResolvers;
  KeyAlgorithm?: KeyAlgorithmResolvers;
  KeyAttribute?: KeyAttributeResolvers;
  KeyProvider?: KeyProviderResolvers;
  KeyPurpose?: KeyPurposeResolvers;
  KeyState?: KeyStateResolvers;
  Key?: KeyResolvers<ContextType>;
  KeyPolicy?: KeyPolicyResolvers<ContextType>;
  UsageLimit?: UsageLimitResolvers<ContextType>;
  KeyWarning?: KeyWarningResolvers<ContextType>;
  KeyWarningCode?: KeyWarningCodeResolvers;
  KeyVersion?: KeyVersionResolvers<ContextType>;
  KeyConnection?: KeyConnectionResolvers<ContextType>;
  KeyEdge?: KeyEdgeResolvers<ContextType>;
  Authority?: AuthorityResolvers<ContextType>;
  CertificateProfile?: CertificateProfileResolvers;
  Certificate?: CertificateResolvers<ContextType>;
  CertificateStatus?: CertificateStatusResolvers<ContextType>;
  CertificateStatusName?: CertificateStatusNameResolvers;
  CertificateConnection?: CertificateConnectionResolvers<ContextType>;
  CertificateEdge?: CertificateEdgeResolvers<ContextType>;
  RevocationReason?: RevocationReasonResolvers;
  Application?: ApplicationResolvers<ContextType>;
  ApplicationConnection?: ApplicationConnectionResolvers<ContextType>;
  ApplicationEdge?: ApplicationEdgeResolvers<ContextType>;
  Token?: TokenResolvers<ContextType>;
  Action?: ActionResolvers;
  Document?: DocumentResolvers<ContextType>;
  CreateUnitPayload?: CreateUnitPayloadResolvers<ContextType>;
  RenameUnitPayload?: RenameUnitPayloadResolvers<ContextType>;
  SealUnitPayload?: SealUnitPayloadResolvers<ContextType>;
  UnsealUnitPayload?: UnsealUnitPayloadResolvers<ContextType>;
  MoveUnitPayload?: MoveUnitPayloadResolvers<ContextType>;
  MergeUnitsPayload?: MergeUnitsPayloadResolvers<ContextType>;
  SplitUnitPayload?: SplitUnitPayloadResolvers<ContextType>;
  RotateUnitKeyPayload?: RotateUnitKeyPayloadResolvers<ContextType>;
  AbolishUnitPayload?: AbolishUnitPayloadResolvers<ContextType>;
  ShredUnitPayload?: ShredUnitPayloadResolvers<ContextType>;
  UnitChangePreview?: UnitChangePreviewResolvers<ContextType>;
  UnitForecast?: UnitForecastResolvers<ContextType>;
  KeyForecast?: KeyForecastResolvers<ContextType>;
  KeyUser?: KeyUserResolvers<ContextType>;
  KeyUse?: KeyUseResolvers;
  ApplicationForecast?: ApplicationForecastResolvers<ContextType>;
  CreateKeyPayload?: CreateKeyPayloadResolvers<ContextType>;
  ImportWrappingKey?: ImportWrappingKeyResolvers<ContextType>;
  ImportKeyPayload?: ImportKeyPayloadResolvers<ContextType>;
  ExportKeyPayload?: ExportKeyPayloadResolvers<ContextType>;
  RotateKeyPayload?: RotateKeyPayloadResolvers<ContextType>;
  DisableKeyPayload?: DisableKeyPayloadResolvers<ContextType>;
  EnableKeyPayload?: EnableKeyPayloadResolvers<ContextType>;
  ScheduleKeyDestructionPayload?: ScheduleKeyDestructionPayloadResolvers<ContextType>;
  CancelKeyDestructionPayload?: CancelKeyDestructionPayloadResolvers<ContextType>;
  CompromiseKeyPayload?: CompromiseKeyPayloadResolvers<ContextType>;
  Incident?: IncidentResolvers<ContextType>;
  IncidentProgress?: IncidentProgressResolvers<ContextType>;
  IncidentItem?: IncidentItemResolvers<ContextType>;
  IncidentStanding?: IncidentStandingResolvers;
  IncidentRemedy?: IncidentRemedyResolvers;
  IncidentItemConnection?: IncidentItemConnectionResolvers<ContextType>;
  IncidentItemEdge?: IncidentItemEdgeResolvers<ContextType>;
  IncidentConnection?: IncidentConnectionResolvers<ContextType>;
  IncidentEdge?: IncidentEdgeResolvers<ContextType>;
  ResignPayload?: ResignPayloadResolvers<ContextType>;
  ReportIncidentPayload?: ReportIncidentPayloadResolvers<ContextType>;
  UpdateKeyPayload?: UpdateKeyPayloadResolvers<ContextType>;
  CreateAuthorityPayload?: CreateAuthorityPayloadResolvers<ContextType>;
  TrustAnchorPurpose?: TrustAnchorPurposeResolvers;
  TrustAnchor?: TrustAnchorResolvers<ContextType>;
  AddTrustAnchorPayload?: AddTrustAnchorPayloadResolvers<ContextType>;
  RemoveTrustAnchorPayload?: RemoveTrustAnchorPayloadResolvers<ContextType>;
  CustodyKind?: CustodyKindResolvers;
  ReleaseCeremonyPayload?: ReleaseCeremonyPayloadResolvers<ContextType>;
  IssueCertificatePayload?: IssueCertificatePayloadResolvers<ContextType>;
  RevokeCertificatePayload?: RevokeCertificatePayloadResolvers<ContextType>;
  SignatureFormat?: SignatureFormatResolvers;
  SignatureLevel?: SignatureLevelResolvers;
  SignDocumentPayload?: SignDocumentPayloadResolvers<ContextType>;
  Recipient?: RecipientResolvers<ContextType>;
  SealedFormat?: SealedFormatResolvers;
  SealEnvelopePayload?: SealEnvelopePayloadResolvers<ContextType>;
  OpenEnvelopePayload?: OpenEnvelopePayloadResolvers<ContextType>;
  RewrapEnvelopePayload?: RewrapEnvelopePayloadResolvers<ContextType>;
  RewrapEnvelopeOutcome?: RewrapEnvelopeOutcomeResolvers<ContextType>;
  RewrappedRecipients?: RewrappedRecipientsResolvers<ContextType>;
  PrepareSignaturePayload?: PrepareSignaturePayloadResolvers<ContextType>;
  CompleteSignaturePayload?: CompleteSignaturePayloadResolvers<ContextType>;
  HashAlgorithm?: HashAlgorithmResolvers;
  TimestampPayload?: TimestampPayloadResolvers<ContextType>;
  SignPayload?: SignPayloadResolvers<ContextType>;
  SignOutcome?: SignOutcomeResolvers<ContextType>;
  RawSignature?: RawSignatureResolvers<ContextType>;
  OperationError?: OperationErrorResolvers<ContextType>;
  EncryptPayload?: EncryptPayloadResolvers<ContextType>;
  EncryptOutcome?: EncryptOutcomeResolvers<ContextType>;
  Encrypted?: EncryptedResolvers<ContextType>;
  DecryptPayload?: DecryptPayloadResolvers<ContextType>;
  DecryptOutcome?: DecryptOutcomeResolvers<ContextType>;
  Decrypted?: DecryptedResolvers<ContextType>;
  RewrapPayload?: RewrapPayloadResolvers<ContextType>;
  RewrapOutcome?: RewrapOutcomeResolvers<ContextType>;
  Rewrapped?: RewrappedResolvers<ContextType>;
  GenerateDataKeyPayload?: GenerateDataKeyPayloadResolvers<ContextType>;
  DataKeyOutcome?: DataKeyOutcomeResolvers<ContextType>;
  DataKey?: DataKeyResolvers<ContextType>;
  MacPayload?: MacPayloadResolvers<ContextType>;
  MacOutcome?: MacOutcomeResolvers<ContextType>;
  MessageMac?: MessageMacResolvers<ContextType>;
  VerifyMacPayload?: VerifyMacPayloadResolvers<ContextType>;
  VerifyMacOutcome?: VerifyMacOutcomeResolvers<ContextType>;
  MacVerification?: MacVerificationResolvers<ContextType>;
  VerifyPayload?: VerifyPayloadResolvers<ContextType>;
  VerifyOutcome?: VerifyOutcomeResolvers<ContextType>;
  RawVerification?: RawVerificationResolvers<ContextType>;
  Integrity?: IntegrityResolvers;
  Reason?: ReasonResolvers<ContextType>;
  ValidationReport?: ValidationReportResolvers<ContextType>;
  ValidationPolicy?: ValidationPolicyResolvers<ContextType>;
  SignatureReport?: SignatureReportResolvers<ContextType>;
  ValidationCheck?: ValidationCheckResolvers<ContextType>;
  CheckOutcome?: CheckOutcomeResolvers;
  CertificateSummary?: CertificateSummaryResolvers<ContextType>;
  TrustLane?: TrustLaneResolvers;
  SignedRevision?: SignedRevisionResolvers<ContextType>;
  TimestampReport?: TimestampReportResolvers<ContextType>;
  TimestampKind?: TimestampKindResolvers;
  Signer?: SignerResolvers<ContextType>;
  LaterChange?: LaterChangeResolvers<ContextType>;
  ProposePayload?: ProposePayloadResolvers<ContextType>;
  ApprovePayload?: ApprovePayloadResolvers<ContextType>;
  RejectPayload?: RejectPayloadResolvers<ContextType>;
  ExecutePayload?: ExecutePayloadResolvers<ContextType>;
  ExecutionResult?: ExecutionResultResolvers<ContextType>;
  SignDocumentsPayload?: SignDocumentsPayloadResolvers<ContextType>;
  SignDocumentsOutcome?: SignDocumentsOutcomeResolvers<ContextType>;
  SetApprovalRulePayload?: SetApprovalRulePayloadResolvers<ContextType>;
  ApprovalRule?: ApprovalRuleResolvers<ContextType>;
  ProposableAct?: ProposableActResolvers;
  ProposalState?: ProposalStateResolvers;
  Proposal?: ProposalResolvers<ContextType>;
  ApprovedSignature?: ApprovedSignatureResolvers<ContextType>;
  ProposalParty?: ProposalPartyResolvers<ContextType>;
  PartyKind?: PartyKindResolvers;
  ProposalApproval?: ProposalApprovalResolvers<ContextType>;
  ProposalConnection?: ProposalConnectionResolvers<ContextType>;
  ProposalEdge?: ProposalEdgeResolvers<ContextType>;
  CreateApplicationPayload?: CreateApplicationPayloadResolvers<ContextType>;
  IssueTokenPayload?: IssueTokenPayloadResolvers<ContextType>;
  RevokeTokenPayload?: RevokeTokenPayloadResolvers<ContextType>;
  Role?: RoleResolvers;
  Viewer?: ViewerResolvers<ContextType>;
  CallerKind?: CallerKindResolvers;
  HeldGrant?: HeldGrantResolvers<ContextType>;
  Person?: PersonResolvers<ContextType>;
  PersonConnection?: PersonConnectionResolvers<ContextType>;
  PersonEdge?: PersonEdgeResolvers<ContextType>;
  Grant?: GrantResolvers<ContextType>;
  CreatePersonPayload?: CreatePersonPayloadResolvers<ContextType>;
  DisablePersonPayload?: DisablePersonPayloadResolvers<ContextType>;
  GrantPayload?: GrantPayloadResolvers<ContextType>;
  RevokeGrantPayload?: RevokeGrantPayloadResolvers<ContextType>;
  EmergencyReason?: EmergencyReasonResolvers;
  BreakGlassPayload?: BreakGlassPayloadResolvers<ContextType>;
  AuditEntry?: AuditEntryResolvers<ContextType>;
  AuditDetail?: AuditDetailResolvers<ContextType>;
  AuditEntryConnection?: AuditEntryConnectionResolvers<ContextType>;
  AuditEntryEdge?: AuditEntryEdgeResolvers<ContextType>;
  Checkpoint?: CheckpointResolvers<ContextType>;
  InclusionProof?: InclusionProofResolvers<ContextType>;
  ConsistencyProof?: ConsistencyProofResolvers<ContextType>;
  SignatureReceipt?: SignatureReceiptResolvers<ContextType>;
  AcceptLogPayload?: AcceptLogPayloadResolvers<ContextType>;
  Passkey?: PasskeyResolvers<ContextType>;
  Session?: SessionResolvers<ContextType>;
  SessionMethod?: SessionMethodResolvers;
  CreateEnrolmentPayload?: CreateEnrolmentPayloadResolvers<ContextType>;
  RevokePasskeyPayload?: RevokePasskeyPayloadResolvers<ContextType>;
  RevokeSessionPayload?: RevokeSessionPayloadResolvers<ContextType>;
  TokenKind?: TokenKindResolvers;
  WorkloadTrust?: WorkloadTrustResolvers<ContextType>;
  WorkloadAlgorithm?: WorkloadAlgorithmResolvers;
  OidcSubject?: OidcSubjectResolvers<ContextType>;
  LinkSubjectPayload?: LinkSubjectPayloadResolvers<ContextType>;
  UnlinkSubjectPayload?: UnlinkSubjectPayloadResolvers<ContextType>;
  TrustWorkloadPayload?: TrustWorkloadPayloadResolvers<ContextType>;
  DistrustWorkloadPayload?: DistrustWorkloadPayloadResolvers<ContextType>;
  BindCertificatePayload?: BindCertificatePayloadResolvers<ContextType>;
};

