// Documents: PAdES at B-B and B-T, CAdES, and their verification.

import { type Bench, type Judged, type Path, rate, watchBeside } from '../bench.ts'
import { dataOf, expecting, graphqlRequest } from '../graphql.ts'
import { sha256Speed, signatureSpeed } from '../limits.ts'
import { askOnce } from '../load.ts'
import { medianRate, ofAll, ofWall } from '../measure.ts'
import { samplePdf } from '../sample-pdf.ts'

const pdfOctets = 100_000
const key = 'practice/signing'
const floor = { what: 'value', at: 400 } as const

export const documentPaths: readonly Path[] = [
  { name: 'cms', quick: true, run: cms },
  { name: 'pades.b-b.100kB', quick: true, run: (bench) => pades(bench, 'B_B') },
  { name: 'pades.b-t.100kB', quick: true, run: (bench) => pades(bench, 'B_T') },
  { name: 'verify.pades.100kB', quick: true, run: verification },
]

type Level = 'B_B' | 'B_T'

/** Our client asks for a digest of the answer besides, to be sure of what arrived: as much work again as the document's own. */
const signing = `mutation signDocument($input: SignDocumentInput!) {
  signDocument(input: $input) { document { base64 } certificateSerialHex auditEntryId }
}`

async function cms(bench: Bench): Promise<readonly Judged[]> {
  const document = { base64: Buffer.from(samplePdf(pdfOctets).subarray(0, 1000)) }
  const request = graphqlRequest(bench.office, 'signDocument', {
    input: { key, document, format: 'CADES', level: 'B_B', detached: true },
  })
  const windows = await bench.watch({ inFlight: 16, next: () => request, check: expecting('"base64":"') })
  return rates('cms', windows, signatureSpeed('ecdsap256').sign, 'openssl speed ecdsap256, one core')
}

async function pades(bench: Bench, level: Level): Promise<readonly Judged[]> {
  const input = { key, document: { base64: samplePdf(pdfOctets) }, level }
  const request = graphqlRequest(bench.office, 'signDocument', { input }, signing)
  const signatures = level === 'B_T' ? 2 : 1
  const { windows, limit } = await watchBeside(
    bench,
    { inFlight: 16, next: () => request, check: expecting('"base64":"') },
    () => 1 / (signatures / signatureSpeed('ecdsap256').sign + pdfOctets / sha256Speed(pdfOctets)),
  )
  const name = level === 'B_T' ? 'pades.b-t.100kB' : 'pades.b-b.100kB'
  const meaning = `${signatures} P-256 and one SHA-256 of the file by openssl, one core, by turns`
  return rates(name, windows, limit, meaning, level === 'B_B' ? floor : undefined)
}

async function verification(bench: Bench): Promise<readonly Judged[]> {
  const preparation = graphqlRequest(bench.office, 'signDocument', {
    input: { key, document: { base64: samplePdf(pdfOctets) }, level: 'B_B' },
  })
  const signed: string = dataOf(await askOnce(bench.office.port, preparation)).signDocument.document.base64
  const request = graphqlRequest(bench.office, 'verifyDocument', {
    input: { document: { base64: signed } },
  })
  const check = (body: Buffer): void => {
    const passed = body.includes(
      '{"data":{"verifyDocument":{"indication":"TOTAL_PASSED","integrity":"INTACT"',
    )
    if (!passed) throw new Error(`not the verdict expected: ${body.toString('utf8', 0, 500)}`)
  }
  const { windows, limit } = await watchBeside(
    bench,
    { inFlight: 16, next: () => request, check },
    () => 1 / (1 / signatureSpeed('ecdsap256').verify + pdfOctets / sha256Speed(pdfOctets)),
  )
  const meaning = 'one P-256 and one SHA-256 of the file by openssl, one core, by turns'
  return rates('verify.pades.100kB', windows, limit, meaning, floor)
}

function rates(
  name: string,
  windows: Awaited<ReturnType<Bench['watch']>>,
  limit: number,
  meaning: string,
  floor?: Judged['floor'],
): readonly Judged[] {
  return [
    rate(name, medianRate(windows, ofAll), limit, `per CPU second of all processes; ${meaning}`, floor),
    rate(`${name}.wall`, medianRate(windows, ofWall), limit, `by the clock, 16 connections; ${meaning}`),
  ]
}
