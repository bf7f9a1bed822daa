// A second, naive implementation of RFC 9162 §2.1, straight from its recursive definitions, to compare with.

import { createHash } from 'node:crypto'

export function leaves(count: number): readonly Uint8Array[] {
  return Array.from({ length: count }, (_, i) => sha256(Uint8Array.of(0), Buffer.from(`leaf ${i}`)))
}

/** MTH(D_n), given leaf hashes. */
export function naiveTreeHash(hashes: readonly Uint8Array[]): Uint8Array {
  const [only] = hashes
  if (only === undefined) return sha256()
  if (hashes.length === 1) return only
  const k = split(hashes.length)
  return sha256(Uint8Array.of(1), naiveTreeHash(hashes.slice(0, k)), naiveTreeHash(hashes.slice(k)))
}

/** PATH(m, D_n). */
export function naivePath(m: number, hashes: readonly Uint8Array[]): readonly Uint8Array[] {
  if (hashes.length === 1) return []
  const k = split(hashes.length)
  const [left, right] = [hashes.slice(0, k), hashes.slice(k)]
  return m < k
    ? [...naivePath(m, left), naiveTreeHash(right)]
    : [...naivePath(m - k, right), naiveTreeHash(left)]
}

/** PROOF(m, D_n). */
export function naiveProof(m: number, hashes: readonly Uint8Array[]): readonly Uint8Array[] {
  return subproof(m, hashes, true)
}

function subproof(m: number, hashes: readonly Uint8Array[], whole: boolean): readonly Uint8Array[] {
  if (m === hashes.length) return whole ? [] : [naiveTreeHash(hashes)]
  const k = split(hashes.length)
  const [left, right] = [hashes.slice(0, k), hashes.slice(k)]
  return m <= k
    ? [...subproof(m, left, whole), naiveTreeHash(right)]
    : [...subproof(m - k, right, false), naiveTreeHash(left)]
}

function split(n: number): number {
  let k = 1
  while (k * 2 < n) k *= 2
  return k
}

function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return Uint8Array.from(hash.digest())
}
