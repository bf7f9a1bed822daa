// Public keys of those who vouch for workloads: JWK Sets (RFC 7517 §5) from addresses that the operator pinned, and no
// others, whatever a token says (`jku`, `x5u`). Kept, and asked for anew within bounds.

import { ServiceError } from '../errors.ts'
import { ask } from './ask.ts'

export interface KeySets {
  /** Whether the operator pinned an address for `issuer`. */
  has(issuer: string): boolean
  /**
   * The keys of `issuer`, not checked in any way.
   *
   * @param anew because a key was missing: asks again, unless that was done within the last minute.
   * @throws ServiceError `NOT_FOUND` for an issuer that is not pinned; `OUTSIDE_UNAVAILABLE` when it does not answer and
   *   what is known of it is too old.
   */
  read(issuer: string, anew?: boolean): Promise<unknown>
}

export interface PinnedIssuer {
  /** As `iss` of its tokens has it. */
  readonly issuer: string
  readonly jwksUrl: string
}

const freshMs = 10 * 60_000
/** Nobody has the service ask more often, however many unknown keys are named to it. */
const pauseMs = 60_000
/** As long its last answer counts when it does not answer: keys that were withdrawn then are not known to be. */
const staleMs = 60 * 60_000
const timeoutMs = 5000
const maxOctets = 262_144

interface Known {
  readonly keySet: unknown
  readonly atMs: number
}

/** @param nowMs of a clock that nobody sets. */
export function openKeySets(pinned: readonly PinnedIssuer[], nowMs: () => number): KeySets {
  const addresses = new Map(pinned.map(({ issuer, jwksUrl }) => [issuer, jwksUrl]))
  const known = new Map<string, Known>()
  const asking = new Map<string, Promise<unknown>>()
  const askedAtMs = new Map<string, number>()

  const fetchNow = async (issuer: string, url: string): Promise<unknown> => {
    const before = known.get(issuer)
    try {
      const { status, body } = await ask({ method: 'GET', url, timeoutMs, maxOctets })
      if (status !== 200)
        throw new ServiceError('OUTSIDE_UNAVAILABLE', `${new URL(url).host} answered ${status}`)
      const keySet: unknown = parsed(body, url)
      known.set(issuer, { keySet, atMs: nowMs() })
      return keySet
    } catch (error) {
      if (before !== undefined && nowMs() - before.atMs < staleMs) return before.keySet
      throw error
    }
  }

  return {
    has: (issuer) => addresses.has(issuer),
    async read(issuer, anew = false) {
      const url = addresses.get(issuer)
      if (url === undefined)
        throw new ServiceError('NOT_FOUND', 'the issuer is not one of CHANCERY_WORKLOAD_ISSUERS_FILE')
      const now = nowMs()
      const before = known.get(issuer)
      const mayAsk = now - (askedAtMs.get(issuer) ?? Number.NEGATIVE_INFINITY) >= pauseMs
      if (before !== undefined && ((!anew && now - before.atMs < freshMs) || !mayAsk)) return before.keySet
      const running = asking.get(issuer)
      if (running !== undefined) return running
      if (before === undefined && !mayAsk)
        throw new ServiceError('OUTSIDE_UNAVAILABLE', `${new URL(url).host} did not answer a moment ago`)
      askedAtMs.set(issuer, now)
      const started = fetchNow(issuer, url).finally(() => asking.delete(issuer))
      asking.set(issuer, started)
      return started
    },
  }
}

function parsed(body: Uint8Array, url: string): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'))
  } catch (cause) {
    throw new ServiceError('OUTSIDE_UNAVAILABLE', `${new URL(url).host} answers no JSON`, { cause })
  }
}
