import { generatePrimeSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { weakModulus } from '../../src/keys/weak-modulus.ts'

const prime = (bits: number): bigint => generatePrimeSync(bits, { bigint: true })

test('finds nothing against the product of two random primes', () => {
  for (let i = 0; i < 20; i++) expect(weakModulus(prime(512) * prime(512))).toBeUndefined()
})

test('finds a small factor', () => {
  expect(weakModulus(751n * prime(1024))).toBe('its modulus is divisible by 751')
})

test('finds primes that differ in less than their lower half', () => {
  const one = prime(512)
  let other = one + (1n << 200n)
  while (!isProbablyPrime(other)) other++
  expect(weakModulus(one * other)).toBe('its primes lie close together')
})

test('finds moduli whose primes are of the form that ROCA needs', () => {
  // M is the product of the fingerprint's primes; the affected library chose k·M + (65537^a mod M).
  const m = [...Array(168).keys()]
    .map(BigInt)
    .filter((n) => n > 2n && [...Array(Number(n)).keys()].every((d) => d < 2 || n % BigInt(d) !== 0n))
    .reduce((product, one) => product * one, 1n)
  const rocaPrime = (exponent: bigint): bigint => {
    const residue = power(65537n, exponent, m)
    let k = prime(300)
    while (!isProbablyPrime(k * m + residue)) k++
    return k * m + residue
  }
  expect(weakModulus(rocaPrime(123n) * rocaPrime(456n))).toBe(
    'its modulus has the fingerprint of ROCA (CVE-2017-15361)',
  )
})

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n
  for (let b = base % modulus, e = exponent; e > 0n; e >>= 1n, b = (b * b) % modulus)
    if (e & 1n) result = (result * b) % modulus
  return result
}

/** Fermat's test to four bases: enough for numbers that nobody chose to deceive it. */
function isProbablyPrime(n: bigint): boolean {
  return (n & 1n) === 1n && [2n, 3n, 5n, 7n].every((base) => power(base, n - 1n, n) === 1n)
}
