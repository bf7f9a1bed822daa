import { X509Certificate } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { oids } from '../../src/formats/asn1/oids.ts'
import {
  boolean,
  integer,
  namedBits,
  objectIdentifier,
  octetString,
  sequence,
} from '../../src/formats/asn1/writer.ts'
import { parseOcspResponse } from '../../src/formats/ocsp/response.ts'
import { type Certificate, parseCertificate, serialHex } from '../../src/formats/x509/certificate.ts'
import { parseCertificateList } from '../../src/formats/x509/certificate-list.ts'
import { encodePem } from '../../src/formats/x509/pem.ts'
import { Budget } from '../../src/validation/checks.ts'
import { ocspStatus, responderProblem } from '../../src/validation/ocsp.ts'
import { defaultPolicy } from '../../src/validation/policy.ts'
import type { RevocationContext } from '../../src/validation/revocation.ts'
import { makeCertificationRequest, requestInfo, signedRequest } from '../fixtures/certification-request.ts'
import { encodeCertId, encodeOcspRequest } from '../fixtures/ocsp-request.ts'
import { startTestService, type TestService } from '../fixtures/service.ts'

const publicUrl = 'http://office.example'
let service: TestService
beforeAll(async () => {
  service = await startTestService({ env: { CHANCERY_PUBLIC_URL: publicUrl } })
})
afterAll(() => service.close())

const issue = `mutation ($input: IssueCertificateInput!) {
  issueCertificate(input: $input) { certificate { serialHex subject issuer profile pem der notBefore notAfter } chainPem }
}`
const revoke = `mutation ($input: RevokeCertificateInput!) {
  revokeCertificate(input: $input) { certificate { serialHex revokedAt revocationReason } }
}`

async function issueForSigning(): Promise<{ serialHex: string; der: string; pem: string }> {
  const { data, errors } = await service.graphql(issue, {
    input: {
      unit: 'practice',
      key: 'practice/signing',
      profile: 'DOCUMENT_SIGNING',
      subject: 'CN=Trần Thị B,OU=Văn phòng',
    },
  })
  expect(errors).toEqual([])
  return data.issueCertificate.certificate
}

describe('issueCertificate', () => {
  it('issues a document-signing certificate with everything a verifier needs', async () => {
    const { der, serialHex: hex } = await issueForSigning()
    const certificate = parseCertificate(Uint8Array.fromBase64(der))
    expect(serialHex(certificate.serialNumber)).toBe(hex)
    expect(certificate.serialNumber.length).toBeLessThanOrEqual(20)
    const text = new X509Certificate(Buffer.from(der, 'base64'))
    expect(text.subject).toContain('CN=Trần Thị B')
    expect(text.subject).toContain('PRACTICE')
    const { extensions } = certificate
    expect(extensions.extKeyUsage).toEqual([oids.documentSigning])
    expect(extensions.keyUsage).toEqual(new Set(['digitalSignature', 'nonRepudiation']))
    expect(extensions.all.find(({ oid }) => oid === oids.keyUsage)?.critical).toBe(true)
    expect(extensions.basicConstraints).toBeUndefined()
    expect(extensions.cRLDistributionPoints).toEqual([
      {
        name: { kind: 'fullName', names: [uri('/crl/practice-issuing.crl')] },
        reasons: undefined,
        cRLIssuer: undefined,
      },
    ])
    expect(extensions.authorityInfoAccess).toEqual([
      { method: oids.ocsp, location: uri('/ocsp/practice-issuing') },
      { method: oids.caIssuers, location: uri('/ca/practice-issuing.cer') },
    ])
    const issuing = await authority('practice-issuing')
    expect(extensions.authorityKeyIdentifier?.keyIdentifier).toEqual(issuing.extensions.subjectKeyIdentifier)
    expect(extensions.subjectKeyIdentifier).toBeDefined()
    expect(text.verify(new X509Certificate(issuing.der).publicKey)).toBe(true)
  })

  it('gives serial numbers of at most 20 octets that are positive, unlike each other and hard to guess', async () => {
    const serials: Uint8Array[] = []
    for (let i = 0; i < 24; i++) {
      const { der } = await issueForSigning()
      serials.push(parseCertificate(Uint8Array.fromBase64(der)).serialNumber)
    }
    for (const serial of serials) {
      // The first bit is the sign (RFC 5280 §4.1.2.2).
      expect(serial[0]).toBeLessThan(0x80)
      expect(serial.length).toBeLessThanOrEqual(20)
    }
    const numbers = serials.map((serial) => BigInt(`0x${serial.toHex()}`))
    expect(new Set(numbers).size).toBe(numbers.length)
    const [first = 0n] = numbers
    const differing = numbers.reduce((bits, number) => bits | (number ^ first), 0n)
    // Of 64 random bits (CA/Browser Forum BR §7.1) none stays the same 24 times but once in a hundred thousand runs.
    const varying = differing.toString(2).replaceAll('0', '').length
    expect(varying).toBeGreaterThanOrEqual(64)
  })

  it('certifies the key that signed a certification request, in PEM and in DER, and nothing else that it asks for', async () => {
    const wishes = [
      sequence(objectIdentifier(oids.basicConstraints), boolean(true), octetString(sequence(boolean(true)))),
      sequence(objectIdentifier(oids.keyUsage), boolean(true), octetString(namedBits([5, 6]))),
    ]
    const { der: request, publicKey } = makeCertificationRequest('CN=Máy của xã,C=VN', wishes)
    for (const text of [encodePem('CERTIFICATE REQUEST', request), Buffer.from(request).toString('base64')]) {
      const { data, errors } = await service.graphql(issue, {
        input: { unit: 'practice', certificationRequest: text, profile: 'DOCUMENT_SIGNING' },
      })
      expect(errors).toEqual([])
      const { der, subject } = data.issueCertificate.certificate
      const certificate = parseCertificate(Uint8Array.fromBase64(der))
      expect(publicKey.equals(certificate.subjectPublicKeyInfo)).toBe(true)
      expect(subject).toBe('CN=Máy của xã,C=VN,O=PRACTICE - no legal effect')
      expect(certificate.extensions.basicConstraints).toBeUndefined()
      expect(certificate.extensions.keyUsage).toEqual(new Set(['digitalSignature', 'nonRepudiation']))
      expect(await ocspAnswer(certificate)).toBe('good')
      const { publicKey: issuer } = new X509Certificate((await authority('practice-issuing')).der)
      expect(new X509Certificate(certificate.der).verify(issuer)).toBe(true)
    }
  })

  it('never certifies a sign-raw key for documents, neither by name nor by a request that the key signed itself', async () => {
    const made = await service.graphql(
      'mutation { createKey(input: { name: "practice/raw", algorithm: ECDSA_P256, purpose: SIGN_RAW }) { key { versions { publicKey } } } }',
    )
    const byName = await service.graphql(issue, {
      input: { unit: 'practice', key: 'practice/raw', profile: 'DOCUMENT_SIGNING' },
    })
    expect(byName.errors[0]?.extensions.code).toBe('PURPOSE_MISMATCH')

    const publicKey = Buffer.from(made.data.createKey.key.versions[0].publicKey, 'base64')
    const info = requestInfo('CN=Somebody', publicKey)
    const { data } = await service.graphql(
      'mutation ($message: Base64!) { sign(input: { key: "practice/raw", items: [{ message: $message }] }) { outcomes { ... on RawSignature { signature } } } }',
      { message: Buffer.from(info).toString('base64') },
    )
    const signature = Buffer.from(data.sign.outcomes[0].signature, 'base64')
    const request = signedRequest(info, signature)
    const byRequest = await service.graphql(issue, {
      input: {
        unit: 'practice',
        certificationRequest: Buffer.from(request).toString('base64'),
        profile: 'DOCUMENT_SIGNING',
      },
    })
    expect(byRequest.errors[0]?.extensions.code).toBe('PURPOSE_MISMATCH')
  })

  it('refuses reserved profiles, unknown ones, and more validity than the profile allows', async () => {
    const ask = async (more: object) =>
      (
        await service.graphql(issue, {
          input: { unit: 'practice', key: 'practice/signing', profile: 'DOCUMENT_SIGNING', ...more },
        })
      ).errors[0]?.extensions.code
    expect(await ask({ profile: 'ISSUING' })).toBe('PROFILE_VIOLATION')
    expect(await ask({ profile: 'NO_SUCH' })).toBe('QUERY_REJECTED')
    expect(await ask({ validityDays: 5000 })).toBe('PROFILE_VIOLATION')
    expect(await ask({ subject: 'nonsense' })).toBe('INVALID_ARGUMENT')
    expect(await ask({ certificationRequest: 'also' })).toBe('INVALID_ARGUMENT')
    expect(await ask({ key: null, certificationRequest: 'not a request' })).toBe('INVALID_ARGUMENT')
  })
})

describe('revokeCertificate', () => {
  it('shows in CRL and OCSP at once', async () => {
    const { der, serialHex: hex } = await issueForSigning()
    const certificate = parseCertificate(Uint8Array.fromBase64(der))
    expect(await ocspAnswer(certificate)).toBe('good')
    const { data, errors } = await service.graphql(revoke, {
      input: { serialHex: hex, reason: 'KEY_COMPROMISE' },
    })
    expect(errors).toEqual([])
    expect(data.revokeCertificate.certificate.revocationReason).toBe('KEY_COMPROMISE')
    expect(await ocspAnswer(certificate)).toBe('revoked for reason 1')

    const response = await fetch(`${service.url}/crl/practice-issuing.crl`)
    expect(response.headers.get('content-type')).toBe('application/pkix-crl')
    const crl = parseCertificateList(new Uint8Array(await response.arrayBuffer()))
    expect(crl.entriesFor(certificate.serialNumber)).toMatchObject([{ reason: 1 }])
  })

  it('answers unknown for a serial number that was never issued', async () => {
    const issuing = await authority('practice-issuing')
    const basic = await askResponder('practice-issuing', integer(1234567))
    expect(basic.responses.map(({ status }) => status.kind)).toEqual(['unknown'])
    const root = await authority('practice-root')
    expect(await responderProblem(basic, [issuing, root], contextOf([basic], root))).toBeUndefined()
  })

  it('answers for the root about the authority below it', async () => {
    const [issuing, root] = [await authority('practice-issuing'), await authority('practice-root')]
    const basic = await askResponder('practice-root', integer(issuing.serialNumber))
    expect(await ocspStatus([issuing, root], contextOf([basic], root))).toMatchObject({ kind: 'good' })
  })
})

function uri(path: string) {
  return { kind: 'uniformResourceIdentifier', text: `${publicUrl}${path}` }
}

async function authority(slug: string): Promise<Certificate> {
  return parseCertificate(new Uint8Array(await (await fetch(`${service.url}/ca/${slug}.cer`)).arrayBuffer()))
}

/** What the service answers about `certificate`, once our own validation has found the answer one of the authority's. */
async function ocspAnswer(certificate: Certificate): Promise<string> {
  const [issuing, root] = [await authority('practice-issuing'), await authority('practice-root')]
  const basic = await askResponder('practice-issuing', integer(certificate.serialNumber))
  const answer = await ocspStatus([certificate, issuing, root], contextOf([basic], root))
  if (answer.kind === 'unknown') return answer.reasons.map(({ code }) => code).join()
  return answer.kind === 'good' ? 'good' : `revoked for reason ${answer.reasonCode}`
}

/** @param serialNumber DER. */
async function askResponder(slug: string, serialNumber: Uint8Array) {
  const issuer = await authority(slug)
  const request = encodeOcspRequest([encodeCertId(issuer.der, serialNumber, 'sha-256')])
  const response = await fetch(`${service.url}/ocsp/${slug}`, {
    method: 'POST',
    headers: { 'content-type': 'application/ocsp-request' },
    body: new Uint8Array(request),
  })
  expect(response.headers.get('content-type')).toBe('application/ocsp-response')
  const { status, basic } = parseOcspResponse(new Uint8Array(await response.arrayBuffer()))
  if (basic === undefined) throw new Error(`the responder answered ${status}`)
  return basic
}

function contextOf(ocsps: RevocationContext['data']['ocsps'], root: Certificate): RevocationContext {
  return {
    anchors: [root],
    intermediates: [],
    data: { crls: [], ocsps },
    // Revocations of this second count.
    at: new Date(Date.now() + 1000),
    provenAt: undefined,
    policy: defaultPolicy,
    budget: new Budget(100),
    asking: new Set(),
  }
}
