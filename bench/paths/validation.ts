// Verdicts in one process, as a page or an inspector makes them: without the front door, by the clock of one core.

import type { ValidationInput } from '../../src/validation/input.ts'
import { validateDocument } from '../../src/validation/validate-document.ts'
import { withSecurityStore } from '../../test/fixtures/long-term.ts'
import {
  ask,
  crl,
  daysFromNow,
  makeOffice,
  pades,
  trustIn,
  withDocumentTimestamp,
} from '../../test/fixtures/office.ts'
import { makePdf } from '../../test/fixtures/pdf.ts'
import { duration, type Judged, type Path, rate } from '../bench.ts'
import { sha256Speed, signatureSpeed } from '../limits.ts'
import { median } from '../measure.ts'

export const validationPaths: readonly Path[] = [
  { name: 'validate', quick: true, run: ({ quick }) => validation(quick ? 20 : 200) },
]

const signatures = 5

async function validation(rounds: number): Promise<readonly Judged[]> {
  const { pki, trust } = await makeOffice()
  const answer = { trust: trustIn(pki.root, [await crl(pki.root), await crl(pki.issuing)]) }
  const one = await pades(pki, makePdf('table'), { genTime: daysFromNow(-5) })
  let five = one
  for (let i = 1; i < signatures; i++) five = await pades(pki, five, { genTime: daysFromNow(-5 + i / 10) })
  const certificates = [...pki.chain, pki.tsa.certificate]
  const stored = withSecurityStore(five, { certificates, crls: trust.crls }, 1000)
  const archived = await withDocumentTimestamp(pki, stored, daysFromNow(-1))

  const small = await measured(ask(one, answer.trust), rounds)
  const large = await measured(ask(archived, answer.trust), rounds)
  const { verify } = signatureSpeed('ecdsap256')
  const hashing = (octets: number, times: number) => (octets * times) / sha256Speed(octets)
  // Two signature values for each signature with its time-stamp, one for the time-stamp of the document.
  const leastSmall = 2 / verify + hashing(one.length, 1)
  const leastLarge = (2 * signatures + 1) / verify + hashing(archived.length, signatures + 1)
  return [
    rate(
      'validate.pades.b-t.core',
      1 / small.cpuSeconds,
      1 / leastSmall,
      'reports of one PAdES B-T a second and core; its P-256 and SHA-256 by openssl',
    ),
    duration(
      'validate.pades.b-lta.5',
      large.wallMs,
      1000 * leastLarge,
      'one report of five signatures at B-LTA; their P-256 and SHA-256 by openssl',
      { what: 'value', at: 150 },
    ),
  ]
}

interface Measured {
  /** Median of one report. */
  readonly wallMs: number
  /** Of all threads, for one report. */
  readonly cpuSeconds: number
}

async function measured(input: ValidationInput, rounds: number): Promise<Measured> {
  const times: number[] = []
  let before = process.cpuUsage()
  for (let round = -rounds; round < rounds; round++) {
    // The first half warms up.
    if (round === 0) before = process.cpuUsage()
    const started = performance.now()
    const { indication } = await validateDocument(input)
    if (indication !== 'TOTAL_PASSED') throw new Error(`not the verdict expected: ${indication}`)
    if (round >= 0) times.push(performance.now() - started)
  }
  const { user, system } = process.cpuUsage(before)
  return { wallMs: median(times), cpuSeconds: (user + system) / 1e6 / rounds }
}
