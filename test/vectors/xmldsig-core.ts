// Plain XML signatures of the W3C's interoperability samples, as xmlsec carries them: their digests and values hold.

import { bytesSource } from '../../src/formats/byte-source.ts'
import { noTrust } from '../../src/validation/input.ts'
import { validateDocument } from '../../src/validation/validate-document.ts'
import { asExpected, type Outcome, readBytes, readText, type VectorCase, type VectorSuite } from './suite.ts'

interface XmldsigCase {
  readonly id: string
  readonly file: string
  readonly expect: 'intact' | 'not-intact'
}

/** There are no anchors, so only integrity is judged. */
const at = new Date('2026-11-22T00:00:00Z')

export const xmldsigCore: VectorSuite = {
  folder: 'xmldsig-core',
  origin: 'https://github.com/lsh123/xmlsec (tests/)',
  cases(folder) {
    const { cases }: { readonly cases: readonly XmldsigCase[] } = JSON.parse(readText(folder, 'index.json'))
    return cases.map(
      (one): VectorCase => ({
        id: one.id,
        expected: one.expect === 'intact' ? 'accept' : 'refuse',
        run: () => judge(folder, one),
      }),
    )
  },
}

async function judge(folder: string, { file, expect }: XmldsigCase): Promise<Outcome> {
  const document = bytesSource(readBytes(folder, file))
  const report = await validateDocument({ document, contents: [], trust: noTrust, at })
  const [first] = report.signatures
  const why = `${report.indication}, ${report.integrity}; expected ${expect}`
  if (report.indication === 'TOTAL_PASSED') return { kind: 'accepted', why }
  // Plain XMLDSig is told apart, whatever becomes of it.
  if (first === undefined || first.level !== null)
    return { kind: 'refused', why: `${why}; level ${first?.level}` }
  const intact = report.integrity === 'intact'
  if (expect === 'intact') return intact ? asExpected : { kind: 'refused', why }
  return intact ? { kind: 'accepted', why } : asExpected
}
