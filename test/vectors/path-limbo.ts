// x509-limbo: odd, hostile and real chains. Its web tier needs host names, which this service does not match.

import { certificateOf, certificatesOf } from '../../src/validation/checks.ts'
import { findPath } from '../../src/validation/path.ts'
import { defaultPolicy } from '../../src/validation/policy.ts'
import { type Outcome, outcome, pemCertificate, readText, type VectorSuite } from './suite.ts'

interface LimboCase {
  readonly id: string
  readonly trusted_certs: readonly string[]
  readonly untrusted_intermediates: readonly string[]
  readonly peer_certificate: string
  readonly validation_time: string | null
  readonly expected_result: 'SUCCESS' | 'FAILURE'
  readonly max_chain_depth: number | null
}

interface LimboIndex {
  readonly cases: readonly {
    readonly id: string
    readonly tier: 'core' | 'pathological' | 'webpki' | 'online'
  }[]
}

export const pathLimbo: VectorSuite = {
  folder: 'path-limbo',
  origin: 'https://github.com/C2SP/x509-limbo (limbo.json)',
  cases(folder) {
    const { cases }: LimboIndex = JSON.parse(readText(folder, 'index.json'))
    const judged = new Set(cases.filter(({ tier }) => tier !== 'webpki').map(({ id }) => id))
    const { testcases }: { readonly testcases: readonly LimboCase[] } = JSON.parse(
      readText(folder, 'limbo.json'),
    )
    return testcases
      .filter(({ id }) => judged.has(id))
      .map((one) => ({
        id: `limbo/${one.id}`,
        expected: one.expected_result === 'SUCCESS' ? 'accept' : 'refuse',
        run: () => judge(one),
      }))
  },
}

async function judge(one: LimboCase): Promise<Outcome> {
  const expected = one.expected_result === 'SUCCESS' ? 'accept' : 'refuse'
  const target = certificateOf(pemCertificate(one.peer_certificate))
  if (target === undefined) return outcome(expected, false, 'the certificate cannot be parsed')
  const found = await findPath({
    target,
    anchors: certificatesOf(one.trusted_certs.map(pemCertificate)),
    intermediates: certificatesOf(one.untrusted_intermediates.map(pemCertificate)),
    purpose: 'tls-server',
    // The suite says: now, where it gives no time.
    at: one.validation_time === null ? new Date() : new Date(one.validation_time),
    policy: { ...defaultPolicy, maxIntermediates: one.max_chain_depth ?? defaultPolicy.maxIntermediates },
  })
  const why = found.kind === 'none' ? found.reasons.map(({ text }) => text).join(' ') : 'the path is valid'
  return outcome(expected, found.kind === 'found', why)
}
