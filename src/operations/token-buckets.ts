// How often somebody may do something: a bucket of tokens for each, filled at an even pace, in bounded memory.

import { boundedMap } from '../keys/bounded-map.ts'

export interface TokenBuckets {
  /** Takes a token out of the bucket of `name`. @returns false when it is empty. */
  take(name: string): boolean
}

export interface BucketOptions {
  /** Tokens of a full bucket: what may be done at once. */
  readonly capacity: number
  /** Tokens that come back in a second. */
  readonly perSecond: number
  /** Milliseconds of a clock that nobody sets. */
  readonly nowMs: () => number
}

/** Whoever was forgotten for others begins with a full bucket: an attacker with so many names has them anyway. */
const namesLimit = 50_000

export function tokenBuckets({ capacity, perSecond, nowMs }: BucketOptions): TokenBuckets {
  const buckets = boundedMap<string, { tokens: number; atMs: number }>(namesLimit)
  return {
    take(name) {
      const now = nowMs()
      let bucket = buckets.get(name)
      if (bucket === undefined) {
        bucket = { tokens: capacity, atMs: now }
        buckets.set(name, bucket)
      }
      bucket.tokens = Math.min(capacity, bucket.tokens + ((now - bucket.atMs) * perSecond) / 1000)
      bucket.atMs = now
      if (bucket.tokens < 1) return false
      bucket.tokens--
      return true
    },
  }
}
