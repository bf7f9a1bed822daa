// Short-lived memory of what the hot path reads again and again. The audit insert rechecks token and key, so a stale
// entry can cost a retry but never a wrong signature.

import type { ApplicationCaller } from '../caller.ts'
import type { Clock } from '../clock.ts'
import type { TrustMaterial } from '../validation/input.ts'
import type { AuthoritySigner, RawSigner, Signer } from './signers.ts'

export interface ExpiringCache<V> {
  get(key: string): V | undefined
  set(key: string, value: V): void
  delete(key: string): void
  clear(): void
}

export interface Caches {
  /** By the SHA-256 of the token's secret. */
  readonly callers: ExpiringCache<ApplicationCaller>
  /** By the name of the key, and for a chosen certificate its serial number. */
  readonly signers: ExpiringCache<Signer>
  /** By the name of the key. */
  readonly rawSigners: ExpiringCache<RawSigner>
  /** By the slug of the authority. */
  readonly authorities: ExpiringCache<AuthoritySigner>
  /** The office's own trust, with its CRLs. */
  readonly trust: ExpiringCache<TrustMaterial>
}

const lifetimeMs = 2000
const entriesLimit = 10_000

export function createCaches(clock: Clock): Caches {
  return {
    callers: expiringCache(clock),
    signers: expiringCache(clock),
    rawSigners: expiringCache(clock),
    authorities: expiringCache(clock),
    trust: expiringCache(clock),
  }
}

function expiringCache<V>(clock: Clock): ExpiringCache<V> {
  const entries = new Map<string, { readonly value: V; readonly until: number }>()
  return {
    get(key) {
      const entry = entries.get(key)
      if (entry === undefined) return undefined
      if (entry.until > clock.now().getTime()) return entry.value
      entries.delete(key)
      return undefined
    },
    set(key, value) {
      if (entries.size >= entriesLimit) entries.clear()
      entries.set(key, { value, until: clock.now().getTime() + lifetimeMs })
    },
    delete: (key) => {
      entries.delete(key)
    },
    clear: () => entries.clear(),
  }
}
