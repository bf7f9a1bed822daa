// DSA signature verification over bigint (FIPS 186-4 §4.7), for old signatures only: FIPS 186-5 makes none any more, and
// no policy accepts them. In Node too, for OpenSSL takes domain parameters as they come. Only public values pass here.

import { bitsOf } from './rsa-verify.ts'

export interface DsaPublicKey {
  readonly p: bigint
  readonly q: bigint
  readonly g: bigint
  readonly y: bigint
}

/** Bits of p and q (FIPS 186-4 §4.2). */
const sizes: readonly (readonly [number, number])[] = [
  [1024, 160],
  [2048, 224],
  [2048, 256],
  [3072, 256],
]

/** Domain parameters of the sizes that there are, with g and y in the range where they may lie (SP 800-89 §5.3.1). */
export function isDsaKey({ p, q, g, y }: DsaPublicKey): boolean {
  const known = sizes.some(([pBits, qBits]) => bitsOf(p) === pBits && bitsOf(q) === qBits)
  return known && p % 2n === 1n && (p - 1n) % q === 0n && 1n < g && g < p && 1n < y && y < p - 1n
}

/**
 * @param digest of the message; of a longer one than q its leftmost bits count.
 * @param signature DER of Dss-Sig-Value (RFC 3279 §2.2.2), and nothing but its one encoding.
 */
export function verifyDsa(key: DsaPublicKey, digest: Uint8Array, signature: Uint8Array): boolean {
  const { p, q, g, y } = key
  const [r, s] = values(signature) ?? []
  if (r === undefined || s === undefined || r <= 0n || r >= q || s <= 0n || s >= q) return false
  if (!isDsaKey(key) || !isProbablyPrime(q)) return false
  // Outside the subgroup of order q anybody can find values that fit.
  if (power(g, q, p) !== 1n || power(y, q, p) !== 1n) return false
  const z = BigInt(`0x${digest.subarray(0, Math.min(digest.length, bitsOf(q) / 8)).toHex()}`)
  const w = power(s, q - 2n, q)
  const v = (power(g, (z * w) % q, p) * power(y, (r * w) % q, p)) % p
  return v % q === r
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n
  let square = base % modulus
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left % 2n === 1n) result = (result * square) % modulus
    square = (square * square) % modulus
  }
  return result
}

/** Miller and Rabin's test; who made q so that it passes for these bases has only weakened a key of his own. */
function isProbablyPrime(q: bigint): boolean {
  if (q % 2n === 0n) return false
  let odd = q - 1n
  let twos = 0
  for (; odd % 2n === 0n; odd >>= 1n) twos++
  return [2n, 3n, 5n, 7n, 11n, 13n, 17n, 19n, 23n, 29n, 31n, 37n].every((base) => {
    let x = power(base, odd, q)
    if (x === 1n || x === q - 1n) return true
    for (let i = 1; i < twos; i++) {
      x = (x * x) % q
      if (x === q - 1n) return true
    }
    return false
  })
}

/** r and s of at most 32 octets each, so that every length is one octet. */
function values(der: Uint8Array): readonly [bigint, bigint] | undefined {
  if (der[0] !== 0x30 || der.length < 8 || der.length > 72 || der[1] !== der.length - 2) return undefined
  const second = 4 + (der[3] ?? 0)
  const r = integerAt(der.subarray(2, second))
  const s = integerAt(der.subarray(second))
  return r === undefined || s === undefined ? undefined : [r, s]
}

function integerAt(der: Uint8Array): bigint | undefined {
  const first = der[2] ?? 0x80
  const padded = der.length > 3 && first === 0 && (der[3] ?? 0) < 0x80
  if (der[0] !== 0x02 || der[1] !== der.length - 2 || first >= 0x80 || padded) return undefined
  return BigInt(`0x${der.subarray(2).toHex()}`)
}
