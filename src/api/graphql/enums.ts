// GraphQL's words for values that the house spells otherwise, both ways.

import type { Action, KnownCaller, Role } from '../../caller.ts'
import type { KeyAlgorithm, SignatureAlgorithm } from '../../crypto/algorithms.ts'
import type { KeyAttribute, KeyState, ProviderName, Purpose } from '../../keys/handle.ts'
import type { EmergencyReason } from '../../operations/break-glass.ts'
import type { ReleasedCustodyKind } from '../../operations/change-custody.ts'
import type { CertificateStatusName } from '../../operations/evidence.ts'
import type { WorkloadAlgorithm } from '../../operations/judge-jwt.ts'
import type { KeyUse } from '../../operations/preview-unit-change.ts'
import type { Remedy, Standing } from '../../policy/incident-plan.ts'
import type { KeyWarningCode } from '../../policy/key-warnings.ts'
import type { TokenKind } from '../../registry/application.ts'
import type { RevocationReason as Reason } from '../../registry/certificate.ts'
import type { SessionMethod } from '../../registry/person.ts'
import type { Party, ProposableAct, ProposalState } from '../../registry/proposal.ts'
import type { TrustAnchorPurpose } from '../../registry/trust-anchor.ts'
import type { UnitState } from '../../registry/unit.ts'
import type { Check, TimestampReport, TrustLane, ValidationReport } from '../../validation/report.ts'

export type CallerKind = KnownCaller['kind']
export type PartyKind = Party['kind']
export type KeyProvider = Exclude<ProviderName, 'memory'>
export type Integrity = ValidationReport['integrity']
export type CheckOutcome = Check['outcome']
export type TimestampKind = TimestampReport['kind']
export type SealedFormat = 'cms' | 'chunked'
export type SignatureFormat = 'PAdES' | 'CAdES'
export type SignatureLevel = 'B-B' | 'B-T'
export type HashAlgorithm = 'sha-256' | 'sha-384' | 'sha-512'

const signatureAlgorithms = {
  ED25519: 'ed25519',
  ED448: 'ed448',
  ECDSA_P256: 'ecdsa-p256',
  ECDSA_P384: 'ecdsa-p384',
  ECDSA_P521: 'ecdsa-p521',
  RSA_PSS_2048: 'rsa-pss-2048',
  RSA_PSS_3072: 'rsa-pss-3072',
  RSA_PSS_4096: 'rsa-pss-4096',
  RSA_PKCS1_2048: 'rsa-pkcs1-2048',
  RSA_PKCS1_3072: 'rsa-pkcs1-3072',
  RSA_PKCS1_4096: 'rsa-pkcs1-4096',
  ML_DSA_44: 'ml-dsa-44',
  ML_DSA_65: 'ml-dsa-65',
  ML_DSA_87: 'ml-dsa-87',
} as const satisfies Record<string, SignatureAlgorithm>

export const enums = {
  SignatureAlgorithm: signatureAlgorithms,
  KeyAlgorithm: {
    ...signatureAlgorithms,
    X25519: 'x25519',
    ECDH_P256: 'ecdh-p256',
    ECDH_P384: 'ecdh-p384',
    RSA_OAEP_2048: 'rsa-oaep-2048',
    RSA_OAEP_3072: 'rsa-oaep-3072',
    RSA_OAEP_4096: 'rsa-oaep-4096',
    ML_KEM_512: 'ml-kem-512',
    ML_KEM_768: 'ml-kem-768',
    ML_KEM_1024: 'ml-kem-1024',
    AES_256_GCM: 'aes-256-gcm',
    CHACHA20_POLY1305: 'chacha20-poly1305',
    HMAC_SHA256: 'hmac-sha256',
    HMAC_SHA384: 'hmac-sha384',
    HMAC_SHA512: 'hmac-sha512',
  } satisfies Record<string, KeyAlgorithm>,
  KeyAttribute: {
    EXPORTABLE: 'exportable',
    SIGN_DIGEST: 'sign-digest',
    APPROVAL_REQUIRED: 'approval-required',
  } satisfies Record<string, KeyAttribute>,
  KeyProvider: { SOFTWARE: 'software', PKCS11: 'pkcs11' } satisfies Record<string, KeyProvider>,
  KeyPurpose: {
    SIGN_DOCUMENT: 'sign-document',
    SIGN_RAW: 'sign-raw',
    OPEN: 'open',
    ENCRYPT: 'encrypt',
    MAC: 'mac',
    CERTIFY: 'certify',
    TIMESTAMP: 'timestamp',
    LOG: 'log',
  } satisfies Record<string, Purpose>,
  KeyState: {
    PRE_ACTIVATION: 'pre_activation',
    ACTIVE: 'active',
    SUSPENDED: 'suspended',
    DEACTIVATED: 'deactivated',
    COMPROMISED: 'compromised',
    DESTROYED: 'destroyed',
  } satisfies Record<string, KeyState>,
  KeyWarningCode: {
    USAGE_ENDS: 'usage-ends',
    CERTIFICATE_ENDS: 'certificate-ends',
    DESTRUCTION_DUE: 'destruction-due',
    USAGE_LIMIT_NEAR: 'usage-limit-near',
  } satisfies Record<string, KeyWarningCode>,
  KeyUse: { SIGN: 'sign', PROTECT: 'protect', PROCESS: 'process' } satisfies Record<string, KeyUse>,
  UnitState: {
    ACTIVE: 'active',
    SEALED: 'sealed',
    ABOLISHED: 'abolished',
    SHREDDED: 'shredded',
  } satisfies Record<string, UnitState>,
  CertificateStatusName: {
    NOT_YET_VALID: 'not_yet_valid',
    GOOD: 'good',
    SUSPECT: 'suspect',
    REVOKED: 'revoked',
    EXPIRED: 'expired',
  } satisfies Record<string, CertificateStatusName>,
  RevocationReason: {
    UNSPECIFIED: 'unspecified',
    KEY_COMPROMISE: 'keyCompromise',
    CA_COMPROMISE: 'cACompromise',
    AFFILIATION_CHANGED: 'affiliationChanged',
    SUPERSEDED: 'superseded',
    CESSATION_OF_OPERATION: 'cessationOfOperation',
    PRIVILEGE_WITHDRAWN: 'privilegeWithdrawn',
  } satisfies Record<string, Reason>,
  Action: {
    SIGN: 'sign',
    SIGN_RAW: 'sign-raw',
    TIMESTAMP: 'timestamp',
    ENCRYPT: 'encrypt',
    DECRYPT: 'decrypt',
    MAC: 'mac',
    SEAL: 'seal',
    OPEN: 'open',
    READ: 'read',
    MANAGE_UNITS: 'manage-units',
    MANAGE_KEYS: 'manage-keys',
    ISSUE_CERTIFICATES: 'issue-certificates',
    REVOKE_CERTIFICATES: 'revoke-certificates',
    MANAGE_AUTHORITIES: 'manage-authorities',
    MANAGE_APPLICATIONS: 'manage-applications',
    MANAGE_PEOPLE: 'manage-people',
    PROPOSE: 'propose',
    APPROVE: 'approve',
    APPROVE_SIGNATURES: 'approve-signatures',
    AUDIT: 'audit',
  } satisfies Record<string, Action>,
  TokenKind: {
    SECRET: 'secret',
    CERTIFICATE: 'certificate',
    WORKLOAD: 'workload',
  } satisfies Record<string, TokenKind>,
  WorkloadAlgorithm: {
    ES256: 'ES256',
    ES384: 'ES384',
    EDDSA: 'EdDSA',
    PS256: 'PS256',
    RS256: 'RS256',
  } satisfies Record<string, WorkloadAlgorithm>,
  SessionMethod: {
    PASSKEY: 'passkey',
    OIDC: 'oidc',
  } satisfies Record<string, SessionMethod>,
  IncidentStanding: {
    STAMPED_BEFORE: 'stamped_before',
    UNSTAMPED_BEFORE: 'unstamped_before',
    AFTER: 'after',
    OPENED: 'opened',
  } satisfies Record<string, Standing>,
  IncidentRemedy: { NONE: 'none', SIGN_ANEW: 'sign_anew', REWRAP: 'rewrap' } satisfies Record<string, Remedy>,
  ProposableAct: {
    SCHEDULE_KEY_DESTRUCTION: 'scheduleKeyDestruction',
    EXPORT_KEY: 'exportKey',
    SHRED_UNIT: 'shredUnit',
    MERGE_UNITS: 'mergeUnits',
    CREATE_AUTHORITY: 'createAuthority',
    SET_APPROVAL_RULE: 'setApprovalRule',
    ADD_TRUST_ANCHOR: 'addTrustAnchor',
    REMOVE_TRUST_ANCHOR: 'removeTrustAnchor',
    CHANGE_CUSTODY: 'changeCustody',
    ROTATE_ROOT_KEY: 'rotateRootKey',
    GRANT: 'grant',
    ENROL_DEVICE: 'enrolDevice',
    SIGN_DOCUMENTS: 'signDocuments',
  } satisfies Record<string, ProposableAct>,
  ProposalState: {
    OPEN: 'open',
    REJECTED: 'rejected',
    EXPIRED: 'expired',
    EXECUTING: 'executing',
    EXECUTED: 'executed',
  } satisfies Record<string, ProposalState>,
  PartyKind: { PERSON: 'person', APPLICATION: 'application' } satisfies Record<string, PartyKind>,
  Integrity: {
    INTACT: 'intact',
    BROKEN: 'broken',
    UNDETERMINED: 'undetermined',
    UNSIGNED: 'unsigned',
  } satisfies Record<string, Integrity>,
  CheckOutcome: {
    PASSED: 'passed',
    INDETERMINATE: 'indeterminate',
    FAILED: 'failed',
    NOT_DONE: 'not_done',
  } satisfies Record<string, CheckOutcome>,
  CustodyKind: {
    SHARES: 'shares',
    PASSPHRASE: 'passphrase',
    HSM: 'hsm',
  } satisfies Record<string, ReleasedCustodyKind>,
  TrustAnchorPurpose: {
    DOCUMENT_SIGNING: 'document-signing',
    TIMESTAMPING: 'timestamping',
  } satisfies Record<string, TrustAnchorPurpose>,
  TrustLane: { OWN: 'own', IMPORTED: 'imported' } satisfies Record<string, TrustLane>,
  TimestampKind: {
    CONTENT: 'content',
    SIGNATURE: 'signature',
    REFERENCES: 'references',
    ARCHIVE: 'archive',
    DOCUMENT: 'document',
  } satisfies Record<string, TimestampKind>,
  SealedFormat: { CMS: 'cms', CHUNKED: 'chunked' } satisfies Record<string, SealedFormat>,
  Role: {
    OFFICER: 'officer',
    REGISTRAR: 'registrar',
    SIGNER: 'signer',
    CLERK: 'clerk',
    AUDITOR: 'auditor',
    APPLICATION: 'application',
  } satisfies Record<string, Role>,
  CallerKind: { PERSON: 'person', APPLICATION: 'application' } satisfies Record<string, CallerKind>,
  EmergencyReason: {
    OFFICER_UNAVAILABLE: 'officer_unavailable',
    KEY_COMPROMISE: 'key_compromise',
    SERVICE_FAILURE: 'service_failure',
    LEGAL_DEADLINE: 'legal_deadline',
  } satisfies Record<string, EmergencyReason>,
  SignatureFormat: { PADES: 'PAdES', CADES: 'CAdES' } satisfies Record<string, SignatureFormat>,
  SignatureLevel: { B_B: 'B-B', B_T: 'B-T' } satisfies Record<string, SignatureLevel>,
  HashAlgorithm: { SHA_256: 'sha-256', SHA_384: 'sha-384', SHA_512: 'sha-512' } satisfies Record<
    string,
    HashAlgorithm
  >,
} as const
