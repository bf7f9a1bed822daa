import { X509Certificate } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { signatureAlgorithms } from '../../src/crypto/algorithms.ts'
import { bitString, integer, sequence, tagged } from '../../src/formats/asn1/writer.ts'
import { parseOcspResponse } from '../../src/formats/ocsp/response.ts'
import { parseCertificate, serialHex } from '../../src/formats/x509/certificate.ts'
import { certificateIdentity } from '../../src/formats/x509/certificate-identity.ts'
import { parseCertificateList } from '../../src/formats/x509/certificate-list.ts'
import { encodeDistinguishedName, parseDistinguishedName } from '../../src/formats/x509/distinguished-name.ts'
import { encodeCertId, encodeOcspRequest } from '../fixtures/ocsp-request.ts'
import { startTestService, type TestService } from '../fixtures/service.ts'

let service: TestService
beforeAll(async () => {
  service = await startTestService()
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
      profile: 'document-signing',
      subject: 'CN=Trần Thị B,OU=Văn phòng',
    },
  })
  expect(errors).toEqual([])
  return data.issueCertificate.certificate
}

describe('issueCertificate', () => {
  it('issues a document-signing certificate with everything a verifier needs', async () => {
    const { der, serialHex: hex } = await issueForSigning()
    const certificate = parseCertificate(Buffer.from(der, 'base64'))
    expect(serialHex(certificate.serialNumber)).toBe(hex)
    expect(certificate.serialNumber.length).toBeLessThanOrEqual(20)
    const text = new X509Certificate(Buffer.from(der, 'base64'))
    expect(text.subject).toContain('CN=Trần Thị B')
    expect(text.subject).toContain('PRACTICE')
    expect(text.keyUsage).toEqual(['1.3.6.1.5.5.7.3.36'])
    expect(text.infoAccess).toContain('/ocsp/practice-issuing')
    expect(text.infoAccess).toContain('/ca/practice-issuing.cer')
    expect(certificate.extensions.authorityKeyIdentifier).toBeDefined()
    expect(certificate.extensions.subjectKeyIdentifier).toBeDefined()
  })

  it('never certifies a sign-raw key for documents, neither by name nor by a request that the key signed itself', async () => {
    const made = await service.graphql(
      'mutation { createKey(input: { name: "practice/raw", algorithm: ECDSA_P256, purpose: SIGN_RAW }) { key { versions { publicKey } } } }',
    )
    const byName = await service.graphql(issue, {
      input: { unit: 'practice', key: 'practice/raw', profile: 'document-signing' },
    })
    expect(byName.errors[0]?.extensions.code).toBe('PURPOSE_MISMATCH')

    const subject = encodeDistinguishedName(parseDistinguishedName('CN=Somebody'))
    const publicKey = Buffer.from(made.data.createKey.key.versions[0].publicKey, 'base64')
    const info = sequence(integer(0), subject, publicKey, tagged(0))
    const { data } = await service.graphql(
      'mutation ($message: Base64!) { sign(input: { key: "practice/raw", items: [{ message: $message }] }) { outcomes { ... on RawSignature { signature } } } }',
      { message: Buffer.from(info).toString('base64') },
    )
    const signature = Buffer.from(data.sign.outcomes[0].signature, 'base64')
    const request = sequence(
      info,
      signatureAlgorithms['ecdsa-p256'].algorithmIdentifier,
      bitString(signature),
    )
    const byRequest = await service.graphql(issue, {
      input: {
        unit: 'practice',
        certificationRequest: Buffer.from(request).toString('base64'),
        profile: 'document-signing',
      },
    })
    expect(byRequest.errors[0]?.extensions.code).toBe('PURPOSE_MISMATCH')
  })

  it('refuses reserved profiles, unknown ones, and more validity than the profile allows', async () => {
    const ask = async (more: object) =>
      (
        await service.graphql(issue, {
          input: { unit: 'practice', key: 'practice/signing', profile: 'document-signing', ...more },
        })
      ).errors[0]?.extensions.code
    expect(await ask({ profile: 'issuing' })).toBe('PROFILE_VIOLATION')
    expect(await ask({ profile: 'no-such' })).toBe('INVALID_ARGUMENT')
    expect(await ask({ validityDays: 5000 })).toBe('PROFILE_VIOLATION')
    expect(await ask({ subject: 'nonsense' })).toBe('INVALID_ARGUMENT')
    expect(await ask({ certificationRequest: 'also' })).toBe('INVALID_ARGUMENT')
    expect(await ask({ key: null, certificationRequest: 'not a request' })).toBe('INVALID_ARGUMENT')
  })
})

describe('revokeCertificate', () => {
  it('shows in CRL and OCSP at once', async () => {
    const certificate = await issueForSigning()
    const before = await ocspStatus(certificate.der)
    expect(before).toBe('good')
    const { data, errors } = await service.graphql(revoke, {
      input: { serialHex: certificate.serialHex, reason: 'KEY_COMPROMISE' },
    })
    expect(errors).toEqual([])
    expect(data.revokeCertificate.certificate.revocationReason).toBe('KEY_COMPROMISE')
    expect(await ocspStatus(certificate.der)).toBe('revoked')

    const response = await fetch(`${service.url}/crl/practice-issuing.crl`)
    expect(response.headers.get('content-type')).toBe('application/pkix-crl')
    const crl = parseCertificateList(new Uint8Array(await response.arrayBuffer()))
    const { serialNumber } = parseCertificate(Buffer.from(certificate.der, 'base64'))
    expect(crl.entriesFor(serialNumber)).toMatchObject([{ reason: 1 }])
  })

  it('answers unknown for a serial number that was never issued', async () => {
    expect(await ocspStatus(undefined)).toBe('unknown')
  })
})

async function ocspStatus(der: string | undefined): Promise<string> {
  const issuer = new Uint8Array(await (await fetch(`${service.url}/ca/practice-issuing.cer`)).arrayBuffer())
  const serial =
    der === undefined ? integer(1234567) : certificateIdentity(Buffer.from(der, 'base64')).serialNumber
  const request = encodeOcspRequest([encodeCertId(issuer, serial, 'sha-256')])
  const response = await fetch(`${service.url}/ocsp/practice-issuing`, {
    method: 'POST',
    headers: { 'content-type': 'application/ocsp-request' },
    body: new Uint8Array(request),
  })
  expect(response.headers.get('content-type')).toBe('application/ocsp-response')
  const parsed = parseOcspResponse(new Uint8Array(await response.arrayBuffer()))
  expect(parsed.status).toBe('successful')
  return parsed.basic?.responses[0]?.status.kind ?? 'none'
}
