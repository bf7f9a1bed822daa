// A ceremony on the custody of an office, in the words that officers approve and the keeper compares. No secret is among them.

import type { ErrorCode } from '../../errors.ts'
import type { WantedCustody } from './custody.ts'
import { type CustodyKind, type CustodyRecord, custodyIdOf } from './custody-record.ts'

export type Ceremony =
  | {
      readonly act: 'changeCustody'
      /** The custody that it takes the place of, as `custodyIdOf` names it. */
      readonly before: string
      readonly custody: CustodyKind
      /** Null unless shares open it from then on. */
      readonly threshold: number | null
      /** In the order of their shares. */
      readonly custodians: readonly string[]
    }
  | {
      readonly act: 'rotateRootKey'
      /** Check value of the root key after which it comes. */
      readonly before: string
      /** That it makes. */
      readonly generation: number
    }

/** The proposal on which a ceremony was held, for the record and for the log. */
export interface Release {
  /** UUID. */
  readonly proposalId: string
  /** Lower-case hexadecimal. */
  readonly actSha256: string
}

/** What the keeper asks the gateway before it holds a ceremony, and again before that takes effect. */
export interface ReleaseRequest {
  readonly kind: 'release'
  readonly id: string
  readonly proposalId: string
  readonly ceremony: Ceremony
  /** As it was answered at the beginning: who began later has made it void. Null: it begins. */
  readonly attempt: number | null
  /** At the end, what takes effect: the custody as `custodyIdOf` names it, or the check value of the root key. */
  readonly result: string | null
}

export type ReleaseAnswer =
  | {
      readonly kind: 'released'
      readonly id: string
      readonly attempt: number
      readonly actSha256: string
    }
  | { readonly kind: 'not_released'; readonly id: string; readonly code: ErrorCode; readonly reason: string }

export function changeOf(record: CustodyRecord, wanted: WantedCustody): Ceremony {
  const shares = wanted.kind === 'shares' ? wanted : undefined
  return {
    act: 'changeCustody',
    before: custodyIdOf(record),
    custody: wanted.kind,
    threshold: shares?.threshold ?? null,
    custodians: shares?.custodians ?? [],
  }
}

export function rotationOf({ rootKeys: [newest] }: CustodyRecord): Ceremony {
  return { act: 'rotateRootKey', before: newest.checkValueHex, generation: newest.generation + 1 }
}
