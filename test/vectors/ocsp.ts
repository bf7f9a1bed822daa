// OCSP responses of OpenSSL's test suite: responder, signature and CertID, right and wrong.

import { isServiceError } from '../../src/errors.ts'
import { parseOcspResponse } from '../../src/formats/ocsp/response.ts'
import type { Certificate } from '../../src/formats/x509/certificate.ts'
import { Budget, certificatesOf } from '../../src/validation/checks.ts'
import { isCertIdOf, responderProblem } from '../../src/validation/ocsp.ts'
import { findPath } from '../../src/validation/path.ts'
import { defaultPolicy, type ValidationPolicy } from '../../src/validation/policy.ts'
import { type Outcome, outcome, pemCertificates, readBytes, readText, type VectorSuite } from './suite.ts'

interface OcspCase {
  readonly id: string
  readonly response: string
  readonly trustAnchor: string
  readonly otherCert?: string
  readonly expect: 'accept' | 'reject'
}

/** The suite is of 2012: RSA with SHA-1 counts, as its note demands. */
const policyOf2012: ValidationPolicy = {
  ...defaultPolicy,
  hashes: { ...defaultPolicy.hashes, 'sha-1': null },
  rsa: [{ minBits: 1024, acceptedUntil: null }],
}

const at = new Date('2012-12-19T00:00:00Z')

export const ocsp: VectorSuite = {
  folder: 'ocsp',
  origin: 'https://github.com/openssl/openssl (test/ocsp-tests)',
  cases(folder) {
    const { cases }: { readonly cases: readonly OcspCase[] } = JSON.parse(readText(folder, 'index.json'))
    return cases.map((one) => ({
      id: `${one.id}/${one.trustAnchor}`,
      expected: one.expect === 'accept' ? 'accept' : 'refuse',
      run: () => judge(folder, one),
    }))
  },
}

async function judge(folder: string, one: OcspCase): Promise<Outcome> {
  const problem = await problemOf(folder, one)
  return outcome(one.expect === 'accept' ? 'accept' : 'refuse', problem === undefined, problem ?? 'it holds')
}

async function problemOf(
  folder: string,
  { response, trustAnchor, otherCert }: OcspCase,
): Promise<string | undefined> {
  try {
    const { basic } = parseOcspResponse(readBytes(folder, response))
    if (basic === undefined) return 'no answer'
    const read = (file: string) => pemCertificates(readText(folder, file))
    const anchors = certificatesOf(read(trustAnchor))
    const others = certificatesOf(otherCert === undefined ? [] : read(otherCert))
    const candidates = [...anchors, ...others, ...certificatesOf(basic.certificates)]
    for (const { certId } of basic.responses) {
      const issuer = await issuerOf(certId, candidates)
      if (issuer === undefined) return 'the CertID names no authority at hand'
      const found = await findPath({
        target: issuer,
        anchors,
        intermediates: candidates,
        purpose: 'any',
        at,
        policy: policyOf2012,
      })
      if (found.kind === 'none') return found.reasons[0]?.text
      const problem = await responderProblem(basic, found.path, {
        anchors,
        intermediates: others,
        data: { crls: [], ocsps: [] },
        at,
        provenAt: undefined,
        policy: policyOf2012,
        budget: new Budget(64),
        asking: new Set(),
      })
      if (problem !== undefined) return problem.text
    }
    return undefined
  } catch (error) {
    if (isServiceError(error)) return error.message
    throw error
  }
}

async function issuerOf(
  certId: Parameters<typeof isCertIdOf>[0],
  candidates: readonly Certificate[],
): Promise<Certificate | undefined> {
  for (const candidate of candidates) if (await isCertIdOf(certId, candidate)) return candidate
  return undefined
}
