// RSA moduli that somebody can factor without being told a secret: what a key from elsewhere is looked at for.

/** The first primes that may divide a modulus, and those of the fingerprint below. */
const smallPrimes = primesBelow(752)

/**
 * ROCA (CVE-2017-15361): primes of the affected library are powers of 65537 modulo each of these small primes, and so
 * are their products. Few other moduli are, so that the fingerprint tells them from others with near certainty.
 */
const fingerprintPrimes = smallPrimes.filter((prime) => prime > 2n && prime <= 167n)

/** Rounds of Fermat's method: it finds primes that differ in little more than their lower half (CVE-2022-26320). */
const fermatRounds = 100

/** @returns why nobody should use a key of this modulus; undefined when nothing speaks against it. */
export function weakModulus(modulus: bigint): string | undefined {
  const divisor = smallPrimes.find((prime) => modulus % prime === 0n)
  if (divisor !== undefined) return `its modulus is divisible by ${divisor}`
  if (fingerprintPrimes.every((prime) => isPowerOf65537(modulus % prime, prime)))
    return 'its modulus has the fingerprint of ROCA (CVE-2017-15361)'
  return hasClosePrimes(modulus) ? 'its primes lie close together' : undefined
}

function isPowerOf65537(residue: bigint, prime: bigint): boolean {
  const generator = 65537n % prime
  let power = 1n
  do {
    if (power === residue) return true
    power = (power * generator) % prime
  } while (power !== 1n)
  return false
}

/** Fermat: a modulus with close primes is a² − b² for an a just above its root. */
function hasClosePrimes(modulus: bigint): boolean {
  let a = squareRoot(modulus)
  if (a * a < modulus) a++
  for (let round = 0; round < fermatRounds; round++, a++) {
    const rest = a * a - modulus
    const b = squareRoot(rest)
    if (b * b === rest) return true
  }
  return false
}

/** Newton's method, from above. */
function squareRoot(value: bigint): bigint {
  if (value < 2n) return value
  let root = 1n << BigInt(Math.ceil(value.toString(2).length / 2))
  for (;;) {
    const next = (root + value / root) >> 1n
    if (next >= root) return root
    root = next
  }
}

function primesBelow(limit: number): readonly bigint[] {
  const primes: bigint[] = []
  for (let candidate = 2n; candidate < BigInt(limit); candidate++) {
    if (primes.every((prime) => candidate % prime !== 0n)) primes.push(candidate)
  }
  return primes
}
