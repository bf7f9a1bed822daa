// Names on the command line are lower-case with hyphens, in GraphQL upper-case with underscores.

import {
  Action,
  CertificateProfile,
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

/** One kind of name, in both spellings. */
export interface Names<Value extends string> {
  readonly what: string
  readonly values: readonly Value[]
}

/** @param values an enum of the schema; its values are listed in its order. */
function names<Value extends string>(what: string, values: Readonly<Record<string, Value>>): Names<Value> {
  return { what, values: Object.values(values) }
}

export const workloadAlgorithmNames = names('algorithm', WorkloadAlgorithm)
export const signatureAlgorithmNames = names('algorithm', SignatureAlgorithm)
export const algorithmNames = names('algorithm', KeyAlgorithm)
export const providerNames = names('provider', KeyProvider)
export const attributeNames = names('attribute', KeyAttribute)
export const purposeNames = names('purpose', KeyPurpose)
export const profileNames = names('profile', CertificateProfile)
export const revocationReasonNames = names('reason', RevocationReason)
export const formatNames = names('format', SignatureFormat)
export const levelNames = names('level', SignatureLevel)
export const roleNames = names('role', Role)
export const custodyKindNames = names('custody', CustodyKind)
export const trustAnchorPurposeNames = names('purpose', TrustAnchorPurpose)
export const proposableActNames = names('act', ProposableAct)
export const proposalStateNames = names('state', ProposalState)
export const emergencyReasonNames = names('reason', EmergencyReason)
export const applicationActionNames = names('action', Action)

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

/** From 1 on. @throws CommandError 64 */
export function wholeNumber(option: string, text: string): number {
  if (/^[1-9][0-9]{0,8}$/.test(text)) return Number(text)
  throw new CommandError(exitStatus.usage, `${option} ${JSON.stringify(text)}: a whole number is expected`)
}

/** Nobody at all is for practice offices. @throws CommandError 64 */
export function approvalsFrom(text: string): number {
  return text === '0' ? 0 : wholeNumber('--approvals', text)
}

/**
 * A date alone is its first moment in UTC; a time needs its zone, since a guess could change a verdict, or for how long a
 * key counts as stolen.
 *
 * @throws CommandError 64
 */
export function momentFrom(option: string, text: string): Date {
  const form = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/
  const time = new Date(text)
  if (form.test(text) && !Number.isNaN(time.getTime())) return time
  throw new CommandError(
    exitStatus.usage,
    `${option} ${JSON.stringify(text)} is no moment; write it like 2026-11-22T07:00:00Z or 2026-11-22T14:00:00+07:00`,
  )
}
