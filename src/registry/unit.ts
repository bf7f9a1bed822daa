// A unit: a part of the organisation, in a tree. The root of the tree, with the empty path, is the organisation itself.

import { ServiceError } from '../errors.ts'
import type { KeyOperation } from '../keys/handle.ts'

/**
 * `sealed`: no key of it does anything until it is unsealed. `abolished`: it signs no more, and opens what was sealed to
 * it. `shredded`: its key-encryption key is gone, and with it every private key.
 */
export const unitStates = ['active', 'sealed', 'abolished', 'shredded'] as const
export type UnitState = (typeof unitStates)[number]

/** What a unit's state allows its keys, whatever theirs: with `stateOperations` of keys, the whole answer. */
export const unitStateOperations: Readonly<Record<UnitState, readonly KeyOperation[]>> = {
  active: ['sign', 'verify', 'protect', 'process'],
  sealed: ['verify'],
  abolished: ['verify', 'process'],
  shredded: ['verify'],
}

/** Slugs in one path. */
export const unitDepthLimit = 16
/** Characters in one path. */
export const unitPathLimit = 1000

interface UnitFacts {
  readonly id: string
  /** null for the organisation. */
  readonly parentId: string | null
  readonly slug: string
  /** Slugs joined by `/`. */
  readonly path: string
  /** NFC. */
  readonly title: string
  readonly createdAt: Date
}

interface UnitKeyFacts {
  /** The unit's key-encryption key, wrapped under the root key. */
  readonly wrappedUnitKey: Uint8Array
  /** Counts from 1. What is wrapped anew is wrapped under this one. */
  readonly unitKeyGeneration: number
  /** The generation before, while key versions are being wrapped anew. */
  readonly retiringUnitKey: Uint8Array | null
}

export interface Seal {
  /** The unit that the act named: this one, or one above it. */
  readonly withUnitId: string
  /** The unit of the application that sealed; null for the service. */
  readonly byUnitId: string | null
  readonly at: Date
}

export interface ActiveUnit extends UnitFacts, UnitKeyFacts {
  readonly state: 'active'
}

export interface SealedUnit extends UnitFacts, UnitKeyFacts {
  readonly state: 'sealed'
  readonly seal: Seal
}

export interface AbolishedUnit extends UnitFacts, UnitKeyFacts {
  readonly state: 'abolished'
  readonly endedAt: Date
  /** Who took over; never one that was itself taken over. */
  readonly successorId: string | null
}

export interface ShreddedUnit extends UnitFacts {
  readonly state: 'shredded'
  readonly endedAt: Date
  readonly successorId: string | null
}

export type Unit = ActiveUnit | SealedUnit | AbolishedUnit | ShreddedUnit

/** @throws ServiceError `UNIT_NOT_ACTIVE`. */
export function requireActiveUnit(unit: Unit): ActiveUnit {
  if (unit.state === 'active') return unit
  throw new ServiceError('UNIT_NOT_ACTIVE', `the unit ${unit.path} is ${unit.state}`, {
    about: { unitId: unit.id },
  })
}
