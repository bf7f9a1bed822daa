// Who asks: the identity that a request carries, decided once at the door.

import type { Approval } from './policy/approvals.ts'

/** What an application may be allowed to do. `audit` reads the log of its unit's subtree. */
export const actions = [
  'sign',
  'sign-raw',
  'timestamp',
  'encrypt',
  'decrypt',
  'mac',
  'seal',
  'open',
  'read',
  'manage-units',
  'manage-keys',
  'issue-certificates',
  'revoke-certificates',
  'manage-authorities',
  'manage-applications',
  'manage-people',
  'propose',
  'approve',
  'approve-signatures',
  'audit',
] as const
export type Action = (typeof actions)[number]

/** What somebody is in a unit, or what a program is. `policy/roles.ts` says what each holds. */
export const roles = ['officer', 'registrar', 'signer', 'clerk', 'auditor', 'application'] as const
export type Role = (typeof roles)[number]

/** What a caller was given: actions in a unit and everything below it. */
export interface HeldGrant {
  /** Null for what an application was given when it was made. */
  readonly grantId: string | null
  /** The root of the subtree. */
  readonly unitId: string
  /** Path of that unit, slugs joined by `/`. The empty path is the organisation. */
  readonly unitPath: string
  readonly actions: readonly Action[]
  /** Only this key; null: every key. A grant for one key holds nothing but uses of it. */
  readonly keyId: string | null
  /** Only documents of these formats; null: every format. */
  readonly formats: readonly string[] | null
  readonly limit: GrantLimit | null
  /** Whether it is in force by `breakGlass`. */
  readonly emergency: boolean
  /** Whether somebody else's grant was handed on, which is done once. */
  readonly handedOn: boolean
  readonly expiresAt: Date | null
}

/** How often a grant may be used: `maxOperations` in each span of `perSeconds`. */
export interface GrantLimit {
  readonly maxOperations: number
  readonly perSeconds: number
}

export interface AnonymousCaller {
  readonly kind: 'anonymous'
}

export interface ApplicationCaller {
  readonly kind: 'application'
  readonly applicationId: string
  readonly tokenId: string
  /** Where it is at home. */
  readonly unitId: string
  readonly unitPath: string
  readonly grants: readonly HeldGrant[]
}

/** Somebody with a passkey or an identity of the organisation's provider, signed in. */
export interface PersonCaller {
  readonly kind: 'person'
  readonly personId: string
  readonly sessionId: string
  /** Where the person is at home. */
  readonly unitId: string
  readonly unitPath: string
  readonly grants: readonly HeldGrant[]
}

/** Who showed a credential that holds. */
export type KnownCaller = ApplicationCaller | PersonCaller

/** The service itself: bootstrap, checkpoints, scheduled work. Never made from a request. */
export interface ServiceCaller {
  readonly kind: 'service'
}

export type Caller = AnonymousCaller | KnownCaller | ServiceCaller

export const anonymous: AnonymousCaller = { kind: 'anonymous' }
export const theService: ServiceCaller = { kind: 'service' }

export function isKnown(caller: Caller): caller is KnownCaller {
  return caller.kind === 'application' || caller.kind === 'person'
}

/** Of the application or the person, whatever credential was shown. */
export function callerId(caller: KnownCaller): string {
  return caller.kind === 'application' ? caller.applicationId : caller.personId
}

/** Of the token or the session. */
export function credentialId(caller: KnownCaller): string {
  return caller.kind === 'application' ? caller.tokenId : caller.sessionId
}

/** One request, as operations see it. */
export interface Call {
  /** UUID; goes to the log, the audit entry and the error. */
  readonly requestId: string
  readonly caller: Caller
  /** Of exactly one act, which is then done; only `execute` sets it. */
  readonly approval?: Approval
}
