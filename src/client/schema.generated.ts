export type Maybe<T> = T | null;
export type InputMaybe<T> = T | null | undefined;
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** Bytes in Base64 with padding (RFC 4648 section 4). */
  Base64: { input: Uint8Array; output: string; }
  /** A moment in ISO 8601, in UTC, for example `2026-11-22T07:00:00.000Z`. */
  DateTime: { input: Date; output: string; }
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

/** States of a unit. */
export const UnitState = {
  /** At work. */
  ACTIVE: 'ACTIVE',
  /** None of its keys does anything until it is unsealed. */
  SEALED: 'SEALED',
  /** It signs no more; what was sealed to it is opened as before. */
  ABOLISHED: 'ABOLISHED',
  /** Its key-encryption key is gone, and every private key with it. */
  SHREDDED: 'SHREDDED'
} as const;

export type UnitState = typeof UnitState[keyof typeof UnitState];
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

/** Algorithms of keys that sign. */
export const SignatureAlgorithm = {
  /** Ed25519 (RFC 8032). */
  ED25519: 'ED25519',
  /** Ed448 (RFC 8032). */
  ED448: 'ED448',
  /** ECDSA with P-256 and SHA-256. */
  ECDSA_P256: 'ECDSA_P256',
  /** ECDSA with P-384 and SHA-384. */
  ECDSA_P384: 'ECDSA_P384',
  /** ECDSA with P-521 and SHA-512. */
  ECDSA_P521: 'ECDSA_P521',
  /** RSASSA-PSS with 2048 bits and SHA-256, until 2030. */
  RSA_PSS_2048: 'RSA_PSS_2048',
  /** RSASSA-PSS with 3072 bits and SHA-256. */
  RSA_PSS_3072: 'RSA_PSS_3072',
  /** RSASSA-PSS with 4096 bits and SHA-512. */
  RSA_PSS_4096: 'RSA_PSS_4096',
  /** RSASSA-PKCS1-v1_5 with 2048 bits and SHA-256, until 2030. */
  RSA_PKCS1_2048: 'RSA_PKCS1_2048',
  /** RSASSA-PKCS1-v1_5 with 3072 bits and SHA-256, until 2030. */
  RSA_PKCS1_3072: 'RSA_PKCS1_3072',
  /** RSASSA-PKCS1-v1_5 with 4096 bits and SHA-512, until 2030. */
  RSA_PKCS1_4096: 'RSA_PKCS1_4096',
  /** ML-DSA-44 (FIPS 204). */
  ML_DSA_44: 'ML_DSA_44',
  /** ML-DSA-65 (FIPS 204). */
  ML_DSA_65: 'ML_DSA_65',
  /** ML-DSA-87 (FIPS 204). */
  ML_DSA_87: 'ML_DSA_87'
} as const;

export type SignatureAlgorithm = typeof SignatureAlgorithm[keyof typeof SignatureAlgorithm];
/** Algorithms that keys have: those that sign, and those that open, encrypt or authenticate. */
export const KeyAlgorithm = {
  /** Ed25519 (RFC 8032). */
  ED25519: 'ED25519',
  /** Ed448 (RFC 8032). */
  ED448: 'ED448',
  /** ECDSA with P-256 and SHA-256. */
  ECDSA_P256: 'ECDSA_P256',
  /** ECDSA with P-384 and SHA-384. */
  ECDSA_P384: 'ECDSA_P384',
  /** ECDSA with P-521 and SHA-512. */
  ECDSA_P521: 'ECDSA_P521',
  /** RSASSA-PSS with 2048 bits and SHA-256, until 2030. */
  RSA_PSS_2048: 'RSA_PSS_2048',
  /** RSASSA-PSS with 3072 bits and SHA-256. */
  RSA_PSS_3072: 'RSA_PSS_3072',
  /** RSASSA-PSS with 4096 bits and SHA-512. */
  RSA_PSS_4096: 'RSA_PSS_4096',
  /** RSASSA-PKCS1-v1_5 with 2048 bits and SHA-256, until 2030. */
  RSA_PKCS1_2048: 'RSA_PKCS1_2048',
  /** RSASSA-PKCS1-v1_5 with 3072 bits and SHA-256, until 2030. */
  RSA_PKCS1_3072: 'RSA_PKCS1_3072',
  /** RSASSA-PKCS1-v1_5 with 4096 bits and SHA-512, until 2030. */
  RSA_PKCS1_4096: 'RSA_PKCS1_4096',
  /** ML-DSA-44 (FIPS 204). */
  ML_DSA_44: 'ML_DSA_44',
  /** ML-DSA-65 (FIPS 204). */
  ML_DSA_65: 'ML_DSA_65',
  /** ML-DSA-87 (FIPS 204). */
  ML_DSA_87: 'ML_DSA_87',
  /** X25519 (RFC 7748); opens envelopes. */
  X25519: 'X25519',
  /** ECDH with P-256; opens envelopes. */
  ECDH_P256: 'ECDH_P256',
  /** ECDH with P-384; opens envelopes. */
  ECDH_P384: 'ECDH_P384',
  /** RSAES-OAEP with 2048 bits, until 2030; opens envelopes. */
  RSA_OAEP_2048: 'RSA_OAEP_2048',
  /** RSAES-OAEP with 3072 bits; opens envelopes. */
  RSA_OAEP_3072: 'RSA_OAEP_3072',
  /** RSAES-OAEP with 4096 bits; opens envelopes. */
  RSA_OAEP_4096: 'RSA_OAEP_4096',
  /** ML-KEM-512 (FIPS 203); opens envelopes. */
  ML_KEM_512: 'ML_KEM_512',
  /** ML-KEM-768 (FIPS 203); opens envelopes. */
  ML_KEM_768: 'ML_KEM_768',
  /** ML-KEM-1024 (FIPS 203); opens envelopes. */
  ML_KEM_1024: 'ML_KEM_1024',
  /** AES-256-GCM; encrypts data. */
  AES_256_GCM: 'AES_256_GCM',
  /** ChaCha20-Poly1305 (RFC 8439); encrypts data. */
  CHACHA20_POLY1305: 'CHACHA20_POLY1305',
  /** HMAC with SHA-256; authenticates data. */
  HMAC_SHA256: 'HMAC_SHA256',
  /** HMAC with SHA-384; authenticates data. */
  HMAC_SHA384: 'HMAC_SHA384',
  /** HMAC with SHA-512; authenticates data. */
  HMAC_SHA512: 'HMAC_SHA512'
} as const;

export type KeyAlgorithm = typeof KeyAlgorithm[keyof typeof KeyAlgorithm];
/** What a key may do beyond its purpose; chosen when it is made and never afterwards. */
export const KeyAttribute = {
  /** It may be exported, wrapped under a key of the recipient. */
  EXPORTABLE: 'EXPORTABLE',
  /** It signs digests that were made elsewhere. Only for SIGN_RAW with ECDSA or RSA. */
  SIGN_DIGEST: 'SIGN_DIGEST',
  /** It signs nothing that nobody has approved, whatever the office: propose `signDocuments`. Only for SIGN_DOCUMENT. */
  APPROVAL_REQUIRED: 'APPROVAL_REQUIRED'
} as const;

export type KeyAttribute = typeof KeyAttribute[keyof typeof KeyAttribute];
/** Where keys live. */
export const KeyProvider = {
  /** In the signer, a process of its own. Not certified. */
  SOFTWARE: 'SOFTWARE',
  /** In an HSM behind PKCS #11, which never gives them out; where the host has one. */
  PKCS11: 'PKCS11'
} as const;

export type KeyProvider = typeof KeyProvider[keyof typeof KeyProvider];
/** What a key is for. One key, one purpose. */
export const KeyPurpose = {
  /** Signs documents; the service alone builds the signed attributes. */
  SIGN_DOCUMENT: 'SIGN_DOCUMENT',
  /** Signs what it is given; can never hold a document-signing, authority or time-stamping certificate. */
  SIGN_RAW: 'SIGN_RAW',
  /** Opens envelopes that were sealed to its unit. */
  OPEN: 'OPEN',
  /** Encrypts and decrypts data, and makes data keys. */
  ENCRYPT: 'ENCRYPT',
  /** Makes and verifies message authentication codes. */
  MAC: 'MAC',
  /** Signs certificates, CRLs and OCSP responses of an authority. */
  CERTIFY: 'CERTIFY',
  /** Signs time-stamp tokens. */
  TIMESTAMP: 'TIMESTAMP',
  /** Signs checkpoints of the audit log. */
  LOG: 'LOG'
} as const;

export type KeyPurpose = typeof KeyPurpose[keyof typeof KeyPurpose];
/** States of a key version (NIST SP 800-57 Part 1 Rev. 5, section 7). */
export const KeyState = {
  /** Made, not yet in use. */
  PRE_ACTIVATION: 'PRE_ACTIVATION',
  /** In use. */
  ACTIVE: 'ACTIVE',
  /** Out of use for now. */
  SUSPENDED: 'SUSPENDED',
  /** Verifies, signs no more. */
  DEACTIVATED: 'DEACTIVATED',
  /** Known or believed to be in wrong hands. */
  COMPROMISED: 'COMPROMISED',
  /** Gone for ever. */
  DESTROYED: 'DESTROYED'
} as const;

export type KeyState = typeof KeyState[keyof typeof KeyState];
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

/** What of a key ends soon. */
export const KeyWarningCode = {
  /** The active version may sign and encrypt no longer, and no rotation by schedule comes before. */
  USAGE_ENDS: 'USAGE_ENDS',
  /** The newest certificate of the active version ends. */
  CERTIFICATE_ENDS: 'CERTIFICATE_ENDS',
  /** The key is destroyed. */
  DESTRUCTION_DUE: 'DESTRUCTION_DUE',
  /** Nine tenths of the usage limit are used; the window ends. */
  USAGE_LIMIT_NEAR: 'USAGE_LIMIT_NEAR'
} as const;

export type KeyWarningCode = typeof KeyWarningCode[keyof typeof KeyWarningCode];
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

/** What a certificate may hold, and for how long. */
export const CertificateProfile = {
  /** A root authority. */
  ROOT: 'ROOT',
  /** An issuing authority. */
  ISSUING: 'ISSUING',
  /** Signatures of documents (RFC 9336). */
  DOCUMENT_SIGNING: 'DOCUMENT_SIGNING',
  /** Keys that open what was sealed to a unit. */
  ENCRYPTION: 'ENCRYPTION',
  /** Time-stamps (RFC 3161). */
  TIMESTAMPING: 'TIMESTAMPING'
} as const;

export type CertificateProfile = typeof CertificateProfile[keyof typeof CertificateProfile];
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

/** What a certificate is worth. */
export const CertificateStatusName = {
  /** Before its validity. */
  NOT_YET_VALID: 'NOT_YET_VALID',
  /** Valid and not revoked. */
  GOOD: 'GOOD',
  /** Not yet revoked, though its key is since believed to have been in wrong hands. */
  SUSPECT: 'SUSPECT',
  /** Revoked. */
  REVOKED: 'REVOKED',
  /** After its validity. */
  EXPIRED: 'EXPIRED'
} as const;

export type CertificateStatusName = typeof CertificateStatusName[keyof typeof CertificateStatusName];
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

/** CRLReason (RFC 5280 section 5.3.1). */
export const RevocationReason = {
  /** No reason given. */
  UNSPECIFIED: 'UNSPECIFIED',
  /** The private key is in wrong hands. */
  KEY_COMPROMISE: 'KEY_COMPROMISE',
  /** The authority's key is in wrong hands. */
  CA_COMPROMISE: 'CA_COMPROMISE',
  /** The subject belongs elsewhere now. */
  AFFILIATION_CHANGED: 'AFFILIATION_CHANGED',
  /** Replaced by another certificate. */
  SUPERSEDED: 'SUPERSEDED',
  /** No longer used. */
  CESSATION_OF_OPERATION: 'CESSATION_OF_OPERATION',
  /** A right was withdrawn. */
  PRIVILEGE_WITHDRAWN: 'PRIVILEGE_WITHDRAWN'
} as const;

export type RevocationReason = typeof RevocationReason[keyof typeof RevocationReason];
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

/** What somebody or something may be allowed to do. */
export const Action = {
  /** Sign documents. */
  SIGN: 'SIGN',
  /** Sign raw messages. */
  SIGN_RAW: 'SIGN_RAW',
  /** Have digests time-stamped. */
  TIMESTAMP: 'TIMESTAMP',
  /** Encrypt data, encrypt it anew, and make data keys. */
  ENCRYPT: 'ENCRYPT',
  /** Decrypt data. */
  DECRYPT: 'DECRYPT',
  /** Make and check message authentication codes. */
  MAC: 'MAC',
  /** Seal envelopes to any unit. */
  SEAL: 'SEAL',
  /** Open what was sealed to the unit, and exchange its recipients. */
  OPEN: 'OPEN',
  /** See units, keys and certificates. */
  READ: 'READ',
  /** Make units. */
  MANAGE_UNITS: 'MANAGE_UNITS',
  /** Make and rotate keys. */
  MANAGE_KEYS: 'MANAGE_KEYS',
  /** Have certificates issued. */
  ISSUE_CERTIFICATES: 'ISSUE_CERTIFICATES',
  /** Revoke certificates. */
  REVOKE_CERTIFICATES: 'REVOKE_CERTIFICATES',
  /** Make certification authorities. */
  MANAGE_AUTHORITIES: 'MANAGE_AUTHORITIES',
  /** Make applications, issue and revoke their tokens. */
  MANAGE_APPLICATIONS: 'MANAGE_APPLICATIONS',
  /** Enter people, give and withdraw grants. */
  MANAGE_PEOPLE: 'MANAGE_PEOPLE',
  /** Propose acts that need a second person. */
  PROPOSE: 'PROPOSE',
  /** Approve acts of officers. For people alone. */
  APPROVE: 'APPROVE',
  /** Approve documents that are to be signed. For people alone. */
  APPROVE_SIGNATURES: 'APPROVE_SIGNATURES',
  /** Read the audit log of the subtree. */
  AUDIT: 'AUDIT'
} as const;

export type Action = typeof Action[keyof typeof Action];
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
  readonly below?: Scalars['Boolean']['input'];
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
  readonly revokeCertificates?: Scalars['Boolean']['input'];
  /** Leave its applications be: they open what was sealed to it. They are disabled when this is not asked for. */
  readonly keepApplications?: Scalars['Boolean']['input'];
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
  readonly revokeCertificates?: Scalars['Boolean']['input'];
  /** Leave its applications be: they open what was sealed to it. They are disabled when this is not asked for. */
  readonly keepApplications?: Scalars['Boolean']['input'];
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

/** What is done with a key. */
export const KeyUse = {
  /** Signs. */
  SIGN: 'SIGN',
  /** Encrypts, or makes a MAC. */
  PROTECT: 'PROTECT',
  /** Opens, decrypts, or checks a MAC. */
  PROCESS: 'PROCESS'
} as const;

export type KeyUse = typeof KeyUse[keyof typeof KeyUse];
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
  readonly purpose?: KeyPurpose;
  /** What it may do beyond its purpose. */
  readonly attributes?: ReadonlyArray<KeyAttribute>;
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
  readonly purpose?: KeyPurpose;
  /** What it may do beyond its purpose. */
  readonly attributes?: ReadonlyArray<KeyAttribute>;
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
  readonly revokeOld?: Scalars['Boolean']['input'];
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
  readonly waitingDays?: Scalars['Int']['input'];
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
  readonly drill?: Scalars['Boolean']['input'];
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

/** What an incident means for what was done with the key. */
export const IncidentStanding = {
  /** Time-stamped before the moment: it holds. */
  STAMPED_BEFORE: 'STAMPED_BEFORE',
  /** Made before the moment, which nobody can prove. */
  UNSTAMPED_BEFORE: 'UNSTAMPED_BEFORE',
  /** Made since. */
  AFTER: 'AFTER',
  /** A sealed file was opened or given other recipients. */
  OPENED: 'OPENED'
} as const;

export type IncidentStanding = typeof IncidentStanding[keyof typeof IncidentStanding];
/** What is to be done about what was done with the key. */
export const IncidentRemedy = {
  /** Nothing. */
  NONE: 'NONE',
  /** To be signed anew by another key. */
  SIGN_ANEW: 'SIGN_ANEW',
  /** To be given another recipient, or sealed anew where its content is still secret. */
  REWRAP: 'REWRAP'
} as const;

export type IncidentRemedy = typeof IncidentRemedy[keyof typeof IncidentRemedy];
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
  readonly algorithm?: SignatureAlgorithm;
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

/** What a trust anchor may vouch for. */
export const TrustAnchorPurpose = {
  /** Signatures on documents. */
  DOCUMENT_SIGNING: 'DOCUMENT_SIGNING',
  /** Time-stamps. */
  TIMESTAMPING: 'TIMESTAMPING'
} as const;

export type TrustAnchorPurpose = typeof TrustAnchorPurpose[keyof typeof TrustAnchorPurpose];
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
  readonly purposes?: ReadonlyArray<TrustAnchorPurpose>;
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

/** What opens the root key. */
export const CustodyKind = {
  /** Shares of custodians, of whom some together open it. */
  SHARES: 'SHARES',
  /** A passphrase. */
  PASSPHRASE: 'PASSPHRASE',
  /** A key of the HSM. */
  HSM: 'HSM'
} as const;

export type CustodyKind = typeof CustodyKind[keyof typeof CustodyKind];
/** Input of changeCustody: what opens the root key from then on, in the place of what does now. */
export type ChangeCustodyInput = {
  /** What opens it. */
  readonly custody: CustodyKind;
  /** How many custodians open it together; for SHARES alone. */
  readonly threshold?: InputMaybe<Scalars['Int']['input']>;
  /** Their names, in the order of their shares; for SHARES alone. */
  readonly custodians?: ReadonlyArray<Scalars['String']['input']>;
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
  readonly reason?: RevocationReason;
  /** Since when the key is known or believed to be in wrong hands. */
  readonly invalidityDate?: InputMaybe<Scalars['DateTime']['input']>;
};

/** What revokeCertificate did. */
export type RevokeCertificatePayload = {
  readonly __typename?: 'RevokeCertificatePayload';
  /** The certificate, revoked. */
  readonly certificate: Certificate;
};

/** Formats of document signatures. */
export const SignatureFormat = {
  /** PDF Advanced Electronic Signatures (EN 319 142-1). */
  PADES: 'PADES',
  /** CMS Advanced Electronic Signatures (EN 319 122-1). */
  CADES: 'CADES'
} as const;

export type SignatureFormat = typeof SignatureFormat[keyof typeof SignatureFormat];
/** Baseline levels of document signatures. */
export const SignatureLevel = {
  /** Basic. */
  B_B: 'B_B',
  /** With a signature time-stamp. */
  B_T: 'B_T'
} as const;

export type SignatureLevel = typeof SignatureLevel[keyof typeof SignatureLevel];
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
  readonly level?: SignatureLevel;
  /** CAdES only: leave the content out of the signature. */
  readonly detached?: Scalars['Boolean']['input'];
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

/** Formats of sealed files. */
export const SealedFormat = {
  /** AuthEnvelopedData of CMS (RFC 5083) with AES-256-GCM. */
  CMS: 'CMS',
  /** In chunks, each checked by itself, behind a header that is CMS: for large files, read from any place. */
  CHUNKED: 'CHUNKED'
} as const;

export type SealedFormat = typeof SealedFormat[keyof typeof SealedFormat];
/** Input of sealEnvelope. Recipients together: 1 to 1,000. */
export type SealEnvelopeInput = {
  /** The document. */
  readonly document: DocumentInput;
  /** Paths of units that may open it. */
  readonly units?: ReadonlyArray<Scalars['String']['input']>;
  /** Certificates whose holders may open it, PEM. */
  readonly certificatesPem?: ReadonlyArray<Scalars['String']['input']>;
  /** Passwords by which anybody opens it, at least 8 characters each. */
  readonly passwords?: ReadonlyArray<Scalars['String']['input']>;
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
  readonly unauthenticated?: Scalars['Boolean']['input'];
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
  readonly addUnits?: ReadonlyArray<Scalars['String']['input']>;
  /** Certificates to add, PEM. */
  readonly addCertificatesPem?: ReadonlyArray<Scalars['String']['input']>;
  /** Paths of units to remove. */
  readonly removeUnits?: ReadonlyArray<Scalars['String']['input']>;
  /** Certificates to remove, PEM. */
  readonly removeCertificatesPem?: ReadonlyArray<Scalars['String']['input']>;
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
  readonly hashAlgorithm?: HashAlgorithm;
  /** Hexadecimal serial number of the certificate; the newest valid one of the active version when not given. */
  readonly certificateSerialHex?: InputMaybe<Scalars['String']['input']>;
  /** PAdES for what goes into /Contents of a PDF, CAdES for a file of its own. */
  readonly format?: SignatureFormat;
  /** How long the signature is to be provable. */
  readonly level?: SignatureLevel;
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

/** Hash functions of digests that are given. */
export const HashAlgorithm = {
  /** SHA-256. */
  SHA_256: 'SHA_256',
  /** SHA-384. */
  SHA_384: 'SHA_384',
  /** SHA-512. */
  SHA_512: 'SHA_512'
} as const;

export type HashAlgorithm = typeof HashAlgorithm[keyof typeof HashAlgorithm];
/** Input of timestamp. */
export type TimestampInput = {
  /** Digest of what is to be proven to exist. */
  readonly digest: Scalars['Base64']['input'];
  /** How it was made. */
  readonly hashAlgorithm?: HashAlgorithm;
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
  readonly withPlaintext?: Scalars['Boolean']['input'];
  /** 1 to 1,000 data keys; one when not given. */
  readonly items?: ReadonlyArray<DataKeyItemInput>;
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
  readonly anchorsPem?: ReadonlyArray<Scalars['String']['input']>;
  /** CRLs, DER. */
  readonly crls?: ReadonlyArray<Scalars['Base64']['input']>;
  /** OCSP responses, DER. */
  readonly ocsps?: ReadonlyArray<Scalars['Base64']['input']>;
};

/** Input of verifyDocument. */
export type VerifyDocumentInput = {
  /** The signed document, or a detached signature. */
  readonly document: DocumentInput;
  /** What a detached signature is about. */
  readonly contents?: ReadonlyArray<DocumentInput>;
  /** The office's own anchors when not given. */
  readonly trust?: InputMaybe<TrustInput>;
  /** The moment for which the verdict is asked; now when not given. */
  readonly at?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Overall verdicts of EN 319 102-1. */
export const Indication = {
  /** Every check passed. */
  TOTAL_PASSED: 'TOTAL_PASSED',
  /** What is at hand does not suffice for a verdict. */
  INDETERMINATE: 'INDETERMINATE',
  /** A check failed. */
  TOTAL_FAILED: 'TOTAL_FAILED'
} as const;

export type Indication = typeof Indication[keyof typeof Indication];
/** Whether bytes are what was signed, whoever signed. */
export const Integrity = {
  /** Every digest and signature value holds and nothing forbidden was changed afterwards. */
  INTACT: 'INTACT',
  /** A digest or a signature value does not hold, or a later change is forbidden. */
  BROKEN: 'BROKEN',
  /** It could not be told. */
  UNDETERMINED: 'UNDETERMINED',
  /** The document has no signature. */
  UNSIGNED: 'UNSIGNED'
} as const;

export type Integrity = typeof Integrity[keyof typeof Integrity];
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

/** What came of a step. */
export const CheckOutcome = {
  /** It holds. */
  PASSED: 'PASSED',
  /** It could not be decided. */
  INDETERMINATE: 'INDETERMINATE',
  /** It does not hold. */
  FAILED: 'FAILED',
  /** It was not reached, or there was nothing to check. */
  NOT_DONE: 'NOT_DONE'
} as const;

export type CheckOutcome = typeof CheckOutcome[keyof typeof CheckOutcome];
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

/** Under whose authority a chain ends. */
export const TrustLane = {
  /** The office's own. */
  OWN: 'OWN',
  /** An authority that was imported. */
  IMPORTED: 'IMPORTED'
} as const;

export type TrustLane = typeof TrustLane[keyof typeof TrustLane];
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

/** What a time-stamp is over. */
export const TimestampKind = {
  /** The content, before it was signed. */
  CONTENT: 'CONTENT',
  /** The signature value. */
  SIGNATURE: 'SIGNATURE',
  /** References to validation data. */
  REFERENCES: 'REFERENCES',
  /** The signature with its validation data. */
  ARCHIVE: 'ARCHIVE',
  /** A revision of a PDF. */
  DOCUMENT: 'DOCUMENT'
} as const;

export type TimestampKind = typeof TimestampKind[keyof typeof TimestampKind];
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
  readonly level?: SignatureLevel;
  /** CAdES only: leave the content out of the signature. */
  readonly detached?: Scalars['Boolean']['input'];
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
  readonly documents?: ReadonlyArray<DocumentInput>;
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

/** Acts that can be proposed. */
export const ProposableAct = {
  /** The destruction of a key. */
  SCHEDULE_KEY_DESTRUCTION: 'SCHEDULE_KEY_DESTRUCTION',
  /** The export of a key. */
  EXPORT_KEY: 'EXPORT_KEY',
  /** The destruction of all keys of a unit. */
  SHRED_UNIT: 'SHRED_UNIT',
  /** The merger of a unit into another. */
  MERGE_UNITS: 'MERGE_UNITS',
  /** The making of a certification authority. */
  CREATE_AUTHORITY: 'CREATE_AUTHORITY',
  /** The change of a rule on approvals. */
  SET_APPROVAL_RULE: 'SET_APPROVAL_RULE',
  /** Trust in an authority of others. */
  ADD_TRUST_ANCHOR: 'ADD_TRUST_ANCHOR',
  /** The end of trust in an authority of others. */
  REMOVE_TRUST_ANCHOR: 'REMOVE_TRUST_ANCHOR',
  /** The change of what opens the root key. */
  CHANGE_CUSTODY: 'CHANGE_CUSTODY',
  /** The making of a further root key. */
  ROTATE_ROOT_KEY: 'ROTATE_ROOT_KEY',
  /** A grant that lets its holder approve. */
  GRANT: 'GRANT',
  /** The enrolment of a device for somebody else. */
  ENROL_DEVICE: 'ENROL_DEVICE',
  /** The signing of a list of documents. */
  SIGN_DOCUMENTS: 'SIGN_DOCUMENTS'
} as const;

export type ProposableAct = typeof ProposableAct[keyof typeof ProposableAct];
/** States of a proposal. */
export const ProposalState = {
  /** It waits for approvals, or to be executed. */
  OPEN: 'OPEN',
  /** Somebody said no, or it was taken back. */
  REJECTED: 'REJECTED',
  /** Its time is over. */
  EXPIRED: 'EXPIRED',
  /** Somebody executes it, and nobody else does any more. */
  EXECUTING: 'EXECUTING',
  /** It was done. */
  EXECUTED: 'EXECUTED'
} as const;

export type ProposalState = typeof ProposalState[keyof typeof ProposalState];
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

/** Persons and programs. */
export const PartyKind = {
  /** A person. */
  PERSON: 'PERSON',
  /** A program. */
  APPLICATION: 'APPLICATION'
} as const;

export type PartyKind = typeof PartyKind[keyof typeof PartyKind];
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
  readonly expiresInDays?: Scalars['Int']['input'];
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

/** What somebody is in a unit, or what a program is. */
export const Role = {
  /** Owns the tree, its keys and its people, and decides with a second one. Signs nothing. */
  OFFICER: 'OFFICER',
  /** Has certificates issued and revoked. */
  REGISTRAR: 'REGISTRAR',
  /** Signs documents with the unit's keys, opens what was sealed to it, and approves documents. */
  SIGNER: 'SIGNER',
  /** Prepares, seals and sends. */
  CLERK: 'CLERK',
  /** Reads everything, the audit log too, and changes nothing. */
  AUDITOR: 'AUDITOR',
  /** A program that uses keys. */
  APPLICATION: 'APPLICATION'
} as const;

export type Role = typeof Role[keyof typeof Role];
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

/** Who can be behind a credential. */
export const CallerKind = {
  /** Somebody who signed in. */
  PERSON: 'PERSON',
  /** A program with a token. */
  APPLICATION: 'APPLICATION'
} as const;

export type CallerKind = typeof CallerKind[keyof typeof CallerKind];
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

/** Why an emergency is declared. */
export const EmergencyReason = {
  /** Whoever should act cannot be reached. */
  OFFICER_UNAVAILABLE: 'OFFICER_UNAVAILABLE',
  /** A key may be in wrong hands. */
  KEY_COMPROMISE: 'KEY_COMPROMISE',
  /** The service does not do what it should. */
  SERVICE_FAILURE: 'SERVICE_FAILURE',
  /** Something has to be done before a time that the law sets. */
  LEGAL_DEADLINE: 'LEGAL_DEADLINE'
} as const;

export type EmergencyReason = typeof EmergencyReason[keyof typeof EmergencyReason];
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

/** How a session was opened. */
export const SessionMethod = {
  /** By a passkey, with finger, face or PIN. */
  PASSKEY: 'PASSKEY',
  /** By the organisation's own sign-in (OpenID Connect). It may read and propose; approving takes a passkey. */
  OIDC: 'OIDC'
} as const;

export type SessionMethod = typeof SessionMethod[keyof typeof SessionMethod];
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

/** What proves an application. */
export const TokenKind = {
  /** A secret of ours, shown as a bearer token. */
  SECRET: 'SECRET',
  /** A client certificate, whose key is proved in the handshake of TLS. */
  CERTIFICATE: 'CERTIFICATE',
  /** What a trusted issuer says in a JWT; revoked, it is refused for as long as it would hold. */
  WORKLOAD: 'WORKLOAD'
} as const;

export type TokenKind = typeof TokenKind[keyof typeof TokenKind];
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

/** Signature algorithms of JSON Web Tokens (RFC 7518, RFC 8037). */
export const WorkloadAlgorithm = {
  /** ECDSA with P-256 and SHA-256. */
  ES256: 'ES256',
  /** ECDSA with P-384 and SHA-384. */
  ES384: 'ES384',
  /** Ed25519. */
  EDDSA: 'EDDSA',
  /** RSASSA-PSS with SHA-256. */
  PS256: 'PS256',
  /** RSASSA-PKCS1-v1_5 with SHA-256. */
  RS256: 'RS256'
} as const;

export type WorkloadAlgorithm = typeof WorkloadAlgorithm[keyof typeof WorkloadAlgorithm];
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
