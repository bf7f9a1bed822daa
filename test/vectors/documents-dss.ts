// Documents signed with DSS: PAdES and CAdES are judged; other formats are recognised and never passed.

import { utf8 } from '../../src/bytes.ts'
import { bytesSource } from '../../src/formats/byte-source.ts'
import { noTrust } from '../../src/validation/input.ts'
import { validateDocument } from '../../src/validation/validate-document.ts'
import { asExpected, type Outcome, readBytes, readText, type VectorCase, type VectorSuite } from './suite.ts'

interface DssCase {
  readonly id: string
  readonly file: string
  readonly format: string
  readonly detached?: readonly { readonly inlineUtf8?: string; readonly file?: string }[]
  readonly expect: { readonly integrity: 'intact' | 'not-intact' | 'mixed' | 'no-signature' }
}

/** Within the life of nothing in particular: there are no anchors, so only integrity is judged. */
const at = new Date('2026-11-22T00:00:00Z')

export const documentsDss: VectorSuite = {
  folder: 'documents-dss',
  origin:
    'https://github.com/esig/dss (test resources of the modules dss-cades, dss-pades, dss-xades, dss-jades, dss-asic-*)',
  cases(folder) {
    const { cases }: { readonly cases: readonly DssCase[] } = JSON.parse(readText(folder, 'index.json'))
    return cases.map((one, index): VectorCase => {
      const earlier = cases.slice(0, index).filter(({ id }) => id === one.id).length
      return {
        id: earlier === 0 ? one.id : `${one.id}/${earlier + 1}`,
        expected: one.expect.integrity === 'intact' ? 'accept' : 'refuse',
        run: () => judge(folder, one),
      }
    })
  },
}

async function judge(folder: string, { file, detached, expect }: DssCase): Promise<Outcome> {
  const contents = (detached ?? []).map((content) =>
    bytesSource(
      content.file === undefined ? utf8(content.inlineUtf8 ?? '') : readBytes(folder, content.file),
    ),
  )
  const document = bytesSource(readBytes(folder, file))
  const report = await validateDocument({ document, contents, trust: noTrust, at })
  const why = `${report.indication}, ${report.integrity}; expected ${expect.integrity}`
  if (report.indication === 'TOTAL_PASSED') return { kind: 'accepted', why }
  const intact = report.integrity === 'intact'
  switch (expect.integrity) {
    case 'intact':
      return intact ? asExpected : { kind: 'refused', why }
    case 'no-signature':
      if (intact) return { kind: 'accepted', why }
      return report.integrity === 'unsigned' ? asExpected : { kind: 'refused', why }
    case 'not-intact':
    case 'mixed':
      return intact ? { kind: 'accepted', why } : asExpected
  }
}
