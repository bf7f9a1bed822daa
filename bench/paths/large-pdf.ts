// A PDF far larger than the memory that any process may take for it: sent, signed, verified and fetched through the front door.

import { sparsePdf } from '../../test/fixtures/pdf.ts'
import { type Bench, duration, type Judged, type Path } from '../bench.ts'
import { sha256Speed } from '../limits.ts'

export const largePdfPaths: readonly Path[] = [{ name: 'pdf.300mb', quick: false, run: large }]

const pdfOctets = 300_000_000
const memoryOctets = 350_000_000

async function large({ office }: Bench): Promise<readonly Judged[]> {
  const { client } = office
  const uploaded = await timed(() => client.uploadDocument(sparsePdf(pdfOctets)))
  const signed = await timed(() =>
    client.signDocument({ key: 'practice/signing', document: { id: uploaded.value.id }, level: 'B_B' }),
  )
  const { id } = signed.value.document
  if (id === null) throw new Error('a signed document of 300 MB came back inline')
  const verified = await timed(() => client.verifyDocument({ document: { id } }))
  const { indication, integrity } = verified.value
  if (indication !== 'TOTAL_PASSED') throw new Error(`not the verdict expected: ${indication}, ${integrity}`)
  const fetched = await timed(async () => {
    let octets = 0
    for await (const piece of client.downloadDocument(id)) octets += piece.length
    return octets
  })
  if (fetched.value !== signed.value.document.size) throw new Error('the signed document came back shorter')

  const { role, octets } = office.peakMemory()
  if (octets > memoryOctets)
    throw new Error(`the ${role} took ${octets} octets of memory for 300 MB; ${memoryOctets} are allowed`)
  const hashMs = (1000 * pdfOctets) / sha256Speed(1 << 20)
  const peak = `peak memory ${Math.round(octets / 1e6)} MB (${role})`
  const row = (name: string, ms: number, what: string) =>
    duration(`pdf.300mb.${name}`, ms, hashMs, `${what}, ${peak}; SHA-256 over as much`)
  return [
    row('upload', uploaded.ms, 'POST /documents, encrypted on the disk'),
    row('sign', signed.ms, 'PAdES B-B of a document in the spool'),
    row('verify', verified.ms, 'its verification'),
    row('download', fetched.ms, 'GET /documents/{id}'),
  ]
}

async function timed<T>(work: () => Promise<T>): Promise<{ readonly value: T; readonly ms: number }> {
  const begin = performance.now()
  const value = await work()
  return { value, ms: performance.now() - begin }
}
