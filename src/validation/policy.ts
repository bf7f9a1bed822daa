// The validation policy: which algorithms count for how long, and the bounds of our work. Data, named and dated
// (EN 319 102-1 §5.1.4.1; cryptographic constraints after NIST SP 800-131A Rev. 2 and SP 800-57 Part 1 Rev. 5 table 2).

import type { HashAlgorithm, VerificationScheme } from '../crypto/algorithms.ts'
import type { PublicKeyFacts } from '../crypto/primitives.ts'

/** Exclusive end of use, ISO 8601; null while no end has been set. */
export type AcceptedUntil = string | null

export interface ValidationPolicy {
  readonly name: string
  readonly version: string
  readonly hashes: Readonly<Record<HashAlgorithm, AcceptedUntil>>
  /** The first row whose `minBits` the modulus reaches holds. */
  readonly rsa: readonly { readonly minBits: number; readonly acceptedUntil: AcceptedUntil }[]
  /** Names as #primitives gives them. A curve that is not listed is refused. */
  readonly curves: Readonly<Record<string, AcceptedUntil>>
  /** Certificates between signer and anchor, self-issued ones apart. */
  readonly maxIntermediates: number
  /** Public-key operations for one search of a path or one question of revocation. */
  readonly maxSignatureChecks: number
  /** How far clocks of strangers may be ahead of ours. */
  readonly clockToleranceMs: number
  /** Age at which a revocation answer without nextUpdate is stale. */
  readonly maxAgeWithoutNextUpdateMs: number
}

export const defaultPolicy: ValidationPolicy = {
  name: 'chancery-default',
  version: '2026-11-22',
  hashes: {
    'sha-1': '2011-01-01T00:00:00Z',
    'sha-224': '2031-01-01T00:00:00Z',
    'sha-256': null,
    'sha-384': null,
    'sha-512': null,
    'sha3-256': null,
    'sha3-384': null,
    'sha3-512': null,
  },
  rsa: [
    { minBits: 3000, acceptedUntil: null },
    { minBits: 2048, acceptedUntil: '2031-01-01T00:00:00Z' },
    { minBits: 1024, acceptedUntil: '2011-01-01T00:00:00Z' },
  ],
  curves: {
    prime256v1: null,
    secp384r1: null,
    secp521r1: null,
    brainpoolP256r1: null,
    brainpoolP384r1: null,
    brainpoolP512r1: null,
  },
  maxIntermediates: 8,
  maxSignatureChecks: 64,
  clockToleranceMs: 5 * 60 * 1000,
  maxAgeWithoutNextUpdateMs: 24 * 60 * 60 * 1000,
}

/**
 * What is too weak about a signature made with `scheme` by a key of `facts`, if it has to hold at `at`.
 *
 * @returns undefined when nothing is; else the algorithm and its limit, in words.
 */
export function weaknessOf(
  policy: ValidationPolicy,
  scheme: VerificationScheme,
  facts: PublicKeyFacts,
  at: Date,
): string | undefined {
  const hash =
    scheme.kind === 'ed25519' || scheme.kind === 'ed448' ? undefined : hashWeakness(policy, scheme.hash, at)
  if (hash !== undefined) return hash
  // MGF1 needs no collision resistance, but a stated SHA-1 is refused with the rest.
  if (scheme.kind === 'rsa-pss' && hashWeakness(policy, scheme.mgf1Hash, at) !== undefined) {
    return `MGF1 with ${scheme.mgf1Hash}`
  }
  if (facts.kind === 'rsa') {
    const row = policy.rsa.find(({ minBits }) => facts.bits >= minBits)
    if (row === undefined) return `RSA of ${facts.bits} bits`
    return isOver(row.acceptedUntil, at) ? `RSA of ${facts.bits} bits since ${row.acceptedUntil}` : undefined
  }
  if (facts.kind === 'ec') {
    if (!Object.hasOwn(policy.curves, facts.curve)) return `curve ${facts.curve}`
    const until = policy.curves[facts.curve] ?? null
    return isOver(until, at) ? `curve ${facts.curve} since ${until}` : undefined
  }
  return undefined
}

export function hashWeakness(policy: ValidationPolicy, hash: HashAlgorithm, at: Date): string | undefined {
  const until = policy.hashes[hash]
  return isOver(until, at) ? `${hash} since ${until}` : undefined
}

function isOver(until: AcceptedUntil, at: Date): boolean {
  return until !== null && at.getTime() >= Date.parse(until)
}
