// One real RFC 3161 exchange with its two chains, right and with other bytes.

import { parseDer } from '../../src/formats/asn1/reader.ts'
import { parseTimeStampResponse, readMessageImprint } from '../../src/formats/tsp/token.ts'
import { certificatesOf } from '../../src/validation/checks.ts'
import { defaultPolicy } from '../../src/validation/policy.ts'
import { judgeTimestamp } from '../../src/validation/timestamp.ts'
import {
  type Outcome,
  outcome,
  pemCertificate,
  readBytes,
  readText,
  type VectorCase,
  type VectorSuite,
} from './suite.ts'

interface TimestampCase {
  readonly id: string
  readonly request: string
  readonly response: string
  readonly signer: string
  readonly intermediates: readonly string[]
  readonly trustAnchor: string
  readonly expect: { readonly valid: boolean }
}

/** Within the validity of all certificates, as SOURCE.md of the suite demands. */
const at = new Date('2021-03-01T00:00:00Z')

export const timestamps: VectorSuite = {
  folder: 'timestamps',
  origin: 'https://github.com/openssl/openssl (test/recipes/80-test_tsa_data)',
  cases(folder) {
    const { cases }: { readonly cases: readonly TimestampCase[] } = JSON.parse(readText(folder, 'index.json'))
    return cases.flatMap((one): VectorCase[] => [
      {
        id: `timestamps/${one.id}`,
        expected: one.expect.valid ? 'accept' : 'refuse',
        run: () => judge(folder, one, false),
      },
      { id: `timestamps/${one.id}/other-bytes`, expected: 'refuse', run: () => judge(folder, one, true) },
    ])
  },
}

async function judge(folder: string, one: TimestampCase, otherBytes: boolean): Promise<Outcome> {
  const { token } = parseTimeStampResponse(readBytes(folder, one.response))
  if (token === undefined) return { kind: 'refused', why: 'the response holds no token' }
  const imprint = parseDer('TimeStampReq', readBytes(folder, one.request), (reader) =>
    reader.sequence((fields) => {
      fields.smallInteger(1)
      const { hashedMessage } = readMessageImprint(fields)
      fields.elements()
      return hashedMessage
    }),
  ).slice()
  if (otherBytes) imprint[0] = (imprint[0] ?? 0) ^ 1
  const certificate = (file: string) => pemCertificate(readText(folder, file))
  const verdict = await judgeTimestamp({
    token,
    digest: async () => imprint,
    anchors: certificatesOf([certificate(one.trustAnchor)]),
    intermediates: certificatesOf([one.signer, ...one.intermediates].map(certificate)),
    data: { crls: [], ocsps: [] },
    at,
    provenAt: undefined,
    policy: defaultPolicy,
  })
  // The suite has no revocation data, so trust ends where that is asked for; all before has to hold.
  const held = verdict.trusted || verdict.reasons.every(({ code }) => code === 'REVOCATION_UNKNOWN')
  const accepted = verdict.integrity === 'intact' && verdict.path !== undefined && held
  const expected = one.expect.valid && !otherBytes ? 'accept' : 'refuse'
  return outcome(expected, accepted, verdict.reasons.map(({ text }) => text).join(' '))
}
