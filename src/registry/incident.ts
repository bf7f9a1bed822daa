// An incident: versions of a key that are, or for practice are taken to be, in wrong hands.

export interface Incident {
  readonly id: string
  readonly keyId: string
  readonly keyName: string
  readonly unitId: string
  readonly unitPath: string
  readonly versions: readonly number[]
  /** Since when they may have been in wrong hands. */
  readonly since: Date
  readonly declaredAt: Date
  /** Nothing was changed: it is practised. */
  readonly drill: boolean
}

/** A signature of an incident and the one that took its place. */
export interface Resigning {
  readonly auditEntryId: string
  /** The entry of the signature by another key. */
  readonly replacedBy: string
}
