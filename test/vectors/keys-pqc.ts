// Private keys of ML-KEM and ML-DSA in their three forms, and certificates of them: the examples of RFC 9935 and RFC 9881.

import { verifySignature } from '#primitives'
import { equalBytes } from '../../src/bytes.ts'
import { parseCertificate } from '../../src/formats/x509/certificate.ts'
import { decodePem, type PemLabel } from '../../src/formats/x509/pem.ts'
import { verificationSchemeOf } from '../../src/formats/x509/signature-scheme.ts'
import { importedMaterial } from '../../src/keys/imported-key.ts'
import { secretBytes } from '../../src/keys/secret-bytes.ts'
import { type Outcome, outcome, readText, type VectorSuite } from './suite.ts'

interface KeyCase {
  readonly id: string
  readonly file: string
  readonly operation: string
  readonly expect: 'accept' | 'reject'
  readonly publicKey?: string
  readonly why: string
}

export const keysPqc: VectorSuite = {
  folder: 'keys-pqc',
  origin:
    'https://github.com/lamps-wg/kyber-certificates and https://github.com/lamps-wg/dilithium-certificates',
  cases(folder) {
    const { cases }: { readonly cases: readonly KeyCase[] } = JSON.parse(readText(folder, 'index.json'))
    return cases.map((one) => ({
      id: one.id,
      run: () => (one.operation === 'importKey' ? importKey(folder, one) : certificate(folder, one)),
    }))
  },
}

async function importKey(folder: string, { file, publicKey, expect, why }: KeyCase): Promise<Outcome> {
  const algorithm = file.includes('ML-KEM-512') ? 'ml-kem-512' : 'ml-dsa-44'
  const expected = expect === 'accept' ? 'accept' : 'refuse'
  using secret = secretBytes(derOf(folder, file, 'PRIVATE KEY'))
  try {
    const made = await importedMaterial(algorithm, secret)
    if (publicKey === undefined) return outcome(expected, true, why)
    return outcome(expected, equalBytes(made.publicKey, derOf(folder, publicKey, 'PUBLIC KEY')), why)
  } catch {
    return outcome(expected, false, why)
  }
}

/** Of the two certificates, that of ML-DSA signed itself and the other one. */
async function certificate(folder: string, { file, why }: KeyCase): Promise<Outcome> {
  const issuer = parseCertificate(derOf(folder, 'ML-DSA-44.crt', 'CERTIFICATE'))
  const { tbsCertificate, signatureAlgorithm, signatureValue } = parseCertificate(
    derOf(folder, file, 'CERTIFICATE'),
  )
  const scheme = verificationSchemeOf(signatureAlgorithm)
  const holds =
    scheme !== undefined &&
    (await verifySignature(scheme, issuer.subjectPublicKeyInfo, tbsCertificate, signatureValue))
  return outcome('accept', holds, why)
}

function derOf(folder: string, file: string, label: PemLabel): Uint8Array {
  const [der] = decodePem(label, readText(folder, file))
  if (der === undefined) throw new Error(`${file} holds no ${label}`)
  return der
}
