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
export type EnumResolverSignature<T, AllowedValues = any> = { [key in keyof T]?: AllowedValues };
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
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

/** Input of abolishUnit. */
export type AbolishUnitInput = {
  /** The same key gives the same answer and does nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Leave its applications be: they open what was sealed to it. They are disabled when this is not asked for. */
  readonly keepApplications: Scalars['Boolean']['input'];
  /** Revoke its certificates (cessationOfOperation): its signatures without a time-stamp no longer pass then. */
  readonly revokeCertificates: Scalars['Boolean']['input'];
  /** Path of the unit. */
  readonly unit: Scalars['String']['input'];
};

/** What abolishUnit did. */
export type AbolishUnitPayload = {
  readonly __typename?: 'AbolishUnitPayload';
  /** The unit that ended. */
  readonly unit: Unit;
};

/** Input of acceptLog. */
export type AcceptLogInput = {
  /** The signed note of what was lost, as it lies in the data directory of the host (`log/checkpoint`). */
  readonly checkpoint: Scalars['String']['input'];
};

/** What acceptLog accepted, for the host that was asked. */
export type AcceptLogPayload = {
  readonly __typename?: 'AcceptLogPayload';
  /** The audit entry of the acceptance. */
  readonly auditEntryId: Scalars['ID']['output'];
  /** Entries of the log that was lost. */
  readonly lostSize: Scalars['Int']['output'];
};

export type { Action };

/** Input of addTrustAnchor. */
export type AddTrustAnchorInput = {
  /** PEM of exactly one certificate: of a certification authority, in force, with a key that is not weak. */
  readonly certificatePem: Scalars['String']['input'];
  /** The same key gives the same answer and makes nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** What it may vouch for. */
  readonly purposes: ReadonlyArray<TrustAnchorPurpose>;
  /** It vouches for what existed from then on; always when not given. */
  readonly trustedFrom?: InputMaybe<Scalars['DateTime']['input']>;
  /** It vouches for what existed before; for good when not given. */
  readonly trustedUntil?: InputMaybe<Scalars['DateTime']['input']>;
};

/** What addTrustAnchor did. */
export type AddTrustAnchorPayload = {
  readonly __typename?: 'AddTrustAnchorPayload';
  /** The anchor. */
  readonly anchor: TrustAnchor;
};

/** A program that may act for a unit's subtree. */
export type Application = Node & {
  readonly __typename?: 'Application';
  /** What it may do. */
  readonly actions: ReadonlyArray<Action>;
  /** When it was made. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** What it was given beyond that, in the units that the caller manages. */
  readonly grants: ReadonlyArray<Grant>;
  /** Global identifier. */
  readonly id: Scalars['ID']['output'];
  /** Its name. */
  readonly name: Scalars['String']['output'];
  /** Its tokens, without their secrets. */
  readonly tokens: ReadonlyArray<Token>;
  /** Whose tokens are trusted to be this application, oldest first, ended ones too. */
  readonly trusts: ReadonlyArray<WorkloadTrust>;
  /** The unit whose subtree it may act for. */
  readonly unit: Unit;
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

/** An application before and after a change. */
export type ApplicationForecast = {
  readonly __typename?: 'ApplicationForecast';
  /** Whether the change disables it. */
  readonly disabled: Scalars['Boolean']['output'];
  /** Of the keys told of, how many it could use then. */
  readonly keysAfter: Scalars['Int']['output'];
  /** Of the keys told of, how many it may use now. */
  readonly keysBefore: Scalars['Int']['output'];
  /** Its name. */
  readonly name: Scalars['String']['output'];
  /** Tokens that are neither revoked nor over. */
  readonly tokens: Scalars['Int']['output'];
  /** Path of the unit whose subtree it will act for. */
  readonly unitAfter: Scalars['String']['output'];
  /** Path of the unit whose subtree it acts for. */
  readonly unitBefore: Scalars['String']['output'];
};

/** How many people approve an act in a unit and below it. */
export type ApprovalRule = {
  readonly __typename?: 'ApprovalRule';
  /** The act. */
  readonly act: ProposableAct;
  /** How many people have to approve it. */
  readonly approvals: Scalars['Int']['output'];
  /** How long a proposal lives. */
  readonly expiresInHours: Scalars['Int']['output'];
  /** The unit that laid it down. */
  readonly unit: Unit;
};

/** Input of approve. */
export type ApproveInput = {
  /** What the approver's passkey signed. */
  readonly assertion: PasskeyAssertionInput;
  /** Global identifier of the proposal. */
  readonly proposalId: Scalars['ID']['input'];
};

/** What approve did. */
export type ApprovePayload = {
  readonly __typename?: 'ApprovePayload';
  /** The proposal. */
  readonly proposal: Proposal;
};

/** A document of an approved list that is signed. */
export type ApprovedSignature = {
  readonly __typename?: 'ApprovedSignature';
  /** The audit entry of its signature. */
  readonly auditEntryId: Scalars['ID']['output'];
  /** Lower-case hexadecimal SHA-256 of the document before it was signed. */
  readonly sha256: Scalars['String']['output'];
  /** When it was signed. */
  readonly signedAt: Scalars['DateTime']['output'];
};

/** A further fact of an audit entry. */
export type AuditDetail = {
  readonly __typename?: 'AuditDetail';
  /** Its name, for example `level`. */
  readonly name: Scalars['String']['output'];
  /** Its value. */
  readonly value: Scalars['String']['output'];
};

/** An entry of the audit log. */
export type AuditEntry = Node & {
  readonly __typename?: 'AuditEntry';
  /** Algorithm of the signature. */
  readonly algorithm: Maybe<Scalars['String']['output']>;
  /** Identifier of the application that caused it. */
  readonly applicationId: Maybe<Scalars['ID']['output']>;
  /** When it was made. */
  readonly at: Scalars['DateTime']['output'];
  /** `application`, `service` or `anonymous`. */
  readonly callerKind: Scalars['String']['output'];
  /** The certificate that stood for the key, or that the act was about. */
  readonly certificate: Maybe<Certificate>;
  /** Further facts of the journey. */
  readonly details: ReadonlyArray<AuditDetail>;
  /** The leaf's bytes: JSON with a fixed order of members. */
  readonly entry: Scalars['Base64']['output'];
  /** Global identifier. */
  readonly id: Scalars['ID']['output'];
  /** Identifier of the key that was used. */
  readonly keyId: Maybe<Scalars['ID']['output']>;
  /** Version of that key. */
  readonly keyVersion: Maybe<Scalars['Int']['output']>;
  /** Its place in the log; null until the sequencer gave it one. */
  readonly leafIndex: Maybe<Scalars['Int']['output']>;
  /** Name of the journey, for example `signDocument`. */
  readonly operation: Scalars['String']['output'];
  /** `done`, `denied` or `failed`. */
  readonly outcome: Scalars['String']['output'];
  /** The proposal on which it was done, with its approvals; null when it needed none, or the caller may not see it. */
  readonly proposal: Maybe<Proposal>;
  /** What proves it offline; null until it has its place in the log. */
  readonly receipt: Maybe<SignatureReceipt>;
  /** The request that caused it, as in the log lines and in errors. */
  readonly requestId: Scalars['String']['output'];
  /** Lower-case hexadecimal SHA-256 of the signature value. */
  readonly signatureSha256: Maybe<Scalars['String']['output']>;
  /** Lower-case hexadecimal SHA-256 of what was signed. */
  readonly toBeSignedSha256: Maybe<Scalars['String']['output']>;
  /** Identifier of the token that it used. */
  readonly tokenId: Maybe<Scalars['ID']['output']>;
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

/** A certification authority. */
export type Authority = Node & {
  readonly __typename?: 'Authority';
  /** Its certificate. */
  readonly certificate: Certificate;
  /** Its certificate and those above it, PEM. */
  readonly chainPem: Scalars['String']['output'];
  /** Global identifier. */
  readonly id: Scalars['ID']['output'];
  /** Issued for practice: never of legal effect. */
  readonly practice: Scalars['Boolean']['output'];
  /** Whether it certifies itself. */
  readonly root: Scalars['Boolean']['output'];
  /** Its name in addresses. */
  readonly slug: Scalars['String']['output'];
  /** Subject of its certificate, RFC 4514. */
  readonly subject: Scalars['String']['output'];
  /** Display name. */
  readonly title: Scalars['String']['output'];
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

export type { CallerKind };

/** Input of cancelKeyDestruction. */
export type CancelKeyDestructionInput = {
  /** The same key gives the same answer and does nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** `UNIT/NAME`. */
  readonly name: Scalars['String']['input'];
};

/** What cancelKeyDestruction changed. */
export type CancelKeyDestructionPayload = {
  readonly __typename?: 'CancelKeyDestructionPayload';
  /** The key as it is now. */
  readonly key: Key;
};

/** A certificate (RFC 5280). */
export type Certificate = Node & {
  readonly __typename?: 'Certificate';
  /** The authority that issued it. */
  readonly authority: Authority;
  /** The certificate in DER. */
  readonly der: Scalars['Base64']['output'];
  /** Global identifier. */
  readonly id: Scalars['ID']['output'];
  /** RFC 4514. */
  readonly issuer: Scalars['String']['output'];
  /** Last moment of validity. */
  readonly notAfter: Scalars['DateTime']['output'];
  /** First moment of validity. */
  readonly notBefore: Scalars['DateTime']['output'];
  /** The certificate in PEM. */
  readonly pem: Scalars['String']['output'];
  /** The profile it was issued within, for example `document-signing`. */
  readonly profile: Scalars['String']['output'];
  /** What it was worth at a moment, by what is known today. */
  readonly revocationAt: CertificateStatus;
  /** Why it was revoked. */
  readonly revocationReason: Maybe<RevocationReason>;
  /** When it was revoked; null when it was not. */
  readonly revokedAt: Maybe<Scalars['DateTime']['output']>;
  /** Hexadecimal serial number. */
  readonly serialHex: Scalars['String']['output'];
  /** RFC 4514. */
  readonly subject: Scalars['String']['output'];
};


/** A certificate (RFC 5280). */
export type CertificateRevocationAtArgs = {
  time: Scalars['DateTime']['input'];
};

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

/** What a certificate was worth at a moment. */
export type CertificateStatus = {
  readonly __typename?: 'CertificateStatus';
  /** Since when its key is known or believed to be in wrong hands. */
  readonly invalidityDate: Maybe<Scalars['DateTime']['output']>;
  /** Why. */
  readonly reason: Maybe<RevocationReason>;
  /** When it was revoked, also if that was later; null when it was not. */
  readonly revokedAt: Maybe<Scalars['DateTime']['output']>;
  /** In a word. */
  readonly status: CertificateStatusName;
};

export type { CertificateStatusName };

/** A certificate of a chain. */
export type CertificateSummary = {
  readonly __typename?: 'CertificateSummary';
  /** RFC 4514. */
  readonly issuer: Scalars['String']['output'];
  /** End of validity. */
  readonly notAfter: Scalars['DateTime']['output'];
  /** Start of validity. */
  readonly notBefore: Scalars['DateTime']['output'];
  /** Hexadecimal serial number. */
  readonly serialHex: Scalars['String']['output'];
  /** RFC 4514. */
  readonly subject: Scalars['String']['output'];
};

/** Input of changeCustody: what opens the root key from then on, in the place of what does now. */
export type ChangeCustodyInput = {
  /** Their names, in the order of their shares; for SHARES alone. */
  readonly custodians: ReadonlyArray<Scalars['String']['input']>;
  /** What opens it. */
  readonly custody: CustodyKind;
  /** The same key gives the same proposal and makes nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** How many custodians open it together; for SHARES alone. */
  readonly threshold?: InputMaybe<Scalars['Int']['input']>;
};

export type { CheckOutcome };

/** A signed tree head (C2SP tlog-checkpoint). */
export type Checkpoint = {
  readonly __typename?: 'Checkpoint';
  /** The signed note, with the cosignatures of witnesses. */
  readonly note: Scalars['String']['output'];
  /** DER of the log's SubjectPublicKeyInfo. */
  readonly publicKey: Scalars['Base64']['output'];
  /** Root hash of the tree of that size. */
  readonly rootHash: Scalars['Base64']['output'];
  /** TimeStampToken of another authority over the note without cosignatures, DER; null while there is none. */
  readonly timestamp: Maybe<Scalars['Base64']['output']>;
  /** Number of leaves. */
  readonly treeSize: Scalars['Int']['output'];
};

/** Input of completeSignature. */
export type CompleteSignatureInput = {
  /** The same key gives the same answer and makes nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** What prepareSignature gave. */
  readonly preparation: Scalars['Base64']['input'];
};

/** What completeSignature made. */
export type CompleteSignaturePayload = {
  readonly __typename?: 'CompleteSignaturePayload';
  /** The audit entry of this signature; `inclusionProof` proves it. */
  readonly auditEntryId: Scalars['ID']['output'];
  /** The signer's certificate. */
  readonly certificateSerialHex: Scalars['String']['output'];
  /** The format it has. */
  readonly format: SignatureFormat;
  /** The level it reached. */
  readonly level: SignatureLevel;
  /** The detached signature: ContentInfo with SignedData, DER. */
  readonly signature: Scalars['Base64']['output'];
};

/** Input of compromiseKey. */
export type CompromiseKeyInput = {
  /** Changes nothing: an incident to practise on, with all that a real one would touch. */
  readonly drill: Scalars['Boolean']['input'];
  /** The same key gives the same answer and does nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** `UNIT/NAME`. */
  readonly name: Scalars['String']['input'];
  /** Since when it may have been in wrong hands; stands in the CRL as invalidityDate. */
  readonly since?: InputMaybe<Scalars['DateTime']['input']>;
  /** One version alone; all when absent. */
  readonly version?: InputMaybe<Scalars['Int']['input']>;
};

/** What compromiseKey changed. */
export type CompromiseKeyPayload = {
  readonly __typename?: 'CompromiseKeyPayload';
  /** Its certificates that are revoked as keyCompromise. */
  readonly certificates: ReadonlyArray<Certificate>;
  /** What it touched, and what is to be done. */
  readonly incident: Incident;
  /** The key as it is now. */
  readonly key: Key;
};

/** A proof that the log continues an earlier one (RFC 9162 section 2.1.4). */
export type ConsistencyProof = {
  readonly __typename?: 'ConsistencyProof';
  /** The later checkpoint. */
  readonly checkpoint: Checkpoint;
  /** Leaves of the earlier checkpoint. */
  readonly fromSize: Scalars['Int']['output'];
  /** What leads from the earlier root to the later one. */
  readonly hashes: ReadonlyArray<Scalars['Base64']['output']>;
};

/** Input of createApplication. */
export type CreateApplicationInput = {
  /** What it may do; never more than the caller. */
  readonly actions: ReadonlyArray<Action>;
  /** The same key gives the same answer and makes nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Its name, unique in its unit. */
  readonly name: Scalars['String']['input'];
  /** Path of the unit whose subtree it may act for. */
  readonly unit: Scalars['String']['input'];
};

/** What createApplication made. */
export type CreateApplicationPayload = {
  readonly __typename?: 'CreateApplicationPayload';
  /** The application. */
  readonly application: Application;
};

/** Input of createAuthority. */
export type CreateAuthorityInput = {
  /** Its algorithm. */
  readonly algorithm: SignatureAlgorithm;
  /** The same key gives the same answer and makes nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Slug of the authority that certifies it; a root when not given. */
  readonly parent?: InputMaybe<Scalars['String']['input']>;
  /** Where its key is to live; where the host makes its keys (CHANCERY_KEY_PROVIDER) when not given. */
  readonly provider?: InputMaybe<KeyProvider>;
  /** Its name in addresses: lower-case letters, digits and hyphens. */
  readonly slug: Scalars['String']['input'];
  /** Subject, RFC 4514; made of the title when not given. */
  readonly subject?: InputMaybe<Scalars['String']['input']>;
  /** Display name; the common name of its certificate. */
  readonly title: Scalars['String']['input'];
};

/** What createAuthority made. */
export type CreateAuthorityPayload = {
  readonly __typename?: 'CreateAuthorityPayload';
  /** The authority. */
  readonly authority: Authority;
};

/** Input of createEnrolment. */
export type CreateEnrolmentInput = {
  /** The same key makes nothing twice. The code is kept nowhere, so a repeated request is answered ALREADY_EXISTS; in a proposal, with the same proposal. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Name of the person. */
  readonly person: Scalars['String']['input'];
};

/** What createEnrolment made. */
export type CreateEnrolmentPayload = {
  readonly __typename?: 'CreateEnrolmentPayload';
  /** The code. It is shown this once. */
  readonly code: Scalars['String']['output'];
  /** When the code ends. */
  readonly expiresAt: Scalars['DateTime']['output'];
  /** The page that enrols, with the code in its fragment. Whoever has it enrols in that person's name. */
  readonly link: Scalars['String']['output'];
};

/** Input of createKey. */
export type CreateKeyInput = {
  /** Its algorithm, which has to fit its purpose. */
  readonly algorithm: KeyAlgorithm;
  /** What it may do beyond its purpose. */
  readonly attributes: ReadonlyArray<KeyAttribute>;
  /** The same key gives the same answer and makes nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** `UNIT/NAME`. */
  readonly name: Scalars['String']['input'];
  /** Where it is to live, with all its versions; where the host makes its keys (CHANCERY_KEY_PROVIDER) when not given. */
  readonly provider?: InputMaybe<KeyProvider>;
  /** What it is for. */
  readonly purpose: KeyPurpose;
};

/** What createKey made. */
export type CreateKeyPayload = {
  readonly __typename?: 'CreateKeyPayload';
  /** The key. */
  readonly key: Key;
};

/** Input of createPerson. */
export type CreatePersonInput = {
  /** The same key gives the same answer and makes nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** What the person will sign in with: lower-case letters, digits and ._@+-, unique in the office. */
  readonly name: Scalars['String']['input'];
  /** Display name in any script; the name when not given. */
  readonly title?: InputMaybe<Scalars['String']['input']>;
  /** Path of the unit where the person is at home. */
  readonly unit: Scalars['String']['input'];
};

/** What createPerson made. */
export type CreatePersonPayload = {
  readonly __typename?: 'CreatePersonPayload';
  /** The person. */
  readonly person: Person;
};

/** Input of createUnit. */
export type CreateUnitInput = {
  /** The same key gives the same answer and makes nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Path of the new unit; all but the last slug must exist. */
  readonly path: Scalars['String']['input'];
  /** Display name; the slug when not given. */
  readonly title?: InputMaybe<Scalars['String']['input']>;
};

/** What createUnit made. */
export type CreateUnitPayload = {
  readonly __typename?: 'CreateUnitPayload';
  /** The unit. */
  readonly unit: Unit;
};

export type { CustodyKind };

/** An AES-256 key. */
export type DataKey = {
  readonly __typename?: 'DataKey';
  /** The audit entry of this item. */
  readonly auditEntryId: Scalars['ID']['output'];
  /** The key encrypted: decrypt gives it again. */
  readonly ciphertext: Scalars['Base64']['output'];
  /** The key itself, 32 octets; null when it was not asked for. */
  readonly plaintext: Maybe<Scalars['Base64']['output']>;
  /** As given. */
  readonly reference: Maybe<Scalars['String']['output']>;
};

/** One data key to be made. */
export type DataKeyItemInput = {
  /** Bound to the encrypted data key: it has to be given again to decrypt. At most 64 kB. */
  readonly associatedData?: InputMaybe<Scalars['Base64']['input']>;
  /** Comes back with the outcome. */
  readonly reference?: InputMaybe<Scalars['String']['input']>;
};

/** A data key, or why there is none. */
export type DataKeyOutcome = DataKey | OperationError;

/** Input of decrypt. */
export type DecryptInput = {
  /** 1 to 1,000 ciphertexts, of any versions. */
  readonly items: ReadonlyArray<DecryptItemInput>;
  /** `UNIT/NAME` of the encrypt key. */
  readonly key: Scalars['String']['input'];
};

/** One ciphertext to be decrypted. */
export type DecryptItemInput = {
  /** As it was given then. */
  readonly associatedData?: InputMaybe<Scalars['Base64']['input']>;
  /** As encrypt, rewrap or generateDataKey made it. */
  readonly ciphertext: Scalars['Base64']['input'];
  /** Comes back with the outcome. */
  readonly reference?: InputMaybe<Scalars['String']['input']>;
};

/** A plaintext, or why there is none. */
export type DecryptOutcome = Decrypted | OperationError;

/** What decrypt found, one outcome per item, in order. */
export type DecryptPayload = {
  readonly __typename?: 'DecryptPayload';
  /** Outcomes in the order of the items. */
  readonly outcomes: ReadonlyArray<DecryptOutcome>;
};

/** Decrypted data. */
export type Decrypted = {
  readonly __typename?: 'Decrypted';
  /** The audit entry of this item. */
  readonly auditEntryId: Scalars['ID']['output'];
  /** The version of the key that had encrypted it. */
  readonly keyVersion: Scalars['Int']['output'];
  /** The data. */
  readonly plaintext: Scalars['Base64']['output'];
  /** As given. */
  readonly reference: Maybe<Scalars['String']['output']>;
};

/** Input of disableKey. */
export type DisableKeyInput = {
  /** The same key gives the same answer and does nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** `UNIT/NAME`. */
  readonly name: Scalars['String']['input'];
};

/** What disableKey changed. */
export type DisableKeyPayload = {
  readonly __typename?: 'DisableKeyPayload';
  /** The key as it is now. */
  readonly key: Key;
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

/** A document that came out. */
export type Document = {
  readonly __typename?: 'Document';
  /** The bytes, when the request was inline and they are at most 1 MB; null otherwise. */
  readonly base64: Maybe<Scalars['Base64']['output']>;
  /** Identifier for `GET /documents/{id}`; null when the bytes are inline. */
  readonly id: Maybe<Scalars['ID']['output']>;
  /** Lower-case hexadecimal SHA-256. */
  readonly sha256: Scalars['String']['output'];
  /** In octets. */
  readonly size: Scalars['Int']['output'];
};

/** A document: uploaded before, or inline. */
export type DocumentInput =
  /** The bytes themselves, at most 512 kB. */
  { readonly base64: Scalars['Base64']['input']; readonly id?: never; }
  |  /** Identifier that `POST /documents` gave; needs a token. */
  { readonly base64?: never; readonly id: Scalars['ID']['input']; };

/** One document of a list that is approved as one. */
export type DocumentToSignInput = {
  /** CAdES only: leave the content out of the signature. */
  readonly detached: Scalars['Boolean']['input'];
  /** The format that the signature is to have. */
  readonly format: SignatureFormat;
  /** How long the signature is to be provable. */
  readonly level: SignatureLevel;
  /** Lower-case hexadecimal SHA-256 of the document as it is before it is signed. */
  readonly sha256: Scalars['String']['input'];
  /** What those who approve know it by. */
  readonly title: Scalars['String']['input'];
};

export type { EmergencyReason };

/** Input of enableKey. */
export type EnableKeyInput = {
  /** The same key gives the same answer and does nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** `UNIT/NAME`. */
  readonly name: Scalars['String']['input'];
};

/** What enableKey changed. */
export type EnableKeyPayload = {
  readonly __typename?: 'EnableKeyPayload';
  /** The key as it is now. */
  readonly key: Key;
};

/** Input of encrypt. */
export type EncryptInput = {
  /** 1 to 1,000 pieces of data. */
  readonly items: ReadonlyArray<EncryptItemInput>;
  /** `UNIT/NAME` of an encrypt key. */
  readonly key: Scalars['String']['input'];
};

/** One piece of data to be encrypted. */
export type EncryptItemInput = {
  /** Not encrypted, but bound to the ciphertext: it has to be given again to decrypt. At most 64 kB. */
  readonly associatedData?: InputMaybe<Scalars['Base64']['input']>;
  /** The data, at most 64 kB. */
  readonly plaintext: Scalars['Base64']['input'];
  /** Comes back with the outcome. */
  readonly reference?: InputMaybe<Scalars['String']['input']>;
};

/** A ciphertext, or why there is none. */
export type EncryptOutcome = Encrypted | OperationError;

/** What encrypt made, one outcome per item, in order. */
export type EncryptPayload = {
  readonly __typename?: 'EncryptPayload';
  /** The version of the key that encrypted. */
  readonly keyVersion: Scalars['Int']['output'];
  /** Outcomes in the order of the items. */
  readonly outcomes: ReadonlyArray<EncryptOutcome>;
};

/** Encrypted data. */
export type Encrypted = {
  readonly __typename?: 'Encrypted';
  /** The audit entry of this item. */
  readonly auditEntryId: Scalars['ID']['output'];
  /** Says by itself which version made it, and commits to its key. */
  readonly ciphertext: Scalars['Base64']['output'];
  /** As given. */
  readonly reference: Maybe<Scalars['String']['output']>;
};

/** Input of execute. Asked again by the same caller, it goes on where it broke off and does nothing twice. */
export type ExecuteInput = {
  /** Of a list that is signed: its documents, all of them or some, in any order. */
  readonly documents: ReadonlyArray<DocumentInput>;
  /** Global identifier of the proposal. */
  readonly proposalId: Scalars['ID']['input'];
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
export type ExecutionResult = AddTrustAnchorPayload | CreateAuthorityPayload | CreateEnrolmentPayload | ExportKeyPayload | GrantPayload | MergeUnitsPayload | ReleaseCeremonyPayload | RemoveTrustAnchorPayload | ScheduleKeyDestructionPayload | SetApprovalRulePayload | ShredUnitPayload | SignDocumentsPayload;

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
  /** Wrapped as the material of `importKey`. */
  readonly material: Scalars['Base64']['output'];
  /** Which version it is. */
  readonly version: Scalars['Int']['output'];
};

/** Input of generateDataKey. Nothing is kept of what it makes: asked again, it makes others. */
export type GenerateDataKeyInput = {
  /** 1 to 1,000 data keys; one when not given. */
  readonly items: ReadonlyArray<DataKeyItemInput>;
  /** `UNIT/NAME` of an encrypt key. */
  readonly key: Scalars['String']['input'];
  /** Without it, the data key stays in the signer until somebody decrypts its ciphertext. */
  readonly withPlaintext: Scalars['Boolean']['input'];
};

/** What generateDataKey made, one outcome per item, in order. */
export type GenerateDataKeyPayload = {
  readonly __typename?: 'GenerateDataKeyPayload';
  /** The version of the key under which the data keys are encrypted. */
  readonly keyVersion: Scalars['Int']['output'];
  /** Outcomes in the order of the items. */
  readonly outcomes: ReadonlyArray<DataKeyOutcome>;
};

/** A role in a unit and everything below it. */
export type Grant = Node & {
  readonly __typename?: 'Grant';
  /** Of the role's, these alone; null: all. */
  readonly actions: Maybe<ReadonlyArray<Action>>;
  /** Global identifier of the application; null for a person's. */
  readonly applicationId: Maybe<Scalars['ID']['output']>;
  /** When it was given. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** Whether it waits for an emergency. */
  readonly emergency: Scalars['Boolean']['output'];
  /** Until when an emergency has put it in force; null when none has. */
  readonly emergencyUntil: Maybe<Scalars['DateTime']['output']>;
  /** When it ends; null when it does not. */
  readonly expiresAt: Maybe<Scalars['DateTime']['output']>;
  /** Only documents of these formats; null: of every format. */
  readonly formats: Maybe<ReadonlyArray<SignatureFormat>>;
  /** The grant that was handed on, by its global identifier; null when an officer gave it. */
  readonly handedOnFrom: Maybe<Scalars['ID']['output']>;
  /** Global identifier. */
  readonly id: Scalars['ID']['output'];
  /** Only with this key, by its global identifier; null: with every key. */
  readonly keyId: Maybe<Scalars['ID']['output']>;
  /** How often it may be used; null: without limit. */
  readonly limit: Maybe<UsageLimit>;
  /** Global identifier of the person; null for an application's. */
  readonly personId: Maybe<Scalars['ID']['output']>;
  /** When it was revoked; null when it was not. */
  readonly revokedAt: Maybe<Scalars['DateTime']['output']>;
  /** What it makes of its holder. */
  readonly role: Role;
  /** Path of the unit; all below it is meant too. */
  readonly unit: Scalars['String']['output'];
};

/** To whom something is given. */
export type GrantHolderInput =
  /** Global identifier of an application. */
  { readonly applicationId: Scalars['ID']['input']; readonly personId?: never; }
  |  /** Global identifier of a person. */
  { readonly applicationId?: never; readonly personId: Scalars['ID']['input']; };

/** Input of grant. */
export type GrantInput = {
  /** Of the role's, these alone. */
  readonly actions?: InputMaybe<ReadonlyArray<Action>>;
  /** Holds nothing until its holder declares an emergency. */
  readonly emergency?: InputMaybe<Scalars['Boolean']['input']>;
  /** When it ends. What is handed on needs an end, within 92 days. */
  readonly expiresAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** Only documents of these formats. */
  readonly formats?: InputMaybe<ReadonlyArray<SignatureFormat>>;
  /** Global identifier of a grant that the caller holds and hands on. */
  readonly handedOnFrom?: InputMaybe<Scalars['ID']['input']>;
  /** To whom. */
  readonly holder: GrantHolderInput;
  /** The same key gives the same answer and makes nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** UNIT/NAME of a key of that unit: the grant then holds nothing but uses of this key. */
  readonly key?: InputMaybe<Scalars['String']['input']>;
  /** How often it may be used. */
  readonly limit?: InputMaybe<UsageLimitInput>;
  /** What it makes of the holder. */
  readonly role: Role;
  /** Path of the unit; all below it is meant too. */
  readonly unit: Scalars['String']['input'];
};

/** What grant gave. */
export type GrantPayload = {
  readonly __typename?: 'GrantPayload';
  /** The grant. */
  readonly grant: Grant;
};

export type { HashAlgorithm };

/** What a caller holds. */
export type HeldGrant = {
  readonly __typename?: 'HeldGrant';
  /** What it allows. */
  readonly actions: ReadonlyArray<Action>;
  /** Whether an emergency put it in force. */
  readonly emergency: Scalars['Boolean']['output'];
  /** When it ends; null when it does not. */
  readonly expiresAt: Maybe<Scalars['DateTime']['output']>;
  /** Only documents of these formats; null: of every format. */
  readonly formats: Maybe<ReadonlyArray<SignatureFormat>>;
  /** Global identifier of the grant; null for what an application was given when it was made. */
  readonly id: Maybe<Scalars['ID']['output']>;
  /** Only with this key, by its global identifier; null: with every key. */
  readonly keyId: Maybe<Scalars['ID']['output']>;
  /** Path of the unit; all below it is meant too. */
  readonly unit: Scalars['String']['output'];
};

/** Input of importKey. */
export type ImportKeyInput = {
  /** What the key is; another key is refused. */
  readonly algorithm: KeyAlgorithm;
  /** What it may do beyond its purpose. */
  readonly attributes: ReadonlyArray<KeyAttribute>;
  /** The same key gives the same answer and makes nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** RSAES-OAEP (SHA-256, no label) of an AES-256 key, 512 octets, then AES-KWP (RFC 5649) of DER of PKCS#8 or of the secret key. */
  readonly material: Scalars['Base64']['input'];
  /** `UNIT/NAME`. */
  readonly name: Scalars['String']['input'];
  /** Where it is to live; where the host makes its keys when not given. */
  readonly provider?: InputMaybe<KeyProvider>;
  /** What it is for. */
  readonly purpose: KeyPurpose;
  /** The token of `importWrappingKey`. */
  readonly token: Scalars['Base64']['input'];
};

/** What importKey took in. */
export type ImportKeyPayload = {
  readonly __typename?: 'ImportKeyPayload';
  /** The key, with its first version active and its public key computed anew. */
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

/** Versions of a key that are, or may be, in wrong hands. */
export type Incident = Node & {
  readonly __typename?: 'Incident';
  /** When that was declared. */
  readonly declaredAt: Scalars['DateTime']['output'];
  /** Practised: nothing was changed. */
  readonly drill: Scalars['Boolean']['output'];
  /** Global identifier. */
  readonly id: Scalars['ID']['output'];
  /** What was done with these versions, from the log, oldest first. */
  readonly items: IncidentItemConnection;
  /** `UNIT/NAME`, as the key is called by now. */
  readonly key: Scalars['String']['output'];
  /** How far the plan is. */
  readonly progress: IncidentProgress;
  /** Since when they may have been in wrong hands. */
  readonly since: Scalars['DateTime']['output'];
  /** The versions. */
  readonly versions: ReadonlyArray<Scalars['Int']['output']>;
};


/** Versions of a key that are, or may be, in wrong hands. */
export type IncidentItemsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
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

/** One thing that was done with a key that is in wrong hands. */
export type IncidentItem = {
  readonly __typename?: 'IncidentItem';
  /** When. */
  readonly at: Scalars['DateTime']['output'];
  /** Its audit entry. */
  readonly auditEntryId: Scalars['ID']['output'];
  /** Digest of what was signed, lower-case hexadecimal: of the document, or of what a PDF's signature covers. */
  readonly contentDigest: Maybe<Scalars['String']['output']>;
  /** Of a signature, for example PAdES. */
  readonly format: Maybe<Scalars['String']['output']>;
  /** Of a signature, for example B-T. */
  readonly level: Maybe<Scalars['String']['output']>;
  /** The journey, for example `signDocument`. */
  readonly operation: Scalars['String']['output'];
  /** What is to be done about it. */
  readonly remedy: IncidentRemedy;
  /** The audit entry of the signature by another key that took its place; null while there is none. */
  readonly replacedBy: Maybe<Scalars['ID']['output']>;
  /** What the incident means for it. */
  readonly standing: IncidentStanding;
};

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

/** How far the plan of an incident is. */
export type IncidentProgress = {
  readonly __typename?: 'IncidentProgress';
  /** Signatures since. */
  readonly after: Scalars['Int']['output'];
  /** Sealed files that were opened. */
  readonly opened: Scalars['Int']['output'];
  /** Those that were. */
  readonly signedAnew: Scalars['Int']['output'];
  /** Signatures time-stamped before the moment: they hold. */
  readonly stampedBefore: Scalars['Int']['output'];
  /** Signatures that have to be made anew. */
  readonly toSignAnew: Scalars['Int']['output'];
  /** Signatures of before that nobody has time-stamped. */
  readonly unstampedBefore: Scalars['Int']['output'];
};

export type { IncidentRemedy };

export type { IncidentStanding };

/** A proof that an entry stands in the log (RFC 9162 section 2.1.3). */
export type InclusionProof = {
  readonly __typename?: 'InclusionProof';
  /** The checkpoint that the proof leads to. */
  readonly checkpoint: Checkpoint;
  /** The leaf's bytes. */
  readonly entry: Scalars['Base64']['output'];
  /** Sibling hashes from the leaf up. */
  readonly hashes: ReadonlyArray<Scalars['Base64']['output']>;
  /** Place of the leaf, from 0. */
  readonly leafIndex: Scalars['Int']['output'];
};

/** Overall verdicts of EN 319 102-1. */
export type Indication =
  /** What is at hand does not suffice for a verdict. */
  | 'INDETERMINATE'
  /** A check failed. */
  | 'TOTAL_FAILED'
  /** Every check passed. */
  | 'TOTAL_PASSED';

export type { Integrity };

/** Input of issueCertificate. Give a key of the unit, or a certification request. */
export type IssueCertificateInput = {
  /** Slug of the issuing authority; the office's only issuing authority when not given. */
  readonly authority?: InputMaybe<Scalars['String']['input']>;
  /** PKCS#10 certification request in PEM or Base64 of DER, for a key that lives elsewhere. */
  readonly certificationRequest?: InputMaybe<Scalars['String']['input']>;
  /** The same key gives the same answer and makes nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Name of the unit's key, `UNIT/NAME`; its active version is certified. */
  readonly key?: InputMaybe<Scalars['String']['input']>;
  /** Name of the profile, for example `document-signing`. */
  readonly profile: Scalars['String']['input'];
  /** Subject, RFC 4514; made of the unit's title when not given. */
  readonly subject?: InputMaybe<Scalars['String']['input']>;
  /** Path of the unit that the certificate is for. */
  readonly unit: Scalars['String']['input'];
  /** At most what the profile allows. */
  readonly validityDays?: InputMaybe<Scalars['Int']['input']>;
};

/** What issueCertificate made. */
export type IssueCertificatePayload = {
  readonly __typename?: 'IssueCertificatePayload';
  /** The certificate. */
  readonly certificate: Certificate;
  /** The certificate and those above it, PEM. */
  readonly chainPem: Scalars['String']['output'];
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
  /** The bearer token itself. It is shown this once and kept as a hash. */
  readonly secret: Scalars['String']['output'];
  /** The token without its secret. */
  readonly token: Token;
};

/** A key of a unit. Its private part never leaves the signer. */
export type Key = Node & {
  readonly __typename?: 'Key';
  /** Its algorithm. */
  readonly algorithm: KeyAlgorithm;
  /** What it may do beyond its purpose. */
  readonly attributes: ReadonlyArray<KeyAttribute>;
  /** When it was made. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** When it is to be destroyed; null when nobody asked for that. */
  readonly destroyAt: Maybe<Scalars['DateTime']['output']>;
  /** Global identifier. */
  readonly id: Scalars['ID']['output'];
  /** `UNIT/NAME`. */
  readonly name: Scalars['String']['output'];
  /** What its officers decided about its use. */
  readonly policy: KeyPolicy;
  /** Where its private part lives: software, pkcs11. */
  readonly provider: Scalars['String']['output'];
  /** What it is for. */
  readonly purpose: KeyPurpose;
  /** The unit that holds it. */
  readonly unit: Unit;
  /** All versions, oldest first. */
  readonly versions: ReadonlyArray<KeyVersion>;
  /** What ends within 30 days, soonest first. */
  readonly warnings: ReadonlyArray<KeyWarning>;
};

export type { KeyAlgorithm };

export type { KeyAttribute };

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

/** A key before and after a change. */
export type KeyForecast = {
  readonly __typename?: 'KeyForecast';
  /** Certificates that are neither revoked nor over. */
  readonly certificatesAfter: Scalars['Int']['output'];
  /** Certificates that are neither revoked nor over. */
  readonly certificatesBefore: Scalars['Int']['output'];
  /** `UNIT/NAME`. */
  readonly nameAfter: Scalars['String']['output'];
  /** `UNIT/NAME`. */
  readonly nameBefore: Scalars['String']['output'];
  /** What it is for. */
  readonly purpose: KeyPurpose;
  /** Who could use it then. */
  readonly usersAfter: ReadonlyArray<KeyUser>;
  /** Who may use it now. */
  readonly usersBefore: ReadonlyArray<KeyUser>;
};

/** What the officers of a key decided about its use. */
export type KeyPolicy = {
  readonly __typename?: 'KeyPolicy';
  /** Older versions open and decrypt nothing any more. */
  readonly minimumVersion: Scalars['Int']['output'];
  /** The service makes the next version when the active one is that many days old; null when only people do. */
  readonly rotationPeriodDays: Maybe<Scalars['Int']['output']>;
  /** How often the key is used at most; null when as often as one likes. */
  readonly usageLimit: Maybe<UsageLimit>;
  /** How many days a version signs and encrypts after it became active (SP 800-57 Part 1 section 5.3.4); null when no end is set. */
  readonly usagePeriodDays: Maybe<Scalars['Int']['output']>;
};

export type { KeyProvider };

export type { KeyPurpose };

export type { KeyState };

export type { KeyUse };

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

/** One generation of a key. */
export type KeyVersion = {
  readonly __typename?: 'KeyVersion';
  /** When it came into use; null when it never did. */
  readonly activatedAt: Maybe<Scalars['DateTime']['output']>;
  /** Its certificates, newest first. */
  readonly certificates: ReadonlyArray<Certificate>;
  /** When it was marked as being in wrong hands; null when it was not. */
  readonly compromisedAt: Maybe<Scalars['DateTime']['output']>;
  /** When it was made. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** When it went out of use for good; null when it did not. */
  readonly deactivatedAt: Maybe<Scalars['DateTime']['output']>;
  /** When it was destroyed; null when it was not. */
  readonly destroyedAt: Maybe<Scalars['DateTime']['output']>;
  /** DER of SubjectPublicKeyInfo; null once destroyed, and of keys that are secret as a whole. */
  readonly publicKey: Maybe<Scalars['Base64']['output']>;
  /** Its state. */
  readonly state: KeyState;
  /** From then on it neither signs nor encrypts; null when no end is set. */
  readonly usageEndsAt: Maybe<Scalars['DateTime']['output']>;
  /** 1 for the first. */
  readonly version: Scalars['Int']['output'];
};

/** Something about a key that ends soon. */
export type KeyWarning = {
  readonly __typename?: 'KeyWarning';
  /** When it ends. */
  readonly at: Scalars['DateTime']['output'];
  /** What ends. */
  readonly code: KeyWarningCode;
  /** The same in a sentence. */
  readonly text: Scalars['String']['output'];
};

export type { KeyWarningCode };

/** A change after a signature. */
export type LaterChange = {
  readonly __typename?: 'LaterChange';
  /** What kind, for example `signature_added`. */
  readonly kind: Scalars['String']['output'];
  /** Whether the signature allows it. */
  readonly permitted: Scalars['Boolean']['output'];
  /** Number of the revision that made it, from 1. */
  readonly revision: Scalars['Int']['output'];
};

/** Input of linkSubject. */
export type LinkSubjectInput = {
  /** The same key gives the same answer and makes nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Name of the person. */
  readonly person: Scalars['String']['input'];
  /** Who that is at the provider, as `sub` has it. */
  readonly subject: Scalars['String']['input'];
};

/** What linkSubject made. */
export type LinkSubjectPayload = {
  readonly __typename?: 'LinkSubjectPayload';
  /** The link. */
  readonly subject: OidcSubject;
};

/** Input of mac. */
export type MacInput = {
  /** 1 to 1,000 messages. */
  readonly items: ReadonlyArray<MacItemInput>;
  /** `UNIT/NAME` of a mac key. */
  readonly key: Scalars['String']['input'];
};

/** One message to be authenticated. */
export type MacItemInput = {
  /** The message itself, at most 64 kB. */
  readonly message: Scalars['Base64']['input'];
  /** Comes back with the outcome. */
  readonly reference?: InputMaybe<Scalars['String']['input']>;
};

/** A message authentication code, or why there is none. */
export type MacOutcome = MessageMac | OperationError;

/** What mac made, one outcome per item, in order. */
export type MacPayload = {
  readonly __typename?: 'MacPayload';
  /** The version of the key that was used. */
  readonly keyVersion: Scalars['Int']['output'];
  /** Outcomes in the order of the items. */
  readonly outcomes: ReadonlyArray<MacOutcome>;
};

/** Whether a message authentication code holds. */
export type MacVerification = {
  readonly __typename?: 'MacVerification';
  /** The audit entry of this check. */
  readonly auditEntryId: Scalars['ID']['output'];
  /** The version under which it holds. */
  readonly keyVersion: Maybe<Scalars['Int']['output']>;
  /** As given. */
  readonly reference: Maybe<Scalars['String']['output']>;
  /** Whether it is that of the message. */
  readonly valid: Scalars['Boolean']['output'];
};

/** Input of mergeUnits. */
export type MergeUnitsInput = {
  /** The same key gives the same answer and does nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Path of the unit that goes on. */
  readonly into: Scalars['String']['input'];
  /** Leave its applications be: they open what was sealed to it. They are disabled when this is not asked for. */
  readonly keepApplications: Scalars['Boolean']['input'];
  /** Revoke its certificates (cessationOfOperation): its signatures without a time-stamp no longer pass then. */
  readonly revokeCertificates: Scalars['Boolean']['input'];
  /** Path of the unit that ends. */
  readonly unit: Scalars['String']['input'];
};

/** What mergeUnits did. */
export type MergeUnitsPayload = {
  readonly __typename?: 'MergeUnitsPayload';
  /** The unit that ended, with its successor. */
  readonly unit: Unit;
};

/** A message authentication code. */
export type MessageMac = {
  readonly __typename?: 'MessageMac';
  /** The audit entry of this item. */
  readonly auditEntryId: Scalars['ID']['output'];
  /** As long as the hash of the algorithm. */
  readonly mac: Scalars['Base64']['output'];
  /** As given. */
  readonly reference: Maybe<Scalars['String']['output']>;
};

/** Input of moveUnit. */
export type MoveUnitInput = {
  /** The same key gives the same answer and does nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Path of the unit above it from now on. */
  readonly parent: Scalars['String']['input'];
  /** Last part of its path from now on; as it is when not given. */
  readonly slug?: InputMaybe<Scalars['String']['input']>;
  /** Path of the unit. */
  readonly unit: Scalars['String']['input'];
};

/** What moveUnit did. */
export type MoveUnitPayload = {
  readonly __typename?: 'MoveUnitPayload';
  /** The unit. */
  readonly unit: Unit;
};

/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type Mutation = {
  readonly __typename?: 'Mutation';
  /** Ends a unit without a successor. Its documents verify; whoever stands above it opens what was sealed to it. */
  readonly abolishUnit: AbolishUnitPayload;
  /** Takes the audit log as it is now for the one that was lost, after an older database was restored. */
  readonly acceptLog: AcceptLogPayload;
  /** Has the office trust an authority of others when it verifies. */
  readonly addTrustAnchor: AddTrustAnchorPayload;
  /** Approves a proposal, by a passkey that signs the digest of its act. Never by whoever proposed it. */
  readonly approve: ApprovePayload;
  /** Binds a client certificate of TLS to an application, until it ends. */
  readonly bindCertificate: BindCertificatePayload;
  /** Puts a grant for emergencies in force for an hour. Everybody who watches is told. */
  readonly breakGlass: BreakGlassPayload;
  /** Calls the destruction of a key off; the key stays disabled. */
  readonly cancelKeyDestruction: CancelKeyDestructionPayload;
  /** Signs exactly what prepareSignature said, and gives the detached signature. */
  readonly completeSignature: CompleteSignaturePayload;
  /** Marks a key, or one version, as being in wrong hands and revokes its certificates. Never taken back. */
  readonly compromiseKey: CompromiseKeyPayload;
  /** Makes an application: a program that may act for a unit's subtree. */
  readonly createApplication: CreateApplicationPayload;
  /** Makes a certification authority: a root, or one certified by another authority. */
  readonly createAuthority: CreateAuthorityPayload;
  /**
   * Makes a code with which a person enrols a passkey, once, within 24 hours. Everybody makes one for a further device of
   * their own; whoever manages people makes one for the first.
   */
  readonly createEnrolment: CreateEnrolmentPayload;
  /** Makes a key of a unit, with its first version active. */
  readonly createKey: CreateKeyPayload;
  /** Enters somebody who may sign in once he has a passkey. */
  readonly createPerson: CreatePersonPayload;
  /** Makes a unit below an existing one. */
  readonly createUnit: CreateUnitPayload;
  /** Decrypts what `encrypt` made, each item by the version that made it, one outcome per item. */
  readonly decrypt: DecryptPayload;
  /** Takes a key out of use for now: it neither signs nor opens anything, and its signatures still verify. */
  readonly disableKey: DisableKeyPayload;
  /** Ends all that a person may do, at once and for good. */
  readonly disablePerson: DisablePersonPayload;
  /** Ends such a trust, and what was accepted by it, at once. */
  readonly distrustWorkload: DistrustWorkloadPayload;
  /** Brings a disabled key back into use. */
  readonly enableKey: EnableKeyPayload;
  /** Encrypts small data under the active version of an `encrypt` key, one outcome per item. */
  readonly encrypt: EncryptPayload;
  /** Does what was approved, once. Whoever executes must be allowed the act itself. */
  readonly execute: ExecutePayload;
  /** Gives away a key that was made to be exported, wrapped for its recipient. */
  readonly exportKey: ExportKeyPayload;
  /** Makes AES-256 keys for data that stays where it is, each encrypted under an `encrypt` key, one outcome per item. */
  readonly generateDataKey: GenerateDataKeyPayload;
  /** Gives a role in a unit and all below it to a person or an application, or hands on what one holds oneself. */
  readonly grant: GrantPayload;
  /** Takes in a key that was made elsewhere, wrapped under the key of `importWrappingKey`. */
  readonly importKey: ImportKeyPayload;
  /** Issues a certificate within a profile. */
  readonly issueCertificate: IssueCertificatePayload;
  /** Issues a bearer token for an application. The token is shown this once. */
  readonly issueToken: IssueTokenPayload;
  /** Links a person to an account at the organisation's own identity provider. */
  readonly linkSubject: LinkSubjectPayload;
  /** Makes message authentication codes under the active version of a `mac` key, one outcome per item. */
  readonly mac: MacPayload;
  /** Merges a unit into another one, which takes over what is below it and what was sealed to it. */
  readonly mergeUnits: MergeUnitsPayload;
  /** Moves a unit, with all that is below it. The paths it leaves go on meaning it. */
  readonly moveUnit: MoveUnitPayload;
  /** Opens an envelope by the key of a unit, or only its content key for those who hold the envelope themselves. */
  readonly openEnvelope: OpenEnvelopePayload;
  /**
   * Says what would be signed for a document that stays where it is: the office gets its digest alone, and builds the
   * signed attributes itself. Signs and keeps nothing.
   */
  readonly prepareSignature: PrepareSignaturePayload;
  /** Lays an act before others, who approve exactly this. Nothing is done yet. */
  readonly propose: ProposePayload;
  /** Ends a proposal, or takes back a ceremony that was released and is not confirmed yet; whoever proposed it does so, too. */
  readonly reject: RejectPayload;
  /** Has the office trust an authority of others no more, whatever it certified and whenever. */
  readonly removeTrustAnchor: RemoveTrustAnchorPayload;
  /** Gives a unit another title, or another slug at the same place. */
  readonly renameUnit: RenameUnitPayload;
  /** Makes the report that is due within a day, in Vietnamese and English; the log proves its digest. */
  readonly reportIncident: ReportIncidentPayload;
  /** Notes which signatures of an incident were made anew: those that are named, or those whose content was signed again. */
  readonly resign: ResignPayload;
  /** Revokes a certificate; the next CRL and every later OCSP answer say so. */
  readonly revokeCertificate: RevokeCertificatePayload;
  /** Ends a grant, and what was handed on of it, at once. */
  readonly revokeGrant: RevokeGrantPayload;
  /** Revokes a passkey and ends the sessions that it opened, effective at once. */
  readonly revokePasskey: RevokePasskeyPayload;
  /** Ends a session, effective at once. */
  readonly revokeSession: RevokeSessionPayload;
  /** Revokes a token, effective at once. */
  readonly revokeToken: RevokeTokenPayload;
  /** Encrypts ciphertexts anew under the active version. The plaintext never leaves the signer. */
  readonly rewrap: RewrapPayload;
  /** Exchanges recipients of envelopes whose content stays where it is, one outcome per item, at most 1,000 items. */
  readonly rewrapEnvelope: RewrapEnvelopePayload;
  /** Makes the next version of a key, its certificates under the same profile, and switches both at once. */
  readonly rotateKey: RotateKeyPayload;
  /** Gives a unit a new key-encryption key and wraps its private keys anew. Nothing stops meanwhile. */
  readonly rotateUnitKey: RotateUnitKeyPayload;
  /** Takes a key out of use and destroys it for ever when the waiting time is over. */
  readonly scheduleKeyDestruction: ScheduleKeyDestructionPayload;
  /**
   * Encrypts a document for units, certificates and passwords; signs it first when a key is named. The client library and
   * the command seal where the file lies, which is better for what is large or confidential.
   */
  readonly sealEnvelope: SealEnvelopePayload;
  /** Seals a unit: none of its keys does anything until it is unsealed. Effective at once on every host. */
  readonly sealUnit: SealUnitPayload;
  /** Says how many people approve an act in a unit and below it. */
  readonly setApprovalRule: SetApprovalRulePayload;
  /** Erases a unit's key-encryption key, and with it all of its private keys, for ever. Its documents verify. */
  readonly shredUnit: ShredUnitPayload;
  /** Signs raw messages with a `sign-raw` key, one outcome per item, at most 1,000 items. */
  readonly sign: SignPayload;
  /** Signs a document: PDF as PAdES, anything else as CAdES, unless a format is given. */
  readonly signDocument: SignDocumentPayload;
  /** Makes a new unit that takes over some keys of an existing one, with their certificates. */
  readonly splitUnit: SplitUnitPayload;
  /** Time-stamps a digest (RFC 3161). */
  readonly timestamp: TimestampPayload;
  /** Trusts the tokens of an issuer (JWT) about one subject to be an application. */
  readonly trustWorkload: TrustWorkloadPayload;
  /** Ends such a link and the sessions that came of it, effective at once. */
  readonly unlinkSubject: UnlinkSubjectPayload;
  /** Unseals a unit, and those below it that were sealed with it. Only from where it was sealed, or from above. */
  readonly unsealUnit: UnsealUnitPayload;
  /** Changes the policy of a key: rotation, cryptoperiod, minimum version, usage limit. */
  readonly updateKey: UpdateKeyPayload;
  /** Tells whether message authentication codes are those of their messages, one outcome per item. */
  readonly verifyMac: VerifyMacPayload;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationAbolishUnitArgs = {
  input: AbolishUnitInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationAcceptLogArgs = {
  input: AcceptLogInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationAddTrustAnchorArgs = {
  input: AddTrustAnchorInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationApproveArgs = {
  input: ApproveInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationBindCertificateArgs = {
  input: BindCertificateInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationBreakGlassArgs = {
  input: BreakGlassInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationCancelKeyDestructionArgs = {
  input: CancelKeyDestructionInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationCompleteSignatureArgs = {
  input: CompleteSignatureInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationCompromiseKeyArgs = {
  input: CompromiseKeyInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationCreateApplicationArgs = {
  input: CreateApplicationInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationCreateAuthorityArgs = {
  input: CreateAuthorityInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationCreateEnrolmentArgs = {
  input: CreateEnrolmentInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationCreateKeyArgs = {
  input: CreateKeyInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationCreatePersonArgs = {
  input: CreatePersonInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationCreateUnitArgs = {
  input: CreateUnitInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationDecryptArgs = {
  input: DecryptInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationDisableKeyArgs = {
  input: DisableKeyInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationDisablePersonArgs = {
  input: DisablePersonInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationDistrustWorkloadArgs = {
  input: DistrustWorkloadInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationEnableKeyArgs = {
  input: EnableKeyInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationEncryptArgs = {
  input: EncryptInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationExecuteArgs = {
  input: ExecuteInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationExportKeyArgs = {
  input: ExportKeyInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationGenerateDataKeyArgs = {
  input: GenerateDataKeyInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationGrantArgs = {
  input: GrantInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationImportKeyArgs = {
  input: ImportKeyInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationIssueCertificateArgs = {
  input: IssueCertificateInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationIssueTokenArgs = {
  input: IssueTokenInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationLinkSubjectArgs = {
  input: LinkSubjectInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationMacArgs = {
  input: MacInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationMergeUnitsArgs = {
  input: MergeUnitsInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationMoveUnitArgs = {
  input: MoveUnitInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationOpenEnvelopeArgs = {
  input: OpenEnvelopeInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationPrepareSignatureArgs = {
  input: PrepareSignatureInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationProposeArgs = {
  input: ProposeInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationRejectArgs = {
  input: RejectInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationRemoveTrustAnchorArgs = {
  input: RemoveTrustAnchorInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationRenameUnitArgs = {
  input: RenameUnitInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationReportIncidentArgs = {
  input: ReportIncidentInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationResignArgs = {
  input: ResignInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationRevokeCertificateArgs = {
  input: RevokeCertificateInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationRevokeGrantArgs = {
  input: RevokeGrantInput;
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
export type MutationRevokeTokenArgs = {
  input: RevokeTokenInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationRewrapArgs = {
  input: RewrapInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationRewrapEnvelopeArgs = {
  input: RewrapEnvelopeInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationRotateKeyArgs = {
  input: RotateKeyInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationRotateUnitKeyArgs = {
  input: RotateUnitKeyInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationScheduleKeyDestructionArgs = {
  input: ScheduleKeyDestructionInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationSealEnvelopeArgs = {
  input: SealEnvelopeInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationSealUnitArgs = {
  input: SealUnitInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationSetApprovalRuleArgs = {
  input: SetApprovalRuleInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationShredUnitArgs = {
  input: ShredUnitInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationSignArgs = {
  input: SignInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationSignDocumentArgs = {
  input: SignDocumentInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationSplitUnitArgs = {
  input: SplitUnitInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationTimestampArgs = {
  input: TimestampInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationTrustWorkloadArgs = {
  input: TrustWorkloadInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationUnlinkSubjectArgs = {
  input: UnlinkSubjectInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationUnsealUnitArgs = {
  input: UnsealUnitInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationUpdateKeyArgs = {
  input: UpdateKeyInput;
};


/** What changes something. At most one of these fields in a request; `__typename` does not count. */
export type MutationVerifyMacArgs = {
  input: VerifyMacInput;
};

/** Anything with a global identifier. */
export type Node = {
  /** Global identifier, opaque to clients. */
  readonly id: Scalars['ID']['output'];
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

/** An account at the organisation's identity provider. */
export type OidcSubject = Node & {
  readonly __typename?: 'OidcSubject';
  /** When it was linked. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** Null while it is. */
  readonly endedAt: Maybe<Scalars['DateTime']['output']>;
  /** Global identifier. */
  readonly id: Scalars['ID']['output'];
  /** As `iss` has it. */
  readonly issuer: Scalars['String']['output'];
  /** As `sub` has it. */
  readonly subject: Scalars['String']['output'];
};

/** Input of openEnvelope: either envelope or recipientInfos. */
export type OpenEnvelopeInput = {
  /** The whole envelope. */
  readonly envelope?: InputMaybe<DocumentInput>;
  /** `UNIT/NAME` of the key; found by the recipients when not given, unless they are named by key identifier alone. */
  readonly key?: InputMaybe<Scalars['String']['input']>;
  /** DER of the SET OF RecipientInfo (RFC 5652 section 6.1) of an envelope that stays where it is; at most 1 MiB. */
  readonly recipientInfos?: InputMaybe<Scalars['Base64']['input']>;
  /**
   * Also opens EnvelopedData with AES-CBC, which nothing protects against change: whoever can alter the envelope, and sees
   * what comes of it, may come to read it.
   */
  readonly unauthenticated: Scalars['Boolean']['input'];
};

/** What openEnvelope opened. */
export type OpenEnvelopePayload = {
  readonly __typename?: 'OpenEnvelopePayload';
  /** The audit entry of it. */
  readonly auditEntryId: Scalars['ID']['output'];
  /** The content-encryption key; null when the envelope was given. It opens this envelope and nothing else. */
  readonly contentKey: Maybe<Scalars['Base64']['output']>;
  /** The content; null when recipientInfos were given. */
  readonly document: Maybe<Document>;
  /** The version of the key. */
  readonly keyVersion: Scalars['Int']['output'];
  /** Path of the unit whose key opened it. */
  readonly unit: Scalars['String']['output'];
};

/** Why an item of a batch has no result. */
export type OperationError = {
  readonly __typename?: 'OperationError';
  /** Stable code, the same list as `extensions.code`. */
  readonly code: Scalars['String']['output'];
  /** In words. */
  readonly message: Scalars['String']['output'];
  /** As given. */
  readonly reference: Maybe<Scalars['String']['output']>;
  /** Whether the same item may succeed later. */
  readonly retryable: Scalars['Boolean']['output'];
};

/** Where a list goes on. */
export type PageInfo = {
  readonly __typename?: 'PageInfo';
  /** Cursor of the last element here; null when there is none. */
  readonly endCursor: Maybe<Scalars['String']['output']>;
  /** Whether more follow. */
  readonly hasNextPage: Scalars['Boolean']['output'];
};

export type { PartyKind };

/** What a person signs in and approves with: a key pair in a device of theirs (WebAuthn). */
export type Passkey = Node & {
  readonly __typename?: 'Passkey';
  /** When it was enrolled. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** Global identifier. */
  readonly id: Scalars['ID']['output'];
  /** Null when it never was. */
  readonly lastUsedAt: Maybe<Scalars['DateTime']['output']>;
  /** Null while it stands. */
  readonly revokedAt: Maybe<Scalars['DateTime']['output']>;
  /** What its owner calls it. */
  readonly title: Scalars['String']['output'];
};

/**
 * What a passkey answered (AuthenticationResponseJSON of WebAuthn Level 3 section 5.1.8), each in Base64url without padding.
 * Its challenge is the proposal's `actSha256`, and the person must have been verified.
 */
export type PasskeyAssertionInput = {
  /** `response.authenticatorData`. */
  readonly authenticatorData: Scalars['String']['input'];
  /** `response.clientDataJSON`. */
  readonly clientDataJson: Scalars['String']['input'];
  /** `id` of the credential. */
  readonly credentialId: Scalars['String']['input'];
  /** `response.signature`. */
  readonly signature: Scalars['String']['input'];
  /** `response.userHandle`, where there is one. */
  readonly userHandle?: InputMaybe<Scalars['String']['input']>;
};

/** Somebody who signs in. */
export type Person = Node & {
  readonly __typename?: 'Person';
  /** When it was entered. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** When it was disabled; null when it was not. */
  readonly disabledAt: Maybe<Scalars['DateTime']['output']>;
  /** All that was ever given to the person in the units that the caller manages. */
  readonly grants: ReadonlyArray<Grant>;
  /** Global identifier. */
  readonly id: Scalars['ID']['output'];
  /** What one signs in with; unique in the office, for ever. */
  readonly name: Scalars['String']['output'];
  /** Oldest first, revoked ones too. */
  readonly passkeys: ReadonlyArray<Passkey>;
  /** Newest first, ended ones too. */
  readonly sessions: ReadonlyArray<Session>;
  /** Accounts at the organisation's identity provider, oldest first, ended ones too. */
  readonly subjects: ReadonlyArray<OidcSubject>;
  /** Display name in any script. */
  readonly title: Scalars['String']['output'];
  /** Path of the unit where the person is at home. */
  readonly unit: Scalars['String']['output'];
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
  /** Where it stands in the list. */
  readonly cursor: Scalars['String']['output'];
  /** The person. */
  readonly node: Person;
};

/** Input of prepareSignature. */
export type PrepareSignatureInput = {
  /** Hexadecimal serial number of the certificate; the newest valid one of the active version when not given. */
  readonly certificateSerialHex?: InputMaybe<Scalars['String']['input']>;
  /** Digest of the document; for PAdES of the octets that /ByteRange names. */
  readonly digest: Scalars['Base64']['input'];
  /** PAdES for what goes into /Contents of a PDF, CAdES for a file of its own. */
  readonly format: SignatureFormat;
  /** How it was made. The algorithm of the key decides: SHA-256, for ECDSA P-384 SHA-384, for Ed25519 SHA-512. */
  readonly hashAlgorithm: HashAlgorithm;
  /** `UNIT/NAME` of a sign-document key. */
  readonly key: Scalars['String']['input'];
  /** How long the signature is to be provable. */
  readonly level: SignatureLevel;
};

/** What prepareSignature says. */
export type PrepareSignaturePayload = {
  readonly __typename?: 'PrepareSignaturePayload';
  /** The signer's certificate. */
  readonly certificateSerialHex: Scalars['String']['output'];
  /** An hour after it was made. */
  readonly expiresAt: Scalars['DateTime']['output'];
  /** Goes to completeSignature as it is, before it expires; neither secret nor kept here. */
  readonly preparation: Scalars['Base64']['output'];
  /** The finished signature has at most so many octets: what a PDF has to reserve, whatever its digest. */
  readonly signatureOctets: Scalars['Int']['output'];
  /** What the key would sign: SignedAttributes, DER (RFC 5652 section 5.4). */
  readonly toBeSigned: Scalars['Base64']['output'];
};

/** Input of previewUnitChange: the input of the change itself. Idempotency keys play no part. */
export type PreviewUnitChangeInput =
  /** As abolishUnit. */
  { readonly abolish: AbolishUnitInput; readonly merge?: never; readonly move?: never; readonly rotateKey?: never; readonly seal?: never; readonly shred?: never; readonly split?: never; readonly unseal?: never; }
  |  /** As mergeUnits. */
  { readonly abolish?: never; readonly merge: MergeUnitsInput; readonly move?: never; readonly rotateKey?: never; readonly seal?: never; readonly shred?: never; readonly split?: never; readonly unseal?: never; }
  |  /** As moveUnit. */
  { readonly abolish?: never; readonly merge?: never; readonly move: MoveUnitInput; readonly rotateKey?: never; readonly seal?: never; readonly shred?: never; readonly split?: never; readonly unseal?: never; }
  |  /** As rotateUnitKey. */
  { readonly abolish?: never; readonly merge?: never; readonly move?: never; readonly rotateKey: RotateUnitKeyInput; readonly seal?: never; readonly shred?: never; readonly split?: never; readonly unseal?: never; }
  |  /** As sealUnit. */
  { readonly abolish?: never; readonly merge?: never; readonly move?: never; readonly rotateKey?: never; readonly seal: SealUnitInput; readonly shred?: never; readonly split?: never; readonly unseal?: never; }
  |  /** As shredUnit. */
  { readonly abolish?: never; readonly merge?: never; readonly move?: never; readonly rotateKey?: never; readonly seal?: never; readonly shred: ShredUnitInput; readonly split?: never; readonly unseal?: never; }
  |  /** As splitUnit. */
  { readonly abolish?: never; readonly merge?: never; readonly move?: never; readonly rotateKey?: never; readonly seal?: never; readonly shred?: never; readonly split: SplitUnitInput; readonly unseal?: never; }
  |  /** As unsealUnit. */
  { readonly abolish?: never; readonly merge?: never; readonly move?: never; readonly rotateKey?: never; readonly seal?: never; readonly shred?: never; readonly split?: never; readonly unseal: UnsealUnitInput; };

export type { ProposableAct };

/** An act that waits for others to approve it, or what became of it. */
export type Proposal = Node & {
  readonly __typename?: 'Proposal';
  /** What is to be done. */
  readonly act: ProposableAct;
  /** Lower-case hexadecimal SHA-256 of `canonicalAct` in UTF-8: the challenge that each approver's passkey signs. */
  readonly actSha256: Scalars['String']['output'];
  /** Who approved it, oldest first. */
  readonly approvals: ReadonlyArray<ProposalApproval>;
  /** How many approvals count now: whoever left, or lost the right or the passkey, counts no more. */
  readonly approvalsCounting: Scalars['Int']['output'];
  /** How many people have to approve it. */
  readonly approvalsRequired: Scalars['Int']['output'];
  /**
   * Exactly what is approved: JSON in the form of RFC 8785 with the act, its parameters, what their identifiers were called,
   * the unit, the office, this proposal and its end.
   */
  readonly canonicalAct: Scalars['String']['output'];
  /** When it was proposed. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** When all of it was done; null when it was not. */
  readonly executedAt: Maybe<Scalars['DateTime']['output']>;
  /** Who executes it, or has; null while nobody does. */
  readonly executedBy: Maybe<ProposalParty>;
  /** Its last moment. */
  readonly expiresAt: Scalars['DateTime']['output'];
  /** Global identifier. */
  readonly id: Scalars['ID']['output'];
  /** Who proposed it. */
  readonly proposedBy: ProposalParty;
  /** Whether `reject` takes it: while it is OPEN, and once a ceremony is released, until the keeper had it confirmed. */
  readonly rejectable: Scalars['Boolean']['output'];
  /** When somebody said no. */
  readonly rejectedAt: Maybe<Scalars['DateTime']['output']>;
  /** Who said no; null when nobody did. */
  readonly rejectedBy: Maybe<ProposalParty>;
  /** Why. */
  readonly rejectionReason: Maybe<Scalars['String']['output']>;
  /** Of a list of documents, those that are signed. */
  readonly signatures: ReadonlyArray<ApprovedSignature>;
  /** Whether it still waits. */
  readonly state: ProposalState;
  /** Where: there its approvers must be allowed to approve. */
  readonly unit: Unit;
};

/**
 * An approval with what proves it to anyone: the passkey's signature over `authenticatorData` and the SHA-256 of
 * `clientDataJson`, whose challenge is the digest of the act (WebAuthn Level 3 section 7.2).
 */
export type ProposalApproval = {
  readonly __typename?: 'ProposalApproval';
  /** When. */
  readonly approvedAt: Scalars['DateTime']['output'];
  /** Authenticator data. */
  readonly authenticatorData: Scalars['Base64']['output'];
  /** Client data, JSON in UTF-8. */
  readonly clientDataJson: Scalars['Base64']['output'];
  /** Whether it counts now. */
  readonly counts: Scalars['Boolean']['output'];
  /** Who approved. */
  readonly person: ProposalParty;
  /** The passkey's public key, COSE_Key (RFC 9052). */
  readonly publicKey: Scalars['Base64']['output'];
  /** The signature. */
  readonly signature: Scalars['Base64']['output'];
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

/** A person or a program. */
export type ProposalParty = {
  readonly __typename?: 'ProposalParty';
  /** Identifier, as audit entries have it. */
  readonly id: Scalars['ID']['output'];
  /** Which of the two. */
  readonly kind: PartyKind;
  /** Name; null when there is none any more. */
  readonly name: Maybe<Scalars['String']['output']>;
};

export type { ProposalState };

/** Exactly one act. Names are resolved at once: what is approved is about keys, versions and units, not about names. */
export type ProposeInput =
  /** Has the office trust an authority of others. */
  { readonly addTrustAnchor: AddTrustAnchorInput; readonly changeCustody?: never; readonly createAuthority?: never; readonly enrolDevice?: never; readonly exportKey?: never; readonly grant?: never; readonly mergeUnits?: never; readonly removeTrustAnchor?: never; readonly rotateRootKey?: never; readonly scheduleKeyDestruction?: never; readonly setApprovalRule?: never; readonly shredUnit?: never; readonly signDocuments?: never; }
  |  /** Gives the root key to other custodians; once it is executed, the present ones hold the ceremony at the machine. */
  { readonly addTrustAnchor?: never; readonly changeCustody: ChangeCustodyInput; readonly createAuthority?: never; readonly enrolDevice?: never; readonly exportKey?: never; readonly grant?: never; readonly mergeUnits?: never; readonly removeTrustAnchor?: never; readonly rotateRootKey?: never; readonly scheduleKeyDestruction?: never; readonly setApprovalRule?: never; readonly shredUnit?: never; readonly signDocuments?: never; }
  |  /** Makes a certification authority. */
  { readonly addTrustAnchor?: never; readonly changeCustody?: never; readonly createAuthority: CreateAuthorityInput; readonly enrolDevice?: never; readonly exportKey?: never; readonly grant?: never; readonly mergeUnits?: never; readonly removeTrustAnchor?: never; readonly rotateRootKey?: never; readonly scheduleKeyDestruction?: never; readonly setApprovalRule?: never; readonly shredUnit?: never; readonly signDocuments?: never; }
  |  /** Lets a device be enrolled for a person who lost all of them, or who may approve. */
  { readonly addTrustAnchor?: never; readonly changeCustody?: never; readonly createAuthority?: never; readonly enrolDevice: CreateEnrolmentInput; readonly exportKey?: never; readonly grant?: never; readonly mergeUnits?: never; readonly removeTrustAnchor?: never; readonly rotateRootKey?: never; readonly scheduleKeyDestruction?: never; readonly setApprovalRule?: never; readonly shredUnit?: never; readonly signDocuments?: never; }
  |  /** Gives a key away, wrapped for its recipient. */
  { readonly addTrustAnchor?: never; readonly changeCustody?: never; readonly createAuthority?: never; readonly enrolDevice?: never; readonly exportKey: ExportKeyInput; readonly grant?: never; readonly mergeUnits?: never; readonly removeTrustAnchor?: never; readonly rotateRootKey?: never; readonly scheduleKeyDestruction?: never; readonly setApprovalRule?: never; readonly shredUnit?: never; readonly signDocuments?: never; }
  |  /** Gives a person what lets it approve; other grants need nobody's approval. */
  { readonly addTrustAnchor?: never; readonly changeCustody?: never; readonly createAuthority?: never; readonly enrolDevice?: never; readonly exportKey?: never; readonly grant: GrantInput; readonly mergeUnits?: never; readonly removeTrustAnchor?: never; readonly rotateRootKey?: never; readonly scheduleKeyDestruction?: never; readonly setApprovalRule?: never; readonly shredUnit?: never; readonly signDocuments?: never; }
  |  /** Merges a unit into another one. */
  { readonly addTrustAnchor?: never; readonly changeCustody?: never; readonly createAuthority?: never; readonly enrolDevice?: never; readonly exportKey?: never; readonly grant?: never; readonly mergeUnits: MergeUnitsInput; readonly removeTrustAnchor?: never; readonly rotateRootKey?: never; readonly scheduleKeyDestruction?: never; readonly setApprovalRule?: never; readonly shredUnit?: never; readonly signDocuments?: never; }
  |  /** Has the office trust an authority of others no more. */
  { readonly addTrustAnchor?: never; readonly changeCustody?: never; readonly createAuthority?: never; readonly enrolDevice?: never; readonly exportKey?: never; readonly grant?: never; readonly mergeUnits?: never; readonly removeTrustAnchor: RemoveTrustAnchorInput; readonly rotateRootKey?: never; readonly scheduleKeyDestruction?: never; readonly setApprovalRule?: never; readonly shredUnit?: never; readonly signDocuments?: never; }
  |  /** Makes a further root key; once it is executed, the custodians hold the ceremony at the machine. */
  { readonly addTrustAnchor?: never; readonly changeCustody?: never; readonly createAuthority?: never; readonly enrolDevice?: never; readonly exportKey?: never; readonly grant?: never; readonly mergeUnits?: never; readonly removeTrustAnchor?: never; readonly rotateRootKey: RotateRootKeyInput; readonly scheduleKeyDestruction?: never; readonly setApprovalRule?: never; readonly shredUnit?: never; readonly signDocuments?: never; }
  |  /** Takes a key out of use and destroys it when the waiting time is over. */
  { readonly addTrustAnchor?: never; readonly changeCustody?: never; readonly createAuthority?: never; readonly enrolDevice?: never; readonly exportKey?: never; readonly grant?: never; readonly mergeUnits?: never; readonly removeTrustAnchor?: never; readonly rotateRootKey?: never; readonly scheduleKeyDestruction: ScheduleKeyDestructionInput; readonly setApprovalRule?: never; readonly shredUnit?: never; readonly signDocuments?: never; }
  |  /** Says how many people approve an act. */
  { readonly addTrustAnchor?: never; readonly changeCustody?: never; readonly createAuthority?: never; readonly enrolDevice?: never; readonly exportKey?: never; readonly grant?: never; readonly mergeUnits?: never; readonly removeTrustAnchor?: never; readonly rotateRootKey?: never; readonly scheduleKeyDestruction?: never; readonly setApprovalRule: SetApprovalRuleInput; readonly shredUnit?: never; readonly signDocuments?: never; }
  |  /** Erases a unit's key-encryption key, and with it all of its private keys. */
  { readonly addTrustAnchor?: never; readonly changeCustody?: never; readonly createAuthority?: never; readonly enrolDevice?: never; readonly exportKey?: never; readonly grant?: never; readonly mergeUnits?: never; readonly removeTrustAnchor?: never; readonly rotateRootKey?: never; readonly scheduleKeyDestruction?: never; readonly setApprovalRule?: never; readonly shredUnit: ShredUnitInput; readonly signDocuments?: never; }
  |  /** Signs a list of documents, which are approved as one. */
  { readonly addTrustAnchor?: never; readonly changeCustody?: never; readonly createAuthority?: never; readonly enrolDevice?: never; readonly exportKey?: never; readonly grant?: never; readonly mergeUnits?: never; readonly removeTrustAnchor?: never; readonly rotateRootKey?: never; readonly scheduleKeyDestruction?: never; readonly setApprovalRule?: never; readonly shredUnit?: never; readonly signDocuments: SignDocumentsInput; };

/** What propose made. */
export type ProposePayload = {
  readonly __typename?: 'ProposePayload';
  /** The proposal. */
  readonly proposal: Proposal;
};

/** What reads and changes nothing. Verification needs no token; all else does. */
export type Query = {
  readonly __typename?: 'Query';
  /** The applications of the caller's subtree. */
  readonly applications: ApplicationConnection;
  /** How many people approve which act, as the rules of the caller's units say. What no rule says is the office's own. */
  readonly approvalRules: ReadonlyArray<ApprovalRule>;
  /** The audit entries of the caller's subtree, oldest first. */
  readonly auditEntries: AuditEntryConnection;
  /** One audit entry with all that proves it, for auditors of its unit and for who caused it; null when there is none. */
  readonly auditEntry: Maybe<AuditEntry>;
  /** All certification authorities. */
  readonly authorities: ReadonlyArray<Authority>;
  /** A certification authority by its slug. */
  readonly authority: Maybe<Authority>;
  /** A certificate by its serial number. */
  readonly certificate: Maybe<Certificate>;
  /** The certificates of the caller's subtree, oldest first. */
  readonly certificates: CertificateConnection;
  /** The newest signed checkpoint of the audit log; null before the first. */
  readonly checkpoint: Maybe<Checkpoint>;
  /** The proof that the log of the newest checkpoint continues an earlier one (RFC 9162 section 2.1.4). */
  readonly consistencyProof: ConsistencyProof;
  /** What to wrap a key under that is to be taken in by `importKey`. The first one takes seconds to make. */
  readonly importWrappingKey: ImportWrappingKey;
  /** A key in wrong hands; null when there is none that the caller may read the log of. */
  readonly incident: Maybe<Incident>;
  /** Incidents of the caller's subtree, oldest first, drills too. */
  readonly incidents: IncidentConnection;
  /** The proof that an audit entry stands in the log (RFC 9162 section 2.1.3); null until the entry has its place. */
  readonly inclusionProof: Maybe<InclusionProof>;
  /** A key by its name; null when there is none that the caller may see. */
  readonly key: Maybe<Key>;
  /** The keys of the caller's subtree. */
  readonly keys: KeyConnection;
  /** Finds any object by its global identifier. */
  readonly node: Maybe<Node>;
  /** The office: whether it is a practice office, and where it publishes. */
  readonly office: Office;
  /** The people of the units that the caller manages, oldest first. */
  readonly people: PersonConnection;
  /** A person by name: oneself, or one of the units that the caller manages; null when there is none. */
  readonly person: Maybe<Person>;
  /** What a change of the tree would do, and who could use which key before and after. Nothing is changed. */
  readonly previewUnitChange: UnitChangePreview;
  /** A proposal; null when there is none that the caller may see. */
  readonly proposal: Maybe<Proposal>;
  /** The proposals on units that the caller may see, oldest first. */
  readonly proposals: ProposalConnection;
  /** Octets from the cryptographically secure generator of the service. */
  readonly random: Scalars['Base64']['output'];
  /** The certificate to which is sealed now what is for a unit; of any unit, since others seal to it. */
  readonly recipient: Recipient;
  /** What proves offline, to anyone, that a signature stands in the log; null until it has its place, about a second. */
  readonly signatureReceipt: Maybe<SignatureReceipt>;
  /**
   * The authorities of others that the office trusts when it verifies, as its officers decided, oldest first. Its own are
   * `authorities`; files that the operator of a host put there come on top.
   */
  readonly trustAnchors: ReadonlyArray<TrustAnchor>;
  /** A unit by its path; null when there is none that the caller may see. */
  readonly unit: Maybe<Unit>;
  /** The units at and below the caller's own, parents before children. */
  readonly units: UnitConnection;
  /** Checks raw signatures, one outcome per item. */
  readonly verify: VerifyPayload;
  /** Judges a signed document (EN 319 102-1). Broken input is a verdict, not an error. */
  readonly verifyDocument: ValidationReport;
  /** Who asks: the person or the application behind the credential, and what it may do. */
  readonly viewer: Viewer;
};


/** What reads and changes nothing. Verification needs no token; all else does. */
export type QueryApplicationsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** What reads and changes nothing. Verification needs no token; all else does. */
export type QueryAuditEntriesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** What reads and changes nothing. Verification needs no token; all else does. */
export type QueryAuditEntryArgs = {
  id: Scalars['ID']['input'];
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
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  unit?: InputMaybe<Scalars['String']['input']>;
};


/** What reads and changes nothing. Verification needs no token; all else does. */
export type QueryConsistencyProofArgs = {
  fromSize: Scalars['Int']['input'];
};


/** What reads and changes nothing. Verification needs no token; all else does. */
export type QueryImportWrappingKeyArgs = {
  provider?: InputMaybe<KeyProvider>;
};


/** What reads and changes nothing. Verification needs no token; all else does. */
export type QueryIncidentArgs = {
  id: Scalars['ID']['input'];
};


/** What reads and changes nothing. Verification needs no token; all else does. */
export type QueryIncidentsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** What reads and changes nothing. Verification needs no token; all else does. */
export type QueryInclusionProofArgs = {
  auditEntryId: Scalars['ID']['input'];
};


/** What reads and changes nothing. Verification needs no token; all else does. */
export type QueryKeyArgs = {
  name: Scalars['String']['input'];
};


/** What reads and changes nothing. Verification needs no token; all else does. */
export type QueryKeysArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  unit?: InputMaybe<Scalars['String']['input']>;
};


/** What reads and changes nothing. Verification needs no token; all else does. */
export type QueryNodeArgs = {
  id: Scalars['ID']['input'];
};


/** What reads and changes nothing. Verification needs no token; all else does. */
export type QueryPeopleArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** What reads and changes nothing. Verification needs no token; all else does. */
export type QueryPersonArgs = {
  name: Scalars['String']['input'];
};


/** What reads and changes nothing. Verification needs no token; all else does. */
export type QueryPreviewUnitChangeArgs = {
  input: PreviewUnitChangeInput;
};


/** What reads and changes nothing. Verification needs no token; all else does. */
export type QueryProposalArgs = {
  id: Scalars['ID']['input'];
};


/** What reads and changes nothing. Verification needs no token; all else does. */
export type QueryProposalsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  state?: InputMaybe<ProposalState>;
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
export type QuerySignatureReceiptArgs = {
  auditEntryId: Scalars['ID']['input'];
  witnessed?: InputMaybe<Scalars['Boolean']['input']>;
};


/** What reads and changes nothing. Verification needs no token; all else does. */
export type QueryUnitArgs = {
  path: Scalars['String']['input'];
};


/** What reads and changes nothing. Verification needs no token; all else does. */
export type QueryUnitsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** What reads and changes nothing. Verification needs no token; all else does. */
export type QueryVerifyArgs = {
  input: VerifyInput;
};


/** What reads and changes nothing. Verification needs no token; all else does. */
export type QueryVerifyDocumentArgs = {
  input: VerifyDocumentInput;
};

/** A raw signature. */
export type RawSignature = {
  readonly __typename?: 'RawSignature';
  /** The audit entry of this signature. */
  readonly auditEntryId: Scalars['ID']['output'];
  /** As given. */
  readonly reference: Maybe<Scalars['String']['output']>;
  /** ECDSA: DER Ecdsa-Sig-Value; RSA: as long as the modulus; EdDSA and ML-DSA: as their standards write it. */
  readonly signature: Scalars['Base64']['output'];
};

/** The answer on one raw signature. */
export type RawVerification = {
  readonly __typename?: 'RawVerification';
  /** The version of the key under which it holds; null for a public key that was given, or when it does not hold. */
  readonly keyVersion: Maybe<Scalars['Int']['output']>;
  /** As given. */
  readonly reference: Maybe<Scalars['String']['output']>;
  /** Whether the signature holds for the message under this key. */
  readonly valid: Scalars['Boolean']['output'];
};

/** A finding in words. */
export type Reason = {
  readonly __typename?: 'Reason';
  /** Stable code. */
  readonly code: Scalars['String']['output'];
  /** In words. */
  readonly text: Scalars['String']['output'];
};

/** Who opens what is sealed to a unit. */
export type Recipient = {
  readonly __typename?: 'Recipient';
  /** Its encryption certificate, PEM. */
  readonly certificatePem: Scalars['String']['output'];
  /** Hexadecimal serial number of it. */
  readonly serialHex: Scalars['String']['output'];
  /** Path of the unit. */
  readonly unit: Scalars['String']['output'];
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

/**
 * A ceremony is released. Custodians hold it at the machine, by `chancery custody` with the proposal; the proposal stays
 * EXECUTING until they have.
 */
export type ReleaseCeremonyPayload = {
  readonly __typename?: 'ReleaseCeremonyPayload';
  /** They have to hold it until then. */
  readonly heldUntil: Scalars['DateTime']['output'];
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

/** Input of renameUnit. */
export type RenameUnitInput = {
  /** The same key gives the same answer and does nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** New last part of the path; as it is when not given. */
  readonly slug?: InputMaybe<Scalars['String']['input']>;
  /** New display name; as it is when not given. */
  readonly title?: InputMaybe<Scalars['String']['input']>;
  /** Path of the unit. */
  readonly unit: Scalars['String']['input'];
};

/** What renameUnit did. */
export type RenameUnitPayload = {
  readonly __typename?: 'RenameUnitPayload';
  /** The unit. */
  readonly unit: Unit;
};

/** Input of reportIncident. */
export type ReportIncidentInput = {
  /** Global identifier of the incident. */
  readonly incidentId: Scalars['ID']['input'];
};

/** What reportIncident made. */
export type ReportIncidentPayload = {
  readonly __typename?: 'ReportIncidentPayload';
  /** The audit entry that holds the SHA-256 of both; `signatureReceipt` proves it offline. */
  readonly auditEntryId: Scalars['ID']['output'];
  /** The facts in JSON, with each signature that has still to be made anew, at most 10,000. */
  readonly facts: Scalars['String']['output'];
  /** The incident. */
  readonly incident: Incident;
  /** The report for people, Vietnamese and English. */
  readonly text: Scalars['String']['output'];
};

/** Input of resign. */
export type ResignInput = {
  /** Global identifier of the incident. */
  readonly incidentId: Scalars['ID']['input'];
  /** Signatures with those that took their place, at most 1,000; those whose content was signed again when not given. */
  readonly signatures?: InputMaybe<ReadonlyArray<ResignedInput>>;
};

/** What resign noted. */
export type ResignPayload = {
  readonly __typename?: 'ResignPayload';
  /** The incident, with its progress. */
  readonly incident: Incident;
};

/** A signature and the one that took its place. */
export type ResignedInput = {
  /** Audit entry of the signature of the incident. */
  readonly auditEntryId: Scalars['ID']['input'];
  /** Audit entry of the signature by another key. */
  readonly replacedBy: Scalars['ID']['input'];
};

export type { RevocationReason };

/** Input of revokeCertificate. */
export type RevokeCertificateInput = {
  /** Since when the key is known or believed to be in wrong hands. */
  readonly invalidityDate?: InputMaybe<Scalars['DateTime']['input']>;
  /** Why. */
  readonly reason: RevocationReason;
  /** Hexadecimal serial number. */
  readonly serialHex: Scalars['String']['input'];
};

/** What revokeCertificate did. */
export type RevokeCertificatePayload = {
  readonly __typename?: 'RevokeCertificatePayload';
  /** The certificate, revoked. */
  readonly certificate: Certificate;
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

/**
 * Input of rewrapEnvelope. The unit that opens an envelope is sealed to anew by its certificate of today, unless it is
 * removed; whoever is neither added nor removed stays. Whoever was removed and had opened an envelope may still know its key.
 */
export type RewrapEnvelopeInput = {
  /** Certificates to add, PEM. */
  readonly addCertificatesPem: ReadonlyArray<Scalars['String']['input']>;
  /** Paths of units to add. */
  readonly addUnits: ReadonlyArray<Scalars['String']['input']>;
  /** 1 to 1,000 envelopes. */
  readonly items: ReadonlyArray<RewrapEnvelopeItemInput>;
  /** `UNIT/NAME` of the key that opens them; found by the recipients when not given. */
  readonly key?: InputMaybe<Scalars['String']['input']>;
  /** Certificates to remove, PEM. */
  readonly removeCertificatesPem: ReadonlyArray<Scalars['String']['input']>;
  /** Paths of units to remove. */
  readonly removeUnits: ReadonlyArray<Scalars['String']['input']>;
};

/** One envelope whose recipients are to be exchanged. */
export type RewrapEnvelopeItemInput = {
  /** DER of the SET OF RecipientInfo (RFC 5652 section 6.1); at most 1 MiB. */
  readonly recipientInfos: Scalars['Base64']['input'];
  /** Comes back with the outcome. */
  readonly reference?: InputMaybe<Scalars['String']['input']>;
};

/** Other recipients for one envelope, or why not. */
export type RewrapEnvelopeOutcome = OperationError | RewrappedRecipients;

/** What rewrapEnvelope made, one outcome per item, in order. */
export type RewrapEnvelopePayload = {
  readonly __typename?: 'RewrapEnvelopePayload';
  /** Outcomes in the order of the items. */
  readonly outcomes: ReadonlyArray<RewrapEnvelopeOutcome>;
};

/** Input of rewrap. */
export type RewrapInput = {
  /** 1 to 1,000 ciphertexts, of any versions. */
  readonly items: ReadonlyArray<RewrapItemInput>;
  /** `UNIT/NAME` of the encrypt key. */
  readonly key: Scalars['String']['input'];
};

/** One ciphertext to be encrypted anew. */
export type RewrapItemInput = {
  /** As it was given then; it stays bound. */
  readonly associatedData?: InputMaybe<Scalars['Base64']['input']>;
  /** As encrypt, rewrap or generateDataKey made it. */
  readonly ciphertext: Scalars['Base64']['input'];
  /** Comes back with the outcome. */
  readonly reference?: InputMaybe<Scalars['String']['input']>;
};

/** A newer ciphertext, or why there is none. */
export type RewrapOutcome = OperationError | Rewrapped;

/** What rewrap made, one outcome per item, in order. */
export type RewrapPayload = {
  readonly __typename?: 'RewrapPayload';
  /** The version of the key under which everything is now. */
  readonly keyVersion: Scalars['Int']['output'];
  /** Outcomes in the order of the items. */
  readonly outcomes: ReadonlyArray<RewrapOutcome>;
};

/** A ciphertext of the newest version. */
export type Rewrapped = {
  readonly __typename?: 'Rewrapped';
  /** The audit entry of this item. */
  readonly auditEntryId: Scalars['ID']['output'];
  /** Takes the place of the one that was given. */
  readonly ciphertext: Scalars['Base64']['output'];
  /** The version that had made the one that was given. */
  readonly fromVersion: Scalars['Int']['output'];
  /** As given. */
  readonly reference: Maybe<Scalars['String']['output']>;
};

/** Takes the place of what was given; the content key stays. */
export type RewrappedRecipients = {
  readonly __typename?: 'RewrappedRecipients';
  /** The audit entry of the opening. */
  readonly auditEntryId: Scalars['ID']['output'];
  /** DER of the SET OF RecipientInfo. */
  readonly recipientInfos: Scalars['Base64']['output'];
  /** As given. */
  readonly reference: Maybe<Scalars['String']['output']>;
};

export type { Role };

/** Input of rotateKey. */
export type RotateKeyInput = {
  /** The same key gives the same answer and makes nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** `UNIT/NAME`. */
  readonly name: Scalars['String']['input'];
  /** Revoke the certificates of the old version as superseded. They stay valid when this is not asked for. */
  readonly revokeOld: Scalars['Boolean']['input'];
};

/** What rotateKey made. */
export type RotateKeyPayload = {
  readonly __typename?: 'RotateKeyPayload';
  /** Certificates issued for the new version. */
  readonly certificates: ReadonlyArray<Certificate>;
  /** The key with its new version active. */
  readonly key: Key;
};

/** Input of rotateRootKey. */
export type RotateRootKeyInput = {
  /** The same key gives the same proposal and makes nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** Input of rotateUnitKey. */
export type RotateUnitKeyInput = {
  /** The same key gives the same answer and does nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Path of the unit. */
  readonly unit: Scalars['String']['input'];
};

/** What rotateUnitKey did. */
export type RotateUnitKeyPayload = {
  readonly __typename?: 'RotateUnitKeyPayload';
  /** The unit. */
  readonly unit: Unit;
};

/** Input of scheduleKeyDestruction. */
export type ScheduleKeyDestructionInput = {
  /** The same key gives the same answer and does nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** `UNIT/NAME`. */
  readonly name: Scalars['String']['input'];
  /** Days until it is destroyed, 7 to 30. */
  readonly waitingDays: Scalars['Int']['input'];
};

/** What scheduleKeyDestruction changed. */
export type ScheduleKeyDestructionPayload = {
  readonly __typename?: 'ScheduleKeyDestructionPayload';
  /** The key as it is now. */
  readonly key: Key;
};

/** Input of sealEnvelope. Recipients together: 1 to 1,000. */
export type SealEnvelopeInput = {
  /** Certificates whose holders may open it, PEM. */
  readonly certificatesPem: ReadonlyArray<Scalars['String']['input']>;
  /** The document. */
  readonly document: DocumentInput;
  /** CMS up to 64 MiB when not given. */
  readonly format?: InputMaybe<SealedFormat>;
  /** Makes a retry answer what the first attempt did. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Passwords by which anybody opens it, at least 8 characters each. */
  readonly passwords: ReadonlyArray<Scalars['String']['input']>;
  /** `UNIT/NAME` of a sign-document key that signs the document first; when it cannot, nothing is sealed. */
  readonly signWith?: InputMaybe<Scalars['String']['input']>;
  /** Paths of units that may open it. */
  readonly units: ReadonlyArray<Scalars['String']['input']>;
};

/** What sealEnvelope made. */
export type SealEnvelopePayload = {
  readonly __typename?: 'SealEnvelopePayload';
  /** The audit entry of it. */
  readonly auditEntryId: Scalars['ID']['output'];
  /** The envelope. */
  readonly document: Document;
  /** The format it has. */
  readonly format: SealedFormat;
};

/** Input of sealUnit. */
export type SealUnitInput = {
  /** Seal the units below it too. */
  readonly below: Scalars['Boolean']['input'];
  /** The same key gives the same answer and does nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Path of the unit. */
  readonly unit: Scalars['String']['input'];
};

/** What sealUnit did. */
export type SealUnitPayload = {
  readonly __typename?: 'SealUnitPayload';
  /** The unit. */
  readonly unit: Unit;
};

export type { SealedFormat };

/** The time in which a person acts after signing in. */
export type Session = Node & {
  readonly __typename?: 'Session';
  /** When it was opened. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** When it ends at the latest; after half an hour without use it has ended before. */
  readonly expiresAt: Scalars['DateTime']['output'];
  /** Global identifier. */
  readonly id: Scalars['ID']['output'];
  /** Whether it may still be used. */
  readonly isOpen: Scalars['Boolean']['output'];
  /** Whether this was asked in it. */
  readonly isThisOne: Scalars['Boolean']['output'];
  /** At most a minute behind. */
  readonly lastUsedAt: Scalars['DateTime']['output'];
  /** How it was opened. */
  readonly method: SessionMethod;
  /** Null unless somebody ended it. */
  readonly revokedAt: Maybe<Scalars['DateTime']['output']>;
};

export type { SessionMethod };

/** Input of setApprovalRule. */
export type SetApprovalRuleInput = {
  /** The act. */
  readonly act: ProposableAct;
  /** How many people have to approve it, 0 to 10. The strictest rule on the way up holds; 0 only where people practise. */
  readonly approvals: Scalars['Int']['input'];
  /** How long a proposal lives, 1 to 720; 72 when not given. */
  readonly expiresInHours?: InputMaybe<Scalars['Int']['input']>;
  /** The same key gives the same answer and does nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Path of the unit; the rule holds for all below it too. */
  readonly unit: Scalars['String']['input'];
};

/** What setApprovalRule did. */
export type SetApprovalRulePayload = {
  readonly __typename?: 'SetApprovalRulePayload';
  /** The rule. */
  readonly rule: ApprovalRule;
};

/** Input of shredUnit. */
export type ShredUnitInput = {
  /** The path that the unit has, once more: this cannot be undone. */
  readonly confirm: Scalars['String']['input'];
  /** The same key gives the same answer and does nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Path of the unit. */
  readonly unit: Scalars['String']['input'];
};

/** What shredUnit did. */
export type ShredUnitPayload = {
  readonly __typename?: 'ShredUnitPayload';
  /** The unit that ended. */
  readonly unit: Unit;
};

/** Input of signDocument. */
export type SignDocumentInput = {
  /** Hexadecimal serial number of the certificate; the newest valid one of the active version when not given. */
  readonly certificateSerialHex?: InputMaybe<Scalars['String']['input']>;
  /** CAdES only: leave the content out of the signature. */
  readonly detached: Scalars['Boolean']['input'];
  /** The document. */
  readonly document: DocumentInput;
  /** PAdES only: name of an empty signature field to fill, or of a new one. */
  readonly fieldName?: InputMaybe<Scalars['String']['input']>;
  /** Chosen from the document when not given. */
  readonly format?: InputMaybe<SignatureFormat>;
  /** The same key gives the same answer and makes nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** `UNIT/NAME` of a sign-document key. */
  readonly key: Scalars['String']['input'];
  /** How long the signature is to be provable. */
  readonly level: SignatureLevel;
  /** PAdES only: where it was signed. */
  readonly location?: InputMaybe<Scalars['String']['input']>;
  /** PAdES only: why it was signed. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
};

/** What signDocument made. */
export type SignDocumentPayload = {
  readonly __typename?: 'SignDocumentPayload';
  /** The audit entry of this signature; `inclusionProof` proves it. */
  readonly auditEntryId: Scalars['ID']['output'];
  /** The signer's certificate. */
  readonly certificateSerialHex: Scalars['String']['output'];
  /** The signed document, or the detached signature. */
  readonly document: Document;
  /** The format it has. */
  readonly format: SignatureFormat;
  /** The level it reached. */
  readonly level: SignatureLevel;
};

/** Input of signDocuments: which documents, by their digests, are to be signed with which key. */
export type SignDocumentsInput = {
  /** Hexadecimal serial number of the certificate; the newest valid one of that version when not given. */
  readonly certificateSerialHex?: InputMaybe<Scalars['String']['input']>;
  /** 1 to 1,000 documents, each listed once. */
  readonly documents: ReadonlyArray<DocumentToSignInput>;
  /** The same key gives the same proposal and makes nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** `UNIT/NAME` of a sign-document key; its active version is the one that is approved. */
  readonly key: Scalars['String']['input'];
};

/** A signed document, or why there is none. */
export type SignDocumentsOutcome = OperationError | SignDocumentPayload;

/** What came of the documents that were brought, one outcome each, in their order. */
export type SignDocumentsPayload = {
  readonly __typename?: 'SignDocumentsPayload';
  /** How many of the list are not signed yet: they may be brought later. */
  readonly missing: Scalars['Int']['output'];
  /** Outcomes in the order of the documents. */
  readonly outcomes: ReadonlyArray<SignDocumentsOutcome>;
};

/** Input of sign. */
export type SignInput = {
  /** 1 to 1,000 messages. */
  readonly items: ReadonlyArray<SignItemInput>;
  /** `UNIT/NAME` of a sign-raw key. */
  readonly key: Scalars['String']['input'];
};

/** One message to be signed. Give a message or a digest. */
export type SignItemInput = {
  /** In place of a message its digest, by the hash of the algorithm: for keys with the attribute SIGN_DIGEST. */
  readonly digest?: InputMaybe<Scalars['Base64']['input']>;
  /** The message itself, at most 64 kB; not its digest. */
  readonly message?: InputMaybe<Scalars['Base64']['input']>;
  /** Comes back with the outcome. */
  readonly reference?: InputMaybe<Scalars['String']['input']>;
};

/** A signature, or why there is none. */
export type SignOutcome = OperationError | RawSignature;

/** What sign made, one outcome per item, in order. */
export type SignPayload = {
  readonly __typename?: 'SignPayload';
  /** The version of the key that signed. */
  readonly keyVersion: Scalars['Int']['output'];
  /** Outcomes in the order of the items. */
  readonly outcomes: ReadonlyArray<SignOutcome>;
};

export type { SignatureAlgorithm };

export type { SignatureFormat };

export type { SignatureLevel };

/** An entry, its proof and the signed checkpoint in one text. `chancery audit verify-receipt` checks it offline. */
export type SignatureReceipt = {
  readonly __typename?: 'SignatureReceipt';
  /** The audit entry. */
  readonly auditEntryId: Scalars['ID']['output'];
  /** The checkpoint that the receipt leads to. */
  readonly checkpoint: Checkpoint;
  /** The leaf's bytes. */
  readonly entry: Scalars['Base64']['output'];
  /** Place of the leaf, from 0. */
  readonly leafIndex: Scalars['Int']['output'];
  /** The receipt (C2SP tlog-proof, the entry as its extra data), for a file named `*.tlog-proof`. */
  readonly text: Scalars['String']['output'];
};

/** The verdict on one signature. */
export type SignatureReport = {
  readonly __typename?: 'SignatureReport';
  /** The earliest moment that is proven. */
  readonly bestSignatureTime: Maybe<Scalars['DateTime']['output']>;
  /** From the signer's certificate to the anchor; empty when no chain was found. */
  readonly chain: ReadonlyArray<CertificateSummary>;
  /** Every step of the process and what came of it. */
  readonly checks: ReadonlyArray<ValidationCheck>;
  /** What the signer says. */
  readonly claimedSigningTime: Maybe<Scalars['DateTime']['output']>;
  /** Signatures over this one's value. */
  readonly counterSignatures: ReadonlyArray<SignatureReport>;
  /** Whether nothing follows what was signed. */
  readonly coversWholeDocument: Scalars['Boolean']['output'];
  /** Its format, for example PAdES. */
  readonly format: Scalars['String']['output'];
  /** The verdict. */
  readonly indication: Indication;
  /** Bytes apart from trust. */
  readonly integrity: Integrity;
  /** Under whose authority; null when the chain ends in no anchor. */
  readonly lane: Maybe<TrustLane>;
  /** What happened to the document afterwards. */
  readonly laterChanges: ReadonlyArray<LaterChange>;
  /** B-B, B-T …; null when not told. */
  readonly level: Maybe<Scalars['String']['output']>;
  /** How the signature names itself: field of a PDF, Id of XML; null where there is none. */
  readonly name: Maybe<Scalars['String']['output']>;
  /** Findings. */
  readonly reasons: ReadonlyArray<Reason>;
  /** Of a PDF: which revision was signed; null for other formats. */
  readonly revision: Maybe<SignedRevision>;
  /** Who signed; null when the certificate is missing. */
  readonly signer: Maybe<Signer>;
  /** Sub-indication of EN 319 102-1; null when passed. */
  readonly subIndication: Maybe<Scalars['String']['output']>;
  /** Time-stamps of the signature, whether relied on or not. */
  readonly timestamps: ReadonlyArray<TimestampReport>;
};

/** Which revision of a PDF was signed. */
export type SignedRevision = {
  readonly __typename?: 'SignedRevision';
  /** How many there are. */
  readonly last: Scalars['Int']['output'];
  /** Its number, from 1. */
  readonly signed: Scalars['Int']['output'];
};

/** Who signed. */
export type Signer = {
  readonly __typename?: 'Signer';
  /** RFC 4514. */
  readonly issuer: Scalars['String']['output'];
  /** Under a practice authority: never of legal effect. */
  readonly practice: Scalars['Boolean']['output'];
  /** Hexadecimal serial number. */
  readonly serialHex: Scalars['String']['output'];
  /** RFC 4514. */
  readonly subject: Scalars['String']['output'];
};

/** Input of splitUnit. */
export type SplitUnitInput = {
  /** The same key gives the same answer and makes nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** 1 to 100 names of keys, without their unit. */
  readonly keys: ReadonlyArray<Scalars['String']['input']>;
  /** Path of the new unit. */
  readonly path: Scalars['String']['input'];
  /** Display name of the new unit; the slug when not given. */
  readonly title?: InputMaybe<Scalars['String']['input']>;
  /** Path of the unit that gives keys away. */
  readonly unit: Scalars['String']['input'];
};

/** What splitUnit made. */
export type SplitUnitPayload = {
  readonly __typename?: 'SplitUnitPayload';
  /** The new unit. */
  readonly unit: Unit;
};

/** Input of timestamp. */
export type TimestampInput = {
  /** Digest of what is to be proven to exist. */
  readonly digest: Scalars['Base64']['input'];
  /** How it was made. */
  readonly hashAlgorithm: HashAlgorithm;
};

export type { TimestampKind };

/** What timestamp made. */
export type TimestampPayload = {
  readonly __typename?: 'TimestampPayload';
  /** The audit entry of this token. */
  readonly auditEntryId: Scalars['ID']['output'];
  /** The time it states. */
  readonly time: Scalars['DateTime']['output'];
  /** TimeStampToken, DER (RFC 3161 section 2.4.2). */
  readonly token: Scalars['Base64']['output'];
};

/** A time-stamp of a signature. */
export type TimestampReport = {
  readonly __typename?: 'TimestampReport';
  /** Subject of the time-stamping authority's certificate, RFC 4514; null when it is missing. */
  readonly authority: Maybe<Scalars['String']['output']>;
  /** Bytes apart from trust. */
  readonly integrity: Integrity;
  /** What it is over. */
  readonly kind: TimestampKind;
  /** Findings. */
  readonly reasons: ReadonlyArray<Reason>;
  /** What it says; null when it cannot be read. */
  readonly time: Maybe<Scalars['DateTime']['output']>;
  /** Whether its time is proven. */
  readonly trusted: Scalars['Boolean']['output'];
};

/** A bearer token. Its secret is kept as a hash only. */
export type Token = Node & {
  readonly __typename?: 'Token';
  /** When it was issued. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** When it ends; null when it does not. */
  readonly expiresAt: Maybe<Scalars['DateTime']['output']>;
  /** Global identifier. */
  readonly id: Scalars['ID']['output'];
  /** What it is. */
  readonly kind: TokenKind;
  /** When it was last shown, at most a minute behind; null when it never was. */
  readonly lastUsedAt: Maybe<Scalars['DateTime']['output']>;
  /** When it was revoked; null when it was not. */
  readonly revokedAt: Maybe<Scalars['DateTime']['output']>;
};

export type { TokenKind };

/** An authority of others that the office trusts (RFC 5914). */
export type TrustAnchor = Node & {
  readonly __typename?: 'TrustAnchor';
  /** When it was added. */
  readonly addedAt: Scalars['DateTime']['output'];
  /** Hexadecimal SHA-256 of its certificate, to be compared with what its owner publishes. */
  readonly certificateSha256: Scalars['String']['output'];
  /** Global identifier. */
  readonly id: Scalars['ID']['output'];
  /** Issuer of its certificate, RFC 4514; the subject itself for a root. */
  readonly issuer: Scalars['String']['output'];
  /** Last moment of validity of its certificate. */
  readonly notAfter: Scalars['DateTime']['output'];
  /** Its certificate in PEM. */
  readonly pem: Scalars['String']['output'];
  /** What it may vouch for. */
  readonly purposes: ReadonlyArray<TrustAnchorPurpose>;
  /** When it was removed; null while it is trusted. */
  readonly removedAt: Maybe<Scalars['DateTime']['output']>;
  /** Hexadecimal serial number of its certificate. */
  readonly serialHex: Scalars['String']['output'];
  /** Subject of its certificate, RFC 4514. */
  readonly subject: Scalars['String']['output'];
  /** It vouches for what existed from then on; null: always. */
  readonly trustedFrom: Maybe<Scalars['DateTime']['output']>;
  /** It vouches for what existed before; null: for good. */
  readonly trustedUntil: Maybe<Scalars['DateTime']['output']>;
};

export type { TrustAnchorPurpose };

/** Trust for one verification. When given, it replaces the office's own anchors. */
export type TrustInput = {
  /** Certificates to be trusted, PEM; several may stand in one string. */
  readonly anchorsPem: ReadonlyArray<Scalars['String']['input']>;
  /** CRLs, DER. */
  readonly crls: ReadonlyArray<Scalars['Base64']['input']>;
  /** OCSP responses, DER. */
  readonly ocsps: ReadonlyArray<Scalars['Base64']['input']>;
};

export type { TrustLane };

/** Input of trustWorkload. */
export type TrustWorkloadInput = {
  /** Which algorithm, and no other. */
  readonly algorithm: WorkloadAlgorithm;
  /** Global identifier of the application. */
  readonly applicationId: Scalars['ID']['input'];
  /** Which `aud` they have to have: a name of this service. */
  readonly audience: Scalars['String']['input'];
  /** The same key gives the same answer and makes nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** As `iss` of the tokens has it; the operator pins its keys (`CHANCERY_WORKLOAD_ISSUERS_FILE`). */
  readonly issuer: Scalars['String']['input'];
  /** Which `sub`. */
  readonly subject: Scalars['String']['input'];
};

/** What trustWorkload made. */
export type TrustWorkloadPayload = {
  readonly __typename?: 'TrustWorkloadPayload';
  /** The trust. */
  readonly trust: WorkloadTrust;
};

/** A part of the organisation, in a tree. */
export type Unit = Node & {
  readonly __typename?: 'Unit';
  /** When it was made. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** When it was abolished or shredded; null when it was not. */
  readonly endedAt: Maybe<Scalars['DateTime']['output']>;
  /** Paths that it had before, oldest first; they go on meaning it. */
  readonly formerPaths: ReadonlyArray<Scalars['String']['output']>;
  /** Global identifier. */
  readonly id: Scalars['ID']['output'];
  /** The unit above; null at the top of what the caller may see. */
  readonly parent: Maybe<Unit>;
  /** Slugs joined by slashes. */
  readonly path: Scalars['String']['output'];
  /** When it was sealed; null when it is not. */
  readonly sealedAt: Maybe<Scalars['DateTime']['output']>;
  /** Whether it works. */
  readonly state: UnitState;
  /** Who took it over; null when nobody did, or the caller may not see who. */
  readonly successor: Maybe<Unit>;
  /** Display name in any script, in Unicode NFC. */
  readonly title: Scalars['String']['output'];
};

/** What a change of the tree would do. */
export type UnitChangePreview = {
  readonly __typename?: 'UnitChangePreview';
  /** The applications at, above and below these units, before or after. */
  readonly applications: ReadonlyArray<ApplicationForecast>;
  /** The keys of these units. */
  readonly keys: ReadonlyArray<KeyForecast>;
  /** Whether there are more than the 1,000 keys told of. */
  readonly truncated: Scalars['Boolean']['output'];
  /** The unit and those below it. */
  readonly units: ReadonlyArray<UnitForecast>;
};

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

/** A unit before and after a change. */
export type UnitForecast = {
  readonly __typename?: 'UnitForecast';
  /** The path it has now goes on meaning it. */
  readonly pathAfter: Scalars['String']['output'];
  /** Null for a unit that the change makes. */
  readonly pathBefore: Maybe<Scalars['String']['output']>;
  /** Whether it will work. */
  readonly stateAfter: UnitState;
  /** Null for a unit that the change makes. */
  readonly stateBefore: Maybe<UnitState>;
};

export type { UnitState };

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

/** Input of unsealUnit. */
export type UnsealUnitInput = {
  /** The same key gives the same answer and does nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Path of the unit. */
  readonly unit: Scalars['String']['input'];
};

/** What unsealUnit did. */
export type UnsealUnitPayload = {
  readonly __typename?: 'UnsealUnitPayload';
  /** The unit. */
  readonly unit: Unit;
};

/** Input of updateKey. */
export type UpdateKeyInput = {
  /** The same key gives the same answer and does nothing twice. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** 1 to the newest version; absent: as it is. */
  readonly minimumVersion?: InputMaybe<Scalars['Int']['input']>;
  /** `UNIT/NAME`. */
  readonly name: Scalars['String']['input'];
  /** 1 to 3660; null: by hand alone; absent: as it is. */
  readonly rotationPeriodDays?: InputMaybe<Scalars['Int']['input']>;
  /** Null: none; absent: as it is. */
  readonly usageLimit?: InputMaybe<UsageLimitInput>;
  /** 1 to 3660; null: no end; absent: as it is. The active version ends by it too. */
  readonly usagePeriodDays?: InputMaybe<Scalars['Int']['input']>;
};

/** What updateKey changed. */
export type UpdateKeyPayload = {
  readonly __typename?: 'UpdateKeyPayload';
  /** The key as it is now. */
  readonly key: Key;
};

/** So many operations in each window of so many seconds. */
export type UsageLimit = {
  readonly __typename?: 'UsageLimit';
  /** Signatures, encryptions and the like; each item of a batch counts. */
  readonly maxOperations: Scalars['Int']['output'];
  /** Length of the window, which begins at a multiple of it since 1970. */
  readonly perSeconds: Scalars['Int']['output'];
};

/** So many operations in each window of so many seconds. */
export type UsageLimitInput = {
  /** 1 or more. */
  readonly maxOperations: Scalars['Int']['input'];
  /** 1 to 31622400, a leap year. */
  readonly perSeconds: Scalars['Int']['input'];
};

/** One step of the process, for those who want to know why. */
export type ValidationCheck = {
  readonly __typename?: 'ValidationCheck';
  /** The steps within it. */
  readonly checks: ReadonlyArray<ValidationCheck>;
  /** The clause that asks for it, for example `EN 319 102-1 §5.2.6`. */
  readonly clause: Scalars['String']['output'];
  /** Its name, for example `X509_CERTIFICATE_VALIDATION`. */
  readonly code: Scalars['String']['output'];
  /** What came of it. */
  readonly outcome: CheckOutcome;
  /** Findings. */
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

/** The verdict on a document. */
export type ValidationReport = {
  readonly __typename?: 'ValidationReport';
  /** Its format, for example PAdES; null when not recognised. */
  readonly format: Maybe<Scalars['String']['output']>;
  /** The worst of the signatures' indications. */
  readonly indication: Indication;
  /** The worst of the signatures' integrities. */
  readonly integrity: Integrity;
  /** The policy applied. */
  readonly policy: ValidationPolicy;
  /** What concerns the document as a whole. */
  readonly reasons: ReadonlyArray<Reason>;
  /** Each signature. */
  readonly signatures: ReadonlyArray<SignatureReport>;
  /** The moment for which it was asked. */
  readonly validationTime: Scalars['DateTime']['output'];
};

/** Input of verifyDocument. */
export type VerifyDocumentInput = {
  /** The moment for which the verdict is asked; now when not given. */
  readonly at?: InputMaybe<Scalars['DateTime']['input']>;
  /** What a detached signature is about. */
  readonly contents: ReadonlyArray<DocumentInput>;
  /** The signed document, or a detached signature. */
  readonly document: DocumentInput;
  /** The office's own anchors when not given. */
  readonly trust?: InputMaybe<TrustInput>;
};

/** Input of verify. Give the name of a key, or a public key with its algorithm. */
export type VerifyInput = {
  /** Algorithm of `publicKey`. */
  readonly algorithm?: InputMaybe<SignatureAlgorithm>;
  /** 1 to 1,000 signatures. */
  readonly items: ReadonlyArray<VerifyItemInput>;
  /** `UNIT/NAME` of a key; needs a token. */
  readonly key?: InputMaybe<Scalars['String']['input']>;
  /** Version of that key; all versions are tried when not given. */
  readonly keyVersion?: InputMaybe<Scalars['Int']['input']>;
  /** DER of SubjectPublicKeyInfo. */
  readonly publicKey?: InputMaybe<Scalars['Base64']['input']>;
};

/** One signature to be checked. */
export type VerifyItemInput = {
  /** In place of a message its digest, by the hash of the algorithm: ECDSA and RSA alone. */
  readonly digest?: InputMaybe<Scalars['Base64']['input']>;
  /** The message. */
  readonly message?: InputMaybe<Scalars['Base64']['input']>;
  /** Comes back with the outcome. */
  readonly reference?: InputMaybe<Scalars['String']['input']>;
  /** The signature. */
  readonly signature: Scalars['Base64']['input'];
};

/** Input of verifyMac. */
export type VerifyMacInput = {
  /** 1 to 1,000 codes. */
  readonly items: ReadonlyArray<VerifyMacItemInput>;
  /** `UNIT/NAME` of the mac key. */
  readonly key: Scalars['String']['input'];
  /** Version of that key; all that still read are tried when not given. */
  readonly keyVersion?: InputMaybe<Scalars['Int']['input']>;
};

/** One message authentication code to be checked. */
export type VerifyMacItemInput = {
  /** The code, whole. */
  readonly mac: Scalars['Base64']['input'];
  /** The message itself. */
  readonly message: Scalars['Base64']['input'];
  /** Comes back with the outcome. */
  readonly reference?: InputMaybe<Scalars['String']['input']>;
};

/** A verdict, or why there is none. */
export type VerifyMacOutcome = MacVerification | OperationError;

/** What verifyMac found, one outcome per item, in order. */
export type VerifyMacPayload = {
  readonly __typename?: 'VerifyMacPayload';
  /** Outcomes in the order of the items. */
  readonly outcomes: ReadonlyArray<VerifyMacOutcome>;
};

/** An answer, or why there is none. */
export type VerifyOutcome = OperationError | RawVerification;

/** What verify found, one outcome per item, in order. */
export type VerifyPayload = {
  readonly __typename?: 'VerifyPayload';
  /** Outcomes in the order of the items. */
  readonly outcomes: ReadonlyArray<VerifyOutcome>;
};

/** Who asks. */
export type Viewer = {
  readonly __typename?: 'Viewer';
  /** Grants of its own for emergencies that are not in force: breakGlass puts them in force. */
  readonly emergencyGrants: ReadonlyArray<Grant>;
  /** What it may do, where. Grants that have ended, or wait for an emergency, are not among them. */
  readonly grants: ReadonlyArray<HeldGrant>;
  /** Global identifier of the person or the application. */
  readonly id: Scalars['ID']['output'];
  /** PERSON or APPLICATION. */
  readonly kind: CallerKind;
  /** Its name. */
  readonly name: Scalars['String']['output'];
  /** Passkeys of the person, oldest first, revoked ones too; none of a program. */
  readonly passkeys: ReadonlyArray<Passkey>;
  /** Sessions of the person, newest first, ended ones too; none of a program. */
  readonly sessions: ReadonlyArray<Session>;
  /** Display name in any script; the name of a program. */
  readonly title: Scalars['String']['output'];
  /** Path of the unit where it is at home. */
  readonly unit: Scalars['String']['output'];
};

export type { WorkloadAlgorithm };

/** Which tokens of others are an application. */
export type WorkloadTrust = Node & {
  readonly __typename?: 'WorkloadTrust';
  /** The one algorithm. */
  readonly algorithm: WorkloadAlgorithm;
  /** As `aud` has it, or holds it. */
  readonly audience: Scalars['String']['output'];
  /** When it was trusted. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** Null while it is. */
  readonly endedAt: Maybe<Scalars['DateTime']['output']>;
  /** Global identifier. */
  readonly id: Scalars['ID']['output'];
  /** As `iss` has it. */
  readonly issuer: Scalars['String']['output'];
  /** As `sub` has it. */
  readonly subject: Scalars['String']['output'];
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
  DataKeyOutcome:
    | ( DataKey )
    | ( OperationError )
  ;
  DecryptOutcome:
    | ( Decrypted )
    | ( OperationError )
  ;
  EncryptOutcome:
    | ( Encrypted )
    | ( OperationError )
  ;
  ExecutionResult:
    | ( Omit<AddTrustAnchorPayload, 'anchor'> & { anchor: _RefType['TrustAnchor'] } )
    | ( Omit<CreateAuthorityPayload, 'authority'> & { authority: _RefType['Authority'] } )
    | ( CreateEnrolmentPayload )
    | ( ExportKeyPayload )
    | ( Omit<GrantPayload, 'grant'> & { grant: _RefType['Grant'] } )
    | ( Omit<MergeUnitsPayload, 'unit'> & { unit: _RefType['Unit'] } )
    | ( ReleaseCeremonyPayload )
    | ( Omit<RemoveTrustAnchorPayload, 'anchor'> & { anchor: _RefType['TrustAnchor'] } )
    | ( Omit<ScheduleKeyDestructionPayload, 'key'> & { key: _RefType['Key'] } )
    | ( Omit<SetApprovalRulePayload, 'rule'> & { rule: _RefType['ApprovalRule'] } )
    | ( Omit<ShredUnitPayload, 'unit'> & { unit: _RefType['Unit'] } )
    | ( Omit<SignDocumentsPayload, 'outcomes'> & { outcomes: ReadonlyArray<_RefType['SignDocumentsOutcome']> } )
  ;
  MacOutcome:
    | ( MessageMac )
    | ( OperationError )
  ;
  RewrapEnvelopeOutcome:
    | ( OperationError )
    | ( RewrappedRecipients )
  ;
  RewrapOutcome:
    | ( OperationError )
    | ( Rewrapped )
  ;
  SignDocumentsOutcome:
    | ( OperationError )
    | ( Omit<SignDocumentPayload, 'document'> & { document: _RefType['Document'] } )
  ;
  SignOutcome:
    | ( OperationError )
    | ( RawSignature )
  ;
  VerifyMacOutcome:
    | ( MacVerification )
    | ( OperationError )
  ;
  VerifyOutcome:
    | ( OperationError )
    | ( RawVerification )
  ;
};

/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Node:
    | ( ApplicationModel )
    | ( StoredAuditEntryModel )
    | ( AuthorityModel )
    | ( IssuedCertificateModel )
    | ( GrantModel )
    | ( IncidentModel )
    | ( KeyModel )
    | ( OidcSubjectModel )
    | ( PasskeyModel )
    | ( PersonModel )
    | ( ProposalModel )
    | ( SessionModel )
    | ( TokenModel )
    | ( TrustAnchorModel )
    | ( UnitModel )
    | ( WorkloadTrustModel )
  ;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  AbolishUnitInput: AbolishUnitInput;
  AbolishUnitPayload: ResolverTypeWrapper<Omit<AbolishUnitPayload, 'unit'> & { unit: ResolversTypes['Unit'] }>;
  AcceptLogInput: AcceptLogInput;
  AcceptLogPayload: ResolverTypeWrapper<AcceptLogPayload>;
  Action: Action;
  AddTrustAnchorInput: AddTrustAnchorInput;
  AddTrustAnchorPayload: ResolverTypeWrapper<Omit<AddTrustAnchorPayload, 'anchor'> & { anchor: ResolversTypes['TrustAnchor'] }>;
  Application: ResolverTypeWrapper<ApplicationModel>;
  ApplicationConnection: ResolverTypeWrapper<Omit<ApplicationConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['ApplicationEdge']> }>;
  ApplicationEdge: ResolverTypeWrapper<Omit<ApplicationEdge, 'node'> & { node: ResolversTypes['Application'] }>;
  ApplicationForecast: ResolverTypeWrapper<ApplicationForecastModel>;
  ApprovalRule: ResolverTypeWrapper<ApprovalRuleModel>;
  ApproveInput: ApproveInput;
  ApprovePayload: ResolverTypeWrapper<Omit<ApprovePayload, 'proposal'> & { proposal: ResolversTypes['Proposal'] }>;
  ApprovedSignature: ResolverTypeWrapper<ApprovedSignatureModel>;
  AuditDetail: ResolverTypeWrapper<AuditDetail>;
  AuditEntry: ResolverTypeWrapper<StoredAuditEntryModel>;
  AuditEntryConnection: ResolverTypeWrapper<Omit<AuditEntryConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['AuditEntryEdge']> }>;
  AuditEntryEdge: ResolverTypeWrapper<Omit<AuditEntryEdge, 'node'> & { node: ResolversTypes['AuditEntry'] }>;
  Authority: ResolverTypeWrapper<AuthorityModel>;
  Base64: ResolverTypeWrapper<Scalars['Base64']['output']>;
  BindCertificateInput: BindCertificateInput;
  BindCertificatePayload: ResolverTypeWrapper<Omit<BindCertificatePayload, 'token'> & { token: ResolversTypes['Token'] }>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  BreakGlassInput: BreakGlassInput;
  BreakGlassPayload: ResolverTypeWrapper<Omit<BreakGlassPayload, 'grant'> & { grant: ResolversTypes['Grant'] }>;
  CallerKind: CallerKind;
  CancelKeyDestructionInput: CancelKeyDestructionInput;
  CancelKeyDestructionPayload: ResolverTypeWrapper<Omit<CancelKeyDestructionPayload, 'key'> & { key: ResolversTypes['Key'] }>;
  Certificate: ResolverTypeWrapper<IssuedCertificateModel>;
  CertificateConnection: ResolverTypeWrapper<Omit<CertificateConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['CertificateEdge']> }>;
  CertificateEdge: ResolverTypeWrapper<Omit<CertificateEdge, 'node'> & { node: ResolversTypes['Certificate'] }>;
  CertificateStatus: ResolverTypeWrapper<CertificateStatus>;
  CertificateStatusName: CertificateStatusName;
  CertificateSummary: ResolverTypeWrapper<CertificateSummaryModel>;
  ChangeCustodyInput: ChangeCustodyInput;
  CheckOutcome: CheckOutcome;
  Checkpoint: ResolverTypeWrapper<Checkpoint>;
  CompleteSignatureInput: CompleteSignatureInput;
  CompleteSignaturePayload: ResolverTypeWrapper<CompleteSignaturePayload>;
  CompromiseKeyInput: CompromiseKeyInput;
  CompromiseKeyPayload: ResolverTypeWrapper<Omit<CompromiseKeyPayload, 'certificates' | 'incident' | 'key'> & { certificates: ReadonlyArray<ResolversTypes['Certificate']>, incident: ResolversTypes['Incident'], key: ResolversTypes['Key'] }>;
  ConsistencyProof: ResolverTypeWrapper<ConsistencyProof>;
  CreateApplicationInput: CreateApplicationInput;
  CreateApplicationPayload: ResolverTypeWrapper<Omit<CreateApplicationPayload, 'application'> & { application: ResolversTypes['Application'] }>;
  CreateAuthorityInput: CreateAuthorityInput;
  CreateAuthorityPayload: ResolverTypeWrapper<Omit<CreateAuthorityPayload, 'authority'> & { authority: ResolversTypes['Authority'] }>;
  CreateEnrolmentInput: CreateEnrolmentInput;
  CreateEnrolmentPayload: ResolverTypeWrapper<CreateEnrolmentPayload>;
  CreateKeyInput: CreateKeyInput;
  CreateKeyPayload: ResolverTypeWrapper<Omit<CreateKeyPayload, 'key'> & { key: ResolversTypes['Key'] }>;
  CreatePersonInput: CreatePersonInput;
  CreatePersonPayload: ResolverTypeWrapper<Omit<CreatePersonPayload, 'person'> & { person: ResolversTypes['Person'] }>;
  CreateUnitInput: CreateUnitInput;
  CreateUnitPayload: ResolverTypeWrapper<Omit<CreateUnitPayload, 'unit'> & { unit: ResolversTypes['Unit'] }>;
  CustodyKind: CustodyKind;
  DataKey: ResolverTypeWrapper<DataKey>;
  DataKeyItemInput: DataKeyItemInput;
  DataKeyOutcome: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['DataKeyOutcome']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  DecryptInput: DecryptInput;
  DecryptItemInput: DecryptItemInput;
  DecryptOutcome: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['DecryptOutcome']>;
  DecryptPayload: ResolverTypeWrapper<Omit<DecryptPayload, 'outcomes'> & { outcomes: ReadonlyArray<ResolversTypes['DecryptOutcome']> }>;
  Decrypted: ResolverTypeWrapper<Decrypted>;
  DisableKeyInput: DisableKeyInput;
  DisableKeyPayload: ResolverTypeWrapper<Omit<DisableKeyPayload, 'key'> & { key: ResolversTypes['Key'] }>;
  DisablePersonInput: DisablePersonInput;
  DisablePersonPayload: ResolverTypeWrapper<Omit<DisablePersonPayload, 'person'> & { person: ResolversTypes['Person'] }>;
  DistrustWorkloadInput: DistrustWorkloadInput;
  DistrustWorkloadPayload: ResolverTypeWrapper<Omit<DistrustWorkloadPayload, 'trust'> & { trust: ResolversTypes['WorkloadTrust'] }>;
  Document: ResolverTypeWrapper<DocumentResultModel>;
  DocumentInput: DocumentInput;
  DocumentToSignInput: DocumentToSignInput;
  EmergencyReason: EmergencyReason;
  EnableKeyInput: EnableKeyInput;
  EnableKeyPayload: ResolverTypeWrapper<Omit<EnableKeyPayload, 'key'> & { key: ResolversTypes['Key'] }>;
  EncryptInput: EncryptInput;
  EncryptItemInput: EncryptItemInput;
  EncryptOutcome: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['EncryptOutcome']>;
  EncryptPayload: ResolverTypeWrapper<Omit<EncryptPayload, 'outcomes'> & { outcomes: ReadonlyArray<ResolversTypes['EncryptOutcome']> }>;
  Encrypted: ResolverTypeWrapper<Encrypted>;
  ExecuteInput: ExecuteInput;
  ExecutePayload: ResolverTypeWrapper<Omit<ExecutePayload, 'proposal' | 'result'> & { proposal: ResolversTypes['Proposal'], result: ResolversTypes['ExecutionResult'] }>;
  ExecutionResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ExecutionResult']>;
  ExportKeyInput: ExportKeyInput;
  ExportKeyPayload: ResolverTypeWrapper<ExportKeyPayload>;
  GenerateDataKeyInput: GenerateDataKeyInput;
  GenerateDataKeyPayload: ResolverTypeWrapper<Omit<GenerateDataKeyPayload, 'outcomes'> & { outcomes: ReadonlyArray<ResolversTypes['DataKeyOutcome']> }>;
  Grant: ResolverTypeWrapper<GrantModel>;
  GrantHolderInput: GrantHolderInput;
  GrantInput: GrantInput;
  GrantPayload: ResolverTypeWrapper<Omit<GrantPayload, 'grant'> & { grant: ResolversTypes['Grant'] }>;
  HashAlgorithm: HashAlgorithm;
  HeldGrant: ResolverTypeWrapper<HeldGrantModel>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  ImportKeyInput: ImportKeyInput;
  ImportKeyPayload: ResolverTypeWrapper<Omit<ImportKeyPayload, 'key'> & { key: ResolversTypes['Key'] }>;
  ImportWrappingKey: ResolverTypeWrapper<ImportWrappingKey>;
  Incident: ResolverTypeWrapper<IncidentModel>;
  IncidentConnection: ResolverTypeWrapper<Omit<IncidentConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['IncidentEdge']> }>;
  IncidentEdge: ResolverTypeWrapper<Omit<IncidentEdge, 'node'> & { node: ResolversTypes['Incident'] }>;
  IncidentItem: ResolverTypeWrapper<IncidentItemModel>;
  IncidentItemConnection: ResolverTypeWrapper<Omit<IncidentItemConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['IncidentItemEdge']> }>;
  IncidentItemEdge: ResolverTypeWrapper<Omit<IncidentItemEdge, 'node'> & { node: ResolversTypes['IncidentItem'] }>;
  IncidentProgress: ResolverTypeWrapper<IncidentProgress>;
  IncidentRemedy: IncidentRemedy;
  IncidentStanding: IncidentStanding;
  InclusionProof: ResolverTypeWrapper<InclusionProof>;
  Indication: Indication;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  Integrity: Integrity;
  IssueCertificateInput: IssueCertificateInput;
  IssueCertificatePayload: ResolverTypeWrapper<Omit<IssueCertificatePayload, 'certificate'> & { certificate: ResolversTypes['Certificate'] }>;
  IssueTokenInput: IssueTokenInput;
  IssueTokenPayload: ResolverTypeWrapper<Omit<IssueTokenPayload, 'token'> & { token: ResolversTypes['Token'] }>;
  Key: ResolverTypeWrapper<KeyModel>;
  KeyAlgorithm: KeyAlgorithm;
  KeyAttribute: KeyAttribute;
  KeyConnection: ResolverTypeWrapper<Omit<KeyConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['KeyEdge']> }>;
  KeyEdge: ResolverTypeWrapper<Omit<KeyEdge, 'node'> & { node: ResolversTypes['Key'] }>;
  KeyForecast: ResolverTypeWrapper<KeyForecastModel>;
  KeyPolicy: ResolverTypeWrapper<KeyPolicy>;
  KeyProvider: KeyProvider;
  KeyPurpose: KeyPurpose;
  KeyState: KeyState;
  KeyUse: KeyUse;
  KeyUser: ResolverTypeWrapper<KeyUser>;
  KeyVersion: ResolverTypeWrapper<KeyVersionModel>;
  KeyWarning: ResolverTypeWrapper<KeyWarning>;
  KeyWarningCode: KeyWarningCode;
  LaterChange: ResolverTypeWrapper<LaterChange>;
  LinkSubjectInput: LinkSubjectInput;
  LinkSubjectPayload: ResolverTypeWrapper<Omit<LinkSubjectPayload, 'subject'> & { subject: ResolversTypes['OidcSubject'] }>;
  MacInput: MacInput;
  MacItemInput: MacItemInput;
  MacOutcome: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['MacOutcome']>;
  MacPayload: ResolverTypeWrapper<Omit<MacPayload, 'outcomes'> & { outcomes: ReadonlyArray<ResolversTypes['MacOutcome']> }>;
  MacVerification: ResolverTypeWrapper<MacVerification>;
  MergeUnitsInput: MergeUnitsInput;
  MergeUnitsPayload: ResolverTypeWrapper<Omit<MergeUnitsPayload, 'unit'> & { unit: ResolversTypes['Unit'] }>;
  MessageMac: ResolverTypeWrapper<MessageMac>;
  MoveUnitInput: MoveUnitInput;
  MoveUnitPayload: ResolverTypeWrapper<Omit<MoveUnitPayload, 'unit'> & { unit: ResolversTypes['Unit'] }>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Node: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Node']>;
  Office: ResolverTypeWrapper<Office>;
  OidcSubject: ResolverTypeWrapper<OidcSubjectModel>;
  OpenEnvelopeInput: OpenEnvelopeInput;
  OpenEnvelopePayload: ResolverTypeWrapper<Omit<OpenEnvelopePayload, 'document'> & { document?: Maybe<ResolversTypes['Document']> }>;
  OperationError: ResolverTypeWrapper<OperationError>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  PartyKind: PartyKind;
  Passkey: ResolverTypeWrapper<PasskeyModel>;
  PasskeyAssertionInput: PasskeyAssertionInput;
  Person: ResolverTypeWrapper<PersonModel>;
  PersonConnection: ResolverTypeWrapper<Omit<PersonConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['PersonEdge']> }>;
  PersonEdge: ResolverTypeWrapper<Omit<PersonEdge, 'node'> & { node: ResolversTypes['Person'] }>;
  PrepareSignatureInput: PrepareSignatureInput;
  PrepareSignaturePayload: ResolverTypeWrapper<PrepareSignaturePayload>;
  PreviewUnitChangeInput: PreviewUnitChangeInput;
  ProposableAct: ProposableAct;
  Proposal: ResolverTypeWrapper<ProposalModel>;
  ProposalApproval: ResolverTypeWrapper<JudgedApprovalModel>;
  ProposalConnection: ResolverTypeWrapper<Omit<ProposalConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['ProposalEdge']> }>;
  ProposalEdge: ResolverTypeWrapper<Omit<ProposalEdge, 'node'> & { node: ResolversTypes['Proposal'] }>;
  ProposalParty: ResolverTypeWrapper<PartyModel>;
  ProposalState: ProposalState;
  ProposeInput: ProposeInput;
  ProposePayload: ResolverTypeWrapper<Omit<ProposePayload, 'proposal'> & { proposal: ResolversTypes['Proposal'] }>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  RawSignature: ResolverTypeWrapper<RawSignature>;
  RawVerification: ResolverTypeWrapper<RawVerification>;
  Reason: ResolverTypeWrapper<Reason>;
  Recipient: ResolverTypeWrapper<Recipient>;
  RejectInput: RejectInput;
  RejectPayload: ResolverTypeWrapper<Omit<RejectPayload, 'proposal'> & { proposal: ResolversTypes['Proposal'] }>;
  ReleaseCeremonyPayload: ResolverTypeWrapper<ReleaseCeremonyPayload>;
  RemoveTrustAnchorInput: RemoveTrustAnchorInput;
  RemoveTrustAnchorPayload: ResolverTypeWrapper<Omit<RemoveTrustAnchorPayload, 'anchor'> & { anchor: ResolversTypes['TrustAnchor'] }>;
  RenameUnitInput: RenameUnitInput;
  RenameUnitPayload: ResolverTypeWrapper<Omit<RenameUnitPayload, 'unit'> & { unit: ResolversTypes['Unit'] }>;
  ReportIncidentInput: ReportIncidentInput;
  ReportIncidentPayload: ResolverTypeWrapper<Omit<ReportIncidentPayload, 'incident'> & { incident: ResolversTypes['Incident'] }>;
  ResignInput: ResignInput;
  ResignPayload: ResolverTypeWrapper<Omit<ResignPayload, 'incident'> & { incident: ResolversTypes['Incident'] }>;
  ResignedInput: ResignedInput;
  RevocationReason: RevocationReason;
  RevokeCertificateInput: RevokeCertificateInput;
  RevokeCertificatePayload: ResolverTypeWrapper<Omit<RevokeCertificatePayload, 'certificate'> & { certificate: ResolversTypes['Certificate'] }>;
  RevokeGrantInput: RevokeGrantInput;
  RevokeGrantPayload: ResolverTypeWrapper<Omit<RevokeGrantPayload, 'grant'> & { grant: ResolversTypes['Grant'] }>;
  RevokePasskeyInput: RevokePasskeyInput;
  RevokePasskeyPayload: ResolverTypeWrapper<Omit<RevokePasskeyPayload, 'passkey'> & { passkey: ResolversTypes['Passkey'] }>;
  RevokeSessionInput: RevokeSessionInput;
  RevokeSessionPayload: ResolverTypeWrapper<Omit<RevokeSessionPayload, 'session'> & { session: ResolversTypes['Session'] }>;
  RevokeTokenInput: RevokeTokenInput;
  RevokeTokenPayload: ResolverTypeWrapper<Omit<RevokeTokenPayload, 'token'> & { token: ResolversTypes['Token'] }>;
  RewrapEnvelopeInput: RewrapEnvelopeInput;
  RewrapEnvelopeItemInput: RewrapEnvelopeItemInput;
  RewrapEnvelopeOutcome: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['RewrapEnvelopeOutcome']>;
  RewrapEnvelopePayload: ResolverTypeWrapper<Omit<RewrapEnvelopePayload, 'outcomes'> & { outcomes: ReadonlyArray<ResolversTypes['RewrapEnvelopeOutcome']> }>;
  RewrapInput: RewrapInput;
  RewrapItemInput: RewrapItemInput;
  RewrapOutcome: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['RewrapOutcome']>;
  RewrapPayload: ResolverTypeWrapper<Omit<RewrapPayload, 'outcomes'> & { outcomes: ReadonlyArray<ResolversTypes['RewrapOutcome']> }>;
  Rewrapped: ResolverTypeWrapper<Rewrapped>;
  RewrappedRecipients: ResolverTypeWrapper<RewrappedRecipients>;
  Role: Role;
  RotateKeyInput: RotateKeyInput;
  RotateKeyPayload: ResolverTypeWrapper<Omit<RotateKeyPayload, 'certificates' | 'key'> & { certificates: ReadonlyArray<ResolversTypes['Certificate']>, key: ResolversTypes['Key'] }>;
  RotateRootKeyInput: RotateRootKeyInput;
  RotateUnitKeyInput: RotateUnitKeyInput;
  RotateUnitKeyPayload: ResolverTypeWrapper<Omit<RotateUnitKeyPayload, 'unit'> & { unit: ResolversTypes['Unit'] }>;
  ScheduleKeyDestructionInput: ScheduleKeyDestructionInput;
  ScheduleKeyDestructionPayload: ResolverTypeWrapper<Omit<ScheduleKeyDestructionPayload, 'key'> & { key: ResolversTypes['Key'] }>;
  SealEnvelopeInput: SealEnvelopeInput;
  SealEnvelopePayload: ResolverTypeWrapper<Omit<SealEnvelopePayload, 'document'> & { document: ResolversTypes['Document'] }>;
  SealUnitInput: SealUnitInput;
  SealUnitPayload: ResolverTypeWrapper<Omit<SealUnitPayload, 'unit'> & { unit: ResolversTypes['Unit'] }>;
  SealedFormat: SealedFormat;
  Session: ResolverTypeWrapper<SessionModel>;
  SessionMethod: SessionMethod;
  SetApprovalRuleInput: SetApprovalRuleInput;
  SetApprovalRulePayload: ResolverTypeWrapper<Omit<SetApprovalRulePayload, 'rule'> & { rule: ResolversTypes['ApprovalRule'] }>;
  ShredUnitInput: ShredUnitInput;
  ShredUnitPayload: ResolverTypeWrapper<Omit<ShredUnitPayload, 'unit'> & { unit: ResolversTypes['Unit'] }>;
  SignDocumentInput: SignDocumentInput;
  SignDocumentPayload: ResolverTypeWrapper<Omit<SignDocumentPayload, 'document'> & { document: ResolversTypes['Document'] }>;
  SignDocumentsInput: SignDocumentsInput;
  SignDocumentsOutcome: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['SignDocumentsOutcome']>;
  SignDocumentsPayload: ResolverTypeWrapper<Omit<SignDocumentsPayload, 'outcomes'> & { outcomes: ReadonlyArray<ResolversTypes['SignDocumentsOutcome']> }>;
  SignInput: SignInput;
  SignItemInput: SignItemInput;
  SignOutcome: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['SignOutcome']>;
  SignPayload: ResolverTypeWrapper<Omit<SignPayload, 'outcomes'> & { outcomes: ReadonlyArray<ResolversTypes['SignOutcome']> }>;
  SignatureAlgorithm: SignatureAlgorithm;
  SignatureFormat: SignatureFormat;
  SignatureLevel: SignatureLevel;
  SignatureReceipt: ResolverTypeWrapper<SignatureReceipt>;
  SignatureReport: ResolverTypeWrapper<SignatureReportModel>;
  SignedRevision: ResolverTypeWrapper<SignedRevision>;
  Signer: ResolverTypeWrapper<Signer>;
  SplitUnitInput: SplitUnitInput;
  SplitUnitPayload: ResolverTypeWrapper<Omit<SplitUnitPayload, 'unit'> & { unit: ResolversTypes['Unit'] }>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  TimestampInput: TimestampInput;
  TimestampKind: TimestampKind;
  TimestampPayload: ResolverTypeWrapper<TimestampPayload>;
  TimestampReport: ResolverTypeWrapper<TimestampReportModel>;
  Token: ResolverTypeWrapper<TokenModel>;
  TokenKind: TokenKind;
  TrustAnchor: ResolverTypeWrapper<TrustAnchorModel>;
  TrustAnchorPurpose: TrustAnchorPurpose;
  TrustInput: TrustInput;
  TrustLane: TrustLane;
  TrustWorkloadInput: TrustWorkloadInput;
  TrustWorkloadPayload: ResolverTypeWrapper<Omit<TrustWorkloadPayload, 'trust'> & { trust: ResolversTypes['WorkloadTrust'] }>;
  Unit: ResolverTypeWrapper<UnitModel>;
  UnitChangePreview: ResolverTypeWrapper<UnitChangePreviewModel>;
  UnitConnection: ResolverTypeWrapper<Omit<UnitConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['UnitEdge']> }>;
  UnitEdge: ResolverTypeWrapper<Omit<UnitEdge, 'node'> & { node: ResolversTypes['Unit'] }>;
  UnitForecast: ResolverTypeWrapper<UnitForecastModel>;
  UnitState: UnitState;
  UnlinkSubjectInput: UnlinkSubjectInput;
  UnlinkSubjectPayload: ResolverTypeWrapper<Omit<UnlinkSubjectPayload, 'subject'> & { subject: ResolversTypes['OidcSubject'] }>;
  UnsealUnitInput: UnsealUnitInput;
  UnsealUnitPayload: ResolverTypeWrapper<Omit<UnsealUnitPayload, 'unit'> & { unit: ResolversTypes['Unit'] }>;
  UpdateKeyInput: UpdateKeyInput;
  UpdateKeyPayload: ResolverTypeWrapper<Omit<UpdateKeyPayload, 'key'> & { key: ResolversTypes['Key'] }>;
  UsageLimit: ResolverTypeWrapper<UsageLimit>;
  UsageLimitInput: UsageLimitInput;
  ValidationCheck: ResolverTypeWrapper<CheckModel>;
  ValidationPolicy: ResolverTypeWrapper<ValidationPolicy>;
  ValidationReport: ResolverTypeWrapper<ValidationReportModel>;
  VerifyDocumentInput: VerifyDocumentInput;
  VerifyInput: VerifyInput;
  VerifyItemInput: VerifyItemInput;
  VerifyMacInput: VerifyMacInput;
  VerifyMacItemInput: VerifyMacItemInput;
  VerifyMacOutcome: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['VerifyMacOutcome']>;
  VerifyMacPayload: ResolverTypeWrapper<Omit<VerifyMacPayload, 'outcomes'> & { outcomes: ReadonlyArray<ResolversTypes['VerifyMacOutcome']> }>;
  VerifyOutcome: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['VerifyOutcome']>;
  VerifyPayload: ResolverTypeWrapper<Omit<VerifyPayload, 'outcomes'> & { outcomes: ReadonlyArray<ResolversTypes['VerifyOutcome']> }>;
  Viewer: ResolverTypeWrapper<ViewerModel>;
  WorkloadAlgorithm: WorkloadAlgorithm;
  WorkloadTrust: ResolverTypeWrapper<WorkloadTrustModel>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  AbolishUnitInput: AbolishUnitInput;
  AbolishUnitPayload: Omit<AbolishUnitPayload, 'unit'> & { unit: ResolversParentTypes['Unit'] };
  AcceptLogInput: AcceptLogInput;
  AcceptLogPayload: AcceptLogPayload;
  AddTrustAnchorInput: AddTrustAnchorInput;
  AddTrustAnchorPayload: Omit<AddTrustAnchorPayload, 'anchor'> & { anchor: ResolversParentTypes['TrustAnchor'] };
  Application: ApplicationModel;
  ApplicationConnection: Omit<ApplicationConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['ApplicationEdge']> };
  ApplicationEdge: Omit<ApplicationEdge, 'node'> & { node: ResolversParentTypes['Application'] };
  ApplicationForecast: ApplicationForecastModel;
  ApprovalRule: ApprovalRuleModel;
  ApproveInput: ApproveInput;
  ApprovePayload: Omit<ApprovePayload, 'proposal'> & { proposal: ResolversParentTypes['Proposal'] };
  ApprovedSignature: ApprovedSignatureModel;
  AuditDetail: AuditDetail;
  AuditEntry: StoredAuditEntryModel;
  AuditEntryConnection: Omit<AuditEntryConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['AuditEntryEdge']> };
  AuditEntryEdge: Omit<AuditEntryEdge, 'node'> & { node: ResolversParentTypes['AuditEntry'] };
  Authority: AuthorityModel;
  Base64: Scalars['Base64']['output'];
  BindCertificateInput: BindCertificateInput;
  BindCertificatePayload: Omit<BindCertificatePayload, 'token'> & { token: ResolversParentTypes['Token'] };
  Boolean: Scalars['Boolean']['output'];
  BreakGlassInput: BreakGlassInput;
  BreakGlassPayload: Omit<BreakGlassPayload, 'grant'> & { grant: ResolversParentTypes['Grant'] };
  CancelKeyDestructionInput: CancelKeyDestructionInput;
  CancelKeyDestructionPayload: Omit<CancelKeyDestructionPayload, 'key'> & { key: ResolversParentTypes['Key'] };
  Certificate: IssuedCertificateModel;
  CertificateConnection: Omit<CertificateConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['CertificateEdge']> };
  CertificateEdge: Omit<CertificateEdge, 'node'> & { node: ResolversParentTypes['Certificate'] };
  CertificateStatus: CertificateStatus;
  CertificateSummary: CertificateSummaryModel;
  ChangeCustodyInput: ChangeCustodyInput;
  Checkpoint: Checkpoint;
  CompleteSignatureInput: CompleteSignatureInput;
  CompleteSignaturePayload: CompleteSignaturePayload;
  CompromiseKeyInput: CompromiseKeyInput;
  CompromiseKeyPayload: Omit<CompromiseKeyPayload, 'certificates' | 'incident' | 'key'> & { certificates: ReadonlyArray<ResolversParentTypes['Certificate']>, incident: ResolversParentTypes['Incident'], key: ResolversParentTypes['Key'] };
  ConsistencyProof: ConsistencyProof;
  CreateApplicationInput: CreateApplicationInput;
  CreateApplicationPayload: Omit<CreateApplicationPayload, 'application'> & { application: ResolversParentTypes['Application'] };
  CreateAuthorityInput: CreateAuthorityInput;
  CreateAuthorityPayload: Omit<CreateAuthorityPayload, 'authority'> & { authority: ResolversParentTypes['Authority'] };
  CreateEnrolmentInput: CreateEnrolmentInput;
  CreateEnrolmentPayload: CreateEnrolmentPayload;
  CreateKeyInput: CreateKeyInput;
  CreateKeyPayload: Omit<CreateKeyPayload, 'key'> & { key: ResolversParentTypes['Key'] };
  CreatePersonInput: CreatePersonInput;
  CreatePersonPayload: Omit<CreatePersonPayload, 'person'> & { person: ResolversParentTypes['Person'] };
  CreateUnitInput: CreateUnitInput;
  CreateUnitPayload: Omit<CreateUnitPayload, 'unit'> & { unit: ResolversParentTypes['Unit'] };
  DataKey: DataKey;
  DataKeyItemInput: DataKeyItemInput;
  DataKeyOutcome: ResolversUnionTypes<ResolversParentTypes>['DataKeyOutcome'];
  DateTime: Scalars['DateTime']['output'];
  DecryptInput: DecryptInput;
  DecryptItemInput: DecryptItemInput;
  DecryptOutcome: ResolversUnionTypes<ResolversParentTypes>['DecryptOutcome'];
  DecryptPayload: Omit<DecryptPayload, 'outcomes'> & { outcomes: ReadonlyArray<ResolversParentTypes['DecryptOutcome']> };
  Decrypted: Decrypted;
  DisableKeyInput: DisableKeyInput;
  DisableKeyPayload: Omit<DisableKeyPayload, 'key'> & { key: ResolversParentTypes['Key'] };
  DisablePersonInput: DisablePersonInput;
  DisablePersonPayload: Omit<DisablePersonPayload, 'person'> & { person: ResolversParentTypes['Person'] };
  DistrustWorkloadInput: DistrustWorkloadInput;
  DistrustWorkloadPayload: Omit<DistrustWorkloadPayload, 'trust'> & { trust: ResolversParentTypes['WorkloadTrust'] };
  Document: DocumentResultModel;
  DocumentInput: DocumentInput;
  DocumentToSignInput: DocumentToSignInput;
  EnableKeyInput: EnableKeyInput;
  EnableKeyPayload: Omit<EnableKeyPayload, 'key'> & { key: ResolversParentTypes['Key'] };
  EncryptInput: EncryptInput;
  EncryptItemInput: EncryptItemInput;
  EncryptOutcome: ResolversUnionTypes<ResolversParentTypes>['EncryptOutcome'];
  EncryptPayload: Omit<EncryptPayload, 'outcomes'> & { outcomes: ReadonlyArray<ResolversParentTypes['EncryptOutcome']> };
  Encrypted: Encrypted;
  ExecuteInput: ExecuteInput;
  ExecutePayload: Omit<ExecutePayload, 'proposal' | 'result'> & { proposal: ResolversParentTypes['Proposal'], result: ResolversParentTypes['ExecutionResult'] };
  ExecutionResult: ResolversUnionTypes<ResolversParentTypes>['ExecutionResult'];
  ExportKeyInput: ExportKeyInput;
  ExportKeyPayload: ExportKeyPayload;
  GenerateDataKeyInput: GenerateDataKeyInput;
  GenerateDataKeyPayload: Omit<GenerateDataKeyPayload, 'outcomes'> & { outcomes: ReadonlyArray<ResolversParentTypes['DataKeyOutcome']> };
  Grant: GrantModel;
  GrantHolderInput: GrantHolderInput;
  GrantInput: GrantInput;
  GrantPayload: Omit<GrantPayload, 'grant'> & { grant: ResolversParentTypes['Grant'] };
  HeldGrant: HeldGrantModel;
  ID: Scalars['ID']['output'];
  ImportKeyInput: ImportKeyInput;
  ImportKeyPayload: Omit<ImportKeyPayload, 'key'> & { key: ResolversParentTypes['Key'] };
  ImportWrappingKey: ImportWrappingKey;
  Incident: IncidentModel;
  IncidentConnection: Omit<IncidentConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['IncidentEdge']> };
  IncidentEdge: Omit<IncidentEdge, 'node'> & { node: ResolversParentTypes['Incident'] };
  IncidentItem: IncidentItemModel;
  IncidentItemConnection: Omit<IncidentItemConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['IncidentItemEdge']> };
  IncidentItemEdge: Omit<IncidentItemEdge, 'node'> & { node: ResolversParentTypes['IncidentItem'] };
  IncidentProgress: IncidentProgress;
  InclusionProof: InclusionProof;
  Int: Scalars['Int']['output'];
  IssueCertificateInput: IssueCertificateInput;
  IssueCertificatePayload: Omit<IssueCertificatePayload, 'certificate'> & { certificate: ResolversParentTypes['Certificate'] };
  IssueTokenInput: IssueTokenInput;
  IssueTokenPayload: Omit<IssueTokenPayload, 'token'> & { token: ResolversParentTypes['Token'] };
  Key: KeyModel;
  KeyConnection: Omit<KeyConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['KeyEdge']> };
  KeyEdge: Omit<KeyEdge, 'node'> & { node: ResolversParentTypes['Key'] };
  KeyForecast: KeyForecastModel;
  KeyPolicy: KeyPolicy;
  KeyUser: KeyUser;
  KeyVersion: KeyVersionModel;
  KeyWarning: KeyWarning;
  LaterChange: LaterChange;
  LinkSubjectInput: LinkSubjectInput;
  LinkSubjectPayload: Omit<LinkSubjectPayload, 'subject'> & { subject: ResolversParentTypes['OidcSubject'] };
  MacInput: MacInput;
  MacItemInput: MacItemInput;
  MacOutcome: ResolversUnionTypes<ResolversParentTypes>['MacOutcome'];
  MacPayload: Omit<MacPayload, 'outcomes'> & { outcomes: ReadonlyArray<ResolversParentTypes['MacOutcome']> };
  MacVerification: MacVerification;
  MergeUnitsInput: MergeUnitsInput;
  MergeUnitsPayload: Omit<MergeUnitsPayload, 'unit'> & { unit: ResolversParentTypes['Unit'] };
  MessageMac: MessageMac;
  MoveUnitInput: MoveUnitInput;
  MoveUnitPayload: Omit<MoveUnitPayload, 'unit'> & { unit: ResolversParentTypes['Unit'] };
  Mutation: Record<PropertyKey, never>;
  Node: ResolversInterfaceTypes<ResolversParentTypes>['Node'];
  Office: Office;
  OidcSubject: OidcSubjectModel;
  OpenEnvelopeInput: OpenEnvelopeInput;
  OpenEnvelopePayload: Omit<OpenEnvelopePayload, 'document'> & { document?: Maybe<ResolversParentTypes['Document']> };
  OperationError: OperationError;
  PageInfo: PageInfo;
  Passkey: PasskeyModel;
  PasskeyAssertionInput: PasskeyAssertionInput;
  Person: PersonModel;
  PersonConnection: Omit<PersonConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['PersonEdge']> };
  PersonEdge: Omit<PersonEdge, 'node'> & { node: ResolversParentTypes['Person'] };
  PrepareSignatureInput: PrepareSignatureInput;
  PrepareSignaturePayload: PrepareSignaturePayload;
  PreviewUnitChangeInput: PreviewUnitChangeInput;
  Proposal: ProposalModel;
  ProposalApproval: JudgedApprovalModel;
  ProposalConnection: Omit<ProposalConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['ProposalEdge']> };
  ProposalEdge: Omit<ProposalEdge, 'node'> & { node: ResolversParentTypes['Proposal'] };
  ProposalParty: PartyModel;
  ProposeInput: ProposeInput;
  ProposePayload: Omit<ProposePayload, 'proposal'> & { proposal: ResolversParentTypes['Proposal'] };
  Query: Record<PropertyKey, never>;
  RawSignature: RawSignature;
  RawVerification: RawVerification;
  Reason: Reason;
  Recipient: Recipient;
  RejectInput: RejectInput;
  RejectPayload: Omit<RejectPayload, 'proposal'> & { proposal: ResolversParentTypes['Proposal'] };
  ReleaseCeremonyPayload: ReleaseCeremonyPayload;
  RemoveTrustAnchorInput: RemoveTrustAnchorInput;
  RemoveTrustAnchorPayload: Omit<RemoveTrustAnchorPayload, 'anchor'> & { anchor: ResolversParentTypes['TrustAnchor'] };
  RenameUnitInput: RenameUnitInput;
  RenameUnitPayload: Omit<RenameUnitPayload, 'unit'> & { unit: ResolversParentTypes['Unit'] };
  ReportIncidentInput: ReportIncidentInput;
  ReportIncidentPayload: Omit<ReportIncidentPayload, 'incident'> & { incident: ResolversParentTypes['Incident'] };
  ResignInput: ResignInput;
  ResignPayload: Omit<ResignPayload, 'incident'> & { incident: ResolversParentTypes['Incident'] };
  ResignedInput: ResignedInput;
  RevokeCertificateInput: RevokeCertificateInput;
  RevokeCertificatePayload: Omit<RevokeCertificatePayload, 'certificate'> & { certificate: ResolversParentTypes['Certificate'] };
  RevokeGrantInput: RevokeGrantInput;
  RevokeGrantPayload: Omit<RevokeGrantPayload, 'grant'> & { grant: ResolversParentTypes['Grant'] };
  RevokePasskeyInput: RevokePasskeyInput;
  RevokePasskeyPayload: Omit<RevokePasskeyPayload, 'passkey'> & { passkey: ResolversParentTypes['Passkey'] };
  RevokeSessionInput: RevokeSessionInput;
  RevokeSessionPayload: Omit<RevokeSessionPayload, 'session'> & { session: ResolversParentTypes['Session'] };
  RevokeTokenInput: RevokeTokenInput;
  RevokeTokenPayload: Omit<RevokeTokenPayload, 'token'> & { token: ResolversParentTypes['Token'] };
  RewrapEnvelopeInput: RewrapEnvelopeInput;
  RewrapEnvelopeItemInput: RewrapEnvelopeItemInput;
  RewrapEnvelopeOutcome: ResolversUnionTypes<ResolversParentTypes>['RewrapEnvelopeOutcome'];
  RewrapEnvelopePayload: Omit<RewrapEnvelopePayload, 'outcomes'> & { outcomes: ReadonlyArray<ResolversParentTypes['RewrapEnvelopeOutcome']> };
  RewrapInput: RewrapInput;
  RewrapItemInput: RewrapItemInput;
  RewrapOutcome: ResolversUnionTypes<ResolversParentTypes>['RewrapOutcome'];
  RewrapPayload: Omit<RewrapPayload, 'outcomes'> & { outcomes: ReadonlyArray<ResolversParentTypes['RewrapOutcome']> };
  Rewrapped: Rewrapped;
  RewrappedRecipients: RewrappedRecipients;
  RotateKeyInput: RotateKeyInput;
  RotateKeyPayload: Omit<RotateKeyPayload, 'certificates' | 'key'> & { certificates: ReadonlyArray<ResolversParentTypes['Certificate']>, key: ResolversParentTypes['Key'] };
  RotateRootKeyInput: RotateRootKeyInput;
  RotateUnitKeyInput: RotateUnitKeyInput;
  RotateUnitKeyPayload: Omit<RotateUnitKeyPayload, 'unit'> & { unit: ResolversParentTypes['Unit'] };
  ScheduleKeyDestructionInput: ScheduleKeyDestructionInput;
  ScheduleKeyDestructionPayload: Omit<ScheduleKeyDestructionPayload, 'key'> & { key: ResolversParentTypes['Key'] };
  SealEnvelopeInput: SealEnvelopeInput;
  SealEnvelopePayload: Omit<SealEnvelopePayload, 'document'> & { document: ResolversParentTypes['Document'] };
  SealUnitInput: SealUnitInput;
  SealUnitPayload: Omit<SealUnitPayload, 'unit'> & { unit: ResolversParentTypes['Unit'] };
  Session: SessionModel;
  SetApprovalRuleInput: SetApprovalRuleInput;
  SetApprovalRulePayload: Omit<SetApprovalRulePayload, 'rule'> & { rule: ResolversParentTypes['ApprovalRule'] };
  ShredUnitInput: ShredUnitInput;
  ShredUnitPayload: Omit<ShredUnitPayload, 'unit'> & { unit: ResolversParentTypes['Unit'] };
  SignDocumentInput: SignDocumentInput;
  SignDocumentPayload: Omit<SignDocumentPayload, 'document'> & { document: ResolversParentTypes['Document'] };
  SignDocumentsInput: SignDocumentsInput;
  SignDocumentsOutcome: ResolversUnionTypes<ResolversParentTypes>['SignDocumentsOutcome'];
  SignDocumentsPayload: Omit<SignDocumentsPayload, 'outcomes'> & { outcomes: ReadonlyArray<ResolversParentTypes['SignDocumentsOutcome']> };
  SignInput: SignInput;
  SignItemInput: SignItemInput;
  SignOutcome: ResolversUnionTypes<ResolversParentTypes>['SignOutcome'];
  SignPayload: Omit<SignPayload, 'outcomes'> & { outcomes: ReadonlyArray<ResolversParentTypes['SignOutcome']> };
  SignatureReceipt: SignatureReceipt;
  SignatureReport: SignatureReportModel;
  SignedRevision: SignedRevision;
  Signer: Signer;
  SplitUnitInput: SplitUnitInput;
  SplitUnitPayload: Omit<SplitUnitPayload, 'unit'> & { unit: ResolversParentTypes['Unit'] };
  String: Scalars['String']['output'];
  TimestampInput: TimestampInput;
  TimestampPayload: TimestampPayload;
  TimestampReport: TimestampReportModel;
  Token: TokenModel;
  TrustAnchor: TrustAnchorModel;
  TrustInput: TrustInput;
  TrustWorkloadInput: TrustWorkloadInput;
  TrustWorkloadPayload: Omit<TrustWorkloadPayload, 'trust'> & { trust: ResolversParentTypes['WorkloadTrust'] };
  Unit: UnitModel;
  UnitChangePreview: UnitChangePreviewModel;
  UnitConnection: Omit<UnitConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['UnitEdge']> };
  UnitEdge: Omit<UnitEdge, 'node'> & { node: ResolversParentTypes['Unit'] };
  UnitForecast: UnitForecastModel;
  UnlinkSubjectInput: UnlinkSubjectInput;
  UnlinkSubjectPayload: Omit<UnlinkSubjectPayload, 'subject'> & { subject: ResolversParentTypes['OidcSubject'] };
  UnsealUnitInput: UnsealUnitInput;
  UnsealUnitPayload: Omit<UnsealUnitPayload, 'unit'> & { unit: ResolversParentTypes['Unit'] };
  UpdateKeyInput: UpdateKeyInput;
  UpdateKeyPayload: Omit<UpdateKeyPayload, 'key'> & { key: ResolversParentTypes['Key'] };
  UsageLimit: UsageLimit;
  UsageLimitInput: UsageLimitInput;
  ValidationCheck: CheckModel;
  ValidationPolicy: ValidationPolicy;
  ValidationReport: ValidationReportModel;
  VerifyDocumentInput: VerifyDocumentInput;
  VerifyInput: VerifyInput;
  VerifyItemInput: VerifyItemInput;
  VerifyMacInput: VerifyMacInput;
  VerifyMacItemInput: VerifyMacItemInput;
  VerifyMacOutcome: ResolversUnionTypes<ResolversParentTypes>['VerifyMacOutcome'];
  VerifyMacPayload: Omit<VerifyMacPayload, 'outcomes'> & { outcomes: ReadonlyArray<ResolversParentTypes['VerifyMacOutcome']> };
  VerifyOutcome: ResolversUnionTypes<ResolversParentTypes>['VerifyOutcome'];
  VerifyPayload: Omit<VerifyPayload, 'outcomes'> & { outcomes: ReadonlyArray<ResolversParentTypes['VerifyOutcome']> };
  Viewer: ViewerModel;
  WorkloadTrust: WorkloadTrustModel;
};

export type AbolishUnitPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AbolishUnitPayload'] = ResolversParentTypes['AbolishUnitPayload']> = {
  unit?: Resolver<ResolversTypes['Unit'], ParentType, ContextType>;
};

export type AcceptLogPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AcceptLogPayload'] = ResolversParentTypes['AcceptLogPayload']> = {
  auditEntryId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lostSize?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ActionResolvers = EnumResolverSignature<{ APPROVE?: any, APPROVE_SIGNATURES?: any, AUDIT?: any, DECRYPT?: any, ENCRYPT?: any, ISSUE_CERTIFICATES?: any, MAC?: any, MANAGE_APPLICATIONS?: any, MANAGE_AUTHORITIES?: any, MANAGE_KEYS?: any, MANAGE_PEOPLE?: any, MANAGE_UNITS?: any, OPEN?: any, PROPOSE?: any, READ?: any, REVOKE_CERTIFICATES?: any, SEAL?: any, SIGN?: any, SIGN_RAW?: any, TIMESTAMP?: any }, ResolversTypes['Action']>;

export type AddTrustAnchorPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AddTrustAnchorPayload'] = ResolversParentTypes['AddTrustAnchorPayload']> = {
  anchor?: Resolver<ResolversTypes['TrustAnchor'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ApplicationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Application'] = ResolversParentTypes['Application']> = {
  actions?: Resolver<ReadonlyArray<ResolversTypes['Action']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  grants?: Resolver<ReadonlyArray<ResolversTypes['Grant']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  tokens?: Resolver<ReadonlyArray<ResolversTypes['Token']>, ParentType, ContextType>;
  trusts?: Resolver<ReadonlyArray<ResolversTypes['WorkloadTrust']>, ParentType, ContextType>;
  unit?: Resolver<ResolversTypes['Unit'], ParentType, ContextType>;
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

export type ApplicationForecastResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ApplicationForecast'] = ResolversParentTypes['ApplicationForecast']> = {
  disabled?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  keysAfter?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  keysBefore?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  tokens?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  unitAfter?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  unitBefore?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ApprovalRuleResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ApprovalRule'] = ResolversParentTypes['ApprovalRule']> = {
  act?: Resolver<ResolversTypes['ProposableAct'], ParentType, ContextType>;
  approvals?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  expiresInHours?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  unit?: Resolver<ResolversTypes['Unit'], ParentType, ContextType>;
};

export type ApprovePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ApprovePayload'] = ResolversParentTypes['ApprovePayload']> = {
  proposal?: Resolver<ResolversTypes['Proposal'], ParentType, ContextType>;
};

export type ApprovedSignatureResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ApprovedSignature'] = ResolversParentTypes['ApprovedSignature']> = {
  auditEntryId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  sha256?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  signedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type AuditDetailResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AuditDetail'] = ResolversParentTypes['AuditDetail']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type AuditEntryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AuditEntry'] = ResolversParentTypes['AuditEntry']> = {
  algorithm?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  applicationId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  callerKind?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  certificate?: Resolver<Maybe<ResolversTypes['Certificate']>, ParentType, ContextType>;
  details?: Resolver<ReadonlyArray<ResolversTypes['AuditDetail']>, ParentType, ContextType>;
  entry?: Resolver<ResolversTypes['Base64'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  keyId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  keyVersion?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  leafIndex?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  operation?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  outcome?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  proposal?: Resolver<Maybe<ResolversTypes['Proposal']>, ParentType, ContextType>;
  receipt?: Resolver<Maybe<ResolversTypes['SignatureReceipt']>, ParentType, ContextType>;
  requestId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  signatureSha256?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  toBeSignedSha256?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  tokenId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type AuditEntryConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AuditEntryConnection'] = ResolversParentTypes['AuditEntryConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['AuditEntryEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type AuditEntryEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AuditEntryEdge'] = ResolversParentTypes['AuditEntryEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['AuditEntry'], ParentType, ContextType>;
};

export type AuthorityResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Authority'] = ResolversParentTypes['Authority']> = {
  certificate?: Resolver<ResolversTypes['Certificate'], ParentType, ContextType>;
  chainPem?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  practice?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  root?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  slug?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  subject?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export interface Base64ScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Base64'], any> {
  name: 'Base64';
}

export type BindCertificatePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['BindCertificatePayload'] = ResolversParentTypes['BindCertificatePayload']> = {
  token?: Resolver<ResolversTypes['Token'], ParentType, ContextType>;
};

export type BreakGlassPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['BreakGlassPayload'] = ResolversParentTypes['BreakGlassPayload']> = {
  grant?: Resolver<ResolversTypes['Grant'], ParentType, ContextType>;
};

export type CallerKindResolvers = EnumResolverSignature<{ APPLICATION?: any, PERSON?: any }, ResolversTypes['CallerKind']>;

export type CancelKeyDestructionPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CancelKeyDestructionPayload'] = ResolversParentTypes['CancelKeyDestructionPayload']> = {
  key?: Resolver<ResolversTypes['Key'], ParentType, ContextType>;
};

export type CertificateResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Certificate'] = ResolversParentTypes['Certificate']> = {
  authority?: Resolver<ResolversTypes['Authority'], ParentType, ContextType>;
  der?: Resolver<ResolversTypes['Base64'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  issuer?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  notAfter?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  notBefore?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  pem?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  profile?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  revocationAt?: Resolver<ResolversTypes['CertificateStatus'], ParentType, ContextType, RequireFields<CertificateRevocationAtArgs, 'time'>>;
  revocationReason?: Resolver<Maybe<ResolversTypes['RevocationReason']>, ParentType, ContextType>;
  revokedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  serialHex?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  subject?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CertificateConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CertificateConnection'] = ResolversParentTypes['CertificateConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['CertificateEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type CertificateEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CertificateEdge'] = ResolversParentTypes['CertificateEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Certificate'], ParentType, ContextType>;
};

export type CertificateStatusResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CertificateStatus'] = ResolversParentTypes['CertificateStatus']> = {
  invalidityDate?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['RevocationReason']>, ParentType, ContextType>;
  revokedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['CertificateStatusName'], ParentType, ContextType>;
};

export type CertificateStatusNameResolvers = EnumResolverSignature<{ EXPIRED?: any, GOOD?: any, NOT_YET_VALID?: any, REVOKED?: any, SUSPECT?: any }, ResolversTypes['CertificateStatusName']>;

export type CertificateSummaryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CertificateSummary'] = ResolversParentTypes['CertificateSummary']> = {
  issuer?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  notAfter?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  notBefore?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  serialHex?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  subject?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type CheckOutcomeResolvers = EnumResolverSignature<{ FAILED?: any, INDETERMINATE?: any, NOT_DONE?: any, PASSED?: any }, ResolversTypes['CheckOutcome']>;

export type CheckpointResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Checkpoint'] = ResolversParentTypes['Checkpoint']> = {
  note?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  publicKey?: Resolver<ResolversTypes['Base64'], ParentType, ContextType>;
  rootHash?: Resolver<ResolversTypes['Base64'], ParentType, ContextType>;
  timestamp?: Resolver<Maybe<ResolversTypes['Base64']>, ParentType, ContextType>;
  treeSize?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type CompleteSignaturePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CompleteSignaturePayload'] = ResolversParentTypes['CompleteSignaturePayload']> = {
  auditEntryId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  certificateSerialHex?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  format?: Resolver<ResolversTypes['SignatureFormat'], ParentType, ContextType>;
  level?: Resolver<ResolversTypes['SignatureLevel'], ParentType, ContextType>;
  signature?: Resolver<ResolversTypes['Base64'], ParentType, ContextType>;
};

export type CompromiseKeyPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CompromiseKeyPayload'] = ResolversParentTypes['CompromiseKeyPayload']> = {
  certificates?: Resolver<ReadonlyArray<ResolversTypes['Certificate']>, ParentType, ContextType>;
  incident?: Resolver<ResolversTypes['Incident'], ParentType, ContextType>;
  key?: Resolver<ResolversTypes['Key'], ParentType, ContextType>;
};

export type ConsistencyProofResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ConsistencyProof'] = ResolversParentTypes['ConsistencyProof']> = {
  checkpoint?: Resolver<ResolversTypes['Checkpoint'], ParentType, ContextType>;
  fromSize?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  hashes?: Resolver<ReadonlyArray<ResolversTypes['Base64']>, ParentType, ContextType>;
};

export type CreateApplicationPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateApplicationPayload'] = ResolversParentTypes['CreateApplicationPayload']> = {
  application?: Resolver<ResolversTypes['Application'], ParentType, ContextType>;
};

export type CreateAuthorityPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateAuthorityPayload'] = ResolversParentTypes['CreateAuthorityPayload']> = {
  authority?: Resolver<ResolversTypes['Authority'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CreateEnrolmentPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateEnrolmentPayload'] = ResolversParentTypes['CreateEnrolmentPayload']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  link?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CreateKeyPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateKeyPayload'] = ResolversParentTypes['CreateKeyPayload']> = {
  key?: Resolver<ResolversTypes['Key'], ParentType, ContextType>;
};

export type CreatePersonPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreatePersonPayload'] = ResolversParentTypes['CreatePersonPayload']> = {
  person?: Resolver<ResolversTypes['Person'], ParentType, ContextType>;
};

export type CreateUnitPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateUnitPayload'] = ResolversParentTypes['CreateUnitPayload']> = {
  unit?: Resolver<ResolversTypes['Unit'], ParentType, ContextType>;
};

export type CustodyKindResolvers = EnumResolverSignature<{ HSM?: any, PASSPHRASE?: any, SHARES?: any }, ResolversTypes['CustodyKind']>;

export type DataKeyResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DataKey'] = ResolversParentTypes['DataKey']> = {
  auditEntryId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  ciphertext?: Resolver<ResolversTypes['Base64'], ParentType, ContextType>;
  plaintext?: Resolver<Maybe<ResolversTypes['Base64']>, ParentType, ContextType>;
  reference?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type DataKeyOutcomeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DataKeyOutcome'] = ResolversParentTypes['DataKeyOutcome']> = {
  __resolveType: TypeResolveFn<'DataKey' | 'OperationError', ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type DecryptOutcomeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DecryptOutcome'] = ResolversParentTypes['DecryptOutcome']> = {
  __resolveType: TypeResolveFn<'Decrypted' | 'OperationError', ParentType, ContextType>;
};

export type DecryptPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DecryptPayload'] = ResolversParentTypes['DecryptPayload']> = {
  outcomes?: Resolver<ReadonlyArray<ResolversTypes['DecryptOutcome']>, ParentType, ContextType>;
};

export type DecryptedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Decrypted'] = ResolversParentTypes['Decrypted']> = {
  auditEntryId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  keyVersion?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  plaintext?: Resolver<ResolversTypes['Base64'], ParentType, ContextType>;
  reference?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type DisableKeyPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DisableKeyPayload'] = ResolversParentTypes['DisableKeyPayload']> = {
  key?: Resolver<ResolversTypes['Key'], ParentType, ContextType>;
};

export type DisablePersonPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DisablePersonPayload'] = ResolversParentTypes['DisablePersonPayload']> = {
  person?: Resolver<ResolversTypes['Person'], ParentType, ContextType>;
};

export type DistrustWorkloadPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DistrustWorkloadPayload'] = ResolversParentTypes['DistrustWorkloadPayload']> = {
  trust?: Resolver<ResolversTypes['WorkloadTrust'], ParentType, ContextType>;
};

export type DocumentResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Document'] = ResolversParentTypes['Document']> = {
  base64?: Resolver<Maybe<ResolversTypes['Base64']>, ParentType, ContextType>;
  id?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  sha256?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  size?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type EmergencyReasonResolvers = EnumResolverSignature<{ KEY_COMPROMISE?: any, LEGAL_DEADLINE?: any, OFFICER_UNAVAILABLE?: any, SERVICE_FAILURE?: any }, ResolversTypes['EmergencyReason']>;

export type EnableKeyPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EnableKeyPayload'] = ResolversParentTypes['EnableKeyPayload']> = {
  key?: Resolver<ResolversTypes['Key'], ParentType, ContextType>;
};

export type EncryptOutcomeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EncryptOutcome'] = ResolversParentTypes['EncryptOutcome']> = {
  __resolveType: TypeResolveFn<'Encrypted' | 'OperationError', ParentType, ContextType>;
};

export type EncryptPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EncryptPayload'] = ResolversParentTypes['EncryptPayload']> = {
  keyVersion?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  outcomes?: Resolver<ReadonlyArray<ResolversTypes['EncryptOutcome']>, ParentType, ContextType>;
};

export type EncryptedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Encrypted'] = ResolversParentTypes['Encrypted']> = {
  auditEntryId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  ciphertext?: Resolver<ResolversTypes['Base64'], ParentType, ContextType>;
  reference?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ExecutePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ExecutePayload'] = ResolversParentTypes['ExecutePayload']> = {
  proposal?: Resolver<ResolversTypes['Proposal'], ParentType, ContextType>;
  result?: Resolver<ResolversTypes['ExecutionResult'], ParentType, ContextType>;
};

export type ExecutionResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ExecutionResult'] = ResolversParentTypes['ExecutionResult']> = {
  __resolveType: TypeResolveFn<'AddTrustAnchorPayload' | 'CreateAuthorityPayload' | 'CreateEnrolmentPayload' | 'ExportKeyPayload' | 'GrantPayload' | 'MergeUnitsPayload' | 'ReleaseCeremonyPayload' | 'RemoveTrustAnchorPayload' | 'ScheduleKeyDestructionPayload' | 'SetApprovalRulePayload' | 'ShredUnitPayload' | 'SignDocumentsPayload', ParentType, ContextType>;
};

export type ExportKeyPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ExportKeyPayload'] = ResolversParentTypes['ExportKeyPayload']> = {
  material?: Resolver<ResolversTypes['Base64'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type GenerateDataKeyPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['GenerateDataKeyPayload'] = ResolversParentTypes['GenerateDataKeyPayload']> = {
  keyVersion?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  outcomes?: Resolver<ReadonlyArray<ResolversTypes['DataKeyOutcome']>, ParentType, ContextType>;
};

export type GrantResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Grant'] = ResolversParentTypes['Grant']> = {
  actions?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Action']>>, ParentType, ContextType>;
  applicationId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  emergency?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  emergencyUntil?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  expiresAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  formats?: Resolver<Maybe<ReadonlyArray<ResolversTypes['SignatureFormat']>>, ParentType, ContextType>;
  handedOnFrom?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  keyId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  limit?: Resolver<Maybe<ResolversTypes['UsageLimit']>, ParentType, ContextType>;
  personId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  revokedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  role?: Resolver<ResolversTypes['Role'], ParentType, ContextType>;
  unit?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type GrantPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['GrantPayload'] = ResolversParentTypes['GrantPayload']> = {
  grant?: Resolver<ResolversTypes['Grant'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type HashAlgorithmResolvers = EnumResolverSignature<{ SHA_256?: any, SHA_384?: any, SHA_512?: any }, ResolversTypes['HashAlgorithm']>;

export type HeldGrantResolvers<ContextType = Context, ParentType extends ResolversParentTypes['HeldGrant'] = ResolversParentTypes['HeldGrant']> = {
  actions?: Resolver<ReadonlyArray<ResolversTypes['Action']>, ParentType, ContextType>;
  emergency?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  expiresAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  formats?: Resolver<Maybe<ReadonlyArray<ResolversTypes['SignatureFormat']>>, ParentType, ContextType>;
  id?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  keyId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  unit?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ImportKeyPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ImportKeyPayload'] = ResolversParentTypes['ImportKeyPayload']> = {
  key?: Resolver<ResolversTypes['Key'], ParentType, ContextType>;
};

export type ImportWrappingKeyResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ImportWrappingKey'] = ResolversParentTypes['ImportWrappingKey']> = {
  publicKey?: Resolver<ResolversTypes['Base64'], ParentType, ContextType>;
  token?: Resolver<ResolversTypes['Base64'], ParentType, ContextType>;
};

export type IncidentResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Incident'] = ResolversParentTypes['Incident']> = {
  declaredAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  drill?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  items?: Resolver<ResolversTypes['IncidentItemConnection'], ParentType, ContextType, RequireFields<IncidentItemsArgs, 'first'>>;
  key?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  progress?: Resolver<ResolversTypes['IncidentProgress'], ParentType, ContextType>;
  since?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  versions?: Resolver<ReadonlyArray<ResolversTypes['Int']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type IncidentConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['IncidentConnection'] = ResolversParentTypes['IncidentConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['IncidentEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type IncidentEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['IncidentEdge'] = ResolversParentTypes['IncidentEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Incident'], ParentType, ContextType>;
};

export type IncidentItemResolvers<ContextType = Context, ParentType extends ResolversParentTypes['IncidentItem'] = ResolversParentTypes['IncidentItem']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  auditEntryId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  contentDigest?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  format?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  level?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  operation?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  remedy?: Resolver<ResolversTypes['IncidentRemedy'], ParentType, ContextType>;
  replacedBy?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  standing?: Resolver<ResolversTypes['IncidentStanding'], ParentType, ContextType>;
};

export type IncidentItemConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['IncidentItemConnection'] = ResolversParentTypes['IncidentItemConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['IncidentItemEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type IncidentItemEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['IncidentItemEdge'] = ResolversParentTypes['IncidentItemEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['IncidentItem'], ParentType, ContextType>;
};

export type IncidentProgressResolvers<ContextType = Context, ParentType extends ResolversParentTypes['IncidentProgress'] = ResolversParentTypes['IncidentProgress']> = {
  after?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  opened?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  signedAnew?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  stampedBefore?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  toSignAnew?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  unstampedBefore?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type IncidentRemedyResolvers = EnumResolverSignature<{ NONE?: any, REWRAP?: any, SIGN_ANEW?: any }, ResolversTypes['IncidentRemedy']>;

export type IncidentStandingResolvers = EnumResolverSignature<{ AFTER?: any, OPENED?: any, STAMPED_BEFORE?: any, UNSTAMPED_BEFORE?: any }, ResolversTypes['IncidentStanding']>;

export type InclusionProofResolvers<ContextType = Context, ParentType extends ResolversParentTypes['InclusionProof'] = ResolversParentTypes['InclusionProof']> = {
  checkpoint?: Resolver<ResolversTypes['Checkpoint'], ParentType, ContextType>;
  entry?: Resolver<ResolversTypes['Base64'], ParentType, ContextType>;
  hashes?: Resolver<ReadonlyArray<ResolversTypes['Base64']>, ParentType, ContextType>;
  leafIndex?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type IntegrityResolvers = EnumResolverSignature<{ BROKEN?: any, INTACT?: any, UNDETERMINED?: any, UNSIGNED?: any }, ResolversTypes['Integrity']>;

export type IssueCertificatePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['IssueCertificatePayload'] = ResolversParentTypes['IssueCertificatePayload']> = {
  certificate?: Resolver<ResolversTypes['Certificate'], ParentType, ContextType>;
  chainPem?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type IssueTokenPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['IssueTokenPayload'] = ResolversParentTypes['IssueTokenPayload']> = {
  secret?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  token?: Resolver<ResolversTypes['Token'], ParentType, ContextType>;
};

export type KeyResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Key'] = ResolversParentTypes['Key']> = {
  algorithm?: Resolver<ResolversTypes['KeyAlgorithm'], ParentType, ContextType>;
  attributes?: Resolver<ReadonlyArray<ResolversTypes['KeyAttribute']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  destroyAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  policy?: Resolver<ResolversTypes['KeyPolicy'], ParentType, ContextType>;
  provider?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  purpose?: Resolver<ResolversTypes['KeyPurpose'], ParentType, ContextType>;
  unit?: Resolver<ResolversTypes['Unit'], ParentType, ContextType>;
  versions?: Resolver<ReadonlyArray<ResolversTypes['KeyVersion']>, ParentType, ContextType>;
  warnings?: Resolver<ReadonlyArray<ResolversTypes['KeyWarning']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type KeyAlgorithmResolvers = EnumResolverSignature<{ AES_256_GCM?: any, CHACHA20_POLY1305?: any, ECDH_P256?: any, ECDH_P384?: any, ECDSA_P256?: any, ECDSA_P384?: any, ECDSA_P521?: any, ED448?: any, ED25519?: any, HMAC_SHA256?: any, HMAC_SHA384?: any, HMAC_SHA512?: any, ML_DSA_44?: any, ML_DSA_65?: any, ML_DSA_87?: any, ML_KEM_512?: any, ML_KEM_768?: any, ML_KEM_1024?: any, RSA_OAEP_2048?: any, RSA_OAEP_3072?: any, RSA_OAEP_4096?: any, RSA_PKCS1_2048?: any, RSA_PKCS1_3072?: any, RSA_PKCS1_4096?: any, RSA_PSS_2048?: any, RSA_PSS_3072?: any, RSA_PSS_4096?: any, X25519?: any }, ResolversTypes['KeyAlgorithm']>;

export type KeyAttributeResolvers = EnumResolverSignature<{ APPROVAL_REQUIRED?: any, EXPORTABLE?: any, SIGN_DIGEST?: any }, ResolversTypes['KeyAttribute']>;

export type KeyConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['KeyConnection'] = ResolversParentTypes['KeyConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['KeyEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type KeyEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['KeyEdge'] = ResolversParentTypes['KeyEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Key'], ParentType, ContextType>;
};

export type KeyForecastResolvers<ContextType = Context, ParentType extends ResolversParentTypes['KeyForecast'] = ResolversParentTypes['KeyForecast']> = {
  certificatesAfter?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  certificatesBefore?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  nameAfter?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  nameBefore?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  purpose?: Resolver<ResolversTypes['KeyPurpose'], ParentType, ContextType>;
  usersAfter?: Resolver<ReadonlyArray<ResolversTypes['KeyUser']>, ParentType, ContextType>;
  usersBefore?: Resolver<ReadonlyArray<ResolversTypes['KeyUser']>, ParentType, ContextType>;
};

export type KeyPolicyResolvers<ContextType = Context, ParentType extends ResolversParentTypes['KeyPolicy'] = ResolversParentTypes['KeyPolicy']> = {
  minimumVersion?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  rotationPeriodDays?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  usageLimit?: Resolver<Maybe<ResolversTypes['UsageLimit']>, ParentType, ContextType>;
  usagePeriodDays?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type KeyProviderResolvers = EnumResolverSignature<{ PKCS11?: any, SOFTWARE?: any }, ResolversTypes['KeyProvider']>;

export type KeyPurposeResolvers = EnumResolverSignature<{ CERTIFY?: any, ENCRYPT?: any, LOG?: any, MAC?: any, OPEN?: any, SIGN_DOCUMENT?: any, SIGN_RAW?: any, TIMESTAMP?: any }, ResolversTypes['KeyPurpose']>;

export type KeyStateResolvers = EnumResolverSignature<{ ACTIVE?: any, COMPROMISED?: any, DEACTIVATED?: any, DESTROYED?: any, PRE_ACTIVATION?: any, SUSPENDED?: any }, ResolversTypes['KeyState']>;

export type KeyUseResolvers = EnumResolverSignature<{ PROCESS?: any, PROTECT?: any, SIGN?: any }, ResolversTypes['KeyUse']>;

export type KeyUserResolvers<ContextType = Context, ParentType extends ResolversParentTypes['KeyUser'] = ResolversParentTypes['KeyUser']> = {
  kind?: Resolver<ResolversTypes['CallerKind'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  uses?: Resolver<ReadonlyArray<ResolversTypes['KeyUse']>, ParentType, ContextType>;
};

export type KeyVersionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['KeyVersion'] = ResolversParentTypes['KeyVersion']> = {
  activatedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  certificates?: Resolver<ReadonlyArray<ResolversTypes['Certificate']>, ParentType, ContextType>;
  compromisedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  deactivatedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  destroyedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  publicKey?: Resolver<Maybe<ResolversTypes['Base64']>, ParentType, ContextType>;
  state?: Resolver<ResolversTypes['KeyState'], ParentType, ContextType>;
  usageEndsAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type KeyWarningResolvers<ContextType = Context, ParentType extends ResolversParentTypes['KeyWarning'] = ResolversParentTypes['KeyWarning']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  code?: Resolver<ResolversTypes['KeyWarningCode'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type KeyWarningCodeResolvers = EnumResolverSignature<{ CERTIFICATE_ENDS?: any, DESTRUCTION_DUE?: any, USAGE_ENDS?: any, USAGE_LIMIT_NEAR?: any }, ResolversTypes['KeyWarningCode']>;

export type LaterChangeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LaterChange'] = ResolversParentTypes['LaterChange']> = {
  kind?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  permitted?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type LinkSubjectPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LinkSubjectPayload'] = ResolversParentTypes['LinkSubjectPayload']> = {
  subject?: Resolver<ResolversTypes['OidcSubject'], ParentType, ContextType>;
};

export type MacOutcomeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MacOutcome'] = ResolversParentTypes['MacOutcome']> = {
  __resolveType: TypeResolveFn<'MessageMac' | 'OperationError', ParentType, ContextType>;
};

export type MacPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MacPayload'] = ResolversParentTypes['MacPayload']> = {
  keyVersion?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  outcomes?: Resolver<ReadonlyArray<ResolversTypes['MacOutcome']>, ParentType, ContextType>;
};

export type MacVerificationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MacVerification'] = ResolversParentTypes['MacVerification']> = {
  auditEntryId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  keyVersion?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  reference?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  valid?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type MergeUnitsPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MergeUnitsPayload'] = ResolversParentTypes['MergeUnitsPayload']> = {
  unit?: Resolver<ResolversTypes['Unit'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type MessageMacResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MessageMac'] = ResolversParentTypes['MessageMac']> = {
  auditEntryId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  mac?: Resolver<ResolversTypes['Base64'], ParentType, ContextType>;
  reference?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type MoveUnitPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MoveUnitPayload'] = ResolversParentTypes['MoveUnitPayload']> = {
  unit?: Resolver<ResolversTypes['Unit'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  abolishUnit?: Resolver<ResolversTypes['AbolishUnitPayload'], ParentType, ContextType, RequireFields<MutationAbolishUnitArgs, 'input'>>;
  acceptLog?: Resolver<ResolversTypes['AcceptLogPayload'], ParentType, ContextType, RequireFields<MutationAcceptLogArgs, 'input'>>;
  addTrustAnchor?: Resolver<ResolversTypes['AddTrustAnchorPayload'], ParentType, ContextType, RequireFields<MutationAddTrustAnchorArgs, 'input'>>;
  approve?: Resolver<ResolversTypes['ApprovePayload'], ParentType, ContextType, RequireFields<MutationApproveArgs, 'input'>>;
  bindCertificate?: Resolver<ResolversTypes['BindCertificatePayload'], ParentType, ContextType, RequireFields<MutationBindCertificateArgs, 'input'>>;
  breakGlass?: Resolver<ResolversTypes['BreakGlassPayload'], ParentType, ContextType, RequireFields<MutationBreakGlassArgs, 'input'>>;
  cancelKeyDestruction?: Resolver<ResolversTypes['CancelKeyDestructionPayload'], ParentType, ContextType, RequireFields<MutationCancelKeyDestructionArgs, 'input'>>;
  completeSignature?: Resolver<ResolversTypes['CompleteSignaturePayload'], ParentType, ContextType, RequireFields<MutationCompleteSignatureArgs, 'input'>>;
  compromiseKey?: Resolver<ResolversTypes['CompromiseKeyPayload'], ParentType, ContextType, RequireFields<MutationCompromiseKeyArgs, 'input'>>;
  createApplication?: Resolver<ResolversTypes['CreateApplicationPayload'], ParentType, ContextType, RequireFields<MutationCreateApplicationArgs, 'input'>>;
  createAuthority?: Resolver<ResolversTypes['CreateAuthorityPayload'], ParentType, ContextType, RequireFields<MutationCreateAuthorityArgs, 'input'>>;
  createEnrolment?: Resolver<ResolversTypes['CreateEnrolmentPayload'], ParentType, ContextType, RequireFields<MutationCreateEnrolmentArgs, 'input'>>;
  createKey?: Resolver<ResolversTypes['CreateKeyPayload'], ParentType, ContextType, RequireFields<MutationCreateKeyArgs, 'input'>>;
  createPerson?: Resolver<ResolversTypes['CreatePersonPayload'], ParentType, ContextType, RequireFields<MutationCreatePersonArgs, 'input'>>;
  createUnit?: Resolver<ResolversTypes['CreateUnitPayload'], ParentType, ContextType, RequireFields<MutationCreateUnitArgs, 'input'>>;
  decrypt?: Resolver<ResolversTypes['DecryptPayload'], ParentType, ContextType, RequireFields<MutationDecryptArgs, 'input'>>;
  disableKey?: Resolver<ResolversTypes['DisableKeyPayload'], ParentType, ContextType, RequireFields<MutationDisableKeyArgs, 'input'>>;
  disablePerson?: Resolver<ResolversTypes['DisablePersonPayload'], ParentType, ContextType, RequireFields<MutationDisablePersonArgs, 'input'>>;
  distrustWorkload?: Resolver<ResolversTypes['DistrustWorkloadPayload'], ParentType, ContextType, RequireFields<MutationDistrustWorkloadArgs, 'input'>>;
  enableKey?: Resolver<ResolversTypes['EnableKeyPayload'], ParentType, ContextType, RequireFields<MutationEnableKeyArgs, 'input'>>;
  encrypt?: Resolver<ResolversTypes['EncryptPayload'], ParentType, ContextType, RequireFields<MutationEncryptArgs, 'input'>>;
  execute?: Resolver<ResolversTypes['ExecutePayload'], ParentType, ContextType, RequireFields<MutationExecuteArgs, 'input'>>;
  exportKey?: Resolver<ResolversTypes['ExportKeyPayload'], ParentType, ContextType, RequireFields<MutationExportKeyArgs, 'input'>>;
  generateDataKey?: Resolver<ResolversTypes['GenerateDataKeyPayload'], ParentType, ContextType, RequireFields<MutationGenerateDataKeyArgs, 'input'>>;
  grant?: Resolver<ResolversTypes['GrantPayload'], ParentType, ContextType, RequireFields<MutationGrantArgs, 'input'>>;
  importKey?: Resolver<ResolversTypes['ImportKeyPayload'], ParentType, ContextType, RequireFields<MutationImportKeyArgs, 'input'>>;
  issueCertificate?: Resolver<ResolversTypes['IssueCertificatePayload'], ParentType, ContextType, RequireFields<MutationIssueCertificateArgs, 'input'>>;
  issueToken?: Resolver<ResolversTypes['IssueTokenPayload'], ParentType, ContextType, RequireFields<MutationIssueTokenArgs, 'input'>>;
  linkSubject?: Resolver<ResolversTypes['LinkSubjectPayload'], ParentType, ContextType, RequireFields<MutationLinkSubjectArgs, 'input'>>;
  mac?: Resolver<ResolversTypes['MacPayload'], ParentType, ContextType, RequireFields<MutationMacArgs, 'input'>>;
  mergeUnits?: Resolver<ResolversTypes['MergeUnitsPayload'], ParentType, ContextType, RequireFields<MutationMergeUnitsArgs, 'input'>>;
  moveUnit?: Resolver<ResolversTypes['MoveUnitPayload'], ParentType, ContextType, RequireFields<MutationMoveUnitArgs, 'input'>>;
  openEnvelope?: Resolver<ResolversTypes['OpenEnvelopePayload'], ParentType, ContextType, RequireFields<MutationOpenEnvelopeArgs, 'input'>>;
  prepareSignature?: Resolver<ResolversTypes['PrepareSignaturePayload'], ParentType, ContextType, RequireFields<MutationPrepareSignatureArgs, 'input'>>;
  propose?: Resolver<ResolversTypes['ProposePayload'], ParentType, ContextType, RequireFields<MutationProposeArgs, 'input'>>;
  reject?: Resolver<ResolversTypes['RejectPayload'], ParentType, ContextType, RequireFields<MutationRejectArgs, 'input'>>;
  removeTrustAnchor?: Resolver<ResolversTypes['RemoveTrustAnchorPayload'], ParentType, ContextType, RequireFields<MutationRemoveTrustAnchorArgs, 'input'>>;
  renameUnit?: Resolver<ResolversTypes['RenameUnitPayload'], ParentType, ContextType, RequireFields<MutationRenameUnitArgs, 'input'>>;
  reportIncident?: Resolver<ResolversTypes['ReportIncidentPayload'], ParentType, ContextType, RequireFields<MutationReportIncidentArgs, 'input'>>;
  resign?: Resolver<ResolversTypes['ResignPayload'], ParentType, ContextType, RequireFields<MutationResignArgs, 'input'>>;
  revokeCertificate?: Resolver<ResolversTypes['RevokeCertificatePayload'], ParentType, ContextType, RequireFields<MutationRevokeCertificateArgs, 'input'>>;
  revokeGrant?: Resolver<ResolversTypes['RevokeGrantPayload'], ParentType, ContextType, RequireFields<MutationRevokeGrantArgs, 'input'>>;
  revokePasskey?: Resolver<ResolversTypes['RevokePasskeyPayload'], ParentType, ContextType, RequireFields<MutationRevokePasskeyArgs, 'input'>>;
  revokeSession?: Resolver<ResolversTypes['RevokeSessionPayload'], ParentType, ContextType, RequireFields<MutationRevokeSessionArgs, 'input'>>;
  revokeToken?: Resolver<ResolversTypes['RevokeTokenPayload'], ParentType, ContextType, RequireFields<MutationRevokeTokenArgs, 'input'>>;
  rewrap?: Resolver<ResolversTypes['RewrapPayload'], ParentType, ContextType, RequireFields<MutationRewrapArgs, 'input'>>;
  rewrapEnvelope?: Resolver<ResolversTypes['RewrapEnvelopePayload'], ParentType, ContextType, RequireFields<MutationRewrapEnvelopeArgs, 'input'>>;
  rotateKey?: Resolver<ResolversTypes['RotateKeyPayload'], ParentType, ContextType, RequireFields<MutationRotateKeyArgs, 'input'>>;
  rotateUnitKey?: Resolver<ResolversTypes['RotateUnitKeyPayload'], ParentType, ContextType, RequireFields<MutationRotateUnitKeyArgs, 'input'>>;
  scheduleKeyDestruction?: Resolver<ResolversTypes['ScheduleKeyDestructionPayload'], ParentType, ContextType, RequireFields<MutationScheduleKeyDestructionArgs, 'input'>>;
  sealEnvelope?: Resolver<ResolversTypes['SealEnvelopePayload'], ParentType, ContextType, RequireFields<MutationSealEnvelopeArgs, 'input'>>;
  sealUnit?: Resolver<ResolversTypes['SealUnitPayload'], ParentType, ContextType, RequireFields<MutationSealUnitArgs, 'input'>>;
  setApprovalRule?: Resolver<ResolversTypes['SetApprovalRulePayload'], ParentType, ContextType, RequireFields<MutationSetApprovalRuleArgs, 'input'>>;
  shredUnit?: Resolver<ResolversTypes['ShredUnitPayload'], ParentType, ContextType, RequireFields<MutationShredUnitArgs, 'input'>>;
  sign?: Resolver<ResolversTypes['SignPayload'], ParentType, ContextType, RequireFields<MutationSignArgs, 'input'>>;
  signDocument?: Resolver<ResolversTypes['SignDocumentPayload'], ParentType, ContextType, RequireFields<MutationSignDocumentArgs, 'input'>>;
  splitUnit?: Resolver<ResolversTypes['SplitUnitPayload'], ParentType, ContextType, RequireFields<MutationSplitUnitArgs, 'input'>>;
  timestamp?: Resolver<ResolversTypes['TimestampPayload'], ParentType, ContextType, RequireFields<MutationTimestampArgs, 'input'>>;
  trustWorkload?: Resolver<ResolversTypes['TrustWorkloadPayload'], ParentType, ContextType, RequireFields<MutationTrustWorkloadArgs, 'input'>>;
  unlinkSubject?: Resolver<ResolversTypes['UnlinkSubjectPayload'], ParentType, ContextType, RequireFields<MutationUnlinkSubjectArgs, 'input'>>;
  unsealUnit?: Resolver<ResolversTypes['UnsealUnitPayload'], ParentType, ContextType, RequireFields<MutationUnsealUnitArgs, 'input'>>;
  updateKey?: Resolver<ResolversTypes['UpdateKeyPayload'], ParentType, ContextType, RequireFields<MutationUpdateKeyArgs, 'input'>>;
  verifyMac?: Resolver<ResolversTypes['VerifyMacPayload'], ParentType, ContextType, RequireFields<MutationVerifyMacArgs, 'input'>>;
};

export type NodeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Node'] = ResolversParentTypes['Node']> = {
  __resolveType: TypeResolveFn<'Application' | 'AuditEntry' | 'Authority' | 'Certificate' | 'Grant' | 'Incident' | 'Key' | 'OidcSubject' | 'Passkey' | 'Person' | 'Proposal' | 'Session' | 'Token' | 'TrustAnchor' | 'Unit' | 'WorkloadTrust', ParentType, ContextType>;
};

export type OfficeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Office'] = ResolversParentTypes['Office']> = {
  practice?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  publicUrl?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type OidcSubjectResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OidcSubject'] = ResolversParentTypes['OidcSubject']> = {
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  endedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  issuer?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  subject?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type OpenEnvelopePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OpenEnvelopePayload'] = ResolversParentTypes['OpenEnvelopePayload']> = {
  auditEntryId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  contentKey?: Resolver<Maybe<ResolversTypes['Base64']>, ParentType, ContextType>;
  document?: Resolver<Maybe<ResolversTypes['Document']>, ParentType, ContextType>;
  keyVersion?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  unit?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type OperationErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OperationError'] = ResolversParentTypes['OperationError']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  reference?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  retryable?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type PartyKindResolvers = EnumResolverSignature<{ APPLICATION?: any, PERSON?: any }, ResolversTypes['PartyKind']>;

export type PasskeyResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Passkey'] = ResolversParentTypes['Passkey']> = {
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lastUsedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  revokedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type PersonResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Person'] = ResolversParentTypes['Person']> = {
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  disabledAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  grants?: Resolver<ReadonlyArray<ResolversTypes['Grant']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  passkeys?: Resolver<ReadonlyArray<ResolversTypes['Passkey']>, ParentType, ContextType>;
  sessions?: Resolver<ReadonlyArray<ResolversTypes['Session']>, ParentType, ContextType>;
  subjects?: Resolver<ReadonlyArray<ResolversTypes['OidcSubject']>, ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  unit?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type PersonConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PersonConnection'] = ResolversParentTypes['PersonConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['PersonEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type PersonEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PersonEdge'] = ResolversParentTypes['PersonEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Person'], ParentType, ContextType>;
};

export type PrepareSignaturePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PrepareSignaturePayload'] = ResolversParentTypes['PrepareSignaturePayload']> = {
  certificateSerialHex?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  preparation?: Resolver<ResolversTypes['Base64'], ParentType, ContextType>;
  signatureOctets?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  toBeSigned?: Resolver<ResolversTypes['Base64'], ParentType, ContextType>;
};

export type ProposableActResolvers = EnumResolverSignature<{ ADD_TRUST_ANCHOR?: any, CHANGE_CUSTODY?: any, CREATE_AUTHORITY?: any, ENROL_DEVICE?: any, EXPORT_KEY?: any, GRANT?: any, MERGE_UNITS?: any, REMOVE_TRUST_ANCHOR?: any, ROTATE_ROOT_KEY?: any, SCHEDULE_KEY_DESTRUCTION?: any, SET_APPROVAL_RULE?: any, SHRED_UNIT?: any, SIGN_DOCUMENTS?: any }, ResolversTypes['ProposableAct']>;

export type ProposalResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Proposal'] = ResolversParentTypes['Proposal']> = {
  act?: Resolver<ResolversTypes['ProposableAct'], ParentType, ContextType>;
  actSha256?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  approvals?: Resolver<ReadonlyArray<ResolversTypes['ProposalApproval']>, ParentType, ContextType>;
  approvalsCounting?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  approvalsRequired?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  canonicalAct?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  executedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  executedBy?: Resolver<Maybe<ResolversTypes['ProposalParty']>, ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  proposedBy?: Resolver<ResolversTypes['ProposalParty'], ParentType, ContextType>;
  rejectable?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  rejectedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  rejectedBy?: Resolver<Maybe<ResolversTypes['ProposalParty']>, ParentType, ContextType>;
  rejectionReason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  signatures?: Resolver<ReadonlyArray<ResolversTypes['ApprovedSignature']>, ParentType, ContextType>;
  state?: Resolver<ResolversTypes['ProposalState'], ParentType, ContextType>;
  unit?: Resolver<ResolversTypes['Unit'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ProposalApprovalResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ProposalApproval'] = ResolversParentTypes['ProposalApproval']> = {
  approvedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  authenticatorData?: Resolver<ResolversTypes['Base64'], ParentType, ContextType>;
  clientDataJson?: Resolver<ResolversTypes['Base64'], ParentType, ContextType>;
  counts?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  person?: Resolver<ResolversTypes['ProposalParty'], ParentType, ContextType>;
  publicKey?: Resolver<ResolversTypes['Base64'], ParentType, ContextType>;
  signature?: Resolver<ResolversTypes['Base64'], ParentType, ContextType>;
};

export type ProposalConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ProposalConnection'] = ResolversParentTypes['ProposalConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ProposalEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type ProposalEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ProposalEdge'] = ResolversParentTypes['ProposalEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Proposal'], ParentType, ContextType>;
};

export type ProposalPartyResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ProposalParty'] = ResolversParentTypes['ProposalParty']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['PartyKind'], ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ProposalStateResolvers = EnumResolverSignature<{ EXECUTED?: any, EXECUTING?: any, EXPIRED?: any, OPEN?: any, REJECTED?: any }, ResolversTypes['ProposalState']>;

export type ProposePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ProposePayload'] = ResolversParentTypes['ProposePayload']> = {
  proposal?: Resolver<ResolversTypes['Proposal'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  applications?: Resolver<ResolversTypes['ApplicationConnection'], ParentType, ContextType, RequireFields<QueryApplicationsArgs, 'first'>>;
  approvalRules?: Resolver<ReadonlyArray<ResolversTypes['ApprovalRule']>, ParentType, ContextType>;
  auditEntries?: Resolver<ResolversTypes['AuditEntryConnection'], ParentType, ContextType, RequireFields<QueryAuditEntriesArgs, 'first'>>;
  auditEntry?: Resolver<Maybe<ResolversTypes['AuditEntry']>, ParentType, ContextType, RequireFields<QueryAuditEntryArgs, 'id'>>;
  authorities?: Resolver<ReadonlyArray<ResolversTypes['Authority']>, ParentType, ContextType>;
  authority?: Resolver<Maybe<ResolversTypes['Authority']>, ParentType, ContextType, RequireFields<QueryAuthorityArgs, 'slug'>>;
  certificate?: Resolver<Maybe<ResolversTypes['Certificate']>, ParentType, ContextType, RequireFields<QueryCertificateArgs, 'serialHex'>>;
  certificates?: Resolver<ResolversTypes['CertificateConnection'], ParentType, ContextType, RequireFields<QueryCertificatesArgs, 'first'>>;
  checkpoint?: Resolver<Maybe<ResolversTypes['Checkpoint']>, ParentType, ContextType>;
  consistencyProof?: Resolver<ResolversTypes['ConsistencyProof'], ParentType, ContextType, RequireFields<QueryConsistencyProofArgs, 'fromSize'>>;
  importWrappingKey?: Resolver<ResolversTypes['ImportWrappingKey'], ParentType, ContextType, Partial<QueryImportWrappingKeyArgs>>;
  incident?: Resolver<Maybe<ResolversTypes['Incident']>, ParentType, ContextType, RequireFields<QueryIncidentArgs, 'id'>>;
  incidents?: Resolver<ResolversTypes['IncidentConnection'], ParentType, ContextType, RequireFields<QueryIncidentsArgs, 'first'>>;
  inclusionProof?: Resolver<Maybe<ResolversTypes['InclusionProof']>, ParentType, ContextType, RequireFields<QueryInclusionProofArgs, 'auditEntryId'>>;
  key?: Resolver<Maybe<ResolversTypes['Key']>, ParentType, ContextType, RequireFields<QueryKeyArgs, 'name'>>;
  keys?: Resolver<ResolversTypes['KeyConnection'], ParentType, ContextType, RequireFields<QueryKeysArgs, 'first'>>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType, RequireFields<QueryNodeArgs, 'id'>>;
  office?: Resolver<ResolversTypes['Office'], ParentType, ContextType>;
  people?: Resolver<ResolversTypes['PersonConnection'], ParentType, ContextType, RequireFields<QueryPeopleArgs, 'first'>>;
  person?: Resolver<Maybe<ResolversTypes['Person']>, ParentType, ContextType, RequireFields<QueryPersonArgs, 'name'>>;
  previewUnitChange?: Resolver<ResolversTypes['UnitChangePreview'], ParentType, ContextType, RequireFields<QueryPreviewUnitChangeArgs, 'input'>>;
  proposal?: Resolver<Maybe<ResolversTypes['Proposal']>, ParentType, ContextType, RequireFields<QueryProposalArgs, 'id'>>;
  proposals?: Resolver<ResolversTypes['ProposalConnection'], ParentType, ContextType, RequireFields<QueryProposalsArgs, 'first'>>;
  random?: Resolver<ResolversTypes['Base64'], ParentType, ContextType, RequireFields<QueryRandomArgs, 'octets'>>;
  recipient?: Resolver<ResolversTypes['Recipient'], ParentType, ContextType, RequireFields<QueryRecipientArgs, 'unit'>>;
  signatureReceipt?: Resolver<Maybe<ResolversTypes['SignatureReceipt']>, ParentType, ContextType, RequireFields<QuerySignatureReceiptArgs, 'auditEntryId' | 'witnessed'>>;
  trustAnchors?: Resolver<ReadonlyArray<ResolversTypes['TrustAnchor']>, ParentType, ContextType>;
  unit?: Resolver<Maybe<ResolversTypes['Unit']>, ParentType, ContextType, RequireFields<QueryUnitArgs, 'path'>>;
  units?: Resolver<ResolversTypes['UnitConnection'], ParentType, ContextType, RequireFields<QueryUnitsArgs, 'first'>>;
  verify?: Resolver<ResolversTypes['VerifyPayload'], ParentType, ContextType, RequireFields<QueryVerifyArgs, 'input'>>;
  verifyDocument?: Resolver<ResolversTypes['ValidationReport'], ParentType, ContextType, RequireFields<QueryVerifyDocumentArgs, 'input'>>;
  viewer?: Resolver<ResolversTypes['Viewer'], ParentType, ContextType>;
};

export type RawSignatureResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RawSignature'] = ResolversParentTypes['RawSignature']> = {
  auditEntryId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  reference?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  signature?: Resolver<ResolversTypes['Base64'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type RawVerificationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RawVerification'] = ResolversParentTypes['RawVerification']> = {
  keyVersion?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  reference?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  valid?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ReasonResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Reason'] = ResolversParentTypes['Reason']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type RecipientResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Recipient'] = ResolversParentTypes['Recipient']> = {
  certificatePem?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  serialHex?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  unit?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type RejectPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RejectPayload'] = ResolversParentTypes['RejectPayload']> = {
  proposal?: Resolver<ResolversTypes['Proposal'], ParentType, ContextType>;
};

export type ReleaseCeremonyPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReleaseCeremonyPayload'] = ResolversParentTypes['ReleaseCeremonyPayload']> = {
  heldUntil?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type RemoveTrustAnchorPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RemoveTrustAnchorPayload'] = ResolversParentTypes['RemoveTrustAnchorPayload']> = {
  anchor?: Resolver<ResolversTypes['TrustAnchor'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type RenameUnitPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RenameUnitPayload'] = ResolversParentTypes['RenameUnitPayload']> = {
  unit?: Resolver<ResolversTypes['Unit'], ParentType, ContextType>;
};

export type ReportIncidentPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReportIncidentPayload'] = ResolversParentTypes['ReportIncidentPayload']> = {
  auditEntryId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  facts?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  incident?: Resolver<ResolversTypes['Incident'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ResignPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ResignPayload'] = ResolversParentTypes['ResignPayload']> = {
  incident?: Resolver<ResolversTypes['Incident'], ParentType, ContextType>;
};

export type RevocationReasonResolvers = EnumResolverSignature<{ AFFILIATION_CHANGED?: any, CA_COMPROMISE?: any, CESSATION_OF_OPERATION?: any, KEY_COMPROMISE?: any, PRIVILEGE_WITHDRAWN?: any, SUPERSEDED?: any, UNSPECIFIED?: any }, ResolversTypes['RevocationReason']>;

export type RevokeCertificatePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RevokeCertificatePayload'] = ResolversParentTypes['RevokeCertificatePayload']> = {
  certificate?: Resolver<ResolversTypes['Certificate'], ParentType, ContextType>;
};

export type RevokeGrantPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RevokeGrantPayload'] = ResolversParentTypes['RevokeGrantPayload']> = {
  grant?: Resolver<ResolversTypes['Grant'], ParentType, ContextType>;
};

export type RevokePasskeyPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RevokePasskeyPayload'] = ResolversParentTypes['RevokePasskeyPayload']> = {
  passkey?: Resolver<ResolversTypes['Passkey'], ParentType, ContextType>;
};

export type RevokeSessionPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RevokeSessionPayload'] = ResolversParentTypes['RevokeSessionPayload']> = {
  session?: Resolver<ResolversTypes['Session'], ParentType, ContextType>;
};

export type RevokeTokenPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RevokeTokenPayload'] = ResolversParentTypes['RevokeTokenPayload']> = {
  token?: Resolver<ResolversTypes['Token'], ParentType, ContextType>;
};

export type RewrapEnvelopeOutcomeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RewrapEnvelopeOutcome'] = ResolversParentTypes['RewrapEnvelopeOutcome']> = {
  __resolveType: TypeResolveFn<'OperationError' | 'RewrappedRecipients', ParentType, ContextType>;
};

export type RewrapEnvelopePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RewrapEnvelopePayload'] = ResolversParentTypes['RewrapEnvelopePayload']> = {
  outcomes?: Resolver<ReadonlyArray<ResolversTypes['RewrapEnvelopeOutcome']>, ParentType, ContextType>;
};

export type RewrapOutcomeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RewrapOutcome'] = ResolversParentTypes['RewrapOutcome']> = {
  __resolveType: TypeResolveFn<'OperationError' | 'Rewrapped', ParentType, ContextType>;
};

export type RewrapPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RewrapPayload'] = ResolversParentTypes['RewrapPayload']> = {
  keyVersion?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  outcomes?: Resolver<ReadonlyArray<ResolversTypes['RewrapOutcome']>, ParentType, ContextType>;
};

export type RewrappedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Rewrapped'] = ResolversParentTypes['Rewrapped']> = {
  auditEntryId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  ciphertext?: Resolver<ResolversTypes['Base64'], ParentType, ContextType>;
  fromVersion?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  reference?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type RewrappedRecipientsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RewrappedRecipients'] = ResolversParentTypes['RewrappedRecipients']> = {
  auditEntryId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  recipientInfos?: Resolver<ResolversTypes['Base64'], ParentType, ContextType>;
  reference?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type RoleResolvers = EnumResolverSignature<{ APPLICATION?: any, AUDITOR?: any, CLERK?: any, OFFICER?: any, REGISTRAR?: any, SIGNER?: any }, ResolversTypes['Role']>;

export type RotateKeyPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RotateKeyPayload'] = ResolversParentTypes['RotateKeyPayload']> = {
  certificates?: Resolver<ReadonlyArray<ResolversTypes['Certificate']>, ParentType, ContextType>;
  key?: Resolver<ResolversTypes['Key'], ParentType, ContextType>;
};

export type RotateUnitKeyPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RotateUnitKeyPayload'] = ResolversParentTypes['RotateUnitKeyPayload']> = {
  unit?: Resolver<ResolversTypes['Unit'], ParentType, ContextType>;
};

export type ScheduleKeyDestructionPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ScheduleKeyDestructionPayload'] = ResolversParentTypes['ScheduleKeyDestructionPayload']> = {
  key?: Resolver<ResolversTypes['Key'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SealEnvelopePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SealEnvelopePayload'] = ResolversParentTypes['SealEnvelopePayload']> = {
  auditEntryId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  document?: Resolver<ResolversTypes['Document'], ParentType, ContextType>;
  format?: Resolver<ResolversTypes['SealedFormat'], ParentType, ContextType>;
};

export type SealUnitPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SealUnitPayload'] = ResolversParentTypes['SealUnitPayload']> = {
  unit?: Resolver<ResolversTypes['Unit'], ParentType, ContextType>;
};

export type SealedFormatResolvers = EnumResolverSignature<{ CHUNKED?: any, CMS?: any }, ResolversTypes['SealedFormat']>;

export type SessionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Session'] = ResolversParentTypes['Session']> = {
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  isOpen?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  isThisOne?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  lastUsedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  method?: Resolver<ResolversTypes['SessionMethod'], ParentType, ContextType>;
  revokedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SessionMethodResolvers = EnumResolverSignature<{ OIDC?: any, PASSKEY?: any }, ResolversTypes['SessionMethod']>;

export type SetApprovalRulePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SetApprovalRulePayload'] = ResolversParentTypes['SetApprovalRulePayload']> = {
  rule?: Resolver<ResolversTypes['ApprovalRule'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ShredUnitPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ShredUnitPayload'] = ResolversParentTypes['ShredUnitPayload']> = {
  unit?: Resolver<ResolversTypes['Unit'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SignDocumentPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SignDocumentPayload'] = ResolversParentTypes['SignDocumentPayload']> = {
  auditEntryId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  certificateSerialHex?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  document?: Resolver<ResolversTypes['Document'], ParentType, ContextType>;
  format?: Resolver<ResolversTypes['SignatureFormat'], ParentType, ContextType>;
  level?: Resolver<ResolversTypes['SignatureLevel'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SignDocumentsOutcomeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SignDocumentsOutcome'] = ResolversParentTypes['SignDocumentsOutcome']> = {
  __resolveType: TypeResolveFn<'OperationError' | 'SignDocumentPayload', ParentType, ContextType>;
};

export type SignDocumentsPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SignDocumentsPayload'] = ResolversParentTypes['SignDocumentsPayload']> = {
  missing?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  outcomes?: Resolver<ReadonlyArray<ResolversTypes['SignDocumentsOutcome']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SignOutcomeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SignOutcome'] = ResolversParentTypes['SignOutcome']> = {
  __resolveType: TypeResolveFn<'OperationError' | 'RawSignature', ParentType, ContextType>;
};

export type SignPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SignPayload'] = ResolversParentTypes['SignPayload']> = {
  keyVersion?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  outcomes?: Resolver<ReadonlyArray<ResolversTypes['SignOutcome']>, ParentType, ContextType>;
};

export type SignatureAlgorithmResolvers = EnumResolverSignature<{ ECDSA_P256?: any, ECDSA_P384?: any, ECDSA_P521?: any, ED448?: any, ED25519?: any, ML_DSA_44?: any, ML_DSA_65?: any, ML_DSA_87?: any, RSA_PKCS1_2048?: any, RSA_PKCS1_3072?: any, RSA_PKCS1_4096?: any, RSA_PSS_2048?: any, RSA_PSS_3072?: any, RSA_PSS_4096?: any }, ResolversTypes['SignatureAlgorithm']>;

export type SignatureFormatResolvers = EnumResolverSignature<{ CADES?: any, PADES?: any }, ResolversTypes['SignatureFormat']>;

export type SignatureLevelResolvers = EnumResolverSignature<{ B_B?: any, B_T?: any }, ResolversTypes['SignatureLevel']>;

export type SignatureReceiptResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SignatureReceipt'] = ResolversParentTypes['SignatureReceipt']> = {
  auditEntryId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  checkpoint?: Resolver<ResolversTypes['Checkpoint'], ParentType, ContextType>;
  entry?: Resolver<ResolversTypes['Base64'], ParentType, ContextType>;
  leafIndex?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type SignatureReportResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SignatureReport'] = ResolversParentTypes['SignatureReport']> = {
  bestSignatureTime?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  chain?: Resolver<ReadonlyArray<ResolversTypes['CertificateSummary']>, ParentType, ContextType>;
  checks?: Resolver<ReadonlyArray<ResolversTypes['ValidationCheck']>, ParentType, ContextType>;
  claimedSigningTime?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  counterSignatures?: Resolver<ReadonlyArray<ResolversTypes['SignatureReport']>, ParentType, ContextType>;
  coversWholeDocument?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  format?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  indication?: Resolver<ResolversTypes['Indication'], ParentType, ContextType>;
  integrity?: Resolver<ResolversTypes['Integrity'], ParentType, ContextType>;
  lane?: Resolver<Maybe<ResolversTypes['TrustLane']>, ParentType, ContextType>;
  laterChanges?: Resolver<ReadonlyArray<ResolversTypes['LaterChange']>, ParentType, ContextType>;
  level?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  reasons?: Resolver<ReadonlyArray<ResolversTypes['Reason']>, ParentType, ContextType>;
  revision?: Resolver<Maybe<ResolversTypes['SignedRevision']>, ParentType, ContextType>;
  signer?: Resolver<Maybe<ResolversTypes['Signer']>, ParentType, ContextType>;
  subIndication?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  timestamps?: Resolver<ReadonlyArray<ResolversTypes['TimestampReport']>, ParentType, ContextType>;
};

export type SignedRevisionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SignedRevision'] = ResolversParentTypes['SignedRevision']> = {
  last?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  signed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SignerResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Signer'] = ResolversParentTypes['Signer']> = {
  issuer?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  practice?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  serialHex?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  subject?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type SplitUnitPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SplitUnitPayload'] = ResolversParentTypes['SplitUnitPayload']> = {
  unit?: Resolver<ResolversTypes['Unit'], ParentType, ContextType>;
};

export type TimestampKindResolvers = EnumResolverSignature<{ ARCHIVE?: any, CONTENT?: any, DOCUMENT?: any, REFERENCES?: any, SIGNATURE?: any }, ResolversTypes['TimestampKind']>;

export type TimestampPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TimestampPayload'] = ResolversParentTypes['TimestampPayload']> = {
  auditEntryId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  time?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  token?: Resolver<ResolversTypes['Base64'], ParentType, ContextType>;
};

export type TimestampReportResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TimestampReport'] = ResolversParentTypes['TimestampReport']> = {
  authority?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  integrity?: Resolver<ResolversTypes['Integrity'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['TimestampKind'], ParentType, ContextType>;
  reasons?: Resolver<ReadonlyArray<ResolversTypes['Reason']>, ParentType, ContextType>;
  time?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  trusted?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type TokenResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Token'] = ResolversParentTypes['Token']> = {
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  expiresAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['TokenKind'], ParentType, ContextType>;
  lastUsedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  revokedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type TokenKindResolvers = EnumResolverSignature<{ CERTIFICATE?: any, SECRET?: any, WORKLOAD?: any }, ResolversTypes['TokenKind']>;

export type TrustAnchorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TrustAnchor'] = ResolversParentTypes['TrustAnchor']> = {
  addedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  certificateSha256?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  issuer?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  notAfter?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  pem?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  purposes?: Resolver<ReadonlyArray<ResolversTypes['TrustAnchorPurpose']>, ParentType, ContextType>;
  removedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  serialHex?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  subject?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  trustedFrom?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  trustedUntil?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type TrustAnchorPurposeResolvers = EnumResolverSignature<{ DOCUMENT_SIGNING?: any, TIMESTAMPING?: any }, ResolversTypes['TrustAnchorPurpose']>;

export type TrustLaneResolvers = EnumResolverSignature<{ IMPORTED?: any, OWN?: any }, ResolversTypes['TrustLane']>;

export type TrustWorkloadPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TrustWorkloadPayload'] = ResolversParentTypes['TrustWorkloadPayload']> = {
  trust?: Resolver<ResolversTypes['WorkloadTrust'], ParentType, ContextType>;
};

export type UnitResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Unit'] = ResolversParentTypes['Unit']> = {
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  endedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  formerPaths?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  parent?: Resolver<Maybe<ResolversTypes['Unit']>, ParentType, ContextType>;
  path?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  sealedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  state?: Resolver<ResolversTypes['UnitState'], ParentType, ContextType>;
  successor?: Resolver<Maybe<ResolversTypes['Unit']>, ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type UnitChangePreviewResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UnitChangePreview'] = ResolversParentTypes['UnitChangePreview']> = {
  applications?: Resolver<ReadonlyArray<ResolversTypes['ApplicationForecast']>, ParentType, ContextType>;
  keys?: Resolver<ReadonlyArray<ResolversTypes['KeyForecast']>, ParentType, ContextType>;
  truncated?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  units?: Resolver<ReadonlyArray<ResolversTypes['UnitForecast']>, ParentType, ContextType>;
};

export type UnitConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UnitConnection'] = ResolversParentTypes['UnitConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['UnitEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type UnitEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UnitEdge'] = ResolversParentTypes['UnitEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Unit'], ParentType, ContextType>;
};

export type UnitForecastResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UnitForecast'] = ResolversParentTypes['UnitForecast']> = {
  pathAfter?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  pathBefore?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  stateAfter?: Resolver<ResolversTypes['UnitState'], ParentType, ContextType>;
  stateBefore?: Resolver<Maybe<ResolversTypes['UnitState']>, ParentType, ContextType>;
};

export type UnitStateResolvers = EnumResolverSignature<{ ABOLISHED?: any, ACTIVE?: any, SEALED?: any, SHREDDED?: any }, ResolversTypes['UnitState']>;

export type UnlinkSubjectPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UnlinkSubjectPayload'] = ResolversParentTypes['UnlinkSubjectPayload']> = {
  subject?: Resolver<ResolversTypes['OidcSubject'], ParentType, ContextType>;
};

export type UnsealUnitPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UnsealUnitPayload'] = ResolversParentTypes['UnsealUnitPayload']> = {
  unit?: Resolver<ResolversTypes['Unit'], ParentType, ContextType>;
};

export type UpdateKeyPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UpdateKeyPayload'] = ResolversParentTypes['UpdateKeyPayload']> = {
  key?: Resolver<ResolversTypes['Key'], ParentType, ContextType>;
};

export type UsageLimitResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UsageLimit'] = ResolversParentTypes['UsageLimit']> = {
  maxOperations?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  perSeconds?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ValidationCheckResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ValidationCheck'] = ResolversParentTypes['ValidationCheck']> = {
  checks?: Resolver<ReadonlyArray<ResolversTypes['ValidationCheck']>, ParentType, ContextType>;
  clause?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  outcome?: Resolver<ResolversTypes['CheckOutcome'], ParentType, ContextType>;
  reasons?: Resolver<ReadonlyArray<ResolversTypes['Reason']>, ParentType, ContextType>;
};

export type ValidationPolicyResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ValidationPolicy'] = ResolversParentTypes['ValidationPolicy']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ValidationReportResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ValidationReport'] = ResolversParentTypes['ValidationReport']> = {
  format?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  indication?: Resolver<ResolversTypes['Indication'], ParentType, ContextType>;
  integrity?: Resolver<ResolversTypes['Integrity'], ParentType, ContextType>;
  policy?: Resolver<ResolversTypes['ValidationPolicy'], ParentType, ContextType>;
  reasons?: Resolver<ReadonlyArray<ResolversTypes['Reason']>, ParentType, ContextType>;
  signatures?: Resolver<ReadonlyArray<ResolversTypes['SignatureReport']>, ParentType, ContextType>;
  validationTime?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type VerifyMacOutcomeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['VerifyMacOutcome'] = ResolversParentTypes['VerifyMacOutcome']> = {
  __resolveType: TypeResolveFn<'MacVerification' | 'OperationError', ParentType, ContextType>;
};

export type VerifyMacPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['VerifyMacPayload'] = ResolversParentTypes['VerifyMacPayload']> = {
  outcomes?: Resolver<ReadonlyArray<ResolversTypes['VerifyMacOutcome']>, ParentType, ContextType>;
};

export type VerifyOutcomeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['VerifyOutcome'] = ResolversParentTypes['VerifyOutcome']> = {
  __resolveType: TypeResolveFn<'OperationError' | 'RawVerification', ParentType, ContextType>;
};

export type VerifyPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['VerifyPayload'] = ResolversParentTypes['VerifyPayload']> = {
  outcomes?: Resolver<ReadonlyArray<ResolversTypes['VerifyOutcome']>, ParentType, ContextType>;
};

export type ViewerResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Viewer'] = ResolversParentTypes['Viewer']> = {
  emergencyGrants?: Resolver<ReadonlyArray<ResolversTypes['Grant']>, ParentType, ContextType>;
  grants?: Resolver<ReadonlyArray<ResolversTypes['HeldGrant']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['CallerKind'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  passkeys?: Resolver<ReadonlyArray<ResolversTypes['Passkey']>, ParentType, ContextType>;
  sessions?: Resolver<ReadonlyArray<ResolversTypes['Session']>, ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  unit?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type WorkloadAlgorithmResolvers = EnumResolverSignature<{ EDDSA?: any, ES256?: any, ES384?: any, PS256?: any, RS256?: any }, ResolversTypes['WorkloadAlgorithm']>;

export type WorkloadTrustResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WorkloadTrust'] = ResolversParentTypes['WorkloadTrust']> = {
  algorithm?: Resolver<ResolversTypes['WorkloadAlgorithm'], ParentType, ContextType>;
  audience?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  endedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  issuer?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  subject?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  AbolishUnitPayload?: AbolishUnitPayloadResolvers<ContextType>;
  AcceptLogPayload?: AcceptLogPayloadResolvers<ContextType>;
  Action?: ActionResolvers;
  AddTrustAnchorPayload?: AddTrustAnchorPayloadResolvers<ContextType>;
  Application?: ApplicationResolvers<ContextType>;
  ApplicationConnection?: ApplicationConnectionResolvers<ContextType>;
  ApplicationEdge?: ApplicationEdgeResolvers<ContextType>;
  ApplicationForecast?: ApplicationForecastResolvers<ContextType>;
  ApprovalRule?: ApprovalRuleResolvers<ContextType>;
  ApprovePayload?: ApprovePayloadResolvers<ContextType>;
  ApprovedSignature?: ApprovedSignatureResolvers<ContextType>;
  AuditDetail?: AuditDetailResolvers<ContextType>;
  AuditEntry?: AuditEntryResolvers<ContextType>;
  AuditEntryConnection?: AuditEntryConnectionResolvers<ContextType>;
  AuditEntryEdge?: AuditEntryEdgeResolvers<ContextType>;
  Authority?: AuthorityResolvers<ContextType>;
  Base64?: GraphQLScalarType;
  BindCertificatePayload?: BindCertificatePayloadResolvers<ContextType>;
  BreakGlassPayload?: BreakGlassPayloadResolvers<ContextType>;
  CallerKind?: CallerKindResolvers;
  CancelKeyDestructionPayload?: CancelKeyDestructionPayloadResolvers<ContextType>;
  Certificate?: CertificateResolvers<ContextType>;
  CertificateConnection?: CertificateConnectionResolvers<ContextType>;
  CertificateEdge?: CertificateEdgeResolvers<ContextType>;
  CertificateStatus?: CertificateStatusResolvers<ContextType>;
  CertificateStatusName?: CertificateStatusNameResolvers;
  CertificateSummary?: CertificateSummaryResolvers<ContextType>;
  CheckOutcome?: CheckOutcomeResolvers;
  Checkpoint?: CheckpointResolvers<ContextType>;
  CompleteSignaturePayload?: CompleteSignaturePayloadResolvers<ContextType>;
  CompromiseKeyPayload?: CompromiseKeyPayloadResolvers<ContextType>;
  ConsistencyProof?: ConsistencyProofResolvers<ContextType>;
  CreateApplicationPayload?: CreateApplicationPayloadResolvers<ContextType>;
  CreateAuthorityPayload?: CreateAuthorityPayloadResolvers<ContextType>;
  CreateEnrolmentPayload?: CreateEnrolmentPayloadResolvers<ContextType>;
  CreateKeyPayload?: CreateKeyPayloadResolvers<ContextType>;
  CreatePersonPayload?: CreatePersonPayloadResolvers<ContextType>;
  CreateUnitPayload?: CreateUnitPayloadResolvers<ContextType>;
  CustodyKind?: CustodyKindResolvers;
  DataKey?: DataKeyResolvers<ContextType>;
  DataKeyOutcome?: DataKeyOutcomeResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  DecryptOutcome?: DecryptOutcomeResolvers<ContextType>;
  DecryptPayload?: DecryptPayloadResolvers<ContextType>;
  Decrypted?: DecryptedResolvers<ContextType>;
  DisableKeyPayload?: DisableKeyPayloadResolvers<ContextType>;
  DisablePersonPayload?: DisablePersonPayloadResolvers<ContextType>;
  DistrustWorkloadPayload?: DistrustWorkloadPayloadResolvers<ContextType>;
  Document?: DocumentResolvers<ContextType>;
  EmergencyReason?: EmergencyReasonResolvers;
  EnableKeyPayload?: EnableKeyPayloadResolvers<ContextType>;
  EncryptOutcome?: EncryptOutcomeResolvers<ContextType>;
  EncryptPayload?: EncryptPayloadResolvers<ContextType>;
  Encrypted?: EncryptedResolvers<ContextType>;
  ExecutePayload?: ExecutePayloadResolvers<ContextType>;
  ExecutionResult?: ExecutionResultResolvers<ContextType>;
  ExportKeyPayload?: ExportKeyPayloadResolvers<ContextType>;
  GenerateDataKeyPayload?: GenerateDataKeyPayloadResolvers<ContextType>;
  Grant?: GrantResolvers<ContextType>;
  GrantPayload?: GrantPayloadResolvers<ContextType>;
  HashAlgorithm?: HashAlgorithmResolvers;
  HeldGrant?: HeldGrantResolvers<ContextType>;
  ImportKeyPayload?: ImportKeyPayloadResolvers<ContextType>;
  ImportWrappingKey?: ImportWrappingKeyResolvers<ContextType>;
  Incident?: IncidentResolvers<ContextType>;
  IncidentConnection?: IncidentConnectionResolvers<ContextType>;
  IncidentEdge?: IncidentEdgeResolvers<ContextType>;
  IncidentItem?: IncidentItemResolvers<ContextType>;
  IncidentItemConnection?: IncidentItemConnectionResolvers<ContextType>;
  IncidentItemEdge?: IncidentItemEdgeResolvers<ContextType>;
  IncidentProgress?: IncidentProgressResolvers<ContextType>;
  IncidentRemedy?: IncidentRemedyResolvers;
  IncidentStanding?: IncidentStandingResolvers;
  InclusionProof?: InclusionProofResolvers<ContextType>;
  Integrity?: IntegrityResolvers;
  IssueCertificatePayload?: IssueCertificatePayloadResolvers<ContextType>;
  IssueTokenPayload?: IssueTokenPayloadResolvers<ContextType>;
  Key?: KeyResolvers<ContextType>;
  KeyAlgorithm?: KeyAlgorithmResolvers;
  KeyAttribute?: KeyAttributeResolvers;
  KeyConnection?: KeyConnectionResolvers<ContextType>;
  KeyEdge?: KeyEdgeResolvers<ContextType>;
  KeyForecast?: KeyForecastResolvers<ContextType>;
  KeyPolicy?: KeyPolicyResolvers<ContextType>;
  KeyProvider?: KeyProviderResolvers;
  KeyPurpose?: KeyPurposeResolvers;
  KeyState?: KeyStateResolvers;
  KeyUse?: KeyUseResolvers;
  KeyUser?: KeyUserResolvers<ContextType>;
  KeyVersion?: KeyVersionResolvers<ContextType>;
  KeyWarning?: KeyWarningResolvers<ContextType>;
  KeyWarningCode?: KeyWarningCodeResolvers;
  LaterChange?: LaterChangeResolvers<ContextType>;
  LinkSubjectPayload?: LinkSubjectPayloadResolvers<ContextType>;
  MacOutcome?: MacOutcomeResolvers<ContextType>;
  MacPayload?: MacPayloadResolvers<ContextType>;
  MacVerification?: MacVerificationResolvers<ContextType>;
  MergeUnitsPayload?: MergeUnitsPayloadResolvers<ContextType>;
  MessageMac?: MessageMacResolvers<ContextType>;
  MoveUnitPayload?: MoveUnitPayloadResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  Node?: NodeResolvers<ContextType>;
  Office?: OfficeResolvers<ContextType>;
  OidcSubject?: OidcSubjectResolvers<ContextType>;
  OpenEnvelopePayload?: OpenEnvelopePayloadResolvers<ContextType>;
  OperationError?: OperationErrorResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  PartyKind?: PartyKindResolvers;
  Passkey?: PasskeyResolvers<ContextType>;
  Person?: PersonResolvers<ContextType>;
  PersonConnection?: PersonConnectionResolvers<ContextType>;
  PersonEdge?: PersonEdgeResolvers<ContextType>;
  PrepareSignaturePayload?: PrepareSignaturePayloadResolvers<ContextType>;
  ProposableAct?: ProposableActResolvers;
  Proposal?: ProposalResolvers<ContextType>;
  ProposalApproval?: ProposalApprovalResolvers<ContextType>;
  ProposalConnection?: ProposalConnectionResolvers<ContextType>;
  ProposalEdge?: ProposalEdgeResolvers<ContextType>;
  ProposalParty?: ProposalPartyResolvers<ContextType>;
  ProposalState?: ProposalStateResolvers;
  ProposePayload?: ProposePayloadResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  RawSignature?: RawSignatureResolvers<ContextType>;
  RawVerification?: RawVerificationResolvers<ContextType>;
  Reason?: ReasonResolvers<ContextType>;
  Recipient?: RecipientResolvers<ContextType>;
  RejectPayload?: RejectPayloadResolvers<ContextType>;
  ReleaseCeremonyPayload?: ReleaseCeremonyPayloadResolvers<ContextType>;
  RemoveTrustAnchorPayload?: RemoveTrustAnchorPayloadResolvers<ContextType>;
  RenameUnitPayload?: RenameUnitPayloadResolvers<ContextType>;
  ReportIncidentPayload?: ReportIncidentPayloadResolvers<ContextType>;
  ResignPayload?: ResignPayloadResolvers<ContextType>;
  RevocationReason?: RevocationReasonResolvers;
  RevokeCertificatePayload?: RevokeCertificatePayloadResolvers<ContextType>;
  RevokeGrantPayload?: RevokeGrantPayloadResolvers<ContextType>;
  RevokePasskeyPayload?: RevokePasskeyPayloadResolvers<ContextType>;
  RevokeSessionPayload?: RevokeSessionPayloadResolvers<ContextType>;
  RevokeTokenPayload?: RevokeTokenPayloadResolvers<ContextType>;
  RewrapEnvelopeOutcome?: RewrapEnvelopeOutcomeResolvers<ContextType>;
  RewrapEnvelopePayload?: RewrapEnvelopePayloadResolvers<ContextType>;
  RewrapOutcome?: RewrapOutcomeResolvers<ContextType>;
  RewrapPayload?: RewrapPayloadResolvers<ContextType>;
  Rewrapped?: RewrappedResolvers<ContextType>;
  RewrappedRecipients?: RewrappedRecipientsResolvers<ContextType>;
  Role?: RoleResolvers;
  RotateKeyPayload?: RotateKeyPayloadResolvers<ContextType>;
  RotateUnitKeyPayload?: RotateUnitKeyPayloadResolvers<ContextType>;
  ScheduleKeyDestructionPayload?: ScheduleKeyDestructionPayloadResolvers<ContextType>;
  SealEnvelopePayload?: SealEnvelopePayloadResolvers<ContextType>;
  SealUnitPayload?: SealUnitPayloadResolvers<ContextType>;
  SealedFormat?: SealedFormatResolvers;
  Session?: SessionResolvers<ContextType>;
  SessionMethod?: SessionMethodResolvers;
  SetApprovalRulePayload?: SetApprovalRulePayloadResolvers<ContextType>;
  ShredUnitPayload?: ShredUnitPayloadResolvers<ContextType>;
  SignDocumentPayload?: SignDocumentPayloadResolvers<ContextType>;
  SignDocumentsOutcome?: SignDocumentsOutcomeResolvers<ContextType>;
  SignDocumentsPayload?: SignDocumentsPayloadResolvers<ContextType>;
  SignOutcome?: SignOutcomeResolvers<ContextType>;
  SignPayload?: SignPayloadResolvers<ContextType>;
  SignatureAlgorithm?: SignatureAlgorithmResolvers;
  SignatureFormat?: SignatureFormatResolvers;
  SignatureLevel?: SignatureLevelResolvers;
  SignatureReceipt?: SignatureReceiptResolvers<ContextType>;
  SignatureReport?: SignatureReportResolvers<ContextType>;
  SignedRevision?: SignedRevisionResolvers<ContextType>;
  Signer?: SignerResolvers<ContextType>;
  SplitUnitPayload?: SplitUnitPayloadResolvers<ContextType>;
  TimestampKind?: TimestampKindResolvers;
  TimestampPayload?: TimestampPayloadResolvers<ContextType>;
  TimestampReport?: TimestampReportResolvers<ContextType>;
  Token?: TokenResolvers<ContextType>;
  TokenKind?: TokenKindResolvers;
  TrustAnchor?: TrustAnchorResolvers<ContextType>;
  TrustAnchorPurpose?: TrustAnchorPurposeResolvers;
  TrustLane?: TrustLaneResolvers;
  TrustWorkloadPayload?: TrustWorkloadPayloadResolvers<ContextType>;
  Unit?: UnitResolvers<ContextType>;
  UnitChangePreview?: UnitChangePreviewResolvers<ContextType>;
  UnitConnection?: UnitConnectionResolvers<ContextType>;
  UnitEdge?: UnitEdgeResolvers<ContextType>;
  UnitForecast?: UnitForecastResolvers<ContextType>;
  UnitState?: UnitStateResolvers;
  UnlinkSubjectPayload?: UnlinkSubjectPayloadResolvers<ContextType>;
  UnsealUnitPayload?: UnsealUnitPayloadResolvers<ContextType>;
  UpdateKeyPayload?: UpdateKeyPayloadResolvers<ContextType>;
  UsageLimit?: UsageLimitResolvers<ContextType>;
  ValidationCheck?: ValidationCheckResolvers<ContextType>;
  ValidationPolicy?: ValidationPolicyResolvers<ContextType>;
  ValidationReport?: ValidationReportResolvers<ContextType>;
  VerifyMacOutcome?: VerifyMacOutcomeResolvers<ContextType>;
  VerifyMacPayload?: VerifyMacPayloadResolvers<ContextType>;
  VerifyOutcome?: VerifyOutcomeResolvers<ContextType>;
  VerifyPayload?: VerifyPayloadResolvers<ContextType>;
  Viewer?: ViewerResolvers<ContextType>;
  WorkloadAlgorithm?: WorkloadAlgorithmResolvers;
  WorkloadTrust?: WorkloadTrustResolvers<ContextType>;
};

