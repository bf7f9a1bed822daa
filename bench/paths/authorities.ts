// What authorities do: certificates, time-stamps over HTTP (RFC 3161), OCSP answers (RFC 6960).

import { createHash, randomBytes } from 'node:crypto'
import { encodeMessageImprint, encodeTimestampRequest } from '../../src/formats/tsp/timestamp-request.ts'
import { certificateIdentity } from '../../src/formats/x509/certificate-identity.ts'
import { certificatesInPem } from '../../src/formats/x509/pem.ts'
import { encodeCertId, encodeOcspRequest } from '../../test/fixtures/ocsp-request.ts'
import { type Bench, type Judged, type Path, rate } from '../bench.ts'
import { expecting, graphqlRequest } from '../graphql.ts'
import { signatureSpeed } from '../limits.ts'
import { postRequest } from '../load.ts'
import { medianRate, ofAll, ofWall, type Window } from '../measure.ts'

const documentKey = 'practice/signing'
const authority = 'practice-issuing'

export const authorityPaths: readonly Path[] = [
  { name: 'certificate.issue', quick: true, run: certificate },
  { name: 'timestamp', quick: true, run: timestamp },
  { name: 'ocsp', quick: true, run: ocsp },
]

async function certificate(bench: Bench): Promise<readonly Judged[]> {
  const request = graphqlRequest(bench.office, 'issueCertificate', {
    input: {
      unit: 'practice',
      key: documentKey,
      profile: 'DOCUMENT_SIGNING',
      subject: 'CN=PRACTICE Bench',
      authority,
    },
  })
  const windows = await bench.watch({
    inFlight: 16,
    next: () => request,
    check: expecting('BEGIN CERTIFICATE'),
  })
  return rates('certificate.issue', windows)
}

async function timestamp(bench: Bench): Promise<readonly Judged[]> {
  const hash = createHash('sha256').update('a document').digest()
  const query = encodeTimestampRequest({
    messageImprint: encodeMessageImprint('sha-256', hash),
    certReq: true,
  })
  const request = postRequest(
    '/tsa',
    { 'content-type': 'application/timestamp-query', authorization: `Bearer ${bench.office.token}` },
    query,
  )
  // PKIStatusInfo `granted` (RFC 3161 §2.4.2): 30 82 .. .. 30 03 02 01 00.
  const granted = Buffer.from('3003020100', 'hex')
  const windows = await bench.watch({
    inFlight: 32,
    next: () => request,
    check: (body) => {
      if (!body.subarray(0, 12).includes(granted)) throw new Error('a time-stamp was refused')
    },
  })
  return rates('timestamp', windows)
}

async function ocsp(bench: Bench): Promise<readonly Judged[]> {
  const { office } = bench
  const key = await office.client.key(documentKey)
  const [certificate] = certificatesInPem(key?.versions.at(-1)?.certificates.at(-1)?.pem ?? '')
  const [issuer] = certificatesInPem((await office.client.authority(authority))?.chainPem ?? '')
  if (issuer === undefined || certificate === undefined)
    throw new Error('the practice office has no certificate')
  const certId = encodeCertId(issuer, certificateIdentity(certificate).serialNumber)
  const request = postRequest(
    `/ocsp/${authority}`,
    { 'content-type': 'application/ocsp-request' },
    encodeOcspRequest([certId], randomBytes(32)),
  )
  // CertStatus `good` is the implicit tag 0 without content (RFC 6960 §4.2.1).
  const good = Buffer.from('8000', 'hex')
  const successful = Buffer.from('0a0100', 'hex')
  const windows = await bench.watch({
    inFlight: 32,
    next: () => request,
    check: (body) => {
      if (!body.subarray(0, 8).includes(successful) || !body.includes(good))
        throw new Error('the responder did not answer `good`')
    },
  })
  return rates('ocsp', windows)
}

function rates(name: string, windows: readonly Window[]): readonly Judged[] {
  const { sign } = signatureSpeed('ecdsap256')
  const limit = 'openssl speed ecdsap256, one core'
  return [
    rate(name, medianRate(windows, ofAll), sign, `per CPU second of all processes; ${limit}`),
    rate(`${name}.wall`, medianRate(windows, ofWall), sign, `by the clock; ${limit}`),
  ]
}
