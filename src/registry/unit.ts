// A unit: a part of the organisation, in a tree. The root of the tree, with the empty path, is the organisation itself.

export const unitStates = ['active', 'sealed', 'abolished'] as const
export type UnitState = (typeof unitStates)[number]

export interface Unit {
  readonly id: string
  /** null for the organisation. */
  readonly parentId: string | null
  readonly slug: string
  /** Slugs joined by `/`. */
  readonly path: string
  /** NFC. */
  readonly title: string
  readonly state: UnitState
  /** The unit's key-encryption key, wrapped under the root key. */
  readonly wrappedUnitKey: Uint8Array
  readonly createdAt: Date
}
