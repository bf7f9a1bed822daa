// GraphQL's words for values that the house spells otherwise, both ways.

import type { Action } from '../../caller.ts'
import type { SignatureAlgorithm } from '../../crypto/algorithms.ts'
import type { KeyState, Purpose } from '../../keys/handle.ts'
import type { KeyWarningCode } from '../../policy/key-warnings.ts'
import type { RevocationReason as Reason } from '../../registry/certificate.ts'
import type { UnitState } from '../../registry/unit.ts'
import type { Check, TimestampReport, TrustLane, ValidationReport } from '../../validation/report.ts'

export type Integrity = ValidationReport['integrity']
export type CheckOutcome = Check['outcome']
export type TimestampKind = TimestampReport['kind']
export type SignatureFormat = 'PAdES' | 'CAdES'
export type SignatureLevel = 'B-B' | 'B-T'
export type HashAlgorithm = 'sha-256' | 'sha-384' | 'sha-512'

export const enums = {
  SignatureAlgorithm: {
    ED25519: 'ed25519',
    ECDSA_P256: 'ecdsa-p256',
    ECDSA_P384: 'ecdsa-p384',
    RSA_PSS_3072: 'rsa-pss-3072',
    RSA_PKCS1_3072: 'rsa-pkcs1-3072',
  } satisfies Record<string, SignatureAlgorithm>,
  KeyPurpose: {
    SIGN_DOCUMENT: 'sign-document',
    SIGN_RAW: 'sign-raw',
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
  } satisfies Record<string, KeyWarningCode>,
  UnitState: {
    ACTIVE: 'active',
    SEALED: 'sealed',
    ABOLISHED: 'abolished',
    SHREDDED: 'shredded',
  } satisfies Record<string, UnitState>,
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
    READ: 'read',
    MANAGE_UNITS: 'manage-units',
    MANAGE_KEYS: 'manage-keys',
    ISSUE_CERTIFICATES: 'issue-certificates',
    REVOKE_CERTIFICATES: 'revoke-certificates',
    MANAGE_AUTHORITIES: 'manage-authorities',
    MANAGE_APPLICATIONS: 'manage-applications',
    AUDIT: 'audit',
  } satisfies Record<string, Action>,
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
  TrustLane: { OWN: 'own', IMPORTED: 'imported' } satisfies Record<string, TrustLane>,
  TimestampKind: {
    CONTENT: 'content',
    SIGNATURE: 'signature',
    REFERENCES: 'references',
    ARCHIVE: 'archive',
    DOCUMENT: 'document',
  } satisfies Record<string, TimestampKind>,
  SignatureFormat: { PADES: 'PAdES', CADES: 'CAdES' } satisfies Record<string, SignatureFormat>,
  SignatureLevel: { B_B: 'B-B', B_T: 'B-T' } satisfies Record<string, SignatureLevel>,
  HashAlgorithm: { SHA_256: 'sha-256', SHA_384: 'sha-384', SHA_512: 'sha-512' } satisfies Record<
    string,
    HashAlgorithm
  >,
} as const
