// Who asks: the identity that a request carries, decided once at the door.

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
  'audit',
] as const
export type Action = (typeof actions)[number]

export interface AnonymousCaller {
  readonly kind: 'anonymous'
}

export interface ApplicationCaller {
  readonly kind: 'application'
  readonly applicationId: string
  readonly tokenId: string
  /** The root of the subtree that the application may touch. */
  readonly unitId: string
  /** Path of that unit, slugs joined by `/`. The empty path is the organisation. */
  readonly unitPath: string
  readonly actions: readonly Action[]
}

/** The service itself: bootstrap, checkpoints, scheduled work. Never made from a request. */
export interface ServiceCaller {
  readonly kind: 'service'
}

export type Caller = AnonymousCaller | ApplicationCaller | ServiceCaller

export const anonymous: AnonymousCaller = { kind: 'anonymous' }
export const theService: ServiceCaller = { kind: 'service' }

/** One request, as operations see it. */
export interface Call {
  /** UUID; goes to the log, the audit entry and the error. */
  readonly requestId: string
  readonly caller: Caller
}
