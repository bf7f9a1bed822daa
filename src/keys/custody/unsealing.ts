// Gathers what opens a custody: shares, one after the other, or a passphrase; and tells how far it has come.

import { timingSafeEqual } from 'node:crypto'
import { ServiceError } from '../../errors.ts'
import { type SecretBytes, secretCopy } from '../secret-bytes.ts'
import { keyFromPassphrase } from './argon2id.ts'
import { combineShares, openRootKeys } from './custody.ts'
import type { CustodyKind, CustodyRecord } from './custody-record.ts'
import type { RootKeys } from './root-keys.ts'
import { decodeShare } from './share.ts'

export interface Opened extends Disposable {
  readonly custodyKey: SecretBytes
  readonly rootKeys: RootKeys
}

export interface Unsealing {
  /** Different shares that are here. */
  readonly given: number
  /** Shares that are needed; 1 for a passphrase. */
  readonly needed: number
  /**
   * Takes a share. The same one again changes nothing. When there are enough and they do not open the root key, all
   * are forgotten, and nobody learns which of them was wrong.
   *
   * @returns undefined while more are needed.
   * @throws ServiceError `INVALID_ARGUMENT` for what is no share of this office's present set, `NOT_PERMITTED` when
   *   those that are here do not open the root key.
   */
  share(octets: Uint8Array): Promise<Opened | undefined>
  /** @throws ServiceError `INVALID_ARGUMENT` when shares are needed, `NOT_PERMITTED` when it is the wrong one. */
  passphrase(octets: SecretBytes): Promise<Opened>
}

export function unsealing(record: CustodyRecord): Unsealing {
  const { source } = record
  const shares = new Map<number, Uint8Array>()
  const needed = source.kind === 'shares' ? source.threshold : 1
  const take = (): readonly Uint8Array[] => {
    const all = [...shares.values()]
    shares.clear()
    return all
  }
  return {
    get given() {
      return shares.size
    },
    needed,

    share: async (octets) => {
      const { officeId, setId, index, threshold, value } = decodeShare(octets)
      if (source.kind !== 'shares') throw wrongKind(source.kind)
      if (officeId !== record.officeId) {
        throw new ServiceError('INVALID_ARGUMENT', 'this is a share of another office')
      }
      if (setId !== source.setId || threshold !== source.threshold) {
        const text =
          'this share is of a set that is not in force: the custodians were changed since, or not yet'
        throw new ServiceError('INVALID_ARGUMENT', text)
      }
      const before = shares.get(index)
      if (before !== undefined && timingSafeEqual(before, value)) return undefined
      // Two that both say they are the same custodian's: one is forged, and which one is not to be told.
      if (before !== undefined) {
        for (const one of [...take(), value]) one.fill(0)
        throw doNotFit()
      }
      shares.set(index, value)
      if (shares.size < needed) return undefined
      const values = take()
      try {
        return open(record, await combineShares(values)) ?? refuse(doNotFit())
      } finally {
        for (const one of values) one.fill(0)
      }
    },

    passphrase: async (octets) => {
      if (source.kind !== 'passphrase') throw wrongKind(source.kind)
      const key = await keyFromPassphrase(octets, source.argon2id)
      return open(record, key) ?? refuse(wrongPassphrase())
    },
  }
}

/** Takes ownership of `custodyKey`. @returns undefined when it is not the one. */
export function open(record: CustodyRecord, custodyKey: SecretBytes): Opened | undefined {
  const rootKeys = openRootKeys(record, custodyKey)
  if (rootKeys === undefined) {
    custodyKey[Symbol.dispose]()
    return undefined
  }
  return {
    custodyKey,
    rootKeys,
    [Symbol.dispose]: () => {
      custodyKey[Symbol.dispose]()
      rootKeys[Symbol.dispose]()
    },
  }
}

/** A copy that the receiver owns. */
export function copyOf(secret: SecretBytes): SecretBytes {
  return secretCopy(secret.dangerouslyRevealBytes())
}

function refuse(error: ServiceError): never {
  throw error
}

function wrongKind(kind: CustodyKind): ServiceError {
  const opensBy = {
    file: 'its key file alone',
    hsm: 'its HSM alone',
    passphrase: 'a passphrase',
    shares: 'shares of its custodians',
  } as const
  return new ServiceError('INVALID_ARGUMENT', `this office is opened by ${opensBy[kind]}`)
}

function doNotFit(): ServiceError {
  const text =
    'these shares do not open the root key: one of them at least is wrong, and all are to be given anew'
  return new ServiceError('NOT_PERMITTED', text)
}

function wrongPassphrase(): ServiceError {
  return new ServiceError('NOT_PERMITTED', 'this passphrase does not open the root key')
}
