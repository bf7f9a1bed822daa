// What launcher and keeper say to each other over Node's IPC channel. No secret goes this way; connections do.

import type { Release, ReleaseAnswer, ReleaseRequest } from './ceremony.ts'
import type { CustodyKind } from './custody-record.ts'

/** How far an office is opened, in words that anybody may hear. */
export interface CustodyState {
  readonly sealed: boolean
  readonly kind: CustodyKind
  /** Another one for each change of custodians or passphrase. */
  readonly custodyId: string
  /** Shares that are here, of those needed; both 0 once it is open. */
  readonly given: number
  readonly needed: number
  /** How many custodians there are; 0 unless shares are used. */
  readonly custodians: number
  /** Of root keys, the newest first. */
  readonly generations: readonly RootKeyGeneration[]
  /** Of the ceremony that gave it its custodians; absent for those of the founding. */
  readonly release?: Release
}

export interface RootKeyGeneration {
  readonly generation: number
  /** What a signer tells of it. */
  readonly checkValueHex: string
  /** Of the rotation that made it. */
  readonly release?: Release
}

export type ToKeeper =
  /** The text of the custody record. The key of a key file follows on standard input, where one is used. */
  | { readonly kind: 'begin'; readonly record: string }
  /** Comes with the standard input of a signer, which gets the root keys. */
  | { readonly kind: 'signer' }
  /** Comes with the connection of a PKCS #11 host that the keeper asked for, or `reason` why there is none. */
  | { readonly kind: 'host'; readonly reason: string | null }
  /** Comes with the connection of somebody who has something to say: `protocol.ts`. */
  | { readonly kind: 'person' }
  /** The record that the keeper gave is on the disk, or `reason` why it is not. */
  | { readonly kind: 'kept'; readonly reason: string | null }
  /** Everything is wrapped under the newest root key: the others may go. */
  | { readonly kind: 'retire' }
  /** Base64 of what the keeper of another host offers. */
  | { readonly kind: 'adopt'; readonly offer: string }
  | ReleaseAnswer

export type FromKeeper =
  /** `offer`: Base64 of the record for the keepers of other hosts, while a rotation is under way. */
  | { readonly kind: 'state'; readonly state: CustodyState; readonly offer: string | null }
  | { readonly kind: 'not_adopted'; readonly reason: string }
  /** To be brought to the disk in the place of the present record. `rotated`: signers are to get the new root keys. */
  | { readonly kind: 'keep'; readonly record: string; readonly rotated: boolean }
  /** The HSM is to wrap or unwrap something. */
  | { readonly kind: 'want_host' }
  | ReleaseRequest
  /** The record cannot be used, the key file is not its own; `unavailable`: the HSM cannot be reached. */
  | { readonly kind: 'refused'; readonly reason: string; readonly unavailable: boolean }
