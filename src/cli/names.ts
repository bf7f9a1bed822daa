// Names on the command line are lower-case with hyphens, in GraphQL upper-case with underscores.

import { actions } from '../caller.ts'
import type {
  Action,
  CustodyKind,
  EmergencyReason,
  KeyAlgorithm,
  KeyAttribute,
  KeyProvider,
  KeyPurpose,
  ProposableAct,
  ProposalState,
  RevocationReason,
  Role,
  SignatureAlgorithm,
  SignatureFormat,
  SignatureLevel,
  TrustAnchorPurpose,
  WorkloadAlgorithm,
} from '../client/schema.generated.ts'
import { CommandError, exitStatus } from './exit-status.ts'

/** Exhaustive on both sides: a value that the schema has and this lacks does not compile. */
const actionNames: Readonly<Record<(typeof actions)[number], Action>> = {
  sign: 'SIGN',
  'sign-raw': 'SIGN_RAW',
  timestamp: 'TIMESTAMP',
  encrypt: 'ENCRYPT',
  decrypt: 'DECRYPT',
  mac: 'MAC',
  seal: 'SEAL',
  open: 'OPEN',
  read: 'READ',
  'manage-units': 'MANAGE_UNITS',
  'manage-keys': 'MANAGE_KEYS',
  'issue-certificates': 'ISSUE_CERTIFICATES',
  'revoke-certificates': 'REVOKE_CERTIFICATES',
  'manage-authorities': 'MANAGE_AUTHORITIES',
  'manage-applications': 'MANAGE_APPLICATIONS',
  'manage-people': 'MANAGE_PEOPLE',
  propose: 'PROPOSE',
  approve: 'APPROVE',
  'approve-signatures': 'APPROVE_SIGNATURES',
  audit: 'AUDIT',
}

/** One kind of name, in both spellings. */
export interface Names<Value extends string> {
  readonly what: string
  readonly values: readonly Value[]
}

function names<Value extends string>(what: string, values: Readonly<Record<Value, true>>): Names<Value> {
  return { what, values: keysOf(values) }
}

const signatureAlgorithms = {
  ED25519: true,
  ED448: true,
  ECDSA_P256: true,
  ECDSA_P384: true,
  ECDSA_P521: true,
  RSA_PSS_2048: true,
  RSA_PSS_3072: true,
  RSA_PSS_4096: true,
  RSA_PKCS1_2048: true,
  RSA_PKCS1_3072: true,
  RSA_PKCS1_4096: true,
  ML_DSA_44: true,
  ML_DSA_65: true,
  ML_DSA_87: true,
} as const satisfies Record<SignatureAlgorithm, true>

export const workloadAlgorithmNames = names<WorkloadAlgorithm>('algorithm', {
  ES256: true,
  ES384: true,
  EDDSA: true,
  PS256: true,
  RS256: true,
})
export const signatureAlgorithmNames = names<SignatureAlgorithm>('algorithm', signatureAlgorithms)
export const algorithmNames = names<KeyAlgorithm>('algorithm', {
  ...signatureAlgorithms,
  X25519: true,
  ECDH_P256: true,
  ECDH_P384: true,
  RSA_OAEP_2048: true,
  RSA_OAEP_3072: true,
  RSA_OAEP_4096: true,
  ML_KEM_512: true,
  ML_KEM_768: true,
  ML_KEM_1024: true,
  AES_256_GCM: true,
  CHACHA20_POLY1305: true,
  HMAC_SHA256: true,
  HMAC_SHA384: true,
  HMAC_SHA512: true,
})
export const providerNames = names<KeyProvider>('provider', { SOFTWARE: true, PKCS11: true })
export const attributeNames = names<KeyAttribute>('attribute', {
  EXPORTABLE: true,
  SIGN_DIGEST: true,
  APPROVAL_REQUIRED: true,
})
export const purposeNames = names<KeyPurpose>('purpose', {
  SIGN_DOCUMENT: true,
  SIGN_RAW: true,
  OPEN: true,
  ENCRYPT: true,
  MAC: true,
  CERTIFY: true,
  TIMESTAMP: true,
  LOG: true,
})
export const revocationReasonNames = names<RevocationReason>('reason', {
  UNSPECIFIED: true,
  KEY_COMPROMISE: true,
  CA_COMPROMISE: true,
  AFFILIATION_CHANGED: true,
  SUPERSEDED: true,
  CESSATION_OF_OPERATION: true,
  PRIVILEGE_WITHDRAWN: true,
})
export const formatNames = names<SignatureFormat>('format', { PADES: true, CADES: true })
export const levelNames = names<SignatureLevel>('level', { B_B: true, B_T: true })
export const roleNames = names<Role>('role', {
  OFFICER: true,
  REGISTRAR: true,
  SIGNER: true,
  CLERK: true,
  AUDITOR: true,
  APPLICATION: true,
})
export const custodyKindNames = names<CustodyKind>('custody', { SHARES: true, PASSPHRASE: true, HSM: true })
export const trustAnchorPurposeNames = names<TrustAnchorPurpose>('purpose', {
  DOCUMENT_SIGNING: true,
  TIMESTAMPING: true,
})
export const proposableActNames = names<ProposableAct>('act', {
  SCHEDULE_KEY_DESTRUCTION: true,
  EXPORT_KEY: true,
  SHRED_UNIT: true,
  MERGE_UNITS: true,
  CREATE_AUTHORITY: true,
  SET_APPROVAL_RULE: true,
  ADD_TRUST_ANCHOR: true,
  REMOVE_TRUST_ANCHOR: true,
  CHANGE_CUSTODY: true,
  ROTATE_ROOT_KEY: true,
  GRANT: true,
  ENROL_DEVICE: true,
  SIGN_DOCUMENTS: true,
})
export const proposalStateNames = names<ProposalState>('state', {
  OPEN: true,
  REJECTED: true,
  EXPIRED: true,
  EXECUTING: true,
  EXECUTED: true,
})
export const emergencyReasonNames = names<EmergencyReason>('reason', {
  OFFICER_UNAVAILABLE: true,
  KEY_COMPROMISE: true,
  SERVICE_FAILURE: true,
  LEGAL_DEADLINE: true,
})
export const applicationActionNames: Names<Action> = {
  what: 'action',
  values: actions.map((name) => actionNames[name]),
}

/** `ecdsa-p256` → `ECDSA_P256`. @throws CommandError 64 that lists what there is. */
export function fromCommandLine<Value extends string>(kind: Names<Value>, name: string): Value {
  const found = kind.values.find((value) => onCommandLine(value) === name)
  if (found !== undefined) return found
  throw new CommandError(
    exitStatus.usage,
    `${JSON.stringify(name)} is no ${kind.what}; there are ${listed(kind)}`,
  )
}

/** `ECDSA_P256` → `ecdsa-p256`. */
export function onCommandLine(value: string): string {
  return value.toLowerCase().replaceAll('_', '-')
}

/** For help and messages. */
export function listed<Value extends string>(kind: Names<Value>): string {
  return kind.values.map(onCommandLine).join(', ')
}

/** `90d` → 90. @throws CommandError 64 */
export function daysFrom(text: string): number {
  const days = /^([1-9][0-9]{0,2})d?$/.exec(text)?.[1]
  if (days !== undefined && Number(days) <= 366) return Number(days)
  throw new CommandError(exitStatus.usage, `${JSON.stringify(text)} is no duration; give days, 1d to 366d`)
}

/** @throws CommandError 64 */
export function momentFrom(option: string, text: string): Date {
  const date = new Date(text)
  if (!Number.isNaN(date.getTime()) && /^\d{4}-/.test(text)) return date
  throw new CommandError(exitStatus.usage, `${option} ${JSON.stringify(text)} is no moment in ISO 8601`)
}

function keysOf<Value extends string>(values: Readonly<Record<Value, true>>): readonly Value[] {
  const found: Value[] = []
  for (const name in values) found.push(name)
  return found
}
