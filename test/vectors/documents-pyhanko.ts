// PDFs signed by pyHanko's test suite, many of them altered after signing.

import { bytesSource } from '../../src/formats/byte-source.ts'
import { validateDocument } from '../../src/validation/validate-document.ts'
import { asExpected, type Outcome, pemCertificate, readBytes, readText, type VectorSuite } from './suite.ts'

interface PyhankoCase {
  readonly id: string
  readonly file: string
  readonly verificationTime?: string
  readonly expect: { readonly verdict: string }
}

/** Verdicts of signatures that hold; after them the document may be as it was, changed as allowed, or not looked at. */
const holding = ['untouched', 'allowed-update', 'intact-only']

const now = '2026-11-22T00:00:00Z'

export const documentsPyhanko: VectorSuite = {
  folder: 'documents-pyhanko',
  origin: 'https://github.com/MatthiasValvekens/pyHanko (pkgs/pyhanko/tests)',
  cases(folder) {
    const { cases }: { readonly cases: readonly PyhankoCase[] } = JSON.parse(readText(folder, 'index.json'))
    return cases.map((one) => ({
      id: one.id,
      expected: holding.includes(one.expect.verdict) ? 'accept' : 'refuse',
      run: () => judge(folder, one),
    }))
  },
}

async function judge(folder: string, { file, verificationTime, expect }: PyhankoCase): Promise<Outcome> {
  const report = await validateDocument({
    document: bytesSource(readBytes(folder, file)),
    contents: [],
    trust: {
      anchors: [pemCertificate(readText(folder, 'trust/root.cert.pem'))],
      intermediates: [pemCertificate(readText(folder, 'trust/interm.cert.pem'))],
      crls: [],
      ocsps: [],
    },
    at: new Date(verificationTime ?? now),
  })
  const codes = [...report.reasons, ...report.signatures.flatMap(({ reasons }) => reasons)].map(
    ({ code }) => code,
  )
  const why = `${report.indication}, ${report.integrity} (${codes.join(', ')}); expected ${expect.verdict}`
  switch (expect.verdict) {
    case 'untouched':
    case 'allowed-update':
      return report.integrity === 'intact' ? asExpected : { kind: 'refused', why }
    case 'intact-only':
      // Upstream looked at one signature's digest and value, not at the changes after it.
      return report.signatures.some(({ integrity }) => integrity === 'intact') || hasForbiddenChange(codes)
        ? asExpected
        : { kind: 'refused', why }
    default:
      return report.indication === 'TOTAL_PASSED' || report.integrity === 'intact'
        ? { kind: 'accepted', why }
        : asExpected
  }
}

function hasForbiddenChange(codes: readonly string[]): boolean {
  return codes.includes('FORBIDDEN_CHANGE')
}
