// Which algorithms may sign today: dated rules as data (ETSI TS 119 312, NIST SP 800-57 Part 1 table 4).

import type { SignatureAlgorithm } from '../crypto/algorithms.ts'
import { ServiceError } from '../errors.ts'

interface AlgorithmRule {
  /** First moment at which the algorithm may no longer make signatures. */
  readonly until: string
}

const rules: Readonly<Record<SignatureAlgorithm, AlgorithmRule>> = {
  ed25519: { until: '2036-01-01T00:00:00Z' },
  'ecdsa-p256': { until: '2036-01-01T00:00:00Z' },
  'ecdsa-p384': { until: '2041-01-01T00:00:00Z' },
  'rsa-pss-3072': { until: '2036-01-01T00:00:00Z' },
  'rsa-pkcs1-3072': { until: '2031-01-01T00:00:00Z' },
}

/** @throws ServiceError `ALGORITHM_NOT_ALLOWED` naming the date. */
export function requireAlgorithm(algorithm: SignatureAlgorithm, at: Date): void {
  const { until } = rules[algorithm]
  if (at.getTime() >= Date.parse(until)) {
    throw new ServiceError('ALGORITHM_NOT_ALLOWED', `${algorithm} may not sign since ${until}`)
  }
}
