// What the keeper holds and does: an office sealed or open, its custodians changed, its root key given another generation.

import type { Socket } from 'node:net'
import { isServiceError, ServiceError } from '../../errors.ts'
import type { SecretBytes } from '../secret-bytes.ts'
import type { Random } from '../wrapping.ts'
import { type Ceremony, changeOf, type Release, type ReleaseRequest, rotationOf } from './ceremony.ts'
import {
  type CustodyHsm,
  changeCustody,
  type NewCustody,
  offerCustody,
  openOffer,
  retireRootKeys,
  rotateRootKey,
  type WantedCustody,
} from './custody.ts'
import {
  type CustodyRecord,
  custodyIdOf,
  encodeCustodyRecord,
  generationsOf,
  opensByItself,
} from './custody-record.ts'
import type { CustodyState } from './keeper-messages.ts'
import { encodeRootKeys } from './root-keys.ts'
import { copyOf, type Opened, open, type Unsealing, unsealing } from './unsealing.ts'

export interface KeepingParts {
  readonly random: Random
  /** Hears of every change of what `state` tells. */
  readonly changed: (state: CustodyState) => void
  /** Brings the record to the disk, in the place of the present one. */
  readonly keep: (record: string, rotated: boolean) => Promise<void>
  readonly hsm: CustodyHsm
  /**
   * Asks those who know what officers approved: before a ceremony, and again before it takes effect.
   *
   * @throws ServiceError when they have not released exactly this, or somebody began later.
   */
  readonly release: (request: Omit<ReleaseRequest, 'kind' | 'id'>) => Promise<Released>
}

/** That a ceremony may be held. */
export interface Released {
  readonly attempt: number
  readonly actSha256: string
}

/** A quorum that somebody has shown on a connection of theirs. */
export interface Proof extends Disposable {
  /** The record that it is of. */
  readonly of: CustodyRecord
  readonly unsealing: Unsealing
  opened: Opened | undefined
}

interface ReleasedCeremony extends Pick<ReleaseRequest, 'proposalId' | 'ceremony'> {
  readonly attempt: number
  readonly release: Release
}

interface MadeRotation {
  readonly base: CustodyRecord
  readonly begun: ReleasedCeremony
  readonly next: CustodyRecord
}

export interface Keeping {
  state(): CustodyState
  /** Takes ownership. @returns whether it is the key of this custody. */
  openWith(custodyKey: SecretBytes): boolean
  /** @throws ServiceError as `Unsealing.share`. */
  share(octets: Uint8Array): Promise<void>
  /** @throws ServiceError as `Unsealing.passphrase`. */
  passphrase(octets: SecretBytes): Promise<void>
  /** Writes the root keys to a signer and ends its input; a sealed office gives none, and the signer ends. */
  handTo(signer: Socket): void
  /** For acts that need a quorum of their own. Where there is none, whoever may come here needs no other proof. */
  proof(): Proof
  /** @throws ServiceError `NOT_PERMITTED` without a whole proof; as `KeepingParts.release`. */
  change(proof: Proof, wanted: WantedCustody, proposalId: string): Promise<NewCustody>
  /** Puts a change into effect. @throws ServiceError as `KeepingParts.release`, `CONFLICT`. */
  commit(custody: NewCustody): Promise<void>
  /**
   * @throws ServiceError `NOT_PERMITTED` without a whole proof, `CONFLICT` while another rotation is under way; as
   *   `KeepingParts.release`.
   */
  rotate(proof: Proof, proposalId: string): Promise<void>
  /** Drops all but the newest root key. */
  retire(): Promise<void>
  /** The record for the keepers of other hosts, while a rotation is under way and the office open. */
  offer(): Uint8Array | undefined
  /**
   * Takes what the keeper of another host offers. An office that is sealed takes nothing.
   *
   * @throws ServiceError `CONFLICT` when it does not continue what is here.
   */
  adopt(offer: Uint8Array): Promise<void>
}

export function keeping(
  first: CustodyRecord,
  { random, changed, keep, hsm, release }: KeepingParts,
): Keeping {
  let record = first
  let gathered = unsealing(record)
  let opened: Opened | undefined

  const state = (): CustodyState => {
    const { source } = record
    const sealed = opened === undefined
    return {
      sealed,
      kind: source.kind,
      custodyId: custodyIdOf(record),
      given: sealed ? gathered.given : 0,
      needed: sealed ? gathered.needed : 0,
      custodians: source.kind === 'shares' ? source.custodians.length : 0,
      generations: generationsOf(record),
      ...(record.release !== undefined && { release: record.release }),
    }
  }

  const accept = (now: Opened): void => {
    // Another custodian may have opened it meanwhile.
    if (opened === undefined) opened = now
    else now[Symbol.dispose]()
    changed(state())
  }

  // One after the other: what is made of a record that is no longer in force would undo what came between.
  let turn: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = turn.then(work)
    turn = result.catch(() => undefined)
    return result
  }

  /** With the record on the disk, what is in memory follows. */
  const replace = async (next: CustodyRecord, custodyKey: SecretBytes, rotated: boolean): Promise<void> => {
    const reopened = open(next, copyOf(custodyKey))
    if (reopened === undefined) throw new Error('a new custody does not open')
    await keep(encodeCustodyRecord(next), rotated)
    record = next
    gathered = unsealing(record)
    opened?.[Symbol.dispose]()
    opened = reopened
    changed(state())
  }

  const madeOf = new WeakMap<NewCustody, { readonly base: CustodyRecord; readonly begun: ReleasedCeremony }>()
  const begin = async (ceremony: Ceremony, proposalId: string): Promise<ReleasedCeremony> => {
    const { attempt, actSha256 } = await release({ proposalId, ceremony, attempt: null, result: null })
    return { proposalId, ceremony, attempt, release: { proposalId, actSha256 } }
  }
  /**
   * Between beginning and end custodians take their time: what was released may not be any more. And another host may have
   * begun with it: of all, one `result` is confirmed.
   */
  const confirm = async (
    { proposalId, ceremony, attempt }: ReleasedCeremony,
    result: string,
  ): Promise<void> => {
    await release({ proposalId, ceremony, attempt, result })
  }
  /** Made, and not confirmed: the answer may be what was lost, and then no other root key is confirmed. */
  let unconfirmed: MadeRotation | undefined
  const rotation = async (custodyKey: SecretBytes, proposalId: string): Promise<MadeRotation> => {
    if (unconfirmed?.base === record && unconfirmed.begun.proposalId === proposalId) return unconfirmed
    const begun = await begin(rotationOf(record), proposalId)
    return { base: record, begun, next: rotateRootKey(record, custodyKey, random, begun.release) }
  }
  const requireCurrent = (proof: Proof): CustodyRecord => {
    if (proof.of !== record) throw changedMeanwhile()
    return record
  }
  const requireProof = (proof: Proof): Opened => {
    if (proof.opened !== undefined) return proof.opened
    throw new ServiceError('NOT_PERMITTED', 'this needs the custodians: give their shares, or the passphrase')
  }

  return {
    state,

    openWith: (custodyKey) => {
      const found = open(record, custodyKey)
      if (found !== undefined) accept(found)
      return found !== undefined
    },

    share: async (octets) => {
      if (opened !== undefined) return
      const found = await gathered.share(octets).finally(() => changed(state()))
      if (found !== undefined) accept(found)
    },

    passphrase: async (octets) => {
      if (opened === undefined) accept(await gathered.passphrase(octets))
    },

    handTo: (signer) => {
      signer.on('error', () => undefined)
      if (opened === undefined) {
        signer.end()
        return
      }
      const octets = encodeRootKeys(opened.rootKeys)
      signer.end(octets.dangerouslyRevealBytes(), () => octets[Symbol.dispose]())
    },

    proof: () => {
      const byItself = opensByItself(record.source.kind) ? opened : undefined
      const proof: Proof = {
        unsealing: unsealing(record),
        of: record,
        opened: byItself === undefined ? undefined : open(record, copyOf(byItself.custodyKey)),
        [Symbol.dispose]: () => proof.opened?.[Symbol.dispose](),
      }
      return proof
    },

    change: async (proof, wanted, proposalId) => {
      const base = requireCurrent(proof)
      const { rootKeys } = requireProof(proof)
      const begun = await begin(changeOf(base, wanted), proposalId)
      const made = await changeCustody(base, rootKeys, wanted, random, hsm)
      const custody = { ...made, record: { ...made.record, release: begun.release } }
      madeOf.set(custody, { base, begun })
      return custody
    },

    commit: (custody) =>
      inTurn(async () => {
        const made = madeOf.get(custody)
        if (made?.base !== record) throw changedMeanwhile()
        await confirm(made.begun, custodyIdOf(custody.record))
        await replace(custody.record, custody.custodyKey, false)
      }),

    rotate: (proof, proposalId) =>
      inTurn(async () => {
        const { custodyKey } = requireProof(proof)
        requireCurrent(proof)
        if (record.rootKeys.length > 1) {
          throw new ServiceError('CONFLICT', 'another rotation of the root key is not through yet')
        }
        const made = await rotation(custodyKey, proposalId)
        unconfirmed = made
        try {
          await confirm(made.begun, made.next.rootKeys[0].checkValueHex)
        } catch (error) {
          // Somebody began later, or was confirmed: this one never is.
          if (isServiceError(error) && error.code === 'CONFLICT') unconfirmed = undefined
          throw error
        }
        await replace(made.next, custodyKey, true)
        unconfirmed = undefined
      }),

    retire: () =>
      inTurn(async () => {
        if (record.rootKeys.length === 1 || opened === undefined) return
        await replace(retireRootKeys(record), opened.custodyKey, true)
      }),

    offer: () => {
      const integrityKey = opened?.rootKeys.integrityKey
      if (integrityKey === undefined || record.rootKeys.length === 1) return undefined
      return offerCustody(record, integrityKey, random)
    },

    adopt: (offer) =>
      inTurn(async () => {
        const integrityKey = opened?.rootKeys.integrityKey
        if (opened === undefined || integrityKey === undefined) return
        const next = openOffer(offer, record.officeId, integrityKey)
        if (next === undefined) {
          throw new ServiceError(
            'CONFLICT',
            'no keeper of this office made what is offered as its custody record',
          )
        }
        const [offered] = next.rootKeys
        const [newest] = record.rootKeys
        // An older offer, by whoever holds the database, changes nothing.
        if (offered.generation < newest.generation || offered.checkValueHex === newest.checkValueHex) return
        if (custodyIdOf(next) !== custodyIdOf(record)) {
          const text =
            'another host has rotated the root key under another custody than the one here: copy its secrets/custody.json to this host'
          throw new ServiceError('CONFLICT', text)
        }
        // What was wrapped here meanwhile, under a root key that nobody else has, goes on opening.
        const known = new Set(next.rootKeys.map(({ checkValueHex }) => checkValueHex))
        const own = record.rootKeys.filter(({ checkValueHex }) => !known.has(checkValueHex))
        await replace({ ...next, rootKeys: [...next.rootKeys, ...own] }, opened.custodyKey, true)
      }),
  }
}

function changedMeanwhile(): ServiceError {
  return new ServiceError('CONFLICT', 'the custody was changed meanwhile: begin again')
}
