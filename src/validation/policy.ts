// The validation policy: which algorithms count from when to when, and the bounds of our work. Data, named and dated
// (EN 319 102-1 §5.1.4.1; cryptographic constraints after NIST SP 800-131A Rev. 2 and SP 800-57 Part 1 Rev. 5 table 2).

import type { HashAlgorithm, ReliableHash, VerificationScheme } from '../crypto/algorithms.ts'
import type { PublicKeyFacts } from '../crypto/primitives.ts'
import { isoTime } from './iso-time.ts'

/** Exclusive end of use, ISO 8601; null while no end has been set. */
export type AcceptedUntil = string | null

/** From when (inclusive; null: always) until when it counts. An end alone stands for itself. */
export type Acceptance = AcceptedUntil | { readonly from: string | null; readonly until: AcceptedUntil }

export interface ValidationPolicy {
  readonly name: string
  readonly version: string
  /** MD5 cannot be among them. */
  readonly hashes: Readonly<Record<ReliableHash, Acceptance>>
  /** The first row whose `minBits` the modulus reaches holds; what reaches none is refused. */
  readonly rsa: readonly { readonly minBits: number; readonly acceptedUntil: Acceptance }[]
  /** Names as #primitives gives them. A curve that is not listed is refused. */
  readonly curves: Readonly<Record<string, Acceptance>>
  /** Key types with one size: `ed25519`, `ed448`, `ml-dsa-65` …. What is not listed is refused, and DSA always. */
  readonly otherKeys: Readonly<Record<string, Acceptance>>
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
  version: '2026-11-26',
  hashes: {
    'sha-1': '2011-01-01T00:00:00Z',
    'sha-224': '2031-01-01T00:00:00Z',
    'sha-256': null,
    'sha-384': null,
    'sha-512': null,
    'sha3-256': null,
    'sha3-384': null,
    'sha3-512': null,
    'shake256-512': null,
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
  otherKeys: { ed25519: null, ed448: null, 'ml-dsa-44': null, 'ml-dsa-65': null, 'ml-dsa-87': null },
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
  return weakest(rulesFor(policy, scheme, facts), at)
}

/** `weaknessOf` for a digest that nothing but itself protects. */
export function hashWeakness(policy: ValidationPolicy, hash: HashAlgorithm, at: Date): string | undefined {
  return weakest([hashRule(policy, hash)], at)
}

/** `weaknessOf` for a key that is trusted whatever vouches for it. */
export function keyWeakness(policy: ValidationPolicy, facts: PublicKeyFacts, at: Date): string | undefined {
  return weakest([keyRule(policy, facts)], at)
}

/**
 * From when on a signature of this kind can no longer be told from a forgery, if it was accepted at all.
 *
 * @returns milliseconds since 1970; Infinity while no end has been set.
 */
export function reliableUntil(
  policy: ValidationPolicy,
  scheme: VerificationScheme,
  facts: PublicKeyFacts,
): number {
  return Math.min(...rulesFor(policy, scheme, facts).map(({ acceptance }) => endOf(acceptance)))
}

interface Rule {
  readonly what: string
  /** Undefined: never accepted. */
  readonly acceptance: Acceptance | undefined
}

function rulesFor(
  policy: ValidationPolicy,
  scheme: VerificationScheme,
  facts: PublicKeyFacts,
): readonly Rule[] {
  const rules: Rule[] = []
  if ('hash' in scheme) rules.push(hashRule(policy, scheme.hash))
  // MGF1 needs no collision resistance, but a stated SHA-1 is refused with the rest.
  if (scheme.kind === 'rsa-pss') {
    const { what, acceptance } = hashRule(policy, scheme.mgf1Hash)
    rules.push({ what: `MGF1 with ${what}`, acceptance })
  }
  rules.push(keyRule(policy, facts))
  return rules
}

function hashRule({ hashes }: ValidationPolicy, hash: HashAlgorithm): Rule {
  const known = hash !== 'md5' && Object.hasOwn(hashes, hash)
  return { what: hash, acceptance: known ? hashes[hash] : undefined }
}

function keyRule(policy: ValidationPolicy, facts: PublicKeyFacts): Rule {
  if (facts.kind === 'rsa') {
    const row = policy.rsa.find(({ minBits }) => facts.bits >= minBits)
    return { what: `RSA of ${facts.bits} bits`, acceptance: row?.acceptedUntil }
  }
  if (facts.kind === 'ec') {
    const { curve } = facts
    const known = Object.hasOwn(policy.curves, curve)
    return { what: `curve ${curve}`, acceptance: known ? policy.curves[curve] : undefined }
  }
  if (facts.kind === 'dsa') return { what: `DSA of ${facts.bits} bits`, acceptance: undefined }
  const known = Object.hasOwn(policy.otherKeys, facts.kind)
  return { what: facts.kind, acceptance: known ? policy.otherKeys[facts.kind] : undefined }
}

function weakest(rules: readonly Rule[], at: Date): string | undefined {
  for (const { what, acceptance } of rules) {
    if (acceptance === undefined) return what
    if (at.getTime() >= endOf(acceptance)) return `${what} since ${moment(endOf(acceptance))}`
    if (at.getTime() < startOf(acceptance)) {
      return `${what} before ${moment(startOf(acceptance))}`
    }
  }
  return undefined
}

function startOf(acceptance: Acceptance): number {
  const from = typeof acceptance === 'object' ? (acceptance?.from ?? null) : null
  return from === null ? Number.NEGATIVE_INFINITY : Date.parse(from)
}

/** A rule that never accepts ends before all time. */
function endOf(acceptance: Acceptance | undefined): number {
  if (acceptance === undefined) return Number.NEGATIVE_INFINITY
  const until = typeof acceptance === 'object' ? (acceptance?.until ?? null) : acceptance
  return until === null ? Number.POSITIVE_INFINITY : Date.parse(until)
}

function moment(ms: number): string {
  return isoTime(new Date(ms))
}
