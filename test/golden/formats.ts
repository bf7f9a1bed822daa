// Our bytes from fixed keys, serial numbers and time. README.md tells for each file how anybody can check it.

import { createHash } from 'node:crypto'
import { utf8 } from '../../src/bytes.ts'
import {
  hashAlgorithms,
  type SignatureAlgorithm,
  signatureAlgorithmFacts,
} from '../../src/crypto/algorithms.ts'
import { prepareSignedData } from '../../src/formats/cms/build-signed-data.ts'
import { addSignatureTimestamp, signatureValueOf } from '../../src/formats/cms/unsigned-attributes.ts'
import { prepareOcspResponse } from '../../src/formats/ocsp/build-response.ts'
import { prepareTimestampToken, timestampResponse } from '../../src/formats/tsp/build-token.ts'
import { encodeMessageImprint } from '../../src/formats/tsp/timestamp-request.ts'
import { prepareCertificateList } from '../../src/formats/x509/build-certificate-list.ts'
import { certificateIdentity } from '../../src/formats/x509/certificate-identity.ts'
import { keyIdentifier } from '../../src/formats/x509/key-identifier.ts'
import { encodeCertId } from '../fixtures/ocsp-request.ts'
import { makePdf } from '../fixtures/pdf.ts'
import { type Identity, type PracticePki, practicePki } from '../fixtures/pki.ts'
import { signPdf } from '../fixtures/sign-pdf.ts'

/** Those whose signatures can be repeated: RSASSA-PSS has a salt that OpenSSL draws. */
const goldenAlgorithms: readonly SignatureAlgorithm[] = [
  'ed25519',
  'ecdsa-p256',
  'ecdsa-p384',
  'rsa-pkcs1-3072',
]

const content = utf8('Quyết định số 12/QĐ-UBND về việc thử nghiệm\n')
const at = new Date('2026-11-22T07:00:00Z')
const until = new Date('2045-01-01T00:00:00Z')

/** @returns paths below test/golden with the bytes that belong there. */
export async function goldenFiles(): Promise<ReadonlyMap<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>([['content.txt', content]])
  for (const algorithm of goldenAlgorithms) {
    const pki = await practicePki({ algorithm, deterministic: true })
    for (const role of ['root', 'issuing', 'signer', 'tsa', 'responder'] as const) {
      files.set(`${algorithm}/${role}.pem`, pem('CERTIFICATE', pki[role].certificate))
    }
    files.set(`${algorithm}/root.crl.pem`, pem('X509 CRL', await certificateList(pki.root, [])))
    files.set(`${algorithm}/issuing.crl.pem`, pem('X509 CRL', await certificateList(pki.issuing, [pki.tsa])))
    const detached = await signedData(pki)
    files.set(`${algorithm}/detached.p7s`, detached)
    files.set(`${algorithm}/embedded.p7m`, await signedData(pki, content))
    const token = await timestampToken(pki, signatureValueOf(detached))
    files.set(`${algorithm}/stamped.p7s`, addSignatureTimestamp(detached, token))
    const pdf = await signPdf(pki, makePdf('form'), {
      fieldName: 'Approval',
      signingTime: at,
      reservedBytes: 4096,
    })
    files.set(`${algorithm}/signed.pdf`, pdf)
    files.set(`${algorithm}/content.tsr`, timestampResponse(await timestampToken(pki, content)))
    files.set(`${algorithm}/signer.ocsp`, await ocspResponse(pki))
  }
  return files
}

async function certificateList(issuer: Identity, revoked: readonly Identity[]): Promise<Uint8Array> {
  return issuer.sign(
    prepareCertificateList({
      algorithm: issuer.algorithm,
      issuer: issuer.subject,
      authorityKeyIdentifier: await keyIdentifier(issuer.publicKey),
      thisUpdate: at,
      nextUpdate: until,
      crlNumber: Uint8Array.of(7),
      entries: revoked.map(({ certificate }) => ({
        serialNumber: certificateIdentity(certificate).serialNumber.subarray(2),
        revocationDate: at,
        reason: 'keyCompromise' as const,
      })),
    }),
  )
}

async function signedData({ signer, chain }: PracticePki, embedded?: Uint8Array): Promise<Uint8Array> {
  const { algorithm } = signer
  const { digest } = signatureAlgorithmFacts(algorithm)
  return signer.sign(
    await prepareSignedData({
      profile: 'cades',
      algorithm,
      contentDigest: new Uint8Array(createHash(hashAlgorithms[digest].node).update(content).digest()),
      signerCertificate: signer.certificate,
      certificates: chain,
      signingTime: at,
      ...(embedded === undefined ? {} : { content: embedded }),
    }),
  )
}

async function timestampToken({ tsa, issuing }: PracticePki, stamped: Uint8Array): Promise<Uint8Array> {
  const digest = createHash('sha256').update(stamped).digest()
  return tsa.sign(
    await prepareTimestampToken({
      algorithm: tsa.algorithm,
      signerCertificate: tsa.certificate,
      certificates: [tsa.certificate, issuing.certificate],
      policy: '1.3.6.1.4.1.99999.1',
      messageImprint: encodeMessageImprint('sha-256', digest),
      serialNumber: Uint8Array.of(1, 2, 3, 4),
      genTime: at,
      accuracyMs: 1000,
    }),
  )
}

async function ocspResponse({ responder, issuing, signer }: PracticePki): Promise<Uint8Array> {
  const { serialNumber } = certificateIdentity(signer.certificate)
  return responder.sign(
    await prepareOcspResponse({
      algorithm: responder.algorithm,
      responderCertificate: responder.certificate,
      certificates: [responder.certificate],
      producedAt: at,
      responses: [
        {
          certId: encodeCertId(issuing.certificate, serialNumber),
          status: { kind: 'good' },
          thisUpdate: at,
          nextUpdate: until,
        },
      ],
    }),
  )
}

/** OpenSSL takes certificates and lists to trust in PEM alone. */
function pem(label: string, der: Uint8Array): Uint8Array {
  const lines = der.toBase64().match(/.{1,64}/g) ?? []
  return utf8([`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n'))
}
