// Which algorithms may make something new today: dated rules as data (ETSI TS 119 312, NIST SP 800-57 Part 1 table 4,
// NIST IR 8547 for the end of what a quantum computer breaks).

import type { KeyAlgorithm } from '../crypto/algorithms.ts'
import { ServiceError } from '../errors.ts'

interface AlgorithmRule {
  /** First moment at which the algorithm may no longer sign or protect; null while no end has been set. */
  readonly until: string | null
  readonly untilMs: number
}

const until2031 = endsAt('2031-01-01T00:00:00Z')
const until2036 = endsAt('2036-01-01T00:00:00Z')
const until2041 = endsAt('2041-01-01T00:00:00Z')
const noEnd: AlgorithmRule = { until: null, untilMs: Number.POSITIVE_INFINITY }

const rules: Readonly<Record<KeyAlgorithm, AlgorithmRule>> = {
  ed25519: until2036,
  ed448: until2041,
  'ecdsa-p256': until2036,
  'ecdsa-p384': until2041,
  'ecdsa-p521': until2041,
  'rsa-pss-2048': until2031,
  'rsa-pss-3072': until2036,
  'rsa-pss-4096': until2036,
  'rsa-pkcs1-2048': until2031,
  'rsa-pkcs1-3072': until2031,
  'rsa-pkcs1-4096': until2031,
  'ml-dsa-44': noEnd,
  'ml-dsa-65': noEnd,
  'ml-dsa-87': noEnd,
  x25519: until2036,
  'ecdh-p256': until2036,
  'ecdh-p384': until2041,
  'rsa-oaep-2048': until2031,
  'rsa-oaep-3072': until2036,
  'rsa-oaep-4096': until2036,
  'ml-kem-512': noEnd,
  'ml-kem-768': noEnd,
  'ml-kem-1024': noEnd,
  'aes-256-gcm': noEnd,
  'chacha20-poly1305': noEnd,
  'hmac-sha256': noEnd,
  'hmac-sha384': noEnd,
  'hmac-sha512': noEnd,
}

/** @throws ServiceError `ALGORITHM_NOT_ALLOWED` naming the date. */
export function requireAlgorithm(algorithm: KeyAlgorithm, at: Date): void {
  const { until, untilMs } = rules[algorithm]
  if (at.getTime() >= untilMs) {
    throw new ServiceError('ALGORITHM_NOT_ALLOWED', `${algorithm} may make nothing new since ${until}`)
  }
}

/** @returns the first moment at which the algorithm makes nothing new, ISO 8601; null while none has been set. */
export function algorithmEnd(algorithm: KeyAlgorithm): string | null {
  return rules[algorithm].until
}

function endsAt(until: string): AlgorithmRule {
  return { until, untilMs: Date.parse(until) }
}
