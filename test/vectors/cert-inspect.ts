// Odd certificates that still have one meaning: what is read of them has to be what OpenSSL and asn1crypto read.

import { digest } from '#primitives'
import { toHex } from '../../src/bytes.ts'
import { isServiceError } from '../../src/errors.ts'
import { parseCertificate, serialHex } from '../../src/formats/x509/certificate.ts'
import { inspectCertificate } from '../../src/formats/x509/inspect-certificate.ts'
import { asExpected, type Outcome, pemCertificate, readText, type VectorSuite } from './suite.ts'

interface InspectCase {
  readonly id: string
  readonly file: string
  readonly expect: {
    readonly serialHex: string
    readonly notBefore: string
    readonly notAfter: string
    readonly sha256: string
    readonly signatureAlgorithmOid: string
    readonly publicKeyAlgorithmOid: string
    readonly extensionOids: readonly string[]
  }
}

export const certInspect: VectorSuite = {
  folder: 'cert-inspect',
  origin: 'https://github.com/zmap/zlint (v3/testdata)',
  cases(folder) {
    const { cases }: { readonly cases: readonly InspectCase[] } = JSON.parse(readText(folder, 'index.json'))
    return cases.map((one) => ({ id: one.id, expected: 'accept', run: () => inspect(folder, one) }))
  },
}

/** Refusing to use one is fine, misreading one is not: neither where it is shown nor where it is used. */
async function inspect(folder: string, { file, expect }: InspectCase): Promise<Outcome> {
  const der = pemCertificate(readText(folder, file))
  const sha256 = toHex(await digest('sha-256', der))
  const readings: InspectCase['expect'][] = []
  try {
    const shown = inspectCertificate(der)
    readings.push({ ...shown, notBefore: time(shown.notBefore), notAfter: time(shown.notAfter), sha256 })
  } catch (error) {
    if (isServiceError(error)) return { kind: 'refused', why: error.message }
    throw error
  }
  try {
    const used = parseCertificate(der)
    readings.push({
      sha256,
      serialHex: serialHex(used.serialNumber),
      notBefore: time(used.notBefore),
      notAfter: time(used.notAfter),
      signatureAlgorithmOid: used.signatureAlgorithm.oid,
      publicKeyAlgorithmOid: used.publicKeyAlgorithm.oid,
      extensionOids: used.extensions.all.map(({ oid }) => oid),
    })
  } catch (error) {
    if (!isServiceError(error)) throw error
  }
  const misread = readings.flatMap((found) =>
    fields
      .filter((name) => normal(found[name]) !== normal(expect[name]))
      .map((name) => `${name} ${found[name]}, not ${expect[name]}`),
  )
  return misread.length === 0 ? asExpected : { kind: 'accepted', why: `misread: ${misread.join('; ')}` }
}

const fields = [
  'serialHex',
  'notBefore',
  'notAfter',
  'sha256',
  'signatureAlgorithmOid',
  'publicKeyAlgorithmOid',
  'extensionOids',
] as const

/** Leading zeros of serial numbers and years are a matter of printing. */
function normal(value: string | readonly string[]): string {
  return typeof value === 'string' ? value.toLowerCase().replace(/^0+(?=.)/, '') : value.join(' ')
}

function time(date: Date | undefined): string {
  return date?.toISOString().replace('.000Z', 'Z') ?? ''
}
