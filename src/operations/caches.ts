// Short-lived memory of what the hot path reads again and again. The audit insert rechecks token and key, so a stale
// entry can cost a retry but never a wrong signature.

import type { KnownCaller } from '../caller.ts'
import type { CipherKey, MacKey, StateFor } from '../keys/handle.ts'
import type { TrustMaterial } from '../validation/input.ts'
import type { HeldKey } from './data-keys.ts'
import type { AuthoritySigner, RawSigner, Signer } from './signers.ts'
import type { UsageLease } from './spend-usage.ts'

export interface ExpiringCache<V> {
  /**
   * What is kept under `key`, or else what `load` gives, which is then kept. However many ask at once, one loads: a
   * hundred requests in flight must not become a hundred transactions each time an entry ends.
   *
   * @throws what `load` throws, to all who wait for it; nothing is kept then.
   */
  remember(key: string, load: () => Promise<V>): Promise<V>
  /** Forgets all, also what is being loaded: it goes to those who wait for it already and to nobody else. */
  clear(): void
}

export interface Caches {
  /** By the SHA-256 of the token or the session. */
  readonly callers: ExpiringCache<KnownCaller>
  /** By the name of the key, and for a chosen certificate its serial number. */
  readonly signers: ExpiringCache<Signer>
  /** By the name of the key. */
  readonly rawSigners: ExpiringCache<RawSigner>
  /** By the name of the key. */
  readonly activeCipherKeys: ExpiringCache<HeldKey<CipherKey<StateFor<'protect'>>>>
  readonly activeMacKeys: ExpiringCache<HeldKey<MacKey<StateFor<'protect'>>>>
  /** By the name of the key and the version. */
  readonly cipherKeys: ExpiringCache<HeldKey<CipherKey>>
  readonly macKeys: ExpiringCache<HeldKey<MacKey>>
  /** Where a unit is now, by a path that it has or had. */
  readonly unitPaths: ExpiringCache<string>
  /** By the slug of the authority. */
  readonly authorities: ExpiringCache<AuthoritySigner>
  /** The office's own trust, with its CRLs. */
  readonly trust: ExpiringCache<TrustMaterial>
  /** By the identifier of the key; ends with its window. */
  readonly usageLeases: Map<string, UsageLease>
}

const lifetimeMs = 2000
const entriesLimit = 10_000

/** @param nowMs milliseconds of a clock that does not go back. */
export function createCaches(nowMs: () => number): Caches {
  return {
    callers: expiringCache(nowMs),
    signers: expiringCache(nowMs),
    rawSigners: expiringCache(nowMs),
    activeCipherKeys: expiringCache(nowMs),
    activeMacKeys: expiringCache(nowMs),
    cipherKeys: expiringCache(nowMs),
    macKeys: expiringCache(nowMs),
    unitPaths: expiringCache(nowMs),
    authorities: expiringCache(nowMs),
    trust: expiringCache(nowMs),
    usageLeases: new Map(),
  }
}

function expiringCache<V>(nowMs: () => number): ExpiringCache<V> {
  const entries = new Map<string, Entry<V>>()

  const start = (key: string, load: () => Promise<V>): Promise<V> => {
    const entry: Entry<V> = { value: load(), until: Number.POSITIVE_INFINITY }
    if (entries.size >= entriesLimit) entries.clear()
    entries.set(key, entry)
    entry.value.then(
      () => {
        entry.until = nowMs() + lifetimeMs
      },
      () => {
        if (entries.get(key) === entry) entries.delete(key)
      },
    )
    return entry.value
  }

  return {
    remember: (key, load) => {
      const entry = entries.get(key)
      return entry !== undefined && entry.until > nowMs() ? entry.value : start(key, load)
    },
    clear: () => entries.clear(),
  }
}

interface Entry<V> {
  /** Handed out as it is: a promise of its own for everybody who asks costs more than the look-up. */
  readonly value: Promise<V>
  /** Infinite while it is loaded. */
  until: number
}
