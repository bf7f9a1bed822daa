// CMS signed with ML-DSA by others (RFC 9882).

import { bytesSource } from '../../src/formats/byte-source.ts'
import { decodePem, type PemLabel } from '../../src/formats/x509/pem.ts'
import { noTrust } from '../../src/validation/input.ts'
import { validateDocument } from '../../src/validation/validate-document.ts'
import { asExpected, type Outcome, readBytes, readText, type VectorSuite } from './suite.ts'

interface SignatureCase {
  readonly id: string
  readonly file: string
  readonly format: string
  readonly signerCert?: string
}

export const cmsPqcSignatures: VectorSuite = {
  folder: 'cms-pqc',
  origin: 'https://github.com/IETF-Hackathon/pqc-certificates and https://github.com/lamps-wg/cms-ml-dsa',
  cases(folder) {
    const { cases }: { readonly cases: readonly SignatureCase[] } = JSON.parse(readText(folder, 'index.json'))
    return cases
      .filter(({ format }) => format.includes('SignedData'))
      .flatMap((one) => [
        { id: one.id, run: () => judge(folder, one, false) },
        { id: `${one.id}#changed`, run: () => judge(folder, one, true) },
      ])
  },
}

async function judge(folder: string, one: SignatureCase, changed: boolean): Promise<Outcome> {
  const document = new Uint8Array(derOf(folder, one.file, 'CMS'))
  // The last octet is the signature's.
  if (changed) document[document.length - 1] = (document[document.length - 1] ?? 0) ^ 1
  const intermediates = one.signerCert === undefined ? [] : [derOf(folder, one.signerCert, 'CERTIFICATE')]
  const { integrity, reasons, signatures } = await validateDocument({
    document: bytesSource(document),
    contents: [],
    trust: { ...noTrust, intermediates },
    at: new Date('2026-11-22T00:00:00Z'),
  })
  const codes = [...reasons, ...signatures.flatMap((signature) => signature.reasons)].map(({ code }) => code)
  const why = `${integrity} (${codes.join(', ')})`
  if (changed) return integrity === 'intact' ? { kind: 'accepted', why } : asExpected
  return integrity === 'intact' ? asExpected : { kind: 'refused', why }
}

function derOf(folder: string, file: string, label: PemLabel): Uint8Array {
  if (!file.endsWith('.pem') && !file.endsWith('.crt')) return readBytes(folder, file)
  const [der] = decodePem(label, readText(folder, file))
  if (der === undefined) throw new Error(`${file} holds no ${label}`)
  return der
}
