// GraphQL's words for values that the house spells otherwise, both ways. schema.test.ts holds them to the schema.

import { actions, type KnownCaller, roles } from '../../caller.ts'
import { keyAlgorithmNames, signatureAlgorithmNames } from '../../crypto/algorithms.ts'
import { keyAttributes, keyStates, type ProviderName, providerNames, purposes } from '../../keys/handle.ts'
import { emergencyReasons } from '../../operations/break-glass.ts'
import { releasedKinds } from '../../operations/change-custody.ts'
import { certificateStatuses } from '../../operations/evidence.ts'
import type { WorkloadAlgorithm } from '../../operations/judge-jwt.ts'
import { keyUses } from '../../operations/preview-unit-change.ts'
import {
  type SignatureFormat,
  type SignatureLevel,
  signatureLevels,
} from '../../operations/signature-forms.ts'
import type { ProfileName } from '../../policy/certificate-profiles.ts'
import { remedies, standings } from '../../policy/incident-plan.ts'
import { keyWarningCodes } from '../../policy/key-warnings.ts'
import { tokenKinds } from '../../registry/application.ts'
import type { RevocationReason } from '../../registry/certificate.ts'
import { sessionMethods } from '../../registry/person.ts'
import { type Party, partyKinds, proposableActs, proposalStates } from '../../registry/proposal.ts'
import { anchorPurposes } from '../../registry/trust-anchor.ts'
import { unitStates } from '../../registry/unit.ts'
import {
  type Check,
  type TimestampReport,
  trustLanes,
  type ValidationReport,
} from '../../validation/report.ts'

export type CallerKind = KnownCaller['kind']
export type PartyKind = Party['kind']
export type KeyProvider = Exclude<ProviderName, 'memory'>
export type Integrity = ValidationReport['integrity']
export type CheckOutcome = Check['outcome']
export type TimestampKind = TimestampReport['kind']
export type SealedFormat = 'cms' | 'chunked'
export type { SignatureFormat, SignatureLevel }
export type HashAlgorithm = 'sha-256' | 'sha-384' | 'sha-512'

export const enums = {
  SignatureAlgorithm: enumOf(signatureAlgorithmNames),
  KeyAlgorithm: enumOf(keyAlgorithmNames),
  KeyAttribute: enumOf(keyAttributes),
  /** `memory` is for tests. */
  KeyProvider: enumOf<KeyProvider>(providerNames.filter((name) => name !== 'memory')),
  KeyPurpose: enumOf(purposes),
  KeyState: enumOf(keyStates),
  KeyWarningCode: enumOf(keyWarningCodes),
  KeyUse: enumOf(keyUses),
  UnitState: enumOf(unitStates),
  CertificateProfile: enumOf<ProfileName>([
    'root',
    'issuing',
    'document-signing',
    'encryption',
    'timestamping',
  ]),
  CertificateStatusName: enumOf(certificateStatuses),
  /** Those that may be given: X.509's `certificateHold` and `aACompromise` are not among them. */
  RevocationReason: {
    UNSPECIFIED: 'unspecified',
    KEY_COMPROMISE: 'keyCompromise',
    CA_COMPROMISE: 'cACompromise',
    AFFILIATION_CHANGED: 'affiliationChanged',
    SUPERSEDED: 'superseded',
    CESSATION_OF_OPERATION: 'cessationOfOperation',
    PRIVILEGE_WITHDRAWN: 'privilegeWithdrawn',
  } satisfies Record<string, RevocationReason>,
  Action: enumOf(actions),
  TokenKind: enumOf(tokenKinds),
  /** As JOSE spells them (RFC 7518, RFC 8037). */
  WorkloadAlgorithm: {
    ES256: 'ES256',
    ES384: 'ES384',
    EDDSA: 'EdDSA',
    PS256: 'PS256',
    RS256: 'RS256',
  } satisfies { readonly [Name in WorkloadAlgorithm as Uppercase<Name>]: Name },
  SessionMethod: enumOf(sessionMethods),
  IncidentStanding: enumOf(standings),
  IncidentRemedy: enumOf(remedies),
  ProposableAct: enumOf(proposableActs),
  ProposalState: enumOf(proposalStates),
  PartyKind: enumOf(partyKinds),
  Integrity: enumOf<Integrity>(['intact', 'broken', 'undetermined', 'unsigned']),
  CheckOutcome: enumOf<CheckOutcome>(['passed', 'indeterminate', 'failed', 'not_done']),
  CustodyKind: enumOf(releasedKinds),
  TrustAnchorPurpose: enumOf(anchorPurposes),
  TrustLane: enumOf(trustLanes),
  TimestampKind: enumOf<TimestampKind>(['content', 'signature', 'references', 'archive', 'document']),
  SealedFormat: enumOf<SealedFormat>(['cms', 'chunked']),
  Role: enumOf(roles),
  CallerKind: enumOf<CallerKind>(['person', 'application']),
  EmergencyReason: enumOf(emergencyReasons),
  /** As ETSI spells them. */
  SignatureFormat: { PADES: 'PAdES', CADES: 'CAdES' } satisfies {
    readonly [Name in SignatureFormat as Uppercase<Name>]: Name
  },
  SignatureLevel: enumOf(signatureLevels),
  HashAlgorithm: enumOf<HashAlgorithm>(['sha-256', 'sha-384', 'sha-512']),
} as const

function enumOf<Value extends string>(values: readonly Value[]): Readonly<Record<string, Value>> {
  return Object.fromEntries(values.map((value) => [spelled(value), value]))
}

/** `sign-document` → `SIGN_DOCUMENT`, `exportKey` → `EXPORT_KEY`. */
function spelled(value: string): string {
  return value
    .replace(/(?<=[a-z])(?=[A-Z])/g, '_')
    .replaceAll('-', '_')
    .toUpperCase()
}
